//! The dashboard's figures, and that each is that of the assignments behind it.

use std::collections::BTreeMap;

use proptest::prelude::*;
use tallystick_core::summary::{
    Book, By, Extras, Figures, Filter, Midnight, MissingKind, Order, Pay, RescueDay, Terms,
};
use tallystick_core::zone::{Period, Zones};
use tallystick_core::{ledger, rates};
use tallystick_wire::facts::{DayFacts, Outcome};
use tallystick_wire::ledger::{Assignment, CostRecord, DayRecord, SearchRecord, Standing};
use tallystick_wire::message::{PageOn, PageSign};
use tallystick_wire::{Currency, Money, PlatformId};

use crate::kit::*;

pub fn terms() -> Terms {
    let mturk: PlatformId = "mturk".parse().unwrap();
    Terms {
        zones: Zones::named([(&mturk, "America/Los_Angeles")], "Asia/Kolkata"),
        midnight: Midnight::Platform,
        rates: rates::built_in(),
        currency: Currency::USD,
        floor: Some(usd(1_200)),
        now: NOON + 40 * DAY,
        approval_days: BTreeMap::from([(mturk, 3)]),
    }
}

fn book(world: &World) -> Book {
    let ledger = world.ledger();
    let search = |((platform, quarter), ms): (&(PlatformId, i64), &i64)| SearchRecord {
        platform: platform.clone(),
        quarter: *quarter,
        ms: *ms,
    };
    let extras = Extras {
        days: ledger.days.values().cloned().collect(),
        searches: ledger.searches.iter().map(search).collect(),
        costs: ledger.costs.values().cloned().collect(),
    };
    Book::new(ledger.assignments.into_values().collect(), extras, terms())
}

/// Works on a task for so long, and sees what came of it.
fn work(world: &mut World, id: &str, ms: i64, outcome: Option<Outcome>) {
    world.open(1, mine(&task(id)));
    world.stay(1, ms);
    let sign = match outcome {
        Some(Outcome::Returned) => PageSign::Returned,
        Some(Outcome::Expired) => PageSign::Expired,
        _ => PageSign::Submitted,
    };
    world.page(1, sign, None);
    if let Some(outcome) = outcome {
        world.see(&world.lines(vec![line(&task(id), outcome)]));
    }
}

fn a_day() -> World {
    let mut it = World::new();
    it.open(1, PageOn::List);
    it.stay(1, 30 * MINUTE);
    work(&mut it, "3paid", 10 * MINUTE, Some(Outcome::Paid));
    work(&mut it, "3also", 5 * MINUTE, Some(Outcome::Approved));
    work(&mut it, "3no", 10 * MINUTE, Some(Outcome::Rejected));
    work(&mut it, "3back", 10 * MINUTE, Some(Outcome::Returned));
    work(&mut it, "3late", 5 * MINUTE, Some(Outcome::Expired));
    work(&mut it, "3out", 5 * MINUTE, Some(Outcome::ScreenedOut));
    work(&mut it, "3open", 15 * MINUTE, None);
    it
}

#[test]
fn an_hour_of_life_with_and_without_what_nobody_pays() {
    let mut world = a_day();
    let book = book(&world);
    let it = book.figures(&Filter::default());
    assert_eq!(it.assignments, 7);
    assert_eq!(it.worked_ms, 60 * MINUTE);
    assert_eq!(it.paid_ms, 15 * MINUTE);
    assert_eq!(it.open_ms, 15 * MINUTE);
    let unpaid = it.unpaid;
    let parts = [
        unpaid.searching,
        unpaid.returned,
        unpaid.rejected,
        unpaid.screened_out,
        unpaid.expired,
    ];
    assert_eq!(parts.map(|it| it / MINUTE), [30, 10, 10, 5, 5]);
    // Two rewards of 50 cents, and what the screen-out shows as its reward.
    let money = it.money[&Currency::USD];
    assert_eq!(
        (money.rewards, money.earned(), money.timed),
        (150, 150, 150)
    );
    assert_eq!((money.pending, money.rejected), (50, 50));
    let paid = book.hourly(&it).unwrap();
    assert_eq!((paid.minor, paid.converted), (600.0, false));
    let real = book.hourly_with_unpaid(&it).unwrap();
    assert_eq!((real.minor, real.ms), (150.0 / 1.25, 75 * MINUTE));
    world.log.clear();
    let nothing = Book::new(Vec::new(), Extras::default(), terms());
    let figures = nothing.figures(&Filter::default());
    assert_eq!(nothing.hourly(&figures), None);
    assert!(nothing.is_empty() && figures == Figures::default());
}

