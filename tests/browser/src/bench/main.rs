//! `tallystick-bench`: how long until all rows have their badges, what that costs the page's main
//! thread, how fast the background answers, and the dashboard over a log of years, each beside its
//! yardstick in the same run.
//!
//! Machines are noisy: every figure is a median of interleaved loads, and only ratios are judged.

#![allow(clippy::print_stdout)] // What a command prints is its result.

mod answers;
mod ledger;
mod loads;
mod table;
mod words;

use std::process::ExitCode;

use tallystick_browser_tests::Trouble;
use tallystick_market::Market;

fn main() -> ExitCode {
    match words::read(std::env::args().skip(1)).and_then(|it| run(&it)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("{trouble}");
            ExitCode::FAILURE
        }
    }
}

/// A missed budget is printed, not an error: what is measured on a busy machine judges nobody.
fn run(words: &words::Words) -> Result<(), Trouble> {
    let market = Market::open(0).map_err(|why| Trouble(why.to_string()))?;
    if words.rows {
        rows(words, &market)?;
    }
    if let Some(wanted) = &words.ledger {
        ledger::run(wanted, &market)?;
    }
    Ok(())
}

fn rows(words: &words::Words, market: &Market) -> Result<(), Trouble> {
    let loads = words.loads;
    println!("medians of {loads} loads each, taken in turn; ms");
    for kind in &words.kinds {
        let small = loads::measure(*kind, market, 100, loads)?;
        let large = loads::measure(*kind, market, 1_000, loads)?;
        table::loads(*kind, &small, &large);
    }
    for kind in &words.kinds {
        table::answers(*kind, &answers::measure(*kind, market, loads)?);
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
