//! How every figure on a row comes about, in a worker's words.
//!
//! It says what `core` does and repeats no constant of it that can change under it.

use leptos::prelude::*;
use tallystick_core::show;
use tallystick_core::warning::Warning;

use crate::kit::frame::Card;
use crate::store::Store;

const VERDICTS: [(Warning, &str); 5] = [
    (
        Warning::Underpaid,
        "Even if it goes well, the hour stays below your floor.",
    ),
    (
        Warning::ProbablyUnderpaid,
        "More likely below your floor than not.",
    ),
    (
        Warning::LikelyFair,
        "More likely at your floor or above than not.",
    ),
    (
        Warning::Fair,
        "Even if it goes slowly, the hour reaches your floor.",
    ),
    (
        Warning::Unknown,
        "No reward is shown, or no floor is set, or there is nothing to go on.",
    ),
];

/// The explanations.
#[component]
pub fn Help(store: Store) -> impl IntoView {
    view! {
        <Sample />
        <Card id="advertised-heading" heading="Advertised">
            <p class="words">
                "The reward divided by the time that is claimed. The row says whose claim it is: words in \
                 the title (“5-7 minute survey”), the platform's own estimate, or the time allotted. \
                 The last is a limit rather than a promise, but many people read it as one."
            </p>
        </Card>
        <Card id="estimate-heading" heading="Estimate and interval">
            <p class="words">
                "What an hour of it really brings, as far as can be known: first from the facts on the row, \
                 then from how long this requester's tasks took in the past, from other workers' times \
                 for this very task, and from your own. The more evidence, the narrower the interval: of \
                 ten tasks, about eight should fall inside it. Open the card to see which evidence there \
                 is, how much of it and how old."
            </p>
            <p class="words">
                "It is an estimate, not a promise. Without reports of workers it rests on the row \
                 alone, and the interval is wide."
            </p>
        </Card>
        <Card id="warning-heading" heading="Warning">
            <p class="words">{move || floor(store)}</p>
            <Verdicts />
        </Card>
        <Card id="reputation-heading" heading="Reputation">
            <p class="words">
                "The mean of the reviews' scores from 1 to 5, drawn towards the middle while there are few \
                 of them: two angry reviews are not twenty. The number of reviews always stands beside it. \
                 With fewer than five it says “few reviews”; with none “no reviews”, which is neither \
                 good nor bad and never sorted or filtered as if it were."
            </p>
            <p class="words">
                "Where a platform shows only a name, reviews are kept under that name and marked “by name”: \
                 two requesters may share one, and one may change it."
            </p>
        </Card>
        <Card id="blind-heading" heading="When a page cannot be read">
            <p class="words">
                "Platforms change their pages. Then Tallystick says so once, in the page and in the popup, \
                 draws nothing that it cannot know, and gives you a report to copy. It never guesses."
            </p>
        </Card>
    }
}

/// A row's badge, as on a platform's page.
#[component]
pub fn Sample() -> impl IntoView {
    view! {
        <figure class="stack tight">
            <div class="sample number">
                <span class="sign">
                    {show::sign(Warning::Underpaid)} " " {show::word(Warning::Underpaid)}
                </span>
                <span>"≈ $4.10/h (3.20–5.30)"</span>
                <span>"advertised $12.00/h (title)"</span>
                <span>"★ 4.1 · 12 reviews"</span>
            </div>
            <figcaption class="help">
                "An example of a row: the warning, the estimate with its interval, what is advertised and \
                 by whom, the requester's reputation."
            </figcaption>
        </figure>
    }
}

#[component]
fn Verdicts() -> impl IntoView {
    let lines: Vec<_> = VERDICTS
        .iter()
        .map(|&(warning, meaning)| {
            view! {
                <dt>
                    <span class="number strong">{show::sign(warning)} " " {show::word(warning)}</span>
                </dt>
                <dd>{meaning}</dd>
            }
        })
        .collect();
    view! { <dl class="facts">{lines}</dl> }
}

fn floor(store: Store) -> String {
    match store.floor() {
        Some(floor) => format!(
            "The estimate is held against your floor, {} an hour. The sign's shape and the word say it; \
             the colour only repeats it.",
            show::money(floor)
        ),
        None => "The estimate is held against your floor, once you have set one.".to_owned(),
    }
}
