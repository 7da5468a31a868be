//! Moving to another device by a sealed file.

use serde_json::json;
use tallystick_wire::message::{
    Failure, GetSettings, GetStatus, LeaveBackend, ListMarks, ListReviews, MoveContents, MoveFate,
    Moving, OpenMove, PackMove, Parting, PauseBackend, RemoveBackend, SaveNote, SetSettings,
    Status, SyncNow, SyncWord, TakeMove,
};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::kit::community::{Community, Mood};
use crate::kit::{
    OPTIONS, URL, add, another_device, ask, begin, draft, kill, requester, ring_after, send, until,
    write,
};

const OPENS: &str = "correct horse battery staple";

async fn packed() -> String {
    let packed = ask(pack(OPENS)).await.unwrap();
    assert_eq!(packed.left_out, []);
    packed.file
}

fn pack(passphrase: &str) -> PackMove {
    PackMove {
        passphrase: passphrase.into(),
        day: "2026-11-27".into(),
    }
}

async fn look(file: &str, passphrase: &str) -> Result<MoveContents, Failure> {
    let (file, passphrase) = (file.into(), passphrase.into());
    ask(OpenMove { file, passphrase }).await
}

async fn take(file: &str) -> Result<MoveContents, Failure> {
    ask(TakeMove {
        file: file.into(),
        passphrase: OPENS.into(),
        settings: true,
        day: "2026-11-28".into(),
    })
    .await
}

/// Until this device has a secret of its own.
async fn own() {
    until(|status| status.backends[0].shared.is_none()).await;
}

/// Why this device has none, once it was tried.
async fn tried_in_vain() -> String {
    let why = |status: &Status| status.backends[0].shared.clone().unwrap_or_default();
    why(&until(|status| !why(status).is_empty()).await)
}

fn note(text: &str) -> SaveNote {
    let note = json!({"requester": requester("A1"), "note": {"text": text, "tags": []}});
    serde_json::from_value(note).unwrap()
}

fn theme(value: &str) -> SetSettings {
    SetSettings {
        values: [("theme".to_owned(), format!("{value:?}"))].into(),
    }
}

async fn theme_here() -> String {
    ask(GetSettings {}).await.unwrap()["theme"].clone()
}

/// A member with a review, a note and a setting of their own.
async fn settled() -> std::rc::Rc<Community> {
    let community = begin().await;
    add(true, true).await;
    write("A1", "from the old device").await;
    ask(note("pays late")).await.unwrap();
    ask(theme("dark")).await.unwrap();
    until(|status| status.waiting == 0).await;
    community
}

const ONE_NEW: Moving = Moving { all: 1, new: 1 };
const ONE_HERE: Moving = Moving { all: 1, new: 0 };

