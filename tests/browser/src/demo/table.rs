//! The annotated rows as a table of text.

use tallystick_browser_tests::{Badge, Browser, Trouble};
use tallystick_market::{requesters, source};

const HEADINGS: [&str; 6] = [
    "title",
    "requester",
    "advertised",
    "estimate (80 %)",
    "warning",
    "reputation",
];
/// The widest that each column may be, in characters.
const WIDTHS: [usize; 6] = [38, 24, 30, 28, 21, 44];

/// Prints what the rows of the present page say.
pub fn print(browser: &Browser, url: &str) -> Result<(), Trouble> {
    let badges = browser.badges_of_all_rows()?;
    let facts = requesters::read_natively(url, &source(url).unwrap_or_default());
    println!("\n{url} in {}: {} rows", browser.kind.name(), badges.len());
    line(HEADINGS.map(str::to_owned));
    for (badge, facts) in badges.iter().zip(facts) {
        line(columns(badge, facts.title, facts.requester_name));
    }
    Ok(())
}

fn columns(badge: &Badge, title: Option<String>, requester: Option<String>) -> [String; 6] {
    [
        title.unwrap_or_default(),
        requester.unwrap_or_else(|| "–".to_owned()),
        badge
            .advertised
            .trim_start_matches("advertised ")
            .to_owned(),
        badge.estimate.clone(),
        format!("{} {}", badge.sign, badge.word),
        badge.reputation.clone(),
    ]
}

fn line(columns: [String; 6]) {
    let cells = columns
        .iter()
        .zip(WIDTHS)
        .map(|(text, width)| cell(text, width));
    let line = cells.collect::<Vec<_>>().join("  ");
    println!("{}", line.trim_end());
}

fn cell(text: &str, width: usize) -> String {
    let clean: String = text.chars().filter(|c| !c.is_control()).collect();
    if clean.chars().count() <= width {
        return format!("{clean:width$}");
    }
    let cut: String = clean.chars().take(width - 1).collect();
    format!("{cut}…")
}
