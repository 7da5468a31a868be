//! From JSON to a definition: keys and types. Whether it makes sense is `check`'s part.
//!
//! Read by hand, not derived: this is shipped in the content script, and it keeps the way to
//! whatever is wrong.

use serde_json::{Map, Value};

use super::locate::At;
use super::{
    Badge, Data, Definition, Fact, Field, From, Mount, On, PageDefinition, PageKind, Parser,
    Pattern, Place, Rows, Sign, Told, told,
};

/// What is wrong, and where.
#[derive(Debug)]
pub(crate) struct Wrong {
    pub at: At,
    pub what: String,
}

type Taken<T> = Result<T, Wrong>;

/// Takes a definition out of JSON.
pub(crate) fn definition(value: &Value) -> Taken<Definition> {
    let top = Object::new(
        value,
        Vec::new(),
        &[
            "id",
            "name",
            "version",
            "notes",
            "matches",
            "time_zone",
            "currency",
            "approval_days",
            "neither",
            "clock",
            "pages",
        ],
    )?;
    Ok(Definition {
        id: top.parsed("id")?,
        name: top.text("name")?,
        version: top.number("version")?,
        notes: top.texts("notes")?,
        matches: top.texts("matches")?,
        time_zone: top.text("time_zone")?,
        currency: top.parsed("currency")?,
        approval_days: top.maybe_number("approval_days")?,
        neither: top.each("neither", sign)?,
        clock: top.each("clock", told)?,
        pages: top.each("pages", page)?,
    })
}

fn sign(value: &Value, way: Vec<String>) -> Taken<Sign> {
    let it = Object::new(value, way, &["select", "pattern"])?;
    Ok(Sign {
        select: it.text("select")?,
        pattern: it.maybe_text("pattern")?.map(Pattern::new),
    })
}

fn told(value: &Value, way: Vec<String>) -> Taken<Told> {
    let keys = [
        "sign",
        "on",
        "urls",
        "select",
        "attribute",
        "pattern",
        "assignment",
    ];
    let it = Object::new(value, way, &keys)?;
    let sign = it.word("sign", &told::SIGNS, told::word)?;
    Ok(Told {
        sign: sign.ok_or_else(|| it.lacks("sign"))?,
        on: it.word("on", &On::ALL, On::as_str)?.unwrap_or(On::Page),
        urls: it.texts("urls")?,
        select: it.maybe_text("select")?,
        attribute: it.maybe_text("attribute")?,
        pattern: it.maybe_text("pattern")?.map(Pattern::new),
        assignment: it.maybe_text("assignment")?.map(Pattern::new),
    })
}

fn page(value: &Value, way: Vec<String>) -> Taken<PageDefinition> {
    let it = Object::new(
        value,
        way,
        &[
            "name", "kind", "urls", "instead", "data", "root", "signs", "rows", "badge", "fields",
            "summary",
        ],
    )?;
    Ok(PageDefinition {
        name: it.text("name")?,
        kind: it
            .word("kind", &PageKind::ALL, PageKind::as_str)?
            .ok_or_else(|| it.lacks("kind"))?,
        urls: it.texts("urls")?,
        instead: it.texts("instead")?,
        data: it.maybe("data", data)?,
        root: it.maybe_text("root")?,
        signs: it.maybe_text("signs")?,
        rows: it.maybe("rows", rows)?,
        badge: it.maybe("badge", badge)?,
        fields: it.maybe("fields", fields)?.unwrap_or_default(),
        summary: it.maybe("summary", fields)?.unwrap_or_default(),
    })
}

fn data(value: &Value, way: Vec<String>) -> Taken<Data> {
    let it = Object::new(value, way, &["mount", "attribute", "at"])?;
    let mount = match (it.maybe_text("mount")?, it.maybe_text("attribute")?) {
        (Some(select), Some(attribute)) => Some(Mount { select, attribute }),
        (None, None) => None,
        (Some(_), None) => return Err(it.lacks("attribute")),
        (None, Some(_)) => return Err(it.lacks("mount")),
    };
    Ok(Data {
        mount,
        at: it.text("at")?,
    })
}

fn rows(value: &Value, way: Vec<String>) -> Taken<Rows> {
    let it = Object::new(value, way, &["select", "by", "confirm"])?;
    let mut by = it.maybe("by", fields)?.unwrap_or_default();
    if 1 < by.len() {
        return Err(it.wrong(
            "by",
            false,
            "a row has one id: name one fact here".to_owned(),
        ));
    }
    Ok(Rows {
        select: it.text("select")?,
        by: by.pop(),
        confirm: it.maybe("confirm", fields)?.unwrap_or_default(),
    })
}

fn badge(value: &Value, way: Vec<String>) -> Taken<Badge> {
    let it = Object::new(value, way, &["select", "place"])?;
    let place = it.word("place", &Place::ALL, Place::as_str)?;
    Ok(Badge {
        select: it.texts("select")?,
        place: place.ok_or_else(|| it.lacks("place"))?,
    })
}

/// Fields by the names of their facts, sorted as [`Fact::ALL`].
fn fields(value: &Value, way: Vec<String>) -> Taken<Vec<Field>> {
    let known: Vec<&str> = Fact::ALL.iter().map(|it| it.as_str()).collect();
    let it = Object::new(value, way, &known)?;
    let mut all = Vec::new();
    for &fact in Fact::ALL {
        all.extend(it.maybe(fact.as_str(), |value, way| field(fact, value, way))?);
    }
    Ok(all)
}

