//! How much a voice counts, and when many of them at once are held for a moderator.
//!
//! One place for the whole formula; docs/trust.md says it to people. It refuses to know who the
//! voices are and what they say.

use std::collections::BTreeMap;

use tallystick_wire::Score;
use tallystick_wire::api::Origin;
use tallystick_wire::review::{Issue, Rejections, Review};

/// Days until a voice can be established, unless a community says otherwise.
pub const PROBATION_DAYS: i64 = 30;
/// Requesters and days that an established voice has reviewed and on which.
pub const ESTABLISHED_HISTORY: (i64, i64) = (5, 3);
/// The same of a known voice.
const KNOWN_HISTORY: (i64, i64) = (2, 2);
/// What voices that are not established weigh together, at least.
const NEWCOMERS_WEIGH: f64 = 3.0;
/// What they weigh together at the most, as a part of the others.
const NEWCOMERS_PART: f64 = 1.0 / 3.0;

/// Reviews of one requester by one voice (of different tasks) that count in full; more share this.
const REVIEWS_IN_FULL: f64 = 3.0;

/// What is known of a voice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Past {
    /// Where it comes from.
    pub origin: Origin,
    /// Whole days since it registered.
    pub age_days: i64,
    /// Different requesters that it has reviewed.
    pub requesters: i64,
    /// Different days on which it did.
    pub days: i64,
}

/// How far a voice is trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tier {
    /// New.
    Newcomer,
    /// Has been here for a while.
    Known,
    /// Has age and history.
    Established,
    /// Nobody answers for it.
    Unverified,
}

impl Tier {
    /// The weight of one review of such a voice, where not too many newcomers stand beside it.
    pub const fn weight(self) -> f64 {
        match self {
            Self::Newcomer => 0.2,
            Self::Known | Self::Unverified => 0.5,
            Self::Established => 1.0,
        }
    }

    /// Whether it may grow with age and history.
    pub const fn is_unproven(self) -> bool {
        matches!(self, Self::Newcomer | Self::Known)
    }

    /// The word for people.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Newcomer => "newcomer",
            Self::Known => "known",
            Self::Established => "established",
            Self::Unverified => "unverified",
        }
    }
}

/// The tier of a voice under a probation of so many days; 0 trusts every member at once.
pub fn tier(past: &Past, probation_days: i64) -> Tier {
    let has = |(requesters, days): (i64, i64)| requesters <= past.requesters && days <= past.days;
    if past.origin != Origin::Member {
        Tier::Unverified
    } else if probation_days <= past.age_days && (probation_days == 0 || has(ESTABLISHED_HISTORY)) {
        Tier::Established
    } else if probation_days / 4 <= past.age_days && has(KNOWN_HISTORY) {
        Tier::Known
    } else {
        Tier::Newcomer
    }
}

/// In how many days age alone brings this voice to another tier, if it does.
pub fn days_to_next_tier(past: &Past, probation_days: i64) -> Option<i64> {
    let now = tier(past, probation_days);
    let steps = [probation_days / 4, probation_days];
    let later = steps.into_iter().filter(|step| past.age_days < *step);
    let mut changing = later.filter(|step| {
        let then = Past {
            age_days: *step,
            ..*past
        };
        tier(&then, probation_days) != now
    });
    changing.next().map(|step| step - past.age_days)
}

/// The weights of all visible reviews of one requester: whose each is, and that voice's tier.
pub fn weights(said: &[(&str, Tier)]) -> Vec<f64> {
    let mut reviews: BTreeMap<&str, f64> = BTreeMap::new();
    for (voice, _) in said {
        *reviews.entry(voice).or_default() += 1.0;
    }
    let alone = |(voice, tier): &(&str, Tier)| {
        let own = reviews.get(voice).copied().unwrap_or(1.0);
        tier.weight() * (REVIEWS_IN_FULL / own).min(1.0)
    };
    let sum = |unproven: bool| -> f64 {
        let those = said.iter().filter(|it| it.1.is_unproven() == unproven);
        those.map(alone).sum()
    };
    let (newcomers, others) = (sum(true), sum(false));
    let cap = NEWCOMERS_WEIGH.max(NEWCOMERS_PART * others);
    let factor = if cap < newcomers {
        cap / newcomers
    } else {
        1.0
    };
    let weight = |it: &(&str, Tier)| alone(it) * if it.1.is_unproven() { factor } else { 1.0 };
    said.iter().map(weight).collect()
}

/// Which way a review leans: 1 praises, -1 condemns, 0 neither.
pub fn lean(review: &Review) -> i64 {
    let scores = review.scores.in_order();
    let given: Vec<f64> = scores
        .into_iter()
        .flatten()
        .map(|it: Score| f64::from(it.get()))
        .collect();
    let accuses = |it: &Issue| {
        matches!(
            it,
            Issue::TosViolation | Issue::RejectedUnfairly | Issue::Blocked
        )
    };
    if given.is_empty() {
        let bad = review.issues.iter().any(accuses)
            || matches!(review.rejections, Some(Rejections::Some | Rejections::All));
        return -i64::from(bad);
    }
    let mean = given.iter().sum::<f64>() / given.len() as f64;
    i64::from(4.0 <= mean) - i64::from(mean <= 2.0)
}

