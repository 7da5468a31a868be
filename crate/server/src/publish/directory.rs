//! Under which words requesters are found: the ids and names of a bucket's requesters in one text,
//! which is looked through from the front. A hundred thousand requesters are a few megabytes, looked
//! through in less than a millisecond, the same over every database. This room refuses to know what
//! is shown of what is found.

use memchr::memmem::Finder;

/// One requester.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Visible reviews, negative: who has the most comes first.
    order: i64,
    /// The look-up key.
    pub key: String,
}

/// See the module.
#[derive(Debug, Default)]
pub struct Directory {
    /// A line for each word, those of one requester together.
    text: String,
    /// Where the words of each begin, in the order of the entries.
    begins: Vec<usize>,
    /// Who has the most reviews first.
    entries: Vec<Entry>,
}

impl Directory {
    /// Of requesters with their reviews and their words: id or name, and all known names, folded.
    pub fn new(mut requesters: Vec<(String, i64, Vec<String>)>) -> Self {
        requesters.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let mut directory = Self::default();
        for (key, reviews, words) in requesters {
            directory.begins.push(directory.text.len());
            for word in words {
                directory.text.push_str(&word);
                directory.text.push('\n');
            }
            let order = -reviews;
            directory.entries.push(Entry { order, key });
        }
        directory
    }

    /// The first `limit` of those with a word that holds what is sought, which has no line feed.
    pub fn holding(&self, sought: &Finder<'_>, limit: usize) -> Vec<Entry> {
        let mut found: Vec<Entry> = Vec::new();
        let mut from = 0;
        while found.len() < limit {
            let rest = self.text.as_bytes().get(from..).unwrap_or_default();
            let Some(at) = sought.find(rest).map(|it| from + it) else {
                break;
            };
            let nth = self.begins.partition_point(|begin| *begin <= at);
            found.extend(self.entries.get(nth.saturating_sub(1)).cloned());
            // On with the next requester.
            from = self.begins.get(nth).copied().unwrap_or(self.text.len());
        }
        found
    }
}

/// The keys of the first `limit` of all that these directories hold of what is sought.
pub fn search<'d>(
    directories: impl Iterator<Item = &'d Directory>,
    sought: &str,
    limit: usize,
) -> Vec<String> {
    let finder = Finder::new(sought);
    let mut found: Vec<Entry> = directories
        .flat_map(|it| it.holding(&finder, limit))
        .collect();
    found.sort();
    found.truncate(limit);
    found.into_iter().map(|it| it.key).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn directory(of: &[(&str, i64, &[&str])]) -> Directory {
        let of = of.iter().map(|(key, reviews, words)| {
            let words = words.iter().map(|it| (*it).to_owned());
            ((*key).to_owned(), *reviews, words.collect())
        });
        Directory::new(of.collect())
    }

    #[test]
    fn search_finds_parts_of_words_and_those_with_most_reviews_first() {
        let one = directory(&[
            ("a", 1, &["a1", "acme"]),
            ("b", 7, &["acme labs", "acme"]),
            ("c", 3, &["other"]),
        ]);
        let two = directory(&[("d", 3, &["x", "the acme"]), ("e", 3, &["acme"])]);
        let find = |sought, limit| search([&one, &two].into_iter(), sought, limit);
        assert_eq!(find("acme", 9), ["b", "d", "e", "a"]);
        assert_eq!(find("acme", 2), ["b", "d"]);
        assert_eq!(find("e l", 9), ["b"]);
        assert_eq!(find("a1acme", 9), [""; 0]);
        assert_eq!(find("other", 9), ["c"]);
        assert_eq!(find("nobody", 9), [""; 0]);
    }
}
