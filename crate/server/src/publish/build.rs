//! How the bodies of a bucket are put together, out of the database.

use std::collections::BTreeMap;

use sqlx::AnyPool;
use tallystick_wire::api::WHOLE_BUCKET;

use super::body::Body;
use super::directory::Directory;
use super::heavy::heavy;
use super::piece::joined;
use super::{PublishError, texts};
use crate::store::list::AT_ONCE;
use crate::store::piece::{self, Made, Part};
use crate::store::visible::{self, Visible};
use crate::store::{aggregate, page};

/// The aggregates of one bucket.
#[derive(Debug)]
pub struct Sheet {
    /// Lines of [`tallystick_wire::Aggregate`].
    pub body: Body,
    /// The ETag of the bucket's texts.
    pub texts_etag: String,
    pub(super) requesters: u32,
}

/// The keys that a bucket holds: from the first on, below the second.
fn range(name: &str) -> (&str, String) {
    let from = if name == WHOLE_BUCKET { "" } else { name };
    // Above every hex digit.
    (from, format!("{from}g"))
}

/// The aggregates of a bucket.
pub(super) async fn sheet(readers: &AnyPool, name: &str) -> Result<Sheet, PublishError> {
    let (from, below) = range(name);
    let lines = aggregate::lines(readers, from, &below).await?;
    let unnamed = lines.iter().filter(|it| it.texts_name.is_empty());
    let unnamed: Vec<&str> = unnamed.map(|it| it.requester_key.as_str()).collect();
    let mut names = BTreeMap::new();
    for texts in visible_of(readers, &unnamed).await? {
        if let Some(first) = texts.first() {
            names.insert(first.requester_key.clone(), texts::name_of(&texts)?);
        }
    }
    Ok(heavy(move || put_together(&lines, &names)).await?)
}

fn put_together(lines: &[aggregate::Line], names: &BTreeMap<String, String>) -> Sheet {
    let mut aggregates = String::new();
    for it in lines {
        aggregates.push_str(&it.line);
        aggregates.push('\n');
    }
    let named = lines.iter().map(|it| {
        let name = names.get(&it.requester_key).unwrap_or(&it.texts_name);
        (it.requester_key.as_str(), name.as_str())
    });
    Sheet {
        texts_etag: texts::etag_of(named),
        body: Body::new(aggregates),
        requesters: u32::try_from(lines.len()).unwrap_or(u32::MAX),
    }
}

/// The texts of a bucket, and the pieces that had to be made for it and may be kept.
pub(super) async fn words(
    readers: &AnyPool,
    name: &str,
) -> Result<(Body, Vec<Made>), PublishError> {
    let (from, below) = range(name);
    let parts = piece::parts(readers, from, &below).await?;
    let missing = parts.iter().filter(|it| it.piece.is_none());
    let missing: Vec<&str> = missing.map(|it| it.requester_key.as_str()).collect();
    let mut made = Vec::new();
    for some in missing.chunks(AT_ONCE) {
        let texts = visible_of(readers, some).await?.concat();
        made.extend(heavy(move || texts::make(&texts)).await??);
    }
    heavy(move || Ok((body_of(&parts, &made)?, made))).await?
}

/// What was made says what is there now, and under which name. Who has no piece in either has
/// nothing visible any more.
fn body_of(parts: &[Part], made: &[Made]) -> std::io::Result<Body> {
    let made: BTreeMap<&str, &Made> = made.iter().map(|it| (&*it.requester_key, it)).collect();
    let pieces = parts.iter().filter_map(|part| {
        let (name, piece) = match (&part.piece, made.get(&*part.requester_key)) {
            (Some(piece), _) => (&part.texts_name, piece),
            (None, made) => made.map(|it| (&it.texts_name, &it.piece))?,
        };
        Some((part.requester_key.as_str(), name.as_str(), piece.as_slice()))
    });
    let etag = texts::etag_of(pieces.clone().map(|(key, name, _)| (key, name)));
    Ok(Body::packed(etag, joined(pieces.map(|it| it.2))?))
}

/// All that is visible of these requesters, a list each.
async fn visible_of(readers: &AnyPool, keys: &[&str]) -> Result<Vec<Vec<Visible>>, PublishError> {
    let mut all = Vec::new();
    for some in keys.chunks(AT_ONCE) {
        let mut connection = readers.acquire().await?;
        let rows = visible::of_each(&mut connection, some).await?;
        let of_each = rows.chunk_by(|a, b| a.requester_key == b.requester_key);
        all.extend(of_each.map(<[Visible]>::to_vec));
    }
    Ok(all)
}

/// The words by which a bucket's requesters are found.
pub(super) async fn directory(readers: &AnyPool, name: &str) -> Result<Directory, PublishError> {
    let (from, below) = range(name);
    let mut words: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (key, folded) in page::names(readers, from, &below).await? {
        words.entry(key).or_default().push(folded);
    }
    let requesters = page::requesters(readers, from, &below).await?;
    let build = move || {
        let requesters = requesters.into_iter().map(|(key, value, reviews)| {
            let mut words = words.remove(&key).unwrap_or_default();
            words.push(value.to_lowercase());
            (key, reviews, words)
        });
        Directory::new(requesters.collect())
    };
    Ok(heavy(build).await?)
}
