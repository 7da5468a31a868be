//! The words of the command.

use std::path::PathBuf;

use tallystick_browser_tests::{Kind, Trouble};

use crate::ledger::Wanted;

/// What the command can do.
pub const HELP: &str = "tallystick-bench [--loads N] [--only WHAT] [--browser NAME]
                 [--assignments N] [--profiles FOLDER]
  --loads N          loads of each page in each browser, 10 unless told
  --only WHAT        rows (pages and look-ups), ledger (the dashboard and copies of its log),
                     looks (the dashboard) or copies (only these); all unless told
  --browser NAME     chromium or firefox; both unless told
  --assignments N    how long the ledger's log is, 200000 unless told
  --profiles FOLDER  keep the profiles with that log there, and begin with them the next time";

/// What can be measured alone.
const ONLY: [&str; 4] = ["rows", "ledger", "looks", "copies"];

/// What is to be measured.
#[derive(Debug)]
pub struct Words {
    /// Loads of each page.
    pub loads: usize,
    /// Whether pages and look-ups are measured.
    pub rows: bool,
    /// Whether the dashboard is, and how.
    pub ledger: Option<Wanted>,
    /// In which browsers.
    pub kinds: Vec<Kind>,
}

/// Reads them.
///
/// # Errors
/// What is wrong, or the help.
pub fn read(mut words: impl Iterator<Item = String>) -> Result<Words, Trouble> {
    let (mut loads, mut assignments) = (10, 200_000);
    let (mut only, mut profiles, mut kinds) = (None, None, Kind::ALL.to_vec());
    while let Some(word) = words.next() {
        let value = words.next().ok_or_else(|| Trouble(HELP.to_owned()))?;
        match word.as_str() {
            "--loads" => loads = number(&word, &value)?,
            "--assignments" => assignments = number(&word, &value)?,
            "--profiles" => profiles = Some(PathBuf::from(value)),
            "--browser" => {
                kinds.retain(|it| it.name() == value);
                if kinds.is_empty() {
                    return Err(Trouble(format!("--browser {value}: chromium or firefox")));
                }
            }
            "--only" if ONLY.contains(&value.as_str()) => only = Some(value),
            "--only" => return Err(Trouble(format!("--only {value}: {}", ONLY.join(", ")))),
            _ => return Err(Trouble(HELP.to_owned())),
        }
    }
    let takes = |what: &str| only.as_deref().is_none_or(|it| it == what);
    let ledger = Wanted {
        assignments,
        looks: takes("ledger") || takes("looks"),
        copies: takes("ledger") || takes("copies"),
        kinds: kinds.clone(),
        profiles,
    };
    Ok(Words {
        loads,
        rows: takes("rows"),
        ledger: (ledger.looks || ledger.copies).then_some(ledger),
        kinds,
    })
}

fn number(word: &str, value: &str) -> Result<usize, Trouble> {
    match value.parse() {
        Ok(number) if 0 < number => Ok(number),
        _ => Err(Trouble(format!("{word} {value}: must be a number from 1"))),
    }
}
