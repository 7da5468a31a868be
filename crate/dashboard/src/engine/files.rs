//! Files out of the book and the log, in parts.

use tallystick_core::export::{
    Dispute, Report, Xlsx, csv_head, csv_rows, dispute, json_event, json_foot, json_head, period,
    tax_year,
};
use tallystick_core::summary::{Book, Filter, Order};
use tallystick_wire::RequesterKey;
use tallystick_wire::event::AssignmentKey;
use tallystick_wire::message::EventPage;

use super::view::JsonPart;
use super::{Done, Engine, ask, log, said};

impl Engine {
    pub(super) fn begin(&mut self, it: &ask::Begin) -> Done<usize> {
        self.leaving = log::places(self.book()?, &it.filter);
        self.sheet = None;
        Ok(self.leaving.len())
    }

    pub(super) fn csv(&self, it: &ask::Csv) -> Done<Vec<u8>> {
        let book = self.book()?;
        let rows = csv_rows(book, part(&self.leaving, it.from, it.n));
        let part = if it.from == 0 {
            csv_head() + &rows
        } else {
            rows
        };
        Ok(part.into_bytes())
    }

    pub(super) fn sheet(&mut self, it: &ask::Sheet) -> Done<usize> {
        let book = self.book.as_ref().ok_or_else(super::not_open)?;
        if it.from == 0 {
            self.sheet = Some(Xlsx::new().map_err(|why| why.to_string())?);
        }
        let sheet = self.sheet.as_mut().ok_or("The spreadsheet was not begun")?;
        let places = part(&self.leaving, it.from, it.n);
        sheet.add(book, places).map_err(|why| why.to_string())?;
        Ok(it.from + places.len())
    }

    pub(super) fn sheet_end(&mut self, it: &ask::SheetEnd) -> Done<Vec<u8>> {
        let sheet = self.sheet.take().ok_or("The spreadsheet was not begun")?;
        let bytes = sheet.finish(self.book()?, &it.filter);
        bytes.map_err(|why| why.to_string())
    }

    pub(super) fn disputed(&self, it: &ask::Disputed) -> Done<Vec<(RequesterKey, String)>> {
        let book = self.book()?;
        let places = disputed(book, &it.filter, it.key.as_ref());
        let records = places.iter().filter_map(|at| book.record(*at));
        let mut found: Vec<(RequesterKey, String)> = Vec::new();
        for facts in records.map(|it| &it.facts) {
            let known = |key: &RequesterKey| found.iter().any(|it| it.0 == *key);
            if let Some(key) = facts.requester.clone().filter(|it| !known(it)) {
                let name = facts.requester_name.clone();
                found.push((key.clone(), name.unwrap_or(key.value)));
            }
        }
        Ok(found)
    }

    pub(super) fn report(&self, it: &ask::Reported) -> Done<Report> {
        let book = self.book()?;
        Ok(match it {
            ask::Reported::Period(filter) => period(book, filter),
            ask::Reported::TaxYear(period) => tax_year(book, *period),
            ask::Reported::Dispute {
                filter,
                key,
                with_ids,
            } => {
                let places = disputed(book, filter, key.as_ref());
                let first = places.first().and_then(|at| book.record(*at));
                let about = first.and_then(|it| it.facts.requester_name.clone());
                let pack = Dispute {
                    about: about.unwrap_or_else(|| "my work".to_owned()),
                    with_ids: *with_ids,
                    // The page knows what the backends say.
                    others: None,
                };
                dispute(book, &places, &pack)
            }
        })
    }
}

/// Where the assignments of a dispute lie in the book.
fn disputed(book: &Book, filter: &Filter, key: Option<&AssignmentKey>) -> Vec<usize> {
    let filter = Filter {
        left_out_too: true,
        ..filter.clone()
    };
    let mut places = book.select(&filter, Order::Oldest);
    places.retain(|at| {
        let record = book.record(*at);
        key.is_none_or(|key| record.is_some_and(|it| it.key == *key))
    });
    places
}

pub(super) fn json(it: &ask::Json) -> Done<JsonPart> {
    let page: EventPage = said(&it.answer)?;
    let mut text = if it.first { json_head() } else { String::new() };
    for (at, event) in page.events.iter().enumerate() {
        text += &json_event(event, it.first && at == 0);
    }
    if page.next.is_none() {
        text += json_foot();
    }
    Ok(JsonPart {
        text,
        next: page.next,
        events: page.events.len(),
    })
}

fn part(all: &[usize], from: usize, n: usize) -> &[usize] {
    let from = from.min(all.len());
    let to = from.saturating_add(n).min(all.len());
    all.get(from..to).unwrap_or(&[])
}
