//! What the configuration promises.

use super::*;

fn serve(file: &str, flags: &[&str]) -> Result<Config, ConfigError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tallystick.toml");
    std::fs::write(&path, file).unwrap();
    let path = path.to_str().unwrap();
    let words = ["tallystick-server", "serve", "--config", path];
    let arguments = words.iter().chain(flags).map(OsString::from);
    match Cli::read(arguments)?.action {
        Action::Serve(config) => Ok(config),
        _ => unreachable!("asked to serve"),
    }
}

#[test]
fn listens_on_loopback_unless_told_otherwise() {
    assert!(Config::from_flags([]).unwrap().listen.ip().is_loopback());
}

#[test]
fn flags_win_over_the_file_and_the_file_over_defaults() {
    let file = "name = \"Union\"\nsyncs_per_hour = 7\n";
    let config = serve(file, &["--syncs-per-hour", "9"]).unwrap();
    assert_eq!((config.name.as_str(), config.syncs_per_hour), ("Union", 9));
}

#[test]
fn the_default_file_says_nothing_and_its_lines_can_be_used() {
    let file = default_file();
    let nothing = format!("{:?}", serve(&file, &[]).unwrap());
    assert_eq!(nothing, format!("{:?}", Config::from_flags([]).unwrap()));
    let used: Vec<&str> = file
        .lines()
        .filter_map(|it| it.strip_prefix("# "))
        .filter(|it| it.contains(" = ") && !it.contains("rules_url"))
        .collect();
    assert!(10 < used.len());
    let same = format!("{:?}", serve(&used.join("\n"), &[]).unwrap());
    assert_eq!(same, nothing);
}

#[test]
fn refuses_path_prefixes_that_are_none() {
    for (prefix, is_good) in [
        ("", true),
        ("/a", true),
        ("/a/b-c", true),
        ("a", false),
        ("/", false),
        ("/a/", false),
        ("/a//b", false),
        ("/{x}", false),
    ] {
        let config = Config::from_flags(["--path-prefix", prefix]);
        assert_eq!(config.is_ok(), is_good, "{prefix:?}");
    }
}

#[test]
fn the_files_database_is_that_of_all_commands() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.toml");
    std::fs::write(&path, "database = \"sqlite:/srv/t.db\"\nname = \"Union\"\n").unwrap();
    let words = ["t", "--config", path.to_str().unwrap(), "export", "-"];
    match Cli::read(words.map(OsString::from)).unwrap().action {
        Action::Export(it) => assert_eq!(it.database, "sqlite:/srv/t.db"),
        _ => unreachable!("asked to export"),
    }
}

#[test]
fn no_help_shows_the_database_s_password() {
    use clap::CommandFactory;
    let cli = Cli::command();
    for command in cli.get_subcommands() {
        let shown = command
            .get_arguments()
            .find(|it| it.get_id() == "database" && !it.is_hide_env_values_set());
        assert!(shown.is_none(), "{}", command.get_name());
    }
}

#[test]
fn refuses_files_with_what_no_option_is_called() {
    let why = serve("databse = \"x\"", &[]).unwrap_err().to_string();
    assert!(why.contains("databse") && why.contains("database"), "{why}");
    assert!(
        serve("name = [1]", &[])
            .unwrap_err()
            .to_string()
            .contains("name")
    );
    assert!(
        serve("name =", &[])
            .unwrap_err()
            .to_string()
            .contains("TOML")
    );
    assert!(serve("listen = \"nowhere\"", &[]).is_err());
}
