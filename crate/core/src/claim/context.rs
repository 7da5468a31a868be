//! Whether an amount of time is the length of the task, by the words around it.
//!
//! Where the words do not tell, it is not: a missed claim costs precision, a wrong one a false
//! verdict. It looks at a bounded number of tokens on either side.

use super::amount::Amount;
use super::token::{Kind, Token};
use super::words as w;

/// Longer ones are opening hours and deadlines.
const SECONDS_MAX: f64 = 12.0 * 3_600.0;
/// Longer ones need a verb that says so.
const SECONDS_MAX_UNSAID: f64 = 5.0 * 3_600.0;

/// How surely the amount is the task's length, 1..=5; `None`: it is not.
pub(super) fn certainty(tokens: &[Token], start: usize, amount: &Amount) -> Option<u8> {
    if amount.low < 1.0 || SECONDS_MAX < amount.high {
        return None;
    }
    let before = Before::of(tokens, start);
    let after = After::of(tokens, amount.end);
    if before.is_refused || after.is_refused {
        return None;
    }
    if amount.is_article {
        let is_said = before.takes_directly || (before.is_about && after.is_edge);
        return (is_said && !after.is_idiom).then_some(4);
    }
    let certainty = judge(amount, &before, &after)?;
    let needs_verb = SECONDS_MAX_UNSAID < amount.high && !before.takes;
    let is_letter_only =
        amount.is_short && amount.high < 3_600.0 && certainty == 3 && before.only_words;
    (!needs_verb && !is_letter_only).then_some(certainty)
}

fn judge(amount: &Amount, before: &Before, after: &After) -> Option<u8> {
    if after.is_task {
        return Some(5);
    }
    // "A survey about music (5 min)": in brackets it is the survey's.
    let is_topic = before.is_in_brackets && (before.is_of_task || before.is_rough);
    if after.is_object || (before.is_object && !after.completes && !is_topic) {
        return None;
    }
    if before.takes || after.completes || after.takes {
        return Some(4);
    }
    if before.is_task || before.is_paid || (before.is_about && !after.goes_on) {
        return Some(3);
    }
    if (before.is_edge && after.is_edge) || after.is_own_time {
        return Some(2);
    }
    // "Speak for 30 seconds" is a part of the task.
    (before.is_for && after.is_edge && 60.0 <= amount.high).then_some(1)
}

/// What stands before the amount.
#[derive(Default)]
struct Before {
    is_refused: bool,
    /// "about", "~", "less than".
    is_about: bool,
    /// That by words, not by a sign.
    only_words: bool,
    /// "~": nobody writes that of a video's length.
    is_rough: bool,
    /// "takes …".
    takes: bool,
    /// "takes (about) …": nothing else between.
    takes_directly: bool,
    is_task: bool,
    is_object: bool,
    /// "$1 for …", "40 cents in …".
    is_paid: bool,
    is_for: bool,
    is_edge: bool,
    /// A bracket stands between the amount and what it leans on.
    is_in_brackets: bool,
    /// The sentence names a task before.
    is_of_task: bool,
}

impl Before {
    fn of(tokens: &[Token], start: usize) -> Self {
        let before = tokens.get(..start).unwrap_or(&[]);
        let mut it = Self {
            is_edge: is_edge_before(tokens, start),
            ..Self::default()
        };
        it.read_near(before);
        it.read_far(before);
        it
    }

    /// The words that lean on the amount, up to the first that does not.
    fn read_near(&mut self, before: &[Token]) {
        for (n, token) in before.iter().rev().take(8).enumerate() {
            match token.kind {
                Kind::Tilde | Kind::Less => {
                    self.is_about = true;
                    self.is_rough |= token.kind == Kind::Tilde;
                }
                Kind::Open => self.is_in_brackets = true,
                Kind::Colon | Kind::Dash | Kind::Comma | Kind::Close => {}
                Kind::Money => {
                    self.is_paid = self.is_for;
                    return;
                }
                Kind::Word if token.is(w::TASK) => return self.is_task = true,
                Kind::Word if token.is(w::OBJECT) => return self.is_object = true,
                Kind::Word if token.is(w::APPROX) => {
                    self.only_words = !self.is_about || self.only_words;
                    self.is_about = true;
                    self.takes_directly |= token.is(w::TAKE);
                }
                Kind::Word if token.is(w::TAKE) => {
                    // "Audio length: …", "length of the clip: …".
                    let noun = before
                        .len()
                        .checked_sub(n + 2)
                        .and_then(|at| before.get(at));
                    self.is_object = token.is(w::LONG) && noun.is_some_and(|it| it.is(w::OBJECT));
                    return self.takes_directly = true;
                }
                Kind::Word if token.is(w::FOR) && n < 3 => self.is_for = true,
                Kind::Word if token.is(w::LINK) => {}
                _ => return,
            }
        }
    }

