//! What the panel promises of its pages, in real browsers, over a background that answers from
//! memory.

mod fake;
mod first_run;
mod moving;
mod options;
mod popup;
mod reach;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test_configure;
use web_sys::{Element, Event, EventInit, HtmlElement, HtmlInputElement, HtmlSelectElement};

use crate::store::Store;

wasm_bindgen_test_configure!(run_in_browser);

/// A page of the panel, taken away when it goes out of scope.
struct Page {
    root: HtmlElement,
    _mounted: Box<dyn std::any::Any>,
}

impl Drop for Page {
    fn drop(&mut self) {
        self.root.remove();
    }
}

fn popup() -> Page {
    mount(|store| view! { <crate::popup::Popup store=store /> }.into_any())
}

fn options(anchor: &str) -> Page {
    window().location().set_hash(anchor).unwrap();
    mount(|store| view! { <crate::options::Options store=store /> }.into_any())
}

fn mount(draw: fn(Store) -> AnyView) -> Page {
    let root: HtmlElement = document().create_element("div").unwrap().unchecked_into();
    document().body().unwrap().append_child(&root).unwrap();
    let mounted = leptos::mount::mount_to(root.clone(), move || draw(Store::open()));
    Page {
        root,
        _mounted: Box::new(mounted),
    }
}

impl Page {
    /// The page's words as they stand, without the marks around names.
    fn text(&self) -> String {
        let text = self.root.text_content().unwrap_or_default();
        text.replace(['\u{2068}', '\u{2069}'], "")
    }

    /// Waits until these words stand in the page.
    async fn says(&self, words: &str) {
        until(words, || self.text().contains(words)).await;
    }

    fn all(&self, selector: &str) -> Vec<Element> {
        let found = self.root.query_selector_all(selector).unwrap();
        (0..found.length())
            .map(|at| found.get(at).unwrap().unchecked_into())
            .collect()
    }

    fn find(&self, selector: &str) -> HtmlElement {
        let found = self.root.query_selector(selector).unwrap();
        found
            .unwrap_or_else(|| panic!("no {selector} in: {}", self.text()))
            .unchecked_into()
    }

    /// Presses the visible button that says this.
    fn press(&self, words: &str) {
        let says = |it: &Element| it.text_content().unwrap_or_default().trim() == words;
        let shown = |it: &Element| it.closest("[hidden]").unwrap().is_none();
        let button = self
            .all("button")
            .into_iter()
            .find(|it| says(it) && shown(it));
        let button = button.unwrap_or_else(|| panic!("no button {words:?} in: {}", self.text()));
        button.unchecked_into::<HtmlElement>().click();
    }

    fn type_into(&self, selector: &str, text: &str) {
        let input: HtmlInputElement = self.find(selector).unchecked_into();
        input.set_value(text);
        tell(&input, "input");
    }

    fn choose(&self, selector: &str, value: &str) {
        let select: HtmlSelectElement = self.find(selector).unchecked_into();
        select.set_value(value);
        tell(&select, "change");
    }
}

fn tell(element: &Element, name: &str) {
    let init = EventInit::new();
    init.set_bubbles(true);
    element
        .dispatch_event(&Event::new_with_event_init_dict(name, &init).unwrap())
        .unwrap();
}

/// Lets everything that is due happen, again and again, until `true_now`.
async fn until(what: &str, true_now: impl Fn() -> bool) {
    for _ in 0..500 {
        if true_now() {
            return;
        }
        turn().await;
    }
    panic!(
        "it never came to this: {what}; the page: {:?}",
        document().body().unwrap().text_content()
    );
}

/// One turn of the browser's loop.
async fn turn() {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        window().set_timeout_with_callback(&resolve).unwrap();
    });
    JsFuture::from(promise).await.unwrap();
}

fn focused() -> String {
    document()
        .active_element()
        .and_then(|it| it.text_content())
        .unwrap_or_default()
}
