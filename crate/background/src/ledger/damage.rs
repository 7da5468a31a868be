//! What cannot be read is set aside, said, and never blocks the rest.
//!
//! A text that was set aside is kept as it was. A record is then made again out of the log.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tallystick_browser::clock;
use tallystick_browser::database::Write;
use tallystick_wire::Millis;

use super::journal::JOURNAL;
use crate::store;
use crate::trouble::Done;

/// A text that was set aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Damage {
    /// When.
    pub at: Millis,
    /// What it was and what became of it, for people.
    pub said: String,
    /// The text.
    pub text: String,
}

/// One text that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// In which store.
    pub store: &'static str,
    /// Under which key.
    pub key: String,
    /// The text.
    pub text: String,
    /// The reader's words.
    pub why: String,
}

/// Texts that cannot be read, as they are come upon.
pub type Found = Vec<Unreadable>;

/// Reads a text, or notes that it cannot be read.
pub fn read<T: DeserializeOwned>(
    store: &'static str,
    key: &str,
    text: &str,
    found: &mut Found,
) -> Option<T> {
    match serde_json::from_str(text) {
        Ok(value) => Some(value),
        Err(why) => {
            found.push(Unreadable {
                store,
                key: key.to_owned(),
                text: text.to_owned(),
                why: why.to_string(),
            });
            None
        }
    }
}

/// Sets these aside.
///
/// # Errors
/// In the browser's words.
pub fn set_aside(write: &Write, found: &[Unreadable]) -> Done<()> {
    for it in found {
        let damage = Damage {
            at: clock::now(),
            said: said(it),
            text: it.text.clone(),
        };
        let key = format!("{}\n{}", it.store, it.key);
        store::put(write, store::DAMAGED, &key, &damage)?;
        write.delete(it.store, &it.key)?;
        if it.store == store::RECORDS {
            write.put(store::CHANGED, &it.key, "")?;
        }
    }
    Ok(())
}

fn said(it: &Unreadable) -> String {
    let (what, then) = match it.store {
        store::LOG => (
            format!("Entry {} of the log", it.key.trim_start_matches('0')),
            "It was set aside and does not count; all others do",
        ),
        store::RECORDS => (
            format!("The record {}", it.key),
            "It was made again out of the log",
        ),
        store::SUMS => (
            "A sum over the records".to_owned(),
            "All of them were made again out of the records",
        ),
        store::CLOCK if it.key == JOURNAL => (
            "How far long work in the log was".to_owned(),
            "What it did so far stays; an import can be undone, and then chosen again",
        ),
        store::CLOCK => (
            "The clock's state".to_owned(),
            "It began anew; times that were measured before are in the log",
        ),
        _ => (
            format!("An entry of {}", it.store),
            "It was set aside and does not count; all others do",
        ),
    };
    format!("{what} could not be read ({}). {then}.", it.why)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_is_named_with_what_became_of_it() {
        let mut found = Found::new();
        assert_eq!(read::<u32>(store::LOG, "0000012", "7", &mut found), Some(7));
        assert_eq!(read::<u32>(store::LOG, "0000012", "{", &mut found), None);
        let said = said(&found[0]);
        assert!(
            said.starts_with("Entry 12 of the log could not be read"),
            "{said}"
        );
        assert!(said.ends_with("all others do."), "{said}");
    }
}
