//! IndexedDB as it is, bound by hand; what it is used for is its neighbours' business.

use js_sys::{Array, Function, Object, Uint8Array};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    pub(super) type Factory;
    #[wasm_bindgen(method, catch)]
    pub(super) fn open(this: &Factory, name: &str, version: u32) -> Result<Request, JsValue>;

    pub(super) type Request;
    #[wasm_bindgen(method, getter)]
    pub(super) fn result(this: &Request) -> JsValue;
    #[wasm_bindgen(method, getter)]
    pub(super) fn error(this: &Request) -> JsValue;
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_onsuccess(this: &Request, handler: &Function);
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_onerror(this: &Request, handler: &Function);
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_onupgradeneeded(this: &Request, handler: &JsValue);
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_onblocked(this: &Request, handler: &JsValue);

    pub(super) type Connection;
    #[wasm_bindgen(method, catch)]
    pub(super) fn transaction(
        this: &Connection,
        stores: &Array,
        mode: &str,
        options: &Object,
    ) -> Result<Run, JsValue>;
    #[wasm_bindgen(method, catch, js_name = createObjectStore)]
    pub(super) fn create_object_store(this: &Connection, name: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = deleteObjectStore)]
    pub(super) fn delete_object_store(this: &Connection, name: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method)]
    pub(super) fn close(this: &Connection);
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_onversionchange(this: &Connection, handler: &JsValue);

    #[wasm_bindgen(js_name = IDBTransaction)]
    pub(super) type Run;
    #[wasm_bindgen(method, catch, js_name = objectStore)]
    pub(super) fn object_store(this: &Run, name: &str) -> Result<Store, JsValue>;
    #[wasm_bindgen(method, catch)]
    pub(super) fn abort(this: &Run) -> Result<(), JsValue>;
    #[wasm_bindgen(method, getter, js_name = error)]
    pub(super) fn run_error(this: &Run) -> JsValue;
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_oncomplete(this: &Run, handler: &Function);
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_onabort(this: &Run, handler: &Function);

    pub(super) type Store;
    #[wasm_bindgen(method, catch)]
    pub(super) fn get(this: &Store, key: &str) -> Result<Request, JsValue>;
    #[wasm_bindgen(method, catch, js_name = getAll)]
    pub(super) fn get_all(this: &Store, range: &JsValue) -> Result<Request, JsValue>;
    #[wasm_bindgen(method, catch, js_name = getAll)]
    pub(super) fn get_some(this: &Store, range: &JsValue, most: u32) -> Result<Request, JsValue>;
    #[wasm_bindgen(method, catch)]
    pub(super) fn count(this: &Store, range: &JsValue) -> Result<Request, JsValue>;
    #[wasm_bindgen(method, catch, js_name = getAllKeys)]
    pub(super) fn get_all_keys(this: &Store, range: &JsValue) -> Result<Request, JsValue>;
    #[wasm_bindgen(method, catch, js_name = getAllKeys)]
    pub(super) fn get_some_keys(
        this: &Store,
        range: &JsValue,
        most: u32,
    ) -> Result<Request, JsValue>;
    #[wasm_bindgen(method, catch)]
    pub(super) fn put(this: &Store, value: &str, key: &str) -> Result<Request, JsValue>;
    #[wasm_bindgen(method, catch, js_name = put)]
    pub(super) fn put_bytes(
        this: &Store,
        value: &Uint8Array,
        key: &str,
    ) -> Result<Request, JsValue>;
    #[wasm_bindgen(method, catch)]
    pub(super) fn delete(this: &Store, key_or_range: &JsValue) -> Result<Request, JsValue>;

    #[wasm_bindgen(js_namespace = IDBKeyRange, js_name = bound, catch)]
    pub(super) fn key_range(lower: &str, upper: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = IDBKeyRange, js_name = bound, catch)]
    pub(super) fn key_range_above(
        lower: &str,
        upper: &str,
        lower_open: bool,
    ) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = IDBKeyRange, js_name = bound, catch)]
    pub(super) fn key_range_below(
        lower: &str,
        upper: &str,
        lower_open: bool,
        upper_open: bool,
    ) -> Result<JsValue, JsValue>;
}
