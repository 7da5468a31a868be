//! The constants that are fitted on completions. Written by `cargo run --release -p
//! tallystick-fit -- DATA_FOLDER`: do not edit. Their meaning is in [`crate::model`], how good
//! they are in docs/pay-figures.md.
//!
//! From 73077 assignments of 174 paid task groups by 34 requesters
//! (MTurk, accept-to-submit times).

use crate::model::{Line, Model};

/// The fitted model.
pub const FITTED: Model = Model {
    lines: [
        Line {
            base: 0.0,
            reward: 0.0,
            allotted: 0.0,
            prose: 0.0,
            variance: 1.0,
            claim_share: 1.0,
            claim_base: -0.0405,
            claim_variance: 0.2799,
        },
        Line {
            base: 6.2355,
            reward: 0.639,
            allotted: 0.0,
            prose: 0.7838,
            variance: 0.3192,
            claim_share: 0.6079,
            claim_base: -0.0393,
            claim_variance: 0.2375,
        },
        Line {
            base: 5.5565,
            reward: 0.0,
            allotted: 0.4471,
            prose: -0.4751,
            variance: 0.9016,
            claim_share: 0.8541,
            claim_base: 0.0336,
            claim_variance: 0.2799,
        },
        Line {
            base: 6.339,
            reward: 0.6285,
            allotted: 0.2808,
            prose: 0.6937,
            variance: 0.2531,
            claim_share: 0.3944,
            claim_base: -0.0051,
            claim_variance: 0.1746,
        },
    ],
    row_loosening: 0.3,
    time_loosening: 0.0617,
    requester_share: 0.0847,
    workers_variance: 0.3325,
    workers_weight: 5.0,
    group_variance: 0.0053,
    early_variance: 0.2,
    early_tails: 1.5,
    group_tails: 1.4,
    truncation: 0.4,
    speed_variance: 0.1386,
    person_variance: 0.2842,
    own_variance: 0.1563,
    learning: [-0.3335, -0.082, -0.06, -0.0574],
    next_tails: [1.1236, 1.4582],
};
