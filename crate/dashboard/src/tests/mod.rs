//! What the dashboard promises, in real browsers, over a background that keeps its log in memory.

mod fake;
mod files;
mod long;
mod pages;
mod reach;
mod shelf;

use leptos::prelude::*;
use tallystick_kit::store::Store;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test_configure;
use web_sys::{Element, Event, EventInit, HtmlElement, HtmlInputElement, HtmlSelectElement};

use crate::link::Link;
use crate::page::Dashboard;

wasm_bindgen_test_configure!(run_in_browser);

/// The dashboard, taken away when it goes out of scope.
struct Page {
    root: HtmlElement,
    _mounted: Box<dyn std::any::Any>,
}

impl Drop for Page {
    fn drop(&mut self) {
        self.root.remove();
    }
}

fn dashboard(anchor: &str) -> Page {
    window().location().set_hash(anchor).unwrap();
    let root: HtmlElement = document().create_element("div").unwrap().unchecked_into();
    document().body().unwrap().append_child(&root).unwrap();
    let mounted = leptos::mount::mount_to(root.clone(), || {
        view! { <Dashboard store=Store::open() link=Link::here() /> }
    });
    Page {
        root,
        _mounted: Box::new(mounted),
    }
}

impl Page {
    fn text(&self) -> String {
        self.root.text_content().unwrap_or_default()
    }

    /// Waits until these words stand in the page.
    async fn says(&self, words: &str) {
        for _ in 0..500 {
            if self.text().contains(words) {
                return;
            }
            turn().await;
        }
        panic!("it never said {words:?}: {}", self.text());
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

    /// Presses the visible button, or follows the link, that says this.
    fn press(&self, words: &str) {
        let says = |it: &Element| it.text_content().unwrap_or_default().trim() == words;
        let shown = |it: &Element| it.closest("[hidden]").unwrap().is_none();
        let button = self
            .all("button, a")
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

    /// Gives the file field a file.
    fn give(&self, name: &str, text: &str) {
        let input: HtmlInputElement = self.find("#file").unchecked_into();
        let put = js_sys::Function::new_with_args(
            "input, name, text",
            "const data = new DataTransfer(); data.items.add(new File([text], name));
             input.files = data.files;",
        );
        put.call3(&JsValue::NULL, &input, &name.into(), &text.into())
            .unwrap();
        tell(&input, "change");
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

/// Keeps what is offered for download from leaving, and gives its text.
fn catch_downloads() {
    js_sys::eval(
        "globalThis.caught = [];
         globalThis.makeUrl ??= URL.createObjectURL.bind(URL);
         URL.createObjectURL = (blob) => { globalThis.caught.push(blob); return makeUrl(blob); };
         HTMLAnchorElement.prototype.click = function () {
             if (!this.download) { this.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true })); }
         };",
    )
    .unwrap();
}

async fn caught(at: u32) -> String {
    let all = js_sys::eval("globalThis.caught").unwrap();
    until("a file", || {
        let n = js_sys::Reflect::get(&all, &"length".into()).unwrap();
        n.as_f64().unwrap_or(0.0) > f64::from(at)
    })
    .await;
    let text = js_sys::Function::new_with_args("at", "return globalThis.caught[at].text()");
    let text = text.call1(&JsValue::NULL, &at.into()).unwrap();
    JsFuture::from(js_sys::Promise::from(text))
        .await
        .unwrap()
        .as_string()
        .unwrap()
}
