//! What rows, cards and states print.

use super::*;
use crate::form;
use crate::list::{self, Choice, Unrated};
use crate::rates;
use proptest::prelude::*;
use tallystick_wire::evidence::{GroupTally, GroupTimes};
use tallystick_wire::message::{
    BackendEvidence, Down, Me, MyLog, MyReview, Note, SyncState, SyncWord, Unseen,
};
use tallystick_wire::settings::Theme;
use tallystick_wire::{Aggregate, Currency, Moments, Money};

const NOW: Millis = 1_790_000_000_000;
const HOUR: Millis = 3_600_000;

fn facts(json: &str) -> TaskFacts {
    serde_json::from_str(&format!(r#"{{"platform":"mturk"{json}}}"#)).unwrap()
}

fn settings(floor: Option<i64>) -> PageSettings {
    PageSettings {
        floor: floor.map(|minor| Money::new(minor, Currency::USD)),
        rates: rates::built_in(),
        theme: Theme::Page,
        enabled: true,
        list_bar: true,
        hiding: Hiding::Dimmed,
        share_measured: false,
    }
}

fn backend(name: &str) -> BackendStatus {
    BackendStatus {
        url: ["https://", name].concat(),
        name: name.to_owned(),
        read: true,
        write: true,
        public_name: None,
        revoked: false,
        paused: false,
        shared: None,
        fresh_at: Some(NOW - 3 * 60_000),
        down: None,
    }
}

/// A requester of twelve reviews, all fours, three of them of this quarter.
fn known() -> KnownRequester {
    let mut aggregate = Aggregate {
        newest_at: NOW - 50 * HOUR,
        ..Aggregate::default()
    };
    aggregate.all.reviews = 12;
    aggregate.recent.reviews = 3;
    (0..12).for_each(|_| aggregate.all.scores[2].add(4.0));
    KnownRequester {
        evidence: vec![BackendEvidence {
            backend: 0,
            aggregate,
        }],
        ..KnownRequester::default()
    }
}

const ROW: &str = r#","title":"A 5 minute survey","requester_name":"A lab",
    "requester":{"platform":"mturk","kind":"id","value":"A1"},
    "reward":{"minor":100,"currency":"USD"},"allotted_seconds":3600"#;

struct Row {
    facts: TaskFacts,
    requester: KnownRequester,
    backends: Vec<BackendStatus>,
    settings: PageSettings,
}

impl Row {
    fn new(json: &str, requester: KnownRequester, floor: Option<i64>) -> Self {
        let backends = vec![backend("Guild")];
        Self {
            facts: facts(json),
            requester,
            backends,
            settings: settings(floor),
        }
    }

    /// By the constants of today; the words around it are what is tested here.
    fn estimate(&self) -> crate::pay::Estimate {
        crate::pay::estimate(&self.facts, &crate::pay::Evidence::default()).unwrap()
    }

    fn input(&self) -> RowInput<'_> {
        RowInput {
            facts: &self.facts,
            requester: Some(&self.requester),
            group: None,
            backends: &self.backends,
            me: &Me::NOBODY,
            settings: &self.settings,
            now: NOW,
        }
    }
}

#[test]
fn a_badge_says_verdict_pay_claim_and_reputation() {
    let row = Row::new(ROW, known(), Some(5_000));
    let it = badge(&row.input());
    assert_eq!((it.sign, it.word, it.tone), ("▼", "underpaid", Tone::Bad));
    assert_eq!(it.estimate, super::pay::estimate(&row.estimate()));
    assert!(it.estimate.starts_with("≈ $"), "{}", it.estimate);
    assert_eq!(it.advertised, "advertised $12.00/h (title)");
    assert_eq!(it.reputation, "★ 3.9 · 12 reviews · 3 this quarter");
    assert!(it.keys.reputation.is_some() && it.keys.hourly.is_some());
}

#[test]
fn a_label_says_everything() {
    let mut requester = known();
    requester.note = Some(Note {
        text: String::new(),
        tags: vec!["good batches".to_owned()],
    });
    requester.hiding = Hiding::Dimmed;
    let row = Row::new(ROW, requester, Some(5_000));
    let label = badge(&row.input()).label;
    let pay = super::pay::estimate_in_words(&row.estimate());
    let rest = "your floor is $50.00 an hour. advertised $12.00 an hour (title). \
         requester \u{2068}A lab\u{2069}: rated 3.9 of 5, 12 reviews, 3 this quarter. \
         my tags: good batches. you dimmed this.";
    assert_eq!(label, format!("Tallystick: underpaid. {pay}. {rest}"));
}

#[test]
fn every_verdict_has_its_own_shape_and_tone() {
    let pay = Row::new(ROW, known(), None).estimate().hourly_minor;
    for (floor, word) in [
        (pay.high + 2.0, "underpaid"),
        (pay.median + 2.0, "probably underpaid"),
        (pay.median - 2.0, "likely fair"),
        (pay.low - 2.0, "fair"),
    ] {
        let it = badge(&Row::new(ROW, known(), Some(floor as i64)).input());
        assert_eq!(it.word, word);
    }
    let none = badge(&Row::new(ROW, known(), None).input());
    assert_eq!((none.sign, none.word), ("?", "unknown"));
    assert!(none.label.contains("set your floor"));
}

#[test]
fn unrated_few_and_by_name_are_said() {
    let unrated = badge(&Row::new(ROW, KnownRequester::default(), None).input());
    assert_eq!(unrated.reputation, "no reviews");
    assert_eq!(unrated.keys.reputation, None);
    let mut few = known();
    few.evidence[0].aggregate.all.reviews = 3;
    few.evidence[0].aggregate.all.issues[0] = 1;
    few.evidence[0].aggregate.all.rejections = [1, 1, 1, 0];
    let by_name = ROW.replace(r#""kind":"id""#, r#""kind":"name""#);
    let it = badge(&Row::new(&by_name, few, None).input());
    assert_eq!(
        it.reputation,
        "few reviews (3) · 1 ToS report · 2 rejection reports · by name"
    );
}

#[test]
fn an_unrated_row_is_shown_whatever_the_lowest_reputation_is() {
    let keys = badge(&Row::new(ROW, KnownRequester::default(), None).input()).keys;
    let choice = Choice {
        minimum_reputation: Some(4.9),
        unrated: Unrated::Show,
        ..Choice::default()
    };
    assert!(list::arrange(&choice, &[keys])[0].visible);
}

#[test]
fn the_stronger_hiding_counts() {
    let mut row = Row::new(ROW, known(), None);
    row.requester.hiding = Hiding::Dimmed;
    let group = KnownGroup {
        hiding: Hiding::Hidden,
        ..KnownGroup::default()
    };
    let input = RowInput {
        group: Some(&group),
        ..row.input()
    };
    assert_eq!(badge(&input).hiding, Hiding::Hidden);
    assert_eq!(badge(&row.input()).hiding, Hiding::Dimmed);
}

#[test]
fn a_row_without_reward_says_so() {
    let it = badge(&Row::new("", KnownRequester::default(), Some(700)).input());
    assert_eq!(it.estimate, "no reward shown");
    assert_eq!(it.advertised, "");
    assert!(it.label.contains("requester not shown"));
}

/// Everything that a card says, as one text.
fn printed(card: &CardView) -> String {
    let mut text = [&card.title, "\n", &card.requester].concat();
    for section in &card.sections {
        text.push_str(&format!("\n# {}", section.heading));
        for line in &section.lines {
            let detail = line.detail.as_deref().unwrap_or("-");
            text.push_str(&format!("\n{}: {} | {detail}", line.label, line.value));
        }
        if let Some(note) = &section.note {
            text.push_str(&format!("\n* {note}"));
        }
    }
    text
}

#[track_caller]
fn says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is missing in\n{text}");
    }
}

