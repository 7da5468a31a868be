//! The eighteen cases that every earlier tool gets wrong, each by its name.

use tallystick_core::clock::{Input, Sign};
use tallystick_core::ledger::{earned, worked_ms};
use tallystick_wire::event::{Activity, AssignmentKind, Cause, Edit, Entry, EventKind, Manual};
use tallystick_wire::facts::{DayFacts, Outcome};
use tallystick_wire::ledger::Standing;
use tallystick_wire::message::{PageOn, PageSign};

use crate::kit::*;

#[test]
fn case_01_survives_a_reload_in_the_middle() {
    let mut it = World::new();
    it.open(1, mine(&task("3A")));
    it.stay(1, 5 * MINUTE);
    it.reload(1, mine(&task("3A")), 3 * SECOND);
    it.stay(1, 5 * MINUTE);
    it.page(1, PageSign::Submitted, None);
    let record = it.only();
    assert_eq!(record.times.worked, 10 * MINUTE + 3 * SECOND);
    assert_eq!(
        total(&record),
        record.times.worked,
        "waiting for the page is work"
    );
    assert_eq!(record.standing, Standing::Pending);
}

#[test]
fn case_01_loses_at_most_a_beat_to_a_crash() {
    let mut it = World::new();
    it.open(1, mine(&task("3A")));
    it.stay(1, 5 * MINUTE);
    it.pass(14 * SECOND);
    // The browser dies here, and is started again a minute later.
    it.pass(MINUTE);
    it.sign(&Sign::Started);
    it.open(7, mine(&task("3A")));
    it.stay(7, MINUTE);
    it.page(7, PageSign::Submitted, None);
    let record = it.only();
    assert_eq!(record.times.worked, 6 * MINUTE);
    assert_eq!(record.times.away, 74 * SECOND);
    assert_eq!(record.gaps[0].cause, Some(Cause::Silence));
}

#[test]
fn case_02_counts_the_same_task_in_two_tabs_once() {
    let mut it = World::new();
    it.open(1, mine(&task("3A")));
    it.stay(1, MINUTE);
    it.open(2, mine(&task("3A")));
    it.stay(2, MINUTE);
    it.page(1, PageSign::Focused, None);
    it.stay(1, MINUTE);
    it.page(2, PageSign::Closed, None);
    it.sign(&Sign::TabClosed { tab: 2 });
    it.page(1, PageSign::Submitted, None);
    assert_eq!(it.only().times.worked, 3 * MINUTE);
    assert_eq!(total(&it.only()), 3 * MINUTE);
}

#[test]
fn case_02_never_times_two_tasks_at_once() {
    let mut it = World::new();
    it.open(1, mine(&task("3A")));
    it.stay(1, MINUTE);
    it.open(2, mine(&task("3B")));
    it.stay(2, 2 * MINUTE);
    it.focus(Some(1));
    it.stay(1, MINUTE);
    it.page(1, PageSign::Submitted, None);
    it.focus(Some(2));
    it.page(2, PageSign::Submitted, None);
    let (a, b) = (it.record(&mturk("3A")), it.record(&mturk("3B")));
    assert_eq!((a.times.worked, a.times.away), (2 * MINUTE, 2 * MINUTE));
    assert_eq!((b.times.worked, b.times.away), (2 * MINUTE, MINUTE));
    assert_eq!(a.gaps[0].cause, Some(Cause::OtherTask));
}

#[test]
fn case_03_time_in_the_queue_is_not_work() {
    let mut it = World::new();
    let mut held = task("3A");
    held.remaining_seconds = Some(3_600);
    it.open(1, PageOn::Queue { tasks: vec![held] });
    it.stay(1, MINUTE);
    it.page(1, PageSign::Hidden, None);
    it.pass(20 * MINUTE);
    it.open(2, mine(&task("3A")));
    it.stay(2, 4 * MINUTE);
    it.page(2, PageSign::Submitted, None);
    let record = it.only();
    assert_eq!(record.times.queued, 21 * MINUTE);
    assert_eq!(record.times.worked, 4 * MINUTE);
    assert_eq!(
        it.searched(),
        MINUTE,
        "looking at the queue is nobody's work"
    );
}

#[test]
fn case_03_a_task_accepted_before_we_ran_began_when_its_page_says() {
    let mut it = World::new();
    let mut late = task("3A");
    late.remaining_seconds = Some(3_000);
    it.open(1, mine(&late));
    it.stay(1, MINUTE);
    it.page(1, PageSign::Submitted, None);
    let record = it.only();
    assert_eq!(record.moments.accepted, Some(NOON - 10 * MINUTE));
    assert_eq!(
        (record.times.queued, record.times.worked),
        (10 * MINUTE, MINUTE)
    );
}

