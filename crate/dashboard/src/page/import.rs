//! Files in: looked at, said what they would do, and only then taken, all or nothing. `imports` is
//! what came in so.

use std::collections::BTreeMap;

use leptos::html;
use leptos::prelude::*;
use tallystick_browser::clock;
use tallystick_core::import::Field;
use tallystick_kit::frame::Card;
use tallystick_kit::platforms;
use tallystick_kit::store::ask;
use tallystick_wire::Currency;
use tallystick_wire::event::EventId;
use tallystick_wire::message::{CommitImport, DropImport, Failure, LongWork, ReadEvents};
use web_sys::File;

use super::imports::Imports;
use crate::desk::{Desk, Ended, Underway, raw, send, taken_back};
use crate::engine::ask::{Look, Prints, ReadOn, Stage};
use crate::engine::view::{Looked, PlanView};

#[derive(Clone, Copy)]
struct In {
    desk: Desk,
    name: RwSignal<String>,
    looked: RwSignal<Option<Looked>>,
    columns: RwSignal<BTreeMap<Field, usize>>,
    platform: RwSignal<String>,
    input: NodeRef<html::Input>,
}

/// The page.
#[component]
pub fn Import(desk: Desk) -> impl IntoView {
    let first = platforms::ALL.first().map_or("", |it| it.id);
    let it = In {
        desk,
        name: RwSignal::new(String::new()),
        looked: RwSignal::new(None),
        columns: RwSignal::new(BTreeMap::new()),
        platform: RwSignal::new(first.to_owned()),
        input: NodeRef::new(),
    };
    let choose = move |_| {
        let files = it.input.get_untracked().and_then(|it| it.files());
        if let Some(chosen) = files.and_then(|it| it.get(0)) {
            desk.spawn(async move {
                it.name.set(chosen.name());
                it.guess_platform(&chosen.name());
                it.look(Some(chosen), None).await
            });
        }
    };
    let options: Vec<_> = platforms::ALL
        .iter()
        .map(|of| view! { <option value=of.id prop:selected=move || it.platform.get() == of.id>{of.name}</option> })
        .collect();
    let platform = move |event| {
        it.platform.set(event_target_value(&event));
        if it.looked.with_untracked(Option::is_some) {
            desk.spawn(async move { it.look(None, None).await });
        }
    };
    // One file at a time is read, and none while another enters the log.
    let busy = move || desk.is_busy();
    view! {
        <Card id="file-heading" heading="A file">
            <p class="words">
                "Tallystick's own JSON, Prolific's list of submissions (CSV), a history of MTurk Suite, HITDB or \
                 MTurk Engine (JSON), or any other table, once you have said which column is what."
            </p>
            <div class="row">
                <div class="field">
                    <label for="of-platform">"Where the work was done, if the file does not say"</label>
                    <select id="of-platform" prop:disabled=busy on:change=platform>{options}</select>
                </div>
                <div class="field grow">
                    <label for="file">"The file"</label>
                    <input id="file" type="file" accept=".json,.csv,.tsv,.txt" node_ref=it.input prop:disabled=busy on:change=choose />
                </div>
            </div>
            {move || it.looked.get().map(|looked| said(it, looked))}
        </Card>
        <Imports desk=desk />
    }
}

fn said(it: In, looked: Looked) -> AnyView {
    match looked {
        Looked::Wrong(problems) => {
            let lines: Vec<_> = problems
                .into_iter()
                .map(|it| view! { <li>{it}</li> })
                .collect();
            view! {
                <div class="notice bad stack tight" role="alert">
                    <p class="strong">"Nothing was imported."</p>
                    <ul>{lines}</ul>
                </div>
            }
            .into_any()
        }
        Looked::Table { heads, fields } => {
            view! { <Columns it=it heads=heads fields=fields /> }.into_any()
        }
        Looked::NeedsLog => {
            view! { <p class="soft" role="status">"It is compared with your log …"</p> }.into_any()
        }
        Looked::Plan(plan) => view! { <PlanOf it=it plan=plan /> }.into_any(),
    }
}

