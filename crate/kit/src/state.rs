//! A state as sign and word; its colour says nothing that these do not.

use leptos::prelude::*;

/// How good or bad a state is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// As it should be.
    Good,
    /// Underway, or worth a look.
    Doubt,
    /// Wants something done.
    Bad,
}

impl Mood {
    const fn class(self) -> &'static str {
        match self {
            Self::Good => "state good",
            Self::Doubt => "state doubt",
            Self::Bad => "state bad",
        }
    }

    const fn sign(self) -> &'static str {
        match self {
            Self::Good => "✓",
            Self::Doubt => "○",
            Self::Bad => "✕",
        }
    }
}

/// A state.
#[component]
pub fn State(
    /// How good or bad it is.
    mood: Mood,
    /// The word.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! {
        <span class=mood.class()>
            <span aria-hidden="true">{mood.sign()}</span>
            <span>{text}</span>
        </span>
    }
}
