//! Files out of the book and the log, in parts.

use tallystick_core::export::{
    Dispute, Report, Xlsx, csv_head, csv_rows, dispute, json_event, json_foot, json_head, period,
    tax_year,
};
use tallystick_core::summary::{Filter, Order};
use tallystick_wire::message::EventPage;

use super::view::JsonPart;
use super::{Done, Engine, ask, log, said};

impl Engine {
    pub(super) fn begin(&mut self, it: &ask::Begin) -> Done<usize> {
        self.leaving = log::places(self.book()?, &it.filter);
        self.sheet = None;
        Ok(self.leaving.len())
    }

    pub(super) fn csv(&self, it: &ask::Csv) -> Done<String> {
        let book = self.book()?;
        let rows = csv_rows(book, part(&self.leaving, it.from, it.n));
        Ok(if it.from == 0 {
            csv_head() + &rows
        } else {
            rows
        })
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
                let mut places = book.select(
                    &Filter {
                        left_out_too: true,
                        ..filter.clone()
                    },
                    Order::Oldest,
                );
                let wanted = |at: &usize| {
                    let record = book.record(*at);
                    key.as_ref()
                        .is_none_or(|key| record.is_some_and(|it| it.key == *key))
                };
                places.retain(wanted);
                let first = places.first().and_then(|at| book.record(*at));
                let about = first.and_then(|it| it.facts.requester_name.clone());
                let pack = Dispute {
                    about: about.unwrap_or_else(|| "my work".to_owned()),
                    with_ids: *with_ids,
                    others: Vec::new(),
                };
                dispute(book, &places, &pack)
            }
        })
    }
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