    /// The sentence so far: verbs of taking, and whatever makes it another time.
    fn read_far(&mut self, before: &[Token]) {
        let (mut n_words, mut n_full, mut is_open) = (0, 0, true);
        for (n, token) in before.iter().rev().take(16).enumerate() {
            match token.kind {
                Kind::Stop => return,
                Kind::Open | Kind::Colon | Kind::Comma => is_open = false,
                Kind::Dash if token.spaced => is_open = false,
                Kind::Money => self.is_paid |= n < 5 && self.is_for,
                Kind::Word => {
                    n_words += 1;
                    n_full += usize::from(!token.is(w::LINK | w::APPROX) || token.is(w::NEVER));
                    let aux = before
                        .len()
                        .checked_sub(n + 2)
                        .and_then(|at| before.get(at));
                    let will_last = token.is(w::LAST) && aux.is_some_and(|it| it.is(w::AUX));
                    self.takes |= n_words <= 8 && (token.is(w::TAKE) || will_last);
                    let is_never = token.is(w::NEVER) || (token.is(w::LAST) && !will_last);
                    self.is_refused |= is_open && n_full <= 3 && is_never;
                    self.is_refused |= is_open && n_words <= 5 && token.is(w::LIMIT);
                    self.is_refused |= n_words <= 2 && token.is(w::LIMIT);
                    is_open &= !token.is(w::TASK);
                    self.is_of_task |= token.is(w::TASK);
                }
                _ => {}
            }
        }
    }
}

/// What stands behind the amount.
#[derive(Default)]
struct After {
    is_refused: bool,
    is_task: bool,
    is_object: bool,
    /// "to complete".
    completes: bool,
    /// Hindi and German put the verb here.
    takes: bool,
    /// "of your time".
    is_own_time: bool,
    /// "take a minute to tell us".
    is_idiom: bool,
    is_edge: bool,
    /// A further word of the same phrase follows: "about 5 m deep".
    goes_on: bool,
}

impl After {
    fn of(tokens: &[Token], end: usize) -> Self {
        let after = tokens.get(end..).unwrap_or(&[]);
        let mut it = Self::default();
        let n_long = after.iter().take(2).filter(|it| it.is(w::LONG)).count();
        let n_dash = after
            .iter()
            .take(n_long)
            .filter(|it| it.kind == Kind::Dash)
            .count();
        let after = after.get(n_long + n_dash..).unwrap_or(&[]);
        let Some(first) = after.first() else {
            it.is_edge = true;
            return it;
        };
        match first.kind {
            Kind::Slash if after.get(1).is_some_and(|it| it.kind == Kind::Word) => {
                it.read_per(after);
            }
            Kind::Dash if first.spaced => it.is_edge = true,
            Kind::Word | Kind::Dash | Kind::Number(_) | Kind::Whole(_) => it.read_words(after),
            _ => it.is_edge = true,
        }
        it
    }

    /// "/HIT" is the length, "/day" is not.
    fn read_per(&mut self, after: &[Token]) {
        self.is_task = after.iter().take(3).any(|it| it.is(w::TASK));
        self.is_refused = !self.is_task;
    }

    fn read_words(&mut self, after: &[Token]) {
        let first = after.iter().find(|it| it.kind != Kind::Dash);
        let Some(first) = first else { return };
        let is_period = |it: &Token| it.is(w::PERIOD);
        if first.is(w::AFTER_NEVER) {
            let per_task = first.is(w::NEVER) && after.iter().take(3).any(|it| it.is(w::TASK));
            self.is_refused = !per_task || first.is(w::LAST);
            self.is_task = per_task;
            return;
        }
        if first.is(w::ARTICLE) && after.iter().skip(1).take(1).any(is_period) {
            self.is_refused = true;
            return;
        }
        if first.is(w::OF) && !first.is(w::AFTER_FINE) {
            self.read_of(after);
            return;
        }
        self.is_edge = first.is(w::AFTER_FINE) || first.is(w::OWN_TIME);
        self.completes = after.iter().take(3).any(|it| it.is(w::COMPLETE));
        self.is_idiom = first.is(w::TO) && !self.completes;
        self.goes_on = !first.is(w::BREAK) && !self.is_edge;
        self.read_head(after);
    }

    /// "of your time", "de encuesta"; anything else is a part of something.
    fn read_of(&mut self, after: &[Token]) {
        let near = after.get(1..).unwrap_or(&[]);
        let is_english_of = !after.iter().take(1).any(|it| it.is(w::LINK | w::AND));
        self.is_own_time = near.iter().take(3).any(|it| it.is(w::OWN_TIME));
        self.is_task = !is_english_of && near.iter().take(1).any(|it| it.is(w::TASK));
        self.is_refused = !self.is_own_time && !self.is_task;
    }

    /// The noun that the amount belongs to: the last of a few words before a preposition.
    fn read_head(&mut self, after: &[Token]) {
        for token in after.iter().take(9) {
            match token.kind {
                Kind::Dash if !token.spaced => continue,
                Kind::Word if token.is(w::TASK) => {
                    self.is_task = true;
                    self.is_object = false;
                }
                Kind::Word if token.is(w::BREAK) && !token.is(w::TASK | w::OBJECT) => return,
                Kind::Word if token.is(w::NAME) => return self.is_refused = true,
                Kind::Word if token.is(w::OBJECT) => self.is_object = !self.is_task,
                Kind::Word => self.takes |= token.is(w::TAKE) && !token.is(w::OWN_TIME),
                _ => return,
            }
        }
    }
}

/// Start, bracket, spaced dash, stop, an amount of money: nothing leans on the amount from here.
fn is_edge_before(tokens: &[Token], start: usize) -> bool {
    let Some(last) = start.checked_sub(1).and_then(|at| tokens.get(at)) else {
        return true;
    };
    let amount_is_spaced = tokens.get(start).is_some_and(|it| it.spaced);
    match last.kind {
        Kind::Open | Kind::Stop | Kind::Comma | Kind::Colon | Kind::Other | Kind::Money => true,
        Kind::Tilde | Kind::Less | Kind::Close => true,
        Kind::Dash => last.spaced || amount_is_spaced,
        _ => false,
    }
}
