//! The texts of the reviews of one requester, for an open card.
//!
//! Where a community is small its texts are here already and nobody is asked; otherwise the one
//! bucket that they are in is fetched, among at least a hundred other requesters'.

use tallystick_browser::{clock, console};
use tallystick_core::bucket;
use tallystick_core::key::{bucket_name, lookup_key};
use tallystick_wire::message::{BackendReviews, ReadReviews};

use crate::backend::Backend;
use crate::bodies::{self, Body};
use crate::client::{Client, SHORT_MS};
use crate::order;
use crate::refresh::Listed;
use crate::store;
use crate::together;
use crate::trouble::Done;
use crate::world::World;

/// What each backend that is read has; one that does not answer gives what is held of it.
///
/// # Errors
/// In the browser's words.
pub async fn read(world: &World, ask: ReadReviews) -> Done<Vec<BackendReviews>> {
    let key = lookup_key(&ask.requester);
    let backends: Vec<Backend> = world
        .memory
        .borrow()
        .backends
        .iter()
        .filter(|it| it.reads())
        .cloned()
        .collect();
    let each = backends
        .iter()
        .map(|backend| of_backend(world, backend, &key));
    together::all(each).await.into_iter().collect()
}

async fn of_backend(world: &World, backend: &Backend, key: &str) -> Done<BackendReviews> {
    let mut reviews = Vec::new();
    if let Some(digits) = backend.digits {
        let body = body(world, backend, &bucket_name(key, digits), digits).await?;
        reviews = bucket::find_texts(&body, key);
    }
    Ok(BackendReviews {
        backend: backend.about.name.clone(),
        reviews: order::newest_first(reviews, |it| it.stored_at),
    })
}

async fn body(world: &World, backend: &Backend, name: &str, digits: u8) -> Done<String> {
    let url = backend.url.as_str();
    let key = store::body_key(url, name);
    let read = world
        .database
        .read(&[store::INDEX, store::TEXTS, store::TEXT_ETAGS])?;
    let held = read.get(store::TEXTS, &key).await?;
    let held_etag = read.get(store::TEXT_ETAGS, &key).await?;
    let listed: Option<Listed> = store::get(&read, store::INDEX, url).await?;
    let entry = listed
        .and_then(|it| {
            it.index
                .buckets
                .into_iter()
                .find(|bucket| bucket.name == name)
        })
        .map(|bucket| bucket.texts_etag);
    let Some(etag) = entry.filter(|etag| Some(etag) != held_etag.as_ref()) else {
        return Ok(held.unwrap_or_default());
    };
    if !backend.reading.may_try(clock::now()) {
        return Ok(held.unwrap_or_default());
    }
    match fetched(url, name).await {
        Ok(text) => {
            let body = Body {
                numbers: false,
                name: name.to_owned(),
                etag,
                text: text.clone(),
            };
            bodies::put(world, url, digits, vec![body]).await?;
            Ok(text)
        }
        Err(why) => {
            // The next refresh notes what is wrong with the backend; here the old text serves.
            console::warn(&format!("{url}: {why}"));
            Ok(held.unwrap_or_default())
        }
    }
}

async fn fetched(url: &str, name: &str) -> Result<String, String> {
    let client = Client { url, secret: None };
    let text = client
        .body("texts", name, SHORT_MS)
        .await
        .map_err(|fault| fault.why)?;
    bucket::check_texts(&text).map_err(|why| why.to_string())?;
    Ok(text)
}
