//! A request out of its text.
//!
//! The same as `serde_json::from_str::<Request>`, in a third of the size: serde reads a tagged enum
//! by way of a tree of values, and then every type twice, once from text and once from the tree. Here
//! the tag is read first and then the one type that it names.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use tallystick_wire::message::{LedgerRequest, Request};

#[derive(Deserialize)]
struct Tag {
    ask: String,
}

/// The request; `None` if the text is none.
pub fn request(text: &str) -> Option<Request> {
    let tag: Tag = serde_json::from_str(text).ok()?;
    match tag.ask.as_str() {
        "look_up" => as_one(text, Request::LookUp),
        "read_reviews" => as_one(text, Request::ReadReviews),
        "save_review" => as_one(text, Request::SaveReview),
        "delete_review" => as_one(text, Request::DeleteReview),
        "restore_review" => as_one(text, Request::RestoreReview),
        "list_reviews" => as_one(text, Request::ListReviews),
        "save_note" => as_one(text, Request::SaveNote),
        "set_hiding" => as_one(text, Request::SetHiding),
        "report_blind" => as_one(text, Request::ReportBlind),
        "report_seen" => as_one(text, Request::ReportSeen),
        "inject_fallback" => as_one(text, Request::InjectFallback),
        "get_status" => as_one(text, Request::GetStatus),
        "get_settings" => as_one(text, Request::GetSettings),
        "set_settings" => as_one(text, Request::SetSettings),
        "probe_backend" => as_one(text, Request::ProbeBackend),
        "add_backend" => as_one(text, Request::AddBackend),
        "remove_backend" => as_one(text, Request::RemoveBackend),
        "pause_backend" => as_one(text, Request::PauseBackend),
        "put_notice_away" => as_one(text, Request::PutNoticeAway),
        "list_tokens" => as_one(text, Request::ListTokens),
        "name_token" => as_one(text, Request::NameToken),
        "revoke_token" => as_one(text, Request::RevokeToken),
        "leave_backend" => as_one(text, Request::LeaveBackend),
        "pack_move" => as_one(text, Request::PackMove),
        "open_move" => as_one(text, Request::OpenMove),
        "take_move" => as_one(text, Request::TakeMove),
        "sync_now" => as_one(text, Request::SyncNow),
        "list_marks" => as_one(text, Request::ListMarks),
        "open_options" => as_one(text, Request::OpenOptions),
        "join_progress" => as_one(text, Request::JoinProgress),
        "ping" => as_one(text, Request::Ping),
        "clock_report" => as_one(text, Request::ClockReport),
        "clock_act" => as_one(text, Request::ClockAct),
        "count_gap" => as_one(text, Request::CountGap),
        "amend_clock" => as_one(text, Request::AmendClock),
        "see_outcomes" => as_one(text, Request::SeeOutcomes),
        "ledger" => as_one(text, Request::Ledger),
        _ => None,
    }
}

/// A question about the ledger; `None` if the text is none.
pub fn ledger(text: &str) -> Option<LedgerRequest> {
    let tag: Tag = serde_json::from_str(text).ok()?;
    match tag.ask.as_str() {
        "go_on" => as_one(text, LedgerRequest::GoOn),
        "stop_long_work" => as_one(text, LedgerRequest::StopLongWork),
        "read_ledger" => as_one(text, LedgerRequest::ReadLedger),
        "read_assignments" => as_one(text, LedgerRequest::ReadAssignments),
        "read_history" => as_one(text, LedgerRequest::ReadHistory),
        "read_events" => as_one(text, LedgerRequest::ReadEvents),
        "append_entries" => as_one(text, LedgerRequest::AppendEntries),
        "stage_import" => as_one(text, LedgerRequest::StageImport),
        "commit_import" => as_one(text, LedgerRequest::CommitImport),
        "drop_import" => as_one(text, LedgerRequest::DropImport),
        "mark_saved" => as_one(text, LedgerRequest::MarkSaved),
        "wipe_ledger" => as_one(text, LedgerRequest::WipeLedger),
        _ => None,
    }
}

