//! Addresses against the patterns of definitions; refuses to know any platform.

/// Whether an address fits a pattern: a path, or `https://host/path`, `*` for one part of it. A
/// slash at the end, the query and the fragment do not count.
pub(crate) fn fits(pattern: &str, address: &str) -> bool {
    let address = address.split(['?', '#']).next().unwrap_or_default();
    let subject = if pattern.starts_with('/') {
        path(address)
    } else {
        address
    };
    let mut wanted = pattern.trim_end_matches('/').split('/');
    let mut given = subject.trim_end_matches('/').split('/');
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (Some("*"), Some(part)) if !part.is_empty() => {}
            (Some(want), Some(part)) if want == part => {}
            _ => return false,
        }
    }
}

fn path(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.find('/')
        .map_or("/", |at| rest.get(at..).unwrap_or("/"))
}

/// What is wrong with a page's pattern.
pub(crate) fn fault(pattern: &str) -> Option<&'static str> {
    let absolute = pattern.starts_with("https://");
    if !absolute && !pattern.starts_with('/') {
        return Some("must begin with / or https://");
    }
    if pattern.contains(['?', '#']) || pattern.contains(char::is_whitespace) {
        return Some("holds no query, fragment or space: they do not count");
    }
    let parts = pattern.split('/').skip(if absolute { 3 } else { 1 });
    if parts.clone().any(|part| part.contains('*') && part != "*") {
        return Some("a * stands for a whole part of the path: /projects/*/tasks");
    }
    None
}

/// Whether a host fits a manifest's match pattern.
pub(crate) fn host_fits(pattern: &str, host: &str) -> bool {
    let wanted = host_of(pattern);
    match wanted.strip_prefix("*.") {
        Some(domain) => host
            .strip_suffix(domain)
            .is_some_and(|it| it.is_empty() || it.ends_with('.')),
        None => wanted == host,
    }
}

fn host_of(pattern: &str) -> &str {
    let rest = pattern.split_once("://").map_or(pattern, |(_, rest)| rest);
    rest.split('/').next().unwrap_or_default()
}

/// What is wrong with a manifest's match pattern.
pub(crate) fn match_fault(pattern: &str) -> Option<&'static str> {
    let Some(rest) = pattern.strip_prefix("https://") else {
        return Some("must begin with https://");
    };
    let Some((host, path)) = rest.split_once('/') else {
        return Some("needs a path: https://host/*");
    };
    let name = host.strip_prefix("*.").unwrap_or(host);
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.';
    if name.is_empty() || !name.contains('.') || !name.chars().all(fits) {
        return Some(
            "needs a host in lower case without port, as worker.mturk.com or *.example.org",
        );
    }
    if path.is_empty() {
        Some("needs a path: https://host/*")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_one_part_and_queries_do_not_count() {
        let base = "https://worker.mturk.com";
        for (pattern, address, expected) in [
            ("/", "", true),
            ("/", "/", true),
            ("/", "/?page_size=20", true),
            (
                "/projects",
                "/projects/?filters%5Bqualified%5D=true#a/b",
                true,
            ),
            ("/projects", "/projects/3A/tasks", false),
            (
                "/projects/*/tasks",
                "/projects/3A/tasks?ref=w_pl_prvw",
                true,
            ),
            ("/projects/*/tasks", "/projects//tasks", false),
            ("/projects/*/tasks/*", "/projects/3A/tasks", false),
            ("https://worker.mturk.com/tasks", "/tasks", true),
            ("https://other.example/tasks", "/tasks", false),
        ] {
            assert_eq!(
                fits(pattern, &format!("{base}{address}")),
                expected,
                "{pattern} {address}"
            );
        }
    }

    #[test]
    fn hosts_fit_exactly_or_by_a_leading_star() {
        assert!(host_fits("https://worker.mturk.com/*", "worker.mturk.com"));
        assert!(!host_fits(
            "https://worker.mturk.com/*",
            "evil-worker.mturk.com"
        ));
        assert!(host_fits("https://*.example.org/*", "a.example.org"));
        assert!(host_fits("https://*.example.org/*", "example.org"));
        assert!(!host_fits("https://*.example.org/*", "badexample.org"));
    }

    #[test]
    fn refuses_patterns_that_cannot_fit() {
        for bad in ["projects", "/a b", "/a?x=1", "/a/b*", "http://a.example/"] {
            assert!(fault(bad).is_some(), "{bad}");
        }
        for bad in [
            "http://a.example/*",
            "https://a.example",
            "https://A.example/*",
            "https://*/*",
        ] {
            assert!(match_fault(bad).is_some(), "{bad}");
        }
    }
}
