//! IndexedDB with texts as keys and values.
//!
//! Bound by hand rather than by a crate: a request's `onsuccess` is the `resolve` of a promise, so
//! no closure crosses over per request; `durability: "strict"` can be asked for, which neither
//! `idb` nor `indexed_db_futures` offers; and a transaction that is dropped before [`Write::done`]
//! is aborted, so that an early return never stores half of something. What the texts mean is
//! their owner's business.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::error::{Error, words};

#[wasm_bindgen]
extern "C" {
    type Factory;
    #[wasm_bindgen(method, catch)]
    fn open(this: &Factory, name: &str, version: u32) -> Result<Request, JsValue>;

    type Request;
    #[wasm_bindgen(method, getter)]
    fn result(this: &Request) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn error(this: &Request) -> JsValue;
    #[wasm_bindgen(method, setter)]
    fn set_onsuccess(this: &Request, handler: &Function);
    #[wasm_bindgen(method, setter)]
    fn set_onerror(this: &Request, handler: &Function);
    #[wasm_bindgen(method, setter)]
    fn set_onupgradeneeded(this: &Request, handler: &JsValue);

    type Connection;
    #[wasm_bindgen(method, catch)]
    fn transaction(
        this: &Connection,
        stores: &Array,
        mode: &str,
        options: &Object,
    ) -> Result<Run, JsValue>;
    #[wasm_bindgen(method, catch, js_name = createObjectStore)]
    fn create_object_store(this: &Connection, name: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = deleteObjectStore)]
    fn delete_object_store(this: &Connection, name: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method)]
    fn close(this: &Connection);
    #[wasm_bindgen(method, setter)]
    fn set_onversionchange(this: &Connection, handler: &JsValue);

    #[wasm_bindgen(js_name = IDBTransaction)]
    type Run;
    #[wasm_bindgen(method, catch, js_name = objectStore)]
    fn object_store(this: &Run, name: &str) -> Result<Store, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn abort(this: &Run) -> Result<(), JsValue>;
    #[wasm_bindgen(method, getter, js_name = error)]
    fn run_error(this: &Run) -> JsValue;
    #[wasm_bindgen(method, setter)]
    fn set_oncomplete(this: &Run, handler: &Function);
    #[wasm_bindgen(method, setter)]
    fn set_onabort(this: &Run, handler: &Function);

    type Store;
    #[wasm_bindgen(method, catch)]
    fn get(this: &Store, key: &str) -> Result<Request, JsValue>;
    #[wasm_bindgen(method, catch, js_name = getAll)]
    fn get_all(this: &Store, range: &JsValue) -> Result<Request, JsValue>;
    #[wasm_bindgen(method, catch, js_name = getAllKeys)]
    fn get_all_keys(this: &Store, range: &JsValue) -> Result<Request, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn put(this: &Store, value: &str, key: &str) -> Result<Request, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn delete(this: &Store, key_or_range: &JsValue) -> Result<Request, JsValue>;

    #[wasm_bindgen(js_namespace = IDBKeyRange, js_name = bound, catch)]
    fn key_range(lower: &str, upper: &str) -> Result<JsValue, JsValue>;
}

/// An open database; closed when it is dropped, or when another context wants a newer version of it.
pub struct Database {
    connection: Connection,
    _closer: Closure<dyn Fn()>,
}

impl Drop for Database {
    fn drop(&mut self) {
        // Transactions that are under way still end as they should.
        self.connection.close();
    }
}

/// A database while its stores are laid out anew.
pub struct Upgrade<'a> {
    connection: &'a Connection,
    /// The version that it had; 0 for a fresh one.
    pub from: u32,
}

impl Upgrade<'_> {
    /// Creates a store.
    ///
    /// # Errors
    /// [`Error::Refused`] if there is one of that name.
    pub fn create(&self, store: &str) -> Result<(), Error> {
        self.connection
            .create_object_store(store)
            .map(drop)
            .map_err(|why| refused(&why))
    }

    /// Deletes a store with all that is in it.
    ///
    /// # Errors
    /// [`Error::Refused`] if there is none of that name.
    pub fn delete(&self, store: &str) -> Result<(), Error> {
        self.connection
            .delete_object_store(store)
            .map_err(|why| refused(&why))
    }
}