fn as_one<T: DeserializeOwned, R>(text: &str, request: fn(T) -> R) -> Option<R> {
    serde_json::from_str(text).ok().map(request)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = r#"{"platform":"mturk","kind":"id","value":"A1"}"#;
    const ID: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

    /// One of each.
    fn examples() -> Vec<String> {
        let one = |ask: &str, rest: &str| format!(r#"{{"ask":"{ask}"{rest}}}"#);
        let key = format!(r#","requester":{KEY}"#);
        let id = format!(r#","id":"{ID}""#);
        let page = r#","platform":"mturk","page":"x""#;
        vec![
            one(
                "look_up",
                r#","platform":"mturk","requesters":[],"groups":[]"#,
            ),
            one("read_reviews", &key),
            one("save_review", &format!(r#","draft":{{"requester":{KEY}}}"#)),
            one("delete_review", &id),
            one("restore_review", &id),
            one("list_reviews", ""),
            one("save_note", &format!(r#"{key},"note":{{}}"#)),
            one(
                "set_hiding",
                &format!(r#","target":{{"of":"requester","key":{KEY}}},"hiding":"dimmed""#),
            ),
            one("report_blind", &format!(r#"{page},"report":"x""#)),
            one("report_seen", page),
            one("inject_fallback", ""),
            one("get_status", ""),
            one("get_settings", ""),
            one("set_settings", r#","values":{"a":"1"}"#),
            one("probe_backend", r#","url":"x""#),
            one("pause_backend", r#","url":"x","paused":true"#),
            one(
                "put_notice_away",
                r#","url":"x","at":0,"act":"hide","review":"x""#,
            ),
            one("add_backend", r#","url":"x","read":true,"write":false"#),
            one("remove_backend", r#","url":"x""#),
            one("list_tokens", r#","url":"x""#),
            one("name_token", r#","url":"x","id":"y","name":"z""#),
            one("revoke_token", r#","url":"x","id":"y""#),
            one("leave_backend", r#","url":"x","reviews":"leave""#),
            one("pack_move", r#","passphrase":"x","day":"y""#),
            one("open_move", r#","file":"x","passphrase":"y""#),
            one(
                "take_move",
                r#","file":"x","passphrase":"y","settings":true,"day":"2026-11-28""#,
            ),
            one("sync_now", ""),
            one("list_marks", ""),
            one("open_options", ""),
            one("join_progress", ""),
            one("ping", ""),
            one(
                "clock_report",
                r#","platform":"mturk","origin":1,"elapsed":2,"sign":"opened","on":{"is":"list"}"#,
            ),
            one("clock_act", &format!(r#","key":{KEY},"act":"start""#)),
            one("count_gap", &format!(r#","key":{KEY},"gap":"{ID}""#)),
            one(
                "amend_clock",
                &format!(r#","key":{KEY},"change":{{"corrected":{{"worked_ms":5}}}}"#),
            ),
            one("see_outcomes", page),
            one("ledger", r#","question":"{}""#),
        ]
    }

    #[test]
    fn reads_what_serde_reads() {
        let examples = examples();
        assert_eq!(
            examples.len(),
            Request::NAMES.len(),
            "a request has no example"
        );
        for text in examples {
            let expected: Request = serde_json::from_str(&text).unwrap();
            assert_eq!(request(&text), Some(expected), "{text}");
        }
    }

    #[test]
    fn reads_every_question_about_the_ledger() {
        let import = format!(r#","import":"{ID}""#);
        for (ask, rest) in [
            ("read_ledger", ""),
            ("read_assignments", r#","limit":5"#),
            ("read_history", &format!(r#","key":{KEY}"#)),
            ("read_events", r#","after":7"#),
            ("append_entries", r#","entries":[{"kind":"submitted"}]"#),
            ("stage_import", &format!(r#"{import},"events":[]"#)),
            ("commit_import", &import),
            ("drop_import", &import),
            ("go_on", ""),
            ("stop_long_work", ""),
            ("mark_saved", r#","events":3"#),
            ("wipe_ledger", r#","platform":"mturk""#),
        ] {
            let text = format!(r#"{{"ask":"{ask}"{rest}}}"#);
            let expected: LedgerRequest = serde_json::from_str(&text).unwrap();
            assert_eq!(ledger(&text), Some(expected), "{text}");
        }
        assert_eq!(ledger(r#"{"ask":"ping"}"#), None);
    }

    #[test]
    fn refuses_what_is_no_request() {
        for text in [
            "",
            "{}",
            "[]",
            "1",
            r#"{"ask":"sudo"}"#,
            r#"{"ask":"look_up"}"#,
        ] {
            assert_eq!(request(text), None, "{text}");
        }
    }
}
