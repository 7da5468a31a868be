//! A log that never was, the same at every run but for the day on which it ends: three years of
//! work on three platforms, four events an assignment.

use serde_json::{Value, json};
use tallystick_browser_tests::Trouble;
use tallystick_wire::event::Event;

/// Events of one assignment: accepted, worked, submitted, what came of it.
pub const EVENTS_EACH: usize = 4;
/// Whose assignments are changed at once.
pub const BULK_REQUESTER: &str = "Bulk Laboratory";
/// How many these are.
pub const BULK: usize = 5_000;

const THREE_YEARS_MS: i64 = 3 * 365 * 86_400_000;

/// What is made.
#[derive(Debug, Clone, Copy)]
pub struct Log {
    /// How many assignments.
    pub assignments: usize,
    /// When the last of them was accepted.
    pub end: i64,
}

impl Log {
    /// The events of some assignments, the first one at `from`.
    ///
    /// # Errors
    /// They are no events, in the reader's words.
    pub fn events(&self, from: usize, n: usize) -> Result<Vec<Event>, Trouble> {
        let last = (from + n).min(self.assignments);
        let events = (from..last).flat_map(|it| self.of(it));
        events
            .map(|it| serde_json::from_value(it).map_err(|why| Trouble(why.to_string())))
            .collect()
    }

    fn of(&self, n: usize) -> [Value; EVENTS_EACH] {
        let back = (self.assignments - n) as i64;
        let at = self.end - back * (THREE_YEARS_MS / self.assignments as i64);
        let (dice, facts) = (dice(n), self.facts(n));
        let worked = 60_000 + (dice % 600) as i64 * 1_000;
        let outcome = match dice % 100 {
            _ if back < 200 => "submitted",
            0..=1 => "rejected",
            2..=4 => "returned",
            5 => "screened_out",
            6..=30 => "approved",
            _ => "paid",
        };
        let kinds = [
            (at, json!({ "accepted": { "facts": facts } })),
            (
                at + worked,
                json!({ "spent": { "activity": "worked", "from": at, "ms": worked } }),
            ),
            (at + worked + 1, json!("submitted")),
            (
                at + worked + 86_400_000,
                json!({ "outcome_seen": { "page": { "page": "status" }, "matched": "id",
                    "facts": { "task": facts, "outcome": outcome } } }),
            ),
        ];
        let mut which = 0;
        kinds.map(|(at, kind)| {
            which += 1;
            json!({ "id": id(at, n * EVENTS_EACH + which), "at": at, "session": "bench",
                "about": key(n), "kind": kind })
        })
    }

    fn facts(&self, n: usize) -> Value {
        let (platform, currency) = platform(n);
        let dice = dice(n);
        let bulk = n < BULK.min(self.assignments / 4);
        let who = if bulk { 900 } else { dice % 900 };
        let name = if bulk {
            BULK_REQUESTER.to_owned()
        } else {
            format!("Laboratory of decisions {who}")
        };
        let group = dice % 20_000;
        json!({
            "platform": platform,
            "title": format!("Answer a survey on everyday choices, part {group}"),
            "requester": { "platform": platform, "kind": "id", "value": format!("A{who:013}") },
            "requester_name": name,
            "group": { "platform": platform, "value": format!("3G{group:028}") },
            "reward": { "minor": 20 + dice % 300, "currency": currency },
            "allotted_seconds": 3_600,
            "assignment": assignment(n),
        })
    }
}

fn platform(n: usize) -> (&'static str, &'static str) {
    match n % 10 {
        0..6 => ("mturk", "USD"),
        6..9 => ("prolific", "GBP"),
        _ => ("cloudresearch", "USD"),
    }
}

/// Ids as platforms draw them: by lot, so that the newest lie among all others.
fn assignment(n: usize) -> String {
    format!("3{:017x}{n:012}", dice(n ^ 0x55))
}

fn key(n: usize) -> Value {
    json!({ "platform": platform(n).0, "kind": "id", "value": assignment(n) })
}

/// A UUIDv7 of that millisecond.
fn id(at: i64, n: usize) -> String {
    let ms = format!("{at:012x}");
    let (head, tail) = ms.split_at(8);
    format!("{head}-{tail}-7000-8000-{n:012x}")
}

/// The same number for the same assignment, spread as if by lot (splitmix64).
fn dice(n: usize) -> usize {
    let mut it = (n as u64)
        .wrapping_add(1)
        .wrapping_mul(0x9e37_79b9_7f4a_7c15);
    it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (it ^ (it >> 31)) as usize >> 8
}
