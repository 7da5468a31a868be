//! The clock and the paper of whoever runs this: the system's, or node's in WebAssembly.

#[cfg(not(target_arch = "wasm32"))]
mod system {
    use std::sync::LazyLock;
    use std::time::Instant;

    static START: LazyLock<Instant> = LazyLock::new(Instant::now);

    /// Microseconds since some moment.
    pub fn now_us() -> f64 {
        START.elapsed().as_secs_f64() * 1e6
    }

    /// Prints a line.
    #[expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
    pub fn say(line: &str) {
        println!("{line}");
    }
}

#[cfg(target_arch = "wasm32")]
mod node {
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(js_namespace = performance, js_name = now)]
        fn now_ms() -> f64;

        /// Prints a line.
        #[wasm_bindgen(js_namespace = console, js_name = log)]
        pub fn say(line: &str);
    }

    /// Microseconds since some moment.
    pub fn now_us() -> f64 {
        now_ms() * 1e3
    }
}

#[cfg(target_arch = "wasm32")]
pub use node::{now_us, say};
#[cfg(not(target_arch = "wasm32"))]
pub use system::{now_us, say};
