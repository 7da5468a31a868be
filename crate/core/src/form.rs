//! The review form's labels and questions, the same in every place that shows the form.
//!
//! The four questions are Turkopticon's, which workers know, in words of our own. This module
//! refuses to know how a form looks.

use tallystick_wire::message::Draft;
use tallystick_wire::review::{Issue, Rejections, ReviewId};
use tallystick_wire::{Millis, Review};

/// A label and a help text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// A word or a few.
    pub label: &'static str,
    /// A sentence.
    pub help: &'static str,
}

/// The answer that leaves a score out.
pub const NOT_APPLICABLE: &str = "n/a";

/// How much was rejected, in the order of the form.
pub const REJECTIONS: [Rejections; 4] = crate::reputation::REJECTIONS;

/// The question on rejections.
pub const REJECTIONS_QUESTION: Question = Question {
    label: "Work rejected",
    help: "How much of your work did this requester reject? Leave it out while you wait.",
};

/// The question on days to pay.
pub const DAYS_TO_PAY: Question = Question {
    label: "Days until paid",
    help: "From submitting to money, in whole days; 0 is the same day. Leave it out while you wait.",
};

/// The question on things that went wrong.
pub const ISSUES: Question = Question {
    label: "What went wrong",
    help: "Tick all that happened to you.",
};

/// The free text.
pub const TEXT: Question = Question {
    label: "In your words",
    help: "What should the next worker know? Everyone can read this: no names, no worker ids.",
};

/// The switch for the measured time.
pub const MEASURED: Question = Question {
    label: "Share my measured time",
    help: "Sends how long this task took you, roughly how long ago you took it, and which of your \
           tasks of this group it was, so that others see what it really pays.",
};

/// The four scores in their fixed order (see `Scores::in_order`).
pub fn scores() -> &'static [Question; 4] {
    &[
        Question {
            label: "communicativity",
            help: "When you wrote about a problem, how well did this requester answer?",
        },
        Question {
            label: "generosity",
            help: "How good was the pay for the time that the tasks take?",
        },
        Question {
            label: "fairness",
            help: "How fair was this requester in approving or rejecting your work?",
        },
        Question {
            label: "promptness",
            help: "How soon did this requester approve your work and pay?",
        },
    ]
}

/// The words of a score, 1..=5, among the requesters that one has known; empty outside.
pub fn score_word(score: u8) -> &'static str {
    match score {
        1 => "among the worst",
        2 => "poor",
        3 => "middling",
        4 => "good",
        5 => "among the best",
        _ => "",
    }
}

/// What a thing that went wrong is called.
pub fn issue(issue: Issue) -> Question {
    let (label, help) = match issue {
        Issue::TosViolation => (
            "breaks the platform's rules",
            "Asks for personal data, for installing something, for signing up elsewhere, …",
        ),
        Issue::Broken => (
            "broken",
            "Cannot be completed: images missing, a dead button, …",
        ),
        Issue::UnpaidScreener => (
            "unpaid screener",
            "Took time to find out that you do not fit, and paid nothing.",
        ),
        Issue::RejectedUnfairly => (
            "rejected unfairly",
            "Honest work was rejected without a fair reason.",
        ),
        Issue::Blocked => ("blocked me", "Blocked you from working for this requester."),
        Issue::Underpaid => ("underpaid", "Paid less than the work is worth."),
    };
    Question { label, help }
}

/// What an answer on rejections is called.
pub fn rejections(answer: Rejections) -> &'static str {
    match answer {
        Rejections::None => "none",
        Rejections::Some => "some",
        Rejections::All => "all",
        Rejections::Overturned => "overturned",
    }
}

/// The review that a draft becomes; repeated issues are said once.
pub fn review(draft: &Draft, id: ReviewId, revision: u32, written_at: Millis) -> Review {
    let draft = draft.clone();
    let mut issues = draft.issues;
    issues.sort_unstable();
    issues.dedup();
    Review {
        id,
        revision,
        requester: draft.requester,
        requester_name: draft.requester_name,
        task: draft.task,
        scores: draft.scores,
        issues,
        rejections: draft.rejections,
        days_to_pay: draft.days_to_pay,
        text: draft.text.trim().to_owned(),
        measured: draft.measured,
        written_at,
    }
}

/// Checks a draft as the backend will check the review.
///
/// # Errors
/// The first thing that is wrong, in words for the worker.
pub fn check(draft: &Draft) -> Result<(), String> {
    const ANY: &str = "00000000-0000-7000-8000-000000000000";
    let id = ReviewId::try_from(ANY.to_owned()).map_err(|bad| bad.0)?;
    review(draft, id, 1, 0).check().map_err(|wrong| wrong.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tallystick_wire::{Score, TaskFacts};

    fn draft() -> Draft {
        let facts: TaskFacts = serde_json::from_str(
            r#"{"platform":"mturk","requester":{"platform":"mturk","kind":"id","value":"A1"},
                "requester_name":"A lab","title":"A 5 minute survey"}"#,
        )
        .unwrap();
        crate::prior::draft(&facts).unwrap()
    }

    #[test]
    fn refuses_a_draft_that_says_nothing() {
        assert!(check(&draft()).unwrap_err().contains("empty"));
    }

    #[test]
    fn takes_a_single_answer() {
        let mut one = draft();
        one.scores.fairness = Some(Score::try_from(2).unwrap());
        assert_eq!(check(&one), Ok(()));
        let mut ticked = draft();
        ticked.issues = vec![Issue::Broken, Issue::Broken];
        assert_eq!(check(&ticked), Ok(()), "a repeat is said once");
    }

    #[test]
    fn a_draft_holds_what_the_row_tells() {
        let task = draft().task.unwrap();
        assert_eq!(task.title, "A 5 minute survey");
        assert_eq!(draft().requester_name, "A lab");
    }

    #[test]
    fn every_answer_has_words() {
        for it in scores().iter().copied().chain(Issue::ALL.map(issue)) {
            assert!(!it.label.is_empty() && it.help.len() > 20, "{it:?}");
        }
        for answer in REJECTIONS {
            assert!(!rejections(answer).is_empty());
        }
        assert!((1..=5).all(|it| !score_word(it).is_empty()));
        assert_eq!(score_word(0), "");
    }
}
