//! Adding a backend: first it says what it is, then the worker decides.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use tallystick_browser::{Error, consent};
use tallystick_core::{count, show};
use tallystick_wire::api::{About, Registration};
use tallystick_wire::message::{AddBackend, ProbeBackend};

use crate::kit::field::TextField;
use crate::kit::switch::Switch;
use crate::store::{Store, ask};

/// An address to be asked, and what it answered.
#[derive(Clone, Copy)]
struct Form {
    url: RwSignal<String>,
    error: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
    /// What was asked and what it said.
    found: RwSignal<Option<(String, About)>>,
}

/// The form.
#[component]
pub fn BackendAdd(store: Store) -> impl IntoView {
    let form = Form {
        url: RwSignal::new(String::new()),
        error: RwSignal::new(None),
        busy: RwSignal::new(false),
        found: RwSignal::new(None),
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        store.say.quiet();
        spawn_local(form.look());
    };
    let found = move || {
        form.found
            .get()
            .map(|(url, about)| view! { <Found store=store form=form url=url about=about /> })
    };
    view! {
        <form class="stack tight" on:submit=submit novalidate>
            <TextField
                id="backend-url"
                label="Its address"
                help="As your community gave it to you, as https://tally.example.org. Nothing is added yet: \
                      it is only asked who it is."
                kind="url"
                value=form.url
                error=form.error
            />
            <div>
                <button type="submit" aria-disabled=move || form.busy.get().to_string()>
                    {move || if form.busy.get() { "Looking …" } else { "Look" }}
                </button>
            </div>
        </form>
        <div aria-live="polite">{found}</div>
    }
}

impl Form {
    async fn look(self) {
        let url = self.url.get_untracked().trim().to_owned();
        self.found.set(None);
        self.error.set(None);
        if url.is_empty() {
            self.error.set(Some(
                "Type the address, as https://tally.example.org".to_owned(),
            ));
            return;
        }
        self.busy.set(true);
        match ask(ProbeBackend { url: url.clone() }).await {
            Ok(about) => self.found.set(Some((url, about))),
            Err(why) => self.error.set(Some(why)),
        }
        self.busy.set(false);
    }

    async fn add(self, store: Store, wish: AddBackend) {
        self.busy.set(true);
        match ask(wish).await {
            Ok(backend) => {
                self.found.set(None);
                self.url.set(String::new());
                store
                    .say
                    .done(format!("{} added", show::name(&backend.name)));
                store.refresh().await;
            }
            Err(why) => self.error.set(Some(why)),
        }
        self.busy.set(false);
    }
}

/// Whether reviews may be sent, where the question was put; the error says the cure.
pub async fn allowed(
    asked: Option<impl Future<Output = Result<bool, Error>>>,
) -> Result<(), String> {
    match asked {
        None => Ok(()),
        Some(asked) => match asked.await {
            Ok(true) => Ok(()),
            Ok(false) => Err(
                "Your browser was told that nothing may be sent, so your reviews stay here: allow \
                 it, or use the backend for reading only"
                    .to_owned(),
            ),
            Err(why) => Err(why.to_string()),
        },
    }
}

#[component]
fn Found(store: Store, form: Form, url: String, about: About) -> impl IntoView {
    let open = about.registration == Registration::Open;
    let read = RwSignal::new(true);
    let write = RwSignal::new(open);
    let add = move |_| {
        let (read, write) = (read.get_untracked(), write.get_untracked());
        let url = url.clone();
        // Put while the click is handled: the browser refuses the question later.
        let consent = write.then(consent::ask);
        spawn_local(async move {
            match allowed(consent).await {
                Ok(()) => form.add(store, AddBackend { url, read, write }).await,
                Err(why) => form.error.set(Some(why)),
            }
        });
    };
    let write_help = if open {
        "Under a random name made for this backend alone; those already written too."
    } else {
        "Not yet: it takes no new members from here."
    };
    view! {
        <div class="notice stack" role="group" aria-labelledby="found-name">
            <Facts about=about />
            <Switch
                id="add-read"
                label="Show what it says"
                help="Its table is fetched and kept here, so look-ups tell nobody anything."
                on=read
                change=move |on| read.set(on)
            />
            <Switch
                id="add-write"
                label="Send my reviews there"
                help=write_help
                on=write
                fixed=!open
                change=move |on| write.set(on)
            />
            <div class="row">
                <button type="button" class="main" on:click=add aria-disabled=move || form.busy.get().to_string()>
                    "Add it"
                </button>
                <button type="button" on:click=move |_| form.found.set(None)>"Cancel"</button>
            </div>
        </div>
    }
}

#[component]
fn Facts(about: About) -> impl IntoView {
    let rules = about.rules_url.filter(|it| it.starts_with("https://")).map(|url| {
        view! {
            <dt>"Rules"</dt>
            <dd><a href=url.clone() target="_blank" rel="noopener noreferrer">{url.clone()}</a></dd>
        }
    });
    view! {
        <h3 id="found-name" class="quote">{show::name(&about.name)}</h3>
        <dl class="facts">
            <dt>"Holds"</dt>
            <dd>
                {count::of(about.reviews, "review", "reviews")} " of "
                {count::of(about.requesters, "requester", "requesters")}
            </dd>
            <dt>"Members"</dt>
            <dd>{members(about.registration)}</dd>
            {rules}
        </dl>
    }
}

const fn members(registration: Registration) -> &'static str {
    match registration {
        Registration::Open => "anyone",
        Registration::Invitation => "by invitation; anyone may read",
        Registration::Closed => "no new ones at present; anyone may read",
    }
}
