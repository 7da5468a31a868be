//! What others say of a requester, as lines of a card.

use tallystick_wire::api::{PublicReview, Reply};
use tallystick_wire::evidence::{Moments, Tally};
use tallystick_wire::message::{BackendEvidence, BackendReviews, BackendStatus, MyReview};
use tallystick_wire::review::{Issue, TEXT_MAX_CHARS};
use tallystick_wire::{Millis, Review, ReviewId};

use super::text::{self, count};
use super::{AnswerView, Line, ReviewView, RowInput, Section, badge, state, words};
use crate::assumed::Z_80;
use crate::form;
use crate::pool::within;
use crate::reputation::{self, Pooled, Standing, State};

/// The section on the requester's reputation.
pub(super) fn section(input: &RowInput, found: &badge::Findings) -> Section {
    let mut lines = Vec::new();
    if found.standing.state == State::Unrated {
        lines.push(Line::new("Reviews", words::NO_REVIEWS.to_owned()));
    } else {
        lines.extend(standing(&found.pooled));
    }
    let evidence = input.requester.map_or(&[][..], |it| &it.evidence);
    let group = input.facts.group.as_ref();
    lines.extend(group.and_then(|it| group_line(evidence, &it.value)));
    lines.extend(old_names(evidence));
    lines.extend(backend_lines(evidence, input));
    let note = badge::is_by_name(input.facts)
        .then(|| "Known by name only: another requester may have the same name.".to_owned());
    Section {
        heading: "What other workers say".to_owned(),
        lines,
        note,
    }
}

/// A requester's standing as lines: overall, the four scores, and what else reviews count.
pub fn standing(pooled: &Pooled) -> Vec<Line> {
    let standing = reputation::standing(pooled);
    let mut lines = vec![overall(&standing)];
    lines.extend(score_lines(&standing, &pooled.all));
    lines.extend(tally_lines(&pooled.all));
    lines
}

/// The standing of one task group in a line, if anyone has reviewed it.
pub fn group_line(evidence: &[BackendEvidence], group: &str) -> Option<Line> {
    let standing = reputation::of_group(evidence, group)?;
    let line = Line::new("This task group", in_words(&standing));
    Some(line.with("pulled towards this requester's other reviews".to_owned()))
}

/// Everything that a review says but its scores and its text, in one line; empty without any.
pub fn said_else(review: &Review) -> String {
    let mut said: Vec<String> = review
        .issues
        .iter()
        .map(|it| form::issue(*it).label.to_owned())
        .collect();
    if let Some(answer) = review.rejections {
        said.push(["rejected: ", form::rejections(answer)].concat());
    }
    if let Some(days) = review.days_to_pay {
        said.push(["paid after ", &count(u32::from(days), "day", "days")].concat());
    }
    if let Some(measured) = review.measured {
        said.push(["took ", &text::duration(f64::from(measured.work_seconds))].concat());
    }
    said.join(" · ")
}

/// "4.1 · 3 reviews · 1 this quarter".
fn in_words(standing: &Standing) -> String {
    let reviews = count(standing.reviews, "review", "reviews");
    let recent = match standing.recent {
        0 => "none this quarter".to_owned(),
        n => [&n.to_string(), " this quarter"].concat(),
    };
    match standing.mean {
        Some(mean) => [&text::one_decimal(mean), " · ", &reviews, " · ", &recent].concat(),
        None => [&reviews, " · ", &recent].concat(),
    }
}

fn overall(standing: &Standing) -> Line {
    let line = Line::new("Overall", in_words(standing));
    match standing.state {
        State::Few => line.with("few reviews: pulled towards the community's mean".to_owned()),
        State::Rated | State::Unrated => line,
    }
}

fn score_lines(standing: &Standing, all: &Tally) -> Vec<Line> {
    let mut lines = Vec::new();
    let asked = form::scores().iter().zip(standing.scores).zip(all.scores);
    for ((question, score), moments) in asked {
        let Some(score) = score else { continue };
        let n = whole(moments.n);
        let line = Line::new(
            question.label,
            [&text::one_decimal(score), " of 5"].concat(),
        );
        lines.push(line.with(count(n, "score", "scores")));
    }
    lines
}

fn tally_lines(all: &Tally) -> Vec<Line> {
    let mut lines = Vec::new();
    for (issue, n) in Issue::ALL.into_iter().zip(all.issues) {
        if 0 < n {
            lines.push(Line::new(
                form::issue(issue).label,
                count(n, "report", "reports"),
            ));
        }
    }
    lines.extend(rejections(all.rejections));
    if let Some((low, middle, high)) = spread(all.days_to_pay) {
        let days = count(middle.round() as u32, "day", "days");
        let range = [
            &whole(low).to_string(),
            "–",
            &whole(high).to_string(),
            " days",
        ]
        .concat();
        let n = count(whole(all.days_to_pay.n), "review", "reviews");
        lines.push(Line::new("Paid after", days).with([&range, ", ", &n].concat()));
    }
    if let Some((_, middle, _)) = spread(all.log_hourly_usd) {
        let hourly = text::number((middle.exp().min(1e9) * 100.0).round() as i64, 2);
        let n = count(
            whole(all.log_hourly_usd.n),
            "measured task",
            "measured tasks",
        );
        lines.push(Line::new("Measured pay", ["$", &hourly, "/h"].concat()).with(n));
    }
    lines
}

