//! How much memory a browser with all its processes has to itself, and the most it had meanwhile.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::Browser;

/// Between two looks at all processes.
const PAUSE: Duration = Duration::from_millis(50);

/// Looks again and again until it is asked for the most that it saw.
pub struct Meter {
    before: u64,
    most: Arc<AtomicU64>,
    over: Arc<AtomicBool>,
    looking: Option<JoinHandle<()>>,
}

impl Browser {
    /// Begins to look at this browser's memory: what its processes have to themselves (anonymous
    /// pages), so that code which they share is not counted several times.
    pub fn meter(&self) -> Meter {
        let group = self.group.id();
        let before = anonymous_kb(group);
        let most = Arc::new(AtomicU64::new(before));
        let over = Arc::new(AtomicBool::new(false));
        let (seen, end) = (Arc::clone(&most), Arc::clone(&over));
        let looking = std::thread::spawn(move || {
            while !end.load(Ordering::Relaxed) {
                seen.fetch_max(anonymous_kb(group), Ordering::Relaxed);
                std::thread::sleep(PAUSE);
            }
        });
        Meter {
            before,
            most,
            over,
            looking: Some(looking),
        }
    }
}

impl Meter {
    /// Megabytes when it began, and the most since.
    pub fn read(mut self) -> (f64, f64) {
        self.over.store(true, Ordering::Relaxed);
        if let Some(looking) = self.looking.take() {
            let _ = looking.join();
        }
        let most = self.most.load(Ordering::Relaxed);
        (self.before as f64 / 1e3, most as f64 / 1e3)
    }
}

/// Of all processes of a group.
fn anonymous_kb(group: u32) -> u64 {
    let Ok(entries) = std::fs::read_dir("/proc") else {
        return 0;
    };
    let folders = entries.flatten().map(|it| it.path());
    folders
        .filter(|it| group_of(it) == Some(group))
        .filter_map(|it| of_process(&it))
        .sum()
}

/// The fifth field of `stat`; the second, a name in brackets, may hold anything.
fn group_of(process: &Path) -> Option<u32> {
    let stat = std::fs::read_to_string(process.join("stat")).ok()?;
    let rest = stat.rsplit(')').next()?;
    rest.split_whitespace().nth(2)?.parse().ok()
}

fn of_process(process: &Path) -> Option<u64> {
    let status = std::fs::read_to_string(process.join("status")).ok()?;
    let line = status.lines().find(|it| it.starts_with("RssAnon:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
