//! The second encoding under a memory that grows: the pitfall of wasm2js, shown and mended.
//!
//! Needs what `./build.sh setup` installs from npm.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use tallystick_pack::content::{as_javascript, growing};
use tallystick_pack::layout::{Layout, Mode};

/// One page of memory; `grow` adds one and writes 7 into its first byte from inside.
const MODULE: &str = r#"(module
  (memory (export "memory") 1)
  (func (export "grow")
    (drop (memory.grow (i32.const 1)))
    (i32.store8 (i32.const 65536) (i32.const 7))))"#;

/// Both ways in which wasm-bindgen guards its views, as its version of Cargo.lock writes them.
const GLUE: &str = "\
let wasm;
export function __wbg_set_wasm(val) { wasm = val; }
let cachedUint8ArrayMemory0 = null;
function getUint8ArrayMemory0() {
    if (cachedUint8ArrayMemory0 === null || cachedUint8ArrayMemory0.byteLength === 0) {
        cachedUint8ArrayMemory0 = new Uint8Array(wasm.memory.buffer);
    }
    return cachedUint8ArrayMemory0;
}
let cachedDataViewMemory0 = null;
function getDataViewMemory0() {
    if (cachedDataViewMemory0 === null || cachedDataViewMemory0.buffer.detached === true || (cachedDataViewMemory0.buffer.detached === undefined && cachedDataViewMemory0.buffer !== wasm.memory.buffer)) {
        cachedDataViewMemory0 = new DataView(wasm.memory.buffer);
    }
    return cachedDataViewMemory0;
}
export function ends() {
    const view = getDataViewMemory0();
    return [getUint8ArrayMemory0().at(-65536), view.getUint8(view.byteLength - 65536)].join();
}
";

const PROGRAM: &str = "\
import * as glue from './glue.mjs';
import * as program from './program.mjs';
glue.__wbg_set_wasm(program);
glue.ends();
program.grow();
console.log(glue.ends());
";

/// What the glue sees at the start of the last page after the memory has grown by one.
fn seen_after_growing(folder: &Path, glue: &str) -> Result<String> {
    fs::write(folder.join("glue.mjs"), glue)?;
    fs::write(folder.join("main.mjs"), PROGRAM)?;
    let output = Command::new("node").arg(folder.join("main.mjs")).output()?;
    ensure!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

fn compiled(name: &str) -> Result<PathBuf> {
    let layout = Layout::here(Mode::Release)?;
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("in.wat"), MODULE)?;
    let mut assemble = Command::new(layout.node_tool("wasm-as"));
    assemble
        .arg(folder.join("in.wat"))
        .arg("-o")
        .arg(folder.join("in.wasm"));
    ensure!(assemble.status().context("run ./build.sh setup")?.success());
    as_javascript(
        &layout,
        &folder.join("in.wasm"),
        &folder.join("program.mjs"),
    )?;
    Ok(folder)
}

#[test]
fn the_second_encoding_survives_a_memory_that_grows() -> Result<()> {
    let folder = compiled("growing")?;
    assert_eq!(seen_after_growing(&folder, &growing(GLUE)?)?, "7,7");
    Ok(())
}

#[test]
fn without_the_patch_it_would_read_the_old_memory() -> Result<()> {
    let folder = compiled("stale")?;
    assert_ne!(
        seen_after_growing(&folder, GLUE)?,
        "7,7",
        "the patch is no longer needed"
    );
    Ok(())
}
