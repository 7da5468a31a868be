//! What is sealed in the file.

use serde::{Deserialize, Serialize};
use tallystick_core::settings;
use tallystick_wire::api::{About, SECRET_CHARS, SECRET_PREFIX};
use tallystick_wire::message::serde_json_value::Object;
use tallystick_wire::message::{MyReview, SaveNote, SetHiding};

use crate::backend::Backend;
use crate::backends::checked;
use crate::marks;
use crate::trouble::{Done, Trouble};

/// Everything that goes along.
#[derive(Serialize, Deserialize)]
pub struct Cargo {
    /// In the order in which they were added.
    pub backends: Vec<Packing>,
    /// Those that are not deleted, each with where it stands.
    pub reviews: Vec<MyReview>,
    /// Of requesters.
    pub notes: Vec<SaveNote>,
    /// Of requesters and groups.
    pub hidden: Vec<SetHiding>,
    /// All of them, the defaults too.
    pub settings: Object,
}

/// A backend.
#[derive(Serialize, Deserialize)]
pub struct Packing {
    /// Its address.
    pub url: String,
    /// What it last said of itself.
    pub about: About,
    /// Whether its evidence is shown.
    pub read: bool,
    /// Whether reviews go there.
    pub write: bool,
    /// How the other device is a member there; `None`: it is none.
    pub member: Option<Member>,
}

/// A membership for the other device.
#[derive(Serialize, Deserialize)]
pub struct Member {
    /// Made for the other device.
    pub secret: String,
    /// The worker's name there.
    pub public_name: String,
}

impl Packing {
    /// A backend as it is used here.
    pub fn of(backend: Backend, member: Option<Member>) -> Self {
        Self {
            url: backend.url,
            about: backend.about,
            // Who is not let in where they only wrote can read at least.
            read: backend.read || (backend.write && member.is_none()),
            write: backend.write && member.is_some(),
            member,
        }
    }
}

impl Cargo {
    /// Whether everything in it is as it is kept here; notes are tidied on the way in.
    pub fn check(&self) -> Done<()> {
        for backend in &self.backends {
            if checked(&backend.url)? != backend.url {
                return Err(strange(&backend.url));
            }
            let fits = |it: &Member| it.secret.strip_prefix(SECRET_PREFIX).is_some_and(is_random);
            if !backend.member.as_ref().is_none_or(fits) {
                return Err(strange(&"a secret of another form"));
            }
        }
        for mine in &self.reviews {
            mine.review.check()?;
        }
        for note in &self.notes {
            marks::tidied(note.note.clone())?;
        }
        for (key, json) in &self.settings {
            if json != "null" {
                settings::check(key, json).map_err(|why| strange(&why))?;
            }
        }
        Ok(())
    }
}

fn is_random(rest: &str) -> bool {
    let is_base64url = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    rest.len() == SECRET_CHARS && rest.bytes().all(is_base64url)
}

/// It opened, but holds something that is not understood.
pub fn strange(what: &impl std::fmt::Display) -> Trouble {
    Trouble::Told(format!(
        "The file holds something that this Tallystick does not know ({what}): bring both devices \
         to the same version and export it once more"
    ))
}
