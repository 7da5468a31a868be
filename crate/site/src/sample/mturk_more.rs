//! MTurk's other pages: queue, preview and work, one day, dashboard.

use serde_json::{Value, json};

use super::mturk::{item, mount, site};
use super::task::{Task, decimal};
use super::{Scenario, escaped, seeds, tasks};

const STATES: [&str; 4] = ["Submitted", "Approved", "Paid", "Rejected"];

pub(super) fn page(path: &str, n: usize) -> Option<String> {
    match path {
        "/tasks" => return Some(queue(n.min(25))),
        "/dashboard" => return Some(dashboard(n.min(45))),
        _ => {}
    }
    if path.starts_with("/status_details/") {
        return Some(day(n.min(20)));
    }
    let (group, rest) = path.strip_prefix("/projects/")?.split_once("/tasks")?;
    let all = tasks(seeds::HITS, 1, Scenario::Typical, n.max(100));
    let task = all.iter().find(|it| it.id("3", 30) == group)?;
    Some(work(task, rest.trim_start_matches('/')))
}

fn queue(n: usize) -> String {
    let all = tasks(seeds::HITS, 1, Scenario::Typical, n);
    let items: Vec<Value> = all.iter().map(queue_item).collect();
    let rows: String = all.iter().map(queue_row).collect();
    let list = format!("<ol class=\"list-unstyled table-frame\">\n{rows}</ol>");
    let table = mount(
        "taskQueueTable/TaskQueueTable",
        &json!({ "bodyData": items }),
        &list,
    );
    let head = format!(
        "<div class=\"task-queue-header\"><h1 class=\"m-b-0\">Your HITs Queue ({n})</h1></div>"
    );
    site("HITs in your queue", &format!("{head}\n<div>{table}</div>"))
}

fn queue_item(task: &Task) -> Value {
    let (group, id, assignment) = (task.id("3", 30), task.id("3H", 30), task.id("3A", 30));
    json!({
        "task_id": id,
        "assignment_id": assignment,
        "accepted_at": "2026-01-12T16:10:53.000Z",
        "deadline": "2026-01-12T17:10:53.000Z",
        "time_to_deadline_in_seconds": task.allotted_minutes * 60 - 17,
        "state": "Assigned",
        "project": item(task, Scenario::Typical),
        "task_url": format!("/projects/{group}/tasks/{id}?assignment_id={assignment}"),
    })
}

fn queue_row(task: &Task) -> String {
    let (group, id, assignment) = (task.id("3", 30), task.id("3H", 30), task.id("3A", 30));
    format!(
        "<li class=\"table-row\"><div class=\"desktop-row\"><span class=\"column requester-column\">\
         <a href=\"/requesters/{}/projects\">{}</a></span><span class=\"column project-name-column\">{}</span>\
         <span class=\"column\"></span><span class=\"column\">${}</span><span class=\"column\"></span>\
         <span class=\"column\"><a class=\"btn work-btn\" \
         href=\"/projects/{group}/tasks/{id}?assignment_id={assignment}&amp;from_queue=true\">Work</a></span>\
         </div></li>\n",
        task.requester_id(),
        escaped(&task.requester),
        escaped(&task.title),
        decimal(task.minor),
    )
}

fn work(task: &Task, rest: &str) -> String {
    let group = task.id("3", 30);
    let props = json!({
        "modalType": "ProjectDetailsModal",
        "modalHeader": "HIT Details",
        "modalOptions": {
            "requesterName": task.requester,
            "projectTitle": task.title,
            "description": task.description,
            "assignableHitsCount": task.places,
            "creationTime": "2026-01-12T10:02:44.000Z",
            "assignmentDurationInSeconds": task.allotted_minutes * 60,
            "expirationTime": "2026-01-19T10:02:44.000Z",
            "contactRequesterUrl": format!(
                "/contact_requester/hit_type_messages/new?hit_type_message%5Bhit_type_id%5D={group}\
                 &hit_type_message%5Brequester_id%5D={}",
                task.requester_id()
            ),
            "monetaryReward": { "amountInDollars": task.minor as f64 / 100.0, "currencyCode": "USD" },
        },
        "children": "HIT Details",
    });
    let modal = mount("common/ShowModal", &props, "HIT Details")
        .replace("<div ", "<span ")
        .replace("</div>", "</span>");
    let limit = task.allotted_minutes * 60;
    let clock = json!({
        "displayStyle": "elapsed",
        "timeRemainingInSeconds": limit - 95,
        "originalTimeToCompleteInSeconds": limit,
    });
    let accepted = !rest.is_empty();
    let timer = if accepted {
        mount("common/CompletionTimer", &clock, "1:35")
    } else {
        String::new()
    };
    site(
        &task.title,
        &format!(
            "<div class=\"project-detail-bar\"><span class=\"task-project-title\">{}</span> \
             <span class=\"detail-bar-label\">Requester</span> <span class=\"detail-bar-value\">{}</span> \
             <span class=\"detail-bar-label\">Reward</span> <span class=\"detail-bar-value\">${} per task</span> \
             {modal}{timer}</div>\n<div class=\"task-row row\"><div class=\"col-xs-12\">{}</div></div>",
            escaped(&task.title),
            escaped(&task.requester),
            decimal(task.minor),
            if accepted { THE_TASK } else { "The task" },
        ),
    )
}

