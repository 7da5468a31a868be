//! The form of a review: one screen, sensible defaults, Ctrl+Enter saves. It refuses to judge: what
//! is wrong with a draft is said by `core`, what becomes of it by the background.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::events::EventListener;
use tallystick_core::form as words;
use tallystick_core::{prior, show};
use tallystick_wire::message::{Draft, SaveReview};
use tallystick_wire::review::{Issue, Measured, Score, Scores, TEXT_MAX_CHARS};
use tallystick_wire::{RequesterKey, Review};
use web_sys::{Event, HtmlElement, HtmlInputElement, HtmlTextAreaElement};

use super::draft::Kept;
use super::pick::Pick;
use super::{Card, annotate, facts, fields};
use crate::app::App;
use crate::ask::{ask_or, weakly};
use crate::make::{self, Done};
use crate::toast;

/// How the scores are meant.
const SCALE: &str = "1 is worst, 5 is best. Leave what does not apply.";

/// The form in the card.
pub struct Form {
    /// Everything that the fields do not hold: id, requester, task.
    base: Draft,
    scores: Vec<Pick>,
    issues: Vec<HtmlInputElement>,
    rejections: Pick,
    days: HtmlInputElement,
    text: HtmlTextAreaElement,
    left: HtmlElement,
    measured: Option<(HtmlInputElement, Measured)>,
    wrong: HtmlElement,
    kept: Kept,
    touched: Cell<bool>,
    saving: Cell<bool>,
    listeners: RefCell<Vec<EventListener>>,
}

impl Form {
    /// Builds the form in the card, filled with what is edited or was left half-written.
    pub fn new(
        app: &Rc<App>,
        card: &Card,
        requester: RequesterKey,
        edited: Option<&Review>,
    ) -> Done<Rc<Self>> {
        make::empty(&card.head);
        let title = if edited.is_some() {
            "Edit your review"
        } else {
            "Write a review"
        };
        let close = facts::head(app, card, title, &show::name(&card.requester_label()))?;
        let base = base(card, requester, edited);
        let form = Rc::new(Self::fields(app, card, base)?);
        form.listeners.borrow_mut().push(close);
        if let Some(review) = edited {
            form.fill(&of_review(review));
        }
        form.listen(app, card)?;
        form.recall(app);
        Ok(form)
    }

    fn fields(app: &Rc<App>, card: &Card, base: Draft) -> Done<Self> {
        let body = &card.body;
        make::add(body, "p", "note", SCALE)?;
        let scores = words::scores()
            .iter()
            .map(|it| fields::score(body, it))
            .collect::<Done<Vec<_>>>()?;
        let issues = fields::issues(body)?;
        let mut answers = vec![("", words::NOT_APPLICABLE)];
        answers.extend(
            words::REJECTIONS
                .iter()
                .map(|it| ("", words::rejections(*it))),
        );
        let rejections = Pick::new(body, words::REJECTIONS_QUESTION.label, &answers)?;
        rejections.may_be_left()?;
        rejections.help(words::REJECTIONS_QUESTION.help)?;
        let days = fields::days(body)?;
        let (text, left) = fields::text(body)?;
        let measured = fields::measured(app, card)?;
        let wrong = make::add(body, "p", "wrong", "")?;
        wrong.set_attribute("role", "alert")?;
        let kept = Kept::of(&base.requester);
        Ok(Self {
            base,
            scores,
            issues,
            rejections,
            days,
            text,
            left,
            measured,
            wrong,
            kept,
            touched: Cell::new(false),
            saving: Cell::new(false),
            listeners: RefCell::default(),
        })
    }

    /// Takes the keyboard, at the first question.
    pub fn focus(&self) {
        if let Some(first) = self.scores.first() {
            first.focus();
        }
    }

    /// Keeps what is half-written.
    pub fn keep_now(&self) {
        if self.touched.get() {
            self.kept.keep(self.draft());
        }
    }

    /// Saves the review, or says what is wrong with it.
    pub fn save(self: &Rc<Self>, app: &Rc<App>) -> Done {
        let draft = self.draft();
        self.wrong
            .set_text_content(words::check(&draft).err().as_deref());
        if self.wrong.text_content().is_some_and(|it| !it.is_empty()) || self.saving.replace(true) {
            return Ok(());
        }
        let (saved, failed) = (Rc::clone(self), Rc::clone(self));
        ask_or(
            app,
            SaveReview { draft },
            move |app, mine| {
                saved.touched.set(false);
                saved.kept.forget();
                let state = show::review_state(&mine, &app.known.borrow().backends);
                app.known.borrow_mut().add_mine(mine);
                crate::offer::dismiss(app)?;
                annotate::redraw(app)?;
                leave(app)?;
                toast::say(app, &state, None)
            },
            move |_, error| {
                failed.saving.set(false);
                failed.keep_now();
                let text = [&error.to_string(), " Your words are kept."].concat();
                failed.wrong.set_text_content(Some(&text));
                Ok(())
            },
        );
        Ok(())
    }

