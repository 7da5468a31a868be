//! Adding a backend: first it says what it is, then the worker decides.

use std::time::Duration;

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use tallystick_browser::{Error, consent};
use tallystick_core::{count, show};
use tallystick_wire::api::{About, Registration};
use tallystick_wire::message::{AddBackend, JoinProgress, ProbeBackend};

use crate::kit::field::TextField;
use crate::kit::switch::Switch;
use crate::store::{Store, ask};

/// How often the work for a membership is looked at.
const PROGRESS_EVERY: Duration = Duration::from_millis(300);

/// An address to be asked, and what it answered.
#[derive(Clone, Copy)]
struct Form {
    url: RwSignal<String>,
    error: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
    /// How far the work for a membership is, 0..=1.
    work: RwSignal<Option<f64>>,
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
        work: RwSignal::new(None),
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

    /// Asks how far the work is for as long as it is not done.
    async fn watch(self) {
        let joining = ask(JoinProgress {}).await.unwrap_or_default();
        let busy = self.busy.get_untracked();
        self.work.set(joining.done.filter(|_| busy));
        if busy {
            set_timeout(move || spawn_local(self.watch()), PROGRESS_EVERY);
        }
    }

    async fn add(self, store: Store, wish: AddBackend) {
        self.busy.set(true);
        spawn_local(self.watch());
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
    let invited = url.contains("#tsi_");
    let by_invitation = about.registration == Registration::Invitation && !invited;
    let closed = about.registration == Registration::Closed;
    let read = RwSignal::new(true);
    let write = RwSignal::new(!closed && !by_invitation);
    let invitation = RwSignal::new(String::new());
    let add = move |_| {
        let (read, write) = (read.get_untracked(), write.get_untracked());
        let url = match invitation.get_untracked().trim() {
            "" => url.clone(),
            invitation => format!("{url}#{invitation}"),
        };
        // Put while the click is handled: the browser refuses the question later.
        let consent = write.then(consent::ask);
        spawn_local(async move {
            match allowed(consent).await {
                Ok(()) => form.add(store, AddBackend { url, read, write }).await,
                Err(why) => form.error.set(Some(why)),
            }
        });
    };
    let write_help = if closed {
        "Not yet: it takes no new members at present."
    } else {
        "Under a random name made for this backend alone; those already written too."
    };
    let invitation_field = by_invitation.then(|| {
        view! {
            <TextField
                id="add-invitation"
                label="Your invitation, to send reviews there"
                help="It begins with tsi_. A member or a moderator of this community can give you one."
                value=invitation
                error=RwSignal::new(None)
            />
        }
    });
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
                fixed=closed
                change=move |on| write.set(on)
            />
            {invitation_field}
            <Work form=form />
            <div class="row">
                <button type="button" class="main" on:click=add aria-disabled=move || form.busy.get().to_string()>
                    "Add it"
                </button>
                <button type="button" on:click=move |_| form.found.set(None)>"Cancel"</button>
            </div>
        </div>
    }
}

/// What is going on while a membership is worked for.
#[component]
fn Work(form: Form) -> impl IntoView {
    move || {
        form.work.get().map(|done| {
            view! {
                <label class="stack tight">
                    "Working for your membership, so that nobody joins by the thousand. It is a matter of luck \
                     and usually of seconds."
                    <progress max="1" value=done.to_string()></progress>
                </label>
            }
        })
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
