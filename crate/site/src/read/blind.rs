//! Says that a page has changed, in words that can be passed on: selectors and counts only.

use super::record::Record;
use super::{Blind, Reader};
use crate::definition::{Definition, Field, From, PageDefinition};
use crate::node::Node;

impl<N: Node> Reader<'_, N> {
    /// A report on this page; `records` are the rows that were found.
    pub(crate) fn blind(&self, missing: &str, records: &[Record<'_>]) -> Blind {
        let mut lines = Vec::new();
        let mut count = |name: &str, selector: &str| {
            lines.push(format!(
                "{name} {selector}: {}",
                self.document.select(selector).len()
            ));
        };
        if let Some(mount) = self.page.data.as_ref().and_then(|it| it.mount.as_ref()) {
            count("mount", &mount.select);
        }
        if let Some(root) = &self.page.root {
            count("root", root);
        }
        if let Some(rows) = &self.page.rows {
            count("rows", &rows.select);
        }
        if let Some(signs) = &self.page.signs {
            count("signs", signs);
        }
        lines.extend(field_lines(&self.page.fields, records));
        blind(self.definition, self.page, missing, &lines)
    }
}

/// A report out of ready lines.
pub(crate) fn blind(
    definition: &Definition,
    page: &PageDefinition,
    missing: &str,
    lines: &[String],
) -> Blind {
    let head = format!(
        "{} has changed its page {:?}: {missing}\ndefinition {} {}",
        definition.name, page.name, definition.id, definition.version
    );
    let report = std::iter::once(head)
        .chain(lines.iter().cloned())
        .collect::<Vec<_>>()
        .join("\n");
    Blind {
        page: page.name.clone(),
        missing: missing.to_owned(),
        report,
    }
}

/// The first required field that more than half of the rows lack, in words.
pub(crate) fn lost_field(fields: &[Field], records: &[Record<'_>]) -> Option<String> {
    let counts = readable(fields, records);
    let lost = fields.iter().zip(counts).find(|(field, count)| {
        let lacking = records.len() - count;
        field.required && records.len() < 2 * lacking
    });
    lost.map(|(field, count)| {
        format!(
            "{} is in {count} of {} rows",
            field.fact.as_str(),
            records.len()
        )
    })
}

pub(crate) fn field_lines(fields: &[Field], records: &[Record<'_>]) -> Vec<String> {
    let counts = readable(fields, records);
    let line = |(field, count): (&Field, usize)| {
        let name = field.fact.as_str();
        format!("{name} {}: {count} of {}", place(field), records.len())
    };
    if records.is_empty() {
        Vec::new()
    } else {
        fields.iter().zip(counts).map(line).collect()
    }
}

fn readable(fields: &[Field], records: &[Record<'_>]) -> Vec<usize> {
    let mut counts = vec![0; fields.len()];
    for record in records {
        for (count, readable) in counts.iter_mut().zip(record.readable()) {
            *count += usize::from(readable);
        }
    }
    counts
}

/// Where a field is looked for, as its definition says.
fn place(field: &Field) -> String {
    let of_url = (field.from == From::Url).then_some("address");
    let pattern = field
        .pattern
        .as_ref()
        .map(crate::definition::Pattern::as_str);
    let parts = [
        of_url,
        field.select.as_deref(),
        field.attribute.as_deref(),
        field.pointer.as_deref(),
        pattern,
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}