/// Outcomes alone tell money and no time: then what was spent searching is not their hours.
#[test]
fn money_without_known_time_makes_no_hour_that_brings_nothing() {
    let mut world = World::new();
    world.open(1, PageOn::List);
    world.stay(1, 30 * MINUTE);
    world.open(1, PageOn::Other);
    world.see(&world.lines(vec![line(&task("3paid"), Outcome::Paid)]));
    let of = book(&world);
    let it = of.figures(&Filter::default());
    assert_eq!((it.untimed, it.money[&Currency::USD].earned()), (1, 50));
    assert_eq!(of.hourly_with_unpaid(&it), None);
    // With one whose time is known there is an hour, and the search is in it.
    work(&mut world, "3timed", 30 * MINUTE, Some(Outcome::Paid));
    let of = book(&world);
    let real = of.hourly_with_unpaid(&of.figures(&Filter::default()));
    assert!((real.unwrap().minor - 50.0).abs() < 1.0, "{real:?}");
}

#[test]
fn case_12_midnight_and_dst_are_the_platform_s() {
    // Pacific midnight of 8 March 2026 is 08:00 UTC, of 9 March 07:00 UTC: clocks go forward.
    let midnight = NOON + 6 * DAY - 4 * HOUR;
    let mut ends = Vec::new();
    for (n, at) in [-1, 0, DAY - HOUR - 1, DAY - HOUR].into_iter().enumerate() {
        let mut world = World::new();
        world.wall = midnight + at - MINUTE;
        work(&mut world, &format!("3{n}"), MINUTE, Some(Outcome::Paid));
        let book = book(&world);
        let own = book.clone().under(Terms {
            midnight: Midnight::Worker,
            ..terms()
        });
        ends.push(format!("{} {}", book.day(0).unwrap(), own.day(0).unwrap()));
    }
    assert_eq!(
        ends,
        [
            "2026-03-07 2026-03-08",
            "2026-03-08 2026-03-08",
            "2026-03-08 2026-03-09",
            "2026-03-09 2026-03-09"
        ]
    );
}

#[test]
fn case_12_searching_over_midnight_is_split_between_the_days() {
    let mut world = World::new();
    // 07:50 UTC is ten minutes before midnight in Los Angeles.
    world.wall = NOON - 4 * HOUR - 10 * MINUTE;
    world.open(1, PageOn::List);
    world.stay(1, 30 * MINUTE);
    let days = book(&world).groups(&Filter::default(), By::Day);
    let minutes: Vec<_> = days
        .iter()
        .map(|it| (it.label.as_str(), it.figures.unpaid.searching / MINUTE))
        .collect();
    // The clock writes an interval when it ends.
    assert!(minutes.is_empty(), "{minutes:?}");
    world.open(1, PageOn::Other);
    let days = book(&world).groups(&Filter::default(), By::Day);
    let minutes: Vec<_> = days
        .iter()
        .map(|it| (it.label.as_str(), it.figures.unpaid.searching / MINUTE))
        .collect();
    assert_eq!(minutes, [("2026-03-01", 10), ("2026-03-02", 20)]);
}

#[test]
fn over_time_is_told_apart_as_finely_as_can_be_seen() {
    let by = [1, 92, 93, 732, 733, 3_660, 3_661].map(By::fitting);
    let expected = [
        By::Day,
        By::Day,
        By::Week,
        By::Week,
        By::Month,
        By::Month,
        By::Year,
    ];
    assert_eq!(by, expected);
    let day = book(&a_day());
    assert_eq!(day.fitting(&Filter::default()), By::Day);
}

