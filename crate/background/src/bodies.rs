//! The bodies of buckets in the database: put, replaced, counted out.
//!
//! It refuses to know where they come from; who puts one here has checked it.

use std::collections::BTreeMap;

use tallystick_browser::database::{Read, Write};

use crate::backend::Backend;
use crate::plan::{Held, Plan};
use crate::refresh::Listed;
use crate::store;
use crate::trouble::Done;
use crate::world::World;

/// A checked body.
pub struct Body {
    /// Statistics (`true`) or review texts.
    pub numbers: bool,
    /// The bucket's name.
    pub name: String,
    /// As the list had it.
    pub etag: String,
    /// The lines.
    pub text: String,
}

const STORES: [&str; 6] = [
    store::BACKENDS,
    store::INDEX,
    store::BUCKETS,
    store::TEXTS,
    store::BUCKET_ETAGS,
    store::TEXT_ETAGS,
];

/// What is held of a backend.
///
/// # Errors
/// In the browser's words.
pub async fn held(world: &World, backend: &Backend) -> Done<Held> {
    let read = world
        .database
        .read(&[store::BUCKET_ETAGS, store::TEXT_ETAGS])?;
    let prefix = store::of_backend(&backend.url);
    Ok(Held {
        digits: backend.digits,
        buckets: etags(&read, store::BUCKET_ETAGS, &prefix).await?,
        texts: etags(&read, store::TEXT_ETAGS, &prefix).await?,
    })
}

async fn etags(read: &Read, store: &str, prefix: &str) -> Done<BTreeMap<String, String>> {
    let keys = read.keys(store, prefix).await?;
    let names = keys
        .into_iter()
        .map(|key| key.get(prefix.len()..).unwrap_or_default().to_owned());
    let mut etags = BTreeMap::new();
    etags.extend(names.zip(read.all(store, prefix).await?));
    Ok(etags)
}

/// Stores some bodies, each in place of the one of its name.
///
/// # Errors
/// In the browser's words.
pub async fn put(world: &World, url: &str, digits: u8, bodies: Vec<Body>) -> Done<()> {
    let write = world.database.write(&STORES)?;
    let Some(backend) = with_digits(&write, url, digits).await? else {
        return Ok(());
    };
    for body in bodies {
        put_one(&write, url, &body)?;
    }
    write.done().await?;
    forget_bodies(world, url);
    world.remember_backend(backend);
    Ok(())
}

/// Stores the rest with the list that it belongs to, and takes away what is listed no more.
///
/// # Errors
/// In the browser's words.
pub async fn finish(
    world: &World,
    url: &str,
    listed: &Listed,
    plan: &Plan,
    bodies: Vec<Body>,
) -> Done<()> {
    let write = world.database.write(&STORES)?;
    let digits = listed.index.prefix_digits;
    let Some(backend) = with_digits(&write, url, digits).await? else {
        return Ok(());
    };
    if plan.renamed {
        delete_all(&write, url)?;
    }
    for name in &plan.gone {
        let key = store::body_key(url, name);
        for store in [
            store::BUCKETS,
            store::TEXTS,
            store::BUCKET_ETAGS,
            store::TEXT_ETAGS,
        ] {
            write.delete(store, &key)?;
        }
    }
    for name in &plan.empty {
        // Held as an empty body, so that the next look-up does not ask for it again.
        let (name, etag, text) = (name.clone(), String::new(), String::new());
        put_one(
            &write,
            url,
            &Body {
                numbers: true,
                name,
                etag,
                text,
            },
        )?;
    }
    for body in bodies {
        put_one(&write, url, &body)?;
    }
    store::put(&write, store::INDEX, url, listed)?;
    write.done().await?;
    forget_bodies(world, url);
    world.remember_backend(backend);
    Ok(())
}

/// Takes away all bodies of a backend.
///
/// # Errors
/// In the browser's words.
pub fn delete_all(write: &Write, url: &str) -> Done<()> {
    let prefix = store::of_backend(url);
    for store in [
        store::BUCKETS,
        store::TEXTS,
        store::BUCKET_ETAGS,
        store::TEXT_ETAGS,
    ] {
        write.delete_all(store, &prefix)?;
    }
    Ok(())
}

/// The memory forgets the bodies that it has of a backend.
pub fn forget_bodies(world: &World, url: &str) {
    let prefix = store::of_backend(url);
    let mut memory = world.memory.borrow_mut();
    memory.bodies.retain(|key, _| !key.starts_with(&prefix));
    memory.bodies_replaced = memory.bodies_replaced.wrapping_add(1);
}

/// The backend, saying how long the names of its buckets are; `None` if it was removed meanwhile,
/// and then nothing is to be stored for it.
async fn with_digits(write: &Write, url: &str, digits: u8) -> Done<Option<Backend>> {
    let Some(mut backend) = store::get::<Backend>(write, store::BACKENDS, url).await? else {
        return Ok(None);
    };
    backend.digits = Some(digits);
    store::put(write, store::BACKENDS, url, &backend)?;
    Ok(Some(backend))
}

fn put_one(write: &Write, url: &str, body: &Body) -> Done<()> {
    let (bodies, etags) = if body.numbers {
        (store::BUCKETS, store::BUCKET_ETAGS)
    } else {
        (store::TEXTS, store::TEXT_ETAGS)
    };
    let key = store::body_key(url, &body.name);
    write.put(bodies, &key, &body.text)?;
    Ok(write.put(etags, &key, &body.etag)?)
}