#[test]
fn case_04_a_survey_in_another_tab_is_the_task_s() {
    let mut it = World::new();
    it.open(1, mine(&task("3A")));
    it.stay(1, MINUTE);
    it.child(2, 1);
    it.stay_elsewhere(9 * MINUTE);
    // Further tabs opened from the survey are still the task's.
    it.sign(&Sign::TabOpened {
        tab: 3,
        opener: Some(2),
    });
    it.focus(Some(3));
    it.stay_elsewhere(2 * MINUTE);
    // One opened by hand is not.
    it.sign(&Sign::TabOpened {
        tab: 4,
        opener: None,
    });
    it.focus(Some(4));
    it.stay_elsewhere(5 * MINUTE);
    it.focus(Some(1));
    it.page(1, PageSign::Focused, None);
    it.stay(1, MINUTE);
    it.page(1, PageSign::Submitted, None);
    let record = it.only();
    assert_eq!(record.times.worked, 13 * MINUTE);
    assert_eq!(record.times.away, 5 * MINUTE);
}

#[test]
fn case_04_a_study_whose_page_does_not_tell_is_mine_once_its_survey_opens() {
    let mut it = World::on("prolific");
    it.open(1, perhaps(&study("s1")));
    it.stay(1, MINUTE);
    it.child(2, 1);
    it.stay_elsewhere(8 * MINUTE);
    // The survey's tab comes back to the platform, which says that it is done.
    it.open(2, PageOn::Other);
    it.page(2, PageSign::Submitted, None);
    let record = it.only();
    assert_eq!(record.key.kind, AssignmentKind::Group);
    assert_eq!(record.times.worked, 8 * MINUTE);
    assert_eq!(it.searched(), MINUTE, "reading about it was searching");
    assert_eq!(record.standing, Standing::Pending);
}

#[test]
fn case_05_lunch_is_away_and_is_offered_back() {
    let mut it = World::new();
    it.open(1, mine(&task("3A")));
    it.stay(1, 5 * MINUTE);
    // Nobody touches anything; the system says so after two minutes.
    it.stay(1, 2 * MINUTE);
    it.input(Input::Idle, 2 * MINUTE);
    it.stay(1, 28 * MINUTE);
    it.input(Input::Active, 0);
    it.stay(1, 3 * MINUTE);
    let record = it.only();
    assert_eq!(
        (record.times.worked, record.times.idle),
        (5 * MINUTE, 30 * MINUTE)
    );
    let live = it.clock.live(&mturk("3A"), Some(&record)).unwrap();
    assert_eq!(live.worked_ms, 8 * MINUTE);
    let gap = live.gap.unwrap();
    assert_eq!((gap.ms, gap.cause), (30 * MINUTE, Some(Cause::NoInput)));
    let counted = it.note(&mturk("3A"), EventKind::GapCounted { gap: gap.id });
    it.page(1, PageSign::Submitted, None);
    assert_eq!(it.only().times.worked, 38 * MINUTE, "it was a long film");
    it.undo(&mturk("3A"), counted);
    assert_eq!(it.only().times.worked, 8 * MINUTE);
    assert_eq!(total(&it.only()), 38 * MINUTE);
}

#[test]
fn case_05_a_locked_screen_and_another_program_are_kept_apart() {
    let mut it = World::new();
    it.open(1, mine(&task("3A")));
    it.stay(1, MINUTE);
    it.input(Input::Locked, 0);
    it.pass(10 * MINUTE);
    it.input(Input::Active, 0);
    it.stay(1, MINUTE);
    it.focus(None);
    it.pass(7 * MINUTE);
    it.page(1, PageSign::Focused, None);
    it.page(1, PageSign::Submitted, None);
    let record = it.only();
    assert_eq!(record.times.worked, 2 * MINUTE);
    assert_eq!(record.times.idle + record.times.away, 17 * MINUTE);
    let causes: Vec<_> = record.gaps.iter().map(|it| it.cause).collect();
    assert!(causes.contains(&Some(Cause::Elsewhere)), "{causes:?}");
}

