//! What the background has told this document so far, by requester and group; refuses to outlive
//! the document.

use std::collections::BTreeMap;
use std::iter::repeat_with;

use tallystick_core::{rates, show::RowInput};
use tallystick_wire::message::{
    BackendStatus, Knowledge, KnownGroup, KnownRequester, LookUp, Me, MyReview, Note,
};
use tallystick_wire::review::ReviewId;
use tallystick_wire::settings::{Hiding, PageSettings, Theme};
use tallystick_wire::{GroupKey, Millis, PlatformId, RequesterKey, TaskFacts};

/// Answers, merged.
pub struct Known {
    /// The settings; the defaults until the first answer.
    pub settings: PageSettings,
    /// Whether there was an answer.
    pub answered: bool,
    /// The backends, today.
    pub backends: Vec<BackendStatus>,
    me: Me,
    requesters: BTreeMap<RequesterKey, KnownRequester>,
    groups: BTreeMap<GroupKey, KnownGroup>,
}

impl Known {
    /// Nothing known yet.
    pub fn new() -> Self {
        Self {
            // Spelled out: the table of settings has no other use here, and is large.
            settings: PageSettings {
                floor: None,
                rates: rates::built_in(),
                theme: Theme::Page,
                enabled: true,
                list_bar: true,
                hiding: Hiding::Dimmed,
                share_measured: false,
            },
            answered: false,
            backends: Vec::new(),
            me: Me::NOBODY,
            requesters: BTreeMap::new(),
            groups: BTreeMap::new(),
        }
    }

    /// What has to be asked for these rows: all of it, or only what was not answered yet; `None`
    /// if nothing is.
    pub fn question<'a>(
        &self,
        platform: &PlatformId,
        rows: impl Iterator<Item = &'a TaskFacts>,
        all: bool,
    ) -> Option<LookUp> {
        let mut requesters = BTreeMap::new();
        let mut groups = BTreeMap::new();
        for (at, facts) in rows.enumerate() {
            if let Some(key) = &facts.requester
                && (all || !self.requesters.contains_key(key))
            {
                requesters.entry(key).or_insert(at);
            }
            if let Some(key) = &facts.group
                && (all || !self.groups.contains_key(key))
            {
                groups.entry(key).or_insert(at);
            }
        }
        let nothing = requesters.is_empty() && groups.is_empty();
        if nothing && self.answered && !all {
            return None;
        }
        Some(LookUp {
            platform: platform.clone(),
            requesters: in_order(requesters),
            groups: in_order(groups),
        })
    }

    /// Takes an answer; `false` if what was known before no longer fits it and has been dropped, so
    /// that everything has to be asked again.
    pub fn take(&mut self, question: LookUp, answer: Knowledge) -> bool {
        let urls = |backends: &[BackendStatus]| -> Vec<String> {
            backends.iter().map(|it| it.url.clone()).collect()
        };
        let fits = !self.answered || urls(&self.backends) == urls(&answer.backends);
        if !fits {
            self.requesters.clear();
            self.groups.clear();
        }
        self.answered = true;
        self.settings = answer.settings;
        self.backends = answer.backends;
        self.me = answer.me;
        // An answer that is too short must not make us ask for the rest for ever.
        let requesters = answer
            .requesters
            .into_iter()
            .chain(repeat_with(Default::default));
        self.requesters
            .extend(question.requesters.into_iter().zip(requesters));
        let groups = answer
            .groups
            .into_iter()
            .chain(repeat_with(Default::default));
        self.groups.extend(question.groups.into_iter().zip(groups));
        fits
    }

    /// My own reviews of a requester.
    pub fn mine(&self, key: &RequesterKey) -> Vec<MyReview> {
        let known = self.requesters.get(key);
        known.map(|it| it.mine.clone()).unwrap_or_default()
    }

    /// Everything that `core` makes a badge or a card from.
    pub fn input<'a>(&'a self, facts: &'a TaskFacts, now: Millis) -> RowInput<'a> {
        RowInput {
            facts,
            requester: facts
                .requester
                .as_ref()
                .and_then(|key| self.requesters.get(key)),
            group: facts.group.as_ref().and_then(|key| self.groups.get(key)),
            backends: &self.backends,
            me: &self.me,
            settings: &self.settings,
            now,
        }
    }

    /// What is known of a requester.
    pub fn requester(&self, key: &RequesterKey) -> Option<&KnownRequester> {
        self.requesters.get(key)
    }

    /// What is known of a group.
    pub fn group(&self, key: &GroupKey) -> Option<&KnownGroup> {
        self.groups.get(key)
    }

    /// The worker changed a note; the page shows it before the disk has it.
    pub fn set_note(&mut self, key: &RequesterKey, note: Note) {
        let empty = note.text.is_empty() && note.tags.is_empty();
        self.requesters.entry(key.clone()).or_default().note = (!empty).then_some(note);
    }

    /// The worker hid or showed a requester.
    pub fn hide_requester(&mut self, key: &RequesterKey, hiding: Hiding) {
        self.requesters.entry(key.clone()).or_default().hiding = hiding;
    }

    /// The worker hid or showed a group.
    pub fn hide_group(&mut self, key: &GroupKey, hiding: Hiding) {
        self.groups.entry(key.clone()).or_default().hiding = hiding;
    }

    /// The worker wrote a review, or a newer revision of one.
    pub fn add_mine(&mut self, mine: MyReview) {
        let all = &mut self
            .requesters
            .entry(mine.review.requester.clone())
            .or_default()
            .mine;
        all.retain(|it| it.review.id != mine.review.id);
        all.insert(0, mine);
    }

    /// The worker deleted a review.
    pub fn remove_mine(&mut self, key: &RequesterKey, id: &ReviewId) {
        if let Some(requester) = self.requesters.get_mut(key) {
            requester.mine.retain(|it| it.review.id != *id);
        }
    }
}

fn in_order<Key: Clone>(keys: BTreeMap<&Key, usize>) -> Vec<Key> {
    let mut keys: Vec<_> = keys.into_iter().collect();
    keys.sort_unstable_by_key(|(_, at)| *at);
    keys.into_iter().map(|(key, _)| key.clone()).collect()
}
