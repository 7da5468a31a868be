//! The popup: how things stand, in one look, and the ways from there.

mod backends;
pub use backends::mood;
mod blind;
mod floor;
mod foot;
mod outbox;
mod platform;

use leptos::prelude::*;

use crate::kit::announce::LiveRegion;
use crate::kit::frame::{Mark, WhenLoaded};
use crate::kit::theme;
use crate::notices::Notices;
use crate::store::Store;

/// Notices of moderators in the popup; the options tell all.
const IN_POPUP: usize = 2;

/// The whole popup.
#[component]
pub fn Popup(store: Store) -> impl IntoView {
    theme::follow(store);
    view! {
        <header class="top">
            <Mark size=28 />
            <h1>"Tallystick"</h1>
            <floor::FloorFigure store=store />
        </header>
        <LiveRegion say=store.say />
        <main>
            <WhenLoaded store=store>
                <floor::FirstRun store=store />
                <platform::ThisTab store=store />
                <blind::BlindPages store=store />
                <backends::Backends store=store />
                <Notices store=store most=IN_POPUP />
                <outbox::Outbox store=store />
                <foot::Foot store=store />
            </WhenLoaded>
        </main>
    }
}
