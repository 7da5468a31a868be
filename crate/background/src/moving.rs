//! Moving to another device: everything that it needs in one sealed file.
//!
//! The device that makes the file lets the other one in everywhere with a fresh secret; its own stays
//! where it is. Each device that takes the file gets itself one of its own by it ([`crate::own`]), so
//! that each can be revoked by itself. The log is not in it: that has its own export.

mod cargo;
mod plan;
mod take;

use tallystick_browser::{consent, random, seal};
use tallystick_core::moving::{self, Header};
use tallystick_core::passphrase::{self, Strength};
use tallystick_wire::api::{NewToken, TOKEN_NAME_MAX};
use tallystick_wire::message::{LeftOut, MoveContents, OpenMove, PackMove, Packed};

use crate::backend::{self, Backend};
use crate::client::Fault;
use crate::marks;
use crate::member;
use crate::mine::Mine;
use crate::order;
use crate::settings;
use crate::store;
use crate::trouble::{Done, Trouble};
use crate::world::World;
use cargo::{Cargo, Member, Packing};

pub use take::take;

/// Makes the file. Backends that cannot be asked now, or refuse, go along for reading only.
///
/// # Errors
/// That the passphrase is too short, or the browser's words; then no device was let in anywhere.
pub async fn pack(world: &World, ask: &PackMove) -> Done<Packed> {
    if passphrase::strength(&ask.passphrase) == Strength::TooShort {
        return told(Strength::TooShort.words());
    }
    let header = Header::new(&ask.day, random::bytes()?, random::bytes()?);
    let key = seal::key(&ask.passphrase, &header.salt(), header.rounds()).await?;
    let mut left_out = Vec::new();
    let mut backends = Vec::new();
    let all = world.memory.borrow().backends.clone();
    for backend in all {
        let member = match let_in(world, &backend, &ask.day).await? {
            Ok(member) => member,
            Err(why) => {
                let name = backend.about.name.clone();
                left_out.push(LeftOut { name, why });
                None
            }
        };
        backends.push(Packing::of(backend, member));
    }
    let cargo = cargo(world, backends);
    let content = serde_json::to_vec(&cargo).map_err(|why| Trouble::unreadable("review", &why))?;
    let sealed = key.seal(&header.nonce(), &header.bytes(), &content).await?;
    let file = moving::write(&header, &sealed);
    Ok(Packed { file, left_out })
}

/// What a file holds, and what taking it would change. Nothing is changed, nobody is asked.
///
/// # Errors
/// Which of these it is: another file, a damaged one, a newer one, or the wrong passphrase.
pub async fn look(world: &World, ask: &OpenMove) -> Done<MoveContents> {
    let (made, cargo) = opened(&ask.file, &ask.passphrase).await?;
    let secrets = store::keys(&world.database, store::SECRETS).await?;
    Ok(plan::contents(world, &made, &cargo, &secrets))
}

/// The day on which the file was made, and what was sealed in it, checked.
async fn opened(file: &str, passphrase: &str) -> Done<(String, Cargo)> {
    if moving::FILE_MAX_BYTES < file.len() {
        return told("The file is far too large for one that was exported here");
    }
    let (header, sealed) = moving::read(file).map_err(Trouble::Told)?;
    let key = seal::key(passphrase, &header.salt(), header.rounds()).await?;
    let content = key.open(&header.nonce(), &header.bytes(), &sealed).await?;
    let Some(content) = content else {
        return told(
            "The file is whole, but this passphrase does not open it: mind capital letters and \
             spaces, or export it once more with another one",
        );
    };
    let cargo: Cargo = serde_json::from_slice(&content).map_err(|why| cargo::strange(&why))?;
    cargo.check()?;
    Ok((header.made().to_owned(), cargo))
}

fn cargo(world: &World, backends: Vec<Packing>) -> Cargo {
    let memory = world.memory.borrow();
    let alive = |it: &&Mine| it.deleted_at.is_none();
    let reviews = memory.reviews.values().filter(alive).map(Mine::shown);
    let reviews = order::newest_first(reviews.collect(), |it| it.review.written_at);
    let marks = marks::list(world, &tallystick_wire::message::ListMarks {});
    Cargo {
        backends,
        reviews,
        notes: marks.notes,
        hidden: marks.hidden,
        settings: settings::read(world),
    }
}

/// Lets the other device in at a backend where this one is a member; the inner error is why the
/// backend does not.
async fn let_in(
    world: &World,
    backend: &Backend,
    day: &str,
) -> Done<Result<Option<Member>, String>> {
    let Some(public_name) = backend.public_name.clone() else {
        return Ok(Ok(None));
    };
    if backend.revoked {
        return Ok(Err(format!(
            "{} does not know this device any more: join again first",
            backend.url
        )));
    }
    if backend.paused {
        return Ok(Err(format!(
            "{} is paused, and nothing is asked of it: switch \u{201c}Use this backend\u{201d} on first",
            backend.url
        )));
    }
    if !consent::is_given().await {
        return Ok(Err(Fault::without_consent().why));
    }
    let read = world.database.read(&[store::SECRETS])?;
    let Some(own) = read.get(store::SECRETS, &backend.url).await? else {
        return Ok(Ok(None));
    };
    let secret = backend::secret(&random::bytes()?);
    let client = member::client(backend, &own);
    let name: String = format!("moving file of {day}")
        .chars()
        .take(TOKEN_NAME_MAX)
        .collect();
    let added = client
        .add_token(&NewToken {
            secret: secret.clone(),
            name,
        })
        .await;
    let why = |fault: Fault| member::said(&client, &fault).to_string();
    Ok(added.map_err(why).map(|()| {
        Some(Member {
            secret,
            public_name,
        })
    }))
}

fn told<T>(why: &str) -> Done<T> {
    Err(Trouble::Told(why.to_owned()))
}
