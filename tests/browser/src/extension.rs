//! The extension's own side: its pages, its background, and questions to it in its own words.

use serde_json::{Value, json};
use tallystick_wire::message::{Ask, Failure, Request};

use crate::{Browser, Kind, Trouble, chromium, firefox};

impl Browser {
    /// The address of one of the extension's pages.
    ///
    /// # Errors
    /// The browser runs without the extension.
    pub fn page_address(&self, page: &str) -> Result<String, Trouble> {
        let base = self.extension_base.as_ref();
        base.map(|base| format!("{base}/{page}"))
            .ok_or_else(|| Trouble("no extension".to_owned()))
    }

    /// Opens one of the extension's pages in the present tab.
    ///
    /// # Errors
    /// The browser runs without the extension, or has no such page.
    pub fn open_page(&self, page: &str) -> Result<(), Trouble> {
        self.open(&self.page_address(page)?)
    }

    /// Runs something in a tab of its own on one of the extension's pages, then closes it.
    ///
    /// # Errors
    /// What went wrong in there.
    pub fn aside<T>(
        &self,
        page: &str,
        work: impl FnOnce() -> Result<T, Trouble>,
    ) -> Result<T, Trouble> {
        let before = self.new_tab()?;
        let done = self.open_page(page).and_then(|()| work());
        self.close_tab(&before)?;
        done
    }

    /// Asks the background, as the extension's own pages do, in a tab of its own.
    ///
    /// # Errors
    /// The background's words why not.
    pub fn ask<A: Ask>(&self, question: A) -> Result<A::Reply, Trouble> {
        self.aside("options.html", || self.ask_here(question))
    }

    /// Asks the background from the present tab, which shows a page of the extension.
    ///
    /// # Errors
    /// The background's words why not.
    pub fn ask_here<A: Ask>(&self, question: A) -> Result<A::Reply, Trouble> {
        let told = |why: serde_json::Error| Trouble(format!("message: {why}"));
        let request: Request = question.into();
        let text = serde_json::to_string(&request).map_err(told)?;
        let answer = self.run(
            "return chrome.runtime.sendMessage(arguments[0])",
            &[json!(text)],
        )?;
        let Some(answer) = answer.as_str() else {
            return Err(Trouble(format!("{text}: the background answered {answer}")));
        };
        let answer: Result<A::Reply, Failure> = serde_json::from_str(answer).map_err(told)?;
        answer.map_err(|failure| Trouble(failure.message))
    }

    /// Gives or takes back what Firefox asks before anything is sent; Chromium does not ask.
    ///
    /// # Errors
    /// The session is gone.
    pub fn consent(&self, given: bool) -> Result<(), Trouble> {
        match self.kind {
            Kind::Chromium => Ok(()),
            Kind::Firefox => firefox::consent(&self.session, given),
        }
    }

    /// Ends the service worker or event page; says whether one ran.
    ///
    /// # Errors
    /// The session is gone.
    pub fn kill_background(&self) -> Result<bool, Trouble> {
        match self.kind {
            Kind::Chromium => chromium::kill_background(&self.session),
            Kind::Firefox => firefox::kill_background(&self.session),
        }
    }

    /// A hand at the keyboard, so that the system's idle time begins anew. Chromium without a
    /// display never speaks of idle.
    ///
    /// # Errors
    /// The session is gone.
    pub fn touch(&self) -> Result<(), Trouble> {
        match self.kind {
            Kind::Chromium => Ok(()),
            Kind::Firefox => firefox::touch(&self.session),
        }
    }

    /// Sets settings by message: key and value as JSON.
    ///
    /// # Errors
    /// The background refuses one.
    pub fn set<const N: usize>(&self, values: [(&str, Value); N]) -> Result<(), Trouble> {
        let values = values
            .map(|(key, value)| (key.to_owned(), value.to_string()))
            .into();
        self.ask(tallystick_wire::message::SetSettings { values })
            .map(drop)
    }
}
