//! How things stand, and what the extension's own pages change: backends, settings, blind pages.

use serde::{Deserialize, Serialize};

use super::notice::ToldNotice;
use super::row::{SaveNote, SetHiding};
use super::serde_json_value;
use crate::Millis;
use crate::id::PlatformId;

/// See [`super::Request::ReportBlind`]. Selectors and counts, nothing personal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportBlind {
    /// Which platform.
    pub platform: PlatformId,
    /// Which kind of page, as in the definition.
    pub page: String,
    /// The report as it can be copied.
    pub report: String,
}

/// See [`super::Request::ReportSeen`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportSeen {
    /// Which platform.
    pub platform: PlatformId,
    /// Which kind of page.
    pub page: String,
}

/// See [`super::Request::InjectFallback`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InjectFallback {}

/// See [`super::Request::GetStatus`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GetStatus {}

/// How things stand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Status {
    /// The extension's version.
    pub version: String,
    /// Whether a floor was set.
    pub first_run_done: bool,
    /// All backends.
    pub backends: Vec<BackendStatus>,
    /// Items waiting to be synced.
    pub waiting: u32,
    /// Items that a backend refused.
    pub refused: u32,
    /// What moderators did to my reviews and I have not put away, newest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<ToldNotice>,
    /// Pages that cannot be read at present.
    pub blind: Vec<BlindPage>,
    /// Events of the log that no full export holds.
    #[serde(default)]
    pub unsaved: u64,
    /// Whether it is time to save one, as the worker's setting says.
    #[serde(default)]
    pub backup_due: bool,
    /// Whether the browser promised to keep what is stored; `None`: it does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<bool>,
    /// What of the log is in memory only, because the disk is full: in words, with the cure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unstored: Option<String>,
    /// Now.
    pub now: Millis,
}

/// A page that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlindPage {
    /// Which platform.
    pub platform: PlatformId,
    /// Which kind of page.
    pub page: String,
    /// Since when.
    pub since: Millis,
    /// The report as it can be copied.
    pub report: String,
}

/// One backend and how it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackendStatus {
    /// Its address, without a trailing slash.
    pub url: String,
    /// The community's name.
    pub name: String,
    /// Whether its evidence is shown.
    pub read: bool,
    /// Whether my reviews go there.
    pub write: bool,
    /// My public name there, if I am a member there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_name: Option<String>,
    /// Whether it knows this device no more, which was revoked or left from another one: nothing is
    /// sent until the worker joins anew or leaves here, too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub revoked: bool,
    /// Whether the worker has switched it off for now: neither read nor sent to, and what waits for it
    /// is kept. `read` and `write` say what it is used for when it is switched on again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub paused: bool,
    /// Where this device still speaks with the secret of a moving file, as every other that took the
    /// file: why it has none of its own yet; empty: it was not tried. `None`: it has its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shared: Option<String>,
    /// When its evidence was last known to be fresh; `None`: never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fresh_at: Option<Millis>,
    /// Since when it does not answer, and how it fails; `None`: it is well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub down: Option<Down>,
}

/// A backend that does not answer as it should.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Down {
    /// Since when.
    pub since: Millis,
    /// What happened, for people.
    pub why: String,
}

/// See [`super::Request::GetSettings`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GetSettings {}

/// See [`super::Request::SetSettings`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetSettings {
    /// Key → value as JSON text; `null` resets to the default.
    pub values: serde_json_value::Object,
}

/// See [`super::Request::ProbeBackend`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProbeBackend {
    /// As typed.
    pub url: String,
}

/// See [`super::Request::AddBackend`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddBackend {
    /// As typed, with `#tsi_…` after it where there is an invitation.
    pub url: String,
    /// Whether its evidence is shown.
    pub read: bool,
    /// Whether my reviews go there.
    pub write: bool,
}

/// See [`super::Request::PauseBackend`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PauseBackend {
    /// Its address.
    pub url: String,
    /// Whether it is switched off for now, or on again.
    pub paused: bool,
}

/// See [`super::Request::JoinProgress`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinProgress {}

/// The reply to [`JoinProgress`].
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Joining {
    /// The chance that it would be done by now, 0..=1; `None`: nothing is being worked on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<f64>,
}

/// See [`super::Request::RemoveBackend`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemoveBackend {
    /// Its address.
    pub url: String,
}

/// See [`super::Request::SyncNow`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncNow {}

/// See [`super::Request::ListMarks`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListMarks {}

/// The reply to [`ListMarks`].
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Marks {
    /// Notes.
    pub notes: Vec<SaveNote>,
    /// What is dimmed or hidden.
    pub hidden: Vec<SetHiding>,
}

/// See [`super::Request::OpenOptions`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenOptions {}

/// See [`super::Request::Ping`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ping {}
