//! The keys of each message that a page reads. The test beside this compares them with serde's.

use serde_json::Value;

use super::{Lean, member, or_default, word};
use crate::api::{Origin, PublicReview, Reply};
use crate::event::{AssignmentKey, AssignmentKind, Cause, EventId};
use crate::evidence::{Aggregate, GroupTally, GroupTimes, Moments, Tally};
use crate::id::{GroupKey, PlatformId, RequesterKey, RequesterKind};
use crate::message::{
    BackendEvidence, BackendReviews, BackendStatus, Down, Draft, Finished, Knowledge, KnownGroup,
    KnownRequester, LiveClock, LiveGap, LiveTask, Me, MyHistory, MyLog, MyReview, Note,
    SeenOutcomes, SyncState, SyncWord, Unseen,
};
use crate::money::{Currency, Money};
use crate::review::{Issue, Measured, Rejections, Review, ReviewId, ReviewedTask, Score, Scores};
use crate::settings::{Hiding, PageSettings, Rates, Theme};

/// A struct: what must be there (an `Option` may be absent), then what has a default.
macro_rules! objects {
    ($($type:ident {
        $($must:ident $key:literal),*; $($may:ident $default_key:literal),*
    })*) => {
        $(impl Lean for $type {
            fn lean(value: &Value) -> Option<Self> {
                value.as_object()?;
                Some(Self {
                    $($must: Lean::lean(member(value, $key))?,)*
                    $($may: or_default(member(value, $default_key))?,)*
                })
            }
        })*
    };
}

macro_rules! words {
    ($($type:ident { $($variant:ident $word:literal),* })*) => {
        $(impl Lean for $type {
            fn lean(value: &Value) -> Option<Self> {
                word(value, &[$(($word, Self::$variant)),*])
            }
        })*
    };
}

objects! {
    Knowledge {
        settings "settings", backends "backends", requesters "requesters", groups "groups",
        now "now"; me "me"
    }
    Me { ; log_ratios "log_ratios", log "log" }
    MyLog {
        ;
        judged "judged", paid "paid", bonus_share "bonus_share", work_seconds "work_seconds",
        unpaid_seconds "unpaid_seconds"
    }
    KnownRequester { note "note", history "history"; evidence "evidence", hiding "hiding", mine "mine" }
    KnownGroup { my_accepted "my_accepted"; hiding "hiding", my_seconds "my_seconds" }
    MyHistory {
        earned "earned";
        submitted "submitted", paid "paid", rejected "rejected", unfinished "unfinished",
        worked_ms "worked_ms", paid_ms "paid_ms"
    }
    LiveClock {
        now "now", task "task", did "did", finished "finished";
        shown "shown", tell_again "tell_again"
    }
    Finished {
        requester "requester", group "group", reward "reward";
        requester_name "requester_name", title "title"
    }
    LiveTask {
        key "key", worked_ms "worked_ms", running "running", reward "reward", due "due",
        gap "gap";
        paused "paused", manual "manual"
    }
    LiveGap { id "id", ms "ms", cause "cause"; }
    SeenOutcomes {
        ;
        new "new", changed "changed", same "same", weak "weak", contradicting "contradicting",
        missing "missing"
    }
    BackendEvidence { backend "backend", aggregate "aggregate"; }
    Note { ; text "text", tags "tags" }
    MyReview { review "review", states "states"; }
    SyncState { backend "backend", state "state", unseen "unseen"; }
    BackendReviews { backend "backend", reviews "reviews"; }
    BackendStatus {
        url "url", name "name", read "read", write "write", public_name "public_name",
        fresh_at "fresh_at", down "down", shared "shared";
        revoked "revoked", paused "paused"
    }
    Down { since "since", why "why"; }
    Draft {
        id "id", requester "requester", task "task", rejections "rejections",
        days_to_pay "days_to_pay", measured "measured";
        requester_name "requester_name", scores "scores", issues "issues", text "text"
    }
    PublicReview {
        key "k", author "by", stored_at "stored_at", review "review", reply "reply";
        origin "origin"
    }
    Reply { text "text", verified "verified", at "at"; }
    Review {
        id "id", revision "revision", requester "requester", task "task",
        rejections "rejections", days_to_pay "days_to_pay", measured "measured",
        written_at "written_at";
        requester_name "requester_name", scores "scores", issues "issues", text "text"
    }
    ReviewedTask {
        group "group", reward "reward", claimed_seconds "claimed_seconds",
        allotted_seconds "allotted_seconds", tasks "tasks";
        title "title"
    }
    Measured {
        work_seconds "work_seconds", seen_after_seconds "seen_after_seconds",
        order_in_batch "order_in_batch";
    }
    Scores {
        communicativity "communicativity", generosity "generosity", fairness "fairness",
        promptness "promptness";
    }
    Aggregate {
        key "k";
        name "n", old_names "o", all "a", recent "q", groups "w", group_tallies "s",
        newest_at "m"
    }
    Tally {
        ;
        reviewers "r", reviews "v", scores "s", issues "i", rejections "j", days_to_pay "d",
        log_hourly_usd "h", log_time_ratio "x"
    }
    GroupTally { group "g"; all "a", recent "q" }
    GroupTimes { group "g", log_seconds "t"; later "l", seen "s", as_of "u" }
    Money { minor "minor", currency "currency"; }
    Rates { date "date", per_usd "per_usd"; }
    PageSettings {
        floor "floor", rates "rates", theme "theme", enabled "enabled", list_bar "list_bar";
        hiding "hiding", share_measured "share_measured"
    }
}

