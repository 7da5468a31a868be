//! WebDriver: one HTTP call a command, JSON in and out. It refuses to know which browser it talks to.

use std::time::Duration;

use serde_json::{Value, json};

use crate::Trouble;

/// The key under which WebDriver writes an element's reference.
pub const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
/// The key under which WebDriver writes a shadow root's reference.
pub const SHADOW: &str = "shadow-6066-11e4-a52e-4f735466cecf";

/// How long a single command may take.
const PATIENCE: Duration = Duration::from_secs(90);

/// A session with a driver.
#[derive(Clone)]
pub struct Session {
    agent: ureq::Agent,
    /// `http://127.0.0.1:PORT/session/ID`.
    base: String,
}

impl Session {
    /// Opens a session with the driver at `http://127.0.0.1:PORT`.
    ///
    /// # Errors
    /// The driver's words why the browser does not start.
    pub fn open(driver: &str, capabilities: Value) -> Result<Self, Trouble> {
        let agent = ureq::Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .http_status_as_error(false)
            .build()
            .new_agent();
        let mut session = Self {
            agent,
            base: format!("{driver}/session"),
        };
        let wanted = json!({ "capabilities": { "alwaysMatch": capabilities } });
        let opened = session.post("", wanted)?;
        let id = opened
            .get("sessionId")
            .and_then(Value::as_str)
            .unwrap_or_default();
        session.base = format!("{driver}/session/{id}");
        Ok(session)
    }

    /// A command with a body.
    ///
    /// # Errors
    /// The driver's error, with the command.
    pub fn post(&self, path: &str, body: Value) -> Result<Value, Trouble> {
        let url = format!("{}{path}", self.base);
        let sent = self
            .agent
            .post(&url)
            .content_type("application/json")
            .send(body.to_string());
        answer(&format!("POST {path}"), sent)
    }

    /// A question.
    ///
    /// # Errors
    /// The driver's error, with the command.
    pub fn get(&self, path: &str) -> Result<Value, Trouble> {
        answer(
            &format!("GET {path}"),
            self.agent.get(format!("{}{path}", self.base)).call(),
        )
    }

    /// An end to something.
    ///
    /// # Errors
    /// The driver's error, with the command.
    pub fn delete(&self, path: &str) -> Result<Value, Trouble> {
        answer(
            &format!("DELETE {path}"),
            self.agent.delete(format!("{}{path}", self.base)).call(),
        )
    }
}

type Sent = Result<ureq::http::Response<ureq::Body>, ureq::Error>;

fn answer(command: &str, sent: Sent) -> Result<Value, Trouble> {
    let told = |why: &dyn std::fmt::Display| Trouble(format!("{command}: {why}"));
    let mut response = sent.map_err(|why| told(&why))?;
    let reader = response.body_mut().with_config().limit(256 << 20);
    let text = reader.read_to_string().map_err(|why| told(&why))?;
    let body: Value = serde_json::from_str(&text).map_err(|why| told(&why))?;
    let value = body.get("value").cloned().unwrap_or(Value::Null);
    if response.status().is_success() {
        return Ok(value);
    }
    let part = |name| value.get(name).and_then(Value::as_str).unwrap_or_default();
    Err(Trouble(format!(
        "{command}: {}: {}",
        part("error"),
        part("message")
    )))
}
