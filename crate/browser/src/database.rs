//! IndexedDB with texts as keys and texts, or bytes, as values.
//!
//! Bound by hand rather than by a crate: a request's `onsuccess` is the `resolve` of a promise, so
//! no closure crosses over per request; `durability: "strict"` can be asked for, which neither
//! `idb` nor `indexed_db_futures` offers; and a transaction that is dropped before [`Write::done`]
//! is aborted, so that an early return never stores half of something. What the texts mean is
//! their owner's business. `raw` holds the binding, `run` reading and writing.

mod raw;
mod run;

use std::cell::Cell;

use js_sys::{Array, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use self::raw::{Connection, Factory, Request, Run};
use crate::error::{Error, words};

pub use self::run::{Read, Write};

/// What every refusal of the database begins with.
pub const DOING: &str = "the extension's database";
/// There is no room for what was to be stored.
pub const FULL_WHY: &str = "there is no room left on the disk, so this was not stored; what was \
    stored before is safe. Free some space, then try again";
const NEWER_WHY: &str = "a newer version of Tallystick made it. Install that version again; nothing \
    was changed or lost";
const BLOCKED_WHY: &str = "another window of Tallystick still uses the older version of it. Close \
    all of Tallystick's own tabs, then try again; nothing was changed or lost";

thread_local! {
    /// Whether an opening waits for another window.
    static BLOCKED: Cell<bool> = const { Cell::new(false) };
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
/// [`Error::Refused`] in the browser's words: no space, private window. What is on the disk stays
/// as it is, also where a newer version made it and where another window still uses an older one.
pub async fn open(
    name: &str,
    version: u32,
    upgrade: impl Fn(&Upgrade<'_>) -> Result<(), Error> + 'static,
) -> Result<Database, Error> {
    if BLOCKED.get() {
        return Err(refused(&BLOCKED_WHY.into()));
    }
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
    let connection: Connection = match opened(&request).await {
        Ok(connection) => connection.unchecked_into(),
        Err(why) => {
            if BLOCKED.get() {
                // It will be needed when the other window is closed.
                upgrading.forget();
            }
            return Err(why);
        }
    };
    let closing = connection.clone().unchecked_into::<Connection>();
    let closer = Closure::<dyn Fn()>::new(move || closing.close());
    connection.set_onversionchange(closer.as_ref());
    Ok(Database {
        connection,
        _closer: closer,
    })
}

/// The database, unless another window keeps an older version of it open.
async fn opened(request: &Request) -> Result<JsValue, Error> {
    let ended = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(&resolve);
        request.set_onerror(&reject);
        request.set_onblocked(&reject);
    });
    match JsFuture::from(ended).await {
        Ok(_) => Ok(request.result()),
        Err(event) => {
            let kind = Reflect::get(&event, &"type".into()).ok();
            if kind.and_then(|it| it.as_string()).as_deref() != Some("blocked") {
                return Err(refused(&request.error()));
            }
            BLOCKED.set(true);
            close_later(request);
            Err(refused(&BLOCKED_WHY.into()))
        }
    }
}

/// What was blocked is opened after all when the other window is closed; until then every other
/// opening would wait behind it.
fn close_later(request: &Request) {
    let late: &JsValue = request.as_ref();
    let late: Request = late.clone().unchecked_into();
    let opened = Closure::once_into_js(move || {
        BLOCKED.set(false);
        late.result().unchecked_into::<Connection>().close();
    });
    request.set_onsuccess(opened.unchecked_ref());
    let failed = Closure::once_into_js(|| BLOCKED.set(false));
    request.set_onerror(failed.unchecked_ref());
}

impl Database {
    /// Begins reading these stores.
    ///
    /// # Errors
    /// [`Error::Refused`] if the connection was closed or a store is not there.
    pub fn read(&self, stores: &[&str]) -> Result<Read, Error> {
        Ok(Read::of(self.run(stores, "readonly")?))
    }

    /// Begins reading and writing these stores, alone on them until it is done.
    ///
    /// # Errors
    /// [`Error::Refused`] if the connection was closed or a store is not there.
    pub fn write(&self, stores: &[&str]) -> Result<Write, Error> {
        let run = self.run(stores, "readwrite")?;
        Ok(Write::of(run))
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

fn refused(why: &JsValue) -> Error {
    let name = Reflect::get(why, &"name".into()).ok();
    let why = match name.and_then(|it| it.as_string()).as_deref() {
        Some("QuotaExceededError") => FULL_WHY.to_owned(),
        Some("VersionError") => NEWER_WHY.to_owned(),
        _ => words(why),
    };
    Error::Refused { doing: DOING, why }
}
