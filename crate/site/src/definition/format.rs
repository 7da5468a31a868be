//! The one way to write a definition, so that every change of a file is a change of meaning.
//!
//! Keys stand in a fixed order, two spaces a level; an object of plain values stands on one line
//! where it fits into 100 columns. Never part of a content script.

use super::{
    Badge, Data, Definition, Field, From, On, PageDefinition, Parser, Pattern, Rows, Sign,
};
use super::{Told, told};

/// Writes a definition: `format(parse(file)) == file`.
pub fn format(it: &Definition) -> String {
    let tree = Tree::map([
        ("id", Some(Tree::text(it.id.as_str()))),
        ("name", Some(Tree::text(&it.name))),
        ("version", Some(Tree::Number(it.version))),
        ("notes", Tree::texts(&it.notes)),
        ("matches", Tree::texts(&it.matches)),
        ("time_zone", Some(Tree::text(&it.time_zone))),
        ("currency", Some(Tree::text(it.currency.as_str()))),
        ("approval_days", it.approval_days.map(Tree::Number)),
        ("neither", Tree::list(it.neither.iter().map(sign))),
        ("clock", Tree::list(it.clock.iter().map(told))),
        ("pages", Tree::list(it.pages.iter().map(page))),
    ]);
    let mut out = String::new();
    tree.write(&mut out, 0, 0);
    out.push('\n');
    out
}

fn sign(it: &Sign) -> Tree {
    Tree::map([
        ("select", Some(Tree::text(&it.select))),
        (
            "pattern",
            it.pattern.as_ref().map(|it| Tree::text(it.as_str())),
        ),
    ])
}

fn told(it: &Told) -> Tree {
    let text = |it: &Option<String>| it.as_deref().map(Tree::text);
    let pattern = |it: &Option<Pattern>| it.as_ref().map(|it| Tree::text(it.as_str()));
    Tree::map([
        ("sign", Some(Tree::text(told::word(it.sign)))),
        (
            "on",
            (it.on != On::Page).then(|| Tree::text(it.on.as_str())),
        ),
        ("urls", Tree::texts(&it.urls)),
        ("select", text(&it.select)),
        ("attribute", text(&it.attribute)),
        ("pattern", pattern(&it.pattern)),
        ("assignment", pattern(&it.assignment)),
    ])
}

fn page(it: &PageDefinition) -> Tree {
    Tree::map([
        ("name", Some(Tree::text(&it.name))),
        ("kind", Some(Tree::text(it.kind.as_str()))),
        ("urls", Tree::texts(&it.urls)),
        ("instead", Tree::texts(&it.instead)),
        ("data", it.data.as_ref().map(data)),
        ("root", it.root.as_deref().map(Tree::text)),
        ("signs", it.signs.as_deref().map(Tree::text)),
        ("rows", it.rows.as_ref().map(rows)),
        ("badge", it.badge.as_ref().map(badge)),
        ("fields", fields(&it.fields)),
        ("summary", fields(&it.summary)),
    ])
}

fn data(it: &Data) -> Tree {
    let mount = it.mount.as_ref();
    Tree::map([
        ("mount", mount.map(|it| Tree::text(&it.select))),
        ("attribute", mount.map(|it| Tree::text(&it.attribute))),
        ("at", Some(Tree::text(&it.at))),
    ])
}

fn rows(it: &Rows) -> Tree {
    Tree::map([
        ("select", Some(Tree::text(&it.select))),
        ("by", fields(it.by.as_slice())),
        ("confirm", fields(&it.confirm)),
    ])
}

fn badge(it: &Badge) -> Tree {
    Tree::map([
        ("select", Tree::texts(&it.select)),
        ("place", Some(Tree::text(it.place.as_str()))),
    ])
}

fn fields(all: &[Field]) -> Option<Tree> {
    let map: Vec<_> = all.iter().map(|it| (it.fact.as_str(), field(it))).collect();
    if map.is_empty() {
        None
    } else {
        Some(Tree::Map(map))
    }
}

fn field(it: &Field) -> Tree {
    let alone = it.pointer.is_some() && it.select.is_none() && it.attribute.is_none();
    let usual = if alone { From::Data } else { From::Row };
    let text = |it: &Option<String>| it.as_deref().map(Tree::text);
    Tree::map([
        (
            "from",
            (it.from != usual).then(|| Tree::text(it.from.as_str())),
        ),
        ("select", text(&it.select)),
        ("attribute", text(&it.attribute)),
        ("pointer", text(&it.pointer)),
        (
            "pattern",
            it.pattern.as_ref().map(|it| Tree::text(it.as_str())),
        ),
        (
            "as",
            (it.parser != Parser::Text).then(|| Tree::text(it.parser.as_str())),
        ),
        ("required", it.required.then_some(Tree::True)),
    ])
}

enum Tree {
    Text(String),
    Number(u32),
    True,
    List(Vec<Tree>),
    Map(Vec<(&'static str, Tree)>),
}

impl Tree {
    fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    fn map<const N: usize>(all: [(&'static str, Option<Self>); N]) -> Self {
        Self::Map(
            all.into_iter()
                .filter_map(|(key, it)| Some((key, it?)))
                .collect(),
        )
    }

    fn list(all: impl Iterator<Item = Self>) -> Option<Self> {
        let all: Vec<Self> = all.collect();
        if all.is_empty() {
            None
        } else {
            Some(Self::List(all))
        }
    }

    fn texts(all: &[String]) -> Option<Self> {
        Self::list(all.iter().map(|it| Self::text(it)))
    }

    fn is_plain(&self) -> bool {
        matches!(self, Self::Text(_) | Self::Number(_) | Self::True)
    }

    /// Writes at a level of indentation; `used` columns of the line are taken before it.
    fn write(&self, out: &mut String, level: usize, used: usize) {
        match self {
            Self::Text(text) => out.push_str(&quoted(text)),
            Self::Number(number) => out.push_str(&number.to_string()),
            Self::True => out.push_str("true"),
            Self::List(all) => {
                let members = all.iter().map(|it| (String::new(), it));
                write_members(out, level, ('[', ']'), members);
            }
            Self::Map(all) => match self.on_one_line() {
                Some(line) if used + line.chars().count() < 100 => out.push_str(&line),
                _ => {
                    let members = all
                        .iter()
                        .map(|(key, it)| (format!("{}: ", quoted(key)), it));
                    write_members(out, level, ('{', '}'), members);
                }
            },
        }
    }

    fn on_one_line(&self) -> Option<String> {
        let Self::Map(all) = self else { return None };
        if all.iter().any(|(_, it)| !it.is_plain()) {
            return None;
        }
        let part = |(key, it): &(&str, Self)| {
            let mut out = format!("{}: ", quoted(key));
            it.write(&mut out, 0, 0);
            out
        };
        Some(format!(
            "{{ {} }}",
            all.iter().map(part).collect::<Vec<_>>().join(", ")
        ))
    }
}

fn write_members<'a>(
    out: &mut String,
    level: usize,
    (open, close): (char, char),
    members: impl Iterator<Item = (String, &'a Tree)>,
) {
    let indent = "  ".repeat(level + 1);
    out.push(open);
    for (at, (key, it)) in members.enumerate() {
        out.push_str(if at == 0 { "\n" } else { ",\n" });
        out.push_str(&indent);
        out.push_str(&key);
        it.write(out, level + 1, indent.len() + key.chars().count());
    }
    out.push('\n');
    out.push_str(&"  ".repeat(level));
    out.push(close);
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
