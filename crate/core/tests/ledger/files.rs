//! Files out and in again, read by other people's programs where there are any.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::process::{Command, Stdio};

use calamine::{Data, Reader, Xlsx as XlsxReader, open_workbook_from_rs};
use proptest::prelude::*;
use serde_json::json;
use tallystick_core::export::{
    COLUMNS, Dispute, Xlsx, csv_head, csv_rows, dispute, json_event, json_foot, json_head, others,
    period, tax_year,
};
use tallystick_core::import::{
    Field, Format, OwnPlan, OwnReader, Plan, Problems, detect, guess, heads, plan_lines,
    read_history, read_prolific, read_table,
};
use tallystick_core::ledger::{Ledger, earned};
use tallystick_core::summary::{Book, Extras, Filter, Order};
use tallystick_core::zone::Period;
use tallystick_wire::event::{Author, Edit, EventKind};
use tallystick_wire::facts::Outcome;
use tallystick_wire::ledger::{Assignment, Standing};
use tallystick_wire::message::{BackendEvidence, Knowledge, PageSign, SeeOutcomes};
use tallystick_wire::{Aggregate, Currency, Event, EventId, PlatformId};

use crate::kit::*;
use crate::summary::terms;

const SUBMISSIONS: &str = include_str!("files/prolific-submissions.csv");

fn hostile() -> World {
    let mut it = World::new();
    for (n, title) in [
        "=HYPERLINK(\"http://evil\",\"a\")",
        "+1 (555) \"quoted\", with commas",
        "line\r\nbreak and ünïcode 漢字 🙂",
        "@SUM(A1)",
        "-2+3",
        "\tcmd|' /C calc'!A0",
        "plain",
    ]
    .into_iter()
    .enumerate()
    {
        let mut facts = task(&format!("3{n}"));
        facts.title = Some(title.to_owned());
        it.open(1, mine(&facts));
        it.stay(1, 90 * SECOND);
        it.page(1, PageSign::Submitted, None);
        it.see(&it.lines(vec![line(&facts, Outcome::Paid)]));
    }
    it
}

fn book(log: &[Event]) -> Book {
    let records = Ledger::of(log).assignments.into_values().collect();
    Book::new(records, Extras::default(), terms())
}

fn csv_of(book: &Book) -> String {
    let all = book.select(&Filter::default(), Order::Oldest);
    let mut text = csv_head();
    for part in all.chunks(3) {
        text += &csv_rows(book, part);
    }
    text
}

/// What Python's csv module makes of it, as JSON.
fn by_python(csv: &str) -> Vec<Vec<String>> {
    let program = "import csv,io,json,sys\n\
        text=sys.stdin.buffer.read().decode('utf-8-sig')\n\
        print(json.dumps(list(csv.reader(io.StringIO(text,newline=''),strict=True))))";
    let mut python = Command::new("python3")
        .args(["-c", program])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 is there: it reads the exports");
    let mut input = python.stdin.take().unwrap();
    input.write_all(csv.as_bytes()).unwrap();
    drop(input);
    let out = python.wait_with_output().unwrap();
    assert!(out.status.success());
    serde_json::from_slice(&out.stdout).unwrap()
}

#[test]
fn the_csv_is_read_by_python_and_no_cell_is_a_formula() {
    let world = hostile();
    let book = book(&world.log);
    let rows = by_python(&csv_of(&book));
    assert_eq!(rows.len(), 8);
    let names: Vec<&str> = COLUMNS.iter().map(|it| it.name).collect();
    assert_eq!(rows[0], names);
    let column = |name: &str| names.iter().position(|it| *it == name).unwrap();
    let title = column("title");
    assert_eq!(rows[1][title], "'=HYPERLINK(\"http://evil\",\"a\")");
    assert_eq!(rows[3][title], "line\r\nbreak and ünïcode 漢字 🙂");
    assert_eq!(rows[7][title], "plain");
    for row in &rows[1..] {
        assert_eq!(row.len(), names.len());
        for cell in row {
            let number = cell.parse::<f64>().is_ok();
            assert!(
                number || !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
                "{cell}"
            );
        }
        assert_eq!(row[column("paid")], "0.50");
        assert_eq!(row[column("work_seconds")], "90.000");
        assert_eq!(row[column("pay_per_hour")], "20.00");
        assert_eq!(row[column("platform_day")], "2026-03-02");
    }
}

