//! What moderators did, told to the author.

use serde_json::{Value, json};
use tallystick_wire::message::{
    GetStatus, ListReviews, PauseBackend, PutNoticeAway, SyncNow, ToldNotice, Unseen,
};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::kit::{URL, add, ask, badge, begin, kill, look_up, requester, ring_after, until, write};

const ME: &str = "GET /v1/identities/me";
const HOUR: f64 = 3_600_000.0;

fn act(act: &str, at: i64, review: &str) -> Value {
    json!({"at": at, "act": act, "reason": "names a person", "review": review})
}

fn away(it: &ToldNotice) -> PutNoticeAway {
    PutNoticeAway {
        url: it.url.clone(),
        at: it.at,
        act: it.act.clone(),
        review: it.review.clone(),
    }
}

#[wasm_bindgen_test]
async fn an_act_is_told_after_the_next_sync_and_until_it_is_put_away() {
    let community = begin().await;
    add(true, true).await;
    let mine = write("A1", "x").await;
    until(|status| status.waiting == 0).await;
    until(|_| community.count(ME) == 1).await;
    let id = mine.review.id.as_str();
    *community.acts.borrow_mut() = vec![act("hide", 5, id)];
    // Within the hour nobody asks again, however much is written.
    write("B2", "y").await;
    until(|status| status.waiting == 0).await;
    ask(SyncNow {}).await.unwrap();
    assert_eq!(community.count(ME), 1);
    crate::kit::pass(HOUR);
    write("C3", "z").await;
    let status = until(|status| !status.notices.is_empty()).await;
    assert_eq!(community.count(ME), 2);
    let told = &status.notices[0];
    assert_eq!(
        (
            told.act.as_str(),
            told.requester_name.as_str(),
            told.reason.as_str()
        ),
        ("hide", "A1", "names a person")
    );
    assert_eq!((told.url.as_str(), told.name.as_str()), (URL, "Fake"));
    badge("!").await;
    let stands = async || {
        let all = ask(ListReviews {}).await.unwrap();
        let it = all.into_iter().find(|it| it.review.id == mine.review.id);
        it.unwrap().states[0].unseen
    };
    assert_eq!(stands().await, Some(Unseen::Hidden));
    kill();
    ask(away(told)).await.unwrap();
    badge("").await;
    // Put away, it is hidden still; and a card says so, too.
    assert_eq!(stands().await, Some(Unseen::Hidden));
    let known = look_up("A1").await;
    let there = &known.requesters[0].mine[0].states[0];
    assert_eq!(there.unseen, Some(Unseen::Hidden));
    // It is told again by the backend, and not to the worker.
    *community.acts.borrow_mut() = vec![act("restore", 7, id), act("hide", 5, id)];
    crate::kit::pass(HOUR);
    write("D4", "z").await;
    let status = until(|status| !status.notices.is_empty()).await;
    let acts: Vec<&str> = status.notices.iter().map(|it| it.act.as_str()).collect();
    assert_eq!(acts, ["restore"]);
    assert_eq!(stands().await, None);
}

#[wasm_bindgen_test]
async fn who_writes_nothing_is_told_within_a_day_by_the_alarm_and_never_by_a_look_up() {
    let community = begin().await;
    community.knows("all", &requester("A1"), 3);
    add(true, true).await;
    until(|status| status.backends[0].fresh_at.is_some()).await;
    ring_after(0.0).await;
    assert_eq!(community.count(ME), 1);
    *community.acts.borrow_mut() = vec![act("warn", 5, "elsewhere")];
    crate::kit::pass(25.0 * HOUR);
    let refreshes = community.count("GET /v1/buckets");
    look_up("A1").await;
    until(|_| refreshes < community.count("GET /v1/buckets")).await;
    ask(SyncNow {}).await.unwrap();
    assert_eq!(community.count(ME), 1);
    ring_after(0.0).await;
    assert_eq!(community.count(ME), 2);
    let status = ask(GetStatus {}).await.unwrap();
    let told = &status.notices[0];
    assert_eq!(
        (told.act.as_str(), told.requester_name.as_str()),
        ("warn", "")
    );
    // And not again before half a day has passed.
    ring_after(11.0 * HOUR).await;
    assert_eq!(community.count(ME), 2);
}

#[wasm_bindgen_test]
async fn asks_only_where_one_is_a_member_and_not_while_paused() {
    let community = begin().await;
    add(true, false).await;
    ring_after(48.0 * HOUR).await;
    add(true, true).await;
    let url = URL.to_owned();
    ask(PauseBackend { url, paused: true }).await.unwrap();
    ring_after(48.0 * HOUR).await;
    assert_eq!(community.count(ME), 0);
}

#[wasm_bindgen_test]
async fn a_device_that_was_revoked_hears_of_it_without_writing() {
    let community = begin().await;
    add(true, true).await;
    community.secrets.borrow_mut().clear();
    ring_after(25.0 * HOUR).await;
    let status = ask(GetStatus {}).await.unwrap();
    assert!(status.backends[0].revoked);
    assert_eq!(status.backends[0].down, None);
    badge("!").await;
}
