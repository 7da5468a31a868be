//! Prolific's list of studies, by its documented test ids.

use serde_json::{Value, json};

use super::task::{Task, decimal};
use super::{Scenario, document, drawn, escaped, seeds, tasks};

pub(super) fn page(path: &str, scenario: Scenario, n: usize) -> Option<String> {
    match path {
        "/studies" => return Some(list(scenario, n)),
        "/submissions" => return Some(submissions()),
        "/api/v1/participant/submissions" => return Some(submitted(n).to_string()),
        _ => {}
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

/// How it is drawn is not documented; the market's script asks for the answer and lists it.
fn submissions() -> String {
    let body = "<div id=\"app\" data-v-app=\"\">\n<main>\n<h1>Submissions</h1>\n\
                <ul class=\"submissions\"></ul>\n</main>\n</div>";
    document("Prolific", body)
}

const STATES: [&str; 5] = [
    "APPROVED",
    "AWAITING REVIEW",
    "RETURNED",
    "SCREENED OUT",
    "REJECTED",
];

/// The answer of the platform's interface: the newest submissions.
fn submitted(n: usize) -> Value {
    let all = tasks(seeds::STUDIES, 2, Scenario::Typical, n);
    let one = |task: &Task| {
        let (hour, day) = (8 + task.at % 12, 1 + task.at % 28);
        let at = |minute: u32| format!("2026-01-{day:02}T{hour:02}:{minute:02}:10.160000Z");
        let pence = |minor: i64| json!({ "amount": minor, "currency": "GBP" });
        let state = STATES.get(task.at % STATES.len());
        let bonuses = if task.at.is_multiple_of(5) {
            vec![pence(25), pence(10)]
        } else {
            vec![]
        };
        json!({
            "id": format!("{:024x}", task.seed),
            "status": state,
            "study": {
                "id": task.hex(24),
                "name": task.title,
                "researcher": { "id": format!("{:024x}", task.seed ^ 7), "name": task.requester },
            },
            "submission_reward": pence(task.minor),
            "submission_bonuses": bonuses,
            "started_at": at(2),
            "completed_at": at(2 + task.minutes.min(50)),
            "time_taken": task.minutes.min(50) * 60,
        })
    };
    json!({ "results": all.iter().map(one).collect::<Vec<_>>() })
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
