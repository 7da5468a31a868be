//! What everyone may read, ready to be answered from memory: the index, the buckets of
//! aggregates and the buckets of texts.
//!
//! The writer of this process and the news of others say which requesters changed
//! ([`Shelf::wrote`], [`Shelf::heard`]); what is spoilt is built again when somebody asks for it. This room refuses to know HTTP and who asks.

pub mod body;
pub mod digits;
pub mod slot;
pub mod texts;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use tallystick_core::key::bucket_name;
use tallystick_wire::Aggregate;
use tallystick_wire::api::{BucketEntry, BucketIndex, WHOLE_BUCKET};

use crate::store::news::{Changed, News};
use crate::store::{Database, aggregate, community, visible};
use body::Body;
use slot::Slot;
pub use texts::{text_line, to_the_hour};

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

/// The aggregates of one bucket.
#[derive(Debug)]
pub struct Sheet {
    /// Lines of [`tallystick_wire::Aggregate`].
    pub body: Body,
    requesters: u32,
    reviews: i64,
}

/// One bucket. Its texts are twenty times as much as its aggregates and few ask for them, so they
/// are put together only then; the index needs no more than their name.
#[derive(Debug, Default)]
struct Bucket {
    aggregates: Slot<Sheet>,
    /// The ETag of `texts`.
    name: Slot<String>,
    /// Lines of [`tallystick_wire::api::PublicReview`].
    texts: Slot<Body>,
}

impl Bucket {
    fn spoil(&self) {
        self.aggregates.spoil();
        self.name.spoil();
        self.texts.spoil();
    }
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
    buckets: Vec<(String, Bucket)>,
}

impl Rack {
    fn new(digits: u8) -> Arc<Self> {
        let width = usize::from(digits);
        let name = |number: u64| match digits {
            0 => WHOLE_BUCKET.to_owned(),
            _ => format!("{number:0width$x}"),
        };
        let buckets = (0..digits::buckets(digits)).map(|it| (name(it), Bucket::default()));
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
                names
                    .filter_map(|it| self.find(&it))
                    .for_each(Bucket::spoil);
            }
            Changed::Everything => self.buckets.iter().for_each(|(_, it)| it.spoil()),
        }
        // After the buckets, so that no index is kept that was made of older ones.
        self.index.spoil();
    }

    fn find(&self, name: &str) -> Option<&Bucket> {
        let at = self
            .buckets
            .binary_search_by(|(known, _)| known.as_str().cmp(name))
            .ok()?;
        self.buckets.get(at).map(|(_, bucket)| bucket)
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

    /// The aggregates of a bucket by its name; `None` if there is none of that name at present.
    ///
    /// # Errors
    /// See [`PublishError`].
    pub async fn aggregates(&self, name: &str) -> Result<Option<Arc<Sheet>>, PublishError> {
        let rack = self.rack();
        match rack.find(name) {
            Some(bucket) => bucket.aggregates.get(self.sheet(name)).await.map(Some),
            None => Ok(None),
        }
    }

    /// The ETag of a bucket's texts, for those who may have them already.
    ///
    /// # Errors
    /// See [`PublishError`].
    pub async fn texts_name(&self, name: &str) -> Result<Option<Arc<String>>, PublishError> {
        let rack = self.rack();
        match rack.find(name) {
            Some(bucket) => bucket.name.get(self.name(name)).await.map(Some),
            None => Ok(None),
        }
    }

    /// The texts of a bucket by its name; `None` if there is none of that name at present.
    ///
    /// # Errors
    /// See [`PublishError`].
    pub async fn texts(&self, name: &str) -> Result<Option<Arc<Body>>, PublishError> {
        let rack = self.rack();
        match rack.find(name) {
            Some(bucket) => bucket.texts.get(self.words(name)).await.map(Some),
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
        let Some(bucket) = rack.find(&name) else {
            return Ok(None);
        };
        let sheet = bucket.aggregates.get(self.sheet(&name)).await?;
        Ok(tallystick_core::bucket::find(sheet.body.text(), key))
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

    async fn sheet(&self, name: &str) -> Result<Sheet, PublishError> {
        let (from, below) = range(name);
        let lines = aggregate::lines(self.database.readers(), from, &below).await?;
        Ok(tokio::task::spawn_blocking(move || put_together(&lines)).await?)
    }

    async fn name(&self, name: &str) -> Result<String, PublishError> {
        let (from, below) = range(name);
        let texts = visible::names(self.database.readers(), from, &below).await?;
        Ok(tokio::task::spawn_blocking(move || texts::name_of(&texts)).await??)
    }

    async fn words(&self, name: &str) -> Result<Body, PublishError> {
        let (from, below) = range(name);
        let texts = visible::all(self.database.readers(), from, &below).await?;
        tokio::task::spawn_blocking(move || texts::body_of(&texts)).await?
    }

    async fn build_index(&self, rack: &Rack) -> Result<Index, PublishError> {
        let mut buckets = Vec::with_capacity(rack.buckets.len());
        let (mut bytes, mut requesters, mut reviews) = (0, 0, 0);
        for (name, bucket) in &rack.buckets {
            let sheet = bucket.aggregates.get(self.sheet(name)).await?;
            let texts_etag = bucket.name.get(self.name(name)).await?;
            bytes += sheet.body.len();
            requesters += u64::from(sheet.requesters);
            reviews += u64::try_from(sheet.reviews).unwrap_or_default();
            buckets.push(BucketEntry {
                name: name.clone(),
                etag: sheet.body.etag.clone(),
                texts_etag: texts_etag.as_ref().clone(),
                requesters: sheet.requesters,
                bytes: sheet.body.len(),
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

/// The keys that a bucket holds: from the first on, below the second.
fn range(name: &str) -> (&str, String) {
    let from = if name == WHOLE_BUCKET { "" } else { name };
    // Above every hex digit.
    (from, format!("{from}g"))
}

fn put_together(lines: &[aggregate::Line]) -> Sheet {
    let mut aggregates = String::new();
    for it in lines {
        aggregates.push_str(&it.line);
        aggregates.push('\n');
    }
    Sheet {
        body: Body::new(aggregates),
        requesters: u32::try_from(lines.len()).unwrap_or(u32::MAX),
        reviews: lines.iter().map(|it| it.reviews).sum(),
    }
}
