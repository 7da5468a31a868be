//! What one document's program holds, and the door through which every callback enters it.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use std::sync::atomic::{AtomicBool, Ordering};

use tallystick_browser::{Error, console};
use tallystick_core::list::{Choice, SortBy, Unrated};
use tallystick_site::Definition;
use tallystick_wire::lean::{Lean, Value, member, or_default, word};
use wasm_bindgen::JsValue;

use crate::annotate::List;
use crate::badge::Template;
use crate::bar::Bar;
use crate::blind::Blindness;
use crate::card::{Card, Opener};
use crate::clock::Pulse;
use crate::known::Known;
use crate::live::Live;
use crate::make::{self, Done};
use crate::offer::Offer;
use crate::outcomes::Told;
use crate::sheet::Sheets;
use crate::shield::Shield;
use crate::toast;
use crate::watch::Watch;

/// Set by the panic hook: after a bug nothing of ours runs on this page any more.
pub static BROKEN: AtomicBool = AtomicBool::new(false);

/// The program as its own callbacks hold it: empty before it is built and after it has ended.
pub type Itself = Rc<RefCell<Weak<App>>>;

/// One document's program.
pub struct App {
    /// The platform.
    pub definition: Definition,
    /// The style sheets.
    pub sheets: Sheets,
    /// What keeps events from the page.
    pub shield: Shield,
    /// What badges are cloned from.
    pub template: Template,
    /// What the background told.
    pub known: RefCell<Known>,
    /// The rows and their badges.
    pub list: RefCell<List>,
    /// What the worker chose above the list.
    pub kept: RefCell<Kept>,
    /// Whether hidden rows are shown for now.
    pub reveal: Cell<bool>,
    /// What stands above the list.
    pub bar: RefCell<Option<Bar>>,
    /// What opens it.
    pub opener: Opener,
    /// What is open.
    pub card: RefCell<Option<Rc<Card>>>,
    /// Whether the page can be read.
    pub blindness: RefCell<Blindness>,
    /// What is watched.
    pub watch: Watch,
    /// What the clock hears of this document.
    pub pulse: Pulse,
    /// The live line, where there is a task.
    pub live: RefCell<Option<Live>>,
    /// The offer to review what was finished here.
    pub offer: RefCell<Option<Offer>>,
    /// What was told of outcomes.
    pub outcomes: RefCell<Told>,
    /// The extension was updated under this page: what is drawn stays, nothing more is done.
    pub gone: Cell<bool>,
}

/// What is remembered of a platform's bar.
#[derive(Debug, Clone, Copy, Default, PartialEq, serde::Serialize)]
pub struct Kept {
    /// Sorting and filters.
    pub choice: Choice,
    /// Whether the filters are unfolded.
    pub open: bool,
}

impl Lean for Kept {
    fn lean(value: &Value) -> Option<Self> {
        let choice = member(value, "choice");
        Some(Self {
            choice: Choice {
                sort: word(member(choice, "sort"), &SORTS).unwrap_or_default(),
                minimum_hourly: Lean::lean(member(choice, "minimum_hourly"))?,
                hide_underpaid: or_default(member(choice, "hide_underpaid"))?,
                minimum_reputation: Lean::lean(member(choice, "minimum_reputation"))?,
                unrated: word(member(choice, "unrated"), &UNRATED).unwrap_or_default(),
            },
            open: or_default(member(value, "open"))?,
        })
    }
}

const SORTS: [(&str, SortBy); 4] = [
    ("page", SortBy::Page),
    ("pay", SortBy::Pay),
    ("warning", SortBy::Warning),
    ("reputation", SortBy::Reputation),
];

const UNRATED: [(&str, Unrated); 3] = [
    ("show", Unrated::Show),
    ("only", Unrated::Only),
    ("hide", Unrated::Hide),
];

impl App {
    /// Builds everything that does not depend on the page's contents.
    ///
    /// # Errors
    /// The browser lacks something that it must have.
    pub fn new(definition: Definition) -> Done<Rc<Self>> {
        let itself = Rc::default();
        let app = Rc::new(Self {
            sheets: Sheets::new(&make::document()?)?,
            shield: Shield::new(),
            template: Template::new()?,
            known: RefCell::new(Known::new()),
            list: RefCell::default(),
            kept: RefCell::default(),
            reveal: Cell::new(false),
            bar: RefCell::default(),
            opener: Opener::new(Rc::clone(&itself)),
            card: RefCell::default(),
            blindness: RefCell::default(),
            watch: Watch::new(Rc::clone(&itself))?,
            pulse: Pulse::default(),
            live: RefCell::default(),
            offer: RefCell::default(),
            outcomes: RefCell::default(),
            gone: Cell::new(false),
            definition,
        });
        itself.replace(Rc::downgrade(&app));
        Ok(app)
    }

    /// Runs one callback. Nothing runs after a bug; an error is one line in the console, and the
    /// page stays as it is.
    pub fn run(&self, step: impl FnOnce() -> Done) {
        if !BROKEN.load(Ordering::Relaxed)
            && let Err(error) = step()
        {
            complain(error);
        }
    }

    /// What the background could not do.
    pub fn failed(self: &Rc<Self>, error: &Error) {
        if matches!(error, Error::Gone) {
            if self.gone.replace(true) {
                return;
            }
            self.watch.stop();
            self.pulse.stop();
        }
        self.run(|| toast::say(self, &error.to_string(), None));
    }
}

/// One line in the console.
pub fn complain(error: JsValue) {
    let words = js_sys::Object::from(error).to_string();
    console::warn(&["Tallystick: ", &String::from(words)].concat());
}
