//! Small sums over the records, kept up to date with each change of one, so that a look-up reads no
//! records however many there are. What they mean is core's business.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use tallystick_core::history::{GroupTimes, Sums, Tally, log_ratio};
use tallystick_wire::evidence::Moments;
use tallystick_wire::ledger::{Assignment, SearchRecord};
use tallystick_wire::message::{KnownGroup, KnownRequester, Me};
use tallystick_wire::{GroupKey, PlatformId, RequesterKey};

use super::book::Book;
use super::damage::{self, Found};
use super::log;
use crate::store;
use crate::trouble::Done;
use crate::world::World;

/// The key of what the worker's hours are made of.
const ME: &str = "me";
/// The key of group → ln of the worker's time over the others', as last seen.
const RATIOS: &str = "ratios";
/// The most groups that the worker's speed is taken from.
const RATIOS_MAX: usize = 500;

/// Of a requester.
fn of_requester(key: &RequesterKey) -> String {
    format!("r\n{key}")
}

/// Of a task group.
fn of_group(key: &GroupKey) -> String {
    format!("g\n{key}")
}

/// The prefixes of everything of one platform.
pub fn of_platform(platform: &PlatformId) -> [String; 2] {
    [format!("r\n{platform}:"), format!("g\n{platform}:")]
}

/// A record as it was and as it is.
pub type Change<'a> = (Option<&'a Assignment>, Option<&'a Assignment>);