#[test]
fn a_day_s_bonus_counts_beyond_what_is_itemised() {
    let mut world = a_day();
    let mut with_bonus = line(&task("3paid"), Outcome::Paid);
    with_bonus.bonus = Some(usd(30));
    let mut page = world.lines(vec![with_bonus]);
    page.days.push(DayFacts {
        day: "2026-03-02".to_owned(),
        submitted: None,
        approved: None,
        rejected: None,
        pending: None,
        rewards: None,
        bonuses: Some(usd(100)),
        earnings: None,
    });
    world.see(&page);
    let book = book(&world);
    let money = book.figures(&Filter::default()).money[&Currency::USD];
    assert_eq!((money.bonuses, money.day_bonuses), (30, 70));
    assert_eq!(money.earned(), 250);
    assert_eq!(money.timed, 250, "that day's work is timed");
    let march = book.groups(&Filter::default(), By::Month);
    assert_eq!(march.len(), 1);
    assert_eq!(march[0].figures.money[&Currency::USD].earned(), 250);
}

#[test]
fn case_17_currencies_are_summed_apart_and_converted_only_for_one_figure() {
    let mut world = a_day();
    let mut pounds = line(&study("s1"), Outcome::Approved);
    pounds.task.assignment = Some("sub1".to_owned());
    pounds.started_at = Some(NOON);
    pounds.completed_at = Some(NOON + 30 * MINUTE);
    world.see(&world.lines(vec![pounds]));
    let book = book(&world);
    let it = book.figures(&Filter::default());
    assert_eq!(it.money[&Currency::GBP].earned(), 300);
    assert_eq!(it.money[&Currency::USD].earned(), 150);
    assert_eq!(it.by_platform, 1, "its time is the platform's span");
    let (total, converted) = book.total(&it, |it| it.earned()).unwrap();
    assert!(
        converted && (total - (150.0 + 411.0)).abs() < 1.0,
        "{total}"
    );
    assert!(book.hourly(&it).unwrap().converted);
}

#[test]
fn case_18_costs_are_taken_from_the_whole_and_from_no_assignment() {
    let mut world = a_day();
    let cost = tallystick_wire::event::EventKind::Cost {
        platform: "mturk".parse().unwrap(),
        on: NOON,
        amount: usd(40),
        what: "transfer".to_owned(),
    };
    world.append(vec![tallystick_wire::event::Entry::alone(cost)]);
    let book = book(&world);
    let all = book.figures(&Filter::default());
    assert_eq!(all.money[&Currency::USD].earned(), 110);
    let paid = Filter {
        standings: vec![Standing::Paid, Standing::Approved],
        ..Filter::default()
    };
    assert_eq!(book.figures(&paid).money[&Currency::USD].earned(), 100);
}

#[test]
fn missing_money_is_found_with_its_reason() {
    let mut world = World::new();
    work(&mut world, "3late", MINUTE, None);
    let mut less = line(&task("3less"), Outcome::Paid);
    work(&mut world, "3less", MINUTE, None);
    less.task.reward = Some(usd(45));
    world.see(&world.lines(vec![less]));
    work(&mut world, "3bonus", MINUTE, Some(Outcome::Paid));
    let promise = tallystick_wire::event::Edit {
        bonus_promised: Some(usd(75)),
        ..Default::default()
    };
    let kind = tallystick_wire::event::EventKind::Edited {
        edit: Box::new(promise),
    };
    world.note(&mturk("3bonus"), kind);
    work(&mut world, "3gone", MINUTE, None);
    world.pass(2 * HOUR);
    let mut page = world.lines(vec![line(&task("3late"), Outcome::Submitted)]);
    page.complete = true;
    world.see(&page);
    let book = book(&world);
    let mut found: Vec<_> = book
        .missing(&Filter::default())
        .into_iter()
        .map(|it| (it.key.value, it.kind, it.amount.unwrap().minor))
        .collect();
    found.sort_unstable();
    assert_eq!(
        found,
        [
            ("3bonus".to_owned(), MissingKind::Bonus, 75),
            ("3gone".to_owned(), MissingKind::Vanished, 50),
            ("3late".to_owned(), MissingKind::Overdue, 50),
            ("3less".to_owned(), MissingKind::PaidLess, 5),
        ]
    );
    for kind in MissingKind::ALL {
        let filter = Filter {
            missing: Some(kind),
            ..Filter::default()
        };
        assert_eq!(book.select(&filter, Order::Newest).len(), 1, "{kind:?}");
    }
    let due = book.pending(&Filter::default());
    assert_eq!(due.len(), 2);
    assert_eq!(due[0].due, due[0].submitted + 3 * DAY);
    assert!(!due[0].guessed);
}

