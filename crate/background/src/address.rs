//! A backend's address as typed, made into the one form in which it is stored and compared.
//!
//! It refuses to know whether anybody answers there.

use tallystick_wire::api::{INVITATION_PREFIX, PUBLIC_PREFIX, SECRET_PREFIX};

/// Why an address cannot be a backend's; a sentence with the cure.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadAddress(String);

/// The hosts for which plain http is allowed: nobody is between us and this machine. (`[::1]` is
/// missing because the extension's own policy cannot name it.)
const LOOPBACK: [&str; 2] = ["localhost", "127.0.0.1"];
const LONGEST: usize = 300;

/// Scheme and host in lower case, `https://` where none was typed, default ports and trailing
/// slashes gone: `Example.org/tally/` becomes `https://example.org/tally`.
///
/// # Errors
/// Says what is wrong and what to type instead.
pub fn normalise(typed: &str) -> Result<String, BadAddress> {
    let typed = typed.trim();
    if typed.is_empty() {
        return bad("Type the address of a backend, as https://tally.example.org".to_owned());
    }
    if typed.starts_with(SECRET_PREFIX) {
        return bad("This is a secret, not an address: show it to nobody".to_owned());
    }
    if typed.starts_with(PUBLIC_PREFIX) || typed.starts_with(INVITATION_PREFIX) {
        return bad("Type the address first, as https://tally.example.org".to_owned());
    }
    if LONGEST < typed.len() {
        return bad(format!("The address is longer than {LONGEST} characters"));
    }
    let (scheme, rest) = match typed.split_once("://") {
        Some((scheme, rest)) => (scheme.to_ascii_lowercase(), rest),
        None => (default_scheme(typed).to_owned(), typed),
    };
    if scheme != "https" && scheme != "http" {
        return bad(format!(
            "{scheme}:// is no address of a backend: it begins with https://"
        ));
    }
    let cut = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(cut);
    let authority = authority.to_ascii_lowercase();
    let (host, port) = host_and_port(&authority)?;
    if scheme == "http" && !LOOPBACK.contains(&host) {
        return bad(format!(
            "http://{host} would send your reviews and your secret unencrypted: use https:// \
             (plain http is for localhost and 127.0.0.1 only)"
        ));
    }
    let port = match (scheme.as_str(), port) {
        (_, None) | ("https", Some(443)) | ("http", Some(80)) => String::new(),
        (_, Some(port)) => format!(":{port}"),
    };
    Ok(format!("{scheme}://{host}{port}{}", checked_path(path)?))
}

/// What is typed without the invitation after it, and the invitation: moderators hand out
/// `https://tally.example.org#tsi_…`, of which browsers and servers see nothing after the `#`.
pub fn split_invitation(typed: &str) -> (&str, Option<&str>) {
    match typed.trim().split_once('#') {
        Some((address, invitation)) if invitation.starts_with(INVITATION_PREFIX) => {
            (address, Some(invitation))
        }
        _ => (typed, None),
    }
}

fn default_scheme(typed: &str) -> &'static str {
    let host = typed.split(['/', ':']).next().unwrap_or_default();
    if LOOPBACK.contains(&host.to_ascii_lowercase().as_str()) {
        "http"
    } else {
        "https"
    }
}

fn host_and_port(authority: &str) -> Result<(&str, Option<u16>), BadAddress> {
    if authority.contains('@') {
        return bad("Leave out the user name and password before the @".to_owned());
    }
    let (host, port) = match authority.split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (authority, None),
    };
    let label_fits = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|c| c.is_ascii_alphanumeric() || c == b'-' || c == b'_')
    };
    if !host.split('.').all(label_fits) {
        return bad(format!(
            "{host:?} is no host name: letters, digits, dots and hyphens (a name in another \
             script in its xn-- form)"
        ));
    }
    let Some(port) = port else {
        return Ok((host, None));
    };
    match port.parse::<u16>() {
        Ok(number) if number != 0 && port.bytes().all(|c| c.is_ascii_digit()) => {
            Ok((host, Some(number)))
        }
        _ => bad(format!("{port:?} is no port: a number from 1 to 65535")),
    }
}

fn checked_path(path: &str) -> Result<&str, BadAddress> {
    if path.contains(['?', '#']) {
        return bad("Leave out everything from ? or # on: a backend's address ends before".into());
    }
    let path = path.trim_end_matches('/');
    let fits = |c: char| c.is_ascii_alphanumeric() || "-._~%!$&'()*+,;=:@/".contains(c);
    let odd = path.contains("//") || path.split('/').any(|part| part == "." || part == "..");
    if odd || !path.chars().all(fits) {
        return bad(format!(
            "{path:?} is no path of a backend: copy it from the browser's bar"
        ));
    }
    Ok(path)
}

fn bad<T>(why: String) -> Result<T, BadAddress> {
    Err(BadAddress(why))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invitation_stands_after_the_address() {
        let both = split_invitation(" https://a.org/t#tsi_x ");
        assert_eq!(both, ("https://a.org/t", Some("tsi_x")));
        assert_eq!(split_invitation("a.org#x"), ("a.org#x", None));
    }

    #[test]
    fn a_secret_is_no_address() {
        for pasted in ["tss_x", "tsw_x", "tsi_x"] {
            assert!(normalise(pasted).is_err(), "{pasted}");
        }
        assert!(normalise("tss_x").unwrap_err().0.contains("secret"));
    }

    #[test]
    fn the_same_backend_has_one_form() {
        for typed in [
            "example.org",
            " HTTPS://Example.org/ ",
            "https://example.org:443",
            "https://example.org//",
        ] {
            assert_eq!(normalise(typed).unwrap(), "https://example.org", "{typed}");
        }
        assert_eq!(
            normalise("https://x.org/Tally/").unwrap(),
            "https://x.org/Tally"
        );
        assert_eq!(
            normalise("localhost:8080").unwrap(),
            "http://localhost:8080"
        );
        assert_eq!(
            normalise("http://127.0.0.1:1234/").unwrap(),
            "http://127.0.0.1:1234"
        );
    }

    #[test]
    fn refuses_plain_http_anywhere_else_and_says_why() {
        for typed in [
            "http://example.org",
            "http://192.168.0.2:80",
            "http://localhost.evil.org",
        ] {
            let why = normalise(typed).unwrap_err().to_string();
            assert!(
                why.contains("unencrypted") && why.contains("https://"),
                "{typed}: {why}"
            );
        }
    }

    #[test]
    fn refuses_what_is_no_address() {
        for typed in [
            "",
            "   ",
            "ftp://example.org",
            "javascript:alert(1)//",
            "https://",
            "https://user:pass@example.org",
            "https://exa mple.org",
            "https://example..org",
            "https://-example.org",
            "https://bücher.example",
            "https://example.org:0",
            "https://example.org:65536",
            "https://example.org:+80",
            "https://example.org/?a=b",
            "https://example.org#x",
            "https://example.org/a/../b",
            "https://example.org/<b>",
        ] {
            assert!(normalise(typed).is_err(), "{typed} was taken");
        }
        assert!(normalise(&format!("https://{}.org", "x".repeat(300))).is_err());
    }
}