#[test]
fn a_card_says_why_and_how_old_the_evidence_is() {
    let row = Row::new(ROW, known(), Some(5_000));
    says(
        &printed(&card(&row.input())),
        &[
            "A 5 minute survey\nA lab",
            "Verdict: ▼ underpaid",
            "Really pays: ≈ $",
            "by published figures: a third of the time is unpaid (Toxtli et al. 2021), ",
            "for searching, returned and rejected work (Hara et al. 2018)",
            "Advertised: $12.00/h | 5 min, by the title",
            "Your floor: $50.00/h",
            "Advertised time: the title says 5 min (really ",
            "The row: tasks with such a reward and limit take about ",
            "fairness: 3.9 of 5 | 12 scores",
            "Overall: 3.9 · 12 reviews · 3 this quarter",
            "\u{2068}Guild\u{2069}: 12 reviews | synced 3 min ago, newest review 2 days ago",
        ],
    );
}

#[test]
fn a_card_says_what_others_say_of_this_very_group() {
    let group = r#","group":{"platform":"mturk","value":"G"}"#;
    let mut row = Row::new(&[ROW, group].concat(), known(), None);
    let lines = |row: &Row| {
        let sections = card(&row.input()).sections;
        let lines = sections.into_iter().flat_map(|it| it.lines);
        lines
            .filter(|it| it.label == "This task group" && it.value.contains("review"))
            .map(|it| it.value)
            .collect::<Vec<_>>()
    };
    assert_eq!(lines(&row), [""; 0], "an older server keeps none");
    let mut tally = GroupTally {
        group: "G".to_owned(),
        ..GroupTally::default()
    };
    tally.all.reviews = 3;
    (0..3).for_each(|_| tally.all.scores[2].add(2.0));
    row.requester.evidence[0].aggregate.group_tallies = vec![tally];
    // The other nine: (9 · 14/3 + 3 · 3.5) / 12 = 4.375; (3 · 2 + 3 · 4.375) / 6.
    assert_eq!(lines(&row), ["3.2 · 3 reviews · none this quarter"]);
}

