//! The card behind a badge: the verdict, why, how sure, from whom, and my own part in it.

use tallystick_wire::Currency;

use super::evidence::whole;
use super::text::{self, count};
use super::{
    CardView, Line, RowInput, Section, badge, evidence, mine, pay, sentence, state, words,
};
use crate::effective::{self, Log, Shares};
use crate::pay::{Basis, Estimate, Source, Speed};
use crate::{history, rates};

/// The card of a row.
pub fn card(input: &RowInput) -> CardView {
    let found = badge::findings(input);
    let facts = input.facts;
    let mut sections = vec![verdict(input, &found)];
    if let Some(estimate) = &found.estimate {
        sections.push(why(estimate, Speed::of(input.me.log_ratios)));
    }
    sections.push(evidence::section(input, &found));
    sections.extend(mine(input));
    CardView {
        title: text::title(facts.title.as_deref().unwrap_or("")),
        requester: text::title(
            facts
                .requester_name
                .as_deref()
                .unwrap_or(words::NO_REQUESTER),
        ),
        sections,
    }
}

fn verdict(input: &RowInput, found: &badge::Findings) -> Section {
    let sign = [words::sign(found.warning), " ", words::word(found.warning)].concat();
    let mut lines = vec![Line::new("Verdict", sign)];
    if let Some(reward) = input.facts.reward {
        lines.push(Line::new("Reward", text::money(reward)));
    }
    if let Some(estimate) = &found.estimate {
        let sure = "eight in ten tasks like this lie in the interval".to_owned();
        lines.push(Line::new("Really pays", pay::estimate(estimate)).with(sure));
        lines.push(effective(estimate, &input.me.log));
        let time = text::duration(estimate.seconds.median);
        let range = text::duration_range(estimate.seconds.low, estimate.seconds.high);
        lines.push(Line::new("Takes about", time).with(range));
    }
    lines.extend(measured(input));
    if let Some(said) = &found.advertised {
        let time = text::duration_range(f64::from(said.low_seconds), f64::from(said.high_seconds));
        let detail = [&time, ", by the ", words::claimant(said.source)].concat();
        lines.push(Line::new("Advertised", pay::advertised(said)).with(detail));
    }
    lines.extend(floor(input, found.estimate.as_ref()));
    let note = input
        .settings
        .floor
        .is_none()
        .then(|| words::NO_FLOOR.to_owned());
    Section {
        heading: "Pay".to_owned(),
        lines,
        note,
    }
}

/// What I earned an hour at such tasks, beside what others did; only if the clock has seen me at it.
fn measured(input: &RowInput) -> Option<Line> {
    let mine = &input.group?.my_seconds;
    let (reward, group) = (input.facts.reward?, input.facts.group.as_ref()?);
    let hours = history::you_and_others(reward, mine, input.requester, &group.value);
    hours.0?;
    let text = mine::you_and_others(hours, reward.currency)?;
    Some(Line::new("Measured", text))
}

/// Pay with the unpaid part of an hour in it, and whose figures these are: the worker's own log's,
/// or published ones while there is none.
fn effective(estimate: &Estimate, log: &Log) -> Line {
    let shares = Shares::of(log);
    let hourly_minor = effective::hourly_minor(estimate, &shares);
    let counted = Estimate {
        hourly_minor,
        basis: Vec::new(),
        ..*estimate
    };
    let line = Line::new("With unpaid time", pay::estimate(&counted));
    let per_cent = |share: f64| whole(share * 100.0).to_string() + " %";
    line.with(match shares.source {
        effective::Source::Published => {
            "by published figures: a third of the time is unpaid (Toxtli et al. 2021), for searching, \
             returned and rejected work (Hara et al. 2018)"
                .to_owned()
        }
        effective::Source::Log => {
            let bonus = match whole(shares.bonus * 100.0) {
                0 => String::new(),
                share => [", bonuses add ", &share.to_string(), " %"].concat(),
            };
            [
                "by your own log: ",
                &per_cent(shares.overhead / (1.0 + shares.overhead)),
                " of the time is unpaid, ",
                &per_cent(shares.paid),
                " of the work is paid",
                &bonus,
            ]
            .concat()
        }
    })
}

