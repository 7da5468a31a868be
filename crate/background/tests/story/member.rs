//! Being a member of a backend: one's devices there, and leaving.

use crate::kit::community::Mood;
use crate::kit::{
    OPTIONS, URL, add, ask, badge, begin, evidence, kill, put_text, requester, ring_after, send,
    until, write,
};
use tallystick_wire::message::{
    GetStatus, LeaveBackend, ListReviews, ListTokens, NameToken, Parting, RevokeToken, SyncNow,
};
use wasm_bindgen_test::wasm_bindgen_test;

fn list() -> ListTokens {
    ListTokens { url: URL.into() }
}

fn revoke(id: &str) -> RevokeToken {
    let (url, id) = (URL.into(), id.into());
    RevokeToken { url, id }
}

fn leave(reviews: Parting) -> LeaveBackend {
    let url = URL.into();
    LeaveBackend { url, reviews }
}

#[wasm_bindgen_test]
async fn devices_are_listed_named_and_revoked() {
    begin().await;
    add(true, true).await;
    kill();
    let all = ask(list()).await.unwrap().tokens;
    assert_eq!(
        (all.len(), all[0].current, all[1].current),
        (2, true, false)
    );
    let name = NameToken {
        url: URL.into(),
        id: "other".into(),
        name: "Laptop".into(),
    };
    assert_eq!(ask(name).await.unwrap().tokens[1].name, "Laptop");
    let why = ask(revoke("mine")).await.unwrap_err().message;
    assert!(why.contains("that you sit at"), "{why}");
    assert_eq!(ask(revoke("other")).await.unwrap().tokens.len(), 1);
    assert_eq!(ask(revoke("other")).await.unwrap().tokens.len(), 1);
    assert_eq!(ask(list()).await.unwrap().tokens.len(), 1);
}

#[wasm_bindgen_test]
async fn refuses_ids_that_would_lead_elsewhere() {
    let community = begin().await;
    add(true, true).await;
    let before = community.asked.borrow().len();
    assert!(ask(revoke("../../me")).await.is_err());
    let asked = community.asked.borrow();
    assert!(asked[before..].iter().all(|it| !it.starts_with("DELETE")));
}

#[wasm_bindgen_test]
async fn says_what_to_do_where_one_is_no_member_or_it_is_offline() {
    let community = begin().await;
    let why = ask(list()).await.unwrap_err().message;
    assert!(why.contains("removed meanwhile"), "{why}");
    add(true, false).await;
    let why = ask(list()).await.unwrap_err().message;
    assert!(why.contains("You are no member there: switch"), "{why}");
    add(true, true).await;
    community.mood.set(Mood::Down);
    let why = ask(list()).await.unwrap_err().message;
    assert!(
        why.contains("cannot be asked now") && why.contains("try again"),
        "{why}"
    );
    community.mood.set(Mood::Well);
    community.secrets.borrow_mut().clear();
    let why = ask(list()).await.unwrap_err().message;
    assert!(why.contains("does not know this device"), "{why}");
}