#[wasm_bindgen_test]
async fn another_device_is_the_same_member_with_the_same_reviews_and_a_secret_of_its_own() {
    let community = settled().await;
    let file = packed().await;
    assert_eq!(
        community.named.borrow().as_deref(),
        Some("moving file of 2026-11-27")
    );
    another_device().await;
    let before = community.asked.borrow().len();
    let found = look(&file, OPENS).await.unwrap();
    assert_eq!((found.reviews, found.notes), (ONE_NEW, ONE_NEW));
    assert_eq!(found.backends[0].fate, MoveFate::Joins);
    assert_eq!(found.backends[0].public_name.as_deref(), Some("tsw_me"));
    // Looking changes nothing and asks nobody.
    assert_eq!(community.asked.borrow().len(), before);
    assert!(ask(GetStatus {}).await.unwrap().backends.is_empty());
    take(&file).await.unwrap();
    own().await;
    let named = community.named.borrow().clone();
    assert_eq!(named.as_deref(), Some("moved in on 2026-11-28"));
    kill();
    let status = ask(GetStatus {}).await.unwrap();
    let there = &status.backends[0];
    assert_eq!((there.read, there.write, status.waiting), (true, true, 0));
    assert_eq!(there.public_name.as_deref(), Some("tsw_me"));
    let mine = ask(ListReviews {}).await.unwrap().remove(0);
    assert_eq!(mine.states[0].state, SyncWord::Synced);
    let marks = ask(ListMarks {}).await.unwrap();
    assert_eq!(marks.notes[0].note.text, "pays late");
    assert_eq!(theme_here().await, "\"dark\"");
    // It is edited here, and stays one review there; nobody registered for that.
    let mut edited = draft("A1", "from the new device");
    edited.draft.id = Some(mine.review.id);
    ask(edited).await.unwrap();
    until(|status| status.waiting == 0).await;
    assert_eq!(community.reviews.borrow().len(), 1);
    assert_eq!(community.stores.get(), 2);
    assert_eq!(community.count("POST /v1/identities"), 1);
    // The old device's, the file's, and its own, with which it writes.
    let secrets = community.secrets.borrow();
    assert_eq!((secrets.len(), community.synced_by.get()), (3, Some(2)));
    assert!(secrets[0] != secrets[1] && secrets[1] != secrets[2] && secrets[0] != secrets[2]);
}

#[wasm_bindgen_test]
async fn uses_the_files_secret_until_the_backend_can_be_asked_and_says_so() {
    let community = settled().await;
    let file = packed().await;
    another_device().await;
    community.mood.set(Mood::Down);
    take(&file).await.unwrap();
    let why = tried_in_vain().await;
    assert!(why.contains("cannot be asked now"), "{why}");
    // Killed and well again, but the answer is lost: nothing is written with a secret that is not sure.
    community.mood.set(Mood::AnswersLost);
    kill();
    ring_after(3_600_000.0).await;
    assert_eq!(community.secrets.borrow().len(), 3);
    assert!(
        ask(GetStatus {}).await.unwrap().backends[0]
            .shared
            .is_some()
    );
    // The next try is with the same one.
    community.mood.set(Mood::Well);
    kill();
    ring_after(7_200_000.0).await;
    own().await;
    assert_eq!(community.secrets.borrow().len(), 3);
    write("B2", "with its own").await;
    until(|status| status.waiting == 0).await;
    assert_eq!(community.synced_by.get(), Some(2));
}

#[wasm_bindgen_test]
async fn an_own_secret_whose_answer_was_lost_outlives_the_files() {
    let community = settled().await;
    let file = packed().await;
    another_device().await;
    community.mood.set(Mood::AnswersLost);
    take(&file).await.unwrap();
    tried_in_vain().await;
    community.mood.set(Mood::Well);
    // The file is revoked before this device hears that it had got through.
    community.secrets.borrow_mut().remove(1);
    let status = ask(SyncNow {}).await.unwrap();
    assert_eq!(
        (&status.backends[0].shared, status.backends[0].revoked),
        (&None, false)
    );
}

#[wasm_bindgen_test]
async fn nothing_is_asked_for_while_the_backend_is_paused() {
    let community = settled().await;
    let file = packed().await;
    another_device().await;
    community.mood.set(Mood::Down);
    take(&file).await.unwrap();
    tried_in_vain().await;
    let url = URL.to_owned();
    ask(PauseBackend { url, paused: true }).await.unwrap();
    community.mood.set(Mood::Well);
    let before = community.asked.borrow().len();
    ring_after(48.0 * 3_600_000.0).await;
    ask(SyncNow {}).await.unwrap();
    assert_eq!(community.asked.borrow().len(), before);
    let url = URL.to_owned();
    ask(PauseBackend { url, paused: false }).await.unwrap();
    own().await;
}

