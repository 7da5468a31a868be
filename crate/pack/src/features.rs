//! The list of WASM features that a module says it uses.
//!
//! The programs are compiled without reference types, but Rust's ready-made standard library is
//! not, and the linker writes the union into the section `target_features`. wasm-bindgen believes
//! that list and would keep JS objects in an externref table, which wasm2js cannot express
//! ("modules with multiple tables are not supported yet"). With the three entries below gone it
//! keeps them in a JS array, and one program serves both encodings.

use anyhow::{Context, Result, bail};

/// What must not be announced.
pub const UNUSED: [&str; 3] = ["reference-types", "multivalue", "call-indirect-overlong"];

const MAGIC_AND_VERSION: usize = 8;
const CUSTOM: u8 = 0;
const SECTION: &[u8] = b"target_features";

/// The module without [`UNUSED`] in its `target_features` section.
///
/// # Errors
/// If the bytes are no WASM module or have no such section (a profile with `strip = true` drops it).
pub fn without_unused(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut rest = Reader { bytes: wasm, at: 0 };
    let mut out = rest
        .take(MAGIC_AND_VERSION)
        .context("not a WASM module")?
        .to_vec();
    let mut found = false;
    while !rest.is_empty() {
        let id = rest.byte()?;
        let size = rest.number()?;
        let body = rest.take(size)?;
        let features = (id == CUSTOM).then(|| features_in(body)).flatten();
        found |= features.is_some();
        let body = match features {
            Some(list) => filtered(list)?,
            None => body.to_vec(),
        };
        out.push(id);
        push_number(&mut out, body.len());
        out.extend(body);
    }
    if !found {
        bail!("no target_features section: is `strip = true` set in the profile?");
    }
    Ok(out)
}

/// What follows the name, if the custom section is the one that lists features.
fn features_in(section: &[u8]) -> Option<&[u8]> {
    let mut rest = Reader {
        bytes: section,
        at: 0,
    };
    let size = rest.number().ok()?;
    if rest.take(size).ok()? != SECTION {
        return None;
    }
    section.get(rest.at..)
}

fn filtered(list: &[u8]) -> Result<Vec<u8>> {
    let mut rest = Reader { bytes: list, at: 0 };
    let mut kept = Vec::new();
    for _ in 0..rest.number()? {
        let sign = rest.byte()?;
        let size = rest.number()?;
        let name = rest.take(size)?;
        if !UNUSED.iter().any(|unused| unused.as_bytes() == name) {
            kept.push((sign, name));
        }
    }
    let mut out = Vec::new();
    push_number(&mut out, SECTION.len());
    out.extend(SECTION);
    push_number(&mut out, kept.len());
    for (sign, name) in kept {
        out.push(sign);
        push_number(&mut out, name.len());
        out.extend(name);
    }
    Ok(out)
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn is_empty(&self) -> bool {
        self.bytes.len() <= self.at
    }

    fn take(&mut self, count: usize) -> Result<&'a [u8]> {
        let end = self.at.saturating_add(count);
        let taken = self
            .bytes
            .get(self.at..end)
            .context("the module ends in the middle")?;
        self.at = end;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8> {
        self.take(1)?
            .first()
            .copied()
            .context("the module ends in the middle")
    }

    /// Unsigned LEB128, at most 32 bits.
    fn number(&mut self) -> Result<usize> {
        let mut value = 0_usize;
        for shift in [0, 7, 14, 21, 28] {
            let byte = self.byte()?;
            value |= usize::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        bail!("a number in the module is longer than 32 bits")
    }
}

fn push_number(out: &mut Vec<u8>, mut value: usize) {
    loop {
        let low = (value & 0x7f) as u8;
        value >>= 7;
        if value == 0 {
            out.push(low);
            return;
        }
        out.push(low | 0x80);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn module(features: &[&str]) -> Vec<u8> {
        let mut list = vec![15];
        list.extend(SECTION);
        list.push(features.len() as u8);
        for name in features {
            list.push(b'+');
            list.push(name.len() as u8);
            list.extend(name.as_bytes());
        }
        let mut wasm = b"\0asm\x01\0\0\0".to_vec();
        // Another section before it must pass through as it is: a type section with no types.
        wasm.extend([1, 1, 0]);
        wasm.extend([CUSTOM, list.len() as u8]);
        wasm.extend(list);
        wasm
    }

    #[test]
    fn drops_what_the_program_does_not_use_and_keeps_the_rest() {
        let before = module(&["bulk-memory", "multivalue", "reference-types", "sign-ext"]);
        assert_eq!(
            without_unused(&before).unwrap(),
            module(&["bulk-memory", "sign-ext"])
        );
    }

    #[test]
    fn refuses_modules_without_the_section_or_cut_short() {
        assert!(without_unused(b"\0asm\x01\0\0\0").is_err());
        let whole = module(&["sign-ext"]);
        for end in [0, 5, 9, whole.len() - 1] {
            assert!(without_unused(&whole[..end]).is_err(), "cut at {end}");
        }
    }

    #[test]
    fn long_numbers_are_written_as_they_are_read() {
        for value in [0, 127, 128, 300, 1 << 20] {
            let mut out = Vec::new();
            push_number(&mut out, value);
            assert_eq!(Reader { bytes: &out, at: 0 }.number().unwrap(), value);
        }
    }
}
