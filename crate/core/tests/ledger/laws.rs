//! What holds for every sequence of signs, pages and edits.

use proptest::prelude::*;
use tallystick_core::clock::{Input, Sign};
use tallystick_core::ledger::{Ledger, quarters};
use tallystick_wire::event::{Edit, EventKind, Manual};
use tallystick_wire::facts::Outcome;
use tallystick_wire::message::{PageOn, PageSign};

use crate::kit::*;

/// Something that may happen at a computer.
#[derive(Debug, Clone)]
enum Step {
    Open(i32, u8),
    List(i32),
    Sign(i32, PageSign),
    Child(i32, i32),
    CloseTab(i32),
    Focus(Option<i32>),
    Input(Input, i64),
    Stay(i32, i64),
    Pass(i64),
    Sleep(i64),
    SetWall(i64),
    Act(u8, Manual),
    Restart,
    Tick,
}

fn name(n: u8) -> String {
    format!("3{n}")
}

/// What may happen; `wall` also sets clocks and closes lids.
fn step(wall: bool) -> BoxedStrategy<Step> {
    let tab = || 1..4_i32;
    let sign = prop::sample::select(vec![
        PageSign::Focused,
        PageSign::Beat,
        PageSign::Blurred,
        PageSign::Hidden,
        PageSign::Closed,
        PageSign::SubmitClicked,
    ]);
    let input = prop::sample::select(vec![Input::Active, Input::Idle, Input::Locked]);
    let act = prop::sample::select(vec![
        Manual::Start,
        Manual::Pause,
        Manual::Resume,
        Manual::Stop,
    ]);
    let plain = prop_oneof![
        4 => (tab(), 0..3_u8).prop_map(|(tab, n)| Step::Open(tab, n)),
        1 => tab().prop_map(Step::List),
        4 => (tab(), sign).prop_map(|(tab, sign)| Step::Sign(tab, sign)),
        1 => (4..6_i32, tab()).prop_map(|(tab, opener)| Step::Child(tab, opener)),
        1 => tab().prop_map(Step::CloseTab),
        3 => prop::option::of(1..6_i32).prop_map(Step::Focus),
        2 => (input, 0..200_000_i64).prop_map(|(input, quiet)| Step::Input(input, quiet)),
        4 => (tab(), 0..100_000_i64).prop_map(|(tab, ms)| Step::Stay(tab, ms)),
        2 => (0..200_000_i64).prop_map(Step::Pass),
        1 => (0..3_u8, act).prop_map(|(n, act)| Step::Act(n, act)),
        1 => Just(Step::Restart),
        2 => Just(Step::Tick),
    ];
    if !wall {
        return plain.boxed();
    }
    prop_oneof![
        18 => plain,
        1 => (0..10_000_000_i64).prop_map(Step::Sleep),
        1 => (-10_000_000..10_000_000_i64).prop_map(Step::SetWall),
    ]
    .boxed()
}

fn run(world: &mut World, steps: &[Step]) {
    for step in steps {
        match step.clone() {
            Step::Open(tab, n) => world.page(tab, PageSign::Opened, Some(mine(&task(&name(n))))),
            Step::List(tab) => world.page(tab, PageSign::Opened, Some(PageOn::List)),
            Step::Sign(tab, sign) => world.page(tab, sign, None),
            Step::Child(tab, opener) => world.child(tab, opener),
            Step::CloseTab(tab) => world.sign(&Sign::TabClosed { tab }),
            Step::Focus(tab) => world.focus(tab),
            Step::Input(state, quiet_ms) => world.input(state, quiet_ms),
            Step::Stay(tab, ms) => world.stay(tab, ms),
            Step::Pass(ms) => world.pass(ms),
            Step::Sleep(ms) => world.sleep(ms),
            Step::SetWall(by) => world.wall += by,
            Step::Act(n, act) => world.act(&mturk(&name(n)), act),
            Step::Restart => world.sign(&Sign::Started),
            Step::Tick => world.sign(&Sign::Tick),
        }
    }
}

/// All tasks end here, so that all time is told.
fn finish(world: &mut World) {
    world.page(9, PageSign::Opened, Some(PageOn::Other));
    for n in 0..3 {
        world.append_report(9, PageSign::Returned, &name(n));
    }
}