#[test]
fn case_06_returned_after_ten_minutes_is_kept_as_unpaid_time() {
    let mut it = World::new();
    it.open(1, mine(&task("3A")));
    it.stay(1, 10 * MINUTE);
    it.page(1, PageSign::Returned, None);
    it.stay(1, MINUTE);
    let record = it.only();
    assert_eq!(record.standing, Standing::Returned);
    assert_eq!(worked_ms(&record), Some(10 * MINUTE));
    assert_eq!(earned(&record), None);
}

#[test]
fn case_07_screened_out_keeps_its_time_and_what_little_it_paid() {
    let mut it = World::on("prolific");
    it.open(1, mine(&study("s1")));
    it.stay(1, 3 * MINUTE);
    it.page(1, PageSign::Closed, None);
    let mut seen = line(&study("s1"), Outcome::ScreenedOut);
    seen.task.assignment = Some("sub1".to_owned());
    seen.task.reward = Some(gbp(11));
    it.see(&it.lines(vec![seen]));
    let record = it.only();
    assert_eq!(record.standing, Standing::ScreenedOut);
    assert_eq!(record.times.worked, 3 * MINUTE);
    assert_eq!(earned(&record), Some(gbp(11)));
}

#[test]
fn case_08_and_09_rejected_later_and_overturned_later() {
    let mut it = World::new();
    it.open(1, mine(&task("3A")));
    it.stay(1, MINUTE);
    it.page(1, PageSign::Submitted, None);
    it.pass(2 * DAY);
    it.see(&it.lines(vec![line(&task("3A"), Outcome::Approved)]));
    assert_eq!(earned(&it.only()), Some(usd(50)));
    it.pass(DAY);
    let mut no = line(&task("3A"), Outcome::Rejected);
    no.feedback = Some("Failed the attention check".to_owned());
    it.see(&it.lines(vec![no]));
    let rejected = it.only();
    assert_eq!(
        (rejected.standing, earned(&rejected)),
        (Standing::Rejected, None)
    );
    assert_eq!(rejected.said[0].text, "Failed the attention check");
    it.pass(5 * DAY);
    it.see(&it.lines(vec![line(&task("3A"), Outcome::Paid)]));
    let record = it.only();
    assert_eq!(
        (record.standing, earned(&record)),
        (Standing::Paid, Some(usd(50)))
    );
    assert_eq!(record.moments.overturned, Some(it.wall));
    assert_eq!(record.moments.rejected, Some(it.wall - 5 * DAY));
    assert!(record.contradictions.is_empty(), "judgements may change");
}

#[test]
fn case_10_a_bonus_days_later_itemised_or_as_a_day_s_sum() {
    let mut it = World::on("prolific");
    it.open(1, mine(&study("s1")));
    it.stay(1, 10 * MINUTE);
    it.page(1, PageSign::Submitted, None);
    let mut paid = line(&study("s1"), Outcome::Approved);
    paid.task.assignment = Some("sub1".to_owned());
    it.see(&it.lines(vec![paid.clone()]));
    assert_eq!(earned(&it.only()), Some(gbp(300)));
    it.pass(4 * DAY);
    paid.bonus = Some(gbp(125));
    let seen = it.see(&it.lines(vec![paid.clone()]));
    assert_eq!((seen.changed, seen.same, seen.contradicting), (1, 0, 0));
    assert_eq!(earned(&it.only()), Some(gbp(425)));
    // A sum that no assignment can be told from is a day's.
    let mut page = it.lines(Vec::new());
    page.days.push(day("2026-03-02", Some(usd(40))));
    it.see(&page);
    let events = it.log.len();
    it.see(&page);
    assert_eq!(
        it.log.len(),
        events,
        "a page that says nothing new adds nothing"
    );
    assert_eq!(it.ledger().days.len(), 1);
    assert_eq!(earned(&it.only()), Some(gbp(425)));
}

fn day(day: &str, bonuses: Option<tallystick_wire::Money>) -> DayFacts {
    DayFacts {
        day: day.to_owned(),
        submitted: Some(1),
        approved: None,
        rejected: None,
        pending: None,
        rewards: Some(usd(50)),
        bonuses,
        earnings: None,
    }
}