#[wasm_bindgen_test]
async fn two_devices_that_take_one_file_can_be_revoked_alone() {
    let community = settled().await;
    let file = packed().await;
    another_device().await;
    take(&file).await.unwrap();
    own().await;
    let first = community.secrets.borrow()[2].clone();
    another_device().await;
    take(&file).await.unwrap();
    own().await;
    assert_eq!(community.secrets.borrow().len(), 4);
    // The file and the first device go; the second one writes on.
    community.secrets.borrow_mut().retain(|it| *it != first);
    community.secrets.borrow_mut().remove(1);
    write("B2", "from the second").await;
    let status = until(|status| status.waiting == 0).await;
    assert!(!status.backends[0].revoked);
}

#[wasm_bindgen_test]
async fn tells_a_wrong_passphrase_from_a_damaged_file_and_changes_nothing() {
    settled().await;
    let file = packed().await;
    another_device().await;
    let why = look(&file, "correct horse battery Staple").await;
    let why = why.unwrap_err().message;
    assert!(why.contains("whole") && why.contains("passphrase"), "{why}");
    let cut = &file[..file.len() - 200];
    for damaged in [cut, &file.replace("\"sealed\": \"", "\"sealed\": \"00")] {
        let why = look(damaged, OPENS).await.unwrap_err().message;
        assert!(why.contains("damaged"), "{why}");
        assert_eq!(take(damaged).await.unwrap_err().message, why);
    }
    let why = look("{\"format\":\"hitdb\"}", OPENS).await.unwrap_err();
    assert!(why.message.contains("no file for moving"), "{why:?}");
    kill();
    assert!(ask(GetStatus {}).await.unwrap().backends.is_empty());
    assert!(ask(ListReviews {}).await.unwrap().is_empty());
}

#[wasm_bindgen_test]
async fn nothing_in_the_file_can_be_read_without_the_passphrase() {
    let community = settled().await;
    let file = packed().await;
    for secret in community.secrets.borrow().iter() {
        assert!(!file.contains(secret));
    }
    for word in ["fake.example", "tsw_me", "old device", "pays late", OPENS] {
        assert!(!file.contains(word), "{word}");
    }
    assert_ne!(file, packed().await);
}

#[wasm_bindgen_test]
async fn refuses_a_short_passphrase_and_lets_nobody_in() {
    let community = settled().await;
    let why = ask(pack("short")).await.unwrap_err().message;
    assert!(why.contains("twelve characters"), "{why}");
    assert_eq!(community.secrets.borrow().len(), 1);
}

#[wasm_bindgen_test]
async fn says_where_the_other_device_could_not_be_let_in_and_takes_the_rest_along() {
    let community = settled().await;
    community.mood.set(Mood::Down);
    let packed = ask(pack(OPENS)).await.unwrap();
    assert_eq!(packed.left_out[0].name, "Fake");
    let why = &packed.left_out[0].why;
    assert!(why.contains("cannot be asked now"), "{why}");
    another_device().await;
    let found = take(&packed.file).await.unwrap();
    assert_eq!(found.backends[0].fate, MoveFate::Reads);
    let status = ask(GetStatus {}).await.unwrap();
    let there = &status.backends[0];
    assert_eq!((there.read, there.write), (true, false));
    assert_eq!(ask(ListReviews {}).await.unwrap().len(), 1);
}

#[wasm_bindgen_test]
async fn what_is_here_already_is_kept() {
    let community = settled().await;
    let file = packed().await;
    another_device().await;
    add(false, true).await;
    let own = community.secrets.borrow().last().cloned().unwrap();
    write("B2", "of this device").await;
    ask(note("of this device")).await.unwrap();
    until(|status| status.waiting == 0).await;
    let found = take(&file).await.unwrap();
    // The community of the tests calls everyone the same.
    assert_eq!(found.backends[0].fate, MoveFate::Same);
    assert_eq!(found.notes, ONE_HERE);
    let status = ask(GetStatus {}).await.unwrap();
    assert!(!status.backends[0].read);
    let marks = ask(ListMarks {}).await.unwrap();
    assert_eq!(marks.notes[0].note.text, "of this device");
    assert_eq!(ask(ListReviews {}).await.unwrap().len(), 2);
    write("C3", "still with the own secret").await;
    until(|status| status.waiting == 0).await;
    assert!(community.secrets.borrow().contains(&own));
    let again = take(&file).await.unwrap();
    assert_eq!((again.reviews, again.notes), (ONE_HERE, ONE_HERE));
}

