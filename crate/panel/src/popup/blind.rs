//! Pages that cannot be read at present, each with a report to copy.

use leptos::prelude::*;
use tallystick_core::show;
use tallystick_wire::Millis;
use tallystick_wire::message::BlindPage;

use crate::kit::copy::CopyButton;
use crate::platforms;
use crate::store::Store;

/// Nothing at all while every page can be read.
#[component]
pub fn BlindPages(store: Store) -> impl IntoView {
    move || {
        let (pages, now) = store.status.with(|it| {
            it.as_ref()
                .map(|it| (it.blind.clone(), it.now))
                .unwrap_or_default()
        });
        pages
            .into_iter()
            .map(|page| notice(&page, now, store))
            .collect_view()
    }
}

fn notice(page: &BlindPage, now: Millis, store: Store) -> impl IntoView + use<> {
    let platform = platforms::name(page.platform.as_str());
    view! {
        <section class="notice bad stack tight" aria-label=format!("{platform}: {}", page.page)>
            <p>{show::blind(platform)}</p>
            <p class="small">{format!("The {} page, since {}.", page.page, show::age(page.since, now))}</p>
            <details>
                <summary class="small">"What the report says"</summary>
                <p class="code quote">{page.report.clone()}</p>
                <p class="small soft">"Selectors and counts only: nothing of you, of a requester or of a task."</p>
            </details>
            <CopyButton label="Copy report" what="Report" text=page.report.clone() say=store.say />
        </section>
    }
}
