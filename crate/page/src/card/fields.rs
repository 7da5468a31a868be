//! The fields of the review form, one function each, all words from `core`.

use tallystick_browser::clock;
use tallystick_core::{form as words, history, show};
use tallystick_wire::review::{DAYS_TO_PAY_MAX, Issue, Measured};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlTextAreaElement};

use super::Card;
use super::pick::Pick;
use crate::app::App;
use crate::make::{self, Done};

/// One of the four scores.
pub fn score(parent: &Element, question: &words::Question) -> Done<Pick> {
    let answers = [
        ("0", words::NOT_APPLICABLE),
        ("1", "1"),
        ("2", "2"),
        ("3", "3"),
        ("4", "4"),
        ("5", "5"),
    ];
    let pick = Pick::new(parent, question.label, &answers)?;
    pick.may_be_left()?;
    pick.help(question.help)?;
    for score in 1..=5_u8 {
        let label = [&score.to_string(), ", ", words::score_word(score)].concat();
        pick.help_answer(usize::from(score), &label)?;
    }
    Ok(pick)
}

/// What went wrong, in the order of `Issue::ALL`.
pub fn issues(parent: &Element) -> Done<Vec<HtmlInputElement>> {
    let field = make::add(parent, "fieldset", "tall", "")?;
    make::add(&field, "legend", "", "What went wrong")?;
    let chips = make::add(&field, "div", "chips", "")?;
    let chip = |issue: &Issue| {
        let question = words::issue(*issue);
        let label = make::add(&chips, "label", "", "")?;
        label.set_title(question.help);
        let input = make::input(&label, "checkbox", "issue", "")?;
        make::add(&label, "span", "", question.label)?;
        Ok(input)
    };
    Issue::ALL.iter().map(chip).collect()
}

/// Days until paid.
pub fn days(parent: &Element) -> Done<HtmlInputElement> {
    let label = make::add(parent, "label", "field short", words::DAYS_TO_PAY.label)?;
    label.set_title(words::DAYS_TO_PAY.help);
    let input = make::input(&label, "number", "days", "")?;
    input.set_min("0");
    input.set_max(&DAYS_TO_PAY_MAX.to_string());
    Ok(input)
}

/// The free text, and where the used characters are counted.
pub fn text(parent: &Element) -> Done<(HtmlTextAreaElement, HtmlElement)> {
    let label = make::add(parent, "label", "field", "")?;
    let row = make::add(&label, "span", "row", words::TEXT.label)?;
    let left = make::add(&row, "span", "left", "")?;
    let text: HtmlTextAreaElement = make::add(&label, "textarea", "", "")?.unchecked_into();
    text.set_dir("auto");
    text.set_placeholder(words::TEXT.help);
    Ok((text, left))
}

/// The switch for the measured time, if the clock has measured one.
pub fn measured(app: &App, card: &Card) -> Done<Option<(HtmlInputElement, Measured)>> {
    let known = app.known.borrow();
    let group = card.facts.group.as_ref().and_then(|it| known.group(it));
    let measured = group.and_then(|it| {
        let (n, last) = (it.my_seconds.len(), *it.my_seconds.last()?);
        history::measured(last, it.my_accepted, n, clock::now())
    });
    let Some(measured) = measured else {
        return Ok(None);
    };
    let chips = make::add(&card.body, "div", "chips field", "")?;
    let label = make::add(&chips, "label", "", "")?;
    label.set_title(words::MEASURED.help);
    let input = make::input(&label, "checkbox", "measured", "")?;
    input.set_checked(known.settings.share_measured);
    let text = [
        words::MEASURED.label,
        ": ",
        &show::duration(f64::from(measured.work_seconds)),
    ]
    .concat();
    make::add(&label, "span", "", &text)?;
    Ok(Some((input, measured)))
}
