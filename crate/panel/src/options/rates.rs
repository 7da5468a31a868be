//! The table of rates: what came with the extension, or the worker's own.

use std::collections::BTreeMap;

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use tallystick_core::{entry, rates};
use tallystick_wire::Currency;
use tallystick_wire::settings::Rates;

use crate::kit::day::today;
use crate::store::{Store, one};

const KEY: &str = "rates";

/// One line: the currency, what stands in its field, what is wrong with it.
#[derive(Clone, Copy)]
struct Line {
    currency: Currency,
    text: RwSignal<String>,
    error: RwSignal<Option<String>>,
}

/// The table with its date, saved as a whole.
#[component]
pub fn RatesTable(store: Store) -> impl IntoView {
    let lines = StoredValue::new(lines_of(&untrack(|| store.rates())));
    let trouble = RwSignal::new(None::<String>);
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        trouble.set(None);
        let Some(per_usd) = lines.with_value(|it| read(it)) else {
            trouble.set(Some("Nothing was saved: see the marked rates".to_owned()));
            return;
        };
        let own = Rates {
            date: today(),
            per_usd,
        };
        spawn_local(async move {
            match store.save(one(KEY, &own)).await {
                Ok(()) => store.say.done("Rates saved, with today's date"),
                Err(why) => trouble.set(Some(why)),
            }
        });
    };
    let reset = move |_| {
        lines.with_value(|it| fill(it, &rates::built_in()));
        store.change(KEY, &None::<Rates>);
    };
    let own = move || store.value::<Option<Rates>>(KEY).flatten().is_some();
    view! {
        <p class="words">{move || about(&store.rates(), own())}</p>
        <details>
            <summary>"See and change the rates"</summary>
            <form class="stack tight" on:submit=save novalidate>
                <Table lines=lines.get_value() />
                <div aria-live="polite">
                    {move || trouble.get().map(|why| view! { <p class="error">{why}</p> })}
                </div>
                <div class="row">
                    <button type="submit" class="main">"Save these rates"</button>
                    <button type="button" on:click=reset>"Back to those that came with Tallystick"</button>
                </div>
            </form>
        </details>
    }
}

#[component]
fn Table(lines: Vec<Line>) -> impl IntoView {
    let rows: Vec<_> = lines.into_iter().map(row).collect();
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label="Rates">
            <table>
                <thead>
                    <tr>
                        <th scope="col">"Currency"</th>
                        <th scope="col">"Units for one US dollar"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn row(line: Line) -> impl IntoView {
    let code = line.currency.to_string();
    let error_id = format!("rate-{code}-error");
    view! {
        <tr>
            <th scope="row">{code.clone()}</th>
            <td>
                <input
                    type="text"
                    class="amount"
                    inputmode="decimal"
                    autocomplete="off"
                    aria-label=format!("{code} for one US dollar")
                    aria-describedby=error_id.clone()
                    aria-invalid=move || line.error.with(Option::is_some).to_string()
                    bind:value=line.text
                />
                <div id=error_id>
                    {move || line.error.get().map(|why| view! { <p class="error">{why}</p> })}
                </div>
            </td>
        </tr>
    }
}

fn about(rates: &Rates, own: bool) -> String {
    let whose = if own {
        "Your own rates"
    } else {
        "The rates that came with Tallystick"
    };
    format!(
        "{whose}, of {}. They turn rewards in other currencies into yours, so that pay can be \
         compared with your floor. They are never fetched: nothing is asked of anyone.",
        rates.date
    )
}

fn lines_of(rates: &Rates) -> Vec<Line> {
    let line = |(&currency, &rate): (&Currency, &f64)| Line {
        currency,
        text: RwSignal::new(entry::rate_text(rate)),
        error: RwSignal::new(None),
    };
    rates
        .per_usd
        .iter()
        .filter(|it| *it.0 != Currency::USD)
        .map(line)
        .collect()
}

fn fill(lines: &[Line], rates: &Rates) {
    for line in lines {
        if let Some(rate) = rates.per_usd.get(&line.currency) {
            line.text.set(entry::rate_text(*rate));
        }
        line.error.set(None);
    }
}

/// All rates, or none if one of them cannot be read; each error stands beside its field.
fn read(lines: &[Line]) -> Option<BTreeMap<Currency, f64>> {
    let mut per_usd = BTreeMap::from([(Currency::USD, 1.0)]);
    let mut whole = true;
    for line in lines {
        let rate = entry::rate(&line.text.get_untracked());
        line.error.set(rate.as_ref().err().cloned());
        match rate {
            Ok(rate) => drop(per_usd.insert(line.currency, rate)),
            Err(_) => whole = false,
        }
    }
    whole.then_some(per_usd)
}
