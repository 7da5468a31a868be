//! A field that narrows a list, and says how much is left of it.

use leptos::prelude::*;

/// The field.
#[component]
pub fn Search(
    /// The id of the input, unique in the page.
    id: &'static str,
    /// What is searched.
    #[prop(into)]
    label: String,
    /// What is sought.
    sought: RwSignal<String>,
    /// What is left, in words.
    #[prop(into)]
    found: Signal<String>,
) -> impl IntoView {
    view! {
        <div class="row" role="search">
            <div class="field grow">
                <label for=id class="small">{label}</label>
                <input id=id type="search" autocomplete="off" bind:value=sought />
            </div>
            <p class="soft small" role="status">{found}</p>
        </div>
    }
}

/// Whether every word that is sought stands somewhere in these texts.
pub fn fits<'a>(sought: &str, texts: impl Iterator<Item = &'a str>) -> bool {
    let all = texts.collect::<Vec<_>>().join("\n").to_lowercase();
    sought
        .to_lowercase()
        .split_whitespace()
        .all(|word| all.contains(word))
}

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn finds_every_word_in_any_text_whatever_its_case() {
        let texts = ["Ünal Lab", "slow to pay"];
        for (sought, expected) in [
            ("", true),
            ("  ", true),
            ("ünal", true),
            ("PAY lab", true),
            ("pay fast", false),
        ] {
            assert_eq!(fits(sought, texts.into_iter()), expected, "{sought:?}");
        }
    }
}