fn field(fact: Fact, value: &Value, way: Vec<String>) -> Taken<Field> {
    let keys = [
        "from",
        "select",
        "attribute",
        "pointer",
        "pattern",
        "as",
        "required",
    ];
    let it = Object::new(value, way, &keys)?;
    let select = it.maybe_text("select")?;
    let attribute = it.maybe_text("attribute")?;
    let pointer = it.maybe_text("pointer")?;
    // A pointer alone can only mean the item; anything else is looked for in the row.
    let usual = if pointer.is_some() && select.is_none() && attribute.is_none() {
        From::Data
    } else {
        From::Row
    };
    Ok(Field {
        fact,
        from: it.word("from", &From::ALL, From::as_str)?.unwrap_or(usual),
        select,
        attribute,
        pointer,
        pattern: it.maybe_text("pattern")?.map(Pattern::new),
        parser: it
            .word("as", &Parser::ALL, Parser::as_str)?
            .unwrap_or(Parser::Text),
        required: it.flag("required")?,
    })
}

/// A JSON object whose keys are all known.
struct Object<'a> {
    map: &'a Map<String, Value>,
    way: Vec<String>,
}

impl<'a> Object<'a> {
    fn new(value: &'a Value, way: Vec<String>, known: &[&str]) -> Taken<Self> {
        let Value::Object(map) = value else {
            let what = "must be an object: {…}".to_owned();
            return Err(Wrong {
                at: At { way, key: false },
                what,
            });
        };
        let it = Self { map, way };
        match map.keys().find(|key| !known.contains(&key.as_str())) {
            Some(key) => {
                let known = known.join(", ");
                Err(it.wrong(
                    key,
                    true,
                    format!("unknown key {key:?}; known here: {known}"),
                ))
            }
            None => Ok(it),
        }
    }

    fn way_to(&self, key: &str) -> Vec<String> {
        let mut way = self.way.clone();
        way.push(key.to_owned());
        way
    }

    fn wrong(&self, key: &str, at_key: bool, what: String) -> Wrong {
        Wrong {
            at: At {
                way: self.way_to(key),
                key: at_key,
            },
            what,
        }
    }

    fn lacks(&self, key: &str) -> Wrong {
        Wrong {
            at: At {
                way: self.way.clone(),
                key: false,
            },
            what: format!("{key:?} is missing: add it"),
        }
    }

    fn maybe_text(&self, key: &str) -> Taken<Option<String>> {
        match self.map.get(key) {
            None => Ok(None),
            Some(Value::String(text)) if !text.is_empty() => Ok(Some(text.clone())),
            Some(_) => Err(self.wrong(key, false, format!("{key:?} must be a text, not empty"))),
        }
    }

    fn text(&self, key: &str) -> Taken<String> {
        self.maybe_text(key)?.ok_or_else(|| self.lacks(key))
    }

    fn parsed<T: std::str::FromStr<Err: std::fmt::Display>>(&self, key: &str) -> Taken<T> {
        self.text(key)?
            .parse()
            .map_err(|it: T::Err| self.wrong(key, false, it.to_string()))
    }

    fn number(&self, key: &str) -> Taken<u32> {
        let value = self.map.get(key).ok_or_else(|| self.lacks(key))?;
        let number = value.as_u64().and_then(|it| u32::try_from(it).ok());
        number.ok_or_else(|| self.wrong(key, false, format!("{key:?} must be a whole number")))
    }

    fn maybe_number(&self, key: &str) -> Taken<Option<u32>> {
        let here = self.map.contains_key(key);
        here.then(|| self.number(key)).transpose()
    }

    fn flag(&self, key: &str) -> Taken<bool> {
        match self.map.get(key) {
            None => Ok(false),
            Some(Value::Bool(it)) => Ok(*it),
            Some(_) => Err(self.wrong(key, false, format!("{key:?} must be true or false"))),
        }
    }

    fn word<T: Copy>(&self, key: &str, all: &[T], word: fn(T) -> &'static str) -> Taken<Option<T>> {
        let Some(text) = self.maybe_text(key)? else {
            return Ok(None);
        };
        if let Some(&it) = all.iter().find(|&&it| word(it) == text) {
            return Ok(Some(it));
        }
        let known: Vec<&str> = all.iter().map(|&it| word(it)).collect();
        let what = format!("{text:?} is no {key}; known: {}", known.join(", "));
        Err(self.wrong(key, false, what))
    }

    fn maybe<T>(
        &self,
        key: &str,
        take: impl FnOnce(&Value, Vec<String>) -> Taken<T>,
    ) -> Taken<Option<T>> {
        self.map
            .get(key)
            .map(|value| take(value, self.way_to(key)))
            .transpose()
    }

    fn each<T>(&self, key: &str, take: fn(&Value, Vec<String>) -> Taken<T>) -> Taken<Vec<T>> {
        let Some(value) = self.map.get(key) else {
            return Ok(Vec::new());
        };
        let Value::Array(all) = value else {
            return Err(self.wrong(key, false, format!("{key:?} must be a list: […]")));
        };
        let way = |at: usize| [self.way_to(key), vec![at.to_string()]].concat();
        all.iter()
            .enumerate()
            .map(|(at, it)| take(it, way(at)))
            .collect()
    }

    fn texts(&self, key: &str) -> Taken<Vec<String>> {
        self.each(key, |value, way| match value {
            Value::String(text) if !text.is_empty() => Ok(text.clone()),
            _ => Err(Wrong {
                at: At { way, key: false },
                what: "must be a text, not empty".to_owned(),
            }),
        })
    }
}
