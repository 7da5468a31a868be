//! The open database and a memory of what is in it.
//!
//! The memory is only a copy that may vanish between any two events: everything is written to the
//! database first, and the memory follows what was written. It is filled before the first request
//! is looked at, so that a copy is never older than a write.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use js_sys::{Function, Promise};
use tallystick_browser::database::Database;
use tallystick_browser::{Error, clock, console, storage};
use tallystick_wire::message::{BlindPage, SaveNote, SetHiding};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use crate::backend::Backend;
use crate::mine::Mine;
use crate::order;
use crate::store;
use crate::together;
use crate::trouble::{Done, Trouble};

/// The key of the settings in `storage.local`: setting key → value, both texts.
pub const SETTINGS: &str = "settings";

/// Everything that handlers work on.
pub struct World {
    /// The truth.
    pub database: Database,
    /// Its copy.
    pub memory: RefCell<Memory>,
    /// Who waits for a task of this name to end.
    waiting: RefCell<Vec<(String, Function)>>,
    /// How often this worker has said that something changed.
    bumps: Cell<u32>,
    /// When the clock's alarm is to ring; 0: it is not set.
    pub ticks_at: Cell<i64>,
}

/// The copy.
#[derive(Default)]
pub struct Memory {
    /// As in `storage.local`.
    pub settings: BTreeMap<String, String>,
    /// In the order in which they were added.
    pub backends: Vec<Backend>,
    /// Of requesters.
    pub notes: HashMap<String, SaveNote>,
    /// Of requesters and groups.
    pub hiding: HashMap<String, SetHiding>,
    /// By id.
    pub reviews: HashMap<String, Mine>,
    /// The keys of what waits.
    pub outbox: BTreeSet<String>,
    /// By platform and page.
    pub blind: HashMap<String, BlindPage>,
    /// Bodies that were looked into, by [`store::body_key`]; `None`: there is none.
    pub bodies: HashMap<String, Option<Rc<str>>>,
    /// Counts replacements of bodies, so that a read that began before one is not remembered.
    pub bodies_replaced: u32,
    /// The worker's own sums that were looked into, by their keys; `None`: there are none.
    pub sums: HashMap<String, Option<Rc<str>>>,
    /// Counts changes of the ledger, as `bodies_replaced` does for bodies.
    pub sums_replaced: u32,
    /// Backends to be asked now, however fresh they are, and the look-up keys that this is for.
    pub wanted: HashMap<String, BTreeSet<String>>,
    /// Names of the tasks that go on at present, so that none runs twice at once.
    pub underway: BTreeSet<String>,
}

thread_local! {
    static WORLD: RefCell<Option<Rc<World>>> = const { RefCell::new(None) };
    static OPENING: RefCell<Option<Promise>> = const { RefCell::new(None) };
}

/// The world; opened by the first who asks while the others wait for the same opening.
///
/// # Errors
/// In the browser's words why the database or the settings cannot be read.
pub async fn world() -> Done<Rc<World>> {
    if let Some(world) = current() {
        return Ok(world);
    }
    let opening = OPENING.with(|it| it.borrow_mut().get_or_insert_with(begin).clone());
    let opened = JsFuture::from(opening).await;
    OPENING.with(|it| it.borrow_mut().take());
    opened.map_err(|why| Trouble::Told(why.as_string().unwrap_or_default()))?;
    current().ok_or(Trouble::Browser(Error::NoAnswer))
}

/// Forgets everything, as when the worker is killed; the next request opens the database anew.
/// Whoever still works on the old world finds no backend in it and ends.
pub fn forget() {
    if let Some(world) = WORLD.with(|it| it.borrow_mut().take()) {
        world.memory.take();
    }
}

fn current() -> Option<Rc<World>> {
    WORLD.with(|it| it.borrow().clone())
}

fn begin() -> Promise {
    future_to_promise(async {
        let world = World::open()
            .await
            .map_err(|why| JsValue::from(why.to_string()))?;
        WORLD.with(|it| it.borrow_mut().replace(Rc::new(world)));
        Ok(JsValue::UNDEFINED)
    })
}

/// The stores whose records are all remembered.
const REMEMBERED: [&str; 5] = [
    store::BACKENDS,
    store::NOTES,
    store::HIDING,
    store::REVIEWS,
    store::BLIND,
];

/// The database, the keys of the outbox, and the records of each of [`REMEMBERED`].
async fn stored() -> Done<(Database, Vec<String>, Vec<Vec<String>>)> {
    let database = store::open().await?;
    let mut stores = REMEMBERED.to_vec();
    stores.push(store::OUTBOX);
    let read = database.read(&stores)?;
    let keys = read.keys(store::OUTBOX, "");
    let (texts, keys) = together::both(read.all_each(&REMEMBERED), keys).await;
    Ok((database, keys?, texts?))
}

