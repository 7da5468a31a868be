//! Requesters to have reviews of: those of a file, and made-up ones to fill the community.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use tallystick_wire::review::ReviewedTask;
use tallystick_wire::{Currency, GroupKey, Money, PlatformId, RequesterKey, RequesterKind};

use super::dice::Dice;
use super::words::{FIRST, SECOND, TASKS};

/// One requester and the tasks that it has.
#[derive(Debug, Clone, PartialEq)]
pub struct Requester {
    /// Whom the reviews are about.
    pub key: RequesterKey,
    /// The name as pages show it.
    pub name: String,
    /// Its task groups.
    pub tasks: Vec<ReviewedTask>,
}

/// A line of the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    platform: PlatformId,
    kind: RequesterKind,
    value: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    groups: Vec<Group>,
}

/// A task group: its id alone, or with what its row says.
#[derive(Deserialize)]
#[serde(untagged)]
enum Group {
    Id(String),
    Row(Row),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    value: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    reward: Option<Money>,
    #[serde(default)]
    claimed_seconds: Option<u32>,
    #[serde(default)]
    allotted_seconds: Option<u32>,
    #[serde(default)]
    tasks: Option<u32>,
}

/// Why a file of requesters cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BadFile {
    /// It cannot be read.
    #[error("cannot read {path}: {source}")]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// One of its lines is no requester.
    #[error(
        "{path}:{line}: {why}; a line is {{\"platform\":…,\"kind\":\"id|name|group\",\"value\":…,\
         \"name\":…,\"groups\":[…]}}"
    )]
    Line {
        /// Which file.
        path: PathBuf,
        /// Which line, from 1.
        line: usize,
        /// What is wrong with it.
        why: String,
    },
}

/// Reads a file of one requester a line; empty lines are skipped.
///
/// # Errors
/// See [`BadFile`].
pub fn read(path: &Path) -> Result<Vec<Requester>, BadFile> {
    let path = path.to_owned();
    let text = std::fs::read_to_string(&path).map_err(|source| BadFile::Unreadable {
        path: path.clone(),
        source,
    })?;
    let lines = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(at, line)| {
            let bad = |why: String| BadFile::Line {
                path: path.clone(),
                line: at + 1,
                why,
            };
            let line: Line = serde_json::from_str(line).map_err(|why| bad(why.to_string()))?;
            line.requester().map_err(|why| bad(why.to_string()))
        })
        .collect()
}

impl Line {
    fn requester(self) -> Result<Requester, tallystick_wire::id::BadId> {
        let platform = self.platform;
        let rows = self.groups.into_iter().map(|it| match it {
            Group::Row(row) => row,
            Group::Id(value) => Row {
                value,
                title: String::new(),
                reward: None,
                claimed_seconds: None,
                allotted_seconds: None,
                tasks: None,
            },
        });
        let task = |row: Row| {
            Ok(ReviewedTask {
                group: Some(GroupKey::new(platform.clone(), row.value)?),
                title: row.title,
                reward: row.reward,
                claimed_seconds: row.claimed_seconds,
                allotted_seconds: row.allotted_seconds,
                tasks: row.tasks,
            })
        };
        let tasks = rows.map(task).collect::<Result<_, _>>()?;
        let key = RequesterKey::new(platform, self.kind, self.value)?;
        Ok(Requester {
            key,
            name: self.name,
            tasks,
        })
    }
}

/// The made-up requester of that number; half of them on a platform with ids.
pub fn made_up(number: usize) -> Option<Requester> {
    let mut dice = Dice::of(&format!("requester {number}"));
    let name = format!("{} {}", dice.pick(&FIRST)?, dice.pick(&SECOND)?);
    let (platform, kind, value) = match number % 4 {
        0 | 1 => {
            let id = format!(
                "A{}",
                dice.letters("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", 13)
            );
            ("mturk", RequesterKind::Id, id)
        }
        2 => ("prolific", RequesterKind::Name, name.to_lowercase()),
        _ => ("connect", RequesterKind::Name, name.to_lowercase()),
    };
    let platform: PlatformId = platform.parse().ok()?;
    let task = |(title, cents, claimed): &(&str, i64, u32), dice: &mut Dice| {
        let group = GroupKey::new(platform.clone(), dice.letters("0123456789abcdef", 24)).ok();
        let reward = Some(Money::new(*cents, Currency::USD));
        let claimed_seconds = Some(*claimed);
        ReviewedTask {
            group,
            title: (*title).to_owned(),
            reward,
            claimed_seconds,
            allotted_seconds: None,
            tasks: None,
        }
    };
    let count = dice.between(1, 4);
    let tasks = (0..count).filter_map(|_| dice.pick(&TASKS).map(|it| task(it, &mut dice)));
    let tasks = tasks.collect();
    let key = RequesterKey::new(platform.clone(), kind, value).ok()?;
    Some(Requester { key, name, tasks })
}
