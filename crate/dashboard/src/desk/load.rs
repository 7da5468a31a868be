//! Records to the engine: read by the worker where they lie, or asked of the background, a part at a
//! time. What is loaded before all is there is shown meanwhile.

use leptos::prelude::*;
use leptos::task::{spawn_local, tick};
use tallystick_browser::{clock, console};
use tallystick_kit::platforms;
use tallystick_wire::Currency;
use tallystick_wire::message::{ReadAssignments, ReadLedger};

use super::{Desk, raw};
use crate::engine::ask::{Extras, Load, Open, Pack, Shelved, ShelvedOn};

/// How many records travel at once: some tens of milliseconds of reading.
const RECORDS_AT_ONCE: u32 = 2_000;
/// So many records changed that reading them as text takes longer than it should.
const CHANGED_MANY: usize = 1_000;

impl Desk {
    /// Loads everything anew, and goes on with what is underway in the log.
    pub async fn load(self) {
        self.reload().await;
        self.resume();
    }

    /// Loads everything anew. What was being loaded before gives way.
    pub(super) async fn reload(self) {
        let run = self.run.get_value() + 1;
        self.run.set_value(run);
        self.reading.set(true);
        let result = self.while_waiting(self.load_all(run)).await;
        if self.run.try_get_value() != Some(run) {
            return;
        }
        self.loading.set(None);
        self.reading.set(false);
        if result.is_ok() {
            self.whole.set(true);
            self.to_pack.set_value(true);
        }
        self.trouble.set(result.err());
        self.changed();
        // Until the page has asked for its figures: not every page shows some.
        tick().await;
        if self.waiting.try_get_untracked() == Some(0) {
            self.pack();
        }
    }

    /// Has the worker pack what it read as text and what changed since, so that the next opening is
    /// quick. Nobody waits for it: it begins when all figures are there, it gives way to long work
    /// and begins again after it, and what is not done when the page is closed is done the next
    /// time.
    pub(super) fn pack(self) {
        if self.to_pack.try_update_value(std::mem::take) != Some(true) {
            return;
        }
        if self
            .packing
            .try_update_value(|it| std::mem::replace(it, true))
            != Some(false)
        {
            return;
        }
        spawn_local(async move {
            let mut least = CHANGED_MANY;
            while let Ok(true) = self.link.ask(Pack { least }).await {
                least = 1;
                if self.underway.try_with_untracked(Option::is_some) != Some(false) {
                    break;
                }
            }
            let _ = self.packing.try_update_value(|it| *it = false);
        });
    }

    async fn load_all(self, run: u32) -> Result<(), String> {
        self.begin(false).await?;
        // The background lays out the database, if it must, before it answers.
        self.extras().await?;
        if let Err(why) = self.load_shelf(run).await {
            // The background sets aside what cannot be read, and says so.
            console::warn(&why);
            self.begin(false).await?;
            self.load_by_messages(run).await?;
            self.extras().await?;
        }
        Ok(())
    }

    /// The worker reads the database itself.
    async fn load_shelf(self, run: u32) -> Result<(), String> {
        let mut part = self.link.ask(Shelved {}).await?;
        while let Some(from) = part.next {
            if !self.shows(run, part.records) {
                return Ok(());
            }
            part = self.link.ask(ShelvedOn { from }).await?;
        }
        Ok(())
    }

    /// The first part is shown at once, all others together at the end; whether to go on.
    fn shows(self, run: u32, records: usize) -> bool {
        if self.run.try_get_value() != Some(run) {
            return false;
        }
        let first = self.loading.with_untracked(Option::is_none);
        self.loading.set(Some(records));
        if first {
            self.changed();
        }
        true
    }

    async fn load_by_messages(self, run: u32) -> Result<(), String> {
        let mut after = None;
        loop {
            let question = ReadAssignments {
                after,
                limit: RECORDS_AT_ONCE,
                platform: None,
            };
            let answer = raw(question).await?;
            let loaded = self.link.ask(Load { answer }).await?;
            if loaded.next.is_none() || !self.shows(run, loaded.records) {
                return Ok(());
            }
            after = loaded.next;
        }
    }

    /// Opens the book.
    pub(super) async fn begin(self, keep: bool) -> Result<(), String> {
        let (floor, rates) = untrack(|| (self.store.floor(), self.store.rates()));
        let zones = platforms::ALL.iter();
        let zones = zones.filter_map(|it| Some((it.id.parse().ok()?, it.zone.to_owned())));
        let rules = platforms::ALL.iter();
        let rules = rules.filter_map(|it| Some((it.id.parse().ok()?, it.approval_days?)));
        let open = Open {
            zones: zones.collect(),
            approval_days: rules.collect(),
            own_zone: own_zone(),
            midnight: untrack(|| self.midnight()),
            rates,
            currency: floor.map_or(Currency::USD, |it| it.currency),
            floor,
            now: clock::now(),
            keep,
        };
        let today = self.link.ask(open).await?;
        self.today.set(Some(today));
        Ok(())
    }

    /// Asks how much there is.
    pub async fn extras(self) -> Result<(), String> {
        let answer = raw(ReadLedger {}).await?;
        let standing = self.link.ask(Extras { answer }).await?;
        self.standing.set(Some(standing));
        Ok(())
    }
}

/// The zone that this machine is set to.
fn own_zone() -> String {
    let format = js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &js_sys::Object::new());
    let zone = js_sys::Reflect::get(&format.resolved_options(), &"timeZone".into());
    zone.ok().and_then(|it| it.as_string()).unwrap_or_default()
}
