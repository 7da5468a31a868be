//! The clock's signs: from pages, and from the browser about tabs, windows and the keyboard.
//!
//! For each sign the stored clock is read, told, and stored again with the events that it gave, in
//! one transaction: a worker that is killed goes on where it was. What a sign means is core's
//! business.

use tallystick_browser::clock as wall;
use tallystick_browser::database::Read;
use tallystick_browser::message::Sender;
use tallystick_core::clock::{Clock, Sign};
use tallystick_core::settings;
use tallystick_wire::event::{AssignmentKey, Entry, Event, EventId, EventKind};
use tallystick_wire::message::{Amend, AmendClock, ClockAct, ClockReport, CountGap, LiveClock};

use crate::ledger::book::Book;
use crate::ledger::damage::{self, Found};
use crate::store;
use crate::trouble::{Done, Trouble};
use crate::world::World;

/// The clock's key in [`store::CLOCK`].
pub const CLOCK: &str = "clock";

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

async fn take(world: &World, step: Step) -> Done<LiveClock> {
    // Before the transaction, which may wait for another.
    let at = wall::now();
    let write = world.database.write(&store::LEDGER)?;
    let mut book = Book::open(&write).await?;
    let mut found = Found::new();
    let mut clock = load(&write, &mut found).await?;
    if let Some(target) = &step.undoes {
        is_amendment(&write, target).await?;
    }
    let by_hand = step.sign.is_none();
    let sign = |sign| clock.sign(at, sign);
    let mut entries = step.sign.as_ref().map(sign).unwrap_or_default();
    entries.extend(step.entries);
    damage::set_aside(&write, &found)?;
    store::put(&write, store::CLOCK, CLOCK, &clock)?;
    let events = match entries.is_empty() {
        true => Vec::new(),
        false => book.record(entries, at).await?,
    };
    let did = events.last().filter(|_| by_hand).map(|it| it.id.clone());
    book.fold_now().await?;
    let key = step
        .of
        .or_else(|| step.tab.and_then(|tab| clock.task_in(tab).cloned()));
    let task = match &key {
        Some(key) => clock.live(key, book.now(key).await?),
        None => None,
    };
    book.finish().await?;
    write.done().await?;
    let tell_again = match &step.sign {
        Some(Sign::Page { tab, report }) => !clock.knows(*tab, report),
        _ => false,
    };
    Ok(LiveClock {
        now: at,
        shown: settings::live_line(&world.memory.borrow().settings),
        tell_again,
        task,
        did,
    })
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