/// Three others' times, four of one's own and a log.
fn experienced() -> (Row, KnownGroup, Me) {
    let group = r#","group":{"platform":"mturk","value":"G"}"#;
    let mut row = Row::new(&[ROW, group].concat(), known(), None);
    let mut log_seconds = Moments::NONE;
    for seconds in [300.0_f64, 480.0, 700.0] {
        log_seconds.add(seconds.ln());
    }
    let times = GroupTimes {
        group: "G".to_owned(),
        log_seconds,
        ..GroupTimes::default()
    };
    row.requester.evidence[0].aggregate.groups = vec![times];
    let mine = KnownGroup {
        my_seconds: vec![600, 420, 400, 410],
        ..KnownGroup::default()
    };
    let mut me = Me::NOBODY;
    (0..9).for_each(|_| me.log_ratios.add(-0.3));
    me.log = MyLog {
        judged: 980.0,
        paid: 931.0,
        bonus_share: 0.0,
        work_seconds: 360_000.0,
        unpaid_seconds: 120_000.0,
    };
    (row, mine, me)
}

#[test]
fn the_first_finished_task_of_a_group_is_offered_for_review_and_no_other() {
    let (row, mut mine, me) = experienced();
    let offer = |mine: &KnownGroup| {
        finished(&RowInput {
            group: Some(mine),
            me: &me,
            ..row.input()
        })
    };
    assert_eq!(offer(&mine), None, "done before");
    mine.my_seconds = vec![720];
    let text = offer(&mine).unwrap();
    assert!(text.starts_with("Done in 12 min. Review "), "{text}");
    mine.my_seconds.clear();
    assert_eq!(offer(&mine), None, "not measured");
}

#[test]
fn a_card_says_why_in_words() {
    let (row, mine, me) = experienced();
    let input = RowInput {
        group: Some(&mine),
        me: &me,
        ..row.input()
    };
    let text = printed(&card(&input));
    says(
        &text,
        &[
            "This task group: 3 others took about 8 min (3–17 min) | ",
            "You: by your last 3 tasks the next takes about 6 min (",
            "* You are usually 20 % faster.",
            "Advertised time: the title says 5 min (really ",
            "Measured: You ≈ $8.67/h · others ≈ $7.74/h",
            "This task: done 4 times | last in 7 min",
            "by your own log: 25 % of the time is unpaid, 95 % of the work is paid",
        ],
    );
    let stranger = printed(&card(&row.input()));
    assert!(!stranger.contains("You are usually"), "{stranger}");
}

