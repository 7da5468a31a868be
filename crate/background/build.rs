//! Lists the platforms' time zones out of `extension/platforms/*.json`, so that a further platform
//! needs no line of code here. What a definition may say is checked in `tallystick-site`; this
//! refuses to know more of it than these two keys.

use std::error::Error;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

#[derive(serde::Deserialize)]
struct Zoned {
    id: String,
    time_zone: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("../../extension/platforms");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut zones = Vec::new();
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|it| it == "json") {
            println!("cargo::rerun-if-changed={}", path.display());
            let zoned: Zoned = serde_json::from_str(&fs::read_to_string(&path)?)
                .map_err(|why| format!("{}: {why}", path.display()))?;
            zones.push((zoned.id, zoned.time_zone));
        }
    }
    zones.sort();
    let mut code = String::from("&[\n");
    for zone in zones {
        writeln!(code, "    {zone:?},")?;
    }
    code.push(']');
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("zones.rs"), code)?;
    Ok(())
}
