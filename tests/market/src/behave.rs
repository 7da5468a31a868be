//! Puts the market's style sheet and script into a sample page and tells them, by attributes of
//! the body, what to do. Separate files, so that the strict policy lets the script run.

use crate::Asked;

/// The scripts by name: the first is behind every page, the others where they are asked for.
pub const SCRIPTS: [(&str, &str); 5] = [
    ("market.js", include_str!("../static/market.js")),
    ("task.js", include_str!("../static/task.js")),
    ("steps.js", include_str!("../static/steps.js")),
    ("submissions.js", include_str!("../static/submissions.js")),
    ("measure.js", include_str!("../static/measure.js")),
];
/// What makes the pages look like pages.
pub const STYLE: &str = include_str!("../static/market.css");

/// The sample with the market's head. Where the page is to live, a copy of its body lies in a
/// template: what the page's framework knows of its own rows, whatever others do to them.
pub fn dress(sample: &str, platform: &str, asked: &Asked) -> String {
    let told = format!(
        " data-market=\"{platform}\" data-do=\"{}\"",
        asked.behaviours.join(" ")
    );
    let is_task = sample.contains("class=\"the-task\"");
    let asks = sample.contains("class=\"submissions\"");
    let page = insert_into_head(sample, &head(asked, is_task, asks));
    let Some((before, body, after)) = split_body(&page) else {
        return page;
    };
    if !is_alive(asked) {
        return format!("{before}{told}>{body}{after}");
    }
    let late = asked.behaviours.iter().any(|name| name == "late");
    let at_first = if late { "" } else { body };
    format!("{before}{told}>{at_first}<template id=\"market-own\">{body}</template>{after}")
}

/// A page that is only measured carries nothing that a real one would not.
fn is_alive(asked: &Asked) -> bool {
    let still = |name: &String| matches!(name.as_str(), "measure" | "submitted");
    !asked.behaviours.iter().all(still)
}

fn head(asked: &Asked, is_task: bool, asks: bool) -> String {
    let mut head = String::from("<link rel=\"stylesheet\" href=\"/market/style.css\">");
    if asked.behaviours.iter().any(|name| name == "measure") {
        head.push_str("<script src=\"/market/measure.js\"></script>");
    }
    head.push_str("<script defer src=\"/market/market.js\"></script>");
    if is_alive(asked) {
        head.push_str("<script defer src=\"/market/steps.js\"></script>");
    }
    if asks {
        head.push_str("<script defer src=\"/market/submissions.js\"></script>");
    }
    if is_task || asked.behaviours.iter().any(|name| name == "submitted") {
        head.push_str("<script defer src=\"/market/task.js\"></script>");
    }
    head
}

fn insert_into_head(page: &str, head: &str) -> String {
    for mark in ["</head>", "<body"] {
        if let Some((before, after)) = page.split_once(mark) {
            return format!("{before}{head}{mark}{after}");
        }
    }
    format!("{head}{page}")
}

/// Before the `>` that ends the body's start tag, between the tags, from the end tag on.
fn split_body(page: &str) -> Option<(&str, &str, &str)> {
    let start = page.find("<body")?;
    let tag_end = start + page.get(start..)?.find('>')?;
    let end = page.rfind("</body>")?;
    Some((
        page.get(..tag_end)?,
        page.get(tag_end + 1..end)?,
        page.get(end..)?,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str =
        "<!doctype html><html><head><title>x</title></head><body class=a><p>y</p></body></html>";

    fn dressed(query: &str) -> String {
        dress(PAGE, "mturk", &Asked::read(query).unwrap())
    }

    #[test]
    fn the_page_keeps_its_body() {
        let page = dressed("");
        assert!(page.contains("<body class=a data-market=\"mturk\" data-do=\"\"><p>y</p></body>"));
        assert!(page.contains("market.js\"></script></head>"));
    }

    #[test]
    fn a_late_page_has_nothing_in_its_body_at_first() {
        assert!(
            dressed("do=late").contains("><template id=\"market-own\"><p>y</p></template></body>")
        );
    }
}
