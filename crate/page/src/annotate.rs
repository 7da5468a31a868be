//! One pass: read the page, ask for what is not known yet, place what is missing.
//!
//! Everything is read before anything is written, and nothing of layout is read at all. A pass
//! over rows that have their badges writes nothing.

use std::collections::BTreeMap;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use js_sys::WeakMap;
use tallystick_core::show::{self, BadgeView};
use tallystick_site::{Node, PageKind, Place, Row};
use tallystick_wire::TaskFacts;
use wasm_bindgen::JsValue;
use web_sys::Element;

use crate::app::{App, complain};
use crate::arrange::Mark;
use crate::badge::{self, Badge};
use crate::card;
use crate::dom::Dom;
use crate::make::{self, Done};
use crate::{arrange, bar, blind, clock, live, lookup, offer, outcomes, theme};

/// How many views are kept for rows that the page replaces.
const VIEWS_MAX: usize = 4_000;

/// The rows of this page and how far they are.
pub struct List {
    /// The kind of the page that was read last.
    pub kind: Option<PageKind>,
    /// What holds the rows.
    pub root: Option<Element>,
    /// The rows with their badges, in the page's order.
    pub slots: Vec<Slot>,
    /// Read and not drawn yet.
    pub read: Option<Vec<Row<Dom>>>,
    /// Row element → its place in `slots`.
    places: WeakMap,
    /// By row id, so that a row that the page replaces costs no arithmetic.
    views: BTreeMap<String, (TaskFacts, Rc<BadgeView>)>,
    /// How many passes there were.
    pub scans: u32,
    /// A question is on its way.
    pub asking: bool,
    /// Something changed while it was: everything is asked once more.
    pub stale: bool,
    /// Rows are drawn without waiting any longer.
    pub overdue: bool,
    /// The background failed: it is not asked again before the tab is looked at again.
    pub resting: bool,
    /// When the last one left.
    pub asked_at: i64,
    /// Ends the rows' patience.
    pub waiting: Option<Timeout>,
}

/// One row with its badges.
pub struct Slot {
    /// The row.
    pub row: Dom,
    /// What it says.
    pub facts: Rc<TaskFacts>,
    /// What its badges say.
    pub view: Rc<BadgeView>,
    /// One for each place that the definition names.
    pub badges: Vec<Badge>,
    /// Whether and how the row is hidden.
    pub mark: Mark,
    /// Where it is sorted to.
    pub order: Option<i32>,
}

impl Default for List {
    fn default() -> Self {
        Self {
            kind: None,
            root: None,
            slots: Vec::new(),
            read: None,
            places: WeakMap::new(),
            views: BTreeMap::new(),
            scans: 0,
            asking: false,
            stale: false,
            overdue: false,
            resting: false,
            asked_at: 0,
            waiting: None,
        }
    }
}

/// What makes a row the same row after the page has made it anew.
pub fn row_id(facts: &TaskFacts) -> Option<&str> {
    let group = facts.group.as_ref().map(|it| it.value.as_str());
    facts
        .assignment
        .as_deref()
        .or(facts.task.as_deref())
        .or(group)
        .or(facts.title.as_deref())
}

/// Reads the page and goes on from what it says.
pub fn scan(app: &Rc<App>) -> Done {
    if app.gone.get() {
        return Ok(());
    }
    let url = make::window()?.location().href()?;
    let Some(html) = make::document()?.document_element().map(Dom) else {
        return Ok(());
    };
    let Some(page) = app.definition.page_for(&url) else {
        leave(app)?;
        return clock::see(app, None, &url, &html);
    };
    let reading = tallystick_site::read(&app.definition, page, &url, &html);
    // Before anything that the background writes to the disk: that would hold up what rows wait for.
    lookup::ask_for(app, &reading.rows);
    clock::see(app, Some(&reading), &url, &html)?;
    outcomes::see(app, &reading, &url);
    blind::see(app, &reading);
    let root = reading.root.map(|it| it.0);
    let moved = app.watch.follow(root.as_ref())?;
    {
        let mut list = app.list.borrow_mut();
        list.scans += 1;
        list.kind = Some(reading.kind);
        list.root = root;
        list.read = Some(reading.rows);
    }
    if moved {
        theme(app)?;
    }
    if !app.list.borrow().asking || app.list.borrow().overdue {
        draw(app)?;
    }
    Ok(())
}

/// Draws all views anew, after what is known has changed here.
pub fn redraw(app: &Rc<App>) -> Done {
    app.list.borrow_mut().views.clear();
    draw(app)
}

/// Light or dark, after either may have changed.
pub fn theme(app: &Rc<App>) -> Done {
    let wish = app.known.borrow().settings.theme;
    let dark = theme::is_dark(wish, app.list.borrow().root.as_ref());
    app.sheets.set_dark(dark);
    Ok(())
}

/// The worker went to a page that is not one of ours.
fn leave(app: &Rc<App>) -> Done {
    arrange::clear(app);
    let slots = std::mem::take(&mut *app.list.borrow_mut()).slots;
    drop(slots);
    app.bar.take();
    blind::leave(app);
    app.watch.follow(None)?;
    app.watch.forget_own();
    Ok(())
}

