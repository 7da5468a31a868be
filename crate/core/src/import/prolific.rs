//! Prolific's own list of submissions as its page gives it out: names and no ids.

use tallystick_wire::PlatformId;
use tallystick_wire::message::SeeOutcomes;

use super::table::{Rows, rows};
use super::value::{blank, instant, money, outcome};
use super::{Format, PROBLEMS_MAX, Problems, pages};

/// Reads the file: study, reward, bonus, start and completion in UTC, code, status. The code is
/// not kept: it is no record of work, and whoever has it could claim it.
///
/// # Errors
/// Every line that cannot be read, and why.
pub fn read(text: &str, platform: &PlatformId) -> Result<Vec<SeeOutcomes>, Problems> {
    let Rows { head, rows } = rows(text)?;
    let at = |name: &str| head.iter().position(|it| it.eq_ignore_ascii_case(name));
    let places = [
        "Study",
        "Reward",
        "Bonus",
        "Started At",
        "Completed At",
        "Status",
    ]
    .map(at);
    let [
        Some(study),
        Some(reward),
        bonus,
        started,
        completed,
        Some(status),
    ] = places
    else {
        let why = "This is not Prolific's list of submissions: it needs the columns Study, Reward and Status";
        return Err(Problems::one(why));
    };
    let mut lines = Vec::new();
    let mut problems = Vec::new();
    for (number, row) in rows {
        let cell = |at: usize| row.get(at).map_or("", String::as_str);
        let maybe = |at: Option<usize>| at.map_or("", cell);
        let mut line = blank(platform);
        line.task.title = Some(cell(study).to_owned()).filter(|it| !it.is_empty());
        line.task.reward = money(cell(reward), None);
        line.bonus = money(maybe(bonus), None).filter(|it| it.minor != 0);
        line.started_at = instant(maybe(started));
        line.completed_at = instant(maybe(completed));
        line.outcome = outcome(cell(status));
        line.state = Some(cell(status).to_owned());
        let fault = match () {
            () if line.task.title.is_none() => Some("the study has no name".to_owned()),
            () if line.task.reward.is_none() => Some(format!("{:?} is no amount", cell(reward))),
            () if line.outcome.is_none() => Some(format!("{:?} is no status", cell(status))),
            () => None,
        };
        match fault {
            Some(fault) => problems.push(format!("Line {number}: {fault}")),
            None => lines.push((None, line)),
        }
    }
    problems.truncate(PROBLEMS_MAX);
    if problems.is_empty() {
        Ok(pages(platform, Format::Prolific, lines))
    } else {
        Err(Problems(problems))
    }
}
