//! `cargo run --release -p tallystick-fit -- DATA_FOLDER`: refits the constants of the pay estimate,
//! writes them into `core`, and writes and prints how good they are. A few minutes.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::ExitCode;

use tallystick_fit::baseline::Baseline;
use tallystick_fit::data::{self, Group};
use tallystick_fit::table::{self, Fold};
use tallystick_fit::{model, write};

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1) else {
        eprintln!(
            "usage: tallystick-fit FOLDER, which holds task_groups.jsonl and assignments.jsonl.gz"
        );
        return ExitCode::from(2);
    };
    match run(Path::new(&folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

#[expect(
    clippy::print_stdout,
    reason = "the table is what the command is asked for"
)]
fn run(folder: &Path) -> Result<(), String> {
    let groups = data::load(folder)?;
    let owners: BTreeSet<&str> = groups.iter().map(|it| it.owner.as_str()).collect();
    let all: Vec<&Group> = groups.iter().collect();
    let n_times = groups.iter().flat_map(|it| &it.workers).map(Vec::len).sum();
    let fitted = model::fit(&all).model();
    let rust = write::generated(&fitted, groups.len(), owners.len(), n_times);
    let owners: Vec<&str> = owners.into_iter().collect();
    let page = table::page(&folds(&groups, &owners));
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    save(&root.join("crate/core/src/generated.rs"), &rust)?;
    save(&root.join("docs/pay-figures.md"), &page)?;
    println!("{page}");
    Ok(())
}

/// One fold an owner, in their order; fitted side by side, since no fold needs another.
fn folds<'a>(groups: &'a [Group], owners: &[&str]) -> Vec<Fold<'a>> {
    let n_threads = std::thread::available_parallelism().map_or(1, usize::from);
    let of =
        |owners: &[&str]| -> Vec<Fold<'a>> { owners.iter().map(|it| fold(groups, it)).collect() };
    std::thread::scope(|scope| {
        let parts = owners.chunks(owners.len().div_ceil(n_threads).max(1));
        let running: Vec<_> = parts.map(|part| scope.spawn(move || of(part))).collect();
        let done = running.into_iter().flat_map(|it| {
            it.join()
                .unwrap_or_else(|why| std::panic::resume_unwind(why))
        });
        done.collect()
    })
}

fn fold<'a>(groups: &'a [Group], owner: &str) -> Fold<'a> {
    let (groups, others): (Vec<&Group>, Vec<&Group>) =
        groups.iter().partition(|it| it.owner == owner);
    Fold {
        fitted: model::fit(&others),
        baseline: Baseline::fit(&others),
        groups,
    }
}

fn save(path: &Path, text: &str) -> Result<(), String> {
    std::fs::write(path, text).map_err(|why| format!("{}: {why}", path.display()))
}
