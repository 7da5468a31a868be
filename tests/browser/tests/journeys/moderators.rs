//! What others at a community do about reviews, as the extension tells it: requesters answer,
//! moderators hide, warn and suspend, a burst is held and released, task groups have scores.

use tallystick_browser_tests::{Backend, Browser, Desk, Kind, Member, until};
use tallystick_wire::message::{ListReviews, RemoveBackend, Status, SyncNow};

use crate::dashboard::{press, says};
use crate::pausing::reputation;
use crate::review::{
    LIST, gets_through, joins, said_of_the_first, second_of_the_same, writes_review,
};
use crate::stage;

const MINE: &str = "Paid late, and said nothing.";
const OTHERS: &str = "The task was not what it said.";
const ANSWER: &str = "We paid on the tenth <b>day</b>, as we said.";
const HOW: &str = "wrote from the address that the platform shows";
const REASON: &str = "It names a private person";

/// The id of my only review.
fn mine(browser: &Browser) -> String {
    let all = browser.ask(ListReviews {}).unwrap();
    assert_eq!(all.len(), 1);
    all[0].review.id.as_str().to_owned()
}

fn card_of_the_first(browser: &Browser) -> tallystick_browser_tests::Card<'_> {
    browser.open(LIST).unwrap();
    browser.badges_of_all_rows().unwrap();
    browser.open_card(0).unwrap()
}

fn a_requester_answers(kind: Kind) {
    let backend = Backend::start("Journeys").unwrap();
    let browser = stage::started(kind);
    joins(&browser, &backend);
    writes_review(&browser, MINE);
    gets_through(&browser);
    let other = Member::joins(&backend).unwrap();
    let theirs = other.says(&said_of_the_first(2, OTHERS)).unwrap();
    let desk = Desk::open(&backend, "Mo").unwrap();
    desk.answers(&theirs, "Which task was it?", HOW).unwrap();
    desk.answers(&mine(&browser), ANSWER, HOW).unwrap();
    browser.ask(SyncNow {}).unwrap();
    let card = card_of_the_first(&browser);
    for words in [MINE, ANSWER, OTHERS, "Which task was it?", HOW] {
        card.says(words).unwrap();
    }
    // Beside the review that it is to, and not below another's.
    let shown = card.text().unwrap();
    let at = |words: &str| shown.find(words).unwrap();
    let order = [at(MINE), at(ANSWER), at(OTHERS), at("Which task was it?")];
    assert!(order.is_sorted(), "{shown}");
    desk.answers(&mine(&browser), "", "They asked for it")
        .unwrap();
    browser.ask(SyncNow {}).unwrap();
    let card = card_of_the_first(&browser);
    card.says("Which task was it?").unwrap();
    assert!(!card.text().unwrap().contains(ANSWER));
}

fn my_reviews(browser: &Browser) {
    browser.open_page("options.html#reviews").unwrap();
    // The same address once more is not loaded anew by itself.
    browser.reload().unwrap();
}

/// Takes the backend out and in again: that the review stands there is asked anew, and with it what
/// moderators did, for which an hour would have to pass otherwise.
fn asks_anew(browser: &Browser, backend: &Backend, notices: usize) -> Status {
    let url = backend.url.clone();
    browser.ask(RemoveBackend { url }).unwrap();
    joins(browser, backend);
    until("what moderators did", || {
        let status = browser.ask(SyncNow {})?;
        Ok((status.waiting == 0 && status.notices.len() == notices).then_some(status))
    })
    .unwrap()
}