#[test]
fn every_column_is_documented() {
    let text = include_str!("../../../../docs/ledger.md");
    for column in COLUMNS {
        let line = format!("| `{}` | {} |", column.name, column.what);
        assert!(text.contains(&line), "docs/ledger.md lacks: {line}");
    }
}

#[test]
fn the_spreadsheet_is_read_by_another_library() {
    let world = hostile();
    let book = book(&world.log);
    let all = book.select(&Filter::default(), Order::Oldest);
    let mut xlsx = Xlsx::new().unwrap();
    for part in all.chunks(2) {
        xlsx.add(&book, part).unwrap();
    }
    let bytes = xlsx.finish(&book, &Filter::default()).unwrap();
    let mut read: XlsxReader<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    assert_eq!(read.sheet_names(), ["Assignments", "Months", "Columns"]);
    let sheet = read.worksheet_range("Assignments").unwrap();
    assert_eq!(sheet.height(), 8);
    let at = |name: &str| COLUMNS.iter().position(|it| it.name == name).unwrap();
    let cell = |row: usize, name: &str| sheet[(row, at(name))].clone();
    assert_eq!(
        cell(1, "title"),
        Data::String("=HYPERLINK(\"http://evil\",\"a\")".to_owned()),
        "a text, no formula"
    );
    assert_eq!(cell(1, "paid"), Data::Float(0.5));
    assert_eq!(cell(1, "work_seconds"), Data::Float(90.0));
    assert!(matches!(cell(1, "submitted_utc"), Data::DateTime(_)));
    let formulas = read.worksheet_formula("Assignments").unwrap();
    assert!(formulas.used_cells().next().is_none());
    let months = read.worksheet_range("Months").unwrap();
    assert_eq!(months[(1, 0)], Data::String("2026-03-01".to_owned()));
    assert_eq!(months[(1, 6)], Data::Float(3.5));
    let columns = read.worksheet_range("Columns").unwrap();
    assert_eq!(columns.height(), COLUMNS.len() + 1);
}

fn json_of(log: &[Event]) -> String {
    let mut text = json_head();
    for (n, event) in log.iter().enumerate() {
        text += &json_event(event, n == 0);
    }
    text + json_foot()
}

/// The events of a file of ours that comes in slices of so many bytes.
fn sliced(text: &str, bytes: usize) -> Result<Vec<Event>, Problems> {
    let mut reader = OwnReader::default();
    let mut events = Vec::new();
    for slice in text.as_bytes().chunks(bytes) {
        events.extend(reader.push(slice)?);
    }
    events.extend(reader.end()?);
    Ok(events)
}

fn read_own(text: &str) -> Vec<Event> {
    sliced(text, 1_000).unwrap()
}

fn maker() -> impl FnMut() -> EventId {
    let mut n = 900_000;
    move || {
        n += 1;
        id(n)
    }
}

/// What a file would do to a log, and the events that would enter it.
fn plan_own(name: &str, file: &[Event], log: &[Event]) -> Plan {
    let mut own = OwnPlan::default();
    log.chunks(3).for_each(|it| own.know(it));
    file.chunks(2).for_each(|it| own.compare(it));
    let (mut plan, enter) = own.plan();
    let begun = own.begin(name, NOON, &mut maker());
    plan.events.extend(begun.and_then(|it| it.1));
    for part in file.chunks(4) {
        plan.events.extend(own.take(part.to_vec()));
    }
    assert_eq!((plan.events.len(), own.left()), (enter, 0));
    plan
}