#[test]
fn the_floor_divides_the_distribution() {
    let book = book(&a_day());
    let bins = book.bins(&Filter::default());
    let filled: Vec<_> = bins
        .iter()
        .filter(|it| 0 < it.assignments)
        .map(|it| (it.pay.low as i64, it.below_floor, it.assignments))
        .collect();
    // Ten minutes for 50 cents are $3.00/h, five are $6.00/h.
    assert_eq!(filled, [(300, Some(true), 1), (600, Some(true), 2)]);
    for bin in &bins {
        let behind = book.select(&bin.filter, Order::Newest);
        assert_eq!(behind.len(), bin.assignments as usize);
    }
}

#[test]
fn the_calendar_has_every_day() {
    let book = book(&a_day());
    let day = book.day(0).unwrap();
    let cells = book.calendar(&Filter::default(), Period::month(day));
    assert_eq!(cells.len(), 31);
    let cell = cells.iter().find(|it| it.day == day).unwrap();
    assert_eq!((cell.assignments, cell.level, cell.earned), (7, 1, 150.0));
    assert_eq!(cells.iter().filter(|it| it.level == 0).count(), 30);
}

#[test]
fn a_goal_counts_what_is_earned_and_what_is_pending() {
    let book = book(&a_day());
    let goal = book
        .goal(&book.figures(&Filter::default()), usd(400))
        .unwrap();
    assert_eq!((goal.reached, goal.share), (usd(200), 0.5));
}

#[test]
fn search_finds_words_anywhere_and_orders_hold() {
    let book = book(&a_day());
    let with = |text: &str| Filter {
        text: text.to_owned(),
        ..Filter::default()
    };
    assert_eq!(book.select(&with("LABEL lab"), Order::Newest).len(), 7);
    assert_eq!(book.select(&with("3BACK"), Order::Newest).len(), 1);
    assert!(book.select(&with("nothing"), Order::Newest).is_empty());
    let best = book.select(&Filter::default(), Order::BestPaid);
    let worst = book.select(&Filter::default(), Order::WorstPaid);
    let pay = |it: &usize| book.hourly_of(*it);
    assert_eq!(pay(&best[0]), Some(600.0));
    assert_eq!(pay(&worst[0]), Some(300.0));
    assert_eq!(
        (pay(&best[6]), pay(&worst[6])),
        (None, None),
        "unknown is last"
    );
    let newest = book.select(&Filter::default(), Order::Newest);
    let mut oldest = book.select(&Filter::default(), Order::Oldest);
    oldest.reverse();
    assert_eq!(newest, oldest);
}

