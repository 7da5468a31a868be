//! Measures look-ups in a table of 100,000 requesters: `cargo run -p tallystick-core --release
//! --example lookup`. Prints one line a figure: name, value, unit, budget.

use std::time::Instant;

use tallystick_core::{bucket, key, list, show};
use tallystick_wire::evidence::GroupTimes;
use tallystick_wire::{Aggregate, Moments, RequesterKey, RequesterKind};

const N_REQUESTERS: usize = 100_000;
const N_LOOK_UPS: usize = 100;
const N_RUNS: usize = 50;

fn main() {
    let mut keys: Vec<String> = (0..N_REQUESTERS).filter_map(key_of).collect();
    keys.sort_unstable();
    let body: String = keys.iter().filter_map(|key| line(key)).collect();
    let wanted: Vec<&String> = keys
        .iter()
        .step_by(N_REQUESTERS / N_LOOK_UPS)
        .take(N_LOOK_UPS)
        .collect();

    figure(
        "table, bytes a requester",
        body.len() as f64 / keys.len() as f64,
        "B",
        "-",
    );
    // The table is the body itself: nothing is built beside it.
    figure(
        "table in memory / on the wire",
        body.capacity() as f64 / body.len() as f64,
        "×",
        "2",
    );
    let mut n_found = 0;
    let look_up = || {
        wanted
            .iter()
            .filter_map(|key| bucket::find(&body, key))
            .count()
    };
    let milliseconds = median(|| n_found += look_up());
    figure("100 look-ups", milliseconds, "ms", "0.2");
    figure("of these found", n_found as f64 / N_RUNS as f64, "", "100");
    let strangers: Vec<String> = (0..N_LOOK_UPS)
        .filter_map(|n| key_of(N_REQUESTERS + n))
        .collect();
    let look_up = || {
        strangers
            .iter()
            .filter_map(|key| bucket::find(&body, key))
            .count()
    };
    let milliseconds = median(|| n_found += look_up());
    figure(
        "100 look-ups of unknown requesters",
        milliseconds,
        "ms",
        "0.2",
    );
    let milliseconds = median(|| n_found += usize::from(bucket::check(&body).is_ok()));
    figure("check of the whole table", milliseconds, "ms", "-");
    rows();
}

/// What a page computes for a list, all natively.
fn rows() {
    let text = r#"{"platform":"mturk","title":"A survey about music (10-15 min)",
        "description":"Answer questions about the music that you like.",
        "requester_name":"A lab","reward":{"minor":100,"currency":"USD"},"allotted_seconds":3600}"#;
    let Ok(facts) = serde_json::from_str::<tallystick_wire::TaskFacts>(text) else {
        return;
    };
    let Ok(platform) = "mturk".parse() else {
        return;
    };
    let settings = tallystick_core::settings::page(&Default::default(), &platform);
    let known = tallystick_wire::message::KnownRequester::default();
    let input = show::RowInput {
        facts: &facts,
        requester: Some(&known),
        group: None,
        backends: &[],
        me: &tallystick_wire::message::Me::NOBODY,
        settings: &settings,
        now: 0,
    };
    let mut places = 0;
    let milliseconds = median(|| {
        let keys: Vec<list::Keys> = (0..100).map(|_| show::badge(&input).keys).collect();
        places += list::arrange(&list::Choice::default(), &keys).len();
    });
    figure("100 badges", milliseconds, "ms", "-");
}

fn key_of(n: usize) -> Option<String> {
    let platform = "mturk".parse().ok()?;
    Some(key::lookup_key(
        &RequesterKey::new(platform, RequesterKind::Id, format!("A{n}")).ok()?,
    ))
}

fn line(key: &str) -> Option<String> {
    let mut it = Aggregate {
        key: key.to_owned(),
        name: "A laboratory".to_owned(),
        ..Default::default()
    };
    let moments = Moments {
        n: 4.0,
        sum: 15.0,
        squares: 61.0,
    };
    (it.all.reviewers, it.all.reviews, it.all.scores) = (4, 4, [moments; 4]);
    it.recent = it.all;
    it.newest_at = 1_790_000_000_000;
    it.groups.push(GroupTimes {
        group: "3EM4DVSA9V8HFQJR47UTMANGFBO03H".to_owned(),
        log_seconds: moments,
        ..GroupTimes::default()
    });
    serde_json::to_string(&it).ok().map(|line| line + "\n")
}

fn median(mut run: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..N_RUNS)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed().as_secs_f64() * 1_000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times.get(N_RUNS / 2).copied().unwrap_or_default()
}

#[allow(clippy::print_stdout, reason = "the figures are what this is for")]
fn figure(name: &str, value: f64, unit: &str, budget: &str) {
    println!("{name}\t{value:.3}\t{unit}\t{budget}");
}
