//! Puts the market's style sheet and script into a sample page and tells them, by attributes of
//! the body, what to do. Separate files, so that the strict policy lets the script run.

use crate::Asked;

/// The script behind every page.
pub const SCRIPT: &str = include_str!("../static/market.js");
/// What makes the pages look like pages.
pub const STYLE: &str = include_str!("../static/market.css");

/// The sample with the market's head. Where the page is to live, a copy of its body lies in a
/// template: what the page's framework knows of its own rows, whatever others do to them.
pub fn dress(sample: &str, platform: &str, asked: &Asked) -> String {
    let head = "<link rel=\"stylesheet\" href=\"/market/style.css\">\
                <script defer src=\"/market/script.js\"></script>";
    let told = format!(
        " data-market=\"{platform}\" data-do=\"{}\"",
        asked.behaviours.join(" ")
    );
    let page = insert_into_head(sample, head);
    let Some((before, body, after)) = split_body(&page) else {
        return page;
    };
    // A page that is measured carries nothing that a real one would not.
    if asked.behaviours.iter().all(|name| name == "measure") {
        return format!("{before}{told}>{body}{after}");
    }
    let late = asked.behaviours.iter().any(|name| name == "late");
    let at_first = if late { "" } else { body };
    format!("{before}{told}>{at_first}<template id=\"market-own\">{body}</template>{after}")
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
        assert!(page.contains("script.js\"></script></head>"));
    }

    #[test]
    fn a_late_page_has_nothing_in_its_body_at_first() {
        assert!(
            dressed("do=late").contains("><template id=\"market-own\"><p>y</p></template></body>")
        );
    }
}
