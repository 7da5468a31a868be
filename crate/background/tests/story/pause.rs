//! A backend that is switched off for a while.

use tallystick_wire::message::{
    GetStatus, LeaveBackend, ListReviews, ListTokens, PackMove, Parting, PauseBackend, ReadReviews,
    RemoveBackend, SyncNow, SyncWord,
};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::kit::community::Mood;
use crate::kit::{
    URL, add, ask, badge, begin, evidence, kill, look_up, requester, ring_after, send, until, write,
};

fn pause(paused: bool) -> PauseBackend {
    let url = URL.into();
    PauseBackend { url, paused }
}

#[wasm_bindgen_test]
async fn nothing_is_asked_or_sent_while_paused_and_what_waits_is_kept() {
    let community = begin().await;
    community.knows("all", &requester("A1"), 3);
    add(true, true).await;
    until(|status| status.backends[0].fresh_at.is_some()).await;
    assert_eq!(evidence("A1").await, Some(3));
    // It is down, and still it can be switched off.
    community.mood.set(Mood::Down);
    let off = ask(pause(true)).await.unwrap();
    assert_eq!((off.paused, off.read, off.write), (true, true, true));
    community.mood.set(Mood::Well);
    let before = community.asked.borrow().len();
    let mine = write("A1", "while paused").await;
    assert_eq!(mine.states[0].state, SyncWord::Waiting);
    kill();
    ring_after(7_200_000.0).await;
    let status = ask(SyncNow {}).await.unwrap();
    assert_eq!((status.waiting, status.backends[0].paused), (1, true));
    let known = look_up("A1").await;
    assert_eq!(known.requesters[0].evidence, []);
    assert!(known.backends[0].paused);
    let key = requester("A1");
    let texts = ask(ReadReviews { requester: key }).await.unwrap();
    assert!(texts.is_empty());
    let url = || URL.to_owned();
    let reviews = Parting::Leave;
    let refusals = [
        ask(ListTokens { url: url() }).await.err(),
        ask(LeaveBackend {
            url: url(),
            reviews,
        })
        .await
        .err(),
    ];
    for why in refusals {
        let why = why.unwrap().message;
        assert!(why.contains("paused"), "{why}");
    }
    let moved = ask(PackMove {
        passphrase: "correct horse battery staple".into(),
        day: String::new(),
    });
    let left_out = moved.await.unwrap().left_out;
    assert!(left_out[0].why.contains("paused"), "{left_out:?}");
    assert_eq!(community.asked.borrow().len(), before);
    // On again: at once, with what it said before, and what waited goes.
    assert!(!ask(pause(false)).await.unwrap().paused);
    assert_eq!(evidence("A1").await, Some(3));
    until(|status| status.waiting == 0).await;
    assert_eq!(community.stores.get(), 1);
    assert_eq!(community.count("POST /v1/identities"), 1);
    let mine = ask(ListReviews {}).await.unwrap();
    assert_eq!(mine[0].states[0].state, SyncWord::Synced);
}

#[wasm_bindgen_test]
async fn what_is_wished_less_of_a_backend_does_not_depend_on_it() {
    let community = begin().await;
    add(true, true).await;
    until(|status| status.backends[0].fresh_at.is_some()).await;
    community.mood.set(Mood::Down);
    let less = add(true, false).await;
    assert_eq!((less.read, less.write), (true, false));
    let ask_again = ask(tallystick_wire::message::AddBackend {
        url: URL.into(),
        read: true,
        write: true,
    });
    // More of it does: becoming a member is its to grant.
    assert!(ask_again.await.is_err());
}

#[wasm_bindgen_test]
async fn one_that_is_added_again_is_on() {
    begin().await;
    add(true, false).await;
    ask(pause(true)).await.unwrap();
    assert!(!add(true, false).await.paused);
}

#[wasm_bindgen_test]
async fn a_paused_one_that_knows_this_device_no_more_asks_for_no_eye() {
    let community = begin().await;
    add(true, true).await;
    community.secrets.borrow_mut().clear();
    write("A1", "x").await;
    until(|status| status.backends[0].revoked).await;
    badge("!").await;
    ask(pause(true)).await.unwrap();
    badge("").await;
    ask(pause(false)).await.unwrap();
    badge("!").await;
    let status = ask(GetStatus {}).await.unwrap();
    assert_eq!((status.waiting, status.backends[0].revoked), (1, true));
}

#[wasm_bindgen_test]
async fn refuses_to_pause_what_was_removed_or_for_a_platforms_page() {
    begin().await;
    add(true, false).await;
    let page = r#"{"url":"https://app.prolific.com/studies"}"#;
    let wish = format!(r#"{{"ask":"pause_backend","url":"{URL}","paused":true}}"#);
    assert!(send::<serde_json::Value>(&wish, page).await.is_err());
    ask(RemoveBackend { url: URL.into() }).await.unwrap();
    let why = ask(pause(true)).await.unwrap_err().message;
    assert!(why.contains("removed meanwhile"), "{why}");
}
