//! A row's badge: sign and word first, then pay, then the requester.

use tallystick_wire::Money;
use tallystick_wire::message::KnownRequester;
use tallystick_wire::settings::Hiding;
use tallystick_wire::{RequesterKind, TaskFacts};

use super::text::{self, count};
use super::{BadgeView, RowInput, pay, state, words};
use crate::list::Keys;
use crate::pay::{Advertised, Estimate, Evidence};
use crate::reputation::{self, Pooled, Standing, State};
use crate::warning::{self, Warning};
use crate::{pay as arithmetic, rates};

/// What is computed once for a row's badge or card.
pub(super) struct Findings {
    pub(super) estimate: Option<Estimate>,
    pub(super) advertised: Option<Advertised>,
    pub(super) warning: Warning,
    pub(super) pooled: Pooled,
    pub(super) standing: Standing,
}

pub(super) fn findings(input: &RowInput) -> Findings {
    let group_id = input.facts.group.as_ref().map(|it| it.value.as_str());
    let evidence = Evidence {
        requester: input.requester,
        group: input.group,
        group_id,
        now: Some(input.now),
        speed: arithmetic::Speed::of(input.me.log_ratios),
    };
    let estimate = arithmetic::estimate(input.facts, &evidence);
    let settings = input.settings;
    let warning = warning::warn(estimate.as_ref(), settings.floor, &settings.rates);
    let pooled = reputation::pooled(input.requester.map_or(&[], |it| &it.evidence));
    let advertised = arithmetic::advertised(input.facts);
    Findings {
        estimate,
        advertised,
        warning,
        pooled,
        standing: reputation::standing(&pooled),
    }
}

/// The badge of a row.
pub fn badge(input: &RowInput) -> BadgeView {
    let found = findings(input);
    let tags = input
        .requester
        .and_then(|it| it.note.as_ref())
        .map_or(&[][..], |it| &it.tags);
    let advertised = found.advertised.as_ref().map(pay::advertised_with_source);
    let mut view = BadgeView {
        sign: words::sign(found.warning),
        word: words::word(found.warning),
        tone: words::tone(found.warning),
        estimate: found
            .estimate
            .as_ref()
            .map_or_else(|| no_estimate(input.facts), pay::estimate),
        advertised: advertised.unwrap_or_default(),
        reputation: reputation(&found, input.facts),
        tags: tags.iter().map(|tag| text::cut(tag, 30)).collect(),
        mine: mine(input),
        label: String::new(),
        keys: keys(input, &found),
        hiding: hiding(input),
    };
    view.label = label(&view, &found, input);
    view
}

fn no_estimate(facts: &TaskFacts) -> String {
    let none = facts.reward.is_none_or(|it| it.minor <= 0);
    if none {
        words::NO_REWARD
    } else {
        words::NO_ESTIMATE
    }
    .to_owned()
}

fn mine(input: &RowInput) -> Option<String> {
    let newest = input.requester?.mine.first()?;
    Some(["my review: ", &state::review_state(newest, input.backends)].concat())
}

fn hiding(input: &RowInput) -> Hiding {
    let rank = |hiding: Hiding| hiding as u8;
    let requester = input.requester.map_or(Hiding::Shown, |it| it.hiding);
    let group = input.group.map_or(Hiding::Shown, |it| it.hiding);
    if rank(requester) < rank(group) {
        group
    } else {
        requester
    }
}

fn keys(input: &RowInput, found: &Findings) -> Keys {
    let hourly = found.estimate.as_ref().and_then(|it| {
        let Some(floor) = input.settings.floor else {
            return Some(it.hourly_minor.median);
        };
        let factor = rates::factor(it.currency, floor.currency, &input.settings.rates)?;
        let major = it.hourly_minor.median / it.currency.minor_per_major() as f64;
        Some(major * factor * floor.currency.minor_per_major() as f64)
    });
    Keys {
        hourly,
        warning: found.warning,
        reputation: found.standing.mean,
    }
}

