//! Shapes as SVG nodes, as wide as the page lets them be.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use web_sys::Element;

use super::{Role, Shape, Size};

const SVG: &str = "http://www.w3.org/2000/svg";
/// Hatching, by a name that no other chart of the page has.
const HATCHED: [Role; 2] = [Role::Open, Role::Below];

/// A chart. Its words for screen readers are the table beside it, so it hides from them.
#[component]
pub fn Chart(
    /// Unique in the page.
    id: &'static str,
    /// How high it is, in CSS pixels.
    #[prop(default = 220)]
    height: u32,
    /// What is drawn at a size.
    #[prop(into)]
    draw: Signal<Drawing>,
) -> impl IntoView {
    let place = NodeRef::<html::Div>::new();
    let widths = RwSignal::new(0);
    let listening = window_event_listener(ev::resize, move |_| {
        if let Some(place) = place.get_untracked() {
            widths.set(place.client_width());
        }
    });
    on_cleanup(move || listening.remove());
    Effect::new(move || {
        let Some(place) = place.get() else {
            return;
        };
        widths.track();
        let width = u32::try_from(place.client_width()).unwrap_or(0).max(240);
        let drawing = draw.get();
        let shapes = (drawing.shapes)((width, height));
        place.replace_children_with_node_0();
        if let Some(svg) = nodes(id, (width, height), &shapes, &drawing.bars) {
            // A document that takes no child is one that is closed.
            drop(place.append_child(&svg));
        }
    });
    view! { <div class="chart" node_ref=place aria-hidden="true"></div> }
}

/// What is to be drawn.
#[derive(Clone)]
pub struct Drawing {
    /// The shapes at a size.
    pub shapes: std::sync::Arc<dyn Fn(Size) -> Vec<Shape> + Send + Sync>,
    /// Words and address of each bar, in their order.
    pub bars: Vec<(String, String)>,
}

impl PartialEq for Drawing {
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

fn nodes(
    id: &str,
    (width, height): Size,
    shapes: &[Shape],
    bars: &[(String, String)],
) -> Option<Element> {
    let svg = node("svg", &[("viewBox", &format!("0 0 {width} {height}"))])?;
    svg.set_attribute("width", &width.to_string()).ok()?;
    svg.set_attribute("height", &height.to_string()).ok()?;
    for role in HATCHED {
        svg.append_child(hatch(id, role)?.as_ref()).ok()?;
    }
    let mut at = 0;
    for shape in shapes {
        let drawn = one(id, shape)?;
        let is_bar = matches!(shape, Shape::Rect { .. });
        let bar = bars.get(at % bars.len().max(1)).filter(|_| is_bar);
        let drawn = match bar {
            Some((words, link)) => linked(&drawn, words, link)?,
            None => drawn,
        };
        at += usize::from(is_bar);
        svg.append_child(&drawn).ok()?;
    }
    Some(svg)
}

fn one(id: &str, shape: &Shape) -> Option<Element> {
    match shape {
        Shape::Rect {
            at: [x, y, w, h],
            role,
        } => {
            let rect = node("rect", &[("class", role.class())])?;
            for (name, value) in [("x", x), ("y", y), ("width", w), ("height", h)] {
                rect.set_attribute(name, &value.to_string()).ok()?;
            }
            if HATCHED.contains(role) {
                rect.set_attribute("fill", &format!("url(#{id}-{})", role.class()))
                    .ok()?;
            }
            Some(rect)
        }
        Shape::Path { points, role } => {
            let points: Vec<String> = points.iter().map(|(x, y)| format!("{x},{y}")).collect();
            node(
                "polyline",
                &[("class", role.class()), ("points", &points.join(" "))],
            )
        }
        Shape::Mark { at: (x, y), role } => {
            let (x, y) = (x.to_string(), y.to_string());
            node(
                "circle",
                &[("class", role.class()), ("cx", &x), ("cy", &y), ("r", "3")],
            )
        }
        Shape::Text {
            at: (x, y),
            anchor,
            text,
        } => {
            let (x, y) = (x.to_string(), y.to_string());
            let label = node("text", &[("x", &x), ("y", &y), ("text-anchor", anchor)])?;
            label.set_text_content(Some(text));
            Some(label)
        }
    }
}

/// A bar leads to what is behind it. Keyboards and screen readers have the table's links.
fn linked(drawn: &Element, words: &str, link: &str) -> Option<Element> {
    let title = node("title", &[])?;
    title.set_text_content(Some(words));
    drawn.append_child(&title).ok()?;
    let anchor = node("a", &[("href", link), ("tabindex", "-1")])?;
    anchor.append_child(drawn).ok()?;
    Some(anchor)
}

fn hatch(id: &str, role: Role) -> Option<Element> {
    let name = format!("{id}-{}", role.class());
    let pattern = node(
        "pattern",
        &[
            ("id", &name),
            ("width", "6"),
            ("height", "6"),
            ("patternUnits", "userSpaceOnUse"),
            ("patternTransform", "rotate(45)"),
        ],
    )?;
    let size = [("width", "6"), ("height", "6")];
    let ground = node("rect", &size)?;
    let line = node("rect", &[("width", "3"), ("height", "6")])?;
    let (ground_class, line_class) = match role {
        Role::Below => ("hatch-ground below", "hatch-line below"),
        _ => ("hatch-ground", "hatch-line"),
    };
    ground.set_attribute("class", ground_class).ok()?;
    line.set_attribute("class", line_class).ok()?;
    pattern.append_child(&ground).ok()?;
    pattern.append_child(&line).ok()?;
    Some(pattern)
}

fn node(name: &str, attributes: &[(&str, &str)]) -> Option<Element> {
    let node = document().create_element_ns(Some(SVG), name).ok()?;
    for (name, value) in attributes {
        node.set_attribute(name, value).ok()?;
    }
    Some(node)
}