#[test]
fn exported_wiped_and_imported_the_export_is_the_same_bytes() {
    let mut world = hostile();
    let key = mturk("31");
    let edit = Edit {
        title: Some("mine".to_owned()),
        ..Edit::default()
    };
    let edited = world.note(
        &key,
        EventKind::Edited {
            edit: Box::new(edit),
        },
    );
    world.undo(&key, edited);
    let first = json_of(&world.log);
    let parsed: serde_json::Value = serde_json::from_str(&first).unwrap();
    assert_eq!(parsed["events"].as_array().unwrap().len(), world.log.len());
    let plan = plan_own("a.json", &read_own(&first), &[]);
    assert!(plan.verbatim);
    assert_eq!(plan.new as usize, world.log.len());
    assert_eq!(json_of(&plan.events), first);
    // Written anew by another program it is the same, too.
    let pretty = format!("{parsed:#}");
    assert_eq!(read_own(&pretty), world.log);
}

#[test]
fn our_own_file_merges_into_another_log_and_is_undone_as_a_whole() {
    let mut world = hostile();
    let before = world.ledger();
    let mut other = World::new();
    other.open(1, mine(&task("3other")));
    other.stay(1, MINUTE);
    other.page(1, PageSign::Returned, None);
    let mut theirs = other.log.clone();
    for (n, event) in theirs.iter_mut().enumerate() {
        event.id = id(500_000 + n);
    }
    theirs.push(world.log[0].clone());
    let mut changed = world.log[1].clone();
    changed.at += 1;
    theirs.push(changed);
    let plan = plan_own("b.json", &theirs, &world.log);
    assert_eq!((plan.same, plan.conflicting), (1, 1));
    assert_eq!(plan.new as usize, other.log.len());
    let import = commit(&mut world, &plan);
    let record = world.record(&mturk("3other"));
    assert_eq!(
        (record.standing, record.times.worked),
        (Standing::Returned, MINUTE)
    );
    undo_import(&mut world, import);
    assert_eq!(world.ledger().assignments, before.assignments);
}

fn commit(world: &mut World, plan: &Plan) -> EventId {
    world.log.extend(plan.events.iter().cloned());
    plan.events[0].id.clone()
}

fn undo_import(world: &mut World, target: EventId) {
    let undone = EventKind::Undone { target };
    world.append(vec![tallystick_wire::event::Entry::alone(undone)]);
}

fn records(world: &World) -> Vec<Assignment> {
    world.ledger().assignments.into_values().collect()
}

fn plan(world: &World, format: Format, pages: &[SeeOutcomes]) -> Plan {
    plan_lines(
        format,
        "file",
        pages,
        &records(world),
        world.wall,
        &mut maker(),
    )
}

fn prolific() -> PlatformId {
    "prolific".parse().unwrap()
}

#[test]
fn a_list_of_submissions_comes_in_once_and_goes_out_as_a_whole() {
    assert_eq!(detect(SUBMISSIONS), Some(Format::Prolific));
    let pages = read_prolific(SUBMISSIONS, &prolific()).unwrap();
    let mut world = World::on("prolific");
    let it = plan(&world, Format::Prolific, &pages);
    assert_eq!((it.new, it.same, it.conflicting), (5, 0, 0));
    let import = commit(&mut world, &it);
    let ledger = world.ledger();
    assert_eq!(ledger.assignments.len(), 5);
    let titled = |title: &str| {
        let mut all = ledger.assignments.values();
        all.find(|it| it.facts.title.as_deref() == Some(title))
            .unwrap()
    };
    let atlas = titled("Writing letters, and what programs help");
    assert_eq!(earned(atlas), Some(usd(750)));
    assert_eq!(tallystick_core::ledger::worked_ms(atlas), Some(301_902));
    assert!(!tallystick_core::ledger::is_measured(atlas));
    assert_eq!(
        earned(titled("Which two pictures belong together?")),
        Some(gbp(267))
    );
    let back = titled("Shopping habits (part 3)");
    assert_eq!(back.standing, Standing::Returned);
    assert_eq!(
        tallystick_core::ledger::moment(back),
        None,
        "nobody knows when it was"
    );
    // Again, it brings nothing.
    let again = plan(&world, Format::Prolific, &pages);
    assert_eq!((again.new, again.same, again.events.len()), (0, 5, 0));
    undo_import(&mut world, import);
    assert!(world.ledger().assignments.is_empty());
    assert!(world.ledger().imports.is_empty());
}

