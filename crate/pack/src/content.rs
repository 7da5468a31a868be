//! The content script in its two encodings: WASM inside the script, and plain JavaScript.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::bundle::{Kind, bundle};
use crate::layout::{Layout, Mode};
use crate::program::Program;
use crate::step::{self, Ingredients};
use crate::{text, tool};

/// What stands in the bundle until the program is put in, so that no tool rewrites the program.
const PLACEHOLDER: &str = "\"@@program@@\"";

/// wasm2js takes minutes over a program that is not optimised.
const LEFT_OUT: &str = "console.error(\"Tallystick was built with --fast: without the encoding for \
    pages that forbid WASM. Run ./build.sh build for it.\");\n";

/// content.js: loader, glue and the WASM bytes in one file.
///
/// # Errors
/// What the tools say.
pub fn embedded(layout: &Layout, page: &Program) -> Result<PathBuf> {
    let work = layout.work(page.name);
    let out = work.join("content.js");
    let ingredients = ingredients(layout, page, "embedded 2", "content.js")?;
    step::once(&work.join("embedded.stamp"), ingredients, &[&out], || {
        let stand_in = work.join("program_text.js");
        step::write(
            &stand_in,
            format!("export default {PLACEHOLDER};\n").as_bytes(),
        )?;
        let aliases = [
            ("program-glue", page.glue.as_path()),
            ("program-text", &stand_in),
        ];
        bundle(layout, "content.js", Kind::Classic, &aliases, &[], &out)?;
        let script = put_in(&step::read_text(&out)?, &step::read(&page.wasm)?)?;
        step::write(&out, script.as_bytes())
    })?;
    Ok(out)
}

/// content-fallback.js: the same program by wasm2js, with the same glue.
///
/// # Errors
/// What the tools say.
pub fn fallback(layout: &Layout, page: &Program) -> Result<PathBuf> {
    let work = layout.work(page.name).join("fallback");
    let out = work.join("content-fallback.js");
    let ingredients = ingredients(layout, page, "fallback 2", "content-fallback.js")?;
    step::once(&work.join("fallback.stamp"), ingredients, &[&out], || {
        fs::create_dir_all(&work).with_context(|| format!("cannot make {}", work.display()))?;
        if layout.mode == Mode::Fast {
            return step::write(&out, LEFT_OUT.as_bytes());
        }
        let exports = work.join("program.js");
        as_javascript(layout, &page.wasm, &exports)?;
        // wasm2js imports the glue by this name from its own folder.
        let glue = work.join(format!("{}_bg.js", page.name));
        step::write(&glue, growing(&step::read_text(&page.glue)?)?.as_bytes())?;
        let aliases = [
            ("program-glue", glue.as_path()),
            ("program-exports", &exports),
        ];
        bundle(
            layout,
            "content-fallback.js",
            Kind::Classic,
            &aliases,
            &[],
            &out,
        )
    })?;
    Ok(out)
}

fn ingredients(layout: &Layout, page: &Program, recipe: &str, loader: &str) -> Result<Ingredients> {
    Ingredients::of(recipe)
        .file(&layout.extension().join(loader))?
        .file(&page.glue)?
        .file(&page.wasm)?
        .file(&layout.npm_lock())
}

fn put_in(script: &str, wasm: &[u8]) -> Result<String> {
    let mut parts = script.split(PLACEHOLDER);
    match (parts.next(), parts.next(), parts.next()) {
        (Some(before), Some(after), None) => Ok([before, &text::literal(wasm), after].concat()),
        _ => bail!("the bundled content script holds {PLACEHOLDER} not exactly once"),
    }
}

/// The module as JavaScript that exports what it exports.
///
/// wasm2js knows the WASM of 2017 only: three later kinds of instruction are expressed in the
/// older ones first. (Reference types it cannot do at all, so build.sh compiles without them.)
///
/// # Errors
/// What wasm-opt and wasm2js say.
pub fn as_javascript(layout: &Layout, wasm: &Path, out: &Path) -> Result<()> {
    let lowered = out.with_extension("wasm");
    let mut opt = Command::new(layout.node_tool("wasm-opt"));
    opt.args([
        "--llvm-nontrapping-fptoint-lowering",
        "--llvm-memory-copy-fill-lowering",
    ]);
    tool::run(
        opt.args(["--signext-lowering", "-Oz", "-o"])
            .arg(&lowered)
            .arg(wasm),
    )?;
    let mut to_js = Command::new(layout.node_tool("wasm2js"));
    tool::run(to_js.arg("-Oz").arg(&lowered).arg("-o").arg(out)).map(drop)
}

/// The glue for memory that grows the way wasm2js does it.
///
/// The glue keeps views of the memory and makes new ones when the old buffer was detached. WASM
/// detaches it on `memory.grow`; wasm2js copies into a new buffer and leaves the old one alive, so
/// that the glue would silently go on in the old one. Here it asks whether its buffer is current.
///
/// # Errors
/// If a view is guarded in a way that this does not know: a new wasm-bindgen, look at its glue.
pub fn growing(glue: &str) -> Result<String> {
    let mut out = String::with_capacity(glue.len());
    for line in glue.lines() {
        out.push_str(&growing_line(line)?);
        out.push('\n');
    }
    Ok(out)
}

fn growing_line(line: &str) -> Result<String> {
    // Such a line is: `if (cachedX === null || cachedX.byteLength === 0) {`, or with
    // `.buffer.detached` in the condition.
    let Some((_, rest)) = line.split_once("if (cached") else {
        return Ok(line.to_owned());
    };
    let Some((name, condition)) = rest.split_once(" === null || ") else {
        bail!("the glue guards a view in an unknown way: {line}");
    };
    let known = condition.contains(".byteLength === 0") || condition.contains(".buffer.detached");
    if !known || !condition.ends_with(") {") {
        bail!("the glue guards a view in an unknown way: {line}");
    }
    let view = format!("cached{name}");
    Ok(format!(
        "if ({view} === null || {view}.buffer !== wasm.memory.buffer) {{"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn views_follow_a_memory_that_grows_without_detaching() {
        let glue = "\
function getUint8ArrayMemory0() {
    if (cachedUint8ArrayMemory0 === null || cachedUint8ArrayMemory0.byteLength === 0) {
        cachedUint8ArrayMemory0 = new Uint8Array(wasm.memory.buffer);
";
        let patched = growing(glue).unwrap();
        assert!(patched.contains(
            "if (cachedUint8ArrayMemory0 === null || \
             cachedUint8ArrayMemory0.buffer !== wasm.memory.buffer) {"
        ));
        assert!(patched.contains("new Uint8Array(wasm.memory.buffer);"));
    }

    #[test]
    fn refuses_glue_that_guards_its_views_otherwise() {
        assert!(growing("if (cachedView.isOld()) {").is_err());
        assert!(growing("if (cachedView === null || cachedView.isOld()) {").is_err());
    }

    #[test]
    fn the_program_replaces_exactly_one_placeholder() {
        assert_eq!(put_in("a=\"@@program@@\";", b"hi").unwrap(), "a=\"ij\";");
        assert!(put_in("a;", b"").is_err());
        assert!(put_in("\"@@program@@\"\"@@program@@\"", b"").is_err());
    }
}
