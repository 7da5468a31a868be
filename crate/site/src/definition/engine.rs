//! What looks for a pattern in a text: the browser's own engine in a page, which costs no bytes;
//! natively a small one. Refuses to know more than the syntax both have in common.

/// A compiled pattern.
#[derive(Debug, Clone)]
pub(super) struct Engine(inner::Regex);

#[cfg(not(target_arch = "wasm32"))]
mod inner {
    pub(super) use regex_lite::Regex;

    impl super::Engine {
        /// Compiles; the error says what is wrong.
        pub fn new(source: &str) -> Result<Self, String> {
            Regex::new(source).map(Self).map_err(|it| it.to_string())
        }

        /// The groups of the first match, the whole match before them; `None`: no match.
        pub fn groups(&self, text: &str) -> Option<Vec<Option<String>>> {
            let found = self.0.captures(text)?;
            let group = |at: usize| found.get(at).map(|it| it.as_str().to_owned());
            Some((0..found.len()).map(group).collect())
        }
    }
}

#[cfg(target_arch = "wasm32")]
mod inner {
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen]
    extern "C" {
        #[derive(Debug, Clone)]
        #[wasm_bindgen(js_name = RegExp)]
        pub(super) type Regex;

        #[wasm_bindgen(constructor, catch, js_class = "RegExp")]
        fn new(source: &str, flags: &str) -> Result<Regex, js_sys::Error>;

        #[wasm_bindgen(method, js_class = "RegExp")]
        fn exec(this: &Regex, text: &str) -> Option<js_sys::Array>;
    }

    impl super::Engine {
        /// Compiles; the error says what is wrong.
        pub fn new(source: &str) -> Result<Self, String> {
            // The browsers write this flag beside the pattern, not in it.
            let (source, flags) = match source.strip_prefix("(?i)") {
                Some(rest) => (rest, "iu"),
                None => (source, "u"),
            };
            let compiled = Regex::new(source, flags);
            compiled.map(Self).map_err(|it| String::from(it.message()))
        }

        /// The groups of the first match, the whole match before them; `None`: no match.
        pub fn groups(&self, text: &str) -> Option<Vec<Option<String>>> {
            let found = self.0.exec(text)?;
            Some(found.iter().map(|it| it.as_string()).collect())
        }
    }
}
