//! Privacy in plain words, the version, the licence.

use leptos::prelude::*;

use super::backends::WhatIsSent;
use crate::kit::frame::Card;
use crate::store::Store;

/// What leaves the machine, what is stored on it, whose program it is.
#[component]
pub fn About(store: Store) -> impl IntoView {
    let version = move || {
        store
            .status
            .with(|it| it.as_ref().map(|it| it.version.clone()))
    };
    view! {
        <Card id="privacy-heading" heading="On this machine">
            <p class="words">
                "Your floor, settings, notes, reviews and whatever is known of requesters are kept in this \
                 browser. Without a backend nothing leaves it: there is no server of ours, no account, no \
                 count of users, no advertisement."
            </p>
            <p class="words">
                "Tallystick reads only pages of the platforms that you open yourself, and asks the \
                 platforms for nothing: no polling, no reloading, no accepting in your place."
            </p>
        </Card>
        <WhatIsSent />
        <Card id="program-heading" heading="The program">
            <dl class="facts">
                <dt>"Version"</dt>
                <dd class="number">{version}</dd>
                <dt>"Licence"</dt>
                <dd>"GNU Affero General Public License 3.0: anyone may read, change and share it."</dd>
                <dt>"Name"</dt>
                <dd>
                    "A tally stick was notched for what is owed and split in two, so that neither side could \
                     change the record. This is the worker's half."
                </dd>
            </dl>
            <p><a href="#welcome">"Go through the first run again"</a></p>
        </Card>
    }
}