#[test]
fn case_11_submit_clicked_twice_is_submitted_once() {
    let mut it = World::new();
    it.open(1, mine(&task("3A")));
    it.stay(1, MINUTE);
    it.page(1, PageSign::SubmitClicked, None);
    it.pass(SECOND);
    it.page(1, PageSign::SubmitClicked, None);
    it.pass(SECOND);
    it.page(1, PageSign::Closed, None);
    it.open(1, PageOn::List);
    it.page(1, PageSign::Submitted, None);
    it.page(1, PageSign::Submitted, None);
    let record = it.only();
    assert_eq!(record.standing, Standing::Pending);
    assert_eq!(record.times.worked, MINUTE + 2 * SECOND);
    let sent = |it: &&tallystick_wire::Event| it.kind == EventKind::Submitted;
    assert_eq!(it.log.iter().filter(sent).count(), 1);
}

#[test]
fn case_11_refused_by_validation_the_work_goes_on() {
    let mut it = World::new();
    it.open(1, mine(&task("3A")));
    it.stay(1, MINUTE);
    it.page(1, PageSign::SubmitClicked, None);
    assert_eq!(it.only().standing, Standing::Pending);
    it.stay(1, 2 * MINUTE);
    it.page(1, PageSign::SubmitClicked, None);
    it.pass(SECOND);
    it.page(1, PageSign::Closed, None);
    let record = it.only();
    assert_eq!(record.times.worked, 3 * MINUTE + SECOND);
    assert_eq!(
        record.standing,
        Standing::Pending,
        "nothing came after the second click"
    );
    assert_eq!(record.moments.clicked, Some(NOON + 3 * MINUTE));
}

#[test]
fn case_11_with_the_next_task_accepted_at_once_the_submitted_one_is_the_one_before() {
    let mut it = World::new();
    it.open(1, mine(&task("3A")));
    it.stay(1, MINUTE);
    it.page(1, PageSign::Closed, None);
    it.open(1, mine(&task("3B")));
    it.page(1, PageSign::Submitted, None);
    it.stay(1, MINUTE);
    assert_eq!(it.record(&mturk("3A")).standing, Standing::Pending);
    let next = it.record(&mturk("3B"));
    assert_eq!(next.standing, Standing::Working);
}

#[test]
fn case_13_a_task_of_no_pay_with_a_bonus() {
    let mut it = World::new();
    let mut free = task("3A");
    free.reward = Some(usd(0));
    it.open(1, mine(&free));
    it.stay(1, 6 * MINUTE);
    it.page(1, PageSign::Submitted, None);
    let mut paid = line(&free, Outcome::Paid);
    paid.bonus = Some(usd(200));
    it.see(&it.lines(vec![paid]));
    assert_eq!(earned(&it.only()), Some(usd(200)));
}

#[test]
fn case_14_two_hundred_tasks_of_five_seconds() {
    let mut it = World::new();
    for n in 0..200 {
        let key = format!("3{n:03}");
        it.open(1, mine(&task(&key)));
        it.pass(5 * SECOND);
        it.page(1, PageSign::SubmitClicked, None);
        it.page(1, PageSign::Closed, None);
        it.open(1, PageOn::List);
        it.page(1, PageSign::Submitted, None);
    }
    let ledger = it.ledger();
    assert_eq!(ledger.assignments.len(), 200);
    let all = |it: &tallystick_wire::ledger::Assignment| {
        it.times.worked == 5 * SECOND && it.standing == Standing::Pending
    };
    assert!(ledger.assignments.values().all(all));
}

#[test]
fn case_15_a_closed_lid_is_no_work() {
    let mut it = World::new();
    it.open(1, mine(&task("3A")));
    it.stay(1, 5 * MINUTE);
    it.sleep(40 * MINUTE);
    it.stay(1, 5 * MINUTE);
    it.page(1, PageSign::Submitted, None);
    let record = it.only();
    assert_eq!(record.times.worked, 10 * MINUTE);
    assert_eq!(total(&record), 50 * MINUTE);
    assert_eq!(record.gaps[0].cause, Some(Cause::Silence));
}

#[test]
fn case_15_a_wall_clock_that_is_set_back_or_forward_changes_no_work() {
    for jump in [-HOUR, HOUR, -3 * MINUTE, 30 * SECOND] {
        let mut it = World::new();
        it.open(1, mine(&task("3A")));
        it.stay(1, 5 * MINUTE);
        it.wall += jump;
        it.stay(1, 5 * MINUTE);
        it.page(1, PageSign::Submitted, None);
        let record = it.only();
        assert_eq!(record.times.worked, 10 * MINUTE, "{jump}: {record:?}");
        assert_eq!(total(&record), 10 * MINUTE + jump.max(0), "{jump}");
    }
}

