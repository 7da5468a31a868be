//! The parts that every page of the panel is made of: fields, switches, questions, results.
//!
//! They know how a control is labelled, reached by keyboard and read out; they refuse to know
//! what any of them is for. The panel and the dashboard are programs of their own over this.

pub mod announce;
pub mod confirm;
pub mod copy;
pub mod day;
pub mod field;
pub mod file;
pub mod frame;
pub mod platforms;
pub mod search;
pub mod state;
pub mod store;
pub mod switch;
pub mod theme;

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
