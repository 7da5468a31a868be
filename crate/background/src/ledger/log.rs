//! How the log lies in the database: an event under its place, found again by its id, by the
//! assignment that it is about and by the import that it came with. It refuses to know what an
//! event means.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tallystick_browser::database::{Read, Write};
use tallystick_wire::event::{AssignmentKey, Event, EventKind};

use super::damage::{self, Found};
use crate::store;
use crate::trouble::Done;

/// The most events or records that are asked for at once, so that memory stays flat.
pub const PART: usize = 2_000;

/// Events of one import that lie between two places, among them perhaps others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The place key of the first.
    pub first: String,
    /// The place key of the last.
    pub last: String,
}

/// The key of a place: as texts they sort as numbers do.
pub fn place_key(place: u64) -> String {
    format!("{place:016}")
}

/// The place that a key names; 0 for what is no place.
pub fn place_of(key: &str) -> u64 {
    key.parse().unwrap_or(0)
}

/// The prefix under which all events about an assignment are found; `None`: about none.
pub fn about_prefix(key: Option<&AssignmentKey>) -> String {
    key.map_or_else(|| "\n".to_owned(), |key| format!("{key}\n"))
}

/// The place key at the end of a key of [`store::ABOUT`].
pub fn place_in(about: &str) -> &str {
    about.rsplit('\n').next().unwrap_or_default()
}

/// The keys of [`store::ABOUT`] under which an event is found.
pub fn about_keys(event: &Event, place: &str) -> Vec<String> {
    let mut keys = vec![about_prefix(event.about.as_ref()) + place];
    if let EventKind::SameAs { other } = &event.kind {
        keys.push(about_prefix(Some(other)) + place);
    }
    keys
}

/// Puts an event at a place.
///
/// # Errors
/// In the browser's words.
pub fn put(write: &Write, place: &str, event: &Event) -> Done<()> {
    store::put(write, store::LOG, place, event)?;
    write.put(store::IDS, event.id.as_str(), place)?;
    for key in about_keys(event, place) {
        write.put(store::ABOUT, &key, "")?;
    }
    Ok(())
}

/// Deletes what was at a place.
///
/// # Errors
/// In the browser's words.
pub fn delete(write: &Write, place: &str, event: &Event) -> Done<()> {
    write.delete(store::LOG, place)?;
    write.delete(store::IDS, event.id.as_str())?;
    for key in about_keys(event, place) {
        write.delete(store::ABOUT, &key)?;
    }
    Ok(())
}

/// The place keys of all events about these assignments; `None`: about none.
///
/// # Errors
/// In the browser's words.
pub async fn places(read: &Read, of: &[Option<&AssignmentKey>]) -> Done<Vec<String>> {
    let mut places = Vec::new();
    for part in of.chunks(PART) {
        let prefixes: Vec<String> = part.iter().map(|key| about_prefix(*key)).collect();
        for keys in read.keys_each(store::ABOUT, &prefixes).await? {
            places.extend(keys.iter().map(|key| place_in(key).to_owned()));
        }
    }
    Ok(places)
}

/// The events at these places, in the log's order. What cannot be read is left out and noted.
///
/// # Errors
/// In the browser's words.
pub async fn events(
    read: &Read,
    places: &[String],
    found: &mut Found,
) -> Done<BTreeMap<String, Event>> {
    let mut events = BTreeMap::new();
    for part in places.chunks(PART) {
        let texts = read.get_each(store::LOG, part).await?;
        for (place, text) in part.iter().zip(texts) {
            let Some(text) = text else {
                continue;
            };
            if let Some(event) = damage::read(store::LOG, place, &text, found) {
                events.insert(place.clone(), event);
            }
        }
    }
    Ok(events)
}

/// The next part of the log behind a place: its events, and where to go on; `None`: it ends there.
///
/// # Errors
/// In the browser's words.
pub async fn part(
    read: &Read,
    after: u64,
    most: usize,
    found: &mut Found,
) -> Done<(Vec<(u64, Event)>, Option<u64>)> {
    let after = place_key(after);
    let count = u32::try_from(most).unwrap_or(u32::MAX);
    let texts = read.some(store::LOG, "", Some(&after), count).await?;
    let full = texts.len() == most;
    let last = texts.last().map(|it| place_of(&it.0));
    let mut events = Vec::with_capacity(texts.len());
    for (place, text) in texts {
        if let Some(event) = damage::read(store::LOG, &place, &text, found) {
            events.push((place_of(&place), event));
        }
    }
    Ok((events, last.filter(|_| full)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_sort_as_numbers_do() {
        assert!(place_key(9) < place_key(10) && place_key(999) < place_key(1_000));
        assert_eq!(place_of(&place_key(123_456)), 123_456);
        assert_eq!(place_of("nonsense"), 0);
    }

    #[test]
    fn a_link_is_found_under_both_of_its_keys() {
        let event = r#"{"id":"01890a5d-ac96-774b-bcce-b302099a8057","at":1,
            "about":{"platform":"mturk","kind":"id","value":"3A"},
            "kind":{"same_as":{"other":{"platform":"mturk","kind":"group","value":"G@1"}}}}"#;
        let event: Event = serde_json::from_str(event).unwrap();
        let keys = about_keys(&event, &place_key(7));
        let places: Vec<&str> = keys.iter().map(|key| place_in(key)).collect();
        assert_eq!(places, [place_key(7), place_key(7)]);
        let prefix = about_prefix(Some(&event.about.unwrap()));
        assert!(keys[0].starts_with(&prefix) && keys[1].starts_with("mturk:group:G@1\n"));
    }

    #[test]
    fn what_is_about_nothing_has_a_prefix_of_its_own() {
        assert_eq!(about_prefix(None), "\n");
    }
}
