//! Pages that cannot be read at present: said in the popup until they can be read again.

use tallystick_browser::clock;
use tallystick_wire::PlatformId;
use tallystick_wire::message::{BlindPage, ReportBlind, ReportSeen};

use crate::store;
use crate::trouble::Done;
use crate::world::World;

const REPORT_MAX_CHARS: usize = 20_000;
const PAGE_MAX_CHARS: usize = 100;

/// The key of a page.
pub fn key(platform: &PlatformId, page: &str) -> String {
    format!("{platform}\n{page}")
}

/// A page could not be read; since when is kept from the first time.
///
/// # Errors
/// The browser's words.
pub async fn report(world: &World, ask: ReportBlind) -> Done<()> {
    let page: String = ask.page.chars().take(PAGE_MAX_CHARS).collect();
    let key = key(&ask.platform, &page);
    let report: String = ask.report.chars().take(REPORT_MAX_CHARS).collect();
    let before = world.memory.borrow().blind.get(&key).cloned();
    if before.as_ref().is_some_and(|it| it.report == report) {
        return Ok(());
    }
    let since = before.map_or_else(clock::now, |it| it.since);
    let blind = BlindPage {
        platform: ask.platform,
        page,
        since,
        report,
    };
    let write = world.database.write(&[store::BLIND])?;
    store::put(&write, store::BLIND, &key, &blind)?;
    write.done().await?;
    world.memory.borrow_mut().blind.insert(key, blind);
    Ok(())
}

/// A page could be read (again). It is said at every page view, so that it writes only if the page
/// was blind; whether it was.
///
/// # Errors
/// The browser's words.
pub async fn seen(world: &World, ask: ReportSeen) -> Done<bool> {
    let key = key(&ask.platform, &ask.page);
    if !world.memory.borrow().blind.contains_key(&key) {
        return Ok(false);
    }
    let write = world.database.write(&[store::BLIND])?;
    write.delete(store::BLIND, &key)?;
    write.done().await?;
    world.memory.borrow_mut().blind.remove(&key);
    Ok(true)
}
