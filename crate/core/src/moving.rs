//! The file with which a worker moves to another device, seen from outside: what its head says, and
//! whether it came through whole. What is sealed in it, and the sealing, are not known here.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// What the file says it is.
pub const FORMAT: &str = "tallystick-move";
/// The version of the file's form; counts up when an older reader would misread it.
pub const FORMAT_VERSION: u64 = 1;
/// The largest file that is read, in bytes.
pub const FILE_MAX_BYTES: usize = 32 << 20;
/// How the key is made of the passphrase.
pub const KDF: &str = "PBKDF2-SHA-256";
/// With what the content is sealed.
pub const CIPHER: &str = "AES-256-GCM";
/// Rounds of [`KDF`]: what OWASP asks for since 2023, some tenths of a second.
pub const ROUNDS: u32 = 600_000;
/// The most rounds that are done because a file says so.
const ROUNDS_MAX: u32 = 20_000_000;

/// Everything that is needed to open the file but the passphrase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    format: String,
    format_version: u64,
    made: String,
    kdf: String,
    rounds: u32,
    salt: String,
    cipher: String,
    nonce: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    header: Header,
    sealed: String,
    checksum: String,
}

impl Header {
    /// The head of a file that is made on `day`; salt and nonce must be fresh chance.
    pub fn new(day: &str, salt: [u8; 16], nonce: [u8; 12]) -> Self {
        Self {
            format: FORMAT.to_owned(),
            format_version: FORMAT_VERSION,
            made: day.to_owned(),
            kdf: KDF.to_owned(),
            rounds: ROUNDS,
            salt: hex(&salt),
            cipher: CIPHER.to_owned(),
            nonce: hex(&nonce),
        }
    }

    /// The day on which it was made, as it says.
    pub fn made(&self) -> &str {
        &self.made
    }

    /// How often [`KDF`] goes round.
    pub const fn rounds(&self) -> u32 {
        self.rounds
    }

    /// What the passphrase is mixed with.
    pub fn salt(&self) -> Vec<u8> {
        unhex(&self.salt).unwrap_or_default()
    }

    /// What [`CIPHER`] starts from.
    pub fn nonce(&self) -> Vec<u8> {
        unhex(&self.nonce).unwrap_or_default()
    }

    /// What is sealed along with the content, so that a changed head opens nothing.
    pub fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }

    fn check(&self) -> Result<(), String> {
        let known = self.kdf == KDF
            && self.cipher == CIPHER
            && (ROUNDS..=ROUNDS_MAX).contains(&self.rounds)
            && self.salt().len() == 16
            && self.nonce().len() == 12;
        known.then_some(()).ok_or_else(|| {
            "The file is sealed in a way that this Tallystick does not know: export it once more"
                .to_owned()
        })
    }
}

/// The file.
pub fn write(header: &Header, sealed: &[u8]) -> String {
    let sealed = hex(sealed);
    let file = File {
        checksum: checksum(header, &sealed),
        header: header.clone(),
        sealed,
    };
    let text = serde_json::to_string_pretty(&file).unwrap_or_default();
    format!("{text}\n")
}

/// The head of a file and what is sealed in it.
///
/// # Errors
/// A sentence that tells another file from a damaged one and from one of a newer version.
pub fn read(text: &str) -> Result<(Header, Vec<u8>), String> {
    let damaged = || {
        "The file is damaged or was cut off on its way: copy it again, or export it once more"
            .to_owned()
    };
    let Ok(whole) = serde_json::from_str::<Value>(text) else {
        return Err(if text.contains(FORMAT) {
            damaged()
        } else {
            other()
        });
    };
    let Some(header) = whole.get("header") else {
        return Err(other());
    };
    if header.get("format").and_then(Value::as_str) != Some(FORMAT) {
        return Err(other());
    }
    if header.get("format_version").and_then(Value::as_u64) != Some(FORMAT_VERSION) {
        return Err("The file was made by a newer Tallystick: update this one first".to_owned());
    }
    let file: File = serde_json::from_value(whole).map_err(|_| damaged())?;
    if file.checksum != checksum(&file.header, &file.sealed) {
        return Err(damaged());
    }
    file.header.check()?;
    let sealed = unhex(&file.sealed).ok_or_else(damaged)?;
    Ok((file.header, sealed))
}

fn other() -> String {
    "This is no file for moving to another device: choose one whose name begins with \
     tallystick-move"
        .to_owned()
}

/// It finds what happens to files by chance; against intent there is the seal.
fn checksum(header: &Header, sealed: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(header.bytes());
    hash.update(b"\n");
    hash.update(sealed.as_bytes());
    hex(&hash.finalize())
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in bytes {
        // A string takes everything.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let pairs = text.as_bytes().chunks(2);
    let digit = |byte: u8| char::from(byte).to_digit(16);
    pairs
        .map(|pair| {
            let &[high, low] = pair else { return None };
            u8::try_from(digit(high)? * 16 + digit(low)?).ok()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> String {
        write(
            &Header::new("2026-11-27", [7; 16], [9; 12]),
            &[0, 1, 254, 255],
        )
    }

    #[track_caller]
    fn refuses(text: &str, word: &str) {
        let why = read(text).unwrap_err();
        assert!(why.contains(word), "{why}");
    }

    #[test]
    fn what_was_written_is_read() {
        let (header, sealed) = read(&file()).unwrap();
        assert_eq!(sealed, [0, 1, 254, 255]);
        assert_eq!(header.made(), "2026-11-27");
        assert_eq!((header.salt(), header.nonce()), (vec![7; 16], vec![9; 12]));
        assert_eq!(header.rounds(), ROUNDS);
    }

    #[test]
    fn survives_no_change_of_any_character_that_says_something() {
        let file = file();
        let (_, sealed) = read(&file).unwrap();
        for (at, was) in file
            .char_indices()
            .filter(|it| it.1.is_ascii_alphanumeric())
        {
            let now = if was == '0' { '1' } else { '0' };
            let changed = format!("{}{now}{}", &file[..at], &file[at + 1..]);
            let read = read(&changed);
            assert!(read.is_err(), "at {at}: {changed}");
        }
        assert_eq!(sealed.len(), 4);
    }

    #[test]
    fn tells_a_damaged_file_from_another_and_from_a_newer_one() {
        let file = file();
        refuses(&file[..file.len() / 2], "damaged");
        refuses(&file.replace("0001feff", "0001fefe"), "damaged");
        refuses(&file.replace("0001feff", ""), "damaged");
        refuses(&file.replace("2026-11-27", "2026-11-28"), "damaged");
        refuses(
            &file.replace("\"format_version\": 1", "\"format_version\": 2"),
            "newer",
        );
        for other in [
            "",
            "[]",
            "{}",
            r#"{"format":"tallystick-settings"}"#,
            r#"{"header":{}}"#,
        ] {
            refuses(other, "no file for moving");
        }
    }

    #[test]
    fn refuses_to_go_round_for_hours_or_hardly_at_all() {
        for rounds in [0, 1_000, ROUNDS - 1, u32::MAX] {
            let mut header = Header::new("2026-11-27", [0; 16], [0; 12]);
            header.rounds = rounds;
            refuses(&write(&header, &[1]), "does not know");
        }
    }
}
