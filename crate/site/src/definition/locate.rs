//! Finds the line and column of a place in JSON text; refuses to know what the text means.
//!
//! The text is known to be JSON. Only tools and the options page need this, never a content script.

/// A place in JSON: the way to it, and whether its key or its value is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct At {
    /// Keys and indices from the top.
    pub way: Vec<String>,
    /// The key of the last step rather than its value.
    pub key: bool,
}

/// Line and column, both from 1, in characters; of the innermost part of the way that exists.
pub(crate) fn line_and_column(source: &str, at: &At) -> (usize, usize) {
    let mut scan = Scan {
        bytes: source.as_bytes(),
        at: 0,
    };
    let offset = scan.find(&at.way, at.key);
    let before = source.get(..offset).unwrap_or(source);
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |it| it + 1);
    (
        line,
        before.get(start..).unwrap_or_default().chars().count() + 1,
    )
}

/// The way to the first key that an object has twice.
pub(crate) fn repeated_key(source: &str) -> Option<(At, usize)> {
    let mut scan = Scan {
        bytes: source.as_bytes(),
        at: 0,
    };
    scan.repeated(&mut Vec::new())
}

struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Scan<'_> {
    fn peek(&mut self) -> Option<u8> {
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
        self.bytes.get(self.at).copied()
    }

    /// Steps over one piece of punctuation, if it is there.
    fn eat(&mut self, wanted: u8) -> bool {
        let there = self.peek() == Some(wanted);
        self.at += usize::from(there);
        there
    }

    fn string(&mut self) -> String {
        let start = self.at;
        self.at += 1;
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += if byte == b'\\' { 2 } else { 1 };
            if byte == b'"' {
                break;
            }
        }
        let raw = self.bytes.get(start..self.at).unwrap_or_default();
        serde_json::from_slice(raw).unwrap_or_default()
    }

    fn skip(&mut self) {
        match self.peek() {
            Some(b'{' | b'[') => self.members(&mut |scan, _, _| scan.skip()),
            Some(b'"') => drop(self.string()),
            _ => self.scalar(),
        }
    }

    fn scalar(&mut self) {
        let ends = |byte: &u8| b",]}".contains(byte) || byte.is_ascii_whitespace();
        while self.bytes.get(self.at).is_some_and(|it| !ends(it)) {
            self.at += 1;
        }
    }

    /// Calls `each` at the value of every member, with its key or index and where the key is.
    fn members(&mut self, each: &mut dyn FnMut(&mut Self, String, usize)) {
        let keyed = self.peek() == Some(b'{');
        self.at += 1;
        let mut index = 0;
        while !matches!(self.peek(), None | Some(b'}' | b']')) {
            let key_at = self.at;
            let key = if keyed {
                self.string()
            } else {
                index.to_string()
            };
            if keyed {
                self.eat(b':');
            }
            self.peek();
            let before = self.at;
            each(self, key, key_at);
            self.eat(b',');
            index += 1;
            if self.at == before {
                return; // Not JSON after all: never loop.
            }
        }
        self.at += 1;
    }

    fn find(&mut self, way: &[String], key: bool) -> usize {
        self.peek();
        let here = self.at;
        let Some((step, rest)) = way.split_first() else {
            return here;
        };
        if !matches!(self.peek(), Some(b'{' | b'[')) {
            return here;
        }
        let mut found = None;
        self.members(&mut |scan, name, key_at| {
            if found.is_none() && name == *step {
                let whole = rest.is_empty() && key;
                found = Some(if whole { key_at } else { scan.at });
                if !whole {
                    let start = scan.at;
                    found = Some(scan.find(rest, key));
                    scan.at = start;
                }
            }
            scan.skip();
        });
        found.unwrap_or(here)
    }

    fn repeated(&mut self, way: &mut Vec<String>) -> Option<(At, usize)> {
        if !matches!(self.peek(), Some(b'{' | b'[')) {
            self.skip();
            return None;
        }
        let mut seen: Vec<String> = Vec::new();
        let mut found = None;
        self.members(&mut |scan, name, key_at| {
            way.push(name.clone());
            if found.is_none() && seen.contains(&name) {
                found = Some((
                    At {
                        way: way.clone(),
                        key: true,
                    },
                    key_at,
                ));
            }
            seen.push(name);
            let inner = scan.repeated(way);
            found = found.take().or(inner);
            way.pop();
        });
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(source: &str, way: &[&str], key: bool, expected: (usize, usize)) {
        let at = At {
            way: way.iter().map(|&it| it.to_owned()).collect(),
            key,
        };
        assert_eq!(line_and_column(source, &at), expected);
    }

    #[test]
    fn finds_keys_and_values() {
        let source = "{\n  \"a\": [1, {\"b\\n\": \"x}\"}],\n  \"ä\": {}, \"c\": 1\n}";
        check(source, &[], false, (1, 1));
        check(source, &["a"], true, (2, 3));
        check(source, &["a"], false, (2, 8));
        check(source, &["a", "1", "b\n"], false, (2, 20));
        check(source, &["a", "1", "nothing"], false, (2, 12));
        check(source, &["c"], true, (3, 12));
    }

    #[test]
    fn finds_a_key_that_is_there_twice() {
        let (at, _) = repeated_key(r#"{"a": 1, "b": {"c": 1, "c": 2}}"#).unwrap();
        assert_eq!(at.way, ["b", "c"]);
        assert_eq!(repeated_key(r#"{"a": {"a": [{"a": 1}, {"a": 1}]}}"#), None);
    }
}
