//! Reading messages out of JSON values, without serde's visitors.
//!
//! Serde writes a parser for each struct, which is fast and large; the content script is loaded
//! into every list and must be small. Here a text is parsed once to a [`Value`], and each struct is
//! only a list of its keys. What reads here reads the same with serde; the converse holds except
//! that unknown keys are never refused here. It refuses to say what is wrong with a bad value: the
//! other side of these messages is the extension itself.

use std::collections::BTreeMap;

pub use serde_json::Value;

mod shapes;

/// A value that can be read out of JSON.
pub trait Lean: Sized {
    /// The value; `None` if this is not one.
    fn lean(value: &Value) -> Option<Self>;
}

/// Reads a text; `None` if it is no JSON or not of this type.
pub fn read<T: Lean>(text: &str) -> Option<T> {
    T::lean(&parse(text)?)
}

/// Reads the background's answer, `{"Ok": reply}` or `{"Err": failure}`: the failure as its message.
pub fn read_answer<T: Lean>(text: &str) -> Option<Result<T, String>> {
    let answer = parse(text)?;
    match answer.get("Ok") {
        Some(reply) => T::lean(reply).map(Ok),
        None => String::lean(member(member(&answer, "Err"), "message")).map(Err),
    }
}

/// The member of an object; `null` for what is not there.
pub fn member<'v>(value: &'v Value, key: &str) -> &'v Value {
    value.get(key).unwrap_or(&Value::Null)
}

/// The default for what is not there.
pub fn or_default<T: Lean + Default>(value: &Value) -> Option<T> {
    match value {
        Value::Null => Some(T::default()),
        _ => T::lean(value),
    }
}

/// The one of `all` that is called this; `None` for an unknown word.
pub fn word<T: Copy>(value: &Value, all: &[(&str, T)]) -> Option<T> {
    let text = value.as_str()?;
    all.iter().find(|it| it.0 == text).map(|it| it.1)
}

fn parse(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok()
}

impl Lean for () {
    fn lean(value: &Value) -> Option<Self> {
        value.is_null().then_some(())
    }
}

impl Lean for bool {
    fn lean(value: &Value) -> Option<Self> {
        value.as_bool()
    }
}

impl Lean for String {
    fn lean(value: &Value) -> Option<Self> {
        value.as_str().map(Self::from)
    }
}

impl Lean for f64 {
    fn lean(value: &Value) -> Option<Self> {
        value.as_f64()
    }
}

impl Lean for i64 {
    fn lean(value: &Value) -> Option<Self> {
        value.as_i64()
    }
}

impl<T: Lean> Lean for Option<T> {
    fn lean(value: &Value) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            _ => T::lean(value).map(Some),
        }
    }
}

impl<T: Lean> Lean for Vec<T> {
    fn lean(value: &Value) -> Option<Self> {
        value.as_array()?.iter().map(T::lean).collect()
    }
}

impl<T: Lean, const N: usize> Lean for [T; N] {
    fn lean(value: &Value) -> Option<Self> {
        Vec::lean(value)?.try_into().ok()
    }
}

impl<A: Lean, B: Lean> Lean for (A, B) {
    fn lean(value: &Value) -> Option<Self> {
        match value.as_array()?.as_slice() {
            [a, b] => Some((A::lean(a)?, B::lean(b)?)),
            _ => None,
        }
    }
}

impl<K: Lean + Ord, T: Lean> Lean for BTreeMap<K, T> {
    fn lean(value: &Value) -> Option<Self> {
        let entry = |(key, value): (&String, &Value)| {
            Some((K::lean(&Value::String(key.clone()))?, T::lean(value)?))
        };
        value.as_object()?.iter().map(entry).collect()
    }
}

macro_rules! whole_numbers {
    ($($type:ty),*) => {
        $(impl Lean for $type {
            fn lean(value: &Value) -> Option<Self> {
                Self::try_from(value.as_u64()?).ok()
            }
        })*
    };
}

whole_numbers!(u8, u16, u32, usize);

#[cfg(test)]
mod tests;
