//! Elements and shadow roots, closed ones too: WebDriver may look where the page may not.

use serde_json::{Value, json};

use crate::Trouble;
use crate::webdriver::{ELEMENT, SHADOW, Session};

/// An element of the page, or of a shadow root in it.
#[derive(Clone)]
pub struct Element {
    session: Session,
    id: String,
}

/// A shadow root.
#[derive(Clone)]
pub struct Shadow {
    session: Session,
    id: String,
}

pub(crate) fn find_all(session: &Session, under: &str, css: &str) -> Result<Vec<Element>, Trouble> {
    let wanted = json!({ "using": "css selector", "value": css });
    let found = session.post(&format!("{under}/elements"), wanted)?;
    let ids = found
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|it| it.get(ELEMENT)?.as_str());
    Ok(ids
        .map(|id| Element {
            session: session.clone(),
            id: id.to_owned(),
        })
        .collect())
}

fn first(found: Vec<Element>, css: &str) -> Result<Element, Trouble> {
    found
        .into_iter()
        .next()
        .ok_or_else(|| Trouble(format!("there is no {css}")))
}

impl Element {
    /// The element as a script's argument.
    pub fn reference(&self) -> Value {
        json!({ ELEMENT: self.id })
    }

    /// An element out of a script's answer.
    pub(crate) fn from_answer(session: &Session, answer: &Value) -> Option<Self> {
        let id = answer.get(ELEMENT)?.as_str()?.to_owned();
        Some(Self {
            session: session.clone(),
            id,
        })
    }

    /// Its shadow root, open or closed.
    ///
    /// # Errors
    /// It has none, or is gone.
    pub fn shadow(&self) -> Result<Shadow, Trouble> {
        let found = self.session.get(&format!("/element/{}/shadow", self.id))?;
        let id = found
            .get(SHADOW)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        Ok(Shadow {
            session: self.session.clone(),
            id,
        })
    }

    /// Everything under it that matches.
    ///
    /// # Errors
    /// A bad selector, or the element is gone.
    pub fn find_all(&self, css: &str) -> Result<Vec<Self>, Trouble> {
        find_all(&self.session, &format!("/element/{}", self.id), css)
    }

    /// The first under it that matches.
    ///
    /// # Errors
    /// There is none.
    pub fn find(&self, css: &str) -> Result<Self, Trouble> {
        first(self.find_all(css)?, css)
    }

    /// A real click, where a mouse would click.
    ///
    /// # Errors
    /// It cannot be clicked.
    pub fn click(&self) -> Result<(), Trouble> {
        self.session
            .post(&format!("/element/{}/click", self.id), json!({}))
            .map(drop)
    }

    /// Types into it.
    ///
    /// # Errors
    /// It takes no keys.
    pub fn type_text(&self, text: &str) -> Result<(), Trouble> {
        let keys = json!({ "text": text });
        self.session
            .post(&format!("/element/{}/value", self.id), keys)
            .map(drop)
    }

    /// Empties a field.
    ///
    /// # Errors
    /// It is no field.
    pub fn clear(&self) -> Result<(), Trouble> {
        self.session
            .post(&format!("/element/{}/clear", self.id), json!({}))
            .map(drop)
    }

    /// Its text as a person sees it.
    ///
    /// # Errors
    /// It is gone.
    pub fn text(&self) -> Result<String, Trouble> {
        let text = self.session.get(&format!("/element/{}/text", self.id))?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// An attribute; `None` where it has none of that name.
    ///
    /// # Errors
    /// It is gone.
    pub fn attribute(&self, name: &str) -> Result<Option<String>, Trouble> {
        let value = self
            .session
            .get(&format!("/element/{}/attribute/{name}", self.id))?;
        Ok(value.as_str().map(str::to_owned))
    }

    /// Whether a person sees it.
    ///
    /// # Errors
    /// It is gone.
    pub fn displayed(&self) -> Result<bool, Trouble> {
        let shown = self
            .session
            .get(&format!("/element/{}/displayed", self.id))?;
        Ok(shown.as_bool().unwrap_or(false))
    }

    /// Its name for screen readers, as the browser computes it.
    ///
    /// # Errors
    /// It is gone.
    pub fn label(&self) -> Result<String, Trouble> {
        let label = self
            .session
            .get(&format!("/element/{}/computedlabel", self.id))?;
        Ok(label.as_str().unwrap_or_default().to_owned())
    }
}

impl Shadow {
    /// Everything in it that matches.
    ///
    /// # Errors
    /// A bad selector, or it is gone.
    pub fn find_all(&self, css: &str) -> Result<Vec<Element>, Trouble> {
        find_all(&self.session, &format!("/shadow/{}", self.id), css)
    }

    /// The first in it that matches.
    ///
    /// # Errors
    /// There is none.
    pub fn find(&self, css: &str) -> Result<Element, Trouble> {
        first(self.find_all(css)?, css)
    }
}
