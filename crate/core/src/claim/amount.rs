//! Amounts of time among the tokens: "5-7 minute", "1 hr 15", "half an hour", "30 sec to 2 min".
//!
//! It refuses to know whether an amount is the task's length.

use super::token::{Kind, Token};
use super::words as w;

/// An amount of time and where it stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Amount {
    pub(super) low: f64,
    pub(super) high: f64,
    /// The token behind it.
    pub(super) end: usize,
    /// "an hour": no number but the article.
    pub(super) is_article: bool,
    /// The unit is one letter: "3m".
    pub(super) is_short: bool,
}

/// The amount that begins at a token.
pub(super) fn at(tokens: &[Token], start: usize) -> Option<Amount> {
    if !may_begin(tokens, start) {
        return None;
    }
    if let Some(single) = single(tokens, start) {
        return Some(longer_end(tokens, single).unwrap_or(single));
    }
    range(tokens, start)
}

/// Not inside a name ("covid-19", "A25") or a fraction ("24/7").
fn may_begin(tokens: &[Token], start: usize) -> bool {
    let Some(token) = tokens.get(start) else {
        return false;
    };
    let is_number = matches!(token.kind, Kind::Number(_) | Kind::Whole(_))
        || token.is(w::HALF | w::QUARTER | w::ARTICLE);
    if !is_number || token.spaced {
        return is_number;
    }
    let before = |n: usize| start.checked_sub(n).and_then(|at| tokens.get(at));
    let is_fine_word = |it: &Token| it.is(w::TASK | w::APPROX | w::LINK | w::TAKE | w::TO | w::AND);
    match before(1) {
        Some(it) if it.kind == Kind::Slash => false,
        Some(it) if it.kind == Kind::Word => is_fine_word(it),
        Some(it) if it.kind == Kind::Dash && !it.spaced => match before(2) {
            Some(word) if word.kind == Kind::Word => is_fine_word(word),
            _ => true,
        },
        _ => true,
    }
}

fn get(tokens: &[Token], at: usize, kind: Kind) -> bool {
    tokens.get(at).is_some_and(|it| it.kind == kind)
}

fn has(tokens: &[Token], at: usize, roles: u32) -> bool {
    tokens.get(at).is_some_and(|it| it.is(roles))
}

fn number(tokens: &[Token], at: usize) -> Option<f64> {
    match tokens.get(at)?.kind {
        Kind::Number(value) => Some(value),
        _ => None,
    }
}

fn is_glued(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|it| !it.spaced)
}

/// How many of a unit, and the token behind that.
struct Count {
    value: f64,
    end: usize,
    is_article: bool,
}

fn count(tokens: &[Token], start: usize) -> Option<Count> {
    let whole = |value, end| {
        Some(Count {
            value,
            end,
            is_article: false,
        })
    };
    if let Some(value) = number(tokens, start) {
        let (value, end) = number_with_parts(tokens, start, value)?;
        return if has(tokens, end, w::QUARTER) {
            whole(value * 0.25, skip_of_an(tokens, end + 1))
        } else {
            whole(value, end)
        };
    }
    let at = if has(tokens, start, w::ARTICLE) {
        start + 1
    } else {
        start
    };
    if has(tokens, at, w::HALF) {
        return whole(0.5, skip_of_an(tokens, at + 1));
    }
    if has(tokens, at, w::QUARTER) {
        return whole(0.25, skip_of_an(tokens, at + 1));
    }
    (start < at).then_some(Count {
        value: 1.0,
        end: at,
        is_article: true,
    })
}

/// "quarter *of an* hour", "half *an* hour", "quart *d'*heure".
fn skip_of_an(tokens: &[Token], mut at: usize) -> usize {
    for roles in [w::OF, w::ARTICLE] {
        if has(tokens, at, roles) && !has(tokens, at, w::SHORT) {
            at += 1;
        }
    }
    at
}