/// Which column is what.
#[component]
fn Columns(
    it: In,
    heads: Vec<String>,
    fields: Vec<(Field, String, Option<usize>)>,
) -> impl IntoView {
    let known = fields
        .iter()
        .filter_map(|(field, _, column)| Some((*field, (*column)?)));
    it.columns.set(known.collect());
    let rows: Vec<_> = fields
        .into_iter()
        .enumerate()
        .map(|(n, (field, label, column))| {
            let id = format!("column-{n}");
            let options: Vec<_> = heads
                .iter()
                .enumerate()
                .map(|(at, head)| view! { <option value=at.to_string() prop:selected={column == Some(at)}>{head.clone()}</option> })
                .collect();
            let change = move |event| {
                let at = event_target_value(&event).parse::<usize>().ok();
                it.columns.update(|all| {
                    match at {
                        Some(at) => all.insert(field, at),
                        None => all.remove(&field),
                    };
                });
            };
            view! {
                <div class="field">
                    <label for=id.clone() class="small">{label}</label>
                    <select id=id on:change=change><option value="">"not in the table"</option>{options}</select>
                </div>
            }
        })
        .collect();
    let go = move |_| {
        let columns = it.columns.get_untracked();
        it.desk
            .spawn(async move { it.look(None, Some(columns)).await });
    };
    view! {
        <fieldset class="stack tight">
            <legend class="legend">"Which column is what?"</legend>
            <div class="row">{rows}</div>
            <div><button type="button" class="main" on:click=go>"Look what it would do"</button></div>
        </fieldset>
    }
}

#[component]
fn PlanOf(it: In, plan: PlanView) -> impl IntoView {
    let lines: Vec<_> = plan
        .lines
        .into_iter()
        .map(|(name, value)| view! { <dt>{name}</dt><dd>{value}</dd> })
        .collect();
    let nothing = plan.events == 0;
    let undo = if plan.verbatim {
        "Your log is empty: the file becomes it, as it is. Only wiping takes that back."
    } else {
        "It can be undone as a whole, here, at any time."
    };
    let take = move |_| it.take();
    view! {
        <div class="notice stack tight" role="status">
            <p class="strong">{plan.kind}</p>
            <dl class="facts">{lines}</dl>
            {if nothing {
                view! { <p>"There is nothing in it that your log does not have."</p> }.into_any()
            } else {
                view! {
                    <p class="small">{undo}</p>
                    <div class="row">
                        <button type="button" class="main" prop:disabled=move || it.desk.is_busy() on:click=take>
                            "Import it"
                        </button>
                        <button type="button" on:click=move |_| it.clear()>"Leave it"</button>
                    </div>
                }
                .into_any()
            }}
        </div>
    }
}

impl In {
    /// A file's name often says whose it is.
    fn guess_platform(self, name: &str) {
        let name = name.to_lowercase();
        let found = platforms::ALL.iter().find(|it| name.contains(it.id));
        if let Some(found) = found {
            self.platform.set(found.id.to_owned());
        }
    }

    fn clear(self) {
        self.looked.set(None);
        if let Some(input) = self.input.get_untracked() {
            input.set_value("");
        }
    }

    async fn look(
        self,
        file: Option<File>,
        columns: Option<BTreeMap<Field, usize>>,
    ) -> Result<(), String> {
        let id = self.platform.get_untracked();
        let of = platforms::ALL.iter().find(|it| it.id == id);
        let currency: Currency = of
            .and_then(|it| it.currency.parse().ok())
            .unwrap_or(Currency::USD);
        let platform = id.parse().map_err(|_| "Choose a platform".to_owned())?;
        let look = Look {
            name: self.name.get_untracked(),
            platform,
            currency,
            columns,
            now: clock::now(),
        };
        self.desk.stop.set(false);
        self.goes_on("Reading the file", 0, 0);
        let looked = self.looked_at(look, file).await;
        self.desk.underway.set(None);
        match looked {
            Ok(Some(looked)) => self.looked.set(Some(looked)),
            Ok(None) => self.clear(),
            Err(why) => {
                self.clear();
                return Err(why);
            }
        }
        Ok(())
    }

    /// What is said of the file; `None`: the worker does not want to know any more.
    async fn looked_at(self, look: Look, file: Option<File>) -> Result<Option<Looked>, String> {
        let looked = self.desk.link.ask_with(look, file).await?;
        if looked != Looked::NeedsLog {
            return Ok(Some(looked));
        }
        self.looked.set(Some(looked));
        self.compare().await
    }

