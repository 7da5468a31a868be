//! What requests tell: the recorded log of browsing 500 rows.

use std::collections::BTreeSet;
use std::rc::Rc;

use tallystick_core::key::{bucket_name, lookup_key};
use tallystick_wire::message::{LookUp, SyncNow};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::kit::community::Community;
use crate::kit::{add, ask, begin, requester, until};

const ROWS: usize = 500;

/// Looks at rows as task lists show them, 100 a page, and has everything fetched that is wanted.
async fn browse(name: &str) {
    let rows: Vec<_> = (0..ROWS)
        .map(|it| requester(&format!("{name}{it}")))
        .collect();
    for page in rows.chunks(100) {
        let look_up = LookUp {
            platform: "mturk".parse().unwrap(),
            requesters: page.to_vec(),
            groups: vec![],
        };
        ask(look_up).await.unwrap();
        ask(SyncNow {}).await.unwrap();
    }
}

/// What a backend was asked from its adding to the end of browsing.
async fn log_of(name: &str, prepare: impl Fn(&Community)) -> Vec<String> {
    let community: Rc<Community> = begin().await;
    prepare(&community);
    add(true, false).await;
    until(|status| status.backends.iter().all(|it| it.fresh_at.is_some())).await;
    browse(name).await;
    let mut log = community.asked.borrow().clone();
    log.sort();
    log
}

#[wasm_bindgen_test]
async fn five_hundred_rows_tell_a_small_community_nothing() {
    let small = |community: &Community| community.knows("all", &requester("A1"), 3);
    let log = log_of("A", small).await;
    assert_eq!(log, log_of("B", small).await);
    let allowed = [
        "GET /v1/about",
        "GET /v1/buckets",
        "GET /v1/buckets/all",
        "GET /v1/texts/all",
    ];
    assert!(
        log.iter().all(|it| allowed.contains(&it.as_str())),
        "{log:?}"
    );
    assert!(log.contains(&"GET /v1/buckets/all".to_owned()));
}

#[wasm_bindgen_test]
async fn five_hundred_rows_tell_a_large_community_prefixes_only() {
    let large = |community: &Community| {
        community.prefetch.set(false);
        community.digits.set(2);
        community.buckets.borrow_mut().clear();
        for number in 0..256 {
            community.knows(&format!("{number:02x}"), &requester("B2"), 1);
        }
    };
    let log = log_of("A", large).await;
    let asked: BTreeSet<&str> = log
        .iter()
        .filter_map(|it| it.strip_prefix("GET /v1/buckets/"))
        .collect();
    let keys = (0..ROWS).map(|it| lookup_key(&requester(&format!("A{it}"))));
    let prefixes: BTreeSet<String> = keys.map(|key| bucket_name(&key, 2)).collect();
    assert_eq!(asked, prefixes.iter().map(String::as_str).collect());
    let others = log.iter().filter(|it| !it.starts_with("GET /v1/buckets/"));
    let others: BTreeSet<&str> = others.map(String::as_str).collect();
    let general = BTreeSet::from(["GET /v1/about", "GET /v1/buckets"]);
    assert!(others.is_subset(&general), "{others:?}");
}
