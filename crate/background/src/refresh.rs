//! Fetching newer evidence, and replacing what is held only by what was checked.
//!
//! What fails, or is garbage, leaves the old evidence as it is and is noted with the backend.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use tallystick_browser::{clock, console, random};
use tallystick_core::bucket;
use tallystick_wire::api::BucketIndex;

use crate::backend::Backend;
use crate::bodies::{self, Body};
use crate::client::{Client, Fault, LONG_MS};
use crate::plan::{self, Plan};
use crate::store;
use crate::together;
use crate::trouble::Trouble;
use crate::world::World;

/// How many bodies are under way at once.
const AT_ONCE: usize = 4;

/// A backend's list of buckets with the list's ETag.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Listed {
    /// As the server gave it.
    pub etag: Option<String>,
    /// The list.
    pub index: BucketIndex,
}

/// Why a refresh ended early.
enum Halt {
    /// The backend.
    Fault(Fault),
    /// This browser.
    Trouble(Trouble),
}

impl From<Fault> for Halt {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl<T: Into<Trouble>> From<T> for Halt {
    fn from(trouble: T) -> Self {
        Self::Trouble(trouble.into())
    }
}

/// Asks a backend for what is newer, if that is due or was asked for; one refresh of a backend at a
/// time, whoever asks.
pub async fn refresh(world: &World, url: &str) {
    world
        .alone(format!("refresh {url}"), async || once(world, url).await)
        .await;
}

async fn once(world: &World, url: &str) {
    let wanted = world.memory.borrow_mut().wanted.remove(url);
    let Some(backend) = world.backend(url).filter(Backend::reads) else {
        return;
    };
    let now = clock::now();
    let due = backend.refresh_at().is_some_and(|at| at <= now);
    if !backend.reading.may_try(now) || (!due && wanted.is_none()) {
        return;
    }
    let was_down = backend.reading.down.is_some();
    let changed = match gather(world, &backend, &wanted.unwrap_or_default()).await {
        Ok(changed) => changed || was_down,
        Err(Halt::Fault(fault)) => {
            note(world, url, fault).await;
            !was_down
        }
        Err(Halt::Trouble(trouble)) => {
            console::error(&trouble.to_string());
            false
        }
    };
    if changed {
        world.tell_pages().await;
    }
}

/// Fetches and stores; whether anything that pages show is new.
async fn gather(world: &World, backend: &Backend, wanted: &BTreeSet<String>) -> Result<bool, Halt> {
    let url = backend.url.as_str();
    let client = Client { url, secret: None };
    let about = client.about().await?;
    let listed = list(world, &client).await?;
    let held = bodies::held(world, backend).await?;
    let plan = plan::plan(&listed.index, &held, wanted);
    let changed = fetch(world, &client, &listed, &plan).await?;
    let whole = plan::prefetches(&listed.index);
    world
        .change_backend(url, |backend| {
            backend.about = about;
            backend.whole = whole;
            backend.fresh_at = Some(clock::now());
            backend.reading.recover();
        })
        .await?;
    Ok(changed || backend.fresh_at.is_none())
}

/// The list as it is now: the stored one where it has not changed.
async fn list(world: &World, client: &Client<'_>) -> Result<Listed, Halt> {
    let read = world.database.read(&[store::INDEX])?;
    let stored: Option<Listed> = store::get(&read, store::INDEX, client.url).await?;
    let etag = stored.as_ref().and_then(|it| it.etag.as_deref());
    let listed = match (client.index(etag).await?, stored) {
        (Some((index, etag)), _) => Listed { etag, index },
        (None, Some(stored)) => return Ok(stored),
        (None, None) => return Err(Fault::garbage("its list of buckets", "it is missing").into()),
    };
    plan::check(&listed.index).map_err(|why| Fault::garbage("its list of buckets", &why))?;
    Ok(listed)
}

/// Fetches what the plan says. Where names stay the same each body is stored as soon as it is here,
/// so that a worker that is killed does not begin anew.
async fn fetch(
    world: &World,
    client: &Client<'_>,
    listed: &Listed,
    plan: &Plan,
) -> Result<bool, Halt> {
    let digits = listed.index.prefix_digits;
    let mut all = Vec::new();
    let wanted: Vec<_> = plan.buckets.iter().map(|it| (true, it)).collect();
    let wanted: Vec<_> = wanted
        .into_iter()
        .chain(plan.texts.iter().map(|it| (false, it)))
        .collect();
    for few in wanted.chunks(AT_ONCE) {
        let fetches = few
            .iter()
            .map(|(numbers, it)| fetch_one(client, *numbers, it));
        let fetched: Result<Vec<Body>, Fault> = together::all(fetches).await.into_iter().collect();
        all.extend(fetched?);
        if !plan.renamed {
            bodies::put(world, client.url, digits, std::mem::take(&mut all)).await?;
        }
    }
    let changed = !wanted.is_empty() || !plan.gone.is_empty();
    bodies::finish(world, client.url, listed, plan, all).await?;
    Ok(changed)
}

async fn fetch_one(
    client: &Client<'_>,
    numbers: bool,
    (name, etag): &(String, String),
) -> Result<Body, Fault> {
    let kind = if numbers { "buckets" } else { "texts" };
    let text = client.body(kind, name, LONG_MS).await?;
    let checked = if numbers {
        bucket::check(&text)
    } else {
        bucket::check_texts(&text)
    };
    checked.map_err(|why| Fault::garbage(&format!("its {kind}/{name}"), &why.to_string()))?;
    Ok(Body {
        numbers,
        name: name.clone(),
        etag: etag.clone(),
        text,
    })
}

async fn note(world: &World, url: &str, fault: Fault) {
    let now = clock::now();
    let noted = world.change_backend(url, |backend| {
        backend
            .reading
            .fail(now, fault.why, fault.retry_after_ms, random::unit());
    });
    if let Err(why) = noted.await {
        console::error(&why.to_string());
    }
}
