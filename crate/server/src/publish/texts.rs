//! The buckets of texts: lines of `PublicReview`, and the name of each state of them.
//!
//! The name, the ETag, follows from which revisions of which reviews there are, so that the index
//! can say it without reading a text. This room refuses to know who asks.

use sha2::{Digest, Sha256};
use tallystick_wire::Millis;

use super::PublishError;
use super::body::Body;
use crate::secret::hex;
use crate::store::reply;
use crate::store::visible::Visible;

/// The newest texts of one requester that travel in its bucket; older ones only count.
const TEXTS_MAX: usize = 50;

/// How lines are written; another number wherever [`text_line`] writes something else of the same
/// review, since names are kept by clients.
const FORM: u8 = 1;

/// The ETag of the bucket that these make, with or without their bodies. `texts` are sorted by
/// requester, newest first.
pub(super) fn name_of(texts: &[Visible]) -> Result<String, serde_json::Error> {
    let mut hash = Sha256::new();
    hash.update([FORM]);
    for it in newest(texts) {
        let (review, voice) = ((&it.review_id, it.revision), (&it.public_name, &it.origin));
        let reply = (&it.reply_text, &it.verified, it.replied_at);
        let at = to_the_hour(it.stored_at);
        let said = (&it.requester_key, review, voice, at, reply);
        hash.update(serde_json::to_vec(&said)?);
    }
    let hash = hex(&hash.finalize());
    Ok(format!("\"{}\"", hash.get(..32).unwrap_or_default()))
}

/// The bucket that these make.
pub(super) fn body_of(texts: &[Visible]) -> Result<Body, PublishError> {
    let mut lines = String::new();
    for it in newest(texts) {
        lines.push_str(&text_line(it)?);
        lines.push('\n');
    }
    Ok(Body::packed(name_of(texts)?, &lines)?)
}

/// The newest of each requester.
fn newest(texts: &[Visible]) -> impl Iterator<Item = &Visible> {
    let of_each = texts.chunk_by(|a, b| a.requester_key == b.requester_key);
    of_each.flat_map(|it| it.iter().take(TEXTS_MAX))
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
