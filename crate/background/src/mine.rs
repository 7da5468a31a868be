//! One of the worker's own reviews as it is kept here: made, edited, deleted, brought back.
//!
//! Pure: the time and the random bytes are handed in.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tallystick_wire::api::SyncItem;
use tallystick_wire::message::{Draft, MyReview, SyncState, SyncWord};
use tallystick_wire::review::{TITLE_MAX_CHARS, Unacceptable};
use tallystick_wire::{Millis, Review, ReviewId};

/// A review and where it stands. A deleted one is kept until its deletion has reached every backend
/// and a day has passed, so that it can be brought back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mine {
    /// The newest revision; of a deleted one the last content with the deletion's revision.
    pub review: Review,
    /// Backend's URL → where this revision stands there.
    pub states: BTreeMap<String, SyncWord>,
    /// When it was deleted.
    pub deleted_at: Option<Millis>,
}

/// How long a deleted review can be brought back.
const BRING_BACK_MS: Millis = 24 * 60 * 60_000;

impl Mine {
    /// A new review, or the next revision of `before`.
    ///
    /// # Errors
    /// What is wrong with the draft, in words for the worker.
    pub fn written(
        draft: Draft,
        before: Option<&Self>,
        fresh_id: ReviewId,
        now: Millis,
    ) -> Result<Self, Unacceptable> {
        if before.is_some_and(|it| it.review.requester != draft.requester) {
            return Err(Unacceptable(
                "A review stays with its requester: delete this one and write another".to_owned(),
            ));
        }
        let revision = match before {
            Some(it) => it.next_revision()?,
            None => 1,
        };
        let review = Review {
            id: before.map_or(fresh_id, |it| it.review.id.clone()),
            revision,
            requester: draft.requester,
            requester_name: shortened(draft.requester_name),
            task: draft.task.map(|mut task| {
                task.title = shortened(task.title);
                task
            }),
            scores: draft.scores,
            issues: draft.issues,
            rejections: draft.rejections,
            days_to_pay: draft.days_to_pay,
            text: draft.text.trim().to_owned(),
            measured: draft.measured,
            written_at: now,
        };
        review.check()?;
        Ok(Self {
            review,
            states: BTreeMap::new(),
            deleted_at: None,
        })
    }

    /// The same, deleted.
    ///
    /// # Errors
    /// Only for a review with four billion revisions.
    pub fn deleted(mut self, now: Millis) -> Result<Self, Unacceptable> {
        self.review.revision = self.next_revision()?;
        self.deleted_at = Some(now);
        Ok(self)
    }

    /// The same, brought back.
    ///
    /// # Errors
    /// Only for a review with four billion revisions.
    pub fn restored(mut self, now: Millis) -> Result<Self, Unacceptable> {
        self.review.revision = self.next_revision()?;
        self.review.written_at = now;
        self.deleted_at = None;
        Ok(self)
    }

    /// What a backend must be told for it to know the present revision.
    pub fn item(&self) -> SyncItem {
        match self.deleted_at {
            None => SyncItem::Put {
                review: self.review.clone(),
            },
            Some(_) => SyncItem::Delete {
                id: self.review.id.clone(),
                revision: self.review.revision,
            },
        }
    }

    /// Whether it is listed: it is there, or a backend refused to delete it and the worker must know.
    pub fn is_listed(&self) -> bool {
        self.deleted_at.is_none() || self.is_refused()
    }

    /// Whether some backend refused the present revision.
    pub fn is_refused(&self) -> bool {
        self.states
            .values()
            .any(|state| matches!(state, SyncWord::Refused { .. }))
    }

    /// Whether nothing needs it any more.
    pub fn is_over(&self, now: Millis) -> bool {
        let settled = self.states.values().all(|state| *state == SyncWord::Synced);
        settled && self.deleted_at.is_some_and(|at| at + BRING_BACK_MS < now)
    }

    /// As pages see it.
    pub fn shown(&self) -> MyReview {
        let state = |(backend, state): (&String, &SyncWord)| SyncState {
            backend: backend.clone(),
            state: state.clone(),
            unseen: None,
        };
        MyReview {
            review: self.review.clone(),
            states: self.states.iter().map(state).collect(),
        }
    }

    fn next_revision(&self) -> Result<u32, Unacceptable> {
        let full = || Unacceptable("This review was changed too often: delete it".to_owned());
        self.review.revision.checked_add(1).ok_or_else(full)
    }
}

/// A UUIDv7: 48 bits of time, then chance.
pub fn uuid(now: Millis, random: [u8; 10]) -> String {
    let [a, b, c, d, rest @ ..] = random;
    let version = 0x7000 | (u16::from_be_bytes([a, b]) & 0x0fff);
    let variant = 0x8000 | (u16::from_be_bytes([c, d]) & 0x3fff);
    let time = format!("{:012x}", now & 0xffff_ffff_ffff);
    let (high, low) = time.split_at(8);
    let tail: String = rest.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{high}-{low}-{version:04x}-{variant:04x}-{tail}")
}

