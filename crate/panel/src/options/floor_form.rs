//! The form for the floor: a country's minimum wage to begin with, or a figure of one's own.

use std::collections::BTreeSet;

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use tallystick_core::floor::{self, Country};
use tallystick_core::{entry, rates, show};
use tallystick_wire::settings::Rates;
use tallystick_wire::{Currency, Money};

use crate::kit::field::FieldError;
use crate::store::{Store, one};

/// What stands in the form.
#[derive(Clone, Copy)]
struct Form {
    country: RwSignal<String>,
    amount: RwSignal<String>,
    currency: RwSignal<String>,
    error: RwSignal<Option<String>>,
}

/// The form; `saved` is called after the floor was saved.
#[component]
pub fn FloorForm(
    store: Store,
    /// What the button says.
    save: &'static str,
    /// Called when it was saved.
    #[prop(into)]
    saved: Callback<()>,
) -> impl IntoView {
    let form = untrack(|| Form::open(store));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(floor) = untrack(|| form.floor()) else {
            return;
        };
        let mut values = one("floor", &floor);
        let country = untrack(|| form.country_of(floor, &store.rates()));
        values.extend(one("country", &country));
        spawn_local(async move {
            match store.save(values).await {
                Ok(()) => saved.run(()),
                Err(why) => form.error.set(Some(why)),
            }
        });
    };
    view! {
        <form class="stack" on:submit=submit novalidate>
            <CountryField form=form />
            <AmountField store=store form=form />
            <div><button type="submit" class="main">{save}</button></div>
        </form>
    }
}

#[component]
fn CountryField(form: Form) -> impl IntoView {
    let options: Vec<_> = floor::countries()
        .iter()
        .map(|it| view! { <option value=it.code>{it.name}</option> })
        .collect();
    let choose = move |event| {
        let code = event_target_value(&event);
        if let Some(country) = floor::country(&code) {
            form.fill(country.hourly);
        }
        form.country.set(code);
    };
    let without: Vec<_> = floor::without_statutory()
        .iter()
        .map(|&(code, name)| view! { <option value=code>{name}</option> })
        .collect();
    let about = move || {
        let code = form.country.get();
        let none = floor::without_statutory().iter().find(|it| it.0 == code);
        none.map(|it| no_law(it.1).into_any())
            .or_else(|| floor::country(&code).map(|it| source(it).into_any()))
    };
    view! {
        <div class="field">
            <label for="floor-country">"Start from a minimum wage"</label>
            <select
                id="floor-country"
                aria-describedby="floor-source"
                prop:value=form.country
                on:change=choose
            >
                <option value="">"No country: a figure of my own"</option>
                <optgroup label="With a statutory minimum wage">{options}</optgroup>
                <optgroup label="Without one">{without}</optgroup>
            </select>
            <div id="floor-source" aria-live="polite">{about}</div>
        </div>
    }
}

fn no_law(name: &str) -> impl IntoView + use<> {
    let words = format!("{name} has no statutory minimum wage: write your own figure below.");
    view! { <p class="help">{words}</p> }
}

fn source(country: &'static Country) -> impl IntoView {
    view! {
        <p class="help">
            {format!("{}: {} an hour, ", country.name, show::money(country.hourly))}
            {format!("in force since {}. ", country.date)}
            {country.note}
            " Source: "
            <cite>{country.source}</cite>
            "."
        </p>
    }
}

#[component]
fn AmountField(store: Store, form: Form) -> impl IntoView {
    let options: Vec<_> = currencies(&untrack(|| store.rates()))
        .into_iter()
        .map(|it| view! { <option value=it.to_string()>{it.to_string()}</option> })
        .collect();
    let change = move |event| {
        untrack(|| form.change_currency(event_target_value(&event), &store.rates()));
    };
    view! {
        <div class="field">
            <label for="floor-amount">"The least an hour may bring"</label>
            <div class="pair">
                <input
                    id="floor-amount"
                    type="text"
                    inputmode="decimal"
                    class="amount"
                    autocomplete="off"
                    aria-describedby="floor-help floor-error"
                    aria-invalid=move || form.error.with(Option::is_some).to_string()
                    bind:value=form.amount
                />
                <select aria-label="Currency" prop:value=form.currency on:change=change>
                    {options}
                </select>
            </div>
            <p class="help" id="floor-help">
                "Before taxes and fees. You can change it at any time. "
                {move || elsewhere(form, &store.rates())}
            </p>
            <FieldError id="floor-error" error=form.error />
        </div>
    }
}

impl Form {
    /// Filled with what is saved; before the first run with nothing but dollars.
    fn open(store: Store) -> Self {
        let floor = store.floor();
        let country = store
            .value::<Option<String>>("country")
            .flatten()
            .unwrap_or_default();
        let currency = floor.map_or(Currency::USD, |it| it.currency);
        Self {
            country: RwSignal::new(country),
            amount: RwSignal::new(floor.map(entry::amount_text).unwrap_or_default()),
            currency: RwSignal::new(currency.to_string()),
            error: RwSignal::new(None),
        }
    }

    fn fill(self, floor: Money) {
        self.amount.set(entry::amount_text(floor));
        self.currency.set(floor.currency.to_string());
        self.error.set(None);
    }

    /// What is typed, if it is an amount; if not, the error stands beside the field.
    fn floor(self) -> Option<Money> {
        let read = self.typed();
        self.error.set(read.as_ref().err().cloned());
        read.ok()
    }

    fn typed(self) -> Result<Money, String> {
        let currency = self
            .currency
            .get()
            .parse::<Currency>()
            .map_err(|bad| bad.to_string())?;
        entry::amount(&self.amount.get(), currency)
    }

    /// The country's own figure follows the currency; a figure that was typed stays as it is.
    fn change_currency(self, code: String, rates: &Rates) {
        let before = self.typed().ok();
        let from_country = before.filter(|it| self.country_of(*it, rates).is_some());
        if let (Some(floor), Ok(currency)) = (from_country, code.parse::<Currency>())
            && let Some(converted) = rates::convert(floor, currency, rates)
        {
            self.amount.set(entry::amount_text(converted));
        }
        self.currency.set(code);
    }

    /// The chosen country, if the amount is still its minimum wage.
    fn country_of(self, floor: Money, rates: &Rates) -> Option<&'static str> {
        let country = floor::country(&self.country.get())?;
        let own = rates::convert(country.hourly, floor.currency, rates)?;
        (own == floor).then_some(country.code)
    }
}

/// The currencies that there are rates for.
fn currencies(rates: &Rates) -> BTreeSet<Currency> {
    rates
        .per_usd
        .keys()
        .copied()
        .chain([Currency::USD])
        .collect()
}

/// The typed amount in the currencies that platforms pay in.
fn elsewhere(form: Form, rates: &Rates) -> String {
    let Ok(floor) = form.typed() else {
        return String::new();
    };
    let others: Vec<_> = [Currency::USD, Currency::GBP, Currency::EUR]
        .into_iter()
        .filter(|it| *it != floor.currency)
        .filter_map(|it| rates::convert(floor, it, rates))
        .map(show::money)
        .collect();
    format!(
        "That is {} at the rates of {}.",
        others.join(" or "),
        rates.date
    )
}
