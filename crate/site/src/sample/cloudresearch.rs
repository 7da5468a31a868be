//! CloudResearch Connect's dashboard, by its documented class names.

use super::task::{Task, decimal};
use super::{Scenario, document, drawn, escaped, seeds, tasks};

pub(super) fn page(path: &str, scenario: Scenario, n: usize) -> Option<String> {
    if path == "/participant/dashboard" {
        return Some(list(scenario, n));
    }
    let id = path
        .strip_prefix("/participant/dashboard/")?
        .strip_suffix("/details")?;
    let all = tasks(seeds::STUDIES, 3, Scenario::Typical, n.max(100));
    let task = all.iter().find(|it| it.hex(32) == id)?;
    let body = format!(
        "<main><h1>{}</h1><p>{}</p></main>",
        escaped(&task.title),
        escaped(&task.description)
    );
    Some(document("Connect", &body))
}

fn list(scenario: Scenario, n: usize) -> String {
    let all = tasks(seeds::STUDIES, 3, scenario, n);
    let rows: String = match scenario {
        Scenario::NotDrawn => String::new(),
        _ => drawn(scenario, &all)
            .into_iter()
            .map(|it| card(it, scenario))
            .collect(),
    };
    document(
        "Connect",
        &format!("<main>\n<h1>Available projects</h1>\n<div>\n{rows}</div>\n</main>"),
    )
}

fn card(task: &Task, scenario: Scenario) -> String {
    let id = task.hex(32);
    let class = if scenario == Scenario::RenamedMount {
        "offer"
    } else {
        "project-card"
    };
    let reward = match scenario {
        Scenario::MissingField => String::new(),
        _ => format!("<span>${}</span>", decimal(task.minor)),
    };
    let foreign = match scenario {
        Scenario::Altered => "<span class=\"other-extension\">★ 4.2 $99.00 1 min</span>",
        _ => "",
    };
    let devices = "<i class=\"fas fa-desktop text-green-600\"></i>";
    format!(
        "<div class=\"{class} {class}-{id}\">{foreign}<p>{}</p><label><div><div>Researcher</div><div>{}</div></div></label>\
         <div class=\"project-pay-per-hour-{id}\">{reward}<span>${} per hour</span></div>\
         <div><i class=\"fas fa-clock\"></i> {} min</div><div><i class=\"fas fa-dot-circle\"></i> {}</div>\
         <div>{devices}</div></div>\n",
        escaped(&task.title),
        escaped(&task.requester),
        decimal(task.hourly()),
        task.minutes,
        task.places,
    )
}
