//! A background that keeps a log in memory, folds it as the real one does, and answers from it.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use serde_json::{Value, json};
use tallystick_core::import;
use tallystick_core::ledger::Ledger;
use tallystick_wire::event::{AssignmentKey, Entry, Event, EventId, EventKind};
use tallystick_wire::ledger::SearchRecord;
use tallystick_wire::message::*;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = r#"
const asked = [];
export function install(answer) {
  asked.length = 0;
  const chrome = globalThis.chrome ?? {};
  // A true background takes its time to write, and the page is drawn meanwhile.
  const written = () => new Promise((resolve) => setTimeout(resolve, 20));
  const sendMessage = async (text) => {
    asked.push(text);
    if (/append_entries|commit_import|go_on/.test(text)) { await written(); }
    return answer(text);
  };
  const runtime = { sendMessage };
  Object.defineProperty(chrome, "runtime", { value: runtime, configurable: true, writable: true });
  globalThis.chrome = chrome;
}
export function asked_texts() { return [...asked]; }
"#)]
extern "C" {
    fn install(answer: &Closure<dyn Fn(String) -> String>);
    fn asked_texts() -> Vec<String>;
}

/// The log that the background keeps.
#[derive(Default)]
pub struct Kept {
    pub log: Vec<Event>,
    /// Parts that are put aside.
    pub staged: VecDeque<Vec<Event>>,
    /// Events that entered of an import that is not over.
    pub entered: Option<usize>,
    /// They leave again.
    pub leaving: bool,
    /// What fails from now on.
    pub fails: Option<&'static str>,
    pub saved: Option<u64>,
    ids: u64,
}

pub type Log = Rc<RefCell<Kept>>;

/// Puts a background in place whose log holds the lines of Prolific's own export.
pub fn with_submissions() -> Log {
    let log = empty();
    let (one, two, three) = (ago(3), ago(2), ago(1));
    let text = format!(
        "Study,Reward,Bonus,Started At,Completed At,Completion Code,Status\n\
         A study on decisions,£2.00,£0.50,{one} 10:00:00,{one} 10:10:00,C1,APPROVED\n\
         Rate <b>videos</b>,£1.00,£0.00,{two} 10:00:00,{two} 10:20:00,C2,REJECTED\n\
         Quick survey,£0.75,£0.00,{three} 10:00:00,{three} 10:05:00,C3,AWAITING REVIEW\n"
    );
    let platform = "prolific".parse().unwrap();
    let pages = import::read_prolific(&text, &platform).unwrap();
    let mut n = 900;
    let mut ids = || {
        n += 1;
        id(n)
    };
    let plan = import::plan_lines(
        import::Format::Prolific,
        "mine.csv",
        &pages,
        &[],
        NOW,
        &mut ids,
    );
    log.borrow_mut().log = plan.events;
    log
}

/// The day so many days ago, UTC.
fn ago(days: i32) -> String {
    let at = js_sys::Date::now() - f64::from(days) * 86_400_000.0;
    let text = String::from(js_sys::Date::new(&at.into()).to_iso_string());
    text[..10].to_owned()
}

pub const NOW: i64 = 1_795_400_000_000;

