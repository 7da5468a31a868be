//! MTurk's pages of work: queue, preview and work page.

use serde_json::{Value, json};

use super::mturk::{item, mount, site};
use super::task::{Task, decimal};
use super::{Scenario, escaped, seeds, tasks};

pub(super) fn page(path: &str, n: usize) -> Option<String> {
    if path == "/tasks" {
        return Some(queue(n.min(25)));
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
        let timer = mount("common/CompletionTimer", &clock, "1:35");
        timer + &return_form(task, rest)
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

/// Gives the task back, as the site does: a form that says `delete`.
fn return_form(task: &Task, rest: &str) -> String {
    let group = task.id("3", 30);
    let assignment = task.id("3A", 30);
    format!(
        "<form class=\"return-form\" method=\"post\" \
         action=\"/projects/{group}/tasks/{rest}?assignment_id={assignment}\">\
         <input type=\"hidden\" name=\"_method\" value=\"delete\"><button>Return</button></form>"
    )
}

/// What the requester's frame holds: a survey elsewhere, and a form that the browser validates.
const THE_TASK: &str = "<p>The task is a <a class=\"survey\" target=\"_blank\" \
    href=\"https://survey.example/\">survey elsewhere</a>. It ends with a code.</p>\
    <form class=\"the-task\" action=\"/tasks\"><input type=\"hidden\" name=\"do\" value=\"submitted\">\
    <label>Code <input name=\"code\" required></label> <button>Submit</button></form>";
