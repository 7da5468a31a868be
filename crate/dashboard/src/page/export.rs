//! Files out, in parts: the page stays alive, shows how far it is and can stop.

use js_sys::Array;
use leptos::prelude::*;
use tallystick_core::summary::Filter;
use tallystick_core::zone::Period;
use tallystick_kit::day::today;
use tallystick_kit::file;
use tallystick_kit::frame::Card;
use tallystick_kit::store::ask;
use tallystick_wire::message::{MarkSaved, ReadEvents};
use wasm_bindgen::JsValue;

use super::route::{Route, address};
use super::terms::Terms;
use crate::desk::{Desk, raw};
use crate::engine::ask::{Begin, Csv, Json, Reported, Sheet, SheetEnd};

/// How many assignments are written at once.
const ROWS_AT_ONCE: usize = 2_000;
/// How many events are written at once.
const EVENTS_AT_ONCE: u32 = 2_000;

/// What is underway: what, how much of how much.
#[derive(Clone, PartialEq)]
struct Underway {
    what: &'static str,
    done: usize,
    of: usize,
}

#[derive(Clone, Copy)]
struct Out {
    desk: Desk,
    underway: RwSignal<Option<Underway>>,
    stop: RwSignal<bool>,
}

/// The page.
#[component]
pub fn Export(desk: Desk) -> impl IntoView {
    let out = Out {
        desk,
        underway: RwSignal::new(None),
        stop: RwSignal::new(false),
    };
    // While records are read anew, not all of them are there.
    let busy = move || out.underway.with(Option::is_some) || desk.reading.get() || desk.is_busy();
    let half = move || {
        desk.is_busy().then(|| {
            view! { <p class="notice doubt" role="status">"The log is being changed as a whole: a file made now would hold half of that. Export once it is over."</p> }
        })
    };
    let csv = move |_| out.start(out.csv());
    let sheet = move |_| out.start(out.sheet());
    let json = move |_| out.start(out.json());
    view! {
        {half}
        <Card id="tables-heading" heading="Tables">
            <p class="words">"One line an assignment, with every column explained in the files' documentation. Which ones:"</p>
            <Terms desk=desk />
            <div class="row">
                <button type="button" class="main" prop:disabled=busy on:click=csv>"Export CSV"</button>
                <button type="button" prop:disabled=busy on:click=sheet>"Export XLSX"</button>
            </div>
            <p class="small soft words">"CSV opens everywhere; XLSX has numbers and dates as such, and the months' sums on a second sheet. No cell of either is ever a formula."</p>
        </Card>
        <Card id="json-heading" heading="The log itself">
            <p class="words">"A JSON file with every event. Imported into an empty Tallystick it is the same log again, byte for byte: this is the copy to keep."</p>
            <div><button type="button" class="main" prop:disabled=busy on:click=json>"Export JSON"</button></div>
        </Card>
        <ProgressOf out=out />
        <Reports desk=desk />
    }
}

#[component]
fn ProgressOf(out: Out) -> impl IntoView {
    move || {
        out.underway.get().map(|it| {
            view! {
                <div class="notice stack tight" role="status">
                    <label for="export-progress">{format!("{}: {} of {}", it.what, it.done, it.of)}</label>
                    <progress id="export-progress" max=it.of.max(1).to_string() value=it.done.to_string()></progress>
                    <div><button type="button" on:click=move |_| out.stop.set(true)>"Cancel"</button></div>
                </div>
            }
        })
    }
}

impl Out {
    fn start(self, work: impl Future<Output = Result<Option<String>, String>> + 'static) {
        self.stop.set(false);
        let store = self.desk.store;
        leptos::task::spawn_local(async move {
            match work.await {
                Ok(Some(name)) => store.say.done(format!("Exported as {name}")),
                Ok(None) => store.say.done("Cancelled: no file was made"),
                Err(why) => store.say.trouble(why),
            }
            self.underway.set(None);
        });
    }

    /// Says how far it is; whether to go on.
    fn goes_on(self, what: &'static str, done: usize, of: usize) -> bool {
        self.underway.set(Some(Underway { what, done, of }));
        !self.stop.get_untracked()
    }

    async fn csv(self) -> Result<Option<String>, String> {
        let (desk, filter) = (self.desk, self.desk.filter.get_untracked());
        let of = desk.link.ask(Begin { filter }).await?;
        let parts = Array::new();
        let mut from = 0;
        loop {
            let part = desk
                .link
                .bytes(Csv {
                    from,
                    n: ROWS_AT_ONCE,
                })
                .await?;
            parts.push(&part);
            from += ROWS_AT_ONCE;
            if !self.goes_on("CSV", from.min(of), of) {
                return Ok(None);
            }
            if of <= from {
                return save("csv", "text/csv", &parts).map(Some);
            }
        }
    }

