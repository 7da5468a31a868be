//! The moderators' desk of a server, worked by its forms, without a browser.

use crate::{Backend, Trouble};

/// A moderator who is signed in.
pub struct Desk<'a> {
    backend: &'a Backend,
    cookie: String,
}

impl<'a> Desk<'a> {
    /// Makes a moderator and signs in.
    ///
    /// # Errors
    /// The server does not let them in.
    pub fn open(backend: &'a Backend, name: &str) -> Result<Self, Trouble> {
        let secret = backend.moderator(name)?;
        let mut it = Self {
            backend,
            cookie: String::new(),
        };
        it.cookie = it.send(&[("secret", &secret)])?;
        Ok(it)
    }

    /// What the desk shows, as HTML: all that waits, or one review.
    ///
    /// # Errors
    /// The server does not answer.
    pub fn page(&self, review: &str) -> Result<String, Trouble> {
        let url = format!("{}/desk?review={review}", self.backend.url);
        let told = |why: ureq::Error| Trouble(format!("{url}: {why}"));
        let mut response = crate::backend::agent()
            .get(&url)
            .header("cookie", &self.cookie)
            .call()
            .map_err(told)?;
        response.body_mut().read_to_string().map_err(told)
    }

    /// Presses one of the buttons below a review: `hide`, `restore`, `release`, `warn`, `suspend`.
    ///
    /// # Errors
    /// The desk says why not.
    pub fn does(&self, act: &str, review: &str, reason: &str) -> Result<(), Trouble> {
        self.sends(&[("act", act), ("review", review), ("reason", reason)])
    }

    /// Takes down a requester's answer to a review; an empty one takes it away.
    ///
    /// # Errors
    /// The desk says why not.
    pub fn answers(&self, review: &str, text: &str, how: &str) -> Result<(), Trouble> {
        let form = [
            ("act", "answer"),
            ("review", review),
            ("text", text),
            ("reason", how),
        ];
        self.sends(&form)
    }

    fn sends(&self, form: &[(&str, &str)]) -> Result<(), Trouble> {
        let page = self.page("")?;
        let mark = page.split_once("name=\"mark\" value=\"");
        let mark = mark.and_then(|it| it.1.split_once('"'));
        let Some((mark, _)) = mark else {
            return Err(Trouble(format!("the desk has no form: {page}")));
        };
        let whole: Vec<(&str, &str)> = form.iter().copied().chain([("mark", mark)]).collect();
        self.send(&whole).map(drop)
    }

    /// Sends a form; gives the cookie that comes with the way back to the desk, if one does.
    fn send(&self, form: &[(&str, &str)]) -> Result<String, Trouble> {
        let url = format!("{}/desk", self.backend.url);
        let told = |why: ureq::Error| Trouble(format!("{url}: {why}"));
        let mut response = crate::backend::agent()
            .post(&url)
            .header("cookie", &self.cookie)
            .send_form(form.iter().copied())
            .map_err(told)?;
        if response.status().as_u16() != 303 {
            let said = response.body_mut().read_to_string().map_err(told)?;
            return Err(Trouble(format!("{url}: {}: {said}", response.status())));
        }
        let cookie = response.headers().get("set-cookie");
        let cookie = cookie.and_then(|it| it.to_str().ok()).unwrap_or_default();
        Ok(cookie.split(';').next().unwrap_or_default().to_owned())
    }
}
