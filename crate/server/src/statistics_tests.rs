//! The sums behind a requester's line, by hand.

use super::*;

fn voice(author: &str, stored_at: Millis, more: &str) -> Voice {
    let review = format!(
        r#"{{"id":"01890a5d-ac96-774b-bcce-b302099a8057","revision":1,
            "requester":{{"platform":"mturk","kind":"id","value":"A1"}},"written_at":0{more}}}"#
    );
    Voice {
        author: author.to_owned(),
        stored_at,
        weight: 1.0,
        review: serde_json::from_str(&review).unwrap(),
    }
}

fn measured(author: &str, group: &str, seconds: u32, cents: i64) -> Voice {
    voice(
        author,
        0,
        &format!(
            r#","measured":{{"work_seconds":{seconds}}},"task":{{"title":"a 5 minute survey",
                "group":{{"platform":"mturk","value":"{group}"}},
                "reward":{{"minor":{cents},"currency":"USD"}}}}"#
        ),
    )
}

#[test]
fn an_answer_left_out_is_absent_and_never_0() {
    let voices = [
        voice("a", 0, r#","scores":{"fairness":5,"promptness":2}"#),
        voice("b", 0, r#","scores":{"fairness":2},"days_to_pay":0"#),
    ];
    let all = aggregate("k", &voices, 0).all;
    assert_eq!((all.reviews, all.reviewers), (2, 2));
    assert_eq!(all.scores[0], Moments::NONE);
    assert_eq!(all.scores[2], Moments::from((2.0, 7.0, 29.0)));
    assert_eq!(all.scores[3], Moments::from((1.0, 2.0, 4.0)));
    assert_eq!(all.days_to_pay, Moments::from((1.0, 0.0, 0.0)));
}

#[test]
fn issues_and_rejections_are_counted_in_their_fixed_order() {
    let voices = [
        voice(
            "a",
            0,
            r#","issues":["underpaid","tos_violation"],"rejections":"overturned""#,
        ),
        voice("a", 0, r#","issues":["underpaid"],"rejections":"some""#),
    ];
    let all = aggregate("k", &voices, 0).all;
    assert_eq!(all.issues, [1, 0, 0, 0, 0, 2]);
    assert_eq!(all.rejections, [0, 1, 0, 1]);
    assert_eq!((all.reviews, all.reviewers), (2, 1));
}

#[test]
fn a_review_is_recent_for_90_days_and_its_line_is_stale_on_the_day_after() {
    let voices = [
        voice("a", 10 * DAY_MS + 5, r#","scores":{"fairness":5}"#),
        voice("b", 5 * DAY_MS, r#","scores":{"fairness":1}"#),
    ];
    let on = |today| aggregate("k", &voices, today).recent.reviews;
    assert_eq!((on(94), on(95), on(99), on(100)), (2, 1, 1, 0));
    assert_eq!(stale_on(&voices, 94), Some(95));
    assert_eq!(stale_on(&voices, 95), Some(100));
    assert_eq!(stale_on(&voices, 100), None);
    assert_eq!(aggregate("k", &voices, 100).all.reviews, 2);
}

#[test]
fn a_group_counts_one_value_a_worker() {
    let voices = [
        measured("a", "G", 100, 50),
        measured("a", "G", 400, 50),
        measured("b", "G", 300, 50),
    ];
    let groups = aggregate("k", &voices, 0).groups;
    assert_eq!(groups.len(), 1);
    let (a, b) = (200.0_f64.ln(), 300.0_f64.ln());
    assert_eq!(groups[0].log_seconds.n, 2.0);
    assert!((groups[0].log_seconds.sum - (a + b)).abs() < 1e-5);
}

#[test]
fn a_group_says_how_long_its_reports_could_have_taken() {
    let reported = |author, stored_at, seen_after: u32| {
        let mut voice = measured(author, "G", 300, 50);
        voice.stored_at = stored_at;
        let measured = voice.review.measured.as_mut().unwrap();
        measured.seen_after_seconds = Some(seen_after);
        voice
    };
    const HOUR_MS: i64 = 3_600_000;
    // Both were accepted 16 minutes before the newest of them was stored.
    let voices = [
        reported("a", HOUR_MS, 360),
        reported("b", HOUR_MS + 600_000, 960),
        measured("c", "G", 300, 50),
    ];
    let groups = aggregate("k", &voices, 0).groups;
    let step = truncation::step_of(960.0).unwrap();
    assert_eq!(
        (groups[0].as_of, groups[0].seen.as_slice()),
        (HOUR_MS, &[(step, 2.0)][..]),
        "times are told to the hour"
    );
    assert_eq!(aggregate("k", &voices[1..2], 0).newest_at, HOUR_MS);
    let days_later = [reported("a", 0, 360), reported("b", 2 * DAY_MS, 360)];
    assert_eq!(
        aggregate("k", &days_later, 0).groups[0].seen.len(),
        1,
        "a day cuts nothing off"
    );
}

#[test]
fn a_group_says_how_many_times_are_not_those_of_first_tasks() {
    let ordered = |author, order: Option<u16>| {
        let mut voice = measured(author, "G", 300, 50);
        voice.review.measured.as_mut().unwrap().order_in_batch = order;
        voice
    };
    let voices = [
        ordered("a", Some(7)),
        ordered("a", Some(1)),
        ordered("b", Some(1)),
        ordered("c", None),
        ordered("d", Some(2)),
    ];
    let of = |voices: &[Voice]| aggregate("k", voices, 0).groups[0].later;
    assert_eq!(of(&voices), 2.0);
    assert_eq!(of(&voices[2..4]), 0.0);
}

#[test]
fn one_forgotten_tab_does_not_move_a_group() {
    let voices = [
        measured("a", "G", 300, 50),
        measured("b", "G", 300, 50),
        measured("c", "G", 300_000, 50),
    ];
    let times = aggregate("k", &voices, 0).groups[0].log_seconds;
    assert!((times.sum / times.n - 300.0_f64.ln()).abs() < 0.34);
}

#[test]
fn measured_pay_is_the_log_of_dollars_an_hour() {
    let all = aggregate("k", &[measured("a", "G", 360, 100)], 0).all;
    assert_eq!(all.log_hourly_usd.n, 1.0);
    assert!((all.log_hourly_usd.sum - 10.0_f64.ln()).abs() < 1e-5);
    let unpaid = aggregate("k", &[measured("a", "G", 360, 0)], 0).all;
    assert_eq!(unpaid.log_hourly_usd, Moments::NONE);
}

#[test]
fn one_worker_alone_cannot_rename_a_requester() {
    let named = |author, name: &str| voice(author, 0, &format!(r#","requester_name":"{name}""#));
    let voices = [
        named("x", "Thieves"),
        named("a", "New"),
        named("b", "New"),
        named("a", "Old"),
        named("c", "Old"),
    ];
    let line = aggregate("k", &voices, 0);
    assert_eq!(line.name, "New");
    assert_eq!(line.old_names, ["Old"]);
    assert_eq!(aggregate("k", &voices[..1], 0).name, "Thieves");
}

fn scored(author: &str, group: &str, fairness: u8, stored_at: Millis) -> Voice {
    voice(
        author,
        stored_at,
        &format!(
            r#","scores":{{"fairness":{fairness}}},"task":{{
                "group":{{"platform":"mturk","value":"{group}"}}}}"#
        ),
    )
}

#[test]
fn a_group_has_scores_of_its_own_with_the_same_weights() {
    let mut voices = [
        scored("a", "G", 5, 0),
        scored("b", "G", 2, 95 * DAY_MS),
        scored("a", "H", 1, 95 * DAY_MS),
        voice("c", 0, r#","scores":{"fairness":4}"#),
        measured("d", "T", 300, 50),
    ];
    voices[1].weight = 0.5;
    let groups = aggregate("k", &voices, 100).group_tallies;
    let names: Vec<&str> = groups.iter().map(|it| it.group.as_str()).collect();
    assert_eq!(names, ["G", "H"], "without scores there is nothing to tell");
    assert_eq!((groups[0].all.reviews, groups[0].all.reviewers), (2, 2));
    assert_eq!(
        groups[0].all.scores[2],
        Moments::from((1.5, 6.0, 27.0)),
        "weights count"
    );
    assert_eq!(
        groups[0].recent.scores[2],
        Moments::from((0.5, 1.0, 2.0)),
        "the last 90 days"
    );
}

#[test]
fn one_voice_cannot_push_the_groups_of_others_out() {
    let mut voices: Vec<Voice> = (0..200)
        .map(|it| {
            let mut it = scored("flooder", &format!("F{it:03}"), 1, 99 * DAY_MS);
            it.weight = 3.0 / 200.0;
            it
        })
        .collect();
    voices.push(scored("a", "Z", 4, 98 * DAY_MS));
    let groups = aggregate("k", &voices, 100).group_tallies;
    assert_eq!(groups.len(), GROUP_TALLIES_MAX);
    assert!(groups.iter().any(|it| it.group == "Z"));
}