#[test]
fn a_submission_that_the_clock_saw_is_found_by_title_reward_and_time() {
    let mut world = World::on("prolific");
    world.wall = 1_768_234_253_160;
    let mut facts = study("s1");
    facts.title = Some("Writing letters, and what programs help".to_owned());
    facts.reward = Some(usd(750));
    world.open(1, mine(&facts));
    world.stay(1, 4 * MINUTE);
    world.page(1, PageSign::Submitted, None);
    let pages = read_prolific(SUBMISSIONS, &prolific()).unwrap();
    let it = plan(&world, Format::Prolific, &pages);
    assert_eq!((it.new, it.changed, it.weak), (4, 1, 1));
    commit(&mut world, &it);
    let ledger = world.ledger();
    assert_eq!(ledger.assignments.len(), 5);
    let mut all = ledger.assignments.values();
    let atlas = all.find(|it| it.times.worked == 4 * MINUTE).unwrap();
    assert_eq!(atlas.standing, Standing::Approved);
}

#[test]
fn histories_of_earlier_tools_are_read_whatever_their_keys_are_called() {
    let suite = r#"[{"hit_id":"H1","assignment_id":"3A","title":"T","requester_id":"A1",
        "requester_name":"Lab","reward":{"amount_in_dollars":0.5,"currency_code":"USD"},
        "state":"Approved","date":"20190704","requester_feedback":"thanks"}]"#;
    let hitdb = r#"{"STATS":[],"HIT":[{"hitId":"H1","title":"T","requesterId":"A1",
        "requesterName":"Lab","reward":{"pay":0.5,"bonus":0.25},"status":"Paid",
        "date":"2019-07-04"}]}"#;
    let engine = r#"{"H1":{"id":"H1","requester":{"id":"A1","name":"The+Lab"},
        "date":"2019-07-04T04:00:00.000Z","reward":0.5,"status":"Paid","title":"T"}}"#;
    let mturk: PlatformId = "mturk".parse().unwrap();
    let mut world = World::new();
    for (text, news, changes) in [(suite, 1, 0), (hitdb, 0, 1), (engine, 0, 0)] {
        assert_eq!(detect(text), Some(Format::History));
        let pages = read_history(text, &mturk).unwrap();
        assert_eq!(pages[0].day.as_deref(), Some("2019-07-04"));
        let it = plan(&world, Format::History, &pages);
        assert_eq!((it.new, it.changed), (news, changes), "{text}");
        if !it.events.is_empty() {
            commit(&mut world, &it);
        }
    }
    let record = world.only();
    assert_eq!(record.standing, Standing::Paid);
    assert_eq!(earned(&record), Some(usd(75)));
    assert_eq!(record.said[0].by, Author::Requester);
    // The platform's own page of that day finds it, too.
    let mut page = line(&task("3A"), Outcome::Paid);
    page.task.title = Some("T".to_owned());
    assert_eq!(world.see(&world.lines(vec![page])).new, 0);
}

