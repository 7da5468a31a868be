//! The values of one row's fields, found but not yet typed, and their typing.

use serde_json::Value;
use tallystick_wire::{Currency, Money};

use crate::definition::{Fact, Field, From, Parser};
use crate::node::Node;
use crate::value;

/// Where the fields of one row look.
pub(crate) struct Scope<'a, N> {
    pub item: Option<&'a Value>,
    pub row: Option<&'a N>,
    pub page: Option<&'a N>,
    pub url: &'a str,
}

impl<N> Clone for Scope<'_, N> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<N> Copy for Scope<'_, N> {}

/// What was found for each field.
pub(crate) struct Record<'a> {
    fields: &'a [Field],
    values: Vec<Option<Value>>,
    usual: Currency,
}

impl<'a> Record<'a> {
    pub fn find<N: Node>(fields: &'a [Field], scope: Scope<'_, N>, usual: Currency) -> Self {
        let values = fields.iter().map(|it| find(it, scope)).collect();
        Self {
            fields,
            values,
            usual,
        }
    }

    pub fn value(&self, fact: Fact) -> Option<(&Value, Parser)> {
        let at = self.fields.iter().position(|it| it.fact == fact)?;
        Some((self.values.get(at)?.as_ref()?, self.fields.get(at)?.parser))
    }

    pub fn text(&self, fact: Fact) -> Option<String> {
        text(self.value(fact)?.0)
    }

    pub fn money(&self, fact: Fact) -> Option<Money> {
        let (value, parser) = self.value(fact)?;
        money(value, parser, self.usual)
    }

    pub fn seconds(&self, fact: Fact) -> Option<u32> {
        let (value, parser) = self.value(fact)?;
        seconds(value, parser)
    }

    pub fn count(&self, fact: Fact) -> Option<u32> {
        let (value, parser) = self.value(fact)?;
        if parser == Parser::Left {
            value::left(value)
        } else {
            value::count(value)
        }
    }

    pub fn flag(&self, fact: Fact) -> Option<bool> {
        value::flag(self.value(fact)?.0)
    }

    pub fn day(&self, fact: Fact) -> Option<String> {
        value::day(self.value(fact)?.0)
    }

    pub fn instant(&self, fact: Fact) -> Option<i64> {
        value::instant(self.value(fact)?.0)
    }

    /// Whether every required field was found, readable or not.
    pub fn is_whole(&self) -> bool {
        let mut all = self.fields.iter().zip(&self.values);
        all.all(|(field, value)| !field.required || value.is_some())
    }

    /// Which fields could be read, in the order of the definition.
    pub fn readable(&self) -> impl Iterator<Item = bool> {
        let usual = self.usual;
        self.fields
            .iter()
            .zip(&self.values)
            .map(move |(field, value)| {
                value
                    .as_ref()
                    .is_some_and(|it| is_readable(it, field.parser, usual))
            })
    }
}

/// Finds one field's value; `None` also for what is empty.
pub(crate) fn find<N: Node>(field: &Field, scope: Scope<'_, N>) -> Option<Value> {
    let value = match field.from {
        From::Data => scope.item?.pointer(field.pointer.as_deref()?)?.clone(),
        From::Url => Value::from(scope.url),
        From::Row => of_node(field, scope.row?)?,
        From::Page => of_node(field, scope.page?)?,
    };
    if value.is_null() || value.as_str().is_some_and(|it| it.trim().is_empty()) {
        return None;
    }
    let Some(pattern) = &field.pattern else {
        return Some(value);
    };
    let text = text(&value)?;
    let cut = pattern.cut(&text)?;
    let cut = cut.trim();
    if cut.is_empty() {
        None
    } else {
        Some(Value::from(cut))
    }
}

fn of_node<N: Node>(field: &Field, base: &N) -> Option<Value> {
    let found = match &field.select {
        Some(selector) => base.select_first(selector)?,
        None => base.clone(),
    };
    of_element(field, &found)
}

pub(crate) fn of_element<N: Node>(field: &Field, element: &N) -> Option<Value> {
    let text = match &field.attribute {
        Some(name) => element.attribute(name)?,
        None => value::single_spaced(&element.text()),
    };
    let Some(pointer) = &field.pointer else {
        return Some(Value::from(text));
    };
    let json: Value = serde_json::from_str(&text).ok()?;
    json.pointer(pointer).cloned()
}

pub(crate) fn text(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(it) => value::single_spaced(it),
        Value::Number(it) => it.to_string(),
        _ => return None,
    };
    if text.is_empty() { None } else { Some(text) }
}

pub(crate) fn money(value: &Value, parser: Parser, usual: Currency) -> Option<Money> {
    if parser == Parser::Minor {
        value::minor(value, usual)
    } else {
        value::major(value, usual)
    }
}

fn seconds(value: &Value, parser: Parser) -> Option<u32> {
    match parser {
        Parser::Seconds => value::bare(value, 1),
        Parser::Minutes => value::bare(value, 60),
        _ => value::clock_or_units(value),
    }
}

fn is_readable(value: &Value, parser: Parser, usual: Currency) -> bool {
    match parser {
        Parser::Text | Parser::Outcome => text(value).is_some(),
        Parser::Money | Parser::Minor => money(value, parser, usual).is_some(),
        Parser::Duration | Parser::Seconds | Parser::Minutes => seconds(value, parser).is_some(),
        Parser::Count => value::count(value).is_some(),
        Parser::Left => value::left(value).is_some(),
        Parser::Flag => value::flag(value).is_some(),
        Parser::Date => value::day(value).is_some(),
        Parser::Instant => value::instant(value).is_some(),
    }
}