/// Opens the database, laying out its stores first where its version is older than `version`.
/// A failing `upgrade` leaves the database as it was.
///
/// # Errors
/// [`Error::Refused`] in the browser's words: no space, private window, newer version on disk.
pub async fn open(
    name: &str,
    version: u32,
    upgrade: impl Fn(&Upgrade<'_>) -> Result<(), Error> + 'static,
) -> Result<Database, Error> {
    let factory = Reflect::get(&js_sys::global(), &"indexedDB".into());
    let factory: Factory = factory.map_err(|why| refused(&why))?.unchecked_into();
    let request = factory.open(name, version).map_err(|why| refused(&why))?;
    let upgrading =
        Closure::<dyn Fn(JsValue) -> Result<(), JsValue>>::new(move |event: JsValue| {
            let request: Request = Reflect::get(&event, &"target".into())?.unchecked_into();
            let connection: Connection = request.result().unchecked_into();
            let from = Reflect::get(&event, &"oldVersion".into())?
                .as_f64()
                .unwrap_or(0.0) as u32;
            // What is thrown in this handler aborts the upgrade as a whole.
            upgrade(&Upgrade {
                connection: &connection,
                from,
            })
            .map_err(|error| js_sys::Error::new(&error.to_string()).into())
        });
    request.set_onupgradeneeded(upgrading.as_ref());
    let connection: Connection = answer(&request).await?.unchecked_into();
    let closing = connection.clone().unchecked_into::<Connection>();
    let closer = Closure::<dyn Fn()>::new(move || closing.close());
    connection.set_onversionchange(closer.as_ref());
    Ok(Database {
        connection,
        _closer: closer,
    })
}

impl Database {
    /// Begins reading these stores.
    ///
    /// # Errors
    /// [`Error::Refused`] if the connection was closed or a store is not there.
    pub fn read(&self, stores: &[&str]) -> Result<Read, Error> {
        Ok(Read {
            run: self.run(stores, "readonly")?,
        })
    }

    /// Begins reading and writing these stores, alone on them until it is done.
    ///
    /// # Errors
    /// [`Error::Refused`] if the connection was closed or a store is not there.
    pub fn write(&self, stores: &[&str]) -> Result<Write, Error> {
        let run = self.run(stores, "readwrite")?;
        let ended = Promise::new(&mut |resolve, reject| {
            run.set_oncomplete(&resolve);
            run.set_onabort(&reject);
        });
        // All-settled, so that a transaction that is aborted on purpose is no unhandled rejection.
        let ended = Promise::all_settled(&Array::of1(&ended));
        Ok(Write {
            read: Read { run },
            ended,
            done: false,
        })
    }

    fn run(&self, stores: &[&str], mode: &str) -> Result<Run, Error> {
        let stores: Array = stores.iter().map(|name| JsValue::from_str(name)).collect();
        let options = Object::new();
        let strict = Reflect::set(&options, &"durability".into(), &"strict".into());
        strict
            .and_then(|_| self.connection.transaction(&stores, mode, &options))
            .map_err(|why| refused(&why))
    }
}

/// A transaction that reads. Between two of its reads nothing else may be awaited: the browser
/// ends a transaction that has nothing to do.
pub struct Read {
    run: Run,
}

impl Read {
    /// The value under `key`.
    ///
    /// # Errors
    /// [`Error::Refused`] in the browser's words.
    pub async fn get(&self, store: &str, key: &str) -> Result<Option<String>, Error> {
        let request = self.store(store)?.get(key).map_err(|why| refused(&why))?;
        Ok(answer(&request).await?.as_string())
    }

    /// The values under all these keys, asked for at once.
    ///
    /// # Errors
    /// [`Error::Refused`] in the browser's words.
    pub async fn get_each(
        &self,
        store: &str,
        keys: &[String],
    ) -> Result<Vec<Option<String>>, Error> {
        let store = self.store(store)?;
        let requests = Array::new();
        for key in keys {
            let request = store.get(key).map_err(|why| refused(&why))?;
            requests.push(&promise(&request));
        }
        let events = JsFuture::from(Promise::all(&requests))
            .await
            .map_err(|why| failed(&why))?;
        Ok(Array::from(&events)
            .iter()
            .map(|event| result_of(&event).as_string())
            .collect())
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

fn range(prefix: &str) -> Result<JsValue, Error> {
    key_range(prefix, &format!("{prefix}\u{ffff}")).map_err(|why| refused(&why))
}

fn refused(why: &JsValue) -> Error {
    Error::Refused {
        doing: "the extension's database",
        why: words(why),
    }
}
