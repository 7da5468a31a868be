//! The page's one live region: what was done, what went wrong, and a way back.
//!
//! A message stays until the next one or until it is closed: nobody has to read against a clock.

use leptos::html;
use leptos::prelude::*;

/// One message.
#[derive(Clone)]
struct Message {
    text: String,
    bad: bool,
    undo: Option<Callback<()>>,
}

/// Where messages are said; copied wherever something can happen.
#[derive(Clone, Copy)]
pub struct Announcer(RwSignal<Option<Message>>);

/// A region that says nothing yet.
impl Default for Announcer {
    fn default() -> Self {
        Self(RwSignal::new(None))
    }
}

impl Announcer {
    /// Says that something was done.
    pub fn done(self, text: impl Into<String>) {
        self.0.set(Some(Message {
            text: text.into(),
            bad: false,
            undo: None,
        }));
    }

    /// Says that something was done and offers to take it back.
    pub fn undoable(self, text: impl Into<String>, undo: impl Fn() + Send + Sync + 'static) {
        let undo = Callback::new(move |()| undo());
        self.0.set(Some(Message {
            text: text.into(),
            bad: false,
            undo: Some(undo),
        }));
    }

    /// Says that something could not be done, and what to do.
    pub fn trouble(self, text: impl Into<String>) {
        self.0.set(Some(Message {
            text: text.into(),
            bad: true,
            undo: None,
        }));
    }

    /// Says nothing any more.
    pub fn quiet(self) {
        self.0.set(None);
    }
}

/// The region itself; once a page.
#[component]
pub fn LiveRegion(
    /// What it says.
    say: Announcer,
) -> impl IntoView {
    let way_back = NodeRef::<html::Button>::new();
    // What was pressed is often gone from its list: the focus goes where it can be taken back.
    Effect::new(move || {
        if let Some(button) = way_back.get() {
            let _ = button.focus();
        }
    });
    let message = move || {
        say.0.get().map(|message| {
            let undo = message.undo.map(|undo| {
                let take_back = move |_| {
                    say.quiet();
                    undo.run(());
                };
                view! {
                    <button type="button" node_ref=way_back on:click=take_back>
                        "Undo"
                    </button>
                }
            });
            view! {
                <div class="toast" class:bad=message.bad>
                    <span>{message.text}</span>
                    {undo}
                    <button type="button" on:click=move |_| say.quiet()>"Close"</button>
                </div>
            }
        })
    };
    view! {
        <div class="say" role="status" aria-live="polite">
            {message}
        </div>
    }
}
