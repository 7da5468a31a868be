//! What moderators did to the worker's reviews: asked for, kept, told until it is put away.
//!
//! It is asked with the secret, so never because of what the worker looks at: right after a sync, at
//! most once an hour, and else about once a day when the alarm rings.

use serde::{Deserialize, Serialize};
use tallystick_browser::{clock, consent, console, random};
use tallystick_wire::Millis;
use tallystick_wire::api::{Me, Notice};
use tallystick_wire::message::{MyReview, PutNoticeAway, ToldNotice, Unseen};

use crate::backend::Backend;
use crate::client::Client;
use crate::mine::Mine;
use crate::order;
use crate::schedule;
use crate::store;
use crate::sync;
use crate::together;
use crate::trouble::Done;
use crate::world::{Memory, World};

/// The shortest time between two questions.
const HOUR_MS: Millis = 60 * 60_000;
/// The usual time between two questions, halved by chance so that no clock is told by it.
const DAY_MS: Millis = 24 * HOUR_MS;
/// The most notices of a backend that are kept, the newest.
const KEPT_MAX: usize = 50;
/// The most of a reason that is kept, in characters.
const REASON_MAX_CHARS: usize = 500;
/// The most of a server's other words that are kept, in characters.
const WORD_MAX_CHARS: usize = 50;

/// What is kept of one backend's notices.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notices {
    /// When they were last asked for; 0: never.
    pub asked_at: Millis,
    /// When they are to be asked for without a sync.
    pub ask_at: Millis,
    /// Until when the worker is suspended there.
    pub suspended_until: Option<Millis>,
    /// Newest first.
    pub kept: Vec<Kept>,
}

/// One notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// As the backend told it, cut to what is shown.
    pub notice: Notice,
    /// Whether the worker has read it and wants it told no more.
    pub away: bool,
}

impl Notices {
    /// Takes what a backend says now. What was put away stays so; what it tells no more goes.
    /// `chance` is a random number in 0..1.
    pub fn take(&mut self, me: Me, now: Millis, chance: f64) {
        let mut kept = Vec::new();
        for notice in me.notices.into_iter().take(KEPT_MAX) {
            let notice = shortened(notice);
            let away = self.kept.iter().any(|it| it.away && it.is(&notice));
            kept.push(Kept { notice, away });
        }
        self.kept = order::newest_first(kept, |it| it.notice.at);
        self.suspended_until = me.suspended_until;
        self.asked(now, chance);
    }

    /// Why others do not see a review there, as far as was told; whether that was put away makes no
    /// difference.
    fn unseen(&self, review: &str) -> Option<Unseen> {
        let of_it = self.kept.iter().filter(|it| it.notice.review == review);
        let mut said = of_it.filter_map(|it| match it.notice.act.as_str() {
            "hide" => Some(Some(Unseen::Hidden)),
            "hold" => Some(Some(Unseen::Held)),
            "restore" | "release" => Some(None),
            _ => None,
        });
        said.next().flatten()
    }

    /// It was asked, whatever came of it.
    pub fn asked(&mut self, now: Millis, chance: f64) {
        self.asked_at = now;
        self.ask_at = now + DAY_MS / 2 + (DAY_MS as f64 / 2.0 * chance.clamp(0.0, 1.0)) as Millis;
    }

    fn put_away(&mut self, ask: &PutNoticeAway) {
        let is = |it: &Notice| (it.at, &it.act, &it.review) == (ask.at, &ask.act, &ask.review);
        let named = self.kept.iter_mut().filter(|it| is(&it.notice));
        named.for_each(|it| it.away = true);
    }
}

impl Kept {
    fn is(&self, other: &Notice) -> bool {
        let it = &self.notice;
        (it.at, &it.act, &it.review) == (other.at, &other.act, &other.review)
    }
}

/// Asks a backend that was just synced with, unless that was done within the hour.
pub async fn after_sync(world: &World, url: &str) {
    let fits = |it: &Backend, now| it.notices.asked_at + HOUR_MS <= now;
    ask(world, url, fits).await;
}

/// Asks all backends where it is due, for the alarm.
pub async fn when_due(world: &World) {
    let now = clock::now();
    let urls = world.urls(|it| it.notices_at().is_some_and(|at| at <= now));
    if urls.is_empty() {
        return;
    }
    // Should the worker be killed while it asks, what else is due is done all the same.
    schedule::wake_soon().await;
    let is_due = |it: &Backend, now| it.notices.ask_at <= now;
    together::all(urls.iter().map(|url| ask(world, url, is_due))).await;
}

async fn ask(world: &World, url: &str, fits: impl Fn(&Backend, Millis) -> bool) {
    let task = async || {
        let now = clock::now();
        let due = |it: &Backend| it.notices_at().is_some() && fits(it, now);
        if world.backend(url).is_some_and(|it| due(&it))
            && let Err(why) = asked(world, url, now).await
        {
            console::error(&why.to_string());
        }
    };
    world.alone(format!("notices {url}"), task).await;
}

