//! Where in the first run one is.

use leptos::prelude::*;

/// A step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The floor.
    Floor,
    /// A backend, if one wants it.
    Backend,
    /// What to do now.
    Done,
}

impl Step {
    const ALL: [Self; 3] = [Self::Floor, Self::Backend, Self::Done];

    /// Its heading.
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Floor => "What is your hour worth?",
            Self::Backend => "Other workers' reviews, if you want them",
            Self::Done => "That is all",
        }
    }

    const fn short(self) -> &'static str {
        match self {
            Self::Floor => "Floor",
            Self::Backend => "Backend (optional)",
            Self::Done => "Done",
        }
    }
}

/// The steps, with the present one marked.
#[component]
pub fn Steps(step: RwSignal<Step>) -> impl IntoView {
    let items = Step::ALL.into_iter().zip(1..).map(|(it, number)| {
        let current = move || (step.get() == it).then_some("step");
        view! {
            <li aria-current=current>
                <span class="mark">{number}</span>
                {it.short()}
            </li>
        }
    });
    view! { <ol class="steps" aria-label="Steps">{items.collect_view()}</ol> }
}