#[wasm_bindgen_test]
async fn refuses_what_a_platforms_page_asks() {
    begin().await;
    add(true, true).await;
    let page = r#"{"url":"https://app.prolific.com/studies"}"#;
    for text in [
        format!(r#"{{"ask":"list_tokens","url":"{URL}"}}"#),
        format!(r#"{{"ask":"leave_backend","url":"{URL}","reviews":"delete"}}"#),
    ] {
        assert!(send::<serde_json::Value>(&text, page).await.is_err());
        assert!(send::<serde_json::Value>(&text, OPTIONS).await.is_ok());
    }
}

#[wasm_bindgen_test]
async fn leaving_ends_the_membership_and_keeps_what_is_on_this_machine() {
    let community = begin().await;
    community.knows("all", &requester("A1"), 3);
    add(true, true).await;
    write("A1", "x").await;
    until(|status| status.waiting == 0 && status.backends[0].fresh_at.is_some()).await;
    let first = community.secrets.borrow()[0].clone();
    ask(leave(Parting::Leave)).await.unwrap();
    assert_eq!(community.count("DELETE /v1/identities/me?reviews=leave"), 1);
    kill();
    let backend = ask(GetStatus {}).await.unwrap().backends.remove(0);
    assert_eq!(
        (backend.read, backend.write, backend.public_name),
        (true, false, None)
    );
    assert_eq!(evidence("A1").await, Some(3));
    let mine = ask(ListReviews {}).await.unwrap();
    assert_eq!((mine.len(), mine[0].states.len()), (1, 0));
    ask(SyncNow {}).await.unwrap();
    assert!(community.secrets.borrow().is_empty());
    // Who joins again is somebody else.
    add(true, true).await;
    until(|status| status.waiting == 0).await;
    assert_ne!(community.secrets.borrow()[0], first);
}

#[wasm_bindgen_test]
async fn one_who_cannot_leave_now_is_a_member_as_before() {
    let community = begin().await;
    add(true, true).await;
    write("A1", "x").await;
    until(|status| status.waiting == 0).await;
    community.mood.set(Mood::Down);
    write("B2", "y").await;
    let why = ask(leave(Parting::Delete)).await.unwrap_err().message;
    assert!(why.contains("cannot be asked now"), "{why}");
    let backend = ask(GetStatus {}).await.unwrap().backends.remove(0);
    assert_eq!(
        (backend.write, backend.public_name.as_deref()),
        (true, Some("tsw_me"))
    );
    community.mood.set(Mood::Well);
    ask(SyncNow {}).await.unwrap();
    until(|status| status.waiting == 0).await;
    assert_eq!(community.stores.get(), 2);
}

#[wasm_bindgen_test]
async fn a_refusal_that_is_not_the_backend_s_takes_no_membership_away() {
    let community = begin().await;
    add(true, true).await;
    community.mood.set(Mood::Guarded);
    assert!(ask(leave(Parting::Delete)).await.is_err());
    community.mood.set(Mood::Well);
    let backend = ask(GetStatus {}).await.unwrap().backends.remove(0);
    assert_eq!(
        (backend.write, backend.public_name.as_deref()),
        (true, Some("tsw_me"))
    );
    assert!(!community.secrets.borrow().is_empty());
}

#[wasm_bindgen_test]
async fn leaving_is_done_when_its_first_answer_was_lost() {
    let community = begin().await;
    add(true, false).await;
    add(true, true).await;
    community.mood.set(Mood::AnswersLost);
    assert!(ask(leave(Parting::Delete)).await.is_err());
    community.mood.set(Mood::Well);
    ask(leave(Parting::Delete)).await.unwrap();
    let backend = ask(GetStatus {}).await.unwrap().backends.remove(0);
    assert_eq!((backend.write, backend.public_name), (false, None));
    assert!(community.secrets.borrow().is_empty());
}

#[wasm_bindgen_test]
async fn a_revoked_device_never_joins_again_by_itself() {
    let community = begin().await;
    community.knows("all", &requester("A1"), 3);
    add(true, true).await;
    write("A1", "before").await;
    until(|status| status.waiting == 0).await;
    community.secrets.borrow_mut().clear();
    write("B2", "after").await;
    let status = until(|status| status.backends[0].revoked).await;
    assert_eq!((status.waiting, &status.backends[0].down), (1, &None));
    badge("!").await;
    let syncs = community.count("POST /v1/sync");
    // Neither a kill, nor time, nor impatience, nor one more review makes a member of it.
    kill();
    ring_after(3_600_000.0).await;
    write("C3", "more").await;
    let status = ask(SyncNow {}).await.unwrap();
    assert_eq!((status.waiting, status.backends[0].write), (2, true));
    assert_eq!(community.count("POST /v1/sync"), syncs);
    assert_eq!(community.count("POST /v1/identities"), 1);
    assert_eq!(evidence("A1").await, Some(3));
    // The worker does: what waited goes, what was stored before stays as it is.
    add(true, true).await;
    let status = until(|status| status.waiting == 0).await;
    assert!(!status.backends[0].revoked);
    assert_eq!(community.count("POST /v1/identities"), 2);
    assert_eq!(community.stores.get(), 3);
}

#[wasm_bindgen_test]
async fn a_revoked_device_that_is_switched_off_is_no_member_and_claims_nothing() {
    let community = begin().await;
    add(true, true).await;
    community.secrets.borrow_mut().clear();
    // Not known here yet: a change of reading does not register.
    add(false, true).await;
    write("A1", "x").await;
    until(|status| status.backends[0].revoked).await;
    assert!(add(true, true).await.revoked);
    let why = ask(leave(Parting::Delete)).await.unwrap_err().message;
    assert!(why.contains("does not know this device"), "{why}");
    let off = add(true, false).await;
    assert_eq!(
        (off.revoked, off.write, off.public_name),
        (false, false, None)
    );
    let status = ask(GetStatus {}).await.unwrap();
    assert_eq!(
        (status.waiting, ask(ListReviews {}).await.unwrap().len()),
        (0, 1)
    );
    assert_eq!(community.count("POST /v1/identities"), 1);
}

#[wasm_bindgen_test]
async fn one_who_never_was_a_member_is_made_one() {
    let community = begin().await;
    add(true, false).await;
    kill();
    let unnamed = format!(
        r#"{{"url":"{URL}","added_at":0,"read":false,"write":true,"whole":false,
        "reading":{{"failures":0,"retry_at":0}},"writing":{{"failures":0,"retry_at":0}},
        "about":{{"name":"Fake","version":"1","capabilities":[],"registration":"open",
        "prefix_digits":0,"prefetch":true,"requesters":0,"reviews":0}}}}"#
    );
    put_text("tallystick", "backends", URL, &unnamed).await;
    let secret = format!("tss_{}", "A".repeat(43));
    put_text("tallystick", "secrets", URL, &secret).await;
    write("A1", "x").await;
    let status = until(|status| status.waiting == 0).await;
    assert_eq!(status.backends[0].public_name.as_deref(), Some("tsw_me"));
    assert_eq!(community.count("POST /v1/identities"), 1);
}
