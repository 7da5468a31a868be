//! Microworkers' list of jobs, by its documented class names.

use super::task::{Task, decimal};
use super::{Scenario, document, drawn, escaped, seeds, tasks};

pub(super) fn page(path: &str, scenario: Scenario, n: usize) -> Option<String> {
    if path != "/jobs.php" {
        return None;
    }
    let all = tasks(seeds::JOBS, 4, scenario, n);
    let rows: String = match scenario {
        Scenario::NotDrawn => String::new(),
        _ => drawn(scenario, &all)
            .into_iter()
            .map(|it| row(it, scenario))
            .collect(),
    };
    Some(document(
        "Jobs",
        &format!("<main>\n<h1>Available jobs</h1>\n<div>\n{rows}</div>\n</main>"),
    ))
}

fn row(task: &Task, scenario: Scenario) -> String {
    let id = task.hex(12);
    let class = if scenario == Scenario::RenamedMount {
        "joblist-row"
    } else {
        "jobslist"
    };
    let pay = match scenario {
        Scenario::MissingField => String::new(),
        _ => format!("<div class=\"jobpayment\">${}</div>", decimal(task.minor)),
    };
    let foreign = match scenario {
        Scenario::Altered => "<span class=\"other-extension\">★ 4.2 $99.00</span>",
        _ => "",
    };
    format!(
        "<div class=\"{class}\" id=\"campaign{id}\">{foreign}<div class=\"jobname\">\
         <a href=\"jobs_details.php?Id={id}\">{}</a></div>{pay}<div class=\"jobsuccess\">{}%</div>\
         <div class=\"jobttr\">{}</div><div class=\"jobstatus\">{}</div>\
         <div class=\"jobdone\">{}/{}</div></div>\n",
        escaped(&task.title),
        70 + task.seed % 25,
        1 + task.seed % 7,
        task.minutes,
        task.seed % u64::from(task.places.max(1)),
        task.places,
    )
}