    /// Our own file is compared event by event, with what the log has by now; `None`: the worker
    /// does not want that any more.
    async fn compare(self) -> Result<Option<Looked>, String> {
        let link = self.desk.link;
        let standing = self.desk.standing.get_untracked();
        let of = standing.map_or(0, |it| it.events);
        let (mut after, mut done) = (0, 0);
        loop {
            let answer = raw(ReadEvents { after, limit: 0 }).await?;
            let next = link.ask(Prints { answer }).await?;
            let Some(next) = next else { break };
            // Places count up from one, with gaps where something was deleted.
            done = of.min(next);
            after = next;
            if !self.goes_on("Reading the log", done, of) {
                return Ok(None);
            }
        }
        self.goes_on("Reading the log", done, of);
        loop {
            let read = link.ask(ReadOn {}).await?;
            if read.looked.is_some() {
                return Ok(read.looked);
            }
            if !self.goes_on("Reading the file, in bytes", read.done, read.of) {
                return Ok(None);
            }
        }
    }

    /// Says how far it is; whether to go on.
    fn goes_on(self, what: &'static str, done: u64, of: u64) -> bool {
        let amount = |it: u64| usize::try_from(it).unwrap_or(usize::MAX);
        self.desk.underway.set(Some(Underway {
            what,
            done: amount(done),
            of: amount(of),
            can_stop: true,
        }));
        !self.desk.stop.get_untracked()
    }

    fn take(self) {
        self.desk.stop.set(false);
        self.goes_on("Putting aside", 0, 0);
        let (desk, say) = (self.desk, self.desk.store.say);
        leptos::task::spawn_local(async move {
            match desk.seeing_to(self.stage_and_commit()).await {
                Ok(Ended::Done(it)) => {
                    desk.load().await;
                    let events = it.map_or(0, |it| it.events);
                    say.done(format!("Imported: {events} events"));
                }
                Ok(Ended::TakenBack(None)) => say.done("Cancelled: nothing was imported"),
                Ok(Ended::TakenBack(Some(why))) => say.trouble(taken_back(&why)),
                Err(why) => say.trouble(why),
            }
            // What was read of the file is used up.
            self.clear();
            desk.underway.set(None);
            desk.spawn(desk.extras());
        });
    }

    /// Everything is put aside first; then it enters the log, all of it or nothing.
    async fn stage_and_commit(self) -> Result<Ended, String> {
        let mut first = true;
        loop {
            let staged = self.desk.link.ask(Stage { first }).await?;
            let import = staged.import;
            if first {
                // What a page that is gone left of the same file.
                let import = import.clone();
                ask(DropImport { import }).await?;
            }
            first = false;
            if self.desk.stop.get_untracked() {
                ask(DropImport { import }).await?;
                return Ok(Ended::TakenBack(None));
            }
            let Some(question) = staged.question else {
                return self.commit(import).await;
            };
            if let Err(why) = put(&question).await {
                self.drop_quietly(import).await;
                return Err(why);
            }
            self.goes_on("Putting aside", staged.done as u64, staged.of as u64);
        }
    }

    async fn commit(self, import: EventId) -> Result<Ended, String> {
        let begun: Result<LongWork, String> = ask(CommitImport {
            import: import.clone(),
        })
        .await;
        let begun = match begun {
            Ok(begun) => Some(begun),
            Err(why) => {
                // The background may have been ended before it could answer.
                let underway = self.desk.what_is_underway().await?;
                if underway.is_none() {
                    self.drop_quietly(import).await;
                    return Err(why);
                }
                underway
            }
        };
        self.desk.carry_on("Entering the log", begun).await
    }

    async fn drop_quietly(self, import: EventId) {
        // What is put aside counts nowhere; the next import of this file replaces it.
        drop(ask(DropImport { import }).await);
    }
}

/// Has the background put a part aside.
async fn put(question: &str) -> Result<(), String> {
    let answer = send(question).await?;
    let put: Result<(), Failure> = serde_json::from_str(&answer).map_err(|why| why.to_string())?;
    put.map_err(|why| why.message)
}
