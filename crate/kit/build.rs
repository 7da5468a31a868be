//! Lists the platforms (id, name, addresses, zone, currency, days to approval) for the panel, out of `extension/platforms/*.json`,
//! so that a further platform needs no line of code here either. What a definition may say is
//! checked in `tallystick-site`; this refuses to know more of it than these six keys.

use std::error::Error;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

#[derive(serde::Deserialize)]
struct Named {
    id: String,
    name: String,
    matches: Vec<String>,
    time_zone: String,
    currency: String,
    #[serde(default)]
    approval_days: Option<u32>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("../../extension/platforms");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut platforms = Vec::new();
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|it| it == "json") {
            println!("cargo::rerun-if-changed={}", path.display());
            let named: Named = serde_json::from_str(&fs::read_to_string(&path)?)
                .map_err(|why| format!("{}: {why}", path.display()))?;
            platforms.push(named);
        }
    }
    platforms.sort_by(|one, other| one.name.cmp(&other.name));
    let mut code = String::from("&[\n");
    for it in platforms {
        let Named {
            id,
            name,
            matches,
            time_zone,
            currency,
            approval_days,
        } = it;
        writeln!(
            code,
            "    Platform {{ id: {id:?}, name: {name:?}, matches: &{matches:?}, zone: {time_zone:?}, \
             currency: {currency:?}, approval_days: {approval_days:?} }},"
        )?;
    }
    code.push(']');
    fs::write(
        PathBuf::from(env::var("OUT_DIR")?).join("platforms.rs"),
        code,
    )?;
    Ok(())
}
