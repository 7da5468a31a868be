//! What other workers report of requesters, for a dispute pack: out of what the backends' data on
//! this machine say, with which backend said it and of when its data are.

use tallystick_wire::message::Knowledge;

use super::Section;
use crate::reputation;
use crate::show::{standing, text};
use crate::zone::Zone;

/// A section with a row a requester and backend that says anything; `names` in the order of the
/// answer's requesters. `None`: nobody says anything, or no backend is read.
pub fn others(names: &[String], known: &Knowledge) -> Option<Section> {
    let mut rows = Vec::new();
    for (name, requester) in names.iter().zip(&known.requesters) {
        for it in &requester.evidence {
            let Some(backend) = known.backends.get(it.backend) else {
                continue;
            };
            let when = match backend.fresh_at {
                Some(at) => Zone::UTC.time(at) + " UTC",
                None => "not known".to_owned(),
            };
            let lines = standing(&reputation::pooled(std::slice::from_ref(it)));
            let said: Vec<String> = lines
                .into_iter()
                .map(|line| format!("{}: {}", line.label, line.value))
                .collect();
            let community = format!("{} ({})", text::name(&backend.name), backend.url);
            rows.push(vec![text::name(name), community, when, said.join("\n")]);
        }
    }
    let columns = ["Requester", "Community", "Data of", "What workers report"];
    (!rows.is_empty()).then(|| Section {
        heading: "What other workers report".to_owned(),
        note: "As it was on this machine when the report was made; nothing was asked for it."
            .to_owned(),
        columns: columns.map(str::to_owned).to_vec(),
        rows,
    })
}
