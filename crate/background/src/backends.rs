//! Adding, trying out and removing backends.

use std::rc::Rc;

use tallystick_browser::{clock, random};
use tallystick_wire::api::About;
use tallystick_wire::message::{AddBackend, BackendStatus, PauseBackend};

use crate::address;
use crate::admission;
use crate::backend::{self, Backend};
use crate::bodies;
use crate::client::{Client, Fault};
use crate::mine::Mine;
use crate::reviews;
use crate::schedule;
use crate::store;
use crate::trouble::{Done, Trouble};
use crate::world::World;

/// Asks an address what backend it is.
///
/// # Errors
/// What is wrong with the address, or that no backend answers there and how it fails.
pub async fn probe(typed: &str) -> Done<About> {
    let (typed, _) = address::split_invitation(typed);
    let url = checked(typed)?;
    asked(&url).await
}

/// Adds a backend, or changes whether one that is there is read and written to. For writing an
/// identity is registered, and all reviews that the worker has written go there too: who shares
/// their reviews with a community means all of them. From a backend that is not written to any
/// more nothing is deleted; what waited for it waits no more. To one that knows this device no more
/// the same wish once again joins anew: what waits goes there, what stands there is not sent again.
/// One that is known is asked only to become a member there: what is wished less of a backend must not
/// depend on it. One that was switched off is on again after that.
///
/// # Errors
/// As [`probe`]; that the community takes no members; or the browser's words.
pub async fn add(world: &Rc<World>, ask: AddBackend) -> Done<BackendStatus> {
    let (typed, invitation) = address::split_invitation(&ask.url);
    let url = checked(typed)?;
    if !ask.read && !ask.write {
        return told(
            "Choose whether to read from it, to write to it, or both; to do neither for a while, \
             switch it off as a whole",
        );
    }
    // A change of reading alone makes nobody a member: a device that was revoked may not know yet.
    let known = world.backend(&url);
    let again = |it: &Backend| !it.write || it.read == ask.read;
    let joins = ask.write && known.as_ref().is_none_or(again);
    let about = match known {
        Some(known) if !joins => known.about,
        _ => asked(&url).await?,
    };
    let public_name = if joins {
        Some(registered(world, &url, invitation).await?)
    } else {
        None
    };
    let wish = Wish {
        read: ask.read,
        write: ask.write,
        paused: Some(false),
        about,
        public_name,
    };
    let backend = stored(world, &url, wish).await?;
    world.memory.borrow_mut().wanted.entry(url).or_default();
    schedule::wake_soon().await;
    schedule::after_change(world);
    Ok(backend.status())
}

/// Removes a backend with all evidence of it. The worker's reviews stay here, and there; the secret
/// is kept, so that they can still be changed if the backend is added again.
///
/// # Errors
/// What is wrong with the address, or the browser's words.
pub async fn remove(world: &Rc<World>, typed: &str) -> Done<()> {
    let url = checked(typed)?;
    let prefix = store::of_backend(&url);
    let write = world.database.write(&[
        store::BACKENDS,
        store::INDEX,
        store::BUCKETS,
        store::TEXTS,
        store::BUCKET_ETAGS,
        store::TEXT_ETAGS,
        store::OUTBOX,
        store::REVIEWS,
    ])?;
    let changed = without(store::all(&write, store::REVIEWS, "").await?, &url);
    for mine in &changed {
        store::put(&write, store::REVIEWS, mine.review.id.as_str(), mine)?;
    }
    write.delete(store::BACKENDS, &url)?;
    write.delete(store::INDEX, &url)?;
    write.delete_all(store::OUTBOX, &prefix)?;
    bodies::delete_all(&write, &url)?;
    write.done().await?;
    bodies::forget_bodies(world, &url);
    {
        let mut memory = world.memory.borrow_mut();
        memory.backends.retain(|it| it.url != url);
        memory.outbox.retain(|key| !key.starts_with(&prefix));
        memory.wanted.remove(&url);
    }
    remember(world, changed);
    schedule::after_change(world);
    Ok(())
}

/// Switches writing on or off without asking the backend.
///
/// # Errors
/// The browser's words.
pub async fn write_to(world: &World, backend: &Backend, write: bool) -> Done<()> {
    let wish = Wish {
        read: backend.read,
        write,
        paused: None,
        about: backend.about.clone(),
        public_name: None,
    };
    stored(world, &backend.url, wish).await?;
    Ok(())
}