#[test]
fn case_16_searching_is_counted_by_platform() {
    let mut it = World::new();
    it.open(1, PageOn::List);
    it.stay(1, 7 * MINUTE);
    it.input(Input::Idle, MINUTE);
    it.stay(1, 10 * MINUTE);
    it.input(Input::Active, 0);
    it.stay(1, MINUTE);
    let preview = PageOn::Task {
        facts: Box::new(task("")),
        accepted: Some(false),
    };
    it.open(1, preview);
    it.stay(1, 2 * MINUTE);
    it.open(1, PageOn::Other);
    it.stay(1, 5 * MINUTE);
    assert_eq!(it.searched(), 9 * MINUTE);
    assert!(it.ledger().assignments.is_empty());
}

#[test]
fn case_17_several_currencies_are_never_added() {
    let mut it = World::new();
    let mut paid = line(&task("3A"), Outcome::Paid);
    paid.bonus = Some(gbp(125));
    it.see(&it.lines(vec![paid]));
    let record = it.only();
    assert_eq!(
        earned(&record),
        Some(usd(50)),
        "a bonus in pounds is not cents"
    );
    assert_eq!(record.amounts.bonus, Some(gbp(125)));
}

#[test]
fn case_18_what_the_platform_keeps_is_no_pay() {
    let mut it = World::new();
    it.see(&it.lines(vec![line(&task("3A"), Outcome::Paid)]));
    let edit = Edit {
        fee: Some(usd(5)),
        ..Edit::default()
    };
    let fee = it.note(
        &mturk("3A"),
        EventKind::Edited {
            edit: Box::new(edit),
        },
    );
    assert_eq!(earned(&it.only()), Some(usd(45)));
    it.undo(&mturk("3A"), fee);
    assert_eq!(earned(&it.only()), Some(usd(50)));
    let cost = EventKind::Cost {
        platform: "mturk".parse().unwrap(),
        on: NOON,
        amount: usd(250),
        what: "transfer".to_owned(),
    };
    it.append(vec![tallystick_wire::event::Entry::alone(cost)]);
    assert_eq!(it.ledger().costs.len(), 1);
}

#[test]
fn the_worker_starts_pauses_and_corrects_by_hand() {
    let mut it = World::new();
    it.open(1, mine(&task("3A")));
    it.stay(1, MINUTE);
    it.act(&mturk("3A"), Manual::Pause);
    it.stay(1, 5 * MINUTE);
    it.act(&mturk("3A"), Manual::Resume);
    it.stay(1, MINUTE);
    // On paper, with the browser behind other windows.
    it.act(&mturk("3A"), Manual::Start);
    it.focus(None);
    it.stay_elsewhere(4 * MINUTE);
    it.act(&mturk("3A"), Manual::Stop);
    it.stay_elsewhere(2 * MINUTE);
    it.page(1, PageSign::Focused, None);
    it.page(1, PageSign::Submitted, None);
    let record = it.only();
    assert_eq!(record.times.worked, 6 * MINUTE);
    assert_eq!(record.times.away, 7 * MINUTE);
    assert_eq!(record.gaps[0].cause, Some(Cause::Paused));
    let corrected = it.note(
        &mturk("3A"),
        EventKind::Corrected {
            worked_ms: 9 * MINUTE,
        },
    );
    assert_eq!(worked_ms(&it.only()), Some(9 * MINUTE));
    let undo = it.undo(&mturk("3A"), corrected);
    assert_eq!(worked_ms(&it.only()), Some(6 * MINUTE));
    it.undo(&mturk("3A"), undo);
    assert_eq!(
        worked_ms(&it.only()),
        Some(9 * MINUTE),
        "an undone undo counts again"
    );
}

#[test]
fn what_contradicts_the_log_is_shown_and_not_merged() {
    let mut it = World::new();
    it.open(1, mine(&task("3A")));
    it.stay(1, MINUTE);
    it.page(1, PageSign::Returned, None);
    let mut less = line(&task("3A"), Outcome::Paid);
    less.task.reward = Some(usd(40));
    let seen = it.see(&it.lines(vec![less]));
    assert_eq!(seen.contradicting, 1);
    let record = it.only();
    let found: Vec<_> = record
        .contradictions
        .iter()
        .map(|it| (it.what.as_str(), it.ours.as_str(), it.theirs.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            ("reward", "$0.50", "$0.40"),
            ("outcome", "returned", "paid")
        ]
    );
    assert_eq!(record.amounts.promised, Some(usd(50)));
    assert_eq!(earned(&record), Some(usd(40)));
}

