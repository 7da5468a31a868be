//! Every setting that is a plain switch or choice, straight out of core's table.

use leptos::prelude::*;
use tallystick_core::settings::{self, Kind, Setting};

use crate::kit::switch::Switch;
use crate::store::Store;

/// The plain settings.
#[component]
pub fn Appearance(store: Store) -> impl IntoView {
    let fields: Vec<_> = settings::table()
        .iter()
        .filter_map(|setting| match setting.kind {
            Kind::Switch => Some(switch(store, setting).into_any()),
            Kind::Choice(choices) => Some(choice(store, setting, choices).into_any()),
            _ => None,
        })
        .map(|field| view! { <div class="card">{field}</div> })
        .collect();
    view! { <div class="stack">{fields}</div> }
}

fn switch(store: Store, setting: &'static Setting) -> impl IntoView {
    view! {
        <Switch
            id=setting.key
            label=setting.label
            help=setting.help
            on=Signal::derive(move || store.value(setting.key).unwrap_or_default())
            change=move |on: bool| store.change(setting.key, &on)
        />
    }
}

fn choice(
    store: Store,
    setting: &'static Setting,
    choices: &'static [(&'static str, &'static str)],
) -> impl IntoView {
    let radios: Vec<_> = choices
        .iter()
        .map(|&(value, label)| {
            let id = format!("{}-{value}", setting.key);
            let chosen = move || {
                store
                    .value::<String>(setting.key)
                    .is_some_and(|now| now == value)
            };
            view! {
                <div class="choice">
                    <input
                        type="radio"
                        id=id.clone()
                        name=setting.key
                        value=value
                        prop:checked=chosen
                        on:change=move |_| store.change(setting.key, &value)
                    />
                    <label for=id>{label}</label>
                </div>
            }
        })
        .collect();
    let help_id = format!("{}-help", setting.key);
    let described = help_id.clone();
    view! {
        <fieldset aria-describedby=described class="stack tight">
            <legend class="legend">{setting.label}</legend>
            <p class="help" id=help_id>{setting.help}</p>
            <div class="choices">{radios}</div>
        </fieldset>
    }
}
