//! Prolific's list of studies, by its documented test ids.

use super::task::{Task, decimal};
use super::{Scenario, document, drawn, escaped, seeds, tasks};

pub(super) fn page(path: &str, scenario: Scenario, n: usize) -> Option<String> {
    if path == "/studies" {
        return Some(list(scenario, n));
    }
    let id = path.strip_prefix("/studies/")?;
    let all = tasks(seeds::STUDIES, 2, Scenario::Typical, n.max(100));
    let task = all.iter().find(|it| it.hex(24) == id)?;
    let body = format!(
        "<div id=\"app\" data-v-app=\"\"><main><h1>{}</h1><p>{}</p><p>By {}</p><p>{}</p></main></div>",
        escaped(&task.title),
        escaped(&task.description),
        escaped(&task.requester),
        money(task)
    );
    Some(document("Prolific", &body))
}

fn list(scenario: Scenario, n: usize) -> String {
    let all = tasks(seeds::STUDIES, 2, scenario, n);
    let rows: String = drawn(scenario, &all)
        .into_iter()
        .map(|it| row(it, scenario))
        .collect();
    let name = match scenario {
        Scenario::RenamedMount => "study-results",
        _ => "studies-list",
    };
    let list = match scenario {
        Scenario::NotDrawn => String::new(),
        _ => format!("<ul data-testid=\"{name}\">\n{rows}</ul>"),
    };
    let body = format!(
        "<div id=\"app\" data-v-app=\"\">\n<nav class=\"projects-sidebar\"><section><li>\
         <span class=\"nav-item__text\"><a href=\"/studies\">Studies</a> \
         <sup class=\"indicator\">{n}</sup></span></li></section></nav>\n\
         <main>\n<h1>Studies</h1>\n{list}\n</main>\n</div>"
    );
    document(&format!("Prolific ({n})"), &body)
}

fn row(task: &Task, scenario: Scenario) -> String {
    let id = task.hex(24);
    let reward = match scenario {
        Scenario::MissingField => String::new(),
        _ => format!(
            "<span data-testid=\"study-tag-reward\">{}</span>",
            money(task)
        ),
    };
    let foreign = match scenario {
        Scenario::Altered => "<span class=\"other-extension\">★ 4.2 $99.00/hr 1 min</span>",
        _ => "",
    };
    let partner = if task.at % 5 == 2 {
        " Prolific partner"
    } else {
        ""
    };
    let row = format!(
        "<li class=\"list-item\" data-testid=\"study-{id}\">{foreign}<div data-testid=\"base-card\">\
         <div class=\"study-content\"><h2 class=\"title\" data-testid=\"title\">\
         <a href=\"/studies/{id}\">{}</a></h2><div data-testid=\"host\">By {}{partner}</div><div>{reward}\
         <span data-testid=\"study-tag-reward-per-hour\">{}/hr</span>\
         <span data-testid=\"study-tag-completion-time\">{}</span>\
         <span data-testid=\"study-tag-places\">{} places</span></div>\
         <div data-testid=\"devices\"><span class=\"device-icon\" data-testid=\"device-desktop\"></span></div>\
         </div></div></li>\n",
        escaped(&task.title),
        escaped(&task.requester),
        amount(task, task.hourly()),
        time(task.minutes),
        task.places,
    );
    // Another extension may put a row of its own between ours.
    let own = scenario == Scenario::Altered && task.at == 1;
    if own {
        format!("{row}<li class=\"list-item\">Sponsored: a better list</li>\n")
    } else {
        row
    }
}

fn time(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, 1) => "1 min".to_owned(),
        (0, it) => format!("{it} mins"),
        (hours, 0) => format!("{hours} hour"),
        (hours, it) => format!("{hours} hour {it} mins"),
    }
}

fn money(task: &Task) -> String {
    amount(task, task.minor)
}

fn amount(task: &Task, minor: i64) -> String {
    let number = decimal(minor);
    match task.at % 6 {
        2 => format!("${number}"),
        3 => format!("{} €", number.replace('.', ",")),
        4 => format!("CA$ {number}"),
        _ => format!("£{number}"),
    }
}
