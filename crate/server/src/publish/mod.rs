//! What everyone may read, ready to be answered from memory: the index, the buckets of
//! aggregates and the buckets of texts.
//!
//! The writer of this process and the news of others say which requesters changed
//! ([`Shelf::wrote`], [`Shelf::heard`]). What is spoilt is built again a moment later, when nobody
//! waits for it ([`Shelf::put_up`]), or at once for who asks before that. This room refuses to know
//! HTTP and who asks.

pub mod body;
mod build;
pub mod digits;
pub mod directory;
mod error;
pub mod heavy;
pub mod piece;
pub mod slot;
pub mod texts;

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use tallystick_core::key::bucket_name;
use tallystick_wire::Aggregate;
use tallystick_wire::api::{BucketEntry, BucketIndex, WHOLE_BUCKET};
use tokio::sync::{Notify, Semaphore};

use crate::store::news::{Changed, News};
use crate::store::piece::Made;
use crate::store::{Database, aggregate, community};
use body::{Body, Encoding};
pub use build::Sheet;
use directory::Directory;
pub use error::PublishError;
use slot::Slot;
pub use texts::{text_line, to_the_hour};

/// Commits of this process whose echo is recognised.
const OWN_MAX: usize = 64;
/// Buckets that are read out of the database at once.
const READING: usize = 2;
/// So many buckets are read again, where they changed, before a search is answered; of more, a few
/// writes a second would have each search read them all.
const SEARCHED_AS_NEW: usize = 16;
/// Pieces that wait to be kept at the most; others are made again when they are asked for.
const MADE_MAX: usize = 4_096;

/// One bucket.
#[derive(Debug, Default)]
struct Bucket {
    aggregates: Slot<Sheet>,
    /// Lines of [`tallystick_wire::api::PublicReview`].
    texts: Slot<Body>,
    directory: Slot<Directory>,
}

