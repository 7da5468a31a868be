//! One program on its way from cargo to what a bundle needs: glue and optimised WASM.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::layout::{Layout, Mode};
use crate::step::{self, Ingredients};
use crate::tool;

/// What is there of a program after these steps.
#[derive(Debug, Clone)]
pub struct Program {
    /// `page`, `background`, `panel` or `dashboard`.
    pub name: &'static str,
    /// wasm-bindgen's glue: an ES module that exports what the program exports and imports.
    pub glue: PathBuf,
    /// The module; its imports are named `./NAME_bg.js`.
    pub wasm: PathBuf,
}

/// Takes what cargo built of `name` through wasm-bindgen and wasm-opt.
///
/// # Errors
/// If cargo has not built it, or what the tools say.
pub fn prepare(layout: &Layout, name: &'static str) -> Result<Program> {
    let glue = bind(layout, name)?;
    let wasm = optimise(layout, name)?;
    Ok(Program { name, glue, wasm })
}

/// wasm-bindgen for a bundler: the glue takes the instance from whoever makes it, so one glue
/// serves every encoding and every way of loading.
fn bind(layout: &Layout, name: &str) -> Result<PathBuf> {
    let source = layout.cargo_wasm(name);
    let work = layout.work(name);
    let glue = work.join(format!("{name}_bg.js"));
    let bound = work.join(format!("{name}_bg.wasm"));
    let ingredients = Ingredients::of("bind 2")
        .file(&source)
        .context("cargo has not built it yet: run ./build.sh build")?
        .file(&layout.root.join("Cargo.lock"))?;
    step::once(
        &work.join("bind.stamp"),
        ingredients,
        &[&glue, &bound],
        || {
            let mut bindgen = Command::new(layout.wasm_bindgen());
            bindgen.args(["--target", "bundler", "--no-typescript", "--out-name", name]);
            tool::run(bindgen.arg("--out-dir").arg(&work).arg(&source)).map(drop)
        },
    )?;
    Ok(glue)
}

fn optimise(layout: &Layout, name: &str) -> Result<PathBuf> {
    let work = layout.work(name);
    let bound = work.join(format!("{name}_bg.wasm"));
    let optimised = work.join(format!("{name}_opt.wasm"));
    let ingredients = Ingredients::of("optimise 1")
        .file(&bound)?
        .file(&layout.npm_lock())?;
    step::once(
        &work.join("optimise.stamp"),
        ingredients,
        &[&optimised],
        || {
            if layout.mode == Mode::Fast {
                return fs::copy(&bound, &optimised)
                    .map(drop)
                    .context("cannot copy the program");
            }
            let mut opt = Command::new(layout.node_tool("wasm-opt"));
            tool::run(opt.arg("-Oz").arg("-o").arg(&optimised).arg(&bound)).map(drop)
        },
    )?;
    Ok(optimised)
}
