//! What stands above a list: order, filters, how many rows are where. Small, and folded until it is
//! wanted. It refuses to fetch: it arranges what the page shows.

use std::rc::Rc;

use gloo::events::EventListener;
use tallystick_browser::storage;
use tallystick_core::list::{SortBy, Unrated};
use tallystick_site::PageKind;
use tallystick_wire::Currency;
use tallystick_wire::message::OpenOptions;
use wasm_bindgen::JsCast;
use web_sys::{
    Element, HtmlElement, HtmlInputElement, HtmlSelectElement, ShadowRootInit, ShadowRootMode,
};

use crate::app::{App, Kept};
use crate::arrange::{self, Counts};
use crate::ask::{ask, spawn, weakly};
use crate::make::{self, Done};
use crate::sheet::Part;
use crate::toast::Line;

/// The name of the host element.
pub const TAG: &str = "tallystick-bar";

const SORTS: [(SortBy, &str); 4] = [
    (SortBy::Page, "page order"),
    (SortBy::Pay, "estimated pay"),
    (SortBy::Warning, "warning"),
    (SortBy::Reputation, "reputation"),
];
const UNRATED: [(Unrated, &str); 3] = [
    (Unrated::Show, "show"),
    (Unrated::Only, "only these"),
    (Unrated::Hide, "hide"),
];
const REPUTATIONS: [(Option<f64>, &str); 5] = [
    (None, "any"),
    (Some(2.0), "2 or better"),
    (Some(3.0), "3 or better"),
    (Some(4.0), "4 or better"),
    (Some(4.5), "4.5 or better"),
];

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

