//! Shapes as SVG nodes, as wide as the page lets them be.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use web_sys::Element;

use super::{Bar, Role, Shape, Size, bars};

const SVG: &str = "http://www.w3.org/2000/svg";
/// Hatching, by a name that no other chart of the page has.
const HATCHED: [Role; 2] = [Role::Open, Role::Below];
/// Narrower bars, in CSS pixels, cannot be hit with a pointer.
const HIT: i32 = 3;

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

impl Drawing {
    /// These bars, with a `unit` on their axis; each leads to what is behind it.
    pub fn of_bars(
        all: Vec<Bar>,
        unit: impl Fn(f64) -> String + Clone + Send + Sync + 'static,
    ) -> Self {
        let links = all.iter().map(|it| (it.words.clone(), it.link.clone()));
        Self {
            bars: links.collect(),
            shapes: std::sync::Arc::new(move |size| bars(size, &all, unit.clone())),
        }
    }
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
    let (thin, shapes) = apart(shapes);
    for (role, bars) in thin {
        let drawn = together(id, role, &bars)?;
        svg.append_child(&drawn).ok()?;
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

/// Left, top, width, height.
type Corners = [i32; 4];

/// Where bars are too narrow to be hit, they are drawn by role in one node each: a thousand links
/// that nobody can follow are what makes a page slow. The table beside the chart has them all.
fn apart(shapes: &[Shape]) -> (Vec<(Role, Vec<Corners>)>, Vec<&Shape>) {
    let is_thin = |it: &&Shape| matches!(it, Shape::Rect { at, .. } if at[2] < HIT);
    if !shapes.iter().any(|it| is_thin(&it)) {
        return (Vec::new(), shapes.iter().collect());
    }
    let mut thin: Vec<(Role, Vec<Corners>)> = Vec::new();
    let mut rest = Vec::new();
    for shape in shapes {
        match shape {
            Shape::Rect { at, role } => match thin.iter_mut().find(|it| it.0 == *role) {
                Some((_, bars)) => bars.push(*at),
                None => thin.push((*role, vec![*at])),
            },
            other => rest.push(other),
        }
    }
    (thin, rest)
}

fn together(id: &str, role: Role, bars: &[Corners]) -> Option<Element> {
    let each = bars.iter().map(|[x, y, w, h]| {
        let w = (*w).max(1);
        format!("M{x} {y}h{w}v{h}h-{w}z")
    });
    let path = node("path", &[("d", &each.collect::<String>())])?;
    painted(&path, id, role)?;
    Some(path)
}

/// Gives a node its role, and the hatching that goes with it.
fn painted(shape: &Element, id: &str, role: Role) -> Option<()> {
    shape.set_attribute("class", role.class()).ok()?;
    if HATCHED.contains(&role) {
        let fill = format!("url(#{id}-{})", role.class());
        shape.set_attribute("fill", &fill).ok()?;
    }
    Some(())
}

fn one(id: &str, shape: &Shape) -> Option<Element> {
    match shape {
        Shape::Rect {
            at: [x, y, w, h],
            role,
        } => {
            let rect = node("rect", &[])?;
            painted(&rect, id, *role)?;
            for (name, value) in [("x", x), ("y", y), ("width", w), ("height", h)] {
                rect.set_attribute(name, &value.to_string()).ok()?;
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

#[cfg(test)]
mod tests {
    use super::*;

    fn rect(width: i32, role: Role) -> Shape {
        let at = [0, 0, width, 10];
        Shape::Rect { at, role }
    }

    #[test]
    fn bars_too_narrow_to_be_hit_become_one_node_a_role() {
        let mut shapes = vec![rect(HIT - 1, Role::Bar); 900];
        shapes.extend(vec![rect(HIT - 1, Role::Open); 900]);
        shapes.push(Shape::Mark {
            at: (1, 1),
            role: Role::First,
        });
        let (thin, rest) = apart(&shapes);
        let thin: Vec<(Role, usize)> = thin.iter().map(|it| (it.0, it.1.len())).collect();
        assert_eq!(thin, [(Role::Bar, 900), (Role::Open, 900)]);
        assert_eq!(rest, [&shapes[1_800]]);
    }

    #[test]
    fn bars_that_can_be_hit_stay_apart() {
        let shapes = vec![rect(HIT, Role::Bar); 30];
        let (thin, rest) = apart(&shapes);
        assert!(thin.is_empty() && rest.len() == 30);
    }
}