#[test]
fn what_a_page_cannot_tell_apart_is_matched_with_none() {
    let mut it = World::on("prolific");
    for tab in [1, 2] {
        it.open(tab, mine(&study("s1")));
        it.stay(tab, MINUTE);
        it.page(tab, PageSign::Submitted, None);
        it.pass(HOUR);
    }
    let mut paid = line(&study("s1"), Outcome::Approved);
    paid.task.assignment = Some("sub1".to_owned());
    let seen = it.see(&it.lines(vec![paid.clone()]));
    assert_eq!((seen.new, seen.weak), (1, 0));
    // Its time tells: then it is the first, by its group.
    let mut again = World::on("prolific");
    again.log.clone_from(&it.log[..it.log.len() - 1].to_vec());
    again.wall = it.wall;
    paid.completed_at = Some(NOON + MINUTE);
    let seen = again.see(&again.lines(vec![paid]));
    assert_eq!((seen.changed, seen.weak), (1, 1));
    let kinds = again.ledger();
    let linked = kinds.assignments.values().filter(|it| it.became.is_some());
    assert_eq!(linked.count(), 1);
}

#[test]
fn a_page_that_names_a_linked_record_is_about_what_it_became_and_is_said_once() {
    let mut it = World::new();
    it.open(1, mine(&task("3A")));
    it.stay(1, MINUTE);
    it.page(1, PageSign::Submitted, None);
    it.pass(HOUR);
    // A page without ids, too far from it in time: a record of its own, until the worker links it.
    let mut nameless = line(&task("3A"), Outcome::Submitted);
    nameless.task.assignment = None;
    nameless.task.task = None;
    nameless.task.group = None;
    nameless.completed_at = Some(it.wall);
    let page = it.lines(vec![nameless.clone()]);
    assert_eq!(it.see(&page).new, 1);
    let ledger = it.ledger();
    let mut keys = ledger.assignments.keys();
    let other = keys.find(|key| **key != mturk("3A")).cloned().unwrap();
    let link = EventKind::SameAs {
        other: other.clone(),
    };
    it.append(vec![Entry::of(mturk("3A"), link)]);
    assert_eq!(it.record(&other).became, Some(mturk("3A")));

    it.see(&page);
    let written = it.log.len();
    for _ in 0..3 {
        let seen = it.see(&page);
        assert_eq!((seen.same, seen.new, seen.changed), (1, 0, 0));
    }
    assert_eq!(it.log.len(), written, "a visit that tells nothing new");

    nameless.outcome = Some(Outcome::Approved);
    let seen = it.see(&it.lines(vec![nameless]));
    assert_eq!((seen.changed, seen.new), (1, 0));
    assert_eq!(it.only().standing, Standing::Approved);
    assert_eq!(it.only().key, mturk("3A"));
}

#[test]
fn what_is_missing_from_a_full_list_has_vanished() {
    let mut it = World::new();
    it.open(1, mine(&task("3A")));
    it.stay(1, MINUTE);
    it.page(1, PageSign::Submitted, None);
    it.pass(3 * HOUR);
    let mut page = it.lines(vec![line(&task("3B"), Outcome::Submitted)]);
    page.complete = true;
    assert_eq!(it.see(&page).missing, 1);
    assert_eq!(it.see(&page).missing, 0, "said once");
    let vanished = it.record(&mturk("3A"));
    assert_eq!(vanished.moments.vanished, Some(it.wall));
    it.see(&it.lines(vec![line(&task("3A"), Outcome::Submitted)]));
    assert_eq!(it.record(&mturk("3A")).moments.vanished, None);
}

#[test]
fn a_task_whose_time_ran_out_has_expired_when_it_did() {
    let mut it = World::new();
    let mut short = task("3A");
    short.remaining_seconds = Some(600);
    it.open(1, mine(&short));
    it.stay(1, MINUTE);
    it.page(1, PageSign::Hidden, None);
    it.pass(2 * HOUR);
    it.open(2, PageOn::List);
    let record = it.only();
    assert_eq!(record.standing, Standing::Expired);
    // Of its hour fifty minutes had passed before; it had ten left.
    assert_eq!(record.times.worked, MINUTE);
    assert_eq!(record.times.away, 9 * MINUTE);
    let last = it.log.iter().rev().find_map(|it| match &it.kind {
        EventKind::Spent { activity, .. } => Some(*activity),
        _ => None,
    });
    assert_eq!(last, Some(Activity::Away));
}
