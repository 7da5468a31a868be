//! Brotli that can be strung together: each piece is compressed by itself, knows nothing of what
//! comes before it and ends at a whole byte, so that a body is its pieces, one after the other.

use brotli::enc::BrotliEncoderParams;

/// Brotli's effort, 0..=11; see [`super::body`].
const EFFORT: i32 = 4;
/// The window of all pieces, as a power of two: what one requester's texts fill at the most, give
/// or take.
const WINDOW: i32 = 16;
/// How a stream with that window begins, filled up to a whole byte by an empty block.
const HEAD: [u8; 1] = [0x0c];
/// How a stream ends.
const FOOT: [u8; 1] = [0x03];
/// Bytes of a piece on average, below which it is worth compressing all of them together again:
/// where most requesters have a review or two, each piece by itself is hardly compressed at all.
const WORTH_MEAN: usize = 1_500;

/// Compresses a piece.
///
/// # Errors
/// Writing into memory does not fail, but its types say that it could.
pub fn pack(mut plain: &[u8]) -> std::io::Result<Vec<u8>> {
    let parameters = BrotliEncoderParams {
        quality: EFFORT,
        lgwin: WINDOW,
        size_hint: plain.len(),
        bare_stream: true,
        catable: true,
        ..Default::default()
    };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut plain, &mut packed, &parameters)?;
    Ok(packed)
}

/// A whole stream of such pieces.
pub fn strung_together<'p>(pieces: impl Iterator<Item = &'p [u8]> + Clone) -> Vec<u8> {
    let length: usize = pieces.clone().map(<[u8]>::len).sum();
    let mut stream = Vec::with_capacity(length + HEAD.len() + FOOT.len());
    stream.extend(HEAD);
    pieces.for_each(|it| stream.extend(it));
    stream.extend(FOOT);
    stream
}

/// A stream that holds what the pieces hold, small.
///
/// # Errors
/// A piece is damaged.
pub fn joined<'p>(pieces: impl Iterator<Item = &'p [u8]> + Clone) -> std::io::Result<Vec<u8>> {
    let count = pieces.clone().count();
    let stream = strung_together(pieces);
    if WORTH_MEAN * count <= stream.len() {
        return Ok(stream);
    }
    super::body::brotli(&super::body::unpack(&stream)?)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn pieces_are_read_back_as_one_text() {
        for count in [0, 1, 2, 300] {
            let text = |it: usize| "paid the next day, ".repeat(it % 7 * it) + &it.to_string();
            let texts: Vec<String> = (0..count).map(text).collect();
            let packed: Vec<Vec<u8>> = texts
                .iter()
                .map(|it| pack(it.as_bytes()).unwrap())
                .collect();
            let pieces = packed.iter().map(Vec::as_slice);
            for stream in [strung_together(pieces.clone()), joined(pieces).unwrap()] {
                let mut plain = String::new();
                let mut reader = brotli::Decompressor::new(&stream[..], 4_096);
                reader.read_to_string(&mut plain).unwrap();
                assert_eq!(plain, texts.concat());
            }
        }
    }

    #[test]
    fn few_words_of_many_are_compressed_together() {
        let line = |it: usize| format!("{{\"k\":\"{it:032x}\",\"text\":\"paid the next day\"}}");
        let packed: Vec<Vec<u8>> = (0..300)
            .map(|it| pack(line(it).as_bytes()).unwrap())
            .collect();
        let pieces = packed.iter().map(Vec::as_slice);
        assert!(joined(pieces.clone()).unwrap().len() * 3 < strung_together(pieces).len());
    }
}
