//! Transactions: reading, and writing that is undone unless it is ended.

use js_sys::{Array, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::raw::{Request, Run, Store, key_range, key_range_above, key_range_below};
use super::refused;
use crate::error::Error;

/// A transaction that reads. Between two of its reads nothing else may be awaited: the browser
/// ends a transaction that has nothing to do.
pub struct Read {
    run: Run,
}

impl Read {
    pub(super) const fn of(run: Run) -> Self {
        Self { run }
    }

    /// The value under `key`.
    ///
    /// # Errors
    /// [`Error::Refused`] in the browser's words.
    pub async fn get(&self, store: &str, key: &str) -> Result<Option<String>, Error> {
        let request = self.store(store)?.get(key).map_err(|why| refused(&why))?;
        Ok(answer(&request).await?.as_string())
    }

    /// The values under all these keys, asked for at once, before it is waited for.
    ///
    /// # Errors
    /// [`Error::Refused`] in the browser's words.
    pub fn get_each(
        &self,
        store: &str,
        keys: &[String],
    ) -> impl Future<Output = Result<Vec<Option<String>>, Error>> + use<> {
        let answered = self.ask_each(store, keys).map(JsFuture::from);
        async move {
            let events = answered?.await.map_err(|why| failed(&why))?;
            let values = Array::from(&events).into_iter();
            let values = values.map(|event| result_of(&event).as_string());
            Ok(values.collect())
        }
    }

    /// The success events of all these keys' values.
    fn ask_each(&self, store: &str, keys: &[String]) -> Result<Promise, Error> {
        let store = self.store(store)?;
        let requests = Array::new();
        for key in keys {
            let request = store.get(key).map_err(|why| refused(&why))?;
            requests.push(&promise(&request));
        }
        Ok(Promise::all(&requests))
    }

    /// All values whose keys begin with `prefix`, in the order of their keys.
    ///
    /// # Errors
    /// [`Error::Refused`] in the browser's words.
    pub async fn all(&self, store: &str, prefix: &str) -> Result<Vec<String>, Error> {
        let request = self
            .store(store)?
            .get_all(&range(prefix)?)
            .map_err(|why| refused(&why))?;
        texts(&request).await
    }

    /// All values of each of these stores, asked for at once.
    ///
    /// # Errors
    /// [`Error::Refused`] in the browser's words.
    pub async fn all_each(&self, stores: &[&str]) -> Result<Vec<Vec<String>>, Error> {
        let requests = Array::new();
        for store in stores {
            let request = self.store(store)?.get_all(&range("")?);
            requests.push(&promise(&request.map_err(|why| refused(&why))?));
        }
        let events = JsFuture::from(Promise::all(&requests))
            .await
            .map_err(|why| failed(&why))?;
        let values = |event: JsValue| {
            let values = Array::from(&result_of(&event));
            values.iter().filter_map(|it| it.as_string()).collect()
        };
        Ok(Array::from(&events).iter().map(values).collect())
    }

    /// All keys that begin with `prefix`, in order.
    ///
    /// # Errors
    /// [`Error::Refused`] in the browser's words.
    pub async fn keys(&self, store: &str, prefix: &str) -> Result<Vec<String>, Error> {
        let store = self.store(store)?;
        let request = store
            .get_all_keys(&range(prefix)?)
            .map_err(|why| refused(&why))?;
        texts(&request).await
    }

    /// How many keys begin with `prefix`.
    ///
    /// # Errors
    /// [`Error::Refused`] in the browser's words.
    pub async fn count(&self, store: &str, prefix: &str) -> Result<u64, Error> {
        let store = self.store(store)?;
        let request = store.count(&range(prefix)?).map_err(|why| refused(&why))?;
        let count = answer(&request).await?.as_f64();
        // A count of things that lie on a disk is a small whole number.
        Ok(count.unwrap_or(0.0) as u64)
    }

    /// At most `most` keys and values of those that begin with `prefix`, in order, behind the key
    /// `after`. A value that is no text is an empty one.
    ///
    /// # Errors
    /// [`Error::Refused`] in the browser's words.
    pub async fn some(
        &self,
        store: &str,
        prefix: &str,
        after: Option<&str>,
        most: u32,
    ) -> Result<Vec<(String, String)>, Error> {
        let store = self.store(store)?;
        let upper = format!("{prefix}\u{ffff}");
        let lower = after.unwrap_or(prefix);
        let range = key_range_above(lower, &upper, after.is_some()).map_err(|why| refused(&why))?;
        pairs(&store, &range, most).await
    }

    /// At most `most` keys and values from the key `from` on, in order, those before the key `to`.
    /// A value that is no text is an empty one.
    ///
    /// # Errors
    /// [`Error::Refused`] in the browser's words.
    pub async fn between(
        &self,
        store: &str,
        from: &str,
        to: Option<&str>,
        most: u32,
    ) -> Result<Vec<(String, String)>, Error> {
        pairs(&self.store(store)?, &range_between(from, to)?, most).await
    }

    /// The bytes under each of these keys, asked for at once: the first can be worked on while the
    /// others are still on their way.
    ///
    /// # Errors
    /// [`Error::Refused`] in the browser's words; so does each of them, also where there are none.
    pub fn bytes_each(
        &self,
        store: &str,
        keys: &[String],
    ) -> Result<Vec<impl Future<Output = Result<Uint8Array, Error>> + use<>>, Error> {
        let store = self.store(store)?;
        let ask = |key: &String| {
            let request = store.get(key).map_err(|why| refused(&why))?;
            // Listens from now on, whenever it is waited for.
            let answered = JsFuture::from(promise(&request));
            Ok(async move {
                let event = answered.await.map_err(|why| failed(&why))?;
                result_of(&event).dyn_into().map_err(|why| refused(&why))
            })
        };
        keys.iter().map(ask).collect()
    }

    /// For each of these prefixes all keys that begin with it, asked for at once.
    ///
    /// # Errors
    /// [`Error::Refused`] in the browser's words.
    pub async fn keys_each(
        &self,
        store: &str,
        prefixes: &[String],
    ) -> Result<Vec<Vec<String>>, Error> {
        let store = self.store(store)?;
        let requests = Array::new();
        for prefix in prefixes {
            let request = store
                .get_all_keys(&range(prefix)?)
                .map_err(|why| refused(&why))?;
            requests.push(&promise(&request));
        }
        let events = JsFuture::from(Promise::all(&requests))
            .await
            .map_err(|why| failed(&why))?;
        let keys = |event: JsValue| {
            let keys = Array::from(&result_of(&event));
            keys.iter().filter_map(|it| it.as_string()).collect()
        };
        Ok(Array::from(&events).iter().map(keys).collect())
    }

    fn store(&self, name: &str) -> Result<Store, Error> {
        self.run.object_store(name).map_err(|why| refused(&why))
    }
}

/// A transaction that writes; it is undone if it is dropped before [`Write::done`].
pub struct Write {
    read: Read,
    ended: Promise,
    done: bool,
}

impl std::ops::Deref for Write {
    type Target = Read;

    fn deref(&self) -> &Read {
        &self.read
    }
}

impl Write {
    pub(super) fn of(run: Run) -> Self {
        let ended = Promise::new(&mut |resolve, reject| {
            run.set_oncomplete(&resolve);
            run.set_onabort(&reject);
        });
        Self {
            read: Read::of(run),
            // All-settled, so that what is aborted on purpose is no unhandled rejection.
            ended: Promise::all_settled(&Array::of1(&ended)),
            done: false,
        }
    }

    /// Puts a value under a key, in place of an earlier one.
    ///
    /// # Errors
    /// [`Error::Refused`] if the transaction has ended; what the disk refuses is said by `done`.
    pub fn put(&self, store: &str, key: &str, value: &str) -> Result<(), Error> {
        self.store(store)?
            .put(value, key)
            .map(drop)
            .map_err(|why| refused(&why))
    }

    /// Puts bytes under a key, in place of an earlier value.
    ///
    /// # Errors
    /// As [`Write::put`].
    pub fn put_bytes(&self, store: &str, key: &str, bytes: &[u8]) -> Result<(), Error> {
        self.store(store)?
            .put_bytes(&Uint8Array::from(bytes), key)
            .map(drop)
            .map_err(|why| refused(&why))
    }

    /// Deletes the value under a key, if there is one.
    ///
    /// # Errors
    /// As [`Write::put`].
    pub fn delete(&self, store: &str, key: &str) -> Result<(), Error> {
        self.store(store)?
            .delete(&key.into())
            .map(drop)
            .map_err(|why| refused(&why))
    }

    /// Deletes all values whose keys begin with `prefix`.
    ///
    /// # Errors
    /// As [`Write::put`].
    pub fn delete_all(&self, store: &str, prefix: &str) -> Result<(), Error> {
        self.store(store)?
            .delete(&range(prefix)?)
            .map(drop)
            .map_err(|why| refused(&why))
    }

    /// Deletes all values from the key `from` on, those before the key `to`.
    ///
    /// # Errors
    /// As [`Write::put`].
    pub fn delete_between(&self, store: &str, from: &str, to: Option<&str>) -> Result<(), Error> {
        self.store(store)?
            .delete(&range_between(from, to)?)
            .map(drop)
            .map_err(|why| refused(&why))
    }

    /// Waits until everything is on the disk.
    ///
    /// # Errors
    /// [`Error::Refused`] in the browser's words; then nothing of the transaction is stored.
    pub async fn done(mut self) -> Result<(), Error> {
        self.done = true;
        let settled = JsFuture::from(self.ended.clone())
            .await
            .map_err(|why| refused(&why))?;
        let status = Reflect::get(&Array::from(&settled).get(0), &"status".into());
        let fulfilled =
            status.is_ok_and(|status| status.as_string().as_deref() == Some("fulfilled"));
        if fulfilled {
            Ok(())
        } else {
            Err(refused(&self.read.run.run_error()))
        }
    }
}

impl Drop for Write {
    fn drop(&mut self) {
        if !self.done {
            // Fails where it has ended already, and then there is nothing to undo.
            let _ = self.read.run.abort();
        }
    }
}

/// Resolves with the success event, rejects with the error event.
fn promise(request: &Request) -> Promise {
    Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(&resolve);
        request.set_onerror(&reject);
    })
}

