//! Which page is shown, and of what: the part of the address after `#`.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tallystick_kit::store::Store;

/// A page of the dashboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// Figures and charts.
    Figures,
    /// All assignments.
    Log,
    /// To come and missing.
    Owed,
    /// Files out.
    Export,
    /// One report, made for print.
    Report,
    /// Files in.
    Import,
    /// A history that is about to go.
    Rescue,
    /// Copies, wiping.
    Keep,
}

impl Route {
    /// Those in the navigation, in its order.
    pub const SECTIONS: [Self; 7] = [
        Self::Figures,
        Self::Log,
        Self::Owed,
        Self::Export,
        Self::Import,
        Self::Rescue,
        Self::Keep,
    ];

    /// Its address after `#`.
    pub const fn anchor(self) -> &'static str {
        match self {
            Self::Figures => "figures",
            Self::Log => "log",
            Self::Owed => "owed",
            Self::Export => "export",
            Self::Report => "report",
            Self::Import => "import",
            Self::Rescue => "rescue",
            Self::Keep => "keep",
        }
    }

    /// What the navigation calls it.
    pub const fn short(self) -> &'static str {
        match self {
            Self::Figures => "Figures",
            Self::Log => "Log",
            Self::Owed => "To come & missing",
            Self::Export => "Export & reports",
            Self::Report => "Report",
            Self::Import => "Import",
            Self::Rescue => "Save a history",
            Self::Keep => "Copies & wiping",
        }
    }

    /// Its heading.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Figures => "What an hour really brings",
            Self::Log => "Every assignment",
            Self::Owed => "Money to come, money missing",
            Self::Export => "Export & reports",
            Self::Report => "Report",
            Self::Import => "Import",
            Self::Rescue => "Save a history before it is gone",
            Self::Keep => "Copies & wiping",
        }
    }

    /// A sentence under the heading.
    pub const fn introduction(self) -> &'static str {
        match self {
            Self::Figures => {
                "Out of your own log, on this machine. Every number opens the assignments behind it."
            }
            Self::Log => {
                "Search, correct, leave out. Nothing is overwritten: every change can be taken back."
            }
            Self::Owed => {
                "What is submitted and not decided, and what should have come and did not."
            }
            Self::Export => {
                "Your record is yours: for a spreadsheet, for your taxes, for a dispute, for your union."
            }
            Self::Report => "Print it, or save it as PDF from the print dialog.",
            Self::Import => {
                "It says first what it would do. It is all or nothing, and can be undone as a whole."
            }
            Self::Rescue => "Day by day, by your own clicks. Nothing is fetched behind your back.",
            Self::Keep => {
                "The log lives in this browser only. A copy of it belongs on another disk."
            }
        }
    }
}

/// Follows the address.
#[derive(Clone, Copy)]
pub struct Router {
    /// The page that is shown.
    pub route: RwSignal<Route>,
    /// What stands behind `?`: of what.
    pub of: RwSignal<String>,
    /// The heading that takes the focus.
    pub heading: NodeRef<html::H1>,
}

impl Router {
    /// Starts at the address's page; without one at the figures.
    pub fn follow(store: Store) -> Self {
        let (route, of) = here();
        let router = Self {
            route: RwSignal::new(route),
            of: RwSignal::new(of),
            heading: NodeRef::new(),
        };
        let listening = window_event_listener(ev::hashchange, move |_| {
            let (route, of) = here();
            let moved = router.route.get_untracked() != route;
            router.of.set(of);
            if moved {
                router.route.set(route);
                store.say.quiet();
                window().scroll_to_with_x_and_y(0.0, 0.0);
                router.focus();
            }
        });
        on_cleanup(move || listening.remove());
        Effect::new(move || {
            let title = router.route.get().title();
            document().set_title(&format!("{title} – Tallystick"));
        });
        router
    }

    /// What the address is about, if it can be read.
    pub fn about<T: DeserializeOwned>(self) -> Option<T> {
        let text = js_sys::decode_uri_component(&self.of.get()).ok()?;
        serde_json::from_str(&String::from(text)).ok()
    }

    /// Moves the focus to the heading.
    pub fn focus(self) {
        if let Some(heading) = self.heading.get_untracked() {
            // A heading that cannot take it leaves the focus where it is.
            drop(heading.focus());
        }
    }
}

/// The address of a page that is about something.
pub fn address(route: Route, about: &impl Serialize) -> String {
    let mut value = serde_json::to_value(about).unwrap_or_default();
    // What is not asked for need not stand in an address.
    if let Some(fields) = value.as_object_mut() {
        fields.retain(|_, it| {
            !it.is_null()
                && *it != ""
                && *it != false
                && it.as_array().is_none_or(|it| !it.is_empty())
        });
    }
    let text = String::from(js_sys::encode_uri_component(&value.to_string()));
    format!("#{}?{text}", route.anchor())
}

fn here() -> (Route, String) {
    let hash = window().location().hash().unwrap_or_default();
    let hash = hash.trim_start_matches('#');
    let (anchor, of) = hash.split_once('?').unwrap_or((hash, ""));
    let all = Route::SECTIONS.into_iter().chain([Route::Report]);
    let route = all.into_iter().find(|it| it.anchor() == anchor);
    (route.unwrap_or(Route::Figures), of.to_owned())
}