impl World {
    async fn open() -> Done<Self> {
        // A page may be waiting for a worker that was just woken: all is asked for at once.
        let (settings, stored) = together::both(storage::get(SETTINGS), stored()).await;
        let (database, outbox, texts) = stored?;
        let mut texts = texts.into_iter();
        let mut next = || texts.next().unwrap_or_default();
        let backends: Vec<Backend> = store::parsed(store::BACKENDS, next());
        let notes: Vec<SaveNote> = store::parsed(store::NOTES, next());
        let hiding: Vec<SetHiding> = store::parsed(store::HIDING, next());
        let reviews: Vec<Mine> = store::parsed(store::REVIEWS, next());
        let blind: Vec<BlindPage> = store::parsed(store::BLIND, next());
        let memory = Memory {
            settings: settings?.unwrap_or_default(),
            backends: order::by(backends, |it| (it.added_at, String::new())),
            notes: by(notes, |it| it.requester.to_string()),
            hiding: by(hiding, |it| crate::marks::hiding_key(&it.target)),
            reviews: by(reviews, |it| it.review.id.as_str().to_owned()),
            outbox: outbox.into_iter().fold(BTreeSet::new(), with),
            blind: by(blind, |it| crate::blind::key(&it.platform, &it.page)),
            ..Memory::default()
        };
        Ok(Self {
            database,
            memory: RefCell::new(memory),
            waiting: RefCell::default(),
            bumps: Cell::new(0),
            ticks_at: Cell::new(0),
        })
    }

    /// One backend.
    pub fn backend(&self, url: &str) -> Option<Backend> {
        self.memory
            .borrow()
            .backends
            .iter()
            .find(|it| it.url == url)
            .cloned()
    }

    /// The addresses of the backends that `which` picks.
    pub fn urls(&self, which: impl Fn(&Backend) -> bool) -> Vec<String> {
        let memory = self.memory.borrow();
        memory
            .backends
            .iter()
            .filter(|it| which(it))
            .map(|it| it.url.clone())
            .collect()
    }

    /// Changes one backend in one transaction; one that was removed meanwhile stays removed.
    ///
    /// # Errors
    /// In the browser's words.
    pub async fn change_backend(&self, url: &str, change: impl FnOnce(&mut Backend)) -> Done<()> {
        let write = self.database.write(&[store::BACKENDS])?;
        let Some(mut backend) = store::get::<Backend>(&write, store::BACKENDS, url).await? else {
            return Ok(());
        };
        change(&mut backend);
        store::put(&write, store::BACKENDS, url, &backend)?;
        write.done().await?;
        self.remember_backend(backend);
        Ok(())
    }

    /// The memory follows a backend that was written.
    pub fn remember_backend(&self, backend: Backend) {
        let mut memory = self.memory.borrow_mut();
        match memory.backends.iter_mut().find(|it| it.url == backend.url) {
            Some(before) => *before = backend,
            None => memory.backends.push(backend),
        }
    }

    /// The ledger is emptied: all sums are read anew.
    pub fn forget_sums(&self) {
        let mut memory = self.memory.borrow_mut();
        memory.sums.clear();
        memory.sums_replaced = memory.sums_replaced.wrapping_add(1);
    }

    /// This sum changes: it is read anew. Said while the transaction is open that changes it, so
    /// that whoever reads it now waits for that.
    pub fn forget_sum(&self, name: &str) {
        let mut memory = self.memory.borrow_mut();
        memory.sums.remove(name);
        memory.sums_replaced = memory.sums_replaced.wrapping_add(1);
    }

    /// Tells open pages that something they show has changed (see [`storage::CHANGED`]).
    pub async fn tell_pages(&self) {
        self.bumps.set(self.bumps.get().wrapping_add(1));
        let mark = (clock::now(), self.bumps.get());
        if let Err(why) = storage::set(storage::CHANGED, &mark).await {
            console::warn(&why.to_string());
        }
    }

    /// Runs `task`, never twice at once under the same name. For who comes meanwhile it is run once
    /// more when it has ended, and they wait for that.
    pub async fn alone(&self, name: String, task: impl AsyncFn()) {
        let again = format!("{name} again");
        if !self.memory.borrow_mut().underway.insert(name.clone()) {
            self.memory.borrow_mut().underway.insert(again);
            let ended = Promise::new(&mut |resolve, _| {
                self.waiting.borrow_mut().push((name.clone(), resolve));
            });
            // Only ever resolved.
            let _ = JsFuture::from(ended).await;
            return;
        }
        loop {
            task().await;
            if !self.memory.borrow_mut().underway.remove(&again) {
                break;
            }
        }
        self.memory.borrow_mut().underway.remove(&name);
        let mut waiting = self.waiting.borrow_mut();
        for (_, resolve) in waiting.extract_if(.., |it| it.0 == name) {
            // A promise's resolver does not throw.
            let _ = resolve.call0(&JsValue::UNDEFINED);
        }
    }
}

fn by<T>(records: Vec<T>, key: impl Fn(&T) -> String) -> HashMap<String, T> {
    records.into_iter().map(|it| (key(&it), it)).collect()
}

/// Collecting into a set would bring a sort of its own into the program.
fn with(mut set: BTreeSet<String>, key: String) -> BTreeSet<String> {
    set.insert(key);
    set
}
