//! What holds for every row and all evidence, however odd.

use super::*;
use crate::effective::{self, Log, Shares};

/// Anything that could come from a page, a server or a log.
#[derive(Debug)]
struct Odd {
    row: TaskFacts,
    known: KnownRequester,
    mine: KnownGroup,
    speed: Moments,
    now: Option<Millis>,
}

fn odd_moments() -> impl Strategy<Value = Moments> {
    let any = prop_oneof![any::<f64>(), -20.0..20.0_f64, Just(0.0), Just(1e300)];
    prop::array::uniform3(any).prop_map(|[n, sum, squares]| Moments { n, sum, squares })
}

fn odd_row() -> impl Strategy<Value = TaskFacts> {
    let minor = prop_oneof![any::<i64>(), 0..100_000_i64];
    let currency = prop_oneof![Just("USD"), Just("JPY"), Just("XXX")];
    let seconds = || prop::option::of(any::<u32>());
    let title = prop_oneof![
        Just(""),
        Just("5-7 min story"),
        Just("0 min"),
        Just("999999999 h survey")
    ];
    let tasks = || prop::option::of(any::<u32>());
    (
        (minor, currency, title),
        (seconds(), seconds(), seconds()),
        (tasks(), tasks()),
    )
        .prop_map(
            |((minor, currency, title), (claimed, allotted, average), (tasks, places))| {
                let description = title.repeat(3);
                let mut row = facts("");
                row.reward = Some(Money::new(minor, currency.parse().unwrap()));
                row.title = Some(title.to_owned());
                row.claimed_seconds = claimed;
                row.allotted_seconds = allotted;
                row.average_seconds = average;
                (row.tasks, row.places) = (tasks, places);
                row.description = Some(description);
                row
            },
        )
}

fn odd_times() -> impl Strategy<Value = KnownRequester> {
    let seen = prop::collection::vec((any::<u8>(), any::<f64>()), 0..5);
    let counted = (any::<i64>(), any::<f64>());
    (odd_moments(), odd_moments(), seen, counted).prop_map(
        |(ratios, times, seen, (as_of, later))| {
            let mut known = requester(&[], &[300.0]);
            let aggregate = &mut known.evidence[0].aggregate;
            aggregate.all.log_time_ratio = ratios;
            aggregate.groups[0].log_seconds = times;
            aggregate.groups[0].later = later;
            (aggregate.groups[0].seen, aggregate.groups[0].as_of) = (seen, as_of);
            known
        },
    )
}

fn odd() -> impl Strategy<Value = Odd> {
    let mine = prop::collection::vec(any::<u32>(), 0..6);
    let now = prop::option::of(any::<i64>());
    (odd_row(), odd_times(), mine, odd_moments(), now).prop_map(|(row, known, mine, speed, now)| {
        Odd {
            row,
            known,
            mine: KnownGroup {
                my_seconds: mine,
                ..KnownGroup::default()
            },
            speed,
            now,
        }
    })
}

fn possible(it: Interval) -> bool {
    0.0 <= it.low && it.low <= it.median && it.median <= it.high && it.high.is_finite()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn survives_any_row_and_any_evidence(odd in odd(), log in prop::array::uniform5(any::<f64>())) {
        let evidence = Evidence {
            requester: Some(&odd.known),
            group: Some(&odd.mine),
            group_id: Some("G"),
            now: odd.now,
            speed: Speed::of(odd.speed),
        };
        let Some(it) = estimate(&odd.row, &evidence) else { return Ok(()) };
        prop_assert!(possible(it.seconds) && possible(it.next_seconds), "{it:?}");
        prop_assert!(possible(it.hourly_minor), "{it:?}");
        let [judged, paid, bonus_share, work_seconds, unpaid_seconds] = log;
        let log = Log { judged, paid, bonus_share, work_seconds, unpaid_seconds };
        prop_assert!(possible(effective::hourly_minor(&it, &Shares::of(&log))), "{log:?} {it:?}");
    }
}

