//! Which assignments a figure is about.

use serde::{Deserialize, Serialize};
use tallystick_wire::ledger::{Assignment, Standing};
use tallystick_wire::{PlatformId, RequesterKey};

use super::{Book, MissingKind, Row, missing};
use crate::zone::Period;

/// A requester as records know one: by key where there is one, else by the name as shown.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// With an identity.
    Key(RequesterKey),
    /// With a name only.
    Name(String),
    /// Nobody is shown.
    Nobody,
}

impl Who {
    /// Whose assignment it is.
    pub fn of(it: &Assignment) -> Self {
        match (&it.facts.requester, &it.facts.requester_name) {
            (Some(key), _) => Self::Key(key.clone()),
            (None, Some(name)) => Self::Name(name.clone()),
            (None, None) => Self::Nobody,
        }
    }
}

/// A span of pay an hour, in minor units of the terms' currency: `low` in it, `high` not.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Pay {
    /// At least this; finite, so that it can be written down.
    pub low: f64,
    /// Below this; `None`: no upper end.
    pub high: Option<f64>,
}

/// Which assignments. What is empty or `None` lets all through.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// Of these days; assignments of unknown day are then left out.
    pub period: Option<Period>,
    /// On these platforms.
    pub platforms: Vec<PlatformId>,
    /// In one of these states.
    pub standings: Vec<Standing>,
    /// Of this requester.
    pub who: Option<Who>,
    /// Of this task group; where none is shown, of this title.
    pub group: Option<String>,
    /// With a known pay an hour in this span.
    pub pay: Option<Pay>,
    /// With money missing for this reason.
    pub missing: Option<MissingKind>,
    /// Whose pages and log contradict each other.
    pub contradicting: bool,
    /// Whose work time is known (`true`) or not (`false`).
    pub timed: Option<bool>,
    /// Came with this import.
    pub import: Option<tallystick_wire::EventId>,
    /// Those that the worker left out of the figures, too.
    pub left_out_too: bool,
    /// All of these words are somewhere in title, requester, id, feedback or notes; case does not
    /// matter.
    pub text: String,
}

/// How a list of assignments is ordered. Equal ones are the newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// The newest first.
    #[default]
    Newest,
    /// The oldest first.
    Oldest,
    /// The best paid hour first; unknown last.
    BestPaid,
    /// The worst paid hour first; unknown last.
    WorstPaid,
    /// The longest work first.
    Longest,
    /// The most money first, by the terms' currency.
    MostMoney,
}

impl Filter {
    /// The words to search for, folded.
    pub(crate) fn words(&self) -> Vec<String> {
        let words = self.text.split_whitespace();
        words.map(str::to_lowercase).collect()
    }

    /// Whether anything but a period and platforms is asked for: such figures hold no search time,
    /// no costs and no sums of days.
    pub(crate) fn is_of_assignments(&self) -> bool {
        let plain = Self {
            period: self.period,
            platforms: self.platforms.clone(),
            left_out_too: self.left_out_too,
            ..Self::default()
        };
        *self != plain
    }

    pub(crate) fn takes_platform(&self, platform: &PlatformId) -> bool {
        self.platforms.is_empty() || self.platforms.contains(platform)
    }
}

impl Book {
    /// The places of the assignments that a filter lets through.
    pub fn select(&self, filter: &Filter, order: Order) -> Vec<usize> {
        let words = filter.words();
        let mut found: Vec<usize> = Vec::new();
        for (at, (record, row)) in self.all().enumerate() {
            if self.lets(filter, &words, record, row) {
                found.push(at);
            }
        }
        self.sort(&mut found, order);
        found
    }

    fn sort(&self, found: &mut [usize], order: Order) {
        let newest = |at: &usize| std::cmp::Reverse(self.rows.get(*at).map_or(0, |it| it.at));
        let by = |value: fn(&Row) -> Option<f64>, up: bool| {
            move |at: &usize| {
                let value = self.rows.get(*at).and_then(value);
                value.map_or(f64::INFINITY, |it| if up { it } else { -it })
            }
        };
        found.sort_by_cached_key(newest);
        let key: Box<dyn Fn(&usize) -> f64> = match order {
            Order::Newest => return,
            Order::Oldest => return found.reverse(),
            Order::BestPaid => Box::new(by(|it| it.hourly, false)),
            Order::WorstPaid => Box::new(by(|it| it.hourly, true)),
            Order::Longest => Box::new(by(|it| it.worked.map(|it| it as f64), false)),
            Order::MostMoney => Box::new(|at| {
                let money = self.rows.get(*at).and_then(|it| it.earned);
                money
                    .and_then(|it| self.in_one(it))
                    .map_or(f64::INFINITY, |it| -it)
            }),
        };
        found.sort_by(|a, b| key(a).total_cmp(&key(b)));
    }

    pub(crate) fn lets(
        &self,
        filter: &Filter,
        words: &[String],
        it: &Assignment,
        row: &Row,
    ) -> bool {
        let within = |period: Period| row.day.is_some_and(|day| period.holds(day));
        let pays = |pay: Pay| {
            row.hourly
                .is_some_and(|it| pay.low <= it && pay.high.is_none_or(|high| it < high))
        };
        // What the row of numbers tells comes first: records lie far apart in memory.
        (filter.left_out_too || row.counts)
            && filter.period.is_none_or(within)
            && (filter.standings.is_empty() || filter.standings.contains(&row.standing))
            && filter.takes_platform(&it.key.platform)
            && filter.who.as_ref().is_none_or(|who| Who::of(it) == *who)
            && filter
                .group
                .as_deref()
                .is_none_or(|group| group == group_of(it))
            && filter.pay.is_none_or(pays)
            && filter
                .timed
                .is_none_or(|timed| row.worked.is_some() == timed)
            && (!filter.contradicting || !it.contradictions.is_empty())
            && (filter.import.is_none() || filter.import == it.import)
            && filter
                .missing
                .is_none_or(|kind| missing::of(self, it).iter().any(|it| it.kind == kind))
            && holds(it, words)
    }
}

/// The task group of an assignment, or its title where no group is shown.
pub(crate) fn group_of(it: &Assignment) -> &str {
    let group = it.facts.group.as_ref().map(|it| it.value.as_str());
    group.or(it.facts.title.as_deref()).unwrap_or("")
}

fn holds(it: &Assignment, words: &[String]) -> bool {
    if words.is_empty() {
        return true;
    }
    let facts = &it.facts;
    let texts = [&facts.title, &facts.requester_name, &facts.assignment];
    let said = it.said.iter().map(|it| it.text.as_str());
    let group = facts.group.as_ref().map(|it| it.value.as_str());
    let all = texts.into_iter().filter_map(|it| it.as_deref());
    let all = all.chain(group).chain([it.key.value.as_str()]).chain(said);
    let all: Vec<String> = all.map(str::to_lowercase).collect();
    words
        .iter()
        .all(|word| all.iter().any(|it| it.contains(word)))
}
