//! What wakes the program: mutations below the list's root, navigation, theme, visibility.
//!
//! One mutation observer, one pass a frame. It refuses to poll, and a hidden tab has no frames.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::events::EventListener;
use js_sys::{Array, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, EventTarget, MutationObserver, MutationObserverInit, MutationRecord};

use crate::app::{App, Itself};
use crate::ask::weakly;
use crate::make::{self, Done};

/// What may change in a row without its texts changing.
const ROW_ATTRIBUTES: [&str; 4] = ["href", "id", "data-testid", "data-react-props"];
/// Where pages say that they turned dark.
const THEME_ATTRIBUTES: [&str; 4] = ["class", "style", "data-theme", "data-color-scheme"];
/// How many records of a batch are searched for a change of theme: such a change comes alone.
const THEME_RECORDS: u32 = 8;

/// The one observer, the one frame, and who else listens.
pub struct Watch {
    observer: MutationObserver,
    root: RefCell<Option<Element>>,
    following: Cell<bool>,
    frame: Cell<Option<i32>>,
    on_frame: Closure<dyn FnMut(JsValue)>,
    _on_mutation: Closure<dyn FnMut(Array)>,
    listeners: RefCell<Vec<EventListener>>,
}

impl Watch {
    /// Watches nothing yet.
    ///
    /// # Errors
    /// The browser has no mutation observer.
    pub fn new(app: Itself) -> Done<Self> {
        let framed = Rc::clone(&app);
        let on_frame = Closure::new(move |_: JsValue| {
            if let Some(app) = framed.borrow().upgrade() {
                app.watch.frame.set(None);
                app.run(|| crate::annotate::scan(&app));
            }
        });
        let on_mutation = Closure::new(move |records: Array| {
            if let Some(app) = app.borrow().upgrade() {
                app.run(|| app.watch.mutated(&app, &records));
            }
        });
        let observer = MutationObserver::new(on_mutation.as_ref().unchecked_ref())?;
        Ok(Self {
            observer,
            root: RefCell::default(),
            following: Cell::new(false),
            frame: Cell::new(None),
            on_frame,
            _on_mutation: on_mutation,
            listeners: RefCell::default(),
        })
    }

    /// One pass at the next frame, however often this is called before.
    pub fn wake(&self) {
        if self.frame.get().is_some() {
            return;
        }
        let asked = make::window()
            .and_then(|it| it.request_animation_frame(self.on_frame.as_ref().unchecked_ref()));
        self.frame.set(asked.ok());
    }

    /// Follows the rows below `root`; without one, waits for one anywhere in the document. Says
    /// whether that is another root than before.
    ///
    /// # Errors
    /// The document has no root element.
    pub fn follow(&self, root: Option<&Element>) -> Done<bool> {
        if self.following.get() && *self.root.borrow() == root.cloned() {
            return Ok(false);
        }
        self.observer.disconnect();
        self.following.set(true);
        self.root.replace(root.cloned());
        match root {
            Some(root) => self.observe_root(root)?,
            None => self.observe_document()?,
        }
        Ok(true)
    }

    /// Forgets the changes that we made ourselves since the page last had its turn.
    pub fn forget_own(&self) {
        self.observer.take_records();
    }

    /// Stops for good.
    pub fn stop(&self) {
        self.observer.disconnect();
        self.listeners.borrow_mut().clear();
        if let (Some(frame), Ok(window)) = (self.frame.take(), make::window()) {
            let _ = window.cancel_animation_frame(frame);
        }
    }

    /// Listens for what no mutation tells: navigation inside the page, light and dark, and the tab
    /// being looked at again.
    ///
    /// # Errors
    /// There is no window.
    pub fn listen(&self, app: &Rc<App>) -> Done {
        let (window, document) = (make::window()?, make::document()?);
        let mut listeners = self.listeners.borrow_mut();
        let mut on = |target: &EventTarget, kind: &'static str, run: fn(&Rc<App>) -> Done| {
            let run = weakly(app, move |app, ()| run(app));
            listeners.push(EventListener::new(target, kind, move |_| run(())));
        };
        let navigation = Reflect::get(&window, &"navigation".into())?;
        match navigation.dyn_into::<EventTarget>() {
            Ok(navigation) => on(&navigation, "currententrychange", navigated),
            Err(_) => on(&window, "popstate", navigated),
        }
        for wish in ["(prefers-color-scheme: dark)", "(prefers-contrast: more)"] {
            if let Some(query) = window.match_media(wish)? {
                on(&query, "change", crate::annotate::theme);
            }
        }
        on(&document, "visibilitychange", crate::lookup::looked_at);
        on(&window, "load", navigated);
        Ok(())
    }

    fn mutated(&self, app: &Rc<App>, records: &Array) -> Done {
        let first = records.length().min(THEME_RECORDS);
        let themed = (0..first).any(|at| {
            let record: MutationRecord = records.get(at).unchecked_into();
            let target = record.target().and_then(|it| it.dyn_into::<Element>().ok());
            record.type_() == "attributes"
                && target.is_some_and(|it| matches!(&*it.tag_name(), "HTML" | "BODY"))
        });
        if themed {
            crate::annotate::theme(app)?;
            if records.length() <= first {
                return Ok(());
            }
        }
        self.wake();
        Ok(())
    }

    /// Everything below the root, and of its ancestors only that they may lose a child.
    fn observe_root(&self, root: &Element) -> Done {
        let deep = MutationObserverInit::new();
        deep.set_child_list(true);
        deep.set_subtree(true);
        deep.set_character_data(true);
        deep.set_attribute_filter(&names(&ROW_ATTRIBUTES));
        self.observer.observe_with_options(root, &deep)?;
        let mut at = root.parent_element();
        while let Some(ancestor) = at {
            let shallow = MutationObserverInit::new();
            shallow.set_child_list(true);
            if matches!(&*ancestor.tag_name(), "HTML" | "BODY") {
                shallow.set_attribute_filter(&names(&THEME_ATTRIBUTES));
            }
            self.observer.observe_with_options(&ancestor, &shallow)?;
            at = ancestor.parent_element();
        }
        Ok(())
    }

    fn observe_document(&self) -> Done {
        let deep = MutationObserverInit::new();
        deep.set_child_list(true);
        deep.set_subtree(true);
        let document = make::document()?;
        self.observer.observe_with_options(&document, &deep)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.stop();
    }
}

fn navigated(app: &Rc<App>) -> Done {
    app.watch.wake();
    Ok(())
}

fn names(all: &[&str]) -> JsValue {
    all.iter()
        .map(|it| JsValue::from_str(it))
        .collect::<Array>()
        .into()
}
