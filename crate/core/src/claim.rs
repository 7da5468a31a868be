//! The time that a title or a description claims for its task: "5-7 minute survey", "~10 min".
//!
//! A hand-written tokenizer and small tables of words in English, Spanish, Portuguese, French,
//! German, Italian and Hindi. An amount of time counts only where the words around it make it the
//! task's length; "24 hour fitness" and "in the last 30 minutes" do not. Linear in the text. This
//! module refuses to know the task's other facts.

mod amount;
mod context;
mod sight;
mod token;
mod words;

/// What the words claim, in seconds; both ends are equal where one time is named ("less than
/// 5 minutes" names 5 minutes).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    /// The shorter end, at least 1.
    pub low_seconds: u32,
    /// The longer end.
    pub high_seconds: u32,
}

impl Claim {
    /// A claim of one time.
    pub const fn one(seconds: u32) -> Self {
        Self {
            low_seconds: seconds,
            high_seconds: seconds,
        }
    }

    /// The geometric middle of both ends.
    pub fn middle_seconds(self) -> f64 {
        (f64::from(self.low_seconds) * f64::from(self.high_seconds)).sqrt()
    }
}

/// The claimed time of the task, if the text claims one: of several the surest, of those the
/// first.
pub fn claimed_time(text: &str) -> Option<Claim> {
    read(sight::from_unit(text)?)
}

fn read(text: &str) -> Option<Claim> {
    let tokens = token::tokens(text);
    let mut best: Option<(u8, Claim)> = None;
    let mut at = 0;
    while at < tokens.len() {
        let Some(amount) = amount::at(&tokens, at) else {
            at += 1;
            continue;
        };
        if let Some(certainty) = context::certainty(&tokens, at, &amount)
            && best.is_none_or(|it| it.0 < certainty)
        {
            let seconds = |value: f64| value.round() as u32;
            let (low_seconds, high_seconds) = (seconds(amount.low), seconds(amount.high));
            best = Some((
                certainty,
                Claim {
                    low_seconds,
                    high_seconds,
                },
            ));
        }
        at = amount.end.max(at + 1);
    }
    best.map(|it| it.1)
}

#[cfg(test)]
mod tests;
