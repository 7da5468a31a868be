//! One program on its way from cargo to what a bundle needs: glue and optimised WASM.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::features;
use crate::layout::{Layout, Mode};
use crate::step::{self, Ingredients};
use crate::tool;

/// What is there of a program after these steps.
#[derive(Debug, Clone)]
pub struct Program {
    /// `page`, `background` or `panel`.
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
    let ingredients = Ingredients::of("bind 1")
        .file(&source)
        .context("cargo has not built it yet: run ./build.sh build")?
        .file(&layout.root.join("Cargo.lock"))?;
    step::once(
        &work.join("bind.stamp"),
        ingredients,
        &[glue.clone(), bound],
        || {
            let lowered = work.join(format!("{name}.wasm"));
            let module = features::without_unused(&step::read(&source)?)
                .with_context(|| format!("in {}", source.display()))?;
            step::write(&lowered, &module)?;
            let arguments = [
                "--target".to_owned(),
                "bundler".to_owned(),
                "--no-typescript".to_owned(),
                "--out-dir".to_owned(),
                tool::text(&work),
                "--out-name".to_owned(),
                name.to_owned(),
                tool::text(&lowered),
            ];
            tool::run(&layout.wasm_bindgen(), &layout.root, &arguments).map(drop)
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
        .file(&layout.root.join("package-lock.json"))?;
    step::once(
        &work.join("optimise.stamp"),
        ingredients,
        &[optimised.clone()],
        || {
            if layout.mode == Mode::Fast {
                return fs::copy(&bound, &optimised)
                    .map(drop)
                    .context("cannot copy the program");
            }
            let arguments = [
                "-Oz".to_owned(),
                "-o".to_owned(),
                tool::text(&optimised),
                tool::text(&bound),
            ];
            tool::run(&layout.node_tool("wasm-opt"), &layout.root, &arguments).map(drop)
        },
    )?;
    Ok(optimised)
}