#[test]
fn a_card_says_whose_unpaid_time_is_counted() {
    let (row, _, mut me) = experienced();
    let of = |me: &Me| printed(&card(&RowInput { me, ..row.input() }));
    me.log.bonus_share = 0.06;
    let own = of(&me);
    says(&own, &["95 % of the work is paid, bonuses add 6 %"]);
    assert!(!own.contains("published"), "{own}");
    let nobody = of(&Me::NOBODY);
    says(&nobody, &["(Toxtli et al. 2021)", "(Hara et al. 2018)"]);
    assert!(!nobody.contains("your own log"), "{nobody}");
}

#[test]
fn a_card_says_each_time_once() {
    let (row, mine, me) = experienced();
    let input = RowInput {
        group: Some(&mine),
        me: &me,
        ..row.input()
    };
    let text = printed(&card(&input)).to_lowercase();
    for said in ["others took", "the title says", "by your last 3"] {
        assert_eq!(text.matches(said).count(), 1, "{said}\n{text}");
    }
}

#[test]
fn a_card_shows_a_converted_floor_with_its_date() {
    let row = Row::new(&ROW.replace("USD", "GBP"), known(), Some(1_000));
    says(
        &printed(&card(&row.input())),
        &["$10.00/h | ≈ £7.30/h at rates of 2025-06-30"],
    );
    let unknown = Row::new(&ROW.replace("USD", "XXX"), known(), Some(1_000));
    says(&printed(&card(&unknown.input())), &["no rate for XXX"]);
}

fn my_review(states: &[SyncWord]) -> MyReview {
    let draft = crate::prior::draft(&facts(ROW)).unwrap();
    let id = "01890a5d-ac96-774b-bcce-b302099a8057"
        .to_owned()
        .try_into()
        .unwrap();
    let backend = "https://Guild".to_owned();
    let states = states.iter().map(|it| SyncState {
        unseen: None,
        backend: backend.clone(),
        state: it.clone(),
    });
    MyReview {
        review: form::review(&draft, id, 1, 0),
        states: states.collect(),
    }
}

#[test]
fn my_review_says_where_it_stands_worst_first() {
    let refused = SyncWord::Refused {
        why: "too long".to_owned(),
    };
    let check = |states: &[SyncWord], expected: &str| {
        assert_eq!(
            review_state(&my_review(states), &[backend("Guild")]),
            expected
        );
    };
    check(&[], "saved on this machine");
    check(&[SyncWord::Synced], "synced");
    check(
        &[SyncWord::Synced, SyncWord::Waiting],
        "waiting for \u{2068}Guild\u{2069}",
    );
    check(
        &[SyncWord::Waiting, refused],
        "refused by \u{2068}Guild\u{2069}: \u{2068}too long\u{2069}",
    );
}

#[test]
fn my_review_says_what_keeps_it_from_being_seen() {
    let mut mine = my_review(&[SyncWord::Synced]);
    let mut check = |unseen: Unseen, expected: &str| {
        mine.states[0].unseen = Some(unseen);
        assert_eq!(review_state(&mine, &[backend("Guild")]), expected);
    };
    check(
        Unseen::Hidden,
        "hidden by a moderator of \u{2068}Guild\u{2069}",
    );
    check(
        Unseen::Held,
        "held back by \u{2068}Guild\u{2069} until a moderator has looked at it",
    );
}

#[test]
fn a_backend_that_is_switched_off_says_so_in_the_card_and_at_what_waits_for_it() {
    let mut row = Row::new(ROW, KnownRequester::default(), None);
    row.backends[0].paused = true;
    says(&printed(&card(&row.input())), &["Guild\u{2069}: paused"]);
    let mut mine = my_review(&[SyncWord::Waiting]);
    mine.states[0].backend = row.backends[0].url.clone();
    let said = review_state(&mine, &row.backends);
    assert_eq!(said, "waiting for \u{2068}Guild\u{2069}, which is paused");
}

