//! Where everything lies: the one place that knows folder names.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The browsers that get a folder and a zip of their own.
pub const BROWSERS: [&str; 2] = ["chrome", "firefox"];

/// How the programs were built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// As shipped: small.
    Release,
    /// For trying things out: quick to build, three times as large.
    Fast,
}

impl Mode {
    /// Cargo's profile of that name, and its folder below the target.
    pub const fn profile(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Fast => "fast",
        }
    }
}

/// The folders of one checkout.
#[derive(Debug, Clone)]
pub struct Layout {
    /// The checkout.
    pub root: PathBuf,
    /// Cargo's target folder, which need not be below the root.
    pub cargo_target: PathBuf,
    /// How the programs were built.
    pub mode: Mode,
    /// Below the root: where the steps keep what they made.
    pub steps: PathBuf,
}

impl Layout {
    /// The checkout that this crate was compiled in, with cargo's target folder from the environment.
    ///
    /// # Errors
    /// Only if the checkout is gone.
    pub fn here(mode: Mode) -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let root = root
            .canonicalize()
            .with_context(|| format!("no checkout at {}", root.display()))?;
        let cargo_target = match std::env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => root.join(folder),
            None => root.join("target"),
        };
        Ok(Self {
            root,
            cargo_target,
            mode,
            steps: "target/pack".into(),
        })
    }

    /// What cargo made of the program `name`.
    pub fn cargo_wasm(&self, name: &str) -> PathBuf {
        self.cargo_target
            .join("wasm32-unknown-unknown")
            .join(self.mode.profile())
            .join(format!("tallystick_{name}.wasm"))
    }

    /// Where the steps of `name` keep what they made.
    pub fn work(&self, name: &str) -> PathBuf {
        self.root
            .join("target/pack")
            .join(self.mode.profile())
            .join(name)
    }

    /// The static files and the loaders.
    pub fn extension(&self) -> PathBuf {
        self.root.join("extension")
    }

    /// The folder that a browser loads.
    pub fn dist(&self, browser: &str) -> PathBuf {
        self.root.join("target/dist").join(browser)
    }

    /// A program from npm.
    pub fn node_tool(&self, name: &str) -> PathBuf {
        self.root.join("node_modules/.bin").join(name)
    }

    /// What names the versions of all npm tools.
    pub fn npm_lock(&self) -> PathBuf {
        self.root.join("package-lock.json")
    }

    /// The pinned wasm-bindgen of this checkout.
    pub fn wasm_bindgen(&self) -> PathBuf {
        self.root.join("target/tools/bin/wasm-bindgen")
    }
}
