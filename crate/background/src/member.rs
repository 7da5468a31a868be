//! Being a member of a backend: one's devices there, and leaving.

use std::rc::Rc;

use tallystick_wire::api::Tokens;
use tallystick_wire::message::{LeaveBackend, NameToken, RevokeToken};

use crate::backend::Backend;
use crate::backends::{self, checked};
use crate::client::{Client, Fault};
use crate::own;
use crate::schedule;
use crate::store;
use crate::sync;
use crate::trouble::{Done, Trouble};
use crate::world::World;

/// The secrets that speak for the worker at a backend, one a device.
///
/// # Errors
/// That the worker is no member there, or why the backend does not answer, with the cure.
pub async fn tokens(world: &World, typed: &str) -> Done<Tokens> {
    // Who looks at the list can be asked now, if ever.
    own::settle(world, &checked(typed)?).await;
    let (backend, secret) = membership(world, typed).await?;
    listed(&client(&backend, &secret)).await
}

/// Names one of them and lists all.
///
/// # Errors
/// As [`tokens`], and what is wrong with the name.
pub async fn name(world: &World, ask: NameToken) -> Done<Tokens> {
    let (backend, secret) = membership(world, &ask.url).await?;
    let client = client(&backend, &secret);
    let named = client.name_token(&ask.id, ask.name).await;
    named.map_err(|fault| said(&client, &fault))?;
    listed(&client).await
}

/// Revokes one of the others and lists those that are left. The own one stays: this device would
/// go on with a secret that nobody takes.
///
/// # Errors
/// As [`tokens`], and that it is the own one.
pub async fn revoke(world: &World, ask: RevokeToken) -> Done<Tokens> {
    let (backend, secret) = membership(world, &ask.url).await?;
    let client = client(&backend, &secret);
    let mut left = listed(&client).await?;
    let of = |it: &tallystick_wire::api::Token| it.id == ask.id;
    if left.tokens.iter().any(|it| of(it) && it.current) {
        return told(
            "This is the device that you sit at: revoke it from another one, or leave the community",
        );
    }
    match client.revoke_token(&ask.id).await {
        Ok(()) => (),
        // Another device was faster.
        Err(fault) if fault.code == "no_such_token" => (),
        Err(fault) => return Err(said(&client, &fault)),
    }
    left.tokens.retain(|it| !of(it));
    Ok(left)
}

/// Ends the membership: the backend forgets the worker and does with the reviews as wished; this
/// machine keeps the reviews and forgets the secret. Evidence is read as before.
///
/// Writing is off before the backend is asked, and what is being sent has ended: else a sync could
/// make the worker a member again. Killed in between, the worker is still a member who does not
/// write, and can leave again.
///
/// # Errors
/// As [`tokens`]; the worker is then a member as before.
pub async fn leave(world: &Rc<World>, ask: LeaveBackend) -> Done<()> {
    let (before, secret) = membership(world, &ask.url).await?;
    let url = before.url.clone();
    if before.revoked {
        // What became of the reviews there is not ours to say.
        return Err(Trouble::Told(unknown(&url)));
    }
    backends::write_to(world, &before, false).await?;
    sync::sync(world, &url).await;
    let client = client(&before, &secret);
    match client.leave(ask.reviews).await {
        Ok(()) => (),
        // It knows us no more: an earlier try got through, and its answer did not. Another 401 may
        // be a proxy's, and forgetting the secret for that would leave no way back.
        Err(fault) if sync::is_unknown(&fault) => (),
        Err(fault) => {
            backends::write_to(world, &before, before.write).await?;
            schedule::after_change(world);
            return Err(said(&client, &fault));
        }
    }
    let write = world.database.write(&[store::BACKENDS, store::SECRETS])?;
    write.delete(store::SECRETS, &url)?;
    write.delete(store::SECRETS, &own::key(&url))?;
    let stored: Option<Backend> = store::get(&write, store::BACKENDS, &url).await?;
    let left = stored.map(|it| Backend {
        public_name: None,
        revoked: false,
        shared: None,
        ..it
    });
    if let Some(left) = &left {
        store::put(&write, store::BACKENDS, &url, left)?;
    }
    write.done().await?;
    if let Some(left) = left {
        world.remember_backend(left);
    }
    schedule::after_change(world);
    Ok(())
}

/// The backend and the secret with which the worker is a member there. One that is paused is asked
/// nothing, this neither.
async fn membership(world: &World, typed: &str) -> Done<(Backend, String)> {
    let url = checked(typed)?;
    let Some(backend) = world.backend(&url) else {
        return told("This backend was removed meanwhile: reload this page");
    };
    if backend.paused {
        return told(
            "It is paused, and nothing is asked of it: switch \u{201c}Use this backend\u{201d} on first",
        );
    }
    let read = world.database.read(&[store::SECRETS])?;
    match read.get(store::SECRETS, &url).await? {
        Some(secret) => Ok((backend, secret)),
        None => told(
            "You are no member there: switch \u{201c}Send my reviews there\u{201d} on to become one",
        ),
    }
}

pub fn client<'a>(backend: &'a Backend, secret: &'a str) -> Client<'a> {
    Client {
        url: &backend.url,
        secret: Some(secret),
    }
}

async fn listed(client: &Client<'_>) -> Done<Tokens> {
    client.tokens().await.map_err(|fault| said(client, &fault))
}

/// What went wrong, and what to do.
pub fn said(client: &Client<'_>, fault: &Fault) -> Trouble {
    let (url, why) = (client.url, &fault.why);
    Trouble::Told(match fault.status {
        None => format!("{url} cannot be asked now ({why}): try again when it can be reached"),
        Some(401) => unknown(url),
        Some(404) if fault.code == "not_found" => {
            format!("{url} runs an older version that cannot do this: ask who runs it to renew it")
        }
        Some(_) => format!("{url} refuses: {why}"),
    })
}

fn told<T>(why: &str) -> Done<T> {
    Err(Trouble::Told(why.to_owned()))
}

fn unknown(url: &str) -> String {
    format!(
        "{url} does not know this device: it was revoked, or you left from another one. Switch \
         \u{201c}Send my reviews there\u{201d} off to have done with it, and on again to join anew"
    )
}