/// A row of which nothing but its claim says anything, and everybody's times.
fn said(claimed: f64, others: &[f64], mine: &[f64]) -> Estimate {
    let mut row = facts(r#","reward":{"minor":100,"currency":"XXX"}"#);
    row.claimed_seconds = Some(claimed as u32);
    let known = requester(&[], others);
    let mine = KnownGroup {
        my_seconds: mine.iter().map(|it| *it as u32).collect(),
        ..KnownGroup::default()
    };
    let evidence = Evidence {
        requester: Some(&known),
        group: Some(&mine),
        group_id: Some("G"),
        ..Evidence::default()
    };
    estimate(&row, &evidence).unwrap()
}

proptest! {
    #[test]
    fn twice_the_time_is_half_the_pay(
        claimed in 10..20_000_u32, times in 1..50_u32,
        others in prop::collection::vec(10..20_000_u32, 0..8),
        mine in prop::collection::vec(10..20_000_u32, 0..8),
    ) {
        let scaled = |times: u32| {
            let of = |it: &Vec<u32>| it.iter().map(|it| f64::from(it * times)).collect::<Vec<_>>();
            said(f64::from(claimed * times), &of(&others), &of(&mine))
        };
        let (one, many) = (scaled(1), scaled(times));
        let ratio = many.seconds.median / one.seconds.median / f64::from(times);
        prop_assert!((ratio - 1.0).abs() < 1e-6, "{ratio}");
        let ratio = one.hourly_minor.low / many.hourly_minor.low / f64::from(times);
        prop_assert!((ratio - 1.0).abs() < 1e-6, "{ratio}");
    }

    #[test]
    fn pay_is_the_reward_over_the_time_in_any_currency(
        minor in 1..1_000_000_i64, currency in prop_oneof![Just("USD"), Just("EUR"), Just("JPY")],
    ) {
        let mut row = facts(SURVEY);
        row.reward = Some(Money::new(minor, currency.parse().unwrap()));
        let it = estimate(&row, &Evidence::default()).unwrap();
        for (pay, seconds) in [
            (it.hourly_minor.low, it.seconds.high),
            (it.hourly_minor.median, it.seconds.median),
            (it.hourly_minor.high, it.seconds.low),
        ] {
            prop_assert!((pay * seconds / (minor as f64 * 3_600.0) - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn more_evidence_never_widens_the_interval_in_expectation(
        middle in 3.0..8.0_f64, sd in 0.1..0.9_f64, n in 0_usize..12, more in 1_usize..12,
        seed in any::<u32>(),
    ) {
        let mut dice = u64::from(seed);
        // The sum of twelve uniform numbers less six is nearly a standard normal one.
        let mut normal = || (0..12).map(|_| {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (dice >> 40) as f64 / f64::from(1_u32 << 24)
        }).sum::<f64>() - 6.0;
        // How much wider each of forty draws becomes when it goes on: pairs, as the spread of the
        // widths themselves is larger than what is asked.
        let wider: Vec<f64> = (0..40).map(|_| {
            let others: Vec<f64> =
                (0..n + more).map(|_| (middle + sd * normal()).exp()).collect();
            let width = |n: usize| width(&said(300.0, &others[..n], &[]));
            width(n + more) / width(n) - 1.0
        }).collect();
        let mean = wider.iter().sum::<f64>() / 40.0;
        let variance = wider.iter().map(|it| (it - mean).powi(2)).sum::<f64>() / 39.0;
        // Forty draws tell a mean to within this, but in one of thirty thousand cases.
        let unsure = 4.0 * (variance / 40.0).sqrt();
        prop_assert!(mean <= 0.01 + unsure, "{n} and {more} more: {mean} ± {unsure}");
    }

    #[test]
    fn more_early_reports_never_widen_the_interval_in_expectation(
        n in 0_usize..8, more in 1_usize..8, several in any::<bool>(), seed in any::<u32>(),
    ) {
        let mut dice = u64::from(seed);
        let mut uniform = || {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (dice >> 40) as f64 / f64::from(1_u32 << 24)
        };
        let mut row = facts(SURVEY);
        row.tasks = Some(if several { 200 } else { 1 });
        let wider: Vec<f64> = (0..40).map(|_| {
            // Times around ten minutes, seen as soon as they were there.
            let times: Vec<f64> =
                (0..n + more).map(|_| 600.0 * (uniform() + uniform() + uniform() - 1.5).exp()).collect();
            let width = |n: usize| {
                let mut known = requester(&[], &times[..n]);
                if let Some(it) = known.evidence[0].aggregate.groups.first_mut() {
                    it.seen = times[..n].iter().filter_map(|it| Some((crate::truncation::step_of(it * 1.1)?, 1.0))).collect();
                }
                let evidence = Evidence {
                    requester: Some(&known),
                    group_id: Some("G"),
                    ..Evidence::default()
                };
                width(&estimate(&row, &evidence).unwrap())
            };
            width(n + more) / width(n) - 1.0
        }).collect();
        let mean = wider.iter().sum::<f64>() / 40.0;
        let variance = wider.iter().map(|it| (it - mean).powi(2)).sum::<f64>() / 39.0;
        let unsure = 4.0 * (variance / 40.0).sqrt();
        prop_assert!(mean <= 0.01 + unsure, "{n} and {more} more: {mean} ± {unsure}");
    }

    #[test]
    fn my_own_times_never_widen_what_is_said_of_my_next_one(
        ln in 3.0..9.0_f64, n in 1_usize..6, more in 0_usize..6,
    ) {
        let width = |n: usize| {
            let it = said(300.0, &[], &vec![ln.exp(); n]).next_seconds;
            it.high / it.low
        };
        prop_assert!(width(n + more) <= width(n) * 1.000_001);
        prop_assert!(width(1) < width(0));
    }
}
