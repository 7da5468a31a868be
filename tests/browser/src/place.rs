//! Where things are: the tree, the packed extension, the drivers, the server, a folder for a run.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::{Kind, Trouble};

/// The root of the source tree; `TALLYSTICK_ROOT` overrides.
pub fn root() -> PathBuf {
    if let Some(told) = std::env::var_os("TALLYSTICK_ROOT") {
        return told.into();
    }
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}

/// The packed extension, unmodified.
///
/// # Errors
/// It was not built.
pub fn extension(kind: Kind) -> Result<PathBuf, Trouble> {
    let folder = root().join("target/dist").join(match kind {
        Kind::Chromium => "chrome",
        Kind::Firefox => "firefox",
    });
    existing(folder.join("manifest.json"), "./build.sh build")?;
    folder
        .canonicalize()
        .map_err(|why| Trouble(format!("{}: {why}", folder.display())))
}

/// The tiny plain-JS extension that draws the same badges: the limit for the benchmark.
pub fn yardstick() -> PathBuf {
    root().join("tests/browser/yardstick")
}

/// The WebDriver of this browser.
///
/// # Errors
/// It is not installed.
pub fn driver(kind: Kind) -> Result<PathBuf, Trouble> {
    match kind {
        Kind::Chromium => existing("/usr/bin/chromedriver".into(), "./build.sh setup"),
        Kind::Firefox => existing(
            root().join("target/tools/bin/geckodriver"),
            "./build.sh setup",
        ),
    }
}

/// A program of this workspace; `TALLYSTICK_BIN` names another folder to look in first.
///
/// # Errors
/// It was not built.
pub fn program(name: &str) -> Result<PathBuf, Trouble> {
    let told = std::env::var_os("TALLYSTICK_BIN").map(PathBuf::from);
    let beside = std::env::current_exe().ok();
    // Tests run in `target/debug/deps`, programs in `target/debug`.
    let mut folders: Vec<PathBuf> = told.into_iter().collect();
    folders.extend(
        beside
            .iter()
            .flat_map(|it| it.ancestors().skip(1).take(2))
            .map(Path::to_owned),
    );
    folders.extend(["server", "debug"].map(|profile| root().join("target").join(profile)));
    let found = folders
        .into_iter()
        .map(|folder| folder.join(name))
        .find(|path| path.is_file());
    found.ok_or_else(|| Trouble(format!("{name} is not built: cargo build -p {name}")))
}

/// A fresh folder for one browser or server; folders of runs that are over are swept away first.
///
/// # Errors
/// The system's folder for temporary files cannot be written to.
pub fn scratch(name: &str) -> Result<PathBuf, Trouble> {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let next = NEXT.fetch_add(1, Ordering::Relaxed);
    if next == 0 {
        sweep();
    }
    let folder =
        std::env::temp_dir().join(format!("tallystick-{}-{next}-{name}", std::process::id()));
    std::fs::create_dir_all(&folder)
        .map_err(|why| Trouble(format!("{}: {why}", folder.display())))?;
    Ok(folder)
}

fn sweep() {
    let Ok(entries) = std::fs::read_dir(std::env::temp_dir()) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(run) = name
            .strip_prefix("tallystick-")
            .and_then(|rest| rest.split('-').next())
        else {
            continue;
        };
        let over = run.parse::<u32>().is_ok() && !Path::new("/proc").join(run).exists();
        if over {
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

fn existing(path: PathBuf, cure: &str) -> Result<PathBuf, Trouble> {
    if path.exists() {
        Ok(path)
    } else {
        Err(Trouble(format!("{} is missing: {cure}", path.display())))
    }
}
