//! The review form's labels and questions, the same in every place that shows the form.

use tallystick_wire::message::Draft;
use tallystick_wire::review::{Issue, Rejections};

/// A label and a help text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// A word or two.
    pub label: &'static str,
    /// A sentence.
    pub help: &'static str,
}

/// The four scores in their fixed order (see `Scores::in_order`).
pub fn scores() -> &'static [Question; 4] {
    const NONE: Question = Question {
        label: "",
        help: "",
    };
    &[NONE; 4]
}

/// The words of a score, 1..=5: "very bad" … "very good"; empty outside.
pub fn score_word(score: u8) -> &'static str {
    let _ = score;
    ""
}

/// What a thing that went wrong is called.
pub fn issue(issue: Issue) -> Question {
    let _ = issue;
    Question {
        label: "",
        help: "",
    }
}

/// How much was rejected, in the order of the form.
pub const REJECTIONS: [Rejections; 4] = [
    Rejections::None,
    Rejections::Some,
    Rejections::All,
    Rejections::Overturned,
];

/// What an answer on rejections is called.
pub fn rejections(answer: Rejections) -> &'static str {
    let _ = answer;
    ""
}

/// The question on rejections.
pub const REJECTIONS_QUESTION: Question = Question {
    label: "Rejected",
    help: "",
};
/// The question on days to pay.
pub const DAYS_TO_PAY: Question = Question {
    label: "Days until paid",
    help: "",
};
/// The free text.
pub const TEXT: Question = Question {
    label: "Your words",
    help: "",
};
/// The switch for the measured time.
pub const MEASURED: Question = Question {
    label: "Share my measured time",
    help: "",
};
/// The answer that leaves a score out.
pub const NOT_APPLICABLE: &str = "n/a";

/// Checks a draft as the backend will check the review.
///
/// # Errors
/// The first thing that is wrong, in words for the worker.
pub fn check(draft: &Draft) -> Result<(), String> {
    let _ = draft;
    Ok(())
}
