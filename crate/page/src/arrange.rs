//! Where rows go and which are seen: by attribute and style only, so that no element of the page
//! moves and its framework goes on as if nothing had happened.

use std::rc::Rc;

use tallystick_core::list::{self, Keys, SortBy};
use tallystick_site::{Node, PageKind};
use tallystick_wire::settings::Hiding;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use crate::annotate::Slot;
use crate::app::App;
use crate::dom::Dom;
use crate::make::{self, Done};

const ROW: &str = "data-tallystick-row";
const LIST: &str = "data-tallystick-list";
/// How far apart wrappers of rows may be from the rows themselves.
const WRAPPERS_MAX: usize = 4;

/// Why a row is not seen as the page shows it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mark {
    /// It is.
    #[default]
    None,
    /// Pale.
    Dimmed,
    /// The worker hid its requester or task.
    Hidden,
    /// A filter hides it.
    Filtered,
}

impl Mark {
    const fn word(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::Dimmed => Some("dimmed"),
            Self::Hidden => Some("hidden"),
            Self::Filtered => Some("filtered"),
        }
    }
}

/// How many rows are where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// All rows.
    pub all: usize,
    /// Seen, dimmed ones too.
    pub shown: usize,
    /// Hidden by the worker, also while they are revealed.
    pub hidden: usize,
}

/// Sorts, dims and hides the rows as the worker chose, and counts them.
///
/// # Errors
/// A row is no element with a style.
pub fn apply(app: &Rc<App>) -> Done<Counts> {
    let mut list = app.list.borrow_mut();
    let is_list = list.kind == Some(PageKind::TaskList);
    let choice = app.kept.borrow().choice;
    let keys: Vec<Keys> = list.slots.iter().map(|it| it.view.keys).collect();
    let places = list::arrange(&choice, &keys);
    let mut counts = Counts {
        all: keys.len(),
        ..Counts::default()
    };
    for (slot, place) in list.slots.iter_mut().zip(&places) {
        let mark = if is_list {
            mark(slot.view.hiding, place.visible, app.reveal.get())
        } else {
            Mark::None
        };
        set_mark(slot, mark)?;
        counts.hidden += usize::from(slot.view.hiding == Hiding::Hidden);
        counts.shown += usize::from(matches!(mark, Mark::None | Mark::Dimmed));
    }
    let sorted = is_list && choice.sort != SortBy::Page;
    let orders: Vec<i32> = places.iter().map(|it| it.order).collect();
    sort(&mut list.slots, sorted.then_some(&orders))?;
    app.watch.forget_own();
    Ok(counts)
}

/// Undoes what was done to a row that is no longer one.
pub fn release(mut slot: Slot) {
    let _ = set_mark(&mut slot, Mark::None);
    if slot.order.is_some() {
        let _ = set_order(&slot.row.0, None);
    }
}

/// Undoes everything.
pub fn clear(app: &App) {
    let mut list = app.list.borrow_mut();
    for slot in &mut list.slots {
        let _ = set_mark(slot, Mark::None);
    }
    let _ = sort(&mut list.slots, None);
}

/// Undoes what an earlier program left, without knowing its rows.
pub fn clear_marks(root: &Dom) {
    for name in [ROW, LIST] {
        for marked in root.select(&["[", name, "]"].concat()) {
            let _ = marked.0.remove_attribute(name);
        }
    }
}

const fn mark(hiding: Hiding, visible: bool, reveal: bool) -> Mark {
    match hiding {
        Hiding::Hidden if !reveal => Mark::Hidden,
        _ if !visible => Mark::Filtered,
        Hiding::Shown => Mark::None,
        Hiding::Dimmed | Hiding::Hidden => Mark::Dimmed,
    }
}

fn set_mark(slot: &mut Slot, mark: Mark) -> Done {
    if slot.mark == mark {
        return Ok(());
    }
    slot.mark = mark;
    match mark.word() {
        Some(word) => slot.row.0.set_attribute(ROW, word),
        None => slot.row.0.remove_attribute(ROW),
    }
}

/// Gives each row its place by the style `order`, or takes it away.
fn sort(slots: &mut [Slot], orders: Option<&Vec<i32>>) -> Done {
    let was_sorted = slots.iter().any(|it| it.order.is_some());
    if orders.is_none() && !was_sorted {
        return Ok(());
    }
    let ends = slots.first().zip(slots.last());
    let Some((holder, depth)) = ends.and_then(|it| holder(&it.0.row.0, &it.1.row.0)) else {
        return Ok(());
    };
    match orders {
        Some(_) if !holder.has_attribute(LIST) => holder.set_attribute(LIST, layout(&holder)?)?,
        Some(_) => {}
        None => holder.remove_attribute(LIST)?,
    }
    for (at, slot) in slots.iter_mut().enumerate() {
        // 1 at least: what stands before the rows keeps its place with the 0 that it has.
        let order = orders.and_then(|it| it.get(at)).map(|it| it + 1);
        if slot.order != order {
            slot.order = order;
            set_order(&ancestor(&slot.row.0, depth), order)?;
        }
    }
    let last = slots.last().map(|it| ancestor(&it.row.0, depth));
    let after = orders.map(|it| it.len() as i32 + 1);
    let mut at = last.and_then(|it| it.next_element_sibling());
    while let Some(element) = at {
        set_order(&element, after)?;
        at = element.next_element_sibling();
    }
    Ok(())
}

/// The element whose children are the rows or their wrappers, and how many wrappers there are
/// around each, by the first row and the last.
pub fn holder(first: &Element, last: &Element) -> Option<(Element, usize)> {
    (0..WRAPPERS_MAX).find_map(|depth| {
        let parent = ancestor(first, depth).parent_element()?;
        (ancestor(last, depth).parent_element()? == parent).then_some((parent, depth))
    })
}

fn ancestor(element: &Element, depth: usize) -> Element {
    let mut at = element.clone();
    for _ in 0..depth {
        let Some(parent) = at.parent_element() else {
            break;
        };
        at = parent;
    }
    at
}

/// `order` needs a flex or grid container; a list that is none becomes a column of rows.
fn layout(holder: &Element) -> Done<&'static str> {
    let style = make::window()?.get_computed_style(holder)?;
    let display = match style {
        Some(style) => style.get_property_value("display")?,
        None => String::new(),
    };
    let laid = display.contains("flex") || display.contains("grid");
    Ok(if laid { "sorted-as-laid" } else { "sorted" })
}

fn set_order(element: &Element, order: Option<i32>) -> Done {
    let style = element.unchecked_ref::<HtmlElement>().style();
    match order {
        Some(order) => style.set_property_with_priority("order", &order.to_string(), "important"),
        None => style.remove_property("order").map(drop),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_i_hid_is_hidden_until_revealed_and_then_still_filtered() {
        assert_eq!(mark(Hiding::Hidden, true, false), Mark::Hidden);
        assert_eq!(mark(Hiding::Hidden, true, true), Mark::Dimmed);
        assert_eq!(mark(Hiding::Hidden, false, true), Mark::Filtered);
        assert_eq!(mark(Hiding::Dimmed, true, false), Mark::Dimmed);
        assert_eq!(mark(Hiding::Shown, false, false), Mark::Filtered);
        assert_eq!(mark(Hiding::Shown, true, true), Mark::None);
    }
}
