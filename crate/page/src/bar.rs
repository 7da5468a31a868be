//! What stands above a list: order, filters, how many rows are where. Small, and folded until it is
//! wanted. It refuses to fetch: it arranges what the page shows.

mod controls;

use std::rc::Rc;

use gloo::events::EventListener;
use tallystick_browser::storage;
use tallystick_site::{PageKind, Row};
use tallystick_wire::Currency;
use tallystick_wire::lean;
use tallystick_wire::message::OpenOptions;
use web_sys::{Element, HtmlElement, ShadowRootInit, ShadowRootMode};

use controls::Controls;

use crate::app::{App, Kept};
use crate::arrange::{self, Counts};
use crate::ask::{ask, spawn, weakly};
use crate::dom::Dom;
use crate::make::{self, Done};
use crate::sheet::Part;
use crate::toast::Line;

/// The name of the host element.
pub const TAG: &str = "tallystick-bar";

/// The bar; dropping it takes it off the page.
pub struct Bar {
    host: HtmlElement,
    controls: Controls,
    count: HtmlElement,
    reveal: HtmlElement,
    floor: HtmlElement,
    /// Where things are said.
    pub line: Line,
    _listeners: Vec<EventListener>,
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.host.remove();
    }
}

/// Reads what was chosen here before; called once, before there is a list.
pub fn recall(app: &Rc<App>) {
    let weak = Rc::downgrade(app);
    let key = key(app);
    spawn(async move {
        let text = storage::text(&key).await.ok().flatten();
        let kept = text.and_then(|it| lean::read(&it));
        if let (Some(kept), Some(app)) = (kept, weak.upgrade()) {
            app.kept.replace(kept);
            app.run(|| {
                if let Some(bar) = &*app.bar.borrow() {
                    bar.controls.show(&app.kept.borrow(), currency(&app));
                }
                arranged(&app)
            });
        }
    });
}

/// Puts the bar above a list of rows, if there are any and the worker wants it.
///
/// # Errors
/// None in a document.
pub fn stand(app: &Rc<App>, rows: &[Row<Dom>]) -> Done {
    let known = app.known.borrow();
    let had_bar = app.bar.borrow().is_some();
    let place = {
        let list = app.list.borrow();
        let is_list = list.kind == Some(PageKind::TaskList) && known.settings.list_bar;
        place(list.root.as_ref(), rows).filter(|_| is_list)
    };
    let Some(place) = place.filter(|_| had_bar || !rows.is_empty()) else {
        app.bar.take();
        return Ok(());
    };
    if !had_bar {
        let bar = Bar::new(app)?;
        bar.controls.show(&app.kept.borrow(), currency(app));
        app.bar.replace(Some(bar));
    }
    if let Some(bar) = &*app.bar.borrow() {
        bar.put(&place)?;
        bar.controls.name_currency(currency(app));
        let set = !known.answered || known.settings.floor.is_some();
        bar.floor.set_hidden(set);
    }
    Ok(())
}

/// What the bar stands above: the root that the definition names, or what holds the rows where
/// that root is the whole page.
fn place(root: Option<&Element>, rows: &[Row<Dom>]) -> Option<Element> {
    let root = root?;
    if root.tag_name() != "BODY" {
        return Some(root.clone());
    }
    arrange::holder(&rows.first()?.node.0, &rows.last()?.node.0).map(|it| it.0)
}

/// Arranges the rows and says how many are where.
///
/// # Errors
/// None in a document.
pub fn arranged(app: &Rc<App>) -> Done {
    let counts = arrange::apply(app)?;
    if let Some(bar) = &*app.bar.borrow() {
        bar.count(counts, app.reveal.get());
    }
    app.watch.forget_own();
    Ok(())
}

