//! What the extension shows on a list: badges and the open card, read through their closed shadow
//! roots as WebDriver may and the page may not.

use serde_json::{Value, json};

use crate::{Browser, Card, Element, Trouble, until};

/// The rows of each platform's list, as in the market's script.
pub const ROWS: &str = "li[data-testid^='study-'], .project-card, li.table-row, .jobslist";

/// One badge, as it is printed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Badge {
    /// Which row of the page it stands in, from 0; `None`: outside of every row.
    pub row: Option<usize>,
    /// The sign.
    pub sign: String,
    /// The word.
    pub word: String,
    /// The estimate.
    pub estimate: String,
    /// The advertised pay.
    pub advertised: String,
    /// The reputation.
    pub reputation: String,
    /// My tags on the requester.
    pub tags: Vec<String>,
    /// My own review.
    pub mine: String,
    /// Everything, for screen readers.
    pub label: String,
    /// Whether a person sees it: rows have a second badge for narrow screens.
    pub visible: bool,
}

const READ: &str = r"
    const rows = [...document.querySelectorAll(arguments[0])];
    return arguments[1].map((host, at) => {
        const button = arguments[2][at];
        const text = (name) => button.querySelector('.' + name)?.textContent ?? '';
        const row = host.closest(arguments[0]);
        return {
            row: row ? rows.indexOf(row) : null,
            texts: ['sign', 'word', 'estimate', 'advertised', 'reputation', 'mine'].map(text),
            tags: [...button.querySelectorAll('.tag')].map((tag) => tag.textContent),
            label: button.getAttribute('aria-label') ?? '',
            visible: button.getClientRects().length !== 0,
        };
    });";

impl Browser {
    /// All badges of the page, in its order.
    ///
    /// # Errors
    /// One vanished while it was read.
    pub fn badges(&self) -> Result<Vec<Badge>, Trouble> {
        let hosts = self.find_all("tallystick-badge")?;
        let buttons = hosts.iter().map(|host| host.shadow()?.find("button"));
        let buttons: Vec<Element> = buttons.collect::<Result<_, _>>()?;
        let references =
            |all: &[Element]| Value::Array(all.iter().map(Element::reference).collect());
        let read = self.run(
            READ,
            &[json!(ROWS), references(&hosts), references(&buttons)],
        )?;
        Ok(read.as_array().into_iter().flatten().map(badge).collect())
    }

    /// The badge of each row that a person sees, once every row has one.
    ///
    /// # Errors
    /// Some row stays without.
    pub fn badges_of_all_rows(&self) -> Result<Vec<Badge>, Trouble> {
        until("a badge on every row", || {
            let rows = self.run(
                "return document.querySelectorAll(arguments[0]).length",
                &[json!(ROWS)],
            )?;
            let rows = rows.as_u64().and_then(|rows| usize::try_from(rows).ok());
            let badges = self.badge_a_row()?;
            let complete = !badges.is_empty() && rows == Some(badges.len());
            Ok(complete.then_some(badges))
        })
    }

    /// The badges that a person sees, once there are so many rows with one: on pages that have rows
    /// of which nothing is known, too.
    ///
    /// # Errors
    /// There stay fewer or more.
    pub fn badges_of_rows(&self, rows: usize) -> Result<Vec<Badge>, Trouble> {
        until(&format!("{rows} rows with a badge"), || {
            let badges = self.badge_a_row()?;
            Ok((badges.len() == rows).then_some(badges))
        })
    }

    /// One badge a row. Where a page's style is kept from it, both copies of a row are seen; the
    /// first one counts.
    fn badge_a_row(&self) -> Result<Vec<Badge>, Trouble> {
        let mut badges = self.badges()?;
        badges.retain(|badge| badge.visible && badge.row.is_some());
        badges.dedup_by_key(|badge| badge.row);
        Ok(badges)
    }

    /// The button of the first badge that a person sees in the row.
    ///
    /// # Errors
    /// The row has none.
    pub fn badge_button(&self, row: usize) -> Result<Element, Trouble> {
        let script = "return [...(document.querySelectorAll(arguments[0])[arguments[1]]\
                      ?.querySelectorAll('tallystick-badge') ?? [])]";
        let found = self.run(script, &[json!(ROWS), json!(row)])?;
        for host in found.as_array().into_iter().flatten() {
            let Some(host) = Element::from_answer(&self.session, host) else {
                continue;
            };
            let button = host.shadow()?.find("button")?;
            if button.displayed()? {
                return Ok(button);
            }
        }
        Err(Trouble(format!("no badge is seen in row {row}")))
    }

    /// The open card, if there is one.
    ///
    /// # Errors
    /// The session is gone.
    pub fn card(&self) -> Result<Option<Card<'_>>, Trouble> {
        let open = self.find_all("tallystick-card")?;
        Ok((!open.is_empty()).then(|| Card::of(self)))
    }

    /// Opens the card of a row by a click on its badge.
    ///
    /// # Errors
    /// No card comes.
    pub fn open_card(&self, row: usize) -> Result<Card<'_>, Trouble> {
        until("a badge to click", || {
            self.badge_button(row)?.click().map(Some)
        })?;
        until("the card", || self.card())
    }

    /// An element out of a script's answer.
    pub fn element(&self, answer: &Value) -> Option<Element> {
        Element::from_answer(&self.session, answer)
    }

    /// What one of our other parts says: `tallystick-bar`, `tallystick-notice`.
    ///
    /// # Errors
    /// It vanished while it was read.
    pub fn part_text(&self, tag: &str) -> Result<Option<String>, Trouble> {
        let Some(part) = self.part(tag)? else {
            return Ok(None);
        };
        let text = self.run("return arguments[0].innerText", &[part.reference()])?;
        Ok(text.as_str().map(str::to_owned))
    }

    /// The inside of one of our other parts.
    ///
    /// # Errors
    /// It vanished while it was looked for.
    pub fn part(&self, tag: &str) -> Result<Option<Element>, Trouble> {
        let Some(host) = self.find_all(tag)?.into_iter().next() else {
            return Ok(None);
        };
        host.shadow()?.find(":host > *, div").map(Some)
    }
}

fn badge(read: &Value) -> Badge {
    let text = |value: Option<&Value>| {
        value
            .and_then(Value::as_str)
            .unwrap_or_default()
            .trim()
            .to_owned()
    };
    let part = |at: usize| text(read.pointer(&format!("/texts/{at}")));
    let tags = read
        .get("tags")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    Badge {
        row: read
            .get("row")
            .and_then(Value::as_u64)
            .and_then(|row| usize::try_from(row).ok()),
        sign: part(0),
        word: part(1),
        estimate: part(2),
        advertised: part(3),
        reputation: part(4),
        mine: part(5),
        tags: tags.map(|tag| text(Some(tag))).collect(),
        label: text(read.get("label")),
        visible: read
            .get("visible")
            .and_then(Value::as_bool)
            .unwrap_or(false),
    }
}
