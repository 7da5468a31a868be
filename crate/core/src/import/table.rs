//! Any table of work as CSV: the worker says which column is what.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tallystick_wire::facts::OutcomeFacts;
use tallystick_wire::id::RequesterKind;
use tallystick_wire::message::SeeOutcomes;
use tallystick_wire::{Currency, GroupKey, PlatformId, RequesterKey};

use super::value::{blank, day, instant, money, outcome};
use super::{Format, PROBLEMS_MAX, Problems, pages};

/// What a column can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The task's title.
    Title,
    /// The requester's name.
    Requester,
    /// The platform's id of the requester.
    RequesterId,
    /// The platform's id of the task group.
    Group,
    /// The platform's id of the assignment.
    Assignment,
    /// What it paid or promised.
    Reward,
    /// A bonus.
    Bonus,
    /// When it was started.
    Started,
    /// When it was submitted.
    Completed,
    /// The day, where there is no time.
    Day,
    /// What came of it.
    State,
    /// How long it took, in seconds.
    Seconds,
    /// The requester's words.
    Feedback,
}

impl Field {
    /// All, with the label for the worker and the heads that are taken for it.
    pub const ALL: [(Self, &'static str, &'static [&'static str]); 13] = [
        (
            Self::Title,
            "Title",
            &["title", "study", "project", "task", "job"],
        ),
        (
            Self::Requester,
            "Requester",
            &["requester", "researcher", "client", "employer"],
        ),
        (
            Self::RequesterId,
            "Requester id",
            &["requester_id", "requester id"],
        ),
        (
            Self::Group,
            "Task group",
            &["group", "study id", "project id", "hit_set_id"],
        ),
        (
            Self::Assignment,
            "Assignment id",
            &["assignment", "assignment_id", "submission id"],
        ),
        (
            Self::Reward,
            "Reward",
            &["promised", "reward", "pay", "payment", "amount", "earned"],
        ),
        (Self::Bonus, "Bonus", &["bonus"]),
        (
            Self::Started,
            "Started",
            &["accepted_utc", "started at", "started", "start"],
        ),
        (
            Self::Completed,
            "Submitted",
            &[
                "submitted_utc",
                "completed at",
                "completed",
                "submitted",
                "end",
            ],
        ),
        (Self::Day, "Day", &["platform_day", "date", "day"]),
        (Self::State, "State", &["state", "status", "outcome"]),
        (
            Self::Seconds,
            "Seconds taken",
            &["work_seconds", "time_taken", "seconds", "duration"],
        ),
        (
            Self::Feedback,
            "Feedback",
            &["feedback", "requester_feedback", "comment"],
        ),
    ];
}

/// Which column is what, and what the table does not say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// Field → column, from 0.
    pub columns: BTreeMap<Field, usize>,
    /// The platform of all lines.
    pub platform: PlatformId,
    /// The currency of amounts without a sign.
    pub currency: Currency,
}

/// A table with its head and the lines of its rows in the file.
pub(super) struct Rows {
    pub(super) head: Vec<String>,
    pub(super) rows: Vec<(u64, Vec<String>)>,
}

pub(super) fn rows(text: &str) -> Result<Rows, Problems> {
    let text = text.trim_start_matches('\u{feff}');
    let head = text.lines().next().unwrap_or_default();
    let count = |sign: char| head.matches(sign).count();
    let signs = [(count(','), b','), (count(';'), b';'), (count('\t'), b'\t')];
    let delimiter = signs.iter().max_by_key(|it| it.0).map_or(b',', |it| it.1);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .from_reader(text.as_bytes());
    let bad = |why: csv::Error| Problems::one(format!("The table cannot be read: {why}"));
    let head = reader.headers().map_err(bad)?;
    let head = head.iter().map(|it| it.trim().to_owned()).collect();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(bad)?;
        let line = record.position().map_or(0, csv::Position::line);
        rows.push((line, record.iter().map(unquoted).collect()));
    }
    Ok(Rows { head, rows })
}

/// A cell without the apostrophe that keeps spreadsheets from taking it for a formula.
fn unquoted(cell: &str) -> String {
    let cell = cell.trim();
    let formula = |c: char| "=+-@".contains(c);
    let bare = cell.strip_prefix('\'').filter(|it| it.starts_with(formula));
    bare.unwrap_or(cell).to_owned()
}