#[test]
fn a_backend_that_is_down_says_whose_data_is_shown() {
    let mut it = backend("Guild");
    assert_eq!(backend_state(&it, NOW), "synced 3 min ago");
    it.revoked = true;
    assert_eq!(backend_state(&it, NOW), "knows this device no more");
    it.paused = true;
    assert_eq!(backend_state(&it, NOW), "paused");
    (it.revoked, it.paused) = (false, false);
    // 2026-09-21 is a Monday.
    it.fresh_at = Some(NOW - 48 * HOUR);
    it.down = Some(Down {
        since: NOW - 24 * HOUR,
        why: String::new(),
    });
    assert_eq!(
        backend_state(&it, NOW),
        "down since Sunday: using data of Saturday"
    );
    it.fresh_at = None;
    assert_eq!(backend_state(&it, NOW), "down since Sunday: no data yet");
    it.down = None;
    assert_eq!(backend_state(&it, NOW), "not synced yet");
}

#[test]
fn amounts_have_their_currencys_sign_and_digits() {
    for (minor, code, expected) in [
        (1_200, "USD", "$12.00"),
        (5, "USD", "$0.05"),
        (-150, "GBP", "-£1.50"),
        (500, "JPY", "¥500"),
        (350, "CAD", "CA$3.50"),
        (9_950, "INR", "₹99.50"),
        (1_200, "SEK", "12.00 SEK"),
        (1_234, "TND", "1.234 TND"),
        (i64::MIN, "EUR", "-€92233720368547758.08"),
    ] {
        assert_eq!(money(Money::new(minor, code.parse().unwrap())), expected);
    }
}

#[test]
fn durations_and_ages_read_as_people_say_them() {
    for (seconds, expected) in [
        (0.0, "0 s"),
        (45.4, "45 s"),
        (99.0, "99 s"),
        (120.0, "2 min"),
        (485.0, "8 min"),
        (3_600.0, "1 h"),
        (4_500.0, "1 h 15 min"),
        (f64::NAN, "0 s"),
        (f64::INFINITY, "1000000 h"),
    ] {
        assert_eq!(duration(seconds), expected);
    }
    assert_eq!(text::duration_range(240.0, 960.0), "4–16 min");
    assert_eq!(text::duration_range(30.0, 120.0), "30 s–2 min");
    assert_eq!(text::duration_range(60.0, 60.0), "60 s");
    for (passed, expected) in [
        (-5, "just now"),
        (59_999, "just now"),
        (3 * 60_000, "3 min ago"),
        (2 * HOUR, "2 h ago"),
        (24 * HOUR, "1 day ago"),
        (120 * HOUR, "5 days ago"),
    ] {
        assert_eq!(age(NOW - passed, NOW), expected);
    }
    assert_eq!(text::day(NOW, NOW), "today");
    assert_eq!(text::day(0, NOW), "1970-01-01");
    assert_eq!(text::day(1_709_208_000_000, NOW), "2024-02-29");
    assert_eq!(text::day(-86_400_000, NOW), "1969-12-31");
}

#[test]
fn figures_are_never_more_exact_than_their_interval() {
    let shown = |low: f64, median: f64, high: f64, code: &str| {
        let interval = crate::pay::Interval { low, median, high };
        super::pay::estimate(&crate::pay::Estimate {
            seconds: interval,
            next_seconds: interval,
            hourly_minor: interval,
            currency: code.parse().unwrap(),
            basis: Vec::new(),
        })
    };
    assert_eq!(shown(320.0, 410.0, 530.0, "USD"), "≈ $4.10/h (3.20–5.30)");
    assert_eq!(shown(321.0, 408.0, 528.0, "USD"), "≈ $4.10/h (3.20–5.30)");
    assert_eq!(shown(712.0, 1_234.0, 2_345.0, "USD"), "≈ $12/h (7–23)");
    assert_eq!(shown(712.3, 715.0, 717.9, "USD"), "≈ $7.15/h (7.12–7.18)");
    assert_eq!(shown(400.0, 612.0, 1_000.0, "JPY"), "≈ ¥610/h (400–1000)");
    assert_eq!(shown(1.0, 2.0, 1e300, "USD"), "≈ $0/h (0–90000000000000)");
}

