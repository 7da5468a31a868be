//! Advertised and estimated pay over whole rows.

use super::*;
use crate::prior;
use proptest::prelude::*;
use tallystick_wire::evidence::GroupTimes;
use tallystick_wire::message::BackendEvidence;
use tallystick_wire::{Aggregate, Money};

fn facts(json: &str) -> TaskFacts {
    serde_json::from_str(&format!(r#"{{"platform":"mturk"{json}}}"#)).unwrap()
}

fn moments(values: &[f64]) -> Moments {
    let mut it = Moments::NONE;
    values.iter().for_each(|value| it.add(*value));
    it
}

/// A requester with log time ratios on other tasks, and others' seconds in group "G".
fn requester(ratios: &[f64], seconds: &[f64]) -> KnownRequester {
    let mut aggregate = Aggregate::default();
    aggregate.all.log_time_ratio = moments(ratios);
    if !seconds.is_empty() {
        let logs: Vec<f64> = seconds.iter().map(|it| it.ln()).collect();
        aggregate.groups.push(GroupTimes {
            group: "G".to_owned(),
            log_seconds: moments(&logs),
            ..GroupTimes::default()
        });
    }
    KnownRequester {
        evidence: vec![BackendEvidence {
            backend: 0,
            aggregate,
        }],
        ..KnownRequester::default()
    }
}

const SURVEY: &str = r#","title":"A 10 minute survey","reward":{"minor":100,"currency":"USD"},"allotted_seconds":3600"#;

mod laws;

mod advertised_pay {
    use super::*;

    #[track_caller]
    fn check(json: &str, expected: Option<(i64, Option<i64>, ClaimSource)>) {
        let said = advertised(&facts(json));
        let found = said.map(|it| {
            (
                it.hourly.minor,
                it.hourly_high.map(|it| it.minor),
                it.source,
            )
        });
        assert_eq!(found, expected, "{json}");
    }

    #[test]
    fn the_title_goes_before_description_platform_and_limit() {
        let reward = r#","reward":{"minor":100,"currency":"USD"}"#;
        let limit = r#","allotted_seconds":3600"#;
        let platform = r#","claimed_seconds":1200"#;
        let description = r#","description":"Takes about 15 minutes.""#;
        let title = r#","title":"5-10 min survey""#;
        let mut row = [reward, limit].concat();
        check(&row, Some((100, None, ClaimSource::Allotted)));
        row.push_str(platform);
        check(&row, Some((300, None, ClaimSource::Platform)));
        row.push_str(description);
        check(&row, Some((400, None, ClaimSource::Description)));
        row.push_str(title);
        check(&row, Some((600, Some(1_200), ClaimSource::Title)));
    }

    #[test]
    fn a_claim_in_words_beyond_the_limit_is_passed_over() {
        let row = r#","title":"Two hour study","reward":{"minor":100,"currency":"USD"},"allotted_seconds":600"#;
        check(row, Some((600, None, ClaimSource::Allotted)));
    }

    #[test]
    fn a_printed_wage_is_the_platforms_word() {
        let reward = r#","reward":{"minor":150,"currency":"GBP"}"#;
        let printed = r#","advertised_hourly":{"minor":910,"currency":"GBP"}"#;
        check(
            &[reward, printed].concat(),
            Some((910, None, ClaimSource::Platform)),
        );
        let claimed = r#","claimed_seconds":600"#;
        check(
            &[reward, printed, claimed].concat(),
            Some((910, None, ClaimSource::Platform)),
        );
        let other = r#","advertised_hourly":{"minor":910,"currency":"EUR"},"claimed_seconds":600"#;
        check(
            &[reward, other].concat(),
            Some((900, None, ClaimSource::Platform)),
        );
    }

    #[test]
    fn stays_silent_without_reward_or_time() {
        check(r#","title":"5 min survey""#, None);
        check(
            r#","reward":{"minor":0,"currency":"USD"},"claimed_seconds":60"#,
            None,
        );
        check(r#","reward":{"minor":100,"currency":"USD"}"#, None);
        check(
            r#","reward":{"minor":100,"currency":"USD"},"claimed_seconds":0"#,
            None,
        );
    }
}

fn width(it: &Estimate) -> f64 {
    (it.seconds.high / it.seconds.low).ln()
}

#[test]
fn without_any_report_the_row_alone_speaks() {
    let it = estimate(&facts(SURVEY), &Evidence::default()).unwrap();
    assert!((450.0..750.0).contains(&it.seconds.median), "{it:?}");
    let pays = 100.0 * 3_600.0 / it.seconds.median;
    assert!((it.hourly_minor.median - pays).abs() < 1e-6, "{it:?}");
    let sources: Vec<Source> = it.basis.iter().map(|it| it.source).collect();
    assert!(sources.contains(&Source::Claim(ClaimSource::Title)));
    assert!(sources.contains(&Source::RewardAndAllotted));
    assert_eq!(it.seconds.median, it.next_seconds.median);
    assert!(
        it.next_seconds.low < it.seconds.low,
        "one task scatters further"
    );
}

#[test]
fn a_reward_alone_gives_a_wide_interval_around_the_usual_wage() {
    let row = facts(r#","reward":{"minor":100,"currency":"USD"}"#);
    let it = estimate(&row, &Evidence::default()).unwrap();
    assert!((400.0..1_000.0).contains(&it.hourly_minor.median), "{it:?}");
    assert!(3.0 < it.hourly_minor.high / it.hourly_minor.low);
    let cent = facts(r#","reward":{"minor":1,"currency":"USD"}"#);
    let cheap = estimate(&cent, &Evidence::default()).unwrap();
    assert!(1.5 * width(&it) < width(&cheap), "cheap tasks say less");
}

#[test]
fn without_a_reward_or_a_known_currency_there_is_no_estimate() {
    for row in [
        r#","title":"10 min survey""#,
        r#","reward":{"minor":0,"currency":"USD"},"claimed_seconds":60"#,
        r#","reward":{"minor":-5,"currency":"USD"},"claimed_seconds":60"#,
        r#","reward":{"minor":100,"currency":"XXX"}"#,
    ] {
        assert_eq!(estimate(&facts(row), &Evidence::default()), None, "{row}");
    }
    let unknown = facts(r#","reward":{"minor":100,"currency":"XXX"},"claimed_seconds":60"#);
    assert!(
        estimate(&unknown, &Evidence::default()).is_some(),
        "the claim still speaks"
    );
}

#[test]
fn others_times_outweigh_the_claim_as_they_grow() {
    let row = facts(SURVEY);
    let mut last = f64::MAX;
    for n in [1, 3, 10, 30] {
        let known = requester(&[], &vec![1_800.0; n]);
        let evidence = Evidence {
            requester: Some(&known),
            group: None,
            group_id: Some("G"),
            now: None,
            speed: Speed::UNKNOWN,
        };
        let it = estimate(&row, &evidence).unwrap();
        assert!(600.0 < it.seconds.median && it.seconds.median < 1_800.0);
        assert!(it.hourly_minor.median < last, "{n} reports");
        last = it.hourly_minor.median;
        assert!(
            it.basis
                .iter()
                .any(|it| it.source == Source::Group && it.n == n as f64)
        );
        if n == 30 {
            assert_eq!(it.basis[0].source, Source::Group);
        }
    }
    assert!(last < 250.0, "{last}");
}

#[test]
fn a_requesters_other_tasks_shift_the_estimate_but_never_all_the_way() {
    let row = facts(SURVEY);
    let alone = estimate(&row, &Evidence::default()).unwrap();
    let slow = requester(&[2.0_f64.ln(); 40], &[]);
    let evidence = Evidence {
        requester: Some(&slow),
        group: None,
        group_id: None,
        now: None,
        speed: Speed::UNKNOWN,
    };
    let it = estimate(&row, &evidence).unwrap();
    let factor = it.seconds.median / alone.seconds.median;
    assert!((1.02..2.0).contains(&factor), "{factor}");
    assert!(width(&it) < width(&alone));
}

#[test]
fn reports_on_this_group_do_not_count_twice() {
    let row = facts(SURVEY);
    let mean = prior::of(&row).unwrap().mean;
    let seconds = [1_500.0; 6];
    let ratios: Vec<f64> = seconds.iter().map(|it: &f64| it.ln() - mean).collect();
    let (once, twice) = (requester(&[], &seconds), requester(&ratios, &seconds));
    let of = |known: &KnownRequester| {
        let evidence = Evidence {
            requester: Some(known),
            group: None,
            group_id: Some("G"),
            now: None,
            speed: Speed::UNKNOWN,
        };
        estimate(&row, &evidence).unwrap()
    };
    assert_eq!(of(&once), of(&twice));
}

#[test]
fn my_own_times_beat_everything() {
    let row = facts(SURVEY);
    let known = requester(&[], &[1_800.0; 20]);
    let mine = KnownGroup {
        my_seconds: vec![900, 300, 310, 290, 300, 300],
        ..Default::default()
    };
    let evidence = Evidence {
        requester: Some(&known),
        group: Some(&mine),
        group_id: Some("G"),
        now: None,
        speed: Speed::UNKNOWN,
    };
    let it = estimate(&row, &evidence).unwrap();
    assert!((300.0..500.0).contains(&it.seconds.median), "{it:?}");
    assert_eq!(it.basis[0].source, Source::Own);
    assert_eq!(it.basis[0].n, 3.0, "the last three");
}

#[test]
fn a_known_speed_shifts_and_narrows() {
    let row = facts(SURVEY);
    let unknown = estimate(&row, &Evidence::default()).unwrap();
    let slow = Speed::of(moments(&[0.4; 9]));
    assert!((slow.mean - 0.3).abs() < 1e-9);
    let evidence = Evidence {
        speed: slow,
        ..Evidence::default()
    };
    let it = estimate(&row, &evidence).unwrap();
    assert!(unknown.seconds.median < it.seconds.median);
    let width = |it: &Estimate| it.next_seconds.high / it.next_seconds.low;
    assert!(width(&it) < width(&unknown));
    assert_eq!(Speed::of(Moments::NONE), Speed::UNKNOWN);
}

#[test]
fn a_platforms_average_counts_beside_the_rest() {
    let without = facts(SURVEY);
    let with = facts(&[SURVEY, r#","average_seconds":2772"#].concat());
    let of = |row: &TaskFacts| estimate(row, &Evidence::default()).unwrap().seconds.median;
    assert!(of(&without) < of(&with) && of(&with) < 1_800.0);
}

#[test]
fn survives_statistics_that_cannot_be() {
    let row = facts(SURVEY);
    let alone = estimate(&row, &Evidence::default()).unwrap();
    let numbers = [f64::NAN, f64::INFINITY, -1.0, 0.0, 1e300];
    for (n, sum) in numbers
        .iter()
        .flat_map(|n| numbers.iter().map(move |sum| (*n, *sum)))
    {
        let mut known = requester(&[], &[]);
        let aggregate = &mut known.evidence[0].aggregate;
        let log_seconds = Moments {
            n,
            sum,
            squares: sum,
        };
        aggregate.all.log_time_ratio = log_seconds;
        aggregate.groups.push(GroupTimes {
            group: "G".to_owned(),
            log_seconds,
            ..GroupTimes::default()
        });
        let evidence = Evidence {
            requester: Some(&known),
            group: None,
            group_id: Some("G"),
            now: None,
            speed: Speed::UNKNOWN,
        };
        assert_eq!(estimate(&row, &evidence), Some(alone.clone()), "{n} {sum}");
    }
}

#[test]
fn the_first_of_a_batch_is_slow() {
    let next = |mine: &[u32]| {
        let mine = KnownGroup {
            my_seconds: mine.to_vec(),
            ..Default::default()
        };
        let evidence = Evidence {
            group: Some(&mine),
            ..Evidence::default()
        };
        estimate(&facts(SURVEY), &evidence)
            .unwrap()
            .next_seconds
            .median
    };
    assert!(
        next(&[400]) < 0.95 * next(&[600, 400]),
        "after one, the next is faster"
    );
    assert_eq!(next(&[9_000, 300, 310, 290]), next(&[60, 300, 310, 290]));
    assert_eq!(next(&[0, 0]), next(&[]));
}

/// Three reports of one group that could have taken so long and still be seen by `now`.
fn early(seconds: &[f64], seen_after: f64, now: Option<Millis>) -> Estimate {
    let mut known = requester(&[], seconds);
    let times = &mut known.evidence[0].aggregate.groups[0];
    times.seen = vec![(
        crate::truncation::step_of(seen_after).unwrap(),
        seconds.len() as f64,
    )];
    times.as_of = 1_000_000;
    let evidence = Evidence {
        requester: Some(&known),
        group: None,
        group_id: Some("G"),
        now,
        speed: Speed::UNKNOWN,
    };
    estimate(&facts(SURVEY), &evidence).unwrap()
}

#[test]
fn early_reports_are_known_to_be_fast() {
    let fast = [200.0, 240.0, 260.0];
    let (soon, late) = (early(&fast, 280.0, None), early(&fast, 40_000.0, None));
    assert!(late.seconds.median < soon.seconds.median);
    assert!(width(&late) < width(&soon), "and leave more open");
    let days_later = early(&fast, 280.0, Some(1_000_000 + 3 * 86_400_000));
    let ratio = days_later.seconds.median / late.seconds.median;
    assert!(
        (ratio - 1.0).abs() < 0.001,
        "what was early is not early for ever: {ratio}"
    );
    let clock_behind = early(&fast, 280.0, Some(0));
    assert_eq!(clock_behind, soon);
}

#[test]
fn a_second_task_of_anyone_tells_that_it_is_a_batch() {
    let median = |tasks: Option<u32>, later: f64| {
        let mut row = facts(SURVEY);
        row.tasks = tasks;
        let mut known = requester(&[], &[200.0, 240.0, 260.0]);
        let times = &mut known.evidence[0].aggregate.groups[0];
        times.seen = vec![(crate::truncation::step_of(280.0).unwrap(), 3.0)];
        times.later = later;
        let evidence = Evidence {
            requester: Some(&known),
            group_id: Some("G"),
            ..Evidence::default()
        };
        estimate(&row, &evidence).unwrap().seconds.median
    };
    assert!(
        median(None, 1.0) < median(None, 0.0),
        "nobody else is about to submit"
    );
    assert!(median(Some(1), 1.0) < median(Some(1), 0.0));
}

#[test]
fn a_study_with_a_place_for_each_worker_is_corrected_for_its_rush() {
    let median = |tasks: Option<u32>, places: Option<u32>, seen: bool| {
        let mut row = facts(r#","reward":{"minor":100,"currency":"USD"}"#);
        (row.tasks, row.places) = (tasks, places);
        let mut known = requester(&[], &[200.0, 240.0, 260.0]);
        let times = &mut known.evidence[0].aggregate.groups[0];
        if seen {
            times.seen = vec![(crate::truncation::step_of(280.0).unwrap(), 3.0)];
        }
        let evidence = Evidence {
            requester: Some(&known),
            group_id: Some("G"),
            ..Evidence::default()
        };
        estimate(&row, &evidence).unwrap().seconds.median
    };
    let lift = |tasks, places| median(tasks, places, true) / median(tasks, places, false);
    assert!(1.1 < lift(None, Some(50)), "{}", lift(None, Some(50)));
    assert_eq!(lift(None, Some(50)), lift(Some(1), None));
    assert!(lift(Some(500), None) < lift(None, None));
    assert!(lift(None, None) < lift(Some(1), None));
}

proptest! {
    #[test]
    fn more_reports_of_others_never_widen_the_interval(
        ln in 3.0..9.0_f64, n in 1_usize..30, more in 1_usize..30,
    ) {
        let width_of = |n: usize| {
            let known = requester(&[], &vec![ln.exp(); n]);
            let evidence = Evidence {
                requester: Some(&known), group: None, group_id: Some("G"), now: None, speed: Speed::UNKNOWN,
            };
            width(&estimate(&facts(SURVEY), &evidence).unwrap())
        };
        prop_assert!(width_of(n) <= width_of(0) + 1e-9);
        prop_assert!(width_of(n + more) <= width_of(n) + 1e-9);
    }

    #[test]
    fn survives_any_seen_steps(
        steps in prop::collection::vec((any::<u8>(), any::<f64>()), 0..8),
        ln in 0.0..12.0_f64, as_of in any::<i64>(), now in any::<i64>(),
    ) {
        let mut known = requester(&[], &[ln.exp(), 300.0]);
        let times = &mut known.evidence[0].aggregate.groups[0];
        (times.seen, times.as_of) = (steps, as_of);
        let evidence = Evidence {
            requester: Some(&known), group: None, group_id: Some("G"), now: Some(now), speed: Speed::UNKNOWN,
        };
        let it = estimate(&facts(SURVEY), &evidence).unwrap();
        for it in [it.seconds, it.next_seconds, it.hourly_minor] {
            prop_assert!(0.0 < it.low && it.low <= it.median && it.median <= it.high);
            prop_assert!(it.high.is_finite());
        }
    }

    #[test]
    fn every_estimate_is_an_interval_with_shares_that_add_up(
        minor in 1_i64..1_000_000,
        claimed in prop::option::of(1_u32..40_000),
        allotted in prop::option::of(1_u32..1_000_000),
        average in prop::option::of(1_u32..100_000),
        ratios in prop::collection::vec(-3.0..3.0_f64, 0..20),
        others in prop::collection::vec(1.0..50_000.0_f64, 0..20),
        mine in prop::collection::vec(0_u32..50_000, 0..10),
    ) {
        let mut row = facts("");
        row.reward = Some(Money::new(minor, Currency::USD));
        (row.claimed_seconds, row.allotted_seconds, row.average_seconds) = (claimed, allotted, average);
        let known = requester(&ratios, &others);
        let group = KnownGroup { my_seconds: mine, ..Default::default() };
        let evidence = Evidence { requester: Some(&known), group: Some(&group), group_id: Some("G"),
        now: None,
        speed: Speed::UNKNOWN,
    };
        let it = estimate(&row, &evidence).unwrap();
        prop_assert!(0.0 < it.seconds.low && it.seconds.low < it.seconds.median);
        prop_assert!(it.seconds.median < it.seconds.high);
        prop_assert!(it.hourly_minor.low < it.hourly_minor.median);
        prop_assert!(it.hourly_minor.median < it.hourly_minor.high);
        let shares: f64 = it.basis.iter().map(|it| it.share).sum();
        prop_assert!((shares - 1.0).abs() < 1e-9, "{}", shares);
        prop_assert!(it.basis.is_sorted_by(|a, b| b.share <= a.share));
    }

    #[test]
    fn a_higher_reward_never_pays_less(minor in 1_i64..100_000, more in 1_i64..100_000) {
        let pays = |minor: i64| {
            let mut row = facts(r#","title":"10 min survey""#);
            row.reward = Some(Money::new(minor, Currency::USD));
            estimate(&row, &Evidence::default()).unwrap().hourly_minor.median
        };
        prop_assert!(pays(minor) < pays(minor + more));
    }
}
