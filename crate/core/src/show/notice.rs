//! What moderators did, in words for the author.

use tallystick_wire::Millis;
use tallystick_wire::message::ToldNotice;

use super::text;

/// The most of a moderator's reason that is told, in characters.
const REASON_MAX_CHARS: usize = 500;

/// "A moderator of Name hid your review of Requester: reason", with the day before it.
pub fn notice(it: &ToldNotice, now: Millis) -> String {
    let community = text::name(&it.name);
    let whom = [" of ", &text::name(&it.requester_name)].concat();
    let whom = if it.requester_name.is_empty() {
        ""
    } else {
        &whom
    };
    let yours = ["your review", whom].concat();
    let moderator = ["a moderator of ", &community].concat();
    let what = match it.act.as_str() {
        "hide" => [&moderator, " hid ", &yours].concat(),
        "restore" => [&moderator, " shows ", &yours, " again"].concat(),
        "warn" => [&moderator, " warns you about ", &yours].concat(),
        "suspend" => {
            let until = it.until.map(|at| [" until ", &text::day(at, now)].concat());
            let until = until.unwrap_or_default();
            let deed = " suspended you, so that what you write is refused";
            [&moderator, deed, &until, ", over ", &yours].concat()
        }
        "hold" => {
            let deed = " back until a moderator has looked at it";
            [&community, " holds ", &yours, deed].concat()
        }
        "release" => [&moderator, " looked at ", &yours, ": it is shown"].concat(),
        "answer" => [
            &moderator,
            " published, changed or removed the requester's answer to ",
            &yours,
        ]
        .concat(),
        other => {
            let other = text::name(other);
            [&moderator, " did \u{201c}", &other, "\u{201d} to ", &yours].concat()
        }
    };
    let day = text::day(it.at, now);
    let reason = text::cut(&it.reason, REASON_MAX_CHARS);
    // Of an answer it is how the moderator knows whose it is, or why it went.
    let lead = match it.act.as_str() {
        "answer" => ". In their words: \u{2068}",
        _ => ". The reason: \u{2068}",
    };
    let why = [lead, &reason, "\u{2069}"].concat();
    let why = if reason.is_empty() { "" } else { &why };
    [&sentence(&day), ", ", &what, why].concat()
}

fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|it| it.to_uppercase().chain(chars));
    first.map(Iterator::collect).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Millis = 1_800_000_000_000;

    fn told(act: &str) -> ToldNotice {
        ToldNotice {
            url: "https://x.org".to_owned(),
            name: "Guild".to_owned(),
            at: NOW - 3_600_000,
            act: act.to_owned(),
            reason: "names a person".to_owned(),
            review: String::new(),
            requester_name: "A lab".to_owned(),
            until: None,
        }
    }

    fn plain(it: &ToldNotice) -> String {
        notice(it, NOW).replace(['\u{2068}', '\u{2069}'], "")
    }

    #[test]
    fn says_who_did_what_to_which_review_and_why() {
        assert_eq!(
            plain(&told("hide")),
            "Today, a moderator of Guild hid your review of A lab. The reason: names a person"
        );
        let mut bare = told("warn");
        bare.requester_name.clear();
        bare.reason.clear();
        assert_eq!(
            plain(&bare),
            "Today, a moderator of Guild warns you about your review"
        );
        let mut suspended = told("suspend");
        suspended.until = Some(NOW);
        assert!(plain(&suspended).contains("is refused until today, over your review of A lab"));
    }

    #[test]
    fn words_of_a_server_are_cut_and_cannot_turn_the_rest() {
        let mut hostile = told(&["\u{202e}", &"x".repeat(10_000)].concat());
        hostile.reason = ["\u{2069}\u{202e}", &"y".repeat(10_000)].concat();
        let said = notice(&hostile, NOW);
        assert!(said.chars().count() < 1_000, "{said}");
        assert!(!said.contains('\u{202e}'));
        let isolates = |mark: char| said.matches(mark).count();
        assert_eq!(isolates('\u{2068}'), isolates('\u{2069}'));
    }
}
