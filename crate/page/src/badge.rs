//! A row's badge: one line, one button, everything in it ready text; refuses to know rows.

use tallystick_core::show::BadgeView;
use tallystick_site::Place;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, ShadowRootInit, ShadowRootMode};

use crate::make::{self, Done};
use crate::sheet::{Part, Sheets};
use crate::shield::Shield;

/// The name of the host element.
pub const TAG: &str = "tallystick-badge";

/// What every badge is cloned from.
pub struct Template {
    button: HtmlElement,
    init: ShadowRootInit,
}

impl Template {
    /// Builds it.
    ///
    /// # Errors
    /// None in a document.
    pub fn new() -> Done<Self> {
        let button = make::element("button", "badge")?;
        for (name, value) in [
            ("type", "button"),
            ("aria-haspopup", "dialog"),
            ("aria-expanded", "false"),
        ] {
            button.set_attribute(name, value)?;
        }
        let verdict = make::add(&button, "span", "verdict tone", "")?;
        make::add(&verdict, "span", "sign", "")?;
        make::add(&verdict, "span", "word", "")?;
        let parts = make::add(&button, "span", "parts", "")?;
        make::add(&parts, "span", "estimate", "")?;
        let said = make::add(&parts, "span", "said", "")?;
        make::add(&said, "span", "advertised", "")?;
        make::add(&said, "span", "reputation", "")?;
        let own = make::add(&parts, "span", "own", "")?;
        make::add(&own, "span", "tags", "")?;
        make::add(&own, "span", "mine", "")?;
        make::add(&button, "span", "open", "")?;
        Ok(Self {
            button,
            init: ShadowRootInit::new(ShadowRootMode::Closed),
        })
    }
}

/// A badge on the page; dropping it takes it off.
pub struct Badge {
    /// The element that stands in the page.
    pub host: HtmlElement,
    /// Where the definition wants it.
    pub anchor: Element,
    /// On which side of it.
    pub place: Place,
    button: HtmlElement,
}

impl Badge {
    /// Puts a badge at its anchor.
    ///
    /// # Errors
    /// The anchor is not where children can be.
    pub fn place(
        template: &Template,
        sheets: &Sheets,
        shield: &Shield,
        anchor: &Element,
        place: Place,
        view: &BadgeView,
    ) -> Done<Self> {
        let host = make::element(TAG, "")?;
        let root = host.attach_shadow(&template.init)?;
        sheets.adopt(&root, Part::Badge);
        let button: HtmlElement = template.button.clone_node_with_deep(true)?.unchecked_into();
        let badge = Self {
            host,
            anchor: anchor.clone(),
            place,
            button,
        };
        badge.draw(view)?;
        root.append_child(&badge.button)?;
        shield.guard(&badge.host, true)?;
        badge.put()?;
        Ok(badge)
    }

    /// Whether it still stands at `anchor` in the document.
    pub fn stands_at(&self, anchor: &Element) -> bool {
        self.anchor == *anchor && self.host.is_connected()
    }

    /// Prints what the view says.
    ///
    /// # Errors
    /// None in a document.
    pub fn draw(&self, view: &BadgeView) -> Done {
        self.button.set_attribute("aria-label", &view.label)?;
        let Some(verdict) = self.button.first_element_child() else {
            return Ok(());
        };
        verdict.set_attribute("data-tone", view.tone.as_str())?;
        print(verdict.first_element_child(), &[view.sign, view.word]);
        let parts = verdict.next_element_sibling();
        let Some(estimate) = parts.and_then(|it| it.first_element_child()) else {
            return Ok(());
        };
        estimate.set_text_content(Some(&view.estimate));
        let Some(said) = estimate.next_element_sibling() else {
            return Ok(());
        };
        print(
            said.first_element_child(),
            &[&view.advertised, &view.reputation],
        );
        let own = said.next_element_sibling();
        let Some(tags) = own.and_then(|it| it.first_element_child()) else {
            return Ok(());
        };
        print(
            tags.next_element_sibling(),
            &[view.mine.as_deref().unwrap_or_default()],
        );
        make::empty(&tags);
        for tag in &view.tags {
            make::add_foreign(&tags, "span", "tag", tag)?;
        }
        Ok(())
    }

    /// Says whether its card is open.
    pub fn set_open(&self, open: bool) {
        let _ = self
            .button
            .set_attribute("aria-expanded", if open { "true" } else { "false" });
    }

    /// Takes the keyboard.
    pub fn focus(&self) {
        let _ = self.button.focus();
    }

    /// What is clicked.
    pub fn button(&self) -> &HtmlElement {
        &self.button
    }

    fn put(&self) -> Done {
        let (parent, before) = match self.place {
            Place::Append => (Some(self.anchor.clone().into()), None),
            Place::Prepend => (Some(self.anchor.clone().into()), self.anchor.first_child()),
            Place::Before => (self.anchor.parent_node(), Some(self.anchor.clone().into())),
            Place::After => (self.anchor.parent_node(), self.anchor.next_sibling()),
        };
        if let Some(parent) = parent {
            parent.insert_before(&self.host, before.as_ref())?;
        }
        Ok(())
    }
}

impl Drop for Badge {
    fn drop(&mut self) {
        self.host.remove();
    }
}

fn print(mut at: Option<Element>, texts: &[&str]) {
    for text in texts {
        let Some(element) = at else { return };
        element.set_text_content(Some(text));
        at = element.next_element_sibling();
    }
}