/// Puts a background with an empty log in place.
pub fn empty() -> Log {
    let log = Log::default();
    let kept = log.clone();
    let by = Closure::new(move |text: String| {
        let question: Value = serde_json::from_str(&text).unwrap();
        let answer = match question["ask"].as_str().unwrap() {
            "get_settings" => json!({ "floor": r#"{"minor":1200,"currency":"USD"}"# }),
            "set_settings" => question["values"].clone(),
            "get_status" => json!({
                "version": "0.1.0", "first_run_done": true, "backends": [], "waiting": 0,
                "refused": 0, "blind": [], "now": NOW,
            }),
            "look_up" => {
                let said = json!({ "evidence": [{ "backend": 0, "aggregate": {
                    "k": "0123456789abcdef0123456789abcdef" } }] });
                let of = question["requesters"].as_array().unwrap();
                json!({
                    "settings": { "floor": null, "rates": { "date": "2026-01-01", "per_usd": {} },
                        "theme": "page", "enabled": true, "list_bar": true },
                    "backends": [{ "url": "https://our.example", "name": "Our community",
                        "read": true, "write": false, "fresh_at": NOW }],
                    "requesters": of.iter().map(|_| said.clone()).collect::<Vec<_>>(),
                    "groups": [], "now": NOW,
                })
            }
            "ledger" => {
                let question = question["question"].as_str().unwrap();
                let mut kept = kept.borrow_mut();
                if let Some(why) = kept.fails.filter(|_| question.contains("\"go_on\"")) {
                    return json!({ "Err": { "message": why } }).to_string();
                }
                kept.answer(serde_json::from_str(question).unwrap())
            }
            other => panic!("nobody asks {other}"),
        };
        json!({ "Ok": answer }).to_string()
    });
    install(&by);
    by.forget();
    log
}

/// The questions about the ledger with this name.
pub fn asked(name: &str) -> usize {
    let of = |text: &String| text.contains(&format!(r#"{{\"ask\":\"{name}\""#));
    asked_texts().iter().filter(|it| of(it)).count()
}

fn id(n: u64) -> EventId {
    EventId::try_from(format!("01890a5d-ac96-774b-8000-{n:012x}")).unwrap()
}

impl Kept {
    fn answer(&mut self, question: LedgerRequest) -> Value {
        match question {
            LedgerRequest::ReadLedger(_) => json!(self.state()),
            LedgerRequest::ReadAssignments(it) => json!(self.page(&it)),
            LedgerRequest::ReadHistory(it) => {
                let about = |event: &&Event| event.about.as_ref() == Some(&it.key);
                json!(self.log.iter().filter(about).collect::<Vec<_>>())
            }
            LedgerRequest::ReadEvents(it) => {
                let from = usize::try_from(it.after).unwrap();
                let part: Vec<Event> = self.log.iter().skip(from).take(2).cloned().collect();
                let next = from + part.len();
                let next = (next < self.log.len()).then_some(next as u64);
                json!(EventPage { events: part, next })
            }
            LedgerRequest::AppendEntries(it) => json!(self.append(it.entries)),
            LedgerRequest::StageImport(it) => {
                self.staged.push_back(it.events);
                Value::Null
            }
            LedgerRequest::CommitImport(_) | LedgerRequest::GoOn(_) => json!(self.go_on()),
            LedgerRequest::StopLongWork(_) => {
                self.staged.clear();
                self.leaving = self.entered.is_some();
                json!(self.underway())
            }
            LedgerRequest::DropImport(_) => {
                self.staged.clear();
                Value::Null
            }
            LedgerRequest::MarkSaved(it) => {
                self.saved = Some(it.events);
                Value::Null
            }
            LedgerRequest::WipeLedger(it) => {
                let keep = |event: &Event| {
                    let platform = event.about.as_ref().map(|it| &it.platform);
                    it.platform.is_some() && platform != it.platform.as_ref()
                };
                self.log.retain(keep);
                Value::Null
            }
        }
    }

    fn state(&self) -> LedgerState {
        let ledger = Ledger::of(&self.log);
        let undone = tallystick_core::ledger::undone(self.log.iter());
        let events = self.log.len() as u64;
        LedgerState {
            events,
            assignments: ledger
                .assignments
                .values()
                .filter(|it| 0 < it.events)
                .count() as u64,
            unsaved: events - self.saved.unwrap_or(0).min(events),
            saved_at: self.saved.map(|_| NOW),
            days: ledger.days.values().cloned().collect(),
            searches: ledger
                .searches
                .iter()
                .map(|((platform, quarter), ms)| SearchRecord {
                    platform: platform.clone(),
                    quarter: *quarter,
                    ms: *ms,
                })
                .collect(),
            costs: Vec::new(),
            imports: self
                .log
                .iter()
                .filter(|it| matches!(it.kind, EventKind::Imported { .. }))
                .filter(|it| !undone.contains(&it.id))
                .cloned()
                .collect(),
            damage: Vec::new(),
            underway: self.underway(),
        }
    }

    fn underway(&self) -> Option<LongWork> {
        let entered = self.entered?;
        let staged: usize = self.staged.iter().map(Vec::len).sum();
        let work = if self.leaving {
            Work::Leaving
        } else {
            Work::Entering
        };
        Some(LongWork {
            work,
            done: entered as u64,
            of: (entered + staged) as u64,
            events: entered as u64,
            over: if self.leaving {
                entered == 0
            } else {
                staged == 0
            },
        })
    }

    /// One part more enters, or all leave.
    fn go_on(&mut self) -> Option<LongWork> {
        if self.leaving {
            self.log.truncate(self.log.len() - self.entered?);
            self.entered = Some(0);
        } else if let Some(part) = self.staged.pop_front() {
            self.entered = Some(self.entered.unwrap_or(0) + part.len());
            self.log.extend(part);
        }
        let told = self.underway()?;
        if told.over {
            (self.entered, self.leaving) = (None, false);
        }
        Some(told)
    }

    /// Two records a page, so that every load takes several.
    fn page(&self, it: &ReadAssignments) -> AssignmentPage {
        let all = Ledger::of(&self.log).assignments;
        let mut rest = all
            .into_values()
            .filter(|record| it.after.as_ref().is_none_or(|after| *after < record.key));
        let records: Vec<_> = rest.by_ref().take(2).collect();
        let next = records.last().map(|it| it.key.clone());
        AssignmentPage {
            next: rest.next().and(next),
            records,
        }
    }

    fn append(&mut self, entries: Vec<Entry>) -> Appended {
        let mut events = Vec::new();
        for entry in entries {
            self.ids += 1;
            let event = entry.event(id(self.ids), NOW, "test");
            self.log.push(event.clone());
            events.push(event);
        }
        let all = Ledger::of(&self.log).assignments;
        let touched = |key: &AssignmentKey| events.iter().any(|it| it.about.as_ref() == Some(key));
        Appended {
            records: all.into_values().filter(|it| touched(&it.key)).collect(),
            events,
        }
    }
}
