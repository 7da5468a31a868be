//! Taking over what a file holds: all of it in one transaction, or nothing.

use std::rc::Rc;

use tallystick_browser::clock;
use tallystick_browser::database::Write;
use tallystick_wire::Millis;
use tallystick_wire::message::{
    MoveContents, MoveFate, MyReview, SaveNote, SetHiding, SyncWord, TakeMove,
};

use super::cargo::Cargo;
use super::{opened, plan};
use crate::backend::Backend;
use crate::marks;
use crate::mine::Mine;
use crate::own::{self, Shared};
use crate::reviews;
use crate::schedule;
use crate::settings;
use crate::store;
use crate::trouble::Done;
use crate::world::World;

const STORES: [&str; 6] = [
    store::BACKENDS,
    store::SECRETS,
    store::REVIEWS,
    store::OUTBOX,
    store::NOTES,
    store::HIDING,
];

/// What was written, for the memory to follow.
#[derive(Default)]
struct Taken {
    backends: Vec<Backend>,
    reviews: Vec<Mine>,
    outbox: Vec<String>,
    notes: Vec<SaveNote>,
    hidden: Vec<SetHiding>,
}

/// Takes over what the file holds; what is here already stays. Nobody is asked: the secrets in it
/// are known to the backends, and serve until each has given this device one of its own, which is
/// tried right after. Taking it twice changes nothing more.
///
/// # Errors
/// As [`super::look`], or the browser's words; then nothing was taken, but where only the settings
/// could not be stored.
pub async fn take(world: &Rc<World>, ask: TakeMove) -> Done<MoveContents> {
    let (made, mut cargo) = opened(&ask.file, &ask.passphrase).await?;
    for note in &mut cargo.notes {
        note.note = marks::tidied(std::mem::take(&mut note.note))?;
    }
    let secrets = store::keys(&world.database, store::SECRETS).await?;
    let contents = plan::contents(world, &made, &cargo, &secrets);
    let write = world.database.write(&STORES)?;
    let mut taken = Taken::default();
    let now = clock::now();
    let strangers = take_backends(&write, &cargo, (now, &ask.day), &mut taken).await?;
    take_reviews(&write, &cargo, &strangers, now, &mut taken).await?;
    take_marks(&write, &cargo, &mut taken).await?;
    write.done().await?;
    remember(world, taken);
    schedule::wake_soon().await;
    schedule::after_change(world);
    if ask.settings {
        settings::write(world, cargo.settings).await?;
    }
    Ok(contents)
}

/// Gives the addresses at which this device is somebody else than the file says, or nobody.
async fn take_backends(
    write: &Write,
    cargo: &Cargo,
    (now, day): (Millis, &str),
    taken: &mut Taken,
) -> Done<Vec<String>> {
    let mut strangers = Vec::new();
    for (at, packing) in (0..).zip(&cargo.backends) {
        let url = &packing.url;
        let here: Option<Backend> = store::get(write, store::BACKENDS, url).await?;
        let before = write.get(store::SECRETS, url).await?;
        let fate = plan::fate(packing, here.as_ref(), before.is_some());
        if packing.member.is_none() || fate == MoveFate::Kept {
            strangers.push(url.clone());
        }
        // They are listed in the order in which they were added.
        let Some(mut backend) = plan::settled(packing, fate, here, now + at) else {
            continue;
        };
        if let Some(member) = &packing.member {
            // Who knows what it still opens: a secret is never thrown away for another.
            if let Some(before) = before {
                write.put(store::SECRETS, &format!("{url}\nset aside {now}"), &before)?;
            }
            write.put(store::SECRETS, url, &member.secret)?;
            // Others may take the file, too: one of this device's own takes its place.
            write.delete(store::SECRETS, &own::key(url))?;
            backend.shared = Some(Shared::on(day));
        }
        store::put(write, store::BACKENDS, url, &backend)?;
        taken.backends.push(backend);
    }
    Ok(strangers)
}

/// Reviews arrive where they stood; what waited goes on waiting, and who shares reviews with a
/// backend shares all of them.
async fn take_reviews(
    write: &Write,
    cargo: &Cargo,
    strangers: &[String],
    now: Millis,
    taken: &mut Taken,
) -> Done<()> {
    let backends: Vec<Backend> = store::all(write, store::BACKENDS, "").await?;
    let writes = |url: &str| backends.iter().any(|it| it.write && it.url == url);
    let is_stranger = |url: &str| strangers.iter().any(|it| it == url);
    for moved in &cargo.reviews {
        let id = moved.review.id.as_str();
        let here: Option<Mine> = store::get(write, store::REVIEWS, id).await?;
        let ours = |url: &str| writes(url) && !is_stranger(url);
        if let Some(mine) = plan::arrives(here.as_ref(), moved, ours) {
            store::put(write, store::REVIEWS, id, &mine)?;
            taken.reviews.push(mine);
        }
    }
    // Under another name a review that stands there already would only be refused.
    let stands = |mine: &Mine, url: &str| {
        let there = |it: &MyReview| {
            it.review.id == mine.review.id && it.states.iter().any(|it| it.backend == url)
        };
        is_stranger(url) && cargo.reviews.iter().any(there)
    };
    let all: Vec<Mine> = store::all(write, store::REVIEWS, "").await?;
    for mut mine in all {
        if mine.deleted_at.is_some() {
            continue;
        }
        let mut changed = false;
        for backend in backends.iter().filter(|it| it.write) {
            let url = &backend.url;
            let waits = match mine.states.get(url) {
                Some(state) => *state == SyncWord::Waiting,
                None => !stands(&mine, url),
            };
            if waits {
                taken
                    .outbox
                    .push(reviews::queue(write, &mut mine, url, now)?);
                changed = true;
            }
        }
        if changed {
            store::put(write, store::REVIEWS, mine.review.id.as_str(), &mine)?;
            taken.reviews.push(mine);
        }
    }
    Ok(())
}

async fn take_marks(write: &Write, cargo: &Cargo, taken: &mut Taken) -> Done<()> {
    for note in &cargo.notes {
        let key = note.requester.to_string();
        if write.get(store::NOTES, &key).await?.is_none() {
            store::put(write, store::NOTES, &key, note)?;
            taken.notes.push(note.clone());
        }
    }
    for hidden in &cargo.hidden {
        let key = marks::hiding_key(&hidden.target);
        if write.get(store::HIDING, &key).await?.is_none() {
            store::put(write, store::HIDING, &key, hidden)?;
            taken.hidden.push(hidden.clone());
        }
    }
    Ok(())
}

fn remember(world: &World, taken: Taken) {
    for backend in taken.backends {
        let url = backend.url.clone();
        world.remember_backend(backend);
        world.memory.borrow_mut().wanted.entry(url).or_default();
    }
    let mut memory = world.memory.borrow_mut();
    for mine in taken.reviews {
        let id = mine.review.id.as_str().to_owned();
        memory.reviews.insert(id, mine);
    }
    memory.outbox.extend(taken.outbox);
    for note in taken.notes {
        memory.notes.insert(note.requester.to_string(), note);
    }
    for hidden in taken.hidden {
        let key = marks::hiding_key(&hidden.target);
        memory.hiding.insert(key, hidden);
    }
}
