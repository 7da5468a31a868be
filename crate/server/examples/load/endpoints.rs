//! What is asked of a community: each endpoint by itself, and all of them as they come together.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock};

use tallystick_core::key::{bucket_name, lookup_key};
use tallystick_server::serve::system_clock;

use crate::client::{Script, get, post};
use crate::generate;

/// A community that runs.
pub struct Community {
    /// `HOST:PORT`.
    pub address: String,
    /// How many requesters it has.
    pub requesters: usize,
    /// Hex digits of its buckets' names.
    pub digits: u8,
}

/// What is measured. `mixed` is nine in ten reads of buckets and texts, one in twenty pages and
/// one in twenty writes, all at once.
pub const ALL: [&str; 18] = [
    "/v1/about",
    "/v1/buckets",
    "/v1/buckets/{name}",
    "/v1/texts/{name}",
    "/healthz",
    "/metrics",
    "/v1/challenge",
    "/v1/identities/me",
    "/v1/identities/me/tokens",
    "POST /v1/sync",
    "/",
    "/search?q=",
    "/requester/{key}",
    "/reviews",
    "/figures",
    "/log",
    "/api/multi-attrs.php?ids=",
    "mixed",
];

/// So that each run sends reviews that no other has sent.
static RUNS: AtomicU32 = AtomicU32::new(1);

/// When this program began, in milliseconds: over data that was kept, reviews must be new, too.
static BEGIN: LazyLock<i64> = LazyLock::new(|| system_clock()());

/// The requests of an endpoint.
pub fn script(name: &'static str, of: &Community) -> Script {
    let (requesters, digits) = (of.requesters, of.digits);
    let run = RUNS.fetch_add(1, Ordering::Relaxed) * 1_000_000;
    Arc::new(move |who, turn| request(name, (requesters, digits), who, run + turn))
}

fn request(name: &str, (requesters, digits): (usize, u8), who: u32, turn: u32) -> String {
    // Far apart, so that neighbours are no help.
    let rank = (turn as usize).wrapping_mul(7_919) % requesters;
    let value = generate::requester(rank);
    let key = generate::key(&value).map(|it| lookup_key(&it));
    let key = key.unwrap_or_default();
    let bucket = bucket_name(&key, digits);
    match name {
        "/v1/buckets/{name}" => get(&format!("/v1/buckets/{bucket}")),
        "/v1/texts/{name}" => get(&format!("/v1/texts/{bucket}")),
        "/search?q=" => get(&format!("/search?q=Requester+{rank}")),
        "/requester/{key}" => get(&format!("/requester/{key}")),
        "/api/multi-attrs.php?ids=" => get(&format!("/api/multi-attrs.php?ids={value}")),
        "POST /v1/sync" => post("/v1/sync", who, &review_of(&value, who, turn)),
        "/v1/identities/me" | "/v1/identities/me/tokens" => {
            let secret = crate::client::secret(who);
            let head = format!("host: x\r\nauthorization: Bearer {secret}\r\n");
            format!("GET {name} HTTP/1.1\r\n{head}\r\n")
        }
        "mixed" => {
            let pages = ["/", "/requester/{key}", "/reviews", "/search?q="];
            let part = match turn % 20 {
                0 => "POST /v1/sync",
                1 => pages
                    .iter()
                    .cycle()
                    .nth((turn / 20) as usize % 4)
                    .unwrap_or(&"/"),
                2 => "/v1/buckets",
                3..=6 => "/v1/texts/{name}",
                _ => "/v1/buckets/{name}",
            };
            request(part, (requesters, digits), who, turn)
        }
        plain => get(plain),
    }
}

/// An outbox with one new review of a requester.
pub fn review_of(value: &str, who: u32, serial: u32) -> String {
    let (begin, high, low) = (*BEGIN, *BEGIN >> 16, *BEGIN & 0xffff);
    format!(
        r#"{{"items":[{{"do":"put","review":{{"id":"{high:08x}-{low:04x}-7000-8{who:03x}-{serial:012x}",
        "revision":1,"requester":{{"platform":"mturk","kind":"id","value":"{value}"}},
        "task":{{"group":{{"platform":"mturk","value":"N{begin}-{serial}"}},"title":"a survey",
        "reward":{{"minor":50,"currency":"USD"}},"claimed_seconds":300}},
        "scores":{{"fairness":3,"generosity":3}},"measured":{{"work_seconds":321}},
        "text":"Took longer than they say, paid on the third day.","written_at":{serial}}}}}]}}"#
    )
}
