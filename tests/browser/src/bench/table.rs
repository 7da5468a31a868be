//! The figures beside their budgets.

use tallystick_browser_tests::Kind;

use crate::answers::Answers;
use crate::loads::Loads;

/// Prints what the loads of one browser took.
pub fn loads(kind: Kind, small: &Loads, large: &Loads) {
    println!(
        "\n{:<44}{:>10}{:>12}{:>12}   budget",
        kind.name(),
        "bare",
        "yardstick",
        "tallystick"
    );
    for loads in [small, large] {
        let (limit, ours) = (loads.yardstick.badges, loads.tallystick.badges);
        let what = format!("{} rows: navigation start to all badges", loads.rows);
        let budget = if loads.rows == 100 {
            judged(ours / limit, 1.35)
        } else {
            ratio(ours / limit)
        };
        println!("{what:<44}{:>10}{limit:>12.1}{ours:>12.1}   {budget}", "");
        let bare = loads.bare.main_thread;
        let over = |it: f64| (it - bare).max(0.0);
        let (limit, ours) = (
            over(loads.yardstick.main_thread),
            over(loads.tallystick.main_thread),
        );
        let what = format!("{} rows: main thread, over the bare page", loads.rows);
        let budget = if loads.rows == 100 {
            judged(ours / limit, 4.0)
        } else {
            ratio(ours / limit)
        };
        println!("{what:<44}{bare:>10.1}{limit:>12.1}{ours:>12.1}   {budget}");
    }
    let own = |it: &Loads| it.tallystick.main_thread - it.bare.main_thread;
    let growth = own(large) / own(small);
    let verdict = if growth <= 11.5 { "kept" } else { "MISSED" };
    println!("1,000 rows cost {growth:.1} times what 100 cost (at most 11.5: {verdict})");
}

/// Prints how fast the background answers.
pub fn answers(kind: Kind, answers: &Answers) {
    let Answers { ping, warm, cold } = answers;
    println!("\n{}: background", kind.name());
    println!("  an empty round trip                    {ping:>8.2}");
    println!(
        "  100 requesters looked up, warm         {warm:>8.2}   {}",
        judged(warm / ping, 2.0)
    );
    let over = cold - warm;
    let verdict = if over <= 80.0 { "kept" } else { "MISSED" };
    println!(
        "  the same, the background just killed   {cold:>8.2}   +{over:.0} ms (at most +80: {verdict})"
    );
}

fn ratio(ratio: f64) -> String {
    format!("{ratio:.2}×")
}

fn judged(ratio: f64, most: f64) -> String {
    let verdict = if ratio <= most { "kept" } else { "MISSED" };
    format!("{ratio:.2}× (at most {most}×: {verdict})")
}
