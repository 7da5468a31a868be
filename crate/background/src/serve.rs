//! One request in, one answer out: which handler has which request.

use serde::Serialize;
use tallystick_browser::message::{self, Sender};
use tallystick_browser::{runtime, scripting};
use tallystick_wire::message::{Failure, Joining, Request};

use crate::read;
use crate::trouble::{Done, Trouble};
use crate::world::{self, world};
use crate::{
    admission, backends, blind, clock, ledger, lookup, marks, member, moving, notices, outcomes,
    reviews, schedule, settings, status, texts,
};

/// The file that holds the other encoding of the content script.
const FALLBACK: &str = "content-fallback.js";

/// Answers a request; whatever goes wrong is said in the answer.
pub async fn serve(text: &str, sender: Sender) -> String {
    let Some(request) = read::request(text) else {
        return message::refusal("This page asks in an unknown way: reload it");
    };
    match dispatch(request, sender).await {
        Ok(answer) => answer,
        Err(trouble) => {
            if trouble.is_of_database() {
                world::forget();
            }
            message::refusal(&trouble.to_string())
        }
    }
}

async fn dispatch(request: Request, sender: Sender) -> Done<String> {
    if is_for_own_pages(&request) && !is_own_page(&sender) {
        let why = match request {
            Request::Ledger(_) => "Only Tallystick's own pages may read and change the log",
            _ => "Backends are added and removed in Tallystick's options only",
        };
        return Err(Trouble::Told(why.to_owned()));
    }
    match request {
        // These need nothing that is stored.
        Request::Ping(_) => return Ok(text(&())),
        Request::InjectFallback(_) => return Ok(text(&inject(sender).await?)),
        Request::OpenOptions(_) => return Ok(text(&runtime::open_options_page().await?)),
        Request::JoinProgress(_) => {
            let done = admission::progress();
            return Ok(text(&Joining { done }));
        }
        Request::ProbeBackend(ask) => return Ok(text(&backends::probe(&ask.url).await?)),
        _ => (),
    }
    let world = world().await?;
    Ok(match request {
        Request::LookUp(ask) => {
            let answer = text(&lookup::look_up(&world, ask).await?);
            schedule::after_look_up(&world);
            answer
        }
        Request::ReadReviews(ask) => text(&texts::read(&world, ask).await?),
        Request::SaveReview(ask) => text(&reviews::save(&world, ask.draft).await?),
        Request::DeleteReview(ask) => text(&reviews::delete(&world, &ask.id).await?),
        Request::RestoreReview(ask) => text(&reviews::restore(&world, &ask.id).await?),
        Request::ListReviews(ask) => text(&reviews::list(&world, &ask)),
        Request::SaveNote(ask) => text(&marks::save_note(&world, ask).await?),
        Request::SetHiding(ask) => text(&marks::set_hiding(&world, ask).await?),
        Request::ListMarks(ask) => text(&marks::list(&world, &ask)),
        Request::ReportBlind(ask) => {
            blind::report(&world, ask).await?;
            text(&schedule::mark_icon(&world).await)
        }
        Request::ReportSeen(ask) => {
            if blind::seen(&world, ask).await? {
                schedule::mark_icon(&world).await;
            }
            text(&())
        }
        Request::GetStatus(_) => text(&status::read(&world).await?),
        Request::SyncNow(_) => text(&status::sync_now(&world).await?),
        Request::GetSettings(_) => text(&settings::read(&world)),
        Request::SetSettings(ask) => text(&settings::write(&world, ask.values).await?),
        Request::AddBackend(ask) => text(&backends::add(&world, ask).await?),
        Request::RemoveBackend(ask) => text(&backends::remove(&world, &ask.url).await?),
        Request::PauseBackend(ask) => text(&backends::pause(&world, ask).await?),
        Request::PutNoticeAway(ask) => text(&notices::put_away(&world, ask).await?),
        Request::ListTokens(ask) => text(&member::tokens(&world, &ask.url).await?),
        Request::NameToken(ask) => text(&member::name(&world, ask).await?),
        Request::RevokeToken(ask) => text(&member::revoke(&world, ask).await?),
        Request::LeaveBackend(ask) => text(&member::leave(&world, ask).await?),
        Request::PackMove(ask) => text(&moving::pack(&world, &ask).await?),
        Request::OpenMove(ask) => text(&moving::look(&world, &ask).await?),
        Request::TakeMove(ask) => text(&moving::take(&world, ask).await?),
        Request::ClockReport(ask) => text(&clock::report(&world, ask, &sender).await?),
        Request::ClockAct(ask) => text(&clock::act(&world, ask).await?),
        Request::CountGap(ask) => text(&clock::count_gap(&world, ask).await?),
        Request::AmendClock(ask) => text(&clock::amend(&world, ask).await?),
        Request::SeeOutcomes(ask) => text(&outcomes::see(&world, &ask).await?),
        Request::Ledger(ask) => ledger::answer(&world, &ask).await?,
        // Answered above.
        Request::Ping(_)
        | Request::JoinProgress(_)
        | Request::InjectFallback(_)
        | Request::OpenOptions(_)
        | Request::ProbeBackend(_) => text(&()),
    })
}

/// Where the worker's reviews and identity go is decided in the extension's own pages, and only they
/// read the log: a content
/// script shares its process with a page that may have taken it over.
fn is_for_own_pages(request: &Request) -> bool {
    matches!(
        request,
        Request::ProbeBackend(_)
            | Request::AddBackend(_)
            | Request::RemoveBackend(_)
            | Request::PauseBackend(_)
            | Request::PutNoticeAway(_)
            | Request::ListTokens(_)
            | Request::NameToken(_)
            | Request::RevokeToken(_)
            | Request::LeaveBackend(_)
            | Request::PackMove(_)
            | Request::OpenMove(_)
            | Request::TakeMove(_)
            | Request::Ledger(_)
    )
}

fn is_own_page(sender: &Sender) -> bool {
    let own = runtime::url("").unwrap_or_default();
    let url = sender.url.as_deref().unwrap_or_default();
    !own.is_empty() && url.starts_with(&own)
}

async fn inject(sender: Sender) -> Done<()> {
    let (Some(tab), Some(frame)) = (sender.tab, sender.frame) else {
        return Err(Trouble::Told(
            "Only a page in a tab can ask for the fallback".to_owned(),
        ));
    };
    Ok(scripting::inject(tab, frame, FALLBACK).await?)
}

/// An answer as it travels.
pub fn text<Reply: Serialize>(reply: &Reply) -> String {
    let answer: Result<&Reply, Failure> = Ok(reply);
    message::answer(&answer)
}
