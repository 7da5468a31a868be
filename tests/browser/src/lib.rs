//! What the journeys, the demo and the benchmark drive real browsers with: Chromium and Firefox
//! with the packed extension, the platforms' host names led to the market, real servers.
//!
//! Everything is blocking and has a deadline; nothing here knows what a badge should say.

mod backend;
mod browser;
mod card;
mod chromium;
mod desk;
mod element;
mod extension;
mod faulty;
mod firefox;
mod member;
mod memory;
pub mod place;
mod process;
mod rows;
mod wait;
mod webdriver;

pub use backend::Backend;
pub use browser::{Browser, Kind, Look, Options};
pub use card::Card;
pub use desk::Desk;
pub use element::{Element, Shadow};
pub use faulty::Faulty;
pub use member::Member;
pub use memory::Meter;
pub use process::Group;
pub use rows::{Badge, ROWS};
pub use wait::{until, within};

/// What went wrong while driving, in words.
#[derive(Debug, Clone)]
pub struct Trouble(pub String);

impl std::fmt::Display for Trouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Trouble {}