/// How many voices spoke of one requester.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Crowd {
    /// Unproven ones that lean the same way within a day, this one included.
    pub day: i64,
    /// The same within seven days.
    pub week: i64,
    /// Others within 90 days, whichever way they lean.
    pub usual: i64,
}

/// Why a review is held, in words for its author and for moderators; `None` if it is not.
pub fn burst(crowd: &Crowd, lean: i64) -> Option<String> {
    let usual_day = crowd.usual as f64 / 90.0;
    let (day, week) = ((4.0 * usual_day).max(4.0), (14.0 * usual_day).max(8.0));
    let does = match lean {
        1 => "praise",
        -1 => "condemn",
        _ => return None,
    };
    let (n, span) = if day < crowd.day as f64 {
        (crowd.day, "a day")
    } else if week < crowd.week as f64 {
        (crowd.week, "a week")
    } else {
        return None;
    };
    Some(format!(
        "{n} new voices {does} this requester within {span}; {} reviews from others came in the last \
         90 days. Held until a moderator has looked",
        crowd.usual
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn member(age_days: i64, requesters: i64, days: i64) -> Past {
        Past {
            origin: Origin::Member,
            age_days,
            requesters,
            days,
        }
    }

    #[test]
    fn a_voice_needs_age_and_history() {
        let tier = |past| tier(&past, PROBATION_DAYS);
        assert_eq!(tier(member(0, 99, 99)), Tier::Newcomer);
        assert_eq!(tier(member(400, 1, 1)), Tier::Newcomer);
        assert_eq!(tier(member(7, 2, 2)), Tier::Known);
        assert_eq!(tier(member(29, 5, 3)), Tier::Known);
        assert_eq!(tier(member(30, 5, 2)), Tier::Known);
        assert_eq!(tier(member(30, 5, 3)), Tier::Established);
        let imported = Past {
            origin: Origin::Imported,
            ..member(400, 99, 99)
        };
        assert_eq!(tier(imported), Tier::Unverified);
    }

    #[test]
    fn without_probation_everyone_is_established() {
        assert_eq!(tier(&member(0, 0, 0), 0), Tier::Established);
        assert_eq!(days_to_next_tier(&member(0, 0, 0), 0), None);
    }

    #[test]
    fn says_when_age_alone_changes_a_tier() {
        let next = |past| days_to_next_tier(&past, PROBATION_DAYS);
        assert_eq!(next(member(0, 5, 3)), Some(7));
        assert_eq!(next(member(7, 5, 3)), Some(23));
        assert_eq!(next(member(0, 1, 1)), None);
        assert_eq!(next(member(7, 2, 2)), None);
        assert_eq!(next(member(30, 5, 3)), None);
    }

    #[test]
    fn a_burst_is_more_than_usual_and_in_one_direction() {
        let crowd = |day, week, usual| Crowd { day, week, usual };
        assert_eq!(burst(&crowd(4, 8, 0), 1), None);
        assert!(
            burst(&crowd(5, 5, 0), -1)
                .unwrap()
                .contains("5 new voices condemn")
        );
        assert!(burst(&crowd(2, 9, 0), 1).unwrap().contains("a week"));
        assert_eq!(burst(&crowd(8, 28, 180), 1), None);
        assert_eq!(burst(&crowd(900, 900, 0), 0), None);
    }

    #[test]
    fn one_voice_counts_at_most_three_reviews_of_a_requester() {
        let mut said = vec![("flooder", Tier::Established); 100];
        said.push(("other", Tier::Established));
        let weights = weights(&said);
        assert!((weights.iter().sum::<f64>() - 4.0).abs() < 1e-9);
        assert_eq!(weights.last(), Some(&1.0));
    }

    proptest! {
        #[test]
        fn newcomers_never_weigh_more_than_three_or_a_third(
            established in 0_usize..60, known in 0_usize..300, newcomers in 0_usize..300,
        ) {
            let mut tiers = vec![Tier::Established; established];
            tiers.extend(vec![Tier::Known; known]);
            tiers.extend(vec![Tier::Newcomer; newcomers]);
            let names: Vec<String> = (0..tiers.len()).map(|it| it.to_string()).collect();
            let said: Vec<_> = names.iter().map(String::as_str).zip(tiers).collect();
            let weights = weights(&said);
            let unproven: f64 = weights.iter().skip(established).sum();
            prop_assert!(unproven <= 3.0_f64.max(established as f64 / 3.0) + 1e-9);
            prop_assert!(weights.iter().take(established).all(|it| *it == 1.0));
        }
    }
}
