//! What the live line on a work page needs of the clock.

use tallystick_wire::event::{Activity, AssignmentKey};
use tallystick_wire::ledger::Assignment;
use tallystick_wire::message::{LiveGap, LiveTask};

use super::tabs::Tab;
use super::{Clock, OFFER_MIN_MS, Open, Target};

impl Clock {
    /// The task that work in this tab counts for.
    pub fn task_in(&self, tab: i32) -> Option<&AssignmentKey> {
        self.tabs.get(&tab).and_then(Tab::task)
    }

    /// The live line of an assignment: what its record says and what has passed since.
    pub fn live(&self, key: &AssignmentKey, record: Option<&Assignment>) -> Option<LiveTask> {
        let task = self.task(key)?;
        let running = self.running(key);
        let recorded = record.map_or(0, |it| it.corrected.unwrap_or(it.times.worked));
        Some(LiveTask {
            key: key.clone(),
            worked_ms: recorded + running.map_or(0, |it| it.until.t - it.from.t),
            running: running.is_some(),
            paused: task.paused,
            manual: self.manual.as_ref() == Some(key),
            reward: record.and_then(|it| it.facts.reward).or(task.reward),
            due: task.due,
            gap: record.and_then(offered),
        })
    }

    fn running(&self, key: &AssignmentKey) -> Option<&Open> {
        let open = self.open.as_ref()?;
        let counts = open.activity == Activity::Worked;
        (counts && matches!(&open.target, Target::Task(it) if it == key)).then_some(open)
    }
}

/// The last gap of an assignment that is worth a question.
pub(crate) fn offered(record: &Assignment) -> Option<LiveGap> {
    let worth = record.gaps.iter().rev();
    let gap = worth
        .take_while(|it| !it.counted)
        .find(|it| OFFER_MIN_MS <= it.ms)?;
    Some(LiveGap {
        id: gap.id.clone(),
        ms: gap.ms,
        cause: gap.cause,
    })
}
