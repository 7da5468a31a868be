//! What a worker must always be able to do, in real Chromium and Firefox, with the extension as it
//! is shipped, on pages under their real names, with a real server.

// All of this is test, its helpers too, and a test fails by panicking.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod clock;
mod crash;
mod dashboard;
mod desk;
mod finished;
mod first_run;
mod harmless;
mod harness;
mod history;
mod leaving;
mod list;
mod marks;
mod moderators;
mod moving;
mod pages;
mod pausing;
mod review;
mod stage;
mod trouble;
