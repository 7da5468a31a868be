//! A review from the form to the backend, with kills and failures on the way.

use crate::kit::community::Mood;
use crate::kit::{URL, add, ask, badge, begin, draft, kill, ring_after, until, write};
use tallystick_wire::message::{
    AddBackend, DeleteReview, GetStatus, JoinProgress, ListReviews, MyReview, RestoreReview,
    SyncNow, SyncWord,
};
use wasm_bindgen_test::wasm_bindgen_test;

const MINUTE: f64 = 60_000.0;

async fn mine() -> Vec<MyReview> {
    ask(ListReviews {}).await.unwrap()
}

fn word(review: &MyReview) -> &SyncWord {
    &review.states[0].state
}

#[wasm_bindgen_test]
async fn survives_a_kill_right_after_each_answer() {
    begin().await;
    let written = write("A1", "first").await;
    kill();
    let mut edit = draft("A1", "second");
    edit.draft.id = Some(written.review.id.clone());
    let edited = ask(edit).await.unwrap();
    kill();
    assert_eq!((edited.review.revision, mine().await), (2, vec![edited]));
    ask(DeleteReview {
        id: written.review.id.clone(),
    })
    .await
    .unwrap();
    kill();
    assert_eq!(mine().await, []);
    let restored = ask(RestoreReview {
        id: written.review.id,
    })
    .await
    .unwrap();
    kill();
    assert_eq!(
        (restored.review.revision, restored.review.text.as_str()),
        (4, "second")
    );
    assert_eq!(mine().await, [restored]);
}

#[wasm_bindgen_test]
async fn a_review_is_waiting_and_then_synced() {
    let community = begin().await;
    add(false, true).await;
    let written = write("A1", "x").await;
    assert_eq!(*word(&written), SyncWord::Waiting);
    until(|status| status.waiting == 0).await;
    assert_eq!(*word(&mine().await[0]), SyncWord::Synced);
    assert_eq!(community.stores.get(), 1);
}

#[wasm_bindgen_test]
async fn goes_on_where_it_was_when_killed_while_the_backend_is_down() {
    let community = begin().await;
    add(false, true).await;
    community.mood.set(Mood::Down);
    write("A1", "x").await;
    let status = until(|status| status.backends[0].down.is_some()).await;
    assert_eq!(status.waiting, 1);
    kill();
    community.mood.set(Mood::Well);
    assert!(
        0.0 < crate::kit::alarm_at(),
        "nothing would wake the worker"
    );
    ring_after(MINUTE).await;
    let status = ask(GetStatus {}).await.unwrap();
    assert_eq!((status.waiting, status.backends[0].down.clone()), (0, None));
    assert_eq!(community.stores.get(), 1);
}

#[wasm_bindgen_test]
async fn never_twice_when_the_answer_is_lost() {
    let community = begin().await;
    add(false, true).await;
    community.mood.set(Mood::AnswersLost);
    write("A1", "x").await;
    let status = until(|status| status.backends[0].down.is_some()).await;
    assert_eq!((status.waiting, community.stores.get()), (1, 1));
    kill();
    community.mood.set(Mood::Well);
    assert_eq!(ask(SyncNow {}).await.unwrap().waiting, 0);
    assert_eq!(community.stores.get(), 1);
    assert_eq!(*word(&mine().await[0]), SyncWord::Synced);
}

#[wasm_bindgen_test]
async fn nothing_leaves_the_outbox_by_a_garbled_answer() {
    let community = begin().await;
    add(false, true).await;
    community.mood.set(Mood::Garbage);
    write("A1", "x").await;
    let status = until(|status| status.backends[0].down.is_some()).await;
    let why = &status.backends[0].down.as_ref().unwrap().why;
    assert!(why.contains("0 answers to 1 items"), "{why}");
    assert_eq!(status.waiting, 1);
}

