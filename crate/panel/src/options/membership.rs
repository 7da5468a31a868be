//! One's membership of a backend: the devices that speak for one there, and leaving.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tallystick_core::show;
use tallystick_wire::api::{TOKEN_NAME_MAX, Token, Tokens};
use tallystick_wire::message::{LeaveBackend, ListTokens, NameToken, Parting, RevokeToken};
use wasm_bindgen::JsCast;
use web_sys::HtmlDetailsElement;

use crate::kit::confirm::Confirm;
use crate::kit::state::{Mood, State};
use crate::store::{Store, ask};

/// The list of devices, asked for when it is opened, and the two ways to leave.
#[component]
pub fn Membership(
    store: Store,
    url: String,
    name: String,
    shared: Signal<Option<String>>,
) -> impl IntoView {
    let tokens = RwSignal::new(None::<Result<Tokens, String>>);
    let address = StoredValue::new(url.clone());
    let load = move || {
        let url = address.get_value();
        spawn_local(async move {
            tokens.set(Some(ask(ListTokens { url }).await));
            // Asked for the list, the background may have found this device a key of its own.
            store.refresh().await;
        });
    };
    let opened = move |event: web_sys::Event| {
        let details = event.target().and_then(|it| it.dyn_into().ok());
        if details.is_some_and(|it: HtmlDetailsElement| it.open()) {
            load();
        }
    };
    let list = move || match tokens.get() {
        None => view! { <p class="soft">"Asking the backend …"</p> }.into_any(),
        Some(Err(why)) => view! {
            <p class="error">{why}</p>
            <div><button type="button" on:click=move |_| load()>"Ask again"</button></div>
        }
        .into_any(),
        Some(Ok(all)) => {
            let alone = all.tokens.len() == 1;
            let rows = all.tokens.into_iter().map(|token| {
                view! { <Device store=store url=address.get_value() token=token tokens=tokens /> }
            });
            view! {
                <ul class="list">{rows.collect_view()}</ul>
                {alone.then(|| view! { <p class="help">"No other device speaks for you there."</p> })}
            }
            .into_any()
        }
    };
    view! {
        <details on:toggle=opened>
            <summary>"My devices, and leaving"</summary>
            {move || shared.get().map(|why| view! { <Shared why=why /> })}
            <section class="stack tight" aria-label="My devices" aria-live="polite">{list}</section>
            <p class="help">
                "To let one more in, " <a href="#transfer">"make a sealed file for another device"</a> ". \
                 The file is listed here as well: revoke it when every device has taken it."
            </p>
            <Leave store=store url=url name=name />
        </details>
    }
}

/// That this device has no key of its own yet, and why.
#[component]
fn Shared(why: String) -> impl IntoView {
    let why = (!why.is_empty()).then(|| view! { <p class="small soft">{why}</p> });
    view! {
        <section class="notice stack tight" aria-label="The key of this device">
            <p>
                "This device still uses the key of the moving file that it took, as does every other that \
                 took it: revoked is the file with all of them. It gets a key of its own as soon as the \
                 backend can be asked."
            </p>
            {why}
        </section>
    }
}

#[component]
fn Device(
    store: Store,
    url: String,
    token: Token,
    tokens: RwSignal<Option<Result<Tokens, String>>>,
) -> impl IntoView {
    let called = RwSignal::new(token.name.clone());
    let shown = match token.name.as_str() {
        "" => "A device without a name".to_owned(),
        name => show::name(name),
    };
    let added = format!("added {}", show::day(token.created_at, store.now()));
    let settle = move |answer: Result<Tokens, String>, done: &str| match answer {
        Ok(all) => {
            tokens.set(Some(Ok(all)));
            store.say.done(done);
        }
        Err(why) => store.say.trouble(why),
    };
    let (to, id) = (url.clone(), token.id.clone());
    let rename = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let (url, id) = (to.clone(), id.clone());
        let name = called.get_untracked().trim().to_owned();
        spawn_local(async move { settle(ask(NameToken { url, id, name }).await, "Saved") });
    };
    let id = token.id.clone();
    let revoke = move |()| {
        let (url, id) = (url.clone(), id.clone());
        spawn_local(async move { settle(ask(RevokeToken { url, id }).await, "Device revoked") });
    };
    let mine = token.current;
    view! {
        <li class="stack tight">
            <p>
                <span class="quote">{shown.clone()}</span>
                <span class="small soft">" · " {added}</span>
            </p>
            {mine.then(|| view! { <State mood=Mood::Good text="this device" /> })}
            <form class="row" on:submit=rename>
                <input
                    type="text"
                    class="grow"
                    maxlength=TOKEN_NAME_MAX.to_string()
                    autocomplete="off"
                    placeholder="Laptop"
                    aria-label=format!("Name of: {shown}")
                    bind:value=called
                />
                <button type="submit" aria-label=format!("Save the name of: {shown}")>"Name it"</button>
            </form>
            {(!mine).then(|| view! {
                <div>
                    <Confirm
                        label="Revoke"
                        about=shown
                        question="That device can no longer write or delete in your name. Your reviews \
                                  stay, and so does what that device has of its own."
                        yes="Revoke it"
                        act=revoke
                    />
                </div>
            })}
        </li>
    }
}

#[component]
fn Leave(store: Store, url: String, name: String) -> impl IntoView {
    let act = move |reviews: Parting, done: &'static str| {
        let url = url.clone();
        move |()| {
            let url = url.clone();
            spawn_local(async move {
                store.say.done("Asking the backend …");
                match ask(LeaveBackend { url, reviews }).await {
                    Ok(()) => store.say.done(done),
                    Err(why) => store.say.trouble(why),
                }
                store.refresh().await;
            });
        }
    };
    let delete = act(Parting::Delete, "You left; your reviews there are deleted");
    let unsigned = act(
        Parting::Leave,
        "You left; your reviews there stand unsigned",
    );
    view! {
        <section class="stack tight" aria-label="Leaving">
            <h3>"Leaving"</h3>
            <p class="help">
                "Leaving ends your membership on all your devices. Your reviews, notes and log on this \
                 machine stay; what others say there is shown as before."
            </p>
            <div>
                <Confirm
                    label="Leave and delete my reviews"
                    about=show::name(&name)
                    question="It deletes your name, all your reviews there and their history, at once. \
                              Nothing brings them back there; on this machine they stay."
                    yes="Leave, delete them there"
                    act=delete
                />
            </div>
            <div>
                <Confirm
                    label="Leave and let my reviews stand unsigned"
                    about=show::name(&name)
                    question="It deletes your name. Your reviews go on to help others, unsigned: nothing \
                              joins them to each other, they weigh less, and nobody, you neither, can \
                              change or delete them afterwards. On this machine they stay."
                    yes="Leave them there unsigned"
                    act=unsigned
                />
            </div>
        </section>
    }
}

/// What it means that a backend knows this device no more, and the way back in.
#[component]
pub fn Revoked(join: impl Fn() + 'static) -> impl IntoView {
    view! {
        <section class="stack tight" aria-label="No longer a member">
            <p>
                "This device was revoked there, or you left from another one. Nothing is sent to it; what \
                 you write waits here."
            </p>
            <p class="help">
                "Joining again makes you somebody new there: what waits is sent, and what stands there \
                 already stays as it is. To have done with it, switch \u{201c}Send my reviews there\u{201d} off."
            </p>
            <div>
                <button type="button" on:click=move |_| join()>"Join again"</button>
            </div>
        </section>
    }
}
