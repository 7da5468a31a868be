//! Of when the figures are: a word of the choice becomes a period, today and as days go by.

use leptos::prelude::*;
use tallystick_core::zone::{Day, Period};

use super::Desk;

/// The period of a word, on this day; `None`: all time. The tax year begins at `tax`: month and day.
fn period(span: &str, today: Day, tax: (i8, i8)) -> Option<Period> {
    let tax_year = |day: Day| Period::tax_year(day, tax.0, tax.1);
    Some(match span {
        "today" => Period::day(today),
        "week" => Period::week(today),
        "month" => Period::month(today),
        "last_month" => Period::month(today.month_start().plus(-1)),
        "year" => Period::year(today),
        "last_year" => Period::year(today.year_start().plus(-1)),
        "tax_year" => tax_year(today),
        "last_tax_year" => tax_year(tax_year(today).from.plus(-1)),
        "days30" => Period {
            from: today.plus(-29),
            to: today,
        },
        _ => return None,
    })
}

impl Desk {
    /// The filter's period follows the choice. Here and not on a page, so that it stands before the
    /// first page asks for figures: those of all years, asked for and thrown away, would be waited
    /// for.
    pub(super) fn follow_span(self) {
        Effect::new(move || {
            let (span, today) = (self.span.get(), self.today.get());
            let tax = self.tax_year_start();
            if let Some(today) = today.filter(|_| span != "custom") {
                let period = period(&span, today, tax);
                if self.filter.with_untracked(|it| it.period != period) {
                    self.filter.update(|it| it.period = period);
                }
            }
        });
    }
}
