//! Refuses definitions that cannot work, with file, line, column and cure.
//!
//! For tests, for the build and for the options page; never part of a content script. Refuses to
//! know what a page looks like: whether a definition is *true* only its fixture pages can tell.

use std::fmt;

use serde_json::Value;
use tallystick_wire::message::PageSign;

use super::locate::{At, line_and_column, repeated_key};
use super::take::{self, Wrong};
use super::{Definition, Fact, Field, From, On, PageDefinition, PageKind, url};

/// Why a definition is refused: `file:line:column: what is wrong and what to do`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadDefinition(pub String);

impl fmt::Display for BadDefinition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BadDefinition {}

/// Reads and checks a definition. Selectors are checked where an engine for them is at hand: with
/// the feature `native`; elsewhere use [`parse_with`].
///
/// # Errors
/// File, line and column of the first thing that is wrong, and the cure.
pub fn parse(file_name: &str, source: &str) -> Result<Definition, BadDefinition> {
    #[cfg(feature = "native")]
    let knows = crate::native::is_selector;
    #[cfg(not(feature = "native"))]
    let knows = |selector: &str| !selector.trim().is_empty();
    parse_with(file_name, source, &knows)
}

/// Reads and checks a definition; `is_selector` says whether a selector can be used.
///
/// # Errors
/// File, line and column of the first thing that is wrong, and the cure.
pub fn parse_with(
    file_name: &str,
    source: &str,
    is_selector: &dyn Fn(&str) -> bool,
) -> Result<Definition, BadDefinition> {
    let value: Value = serde_json::from_str(source).map_err(|it| {
        let text = it.to_string();
        let what = text.split(" at line ").next().unwrap_or_default();
        let (line, column) = (it.line(), it.column());
        BadDefinition(format!(
            "{file_name}:{line}:{column}: this is no JSON: {what}"
        ))
    })?;
    let placed = |wrong: Wrong| {
        let (line, column) = line_and_column(source, &wrong.at);
        BadDefinition(format!("{file_name}:{line}:{column}: {}", wrong.what))
    };
    if let Some((at, offset)) = repeated_key(source) {
        let before = source.get(..offset).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|&it| it != '\n').count() + 1;
        let key = at.way.last().map_or("", String::as_str);
        return Err(BadDefinition(format!(
            "{file_name}:{line}:{column}: the key {key:?} is here twice: leave one"
        )));
    }
    let definition = take::definition(&value).map_err(placed)?;
    match first_fault(&definition, &value, is_selector) {
        Some(wrong) => Err(placed(wrong)),
        None => Ok(definition),
    }
}

fn fault(way: &[&str], what: String) -> Option<Wrong> {
    let way = way.iter().map(|&it| it.to_owned()).collect();
    Some(Wrong {
        at: At { way, key: false },
        what,
    })
}

fn first_fault(
    definition: &Definition,
    value: &Value,
    is_selector: &dyn Fn(&str) -> bool,
) -> Option<Wrong> {
    whole(definition)
        .or_else(|| told(definition))
        .or_else(|| pages(definition))
        .or_else(|| texts(value, &mut Vec::new(), is_selector))
}

fn whole(it: &Definition) -> Option<Wrong> {
    if it.matches.is_empty() {
        return fault(
            &[],
            "\"matches\" is missing: say where the platform is".to_owned(),
        );
    }
    if it.pages.is_empty() {
        return fault(
            &[],
            "\"pages\" is missing: a platform has at least one".to_owned(),
        );
    }
    if !it.time_zone.contains('/') && it.time_zone != "UTC" {
        let what = "must be a zone of the IANA database, as America/Los_Angeles, or UTC";
        return fault(&["time_zone"], what.to_owned());
    }
    if it.approval_days.is_some_and(|it| !(1..=365).contains(&it)) {
        let what = "must be from 1 to 365 days; leave it out where no rule is known";
        return fault(&["approval_days"], what.to_owned());
    }
    it.matches.iter().enumerate().find_map(|(at, pattern)| {
        let what = format!(
            "bad match pattern {pattern:?}: it {}",
            url::match_fault(pattern)?
        );
        fault(&["matches", &at.to_string()], what)
    })
}