/// "1/2", "1 1/2", "2:30", "twenty-five", "one and a half".
fn number_with_parts(tokens: &[Token], start: usize, value: f64) -> Option<(f64, usize)> {
    let next = start + 1;
    if get(tokens, next, Kind::Slash) && is_glued(tokens, next) {
        return fraction(tokens, start).map(|part| (part, start + 3));
    }
    if value.fract() == 0.0 && fraction(tokens, next).is_some() {
        return fraction(tokens, next).map(|part| (value + part, next + 3));
    }
    if get(tokens, next, Kind::Colon) && is_glued(tokens, next) && is_glued(tokens, next + 1) {
        let sixtieths = number(tokens, next + 1).filter(|it| *it < 60.0)?;
        return Some((value + sixtieths / 60.0, next + 2));
    }
    let word = if get(tokens, next, Kind::Dash) {
        next + 1
    } else {
        next
    };
    let is_tens =
        20.0 <= value && (value / 10.0).fract() == 0.0 && tokens.get(start)?.kind != Kind::Word;
    if let Some(ones) = number(tokens, word).filter(|it| is_tens && *it < 10.0) {
        // Only number words are put together like this: "25" is one token.
        if has_unit(tokens, word + 1) && next == word {
            return Some((value + ones, word + 1));
        }
    }
    if has(tokens, next, w::AND) {
        let half = if has(tokens, next + 1, w::ARTICLE) {
            next + 2
        } else {
            next + 1
        };
        if has(tokens, half, w::HALF) {
            return Some((value + 0.5, half + 1));
        }
        if let Some(part) = fraction(tokens, next + 1) {
            return Some((value + part, next + 4));
        }
    }
    Some((value, next))
}

/// "1/2", "3/4": below one, with a denominator that people use of hours.
fn fraction(tokens: &[Token], start: usize) -> Option<f64> {
    let (above, below) = (number(tokens, start)?, number(tokens, start + 2)?);
    let is_slash = get(tokens, start + 1, Kind::Slash) && is_glued(tokens, start + 1);
    let fits = is_slash && 0.0 < above && above < below && below <= 4.0;
    fits.then_some(above / below)
}

fn has_unit(tokens: &[Token], at: usize) -> bool {
    unit(tokens, at).is_some()
}

/// The seconds of a unit, and the token behind it; a dash or plus may stand before it.
fn unit(tokens: &[Token], start: usize) -> Option<(f64, usize)> {
    let mut at = start;
    if get(tokens, at, Kind::Plus) || get(tokens, at, Kind::Dash) {
        at += 1;
    }
    let token = tokens.get(at)?;
    let seconds = if token.is(w::MINUTE) {
        60.0
    } else if token.is(w::HOUR) {
        3_600.0
    } else if token.is(w::SECOND) {
        1.0
    } else {
        return None;
    };
    // One letter is a unit only where it stands at its number; "1 h" is common, "5 m" is a length.
    let fits = !token.is(w::SHORT) || (at == start && (!token.spaced || token.is(w::HOUR)));
    fits.then_some((seconds, at + 1))
}

/// One duration, perhaps of several parts: "1 hour and 30 minutes", "1h30", "an hour and a half".
fn single(tokens: &[Token], start: usize) -> Option<Amount> {
    if let Kind::Whole(seconds) = tokens.get(start)?.kind {
        let (low, high, end) = (seconds, seconds, start + 1);
        return Some(Amount {
            low,
            high,
            end,
            is_article: false,
            is_short: false,
        });
    }
    let count = count(tokens, start)?;
    let (seconds, end) = unit(tokens, count.end)?;
    let is_short = has(tokens, end - 1, w::SHORT);
    let (total, end, is_longer) = rest(tokens, count.value * seconds, seconds, end);
    let is_article = count.is_article && !is_longer;
    Some(Amount {
        low: total,
        high: total,
        end,
        is_article,
        is_short: is_short && !is_longer,
    })
}

