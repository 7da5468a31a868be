//! `cargo run --release -p tallystick-fit -- DATA_FOLDER`: refits the constants of the pay estimate,
//! writes them into `core`, and writes and prints how good they are. A minute on two quiet cores.

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use tallystick_fit::refit;

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1) else {
        eprintln!(
            "usage: tallystick-fit FOLDER, which holds task_groups.jsonl and assignments.jsonl.gz"
        );
        return ExitCode::from(2);
    };
    let started = Instant::now();
    match run(Path::new(&folder)) {
        Ok(()) => {
            eprintln!(
                "fitted and judged in {:.0} s",
                started.elapsed().as_secs_f64()
            );
            ExitCode::SUCCESS
        }
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
    let refit = refit::refit(folder)?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    save(&root.join("crate/core/src/generated.rs"), &refit.constants)?;
    save(&root.join("docs/pay-figures.md"), &refit.figures)?;
    println!("{}", refit.figures);
    Ok(())
}

fn save(path: &Path, text: &str) -> Result<(), String> {
    std::fs::write(path, text).map_err(|why| format!("{}: {why}", path.display()))
}