async fn asked(world: &World, url: &str, now: Millis) -> Done<()> {
    let read = world.database.read(&[store::SECRETS])?;
    let Some(secret) = read.get(store::SECRETS, url).await? else {
        return Ok(());
    };
    if !consent::is_given().await {
        return Ok(());
    }
    let client = Client {
        url,
        secret: Some(&secret),
    };
    let chance = random::unit();
    match client.me().await {
        Ok(me) => {
            let before = world.backend(url).map(|it| it.notices.kept);
            let take = |it: &mut Backend| it.notices.take(me, now, chance);
            world.change_backend(url, take).await?;
            if before != world.backend(url).map(|it| it.notices.kept) {
                schedule::mark_icon(world).await;
            }
        }
        Err(fault) if sync::is_unknown(&fault) => {
            sync::rest(world, url).await?;
            schedule::mark_icon(world).await;
        }
        // It is asked again another day; whether it can be reached is for the sync to say.
        Err(_) => {
            let later = |it: &mut Backend| it.notices.asked(now, chance);
            world.change_backend(url, later).await?;
        }
    }
    Ok(())
}

/// Tells a notice no more.
///
/// # Errors
/// The browser's words.
pub async fn put_away(world: &World, ask: PutNoticeAway) -> Done<()> {
    let put = |it: &mut Backend| it.notices.put_away(&ask);
    world.change_backend(&ask.url, put).await?;
    schedule::mark_icon(world).await;
    Ok(())
}

/// Everything that was not put away, newest first.
pub fn told(memory: &Memory) -> Vec<ToldNotice> {
    let mut all = Vec::new();
    for backend in &memory.backends {
        let of = backend.notices.kept.iter().filter(|it| !it.away);
        all.extend(of.map(|it| one(memory, backend, &it.notice)));
    }
    order::newest_first(all, |it| it.at)
}

/// One of the worker's reviews as pages see it: where it stands, and whether others see it there.
pub fn shown(memory: &Memory, mine: &Mine) -> MyReview {
    let mut shown = mine.shown();
    for state in &mut shown.states {
        let backend = memory.backends.iter().find(|it| it.url == state.backend);
        let notices = backend.map(|it| &it.notices);
        state.unseen = notices.and_then(|it| it.unseen(mine.review.id.as_str()));
    }
    shown
}

fn one(memory: &Memory, backend: &Backend, it: &Notice) -> ToldNotice {
    let review = memory.reviews.get(&it.review).map(|mine| &mine.review);
    let called = review.map(|it| match it.requester_name.as_str() {
        "" => it.requester.value.clone(),
        name => name.to_owned(),
    });
    let suspends = it.act == "suspend";
    ToldNotice {
        url: backend.url.clone(),
        name: backend.about.name.clone(),
        at: it.at,
        act: it.act.clone(),
        reason: it.reason.clone(),
        review: it.review.clone(),
        requester_name: called.unwrap_or_default(),
        until: backend.notices.suspended_until.filter(|_| suspends),
    }
}

fn shortened(it: Notice) -> Notice {
    let cut = |text: &str, max| text.chars().take(max).collect();
    Notice {
        at: it.at,
        act: cut(&it.act, WORD_MAX_CHARS),
        reason: cut(&it.reason, REASON_MAX_CHARS),
        review: cut(&it.review, WORD_MAX_CHARS),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn me(acts: &[(Millis, &str)]) -> Me {
        let notice = |(at, act): &(Millis, &str)| Notice {
            at: *at,
            act: (*act).to_owned(),
            reason: "r".repeat(9_000),
            review: "id".to_owned(),
        };
        Me {
            public_name: String::new(),
            created_at: 0,
            standing: String::new(),
            weight: 1.0,
            suspended_until: None,
            notices: acts.iter().map(notice).collect(),
        }
    }

    #[test]
    fn what_was_put_away_stays_so_and_what_is_new_is_told() {
        let mut it = Notices::default();
        it.take(me(&[(2, "hide"), (1, "warn")]), 10, 0.0);
        it.put_away(&PutNoticeAway {
            url: String::new(),
            at: 2,
            act: "hide".to_owned(),
            review: "id".to_owned(),
        });
        it.take(me(&[(3, "restore"), (2, "hide"), (2, "warn")]), 20, 0.0);
        let away: Vec<bool> = it.kept.iter().map(|it| it.away).collect();
        assert_eq!(away, [false, true, false]);
    }

    #[test]
    fn the_newest_word_says_whether_a_review_is_seen() {
        let mut it = Notices::default();
        let mut check = |acts: &[(Millis, &str)], expected: Option<Unseen>| {
            it.take(me(acts), 10, 0.0);
            assert_eq!(it.unseen("id"), expected, "{acts:?}");
            assert_eq!(it.unseen("another"), None);
        };
        check(&[(1, "warn")], None);
        check(&[(1, "hold")], Some(Unseen::Held));
        check(&[(1, "hold"), (2, "release")], None);
        check(
            &[(3, "warn"), (2, "hide"), (1, "hold")],
            Some(Unseen::Hidden),
        );
        check(&[(3, "restore"), (2, "hide")], None);
    }

    #[test]
    fn is_asked_again_after_half_a_day_to_a_day() {
        let mut it = Notices::default();
        it.asked(0, 0.0);
        assert_eq!(it.ask_at, DAY_MS / 2);
        it.asked(0, 1.0);
        assert_eq!(it.ask_at, DAY_MS);
    }

    #[test]
    fn keeps_no_more_than_is_told() {
        let many: Vec<(Millis, &str)> = (0..500).map(|at| (at, "hide")).collect();
        let mut it = Notices::default();
        it.take(me(&many), 0, 0.0);
        assert_eq!(it.kept.len(), KEPT_MAX);
        let long = it.kept.iter().map(|it| it.notice.reason.chars().count());
        assert_eq!(long.max(), Some(REASON_MAX_CHARS));
    }
}
