//! The open card, and what is pressed, chosen and written in it, by what a person reads there.

use serde_json::{Value, json};

use crate::{Browser, Element, Trouble, until};

/// The open card; each of its actions waits for what it needs.
pub struct Card<'a> {
    browser: &'a Browser,
}

/// Finds, under the first argument, by kind and by what is to be read.
const FIND: &str = r"
    const [card, kind, name, answer] = arguments;
    const said = (it) => it.textContent.trim();
    const seen = (it) => it.getClientRects().length !== 0;
    const all = (css, under = card) => [...under.querySelectorAll(css)].filter(seen);
    if (kind === 'button') return all('button').find((it) => said(it) === name) ?? null;
    if (kind === 'box') return all('label').find((it) => said(it) === name && it.control) ?? null;
    if (kind === 'field') {
        const label = all('label').find((it) => said(it).startsWith(name));
        return label?.querySelector('input, textarea, select') ?? null;
    }
    const asked = all('fieldset').find((it) => said(it.querySelector('legend')) === name);
    return asked ? all('label', asked).find((it) => said(it) === answer) ?? null : null;";

impl<'a> Card<'a> {
    pub(crate) fn of(browser: &'a Browser) -> Self {
        Self { browser }
    }

    /// The dialog.
    ///
    /// # Errors
    /// The card is closed.
    pub fn dialog(&self) -> Result<Element, Trouble> {
        let open = self.browser.find("tallystick-card")?;
        open.shadow()?.find("[role=dialog]")
    }

    /// Everything that it says.
    ///
    /// # Errors
    /// The card is closed.
    pub fn text(&self) -> Result<String, Trouble> {
        let script = "return arguments[0].innerText";
        let text = self.browser.run(script, &[self.dialog()?.reference()])?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// Waits until it says this.
    ///
    /// # Errors
    /// It does not; the message has what it says instead.
    pub fn says(&self, wanted: &str) -> Result<(), Trouble> {
        let mut last = String::new();
        let said = until(wanted, || {
            last = self.text()?;
            Ok(last.contains(wanted).then_some(()))
        });
        said.map_err(|trouble| Trouble(format!("{trouble}; the card says: {last}")))
    }

    /// Presses the button with this text.
    ///
    /// # Errors
    /// There is none.
    pub fn press(&self, text: &str) -> Result<(), Trouble> {
        self.act("button", text, "")
    }

    /// Ticks the box with this text, or unticks it.
    ///
    /// # Errors
    /// There is none.
    pub fn tick(&self, text: &str) -> Result<(), Trouble> {
        self.act("box", text, "")
    }

    /// Answers a question that has its answers side by side.
    ///
    /// # Errors
    /// There is no such question, or no such answer.
    pub fn choose(&self, question: &str, answer: &str) -> Result<(), Trouble> {
        self.act("question", question, answer)
    }

    /// Writes into the field whose label begins so, by mouse and keyboard: chromedriver's own way
    /// of typing does not see the focus inside closed shadow roots.
    ///
    /// # Errors
    /// There is none.
    pub fn write(&self, label: &str, text: &str) -> Result<(), Trouble> {
        self.act("field", label, "")?;
        self.browser.press(&text.chars().collect::<Vec<_>>())
    }

    fn act(&self, kind: &str, name: &str, answer: &str) -> Result<(), Trouble> {
        until(&format!("{kind} {name:?} {answer:?} in the card"), || {
            let Some(found) = self.find(kind, name, answer)? else {
                return Ok(None);
            };
            found.click().map(Some)
        })
    }

    fn find(&self, kind: &str, name: &str, answer: &str) -> Result<Option<Element>, Trouble> {
        let dialog = self.dialog()?.reference();
        let arguments = [dialog, json!(kind), json!(name), json!(answer)];
        let found: Value = self.browser.run(FIND, &arguments)?;
        Ok(self.browser.element(&found))
    }
}
