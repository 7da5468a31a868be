//! `tallystick-bench`: how long until all rows have their badges, what that costs the page's main
//! thread, and how fast the background answers, each beside its yardstick in the same run.
//!
//! Machines are noisy: every figure is a median of interleaved loads, and only ratios are judged.

#![allow(clippy::print_stdout)] // What a command prints is its result.

mod answers;
mod loads;
mod table;

use std::process::ExitCode;

use tallystick_browser_tests::{Kind, Trouble};
use tallystick_market::Market;

const HELP: &str =
    "tallystick-bench [--loads N]   N loads of each page in each browser, 10 unless told";

fn main() -> ExitCode {
    match loads().and_then(run) {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("{trouble}");
            ExitCode::FAILURE
        }
    }
}

fn loads() -> Result<usize, Trouble> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] => Ok(10),
        ["--loads", number] => match number.parse() {
            Ok(loads) if 0 < loads => Ok(loads),
            _ => Err(Trouble(format!(
                "--loads {number}: must be a number from 1"
            ))),
        },
        _ => Err(Trouble(HELP.to_owned())),
    }
}

/// A missed budget is printed, not an error: what is measured on a busy machine judges nobody.
fn run(loads: usize) -> Result<(), Trouble> {
    let market = Market::open(0).map_err(|why| Trouble(why.to_string()))?;
    println!("medians of {loads} loads each, taken in turn; ms");
    for kind in Kind::ALL {
        let small = loads::measure(kind, &market, 100, loads)?;
        let large = loads::measure(kind, &market, 1_000, loads)?;
        table::loads(kind, &small, &large);
    }
    for kind in Kind::ALL {
        table::answers(kind, &answers::measure(kind, &market, loads)?);
    }
    Ok(())
}

/// The middle one; of an even number, the lower middle one.
fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all.get(all.len().saturating_sub(1) / 2)
        .copied()
        .unwrap_or(f64::NAN)
}