/// What the requester's frame holds: a survey elsewhere, and a form that the browser validates.
const THE_TASK: &str = "<p>The task is a <a class=\"survey\" target=\"_blank\" \
    href=\"https://survey.example/\">survey elsewhere</a>. It ends with a code.</p>\
    <form class=\"the-task\" action=\"/tasks\"><input type=\"hidden\" name=\"do\" value=\"submitted\">\
    <label>Code <input name=\"code\" required></label> <button>Submit</button></form>";

fn state(task: &Task) -> &'static str {
    STATES
        .get(task.at % STATES.len())
        .copied()
        .unwrap_or_default()
}

fn day(n: usize) -> String {
    let all = tasks(seeds::HITS, 1, Scenario::Typical, n);
    let item = |task: &Task| {
        json!({
            "assignment_id": task.id("3A", 30),
            "hit_id": task.id("3H", 30),
            "state": state(task),
            "title": task.title,
            "requester_id": task.requester_id(),
            "requester_name": task.requester,
            "requester_feedback": if task.at % 4 == 3 { json!("Failed the attention check") } else { Value::Null },
            "reward": task.minor as f64 / 100.0,
            "contact_requester_url": "/contact_requester/assignment_messages/new",
        })
    };
    let row = |task: &Task| {
        format!(
            "<li class=\"table-row\"><div class=\"desktop-row\"><span class=\"column requester-name-column\">{}</span>\
             <span class=\"column project-name-column\">{}</span><span class=\"column\"></span>\
             <span class=\"column\">${}</span><span class=\"column\">{}</span></div></li>\n",
            escaped(&task.requester),
            escaped(&task.title),
            decimal(task.minor),
            state(task),
        )
    };
    let items: Vec<Value> = all.iter().map(item).collect();
    let rows: String = all.iter().map(row).collect();
    let list = format!("<ol class=\"list-unstyled table-frame\">\n{rows}</ol>");
    let name = "hitStatusDetailsTable/HitStatusDetailsTable";
    let table = mount(name, &json!({ "bodyData": items }), &list);
    let head = "<div class=\"hits-status-details-table-header\"></div>";
    let pages = json!({ "currentPage": 1, "lastPage": 1 });
    let pages = mount("navigation/Pagination", &pages, "");
    site(
        "HITs Overview",
        &format!("{head}\n<div>{table}</div>\n<div class=\"pagination-holder\">{pages}</div>"),
    )
}

fn dashboard(n: usize) -> String {
    let items: Vec<Value> = (0..n)
        .map(|at| {
            let (month, date) = (12 - at / 28 % 12, 28 - at % 28);
            let rewards = 1_250 + 25 * at as i64;
            let bonuses = if at % 3 == 0 { 75 } else { 0 };
            json!({
                "date": format!("2025-{month:02}-{date:02}T08:00:00.000Z"),
                "submitted": 40 - at % 11,
                "approved": 30,
                "rejected": at % 2,
                "pending": 4,
                "hits_rewards": rewards as f64 / 100.0,
                "bonus_rewards": bonuses as f64 / 100.0,
                "earnings": (rewards + bonuses) as f64 / 100.0,
            })
        })
        .collect();
    let table = mount(
        "dailyWorkerStatisticsTable/DailyWorkerStatisticsTable",
        &json!({ "bodyData": items }),
        "",
    );
    let sums = "<div id=\"dashboard-available-earnings\"><strong>Available</strong> \
                <span class=\"text-xs-right\">$23.45</span></div>\n\
                <div id=\"dashboard-earnings-to-date\"><table><tbody>\
                <tr><td>Approved HITs</td><td class=\"text-xs-right\">$4,556.78</td></tr>\
                <tr><td>Bonuses</td><td class=\"text-xs-right\">$12.34</td></tr>\
                <tr><td>Total</td><td class=\"text-xs-right\">$4,569.12</td></tr></tbody></table></div>";
    let line = |what: &str, value: &str| {
        format!(
            "<div class=\"row\"><div class=\"col-xs-7\">{what}</div>\
             <div class=\"col-xs-5 text-xs-right\">{value}</div></div>"
        )
    };
    let standing = [
        line("Approved", "9,870"),
        line("Approval Rate", "98.7%"),
        line("Pending", "12"),
        line("Rejected", "130"),
        line("Rejection Rate", "1.3%"),
    ]
    .concat();
    let standing = format!("<div id=\"dashboard-hits-overview\">{standing}</div>");
    site("Dashboard", &format!("{sums}\n{standing}\n{table}"))
}
