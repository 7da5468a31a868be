//! The worker's consent to send what the manifest calls optional data collection: Firefox asks for
//! it itself, other browsers know nothing of the kind and are taken as consenting.

use js_sys::{Array, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::Error;

/// What a backend for writing is sent, in Firefox's words; the manifest has the same.
const KINDS: [&str; 2] = ["websiteContent", "websiteActivity"];
/// Where Firefox keeps them, in requests and in what is granted.
const DATA: &str = "data_collection";

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["chrome", "runtime"], js_name = getBrowserInfo, thread_local_v2)]
    static BROWSER_INFO: Option<JsValue>;

    #[wasm_bindgen(js_namespace = ["chrome", "permissions"], js_name = request, catch)]
    fn permissions_request(wanted: &Object) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_namespace = ["chrome", "permissions"], js_name = getAll, catch)]
    async fn permissions_get_all() -> Result<JsValue, JsValue>;
}

/// Asks for consent where it is not given yet; the answer is whether it is given now.
///
/// Firefox allows the question only while a click is being handled, so it is put before this
/// returns, not when its future is first awaited.
///
/// # Errors
/// [`Error::Refused`] in the browser's words.
pub fn ask() -> impl Future<Output = Result<bool, Error>> {
    let refused = |why: JsValue| Error::refused("asking whether data may be sent", &why);
    let asked = is_asked_for().then(|| {
        let wanted = Object::new();
        let kinds: Array = KINDS.iter().map(|it| JsValue::from_str(it)).collect();
        Reflect::set(&wanted, &DATA.into(), &kinds)?;
        permissions_request(&wanted)
    });
    async move {
        match asked {
            None => Ok(true),
            Some(asked) => {
                let answer = JsFuture::from(asked.map_err(refused)?).await;
                Ok(answer.map_err(refused)?.is_truthy())
            }
        }
    }
}

/// Whether it is given. It can be taken back in the browser's own settings at any time.
pub async fn is_given() -> bool {
    if !is_asked_for() {
        return true;
    }
    let Ok(all) = permissions_get_all().await else {
        return false;
    };
    let given = Reflect::get(&all, &DATA.into()).unwrap_or_default();
    Array::is_array(&given) && {
        let given = Array::from(&given);
        KINDS
            .iter()
            .all(|kind| given.includes(&JsValue::from_str(kind), 0))
    }
}

/// Only Firefox tells about itself.
fn is_asked_for() -> bool {
    BROWSER_INFO.with(Option::is_some)
}
