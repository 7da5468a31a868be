//! Measures one estimate with all evidence, natively and compiled as the extension ships: `./build.sh
//! bench`. Prints one line a figure: name, value, unit, budget. Natively the budget is 2 µs, in
//! WebAssembly 10 µs.

mod host;

use std::hint::black_box;

use tallystick_core::generated::FITTED;
use tallystick_core::pay::{self, Evidence, Speed};
use tallystick_core::{claim, kind};
use tallystick_wire::evidence::GroupTimes;
use tallystick_wire::message::{BackendEvidence, KnownGroup, KnownRequester};
use tallystick_wire::{Aggregate, Moments, TaskFacts};

const N_RUNS: usize = 1_000;
/// So few that most runs end before another program gets the processor, and so many that a run is
/// far above the microsecond that a browser's clock tells.
const N_ESTIMATES: usize = 50;
/// What engines that compile while they run need to come to speed.
const N_WARM: usize = 20_000;

const TITLE: &str = "A survey about music (10-15 min)";
const SILENT: &str = "Answer questions about the music that you like";
const DESCRIPTION: &str = "Answer questions about the music that you like, and tell us where and \
    when you heard it first. You need headphones. Please read the instructions, which are on the \
    first page, before you accept. Bonuses are paid within two days.";

fn main() {
    let budget = if cfg!(target_arch = "wasm32") {
        "10"
    } else {
        "2"
    };
    let told = |facts: TaskFacts| TaskFacts {
        claimed_seconds: Some(735),
        ..facts
    };
    for (name, facts) in [
        ("an estimate, claim in a field", told(row("", None))),
        ("an estimate, claim read in the title", row(TITLE, None)),
        (
            "an estimate, title and long description without a claim",
            row(SILENT, Some(DESCRIPTION.to_owned())),
        ),
        (
            "an estimate, claim read behind a long description",
            row(
                SILENT,
                Some([DESCRIPTION, " It takes about 12 minutes."].concat()),
            ),
        ),
    ] {
        figure(name, estimate(&facts), "µs", budget);
    }
    let claim = microseconds(|| claim::claimed_time(black_box(TITLE)));
    figure("of that, the claim in the title", claim, "µs", "-");
    let prose = microseconds(|| kind::is_prose(black_box(TITLE)));
    figure("of that, whether it is prose", prose, "µs", "-");
    let size = size_of_val(&FITTED) as f64;
    figure("the fitted constants", size, "B", "20000");
}

fn row(title: &str, description: Option<String>) -> TaskFacts {
    let text = r#"{"platform":"mturk","requester_name":"A lab",
        "reward":{"minor":45,"currency":"USD"},"allotted_seconds":3600,"tasks":2}"#;
    let facts: Result<TaskFacts, _> = serde_json::from_str(text);
    let facts = facts.unwrap_or_else(|why| {
        host::say(&why.to_string());
        std::process::abort()
    });
    TaskFacts {
        title: Some(title.to_owned()),
        description,
        ..facts
    }
}

/// The time of one estimate with everything known.
fn estimate(facts: &TaskFacts) -> f64 {
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
    microseconds(|| pay::estimate(black_box(facts), black_box(&evidence)))
}

/// The fastest tenth of the runs: other programs on the machine only make it slower.
fn microseconds<T>(work: impl Fn() -> T) -> f64 {
    let some = |n: usize| {
        for _ in 0..n {
            black_box(work());
        }
    };
    some(N_WARM);
    let run = || {
        let started = host::now_us();
        some(N_ESTIMATES);
        (host::now_us() - started) / N_ESTIMATES as f64
    };
    let mut all: Vec<f64> = (0..N_RUNS).map(|_| run()).collect();
    all.sort_by(f64::total_cmp);
    all.get(N_RUNS / 10).copied().unwrap_or(f64::NAN)
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
        later: 0.0,
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

fn figure(name: &str, value: f64, unit: &str, budget: &str) {
    host::say(&format!("{name}\t{value:.2}\t{unit}\t{budget}"));
}
