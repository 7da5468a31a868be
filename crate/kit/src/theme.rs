//! The panel wears the theme that the worker chose for the badges; "as the page" is as the system.

use leptos::prelude::*;
use tallystick_wire::settings::Theme;

use crate::store::Store;

/// Keeps the theme of the document as the setting is.
pub fn follow(store: Store) {
    Effect::new(move || {
        let Some(root) = document().document_element() else {
            return;
        };
        let set = match store.value::<Theme>("theme").unwrap_or_default() {
            Theme::Page => root.remove_attribute("data-theme"),
            Theme::Light => root.set_attribute("data-theme", "light"),
            Theme::Dark => root.set_attribute("data-theme", "dark"),
        };
        // A document without attributes keeps the system's theme.
        drop(set);
    });
}
