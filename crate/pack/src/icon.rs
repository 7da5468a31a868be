//! The icon in the sizes that browsers want, rendered from the one SVG.

use std::path::Path;

use anyhow::{Context, Result};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

/// Edge lengths in pixels; the manifest names them.
pub const SIZES: [u32; 4] = [16, 32, 48, 128];

/// A square PNG of `size` pixels.
///
/// # Errors
/// If the file is no SVG.
pub fn render(svg: &Path, source: &str, size: u32) -> Result<Vec<u8>> {
    let tree = Tree::from_str(source, &Options::default())
        .with_context(|| format!("{} is no SVG", svg.display()))?;
    let mut pixels = Pixmap::new(size, size).context("an icon needs pixels")?;
    let scale = size as f32 / tree.size().width().max(tree.size().height());
    resvg::render(
        &tree,
        Transform::from_scale(scale, scale),
        &mut pixels.as_mut(),
    );
    pixels
        .encode_png()
        .context("the icon cannot be written as PNG")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_svg_becomes_a_png_of_the_size() {
        let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8"/></svg>"#;
        let png = render(Path::new("a.svg"), svg, 16).unwrap();
        assert!(png.starts_with(b"\x89PNG"));
        assert_eq!(png[16..24], [0, 0, 0, 16, 0, 0, 0, 16]);
        assert!(render(Path::new("a.svg"), "<html>", 16).is_err());
    }
}