/// Each sign of the clock says by what it is known; only the worker's click comes from a frame.
fn told(definition: &Definition) -> Option<Wrong> {
    definition.clock.iter().enumerate().find_map(|(at, it)| {
        let here = at.to_string();
        let say = |what: &str| fault(&["clock", &here], what.to_owned());
        let places = it.urls.iter().find_map(|it| url::fault(it));
        if let Some(why) = places {
            return say(&format!("bad URL pattern: it {why}"));
        }
        match it.on {
            On::Message if it.sign != PageSign::SubmitClicked || it.pattern.is_none() => {
                say("a message can only tell submit_clicked, by its \"pattern\"")
            }
            On::Click | On::Submit if it.select.is_none() => {
                say("\"select\" is missing: what is clicked or sent")
            }
            On::Page if it.select.is_none() && it.urls.is_empty() => {
                say("say where: \"select\", \"urls\" or both")
            }
            _ => None,
        }
    })
}

fn pages(definition: &Definition) -> Option<Wrong> {
    definition.pages.iter().enumerate().find_map(|(at, page)| {
        let here = at.to_string();
        let way = ["pages", here.as_str()];
        let earlier = definition
            .pages
            .iter()
            .take(at)
            .any(|it| it.name == page.name);
        if earlier {
            let what = format!(
                "there is a page {:?} already: names tell pages apart",
                page.name
            );
            return fault(&[way[0], way[1], "name"], what);
        }
        let instead = page.instead.iter().enumerate().find_map(|(nth, name)| {
            let known = definition
                .pages
                .iter()
                .any(|it| it.name == *name && it != page);
            let what = format!("there is no other page {name:?}");
            if known {
                None
            } else {
                fault(&[way[0], way[1], "instead", &nth.to_string()], what)
            }
        });
        instead
            .or_else(|| urls(page, way))
            .or_else(|| parts(page, way))
            .or_else(|| facts(page, way))
    })
}

fn urls(page: &PageDefinition, way: [&str; 2]) -> Option<Wrong> {
    if page.urls.is_empty() {
        return fault(
            &way,
            "\"urls\" is missing: say at which addresses the page is".to_owned(),
        );
    }
    page.urls.iter().enumerate().find_map(|(at, pattern)| {
        let what = format!("bad URL pattern {pattern:?}: it {}", url::fault(pattern)?);
        fault(&[way[0], way[1], "urls", &at.to_string()], what)
    })
}

/// Which parts a page needs, by what it is.
fn parts(page: &PageDefinition, way: [&str; 2]) -> Option<Wrong> {
    let has_mount = page.data.as_ref().is_some_and(|it| it.mount.is_some());
    let is_answer = page.data.is_some() && !has_mount;
    let needs = |key: &str, why: &str| fault(&way, format!("{key:?} is missing: {why}"));
    if page.fields.is_empty() {
        return needs("fields", "say where the facts are");
    }
    if is_answer {
        let drawn = page.root.is_some() || page.rows.is_some() || page.badge.is_some();
        let what = "an answer is not drawn: leave out root, rows and badge, or name a mount";
        return if drawn {
            fault(&[way[0], way[1], "data"], what.to_owned())
        } else {
            None
        };
    }
    if page.root.is_none() && !has_mount {
        return needs("root", "name the element under which the facts are drawn");
    }
    if page.kind == PageKind::Task {
        let what = "a task page has one row, its root: leave out \"rows\" and name a root";
        let bad = page.rows.is_some() || page.root.is_none();
        return if bad {
            fault(&way, what.to_owned())
        } else {
            None
        };
    }
    let lists = matches!(page.kind, PageKind::TaskList | PageKind::Queue);
    if page.rows.is_none() && (lists || !has_mount) {
        return needs("rows", "say how a row is found");
    }
    if page.badge.is_none() && lists {
        return needs("badge", "say where it goes");
    }
    let rows = page.rows.as_ref()?;
    if has_mount && rows.by.is_none() && rows.confirm.len() < 2 {
        let what = "rows and data are matched by an id (\"by\") or by two facts (\"confirm\")";
        return fault(&[way[0], way[1], "rows"], what.to_owned());
    }
    let matched = rows.by.is_some() || !rows.confirm.is_empty();
    let what = "\"by\" and \"confirm\" match rows with data: this page has none";
    if !has_mount && matched {
        return fault(&[way[0], way[1], "rows"], what.to_owned());
    }
    None
}

