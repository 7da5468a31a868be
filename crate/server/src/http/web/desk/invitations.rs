//! Invitations on the desk: making them, and revoking them.

use maud::{Markup, html};

use super::Sent;
use super::session::Moderator;
use crate::http::App;
use crate::http::error::ApiError;
use crate::invitations;
use crate::membership::InvitationChange;
use crate::store::invitation;

/// How many are listed, the newest.
const LISTED: i64 = 30;
/// Uses and days of one that is made here.
const USES_MAX: u32 = 100;
const DAYS: u32 = 14;

/// The part of the desk.
pub(super) async fn part(app: &App, moderator: &Moderator) -> Result<Markup, ApiError> {
    let known = invitation::newest(app.database.readers(), LISTED).await?;
    let (now, mark) = ((app.clock)(), moderator.mark());
    Ok(html! {
        section aria-labelledby="invitations" {
            h2 #invitations { "Invitations" }
            form .narrow method="post" action="desk" {
                input type="hidden" name="mark" value=(mark);
                label { "How many may come by it "
                    input type="number" name="uses" value="1" min="1" max=(USES_MAX);
                }
                label { "A note for this list " input type="text" name="reason" maxlength="120"; }
                button type="submit" name="act" value="invite" { "Make an invitation" }
            }
            ul .acts {
                @for it in &known {
                    li {
                        (invitations::line(it, now))
                        @if it.is_open(now) {
                            form method="post" action="desk" {
                                input type="hidden" name="mark" value=(mark);
                                input type="hidden" name="review" value=(it.invitation_id);
                                button .quiet type="submit" name="act" value="uninvite" { "Revoke" }
                            }
                        }
                    }
                }
            }
        }
    })
}

/// Makes one; returns what is handed out, which is shown this once.
pub(super) async fn make(app: &App, by: &Moderator, sent: &Sent) -> Result<String, ApiError> {
    let uses = sent.uses.parse().unwrap_or(1).clamp(1, USES_MAX);
    let made = invitations::make((uses, DAYS), &sent.reason, &by.name, (app.clock)());
    let (secret, change) = made.map_err(|why| {
        tracing::error!(error = %why, "no randomness for an invitation");
        ApiError::Unavailable
    })?;
    app.writer.invite(change).await?;
    Ok(secret.reveal().to_owned())
}

/// Revokes one.
pub(super) async fn revoke(app: &App, id: String) -> Result<bool, ApiError> {
    Ok(app.writer.invite(InvitationChange::Revoke { id }).await?)
}