#[wasm_bindgen_test]
async fn what_is_refused_says_why_and_can_be_edited_and_sent_again() {
    let community = begin().await;
    add(false, true).await;
    community.mood.set(Mood::Refusing);
    let written = write("A1", "x").await;
    until(|status| status.refused == 1 && status.waiting == 0).await;
    let why = "once is enough".to_owned();
    assert_eq!(*word(&mine().await[0]), SyncWord::Refused { why });
    badge("!").await;
    community.mood.set(Mood::Well);
    let mut edit = draft("A1", "y");
    edit.draft.id = Some(written.review.id);
    ask(edit).await.unwrap();
    until(|status| status.refused == 0 && status.waiting == 0).await;
    assert_eq!(*word(&mine().await[0]), SyncWord::Synced);
}

#[wasm_bindgen_test]
async fn one_item_that_spoils_a_call_is_refused_alone() {
    let community = begin().await;
    for text in ["a", "b", "poison", "c"] {
        write("A1", text).await;
    }
    community.mood.set(Mood::Picky);
    add(false, true).await;
    let status = until(|status| status.waiting == 0).await;
    assert_eq!((status.refused, community.stores.get()), (1, 3));
}

#[wasm_bindgen_test]
async fn deleting_deletes_there_and_bringing_back_brings_back() {
    let community = begin().await;
    add(false, true).await;
    let id = write("A1", "x").await.review.id;
    until(|status| status.waiting == 0).await;
    ask(DeleteReview { id: id.clone() }).await.unwrap();
    until(|status| status.waiting == 0).await;
    assert_eq!(community.reviews.borrow()[id.as_str()], (2, true));
    ask(RestoreReview { id: id.clone() }).await.unwrap();
    until(|status| status.waiting == 0).await;
    assert_eq!(community.reviews.borrow()[id.as_str()], (3, false));
}

#[wasm_bindgen_test]
async fn a_membership_is_worked_for_where_the_backend_asks() {
    let community = begin().await;
    community.bits.set(14);
    add(true, true).await;
    assert_eq!(community.secrets.borrow().len(), 1);
    assert_eq!(community.count("GET /v1/challenge"), 1);
    assert_eq!(ask(JoinProgress {}).await.unwrap().done, None);
}

#[wasm_bindgen_test]
async fn an_invitation_after_the_address_stands_for_the_work() {
    let community = begin().await;
    community.bits.set(26);
    let wish = AddBackend {
        url: format!("{URL}#tsi_friend"),
        read: false,
        write: true,
    };
    assert_eq!(ask(wish).await.unwrap().url, URL);
    assert_eq!(community.count("GET /v1/challenge"), 0);
}

#[wasm_bindgen_test]
async fn what_the_server_has_newer_is_overtaken_by_what_the_worker_sees() {
    let community = begin().await;
    let written = write("A1", "x").await;
    let id = written.review.id.as_str().to_owned();
    community
        .reviews
        .borrow_mut()
        .insert(id.clone(), (7, false));
    add(false, true).await;
    until(|status| status.waiting == 0).await;
    assert_eq!(community.reviews.borrow()[&id], (8, false));
    assert_eq!(mine().await[0].review.revision, 8);
}

#[wasm_bindgen_test]
async fn stays_silent_for_as_long_as_the_server_asks() {
    let community = begin().await;
    add(false, true).await;
    community.mood.set(Mood::Busy(3_600));
    write("A1", "x").await;
    until(|status| status.backends[0].down.is_some()).await;
    community.mood.set(Mood::Well);
    let before = community.count("POST /v1/sync");
    ring_after(50.0 * MINUTE).await;
    assert_eq!(community.count("POST /v1/sync"), before);
    ring_after(11.0 * MINUTE).await;
    assert_eq!(ask(GetStatus {}).await.unwrap().waiting, 0);
}

#[wasm_bindgen_test]
async fn refuses_drafts_that_say_nothing_and_stores_nothing() {
    begin().await;
    let mut empty = draft("A1", " ");
    empty.draft.scores = Default::default();
    let why = ask(empty).await.unwrap_err().message;
    assert!(why.contains("empty"), "{why}");
    assert_eq!(mine().await, []);
}