fn record(n: u16, pick: (u8, u8, u16, bool)) -> Assignment {
    let (standing, platform, amount, gbp_too) = pick;
    let standing = Standing::ALL[usize::from(standing) % 9];
    let platform = ["mturk", "prolific", "cloudresearch"][usize::from(platform) % 3];
    let currency = if gbp_too {
        Currency::GBP
    } else {
        Currency::USD
    };
    let money = Money::new(i64::from(amount % 500), currency);
    let facts = serde_json::json!({
        "platform": platform, "title": format!("T{}", amount % 7),
        "requester_name": format!("R{}", amount % 5),
    });
    let mut it: Assignment = serde_json::from_value(serde_json::json!({
        "key": { "platform": platform, "kind": "id", "value": format!("k{n}") },
        "facts": facts, "standing": standing.as_str(), "events": 1,
    }))
    .unwrap();
    it.amounts.promised = Some(money);
    it.amounts.bonus = (amount % 3 == 0).then_some(money);
    it.times.worked = i64::from(amount) * 100;
    it.moments.submitted = (amount % 11 != 0).then(|| NOON + i64::from(amount) * HOUR);
    it.left_out = amount % 13 == 0;
    it
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn groups_add_up_and_every_figure_opens(
        picks in prop::collection::vec(any::<(u8, u8, u16, bool)>(), 0..80),
        quarters in prop::collection::vec(1_969_392_i64..1_970_000, 0..10),
    ) {
        let records: Vec<Assignment> = (0..).zip(&picks).map(|(n, it)| record(n, *it)).collect();
        let platform: PlatformId = "mturk".parse().unwrap();
        let search = |quarter: &i64| SearchRecord { platform: platform.clone(), quarter: *quarter, ms: 9 };
        let extras = Extras {
            searches: quarters.iter().map(search).collect(),
            days: vec![DayRecord {
                platform: platform.clone(),
                facts: serde_json::from_str(
                    r#"{"day":"2026-03-02","bonuses":{"minor":50,"currency":"USD"}}"#,
                ).unwrap(),
                seen: NOON,
            }],
            costs: vec![CostRecord {
                id: id(1), platform, on: NOON, amount: usd(7), what: String::new(),
            }],
        };
        let book = Book::new(records.clone(), extras, terms());
        let whole = book.figures(&Filter::default());
        for by in [By::Day, By::Week, By::Month, By::Year, By::Platform] {
            let mut sum = Figures::default();
            for group in book.groups(&Filter::default(), by) {
                sum.add(&group.figures);
                if group.label != "no date" {
                    prop_assert_eq!(&book.figures(&group.filter), &group.figures, "{:?}", by);
                    let behind = book.select(&group.filter, Order::Newest).len();
                    prop_assert_eq!(behind, group.figures.assignments as usize);
                }
            }
            prop_assert_eq!(&sum, &whole, "{:?}", by);
        }
        for by in [By::Requester, By::Group, By::Standing] {
            for group in book.groups(&Filter::default(), by) {
                prop_assert_eq!(&book.figures(&group.filter), &group.figures, "{:?}", by);
            }
        }
        let mut earned: BTreeMap<Currency, i64> = BTreeMap::new();
        for it in records.iter().filter(|it| ledger::counts(it)) {
            if let Some(money) = ledger::earned(it) {
                *earned.entry(money.currency).or_default() += money.minor;
            }
        }
        for (currency, minor) in earned {
            let sums = whole.money[&currency];
            prop_assert_eq!(sums.rewards + sums.bonuses - sums.fees, minor);
        }
        let standings: u32 = whole.standings.iter().sum();
        prop_assert_eq!(standings, whole.assignments);
        let spent = whole.paid_ms + whole.open_ms + whole.unpaid.total();
        prop_assert_eq!(spent, whole.worked_ms + whole.unpaid.searching);
        let all = Pay { low: f64::MIN, high: None };
        let known = Filter { pay: Some(all), ..Filter::default() };
        let in_bins: u32 = book.bins(&Filter::default()).iter().map(|it| it.assignments).sum();
        prop_assert_eq!(in_bins as usize, book.select(&known, Order::Newest).len());
    }
}

#[test]
fn a_history_is_rescued_day_by_day_and_checked_against_the_earnings_page() {
    let mut world = World::new();
    work(&mut world, "3a", MINUTE, Some(Outcome::Paid));
    work(&mut world, "3b", MINUTE, Some(Outcome::Paid));
    let mut full = book(&world);
    let day = |day: &str, submitted, rewards| DayRecord {
        platform: "mturk".parse().unwrap(),
        facts: serde_json::from_value::<DayFacts>(serde_json::json!({
            "day": day, "submitted": submitted, "rewards": usd(rewards),
        }))
        .unwrap(),
        seen: NOON,
    };
    full.put_extras(Extras {
        days: vec![day("2026-03-02", 2, 125), day("2026-03-01", 1, 50)],
        ..Extras::default()
    });
    let rescue = full.rescue(&"mturk".parse().unwrap());
    assert_eq!(rescue.done(), (1, 2));
    let [done, left] = rescue.days.as_slice() else {
        panic!("{rescue:?}");
    };
    assert_eq!(
        (done.have, done.is_done(), left.is_done()),
        (2, true, false)
    );
    assert_eq!((done.differs(), left.differs()), (Some(usd(-25)), None));
    assert!(full.rescue(&"prolific".parse().unwrap()).days.is_empty());
}

#[test]
fn a_day_that_is_saved_in_part_goes_on_at_the_page_after_what_is_there() {
    let day = |have, said| RescueDay {
        day: "2026-03-02".parse().unwrap(),
        said: Some(said),
        have,
        said_rewards: None,
        rewards: None,
    };
    let next = |have| day(have, 45).next_page(20);
    assert_eq!([0, 19, 20, 39, 40, 45].map(next), [1, 1, 2, 2, 3, 1]);
    assert_eq!(day(7, 45).next_page(0), 1);
}
