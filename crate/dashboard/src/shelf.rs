//! The records where the background keeps them, read without asking it: packed copies of them, and
//! as text whatever has no copy yet or changed since.
//!
//! Only the worker uses it. It never touches the log or a record; the copies beside them are its
//! own ([`pack`]). Whatever is wrong here is no harm: the page asks the background instead.

pub mod early;
pub mod pack;

use js_sys::Uint8Array;
use tallystick_browser::Error;
use tallystick_browser::database::{self, DOING, Database, Read};
use tallystick_core::packed::{BLOCK, Cover, order, unpack};
use tallystick_wire::ledger::Assignment;
use tallystick_wire::stored::{CHANGED, COVER, DATABASE, PACKS, RECORDS, VERSION};

/// A record takes about so many times as long to be read by its key as among its neighbours.
const MOST_CHANGED: usize = 4;

/// Records, and where to go on; `None`: these were the last.
#[derive(Debug, Default)]
pub struct Part {
    /// Records as they are stored.
    pub records: Vec<Assignment>,
    /// The key of the first record that is not among them.
    pub next: Option<String>,
}

impl Part {
    /// All records are still to be read, from the first on.
    fn nothing_packed() -> Self {
        Self {
            records: Vec::new(),
            next: Some(String::new()),
        }
    }
}

/// All that is packed, and what changed since, as of one moment; nothing where so much changed, as
/// after an import, that all records are read sooner than those one by one.
///
/// # Errors
/// That the database cannot be read, or a record in it.
pub async fn packed() -> Result<Part, Error> {
    let database = open().await?;
    let read = database.read(&[RECORDS, PACKS, CHANGED])?;
    let cover = Cover::read(read.get(PACKS, COVER).await?.as_deref());
    let mut starts = match cover.up_to.as_deref() {
        Some("") => Vec::new(),
        _ => read.keys(PACKS, "").await?,
    };
    starts.retain(|it| it != COVER);
    let mut changed = read.keys(CHANGED, "").await?;
    changed.retain(|key| cover.reaches(key));
    if starts.len() * BLOCK < MOST_CHANGED * changed.len() {
        return Ok(Part::nothing_packed());
    }
    let blocks = read.bytes_each(PACKS, &starts)?;
    let texts = read.get_each(RECORDS, &changed);
    let Some(mut records) = unpacked(blocks).await? else {
        drop(read);
        pack::discard(&database).await?;
        return Ok(Part::nothing_packed());
    };
    let texts = texts.await?;
    drop(read);
    replace(&mut records, &changed, &texts)?;
    Ok(Part {
        records,
        next: cover.up_to,
    })
}

/// Records that are not packed, from this key on.
///
/// # Errors
/// As [`packed`].
pub async fn part(from: &str) -> Result<Part, Error> {
    part_of(&open().await?.read(&[RECORDS])?, from).await
}

async fn part_of(read: &Read, from: &str) -> Result<Part, Error> {
    let most = u32::try_from(BLOCK + 1).unwrap_or(u32::MAX);
    let mut texts = read.between(RECORDS, from, None, most).await?;
    let next = texts.drain(BLOCK.min(texts.len())..).next();
    Ok(Part {
        records: texts
            .iter()
            .map(|it| record(&it.1))
            .collect::<Result<_, _>>()?,
        next: next.map(|it| it.0),
    })
}

/// The database as the background laid it out; what it has not laid out yet is not there.
async fn open() -> Result<Database, Error> {
    let not_there = || Error::Refused {
        doing: DOING,
        why: "it is not there yet".to_owned(),
    };
    database::open(DATABASE, VERSION, move |_| Err(not_there())).await
}

/// The records of these blocks, each read while the next are on their way; `None` where one of them
/// cannot be read.
async fn unpacked(
    blocks: Vec<impl Future<Output = Result<Uint8Array, Error>>>,
) -> Result<Option<Vec<Assignment>>, Error> {
    let mut records = Vec::with_capacity(blocks.len() * BLOCK);
    for block in blocks {
        match unpack(&block.await?.to_vec()) {
            Ok(mut more) => records.append(&mut more),
            Err(why) => {
                tallystick_browser::console::warn(&format!("{why}: it is made again"));
                return Ok(None);
            }
        }
    }
    Ok(Some(records))
}

/// Puts those that changed in the place of their copies, which are in the order of their keys;
/// `texts` are the records of `changed`, `None` where one was deleted.
fn replace(
    records: &mut Vec<Assignment>,
    changed: &[String],
    texts: &[Option<String>],
) -> Result<(), Error> {
    let (mut new, mut gone) = (Vec::new(), Vec::new());
    for (key, text) in changed.iter().zip(texts) {
        let place = records.binary_search_by(|it| order(&it.key.to_string(), key));
        let read = text.as_deref().map(record).transpose()?;
        match (place.ok().and_then(|at| records.get_mut(at)), read) {
            (Some(old), Some(read)) => *old = read,
            (None, Some(read)) => new.push(read),
            (Some(_), None) => gone.extend(place),
            (None, None) => {}
        }
    }
    if !gone.is_empty() {
        let mut at = 0..;
        records.retain(|_| at.next().is_none_or(|at| gone.binary_search(&at).is_err()));
    }
    records.append(&mut new);
    Ok(())
}

fn record(text: &str) -> Result<Assignment, Error> {
    serde_json::from_str(text).map_err(|why| Error::Refused {
        doing: DOING,
        why: format!("a record cannot be read: {why}"),
    })
}