/// The heads of a table, for the worker to map.
///
/// # Errors
/// That it is no table.
pub fn heads(text: &str) -> Result<Vec<String>, Problems> {
    rows(text).map(|it| it.head)
}

/// The mapping that the heads suggest.
pub fn guess(heads: &[String], platform: PlatformId, currency: Currency) -> Mapping {
    let mut columns = BTreeMap::new();
    for (field, _, names) in Field::ALL {
        let found = names.iter().find_map(|name| {
            let same = |it: &String| it.eq_ignore_ascii_case(name);
            heads.iter().position(same)
        });
        if let Some(at) = found {
            columns.insert(field, at);
        }
    }
    Mapping {
        columns,
        platform,
        currency,
    }
}

/// Reads the table by a mapping.
///
/// # Errors
/// Every line that cannot be read, and why.
pub fn read(text: &str, mapping: &Mapping) -> Result<Vec<SeeOutcomes>, Problems> {
    for (field, label, _) in [Field::ALL[0], Field::ALL[5]] {
        if !mapping.columns.contains_key(&field) {
            return Err(Problems::one(format!("Say which column is the {label}")));
        }
    }
    let mut lines = Vec::new();
    let mut problems = Vec::new();
    for (number, row) in rows(text)?.rows {
        match line(&row, mapping) {
            Ok(line) => lines.push(line),
            Err(fault) => problems.push(format!("Line {number}: {fault}")),
        }
    }
    problems.truncate(PROBLEMS_MAX);
    if problems.is_empty() {
        Ok(pages(&mapping.platform, Format::Table, lines))
    } else {
        Err(Problems(problems))
    }
}

fn line(row: &[String], mapping: &Mapping) -> Result<(Option<String>, OutcomeFacts), String> {
    let cell = |field: Field| {
        let at = mapping.columns.get(&field)?;
        let text = row.get(*at)?;
        (!text.is_empty()).then_some(text.as_str())
    };
    let platform = || mapping.platform.clone();
    let amount = |field: Field| match cell(field) {
        Some(text) => money(text, Some(mapping.currency))
            .map(Some)
            .ok_or_else(|| format!("{text:?} is no amount")),
        None => Ok(None),
    };
    let at = |field: Field| match cell(field) {
        Some(text) => instant(text)
            .map(Some)
            .ok_or_else(|| format!("{text:?} is no date and time")),
        None => Ok(None),
    };
    let mut line = blank(&mapping.platform);
    let task = &mut line.task;
    task.title = cell(Field::Title).map(str::to_owned);
    task.requester_name = cell(Field::Requester).map(str::to_owned);
    let id = cell(Field::RequesterId).map(str::to_owned);
    task.requester = id.and_then(|it| RequesterKey::new(platform(), RequesterKind::Id, it).ok());
    let group = cell(Field::Group).map(str::to_owned);
    task.group = group.and_then(|it| GroupKey::new(platform(), it).ok());
    task.assignment = cell(Field::Assignment).map(str::to_owned);
    task.reward = amount(Field::Reward)?;
    line.bonus = amount(Field::Bonus)?.filter(|it| it.minor != 0);
    line.started_at = at(Field::Started)?;
    line.completed_at = at(Field::Completed)?;
    line.feedback = cell(Field::Feedback).map(str::to_owned);
    if let Some(text) = cell(Field::Seconds) {
        let seconds: f64 = text
            .parse()
            .map_err(|_| format!("{text:?} is no number of seconds"))?;
        line.taken_seconds = (0.0..1e9)
            .contains(&seconds)
            .then_some(seconds.round() as u32);
    }
    if let Some(word) = cell(Field::State) {
        let known = outcome(word).ok_or_else(|| format!("{word:?} is no state"))?;
        (line.state, line.outcome) = (Some(word.to_owned()), Some(known));
    }
    if line.task.title.is_none() && line.task.assignment.is_none() {
        return Err("it has neither a title nor an id".to_owned());
    }
    let said = cell(Field::Day);
    let on = said.map(|text| day(text).ok_or_else(|| format!("{text:?} is no day")));
    Ok((on.transpose()?, line))
}
