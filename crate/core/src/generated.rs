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
            variance: 2.1411,
            claim_share: 1.0,
            claim_base: 0.0003,
            claim_variance: 0.3949,
        },
        Line {
            base: 6.2223,
            reward: 0.6085,
            allotted: 0.0,
            variance: 0.802,
            claim_share: 0.6271,
            claim_base: -0.0232,
            claim_variance: 0.2835,
        },
        Line {
            base: 5.115,
            reward: 0.0,
            allotted: 0.3651,
            variance: 2.1411,
            claim_share: 0.6029,
            claim_base: 0.3428,
            claim_variance: 0.3949,
        },
        Line {
            base: 6.4247,
            reward: 0.6182,
            allotted: 0.3666,
            variance: 0.802,
            claim_share: 0.536,
            claim_base: 0.0527,
            claim_variance: 0.234,
        },
    ],
    requester_share: 0.1926,
    workers_variance: 0.386,
    workers_weight: 5.0,
    group_variance: 0.0061,
    early_variance: 0.3,
    group_tails: 1.4,
    truncation: 0.1,
    speed_variance: 0.17,
    person_variance: 0.3539,
    own_variance: 0.1942,
    learning: [-0.3335, -0.082, -0.06, -0.0574],
    next_tails: [1.0025, 1.4468],
};
