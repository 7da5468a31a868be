//! What a page of outcomes or earnings says, handed to the log; what was new is said in a line.
//! Refuses to fetch: only what the worker opened is read.

use std::rc::Rc;

use tallystick_core::show;
use tallystick_site::{PageKind, Reading};
use tallystick_wire::message::SeeOutcomes;

use crate::app::App;
use crate::ask::ask;
use crate::dom::Dom;
use crate::toast;

/// What was told last: a page that is drawn again is not told again.
#[derive(Default)]
pub struct Told(Option<SeeOutcomes>);

/// Takes note of what a pass found.
pub fn see(app: &Rc<App>, reading: &Reading<Dom>, url: &str) {
    let told = matches!(reading.kind, PageKind::Outcomes | PageKind::Earnings);
    if !told || reading.blind.is_some() || reading.pending {
        return;
    }
    let whole = reading.summary.clone().unwrap_or_default();
    let seen = SeeOutcomes {
        platform: app.definition.id.clone(),
        page: reading.page.clone(),
        day: whole.day,
        // An address with a query may show a part only.
        complete: whole.pages == Some(1) && !url.contains('?'),
        lines: reading.outcomes.clone(),
        days: reading.days.clone(),
    };
    let counts = whole.approved.zip(whole.rejected);
    let standing = counts.and_then(|(yes, no)| show::one_more_rejection(yes, no));
    tell(app, seen, standing);
}

/// Hands it to the log and says what was new of it, with what else there is to say.
pub fn tell(app: &Rc<App>, seen: SeeOutcomes, standing: Option<String>) {
    let nothing = seen.lines.is_empty() && seen.days.is_empty();
    if nothing || app.outcomes.borrow().0.as_ref() == Some(&seen) {
        return;
    }
    app.outcomes.borrow_mut().0 = Some(seen.clone());
    ask(app, seen, move |app, answer| {
        let parts = [Some(show::seen(&answer)), standing];
        let said: Vec<String> = parts.into_iter().flatten().collect();
        let said: Vec<&str> = said
            .iter()
            .map(|it| &**it)
            .filter(|it| !it.is_empty())
            .collect();
        if said.is_empty() {
            return Ok(());
        }
        toast::say(app, &said.join(" · "), None)
    });
}
