//! One review on the desk, with what can be done about it.

use maud::{Markup, html};

use super::REASON_MAX;
use crate::http::web::latest;
use crate::store::act::Case;
use crate::store::page::Told;

/// The longest answer of a requester in characters.
pub(super) const ANSWER_MAX: usize = 2_000;

/// What is known of a review besides itself.
pub(super) struct Known<'a> {
    /// Open flags: reason and words.
    pub(super) flags: &'a [(String, String)],
    /// Whether it was looked up by its id, to act on what nobody has flagged.
    pub(super) looked_up: bool,
}

pub(super) fn case(it: &Case, known: &Known<'_>, mark: &str) -> Markup {
    let told = Told {
        review_id: it.review_id.clone(),
        requester_key: it.requester_key.clone(),
        public_name: it.public_name.clone(),
        origin: it.origin.clone(),
        stored_at: it.stored_at,
        body: it.body.clone(),
        reply_text: String::new(),
        verified: String::new(),
        replied_at: 0,
    };
    html! {
        section .case {
            @if it.is_hidden() { p { strong { "Hidden by a moderator" } } }
            @else if it.shown == 0 { p { strong { "Held: part of a burst." } " " (it.held) "." } }
            @for (reason, words) in known.flags {
                p { strong { "Flagged: " (reason) } @if !words.is_empty() { " “" (words) "”" } }
            }
            (latest::entry(&told, ""))
            (judge(it, known, mark))
            @if known.looked_up { (answer(it, mark)) }
        }
    }
}

fn judge(it: &Case, known: &Known<'_>, mark: &str) -> Markup {
    html! {
        form method="post" action="desk" {
            (about(it, mark))
            label { "Reason " input type="text" name="reason" maxlength=(REASON_MAX); }
            div .choices {
                @if it.is_hidden() { button type="submit" name="act" value="restore" { "Restore" } }
                @else if it.shown == 0 { button type="submit" name="act" value="release" { "Release" } }
                @if !it.is_hidden() { button type="submit" name="act" value="hide" { "Hide" } }
                button .quiet type="submit" name="act" value="warn" { "Warn the author" }
                button .quiet type="submit" name="act" value="suspend" { "Suspend for 30 days" }
                @if !known.flags.is_empty() {
                    button .quiet type="submit" name="act" value="dismiss" { "Dismiss the flags" }
                }
            }
        }
    }
}

/// A requester's answer, which the moderator takes down once they know whose it is.
fn answer(it: &Case, mark: &str) -> Markup {
    html! {
        form method="post" action="desk" {
            (about(it, mark))
            label { "The requester's answer (empty takes it away) "
                textarea name="text" rows="4" maxlength=(ANSWER_MAX) {}
            }
            label { "How you know that it is them "
                input type="text" name="reason" maxlength=(REASON_MAX)
                    placeholder="wrote from the address that the platform shows";
            }
            div .choices { button type="submit" name="act" value="answer" { "Publish the answer" } }
        }
    }
}

fn about(it: &Case, mark: &str) -> Markup {
    html! {
        input type="hidden" name="mark" value=(mark);
        input type="hidden" name="review" value=(it.review_id);
    }
}