    async fn sheet(self) -> Result<Option<String>, String> {
        let (desk, filter) = (self.desk, self.desk.filter.get_untracked());
        let of = desk
            .link
            .ask(Begin {
                filter: filter.clone(),
            })
            .await?;
        let mut from = 0;
        loop {
            desk.link
                .ask(Sheet {
                    from,
                    n: ROWS_AT_ONCE,
                })
                .await?;
            from += ROWS_AT_ONCE;
            if !self.goes_on("XLSX", from.min(of), of) {
                return Ok(None);
            }
            if of <= from {
                break;
            }
        }
        let bytes = desk.link.bytes(SheetEnd { filter }).await?;
        let parts = Array::of1(&bytes);
        let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        save("xlsx", kind, &parts).map(Some)
    }

    async fn json(self) -> Result<Option<String>, String> {
        let desk = self.desk;
        let events = desk.standing.get_untracked().map_or(0, |it| it.events);
        let of = usize::try_from(events).unwrap_or(usize::MAX);
        let parts = Array::new();
        let (mut after, mut written, mut first) = (0, 0, true);
        loop {
            let question = ReadEvents {
                after,
                limit: EVENTS_AT_ONCE,
            };
            let answer = raw(question).await?;
            let part = desk.link.ask(Json { answer, first }).await?;
            parts.push(&file::part(&part.text)?);
            written += part.events;
            if !self.goes_on("JSON", written, of) {
                return Ok(None);
            }
            first = false;
            match part.next {
                Some(next) => after = next,
                None => break,
            }
        }
        let name = save("json", "application/json", &parts)?;
        let events = u64::try_from(written).unwrap_or(events);
        ask(MarkSaved { events }).await?;
        desk.extras().await?;
        desk.store.refresh().await;
        Ok(Some(name))
    }
}

fn save(ending: &str, kind: &str, parts: &JsValue) -> Result<String, String> {
    let name = format!("tallystick-{}.{ending}", today());
    file::download_parts(&name, kind, parts)?;
    Ok(name)
}

/// The ways to the reports.
#[component]
fn Reports(desk: Desk) -> impl IntoView {
    let period = move || address(Route::Report, &Reported::Period(desk.filter.get()));
    let starts = move || desk.store.value::<String>("tax_year").unwrap_or_default();
    let of_year = move |back: i64| {
        let today = desk.today.get()?;
        let (month, day) = desk.tax_year_start();
        let mut year = Period::tax_year(today, month, day);
        for _ in 0..back {
            year = Period::tax_year(year.from.plus(-1), month, day);
        }
        let words = format!("{} to {}", year.from, year.to);
        Some(
            view! { <li><a href=address(Route::Report, &Reported::TaxYear(year))>{words}</a></li> },
        )
    };
    let years = move || (0..4).filter_map(of_year).collect::<Vec<_>>();
    let choose = move |event| desk.store.change("tax_year", &event_target_value(&event));
    let begins = match tallystick_core::settings::find("tax_year").map(|it| it.kind) {
        Some(tallystick_core::settings::Kind::Choice(begins)) => begins,
        _ => &[],
    };
    let begins: Vec<_> = begins
        .iter()
        .map(|(value, words)| {
            view! { <option value=*value prop:selected=move || starts() == *value>{*words}</option> }
        })
        .collect();
    let all = Reported::Dispute {
        filter: Filter {
            standings: vec![tallystick_wire::ledger::Standing::Rejected],
            ..Filter::default()
        },
        key: None,
        with_ids: false,
    };
    view! {
        <Card id="reports-heading" heading="Reports to print">
            <h3>"A period"</h3>
            <p><a href=period>"Report of the assignments chosen above"</a></p>
            <h3>"A tax year"</h3>
            <div class="field">
                <label for="tax-start" class="small">"It begins on"</label>
                <select id="tax-start" on:change=choose>
                    {begins}
                </select>
            </div>
            <ul>{years}</ul>
            <p class="small soft words">"By your own midnight and by the platforms', since a tax office counts the one and a platform's statement the other."</p>
            <h3>"A dispute"</h3>
            <p><a href=address(Route::Report, &all)>"Everything that was rejected"</a></p>
            <p class="small soft words">"Of one requester or one assignment: open it in the log. The platform's ids of your assignments are left out unless you ask for them."</p>
        </Card>
    }
}