words! {
    AssignmentKind { Id "id", Group "group", Combination "combination", Own "own" }
    Cause {
        OtherTask "other_task", Elsewhere "elsewhere", Closed "closed", Silence "silence",
        Paused "paused", NoInput "no_input", Locked "locked"
    }
    RequesterKind { Id "id", Name "name", Group "group" }
    Origin { Member "member", Imported "imported", Unsigned "unsigned" }
    Unseen { Held "held", Hidden "hidden" }
    Hiding { Shown "shown", Dimmed "dimmed", Hidden "hidden" }
    Theme { Page "page", Light "light", Dark "dark" }
    Rejections { None "none", Some "some", All "all", Overturned "overturned" }
    Issue {
        TosViolation "tos_violation", Broken "broken", UnpaidScreener "unpaid_screener",
        RejectedUnfairly "rejected_unfairly", Blocked "blocked", Underpaid "underpaid"
    }
}

impl Lean for SyncWord {
    fn lean(value: &Value) -> Option<Self> {
        match member(value, "is").as_str()? {
            "waiting" => Some(Self::Waiting),
            "synced" => Some(Self::Synced),
            "refused" => Some(Self::Refused {
                why: Lean::lean(member(value, "why"))?,
            }),
            _ => None,
        }
    }
}

impl Lean for RequesterKey {
    fn lean(value: &Value) -> Option<Self> {
        Self::new(
            Lean::lean(member(value, "platform"))?,
            Lean::lean(member(value, "kind"))?,
            Lean::lean(member(value, "value"))?,
        )
        .ok()
    }
}

impl Lean for AssignmentKey {
    fn lean(value: &Value) -> Option<Self> {
        Self::new(
            Lean::lean(member(value, "platform"))?,
            Lean::lean(member(value, "kind"))?,
            Lean::lean(member(value, "value"))?,
        )
        .ok()
    }
}

impl Lean for EventId {
    fn lean(value: &Value) -> Option<Self> {
        Self::try_from(String::lean(value)?).ok()
    }
}

impl Lean for GroupKey {
    fn lean(value: &Value) -> Option<Self> {
        Self::new(
            Lean::lean(member(value, "platform"))?,
            Lean::lean(member(value, "value"))?,
        )
        .ok()
    }
}

impl Lean for PlatformId {
    fn lean(value: &Value) -> Option<Self> {
        value.as_str()?.parse().ok()
    }
}

impl Lean for Currency {
    fn lean(value: &Value) -> Option<Self> {
        value.as_str()?.parse().ok()
    }
}

impl Lean for ReviewId {
    fn lean(value: &Value) -> Option<Self> {
        Self::try_from(String::lean(value)?).ok()
    }
}

impl Lean for Score {
    fn lean(value: &Value) -> Option<Self> {
        Self::try_from(u8::lean(value)?).ok()
    }
}

impl Lean for Moments {
    fn lean(value: &Value) -> Option<Self> {
        let [n, sum, squares] = Lean::lean(value)?;
        Some(Self { n, sum, squares })
    }
}
