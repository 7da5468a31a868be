//! The English words of rows, cards and the list bar. It refuses to know amounts.

use tallystick_wire::Scores;
use tallystick_wire::settings::Hiding;

use super::Tone;
use crate::pay::ClaimSource;
use crate::warning::Warning;

/// Opens the card of a row.
pub const OPEN_CARD: &str = "Show why";
/// Closes the card.
pub const CLOSE_CARD: &str = "Close";
/// Opens the form.
pub const WRITE_REVIEW: &str = "Write a review";
/// Opens the form on a review that is there.
pub const EDIT_REVIEW: &str = "Edit my review";
/// Takes a review back.
pub const DELETE_REVIEW: &str = "Delete my review";
/// Saves the form.
pub const SAVE: &str = "Save";
/// Leaves the form.
pub const CANCEL: &str = "Cancel";
/// Takes the last deed back.
pub const UNDO: &str = "Undo";
/// The private note's label.
pub const NOTE: &str = "Private note (stays on this machine)";
/// The tags' label.
pub const TAGS: &str = "Tags, separated by commas (shown in the row)";
/// Sort and filter bar: its name for screen readers.
pub const LIST_BAR: &str = "Tallystick: sort and filter this list";
/// Sort and filter bar: what to sort by.
pub const SORT: &str = "Sort by";
/// Sort and filter bar: the four orders, as in [`crate::list::SortBy`].
pub const SORTS: [&str; 4] = ["page order", "estimated pay", "warning", "reputation"];
/// Sort and filter bar: the lowest pay.
pub const MINIMUM_PAY: &str = "At least (an hour)";
/// Sort and filter bar: the lowest reputation.
pub const MINIMUM_REPUTATION: &str = "Reputation at least";
/// Sort and filter bar: hide warned rows.
pub const HIDE_UNDERPAID: &str = "Hide underpaid";
/// Sort and filter bar: requesters without reviews.
pub const UNRATED: &str = "Unrated requesters";
/// Sort and filter bar: as in [`crate::list::Unrated`].
pub const UNRATEDS: [&str; 3] = ["show", "only these", "hide"];
/// Where no reviews are.
pub const NO_REVIEWS: &str = "no reviews";
/// Where nobody is named.
pub const NO_REQUESTER: &str = "requester not shown by the platform";
/// Where no reward is.
pub const NO_REWARD: &str = "no reward shown";
/// Where no estimate can be made.
pub const NO_ESTIMATE: &str = "no estimate";
/// Where no floor was set.
pub const NO_FLOOR: &str = "set your floor in Tallystick's options to get warnings";

/// The sign of a verdict; signs differ by shape.
pub const fn sign(warning: Warning) -> &'static str {
    match warning {
        Warning::Underpaid => "▼",
        Warning::ProbablyUnderpaid => "▽",
        Warning::LikelyFair => "△",
        Warning::Fair => "▲",
        Warning::Unknown => "?",
    }
}

/// The word of a verdict.
pub const fn word(warning: Warning) -> &'static str {
    match warning {
        Warning::Underpaid => "underpaid",
        Warning::ProbablyUnderpaid => "probably underpaid",
        Warning::LikelyFair => "likely fair",
        Warning::Fair => "fair",
        Warning::Unknown => "unknown",
    }
}

/// The tone of a verdict.
pub const fn tone(warning: Warning) -> Tone {
    match warning {
        Warning::Underpaid => Tone::Bad,
        Warning::ProbablyUnderpaid => Tone::Doubtful,
        Warning::LikelyFair => Tone::Likely,
        Warning::Fair => Tone::Good,
        Warning::Unknown => Tone::Unknown,
    }
}

/// Who claims a time, in a word.
pub const fn claimant(source: ClaimSource) -> &'static str {
    match source {
        ClaimSource::Title => "title",
        ClaimSource::Description => "description",
        ClaimSource::Platform => "platform",
        ClaimSource::Allotted => "time allotted",
    }
}

/// The button that hides: what it does to a requester or a group.
pub const fn hide_requester(hiding: Hiding) -> &'static str {
    match hiding {
        Hiding::Shown => "Show this requester",
        Hiding::Dimmed => "Dim this requester",
        Hiding::Hidden => "Hide this requester",
    }
}

/// The button that hides: what it does to a task group.
pub const fn hide_group(hiding: Hiding) -> &'static str {
    match hiding {
        Hiding::Shown => "Show this task group",
        Hiding::Dimmed => "Dim this task group",
        Hiding::Hidden => "Hide this task group",
    }
}

/// "communicativity 4 · fairness 5"; empty where all are left out.
pub fn scores(scores: &Scores) -> String {
    let mut said = String::new();
    for (question, score) in crate::form::scores().iter().zip(scores.in_order()) {
        let Some(score) = score else { continue };
        if !said.is_empty() {
            said.push_str(" · ");
        }
        said.push_str(question.label);
        said.push(' ');
        said.push(char::from(b'0' + score.get()));
    }
    said
}