/// Switches a backend off as a whole, or on again, without asking it: it may be down, or not to be
/// asked at all. What waits for it is kept, and so is what it said.
///
/// # Errors
/// That it was removed meanwhile, or the browser's words.
pub async fn pause(world: &Rc<World>, ask: PauseBackend) -> Done<BackendStatus> {
    let url = checked(&ask.url)?;
    world
        .change_backend(&url, |it| {
            it.paused = ask.paused;
            it.reading.recover();
            it.writing.recover();
        })
        .await?;
    let Some(backend) = world.backend(&url) else {
        return told("This backend was removed meanwhile: reload this page");
    };
    schedule::after_change(world);
    Ok(backend.status())
}

/// What a backend is to be used for, and what is known of it.
struct Wish {
    read: bool,
    write: bool,
    /// `None`: as it is.
    paused: Option<bool>,
    about: About,
    /// As it has just said it; `None`: it was not asked.
    public_name: Option<String>,
}

/// Stores the backend and what it means for the worker's reviews, in one transaction.
async fn stored(world: &World, url: &str, ask: Wish) -> Done<Backend> {
    let now = clock::now();
    let write = world
        .database
        .write(&[store::BACKENDS, store::REVIEWS, store::OUTBOX])?;
    let before: Option<Backend> = store::get(&write, store::BACKENDS, url).await?;
    let mut backend = before.unwrap_or_else(|| Backend::fresh(url, ask.about.clone(), now));
    backend.about = ask.about;
    backend.read = ask.read;
    backend.write = ask.write;
    backend.paused = ask.paused.unwrap_or(backend.paused);
    // Who writes no more is a member still, until they leave or were found to be revoked.
    if backend.revoked && (ask.public_name.is_some() || !ask.write) {
        backend.revoked = false;
        backend.public_name = None;
    }
    backend.public_name = ask.public_name.or(backend.public_name);
    backend.reading.recover();
    backend.writing.recover();
    store::put(&write, store::BACKENDS, url, &backend)?;
    let mut changed: Vec<Mine> = store::all(&write, store::REVIEWS, "").await?;
    let mut keys = Vec::new();
    if ask.write {
        changed.retain(|it| it.deleted_at.is_none() && !it.states.contains_key(url));
        for mine in &mut changed {
            keys.push(reviews::queue(&write, mine, url, now)?);
        }
    } else {
        changed = without(changed, url);
        write.delete_all(store::OUTBOX, &store::of_backend(url))?;
    }
    for mine in &changed {
        store::put(&write, store::REVIEWS, mine.review.id.as_str(), mine)?;
    }
    write.done().await?;
    world.remember_backend(backend.clone());
    remember(world, changed);
    let outbox = &mut world.memory.borrow_mut().outbox;
    outbox.retain(|key| ask.write || !key.starts_with(&store::of_backend(url)));
    outbox.extend(keys);
    Ok(backend)
}

/// The public name at a backend. The secret is on the disk before the backend hears of it, and is
/// the same at every try, so that no try leaves a second identity behind.
async fn registered(world: &World, url: &str, invitation: Option<&str>) -> Done<String> {
    let fresh = backend::secret(&random::bytes()?);
    let write = world.database.write(&[store::SECRETS])?;
    let secret = match write.get(store::SECRETS, url).await? {
        Some(secret) => secret,
        None => fresh,
    };
    write.put(store::SECRETS, url, &secret)?;
    write.done().await?;
    let client = Client {
        url,
        secret: Some(&secret),
    };
    let identity = admission::register(&client, invitation).await;
    let why = |fault: Fault| format!("It can be read but not written to: {}", fault.why);
    identity
        .map(|it| it.public_name)
        .map_err(|fault| Trouble::Told(why(fault)))
}

async fn asked(url: &str) -> Done<About> {
    let about = Client { url, secret: None }.about().await;
    about.map_err(|fault| {
        let why = fault.why;
        Trouble::Told(format!("No Tallystick backend answers at {url}: {why}"))
    })
}

pub fn checked(typed: &str) -> Done<String> {
    address::normalise(typed).map_err(|bad| Trouble::Told(bad.to_string()))
}

fn without(reviews: Vec<Mine>, url: &str) -> Vec<Mine> {
    let taken = |mut mine: Mine| mine.states.remove(url).map(|_| mine);
    reviews.into_iter().filter_map(taken).collect()
}

fn remember(world: &World, changed: Vec<Mine>) {
    let mut memory = world.memory.borrow_mut();
    for mine in changed {
        memory
            .reviews
            .insert(mine.review.id.as_str().to_owned(), mine);
    }
}

fn told<T>(why: &str) -> Done<T> {
    Err(Trouble::Told(why.to_owned()))
}
