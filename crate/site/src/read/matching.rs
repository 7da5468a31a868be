//! Which item of the data a drawn row is: right, or nothing.
//!
//! Lists are re-sorted, rows are inserted, links are replaced by other extensions. So a row is
//! known by its own id unless what else it shows contradicts that; without an id by its place, and
//! only if two other facts confirm it and nothing contradicts; where several items look the same,
//! only what they have in common is known.

use std::collections::BTreeMap;

use serde_json::Value;
use tallystick_wire::Currency;

use super::record::{self, Record, Scope};
use crate::definition::{Fact, Field, Rows};
use crate::node::Node;

/// The items that a row may be: none, one, or several that cannot be told apart.
pub(crate) type Candidates = Vec<usize>;

/// Finds the items of each row, and whether any row shows what it could be known by.
pub(crate) fn candidates<N: Node>(
    rows: &Rows,
    nodes: &[N],
    items: &[Record<'_>],
    usual: Currency,
) -> (Vec<Candidates>, bool) {
    let table = Table::new(rows, items, usual);
    let seen: Vec<Seen> = nodes.iter().map(|it| Seen::new(rows, it)).collect();
    let mut found: Vec<Candidates> = seen.iter().map(|it| table.by_id(it)).collect();
    let mut taken = vec![false; items.len()];
    for &at in found.iter().flatten() {
        if let Some(it) = taken.get_mut(at) {
            *it = true;
        }
    }
    for (place, (seen, found)) in seen.iter().zip(&mut found).enumerate() {
        if seen.ids.is_empty() {
            *found = table.by_place(place, seen, &taken);
        }
    }
    (found, seen.iter().any(Seen::is_something))
}

/// What a drawn row shows.
struct Seen {
    /// Every different id that it shows.
    ids: Vec<String>,
    /// For each fact that confirms: what was found, and its text.
    values: Vec<Option<(Value, Option<String>)>>,
}

impl Seen {
    fn new<N: Node>(rows: &Rows, node: &N) -> Self {
        let scope = Scope {
            item: None,
            row: Some(node),
            page: None,
            url: "",
        };
        let shown = |it: &Field| {
            let value = record::find(it, scope)?;
            let text = record::text(&value);
            Some((value, text))
        };
        let values = rows.confirm.iter().map(shown).collect();
        let mut ids = Vec::new();
        for id in rows.by.iter().flat_map(|by| shown_ids(by, node)) {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        Self { ids, values }
    }

    fn is_something(&self) -> bool {
        !self.ids.is_empty() || 2 <= self.values.iter().flatten().count()
    }
}

fn shown_ids<N: Node>(by: &Field, node: &N) -> Vec<String> {
    let elements = match &by.select {
        Some(selector) => node.select(selector),
        None => vec![node.clone()],
    };
    let id = |it: &N| {
        let text = record::text(&record::of_element(by, it)?)?;
        match &by.pattern {
            Some(pattern) => pattern.cut(&text),
            None => Some(text),
        }
    };
    elements.iter().filter_map(id).collect()
}

/// The items, as far as rows are compared with them.
struct Table<'a> {
    confirm: &'a [Field],
    by_id: BTreeMap<String, Vec<usize>>,
    /// For each item, the texts of the facts that confirm.
    texts: Vec<Vec<Option<String>>>,
    items: &'a [Record<'a>],
    usual: Currency,
}

impl<'a> Table<'a> {
    fn new(rows: &'a Rows, items: &'a [Record<'a>], usual: Currency) -> Self {
        let mut by_id: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        if let Some(by) = &rows.by {
            for (at, item) in items.iter().enumerate() {
                if let Some(id) = item.text(by.fact) {
                    by_id.entry(id).or_default().push(at);
                }
            }
        }
        let texts = |item: &Record<'_>| rows.confirm.iter().map(|it| item.text(it.fact)).collect();
        let texts = items.iter().map(texts).collect();
        Self {
            confirm: &rows.confirm,
            by_id,
            texts,
            items,
            usual,
        }
    }

    fn by_id(&self, seen: &Seen) -> Candidates {
        let all: Vec<usize> = seen
            .ids
            .iter()
            .filter_map(|id| self.by_id.get(id))
            .flatten()
            .copied()
            .collect();
        let alone = seen.ids.len() == 1;
        let fits = |&at: &usize| {
            let verdict = self.compare(seen, at);
            let contradicted = verdict.against != 0 && verdict.confirmed == 0;
            // Several ids in one row: another extension put a link there; two facts decide.
            if alone {
                !contradicted
            } else {
                2 <= verdict.confirmed && verdict.against == 0
            }
        };
        let found: Candidates = all.into_iter().filter(fits).collect();
        if alone || found.len() == 1 {
            found
        } else {
            Candidates::new()
        }
    }

    fn by_place(&self, place: usize, seen: &Seen, taken: &[bool]) -> Candidates {
        if !self.is_like(seen, place) {
            return Candidates::new();
        }
        let free = |at: &usize| taken.get(*at) == Some(&false);
        let alike = (0..self.items.len())
            .filter(free)
            .filter(|&at| self.is_like(seen, at));
        let alike: Candidates = alike.collect();
        // "Survey" is in "Survey, part 2" as well: the longest title is the one that is shown.
        let title = |at: &usize| self.title_length(*at);
        let longest = alike.iter().map(title).max().unwrap_or(0);
        let alike: Candidates = alike
            .into_iter()
            .filter(|at| title(at) == longest)
            .collect();
        if alike.contains(&place) {
            alike
        } else {
            Candidates::new()
        }
    }

    fn is_like(&self, seen: &Seen, at: usize) -> bool {
        let verdict = self.compare(seen, at);
        2 <= verdict.confirmed && verdict.against == 0
    }

    fn title_length(&self, at: usize) -> usize {
        let nth = self.confirm.iter().position(|it| it.fact == Fact::Title);
        let text = nth.and_then(|nth| self.texts.get(at)?.get(nth)?.as_ref());
        text.map_or(0, String::len)
    }

    fn compare(&self, seen: &Seen, at: usize) -> Verdict {
        let mut verdict = Verdict::default();
        let (Some(item), Some(texts)) = (self.items.get(at), self.texts.get(at)) else {
            return verdict;
        };
        for ((field, shown), text) in self.confirm.iter().zip(&seen.values).zip(texts) {
            let Some((value, shown)) = shown else {
                continue;
            };
            let agrees = match field.fact {
                Fact::Reward => self.is_paid(field, value, item),
                fact => agrees(fact, shown.as_deref(), text.as_deref()),
            };
            match agrees {
                Some(true) => verdict.confirmed += 1,
                Some(false) => {
                    verdict.against += 1;
                    if 0 < verdict.confirmed {
                        break;
                    }
                }
                None => {}
            }
        }
        verdict
    }

    fn is_paid(&self, field: &Field, shown: &Value, item: &Record<'_>) -> Option<bool> {
        let shown = record::money(shown, field.parser, self.usual)?;
        Some(shown == item.money(Fact::Reward)?)
    }
}

/// `None`: cannot be said.
fn agrees(fact: Fact, shown: Option<&str>, text: Option<&str>) -> Option<bool> {
    let free = matches!(fact, Fact::Title | Fact::RequesterName | Fact::Description);
    // Another extension may have put words beside free text, never into an id.
    let (shown, text) = (shown?, text?);
    Some(if free {
        shown.contains(text)
    } else {
        shown == text
    })
}

#[derive(Default)]
struct Verdict {
    confirmed: u32,
    against: u32,
}
