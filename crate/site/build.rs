//! Embeds every file of `extension/platforms`, without notes and spaces. Adding a file registers it.

use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use serde_json::Value;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../extension/platforms");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|it| it == "json") {
            files.push(path);
        }
    }
    files.sort();
    let mut out = String::from("const SHIPPED: &[Shipped] = &[\n");
    for path in files {
        println!("cargo::rerun-if-changed={}", path.display());
        let name = path.display();
        let mut value: Value = serde_json::from_str(&fs::read_to_string(&path)?)
            .map_err(|it| format!("{name}: {it}"))?;
        let matches = value.get("matches").cloned().unwrap_or_default();
        let matches: Vec<String> = serde_json::from_value(matches)?;
        if let Some(it) = value.as_object_mut() {
            it.remove("notes");
        }
        let json = value.to_string();
        writeln!(
            out,
            "    Shipped {{ matches: &{matches:?}, json: {json:?} }},"
        )?;
    }
    out.push_str("];\n");
    fs::write(Path::new(&env::var("OUT_DIR")?).join("shipped.rs"), out)?;
    Ok(())
}
