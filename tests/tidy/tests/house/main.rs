//! The rules of the house. Each test says what to do about what it finds.

mod crates;
mod documents;
mod extension;
mod files;
mod versions;
