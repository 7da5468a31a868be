//! The pages, as a browser without script gets them.

use reqwest::get;
use serde_json::{Value, json};

use crate::{Ground, Worker, review, uuid};

const HOSTILE: &str = "<script>alert(1)</script><b onmouseover=x>\"'&";

async fn page(base: &str, path: &str) -> String {
    let response = get(format!("{base}{path}")).await.unwrap();
    assert_eq!(response.status(), 200, "{path}");
    let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "text/html; charset=utf-8");
    let policy = header("content-security-policy");
    assert!(
        policy.contains("default-src 'none'") && !policy.contains("unsafe"),
        "{policy}"
    );
    let html = response.text().await.unwrap();
    assert!(html.len() <= 50_000, "{path} has {} bytes", html.len());
    assert!(
        !html.contains("<script") && !html.contains("style="),
        "{path}"
    );
    html
}

fn key(value: &str) -> String {
    let key: Value = json!({"platform": "mturk", "kind": "id", "value": value});
    tallystick_core::key::lookup_key(&serde_json::from_value(key).unwrap())
}

pub async fn every_page_is_small_escaped_and_without_script(ground: &Ground) {
    let server = ground.server().await;
    let path = format!("/requester/{}", key("A1"));
    for number in 0..30 {
        let worker = Worker::registered(&server.base).await;
        let mut it = review("A1", 1 + number % 5);
        it["requester_name"] = json!(HOSTILE);
        it["text"] = json!(format!("{HOSTILE} {}", "so long ".repeat(480)));
        it["task"] = json!({"title": HOSTILE});
        worker.put(&it).await;
        server.pass(20 * 86_400_000);
    }
    for path in [
        "/", "/reviews", "/figures", "/log", "/rules", "/install", "/host", &path,
    ] {
        page(&server.base, path).await;
    }
    let html = page(&server.base, &path).await;
    assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && html.contains("<svg"));
    assert!(
        html.contains("30 reviews"),
        "the standing is that of all reviews"
    );
    let searched = page(&server.base, "/search?q=%3CSCRIPT%3E").await;
    assert!(searched.contains(&format!("requester/{}", key("A1"))));
    assert!(
        page(&server.base, "/search?q=%25")
            .await
            .contains("No requester here")
    );
    assert!(
        page(&server.base, "/search?q=a1")
            .await
            .contains(&key("A1"))
    );
}