#[test]
fn refuses_a_file_with_one_bad_line_and_names_it() {
    let bad = SUBMISSIONS.replace("£2.67,£0.00", "two pounds,£0.00");
    let problems = read_prolific(&bad, &prolific()).unwrap_err().0;
    assert_eq!(problems, ["Line 3: \"two pounds\" is no amount"]);
    let mturk: PlatformId = "mturk".parse().unwrap();
    let bad = r#"[{"title":"T","reward":1,"status":"Paid"},{"title":"T","reward":1}]"#;
    let problems = read_history(bad, &mturk).unwrap_err().0;
    assert_eq!(problems, ["Record 2: \"\" is no state of an assignment"]);
    for none in ["[1,2]", "{\"a\":1}", "{", "\"x\""] {
        assert!(read_history(none, &mturk).is_err(), "{none}");
    }
    let cut = json_of(&hostile().log);
    let half: String = cut.chars().take(cut.chars().count() / 2).collect();
    assert!(sliced(&half, 1_000).is_err(), "a file that is cut off");
    let newer = cut.replace("\"format_version\":1", "\"format_version\":2");
    assert!(sliced(&newer, 1_000).is_err());
    let torn = cut.replacen("\"submitted\"", "\"sub", 1);
    let problem = sliced(&torn, 1_000).unwrap_err().0;
    assert!(problem[0].starts_with("Line "), "{problem:?}");
}

#[test]
fn our_own_table_is_read_by_the_generic_reader() {
    let world = hostile();
    let text = csv_of(&book(&world.log));
    assert_eq!(detect(&text), Some(Format::Table));
    let heads = heads(&text).unwrap();
    let mapping = guess(&heads, "mturk".parse().unwrap(), Currency::USD);
    assert!(mapping.columns.contains_key(&Field::Reward));
    let pages = read_table(&text, &mapping).unwrap();
    let lines: Vec<_> = pages.iter().flat_map(|it| &it.lines).collect();
    assert_eq!(lines.len(), 7);
    let first = lines[0].task.title.as_deref();
    assert_eq!(
        first,
        Some("=HYPERLINK(\"http://evil\",\"a\")"),
        "the apostrophe is gone"
    );
    // All of it is known.
    let it = plan(&world, Format::Table, &pages);
    assert_eq!((it.new, it.conflicting), (0, 0));
    let semicolons = "Titel;Lohn\nA;1,50\nB;2,00\n";
    let mut mapping = mapping;
    mapping.columns = BTreeMap::from([(Field::Title, 0), (Field::Reward, 1)]);
    let pages = read_table(semicolons, &mapping).unwrap();
    assert_eq!(pages[0].lines[1].task.reward, Some(usd(200)));
    mapping.columns.remove(&Field::Reward);
    assert!(read_table(semicolons, &mapping).is_err());
}

/// What a background knows of one requester from two backends, one of which says nothing of it.
fn reported() -> Knowledge {
    let backend = |url: &str| {
        json!({"url": url, "name": "Our community", "read": true, "write": false,
            "fresh_at": NOON - HOUR})
    };
    let known = json!({
        "settings": {"floor": null, "rates": {"date": "2026-01-01", "per_usd": {}},
            "theme": "page", "enabled": true, "list_bar": true},
        "backends": [backend("https://other.example"), backend("https://our.example")],
        "requesters": [{}], "groups": [], "now": NOON,
    });
    let mut known: Knowledge = serde_json::from_value(known).unwrap();
    let mut aggregate: Aggregate = serde_json::from_value(json!({"k": "0".repeat(32)})).unwrap();
    aggregate.all.reviews = 4;
    let said = BackendEvidence {
        backend: 1,
        aggregate,
    };
    known.requesters[0].evidence.push(said);
    known
}

