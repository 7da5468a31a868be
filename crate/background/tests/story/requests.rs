//! The other requests: marks, blind pages, settings, the fallback, and what is no request at all.

use std::collections::BTreeMap;

use crate::kit::{ask, begin, injections, kill, look_up, put_stored, requester, send};
use tallystick_wire::message::{
    BackendStatus, GetSettings, GetStatus, HidingTarget, ListMarks, Note, Ping, ReportBlind,
    ReportSeen, SaveNote, SetHiding, SetSettings,
};
use tallystick_wire::settings::Hiding;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn notes_and_hidden_requesters_survive_a_kill() {
    begin().await;
    let note = Note {
        text: "pays late".into(),
        tags: vec!["late".into()],
    };
    let requester_name = "Ann".to_owned();
    let save = SaveNote {
        requester: requester("A1"),
        requester_name,
        note: note.clone(),
    };
    ask(save.clone()).await.unwrap();
    let target = HidingTarget::Requester {
        key: requester("A1"),
    };
    let hide = SetHiding {
        target,
        label: "Ann".into(),
        hiding: Hiding::Dimmed,
    };
    ask(hide.clone()).await.unwrap();
    kill();
    let known = look_up("A1").await.requesters.remove(0);
    assert_eq!((known.note, known.hiding), (Some(note), Hiding::Dimmed));
    let marks = ask(ListMarks {}).await.unwrap();
    assert_eq!(
        (marks.notes, marks.hidden),
        (vec![save.clone()], vec![hide.clone()])
    );
    ask(SaveNote {
        note: Note::default(),
        ..save
    })
    .await
    .unwrap();
    ask(SetHiding {
        hiding: Hiding::Shown,
        ..hide
    })
    .await
    .unwrap();
    kill();
    let marks = ask(ListMarks {}).await.unwrap();
    assert!(marks.notes.is_empty() && marks.hidden.is_empty());
}

#[wasm_bindgen_test]
async fn a_blind_page_is_said_until_it_can_be_read() {
    begin().await;
    let platform = || "prolific".parse().unwrap();
    let page = || "studies".to_owned();
    let blind = |report: &str| ReportBlind {
        platform: platform(),
        page: page(),
        report: report.into(),
    };
    ask(blind("one")).await.unwrap();
    kill();
    let since = ask(GetStatus {}).await.unwrap().blind[0].since;
    ask(blind("two")).await.unwrap();
    let now = ask(GetStatus {}).await.unwrap().blind.remove(0);
    assert_eq!((now.since, now.report.as_str()), (since, "two"));
    ask(ReportSeen {
        platform: platform(),
        page: page(),
    })
    .await
    .unwrap();
    kill();
    assert!(ask(GetStatus {}).await.unwrap().blind.is_empty());
}

#[wasm_bindgen_test]
async fn settings_are_checked_and_kept() {
    begin().await;
    let set = |key: &str, json: &str| SetSettings {
        values: BTreeMap::from([(key.to_owned(), json.to_owned())]),
    };
    assert!(!ask(GetStatus {}).await.unwrap().first_run_done);
    ask(set("floor", r#"{"minor":1200,"currency":"EUR"}"#))
        .await
        .unwrap();
    kill();
    assert!(ask(GetStatus {}).await.unwrap().first_run_done);
    assert_eq!(look_up("A1").await.settings.floor.unwrap().minor, 1200);
    assert!(
        ask(set("floor", "\"a lot\""))
            .await
            .unwrap_err()
            .message
            .contains("floor")
    );
    assert!(
        ask(set("colour", "1"))
            .await
            .unwrap_err()
            .message
            .contains("colour")
    );
    assert!(ask(set("colour", "null")).await.is_err());
    ask(set("floor", "null")).await.unwrap();
    assert!(!ask(GetStatus {}).await.unwrap().first_run_done);
    assert!(!ask(GetSettings {}).await.unwrap().is_empty());
}

#[wasm_bindgen_test]
async fn the_fallback_goes_to_the_frame_that_asked() {
    begin().await;
    let sender = r#"{"tab":{"id":7},"frameId":0}"#;
    send::<()>(r#"{"ask":"inject_fallback"}"#, sender)
        .await
        .unwrap();
    assert!(
        injections().contains(r#""target":{"tabId":7,"frameIds":[0]}"#),
        "{}",
        injections()
    );
    assert!(
        send::<()>(r#"{"ask":"inject_fallback"}"#, "{}")
            .await
            .is_err()
    );
}

#[wasm_bindgen_test]
async fn refuses_what_is_no_request_with_a_sentence() {
    begin().await;
    for text in ["", "{}", r#"{"ask":"sudo"}"#, r#"{"ask":"look_up"}"#, "[1]"] {
        let why = send::<()>(text, "{}").await.unwrap_err().message;
        assert!(why.contains("reload"), "{why}");
    }
    ask(Ping {}).await.unwrap();
}

#[wasm_bindgen_test]
async fn settings_that_cannot_be_read_fail_the_request_and_not_the_worker() {
    begin().await;
    kill();
    put_stored("settings", "{broken");
    let why = ask(GetStatus {}).await.unwrap_err().message;
    assert!(why.contains("cannot be read"), "{why}");
    put_stored("settings", "{}");
    assert!(ask(GetStatus {}).await.is_ok());
}

#[wasm_bindgen_test]
async fn refuses_backends_from_anywhere_but_the_options() {
    let community = begin().await;
    let wish = r#"{"ask":"add_backend","url":"https://fake.example","read":true,"write":true}"#;
    for sender in [
        "{}",
        r#"{"url":"https://worker.mturk.com/","tab":{"id":1},"frameId":0}"#,
        r#"{"url":"chrome-extension://fake.evil/options.html"}"#,
    ] {
        let why = send::<BackendStatus>(wish, sender)
            .await
            .unwrap_err()
            .message;
        assert!(why.contains("options"), "{why}");
    }
    assert!(community.asked.borrow().is_empty());
}
