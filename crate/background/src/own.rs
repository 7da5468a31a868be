//! A secret of this device's own, in place of the one that it took out of a moving file.
//!
//! The file's secret is in the hands of everyone who took the file, so whoever revokes it revokes all
//! of them. As soon as the backend can be asked, this device registers one that it alone knows and
//! forgets the file's. The file's is left alone there: another device may still come by it, and the
//! worker revokes it when none will.

use serde::{Deserialize, Serialize};
use tallystick_browser::{clock, consent, console, random};
use tallystick_wire::Millis;
use tallystick_wire::api::{NewToken, TOKEN_NAME_MAX};

use crate::backend::{self, Backend};
use crate::client::{Client, Fault};
use crate::health::Health;
use crate::member;
use crate::schedule;
use crate::store;
use crate::sync;
use crate::trouble::Done;
use crate::world::World;

/// That the secret of a backend is a moving file's, and how the way to an own one does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shared {
    /// What the own one is to be called in the list of devices.
    name: String,
    health: Health,
}

impl Shared {
    /// Taken on this day.
    pub fn on(day: &str) -> Self {
        let name = format!("moved in on {day}");
        Self {
            name: name.chars().take(TOKEN_NAME_MAX).collect(),
            health: Health::default(),
        }
    }

    /// When it is to be tried.
    pub const fn try_at(&self) -> Millis {
        self.health.retry_at
    }

    /// The worker wants it tried now.
    pub const fn hurry(&mut self) {
        self.health.retry_at = 0;
    }

    /// Why there is no own one yet; empty: it was not tried.
    pub fn why(&self) -> String {
        let down = self.health.down.as_ref();
        down.map(|it| it.why.clone()).unwrap_or_default()
    }
}

/// Where the own secret lies until the backend knows it: the same at every try, so that no try leaves
/// a second device behind.
pub fn key(url: &str) -> String {
    format!("{url}\nown")
}

/// Gets one where it is due; else nothing is done. What fails is tried again later.
pub async fn settle(world: &World, url: &str) {
    let task = async || {
        if let Err(why) = get(world, url).await {
            console::error(&why.to_string());
        }
    };
    world.alone(format!("own {url}"), task).await;
}

async fn get(world: &World, url: &str) -> Done<()> {
    let now = clock::now();
    let is_due = |it: &Backend| it.own_at().is_some_and(|at| at <= now);
    let backend = world.backend(url).filter(is_due);
    let Some((backend, name)) = backend.and_then(|it| {
        let name = it.shared.as_ref()?.name.clone();
        Some((it, name))
    }) else {
        return Ok(());
    };
    let Some((of_file, own)) = secrets(world, url).await? else {
        return Ok(());
    };
    if !consent::is_given().await {
        return fail(world, url, Fault::without_consent()).await;
    }
    let new = NewToken {
        secret: own.clone(),
        name,
    };
    match member::client(&backend, &of_file).add_token(&new).await {
        Ok(()) => exchange(world, url, &of_file, &own).await,
        Err(fault) if sync::is_unknown(&fault) => {
            // The file's was revoked; perhaps an earlier try got through, and its answer did not.
            if member::client(&backend, &own).tokens().await.is_ok() {
                return exchange(world, url, &of_file, &own).await;
            }
            sync::rest(world, url).await?;
            schedule::mark_icon(world).await;
            Ok(())
        }
        Err(fault) => {
            let client: Client<'_> = member::client(&backend, &of_file);
            let why = member::said(&client, &fault).to_string();
            fail(world, url, Fault { why, ..fault }).await
        }
    }
}

/// The file's secret, and the own one, which is on the disk before the backend hears of it.
async fn secrets(world: &World, url: &str) -> Done<Option<(String, String)>> {
    let fresh = backend::secret(&random::bytes()?);
    let write = world.database.write(&[store::SECRETS])?;
    let Some(of_file) = write.get(store::SECRETS, url).await? else {
        return Ok(None);
    };
    let own = write.get(store::SECRETS, &key(url)).await?;
    let own = own.unwrap_or(fresh);
    write.put(store::SECRETS, &key(url), &own)?;
    write.done().await?;
    Ok(Some((of_file, own)))
}

/// From now on this device speaks with its own, unless the worker left or took another file meanwhile.
async fn exchange(world: &World, url: &str, of_file: &str, own: &str) -> Done<()> {
    let write = world.database.write(&[store::BACKENDS, store::SECRETS])?;
    let stored: Option<Backend> = store::get(&write, store::BACKENDS, url).await?;
    let now = write.get(store::SECRETS, url).await?;
    let Some(mut backend) = stored.filter(|_| now.as_deref() == Some(of_file)) else {
        return Ok(());
    };
    backend.shared = None;
    write.put(store::SECRETS, url, own)?;
    write.delete(store::SECRETS, &key(url))?;
    store::put(&write, store::BACKENDS, url, &backend)?;
    write.done().await?;
    world.remember_backend(backend);
    world.tell_pages().await;
    Ok(())
}

async fn fail(world: &World, url: &str, fault: Fault) -> Done<()> {
    let (now, chance) = (clock::now(), random::unit());
    let later = |it: &mut Backend| {
        if let Some(shared) = &mut it.shared {
            shared
                .health
                .fail(now, fault.why, fault.retry_after_ms, chance);
        }
    };
    world.change_backend(url, later).await
}
