//! Sealing bytes with a passphrase, by the browser's own cryptography: PBKDF2 with SHA-256 makes the
//! key, AES-256-GCM seals.

use js_sys::{Array, JsString, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;

use crate::Error;

const DOING: &str = "sealing";

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["crypto", "subtle"], js_name = importKey, catch)]
    async fn import_key(
        format: &str,
        bytes: &Uint8Array,
        algorithm: &str,
        extractable: bool,
        uses: &Array,
    ) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = ["crypto", "subtle"], js_name = deriveKey, catch)]
    async fn derive_key(
        how: &Object,
        base: &JsValue,
        algorithm: &Object,
        extractable: bool,
        uses: &Array,
    ) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = ["crypto", "subtle"], js_name = encrypt, catch)]
    async fn encrypt(how: &Object, key: &JsValue, bytes: &Uint8Array) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = ["crypto", "subtle"], js_name = decrypt, catch)]
    async fn decrypt(how: &Object, key: &JsValue, bytes: &Uint8Array) -> Result<JsValue, JsValue>;
}

/// A key that was made of a passphrase; it cannot be read back.
#[derive(Debug)]
pub struct Key(JsValue);

/// Makes the key. The passphrase counts as its characters look: what one keyboard writes as one
/// character and another as two is the same.
///
/// # Errors
/// [`Error::Refused`] where the browser has no such cryptography.
pub async fn key(passphrase: &str, salt: &[u8], rounds: u32) -> Result<Key, Error> {
    let refused = |why: JsValue| Error::refused(DOING, &why);
    let passphrase = String::from(JsString::from(passphrase).normalize("NFKC"));
    let bytes = Uint8Array::from(passphrase.as_bytes());
    let base = import_key("raw", &bytes, "PBKDF2", false, &words(&["deriveKey"])).await;
    let how = object(&[
        ("name", "PBKDF2".into()),
        ("hash", "SHA-256".into()),
        ("salt", Uint8Array::from(salt).into()),
        ("iterations", rounds.into()),
    ])?;
    let of = object(&[("name", "AES-GCM".into()), ("length", 256.into())])?;
    let uses = words(&["encrypt", "decrypt"]);
    let derived = derive_key(&how, &base.map_err(refused)?, &of, false, &uses).await;
    derived.map(Key).map_err(refused)
}

impl Key {
    /// Seals `bytes`; `head` is not in it, but it opens only beside the same head. A nonce is used
    /// for one sealing only.
    ///
    /// # Errors
    /// [`Error::Refused`] in the browser's words.
    pub async fn seal(&self, nonce: &[u8], head: &[u8], bytes: &[u8]) -> Result<Vec<u8>, Error> {
        let sealed = encrypt(&how(nonce, head)?, &self.0, &Uint8Array::from(bytes)).await;
        let sealed = sealed.map_err(|why| Error::refused(DOING, &why))?;
        Ok(Uint8Array::new(&sealed).to_vec())
    }

    /// Opens what [`Key::seal`] sealed; `None`: with another key, or beside another head, or
    /// something in it was changed.
    ///
    /// # Errors
    /// [`Error::Refused`] in the browser's words.
    pub async fn open(
        &self,
        nonce: &[u8],
        head: &[u8],
        sealed: &[u8],
    ) -> Result<Option<Vec<u8>>, Error> {
        match decrypt(&how(nonce, head)?, &self.0, &Uint8Array::from(sealed)).await {
            Ok(bytes) => Ok(Some(Uint8Array::new(&bytes).to_vec())),
            Err(why) if is_of_the_seal(&why) => Ok(None),
            Err(why) => Err(Error::refused(DOING, &why)),
        }
    }
}

/// The one name under which every browser says that a seal does not fit.
fn is_of_the_seal(why: &JsValue) -> bool {
    let name = Reflect::get(why, &"name".into()).unwrap_or_default();
    name.as_string().as_deref() == Some("OperationError")
}

fn how(nonce: &[u8], head: &[u8]) -> Result<Object, Error> {
    object(&[
        ("name", "AES-GCM".into()),
        ("iv", Uint8Array::from(nonce).into()),
        ("additionalData", Uint8Array::from(head).into()),
    ])
}

fn object(parts: &[(&str, JsValue)]) -> Result<Object, Error> {
    let object = Object::new();
    for (name, value) in parts {
        Reflect::set(&object, &(*name).into(), value).map_err(|why| Error::refused(DOING, &why))?;
    }
    Ok(object)
}

fn words(words: &[&str]) -> Array {
    words.iter().map(|it| JsValue::from(*it)).collect()
}
