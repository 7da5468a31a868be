//! From another device: what the file holds is shown, and only then taken.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use tallystick_browser::consent;
use tallystick_core::transfer;
use tallystick_core::{count, moving, show};
use tallystick_wire::message::{MoveContents, MoveFate, Moving, MovingBackend, OpenMove, TakeMove};

use crate::kit::day::today;
use crate::kit::field::{FieldError, TextField};
use crate::kit::file;
use crate::kit::frame::Card;
use crate::kit::switch::Switch;
use crate::options::backend_add::allowed;
use crate::store::{Store, ask};

/// A file, its passphrase, and what is in it.
#[derive(Clone, Copy)]
struct Form {
    input: NodeRef<html::Input>,
    passphrase: RwSignal<String>,
    no_file: RwSignal<Option<String>>,
    error: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
    found: RwSignal<Option<Found>>,
}

/// What was opened: it is taken as it was shown, whatever stands in the fields by then.
#[derive(Clone)]
struct Found {
    file: String,
    passphrase: String,
    contents: MoveContents,
}

/// The form that takes a file.
#[component]
pub fn MoveIn(store: Store) -> impl IntoView {
    let form = Form {
        input: NodeRef::new(),
        passphrase: RwSignal::new(String::new()),
        no_file: RwSignal::new(None),
        error: RwSignal::new(None),
        busy: RwSignal::new(false),
        found: RwSignal::new(None),
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        spawn_local(form.open());
    };
    let found = move || {
        form.found
            .get()
            .map(|found| view! { <Contents store=store form=form found=found /> })
    };
    view! {
        <Card id="move-in-heading" heading="From another device">
            <form class="stack" on:submit=submit novalidate>
                <div class="field">
                    <label for="move-file">"The sealed file"</label>
                    <input
                        id="move-file"
                        type="file"
                        accept=".json,application/json"
                        node_ref=form.input
                        on:change=move |_| form.found.set(None)
                        aria-describedby="move-file-error"
                    />
                    <FieldError id="move-file-error" error=form.no_file />
                </div>
                <TextField
                    id="move-opens"
                    label="Its passphrase"
                    kind="password"
                    value=form.passphrase
                    error=form.error
                />
                <div>
                    <button type="submit" aria-disabled=move || form.busy.get().to_string()>
                        {move || if form.busy.get() { "Opening …" } else { "Look into it" }}
                    </button>
                </div>
            </form>
            <p class="help">"First you see what it would change. What is here already stays."</p>
            <div aria-live="polite">{found}</div>
        </Card>
    }
}

impl Form {
    async fn open(self) {
        self.found.set(None);
        self.error.set(None);
        let text = match self.file().await {
            Ok(text) => text,
            Err(why) => return self.no_file.set(Some(why)),
        };
        self.no_file.set(None);
        self.busy.set(true);
        let passphrase = self.passphrase.get_untracked();
        let question = OpenMove {
            file: text.clone(),
            passphrase: passphrase.clone(),
        };
        match ask(question).await {
            Ok(contents) => self.found.set(Some(Found {
                file: text,
                passphrase,
                contents,
            })),
            Err(why) => self.error.set(Some(why)),
        }
        self.busy.set(false);
    }

    async fn file(self) -> Result<String, String> {
        let files = self.input.get_untracked().and_then(|it| it.files());
        let Some(chosen) = files.and_then(|it| it.get(0)) else {
            return Err("Choose the file that the other device made".to_owned());
        };
        if (moving::FILE_MAX_BYTES as f64) < chosen.size() {
            let name = chosen.name();
            return Err(format!(
                "{name} is far too large: choose one whose name begins with tallystick-move"
            ));
        }
        file::read(&chosen).await
    }

    async fn take(self, store: Store, found: Found, settings: bool) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        let question = TakeMove {
            file: found.file,
            passphrase: found.passphrase,
            settings,
            day: today(),
        };
        match ask(question).await {
            Ok(_) => {
                self.clear();
                store.say.done("Taken over");
            }
            Err(why) => store.say.trouble(why),
        }
        self.busy.set(false);
        store.load().await;
    }

    fn clear(self) {
        self.found.set(None);
        self.passphrase.set(String::new());
        if let Some(input) = self.input.get_untracked() {
            input.set_value("");
        }
    }
}

#[component]
fn Contents(store: Store, form: Form, found: Found) -> impl IntoView {
    let it = found.contents.clone();
    let now = store.settings.get_untracked().unwrap_or_default();
    let changes = transfer::changes(&now, &it.settings).len() as u64;
    let settings = RwSignal::new(0 < changes);
    let sends = |it: &MovingBackend| it.write && is_joined(it.fate);
    let asks = it.backends.iter().any(sends);
    let take = move |_| {
        // Put while the click is handled: the browser refuses the question later.
        let consent = asks.then(consent::ask);
        let (found, settings) = (found.clone(), settings.get_untracked());
        spawn_local(async move {
            match allowed(consent).await {
                Ok(()) => form.take(store, found, settings).await,
                Err(why) => store.say.trouble(why),
            }
        });
    };
    let switch = (0 < changes).then(|| {
        let differ = count::of(changes, "setting differs", "settings differ");
        view! {
            <Switch
                id="move-settings"
                label="Take its settings too"
                help=format!("{differ} from those here and would be replaced.")
                on=settings
                change=move |on| settings.set(on)
            />
        }
    });
    view! {
        <section class="notice stack" aria-label="What the file holds">
            <p>"Made on " {it.made} ". It holds:"</p>
            <ul class="stack tight">
                {it.backends.into_iter().map(|it| view! { <Backend it=it /> }).collect_view()}
                <li>{held(it.reviews, "review", "reviews")}</li>
                <li>{held(it.notes, "note", "notes")}</li>
                <li>{held(it.hidden, "dimmed or hidden", "dimmed or hidden")}</li>
            </ul>
            {switch}
            <div class="row">
                <button type="button" class="main" on:click=take>"Take it over"</button>
                <button type="button" on:click=move |_| form.clear()>"Leave it"</button>
            </div>
        </section>
    }
}

#[component]
fn Backend(it: MovingBackend) -> impl IntoView {
    view! {
        <li>
            <strong class="quote">{show::name(&it.name)}</strong>
            <span class="code soft">" " {it.url.clone()}</span>
            <br />
            {becomes(&it)}
        </li>
    }
}

/// What becomes of it, in words.
fn becomes(it: &MovingBackend) -> String {
    let name = show::name(it.public_name.as_deref().unwrap_or_default());
    match it.fate {
        MoveFate::Joins => format!("This device speaks for you there, as {name}."),
        MoveFate::Replaces => format!(
            "This device speaks for you there, as {name}; a membership that it had there before is \
             set aside."
        ),
        MoveFate::Reads => "Added for reading: the file lets nobody in there.".to_owned(),
        MoveFate::Same => "Here already; nothing changes.".to_owned(),
        MoveFate::Kept => format!(
            "You are somebody else there on this device, and stay that. To become {name}, leave \
             first, then take the file once more."
        ),
    }
}

const fn is_joined(fate: MoveFate) -> bool {
    matches!(fate, MoveFate::Joins | MoveFate::Replaces)
}

/// `3 reviews, 1 of them new here`.
fn held(moving: Moving, one: &str, many: &str) -> String {
    let all = count::of(moving.all, one, many);
    match (moving.all, moving.new) {
        (0, _) => all,
        (_, 0) => format!("{all}, here already"),
        (all_of, new) if all_of == new => all,
        (_, new) => format!("{all}, {} of them new here", count::grouped(new)),
    }
}
