//! The style sheets: made once a document, adopted by every shadow root; refuses inline style.
//!
//! Light and dark are two texts of one shared sheet, so a change of theme is one call however many
//! badges there are.

use std::cell::Cell;

use js_sys::Array;
use wasm_bindgen::JsValue;
use web_sys::{CssStyleSheet, Document, ShadowRoot};

use crate::make::Done;

const LIGHT: &str = include_str!("style/light.css");
const DARK: &str = include_str!("style/dark.css");
const SHARED: &str = include_str!("style/shared.css");

/// Our parts, each with a sheet of its own beside the shared ones.
#[derive(Clone, Copy)]
pub enum Part {
    /// On a row.
    Badge,
    /// Above a list.
    Bar,
    /// What explains a row.
    Card,
    /// What is said once.
    Notice,
    /// The clock of a work page.
    Live,
}

/// The sheets of one document.
pub struct Sheets {
    document: Document,
    palette: CssStyleSheet,
    of_page: CssStyleSheet,
    parts: [Array; 5],
    dark: Cell<bool>,
}

impl Sheets {
    /// Makes them; the page itself gets the one that hides and dims rows.
    ///
    /// # Errors
    /// The browser has no constructable style sheets.
    pub fn new(document: &Document) -> Done<Self> {
        let palette = sheet(LIGHT)?;
        let shared = sheet(SHARED)?;
        let part = |text: &str| -> Done<Array> {
            Ok(Array::of3(
                palette.as_ref(),
                shared.as_ref(),
                sheet(text)?.as_ref(),
            ))
        };
        let parts = [
            part(include_str!("style/badge.css"))?,
            part(include_str!("style/bar.css"))?,
            part(include_str!("style/card.css"))?,
            part(include_str!("style/notice.css"))?,
            part(include_str!("style/live.css"))?,
        ];
        let of_page = sheet(include_str!("style/document.css"))?;
        let adopted = Array::from(&document.adopted_style_sheets());
        adopted.push(of_page.as_ref());
        document.set_adopted_style_sheets(adopted.as_ref());
        Ok(Self {
            document: document.clone(),
            palette,
            of_page,
            parts,
            dark: Cell::new(false),
        })
    }

    /// Dresses a shadow root.
    pub fn adopt(&self, root: &ShadowRoot, part: Part) {
        if let Some(sheets) = self.parts.get(part as usize) {
            root.set_adopted_style_sheets(sheets.as_ref());
        }
    }

    /// Light or dark, for every part at once.
    pub fn set_dark(&self, dark: bool) {
        if self.dark.replace(dark) != dark {
            // A sheet made by `new` can always be replaced.
            let _ = self.palette.replace_sync(if dark { DARK } else { LIGHT });
        }
    }
}

impl Drop for Sheets {
    fn drop(&mut self) {
        let kept = Array::new();
        for sheet in Array::from(&self.document.adopted_style_sheets()).iter() {
            let ours: &JsValue = self.of_page.as_ref();
            if sheet != *ours {
                kept.push(&sheet);
            }
        }
        self.document.set_adopted_style_sheets(kept.as_ref());
    }
}

fn sheet(text: &str) -> Done<CssStyleSheet> {
    let it = CssStyleSheet::new()?;
    it.replace_sync(text)?;
    Ok(it)
}