/// Places and fills what is missing; the only writer of badges.
pub fn draw(app: &Rc<App>) -> Done {
    let rows = {
        let mut list = app.list.borrow_mut();
        let read = list.read.take();
        read.unwrap_or_else(|| list.slots.iter().map(again).collect())
    };
    if app.known.borrow().settings.enabled {
        // The bar first: where it goes is read off the page's style, before anything is written.
        bar::stand(app, &rows)?;
        let slots = fill(app, rows);
        app.list.borrow_mut().slots = slots;
        bar::arranged(app)?;
    } else {
        arrange::clear(app);
        let old = {
            let mut list = app.list.borrow_mut();
            // For when the worker switches the platform on again.
            list.read = Some(rows);
            std::mem::take(&mut list.slots)
        };
        drop(old);
        app.bar.take();
    }
    app.watch.forget_own();
    Ok(())
}

fn fill(app: &Rc<App>, rows: Vec<Row<Dom>>) -> Vec<Slot> {
    let mut list = app.list.borrow_mut();
    let mut old: Vec<_> = std::mem::take(&mut list.slots)
        .into_iter()
        .map(Some)
        .collect();
    let now = tallystick_browser::clock::now();
    let mut slots = Vec::with_capacity(rows.len());
    for row in rows {
        let place = list.places.get(&row.node.0).as_f64().map(|it| it as usize);
        let slot = place
            .and_then(|it| old.get_mut(it))
            .and_then(|it| it.take_if(|it| it.row == row.node));
        let view = view(app, &mut list.views, &row.facts, now);
        let element = row.node.clone();
        match settle(app, slot, row, view) {
            Ok(slot) => {
                let place = JsValue::from_f64(slots.len() as f64);
                list.places.set(&element.0, &place);
                slots.push(slot);
            }
            // A row that takes no badge must not spoil the others.
            Err(error) => complain(error),
        }
    }
    old.into_iter().flatten().for_each(arrange::release);
    if VIEWS_MAX < list.views.len() {
        list.views.clear();
    }
    slots
}

fn view(
    app: &App,
    views: &mut BTreeMap<String, (TaskFacts, Rc<BadgeView>)>,
    facts: &TaskFacts,
    now: i64,
) -> Rc<BadgeView> {
    let Some(id) = row_id(facts) else {
        return Rc::new(show::badge(&app.known.borrow().input(facts, now)));
    };
    if let Some((same, view)) = views.get(id)
        && same == facts
    {
        return Rc::clone(view);
    }
    let view = Rc::new(show::badge(&app.known.borrow().input(facts, now)));
    views.insert(id.to_owned(), (facts.clone(), Rc::clone(&view)));
    view
}

/// Gives a row what it lacks.
fn settle(app: &App, slot: Option<Slot>, row: Row<Dom>, view: Rc<BadgeView>) -> Done<Slot> {
    let (old, mark, order) = slot.map_or((None, Mark::None, None), |it| {
        (Some((it.view, it.badges)), it.mark, it.order)
    });
    let (old_view, mut old_badges) = old.unwrap_or_else(|| (Rc::clone(&view), Vec::new()));
    let mut badges = Vec::with_capacity(row.badges.len());
    for anchor in &row.badges {
        let stands = old_badges.iter().position(|it| it.stands_at(&anchor.0));
        badges.push(match stands {
            Some(at) => {
                let badge = old_badges.swap_remove(at);
                if old_view != view {
                    badge.draw(&view)?;
                }
                badge
            }
            None => place(app, &anchor.0, &row, &view)?,
        });
    }
    Ok(Slot {
        row: row.node,
        facts: Rc::new(row.facts),
        view,
        badges,
        mark,
        order,
    })
}

fn place(app: &App, anchor: &Element, row: &Row<Dom>, view: &BadgeView) -> Done<Badge> {
    let badge = Badge::place(
        &app.template,
        &app.sheets,
        &app.shield,
        anchor,
        row.place,
        view,
    )?;
    app.opener.listen(&badge)?;
    badge.set_open(card::is_open_for(app, &row.facts));
    Ok(badge)
}

fn again(slot: &Slot) -> Row<Dom> {
    let anchors = slot
        .badges
        .iter()
        .map(|it| Dom(it.anchor.clone()))
        .collect();
    Row {
        node: slot.row.clone(),
        facts: (*slot.facts).clone(),
        badges: anchors,
        place: slot.badges.first().map_or(Place::Append, |it| it.place),
    }
}

/// Takes off what an earlier program of ours left on this page, as after an update.
pub fn clear_leftovers(root: &Dom) {
    for leftover in root.select(
        &[
            badge::TAG,
            bar::TAG,
            card::TAG,
            blind::TAG,
            live::TAG,
            offer::TAG,
        ]
        .join(","),
    ) {
        leftover.0.remove();
    }
    arrange::clear_marks(root);
}
