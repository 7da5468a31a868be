//! What the browser says of tabs, windows and the keyboard, as signs for the clock.
//!
//! `extension/background.js` hears it and calls [`hear`] with a name and two numbers. It refuses to
//! know addresses: a tab is its number.

use tallystick_browser::{alarms, clock as wall, console, idle, tabs};
use tallystick_core::clock::{Input, Sign};

use crate::clock;
use crate::ledger::{self, book};
use crate::trouble::Done;
use crate::world::World;

/// The alarm that rings while a tab in which nothing of ours runs may be working time.
pub const TICK: &str = "tick";
/// Seconds without a key or a mouse until the browser says so.
const QUIET_SECONDS: u32 = 120;

/// Called at the start of each worker.
pub fn begin() {
    if let Err(why) = idle::detect_after(QUIET_SECONDS) {
        console::warn(&why.to_string());
    }
}

/// One thing that the browser says: `activated` (tab, window), `created` (tab, opener), `removed`
/// (tab), `window` (window) or the state of the keyboard. A number below 0 is none.
///
/// # Errors
/// In the browser's words.
pub async fn hear(world: &World, name: &str, one: i32, other: i32) -> Done<()> {
    let some = |it: i32| (0 <= it).then_some(it);
    let sign = match name {
        // In a window that is not in front it is nobody's focus.
        "activated" => {
            let window = tabs::last_window().await;
            let here = window.is_none_or(|it| it == other);
            some(one)
                .filter(|_| here)
                .map(|tab| Sign::Focus { tab: Some(tab) })
        }
        "window" => {
            let tab = match some(one) {
                Some(window) => tabs::active_in(window).await?,
                None => None,
            };
            Some(Sign::Focus { tab })
        }
        "created" => some(one).map(|tab| Sign::TabOpened {
            tab,
            opener: some(other),
        }),
        "removed" => some(one).map(|tab| Sign::TabClosed { tab }),
        "active" => Some(input(Input::Active, 0)),
        "idle" => Some(input(Input::Idle, i64::from(QUIET_SECONDS) * 1_000)),
        "locked" => Some(input(Input::Locked, 0)),
        _ => None,
    };
    match sign {
        Some(sign) => clock::hear(world, sign).await,
        None => Ok(()),
    }
}

/// The alarm rang.
///
/// # Errors
/// In the browser's words.
pub async fn tick(world: &World) -> Done<()> {
    world.ticks_at.set(0);
    clock::hear(world, Sign::Tick).await
}

/// The browser was started: tabs have new numbers, and what was put aside of an import belongs to a
/// page that is gone.
///
/// # Errors
/// In the browser's words.
pub async fn started(world: &World) -> Done<()> {
    let word = book::session()?;
    clock::start(world, word).await?;
    ledger::import::drop_all_staged(world).await
}

/// Sees to it that the clock is ticked, if it needs that.
pub async fn keep_ticking(world: &World, needed: bool) {
    let now = wall::now();
    if !needed || now < world.ticks_at.get() {
        return;
    }
    let at = now + alarms::SHORTEST_MS;
    world.ticks_at.set(at);
    if let Err(why) = alarms::set(TICK, at).await {
        console::error(&why.to_string());
    }
}

const fn input(state: Input, quiet_ms: i64) -> Sign {
    Sign::Input { state, quiet_ms }
}
