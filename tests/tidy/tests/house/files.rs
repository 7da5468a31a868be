//! How files are written.

use tallystick_tidy::{Findings, Source, sources};

const RUST_LINES_MAX: usize = 400;
const LOADER_LINES_MAX: usize = 99;

#[test]
fn no_file_grows_too_long() -> Result<(), String> {
    let mut findings = Findings::default();
    for source in sources(&[".rs"]) {
        let lines = source.lines_outside_tests().count();
        let generated = source.path.ends_with("generated.rs");
        if RUST_LINES_MAX < lines && !source.is_test() && !generated {
            findings.add(format!(
                "{} has {lines} lines, at most {RUST_LINES_MAX}",
                source.path
            ));
        }
    }
    for Source { path, text } in sources(&[".js"]) {
        let lines = text.lines().count();
        if LOADER_LINES_MAX < lines && path.starts_with("extension/") {
            findings.add(format!(
                "{path} has {lines} lines, at most {LOADER_LINES_MAX}"
            ));
        }
    }
    findings.verdict("split these files by subject")
}

#[test]
fn no_merge_is_left_half_done() -> Result<(), String> {
    let mut findings = Findings::default();
    // Put together, so that this file holds none.
    let marks = ["<", ">"].map(|it| it.repeat(7) + " ");
    let endings = [
        ".rs", ".md", ".js", ".json", ".sql", ".css", ".html", ".toml", ".sh",
    ];
    for Source { path, text } in sources(&endings) {
        if text
            .lines()
            .any(|line| marks.iter().any(|it| line.starts_with(it)))
        {
            findings.add(path);
        }
    }
    findings.verdict("choose one side of each conflict")
}

#[test]
fn every_module_says_what_it_is() -> Result<(), String> {
    let mut findings = Findings::default();
    for source in sources(&[".rs"]) {
        if !source.text.starts_with("//!") {
            findings.add(source.path);
        }
    }
    findings.verdict("begin with a paragraph of //! on what this is and refuses to know")
}

/// Words are put together here, so that this file does not find itself.
fn forbidden() -> [(String, &'static str); 7] {
    [
        (
            ["inner", "HTML"].concat(),
            "text never becomes HTML: use textContent",
        ),
        (
            ["inner", "_html"].concat(),
            "text never becomes HTML: use set_text_content",
        ),
        (
            ["outer", "HTML ="].concat(),
            "text never becomes HTML: build elements",
        ),
        (
            [".unwrap", "()"].concat(),
            "say what happens in the other case",
        ),
        (["todo", "!("].concat(), "do it or leave it out"),
        (["FIX", "ME"].concat(), "mend it, or write an issue"),
        (["TO", "DO"].concat(), "do it, or write an issue"),
    ]
}

#[test]
fn nothing_is_left_undone_or_unsafe() -> Result<(), String> {
    let mut findings = Findings::default();
    for source in sources(&[".rs", ".js", ".html"]) {
        if source.is_test() {
            continue;
        }
        for (number, line) in source.lines_outside_tests() {
            for (word, cure) in forbidden() {
                if line.contains(&word) {
                    findings.add(format!("{}:{number} {word}: {cure}", source.path));
                }
            }
        }
    }
    findings.verdict("words that must not stand here")
}

#[test]
fn no_test_is_ignored() -> Result<(), String> {
    let mut findings = Findings::default();
    let ignored = ["#[ig", "nore"].concat();
    for source in sources(&[".rs"]) {
        for (number, line) in (1..).zip(source.text.lines()) {
            if line.trim_start().starts_with(&ignored) {
                findings.add(format!("{}:{number}", source.path));
            }
        }
    }
    findings.verdict("a test that does not run promises nothing: mend it or delete it")
}

#[test]
fn no_path_of_one_machine_is_written_down() -> Result<(), String> {
    let mut findings = Findings::default();
    let folders = [
        "/ho", "me/", "/ro", "ot/", "/Us", "ers/", "/wo", "rk/", "/tm", "p/",
    ];
    let folders: Vec<String> = folders.chunks(2).map(|halves| halves.concat()).collect();
    for source in sources(&[
        ".rs", ".js", ".json", ".toml", ".md", ".sh", ".html", ".css", "/run",
    ]) {
        for (number, line) in (1..).zip(source.text.lines()) {
            let named = folders.iter().any(|folder| stands_alone(line, folder));
            if named && source.path != "package-lock.json" {
                findings.add(format!("{}:{number}", source.path));
            }
        }
    }
    findings.verdict("use a path from the top of the checkout or a temporary folder")
}

/// Whether `folder` begins a path, and is no part of a longer one or of an address.
fn stands_alone(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        before.is_none_or(|c| c.is_whitespace() || "\"'`=(:".contains(c))
    })
}

#[test]
fn a_path_is_told_from_an_address() {
    let folder = ["/wo", "rk/"].concat();
    assert!(stands_alone(&format!("cd {folder}main"), &folder));
    assert!(!stands_alone(
        &format!("https://a.example{folder}1"),
        &folder
    ));
}