/// Edits, undos and pages over what the clock wrote.
fn disturb(world: &mut World, picks: &[(u8, u16)]) {
    for (what, at) in picks {
        let key = mturk(&name(what % 3));
        let target = id(usize::from(*at) % world.log.len().max(1));
        let about = world.log.iter().find(|it| it.id == target);
        let about = about.and_then(|it| it.about.clone());
        let entry = match what % 7 {
            0 => EventKind::Undone { target },
            1 => EventKind::GapCounted { gap: target },
            2 => EventKind::Corrected {
                worked_ms: i64::from(*at),
            },
            3 => EventKind::Edited {
                edit: Box::new(Edit {
                    fee: Some(usd(i64::from(*at))),
                    left_out: Some(at % 2 == 0),
                    ..Edit::default()
                }),
            },
            4 => EventKind::SameAs {
                other: mturk(&name((what + 1) % 3)),
            },
            5 => {
                let outcomes = [Outcome::Paid, Outcome::Rejected, Outcome::Submitted];
                let said = line(&task(&name(what % 3)), outcomes[usize::from(*at) % 3]);
                world.see(&world.lines(vec![said]));
                continue;
            }
            _ => EventKind::Submitted,
        };
        let about = match entry {
            EventKind::Undone { .. } => about,
            _ => Some(key),
        };
        world.append(vec![tallystick_wire::event::Entry { about, kind: entry }]);
    }
}

fn disturbed(steps: &[Step], picks: &[(u8, u16)]) -> World {
    let mut world = World::swift();
    let half = steps.len() / 2;
    run(&mut world, &steps[..half]);
    disturb(&mut world, &picks[..picks.len() / 2]);
    run(&mut world, &steps[half..]);
    disturb(&mut world, &picks[picks.len() / 2..]);
    world
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn every_moment_of_an_assignment_is_exactly_one_thing(
        steps in prop::collection::vec(step(false), 1..60),
    ) {
        let mut world = World::swift();
        run(&mut world, &steps);
        finish(&mut world);
        let ledger = world.ledger();
        let mut worked = world.searched();
        for record in ledger.assignments.values() {
            worked += record.times.worked + record.times.idle;
            let Some(accepted) = record.moments.accepted else {
                continue;
            };
            let (first, last) = (accepted, record.moments.ended.or(record.moments.submitted));
            if let Some(last) = last.filter(|_| record.moments.clicked.is_none()) {
                prop_assert_eq!(total(record), last - first, "{:?}", record);
            }
        }
        prop_assert!(worked <= world.t, "{} of {}", worked, world.t);
    }

    #[test]
    fn no_clock_that_is_set_makes_work(
        steps in prop::collection::vec(step(true), 1..60),
    ) {
        let mut world = World::swift();
        run(&mut world, &steps);
        finish(&mut world);
        let ledger = world.ledger();
        for record in ledger.assignments.values() {
            let times = record.times;
            for part in [times.worked, times.idle, times.away, times.queued] {
                prop_assert!(0 <= part, "{:?}", times);
            }
        }
        for event in &world.log {
            if let EventKind::Spent { ms, .. } | EventKind::Searching { ms, .. } = event.kind {
                prop_assert!(0 < ms, "{:?}", event);
            }
        }
    }

    #[test]
    fn any_split_of_the_log_gives_the_same_ledger(
        steps in prop::collection::vec(step(true), 1..50),
        picks in prop::collection::vec(any::<(u8, u16)>(), 0..24),
        splits in prop::collection::vec(any::<prop::sample::Index>(), 0..6),
    ) {
        let log = disturbed(&steps, &picks).log;
        let whole = Ledger::of(&log);
        let mut ends: Vec<usize> = splits.iter().map(|it| it.index(log.len() + 1)).collect();
        ends.sort_unstable();
        ends.push(log.len());
        let mut by_parts = Ledger::default();
        for end in ends {
            by_parts.follow(&log[..end]);
        }
        prop_assert_eq!(by_parts, whole);
    }

    #[test]
    fn an_undone_event_is_as_if_it_never_was(
        steps in prop::collection::vec(step(false), 1..40), pick in any::<prop::sample::Index>(),
    ) {
        let mut world = World::swift();
        run(&mut world, &steps);
        if world.log.is_empty() {
            return Ok(());
        }
        let at = pick.index(world.log.len());
        let event = world.log[at].clone();
        let mut without = world.log.clone();
        without.remove(at);
        world.append(vec![tallystick_wire::event::Entry {
            about: event.about,
            kind: EventKind::Undone { target: event.id },
        }]);
        let (with, without) = (world.ledger(), Ledger::of(&without));
        prop_assert_eq!(with.assignments, without.assignments);
        prop_assert_eq!(with.searches, without.searches);
    }

    #[test]
    fn quarters_add_up(from in -1e15 as i64..1e15 as i64, ms in 0..1_000_000_000_i64) {
        let parts: Vec<_> = quarters(from, ms).collect();
        prop_assert_eq!(parts.iter().map(|it| it.1).sum::<i64>(), ms);
        prop_assert!(parts.windows(2).all(|it| it[0].0 + 1 == it[1].0));
    }
}
