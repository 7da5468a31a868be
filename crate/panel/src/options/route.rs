//! Which section is shown: the part of the address after `#`.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;

use crate::store::Store;

/// A section of the options.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// The first run.
    Welcome,
    /// Floor and rates.
    Floor,
    /// Backends.
    Backends,
    /// Platforms on and off.
    Platforms,
    /// Theme, list bar.
    Appearance,
    /// My reviews.
    Reviews,
    /// Notes and what is hidden.
    Marks,
    /// Export and import.
    Transfer,
    /// How each figure is computed.
    Help,
    /// Privacy, version, licence.
    About,
}

impl Route {
    /// Those in the navigation, in its order.
    pub const SECTIONS: [Self; 9] = [
        Self::Floor,
        Self::Backends,
        Self::Platforms,
        Self::Appearance,
        Self::Reviews,
        Self::Marks,
        Self::Transfer,
        Self::Help,
        Self::About,
    ];

    /// Its address after `#`.
    pub const fn anchor(self) -> &'static str {
        match self {
            Self::Welcome => "welcome",
            Self::Floor => "floor",
            Self::Backends => "backends",
            Self::Platforms => "platforms",
            Self::Appearance => "appearance",
            Self::Reviews => "reviews",
            Self::Marks => "marks",
            Self::Transfer => "transfer",
            Self::Help => "help",
            Self::About => "about",
        }
    }

    /// What the navigation calls it.
    pub const fn short(self) -> &'static str {
        match self {
            Self::Welcome => "Welcome",
            Self::Floor => "Floor & rates",
            Self::Backends => "Backends",
            Self::Platforms => "Platforms",
            Self::Appearance => "Appearance",
            Self::Reviews => "My reviews",
            Self::Marks => "Notes & hidden",
            Self::Transfer => "Export & import",
            Self::Help => "How pay is computed",
            Self::About => "Privacy & about",
        }
    }

    /// Its heading.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Welcome => "Welcome",
            Self::Floor => "Pay floor & rates",
            Self::Backends => "Backends",
            Self::Platforms => "Platforms",
            Self::Appearance => "Appearance & habits",
            Self::Reviews => "My reviews",
            Self::Marks => "Notes & hidden",
            Self::Transfer => "Export & import",
            Self::Help => "How pay is computed",
            Self::About => "Privacy & about",
        }
    }

    /// A sentence under the heading.
    pub const fn introduction(self) -> &'static str {
        match self {
            Self::Welcome => {
                "What tasks really pay, and who is behind them, on the lists where you choose them."
            }
            Self::Floor => "The least that an hour of your work may bring. Warnings go by it.",
            Self::Backends => "Where your community keeps its reviews. You choose; none is needed.",
            Self::Platforms => "The sites on whose lists Tallystick draws.",
            Self::Appearance => "How it looks and what it does on the platforms' pages.",
            Self::Reviews => "What you told the others, and where each review stands.",
            Self::Marks => "Kept on this machine only; nobody else ever sees them.",
            Self::Transfer => {
                "All that is yours for another device, sealed; or your settings alone, to keep."
            }
            Self::Help => "Every figure on a row, where it comes from, and how far to trust it.",
            Self::About => "What leaves this machine, what never does, and whose program this is.",
        }
    }

    fn of_hash(hash: &str) -> Option<Self> {
        let anchor = hash.trim_start_matches('#');
        Self::SECTIONS
            .into_iter()
            .chain([Self::Welcome])
            .find(|it| it.anchor() == anchor)
    }
}

/// Follows the address.
#[derive(Clone, Copy)]
pub struct Router {
    /// The section that is shown.
    pub route: RwSignal<Route>,
    /// The heading that takes the focus.
    pub heading: NodeRef<html::H1>,
}

impl Router {
    /// Starts at the address's section; without one at the floor, or at the first run if there is
    /// none yet.
    pub fn follow(store: Store) -> Self {
        let route = RwSignal::new(here().unwrap_or(Route::Floor));
        let router = Self {
            route,
            heading: NodeRef::new(),
        };
        let listening = window_event_listener(ev::hashchange, move |_| {
            if let Some(there) = here() {
                route.set(there);
                store.say.quiet();
                scroll_to_top();
                router.focus();
            }
        });
        on_cleanup(move || listening.remove());
        Effect::new(move || {
            let title = route.get().title();
            document().set_title(&format!("{title} – Tallystick"));
        });
        Effect::new(move || {
            let done = store
                .status
                .with(|it| it.as_ref().map(|it| it.first_run_done));
            if done == Some(false) && here().is_none() {
                route.set(Route::Welcome);
            }
        });
        router
    }

    /// Moves the focus to the heading.
    pub fn focus(self) {
        if let Some(heading) = self.heading.get_untracked() {
            let _ = heading.focus();
        }
    }
}

fn here() -> Option<Route> {
    Route::of_hash(&window().location().hash().unwrap_or_default())
}

fn scroll_to_top() {
    window().scroll_to_with_x_and_y(0.0, 0.0);
}
