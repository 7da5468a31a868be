//! Look before you leap: every row of every platform says what the row really pays.

use tallystick_browser_tests::{Badge, Browser, Trouble, until};
use tallystick_core::{rates, show};
use tallystick_market::{LISTS, requesters, source};
use tallystick_wire::TaskFacts;
use tallystick_wire::message::{KnownGroup, KnownRequester, Me};
use tallystick_wire::settings::PageSettings;
use tallystick_wire::{Currency, Money};

use crate::stage::{Stage, in_both, in_each};

in_both! {
    every_row_says_what_core_computes_for_its_facts;
    rows_that_come_late_get_their_badges;
    hostile_names_and_titles_stay_text;
    rows_in_another_order_than_their_data_get_their_own_figures;
    a_list_of_one_and_a_list_of_none_are_fine;
}

in_each! {
    rows_that_others_altered_or_that_i_may_not_take_are_read_all_the_same;
    stays_silent_on_rows_where_a_fact_is_missing;
}

/// What core says of these facts when nothing is known but the floor.
pub fn alone(facts: &TaskFacts) -> show::BadgeView {
    let settings = PageSettings {
        floor: Some(Money::new(1200, Currency::USD)),
        rates: rates::built_in(),
        ..tallystick_core::settings::page(&Default::default(), &facts.platform)
    };
    show::badge(&show::RowInput {
        facts,
        requester: Some(&KnownRequester::default()),
        group: Some(&KnownGroup::default()),
        backends: &[],
        me: &Me::NOBODY,
        settings: &settings,
        now: 0,
    })
}

/// What the badge says otherwise than core, if anything.
fn difference(facts: &TaskFacts, badge: &Badge) -> Option<String> {
    let view = alone(facts);
    let expected = [
        view.sign,
        view.word,
        &view.estimate,
        &view.advertised,
        &view.reputation,
    ];
    let printed = [
        &badge.sign,
        &badge.word,
        &badge.estimate,
        &badge.advertised,
        &badge.reputation,
    ];
    let same = printed.map(|text| text.trim()) == expected.map(str::trim);
    let same = same && badge.label == view.label;
    (!same).then(|| {
        format!(
            "{facts:?}\n says {badge:?}\n instead of {expected:?}, {}",
            view.label
        )
    })
}

/// Opens a page and compares each row with what the reader and core make of its source natively;
/// gives the number of rows that they know.
fn compare(browser: &Browser, url: &str) -> usize {
    let facts = requesters::read_natively(url, &source(url).unwrap());
    browser.open(url).unwrap();
    // Badges that did not want to wait for the background are completed when it answers.
    until("what core computes on every row", || {
        let badges = browser.badges_of_rows(facts.len())?;
        let mut pairs = facts.iter().zip(&badges);
        let difference = pairs.find_map(|(facts, badge)| difference(facts, badge));
        difference.map_or(Ok(Some(())), |it| Err(Trouble(it)))
    })
    .unwrap_or_else(|why| panic!("{url}: {why}"));
    facts.len()
}

fn every_row_says_what_core_computes_for_its_facts(stage: &Stage) {
    for (platform, list) in LISTS {
        let rows = compare(stage.browser, &format!("{list}?rows=20"));
        assert_eq!(rows, 20, "{platform}");
    }
}

fn rows_that_come_late_get_their_badges(stage: &Stage) {
    for (_, list) in LISTS {
        compare(stage.browser, &format!("{list}?rows=5&do=late"));
    }
}

fn hostile_names_and_titles_stay_text(stage: &Stage) {
    for (_, list) in LISTS {
        let url = format!("{list}?rows=12&scenario=hostile");
        compare(stage.browser, &url);
        let card = stage.browser.open_card(0).unwrap();
        let elements = "return arguments[0].getRootNode().querySelectorAll('script, img, iframe, a, object, svg').length";
        let dialog = card.dialog().unwrap();
        assert_eq!(
            stage.browser.run(elements, &[dialog.reference()]).unwrap(),
            0
        );
    }
}

fn rows_in_another_order_than_their_data_get_their_own_figures(stage: &Stage) {
    for (_, list) in LISTS {
        let rows = compare(stage.browser, &format!("{list}?rows=12&scenario=reordered"));
        // Rows of MTurk without any id are told by their position, so here they stay without.
        assert!(10 <= rows, "{list}: {rows}");
    }
}

fn a_list_of_one_and_a_list_of_none_are_fine(stage: &Stage) {
    for (_, list) in LISTS {
        compare(stage.browser, &format!("{list}?rows=1"));
        stage
            .browser
            .open(&format!("{list}?scenario=empty"))
            .unwrap();
        assert!(stage.browser.badges().unwrap().is_empty());
        assert!(
            stage
                .browser
                .find_all("tallystick-notice")
                .unwrap()
                .is_empty()
        );
    }
}

fn rows_that_others_altered_or_that_i_may_not_take_are_read_all_the_same(stage: &Stage) {
    for (_, list) in LISTS {
        for scenario in ["altered", "unqualified"] {
            let rows = compare(
                stage.browser,
                &format!("{list}?rows=12&scenario={scenario}"),
            );
            // MTurk's rows without any link are told by their position, and others may shift it.
            assert!(8 <= rows, "{list} {scenario}: {rows}");
        }
    }
}

/// No guess: no badge, and one line that says why.
fn stays_silent_on_rows_where_a_fact_is_missing(stage: &Stage) {
    for (_, list) in LISTS {
        let url = format!("{list}?rows=9&scenario=missing");
        stage.browser.open(&url).unwrap();
        let said = until("the line that says so", || {
            stage.browser.part_text("tallystick-notice")
        });
        let said = said.unwrap();
        assert!(said.contains("changed its page"), "{said}");
        assert!(stage.browser.badges().unwrap().is_empty(), "{list}");
    }
}
