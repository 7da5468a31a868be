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

fn hourly(reward: Option<Money>, worked: i64) -> String {
    let known = reward.filter(|it| 0 < it.minor && HOURLY_AFTER_MS <= worked);
    known.map_or(String::new(), |it| {
        let minor = it.minor.saturating_mul(3_600_000) / worked;
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

fn length(ms: i64) -> String {
    text::duration(ms as f64 / 1_000.0)
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
