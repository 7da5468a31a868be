//! The clock's signs: from pages, and from the browser about tabs, windows and the keyboard.
//!
//! For each sign the stored clock is read, told, and stored again with the events that it gave, in
//! one transaction: a worker that is killed goes on where it was. What a sign means is core's
//! business.

use std::cell::RefCell;

use tallystick_browser::database::Read;
use tallystick_browser::message::Sender;
use tallystick_browser::{clock as wall, console};
use tallystick_core::clock::{Clock, Sign};
use tallystick_core::{history, settings};
use tallystick_wire::Millis;
use tallystick_wire::event::{AssignmentKey, Entry, Event, EventId, EventKind};
use tallystick_wire::message::{Amend, AmendClock, ClockAct, ClockReport, CountGap, LiveClock};

use crate::ledger::book::Book;
use crate::ledger::damage::{self, Found};
use crate::signal;
use crate::store;
use crate::trouble::{Done, Trouble};
use crate::world::World;

/// The clock's key in [`store::CLOCK`].
pub const CLOCK: &str = "clock";
/// The most signs that wait for room on the disk: more than a day of beats.
const UNSTORED_MAX: usize = 10_000;

thread_local! {
    /// Signs that the disk had no room for, with their times.
    static UNSTORED: RefCell<Vec<(Millis, Sign)>> = const { RefCell::new(Vec::new()) };
}

/// What a page sees of itself.
///
/// # Errors
/// That only a page in a tab may report, or the browser's words.
pub async fn report(world: &World, report: ClockReport, sender: &Sender) -> Done<LiveClock> {
    let Some(tab) = sender.tab else {
        let why = "Only a page in a tab can report to the clock";
        return Err(Trouble::Told(why.to_owned()));
    };
    let step = Step {
        tab: Some(tab),
        sign: Some(Sign::Page { tab, report }),
        ..Step::default()
    };
    take(world, step).await
}

/// The worker works the clock by hand.
///
/// # Errors
/// In the browser's words.
pub async fn act(world: &World, ask: ClockAct) -> Done<LiveClock> {
    let step = Step {
        of: Some(ask.key.clone()),
        sign: Some(Sign::Act {
            key: ask.key,
            act: ask.act,
        }),
        ..Step::default()
    };
    take(world, step).await
}

/// A gap was work after all.
///
/// # Errors
/// In the browser's words.
pub async fn count_gap(world: &World, ask: CountGap) -> Done<LiveClock> {
    let step = Step {
        of: Some(ask.key.clone()),
        entries: vec![Entry::of(ask.key, EventKind::GapCounted { gap: ask.gap })],
        ..Step::default()
    };
    take(world, step).await
}

/// The worker says how long it took, or takes that back.
///
/// # Errors
/// That nothing of the kind was said, or the browser's words.
pub async fn amend(world: &World, ask: AmendClock) -> Done<LiveClock> {
    let mut step = Step {
        of: Some(ask.key.clone()),
        ..Step::default()
    };
    let kind = match ask.change {
        Amend::Corrected { worked_ms } => EventKind::Corrected { worked_ms },
        Amend::Undone { target } => {
            step.undoes = Some(target.clone());
            EventKind::Undone { target }
        }
    };
    step.entries = vec![Entry::of(ask.key, kind)];
    take(world, step).await
}

/// A sign from the browser.
///
/// # Errors
/// In the browser's words.
pub async fn hear(world: &World, sign: Sign) -> Done<()> {
    let step = Step {
        sign: Some(sign),
        ..Step::default()
    };
    take(world, step).await.map(drop)
}

/// The browser was started; `word` names this run of it in the log.
///
/// # Errors
/// In the browser's words.
pub async fn start(world: &World, word: String) -> Done<()> {
    hear(world, Sign::Started).await?;
    let write = world.database.write(&store::LEDGER)?;
    let mut book = Book::open(world, &write).await?;
    book.counts.session = word;
    book.finish().await?;
    Ok(write.done().await?)
}

/// What is in memory only, for the worker; `None`: nothing is.
pub fn unstored() -> Option<String> {
    let waits = UNSTORED.with_borrow(|it| !it.is_empty());
    waits.then(|| {
        "There is no room left on the disk. The clock goes on in memory; free some space before \
         you close the browser."
            .to_owned()
    })
}

