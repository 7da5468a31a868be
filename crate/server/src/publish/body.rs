//! A body that is compressed at most once and answered many times.
//!
//! Large ones that are seldom asked for in the plain are kept compressed only ([`Body::packed`]).

use std::io::{Read, Write};

use axum::body::Bytes;
use tokio::sync::OnceCell;

use super::heavy::heavy;
use crate::secret::sha256_hex;

/// Brotli's effort, 0..=11: at 5 bodies are a twentieth smaller and take twice as long, a page with
/// its small window a hundred times as long.
const BROTLI_EFFORT: i32 = 4;
/// Brotli's window as a power of two: 4 MB, so that repeated keys far apart are found.
const BROTLI_WINDOW: i32 = 22;
/// The window of what is no longer than that: clearing the tables of a larger one would cost more
/// than compressing a page.
const SMALL_WINDOW: i32 = 16;

/// How a body is encoded on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// As it is.
    Identity,
    /// gzip.
    Gzip,
    /// Brotli.
    Brotli,
}

/// Bytes that everyone may read, the name of this state of them, and their encodings, each made
/// when somebody first asks for it: most who ask have the body already.
#[derive(Debug)]
pub struct Body {
    /// With quotes; the same bytes have the same ETag, in every process and after a restart.
    pub etag: String,
    /// Empty where only `brotli` is kept.
    plain: Option<Bytes>,
    gzip: OnceCell<Bytes>,
    brotli: OnceCell<Bytes>,
}

/// Why there is no encoded body.
#[derive(Debug, thiserror::Error)]
pub enum CompressError {
    /// Writing into memory does not fail, but its types say that it could.
    #[error("a body could not be compressed: {0}")]
    Write(#[from] std::io::Error),
    /// The thread that compresses is gone.
    #[error("the thread that compresses is gone: {0}")]
    Thread(#[from] tokio::task::JoinError),
}

impl Body {
    /// Names the bytes; for megabytes of them, not on a thread that serves.
    pub fn new(plain: String) -> Self {
        Self {
            etag: etag_of(plain.as_bytes()),
            plain: Some(plain.into()),
            gzip: OnceCell::new(),
            brotli: OnceCell::new(),
        }
    }

    /// One that is compressed by Brotli already and kept so only, under a name that its maker
    /// knows: a fifth of the memory. The first who takes gzip instead waits until it is packed anew, who
    /// takes neither until it is unpacked.
    pub fn packed(etag: String, brotli: Vec<u8>) -> Self {
        Self {
            etag,
            plain: None,
            gzip: OnceCell::new(),
            brotli: OnceCell::new_with(Some(brotli.into())),
        }
    }

    /// The bytes in one encoding, made once, off the threads that serve.
    ///
    /// # Errors
    /// See [`CompressError`]; the next one who asks tries again.
    pub async fn bytes(&self, encoding: Encoding) -> Result<Bytes, CompressError> {
        let (cell, compress): (_, Compress) = match (encoding, &self.plain, self.brotli.get()) {
            (Encoding::Identity, Some(plain), _) => return Ok(plain.clone()),
            (Encoding::Brotli, _, Some(packed)) => return Ok(packed.clone()),
            (Encoding::Identity, None, Some(packed)) => return elsewhere(packed, unpack).await,
            (Encoding::Gzip, None, Some(packed)) => {
                let made = self.gzip.get_or_try_init(|| elsewhere(packed, repack));
                return made.await.cloned();
            }
            (Encoding::Gzip, ..) => (&self.gzip, gzip),
            _ => (&self.brotli, brotli),
        };
        let plain = self.plain.clone().unwrap_or_default();
        let made = cell.get_or_try_init(|| async move { elsewhere(&plain, compress).await });
        made.await.cloned()
    }

    /// The bytes as text, for look-ups in them; empty of one that is packed.
    pub fn text(&self) -> &str {
        // It was made of a String.
        let plain = self.plain.as_deref().unwrap_or_default();
        std::str::from_utf8(plain).unwrap_or_default()
    }

    /// Its length before compression; nothing of one that is packed.
    pub fn plain_len(&self) -> u64 {
        self.plain.as_ref().map_or(0, |it| it.len() as u64)
    }
}

/// The name of some bytes, with quotes.
fn etag_of(bytes: &[u8]) -> String {
    let hash = sha256_hex(bytes);
    format!("\"{}\"", hash.get(..32).unwrap_or_default())
}

/// Off the threads that serve.
async fn elsewhere(bytes: &Bytes, work: Compress) -> Result<Bytes, CompressError> {
    let bytes = bytes.clone();
    let made = heavy(move || work(&bytes)).await??;
    Ok(made.into())
}

type Compress = fn(&[u8]) -> std::io::Result<Vec<u8>>;

fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes)?;
    encoder.finish()
}

pub(super) fn brotli(mut bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: BROTLI_EFFORT,
        lgwin: if bytes.len() <= 1 << SMALL_WINDOW {
            SMALL_WINDOW
        } else {
            BROTLI_WINDOW
        },
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut encoded = Vec::new();
    brotli::BrotliCompress(&mut bytes, &mut encoded, &parameters)?;
    Ok(encoded)
}

pub(super) fn unpack(packed: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut plain = Vec::new();
    brotli::Decompressor::new(packed, 1 << 16).read_to_end(&mut plain)?;
    Ok(plain)
}

fn repack(packed: &[u8]) -> std::io::Result<Vec<u8>> {
    gzip(&unpack(packed)?)
}