fn is_told(kind: Kind) {
    let backend = Backend::start("Journeys").unwrap();
    let browser = stage::started(kind);
    joins(&browser, &backend);
    writes_review(&browser, MINE);
    gets_through(&browser);
    let id = mine(&browser);
    let desk = Desk::open(&backend, "Mo").unwrap();
    desk.does("hide", &id, REASON).unwrap();
    desk.does("warn", &id, "No names, please").unwrap();
    asks_anew(&browser, &backend, 2);
    browser
        .aside("popup.html", || {
            says(&browser, "From moderators");
            says(&browser, REASON);
            says(&browser, "warns you about your review");
            press(&browser, "Put away");
            says(&browser, "hid your review");
            press(&browser, "Put away");
            until("nothing from moderators", || {
                let text = browser.run("return document.body.innerText", &[])?;
                let text = text.as_str().unwrap_or_default();
                Ok((!text.contains("From moderators")).then_some(()))
            })
        })
        .unwrap();
    // What was put away stays so; where the review stands goes on to be said.
    let status = browser.ask(SyncNow {}).unwrap();
    assert_eq!(status.notices, []);
    my_reviews(&browser);
    says(&browser, "hidden by a moderator of");
    let card = card_of_the_first(&browser);
    card.says("hidden by a moderator of").unwrap();
    desk.does("restore", &id, "The name is gone").unwrap();
    asks_anew(&browser, &backend, 3);
    my_reviews(&browser);
    says(&browser, "shows your review");
    says(&browser, "synced");
    desk.does("suspend", &id, "Warned twice").unwrap();
    // What is sent again is refused, and that is said where the review stands.
    let status = asks_anew(&browser, &backend, 4);
    assert_eq!(status.refused, 1);
    my_reviews(&browser);
    says(
        &browser,
        "suspended you, so that what you write is refused until",
    );
    says(&browser, "Warned twice");
    says(&browser, "refused by");
}

fn a_burst_is_held(kind: Kind) {
    let backend = Backend::start("Journeys").unwrap();
    for _ in 0..4 {
        let fresh = Member::joins(&backend).unwrap();
        fresh
            .says(&said_of_the_first(5, "The best of all."))
            .unwrap();
    }
    let browser = stage::started(kind);
    joins(&browser, &backend);
    writes_review(&browser, MINE);
    gets_through(&browser);
    let id = mine(&browser);
    let told = until("that it is held", || {
        let status = browser.ask(SyncNow {})?;
        Ok(status.notices.into_iter().next())
    })
    .unwrap();
    assert_eq!((told.act.as_str(), &told.review), ("hold", &id));
    reputation(&browser, |it| it.contains("few reviews (4)"));
    browser.open_card(0).unwrap().says("held back by").unwrap();
    let desk = Desk::open(&backend, "Mo").unwrap();
    let waits = desk.page("").unwrap();
    for words in [MINE, "Held: part of a burst", told.reason.as_str()] {
        assert!(waits.contains(words), "{words}: {waits}");
    }
    desk.does("release", &id, "They are real").unwrap();
    browser.ask(SyncNow {}).unwrap();
    reputation(&browser, |it| it.contains("5 reviews"));
}

fn a_group_has_scores(kind: Kind) {
    let backend = Backend::start("Journeys").unwrap();
    let says = |score: u8, text: &str, of: fn(u8, &str) -> tallystick_wire::Review| {
        let member = Member::joins(&backend).unwrap();
        member.says(&of(score, text)).unwrap();
    };
    (0..4).for_each(|_| says(5, "A good one.", said_of_the_first));
    (0..2).for_each(|_| says(1, "A bad one.", second_of_the_same));
    let browser = stage::started(kind);
    joins(&browser, &backend);
    browser.ask(SyncNow {}).unwrap();
    let card = card_of_the_first(&browser);
    card.says("3.5 · 6 reviews · 6 this quarter").unwrap();
    // (0.8·5 + 3·S) / 3.8, where S = (0.4·1 + 3·3.5) / 3.4.
    card.says("This task group").unwrap();
    card.says("3.6 · 4 reviews · 4 this quarter").unwrap();
}

macro_rules! in_each_browser {
    ($($journey:ident: $chromium:ident, $firefox:ident;)*) => {$(
        #[test]
        fn $chromium() {
            $journey(Kind::Chromium);
        }
        #[test]
        fn $firefox() {
            $journey(Kind::Firefox);
        }
    )*};
}

in_each_browser! {
    a_requester_answers: an_answer_is_seen_beside_its_review_in_chromium,
        an_answer_is_seen_beside_its_review_in_firefox;
    is_told: the_author_is_told_what_moderators_did_in_chromium,
        the_author_is_told_what_moderators_did_in_firefox;
    a_burst_is_held: a_burst_is_held_released_and_then_seen_in_chromium,
        a_burst_is_held_released_and_then_seen_in_firefox;
    a_group_has_scores: a_task_group_has_a_line_of_its_own_in_chromium,
        a_task_group_has_a_line_of_its_own_in_firefox;
}
