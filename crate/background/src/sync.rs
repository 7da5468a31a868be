//! Sending the outbox. Each answer is applied in one transaction; until then the items stay.

use tallystick_browser::database::Read;
use tallystick_browser::{clock, consent, console, random};
use tallystick_wire::api::{ItemAnswer, SYNC_ITEMS_MAX, SyncAnswer, SyncItem};
use tallystick_wire::message::SyncWord;

use crate::admission;
use crate::backend::Backend;
use crate::client::{Client, Fault};
use crate::mine::Mine;
use crate::notices;
use crate::outbox::{self, Effect, Queued, Waiting};
use crate::reviews;
use crate::store;
use crate::trouble::Done;
use crate::world::World;

/// Sends everything that waits for a backend, if it may be tried; one sync of a backend at a time.
/// Where something was sent, what moderators did there is heard, too.
pub async fn sync(world: &World, url: &str) {
    let task = async || match send_all(world, url).await {
        Ok(true) => notices::after_sync(world, url).await,
        Ok(false) => (),
        Err(why) => console::error(&why.to_string()),
    };
    world.alone(format!("sync {url}"), task).await;
}

/// Whether something was sent and nothing is left.
async fn send_all(world: &World, url: &str) -> Done<bool> {
    let mut most = SYNC_ITEMS_MAX;
    let mut sent = false;
    loop {
        let Some(backend) = world.backend(url).filter(Backend::sends) else {
            return Ok(false);
        };
        if !backend.writing.may_try(clock::now()) {
            return Ok(false);
        }
        let stores = [store::OUTBOX, store::REVIEWS, store::SECRETS];
        let read = world.database.read(&stores)?;
        let secret = read.get(store::SECRETS, url).await?;
        let items = outbox::batch(waiting(&read, url).await?, most);
        if items.is_empty() {
            return Ok(sent);
        }
        if !consent::is_given().await {
            fail(world, url, Fault::without_consent()).await?;
            return Ok(false);
        }
        let client = Client {
            url,
            secret: secret.as_deref(),
        };
        let member = backend.public_name.is_some();
        match (send(world, &client, &items, member).await, items.as_slice()) {
            (Ok(answer), _) => apply(world, url, &items, &answer.answers).await?,
            (Err(fault), [_]) if is_about_the_body(&fault) => {
                let refused = ItemAnswer::Refused {
                    code: "refused".to_owned(),
                    why: fault.why,
                };
                apply(world, url, &items, &[refused]).await?;
            }
            (Err(fault), _) if is_about_the_body(&fault) => {
                // Some item spoils the call: smaller and smaller calls find out which.
                most = items.len() / 2;
                continue;
            }
            // It knew this device, and does so no more: what waits is kept, and the worker asked.
            (Err(fault), _) if member && is_unknown(&fault) => {
                rest(world, url).await?;
                return Ok(false);
            }
            (Err(fault), _) => {
                fail(world, url, fault).await?;
                return Ok(false);
            }
        }
        sent = true;
        if backend.writing.down.is_some() {
            world
                .change_backend(url, |backend| backend.writing.recover())
                .await?;
        }
        world.tell_pages().await;
    }
}

async fn waiting(read: &Read, url: &str) -> Done<Vec<Waiting>> {
    let prefix = store::of_backend(url);
    let mut waiting = Vec::new();
    for queued in store::all::<Queued>(read, store::OUTBOX, &prefix).await? {
        let mine: Option<Mine> = store::get(read, store::REVIEWS, queued.id.as_str()).await?;
        waiting.extend(mine.map(|mine| Waiting {
            item: mine.item(),
            queued_at: queued.queued_at,
        }));
    }
    Ok(waiting)
}

