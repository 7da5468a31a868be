//! How much of a platform's own history is in the log, in words.

use tallystick_core::count;
use tallystick_core::show::text;
use tallystick_core::summary::{Filter, RescueDay};
use tallystick_core::zone::Period;

use super::view::{RescueLine, RescueView};
use super::{Done, Engine, ask};

impl Engine {
    pub(super) fn rescue(&self, it: &ask::Rescue) -> Done<RescueView> {
        let rescue = self.book()?.rescue(&it.platform);
        let days = rescue.days.iter();
        Ok(RescueView {
            days: days.map(|day| line(day, it)).collect(),
            done: rescue.done(),
        })
    }
}

fn line(it: &RescueDay, of: &ask::Rescue) -> RescueLine {
    let have = count::grouped(u64::from(it.have));
    let words = it.said.map_or_else(
        || format!("{have} in your log"),
        |said| format!("{have} of {} in your log", count::grouped(u64::from(said))),
    );
    let rewards = it.rewards.map(|it| format!(", {}", text::money(it)));
    let differs = it.differs().map(|by| {
        let said = it.said_rewards.map_or_else(String::new, text::money);
        let sign = if by.minor < 0 { "less" } else { "more" };
        let by = tallystick_wire::Money::new(by.minor.abs(), by.currency);
        format!(
            "{} {sign} than the {said} of the earnings page",
            text::money(by)
        )
    });
    RescueLine {
        day: it.day,
        words: words + &rewards.unwrap_or_default(),
        done: it.said.map(|_| it.is_done()),
        differs,
        page: it.next_page(of.per_page),
        filter: Filter {
            period: Some(Period::day(it.day)),
            platforms: vec![of.platform.clone()],
            ..Filter::default()
        },
    }
}
