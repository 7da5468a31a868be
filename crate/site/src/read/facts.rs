//! From the record of a row to the facts of the vocabulary.

use tallystick_wire::facts::{DayFacts, OutcomeFacts};
use tallystick_wire::{GroupKey, PlatformId, RequesterKey, RequesterKind, TaskFacts};

use super::Summary;
use super::record::Record;
use crate::definition::Fact;
use crate::value;

/// The facts of a task.
pub(crate) fn task(
    platform: &PlatformId,
    record: &Record<'_>,
    nfkc: &dyn Fn(&str) -> String,
) -> TaskFacts {
    let group = record
        .text(Fact::Group)
        .and_then(|it| GroupKey::new(platform.clone(), it).ok());
    let requester_name = record.text(Fact::RequesterName);
    let name = requester_name.as_deref();
    TaskFacts {
        platform: platform.clone(),
        requester: requester(platform, record, name, group.as_ref(), nfkc),
        group,
        requester_name,
        title: record.text(Fact::Title),
        description: record.text(Fact::Description),
        reward: record.money(Fact::Reward),
        claimed_seconds: record.seconds(Fact::Claimed),
        allotted_seconds: record.seconds(Fact::Allotted),
        average_seconds: record.seconds(Fact::Average),
        advertised_hourly: record.money(Fact::Hourly),
        places: record.count(Fact::Places),
        tasks: record.count(Fact::Tasks),
        qualified: record.flag(Fact::Qualified),
        assignment: record.text(Fact::Assignment),
        task: record.text(Fact::Task),
        remaining_seconds: record.seconds(Fact::Remaining),
    }
}

/// By id, else by name, else the group carries the reputation.
fn requester(
    platform: &PlatformId,
    record: &Record<'_>,
    name: Option<&str>,
    group: Option<&GroupKey>,
    nfkc: &dyn Fn(&str) -> String,
) -> Option<RequesterKey> {
    let key = |kind, value| RequesterKey::new(platform.clone(), kind, value).ok();
    let by_id = record
        .text(Fact::Requester)
        .and_then(|it| key(RequesterKind::Id, it));
    by_id
        .or_else(|| key(RequesterKind::Name, value::name_key(name?, nfkc)?))
        .or_else(|| key(RequesterKind::Group, group?.value.clone()))
}

/// What came of an assignment.
pub(crate) fn outcome(task: TaskFacts, record: &Record<'_>) -> OutcomeFacts {
    let state = record.text(Fact::Outcome);
    OutcomeFacts {
        task,
        outcome: state.as_deref().and_then(value::outcome),
        state,
        bonus: record.money(Fact::Bonus),
        started_at: record.instant(Fact::StartedAt),
        completed_at: record.instant(Fact::CompletedAt),
        taken_seconds: record.seconds(Fact::Taken),
        feedback: record.text(Fact::Feedback),
    }
}

/// One day; `None` without its date.
pub(crate) fn day(record: &Record<'_>) -> Option<DayFacts> {
    Some(DayFacts {
        day: record.day(Fact::Day)?,
        submitted: record.count(Fact::Submitted),
        approved: record.count(Fact::Approved),
        rejected: record.count(Fact::Rejected),
        pending: record.count(Fact::Pending),
        rewards: record.money(Fact::Rewards),
        bonuses: record.money(Fact::Bonuses),
        earnings: record.money(Fact::Earnings),
    })
}

/// The sums of a page.
pub(crate) fn summary(record: &Record<'_>) -> Summary {
    Summary {
        available: record.money(Fact::Available),
        rewards: record.money(Fact::Rewards),
        bonuses: record.money(Fact::Bonuses),
        total: record.money(Fact::Earnings),
        day: record.day(Fact::Day),
        pages: record.count(Fact::Pages),
        approved: record.count(Fact::Approved),
        rejected: record.count(Fact::Rejected),
    }
}

/// What several tasks have in common: whatever differs is not known.
pub(crate) fn common(mut it: TaskFacts, other: &TaskFacts) -> TaskFacts {
    macro_rules! keep_if_equal {
        ($($field:ident),*) => {
            $(if it.$field != other.$field { it.$field = None; })*
        };
    }
    keep_if_equal!(
        group,
        requester,
        requester_name,
        title,
        description,
        reward,
        claimed_seconds,
        allotted_seconds,
        average_seconds,
        advertised_hourly,
        places,
        tasks,
        qualified,
        assignment,
        task,
        remaining_seconds
    );
    it
}
