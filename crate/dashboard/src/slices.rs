//! The file that was chosen, read in slices by whoever computes: as one text a copy of years would
//! be several times in memory. It refuses to know what is in it.

use std::cell::{Cell, RefCell};

use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use crate::engine::Done;

/// Bytes that are read at once: some thousands of events, a few hundredths of a second.
const SLICE: f64 = 1_048_576.0;
/// Bytes that tell what a file is.
const HEAD: f64 = 4_096.0;

/// A file, and how far it was read.
#[derive(Default)]
pub struct Slices {
    file: RefCell<Option<File>>,
    at: Cell<f64>,
}

impl Slices {
    /// Another file was chosen.
    pub fn put(&self, file: File) {
        self.file.replace(Some(file));
        self.rewind();
    }

    /// From the beginning.
    pub fn rewind(&self) {
        self.at.set(0.0);
    }

    /// Bytes that were read, and of how many.
    pub fn progress(&self) -> (u64, u64) {
        let of = self.file.borrow().as_ref().map_or(0.0, |it| it.size());
        (self.at.get().min(of) as u64, of as u64)
    }

    /// How it begins; what is no text in it is replaced.
    ///
    /// # Errors
    /// A sentence for the worker.
    pub async fn head(&self) -> Done<String> {
        let bytes = bytes(&self.chosen()?, 0.0, HEAD).await?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The whole of it.
    ///
    /// # Errors
    /// A sentence for the worker.
    pub async fn text(&self) -> Done<String> {
        let file = self.chosen()?;
        let text = JsFuture::from(file.text()).await;
        let text = text.map_err(|_| unreadable(&file))?;
        text.as_string().ok_or_else(|| unreadable(&file))
    }

    /// The next slice; `None`: that was all.
    ///
    /// # Errors
    /// A sentence for the worker.
    pub async fn next(&self) -> Done<Option<Vec<u8>>> {
        let (file, from) = (self.chosen()?, self.at.get());
        if file.size() <= from {
            return Ok(None);
        }
        let slice = bytes(&file, from, from + SLICE).await?;
        self.at.set(from + SLICE);
        Ok(Some(slice))
    }

    fn chosen(&self) -> Done<File> {
        let file = self.file.borrow().clone();
        file.ok_or_else(|| "Choose the file again".to_owned())
    }
}

async fn bytes(file: &File, from: f64, to: f64) -> Done<Vec<u8>> {
    let slice = file.slice_with_f64_and_f64(from, to);
    let slice = slice.map_err(|_: JsValue| unreadable(file))?;
    let buffer = JsFuture::from(slice.array_buffer()).await;
    buffer
        .map(|it| Uint8Array::new(&it).to_vec())
        .map_err(|_| unreadable(file))
}

fn unreadable(file: &File) -> String {
    format!(
        "{} could not be read, or was changed meanwhile: choose it again",
        file.name()
    )
}
