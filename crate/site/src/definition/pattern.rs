//! A pattern of a definition, compiled when it is first used; refuses to know what it cuts out.

use std::cell::OnceCell;

use super::engine::Engine;

/// A regular expression; equal if written the same.
#[derive(Debug, Clone)]
pub struct Pattern {
    source: String,
    compiled: OnceCell<Option<Engine>>,
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
        Engine::new(&self.source).err()
    }

    /// Whether the text holds it.
    pub fn is_in(&self, text: &str) -> bool {
        self.cut(text).is_some()
    }

    /// The first group that took part, or the whole match where there is no group.
    pub fn cut(&self, text: &str) -> Option<String> {
        let compiled = self.compiled.get_or_init(|| Engine::new(&self.source).ok());
        let mut found = compiled.as_ref()?.groups(text)?;
        if found.len() == 1 {
            return found.pop()?;
        }
        found.into_iter().skip(1).flatten().next()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_out_the_group_that_took_part() {
        let pattern = Pattern::new("a=([0-9]+)|b=([0-9]+)".to_owned());
        assert_eq!(pattern.cut("x b=12").as_deref(), Some("12"));
        assert_eq!(pattern.cut("a=1 b=2").as_deref(), Some("1"));
        assert_eq!(pattern.cut("c=1"), None);
        let whole = Pattern::new("[a-z]+".to_owned());
        assert_eq!(whole.cut("12ab").as_deref(), Some("ab"));
    }
}
