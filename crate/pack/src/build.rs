//! The order of things: four programs in, one folder a browser out.

use anyhow::{Context, Result, anyhow};

use crate::bundle::{Kind, bundle};
use crate::dist::{self, Files};
use crate::layout::{BROWSERS, Layout};
use crate::program::{self, Program};
use crate::step::{self, Ingredients};
use crate::{content, ear, icon, manifest};

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
    files.extend(programs(layout)?);
    files.extend(ear::script(layout).context(ear::LOADER)?);
    add_icons(layout, &mut files).context("the icons")?;
    let manifest = manifest::filled(
        &layout.root.join("manifest.json"),
        &layout.extension().join("platforms"),
    )?;
    files.insert("manifest.json".to_owned(), manifest.into_bytes());
    Ok(files)
}

/// All programs at once: each takes a minute of one core where nothing is kept from before.
fn programs(layout: &Layout) -> Result<Files> {
    std::thread::scope(|scope| {
        let modules = ["dashboard", "panel", "background"]
            .map(|name| (name, scope.spawn(move || module(layout, name))));
        let mut files = content_script(layout).context("the content script")?;
        for (name, packing) in modules {
            let packed = packing.join().map_err(|_| anyhow!("packing stopped"));
            files.extend(packed.flatten().context(name)?);
        }
        Ok(files)
    })
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

fn content_script(layout: &Layout) -> Result<Files> {
    let page = program::prepare(layout, "page")?;
    let embedded = content::embedded(layout, &page)?;
    let fallback = content::fallback(layout, &page)?;
    Ok(Files::from([
        ("content.js".to_owned(), step::read(&embedded)?),
        ("content-fallback.js".to_owned(), step::read(&fallback)?),
    ]))
}

/// A worker or a page that fetches its program from beside it.
fn module(layout: &Layout, name: &'static str) -> Result<Files> {
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
                &[],
                &out,
            )
        },
    )?;
    Ok(Files::from([
        (loader, step::read(&out)?),
        (format!("{name}_bg.wasm"), step::read(&wasm)?),
    ]))
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
