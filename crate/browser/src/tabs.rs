//! Tabs, as far as they can be seen without the `tabs` permission: only those of hosts that the
//! extension may read anyway.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::*;

use crate::Error;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["chrome", "tabs"], js_name = query, catch)]
    async fn tabs_query(filter: &Object) -> Result<JsValue, JsValue>;
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
