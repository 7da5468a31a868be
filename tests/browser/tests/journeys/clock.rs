//! Work, with an honest clock: from the queue to the page that says what came of it.

use tallystick_browser_tests::{Browser, Element, until};
use tallystick_core::ledger;
use tallystick_wire::event::{AssignmentKey, EventKind};
use tallystick_wire::ledger::{Assignment, Standing};
use tallystick_wire::message::{ReadAssignments, ReadHistory, WipeLedger};

use crate::dashboard::says;
use crate::stage::{Stage, in_each};

in_each! {
    a_task_is_one_record_from_the_queue_through_reloads_two_tabs_and_two_clicks_on_submit;
    a_survey_in_a_tab_opened_from_the_task_is_work;
    a_task_that_is_given_back_is_time_that_nobody_pays;
    outcome_pages_enter_the_log_once_and_say_what_was_new;
    an_answer_that_the_page_asked_for_itself_enters_the_log;
}

const QUEUE: &str = "https://worker.mturk.com/tasks?rows=3";

fn records(browser: &Browser) -> Vec<Assignment> {
    let page = browser.ask(ReadAssignments::default()).unwrap();
    page.records
}

pub fn record(browser: &Browser, key: &AssignmentKey) -> Assignment {
    let found = records(browser).into_iter().find(|it| it.key == *key);
    found.unwrap_or_else(|| panic!("no record of {key}"))
}

/// Away from the pages that would tell again what they show.
pub fn wipe(browser: &Browser) {
    browser
        .open("https://www.microworkers.com/market/start")
        .unwrap();
    browser.ask(WipeLedger { platform: None }).unwrap();
}

/// What the live line says, once that fits.
pub fn line(browser: &Browser, what: &str, fits: impl Fn(&str) -> bool) -> String {
    let said = until(what, || {
        let said = browser.part_text("tallystick-clock")?;
        Ok(said.filter(|it| fits(it)))
    });
    said.unwrap_or_else(|why| panic!("{why}: {:?}", browser.part_text("tallystick-clock")))
}

/// The seconds worked that the line says.
pub fn seconds(said: &str) -> u32 {
    let before = said.split(" s worked").next().unwrap_or_default();
    let digits = before.rsplit(|c: char| !c.is_ascii_digit()).next();
    digits.unwrap_or_default().parse().unwrap_or(0)
}

fn click(browser: &Browser, css: &str) {
    browser.find(css).unwrap().click().unwrap();
}

/// A button of the live line by its text.
pub fn button(browser: &Browser, text: &str) -> Element {
    let part = browser.part("tallystick-clock").unwrap().unwrap();
    let all = part.find_all("button").unwrap();
    let found = all
        .into_iter()
        .find(|it| it.text().unwrap().starts_with(text));
    found.unwrap_or_else(|| panic!("no button {text}"))
}

/// Opens the queue, and the first task of it by its link.
pub fn begin(browser: &Browser) -> AssignmentKey {
    wipe(browser);
    browser.open(QUEUE).unwrap();
    let held = until("the queue in the log", || {
        let all = records(browser);
        Ok((all.len() == 3).then_some(all))
    });
    for it in held.unwrap() {
        assert_eq!((it.standing, it.times.worked), (Standing::Queued, 0));
    }
    browser.open(QUEUE).unwrap();
    click(browser, ".work-btn");
    line(browser, "time that counts", |it| 2 <= seconds(it));
    let address = browser.address().unwrap();
    let id = address.split("assignment_id=").nth(1).unwrap();
    let id = id.split('&').next().unwrap();
    let all = records(browser);
    assert_eq!(all.len(), 3, "the queue's task and the page's are one");
    let found = all.into_iter().find(|it| it.key.value == id);
    found.unwrap_or_else(|| panic!("no record of {id}")).key
}

fn a_task_is_one_record_from_the_queue_through_reloads_two_tabs_and_two_clicks_on_submit(
    stage: &Stage,
) {
    let browser = stage.browser;
    let key = begin(browser);
    browser.reload().unwrap();
    let said = line(browser, "the time before the reload", |it| 2 <= seconds(it));
    assert!(said.contains("left"), "{said}");
    let (address, first) = (browser.address().unwrap(), browser.tabs().unwrap());
    let back = browser.new_tab().unwrap();
    browser.open(&address).unwrap();
    line(browser, "the same task in another tab", |it| {
        2 <= seconds(it)
    });
    browser.close_other_tabs().unwrap();
    assert!(first.contains(&back));

    button(browser, "").click().unwrap();
    button(browser, "Pause").click().unwrap();
    line(browser, "the pause", |it| it.contains("paused"));
    button(browser, "Undo").click().unwrap();
    line(browser, "work again", |it| {
        !it.contains("paused") && it.contains("worked")
    });

    // Refused by the browser: the code is missing. Then it is there, and is sent.
    click(browser, ".the-task button");
    browser
        .find(".the-task [name=code]")
        .unwrap()
        .type_text("C0DE")
        .unwrap();
    click(browser, ".the-task button");
    until("the page after it", || {
        Ok(browser.address()?.contains("do=submitted").then_some(()))
    })
    .unwrap();
    let it = until("the submission in the log", || {
        let it = record(browser, &key);
        Ok((it.standing == Standing::Pending).then_some(it))
    });
    let it = it.unwrap();
    let history = browser.ask(ReadHistory { key: key.clone() }).unwrap();
    let times = |wanted: &EventKind| history.iter().filter(|it| it.kind == *wanted).count();
    assert_eq!(times(&EventKind::Submitted), 1, "{history:?}");
    assert_eq!(times(&EventKind::Started), 1, "{history:?}");
    let sum = it.times.worked + it.times.idle + it.times.away + it.times.queued;
    let ended = it.moments.submitted.unwrap();
    let life = ended - it.moments.accepted.unwrap();
    assert!(
        (sum - life).abs() < 1_000,
        "{sum} of {life}: {:?}",
        it.times
    );
    assert!(2_000 <= ledger::worked_ms(&it).unwrap(), "{:?}", it.times);
    let all = records(browser).into_iter();
    assert_eq!(all.filter(|it| it.standing == Standing::Pending).count(), 1);
}

