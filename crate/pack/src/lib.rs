//! What is shipped, made from what cargo built: bundles, extension folders, store zips.
//!
//! `build.sh` runs cargo for the three programs and then this crate. The order of things is in
//! [`build`]; each module knows one step. It refuses to know what the programs do: of a program it
//! sees a `.wasm` file, a loader in `extension/` and a name.

pub mod build;
pub mod bundle;
pub mod content;
pub mod dist;
pub mod ear;
pub mod icon;
pub mod layout;
pub mod manifest;
pub mod package;
pub mod program;
pub mod size;
pub mod step;
pub mod text;
pub mod tool;
