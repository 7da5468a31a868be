//! Two lines over time, and the floor across: pay an hour with and without unpaid time.

use plotters::prelude::*;

use super::record::{Recorder, color};
use super::{Role, Shape, Size};

/// One moment of both lines.
#[derive(Debug, Clone, PartialEq)]
pub struct Dot {
    /// Below it.
    pub label: String,
    /// The first line.
    pub first: Option<f64>,
    /// The second line.
    pub second: Option<f64>,
}

/// The shapes of these lines.
pub fn lines(
    size: Size,
    dots: &[Dot],
    floor: Option<f64>,
    unit: impl Fn(f64) -> String,
) -> Vec<Shape> {
    let recorder = Recorder::new(size);
    if dots.is_empty() {
        return Vec::new();
    }
    drop(draw(&recorder, dots, floor, &unit));
    recorder.shapes()
}

type Failed = Box<dyn std::error::Error>;

fn draw(
    recorder: &Recorder,
    dots: &[Dot],
    floor: Option<f64>,
    unit: &dyn Fn(f64) -> String,
) -> Result<(), Failed> {
    let values = dots.iter().flat_map(|it| [it.first, it.second]).flatten();
    let mut sorted: Vec<f64> = values.chain(floor).collect();
    sorted.sort_by(f64::total_cmp);
    // One great hour must not flatten all others.
    let high = sorted
        .get(sorted.len().saturating_mul(98) / 100)
        .or(sorted.last());
    let top = high.copied().unwrap_or(1.0).max(0.01) * 1.15;
    let last = dots.len().saturating_sub(1).max(1) as f64;
    let root = recorder.clone().into_drawing_area();
    let mut chart = ChartBuilder::on(&root)
        .margin(4)
        .margin_top(10)
        .x_label_area_size(24)
        .y_label_area_size(64)
        .build_cartesian_2d(0.0..last, 0.0..top)?;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .x_labels(5)
        .y_labels(5)
        .x_label_formatter(&|it| {
            let dot = dots.get(it.round() as usize);
            dot.map_or_else(String::new, |it| it.label.clone())
        })
        .y_label_formatter(&|it| unit(*it))
        .light_line_style(TRANSPARENT)
        .bold_line_style(color(Role::Grid))
        .axis_style(color(Role::Axis))
        .label_style(("sans-serif", 12, &color(Role::Label)))
        .draw()?;
    if let Some(floor) = floor {
        let across = vec![(0.0, floor), (last, floor)];
        chart.draw_series([PathElement::new(across, color(Role::Floor))])?;
    }
    let of = |value: fn(&Dot) -> Option<f64>| {
        let points = dots.iter().enumerate();
        let points = points.filter_map(move |(at, it)| Some((at as f64, value(it)?.min(top))));
        points.collect::<Vec<_>>()
    };
    for (points, role) in [
        (of(|it| it.first), Role::First),
        (of(|it| it.second), Role::Second),
    ] {
        let marks = points
            .iter()
            .map(|it| Circle::new(*it, 3, color(role).filled()));
        let marks: Vec<_> = if points.len() <= 40 {
            marks.collect()
        } else {
            Vec::new()
        };
        chart.draw_series([PathElement::new(points.clone(), color(role))])?;
        chart.draw_series(marks)?;
    }
    Ok(())
}