/// Who never was a member there, as far as is known here, registers. Who was one does not: a device
/// that was revoked, or left from another one, would be a new member without the worker's knowing.
async fn send(
    world: &World,
    client: &Client<'_>,
    items: &[SyncItem],
    member: bool,
) -> Result<SyncAnswer, Fault> {
    match client.sync(items).await {
        Err(fault) if !member && is_unknown(&fault) => {
            let identity = admission::register(client, None).await?;
            let named = world.change_backend(client.url, |it| {
                it.public_name = Some(identity.public_name);
            });
            if let Err(why) = named.await {
                console::error(&why.to_string());
            }
            client.sync(items).await
        }
        answer => answer,
    }
}

/// Whether a backend says that it does not know this secret, and not something before it.
pub fn is_unknown(fault: &Fault) -> bool {
    fault.status == Some(401) && fault.code == "unknown_identity"
}

/// Sends nothing more until the worker has decided.
///
/// # Errors
/// In the browser's words.
pub async fn rest(world: &World, url: &str) -> Done<()> {
    let change = |it: &mut Backend| {
        it.revoked = true;
        it.writing.recover();
    };
    world.change_backend(url, change).await?;
    world.tell_pages().await;
    Ok(())
}

fn is_about_the_body(fault: &Fault) -> bool {
    matches!(fault.status, Some(400 | 413 | 422))
}

async fn fail(world: &World, url: &str, fault: Fault) -> Done<()> {
    let now = clock::now();
    let before = world.backend(url).and_then(|it| it.writing.down);
    world
        .change_backend(url, |backend| {
            backend
                .writing
                .fail(now, fault.why, fault.retry_after_ms, random::unit());
        })
        .await?;
    if before.is_none() {
        world.tell_pages().await;
    }
    Ok(())
}

async fn apply(world: &World, url: &str, sent: &[SyncItem], answers: &[ItemAnswer]) -> Done<()> {
    let write = world
        .database
        .write(&[store::OUTBOX, store::REVIEWS, store::BACKENDS])?;
    let backends: Vec<Backend> = store::all(&write, store::BACKENDS, "").await?;
    let mut gone = Vec::new();
    let mut queued = Vec::new();
    let mut changed: Vec<Mine> = Vec::new();
    for (item, answer) in sent.iter().zip(answers) {
        let key = outbox::key(url, item.id());
        let waits = write.get(store::OUTBOX, &key).await?.is_some();
        let id = item.id().as_str();
        let mine: Option<Mine> = store::get(&write, store::REVIEWS, id).await?;
        let waiting = mine.as_ref().filter(|_| waits).map(Mine::item);
        let effect = outbox::settle(waiting.as_ref(), item, answer);
        match (effect, mine) {
            (Effect::Outdated, _) => (),
            (Effect::Leaves(word), mine) => {
                write.delete(store::OUTBOX, &key)?;
                gone.push(key);
                changed.extend(mine.map(|it| stands(it, url, item.revision(), word)));
            }
            (Effect::Overtakes(revision), Some(mut mine)) => {
                mine.review.revision = revision;
                for backend in backends.iter().filter(|it| it.write) {
                    let now = clock::now();
                    queued.push(reviews::queue(&write, &mut mine, &backend.url, now)?);
                }
                changed.push(mine);
            }
            (Effect::Overtakes(_), None) => {
                write.delete(store::OUTBOX, &key)?;
                gone.push(key);
            }
        }
    }
    for mine in &changed {
        store::put(&write, store::REVIEWS, mine.review.id.as_str(), mine)?;
    }
    write.done().await?;
    let mut memory = world.memory.borrow_mut();
    for key in gone {
        memory.outbox.remove(&key);
    }
    memory.outbox.extend(queued);
    for mine in changed {
        memory
            .reviews
            .insert(mine.review.id.as_str().to_owned(), mine);
    }
    Ok(())
}

/// The review with its new state at this backend, unless the answer was to an older revision.
fn stands(mut mine: Mine, url: &str, revision: u32, word: SyncWord) -> Mine {
    if mine.review.revision == revision {
        mine.states.insert(url.to_owned(), word);
    }
    mine
}