async fn answer(request: &Request) -> Result<JsValue, Error> {
    JsFuture::from(promise(request))
        .await
        .map_err(|_| refused(&request.error()))?;
    Ok(request.result())
}

async fn texts(request: &Request) -> Result<Vec<String>, Error> {
    let values = Array::from(&answer(request).await?);
    Ok(values
        .iter()
        .filter_map(|value| value.as_string())
        .collect())
}

fn result_of(event: &JsValue) -> JsValue {
    Reflect::get(event, &"target".into()).map_or(JsValue::UNDEFINED, |target| {
        target.unchecked_into::<Request>().result()
    })
}

fn failed(event: &JsValue) -> Error {
    let target = Reflect::get(event, &"target".into());
    refused(&target.map_or(JsValue::UNDEFINED, |it| {
        it.unchecked_into::<Request>().error()
    }))
}

/// Keys and values of a range; what is no text is an empty one.
async fn pairs(store: &Store, range: &JsValue, most: u32) -> Result<Vec<(String, String)>, Error> {
    let keys = store
        .get_some_keys(range, most)
        .map_err(|why| refused(&why))?;
    let values = store.get_some(range, most).map_err(|why| refused(&why))?;
    let both = Promise::all(&Array::of2(&promise(&keys), &promise(&values)));
    JsFuture::from(both).await.map_err(|why| failed(&why))?;
    let text = |it: JsValue| it.as_string().unwrap_or_default();
    let keys = Array::from(&keys.result());
    let values = Array::from(&values.result());
    Ok(keys.iter().map(text).zip(values.iter().map(text)).collect())
}

fn range_between(from: &str, to: Option<&str>) -> Result<JsValue, Error> {
    key_range_below(from, to.unwrap_or("\u{ffff}"), false, to.is_some())
        .map_err(|why| refused(&why))
}

fn range(prefix: &str) -> Result<JsValue, Error> {
    key_range(prefix, &format!("{prefix}\u{ffff}")).map_err(|why| refused(&why))
}
