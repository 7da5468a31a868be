//! Sample pages of the platforms: made up, with the structure that is documented of the real ones.
//!
//! For tests, the demo marketplace and screenshots. Everything is a function of its arguments, so
//! the same page can be had anywhere and again. Refuses to know how a page looks or moves: style
//! and script are the marketplace's.

mod cloudresearch;
mod microworkers;
mod mturk;
mod mturk_history;
mod mturk_more;
mod prolific;
mod seeds;
mod task;

use task::Task;

/// What is special about a sample page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scenario {
    /// Realistic rows with varied pay; `n` rows.
    Typical,
    /// No rows.
    Empty,
    /// Names and titles that try to break things.
    Hostile,
    /// The page shows its rows in another order than its data.
    Reordered,
    /// The mount or list has another name.
    RenamedMount,
    /// A required field is gone.
    MissingField,
    /// Rows as another extension leaves them, and a row of its own among them.
    Altered,
    /// Rows that the worker may not take: fewer links, or none.
    Unqualified,
    /// The data is there, and nothing is drawn yet.
    NotDrawn,
    /// Rewards in every form and in several currencies.
    Money,
}

impl Scenario {
    /// All of them, with their names.
    pub const ALL: [(Self, &'static str); 10] = [
        (Self::Typical, "typical"),
        (Self::Empty, "empty"),
        (Self::Hostile, "hostile"),
        (Self::Reordered, "reordered"),
        (Self::RenamedMount, "renamed"),
        (Self::MissingField, "missing"),
        (Self::Altered, "altered"),
        (Self::Unqualified, "unqualified"),
        (Self::NotDrawn, "not-drawn"),
        (Self::Money, "money"),
    ];
}

/// A whole page: `address` is path and query of the platform's URL. `None`: no such platform or
/// page.
pub fn page(platform: &str, address: &str, scenario: Scenario, n: usize) -> Option<String> {
    let n = if scenario == Scenario::Empty { 0 } else { n };
    let path = address.split(['?', '#']).next()?.trim_end_matches('/');
    match platform {
        "prolific" => prolific::page(path, scenario, n),
        "cloudresearch" | "connect" => cloudresearch::page(path, scenario, n),
        "mturk" => {
            let query = address.split_once('?').map_or("", |(_, query)| query);
            mturk_history::page(path, query, n).or_else(|| mturk::page(path, scenario, n))
        }
        "microworkers" => microworkers::page(path, scenario, n),
        _ => None,
    }
}

/// The tasks of a page, in the order of its data.
fn tasks(set: &[seeds::Seed], salt: u64, scenario: Scenario, n: usize) -> Vec<Task> {
    let mut tasks: Vec<Task> = (0..n).map(|at| Task::new(set, salt, at)).collect();
    match scenario {
        Scenario::Hostile => tasks
            .iter_mut()
            .enumerate()
            .for_each(|(at, it)| it.turn_hostile(at)),
        Scenario::Unqualified => tasks.iter_mut().for_each(|it| it.qualified = false),
        _ => {}
    }
    tasks
}

/// The order in which rows are drawn.
fn drawn(scenario: Scenario, tasks: &[Task]) -> Vec<&Task> {
    let mut order: Vec<&Task> = tasks.iter().collect();
    if scenario == Scenario::Reordered {
        order.sort_by_key(|it| std::cmp::Reverse(it.minor));
    }
    order
}

fn document(title: &str, body: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n</head>\n<body>\n{body}\n</body>\n</html>\n",
        escaped(title)
    )
}

/// Text as it stands in HTML, in an attribute too.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}
