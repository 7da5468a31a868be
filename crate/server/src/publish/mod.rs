//! What everyone may read, ready to be answered from memory: the index, the buckets of
//! aggregates and the buckets of texts.
//!
//! The writer of this process and the news of others say which requesters changed
//! ([`Shelf::wrote`], [`Shelf::heard`]); what is spoilt is built again when somebody asks for it. This room refuses to know HTTP and who asks.

pub mod body;
pub mod digits;
pub mod slot;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use tallystick_core::key::bucket_name;
use tallystick_wire::api::{BucketEntry, BucketIndex, WHOLE_BUCKET};
use tallystick_wire::{Aggregate, Millis};

use crate::store::news::{Changed, News};
use crate::store::{Database, aggregate, community, reply, review};
use body::Body;
use slot::Slot;

/// The newest texts of one requester that travel in its bucket; older ones only count.
pub const TEXTS_MAX: usize = 50;

/// Commits of this process whose echo is recognised.
const OWN_MAX: usize = 64;

/// Why nothing can be published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
    /// Something could not be written as JSON.
    #[error("something could not be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// A body could not be compressed.
    #[error("a body could not be compressed: {0}")]
    Compress(#[from] std::io::Error),
    /// The thread that puts bodies together is gone.
    #[error("the thread that puts bodies together is gone: {0}")]
    Thread(#[from] tokio::task::JoinError),
}

/// One bucket: its two bodies.
#[derive(Debug)]
pub struct Bucket {
    /// Lines of [`tallystick_wire::Aggregate`].
    pub aggregates: Body,
    /// Lines of [`tallystick_wire::api::PublicReview`].
    pub texts: Body,
    requesters: u32,
    reviews: i64,
}

/// The list of buckets and the figures of the whole.
#[derive(Debug)]
pub struct Index {
    /// A [`BucketIndex`].
    pub body: Body,
    /// Hex digits of a bucket's name.
    pub prefix_digits: u8,
    /// Whether clients should fetch every bucket.
    pub prefetch: bool,
    /// Requesters with visible reviews.
    pub requesters: u64,
    /// Visible reviews.
    pub reviews: u64,
}

/// All buckets under names of one length.
#[derive(Debug)]
struct Rack {
    digits: u8,
    index: Slot<Index>,
    /// In the order of their names.
    buckets: Vec<(String, Slot<Bucket>)>,
}

impl Rack {
    fn new(digits: u8) -> Arc<Self> {
        let width = usize::from(digits);
        let name = |number: u64| match digits {
            0 => WHOLE_BUCKET.to_owned(),
            _ => format!("{number:0width$x}"),
        };
        let buckets = (0..digits::buckets(digits)).map(|it| (name(it), Slot::default()));
        Arc::new(Self {
            digits,
            index: Slot::default(),
            buckets: buckets.collect(),
        })
    }

    fn spoil(&self, changed: &Changed) {
        match changed {
            Changed::These(keys) if keys.is_empty() => return,
            Changed::These(keys) => {
                let names = keys.iter().map(|key| bucket_name(key, self.digits));
                names.filter_map(|it| self.find(&it)).for_each(Slot::spoil);
            }
            Changed::Everything => self.buckets.iter().for_each(|(_, it)| it.spoil()),
        }
        // After the buckets, so that no index is kept that was made of older ones.
        self.index.spoil();
    }

    fn find(&self, name: &str) -> Option<&Slot<Bucket>> {
        let at = self
            .buckets
            .binary_search_by(|(known, _)| known.as_str().cmp(name))
            .ok()?;
        self.buckets.get(at).map(|(_, slot)| slot)
    }
}

/// See the module.
#[derive(Debug)]
pub struct Shelf {
    database: Database,
    prefetch_max_bytes: u64,
    /// The newest version heard of, and the rack since.
    rack: RwLock<(i64, Arc<Rack>)>,
    /// The newest versions that this process has committed.
    wrote: Mutex<VecDeque<i64>>,
}

impl Shelf {
    /// An empty shelf over a database; clients are told to fetch all while the aggregates are
    /// at most `prefetch_max_bytes` together.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn open(database: Database, prefetch_max_bytes: u64) -> Result<Self, PublishError> {
        let community = community::read(database.readers()).await?;
        let rack = Rack::new(digits::next(community));
        Ok(Self {
            database,
            prefetch_max_bytes,
            rack: RwLock::new((community.version, rack)),
            wrote: Mutex::default(),
        })
    }

    /// What this process has committed.
    pub fn wrote(&self, news: &News) {
        let mut wrote = self.wrote.lock().unwrap_or_else(PoisonError::into_inner);
        wrote.push_back(news.version);
        if OWN_MAX < wrote.len() {
            wrote.pop_front();
        }
        drop(wrote);
        self.take(news);
    }

    /// What any process has committed, perhaps heard in another order; one's own is known.
    pub fn heard(&self, news: &News) {
        let wrote = self.wrote.lock().unwrap_or_else(PoisonError::into_inner);
        let is_own = matches!(news.changed, Changed::These(_)) && wrote.contains(&news.version);
        drop(wrote);
        if !is_own {
            self.take(news);
        }
    }

    fn take(&self, news: &News) {
        self.lengthen(news);
        self.rack().spoil(&news.changed);
    }

    /// Takes over the length of names, unless something newer was heard before.
    fn lengthen(&self, news: &News) {
        let mut place = self.rack.write().unwrap_or_else(PoisonError::into_inner);
        if news.version < place.0 {
            return;
        }
        place.0 = news.version;
        if place.1.digits != news.digits {
            place.1 = Rack::new(news.digits);
        }
    }

    /// A bucket by its name; `None` if there is none of that name at present.
    ///
    /// # Errors
    /// See [`PublishError`].
    pub async fn bucket(&self, name: &str) -> Result<Option<Arc<Bucket>>, PublishError> {
        let rack = self.rack();
        match rack.find(name) {
            Some(slot) => slot.get(self.build(name)).await.map(Some),
            None => Ok(None),
        }
    }

    /// What is published of one requester; found in its bucket, so that every view of the data
    /// says the same.
    ///
    /// # Errors
    /// See [`PublishError`].
    pub async fn line(&self, key: &str) -> Result<Option<Aggregate>, PublishError> {
        let rack = self.rack();
        let name = bucket_name(key, rack.digits);
        let Some(slot) = rack.find(&name) else {
            return Ok(None);
        };
        let bucket = slot.get(self.build(&name)).await?;
        Ok(tallystick_core::bucket::find(bucket.aggregates.text(), key))
    }

    /// The list of buckets; builds those that are spoilt, since it names their ETags.
    ///
    /// # Errors
    /// See [`PublishError`].
    pub async fn index(&self) -> Result<Arc<Index>, PublishError> {
        let rack = self.rack();
        rack.index.get(self.build_index(&rack)).await
    }

    fn rack(&self) -> Arc<Rack> {
        Arc::clone(&self.rack.read().unwrap_or_else(PoisonError::into_inner).1)
    }

    async fn build(&self, name: &str) -> Result<Bucket, PublishError> {
        let from = if name == WHOLE_BUCKET { "" } else { name };
        // Above every hex digit.
        let below = format!("{from}g");
        let lines = aggregate::lines(self.database.readers(), from, &below).await?;
        let texts = review::visible(self.database.readers(), from, &below).await?;
        let bucket = tokio::task::spawn_blocking(move || put_together(&lines, &texts)).await??;
        Ok(bucket)
    }

    async fn build_index(&self, rack: &Rack) -> Result<Index, PublishError> {
        let mut buckets = Vec::with_capacity(rack.buckets.len());
        let (mut bytes, mut requesters, mut reviews) = (0, 0, 0);
        for (name, slot) in &rack.buckets {
            let bucket = slot.get(self.build(name)).await?;
            bytes += bucket.aggregates.len();
            requesters += u64::from(bucket.requesters);
            reviews += u64::try_from(bucket.reviews).unwrap_or_default();
            buckets.push(BucketEntry {
                name: name.clone(),
                etag: bucket.aggregates.etag.clone(),
                texts_etag: bucket.texts.etag.clone(),
                requesters: bucket.requesters,
                bytes: bucket.aggregates.len(),
            });
        }
        let (prefix_digits, prefetch) = (rack.digits, bytes <= self.prefetch_max_bytes);
        let index = serde_json::to_string(&BucketIndex {
            prefix_digits,
            prefetch,
            buckets,
        })?;
        let body = tokio::task::spawn_blocking(move || Body::new(index)).await?;
        Ok(Index {
            body,
            prefix_digits,
            prefetch,
            requesters,
            reviews,
        })
    }
}

