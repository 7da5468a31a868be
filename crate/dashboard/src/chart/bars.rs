//! Bars side by side: what is certain, and on top of it what is open; or those below a floor.

use plotters::prelude::*;

use super::record::{Recorder, color};
use super::{Role, Shape, Size};

/// One bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// Below it.
    pub label: String,
    /// Its height.
    pub value: f64,
    /// What stands on it.
    pub open: f64,
    /// Whether it lies below the floor.
    pub below: bool,
    /// What it says in words.
    pub words: String,
    /// Where it leads.
    pub link: String,
}

/// The shapes of these bars; rectangles come in the bars' order, the open ones after all others.
pub fn bars(size: Size, bars: &[Bar], unit: impl Fn(f64) -> String) -> Vec<Shape> {
    let recorder = Recorder::new(size);
    if bars.is_empty() {
        return Vec::new();
    }
    // Into memory: what could fail is a chart without room, which then is empty.
    drop(draw(&recorder, size, bars, &unit));
    recorder.shapes()
}

type Failed = Box<dyn std::error::Error>;

fn draw(
    recorder: &Recorder,
    (width, _): Size,
    bars: &[Bar],
    unit: &dyn Fn(f64) -> String,
) -> Result<(), Failed> {
    let top = bars.iter().map(|it| it.value + it.open).fold(0.0, f64::max);
    let top = if 0.0 < top { top * 1.06 } else { 1.0 };
    let root = recorder.clone().into_drawing_area();
    let n = bars.len();
    let mut chart = ChartBuilder::on(&root)
        .margin(4)
        .margin_top(10)
        .x_label_area_size(24)
        .y_label_area_size(64)
        .build_cartesian_2d(-0.5..n as f64 - 0.5, 0.0..top)?;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .x_labels(0)
        .y_labels(5)
        .y_label_formatter(&|it| unit(*it))
        .light_line_style(TRANSPARENT)
        .bold_line_style(color(Role::Grid))
        .axis_style(color(Role::Axis))
        .label_style(("sans-serif", 12, &color(Role::Label)))
        .draw()?;
    // As many labels as there is room for; a bar's own label, and not one between two.
    let longest = bars.iter().map(|it| it.label.chars().count()).max();
    let room = f64::from(width.saturating_sub(72)) / (longest.unwrap_or(1) as f64 * 7.0 + 14.0);
    let every = (n as f64 / room.max(1.0)).ceil().max(1.0) as usize;
    let plain = root.strip_coord_spec();
    for (at, bar) in bars.iter().enumerate().step_by(every) {
        let (x, y) = chart.backend_coord(&(at as f64, 0.0));
        let ink = color(Role::Label);
        let style = ("sans-serif", 12, &ink).into_text_style(&plain);
        let style = style.pos(text_pos());
        plain.draw_text(&bar.label, &style, (x, y + 8))?;
    }
    let solid = |bar: &Bar| if bar.below { Role::Below } else { Role::Bar };
    chart.draw_series(
        bars.iter()
            .enumerate()
            .map(|(at, bar)| rectangle(at, 0.0, bar.value, solid(bar))),
    )?;
    if bars.iter().any(|it| 0.0 < it.open) {
        chart.draw_series(
            bars.iter()
                .enumerate()
                .map(|(at, bar)| rectangle(at, bar.value, bar.value + bar.open, Role::Open)),
        )?;
    }
    Ok(())
}

fn rectangle(at: usize, low: f64, high: f64, role: Role) -> Rectangle<(f64, f64)> {
    let middle = at as f64;
    let corners = [(middle - 0.4, low), (middle + 0.4, high)];
    Rectangle::new(corners, color(role).filled())
}

fn text_pos() -> plotters::style::text_anchor::Pos {
    use plotters::style::text_anchor::{HPos, Pos, VPos};
    Pos::new(HPos::Center, VPos::Top)
}