impl Bar {
    fn new(app: &Rc<App>) -> Done<Self> {
        let host = make::element(TAG, "")?;
        let root = host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Closed))?;
        app.sheets.adopt(&root, Part::Bar);
        app.shield.guard(&host, false)?;
        let bar = make::element("div", "bar")?;
        bar.set_attribute("role", "group")?;
        bar.set_attribute("aria-label", "Tallystick: order and filters of this list")?;
        make::add(&bar, "span", "name", "Tallystick")?;
        let controls = Controls::new(&bar)?;
        let end = make::add(&bar, "div", "end", "")?;
        let line = Line::new(&end)?;
        let floor = make::button(&end, "link", "Set your floor to get warnings")?;
        floor.set_hidden(true);
        let count = make::add(&end, "span", "count", "")?;
        count.set_attribute("role", "status")?;
        let reveal = make::button(&end, "link", "")?;
        root.append_child(&bar)?;
        let mut listeners = controls.listen(app);
        let mut on_click = |button: &HtmlElement, run: fn(&Rc<App>) -> Done| {
            let run = weakly(app, move |app, ()| run(app));
            listeners.push(EventListener::new(button, "click", move |_| run(())));
        };
        on_click(&floor, |app| {
            ask(app, OpenOptions {}, |_, ()| Ok(()));
            Ok(())
        });
        on_click(&reveal, |app| {
            app.reveal.set(!app.reveal.get());
            arranged(app)
        });
        Ok(Self {
            host,
            controls,
            count,
            reveal,
            floor,
            line,
            _listeners: listeners,
        })
    }

    /// Puts the bar right above the list, outside of what lays children out in a row.
    fn put(&self, root: &Element) -> Done {
        if self.host.next_element_sibling().as_ref() == Some(root) {
            return Ok(());
        }
        let mut below = root.clone();
        while let Some(parent) = below.parent_element() {
            let holds_rows = matches!(&*parent.tag_name(), "UL" | "OL" | "TABLE" | "TBODY");
            if !holds_rows && !lays_out_across(&parent)? {
                if self.host.next_element_sibling().as_ref() != Some(&below) {
                    parent.insert_before(&self.host, Some(&below))?;
                }
                return Ok(());
            }
            below = parent;
        }
        Ok(())
    }

    /// What a test may type into.
    #[cfg(all(test, target_arch = "wasm32"))]
    pub fn hourly_field(&self) -> web_sys::HtmlInputElement {
        self.controls.hourly.clone()
    }

    fn count(&self, counts: Counts, revealed: bool) {
        let mut text = [
            &counts.shown.to_string(),
            " of ",
            &counts.all.to_string(),
            " shown",
        ]
        .concat();
        if 0 < counts.hidden {
            text.push_str(" · ");
            text.push_str(&counts.hidden.to_string());
            text.push_str(" hidden by you");
        }
        if self.count.text_content().as_ref() != Some(&text) {
            self.count.set_text_content(Some(&text));
        }
        self.reveal.set_hidden(counts.hidden == 0);
        self.reveal
            .set_text_content(Some(if revealed { "hide again" } else { "show" }));
    }
}

fn key(app: &App) -> String {
    ["list.", app.definition.id.as_str()].concat()
}

fn keep(app: &Rc<App>, kept: Kept) {
    app.kept.replace(kept);
    let key = key(app);
    // A choice that cannot be kept still holds on this page.
    spawn(async move { drop(storage::set(&key, &kept).await) });
}

fn currency(app: &App) -> Currency {
    app.known
        .borrow()
        .settings
        .floor
        .map_or(app.definition.currency, |it| it.currency)
}

fn lays_out_across(parent: &Element) -> Done<bool> {
    let Some(style) = make::window()?.get_computed_style(parent)? else {
        return Ok(false);
    };
    let display = style.get_property_value("display")?;
    let across = || {
        Ok(!style
            .get_property_value("flex-direction")?
            .starts_with("column"))
    };
    if display.contains("flex") {
        across()
    } else {
        Ok(display.contains("grid"))
    }
}
