//! Long work of the background, gone on with part by part until it is over: with how far it is, and
//! a way to take it back. Whatever ended it in its middle, the next opening of the dashboard goes on.

use std::future::Future;

use leptos::prelude::*;
use leptos::task::spawn_local;
use tallystick_kit::store::ask;
use tallystick_wire::PlatformId;
use tallystick_wire::message::{GoOn, LongWork, ReadLedger, StopLongWork, WipeLedger, Work};

use super::{Desk, Underway};

/// How often in a row a part may fail before everything is taken back: the browser may end the
/// background at any time.
const TRIES: u32 = 3;

/// How long work ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// It is done; what it was, if it took more than one part.
    Done(Option<LongWork>),
    /// It was taken back; why, if the worker did not want it.
    TakenBack(Option<String>),
}

/// One loop over the parts.
struct Carried {
    last: Option<LongWork>,
    failed: u32,
    why: Option<String>,
}

impl Carried {
    fn leaving(&self) -> bool {
        self.last.is_some_and(|it| it.work == Work::Leaving)
    }

    fn can_stop(&self) -> bool {
        self.last.is_none_or(|it| it.work.can_stop())
    }

    /// What became of it, once nothing is underway.
    fn ended(self) -> Ended {
        match self.leaving() {
            true => Ended::TakenBack(self.why),
            false => Ended::Done(self.last),
        }
    }
}

impl Desk {
    /// Goes on with what is underway in the log, `begun` as the background last said, until it is
    /// over. Where the worker wants that, or parts fail, all of it is taken back.
    ///
    /// # Errors
    /// Parts fail also while it is taken back, or while what cannot be taken back is done, in the
    /// background's words: it waits for the next opening.
    pub async fn carry_on(
        self,
        what: &'static str,
        begun: Option<LongWork>,
    ) -> Result<Ended, String> {
        let mut it = Carried {
            last: begun,
            failed: 0,
            why: None,
        };
        let result = loop {
            if let Some(at) = it.last {
                if at.over {
                    break Ok(it.ended());
                }
                self.show(what, at);
            }
            let stop = it.can_stop() && self.stop.get_untracked();
            let went = match stop {
                true => ask(StopLongWork {}).await,
                false => ask(GoOn {}).await,
            };
            match went {
                Ok(Some(at)) => {
                    it.last = Some(at);
                    it.failed = 0;
                }
                // Another window saw to it, or it was little.
                Ok(None) => break Ok(it.ended()),
                Err(_) if it.failed + 1 < TRIES => it.failed += 1,
                Err(why) if !it.can_stop() || stop => break Err(why),
                Err(why) => {
                    it.failed = 0;
                    it.why = Some(why);
                    self.stop.set(true);
                }
            }
        };
        self.underway.set(None);
        result
    }

    /// Deletes the log of a platform, or all of it.
    ///
    /// # Errors
    /// In the background's words: what was deleted is gone, and the next opening goes on.
    pub async fn wipe(self, platform: Option<PlatformId>) -> Result<(), String> {
        const WIPING: &str = "Wiping";
        self.stop.set(false);
        self.underway.set(Some(Underway {
            what: WIPING,
            done: 0,
            of: 0,
            can_stop: false,
        }));
        let begun = ask(WipeLedger { platform }).await;
        let ended = match begun {
            Ok(Some(begun)) => self.carry_on(WIPING, Some(begun)).await.map(drop),
            Ok(None) => Ok(()),
            Err(why) => Err(why),
        };
        let _ = self.underway.try_set(None);
        ended
    }

    /// Has this page see to long work until `work`, which begins it, has ended; for what an opening
    /// would go on with otherwise.
    pub async fn seeing_to<T>(self, work: impl Future<Output = T>) -> T {
        self.seen_to.set_value(true);
        let done = work.await;
        let _ = self.seen_to.try_set_value(false);
        done
    }

    /// Goes on with what was ended in its middle, unless this page sees to it already.
    pub(super) fn resume(self) {
        let standing = self.standing;
        let underway = standing.try_with_untracked(|it| it.as_ref().and_then(|it| it.underway));
        // Nothing where the page is gone.
        let Some(begun) = underway.flatten().filter(|_| !self.seen_to.get_value()) else {
            return;
        };
        self.stop.set(false);
        spawn_local(self.seeing_to(async move {
            let what = match begun.work {
                Work::Entering => "An import that had begun goes on",
                Work::Undoing => "An undo that had begun goes on",
                Work::Leaving => LEAVING,
                Work::Wiping => "A wipe that had begun goes on",
            };
            let say = self.store.say;
            match self.carry_on(what, Some(begun)).await {
                Ok(Ended::TakenBack(None)) => say.done("Taken back: the log is as it was before"),
                Ok(Ended::TakenBack(Some(why))) => say.trouble(taken_back(&why)),
                Ok(Ended::Done(Some(it))) if it.work == Work::Entering => {
                    say.done(format!("Imported: {} events", it.events));
                }
                Ok(Ended::Done(_)) if begun.work == Work::Wiping => {
                    say.done("The wipe is complete")
                }
                Ok(Ended::Done(_)) => say.done("The undo is complete"),
                Err(why) => say.trouble(why),
            }
            self.reload().await;
        }));
    }

    /// Whether long work is underway in the log, here or in another window.
    pub fn is_busy(self) -> bool {
        let there = |it: &Option<crate::engine::view::Standing>| {
            it.as_ref().is_some_and(|it| it.underway.is_some())
        };
        self.underway.with(Option::is_some) || self.standing.with(there)
    }

    /// What the background says is underway.
    ///
    /// # Errors
    /// In the background's words.
    pub async fn what_is_underway(self) -> Result<Option<LongWork>, String> {
        Ok(ask(ReadLedger {}).await?.underway)
    }

    fn show(self, what: &'static str, at: LongWork) {
        let amount = |it: u64| usize::try_from(it).unwrap_or(usize::MAX);
        let leaving = at.work == Work::Leaving;
        let _ = self.underway.try_set(Some(Underway {
            what: if leaving { LEAVING } else { what },
            done: amount(at.done),
            of: amount(at.of),
            can_stop: at.work.can_stop(),
        }));
    }
}

const LEAVING: &str = "Taking it back";

/// That all was taken back, and why.
pub fn taken_back(why: &str) -> String {
    format!("All of it was taken back. {why}")
}
