//! Files in: looked at, said what they would do, and only then taken, all or nothing.

use std::collections::BTreeMap;

use leptos::html;
use leptos::prelude::*;
use tallystick_browser::clock;
use tallystick_core::import::Field;
use tallystick_kit::file;
use tallystick_kit::frame::Card;
use tallystick_kit::platforms;
use tallystick_kit::store::ask;
use tallystick_wire::Currency;
use tallystick_wire::event::{Entry, EventId, EventKind};
use tallystick_wire::message::{CommitImport, DropImport, ReadEvents};

use super::open::Behind;
use crate::desk::{Desk, Underway, raw, send};
use crate::engine::ask::{Look, PlanOwn, Prints, Stage};
use crate::engine::view::{Looked, PlanView};

/// How many events travel at once.
const EVENTS_AT_ONCE: usize = 2_000;

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
                let text = file::read(&chosen).await?;
                it.look(Some(text), None).await
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
    view! {
        <Card id="file-heading" heading="A file">
            <p class="words">
                "Tallystick's own JSON, Prolific's list of submissions (CSV), a history of MTurk Suite, HITDB or \
                 MTurk Engine (JSON), or any other table, once you have said which column is what."
            </p>
            <div class="row">
                <div class="field">
                    <label for="of-platform">"Where the work was done, if the file does not say"</label>
                    <select id="of-platform" on:change=platform>{options}</select>
                </div>
                <div class="field grow">
                    <label for="file">"The file"</label>
                    <input id="file" type="file" accept=".json,.csv,.tsv,.txt" node_ref=it.input on:change=choose />
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
            view! { <p class="soft" role="status">"Comparing with your log …"</p> }.into_any()
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
                        <button type="button" class="main" prop:disabled=move || it.desk.underway.with(Option::is_some) on:click=take>
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
        text: Option<String>,
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
            text,
            platform,
            currency,
            columns,
            now: clock::now(),
        };
        let looked = self.desk.link.ask(look).await?;
        let own = looked == Looked::NeedsLog;
        self.looked.set(Some(looked));
        if own {
            self.compare().await?;
        }
        Ok(())
    }

    /// Our own file is compared event by event.
    async fn compare(self) -> Result<(), String> {
        let (mut after, mut first) = (0, true);
        loop {
            let answer = raw(ReadEvents { after, limit: 0 }).await?;
            match self.desk.link.ask(Prints { answer, first }).await? {
                Some(next) => after = next,
                None => break,
            }
            first = false;
        }
        let plan = self.desk.link.ask(PlanOwn { now: clock::now() }).await?;
        self.looked.set(Some(plan));
        Ok(())
    }

    fn take(self) {
        self.desk.stop.set(false);
        self.put_aside(0, 0);
        let store = self.desk.store;
        leptos::task::spawn_local(async move {
            match self.stage_and_commit().await {
                Ok(Some(events)) => {
                    self.clear();
                    self.desk.load().await;
                    store.say.done(format!("Imported: {events} events"));
                }
                Ok(None) => store.say.done("Cancelled: nothing was imported"),
                Err(why) => store.say.trouble(why),
            }
            self.desk.underway.set(None);
        });
    }

    /// Everything is put aside first; then it enters the log at once.
    async fn stage_and_commit(self) -> Result<Option<u64>, String> {
        let mut from = 0;
        loop {
            let staged = self
                .desk
                .link
                .ask(Stage {
                    from,
                    n: EVENTS_AT_ONCE,
                })
                .await?;
            let import = staged.import;
            if self.desk.stop.get_untracked() {
                ask(DropImport { import }).await?;
                return Ok(None);
            }
            let Some(question) = staged.question else {
                return self.commit(import).await;
            };
            let answer = send(&question).await?;
            let put: Result<(), tallystick_wire::message::Failure> =
                serde_json::from_str(&answer).map_err(|why| why.to_string())?;
            if let Err(why) = put {
                self.drop_quietly(import).await;
                return Err(why.message);
            }
            from += EVENTS_AT_ONCE;
            self.put_aside(from.min(staged.events), staged.events);
        }
    }

    /// All of it enters the log, or, if it is stopped meanwhile, nothing.
    async fn commit(self, import: EventId) -> Result<Option<u64>, String> {
        let commit = ask(CommitImport {
            import: import.clone(),
        });
        let committed = self.desk.while_long("Entering the log", commit).await;
        if self.desk.stop.get_untracked() && committed.is_err() {
            self.drop_quietly(import).await;
            return Ok(None);
        }
        Ok(Some(committed?.events))
    }

    fn put_aside(self, done: usize, of: usize) {
        self.desk.underway.set(Some(Underway {
            what: "Putting aside",
            done,
            of,
        }));
    }

    async fn drop_quietly(self, import: EventId) {
        // What is put aside counts nowhere; the next import of this file replaces it.
        drop(ask(DropImport { import }).await);
    }
}

/// Imports in force, each with a way back.
#[component]
fn Imports(desk: Desk) -> impl IntoView {
    let undo = move |target: EventId| {
        leptos::task::spawn_local(async move {
            let entry = Entry::alone(EventKind::Undone { target });
            desk.stop.set(false);
            let undoing = desk.while_long("Undoing the import", desk.write("Undoing", vec![entry]));
            match undoing.await {
                Ok(events) => {
                    desk.load().await;
                    desk.store.say.undoable("The import is undone", move || {
                        let back: Vec<Entry> = events.iter().map(crate::desk::undone).collect();
                        desk.spawn(async move {
                            desk.stop.set(false);
                            let back = desk.write("Bringing back", back);
                            desk.while_long("Bringing the import back", back).await?;
                            desk.load().await;
                            desk.store.say.done("The import is back");
                            Ok(())
                        });
                    });
                }
                Err(why) => desk.store.say.trouble(why),
            }
        });
    };
    let lines = move || {
        let imports = desk.standing.get().map(|it| it.imports).unwrap_or_default();
        (!imports.is_empty()).then(|| {
            let lines: Vec<_> = imports
                .into_iter()
                .map(|it| {
                    let id = it.id.clone();
                    view! {
                        <li class="row apart">
                            <span class="grow"><bdi>{it.words}</bdi></span>
                            <Behind words="its assignments" filter=it.filter />
                            <button type="button" on:click=move |_| undo(id.clone())>"Undo this import"</button>
                        </li>
                    }
                })
                .collect();
            view! { <Card id="imports-heading" heading="Imports"><ul class="list">{lines}</ul></Card> }
        })
    };
    view! { {lines} }
}
