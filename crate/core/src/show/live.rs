//! The words of the live line on a work page. It refuses to know how time is measured.

use tallystick_wire::event::Cause;
use tallystick_wire::message::{LiveGap, LiveTask};
use tallystick_wire::{Millis, Money};

use super::text;

/// Before this nobody can say what an hour would bring.
const HOURLY_AFTER_MS: i64 = 60_000;

/// The live line in words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LiveView {
    /// "12 min worked".
    pub worked: String,
    /// "$8.40/h so far"; empty at the beginning and where no reward is known.
    pub hourly: String,
    /// "18 min left", "out of time"; empty where there is no limit.
    pub left: String,
    /// "paused", "not counting"; empty while it counts.
    pub state: &'static str,
    /// "12 min away: count it?"; empty where there is no gap to offer.
    pub gap: String,
}

/// The line at `now`, out of what was said at `said`.
pub fn live(task: &LiveTask, said: Millis, now: Millis) -> LiveView {
    let since = if task.running { (now - said).max(0) } else { 0 };
    let worked = task.worked_ms.saturating_add(since);
    LiveView {
        worked: length(worked) + " worked",
        hourly: hourly(task.reward, worked),
        left: task.due.map_or(String::new(), |due| left(due - now)),
        state: match (task.running, task.paused) {
            (_, true) => "paused",
            (false, false) => "not counting",
            (true, false) => "",
        },
        gap: task.gap.as_ref().map_or(String::new(), gap),
    }
}

/// A work time that the worker typed, in minutes, as milliseconds: "8", "7.5", "7,5", up to two days.
pub fn typed_minutes(text: &str) -> Option<i64> {
    let minutes: f64 = text.trim().replace(',', ".").parse().ok()?;
    let possible = (0.0..=2_880.0).contains(&minutes);
    possible.then(|| (minutes * 60_000.0).round() as i64)
}

/// What the field for it holds at first: the time so far in whole minutes.
pub fn minutes_to_type(worked_ms: i64) -> String {
    ((worked_ms.max(0) + 30_000) / 60_000).to_string()
}

/// "12 min", for saying what was counted or corrected.
pub fn length(ms: i64) -> String {
    text::duration(ms as f64 / 1_000.0)
}

fn hourly(reward: Option<Money>, worked: i64) -> String {
    let known = reward.filter(|it| 0 < it.minor && HOURLY_AFTER_MS <= worked);
    // By the time as it is printed: checkable, and calm between two minutes.
    let printed = if worked < 99_500 {
        worked
    } else {
        (worked + 30_000) / 60_000 * 60_000
    };
    known.map_or(String::new(), |it| {
        let minor = it.minor.saturating_mul(3_600_000) / printed.max(1);
        text::money(Money::new(minor, it.currency)) + "/h so far"
    })
}

fn left(ms: i64) -> String {
    if ms <= 0 {
        return "out of time".to_owned();
    }
    length(ms) + " left"
}

fn gap(it: &LiveGap) -> String {
    let why = match it.cause {
        Some(Cause::NoInput | Cause::Locked) => " idle",
        Some(Cause::Paused) => " paused",
        Some(Cause::Silence) => " without a sign of life",
        _ => " away",
    };
    [&length(it.ms), why, ": count it?"].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task() -> LiveTask {
        serde_json::from_str(
            r#"{"key":{"platform":"mturk","kind":"id","value":"3A"},"worked_ms":300000,
            "running":true,"reward":{"minor":70,"currency":"USD"},"due":2000000,
            "gap":{"id":"01890a5d-ac96-774b-bcce-b302099a8057","ms":720000,"cause":"elsewhere"}}"#,
        )
        .unwrap()
    }

    #[test]
    fn a_running_clock_counts_on() {
        let it = live(&task(), 1_000_000, 1_120_000);
        assert_eq!(it.worked, "7 min worked");
        assert_eq!(it.hourly, "$6.00/h so far");
        assert_eq!(it.left, "15 min left");
        assert_eq!(it.gap, "12 min away: count it?");
        assert_eq!(it.state, "");
    }

    #[test]
    fn takes_minutes_as_people_type_them() {
        for (text, ms) in [
            ("8", 480_000),
            (" 7.5 ", 450_000),
            ("7,5", 450_000),
            ("0", 0),
        ] {
            assert_eq!(typed_minutes(text), Some(ms), "{text}");
        }
        for bad in ["", "-1", "ten", "9999", "NaN"] {
            assert_eq!(typed_minutes(bad), None, "{bad}");
        }
        assert_eq!(minutes_to_type(150_000), "3");
    }

    #[test]
    fn stays_silent_about_an_hour_in_the_first_minute() {
        let early = LiveTask {
            worked_ms: 1_000,
            running: false,
            due: Some(5),
            ..task()
        };
        let it = live(&early, 0, 50_000);
        assert_eq!((it.hourly.as_str(), it.worked.as_str()), ("", "1 s worked"));
        assert_eq!(
            (it.left.as_str(), it.state),
            ("out of time", "not counting")
        );
        assert_eq!(
            live(
                &LiveTask {
                    paused: true,
                    ..early
                },
                0,
                0
            )
            .state,
            "paused"
        );
    }
}