impl Bucket {
    fn spoil(&self) {
        self.aggregates.spoil();
        self.texts.spoil();
        self.directory.spoil();
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
    /// Whether the newest index told clients to fetch every bucket, once there was one.
    prefetch: Mutex<Option<bool>>,
    /// Pieces of texts that were made and are not kept in the database yet.
    made: Mutex<Vec<Made>>,
    /// Told when something was spoilt.
    spoilt: Notify,
    /// Whether everything was put up once since the start.
    is_up: AtomicBool,
    /// Permits to read a whole bucket out of the database: fewer than there are connections, so
    /// that those who ask for a row never wait behind those who ask for thousands.
    reading: Semaphore,
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
            prefetch: Mutex::default(),
            made: Mutex::default(),
            spoilt: Notify::new(),
            is_up: AtomicBool::new(false),
            reading: Semaphore::new(READING),
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
        self.spoilt.notify_one();
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

    /// The texts of a bucket by its name; `None` if there is none of that name at present. Their
    /// ETag is known without them: it stands beside the bucket's aggregates.
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

    /// The keys of the first `limit` requesters one of whose words, folded, holds `sought`, those
    /// with the most reviews first. Where there are more than [`SEARCHED_AS_NEW`] buckets, what
    /// was changed is found once it is put up.
    ///
    /// # Errors
    /// See [`PublishError`].
    pub async fn search(&self, sought: &str, limit: usize) -> Result<Vec<String>, PublishError> {
        let rack = self.rack();
        let mut directories = Vec::with_capacity(rack.buckets.len());
        for (name, bucket) in &rack.buckets {
            let is_large = SEARCHED_AS_NEW < rack.buckets.len();
            directories.push(match bucket.directory.newest().filter(|_| is_large) {
                Some(there) => there,
                None => bucket.directory.get(self.directory(name)).await?,
            });
        }
        let sought = sought.to_owned();
        let search = move || {
            let directories = directories.iter().map(Arc::as_ref);
            directory::search(directories, &sought, limit)
        };
        Ok(heavy::heavy(search).await?)
    }

    /// What is published of one requester: as its bucket says, or will say once it is built again.
    ///
    /// # Errors
    /// See [`PublishError`].
    pub async fn line(&self, key: &str) -> Result<Option<Aggregate>, PublishError> {
        let rack = self.rack();
        let name = bucket_name(key, rack.digits);
        let Some(bucket) = rack.find(&name) else {
            return Ok(None);
        };
        if let Some(sheet) = bucket.aggregates.fresh() {
            return Ok(tallystick_core::bucket::find(sheet.body.text(), key));
        }
        let line = aggregate::line(self.database.readers(), key).await?;
        Ok(line.map(|it| serde_json::from_str(&it)).transpose()?)
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

    /// How long the names of buckets are at present, and whether clients should fetch every bucket
    /// as of the newest index; waits for one only where there has been none.
    ///
    /// # Errors
    /// See [`PublishError`].
    pub async fn advice(&self) -> Result<(u8, bool), PublishError> {
        let known = *self.prefetch.lock().unwrap_or_else(PoisonError::into_inner);
        let prefetch = match known {
            Some(known) => known,
            None => self.index().await?.prefetch,
        };
        Ok((self.rack().digits, prefetch))
    }

    async fn sheet(&self, name: &str) -> Result<Sheet, PublishError> {
        let _permit = self.reading.acquire().await.ok();
        build::sheet(self.database.readers(), name).await
    }

    async fn words(&self, name: &str) -> Result<Body, PublishError> {
        let permit = self.reading.acquire().await.ok();
        let (body, new) = build::words(self.database.readers(), name).await?;
        drop(permit);
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        let room = MADE_MAX.saturating_sub(made.len());
        made.extend(new.into_iter().take(room));
        Ok(body)
    }

    async fn directory(&self, name: &str) -> Result<Directory, PublishError> {
        let _permit = self.reading.acquire().await.ok();
        build::directory(self.database.readers(), name).await
    }

    async fn build_index(&self, rack: &Rack) -> Result<Index, PublishError> {
        let mut buckets = Vec::with_capacity(rack.buckets.len());
        let mut bytes = 0;
        for (name, bucket) in &rack.buckets {
            let sheet = bucket.aggregates.get(self.sheet(name)).await?;
            bytes += sheet.body.plain_len();
            buckets.push(BucketEntry {
                name: name.clone(),
                etag: sheet.body.etag.clone(),
                texts_etag: sheet.texts_etag.clone(),
                requesters: sheet.requesters,
                bytes: sheet.body.plain_len(),
            });
        }
        let (prefix_digits, prefetch) = (rack.digits, bytes <= self.prefetch_max_bytes);
        let index = BucketIndex {
            prefix_digits,
            prefetch,
            buckets,
        };
        let body = heavy::heavy(move || serde_json::to_string(&index).map(Body::new)).await??;
        *self.prefetch.lock().unwrap_or_else(PoisonError::into_inner) = Some(prefetch);
        Ok(Index {
            body,
            prefix_digits,
            prefetch,
        })
    }

    /// Notes that everything was put up.
    pub fn all_up(&self) {
        self.is_up.store(true, Ordering::Relaxed);
    }

    /// Whether everything was put up once since the start: from then on nobody waits for a bucket
    /// that has not changed.
    pub fn is_up(&self) -> bool {
        self.is_up.load(Ordering::Relaxed)
    }

    /// Waits until something was spoilt that was not put up since.
    pub async fn spoilt(&self) {
        self.spoilt.notified().await;
    }

    /// The names of all buckets at present.
    pub fn names(&self) -> Vec<String> {
        let rack = self.rack();
        rack.buckets.iter().map(|(name, _)| name.clone()).collect()
    }

    /// Builds what is spoilt of a bucket, in the encoding that most ask for, and returns the pieces
    /// of texts that were made since the last call, to be kept.
    ///
    /// # Errors
    /// See [`PublishError`].
    pub async fn put_up(&self, name: &str) -> Result<Vec<Made>, PublishError> {
        let rack = self.rack();
        if let Some(bucket) = rack.find(name) {
            let sheet = bucket.aggregates.get(self.sheet(name)).await?;
            sheet.body.bytes(Encoding::Brotli).await?;
            bucket.texts.get(self.words(name)).await?;
            bucket.directory.get(self.directory(name)).await?;
        }
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(std::mem::take(&mut *made))
    }
}

#[cfg(test)]
mod tests;
