//! The fields of the bar: what they are called, what they hold, what a change of them does.

use std::rc::Rc;

use gloo::events::EventListener;
use tallystick_core::list::{Choice, SortBy, Unrated};
use tallystick_wire::Currency;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlSelectElement};

use super::{arranged, currency, keep};
use crate::app::{App, Kept};
use crate::ask::weakly;
use crate::make::{self, Done};

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

/// The fields; clones are the same fields.
#[derive(Clone)]
pub struct Controls {
    sort: HtmlSelectElement,
    toggle: HtmlElement,
    filters: HtmlElement,
    /// The lowest pay an hour, in major units.
    pub hourly: HtmlInputElement,
    currency: HtmlElement,
    underpaid: HtmlInputElement,
    reputation: HtmlSelectElement,
    unrated: HtmlSelectElement,
}

impl Controls {
    /// The fields, in the bar.
    pub fn new(bar: &Element) -> Done<Self> {
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

    /// Keeps and applies every change.
    pub fn listen(&self, app: &Rc<App>) -> Vec<EventListener> {
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
                controls.show(&kept, currency(app));
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

    fn choice(&self, currency: Currency) -> Choice {
        let hourly = self.hourly.value_as_number();
        Choice {
            sort: at(&SORTS, &self.sort),
            minimum_hourly: (0.0 < hourly).then(|| hourly * currency.minor_per_major() as f64),
            hide_underpaid: self.underpaid.checked(),
            minimum_reputation: at(&REPUTATIONS, &self.reputation),
            unrated: at(&UNRATED, &self.unrated),
        }
    }

    /// Says in which currency the lowest pay is.
    pub fn name_currency(&self, currency: Currency) {
        let text = [currency.as_str(), " an hour"].concat();
        self.currency.set_text_content(Some(&text));
    }

    /// Shows what was chosen.
    pub fn show(&self, kept: &Kept, currency: Currency) {
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
        self.name_currency(currency);
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
