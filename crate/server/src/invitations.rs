//! Making invitations, for the command and for the moderators' desk.

use tallystick_wire::Millis;

use crate::membership::InvitationChange;
use crate::secret::{Secret, random_id};
use crate::statistics::DAY_MS;
use crate::store::invitation::Invitation;

/// The longest note in characters.
const NOTE_MAX: usize = 120;

/// A new invitation: what is handed out, shown once, and what is stored.
///
/// # Errors
/// The system has no randomness to give.
pub fn make(
    (uses, days): (u32, u32),
    note: &str,
    made_by: &str,
    now: Millis,
) -> Result<(Secret, InvitationChange), getrandom::Error> {
    let secret = Secret::new_invitation()?;
    let id = random_id()?;
    let invitation = Invitation {
        invitation_id: id.get(..8).unwrap_or_default().to_owned(),
        note: note.trim().chars().take(NOTE_MAX).collect(),
        made_by: made_by.to_owned(),
        made_at: now,
        expires_at: now + i64::from(days) * DAY_MS,
        uses: i64::from(uses),
        uses_left: i64::from(uses),
        revoked_at: 0,
    };
    let secret_hash = secret.hash();
    let change = InvitationChange::Make {
        invitation,
        secret_hash,
    };
    Ok((secret, change))
}

/// One invitation in a line.
pub fn line(it: &Invitation, now: Millis) -> String {
    let state = if it.is_open(now) {
        let days = (it.expires_at - now) / DAY_MS;
        format!("{} of {} left, for {days} days", it.uses_left, it.uses)
    } else if it.revoked_at != 0 {
        format!("revoked; {} came by it", it.uses - it.uses_left)
    } else {
        format!("over; {} came by it", it.uses - it.uses_left)
    };
    let by = match it.made_by.as_str() {
        "" => "the operator",
        name => name,
    };
    let note = match it.note.as_str() {
        "" => String::new(),
        note => format!(" ({note})"),
    };
    format!("{} by {by}{note}: {state}", it.invitation_id)
}
