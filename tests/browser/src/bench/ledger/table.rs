//! The figures beside their budgets.

use tallystick_browser_tests::Kind;

use super::Measured;
use super::probe::Step;

/// The longest that the main thread may be taken.
const LONGEST_MS: f64 = 100.0;

/// Prints what was measured in one browser.
pub fn print(kind: Kind, assignments: usize, it: &Measured) {
    println!("\n{}: a log of {assignments} assignments; ms", kind.name());
    let (seconds, events) = it.filled;
    if 0 < events {
        println!("  {events} events entered in {seconds:.0} s");
    }
    if let Some(first) = &it.first {
        println!("  {:<44}{:>10.0}", "bare read of the records", it.bare);
        line("dashboard usable, the browser's first page", first, "");
    }
    if let Some(opened) = &it.opened {
        let budget = format!(
            "{}, {}",
            judged(opened.ms / it.bare, 1.5, "×"),
            judged(opened.ms, 1_000.0, " ms")
        );
        line("dashboard usable", opened, &budget);
    }
    if let Some(unpacked) = &it.unpacked {
        line("dashboard usable, nothing packed", unpacked, "");
        println!("  records packed {:.0} s later", it.packed);
    }
    for (name, step) in &it.steps {
        line(name, step, "");
    }
    for export in &it.exports {
        let budget = match export.name {
            "CSV" => judged(export.step.ms / it.bare, 2.0, "×"),
            _ => String::new(),
        };
        let (before, most) = export.memory;
        let more = format!(
            "{budget}  {:.1} MB; memory {before:.0} MB before, {most:.0} MB at most",
            export.mb
        );
        line(export.name, &export.step, &more);
    }
    for (name, step, more) in &it.copies {
        line(name, step, more);
    }
}

fn line(name: &str, step: &Step, budget: &str) {
    let longest = judged(step.longest, LONGEST_MS, " ms");
    println!(
        "  {name:<44}{:>10.0}   longest task {longest}  {budget}",
        step.ms
    );
}

fn judged(value: f64, most: f64, unit: &str) -> String {
    let verdict = if value <= most { "kept" } else { "MISSED" };
    let digits = usize::from(unit == "×");
    format!("{value:.digits$}{unit} (at most {most}{unit}: {verdict})")
}