#[test]
fn hostile_names_are_cut_and_isolated() {
    let long = "x".repeat(10_000);
    assert_eq!(name(&long).chars().count(), 63);
    assert_eq!(name("a\u{202E}b\nc"), "\u{2068}ab c\u{2069}");
    assert_eq!(name("<b>\"&"), "\u{2068}<b>\"&\u{2069}");
    let json = format!(r#","title":"{long}","requester_name":"{long}""#);
    let row = Row::new(&json, known(), None);
    assert!(printed(&card(&row.input())).chars().count() < 2_000);
    assert!(badge(&row.input()).label.chars().count() < 500);
}

#[test]
fn others_words_are_shown_with_author_place_and_age() {
    let mut review = my_review(&[]).review;
    review.scores.fairness = Some(4.try_into().unwrap());
    review.issues = vec![tallystick_wire::review::Issue::Broken];
    review.days_to_pay = Some(1);
    review.text = "Pays\nlate".to_owned();
    let public = tallystick_wire::api::PublicReview {
        key: String::new(),
        author: "tsw_1".to_owned(),
        stored_at: NOW - 2 * HOUR,
        origin: Default::default(),
        review,
        reply: None,
    };
    let all = [tallystick_wire::message::BackendReviews {
        backend: "Guild".to_owned(),
        reviews: vec![public],
    }];
    let views = reviews(&all, &[], NOW);
    assert_eq!(views[0].answer, None);
    assert_eq!(
        views[0].heading,
        "\u{2068}tsw_1\u{2069} at \u{2068}Guild\u{2069}, 2 h ago"
    );
    assert_eq!(views[0].scores, "fairness 4");
    assert_eq!(views[0].issues, "broken · paid after 1 day");
    assert_eq!(views[0].text, "Pays late");
}

#[test]
fn an_answer_stands_below_its_review_and_cannot_turn_what_is_around_it() {
    let mine = my_review(&[]);
    let mut public = tallystick_wire::api::PublicReview {
        key: String::new(),
        author: "tsw_1".to_owned(),
        stored_at: NOW,
        origin: Default::default(),
        review: mine.review.clone(),
        reply: Some(tallystick_wire::api::Reply {
            text: ["We paid\u{202E}.", &"x".repeat(100_000)].concat(),
            verified: "mail\u{2069} from\u{202E} their domain".to_owned(),
            at: NOW - 2 * HOUR,
        }),
    };
    let of = |public: &tallystick_wire::api::PublicReview| {
        [tallystick_wire::message::BackendReviews {
            backend: "Guild".to_owned(),
            reviews: vec![public.clone()],
        }]
    };
    let shown = reviews(&of(&public), &[], NOW).remove(0).answer.unwrap();
    assert_eq!(
        shown.heading,
        "The requester answers, 2 h ago. How a moderator of \u{2068}Guild\u{2069} knows that it is \
         them: \u{2068}mail from their domain\u{2069}"
    );
    assert!(shown.text.starts_with("We paid.x"));
    assert!(shown.text.chars().count() <= tallystick_wire::review::TEXT_MAX_CHARS + 1);
    // To a review of mine it stands there, and not among the others'.
    let me = [mine];
    assert!(reviews(&of(&public), &me, NOW).is_empty());
    assert_eq!(
        answers_to(&me, &of(&public), NOW),
        [(public.review.id.clone(), shown)]
    );
    public.reply = None;
    assert!(answers_to(&me, &of(&public), NOW).is_empty());
}

proptest! {
    #[test]
    fn survives_any_row(
        title in "\\PC{0,60}", name in "\\PC{0,60}", minor in any::<i64>(),
        claimed in any::<Option<u32>>(), allotted in any::<Option<u32>>(), floor in any::<Option<i64>>(),
    ) {
        let mut row = Row::new("", known(), floor);
        row.facts.title = Some(title);
        row.facts.requester_name = Some(name);
        row.facts.reward = Some(Money::new(minor, Currency::USD));
        row.facts.claimed_seconds = claimed;
        row.facts.allotted_seconds = allotted;
        let view = badge(&row.input());
        prop_assert!(!view.label.is_empty() && !view.estimate.is_empty());
        let _ = card(&row.input());
    }

    #[test]
    fn a_cut_text_holds_no_control_and_no_more_than_asked(text in ".{0,80}", max in 0_usize..70) {
        let cut = text::cut(&text, max);
        prop_assert!(cut.chars().count() <= max + 1);
        prop_assert!(!cut.chars().any(char::is_control));
    }
}
