//! Charts: plotters lays them out, a backend of ours records shapes, and nodes are made of these.
//!
//! Roles instead of colours travel through plotters, so that a style sheet paints them for light,
//! dark and forced colours; hatching tells apart what colour tells. The same figures stand in a
//! table beside every chart, which is what screen readers get.

mod bars;
mod lines;
mod record;
mod svg;

pub use bars::{Bar, bars};
pub use lines::{Dot, lines};
pub use svg::{Chart, Drawing};

/// What a shape is; its place in the list is its colour in plotters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Nothing to see.
    Nothing,
    /// The axes.
    Axis,
    /// Lines behind.
    Grid,
    /// Labels.
    Label,
    /// A bar.
    Bar,
    /// A bar that is not yet certain.
    Open,
    /// A bar below the floor.
    Below,
    /// The floor.
    Floor,
    /// The first line.
    First,
    /// The second line.
    Second,
}

impl Role {
    const ALL: [Self; 10] = [
        Self::Nothing,
        Self::Axis,
        Self::Grid,
        Self::Label,
        Self::Bar,
        Self::Open,
        Self::Below,
        Self::Floor,
        Self::First,
        Self::Second,
    ];

    const fn class(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Axis => "axis",
            Self::Grid => "grid",
            Self::Label => "label",
            Self::Bar => "bar",
            Self::Open => "open",
            Self::Below => "below",
            Self::Floor => "floor",
            Self::First => "first",
            Self::Second => "second",
        }
    }
}

/// Something drawn, in CSS pixels.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A filled rectangle.
    Rect {
        /// Left, top, width, height.
        at: [i32; 4],
        /// What it is.
        role: Role,
    },
    /// A line through points.
    Path {
        /// The points.
        points: Vec<(i32, i32)>,
        /// What it is.
        role: Role,
    },
    /// A small mark.
    Mark {
        /// Its middle.
        at: (i32, i32),
        /// What it is.
        role: Role,
    },
    /// A text.
    Text {
        /// Where its anchor is.
        at: (i32, i32),
        /// `start`, `middle` or `end`.
        anchor: &'static str,
        /// The words.
        text: String,
    },
}

/// The size of a chart in CSS pixels.
pub type Size = (u32, u32);
