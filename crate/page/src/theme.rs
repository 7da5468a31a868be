//! Light or dark, as the page is; refuses to have a taste of its own.

use tallystick_wire::settings::Theme;
use web_sys::{Element, Window};

use crate::make::{self, Done};

/// Whether our parts beside `place` should be dark.
pub fn is_dark(wish: Theme, place: Option<&Element>) -> bool {
    match wish {
        Theme::Light => false,
        Theme::Dark => true,
        Theme::Page => page_is_dark(place).unwrap_or(false),
    }
}

/// The luminance below which a background is dark: mid grey (#808080) is 0.216, and on it white and
/// black text are about equally readable at 0.179 (WCAG 2 contrast: (1.05)/(L+.05) = (L+.05)/.05).
const DARK_BELOW: f64 = 0.179;

fn page_is_dark(place: Option<&Element>) -> Done<bool> {
    let window = make::window()?;
    let root = make::document()?.document_element();
    let mut at = place.cloned().or_else(|| root.clone());
    while let Some(element) = at {
        if let Some(style) = window.get_computed_style(&element)? {
            let colour = style.get_property_value("background-color")?;
            if let Some(luminance) = luminance(&colour) {
                return Ok(luminance < DARK_BELOW);
            }
        }
        at = element.parent_element();
    }
    canvas_is_dark(&window, root.as_ref())
}

/// The canvas behind a page without a background is dark only where the page says that it can be.
fn canvas_is_dark(window: &Window, root: Option<&Element>) -> Done<bool> {
    let Some(root) = root else { return Ok(false) };
    let Some(style) = window.get_computed_style(root)? else {
        return Ok(false);
    };
    let scheme = style.get_property_value("color-scheme")?;
    let can = |word: &str| scheme.split_whitespace().any(|it| it == word);
    let prefers = || -> Done<bool> {
        Ok(window
            .match_media("(prefers-color-scheme: dark)")?
            .is_some_and(|it| it.matches()))
    };
    Ok(can("dark") && (!can("light") || prefers()?))
}

/// The relative luminance, 0..=1 (WCAG 2), of `rgb(…)` or `rgba(…)`; `None` where one sees through.
fn luminance(colour: &str) -> Option<f64> {
    let inner = colour.split_once('(')?.1.strip_suffix(')')?;
    let mut parts = inner
        .split([',', ' ', '/'])
        .filter(|it| !it.is_empty())
        .map(|it| Some(js_sys::Number::parse_float(it)).filter(|it| !it.is_nan()));
    let rgb = [parts.next()??, parts.next()??, parts.next()??];
    let alpha = parts.next().flatten().unwrap_or(1.0);
    if alpha < 0.5 {
        return None;
    }
    let linear = |channel: f64| {
        let share = channel / 255.0;
        if share <= 0.04045 {
            share / 12.92
        } else {
            ((share + 0.055) / 1.055).powf(2.4)
        }
    };
    let [red, green, blue] = rgb.map(linear);
    Some(0.2126 * red + 0.7152 * green + 0.0722 * blue)
}

// The browser's own numbers read the colours.
#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test]
    fn white_is_light_and_black_is_dark() {
        assert!(DARK_BELOW < luminance("rgb(255, 255, 255)").unwrap());
        assert!(luminance("rgb(0, 0, 0)").unwrap() < DARK_BELOW);
        assert!(luminance("rgb(30 32 36 / 0.9)").unwrap() < DARK_BELOW);
    }

    #[wasm_bindgen_test]
    fn sees_through_what_is_transparent() {
        for see_through in ["rgba(0, 0, 0, 0)", "rgb(0 0 0 / 0.2)", "transparent", ""] {
            assert_eq!(luminance(see_through), None, "{see_through}");
        }
    }
}
