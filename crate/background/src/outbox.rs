//! What waits to be sent, and what a backend's answer does to it.
//!
//! At most one item waits for each review and backend: a later revision replaces an earlier one
//! that was not sent yet. An item leaves only by an answer to that very revision. Pure: it neither
//! stores nor sends.

use serde::{Deserialize, Serialize};
use tallystick_wire::api::{BODY_MAX_BYTES, ItemAnswer, SYNC_ITEMS_MAX, SyncItem};
use tallystick_wire::message::SyncWord;
use tallystick_wire::{Millis, ReviewId};

use crate::order;

/// Room for the words around the items of one call.
const ENVELOPE_BYTES: usize = 1_000;

/// That a review waits, as it is stored; what is to be sent is always its newest revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queued {
    /// Which review.
    pub id: ReviewId,
    /// Since when it waits.
    pub queued_at: Millis,
}

/// One item that waits.
#[derive(Debug, Clone, PartialEq)]
pub struct Waiting {
    /// What is to be done.
    pub item: SyncItem,
    /// Since when it waits.
    pub queued_at: Millis,
}

/// The first items to send in one call: oldest first, at most `most` of them and no more than a
/// request may hold, but always one.
pub fn batch(waiting: Vec<Waiting>, most: usize) -> Vec<SyncItem> {
    let by_age = |it: &Waiting| (it.queued_at, it.item.id().as_str().to_owned());
    let waiting = order::by(waiting, by_age);
    let mut bytes = ENVELOPE_BYTES;
    let mut items = Vec::new();
    for one in waiting.into_iter().take(most.clamp(1, SYNC_ITEMS_MAX)) {
        bytes += serde_json::to_string(&one.item).map_or(0, |text| text.len() + 1);
        if BODY_MAX_BYTES < bytes && !items.is_empty() {
            break;
        }
        items.push(one.item);
    }
    items
}

/// What an answer does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Something newer waits by now: the answer says nothing about that.
    Outdated,
    /// The item leaves, and its review stands so.
    Leaves(SyncWord),
    /// The backend has a newer revision than this machine (an older copy of the profile was
    /// brought back): what is here is what the worker sees and wants, so it is sent again with this
    /// revision.
    Overtakes(u32),
}

/// What the answer to `sent` does while `waiting` is in the outbox for the same review.
pub fn settle(waiting: Option<&SyncItem>, sent: &SyncItem, answer: &ItemAnswer) -> Effect {
    if waiting.is_none_or(|item| item.revision() != sent.revision()) {
        return Effect::Outdated;
    }
    match answer {
        ItemAnswer::Stored | ItemAnswer::Unchanged => Effect::Leaves(SyncWord::Synced),
        ItemAnswer::Refused { why, .. } => Effect::Leaves(SyncWord::Refused { why: why.clone() }),
        ItemAnswer::Superseded { revision } => match revision.checked_add(1) {
            Some(next) if sent.revision() < next => Effect::Overtakes(next),
            _ => Effect::Leaves(SyncWord::Refused {
                why: "the backend has another version that cannot be replaced".to_owned(),
            }),
        },
    }
}

/// The key under which an item waits for a backend.
pub fn key(backend: &str, id: &ReviewId) -> String {
    format!("{backend}\n{}", id.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(last: u32) -> ReviewId {
        ReviewId::try_from(format!("01890a5d-ac96-774b-bcce-{last:012x}")).unwrap()
    }

    fn delete(last: u32, revision: u32) -> SyncItem {
        SyncItem::Delete {
            id: id(last),
            revision,
        }
    }

    fn long_put(last: u32) -> SyncItem {
        let review = format!(
            r#"{{"id":"{}","revision":1,"written_at":0,"text":"{}",
                "requester":{{"platform":"mturk","kind":"id","value":"A1"}}}}"#,
            id(last).as_str(),
            "x".repeat(20_000)
        );
        SyncItem::Put {
            review: serde_json::from_str(&review).unwrap(),
        }
    }

    #[test]
    fn oldest_first_and_never_more_than_a_call_takes() {
        let waiting = |n: u32| Waiting {
            item: delete(n, 1),
            queued_at: 1_000 - i64::from(n),
        };
        let items = batch((0..150).map(waiting).collect(), usize::MAX);
        assert_eq!(items.len(), SYNC_ITEMS_MAX);
        assert_eq!(items[0], delete(149, 1));
        assert_eq!(batch((0..150).map(waiting).collect(), 0).len(), 1);
    }

    #[test]
    fn stays_below_the_size_that_a_request_may_have() {
        let waiting = |n: u32| Waiting {
            item: long_put(n),
            queued_at: 0,
        };
        let items = batch((0..100).map(waiting).collect(), 100);
        let bytes: usize = items
            .iter()
            .map(|it| serde_json::to_string(it).unwrap().len())
            .sum();
        assert!(
            bytes < BODY_MAX_BYTES && 40 < items.len(),
            "{} items",
            items.len()
        );
    }

    #[test]
    fn an_item_leaves_only_by_an_answer_to_its_own_revision() {
        let sent = delete(1, 2);
        assert_eq!(
            settle(Some(&sent), &sent, &ItemAnswer::Stored),
            Effect::Leaves(SyncWord::Synced)
        );
        assert_eq!(
            settle(Some(&sent), &sent, &ItemAnswer::Unchanged),
            Effect::Leaves(SyncWord::Synced)
        );
        assert_eq!(
            settle(Some(&delete(1, 3)), &sent, &ItemAnswer::Stored),
            Effect::Outdated
        );
        assert_eq!(settle(None, &sent, &ItemAnswer::Stored), Effect::Outdated);
    }

    #[test]
    fn what_is_refused_leaves_with_its_reason() {
        let sent = delete(1, 2);
        let answer = ItemAnswer::Refused {
            code: "not_yours".into(),
            why: "not yours".into(),
        };
        let refused = SyncWord::Refused {
            why: "not yours".into(),
        };
        assert_eq!(settle(Some(&sent), &sent, &answer), Effect::Leaves(refused));
    }

    #[test]
    fn what_is_overtaken_overtakes_again_but_not_for_ever() {
        let sent = delete(1, 2);
        let newer = |revision| ItemAnswer::Superseded { revision };
        assert_eq!(settle(Some(&sent), &sent, &newer(7)), Effect::Overtakes(8));
        for odd in [u32::MAX, 1, 0] {
            let effect = settle(Some(&sent), &sent, &newer(odd));
            assert!(
                matches!(effect, Effect::Leaves(SyncWord::Refused { .. })),
                "{odd}"
            );
        }
    }
}
