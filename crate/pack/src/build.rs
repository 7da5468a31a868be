//! The order of things: four programs in, one folder a browser out.

use anyhow::{Context, Result};

use crate::bundle::{Kind, bundle};
use crate::dist::{self, Files};
use crate::layout::{BROWSERS, Layout};
use crate::program::{self, Program};
use crate::step::{self, Ingredients};
use crate::{content, icon, manifest};

/// Builds the folders of both browsers; they hold the same files.
///
/// # Errors
/// The first step that fails, with what it was about.
pub fn build(layout: &Layout) -> Result<()> {
    let files = files(layout)?;
    for browser in BROWSERS {
        dist::lay_out(&layout.dist(browser), &files)?;
    }
    Ok(())
}

/// Everything that is shipped.
///
/// # Errors
/// The first step that fails.
pub fn files(layout: &Layout) -> Result<Files> {
    let mut files = static_files(layout)?;
    add_content(layout, &mut files).context("the content script")?;
    add_module(layout, &mut files, "background").context("the background")?;
    add_module(layout, &mut files, "panel").context("the panel")?;
    add_module(layout, &mut files, "dashboard").context("the dashboard")?;
    add_icons(layout, &mut files).context("the icons")?;
    let manifest = manifest::filled(
        &layout.root.join("manifest.json"),
        &layout.extension().join("platforms"),
    )?;
    files.insert("manifest.json".to_owned(), manifest.into_bytes());
    Ok(files)
}

/// Pages, styles, texts and the drawn icon. Loaders are shipped inside the bundles, platforms inside
/// the programs.
fn static_files(layout: &Layout) -> Result<Files> {
    dist::collect(&layout.extension(), |name| {
        let bundled = name.ends_with(".js") || name.starts_with("platforms/");
        let hidden = name.split('/').any(|part| part.starts_with('.'));
        !(bundled || hidden)
    })
}

fn add_content(layout: &Layout, files: &mut Files) -> Result<()> {
    let page = program::prepare(layout, "page")?;
    let embedded = content::embedded(layout, &page)?;
    let fallback = content::fallback(layout, &page)?;
    files.insert("content.js".to_owned(), step::read(&embedded)?);
    files.insert("content-fallback.js".to_owned(), step::read(&fallback)?);
    Ok(())
}

/// A worker or a page that fetches its program from beside it.
fn add_module(layout: &Layout, files: &mut Files, name: &'static str) -> Result<()> {
    let Program { glue, wasm, .. } = program::prepare(layout, name)?;
    let loader = format!("{name}.js");
    // Not NAME.js: wasm-bindgen writes an entry of its own under that name.
    let out = layout.work(name).join("bundle.js");
    let ingredients = Ingredients::of("module 3")
        .file(&layout.extension().join(&loader))?
        .file(&glue)?
        .file(&layout.npm_lock())?;
    step::once(
        &layout.work(name).join("module.stamp"),
        ingredients,
        &[&out],
        || {
            bundle(
                layout,
                &loader,
                Kind::Module,
                &[("program-glue", glue.as_path())],
                &out,
            )
        },
    )?;
    files.insert(loader, step::read(&out)?);
    files.insert(format!("{name}_bg.wasm"), step::read(&wasm)?);
    Ok(())
}

fn add_icons(layout: &Layout, files: &mut Files) -> Result<()> {
    let svg = layout.extension().join("icons/icon.svg");
    let source = step::read_text(&svg)?;
    for size in icon::SIZES {
        files.insert(
            format!("icons/{size}.png"),
            icon::render(&svg, &source, size)?,
        );
    }
    Ok(())
}
