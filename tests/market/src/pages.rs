//! From host and path to a page: the sample, with the market's own style and script in its head.

use tallystick_site::sample;

use crate::{Asked, HOSTS, behave};

/// A page as it is sent.
pub struct Page {
    /// The HTML, or the JSON of a platform's own interface.
    pub body: String,
    /// Whether it is that JSON.
    pub is_answer: bool,
    /// The Content-Security-Policy, if the page has one.
    pub policy: Option<&'static str>,
}

/// The strictest policy under which a page's own script still runs.
const STRICT: &str =
    "default-src 'none'; script-src 'self'; connect-src https://internal-api.prolific.com";

/// The page at this address; `None` where the platform has none.
pub fn page(host: &str, path: &str, query: &str, asked: &Asked) -> Option<Page> {
    let (platform, _) = HOSTS.iter().find(|(_, known)| *known == host)?;
    let address = if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{query}")
    };
    let sample = sample::page(platform, &address, asked.scenario, asked.rows)?;
    let is_answer = sample.starts_with('{');
    Some(Page {
        body: if is_answer {
            sample
        } else {
            behave::dress(&sample, platform, asked)
        },
        is_answer,
        policy: asked.strict.then_some(STRICT),
    })
}

/// The sample behind an address, `https://host/path?query`, before it is dressed: what a reader of
/// saved pages is to read. `None` where there is no such page.
pub fn source(url: &str) -> Option<String> {
    let (host, address) = url.strip_prefix("https://")?.split_once('/')?;
    let (platform, _) = HOSTS.iter().find(|(_, known)| *known == host)?;
    let asked = Asked::read(address.split_once('?').map_or("", |(_, query)| query)).ok()?;
    sample::page(platform, &format!("/{address}"), asked.scenario, asked.rows)
}

/// The page that links to all lists, for a person who looks around.
pub fn start() -> String {
    let links: String = crate::LISTS
        .iter()
        .map(|(name, url)| format!("<li><a href=\"{url}\">{name}</a> <small>{url}</small></li>"))
        .collect();
    format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Tallystick demo</title>\
         <link rel=\"stylesheet\" href=\"/market/style.css\">\
         <body data-market=\"start\"><h1>The demo marketplace</h1>\
         <p>These pages are made up. They have the structure of the real ones and stand under \
         their addresses, in this browser only.</p><ul>{links}</ul></body></html>"
    )
}
