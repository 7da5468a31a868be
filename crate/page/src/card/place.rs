//! Where an open card goes; refuses to follow the page frame by frame.

use web_sys::Element;

use super::Card;
use crate::make::{self, Done};

/// The card's width and its distance from the edges, in CSS pixels (see card.css).
const WIDTH: f64 = 440.0;
const GAP: f64 = 6.0;
/// Less height than this beside a badge, and the card goes to the other side of it.
const ROOM: f64 = 420.0;

impl Card {
    /// Beside the badge, where there is more room; in document coordinates, so that the card goes
    /// with the page when it scrolls. Narrow screens overrule this in card.css.
    pub(super) fn place(&self, button: &Element) -> Done {
        let window = make::window()?;
        let number = |it: wasm_bindgen::JsValue| it.as_f64().unwrap_or(0.0);
        let (wide, high) = (
            number(window.inner_width()?),
            number(window.inner_height()?),
        );
        let (right, down) = (window.scroll_x()?, window.scroll_y()?);
        let badge = button.get_bounding_client_rect();
        let left = badge.left().min(wide - WIDTH - 3.0 * GAP).max(GAP) + right;
        let (above, below) = (badge.top() - 2.0 * GAP, high - badge.bottom() - 2.0 * GAP);
        let (side, offset, room) = if below < ROOM && below < above {
            ("--bottom", high - badge.top() - down + GAP, above)
        } else {
            ("--top", badge.bottom() + down + GAP, below)
        };
        let style = self.host.style();
        for (name, value) in [
            ("--left", left),
            (side, offset),
            ("--room", room.max(240.0)),
        ] {
            style.set_property(name, &[&(value as i32).to_string(), "px"].concat())?;
        }
        Ok(())
    }
}