fn rejections(counts: [u32; 4]) -> Option<Line> {
    let said: Vec<String> = reputation::REJECTIONS
        .into_iter()
        .zip(counts)
        .filter(|it| 0 < it.1)
        .map(|(answer, n)| [form::rejections(answer), ": ", &n.to_string()].concat())
        .collect();
    (!said.is_empty()).then(|| Line::new("Work rejected", said.join(" · ")))
}

/// Mean and the middle 80 % of what was counted, if it was.
pub(super) fn spread(moments: Moments) -> Option<(f64, f64, f64)> {
    let Moments { n, sum, squares } = moments;
    let mean = sum / n;
    if !(0.0 < n && mean.is_finite() && squares.is_finite()) {
        return None;
    }
    let half = Z_80 * (squares / n - mean * mean).max(0.0).sqrt();
    Some((mean - half, mean, mean + half))
}

pub(super) fn whole(value: f64) -> u32 {
    within(0.0, value.round(), 1e9) as u32
}

fn old_names(evidence: &[BackendEvidence]) -> Option<Line> {
    let mut names: Vec<&str> = Vec::new();
    for name in evidence
        .iter()
        .flat_map(|it| &it.aggregate.old_names)
        .take(20)
    {
        if !names.contains(&name.as_str()) && names.len() < 5 {
            names.push(name);
        }
    }
    let shown: Vec<String> = names.into_iter().map(text::name).collect();
    (!shown.is_empty()).then(|| Line::new("Earlier names", shown.join(", ")))
}

/// One line a backend that is read: what it says, and how old that is.
fn backend_lines(evidence: &[BackendEvidence], input: &RowInput) -> Vec<Line> {
    let line = |(at, backend): (usize, &BackendStatus)| {
        let said = evidence.iter().find(|it| it.backend == at);
        if backend.paused {
            let detail = "what it says is not counted until you switch it on in the options";
            return Line::new(&text::name(&backend.name), "paused".to_owned())
                .with(detail.to_owned());
        }
        let value = match said {
            Some(it) => count(it.aggregate.all.reviews, "review", "reviews"),
            None => words::NO_REVIEWS.to_owned(),
        };
        let mut detail = state::backend_state(backend, input.now);
        if let Some(newest) = said.map(|it| it.aggregate.newest_at).filter(|it| 0 < *it) {
            detail = [&detail, ", newest review ", &text::age(newest, input.now)].concat();
        }
        Line::new(&text::name(&backend.name), value).with(detail)
    };
    input
        .backends
        .iter()
        .enumerate()
        .filter(|it| it.1.read)
        .map(line)
        .collect()
}

/// The texts of others, for an open card, newest first within each backend; `mine` are shown elsewhere.
pub fn reviews(reviews: &[BackendReviews], mine: &[MyReview], now: Millis) -> Vec<ReviewView> {
    let views = |it: &BackendReviews| -> Vec<ReviewView> {
        it.reviews
            .iter()
            .filter(|review| !is_among(mine, &review.review.id))
            .map(|review| view(review, &it.backend, now))
            .collect()
    };
    reviews.iter().flat_map(views).collect()
}

/// What the requester answers to reviews of mine, each with the review's id.
pub fn answers_to(
    mine: &[MyReview],
    reviews: &[BackendReviews],
    now: Millis,
) -> Vec<(ReviewId, AnswerView)> {
    let of = |backend: &BackendReviews| -> Vec<(ReviewId, AnswerView)> {
        let answered = |it: &PublicReview| {
            let answer = answer(it.reply.as_ref()?, &backend.backend, now);
            is_among(mine, &it.review.id).then(|| (it.review.id.clone(), answer))
        };
        backend.reviews.iter().filter_map(answered).collect()
    };
    reviews.iter().flat_map(of).collect()
}

fn is_among(mine: &[MyReview], id: &ReviewId) -> bool {
    mine.iter().any(|it| it.review.id == *id)
}

/// The words of a requester, and of a moderator on them: neither is to be trusted as to its form.
fn answer(reply: &Reply, backend: &str, now: Millis) -> AnswerView {
    let mut heading = ["The requester answers, ", &text::age(reply.at, now)].concat();
    if !reply.verified.trim().is_empty() {
        let how = [
            ". How a moderator of ",
            &text::name(backend),
            " knows that it is them: ",
            &text::name(&reply.verified),
        ];
        heading.push_str(&how.concat());
    }
    AnswerView {
        heading,
        text: text::cut(&reply.text, TEXT_MAX_CHARS),
    }
}

fn view(public: &PublicReview, backend: &str, now: Millis) -> ReviewView {
    let author = text::name(&public.author);
    let stored = text::age(public.stored_at, now);
    let review = &public.review;
    ReviewView {
        heading: [&author, " at ", &text::name(backend), ", ", &stored].concat(),
        scores: words::scores(&review.scores),
        issues: said_else(review),
        text: text::cut(&review.text, TEXT_MAX_CHARS),
        answer: public.reply.as_ref().map(|it| answer(it, backend, now)),
    }
}
