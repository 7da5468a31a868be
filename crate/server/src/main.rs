//! The command `tallystick-server`.

use std::io::Write;
use std::process::ExitCode;

use tallystick_server::archive;
use tallystick_server::config::{
    Action, Cli, ConfigError, LogFormat, NewInvitation, OldInvitation, Transfer, default_file,
};
use tallystick_server::doctor::examine;
use tallystick_server::invitations;
use tallystick_server::ledger::Done;
use tallystick_server::membership::{self, InvitationChange};
use tallystick_server::portable::{backup, export, export_file, import, import_file};
use tallystick_server::secret::Secret;
use tallystick_server::seed::seed;
use tallystick_server::serve::system_clock;
use tallystick_server::store::{Database, act, invitation};
use tallystick_server::{Config, start};
use tokio::signal::unix::{SignalKind, signal};

type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let cli = match Cli::read(std::env::args_os()) {
        Ok(cli) => cli,
        Err(ConfigError::Flags(why)) => why.exit(),
        Err(why) => return fail(&why.into()),
    };
    log(&cli.action);
    match run(cli.action) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => fail(&why),
    }
}

/// The log goes to stderr, so that it never mixes with what a command prints.
fn log(action: &Action) {
    let (level, format) = match action {
        Action::Serve(config) => (config.log_level, config.log_format),
        _ => (tracing::Level::WARN, LogFormat::Text),
    };
    let log = tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_max_level(level)
        .with_target(false);
    match format {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().init(),
    }
}

fn fail(why: &Failure) -> ExitCode {
    eprintln!("tallystick-server: {why}");
    ExitCode::FAILURE
}

fn run(action: Action) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        match action {
            Action::Serve(config) => serve(config).await,
            Action::DefaultConfig => say(default_file().trim_end()),
            Action::Doctor(config) => diagnose(&config).await,
            Action::Backup(what) => {
                let database = Database::open(&what.database).await?;
                backup(&database, &what.file).await?;
                say(&format!("{} is whole", what.file.display()))
            }
            Action::Export(what) => export_to(&what).await,
            Action::Import(what) => import_from(&what).await,
            Action::SeedDemo(options) => {
                let seeded = seed(&options, system_clock()()).await?;
                let (stored, there) = (seeded.stored, seeded.there);
                let requesters = seeded.requesters;
                say(&format!(
                    "{requesters} requesters, {stored} reviews stored, {there} known"
                ))
            }
            Action::Moderator(options) => {
                let database = Database::open(&options.of.database).await?;
                let secret = Secret::new_moderator()?;
                let mut transaction = database.begin().await?;
                let now = system_clock()();
                act::add_moderator(&mut transaction, &options.name, &secret.hash(), now).await?;
                transaction.commit().await?;
                database.close().await;
                say(&format!("{} (shown once)", secret.reveal()))
            }
            Action::Invite(options) => invite(&options).await,
            Action::Invitations(of) => invitations(&of.database).await,
            Action::RevokeInvitation(it) => revoke(&it).await,
            Action::ImportArchive(options) => {
                let imported = archive::import(&options, system_clock()()).await?;
                let (stored, there) = (imported.stored, imported.there);
                let requesters = imported.requesters;
                say(&format!(
                    "{requesters} requesters, {stored} reviews imported, {there} known"
                ))
            }
        }
    })
}

async fn invite(options: &NewInvitation) -> Result<(), Failure> {
    let database = Database::open(&options.of.database).await?;
    let (uses, days) = (options.uses, options.days);
    let now = system_clock()();
    let (secret, change) = invitations::make((uses, days), &options.note, "", now)?;
    changed(&database, &change).await?;
    say(&format!(
        "{} (shown once; {uses} uses, {days} days)",
        secret.reveal()
    ))
}

async fn invitations(url: &str) -> Result<(), Failure> {
    let database = Database::open(url).await?;
    for it in invitation::newest(database.readers(), 1_000).await? {
        say(&invitations::line(&it, system_clock()()))?;
    }
    Ok(())
}

async fn revoke(options: &OldInvitation) -> Result<(), Failure> {
    let database = Database::open(&options.of.database).await?;
    let id = options.id.clone();
    match changed(&database, &InvitationChange::Revoke { id }).await? {
        Done::Moderated(true) => say("revoked"),
        _ => Err("there is no such invitation, or it was revoked before".into()),
    }
}

async fn changed(database: &Database, change: &InvitationChange) -> Result<Done, Failure> {
    let mut transaction = database.begin().await?;
    let now = system_clock()();
    let done = membership::change_invitation(&mut transaction, change, now).await?;
    transaction.commit().await?;
    database.close().await;
    Ok(done)
}

async fn diagnose(config: &Config) -> Result<(), Failure> {
    let findings = examine(config).await;
    for it in &findings {
        say(&it.to_string())?;
    }
    if findings.iter().all(|it| it.is_well) {
        Ok(())
    } else {
        Err("something is wrong; see above".into())
    }
}

async fn export_to(what: &Transfer) -> Result<(), Failure> {
    let database = Database::open(&what.database).await?;
    let rows = if is_stream(what) {
        export(&database, std::io::stdout().lock()).await?
    } else {
        export_file(&database, &what.file).await?
    };
    eprintln!("{rows} rows written");
    Ok(())
}

async fn import_from(what: &Transfer) -> Result<(), Failure> {
    let database = Database::open(&what.database).await?;
    let rows = if is_stream(what) {
        import(&database, std::io::stdin().lock()).await?
    } else {
        import_file(&database, &what.file).await?
    };
    database.close().await;
    say(&format!("{rows} rows imported"))
}

fn is_stream(what: &Transfer) -> bool {
    what.file.as_os_str() == "-"
}

async fn serve(config: Config) -> Result<(), Failure> {
    // Before the server answers, so that no signal is missed.
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let running = start(config, system_clock()).await?;
    say(&format!("listening on http://{}", running.address))?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    running.shut_down().await;
    Ok(())
}

/// Prints a line at once, also into a pipe.
fn say(line: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    Ok(out.flush()?)
}
