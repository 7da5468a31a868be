//! Moving to another device: a sealed file goes out here and comes in there.

use serde::{Deserialize, Serialize};

use super::serde_json_value::Object;

/// See [`super::Request::PackMove`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackMove {
    /// What opens the file.
    pub passphrase: String,
    /// Today, as the worker's calendar has it: `YYYY-MM-DD`.
    pub day: String,
}

/// The file, and what could not go into it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Packed {
    /// The file's text.
    pub file: String,
    /// Backends where the other device will be no member.
    pub left_out: Vec<LeftOut>,
}

/// A backend that did not let the other device in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// As it calls itself.
    pub name: String,
    /// Why, in a sentence with the cure.
    pub why: String,
}

/// See [`super::Request::OpenMove`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenMove {
    /// The file's text.
    pub file: String,
    /// What opens it.
    pub passphrase: String,
}

/// See [`super::Request::TakeMove`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakeMove {
    /// The file's text.
    pub file: String,
    /// What opens it.
    pub passphrase: String,
    /// Whether its settings replace those that are here.
    pub settings: bool,
    /// Today, as the worker's calendar has it: `YYYY-MM-DD`.
    pub day: String,
}

/// What a file holds, and what taking it would change here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoveContents {
    /// The day on which it was made, as it says.
    pub made: String,
    /// Its backends.
    pub backends: Vec<MovingBackend>,
    /// My reviews.
    pub reviews: Moving,
    /// Notes on requesters.
    pub notes: Moving,
    /// Requesters and groups that are dimmed or hidden.
    pub hidden: Moving,
    /// All settings of the other device.
    pub settings: Object,
}

/// How many there are of a kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moving {
    /// In the file.
    pub all: u64,
    /// Of these: not here yet, or newer than what is here.
    pub new: u64,
}

/// A backend in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovingBackend {
    /// Its address.
    pub url: String,
    /// As it calls itself.
    pub name: String,
    /// The worker's public name there, where the file lets one in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_name: Option<String>,
    /// Whether the other device sent its reviews there.
    pub write: bool,
    /// What becomes of it here.
    pub fate: MoveFate,
}

/// What becomes of a backend in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MoveFate {
    /// This device becomes the same member there.
    Joins,
    /// It is added for reading: the file lets nobody in.
    Reads,
    /// It is here, and nothing changes.
    Same,
    /// This device is a member there under another name, and stays that.
    Kept,
    /// As [`MoveFate::Joins`]; a secret of an earlier membership of this device, at a backend that
    /// was removed here, is set aside.
    Replaces,
}
