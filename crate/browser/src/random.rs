//! Random bytes from the browser's cryptographic source.

use wasm_bindgen::prelude::*;

use crate::Error;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues, catch)]
    fn get_random_values(bytes: &mut [u8]) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = Math, js_name = random)]
    fn math_random() -> f64;
}

/// `N` bytes that nobody can guess, at most 65,536.
///
/// # Errors
/// [`Error::Refused`] where the browser has no such source.
pub fn bytes<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    get_random_values(&mut bytes).map_err(|why| Error::refused("drawing random bytes", &why))?;
    Ok(bytes)
}

/// A number in 0..1, for spreading things out; anyone may guess it.
pub fn unit() -> f64 {
    math_random()
}
