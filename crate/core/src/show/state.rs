//! Where reviews and backends stand, in a few words.

use tallystick_wire::Millis;
use tallystick_wire::message::{BackendStatus, MyReview, SyncState, SyncWord, Unseen};

use super::text;

/// Where my review stands: the worst news first, since that is what asks for a deed.
///
/// "refused by Name: why", "waiting for Name", "waiting for Name, which is paused", "hidden by a moderator
/// of Name", "held back by Name until a moderator has looked at it", "synced", "saved on this machine".
pub fn review_state(mine: &MyReview, backends: &[BackendStatus]) -> String {
    let refused = mine.states.iter().find_map(|it| match &it.state {
        SyncWord::Refused { why } => Some((it, why)),
        SyncWord::Waiting | SyncWord::Synced => None,
    });
    if let Some((state, why)) = refused {
        let why = text::cut(why, 200);
        return [
            "refused by ",
            &backend_name(state, backends),
            ": \u{2068}",
            &why,
            "\u{2069}",
        ]
        .concat();
    }
    match mine.states.iter().find(|it| it.state == SyncWord::Waiting) {
        Some(state) => {
            let name = backend_name(state, backends);
            let paused = |it: &BackendStatus| it.url == state.backend && it.paused;
            let how = if backends.iter().any(paused) {
                ", which is paused"
            } else {
                ""
            };
            ["waiting for ", &name, how].concat()
        }
        None if mine.states.is_empty() => "saved on this machine".to_owned(),
        None => stands(mine, backends),
    }
}

/// Where everyone has it: what keeps it from being seen, if anything does.
fn stands(mine: &MyReview, backends: &[BackendStatus]) -> String {
    let unseen = |it: &SyncState| it.unseen.map(|how| (how, backend_name(it, backends)));
    match mine.states.iter().find_map(unseen) {
        Some((Unseen::Hidden, name)) => ["hidden by a moderator of ", &name].concat(),
        Some((Unseen::Held, name)) => {
            let until = " until a moderator has looked at it";
            ["held back by ", &name, until].concat()
        }
        None => "synced".to_owned(),
    }
}

fn backend_name(state: &SyncState, backends: &[BackendStatus]) -> String {
    let known = backends.iter().find(|it| it.url == state.backend);
    text::name(known.map_or(state.backend.as_str(), |it| it.name.as_str()))
}

/// How a backend is: "paused", "synced 3 min ago", "down since Tuesday: using data of Monday", "knows this
/// device no more".
pub fn backend_state(backend: &BackendStatus, now: Millis) -> String {
    if backend.paused {
        return "paused".to_owned();
    }
    if backend.revoked {
        return "knows this device no more".to_owned();
    }
    match (&backend.down, backend.fresh_at) {
        (None, Some(fresh)) => ["synced ", &text::age(fresh, now)].concat(),
        (None, None) => "not synced yet".to_owned(),
        (Some(down), fresh) => {
            let since = text::day(down.since, now);
            let data = match fresh {
                Some(fresh) => ["using data of ", &text::day(fresh, now)].concat(),
                None => "no data yet".to_owned(),
            };
            ["down since ", &since, ": ", &data].concat()
        }
    }
}

/// What a page says that cannot be read: said once in the row and in the popup.
pub fn blind(platform_name: &str) -> String {
    let platform = text::name(platform_name);
    [
        &platform,
        " changed its page: pay figures and reputation are off here, nothing is guessed.",
    ]
    .concat()
}
