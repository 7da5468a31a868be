//! True time out of clocks that are set, stopped and restarted. It refuses to know tasks.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tallystick_wire::Millis;

use super::Sign;

/// How far a page's clock and the wall clock may differ before one of them was set or stood still.
const DIFFER_MAX_MS: i64 = 2_000;

/// A moment: true milliseconds, which only grow, and what the wall clock said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Mark {
    pub(super) t: i64,
    pub(super) wall: Millis,
}

impl Mark {
    /// The moment when the wall clock said `wall`, not after this one.
    pub(super) fn back_to(self, wall: Millis) -> Self {
        let wall = wall.min(self.wall);
        Self {
            t: self.t - (self.wall - wall),
            wall,
        }
    }

    /// This moment, `ms` earlier.
    pub(super) fn earlier(self, ms: i64) -> Self {
        self.back_to(self.wall - ms.max(0))
    }
}

/// A page's own clock and the true time when it said so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Anchor {
    origin: i64,
    elapsed: i64,
    t: i64,
}

/// How much true time has passed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Time {
    last: Option<Mark>,
    anchors: BTreeMap<i32, Anchor>,
}

impl Time {
    /// Moves on to the wall clock's `at`: that moment, and for how long before it nobody was there
    /// for certain, because the page's own clock stood still.
    ///
    /// A wall clock that goes forward is believed: nobody can tell a computer that slept from one
    /// whose clock was set, and neither is work. One that goes back is not; then a page's own clock
    /// says how long it was, and without one no time has passed.
    pub(super) fn advance(&mut self, at: Millis, sign: &Sign) -> (Mark, i64) {
        let last = self.last.unwrap_or(Mark { t: 0, wall: at });
        let mut t = last.t + (at - last.wall).max(0);
        let mut dead = 0;
        match sign {
            Sign::Page { tab, report } => {
                let known = self.anchors.get(tab);
                let known = known.filter(|it| it.origin == report.origin);
                let by_page = known.map_or(t, |it| it.t + report.elapsed - it.elapsed);
                if t + DIFFER_MAX_MS < by_page {
                    t = by_page;
                } else if by_page + DIFFER_MAX_MS < t
                    && known.is_some_and(|it| it.t == last.t && it.elapsed <= report.elapsed)
                {
                    dead = t - by_page;
                }
                let anchor = Anchor {
                    origin: report.origin,
                    elapsed: report.elapsed,
                    t,
                };
                self.anchors.insert(*tab, anchor);
            }
            Sign::TabClosed { tab } => drop(self.anchors.remove(tab)),
            Sign::Started => self.anchors.clear(),
            _ => {}
        }
        let now = Mark { t, wall: at };
        self.last = Some(now);
        (now, dead)
    }
}