#[test]
fn a_dispute_pack_says_what_happened_and_keeps_ids_out() {
    let mut world = World::new();
    world.open(1, mine(&task("3SECRETID")));
    world.stay(1, 12 * MINUTE);
    world.page(1, PageSign::Submitted, None);
    let mut no = line(&task("3SECRETID"), Outcome::Rejected);
    no.feedback = Some("Too fast".to_owned());
    world.see(&world.lines(vec![no]));
    let mut pack = Dispute {
        about: "A lab".to_owned(),
        with_ids: false,
        others: others(&["A lab".to_owned()], &reported()),
    };
    let book = book(&world.log);
    let report = dispute(&book, &[0], &pack);
    let text = format!("{report:?}");
    for part in [
        "Too fast",
        "12 min",
        "$0.50",
        "(https://our.example)",
        "2026-03-02 11:00:00 UTC",
        "4 reviews",
        "rejected",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert!(!text.contains("3SECRETID"));
    pack.with_ids = true;
    assert!(format!("{:?}", dispute(&book, &[0], &pack)).contains("3SECRETID"));
    // Of what the platform's page alone told, no time is claimed, not none either.
    let mut seen = World::new();
    seen.see(&seen.lines(vec![line(&task("3NO"), Outcome::Rejected)]));
    let told = dispute(&self::book(&seen.log), &[0], &pack);
    assert_eq!(told.facts[1].1, "not measured");
}

#[test]
fn reports_have_whole_rows_and_a_tax_year_has_both_midnights() {
    let world = hostile();
    let book = book(&world.log);
    let day = book.day(0).unwrap();
    let filter = Filter {
        period: Some(Period::month(day)),
        ..Filter::default()
    };
    let month = period(&book, &filter);
    let year = tax_year(&book, Period::tax_year(day, 4, 6));
    assert_eq!(year.title, "Income from 2025-04-06 to 2026-04-05");
    assert_eq!(year.sections.len(), 4);
    for section in month.sections.iter().chain(&year.sections) {
        assert!(!section.rows.is_empty(), "{}", section.heading);
        let whole = section
            .rows
            .iter()
            .all(|it| it.len() == section.columns.len());
        assert!(whole, "{}", section.heading);
    }
    let earned = ("Earned".to_owned(), "$3.50".to_owned());
    assert!(month.facts.contains(&earned) && year.facts.contains(&earned));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn our_own_file_is_read_alike_wherever_its_slices_are_cut(
        cuts in prop::collection::vec(1..700_usize, 1..40),
        mark in any::<bool>(),
        ends in prop::sample::select(vec!["\n", "\r\n"]),
    ) {
        let log = hostile().log;
        let mark = if mark { "\u{feff}" } else { "" };
        let text = format!("{mark}{}", json_of(&log)).replace('\n', ends);
        let mut reader = OwnReader::default();
        let (mut events, mut rest) = (Vec::new(), text.as_bytes());
        for cut in cuts.iter().cycle() {
            let (slice, behind) = rest.split_at((*cut).min(rest.len()));
            events.extend(reader.push(slice).unwrap());
            rest = behind;
            if rest.is_empty() {
                break;
            }
        }
        events.extend(reader.end().unwrap());
        prop_assert_eq!(events, log);
    }

    #[test]
    fn any_text_comes_through_the_csv_to_python_and_back(
        titles in prop::collection::vec("\\PC{1,20}|[=+@\",;\r\n\t'a-]{1,8}", 1..20),
    ) {
        let mut world = World::swift();
        for (n, title) in titles.iter().enumerate() {
            let mut facts = task(&format!("3{n}"));
            facts.title = Some(title.clone());
            let paid = line(&facts, Outcome::Paid);
            world.see(&world.lines(vec![paid]));
        }
        let text = csv_of(&book(&world.log));
        let rows = by_python(&text);
        prop_assert_eq!(rows.len(), titles.len() + 1);
        for row in &rows {
            prop_assert_eq!(row.len(), COLUMNS.len());
        }
        let read: Vec<&str> = rows[1..].iter().map(|it| it[3].as_str()).collect();
        for title in &titles {
            let quoted = format!("'{title}");
            prop_assert!(read.contains(&title.as_str()) || read.contains(&quoted.as_str()), "{title:?}");
        }
    }
}
