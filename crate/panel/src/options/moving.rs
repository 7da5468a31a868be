//! To another device: everything in one sealed file.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tallystick_browser::random;
use tallystick_core::passphrase::{self, Strength};
use tallystick_core::show;
use tallystick_wire::message::{LeftOut, PackMove};

use crate::kit::copy::CopyButton;
use crate::kit::day::today;
use crate::kit::field::TextField;
use crate::kit::file;
use crate::kit::frame::Card;
use crate::store::{Store, ask};

/// A passphrase, twice.
#[derive(Clone, Copy)]
struct Form {
    once: RwSignal<String>,
    twice: RwSignal<String>,
    suggested: RwSignal<Option<String>>,
    error: RwSignal<Option<String>>,
    differs: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
    left_out: RwSignal<Vec<LeftOut>>,
}

/// The form that makes the file.
#[component]
pub fn MoveOut(store: Store) -> impl IntoView {
    let form = Form {
        once: RwSignal::new(String::new()),
        twice: RwSignal::new(String::new()),
        suggested: RwSignal::new(None),
        error: RwSignal::new(None),
        differs: RwSignal::new(None),
        busy: RwSignal::new(false),
        left_out: RwSignal::new(Vec::new()),
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        form.submit(store);
    };
    view! {
        <Card id="move-out-heading" heading="To another device">
            <p class="words">
                "One sealed file: your communities with a way in for the other device, your reviews, notes, \
                 what you hid, and all settings. This device stays as it is. Your log is not in it: the \
                 dashboard exports that."
            </p>
            <form class="stack" on:submit=submit novalidate>
                <TextField
                    id="move-passphrase"
                    label="A passphrase for the file"
                    help="It is asked for on the other device. Nobody can open the file without it, you neither."
                    kind="password"
                    value=form.once
                    error=form.error
                />
                <Hint form=form />
                <Suggestion store=store form=form />
                <TextField
                    id="move-again"
                    label="The same once more"
                    kind="password"
                    value=form.twice
                    error=form.differs
                />
                <div>
                    <button type="submit" class="main" aria-disabled=move || form.busy.get().to_string()>
                        {move || if form.busy.get() { "Sealing …" } else { "Make the file" }}
                    </button>
                </div>
            </form>
            <div aria-live="polite"><LeftOuts form=form /></div>
            <p class="help">
                "Whoever has file and passphrase is you at your communities. When the other device has taken \
                 it, delete it, and revoke it under Backends, where \u{201c}My devices\u{201d} lists it as \
                 \u{201c}moving file of\u{201d} today: the device that took it has a key of its own by then."
            </p>
        </Card>
    }
}

#[component]
fn Hint(form: Form) -> impl IntoView {
    let hint = move || {
        let typed = form.once.get();
        (!typed.is_empty()).then(|| passphrase::strength(&typed).words())
    };
    view! { <p class="small soft" aria-live="polite">{hint}</p> }
}

#[component]
fn Suggestion(store: Store, form: Form) -> impl IntoView {
    let suggest = move |_| match random::bytes() {
        Ok(bytes) => {
            let suggested = passphrase::suggested(bytes);
            form.once.set(suggested.clone());
            form.twice.set(suggested.clone());
            form.suggested.set(Some(suggested));
        }
        Err(why) => store.say.trouble(why.to_string()),
    };
    let shown = move || {
        let typed = form.once.get();
        form.suggested.get().filter(|it| *it == typed).map(|it| {
            view! {
                <div class="notice stack tight">
                    <p>"Write it down before you go on:"</p>
                    <p><code>{it.clone()}</code></p>
                    <div><CopyButton label="Copy it" what="Passphrase" text=it say=store.say /></div>
                </div>
            }
        })
    };
    view! {
        <div><button type="button" on:click=suggest>"Suggest one"</button></div>
        <div aria-live="polite">{shown}</div>
    }
}

#[component]
fn LeftOuts(form: Form) -> impl IntoView {
    let line = |it: LeftOut| {
        view! { <li><strong class="quote">{show::name(&it.name)}</strong>": " {it.why}</li> }
    };
    move || {
        let all = form.left_out.get();
        (!all.is_empty()).then(|| {
            view! {
                <div class="notice doubt stack tight">
                    <p>"The file was made, but with it the other device can only read here:"</p>
                    <ul class="stack tight">{all.into_iter().map(line).collect_view()}</ul>
                </div>
            }
        })
    }
}

impl Form {
    fn submit(self, store: Store) {
        let (once, twice) = (self.once.get_untracked(), self.twice.get_untracked());
        let short = passphrase::strength(&once) == Strength::TooShort;
        self.error
            .set(short.then(|| Strength::TooShort.words().to_owned()));
        let differs = !short && once != twice;
        self.differs.set(
            differs.then(|| "It differs from the first: type the same in both fields".to_owned()),
        );
        if short || differs || self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.left_out.set(Vec::new());
        spawn_local(async move {
            match self.made(once).await {
                Ok(name) => store.say.done(format!("Exported as {name}")),
                Err(why) => store.say.trouble(why),
            }
            self.busy.set(false);
        });
    }

    async fn made(self, passphrase: String) -> Result<String, String> {
        let day = today();
        let name = format!("tallystick-move-{day}.json");
        let packed = ask(PackMove { passphrase, day }).await?;
        file::download(&name, "application/json", &packed.file)?;
        self.left_out.set(packed.left_out);
        for field in [self.once, self.twice] {
            field.set(String::new());
        }
        self.suggested.set(None);
        Ok(name)
    }
}
