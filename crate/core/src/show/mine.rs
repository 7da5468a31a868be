//! My own figures beside the others', in words.

use tallystick_wire::message::{KnownGroup, MyHistory, SeenOutcomes};
use tallystick_wire::{Currency, Money};

use super::text;
use super::{Line, RowInput};
use crate::history::{self, Impact};

/// "You ≈ $11.12/h · others ≈ $10.53/h"; what is not known is left out, nothing gives `None`.
/// Minor units an hour, as `history::you_and_others` has them.
pub fn you_and_others(
    (mine, others): (Option<f64>, Option<f64>),
    currency: Currency,
) -> Option<String> {
    let part = |who: &str, hourly: f64| {
        let money = Money::new(hourly.round() as i64, currency);
        [who, " ≈ ", &text::money(money), "/h"].concat()
    };
    let parts = [
        mine.map(|it| part("You", it)),
        others.map(|it| part("others", it)),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// "98.7 % → 98.6 %, 7 spare before 98 %": what one rejection does to the approval rate.
pub fn impact(it: &Impact) -> String {
    let (now, then) = (text::one_decimal(it.now), text::one_decimal(it.then));
    let spare = it.spare.to_string();
    let threshold = it.threshold.to_string();
    [
        &now,
        " % → ",
        &then,
        " %, ",
        &spare,
        " spare before ",
        &threshold,
        " %",
    ]
    .concat()
}

/// "One more rejection: 98.7 % → 98.6 %, 7 spare before 98 %", out of all that was ever judged.
pub fn one_more_rejection(approved: u32, rejected: u32) -> Option<String> {
    let it = history::impact(approved.into(), rejected.into())?;
    Some(["One more rejection: ", &impact(&it)].concat())
}

/// "In your log: 3 new, 1 contradicts it"; empty where a page said nothing new.
pub fn seen(it: &SeenOutcomes) -> String {
    let parts = [
        (it.new, " new"),
        (it.changed, " updated"),
        (
            it.contradicting,
            if it.contradicting == 1 {
                " contradicts it"
            } else {
                " contradict it"
            },
        ),
        (it.missing, " missing on this page"),
    ];
    let said = parts.iter().filter(|it| 0 < it.0);
    let said: Vec<String> = said.map(|(n, what)| n.to_string() + what).collect();
    if said.is_empty() {
        return String::new();
    }
    ["In your log: ", &said.join(", ")].concat()
}

/// What the button for a review says: a task that I have just done is offered with its time.
pub fn offer(group: Option<&KnownGroup>, reviewed: bool) -> String {
    let last = group.and_then(|it| it.my_seconds.last());
    match last.filter(|_| !reviewed) {
        Some(seconds) => {
            let time = text::duration(f64::from(*seconds));
            ["Review it: ", &time, " measured"].concat()
        }
        None => "Write a review".to_owned(),
    }
}

/// "Done in 12 min. Review Westmoor?": the first finished task of a group is offered, unless its
/// requester was reviewed before; `None`: nothing is offered.
pub fn finished(input: &RowInput) -> Option<String> {
    let reviewed = input.requester.is_some_and(|it| !it.mine.is_empty());
    let first = match input.group?.my_seconds[..] {
        [only] if !reviewed => only,
        _ => return None,
    };
    let facts = input.facts;
    let key = facts.requester.as_ref().map(|it| it.value.as_str());
    let who = facts.requester_name.as_deref().or(key)?;
    let time = text::duration(f64::from(first));
    Some(["Done in ", &time, ". Review ", &text::name(who), "?"].concat())
}

/// My assignments for one requester: "12 submitted · 10 paid · 1 rejected", and what they brought.
pub(super) fn history(it: &MyHistory) -> Line {
    let parts = [
        (it.submitted, " submitted"),
        (it.paid, " paid"),
        (it.rejected, " rejected"),
        (it.unfinished, " returned or expired"),
    ];
    let said = parts.iter().filter(|it| 0 < it.0);
    let said: Vec<String> = said.map(|(n, what)| n.to_string() + what).collect();
    let line = Line::new("My history", said.join(" · "));
    match earned(it) {
        Some(text) => line.with(text),
        None => line,
    }
}

/// "$12.30 in 1 h 5 min, $11.35/h".
fn earned(it: &MyHistory) -> Option<String> {
    let earned = it.earned?;
    let time = text::duration(it.paid_ms as f64 / 1_000.0);
    let mut text = text::money(earned);
    if 0 < it.paid_ms {
        let hourly = earned.minor.saturating_mul(3_600_000) / it.paid_ms;
        let hourly = text::money(Money::new(hourly, earned.currency));
        text = [&text, " in ", &time, ", ", &hourly, "/h"].concat();
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_is_known() {
        let both = you_and_others((Some(1_112.0), Some(1_053.4)), Currency::USD);
        assert_eq!(both.as_deref(), Some("You ≈ $11.12/h · others ≈ $10.53/h"));
        let mine = you_and_others((Some(1_112.0), None), Currency::USD);
        assert_eq!(mine.as_deref(), Some("You ≈ $11.12/h"));
        assert_eq!(you_and_others((None, None), Currency::USD), None);
        let rate = "One more rejection: 98.7 % → 98.6 %, 7 spare before 98 %";
        assert_eq!(one_more_rejection(987, 13).as_deref(), Some(rate));
        assert_eq!(one_more_rejection(0, 0), None);
    }

    #[test]
    fn says_what_a_page_taught_and_stays_silent_about_nothing() {
        let it = SeenOutcomes {
            new: 3,
            same: 9,
            contradicting: 1,
            ..SeenOutcomes::default()
        };
        assert_eq!(seen(&it), "In your log: 3 new, 1 contradicts it");
        let nothing = SeenOutcomes {
            same: 9,
            ..SeenOutcomes::default()
        };
        assert_eq!(seen(&nothing), "");
    }

    #[test]
    fn a_finished_task_is_offered_for_review_with_its_time_once() {
        let done = KnownGroup {
            my_seconds: vec![600, 410],
            ..KnownGroup::default()
        };
        assert_eq!(offer(Some(&done), false), "Review it: 7 min measured");
        assert_eq!(offer(Some(&done), true), "Write a review");
        assert_eq!(offer(None, false), "Write a review");
    }

    #[test]
    fn my_history_says_what_it_brought() {
        let it = MyHistory {
            submitted: 12,
            paid: 10,
            rejected: 1,
            earned: Some(Money::new(1_230, Currency::USD)),
            paid_ms: 3_900_000,
            ..MyHistory::default()
        };
        let line = history(&it);
        assert_eq!(line.value, "12 submitted · 10 paid · 1 rejected");
        let brought = "$12.30 in 1 h 5 min, $11.35/h";
        assert_eq!(line.detail.as_deref(), Some(brought));
    }
}
