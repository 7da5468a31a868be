//! The data folder: published task groups and their assignments, as the product would have seen
//! them. It refuses to know what is fitted on them.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use flate2::read::GzDecoder;
use serde::Deserialize;
use tallystick_core::model::looseness;
use tallystick_core::pay;
use tallystick_wire::{Currency, Money, PlatformId, TaskFacts};

use crate::matrix::median;

/// The fewest workers of a group whose median can be judged.
pub const WORKERS_MIN: usize = 5;

/// One assignment.
#[derive(Debug, Clone, Copy)]
pub struct Work {
    /// When the worker could begin, in seconds since 1970: acceptance, or the submission of the
    /// assignment before it where several were held at once.
    pub start: i64,
    /// When it was submitted.
    pub submit: i64,
    /// ln of the seconds between, at least 1 s.
    pub ln: f64,
    /// Which one of the worker's own tasks of the group it is, from 1.
    pub order: usize,
}

/// One task group.
#[derive(Debug, Clone)]
pub struct Group {
    /// Who stands for the requester.
    pub owner: String,
    /// What the row tells.
    pub facts: TaskFacts,
    /// The reward in US dollars.
    pub usd: f64,
    /// ln of the claimed seconds, as our own parser reads them.
    pub claim: Option<f64>,
    /// A course's project.
    pub is_class: bool,
    /// The assignments of each worker, in order of submission.
    pub workers: Vec<Vec<Work>>,
    /// Who they are, in the same order: the same hash in every group.
    pub names: Vec<String>,
    /// What is to be estimated: ln of the median over workers of each one's own median.
    pub truth: f64,
}

impl Group {
    /// The factor on variances of times for its reward.
    pub fn looseness(&self, loosening: f64) -> f64 {
        looseness(loosening, Some(self.usd))
    }

    /// Whether its workers usually do several of its tasks.
    pub fn is_batch(&self) -> bool {
        let n: usize = self.workers.iter().map(Vec::len).sum();
        3 * self.workers.len() <= 2 * n
    }
}

#[derive(Deserialize)]
struct GroupLine {
    hit_type: String,
    source: String,
    owner: String,
    platform: String,
    title: Option<String>,
    description: Option<String>,
    reward_usd: Option<f64>,
    advertised_seconds: Option<f64>,
    class_project: bool,
    sandbox: bool,
    n_hits: Option<u32>,
}

#[derive(Deserialize)]
struct WorkLine {
    hit_type: String,
    source: String,
    worker: Option<String>,
    work_seconds: Option<f64>,
    accept_time: Option<String>,
    submit_time: Option<String>,
}

type Key = (String, String);

/// The groups of the folder that pay and have at least [`WORKERS_MIN`] workers, by owner and id.
///
/// # Errors
/// The file that cannot be read, and which line.
pub fn load(folder: &Path) -> Result<Vec<Group>, String> {
    let wanted = groups(&folder.join("task_groups.jsonl"))?;
    let mut works = assignments(&folder.join("assignments.jsonl.gz"), &wanted)?;
    let mut all = Vec::new();
    for (key, line) in &wanted {
        let workers = works.remove(key).unwrap_or_default();
        all.extend(group(line, workers));
    }
    all.sort_by(|a, b| a.owner.cmp(&b.owner));
    if all.is_empty() {
        return Err(format!(
            "{} holds no group with a reward and {WORKERS_MIN} workers",
            folder.display()
        ));
    }
    Ok(all)
}

fn groups(path: &Path) -> Result<BTreeMap<Key, GroupLine>, String> {
    let mut found = BTreeMap::new();
    for (at, text) in open(path)?.lines().enumerate() {
        let line: GroupLine = parse(path, at, text)?;
        let pays = line.reward_usd.is_some_and(|it| 0.0 < it) && !line.sandbox;
        if pays && line.platform == "mturk" {
            found.insert((line.hit_type.clone(), line.source.clone()), line);
        }
    }
    Ok(found)
}