impl Book<'_> {
    /// Brings the sums up to date with these changes.
    ///
    /// # Errors
    /// In the browser's words.
    pub(super) async fn sum(&mut self, changes: &[Change<'_>]) -> Done<()> {
        let mut tallies = self.stored::<Tally>(changes, requester).await?;
        let mut times = self.stored::<GroupTimes>(changes, group).await?;
        for (before, now) in changes {
            for (record, is_now) in [(before, false), (now, true)] {
                let Some(record) = record else {
                    continue;
                };
                let change = match is_now {
                    true => (None, Some(*record)),
                    false => (Some(*record), None),
                };
                if let Some(tally) = requester(record).and_then(|it| tallies.get_mut(&it)) {
                    tally.change(change.0, change.1);
                }
                if let Some(times) = group(record).and_then(|it| times.get_mut(&it)) {
                    times.change(change.0, change.1);
                }
                self.hours.change(change.0, change.1);
            }
        }
        self.put_all(tallies)?;
        self.put_all(times)
    }

    /// Stores what was searched.
    ///
    /// # Errors
    /// In the browser's words.
    pub(super) async fn write_searches(&mut self) -> Done<()> {
        let searches = std::mem::take(&mut self.searches);
        let name = |(platform, quarter): &(PlatformId, i64)| format!("{platform}\n{quarter:012}");
        let names: Vec<String> = searches.keys().map(name).collect();
        if names.is_empty() {
            return Ok(());
        }
        let stored = self.write.get_each(store::SEARCH, &names).await?;
        let known = names.iter().zip(stored).map(|(name, text)| {
            damage::read::<SearchRecord>(store::SEARCH, name, &text?, &mut self.found)
        });
        let known: Vec<Option<SearchRecord>> = known.collect();
        damage::set_aside(self.write, &std::mem::take(&mut self.found))?;
        for ((((platform, quarter), ms), name), before) in
            searches.into_iter().zip(&names).zip(known)
        {
            self.hours.searched_ms += ms;
            let record = SearchRecord {
                platform,
                quarter,
                ms: ms + before.map_or(0, |it| it.ms),
            };
            store::put(self.write, store::SEARCH, name, &record)?;
        }
        Ok(())
    }

    /// Stores what changed of the worker's hours. After all else: damaged sums are made again out
    /// of what is stored.
    ///
    /// # Errors
    /// In the browser's words.
    pub(super) async fn write_hours(&mut self) -> Done<()> {
        let before: Sums = self.one(ME).await?.unwrap_or_default();
        if self.sums_damaged {
            return self.sum_again().await;
        }
        let mut now = before;
        if self.searches_cleared {
            now.searched_ms = 0;
        }
        now.add_all(&self.hours);
        if now == before {
            return Ok(());
        }
        self.world.forget_sum(ME);
        store::put(self.write, store::SUMS, ME, &now)
    }

    async fn stored<T: DeserializeOwned + Default>(
        &mut self,
        changes: &[Change<'_>],
        name: fn(&Assignment) -> Option<String>,
    ) -> Done<BTreeMap<String, T>> {
        let records = changes.iter().flat_map(|it| [it.0, it.1]).flatten();
        let names: BTreeSet<String> = records.filter_map(name).collect();
        let names: Vec<String> = names.into_iter().collect();
        let texts = self.write.get_each(store::SUMS, &names).await?;
        let both = names.into_iter().zip(texts);
        let read = |(name, text): (String, Option<String>)| {
            let value = self.sum_of(&name, text);
            (name, value.unwrap_or_default())
        };
        Ok(both.map(read).collect())
    }

    async fn one<T: DeserializeOwned>(&mut self, name: &str) -> Done<Option<T>> {
        let text = self.write.get(store::SUMS, name).await?;
        Ok(self.sum_of(name, text))
    }

    /// A stored sum; what is damaged is noted, and all are made again at the end.
    fn sum_of<T: DeserializeOwned>(&mut self, name: &str, text: Option<String>) -> Option<T> {
        let text = text?;
        let value = damage::read(store::SUMS, name, &text, &mut self.found);
        self.sums_damaged |= value.is_none();
        value
    }

    /// All sums out of the records and of what was searched.
    async fn sum_again(&mut self) -> Done<()> {
        damage::set_aside(self.write, &std::mem::take(&mut self.found))?;
        self.world.forget_sums();
        let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
        let mut times: BTreeMap<String, GroupTimes> = BTreeMap::new();
        let mut hours = Sums::default();
        let most = u32::try_from(log::PART).unwrap_or(u32::MAX);
        let mut after: Option<String> = None;
        loop {
            let part = self.write.some(store::RECORDS, "", after.as_deref(), most);
            let part = part.await?;
            // A record that cannot be read is made again, with its sums, when it is come upon.
            let records = part
                .iter()
                .filter_map(|(_, text)| serde_json::from_str::<Assignment>(text).ok());
            for record in records {
                if let Some(name) = requester(&record) {
                    tallies.entry(name).or_default().change(None, Some(&record));
                }
                if let Some(name) = group(&record) {
                    times.entry(name).or_default().change(None, Some(&record));
                }
                hours.change(None, Some(&record));
            }
            after = part.last().map(|(name, _)| name.clone());
            if part.len() < log::PART {
                break;
            }
        }
        let searches: Vec<SearchRecord> = store::all(self.write, store::SEARCH, "").await?;
        hours.searched_ms = searches.iter().map(|it| it.ms).sum();
        for prefix in ["r\n", "g\n"] {
            self.write.delete_all(store::SUMS, prefix)?;
        }
        self.put_all(tallies)?;
        self.put_all(times)?;
        store::put(self.write, store::SUMS, ME, &hours)
    }

    /// What was learnt of a platform's groups is forgotten with them.
    ///
    /// # Errors
    /// In the browser's words.
    pub(super) async fn forget_ratios(&mut self, platform: &PlatformId) -> Done<()> {
        let Some(text) = self.write.get(store::SUMS, RATIOS).await? else {
            return Ok(());
        };
        let mut ratios: BTreeMap<String, f64> = parsed(Some(&text)).unwrap_or_default();
        let prefix = format!("{platform}:");
        ratios.retain(|group, _| !group.starts_with(&prefix));
        store::put(self.write, store::SUMS, RATIOS, &ratios)
    }

    fn put_all<T: Serialize + Default + PartialEq>(&self, values: BTreeMap<String, T>) -> Done<()> {
        for (name, value) in values {
            self.world.forget_sum(&name);
            match value == T::default() {
                true => self.write.delete(store::SUMS, &name)?,
                false => store::put(self.write, store::SUMS, &name, &value)?,
            }
        }
        Ok(())
    }
}

fn requester(it: &Assignment) -> Option<String> {
    it.facts.requester.as_ref().map(of_requester)
}

fn group(it: &Assignment) -> Option<String> {
    it.facts.group.as_ref().map(of_group)
}

/// Texts by their names; `None`: there is none.
pub type Texts = BTreeMap<String, Option<Rc<str>>>;

/// What the log says of these requesters and groups, and of the worker. What of it cannot be read
/// is made again first.
///
/// # Errors
/// In the browser's words.
pub async fn texts_of(
    world: &World,
    requesters: &[RequesterKey],
    groups: &[GroupKey],
) -> Done<Texts> {
    let mut names: Vec<String> = requesters.iter().map(of_requester).collect();
    names.extend(groups.iter().map(of_group));
    names.extend([ME.to_owned(), RATIOS.to_owned()]);
    let found = texts(world, &names).await?;
    let damaged = damaged(&found);
    if damaged.is_empty() {
        return Ok(found);
    }
    mend(world, damaged).await?;
    texts(world, &names).await
}

/// Fills that in, in the order of the keys.
///
/// # Errors
/// In the browser's words.
pub async fn fill(
    world: &World,
    texts: &Texts,
    requesters: (&[RequesterKey], &mut [KnownRequester]),
    groups: (&[GroupKey], &mut [KnownGroup]),
) -> Done<Me> {
    let text = |name: &str| texts.get(name).and_then(Option::as_deref);
    for (key, known) in requesters.0.iter().zip(requesters.1.iter_mut()) {
        let tally: Option<Tally> = parsed(text(&of_requester(key)));
        known.history = tally.and_then(|it| it.history());
    }
    let mut ratios: BTreeMap<String, f64> = parsed(text(RATIOS)).unwrap_or_default();
    let before = ratios.clone();
    for (key, known) in groups.0.iter().zip(groups.1.iter_mut()) {
        let times: Option<GroupTimes> = parsed(text(&of_group(key)));
        if let Some(times) = times {
            known.my_seconds = times.seconds();
            known.my_accepted = times.accepted();
        }
        let ratio = |it: &KnownRequester| log_ratio(&known.my_seconds, it, &key.value);
        if !known.my_seconds.is_empty()
            && let Some(ratio) = requesters.1.iter().find_map(ratio)
            && (ratios.len() < RATIOS_MAX || ratios.contains_key(&key.to_string()))
        {
            ratios.insert(key.to_string(), ratio);
        }
    }
    if ratios != before {
        remember(world, &ratios).await?;
    }
    let sums: Option<Sums> = parsed(text(ME));
    let mut log_ratios = Moments::NONE;
    ratios.values().for_each(|it| log_ratios.add(*it));
    Ok(Me {
        log_ratios,
        log: sums.map_or(Me::NOBODY.log, |it| it.log()),
    })
}

/// Those of the sums that cannot be read.
fn damaged(texts: &Texts) -> Found {
    let mut found = Found::new();
    for (name, text) in texts {
        let Some(text) = text else { continue };
        let of = |kind: &str| name.starts_with(kind);
        // What was learnt of others' times cannot be made again, and is learnt anew.
        if of("r\n") {
            damage::read::<Tally>(store::SUMS, name, text, &mut found);
        } else if of("g\n") {
            damage::read::<GroupTimes>(store::SUMS, name, text, &mut found);
        } else if name == ME {
            damage::read::<Sums>(store::SUMS, name, text, &mut found);
        }
    }
    found
}

/// Sets these aside and makes all sums again.
async fn mend(world: &World, damaged: Found) -> Done<()> {
    let write = world.database.write(&store::LEDGER)?;
    let mut book = Book::open(world, &write).await?;
    book.find(damaged);
    book.finish().await?;
    Ok(write.done().await?)
}

async fn remember(world: &World, ratios: &BTreeMap<String, f64>) -> Done<()> {
    let write = world.database.write(&[store::SUMS])?;
    store::put(&write, store::SUMS, RATIOS, ratios)?;
    world.forget_sum(RATIOS);
    Ok(write.done().await?)
}

/// The texts under these names, from memory or else from the database in one go.
async fn texts(world: &World, names: &[String]) -> Done<Texts> {
    let mut found = BTreeMap::new();
    let mut missing = Vec::new();
    let replaced = {
        let memory = world.memory.borrow();
        for name in names {
            match memory.sums.get(name) {
                Some(text) => drop(found.insert(name.clone(), text.clone())),
                None => missing.push(name.clone()),
            }
        }
        memory.sums_replaced
    };
    if missing.is_empty() {
        return Ok(found);
    }
    let read = world.database.read(&[store::SUMS])?;
    let texts = read.get_each(store::SUMS, &missing).await?;
    let mut memory = world.memory.borrow_mut();
    for (name, text) in missing.into_iter().zip(texts) {
        let text: Option<Rc<str>> = text.map(Into::into);
        if memory.sums_replaced == replaced {
            memory.sums.insert(name.clone(), text.clone());
        }
        found.insert(name, text);
    }
    Ok(found)
}

fn parsed<T: DeserializeOwned>(text: Option<&str>) -> Option<T> {
    serde_json::from_str(text?).ok()
}