/// Forgets what is in memory only, as a killed worker does.
pub fn forget() {
    UNSTORED.take();
}

/// The stored clock; a damaged one begins anew.
///
/// # Errors
/// In the browser's words.
pub async fn load(read: &Read, found: &mut Found) -> Done<Clock> {
    let text = read.get(store::CLOCK, CLOCK).await?;
    let stored = text.and_then(|text| damage::read(store::CLOCK, CLOCK, &text, found));
    Ok(stored.unwrap_or_default())
}

/// One sign, with what is to be appended beside it and whose live line is wanted.
#[derive(Default)]
struct Step {
    sign: Option<Sign>,
    entries: Vec<Entry>,
    /// What the entries take back.
    undoes: Option<EventId>,
    /// The live line of this tab's task.
    tab: Option<i32>,
    /// The live line of this assignment.
    of: Option<AssignmentKey>,
}

/// Takes a step. A sign that the disk has no room for waits in memory and is told to the stored
/// clock with the next one, so that the clock goes on; whatever the worker did by hand is refused.
async fn take(world: &World, step: Step) -> Done<LiveClock> {
    // Before the transaction, which may wait for another.
    let at = wall::now();
    let mut signs = UNSTORED.take();
    signs.extend(step.sign.clone().map(|sign| (at, sign)));
    let by_hand = step.sign.is_none();
    let mut live = LiveClock {
        now: at,
        shown: settings::live_line(&world.memory.borrow().settings),
        ..LiveClock::default()
    };
    let stored = store_step(world, at, step, &signs, &mut live).await;
    if let Err(why) = stored {
        let full = why.is_of_full_disk();
        if full {
            signs.truncate(UNSTORED_MAX);
            UNSTORED.with_borrow_mut(|waiting| {
                signs.append(waiting);
                *waiting = signs;
            });
        }
        if !full || by_hand {
            return Err(why);
        }
        console::error(&why.to_string());
    }
    Ok(live)
}

async fn store_step(
    world: &World,
    at: Millis,
    step: Step,
    signs: &[(Millis, Sign)],
    live: &mut LiveClock,
) -> Done<()> {
    let write = world.database.write(&store::LEDGER)?;
    let mut book = Book::open(world, &write).await?;
    let mut found = Found::new();
    let mut clock = load(&write, &mut found).await?;
    if let Some(target) = &step.undoes {
        is_amendment(&write, target).await?;
    }
    damage::set_aside(&write, &found)?;
    let mut submitted = None;
    for (at, sign) in signs {
        let entries = clock.sign(*at, sign);
        let done = entries.iter().find(|it| it.kind == EventKind::Submitted);
        submitted = done.and_then(|it| it.about.clone());
        book.record(entries, *at).await?;
    }
    let events = book.record(step.entries, at).await?;
    live.did = events.last().map(|it| it.id.clone());
    book.fold_now().await?;
    let of = step.of;
    let key = of.or_else(|| step.tab.and_then(|tab| clock.task_in(tab).cloned()));
    if let Some(key) = &key {
        live.task = clock.live(key, book.now(key).await?);
    }
    let offers = settings::review_offer(&world.memory.borrow().settings);
    if let Some(key) = submitted.filter(|_| offers) {
        live.finished = book.now(&key).await?.and_then(history::finished);
    }
    if let Some(Sign::Page { tab, report }) = &step.sign {
        live.tell_again = !clock.knows(*tab, report);
    }
    store::put(&write, store::CLOCK, CLOCK, &clock)?;
    book.finish().await?;
    write.done().await?;
    signal::keep_ticking(world, clock.needs_ticks()).await;
    Ok(())
}

/// A page may take back what the worker said of times, and nothing else: a content script shares
/// its process with the page.
async fn is_amendment(read: &Read, target: &EventId) -> Done<()> {
    let event = match read.get(store::IDS, target.as_str()).await? {
        Some(place) => store::get::<Event>(read, store::LOG, &place).await?,
        None => None,
    };
    match event.map(|it| it.kind) {
        Some(EventKind::Corrected { .. } | EventKind::GapCounted { .. }) => Ok(()),
        _ => Err(Trouble::Told(
            "This cannot be taken back here: use the dashboard".to_owned(),
        )),
    }
}
