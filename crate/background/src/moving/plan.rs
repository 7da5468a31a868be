//! What becomes of each thing in the file: nothing that is here is lost.

use std::collections::BTreeMap;

use tallystick_wire::Millis;
use tallystick_wire::message::{
    MoveContents, MoveFate, Moving, MovingBackend, MyReview, SyncState, SyncWord,
};

use super::cargo::{Cargo, Packing};
use crate::backend::Backend;
use crate::marks;
use crate::mine::Mine;
use crate::world::World;

/// What becomes of a backend, by how it is here and whether a secret for it is kept here.
pub fn fate(packing: &Packing, here: Option<&Backend>, has_secret: bool) -> MoveFate {
    let name = here.and_then(|it| it.public_name.as_ref().filter(|_| !it.revoked));
    match (&packing.member, here, name) {
        (Some(member), _, Some(name)) if member.public_name == *name => MoveFate::Same,
        (Some(_), _, Some(_)) => MoveFate::Kept,
        // A secret that is known to be revoked is worth nothing.
        (Some(_), Some(here), None) if here.revoked => MoveFate::Joins,
        (Some(_), _, None) if has_secret => MoveFate::Replaces,
        (Some(_), _, None) => MoveFate::Joins,
        (None, None, _) => MoveFate::Reads,
        (None, Some(_), _) => MoveFate::Same,
    }
}

/// The backend as it is afterwards; `None`: it stays as it is here.
pub fn settled(
    packing: &Packing,
    fate: MoveFate,
    here: Option<Backend>,
    now: Millis,
) -> Option<Backend> {
    let mut backend = match (fate, here) {
        (MoveFate::Same | MoveFate::Kept, _) => return None,
        (MoveFate::Joins | MoveFate::Replaces | MoveFate::Reads, Some(here)) => here,
        (MoveFate::Joins | MoveFate::Replaces | MoveFate::Reads, None) => {
            let mut fresh = Backend::fresh(&packing.url, packing.about.clone(), now);
            fresh.read = packing.read;
            fresh
        }
    };
    if let Some(member) = &packing.member {
        backend.public_name = Some(member.public_name.clone());
        backend.write = packing.write;
        backend.revoked = false;
        backend.writing.recover();
    }
    Some(backend)
}

/// A review out of the file, where it is new here or newer than what is here. `ours` says of a
/// backend's address whether this device is the same member there: only then what the file says of
/// the review's standing there is true here as well.
pub fn arrives(here: Option<&Mine>, moved: &MyReview, ours: impl Fn(&str) -> bool) -> Option<Mine> {
    let newer = |it: &Mine| it.review.revision < moved.review.revision;
    if !here.is_none_or(newer) {
        return None;
    }
    let mut states: BTreeMap<String, SyncWord> = BTreeMap::new();
    for SyncState { backend, state, .. } in &moved.states {
        if ours(backend) {
            states.insert(backend.clone(), state.clone());
        }
    }
    Some(Mine {
        review: moved.review.clone(),
        states,
        deleted_at: None,
    })
}

/// What the file holds, and what is new of it.
pub fn contents(world: &World, made: &str, cargo: &Cargo, secrets: &[String]) -> MoveContents {
    let backend = |it: &Packing| MovingBackend {
        url: it.url.clone(),
        name: it.about.name.clone(),
        public_name: it.member.as_ref().map(|it| it.public_name.clone()),
        write: it.write,
        fate: fate(
            it,
            world.backend(&it.url).as_ref(),
            secrets.contains(&it.url),
        ),
    };
    let memory = world.memory.borrow();
    let review = |it: &MyReview| {
        let here = memory.reviews.get(it.review.id.as_str());
        arrives(here, it, |_| false).is_some()
    };
    MoveContents {
        made: made.to_owned(),
        backends: cargo.backends.iter().map(backend).collect(),
        reviews: of(&cargo.reviews, review),
        notes: of(&cargo.notes, |it| {
            !memory.notes.contains_key(&it.requester.to_string())
        }),
        hidden: of(&cargo.hidden, |it| {
            !memory.hiding.contains_key(&marks::hiding_key(&it.target))
        }),
        settings: cargo.settings.clone(),
    }
}

fn of<T>(all: &[T], is_new: impl Fn(&T) -> bool) -> Moving {
    Moving {
        all: all.len() as u64,
        new: all.iter().filter(|it| is_new(it)).count() as u64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packing(name: Option<&str>) -> Packing {
        let member = name.map(|name| serde_json::json!({ "secret": "tss_x", "public_name": name }));
        let packing = serde_json::json!({
            "url": "https://a.example", "read": true, "write": true, "member": member,
            "about": { "name": "A", "version": "1", "capabilities": [], "registration": "open",
                "prefix_digits": 0, "prefetch": true, "requesters": 0, "reviews": 0 },
        });
        serde_json::from_value(packing).unwrap()
    }

    fn here(name: Option<&str>, revoked: bool) -> Backend {
        let mut here = Backend::fresh("https://a.example", packing(None).about, 0);
        here.public_name = name.map(str::to_owned);
        here.revoked = revoked;
        here
    }

    #[track_caller]
    fn check(file: Option<&str>, here: Option<&Backend>, has_secret: bool, expected: MoveFate) {
        assert_eq!(fate(&packing(file), here, has_secret), expected);
    }

    #[test]
    fn a_membership_that_holds_here_is_never_replaced() {
        let (me, other) = (here(Some("me"), false), here(Some("other"), false));
        check(Some("me"), Some(&me), true, MoveFate::Same);
        check(Some("me"), Some(&other), true, MoveFate::Kept);
        let file = packing(Some("me"));
        assert_eq!(settled(&file, MoveFate::Kept, Some(other), 0), None);
    }

    #[test]
    fn joins_wherever_this_device_is_nobody() {
        check(Some("me"), None, false, MoveFate::Joins);
        check(Some("me"), None, true, MoveFate::Replaces);
        check(Some("me"), Some(&here(None, false)), false, MoveFate::Joins);
        for name in ["me", "other"] {
            let revoked = here(Some(name), true);
            check(Some("me"), Some(&revoked), true, MoveFate::Joins);
        }
    }

    #[test]
    fn what_lets_nobody_in_is_added_for_reading_and_changes_nothing_that_is_here() {
        check(None, None, true, MoveFate::Reads);
        let other = here(Some("other"), false);
        check(None, Some(&other), true, MoveFate::Same);
    }

    #[test]
    fn keeps_whether_a_backend_is_read_here() {
        let settled = settled(
            &packing(Some("me")),
            MoveFate::Joins,
            Some(here(None, false)),
            0,
        );
        let settled = settled.unwrap();
        assert_eq!((settled.read, settled.write), (false, true));
        assert_eq!(settled.public_name.as_deref(), Some("me"));
    }
}