fn assignments(
    path: &Path,
    wanted: &BTreeMap<Key, GroupLine>,
) -> Result<BTreeMap<Key, BTreeMap<String, Vec<Work>>>, String> {
    let unpacked = BufReader::new(GzDecoder::new(open(path)?));
    let mut by_worker: BTreeMap<String, Vec<(i64, i64, f64, Key)>> = BTreeMap::new();
    for (at, text) in unpacked.lines().enumerate() {
        let line: WorkLine = parse(path, at, text)?;
        let key = (line.hit_type, line.source);
        let time = |text: Option<String>| text.as_deref().and_then(instant);
        let (accept, submit) = (time(line.accept_time), time(line.submit_time));
        if let (Some(accept), Some(submit), Some(worker), true) =
            (accept, submit, line.worker, wanted.contains_key(&key))
        {
            let seconds = line.work_seconds.unwrap_or((submit - accept) as f64);
            by_worker
                .entry(worker)
                .or_default()
                .push((submit, accept, seconds, key));
        }
    }
    let mut found: BTreeMap<Key, BTreeMap<String, Vec<Work>>> = BTreeMap::new();
    for (worker, mut works) in by_worker {
        works.sort_by(|a, b| (a.0, a.1, &a.3).cmp(&(b.0, b.1, &b.3)));
        // Some result files were published twice.
        works.dedup_by(|a, b| (a.0, a.1, &a.3) == (b.0, b.1, &b.3));
        let mut before = i64::MIN;
        for (submit, accept, seconds, key) in works {
            let work = unqueued(accept, submit, seconds, before);
            before = submit;
            let mine = found.entry(key).or_default().entry(worker.clone());
            let mine = mine.or_default();
            let order = mine.len() + 1;
            mine.push(Work { order, ..work });
        }
    }
    Ok(found)
}

/// While an assignment waits behind another one it is not worked on.
fn unqueued(accept: i64, submit: i64, seconds: f64, before: i64) -> Work {
    let start = accept.max(before).min(submit);
    let most = seconds.max(1.0);
    Work {
        start,
        submit,
        ln: ((submit - start) as f64).clamp(1.0, most).ln(),
        order: 1,
    }
}

fn group(line: &GroupLine, workers: BTreeMap<String, Vec<Work>>) -> Option<Group> {
    if workers.len() < WORKERS_MIN {
        return None;
    }
    let (names, workers): (Vec<String>, Vec<Vec<Work>>) = workers.into_iter().unzip();
    let usd = line.reward_usd?;
    let facts = TaskFacts {
        title: line.title.clone(),
        description: line.description.clone(),
        reward: Some(Money::new((usd * 100.0).round() as i64, Currency::USD)),
        allotted_seconds: line.advertised_seconds.map(|it| it as u32),
        tasks: line.n_hits,
        ..nothing()?
    };
    let claim = pay::claim_of(&facts).map(|(claim, _)| claim.middle_seconds());
    // A description is read once: whatever it claims stands for it from here on.
    let facts = TaskFacts {
        description: None,
        claimed_seconds: claim.map(|it| it.round() as u32),
        ..facts
    };
    let own = |works: &Vec<Work>| median(&works.iter().map(|it| it.ln).collect::<Vec<_>>());
    let truth = median(&workers.iter().map(own).collect::<Vec<_>>());
    Some(Group {
        owner: line.owner.clone(),
        facts,
        usd,
        claim: claim.map(f64::ln),
        is_class: line.class_project,
        workers,
        names,
        truth,
    })
}

fn nothing() -> Option<TaskFacts> {
    let platform = PlatformId::try_from("mturk".to_owned()).ok()?;
    serde_json::from_value(serde_json::json!({ "platform": platform })).ok()
}

fn open(path: &Path) -> Result<BufReader<File>, String> {
    let file = File::open(path).map_err(|why| format!("{}: {why}", path.display()))?;
    Ok(BufReader::new(file))
}

fn parse<T: serde::de::DeserializeOwned>(
    path: &Path,
    at: usize,
    text: std::io::Result<String>,
) -> Result<T, String> {
    let wrong = |why: &dyn std::fmt::Display| format!("{}:{}: {why}", path.display(), at + 1);
    let text = text.map_err(|why| wrong(&why))?;
    serde_json::from_str(&text).map_err(|why| wrong(&why))
}

/// Seconds since 1970 of `2017-09-25T16:38:35Z`.
fn instant(text: &str) -> Option<i64> {
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<i64>().ok();
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    // Howard Hinnant's days_from_civil: a year that begins in March has its leap day last.
    let (year, month) = if month <= 2 {
        (year - 1, month + 9)
    } else {
        (year, month - 3)
    };
    let of_era = year.rem_euclid(400);
    let of_year = (153 * month + 2) / 5 + day - 1;
    let days = year.div_euclid(400) * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    Some((days - 719_468) * 86_400 + hour * 3_600 + minute * 60 + second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_instants() {
        assert_eq!(instant("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(instant("2017-09-25T16:38:35Z"), Some(1_506_357_515));
        assert_eq!(instant("2024-02-29T23:59:59Z"), Some(1_709_251_199));
        assert_eq!(instant("yesterday"), None);
    }

    #[test]
    fn waiting_behind_another_assignment_is_not_work() {
        let seconds = |work: Work| work.ln.exp().round();
        assert_eq!(seconds(unqueued(100, 160, 60.0, i64::MIN)), 60.0);
        assert_eq!(seconds(unqueued(100, 160, 60.0, 140)), 20.0);
        assert_eq!(seconds(unqueued(100, 160, 60.0, 160)), 1.0);
        assert_eq!(seconds(unqueued(100, 160, 0.0, 0)), 1.0);
    }
}