/// The floor, and in the reward's currency with the date of the rate where that differs.
fn floor(input: &RowInput, estimate: Option<&Estimate>) -> Option<Line> {
    let floor = input.settings.floor?;
    let line = Line::new("Your floor", text::money(floor) + "/h");
    let currency: Currency = estimate?.currency;
    if currency == floor.currency {
        return Some(line);
    }
    let rates = &input.settings.rates;
    Some(
        line.with(match rates::convert(floor, currency, rates) {
            Some(there) => ["≈ ", &text::money(there), "/h at rates of ", &rates.date].concat(),
            None => [
                "no rate for ",
                currency.as_str(),
                ": add one in the options",
            ]
            .concat(),
        }),
    )
}

/// Which evidence the estimate is made of, and how much each piece counts.
fn why(estimate: &Estimate, speed: Speed) -> Section {
    let lines = estimate.basis.iter().map(|basis| {
        let share = [
            &whole(basis.share * 100.0).to_string(),
            " % of the estimate",
        ]
        .concat();
        Line::new(what(basis.source), basis_text(basis)).with(share)
    });
    Section {
        heading: "Why".to_owned(),
        lines: lines.collect(),
        note: sentence::pace(speed),
    }
}

fn what(source: Source) -> &'static str {
    match source {
        Source::Reward | Source::RewardAndAllotted | Source::Allotted => "The row",
        Source::Claim(_) => "Advertised time",
        Source::PlatformAverage => "The platform",
        Source::Requester => "This requester",
        Source::Group => "This task group",
        Source::Own => "You",
    }
}

/// "12 others took about 8 min (4–16 min)", "the title says 5 min (really 3–10 min)".
fn basis_text(basis: &Basis) -> String {
    let median = text::duration(basis.seconds.median);
    let range = text::duration_range(basis.seconds.low, basis.seconds.high);
    let n = whole(basis.n);
    let who = match basis.source {
        Source::Claim(by) => {
            let by = words::claimant(by);
            return ["the ", by, " says ", &median, " (really ", &range, ")"].concat();
        }
        Source::Reward => "tasks with such a reward take".to_owned(),
        Source::RewardAndAllotted => "tasks with such a reward and limit take".to_owned(),
        Source::Allotted => "tasks with such a limit take".to_owned(),
        Source::PlatformAverage => "by the platform's own average it takes".to_owned(),
        Source::Requester => [
            "by ",
            &count(n, "report", "reports"),
            " on other tasks it takes",
        ]
        .concat(),
        Source::Group => count(n, "other", "others") + " took",
        Source::Own => [
            "by your last ",
            &count(n, "task", "tasks"),
            " the next takes",
        ]
        .concat(),
    };
    [&who, " about ", &median, " (", &range, ")"].concat()
}

/// My own history, note and reviews.
fn mine(input: &RowInput) -> Option<Section> {
    let mut lines = Vec::new();
    lines.extend(
        input
            .requester
            .and_then(|it| it.history.as_ref())
            .map(mine::history),
    );
    if let Some(note) = badge::note(input.requester) {
        lines.push(Line::new("My note", text::cut(note, 2_000)));
    }
    for review in input.requester.map_or(&[][..], |it| &it.mine) {
        let scores = words::scores(&review.review.scores);
        let value = if scores.is_empty() {
            "written".to_owned()
        } else {
            scores
        };
        let detail = state::review_state(review, input.backends);
        lines.push(Line::new("My review", value).with(detail));
    }
    if let Some(times) = input
        .group
        .map(|it| &it.my_seconds)
        .filter(|it| !it.is_empty())
    {
        let last = times.last().map_or(0.0, |it| f64::from(*it));
        let n = count(times.len().min(u32::MAX as usize) as u32, "time", "times");
        let line = Line::new("This task", ["done ", &n].concat());
        lines.push(line.with(["last in ", &text::duration(last)].concat()));
    }
    let heading = "My own".to_owned();
    (!lines.is_empty()).then_some(Section {
        heading,
        lines,
        note: None,
    })
}
