//! My own figures beside the others', in words.

use tallystick_wire::{Currency, Money};

use super::text;
use crate::history::Impact;

/// "You ≈ $11.12/h · others ≈ $10.53/h"; what is not known is left out, nothing gives `None`.
/// Minor units an hour, as `history::you_and_others` has them.
pub fn you_and_others(
    (mine, others): (Option<f64>, Option<f64>),
    currency: Currency,
) -> Option<String> {
    let part = |who: &str, hourly: f64| {
        let money = Money::new(hourly.round() as i64, currency);
        [who, " ≈ ", &text::money(money), "/h"].concat()
    };
    let parts = [
        mine.map(|it| part("You", it)),
        others.map(|it| part("others", it)),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// "98.7 % → 98.6 %, 7 spare before 98 %": what one rejection does to the approval rate.
pub fn impact(it: &Impact) -> String {
    let (now, then) = (text::one_decimal(it.now), text::one_decimal(it.then));
    let spare = it.spare.to_string();
    let threshold = it.threshold.to_string();
    [
        &now,
        " % → ",
        &then,
        " %, ",
        &spare,
        " spare before ",
        &threshold,
        " %",
    ]
    .concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_is_known() {
        let both = you_and_others((Some(1_112.0), Some(1_053.4)), Currency::USD);
        assert_eq!(both.as_deref(), Some("You ≈ $11.12/h · others ≈ $10.53/h"));
        let mine = you_and_others((Some(1_112.0), None), Currency::USD);
        assert_eq!(mine.as_deref(), Some("You ≈ $11.12/h"));
        assert_eq!(you_and_others((None, None), Currency::USD), None);
        let it = crate::history::impact(987, 13).unwrap();
        assert_eq!(impact(&it), "98.7 % → 98.6 %, 7 spare before 98 %");
    }
}
