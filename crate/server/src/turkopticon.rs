//! The two shapes in which Turkopticon answered, version 1 and version 2, over our aggregates:
//! the only interface that worker tools in this field ever shared.
//!
//! Thin views that only read: what an aggregate does not know is said in Turkopticon's own way of
//! saying nothing. This room refuses to know HTTP and where aggregates are kept.

use serde_json::{Map, Value, json};
use tallystick_wire::evidence::Tally;
use tallystick_wire::{Aggregate, Moments};

/// Seconds of a day.
const DAY_SECONDS: f64 = 86_400.0;

/// One requester in the answer of `multi-attrs.php`; everything is a text there, `"0.00"` is "no
/// data", and `""` is a requester of whom nothing is known.
pub fn attributes(known: Option<&Aggregate>) -> Value {
    let Some(known) = known else {
        return json!("");
    };
    let [comm, pay, fair, fast] = known.all.scores.map(mean_in_words);
    json!({
        "name": known.name,
        "attrs": {"comm": comm, "pay": pay, "fair": fair, "fast": fast},
        "reviews": known.all.reviews.to_string(),
        "tos_flags": tos_flags(&known.all).to_string(),
    })
}

/// The fields that version 2 knows of a requester.
pub const FIELDS: [&str; 4] = ["rid", "rname", "aliases", "aggregates"];

/// One requester in the answer of version 2, with those of [`FIELDS`] that were asked for.
pub fn resource(rid: &str, known: &Aggregate, wanted: &[&str]) -> Value {
    let mut attributes = Map::new();
    for field in FIELDS.iter().filter(|it| wanted.contains(*it)) {
        let value = match *field {
            "rid" => json!(rid),
            "rname" => json!(known.name),
            "aliases" => json!(known.old_names),
            _ => json!({"all": aggregates(&known.all), "recent": aggregates(&known.recent)}),
        };
        attributes.insert((*field).to_owned(), value);
    }
    json!({"type": "requesters", "id": rid, "attributes": attributes})
}

/// What version 2 says over one span of time.
fn aggregates(tally: &Tally) -> Value {
    let total = tally.reviews;
    let [none, some, all, overturned] = tally.rejections;
    let [tos, broken, ..] = tally.issues;
    let communicativity = tally.scores.first().copied().unwrap_or_default();
    json!({
        "reward": reward(tally.log_hourly_usd),
        "pending": mean(tally.days_to_pay).map_or(0.0, |days| (days * DAY_SECONDS).round()),
        "comm": [yes(communicativity), whole(communicativity.n), total],
        // Our reviewers are not asked whether they recommend: nobody has answered.
        "recommend": [0, 0, total],
        "rejected": [some + all, none + some + all + overturned, total],
        "tos": [tos, total],
        "broken": [broken, total],
    })
}

/// Dollars, seconds and how many. What clients show is dollars over seconds; that ratio is the
/// typical pay an hour which Tallystick shows too. The sums are as if each task had taken an
/// hour, since aggregates hold logs and not sums.
fn reward(log_hourly: Moments) -> Value {
    let n = whole(log_hourly.n);
    match mean(log_hourly) {
        Some(log) if 0 < n => {
            let dollars = (log.exp() * f64::from(n) * 100.0).round() / 100.0;
            json!([dollars, 3_600 * u64::from(n), n])
        }
        _ => json!([0, 0, 0]),
    }
}

/// How many of those who scored would have said yes: a 5 is a whole yes, a 1 is none, 3 is half.
fn yes(scores: Moments) -> u32 {
    whole((scores.sum - scores.n) / 4.0)
}

fn tos_flags(tally: &Tally) -> u32 {
    tally.issues.first().copied().unwrap_or_default()
}

fn mean_in_words(scores: Moments) -> String {
    format!("{:.2}", mean(scores).unwrap_or(0.0))
}

fn mean(moments: Moments) -> Option<f64> {
    (!moments.is_none()).then(|| moments.sum / moments.n)
}

fn whole(number: f64) -> u32 {
    number.round().clamp(0.0, f64::from(u32::MAX)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Aggregate {
        let mut all = Tally {
            reviews: 12,
            issues: [1, 2, 0, 0, 0, 0],
            rejections: [5, 1, 2, 1],
            ..Tally::default()
        };
        all.scores[0] = Moments::from((4.0, 14.0, 50.0));
        all.scores[2] = Moments::from((10.0, 49.0, 241.0));
        all.days_to_pay = Moments::from((2.0, 3.0, 5.0));
        all.log_hourly_usd = Moments::from((2.0, 2.0 * 6.0_f64.ln(), 6.5));
        Aggregate {
            name: "<b>\"Acme\"</b>".to_owned(),
            old_names: vec!["Old".to_owned()],
            all,
            ..Aggregate::default()
        }
    }

    #[test]
    fn version_1_says_everything_in_texts() {
        let expected = json!({
            "name": "<b>\"Acme\"</b>",
            "attrs": {"comm": "3.50", "pay": "0.00", "fair": "4.90", "fast": "0.00"},
            "reviews": "12", "tos_flags": "1",
        });
        assert_eq!(attributes(Some(&known())), expected);
        assert_eq!(attributes(None), json!(""));
    }

    #[test]
    fn version_2_counts_overturned_rejections_in_n_but_not_as_rejected() {
        let said = resource("A1", &known(), &FIELDS);
        assert_eq!(
            said["attributes"]["aggregates"]["all"]["rejected"],
            json!([3, 9, 12])
        );
        assert_eq!(
            said["attributes"]["aggregates"]["all"]["comm"],
            json!([3, 4, 12])
        );
        assert_eq!(
            said["attributes"]["aggregates"]["all"]["reward"],
            json!([12.0, 7_200, 2])
        );
        assert_eq!(
            said["attributes"]["aggregates"]["all"]["pending"],
            json!(129_600.0)
        );
        assert_eq!(
            said["attributes"]["aggregates"]["recent"]["tos"],
            json!([0, 0])
        );
        assert_eq!(said["attributes"]["aliases"], json!(["Old"]));
    }

    #[test]
    fn version_2_says_only_what_was_asked_for() {
        let said = resource("A1", &known(), &["rname", "secrets"]);
        let attributes = said["attributes"].as_object().unwrap();
        assert_eq!(attributes.keys().collect::<Vec<_>>(), ["rname"]);
    }
}