#[wasm_bindgen_test]
async fn what_was_written_here_goes_where_this_device_becomes_a_member() {
    let community = settled().await;
    let file = packed().await;
    another_device().await;
    write("B2", "before any community").await;
    take(&file).await.unwrap();
    until(|status| status.waiting == 0).await;
    assert_eq!(community.reviews.borrow().len(), 2);
}

#[wasm_bindgen_test]
async fn what_waited_on_the_old_device_waits_on_the_new_one() {
    let community = settled().await;
    community.mood.set(Mood::Refusing);
    write("B2", "refused").await;
    until(|status| status.refused == 1).await;
    community.mood.set(Mood::Well);
    let file = packed().await;
    community.mood.set(Mood::Down);
    another_device().await;
    take(&file).await.unwrap();
    write("C3", "waits").await;
    let status = ask(GetStatus {}).await.unwrap();
    assert_eq!((status.waiting, status.refused), (1, 1));
    let again = take(&file).await.unwrap();
    assert_eq!(again.reviews, Moving { all: 2, new: 0 });
    assert_eq!(ask(GetStatus {}).await.unwrap().waiting, 1);
}

#[wasm_bindgen_test]
async fn a_device_that_was_revoked_is_told_and_comes_back_with_a_new_file() {
    let community = settled().await;
    let file = packed().await;
    another_device().await;
    take(&file).await.unwrap();
    own().await;
    // The old device revokes it, and the file.
    let gone = community.secrets.borrow_mut().split_off(1);
    write("B2", "after").await;
    let status = until(|status| status.backends[0].revoked).await;
    assert_eq!(status.waiting, 1);
    let taken = take(&file).await.unwrap();
    assert_eq!(taken.backends[0].fate, MoveFate::Joins);
    // The old file opens nothing more, and that is said again.
    until(|status| status.backends[0].revoked).await;
    community.secrets.borrow_mut().extend(gone);
    take(&file).await.unwrap();
    let status = until(|status| status.waiting == 0).await;
    assert!(!status.backends[0].revoked);
}

#[wasm_bindgen_test]
async fn a_secret_of_an_earlier_membership_is_set_aside_not_lost() {
    let community = settled().await;
    let file = packed().await;
    another_device().await;
    add(true, true).await;
    ask(RemoveBackend { url: URL.into() }).await.unwrap();
    let found = take(&file).await.unwrap();
    assert_eq!(found.backends[0].fate, MoveFate::Replaces);
    own().await;
    let url = URL.into();
    let reviews = Parting::Leave;
    ask(LeaveBackend { url, reviews }).await.unwrap();
    assert_eq!(community.secrets.borrow().len(), 3);
}

#[wasm_bindgen_test]
async fn a_platforms_page_can_neither_make_nor_open_a_file() {
    settled().await;
    let page = r#"{"url":"https://app.prolific.com/studies"}"#;
    let text = format!(r#"{{"ask":"pack_move","passphrase":"{OPENS}","day":"2026-11-27"}}"#);
    assert!(send::<serde_json::Value>(&text, page).await.is_err());
    assert!(send::<serde_json::Value>(&text, OPTIONS).await.is_ok());
    for ask in ["open_move", "take_move"] {
        let text = format!(
            r#"{{"ask":"{ask}","file":"","passphrase":"{OPENS}","settings":false,"day":""}}"#
        );
        let why = send::<serde_json::Value>(&text, page).await.unwrap_err();
        assert!(why.message.contains("options only"), "{why:?}");
    }
}
