//! A pattern of a definition, compiled when it is first used; refuses to know what it cuts out.

use std::cell::OnceCell;

use regex_lite::Regex;

/// A regular expression; equal if written the same.
#[derive(Debug, Clone)]
pub struct Pattern {
    source: String,
    compiled: OnceCell<Option<Regex>>,
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

impl Pattern {
    /// A pattern that was not looked at yet.
    pub fn new(source: String) -> Self {
        Self {
            source,
            compiled: OnceCell::new(),
        }
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.source
    }

    /// What is wrong with it.
    pub fn fault(&self) -> Option<String> {
        Regex::new(&self.source).err().map(|it| it.to_string())
    }

    /// Whether the text holds it.
    pub fn is_in(&self, text: &str) -> bool {
        self.cut(text).is_some()
    }

    /// The first group that took part, or the whole match where there is no group.
    pub fn cut<'t>(&self, text: &'t str) -> Option<&'t str> {
        let compiled = self.compiled.get_or_init(|| Regex::new(&self.source).ok());
        let found = compiled.as_ref()?.captures(text)?;
        let group = (1..found.len()).find_map(|at| found.get(at));
        group
            .or_else(|| if found.len() == 1 { found.get(0) } else { None })
            .map(|it| it.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_out_the_group_that_took_part() {
        let pattern = Pattern::new("a=([0-9]+)|b=([0-9]+)".to_owned());
        assert_eq!(pattern.cut("x b=12"), Some("12"));
        assert_eq!(pattern.cut("a=1 b=2"), Some("1"));
        assert_eq!(pattern.cut("c=1"), None);
        assert_eq!(Pattern::new("[a-z]+".to_owned()).cut("12ab"), Some("ab"));
    }
}
