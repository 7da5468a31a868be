//! Which platforms there are, as the panel needs them: a name to print and whether a tab is one.
//!
//! It refuses to know how their pages are read: that is `tallystick-site`.

/// A platform out of `extension/platforms`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Platform {
    /// Its short name, as in keys and settings.
    pub id: &'static str,
    /// Its name for people.
    pub name: &'static str,
    /// Match patterns as in the manifest.
    pub matches: &'static [&'static str],
    /// Its time zone by IANA name: whose midnight its days end at.
    pub zone: &'static str,
    /// The currency that it pays in.
    pub currency: &'static str,
    /// After how many days it approves by its own rule, where there is one.
    pub approval_days: Option<u32>,
}

/// All of them, by name.
pub const ALL: &[Platform] = include!(concat!(env!("OUT_DIR"), "/platforms.rs"));

/// The platform that this address belongs to.
pub fn of_url(url: &str) -> Option<&'static Platform> {
    ALL.iter()
        .find(|it| it.matches.iter().any(|pattern| fits(pattern, url)))
}

/// A platform's name for people; its id where it is not among ours (any more).
pub fn name(id: &str) -> &str {
    ALL.iter().find(|it| it.id == id).map_or(id, |it| it.name)
}

/// The hosts of a platform, as a worker knows them.
pub fn hosts(platform: &Platform) -> Vec<&'static str> {
    let mut hosts: Vec<_> = platform.matches.iter().filter_map(|it| host(it)).collect();
    hosts.dedup();
    hosts
}

/// Whether an address fits a match pattern: scheme, host (`*.` in front: also below it), path.
fn fits(pattern: &str, url: &str) -> bool {
    let (Some((scheme, rest)), Some((url_scheme, url_rest))) =
        (pattern.split_once("://"), url.split_once("://"))
    else {
        return false;
    };
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let (url_host, url_path) = url_rest.split_at(url_rest.find('/').unwrap_or(url_rest.len()));
    let host_fits = match host.strip_prefix("*.") {
        Some(parent) => {
            url_host == parent
                || url_host
                    .strip_suffix(parent)
                    .is_some_and(|under| under.ends_with('.'))
        }
        None => url_host == host,
    };
    scheme == url_scheme && host_fits && path_fits(path, url_path)
}

fn path_fits(pattern: &str, path: &str) -> bool {
    match pattern.split_once('*') {
        Some((start, _)) => path.starts_with(start),
        None => path == pattern,
    }
}

fn host(pattern: &'static str) -> Option<&'static str> {
    let (_, rest) = pattern.split_once("://")?;
    rest.split('/').next().map(|it| it.trim_start_matches("*."))
}

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[track_caller]
    fn check(pattern: &str, url: &str, expected: bool) {
        assert_eq!(fits(pattern, url), expected, "{pattern} and {url}");
    }

    #[wasm_bindgen_test]
    fn a_pattern_fits_its_own_host_only() {
        check(
            "https://worker.mturk.com/*",
            "https://worker.mturk.com/projects?x=1",
            true,
        );
        check(
            "https://worker.mturk.com/*",
            "https://worker.mturk.com.evil.example/",
            false,
        );
        check(
            "https://worker.mturk.com/*",
            "http://worker.mturk.com/",
            false,
        );
        check(
            "https://*.prolific.com/*",
            "https://app.prolific.com/studies",
            true,
        );
        check(
            "https://*.prolific.com/*",
            "https://notprolific.com/studies",
            false,
        );
        check(
            "https://example.org/work/*",
            "https://example.org/forum",
            false,
        );
        check("https://example.org/*", "about:blank", false);
    }

    #[wasm_bindgen_test]
    fn every_platform_has_a_name_and_a_host() {
        for platform in ALL {
            assert!(!platform.name.is_empty(), "{}", platform.id);
            assert!(!hosts(platform).is_empty(), "{}", platform.id);
        }
    }
}