fn facts(page: &PageDefinition, way: [&str; 2]) -> Option<Wrong> {
    let of_rows = |fact: Fact| fact.is_of(page.kind);
    let rows = page.rows.as_ref();
    let has_data = page.data.is_some();
    field_list(&page.fields, &[way[0], way[1], "fields"], of_rows, has_data)
        .or_else(|| {
            field_list(
                &page.summary,
                &[way[0], way[1], "summary"],
                Fact::is_sum,
                has_data,
            )
        })
        .or_else(|| {
            let by = rows?.by.as_slice();
            field_list(by, &[way[0], way[1], "rows", "by"], of_rows, false)
        })
        .or_else(|| {
            let confirm = rows?.confirm.as_slice();
            field_list(
                confirm,
                &[way[0], way[1], "rows", "confirm"],
                of_rows,
                false,
            )
        })
}

fn field_list(
    fields: &[Field],
    way: &[&str],
    fits: impl Fn(Fact) -> bool,
    has_data: bool,
) -> Option<Wrong> {
    fields.iter().find_map(|it| {
        let name = it.fact.as_str();
        let here = [way, &[name]].concat();
        if !fits(it.fact) {
            return fault(&here, format!("such a page has no {name}: leave it out"));
        }
        if !it.fact.parsers().contains(&it.parser) {
            let known: Vec<&str> = it.fact.parsers().iter().map(|it| it.as_str()).collect();
            let given = it.parser.as_str();
            let cure = known.join(", ");
            return fault(
                &here,
                format!("{name} cannot be read as {given}; \"as\": {cure}"),
            );
        }
        field_parts(it, &here, has_data)
    })
}

fn field_parts(it: &Field, way: &[&str], has_data: bool) -> Option<Wrong> {
    let found = it.select.is_some() || it.attribute.is_some();
    match it.from {
        From::Data if !has_data => fault(way, "this page has no data: use \"select\"".to_owned()),
        From::Data if it.pointer.is_none() || found => fault(
            way,
            "in data, a fact is found by its \"pointer\" alone".to_owned(),
        ),
        From::Url if it.pattern.is_none() || found => fault(
            way,
            "in the address, a fact is found by its \"pattern\" alone".to_owned(),
        ),
        From::Page if it.select.is_none() => fault(
            way,
            "in the page, a fact is found by its \"select\"".to_owned(),
        ),
        _ => None,
    }
}

/// Every selector, pattern and pointer, by its key, wherever it stands.
fn texts(
    value: &Value,
    way: &mut Vec<String>,
    is_selector: &dyn Fn(&str) -> bool,
) -> Option<Wrong> {
    let mut inner = |step: String, key: &str, value: &Value| {
        way.push(step);
        let here = value
            .as_str()
            .and_then(|text| text_fault(key, text, is_selector));
        let wrong = here
            .map(|what| Wrong {
                at: At {
                    way: way.clone(),
                    key: false,
                },
                what,
            })
            .or_else(|| texts(value, way, is_selector));
        way.pop();
        wrong
    };
    match value {
        Value::Object(map) => map.iter().find_map(|(key, it)| match it {
            // A list of selectors is a selector each.
            Value::Array(all) if key == "select" => all.iter().enumerate().find_map(|(at, it)| {
                let wrong = inner(at.to_string(), key, it)?;
                let mut way = wrong.at.way.clone();
                way.insert(way.len().saturating_sub(1), key.clone());
                Some(Wrong {
                    at: At { way, key: false },
                    what: wrong.what,
                })
            }),
            _ => inner(key.clone(), key, it),
        }),
        Value::Array(all) => all
            .iter()
            .enumerate()
            .find_map(|(at, it)| inner(at.to_string(), "", it)),
        _ => None,
    }
}

fn text_fault(key: &str, text: &str, is_selector: &dyn Fn(&str) -> bool) -> Option<String> {
    match key {
        "select" | "mount" | "root" | "signs" if !is_selector(text) => Some(format!(
            "bad selector {text:?}: write a CSS selector, as .row a[href]"
        )),
        "pattern" | "assignment" => {
            let why = super::Pattern::new(text.to_owned()).fault()?;
            Some(format!(
                "bad pattern {text:?}: {why}; write a regular expression"
            ))
        }
        "pointer" | "at" if !text.starts_with('/') => Some(format!(
            "bad pointer {text:?}: a JSON pointer begins with /, as /bodyData"
        )),
        _ => None,
    }
}