/// "★ 4.1 · 12 reviews · 3 this quarter", with what workers must not miss behind it.
fn reputation(found: &Findings, facts: &TaskFacts) -> String {
    let said = reputation_parts(found, facts).join(" · ");
    match stars(found) {
        Some(stars) => ["★ ", &stars, " · ", &said].concat(),
        None => said,
    }
}

/// The mean score, where it stands on enough reviews.
fn stars(found: &Findings) -> Option<String> {
    let is_rated = found.standing.state == State::Rated;
    found
        .standing
        .mean
        .filter(|_| is_rated)
        .map(text::one_decimal)
}

fn reputation_parts(found: &Findings, facts: &TaskFacts) -> Vec<String> {
    let Standing {
        state,
        reviews,
        recent,
        ..
    } = found.standing;
    let mut parts = vec![match state {
        State::Unrated => words::NO_REVIEWS.to_owned(),
        State::Few => ["few reviews (", &reviews.to_string(), ")"].concat(),
        State::Rated => count(reviews, "review", "reviews"),
    }];
    if state == State::Rated && 0 < recent {
        parts.push(recent.to_string() + " this quarter");
    }
    parts.extend(alarms(&found.pooled));
    if state != State::Unrated && is_by_name(facts) {
        parts.push("by name".to_owned());
    }
    parts
}

/// Reports that stand in the row itself: violations and rejections.
fn alarms(pooled: &Pooled) -> Vec<String> {
    let [tos, ..] = pooled.all.issues;
    let [_, some, all, _] = pooled.all.rejections;
    let rejected = some.saturating_add(all);
    let mut alarms = Vec::new();
    if 0 < tos {
        alarms.push(count(tos, "ToS report", "ToS reports"));
    }
    if 0 < rejected {
        alarms.push(count(rejected, "rejection report", "rejection reports"));
    }
    alarms
}

pub(super) fn is_by_name(facts: &TaskFacts) -> bool {
    facts
        .requester
        .as_ref()
        .is_some_and(|it| it.kind == RequesterKind::Name)
}

/// Everything in words. The requester is named, since a row's badge is read without its row.
fn label(view: &BadgeView, found: &Findings, input: &RowInput) -> String {
    let mut parts = vec![["Tallystick: ", verdict(found.warning)].concat()];
    match &found.estimate {
        Some(estimate) => parts.push(pay::estimate_in_words(estimate)),
        None => parts.push(view.estimate.clone()),
    }
    match input.settings.floor {
        Some(floor) => parts.push(floor_in_words(floor)),
        None => parts.push(words::NO_FLOOR.to_owned()),
    }
    parts.extend(found.advertised.as_ref().map(pay::advertised_in_words));
    parts.push(requester_in_words(found, input));
    if !view.tags.is_empty() {
        parts.push(["my tags: ", &view.tags.join(", ")].concat());
    }
    parts.extend(view.mine.clone());
    parts.extend(hiding_in_words(view.hiding));
    parts.join(". ") + "."
}

fn verdict(warning: Warning) -> &'static str {
    match warning {
        Warning::Unknown => "pay unknown",
        known => words::word(known),
    }
}

fn floor_in_words(floor: Money) -> String {
    ["your floor is ", &text::money(floor), " an hour"].concat()
}

fn requester_in_words(found: &Findings, input: &RowInput) -> String {
    let name = match input.facts.requester_name.as_deref() {
        Some(name) => text::name(name),
        None => words::NO_REQUESTER.to_owned(),
    };
    let stars = match stars(found) {
        Some(stars) => ["rated ", &stars, " of 5, "].concat(),
        None => String::new(),
    };
    let rest = reputation_parts(found, input.facts).join(", ");
    ["requester ", &name, ": ", &stars, &rest].concat()
}

fn hiding_in_words(hiding: Hiding) -> Option<String> {
    match hiding {
        Hiding::Shown => None,
        Hiding::Dimmed => Some("you dimmed this".to_owned()),
        Hiding::Hidden => Some("you hid this".to_owned()),
    }
}

/// The one note of a requester, where there is one.
pub(super) fn note(requester: Option<&KnownRequester>) -> Option<&str> {
    requester?
        .note
        .as_ref()
        .map(|it| it.text.as_str())
        .filter(|it| !it.trim().is_empty())
}