    fn draft(&self) -> Draft {
        let score = |at: usize| {
            let chosen = self.scores.get(at).map_or(0, Pick::chosen);
            u8::try_from(chosen)
                .ok()
                .and_then(|it| Score::try_from(it).ok())
        };
        let ticked = Issue::ALL
            .iter()
            .zip(&self.issues)
            .filter(|(_, it)| it.checked());
        let rejected = self.rejections.chosen().checked_sub(1);
        let measured = self
            .measured
            .as_ref()
            .filter(|(it, _)| it.checked())
            .map(|it| it.1);
        Draft {
            scores: Scores {
                communicativity: score(0),
                generosity: score(1),
                fairness: score(2),
                promptness: score(3),
            },
            issues: ticked.map(|(issue, _)| *issue).collect(),
            rejections: rejected.and_then(|at| words::REJECTIONS.get(at)).copied(),
            days_to_pay: self.days.value().trim().parse().ok(),
            text: self.text.value().trim().to_owned(),
            measured,
            ..self.base.clone()
        }
    }

    fn fill(&self, draft: &Draft) {
        for (pick, score) in self.scores.iter().zip(draft.scores.in_order()) {
            pick.choose(score.map_or(0, |it| usize::from(it.get())));
        }
        for (issue, input) in Issue::ALL.iter().zip(&self.issues) {
            input.set_checked(draft.issues.contains(issue));
        }
        let rejected = draft.rejections;
        let at = words::REJECTIONS
            .iter()
            .position(|it| Some(*it) == rejected);
        self.rejections.choose(at.map_or(0, |at| at + 1));
        self.days.set_value(
            &draft
                .days_to_pay
                .map(|it| it.to_string())
                .unwrap_or_default(),
        );
        self.text.set_value(&draft.text);
        if let Some((input, _)) = &self.measured {
            input.set_checked(draft.measured.is_some());
        }
        self.count();
    }

    fn listen(self: &Rc<Self>, app: &Rc<App>, card: &Card) -> Done {
        let save = make::button(&card.foot, "act main", "Save")?;
        let cancel = make::button(&card.foot, "act", "Discard")?;
        make::add(&card.foot, "span", "left", "Ctrl+Enter saves")?;
        card.foot.set_hidden(false);
        let mut listeners = self.listeners.borrow_mut();
        let form = Rc::downgrade(self);
        let run = weakly(app, move |app, ()| {
            form.upgrade().map_or(Ok(()), |it| it.save(app))
        });
        listeners.push(EventListener::new(&save, "click", move |_| run(())));
        let form = Rc::downgrade(self);
        let run = weakly(app, move |app, ()| {
            if let Some(form) = form.upgrade() {
                form.touched.set(false);
                form.kept.forget();
            }
            leave(app)
        });
        listeners.push(EventListener::new(&cancel, "click", move |_| run(())));
        let form = Rc::downgrade(self);
        listeners.push(EventListener::new(&card.body, "input", move |_: &Event| {
            if let Some(form) = form.upgrade() {
                form.changed();
            }
        }));
        Ok(())
    }

    fn changed(self: &Rc<Self>) {
        self.touched.set(true);
        self.count();
        let form = Rc::downgrade(self);
        self.kept.keep_soon(move || {
            if let Some(form) = form.upgrade() {
                form.keep_now();
            }
        });
    }

    /// A draft that was left behind comes back, unless something was typed meanwhile.
    fn recall(self: &Rc<Self>, app: &Rc<App>) {
        let (form, app) = (Rc::downgrade(self), Rc::downgrade(app));
        self.kept.load(move |draft| {
            let (Some(form), Some(app)) = (form.upgrade(), app.upgrade()) else {
                return;
            };
            if !form.touched.get() && draft.id == form.base.id {
                form.fill(&draft);
                form.touched.set(true);
                app.run(|| toast::say(&app, "Your unfinished review is back", None));
            }
        });
    }

    fn count(&self) {
        let used = self.text.value().chars().count();
        let text = [&used.to_string(), " of ", &TEXT_MAX_CHARS.to_string()].concat();
        self.left
            .set_text_content(Some(if used == 0 { "" } else { &text }));
    }
}

/// Back to the facts.
fn leave(app: &Rc<App>) -> Done {
    let card = app.card.borrow().clone();
    card.map_or(Ok(()), |it| {
        it.show_facts(app)?;
        it.panel.focus()
    })
}

fn base(card: &Card, requester: RequesterKey, edited: Option<&Review>) -> Draft {
    if let Some(review) = edited {
        return of_review(review);
    }
    prior::draft(&card.facts).unwrap_or(Draft {
        id: None,
        requester,
        requester_name: String::new(),
        task: None,
        scores: Scores::default(),
        issues: Vec::new(),
        rejections: None,
        days_to_pay: None,
        text: String::new(),
        measured: None,
    })
}

fn of_review(review: &Review) -> Draft {
    Draft {
        id: Some(review.id.clone()),
        requester: review.requester.clone(),
        requester_name: review.requester_name.clone(),
        task: review.task.clone(),
        scores: review.scores,
        issues: review.issues.clone(),
        rejections: review.rejections,
        days_to_pay: review.days_to_pay,
        text: review.text.clone(),
        measured: review.measured,
    }
}
