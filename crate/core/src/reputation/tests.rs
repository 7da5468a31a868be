//! Pooling, shrinking, counting.

use super::*;
use proptest::prelude::*;
use tallystick_wire::Aggregate;
use tallystick_wire::evidence::GroupTally;

fn of_scores(scores: [&[u8]; 4], reviews: u32) -> Tally {
    let mut tally = Tally {
        reviews,
        reviewers: reviews,
        ..Tally::default()
    };
    for (moments, scores) in tally.scores.iter_mut().zip(scores) {
        scores.iter().for_each(|it| moments.add(f64::from(*it)));
    }
    tally
}

#[track_caller]
fn check(all: Tally, mean: Option<f64>, state: State) {
    let it = standing(&Pooled {
        all,
        recent: Tally::default(),
    });
    assert_eq!(it.state, state);
    match (it.mean, mean) {
        (Some(found), Some(mean)) => assert!((found - mean).abs() < 1e-9, "{found} not {mean}"),
        (found, mean) => assert_eq!(found, mean),
    }
}

#[test]
fn a_mean_is_pulled_towards_the_communitys() {
    // (1 · 1 + 3 · 3.5) / 4
    check(of_scores([&[], &[1], &[], &[]], 1), Some(2.875), State::Few);
    // Both questions have the mean 5, of two voices: (2 · 5 + 3 · 3.5) / 5
    check(
        of_scores([&[], &[5, 5], &[5], &[]], 2),
        Some(4.1),
        State::Few,
    );
    let many = [5; 300];
    let mean = (300.0 * 5.0 + 10.5) / 303.0;
    check(
        of_scores([&many, &many, &many, &many], 300),
        Some(mean),
        State::Rated,
    );
}

#[test]
fn not_applicable_is_absent_and_never_nought() {
    let it = standing(&Pooled {
        all: of_scores([&[], &[4], &[], &[]], 1),
        ..Pooled::default()
    });
    assert_eq!(
        it.scores.map(|it| it.is_some()),
        [false, true, false, false]
    );
    check(
        Tally {
            reviews: 7,
            ..Tally::default()
        },
        None,
        State::Rated,
    );
}

#[test]
fn unrated_few_and_rated_are_told_apart() {
    check(Tally::default(), None, State::Unrated);
    check(
        of_scores([&[3], &[], &[], &[]], 4),
        Some((3.0 + 10.5) / 4.0),
        State::Few,
    );
    check(
        of_scores([&[3], &[], &[], &[]], 5),
        Some((3.0 + 10.5) / 4.0),
        State::Rated,
    );
}

#[test]
fn survives_scores_that_cannot_be() {
    for (n, sum) in [
        (1.0, 9.0),
        (1.0, 0.0),
        (-1.0, -3.0),
        (f64::NAN, 3.0),
        (1e300, 3e300),
    ] {
        let mut tally = Tally {
            reviews: 9,
            ..Tally::default()
        };
        tally.scores[0] = Moments {
            n,
            sum,
            squares: 0.0,
        };
        check(tally, None, State::Rated);
    }
}

#[test]
fn backends_pool_by_adding() {
    let one = of_scores([&[5], &[1], &[], &[]], 1);
    let two = of_scores([&[3], &[], &[2], &[]], 2);
    let evidence = [one, two].map(|all| BackendEvidence {
        backend: 0,
        aggregate: Aggregate {
            all,
            recent: all,
            ..Aggregate::default()
        },
    });
    let together = pooled(&evidence);
    assert_eq!(together.all, of_scores([&[5, 3], &[1], &[2], &[]], 3));
    assert_eq!(together.recent, together.all);
}

fn with_group(all: Tally, group: Tally) -> BackendEvidence {
    let tally = GroupTally {
        group: "G".to_owned(),
        all: group,
        recent: Tally::default(),
    };
    BackendEvidence {
        backend: 0,
        aggregate: Aggregate {
            all,
            group_tallies: vec![tally],
            ..Aggregate::default()
        },
    }
}

#[test]
fn a_group_is_pulled_towards_what_the_requesters_other_reviews_show() {
    let all = of_scores([&[], &[], &[1, 5, 5, 5], &[]], 4);
    let evidence = [with_group(all, of_scores([&[], &[], &[1], &[]], 1))];
    // The others: (3 · 5 + 3 · 3.5) / 6 = 4.25; the group: (1 · 1 + 3 · 4.25) / 4.
    let it = of_group(&evidence, "G").unwrap();
    assert!((it.mean.unwrap() - 3.4375).abs() < 1e-9);
    assert_eq!((it.reviews, it.recent, it.scores[2]), (1, 0, it.mean));
    assert_eq!(of_group(&evidence, "H"), None);
    assert_eq!(of_group(&[], "G"), None);
}