/// What the time in a review's id is rounded down to: an hour.
const ID_TIME_MS: Millis = 60 * 60_000;

/// A fresh id of a review. Everyone reads it, so it tells the hour and no more, as the times that a
/// backend publishes do; 74 random bits keep two of one hour apart.
///
/// # Errors
/// Never in practice; the type says so because ids are checked where they are made.
pub fn review_id(now: Millis, random: [u8; 10]) -> Result<ReviewId, Unacceptable> {
    let hour = now - now.rem_euclid(ID_TIME_MS);
    ReviewId::try_from(uuid(hour, random)).map_err(|bad| Unacceptable(bad.0))
}

fn shortened(text: String) -> String {
    match text.char_indices().nth(TITLE_MAX_CHARS) {
        None => text,
        Some((cut, _)) => text.get(..cut).unwrap_or_default().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(more: &str) -> Draft {
        let text = format!(
            r#"{{"requester":{{"platform":"mturk","kind":"id","value":"A1"}},
                "scores":{{"fairness":2}}{more}}}"#
        );
        serde_json::from_str(&text).unwrap()
    }

    fn written() -> Mine {
        Mine::written(draft(""), None, review_id(5, [0; 10]).unwrap(), 5).unwrap()
    }

    #[test]
    fn ids_are_version_7_and_sort_by_time() {
        let now = 1_700_000_000_000;
        let id = uuid(now, [0xff; 10]);
        assert_eq!(id, "018bcfe5-6800-7fff-bfff-ffffffffffff");
        assert!(id < uuid(now + 1, [0; 10]));
    }

    #[test]
    fn a_reviews_id_tells_the_hour_and_nothing_finer() {
        let hour = 1_700_002_800_000;
        let id = review_id(hour, [7; 10]).unwrap();
        for later in [1, 61_001, ID_TIME_MS - 1] {
            assert_eq!(review_id(hour + later, [7; 10]).unwrap(), id);
        }
        assert!(id < review_id(hour + ID_TIME_MS, [0; 10]).unwrap());
        assert!(review_id(hour - 1, [0xff; 10]).unwrap() < id);
        // All 74 bits that are not fixed are chance: each of them makes another id.
        let mut seen = std::collections::BTreeSet::new();
        for bit in 0..80 {
            let mut random = [0_u8; 10];
            random[bit / 8] = 1 << (bit % 8);
            seen.insert(review_id(hour, random).unwrap());
        }
        // The one id that the six fixed bits share is that of no bit at all.
        assert_eq!(seen.len(), 75);
    }

    #[test]
    fn each_change_is_one_revision_more() {
        let first = written();
        let other = review_id(9, [1; 10]).unwrap();
        let edited = Mine::written(draft(r#","text":"x""#), Some(&first), other, 9).unwrap();
        assert_eq!(edited.review.id, first.review.id);
        assert_eq!((edited.review.revision, edited.review.written_at), (2, 9));
        let deleted = edited.deleted(10).unwrap();
        assert!(matches!(
            deleted.item(),
            SyncItem::Delete { revision: 3, .. }
        ));
        assert!(!deleted.is_listed());
        let restored = deleted.restored(11).unwrap();
        assert!(matches!(restored.item(), SyncItem::Put { review } if review.revision == 4));
    }

    #[test]
    fn refuses_empty_drafts_and_other_requesters() {
        let id = || review_id(5, [0; 10]).unwrap();
        let mut empty = draft("");
        empty.scores = Default::default();
        assert!(Mine::written(empty, None, id(), 5).is_err());
        let mut other = draft("");
        other.requester.value = "B2".into();
        assert!(Mine::written(other, Some(&written()), id(), 6).is_err());
    }

    #[test]
    fn long_names_are_cut_between_characters() {
        let mut long = draft("");
        long.requester_name = "ü".repeat(10_000);
        let mine = Mine::written(long, None, review_id(5, [0; 10]).unwrap(), 5).unwrap();
        assert_eq!(mine.review.requester_name.chars().count(), TITLE_MAX_CHARS);
    }

    #[test]
    fn a_deleted_review_is_over_after_a_day_when_everyone_knows() {
        let mut deleted = written().deleted(0).unwrap();
        assert!(!deleted.is_over(BRING_BACK_MS));
        assert!(deleted.is_over(BRING_BACK_MS + 1));
        deleted
            .states
            .insert("https://x.org".into(), SyncWord::Waiting);
        assert!(!deleted.is_over(Millis::MAX / 2));
        deleted.states.insert(
            "https://x.org".into(),
            SyncWord::Refused { why: "no".into() },
        );
        assert!(deleted.is_listed() && !deleted.is_over(Millis::MAX / 2));
    }
}
