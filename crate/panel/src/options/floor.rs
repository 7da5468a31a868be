//! The floor as it is, the form to change it, and the rates that go with it.

use leptos::prelude::*;
use tallystick_core::show;

use super::floor_form::FloorForm;
use super::rates::RatesTable;
use crate::kit::frame::Card;
use crate::store::Store;

/// Floor and rates.
#[component]
pub fn Floor(store: Store) -> impl IntoView {
    let now = move || match store.floor() {
        Some(floor) => view! {
            <p>
                <span class="figure number">{show::money(floor)}</span>
                " an hour"
            </p>
        }
        .into_any(),
        None => view! {
            <p class="notice doubt">"No floor yet: pay is shown, but nothing warns."</p>
        }
        .into_any(),
    };
    view! {
        <Card id="floor-heading" heading="Your floor">
            {now}
            <FloorForm store=store save="Save the floor" saved=move |()| store.say.done("Floor saved") />
        </Card>
        <Card id="rates-heading" heading="Currency rates">
            <RatesTable store=store />
        </Card>
    }
}
