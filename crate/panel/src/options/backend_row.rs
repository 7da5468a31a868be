//! One backend: how it is, what it is used for, and the way to be rid of it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tallystick_browser::consent;
use tallystick_core::show;
use tallystick_wire::message::{AddBackend, BackendStatus, PauseBackend, RemoveBackend};

use crate::kit::confirm::Confirm;
use crate::kit::state::State;
use crate::kit::switch::Switch;
use crate::options::backend_add::allowed;
use crate::options::membership::{Membership, Revoked};
use crate::popup::mood;
use crate::store::{Store, ask};

/// The backend at this address.
#[component]
pub fn BackendRow(store: Store, url: String) -> impl IntoView {
    let address = url.clone();
    let backend = Memo::new(move |_| store.backends().into_iter().find(|it| it.url == address));
    let part = move |read: fn(&BackendStatus) -> bool| {
        Signal::derive(move || backend.with(|it| it.as_ref().is_some_and(read)))
    };
    let (reads, writes) = (part(|it| it.read), part(|it| it.write));
    let paused = part(|it| it.paused);
    let name = move || backend.with(|it| it.as_ref().map(|it| show::name(&it.name)));
    let state = move || {
        backend.get().map(|it| {
            let text = show::backend_state(&it, store.now());
            view! { <State mood=mood(&it) text=text /> }
        })
    };
    let mine = move || {
        let name = |it: &BackendStatus| it.public_name.clone().filter(|_| !it.revoked);
        let public = backend.with(|it| it.as_ref().and_then(name));
        public.map(|name| view! { <p class="small">"You are " <code>{name}</code> " there."</p> })
    };
    let change = {
        let url = url.clone();
        move |read: bool, write: bool| {
            let url = url.clone();
            let wish = AddBackend { url, read, write };
            spawn_local(async move { tell(store, ask(wish).await).await });
        }
    };
    let change_write = {
        let url = url.clone();
        move |read: bool, write: bool| {
            let url = url.clone();
            let consent = write.then(consent::ask);
            spawn_local(async move {
                match allowed(consent).await {
                    Ok(()) => {
                        if write {
                            store.say.done("Asking the backend …");
                        }
                        tell(store, ask(AddBackend { url, read, write }).await).await;
                    }
                    Err(why) => {
                        store.say.trouble(why);
                        store.refresh().await;
                    }
                }
            });
        }
    };
    let revoked = part(|it| it.revoked);
    let again = change_write.clone();
    let rejoin = move || {
        let again = again.clone();
        let join = move || again(reads.get_untracked(), true);
        revoked.get().then(|| view! { <Revoked join=join /> })
    };
    let called = backend.with_untracked(|it| it.as_ref().map(|it| it.name.clone()));
    let called = called.unwrap_or_default();
    // Remembered: an open list of devices must not close because something else of the backend changed.
    let member = Memo::new(move |_| {
        let is = |it: &BackendStatus| it.public_name.is_some() && !it.revoked;
        backend.with(|it| it.as_ref().is_some_and(is))
    });
    let shared = Signal::derive(move || backend.with(|it| it.as_ref()?.shared.clone()));
    let (at, of) = (url.clone(), called.clone());
    let membership = move || {
        let (url, name) = (at.clone(), of.clone());
        member
            .get()
            .then(|| view! { <Membership store=store url=url name=name shared=shared /> })
    };
    view! {
        <li class="stack tight">
            <div>
                <h2 class="quote">{name}</h2>
                <p class="code soft">{url.clone()}</p>
            </div>
            {state}
            {mine}
            {rejoin}
            <Use store=store url=url.clone() paused=paused />
            <Switch
                id=format!("read-{url}")
                label="Show what it says"
                help="Its evidence counts in reputations and estimates."
                on=reads
                fixed=paused
                change=move |on| change(on, writes.get_untracked())
            />
            <Switch
                id=format!("write-{url}")
                label="Send my reviews there"
                help="All of them, those already written too."
                on=writes
                fixed=paused
                change=move |on| change_write(reads.get_untracked(), on)
            />
            {membership}
            <Remove store=store url=url name=called />
        </li>
    }
}

#[component]
fn Remove(store: Store, url: String, name: String) -> impl IntoView {
    let act = move |()| {
        let url = url.clone();
        spawn_local(async move {
            match ask(RemoveBackend { url }).await {
                Ok(()) => store.say.done("Backend removed"),
                Err(why) => store.say.trouble(why),
            }
            store.refresh().await;
        });
    };
    view! {
        <div>
            <Confirm
                label="Remove"
                about=show::name(&name)
                question="What it told this machine is deleted; your own reviews stay, here and there. If you \
                          add it again you are the same to it, and can change them."
                yes="Remove it"
                act=act
            />
        </div>
    }
}

/// The whole backend on or off, whatever it is used for and whether or not it answers.
#[component]
fn Use(store: Store, url: String, paused: Signal<bool>) -> impl IntoView {
    let to = url.clone();
    let change = move |on: bool| {
        let url = to.clone();
        let wish = PauseBackend { url, paused: !on };
        spawn_local(async move { tell(store, ask(wish).await).await });
    };
    view! {
        <Switch
            id=format!("use-{url}")
            label="Use this backend"
            help="Off, it is paused: nothing is asked of it or sent to it, and what you write waits."
            on=Signal::derive(move || !paused.get())
            change=change
        />
    }
}

async fn tell(store: Store, answer: Result<BackendStatus, String>) {
    match answer {
        Ok(_) => store.say.done("Saved"),
        Err(why) => store.say.trouble(why),
    }
    store.refresh().await;
}