#[derive(Clone)]
struct Controls {
    sort: HtmlSelectElement,
    toggle: HtmlElement,
    filters: HtmlElement,
    hourly: HtmlInputElement,
    currency: HtmlElement,
    underpaid: HtmlInputElement,
    reputation: HtmlSelectElement,
    unrated: HtmlSelectElement,
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
        let kept = storage::get::<Kept>(&key).await;
        if let (Ok(Some(kept)), Some(app)) = (kept, weak.upgrade()) {
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

/// Draws the bar where there is a list of rows and the worker wants it, and arranges the rows.
///
/// # Errors
/// None in a document.
pub fn draw(app: &Rc<App>) -> Done {
    let wanted = {
        let (list, known) = (app.list.borrow(), app.known.borrow());
        list.kind == Some(PageKind::TaskList)
            && known.settings.list_bar
            && (!list.slots.is_empty() || app.bar.borrow().is_some() && list.root.is_some())
    };
    if !wanted {
        let bar = app.bar.take();
        drop(bar);
    } else {
        if app.bar.borrow().is_none() {
            let bar = Bar::new(app)?;
            app.bar.replace(Some(bar));
        }
        let known = app.known.borrow();
        if let (Some(bar), Some(list)) = (&*app.bar.borrow(), list_element(app)) {
            bar.put(&list)?;
            bar.floor
                .set_hidden(!known.answered || known.settings.floor.is_some());
            bar.controls.show(&app.kept.borrow(), currency(app));
        }
    }
    arranged(app)
}

/// What the bar stands above: the root that the definition names, or what holds the rows where
/// that root is the whole page.
fn list_element(app: &App) -> Option<Element> {
    let list = app.list.borrow();
    match &list.root {
        Some(root) if root.tag_name() == "BODY" => arrange::holder(&list.slots).map(|it| it.0),
        root => root.clone(),
    }
}

/// Arranges the rows and says how many are where.
fn arranged(app: &Rc<App>) -> Done {
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

impl Controls {
    fn new(bar: &Element) -> Done<Self> {
        let sort = select(label(bar, "Sort by")?, SORTS.iter().map(|it| it.1))?;
        let toggle = make::button(bar, "toggle", "Filters")?;
        let filters = make::add(bar, "div", "filters", "")?;
        let pay = label(&filters, "At least")?;
        let hourly = make::input(&pay, "number", "hourly", "")?;
        hourly.set_min("0");
        hourly.set_step("any");
        let currency = make::add(&pay, "span", "", "")?;
        let hide = make::add(&filters, "label", "", "")?;
        let underpaid = make::input(&hide, "checkbox", "underpaid", "")?;
        make::add(&hide, "span", "", "hide underpaid")?;
        let reputation = select(
            label(&filters, "Reputation")?,
            REPUTATIONS.iter().map(|it| it.1),
        )?;
        let unrated = select(label(&filters, "Unrated")?, UNRATED.iter().map(|it| it.1))?;
        Ok(Self {
            sort,
            toggle,
            filters,
            hourly,
            currency,
            underpaid,
            reputation,
            unrated,
        })
    }

    fn listen(&self, app: &Rc<App>) -> Vec<EventListener> {
        let mut listeners = Vec::new();
        let fields: [&Element; 5] = [
            &self.sort,
            &self.hourly,
            &self.underpaid,
            &self.reputation,
            &self.unrated,
        ];
        for field in fields {
            let controls = self.clone();
            let run = weakly(app, move |app, ()| {
                let choice = controls.choice(currency(app));
                let kept = Kept {
                    choice,
                    ..*app.kept.borrow()
                };
                keep(app, kept);
                arranged(app)
            });
            listeners.push(EventListener::new(field, "change", move |_| run(())));
        }
        let controls = self.clone();
        let run = weakly(app, move |app, ()| {
            let kept = *app.kept.borrow();
            let kept = Kept {
                open: !kept.open,
                ..kept
            };
            keep(app, kept);
            controls.show(&kept, currency(app));
            Ok(())
        });
        listeners.push(EventListener::new(&self.toggle, "click", move |_| run(())));
        listeners
    }

    fn choice(&self, currency: Currency) -> tallystick_core::list::Choice {
        let hourly = self.hourly.value_as_number();
        tallystick_core::list::Choice {
            sort: at(&SORTS, &self.sort),
            minimum_hourly: (0.0 < hourly).then(|| hourly * currency.minor_per_major() as f64),
            hide_underpaid: self.underpaid.checked(),
            minimum_reputation: at(&REPUTATIONS, &self.reputation),
            unrated: at(&UNRATED, &self.unrated),
        }
    }

    fn show(&self, kept: &Kept, currency: Currency) {
        let choice = &kept.choice;
        set(&SORTS, &self.sort, choice.sort);
        set(&REPUTATIONS, &self.reputation, choice.minimum_reputation);
        set(&UNRATED, &self.unrated, choice.unrated);
        self.underpaid.set_checked(choice.hide_underpaid);
        let hourly = choice
            .minimum_hourly
            .map(|it| it / currency.minor_per_major() as f64);
        match hourly {
            Some(hourly) => self.hourly.set_value_as_number(hourly),
            None => self.hourly.set_value(""),
        }
        self.currency
            .set_text_content(Some(&[currency.as_str(), " an hour"].concat()));
        let filters = usize::from(choice.minimum_hourly.is_some())
            + usize::from(choice.hide_underpaid)
            + usize::from(choice.minimum_reputation.is_some())
            + usize::from(choice.unrated != Unrated::Show);
        let text = match filters {
            0 => "Filters".to_owned(),
            some => ["Filters (", &some.to_string(), ")"].concat(),
        };
        self.toggle.set_text_content(Some(&text));
        self.filters.set_hidden(!kept.open);
        let _ = self
            .toggle
            .set_attribute("aria-expanded", if kept.open { "true" } else { "false" });
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

fn label(parent: &Element, text: &str) -> Done<HtmlElement> {
    let it = make::add(parent, "label", "", "")?;
    make::add(&it, "span", "", text)?;
    Ok(it)
}

fn select<'a>(
    parent: HtmlElement,
    options: impl Iterator<Item = &'a str>,
) -> Done<HtmlSelectElement> {
    let it: HtmlSelectElement = make::add(&parent, "select", "", "")?.unchecked_into();
    for option in options {
        make::add(&it, "option", "", option)?;
    }
    Ok(it)
}

fn at<T: Copy + Default, const N: usize>(all: &[(T, &str); N], select: &HtmlSelectElement) -> T {
    usize::try_from(select.selected_index())
        .ok()
        .and_then(|at| all.get(at))
        .map_or_else(T::default, |it| it.0)
}

fn set<T: PartialEq, const N: usize>(all: &[(T, &str); N], select: &HtmlSelectElement, to: T) {
    let at = all.iter().position(|it| it.0 == to).unwrap_or(0);
    select.set_selected_index(at as i32);
}