fn a_survey_in_a_tab_opened_from_the_task_is_work(stage: &Stage) {
    let browser = stage.browser;
    let key = begin(browser);
    let survey = format!("https://127.0.0.1:{}/market/start", stage.market.port());
    browser
        .run(
            "document.querySelector('.survey').href = arguments[0]",
            &[survey.into()],
        )
        .unwrap();
    let work = browser.tabs().unwrap();
    click(browser, ".survey");
    let opened = until("the survey's tab", || {
        let new = browser.tabs()?.into_iter().find(|it| !work.contains(it));
        Ok(new)
    });
    browser.go_to_tab(&opened.unwrap()).unwrap();
    let before = record(browser, &key).times.worked;
    until("time on the survey", || {
        let it = record(browser, &key);
        Ok((before + 1_000 < it.times.worked).then_some(()))
    })
    .unwrap();
    browser.close_other_tabs().unwrap();
    assert!(browser.part("tallystick-clock").unwrap().is_none());
}

fn a_task_that_is_given_back_is_time_that_nobody_pays(stage: &Stage) {
    let browser = stage.browser;
    let key = begin(browser);
    click(browser, ".return-form button");
    until("the queue again", || {
        Ok(browser.address()?.ends_with("/tasks").then_some(()))
    })
    .unwrap();
    let returned = until("the return in the log", || {
        let it = record(browser, &key);
        Ok((it.standing == Standing::Returned).then_some(it))
    });
    let worked = ledger::worked_ms(&returned.unwrap()).unwrap();
    assert!(2_000 <= worked, "{worked}");
    // The page that follows counts as searching, and no more for the task.
    browser.open_page("dashboard.html#figures").unwrap();
    says(browser, "1 returned");
    assert_eq!(
        ledger::worked_ms(&record(browser, &key)),
        Some(worked),
        "nothing is added after it was given back"
    );
}

/// Prolific's page draws what its own interface answers.
fn an_answer_that_the_page_asked_for_itself_enters_the_log(stage: &Stage) {
    let browser = stage.browser;
    wipe(browser);
    for (how, new) in [("", "3 new"), ("&do=other", "")] {
        let page = format!("https://app.prolific.com/submissions?rows=3{how}");
        browser.open(&page).unwrap();
        until("the page to be drawn", || {
            Ok((browser.find_all(".submissions li")?.len() == 3).then_some(()))
        })
        .unwrap();
        if !new.is_empty() {
            let said = until("what was new", || browser.part_text("tallystick-notice"));
            assert!(said.unwrap().contains(new));
        }
        let all = records(browser);
        assert_eq!(all.len(), 3, "{all:?}");
        let approved = all.iter().find(|it| it.standing == Standing::Approved);
        let approved = approved.unwrap();
        assert_eq!(approved.amounts.bonus.unwrap().minor, 35);
        assert!(60_000 <= ledger::worked_ms(approved).unwrap());
        let back = all.iter().filter(|it| it.standing == Standing::Returned);
        assert_eq!(back.count(), 1);
    }
    // By XMLHttpRequest alone.
    wipe(browser);
    browser
        .open("https://app.prolific.com/submissions?rows=3&do=other")
        .unwrap();
    until("them in the log", || {
        Ok((records(browser).len() == 3).then_some(()))
    })
    .unwrap();
}

fn outcome_pages_enter_the_log_once_and_say_what_was_new(stage: &Stage) {
    let browser = stage.browser;
    wipe(browser);
    let day = "https://worker.mturk.com/status_details/2026-01-12?rows=8";
    browser.open(day).unwrap();
    let said = until("what was new", || browser.part_text("tallystick-notice"));
    let said = said.unwrap();
    assert!(said.contains("In your log: 8 new"), "{said}");
    let before = records(browser);
    assert_eq!(before.len(), 8);
    let rejected = |it: &&Assignment| it.standing == Standing::Rejected;
    assert_eq!(before.iter().filter(rejected).count(), 2);
    browser
        .open("https://worker.mturk.com/dashboard?rows=5")
        .unwrap();
    let said = until("the standing", || browser.part_text("tallystick-notice"));
    let said = said.unwrap();
    assert!(
        said.contains("One more rejection: 98.7 % → 98.7 %"),
        "{said}"
    );
    browser.open(day).unwrap();
    let again = until("the page to be read again", || {
        Ok(Some(records(browser)).filter(|it| it.len() == 8))
    });
    let counts = |all: &[Assignment]| all.iter().map(|it| it.events).collect::<Vec<_>>();
    assert_eq!(
        counts(&again.unwrap()),
        counts(&before),
        "nothing new was written"
    );
}
