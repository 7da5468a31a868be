//! One question of a page answered with everything that is known here, without any network.

use std::collections::HashMap;
use std::rc::Rc;

use tallystick_browser::clock;
use tallystick_core::key::{bucket_name, lookup_key};
use tallystick_core::{bucket, settings};
use tallystick_wire::message::{
    BackendEvidence, HidingTarget, Knowledge, KnownGroup, KnownRequester, LookUp, MyReview,
};
use tallystick_wire::settings::Hiding;
use tallystick_wire::{GroupKey, RequesterKey};

use crate::backend::Backend;
use crate::ledger::sums;
use crate::marks::hiding_key;
use crate::notices;
use crate::order;
use crate::store;
use crate::together;
use crate::trouble::Done;
use crate::world::{Memory, World};

/// What is known of all that is asked for.
///
/// # Errors
/// The browser's words why the database cannot be read.
pub async fn look_up(world: &World, ask: LookUp) -> Done<Knowledge> {
    let keys: Vec<String> = ask.requesters.iter().map(lookup_key).collect();
    let backends: Vec<Backend> = world
        .memory
        .borrow()
        .backends
        .iter()
        .filter(|it| it.read)
        .cloned()
        .collect();
    let mut evidence: Vec<Vec<BackendEvidence>> = keys.iter().map(|_| Vec::new()).collect();
    let gathering = async {
        let used = backends.iter().enumerate().filter(|it| it.1.reads());
        for (index, backend) in used {
            gather(world, index, backend, &keys, &mut evidence).await?;
        }
        Done::Ok(())
    };
    let sums = sums::texts_of(world, &ask.requesters, &ask.groups);
    let (gathered, sums) = together::both(gathering, sums).await;
    gathered?;
    let sums = sums?;
    let (mut requesters, mut groups) = remembered(world, &ask, evidence);
    let me = sums::fill(
        world,
        &sums,
        (&ask.requesters, &mut requesters),
        (&ask.groups, &mut groups),
    );
    let me = me.await?;
    let memory = world.memory.borrow();
    Ok(Knowledge {
        settings: settings::page(&memory.settings, &ask.platform),
        backends: backends.iter().map(Backend::status).collect(),
        requesters,
        groups,
        me,
        now: clock::now(),
    })
}

/// What memory knows of these, with the evidence on each requester.
fn remembered(
    world: &World,
    ask: &LookUp,
    evidence: Vec<Vec<BackendEvidence>>,
) -> (Vec<KnownRequester>, Vec<KnownGroup>) {
    let memory = world.memory.borrow();
    let mut mine = reviews_of(&memory, &ask.requesters);
    let known = |(key, evidence): (&RequesterKey, Vec<BackendEvidence>)| KnownRequester {
        evidence,
        note: memory.notes.get(&key.to_string()).map(|it| it.note.clone()),
        hiding: hiding(&memory, &HidingTarget::Requester { key: key.clone() }),
        mine: mine.remove(key).unwrap_or_default(),
        history: None,
    };
    let requesters = ask.requesters.iter().zip(evidence).map(known).collect();
    let group = |key: &GroupKey| KnownGroup {
        hiding: hiding(&memory, &HidingTarget::Group { key: key.clone() }),
        ..KnownGroup::default()
    };
    (requesters, ask.groups.iter().map(group).collect())
}

/// Adds what one backend says; notes down which of its buckets are missing here.
async fn gather(
    world: &World,
    index: usize,
    backend: &Backend,
    keys: &[String],
    evidence: &mut [Vec<BackendEvidence>],
) -> Done<()> {
    let name = |key: &String| backend.digits.map(|digits| bucket_name(key, digits));
    let names: Vec<String> = keys.iter().filter_map(name).collect();
    let bodies = bodies(world, &backend.url, names).await?;
    for (key, evidence) in keys.iter().zip(evidence) {
        match name(key).and_then(|name| bodies.get(&name)?.as_ref()) {
            Some(body) => {
                evidence.extend(bucket::find(body, key).map(|aggregate| BackendEvidence {
                    backend: index,
                    aggregate,
                }))
            }
            None if backend.whole => (),
            None => {
                let wanted = &mut world.memory.borrow_mut().wanted;
                wanted
                    .entry(backend.url.clone())
                    .or_default()
                    .insert(key.clone());
            }
        }
    }
    Ok(())
}

/// The bodies of these buckets, from memory or else from the database in one go.
async fn bodies(
    world: &World,
    url: &str,
    names: Vec<String>,
) -> Done<HashMap<String, Option<Rc<str>>>> {
    let mut found = HashMap::new();
    let mut missing = Vec::new();
    let replaced = {
        let memory = world.memory.borrow();
        for name in names {
            if found.contains_key(&name) || missing.contains(&name) {
                continue;
            }
            match memory.bodies.get(&store::body_key(url, &name)) {
                Some(body) => {
                    found.insert(name, body.clone());
                }
                None => missing.push(name),
            }
        }
        memory.bodies_replaced
    };
    if missing.is_empty() {
        return Ok(found);
    }
    let keys: Vec<String> = missing
        .iter()
        .map(|name| store::body_key(url, name))
        .collect();
    let read = world.database.read(&[store::BUCKETS])?;
    let bodies = read.get_each(store::BUCKETS, &keys).await?;
    let mut memory = world.memory.borrow_mut();
    for ((name, key), body) in missing.into_iter().zip(keys).zip(bodies) {
        let body: Option<Rc<str>> = body.map(Into::into);
        if memory.bodies_replaced == replaced {
            memory.bodies.insert(key, body.clone());
        }
        found.insert(name, body);
    }
    Ok(found)
}

fn hiding(memory: &Memory, target: &HidingTarget) -> Hiding {
    memory
        .hiding
        .get(&hiding_key(target))
        .map_or(Hiding::Shown, |it| it.hiding)
}

/// The worker's own reviews of these requesters, newest first.
fn reviews_of(memory: &Memory, of: &[RequesterKey]) -> HashMap<RequesterKey, Vec<MyReview>> {
    let mut found: HashMap<RequesterKey, Vec<MyReview>> = HashMap::new();
    for key in of {
        found.insert(key.clone(), Vec::new());
    }
    for mine in memory.reviews.values().filter(|it| it.deleted_at.is_none()) {
        if let Some(list) = found.get_mut(&mine.review.requester) {
            list.push(notices::shown(memory, mine));
        }
    }
    for list in found.values_mut() {
        *list = order::newest_first(std::mem::take(list), |it| it.review.written_at);
    }
    found
}
