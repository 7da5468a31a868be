//! Days by the rules of a time zone, which every browser has at hand.

use js_sys::{Array, Date, Function, Object, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    type Format;
    #[wasm_bindgen(js_namespace = Intl, js_name = DateTimeFormat, catch)]
    fn date_time_format(locale: &str, options: &Object) -> Result<Format, JsValue>;
    #[wasm_bindgen(method, getter)]
    fn format(this: &Format) -> Function;
}

/// The day that an instant (UTC milliseconds) belongs to in a zone, `YYYY-MM-DD`; `None` where the
/// browser does not know the zone.
pub fn day(at: i64, zone: &str) -> Option<String> {
    let options = Object::new();
    for (name, value) in [
        ("timeZone", zone),
        ("year", "numeric"),
        ("month", "2-digit"),
        ("day", "2-digit"),
    ] {
        Reflect::set(&options, &name.into(), &value.into()).ok()?;
    }
    // Swedish dates are written as ISO 8601 says.
    let format = date_time_format("sv-SE", &options).ok()?.format();
    let date = Date::new(&(at as f64).into());
    let text = Reflect::apply(&format, &JsValue::UNDEFINED, &Array::of1(&date)).ok()?;
    text.as_string()
}
