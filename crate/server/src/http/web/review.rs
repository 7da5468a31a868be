//! One review as an article, wherever it stands.

use maud::{Markup, html};
use tallystick_core::show;
use tallystick_wire::Review;

use super::words;
use crate::store::page::Told;

/// Bytes of review texts on one page; what does not fit goes to the next.
const PAGE_BYTES: usize = 24_000;
/// Reviews on one page at the most.
pub(super) const PAGE_REVIEWS: usize = 20;

/// Those that fit on a page, and whether there are more.
pub(super) fn fitting(told: &[Told]) -> (&[Told], bool) {
    let mut bytes = 0;
    let fits = told.iter().take(PAGE_REVIEWS).take_while(|it| {
        let first = bytes == 0;
        bytes += it.body.len();
        first || bytes <= PAGE_BYTES
    });
    let fitting = told.get(..fits.count()).unwrap_or(told);
    (fitting, fitting.len() < told.len())
}

/// The article; `about` is the link to its requester, where the page is not that requester's.
pub(super) fn article(told: &Told, about: Option<Markup>) -> Markup {
    let Ok(review) = serde_json::from_str::<Review>(&told.body) else {
        return html! {};
    };
    let scores = show::words::scores(&review.scores);
    let said = show::said_else(&review);
    html! {
        article .review id={ "r-" (told.review_id) } {
            header {
                @if let Some(about) = about { h3 { (about) } }
                p .by {
                    time datetime=(words::iso_day(told.stored_at)) { (words::day(told.stored_at)) }
                    " · " (author(told))
                }
            }
            @if let Some(task) = review.task.as_ref().filter(|it| !it.title.is_empty()) {
                p .task { "On “" (task.title) "”" }
            }
            @if !scores.is_empty() { p .scores { (scores) } }
            @if !said.is_empty() { p .issues { (said) } }
            @if !review.text.is_empty() { p .text { (review.text) } }
            @if !told.reply_text.is_empty() { (reply(told)) }
        }
    }
}

/// What the requester answers.
fn reply(told: &Told) -> Markup {
    html! {
        div .answer {
            p .by {
                strong { "The requester answers" } ", "
                time datetime=(words::iso_day(told.replied_at)) { (words::day(told.replied_at)) }
                ". How a moderator knows that it is them: " (told.verified)
            }
            p .text { (told.reply_text) }
        }
    }
}

fn author(told: &Told) -> Markup {
    match told.origin.as_str() {
        "imported" => {
            html! { span .tag title="From an archive; nobody here has verified it" { "imported" } }
        }
        "unsigned" => {
            html! { span .tag title="The worker has left and took the name along" { "unsigned" } }
        }
        _ => html! { span .name { (told.public_name) } },
    }
}