/// Adds the smaller parts behind a first one; at most two can follow.
fn rest(tokens: &[Token], total: f64, unit_seconds: f64, end: usize) -> (f64, usize, bool) {
    let mut at = (total, unit_seconds, end, false);
    for _ in 0..2 {
        let (total, larger, end, _) = at;
        let Some((more, smaller, end)) = part(tokens, larger, end) else {
            break;
        };
        at = (total + more, smaller, end, true);
    }
    (at.0, at.2, at.3)
}

/// A smaller part: its seconds, its unit, the token behind it.
fn part(tokens: &[Token], larger: f64, start: usize) -> Option<(f64, f64, usize)> {
    let is_joined = has(tokens, start, w::AND) || get(tokens, start, Kind::Comma);
    let at = if is_joined { start + 1 } else { start };
    if has(tokens, start, w::AND) {
        let half = if has(tokens, at, w::ARTICLE) {
            at + 1
        } else {
            at
        };
        if has(tokens, half, w::HALF) && !has_unit(tokens, half + 1) {
            return Some((larger / 2.0, 0.0, half + 1));
        }
    }
    let value = number(tokens, at)?;
    if let Some((seconds, end)) = unit(tokens, at + 1) {
        return (seconds < larger).then_some((value * seconds, seconds, end));
    }
    // "1 hr 15", "5min30": the next smaller unit goes without saying.
    let ends = match tokens.get(at + 1) {
        None => true,
        Some(it) => matches!(it.kind, Kind::Close | Kind::Stop | Kind::Comma),
    };
    let fits = 1.0 < larger && value < 60.0 && value.fract() == 0.0 && !is_joined;
    let said = is_glued(tokens, at) || (3_600.0 <= larger && ends);
    (fits && said).then_some((value * larger / 60.0, larger / 60.0, at + 1))
}

/// "30 sec to 2 min", "5 min - 10 min".
fn longer_end(tokens: &[Token], first: Amount) -> Option<Amount> {
    let second = single(tokens, separator(tokens, first.end)?)?;
    let fits = first.high < second.low && !second.is_article;
    fits.then_some(Amount {
        low: first.low,
        is_article: false,
        ..second
    })
}

/// "5-7 minutes", "5 to 10 min", "between 5 and 10 minutes", "2-to-3 minute".
fn range(tokens: &[Token], start: usize) -> Option<Amount> {
    let first = count(tokens, start).filter(|it| !it.is_article)?;
    let next = separator(tokens, first.end).or_else(|| {
        let is_between = start
            .checked_sub(1)
            .is_some_and(|at| has(tokens, at, w::BETWEEN));
        (is_between && has(tokens, first.end, w::AND)).then_some(first.end + 1)
    })?;
    if is_numbered_part(tokens, start, first.end) {
        return None;
    }
    let value = count(tokens, next).filter(|it| !it.is_article)?.value;
    let second = single(tokens, next)?;
    if !(0.0 < first.value && first.value < value) {
        return None;
    }
    let low = second.high * first.value / value;
    Some(Amount { low, ..second })
}

/// "Part 2 - 10 minutes", "Study 2: …": the dash ends a name.
fn is_numbered_part(tokens: &[Token], start: usize, dash: usize) -> bool {
    let is_part = start
        .checked_sub(1)
        .is_some_and(|at| has(tokens, at, w::PART));
    let is_spaced_dash = tokens
        .get(dash)
        .is_some_and(|it| it.kind == Kind::Dash && it.spaced);
    is_part && is_spaced_dash
}

/// The token behind "-", "~", "to", "-to-".
fn separator(tokens: &[Token], start: usize) -> Option<usize> {
    let is_mark = |at| get(tokens, at, Kind::Dash) || get(tokens, at, Kind::Tilde);
    let mut at = start;
    if is_mark(at) {
        at += 1;
    }
    if has(tokens, at, w::TO) {
        at += 1;
        if is_mark(at) {
            at += 1;
        }
    }
    (start < at).then_some(at)
}