fn put_together(
    lines: &[aggregate::Line],
    texts: &[review::Visible],
) -> Result<Bucket, PublishError> {
    let mut aggregates = String::new();
    for it in lines {
        aggregates.push_str(&it.line);
        aggregates.push('\n');
    }
    Ok(Bucket {
        aggregates: Body::new(aggregates),
        texts: Body::packed(text_lines(texts)?)?,
        requesters: u32::try_from(lines.len()).unwrap_or(u32::MAX),
        reviews: lines.iter().map(|it| it.reviews).sum(),
    })
}

/// Lines of `PublicReview`, put together from the JSON that is stored. `texts` are sorted by
/// requester, newest first.
fn text_lines(texts: &[review::Visible]) -> Result<String, serde_json::Error> {
    let mut lines = String::new();
    for of_one in texts.chunk_by(|a, b| a.requester_key == b.requester_key) {
        for it in of_one.iter().take(TEXTS_MAX) {
            lines.push_str(&text_line(it)?);
            lines.push('\n');
        }
    }
    Ok(lines)
}

/// One `PublicReview`, without its line feed.
///
/// # Errors
/// A name could not be written as JSON.
pub fn text_line(it: &review::Visible) -> Result<String, serde_json::Error> {
    let author = serde_json::to_string(&it.public_name)?;
    let (key, stored_at, body) = (&it.requester_key, to_the_hour(it.stored_at), &it.body);
    let origin = match it.origin.as_str() {
        "member" => String::new(),
        other => format!("\"origin\":\"{other}\","),
    };
    let reply = match reply::of(&it.reply_text, &it.verified, it.replied_at) {
        Some(reply) => format!(",\"reply\":{}", serde_json::to_string(&reply)?),
        None => String::new(),
    };
    Ok(format!(
        "{{\"k\":\"{key}\",\"by\":{author},\"stored_at\":{stored_at},{origin}\"review\":{body}{reply}}}"
    ))
}

/// When something was stored, for everyone: a requester who sees when tasks were handed in must not
/// find the worker by the minute in which they wrote.
pub const fn to_the_hour(instant: Millis) -> Millis {
    instant - instant.rem_euclid(3_600_000)
}
