//! A body that is compressed once and answered many times.

use std::io::Write;

use axum::body::Bytes;

use crate::secret::sha256_hex;

/// Brotli's effort, 0..=11: 5 is near gzip's time and a fifth smaller.
const BROTLI_EFFORT: i32 = 5;
/// Brotli's window as a power of two: 4 MB, so that repeated keys far apart are found.
const BROTLI_WINDOW: i32 = 22;

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

/// The same bytes in all three encodings, and the name of this state of them.
#[derive(Debug, Clone)]
pub struct Body {
    /// With quotes; the same bytes have the same ETag, in every process and after a restart.
    pub etag: String,
    plain: Bytes,
    gzip: Bytes,
    brotli: Bytes,
}

impl Body {
    /// Compresses; takes a few milliseconds a megabyte, so not on a thread that serves.
    ///
    /// # Errors
    /// Writing into memory does not fail, but its types say that it could.
    pub fn new(plain: String) -> std::io::Result<Self> {
        let bytes = plain.as_bytes();
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        gzip.write_all(bytes)?;
        let mut brotli = Vec::new();
        let parameters = brotli::enc::BrotliEncoderParams {
            quality: BROTLI_EFFORT,
            lgwin: BROTLI_WINDOW,
            size_hint: bytes.len(),
            ..Default::default()
        };
        brotli::BrotliCompress(&mut &*bytes, &mut brotli, &parameters)?;
        Ok(Self {
            etag: format!("\"{}\"", sha256_hex(bytes).get(..32).unwrap_or_default()),
            gzip: gzip.finish()?.into(),
            brotli: brotli.into(),
            plain: plain.into(),
        })
    }

    /// The bytes in one encoding.
    pub fn bytes(&self, encoding: Encoding) -> Bytes {
        match encoding {
            Encoding::Identity => self.plain.clone(),
            Encoding::Gzip => self.gzip.clone(),
            Encoding::Brotli => self.brotli.clone(),
        }
    }

    /// Its length before compression.
    pub fn len(&self) -> u64 {
        self.plain.len() as u64
    }

    /// Whether it has no bytes.
    pub fn is_empty(&self) -> bool {
        self.plain.is_empty()
    }
}