pub async fn search_finds_ids_and_names_in_any_case_as_soon_as_they_are_written(ground: &Ground) {
    let server = ground.server().await;
    let worker = Worker::registered(&server.base).await;
    let found = async |sought: &str| {
        let html = page(&server.base, &format!("/search?q={sought}")).await;
        let links = html.split("href=\"requester/").skip(1);
        links.map(|it| it[..32].to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(found("acme").await, [""; 0]);
    let mut once = review("AONE", 3);
    once["requester_name"] = json!("\u{d6}ZG\u{dc}R  Acme");
    worker.put(&once).await;
    for sought in ["acme", "ACME", "aon", "%C3%B6zg%C3%BCr+ac", "%C3%96ZG"] {
        assert_eq!(found(sought).await, [key("AONE")], "{sought}");
    }
    assert_eq!(found("aoneacme").await, [""; 0]);
    // Who has more reviews comes first.
    for (number, group) in ["G1", "G2"].into_iter().enumerate() {
        let mut it = review("ATWO", 3);
        it["task"] = json!({"group": {"platform": "mturk", "value": group}});
        it["requester_name"] = json!("The Acme");
        worker.put(&it).await;
        assert_eq!(found("acme").await.len(), 2, "after {number}");
    }
    assert_eq!(found("acme").await, [key("ATWO"), key("AONE")]);
    assert_eq!(found("_").await, [""; 0]);
    worker.delete(&once, 2).await;
    assert_eq!(found("acme").await, [key("ATWO")]);
}

pub async fn all_reviews_can_be_reached_page_by_page(ground: &Ground) {
    let server = ground.server().await;
    let worker = Worker::registered(&server.base).await;
    let mut ids = Vec::new();
    for number in 0..47 {
        let mut it = review(&format!("A{number}"), 3);
        it["id"] = json!(uuid());
        ids.push(it["id"].as_str().unwrap().to_owned());
        worker.put(&it).await;
        server.pass(number % 2);
    }
    let (mut next, mut seen) = (Some("/reviews".to_owned()), 0);
    while let Some(path) = next {
        let html = page(&server.base, &path).await;
        seen += ids
            .iter()
            .filter(|id| html.contains(&format!("id=\"r-{id}\"")))
            .count();
        let rest = html.split_once("rel=\"next\" href=\"").map(|it| it.1);
        let link = rest
            .and_then(|it| it.split_once('"'))
            .map(|it| it.0.replace("&amp;", "&"));
        next = link.map(|it| format!("/reviews{it}"));
    }
    assert_eq!(seen, 47);
}

pub async fn a_page_is_kept_until_it_changes(ground: &Ground) {
    let server = ground.server().await;
    let worker = Worker::registered(&server.base).await;
    worker.put(&review("A1", 3)).await;
    let client = reqwest::Client::new();
    let url = format!("{}/requester/{}", server.base, key("A1"));
    let etag = get(&url).await.unwrap().headers()["etag"].clone();
    let again = |etag| client.get(&url).header("if-none-match", etag).send();
    assert_eq!(again(etag.clone()).await.unwrap().status(), 304);
    Worker::registered(&server.base)
        .await
        .put(&review("A1", 5))
        .await;
    assert_eq!(again(etag).await.unwrap().status(), 200);
    let html = page(&server.base, "/").await;
    let style = html
        .split_once("href=\"style.css?")
        .unwrap()
        .1
        .split_once('"')
        .unwrap()
        .0;
    let style = get(format!("{}/style.css?{style}", server.base))
        .await
        .unwrap();
    assert!(
        style.headers()["cache-control"]
            .to_str()
            .unwrap()
            .contains("immutable")
    );
}

pub async fn an_old_link_gets_a_page_and_a_true_status(ground: &Ground) {
    let server = ground.server().await;
    for path in [
        "/requester/0",
        &format!("/requester/{}", key("A9")),
        "/requester/%00",
    ] {
        let response = get(format!("{}{path}", server.base)).await.unwrap();
        assert_eq!(response.status(), 404, "{path}");
        assert!(
            response
                .text()
                .await
                .unwrap()
                .contains("Nobody here has reviewed")
        );
    }
    let response = get(format!("{}/reviews?before=x", server.base))
        .await
        .unwrap();
    assert_eq!(response.status(), 404);
    let said = response.text().await.unwrap();
    assert!(said.contains("There is no such review here"), "{said}");
}

pub async fn pages_work_under_a_path_prefix(ground: &Ground) {
    let flags = ["--path-prefix", "/tally/stick"];
    let server = ground.server_with(&flags, crate::ground::BEGIN).await;
    let base = format!("{}/tally/stick", server.base);
    let worker = Worker::registered(&base).await;
    worker.put(&review("A1", 3)).await;
    let (mut open, mut seen) = (vec![format!("{base}/")], std::collections::BTreeSet::new());
    // Every link and form of every page leads to a page, within the prefix.
    while let Some(url) = open.pop() {
        if !seen.insert(url.clone()) {
            continue;
        }
        let response = get(&url).await.unwrap();
        assert_eq!(response.status(), 200, "{url}");
        let at = response.url().clone();
        let html = response.text().await.unwrap();
        let links = ["href=\"", "action=\""].map(|it| html.split(it).skip(1));
        for link in links.into_iter().flatten() {
            let link = link.split('"').next().unwrap().replace("&amp;", "&");
            let to = at.join(&link).unwrap();
            let local = to.as_str().starts_with(&server.base);
            assert!(
                !local || to.path().starts_with("/tally/stick/"),
                "{at} → {link}"
            );
            if local && !to.path().contains("/v1/") {
                open.push(to.as_str().split('#').next().unwrap().to_owned());
            }
        }
    }
    assert!(9 < seen.len(), "{seen:?}");
    // Without its last slash the address leads to the same page.
    let bare = get(&base).await.unwrap();
    assert_eq!(
        (bare.status().as_u16(), bare.url().path()),
        (200, "/tally/stick/")
    );
}

pub async fn a_name_is_linked_to_the_id_that_workers_saw_with_it(ground: &Ground) {
    let server = ground.server().await;
    let by_name = json!({"platform": "mturk", "kind": "name", "value": "acme"});
    for _ in 0..2 {
        let worker = Worker::registered(&server.base).await;
        worker.put(&review("A1", 4)).await;
        let mut it = review("A1", 2);
        it["requester"] = by_name.clone();
        worker.put(&it).await;
    }
    let name_key = tallystick_core::key::lookup_key(&serde_json::from_value(by_name).unwrap());
    let of_name = page(&server.base, &format!("/requester/{name_key}")).await;
    assert!(of_name.contains("seen this name with one id") && of_name.contains(&key("A1")));
    let of_id = page(&server.base, &format!("/requester/{}", key("A1"))).await;
    assert!(of_id.contains(&name_key));
    // One worker's word links nothing.
    let worker = Worker::registered(&server.base).await;
    let mut it = review("A2", 4);
    it["requester_name"] = json!("Acme");
    worker.put(&it).await;
    let of_name = page(&server.base, &format!("/requester/{name_key}")).await;
    assert!(!of_name.contains(&key("A2")));
}

pub async fn figures_are_counted_once_a_minute(ground: &Ground) {
    let server = ground.server().await;
    let worker = Worker::registered(&server.base).await;
    let tiles = async || page(&server.base, "/figures").await;
    assert!(tiles().await.contains("<dt>reviews</dt><dd>0</dd>"));
    worker.put(&review("A1", 3)).await;
    assert!(tiles().await.contains("<dt>reviews</dt><dd>0</dd>"));
    server.pass(60_000);
    assert!(tiles().await.contains("<dt>reviews</dt><dd>1</dd>"));
}