#[test]
fn the_groups_of_several_backends_pool_by_adding() {
    let one = with_group(
        of_scores([&[], &[], &[1, 5], &[]], 2),
        of_scores([&[], &[], &[1], &[]], 1),
    );
    let two = with_group(
        of_scores([&[], &[], &[2, 4], &[]], 2),
        of_scores([&[], &[], &[2], &[]], 1),
    );
    let whole = with_group(
        of_scores([&[], &[], &[1, 5, 2, 4], &[]], 4),
        of_scores([&[], &[], &[1, 2], &[]], 2),
    );
    assert_eq!(of_group(&[one, two], "G"), of_group(&[whole], "G"));
}

proptest! {
    #[test]
    fn a_requester_of_one_group_only_stands_as_its_group(
        scores in proptest::collection::vec(1_u8..=5, 1..40),
    ) {
        let all = of_scores([&[], &scores, &scores[..1], &[]], scores.len() as u32);
        let evidence = [with_group(all, all)];
        let (group, whole) = (of_group(&evidence, "G").unwrap(), standing(&pooled(&evidence)));
        prop_assert_eq!(group.mean, whole.mean);
        prop_assert_eq!(group.scores, whole.scores);
    }

    #[test]
    fn whatever_a_backend_says_a_groups_mean_is_a_score(
        n in -1e12_f64..1e12, sum in -1e12_f64..1e12, own in -1e3_f64..1e3, own_sum in -1e3_f64..1e3,
    ) {
        let mut all = of_scores([&[], &[], &[], &[]], 9);
        all.scores[2] = Moments::from((n, sum, 0.0));
        let mut group = of_scores([&[], &[], &[], &[]], 2);
        group.scores[2] = Moments::from((own, own_sum, 0.0));
        let it = of_group(&[with_group(all, group)], "G").unwrap();
        prop_assert!(it.mean.is_none_or(|it| (1.0..=5.0).contains(&it)));
    }
}

fn review(more: &str) -> Review {
    serde_json::from_str(&format!(
        r#"{{"id":"01890a5d-ac96-774b-bcce-b302099a8057","revision":1,
            "requester":{{"platform":"mturk","kind":"id","value":"A1"}},"written_at":0{more}}}"#
    ))
    .unwrap()
}

#[test]
fn a_review_is_counted_where_it_says_something() {
    let mut tally = Tally::default();
    count_review(
        &mut tally,
        &review(
            r#","scores":{"fairness":2},"issues":["broken","underpaid"],"rejections":"all",
               "days_to_pay":3,"measured":{"work_seconds":1200},
               "task":{"reward":{"minor":450,"currency":"USD"}}"#,
        ),
        &rates::built_in(),
    );
    count_review(&mut tally, &review(r#","text":"fine""#), &rates::built_in());
    assert_eq!(tally.reviews, 2);
    assert_eq!(
        tally.scores[2],
        Moments {
            n: 1.0,
            sum: 2.0,
            squares: 4.0
        }
    );
    assert_eq!(tally.issues, [0, 1, 0, 0, 0, 1]);
    assert_eq!(tally.rejections, [0, 0, 1, 0]);
    assert_eq!(tally.days_to_pay.sum, 3.0);
    assert!((tally.log_hourly_usd.sum - 13.5_f64.ln()).abs() < 1e-9);
    let task = serde_json::from_str(r#"{"reward":{"minor":450,"currency":"USD"}}"#).unwrap();
    let ratio = (1_200.0 / crate::prior::median_seconds(&task).unwrap()).ln();
    assert!((tally.log_time_ratio.sum - ratio).abs() < 1e-9);
}

#[test]
fn measured_time_without_a_task_says_nothing_of_pay() {
    let mut tally = Tally::default();
    count_review(
        &mut tally,
        &review(r#","measured":{"work_seconds":60}"#),
        &rates::built_in(),
    );
    assert!(tally.log_hourly_usd.is_none() && tally.log_time_ratio.is_none());
}

proptest! {
    #[test]
    fn a_standing_is_always_on_the_scale(n in any::<f64>(), sum in any::<f64>(), reviews in any::<u32>()) {
        let mut tally = Tally { reviews, ..Tally::default() };
        tally.scores = [Moments { n, sum, squares: sum }; 4];
        let it = standing(&Pooled { all: tally, recent: tally });
        for score in it.scores.into_iter().chain([it.mean]).flatten() {
            prop_assert!((1.0..=5.0).contains(&score));
        }
        prop_assert!(it.recent <= it.reviews);
    }

    #[test]
    fn a_better_score_never_worsens_a_standing(scores in prop::collection::vec(1_u8..=4, 1..20), at in any::<prop::sample::Index>()) {
        let mut better = scores.clone();
        better[at.index(scores.len())] += 1;
        let mean = |it: &[u8]| standing(&Pooled { all: of_scores([it, &[], &[], &[]], 9), ..Pooled::default() }).mean;
        prop_assert!(mean(&scores) < mean(&better));
    }
}
