//! Tabs, as far as they can be seen without the `tabs` permission: only those of hosts that the
//! extension may read anyway.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::*;

use crate::Error;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["chrome", "tabs"], js_name = query, catch)]
    async fn tabs_query(filter: &Object) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = ["chrome", "windows"], js_name = getLastFocused, catch)]
    async fn last_focused() -> Result<JsValue, JsValue>;
}

/// The tab in front of a window; `None` where it has none that can be seen.
///
/// # Errors
/// [`Error::Refused`] in the browser's words.
pub async fn active_in(window: i32) -> Result<Option<i32>, Error> {
    let refused = |why: JsValue| Error::refused("looking at the tabs", &why);
    let filter = Object::new();
    Reflect::set(&filter, &"active".into(), &JsValue::TRUE).map_err(refused)?;
    Reflect::set(&filter, &"windowId".into(), &window.into()).map_err(refused)?;
    let tabs = tabs_query(&filter).await.map_err(refused)?;
    Ok(number(&Array::from(&tabs).get(0), "id"))
}

/// The window that was in front last; `None` where there are no windows, as on a telephone.
pub async fn last_window() -> Option<i32> {
    number(&last_focused().await.ok()?, "id")
}

fn number(of: &JsValue, name: &str) -> Option<i32> {
    let value = Reflect::get(of, &name.into()).ok()?.as_f64();
    value.map(|it| it as i32)
}

/// The address of the tab that the worker looks at; `None` where it is none of our hosts.
///
/// # Errors
/// [`Error::Refused`] in the browser's words.
pub async fn active_url() -> Result<Option<String>, Error> {
    let refused = |why: JsValue| Error::refused("looking at the tab", &why);
    let filter = Object::new();
    for name in ["active", "currentWindow"] {
        Reflect::set(&filter, &name.into(), &JsValue::TRUE).map_err(refused)?;
    }
    let tabs = tabs_query(&filter).await.map_err(refused)?;
    let tab = Array::from(&tabs).get(0);
    let url = Reflect::get(&tab, &"url".into()).ok();
    Ok(url.and_then(|url| url.as_string()))
}
