//! The buckets of texts: lines of `PublicReview`, compressed a requester at a time, and the name of
//! each state of them.
//!
//! The name of a requester's texts follows from which revisions of which reviews there are; a
//! bucket's name, its ETag, from the names of its requesters' texts. So neither a write nor the
//! index reads a text. This room refuses to know who asks.

use sha2::{Digest, Sha256};
use tallystick_wire::Millis;

use super::PublishError;
use super::piece;
use crate::secret::hex;
use crate::store::piece::Made;
use crate::store::reply;
use crate::store::visible::Visible;

/// The newest texts of one requester that travel in its bucket; older ones only count.
const TEXTS_MAX: usize = 50;

/// How lines are written; another number wherever [`text_line`] writes something else of the same
/// review, since names are kept by clients. A new one wants a migration that forgets all names.
const FORM: u8 = 2;

/// The name of one requester's texts, newest first, with or without their bodies.
///
/// # Errors
/// Something could not be written as JSON.
pub fn name_of(texts: &[Visible]) -> Result<String, serde_json::Error> {
    let mut hash = Sha256::new();
    hash.update([FORM]);
    for it in texts.iter().take(TEXTS_MAX) {
        let (review, voice) = ((&it.review_id, it.revision), (&it.public_name, &it.origin));
        let reply = (&it.reply_text, &it.verified, it.replied_at);
        let at = to_the_hour(it.stored_at);
        let said = (&it.requester_key, review, voice, at, reply);
        hash.update(serde_json::to_vec(&said)?);
    }
    Ok(short(hash))
}

/// The ETag of the bucket of requesters with these keys and names of texts, sorted by key.
pub(super) fn etag_of<'n>(names: impl Iterator<Item = (&'n str, &'n str)>) -> String {
    let mut hash = Sha256::new();
    hash.update([FORM]);
    for (key, name) in names {
        hash.update(key);
        hash.update(" ");
        hash.update(name);
        hash.update("\n");
    }
    format!("\"{}\"", short(hash))
}

fn short(hash: Sha256) -> String {
    let mut hash = hex(&hash.finalize());
    hash.truncate(32);
    hash
}

/// The pieces of requesters, made of all that is visible of them, by requester, newest first.
pub(super) fn make(texts: &[Visible]) -> Result<Vec<Made>, PublishError> {
    let of_each = texts.chunk_by(|a, b| a.requester_key == b.requester_key);
    of_each
        .filter_map(|it| Some((it.first()?, it)))
        .map(|(first, texts)| {
            let mut lines = String::new();
            for it in texts.iter().take(TEXTS_MAX) {
                lines.push_str(&text_line(it)?);
                lines.push('\n');
            }
            Ok(Made {
                requester_key: first.requester_key.clone(),
                texts_name: name_of(texts)?,
                piece: piece::pack(lines.as_bytes())?,
            })
        })
        .collect()
}

/// One `PublicReview`, without its line feed.
///
/// # Errors
/// A name could not be written as JSON.
pub fn text_line(it: &Visible) -> Result<String, serde_json::Error> {
    let author = serde_json::to_string(&it.public_name)?;
    let (key, stored_at, body) = (&it.requester_key, to_the_hour(it.stored_at), &it.body);
    let origin = match it.origin.as_str() {
        "member" => String::new(),
        other => format!("\"origin\":\"{other}\","),
    };
    let reply = match reply::of(&it.reply_text, &it.verified, it.replied_at) {
        Some(reply) => format!(",\"reply\":{}", serde_json::to_string(&reply)?),
        None => String::new(),
    };
    Ok(format!(
        "{{\"k\":\"{key}\",\"by\":{author},\"stored_at\":{stored_at},{origin}\"review\":{body}{reply}}}"
    ))
}

/// When something was stored, for everyone: a requester who sees when tasks were handed in must not
/// find the worker by the minute in which they wrote.
pub const fn to_the_hour(instant: Millis) -> Millis {
    instant - instant.rem_euclid(3_600_000)
}
