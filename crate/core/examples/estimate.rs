//! Measures one estimate with all evidence: `cargo run -p tallystick-core --profile server --example
//! estimate`. Prints one line a figure: name, value, unit, budget. Natively the budget is 2 µs, in
//! WebAssembly 10 µs.

use std::hint::black_box;
use std::time::Instant;

use tallystick_core::generated::FITTED;
use tallystick_core::pay::{self, Evidence, Speed};
use tallystick_wire::evidence::GroupTimes;
use tallystick_wire::message::{BackendEvidence, KnownGroup, KnownRequester};
use tallystick_wire::{Aggregate, Moments, TaskFacts};

/// Their median counts.
const N_RUNS: usize = 1_000;
/// So few that most runs end before another program gets the processor.
const N_ESTIMATES: usize = 20;

fn main() {
    let text = r#"{"platform":"mturk","title":"A survey about music (10-15 min)",
        "requester_name":"A lab","reward":{"minor":45,"currency":"USD"},"allotted_seconds":3600}"#;
    let Ok(short) = serde_json::from_str::<TaskFacts>(text) else {
        return;
    };
    let description = "Answer questions about the music that you like, and tell us where and when \
        you heard it first. You need headphones. Please read the instructions, which are on the \
        first page, before you accept. Bonuses are paid within two days.";
    let long = TaskFacts {
        description: Some(description.to_owned()),
        ..short.clone()
    };
    let told = TaskFacts {
        title: None,
        claimed_seconds: Some(735),
        ..short.clone()
    };
    for (name, facts) in [
        ("an estimate, claim in a field", told),
        ("an estimate, claim read in the title", short),
        ("an estimate, title and a long description read", long),
    ] {
        figure(name, microseconds(&facts), "µs", "2; WASM 10");
    }
    figure(
        "the fitted constants",
        size_of_val(&FITTED) as f64,
        "B",
        "20000",
    );
}

/// Median over the runs of the time of one estimate with everything known.
fn microseconds(facts: &TaskFacts) -> f64 {
    let (known, mine) = (requester(), mine());
    let mut ratios = Moments::NONE;
    (0..9).for_each(|_| ratios.add(-0.2));
    let evidence = Evidence {
        requester: Some(&known),
        group: Some(&mine),
        group_id: Some("G"),
        now: Some(1_000_000),
        speed: Speed::of(ratios),
    };
    let run = || {
        let started = Instant::now();
        for _ in 0..N_ESTIMATES {
            black_box(pay::estimate(black_box(facts), black_box(&evidence)));
        }
        started.elapsed().as_secs_f64() * 1e6 / N_ESTIMATES as f64
    };
    let mut all: Vec<f64> = (0..N_RUNS).map(|_| run()).collect();
    all.sort_by(f64::total_cmp);
    all.get(N_RUNS / 2).copied().unwrap_or(f64::NAN)
}

/// Two backends with a dozen early reports each.
fn requester() -> KnownRequester {
    let mut log_seconds = Moments::NONE;
    (0..12).for_each(|at| log_seconds.add(6.0 + f64::from(at) / 10.0));
    let times = GroupTimes {
        group: "G".to_owned(),
        log_seconds,
        seen: vec![(38, 4.0), (40, 5.0), (43, 3.0)],
        as_of: 900_000,
    };
    let mut aggregate = Aggregate::default();
    aggregate.all.log_time_ratio = Moments {
        n: 40.0,
        sum: 8.0,
        squares: 9.0,
    };
    aggregate.groups = vec![times];
    let evidence = [0, 1].map(|backend| BackendEvidence {
        backend,
        aggregate: aggregate.clone(),
    });
    KnownRequester {
        evidence: evidence.into(),
        ..KnownRequester::default()
    }
}

fn mine() -> KnownGroup {
    KnownGroup {
        my_seconds: vec![900, 610, 590, 560, 570],
        ..KnownGroup::default()
    }
}

#[expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
fn figure(name: &str, value: f64, unit: &str, budget: &str) {
    println!("{name}\t{value:.2}\t{unit}\t{budget}");
}
