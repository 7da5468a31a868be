//! A backend of plotters that writes down what would be drawn.

use std::cell::RefCell;
use std::convert::Infallible;
use std::rc::Rc;

use plotters::style::RGBColor;
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};

use super::{Role, Shape, Size};

/// About the width of a character, in parts of the font's size.
const CHARACTER: f64 = 0.56;

/// The shapes of a drawing in the making.
#[derive(Clone)]
pub struct Recorder {
    size: Size,
    shapes: Rc<RefCell<Vec<Shape>>>,
}

/// The colour that stands for a role.
pub fn color(role: Role) -> RGBColor {
    let at = Role::ALL.iter().position(|it| *it == role).unwrap_or(0);
    RGBColor(u8::try_from(at).unwrap_or(0), 0, 0)
}

impl Recorder {
    /// An empty drawing.
    pub fn new(size: Size) -> Self {
        Self {
            size,
            shapes: Rc::default(),
        }
    }

    /// What was drawn.
    pub fn shapes(&self) -> Vec<Shape> {
        self.shapes.take()
    }

    fn draw(&self, shape: Shape) {
        self.shapes.borrow_mut().push(shape);
    }
}

fn role(color: BackendColor) -> Role {
    if color.alpha == 0.0 {
        return Role::Nothing;
    }
    let at = usize::from(color.rgb.0);
    Role::ALL.get(at).copied().unwrap_or(Role::Nothing)
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl DrawingBackend for Recorder {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, _: BackendCoord, _: BackendColor) -> Drawn {
        Ok(())
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        one: BackendCoord,
        other: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let role = role(style.color());
        if fill && role != Role::Nothing {
            let (left, top) = (one.0.min(other.0), one.1.min(other.1));
            let at = [left, top, (one.0 - other.0).abs(), (one.1 - other.1).abs()];
            self.draw(Shape::Rect { at, role });
        }
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        let role = role(style.color());
        if role != Role::Nothing {
            let points = path.into_iter().collect();
            self.draw(Shape::Path { points, role });
        }
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        _: u32,
        style: &S,
        _: bool,
    ) -> Drawn {
        let role = role(style.color());
        self.draw(Shape::Mark { at: center, role });
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        let anchor = style.anchor();
        let down = match anchor.v_pos {
            VPos::Top => style.size() * 0.8,
            VPos::Center => style.size() * 0.35,
            VPos::Bottom => 0.0,
        };
        self.draw(Shape::Text {
            at: (at.0, at.1 + down as i32),
            anchor: match anchor.h_pos {
                HPos::Left => "start",
                HPos::Center => "middle",
                HPos::Right => "end",
            },
            text: text.to_owned(),
        });
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let width = text.chars().count() as f64 * style.size() * CHARACTER;
        Ok((width.ceil() as u32, style.size().ceil() as u32))
    }
}
