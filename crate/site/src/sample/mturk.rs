//! MTurk's list of HIT groups: the data in its mount and the rows that React makes of it.

use serde_json::{Value, json};

use super::task::{Task, decimal};
use super::{Scenario, document, drawn, escaped, mturk_more, seeds, tasks};

pub(super) fn page(path: &str, scenario: Scenario, n: usize) -> Option<String> {
    if matches!(path, "" | "/projects") {
        let all = tasks(seeds::HITS, 1, scenario, n);
        return Some(list(&all, scenario));
    }
    if let Some(id) = path
        .strip_prefix("/requesters/")
        .and_then(|it| it.strip_suffix("/projects"))
    {
        let mut all = tasks(seeds::HITS, 1, scenario, n);
        all.retain(|it| it.requester_id() == id);
        return Some(list(&all, scenario));
    }
    mturk_more::page(path, n)
}

fn list(tasks: &[Task], scenario: Scenario) -> String {
    let rows: String = match scenario {
        Scenario::NotDrawn => String::new(),
        _ => drawn(scenario, tasks)
            .into_iter()
            .map(|it| row(it, scenario))
            .collect(),
    };
    let items: Vec<Value> = tasks.iter().map(|it| item(it, scenario)).collect();
    let name = match scenario {
        Scenario::RenamedMount => "groupTable/GroupTable",
        _ => "hitSetTable/HitSetTable",
    };
    let list = format!(
        "<ol class=\"list-unstyled table-frame hit-set-table\">\n<li class=\"hidden-sm-down\">\
         <div class=\"desktop-row\"><span class=\"column\">Requester</span><span class=\"column\">Title</span>\
         <span class=\"column\">HITs</span><span class=\"column\">Reward</span>\
         <span class=\"column\">Created</span><span class=\"column\">Actions</span></div></li>\n{rows}</ol>"
    );
    let drawn = if scenario == Scenario::NotDrawn {
        ""
    } else {
        &list
    };
    let header = format!(
        "<div class=\"projects-info-header\"><h1 class=\"m-b-0\">HIT Groups ({})</h1></div>",
        tasks.len()
    );
    site(
        "HIT Groups",
        &format!(
            "{header}\n<div>{}</div>",
            mount(name, &json!({ "bodyData": items }), drawn)
        ),
    )
}

/// A whole page of the worker's site around its main part.
pub(super) fn site(title: &str, main: &str) -> String {
    let body = format!(
        "<div class=\"container-fluid me-bar\"><a href=\"/projects\">HITs</a> <a href=\"/tasks\">Queue</a> \
         <a href=\"/dashboard\">Dashboard</a></div>\n\
         <div id=\"MainContent\" class=\"container-fluid\">\n{main}\n</div>"
    );
    document(title, &body)
}

/// A mount with its data and what is drawn in it.
pub(super) fn mount(name: &str, props: &Value, drawn: &str) -> String {
    let class = escaped(&format!("require('reactComponents/{name}')['default']"));
    let props = escaped(&props.to_string());
    format!("<div data-react-class=\"{class}\" data-react-props=\"{props}\">{drawn}</div>")
}

/// The item of one group, as in the mount's data.
pub(super) fn item(task: &Task, scenario: Scenario) -> Value {
    let id = task.id("3", 30);
    let requester = task.requester_id();
    let dollars = task.minor as f64 / 100.0;
    let item = json!({
        "hit_set_id": id,
        "requester_id": requester,
        "requester_name": task.requester,
        "title": task.title,
        "description": task.description,
        "assignment_duration_in_seconds": task.allotted_minutes * 60,
        "creation_time": "2026-01-12T10:02:44.000Z",
        "assignable_hits_count": task.places,
        "latest_expiration_time": "2026-01-19T10:02:44.000Z",
        "caller_meets_requirements": task.qualified,
        "caller_meets_preview_requirements": task.qualified || task.at.is_multiple_of(2),
        "monetary_reward": { "currency_code": "USD", "amount_in_dollars": dollars },
        "accept_project_task_url": format!("/projects/{id}/tasks/accept_random?ref=w_pl_prvw"),
        "project_tasks_url": format!("/projects/{id}/tasks?ref=w_pl_prvw"),
        "requester_url": format!("/requesters/{requester}/projects"),
        "project_requirements": [],
        "requesterInfo": { "activityLevel": "High", "taskApprovalRate": "≥ 99%", "taskReviewTime": "less than a day" },
    });
    match (scenario, task.at % 3) {
        (Scenario::MissingField, _) => with_reward(item, None),
        (Scenario::Money, 0) => with_reward(item, Some(json!(dollars))),
        (Scenario::Money, 1) => {
            let euros = json!({ "currency_code": "EUR", "amount_in_dollars": dollars });
            with_reward(item, Some(euros))
        }
        _ => item,
    }
}

fn with_reward(mut item: Value, reward: Option<Value>) -> Value {
    if let Some(map) = item.as_object_mut() {
        map.remove("monetary_reward");
        map.extend(reward.map(|it| ("monetary_reward".to_owned(), it)));
    }
    item
}

fn row(task: &Task, scenario: Scenario) -> String {
    let altered = scenario == Scenario::Altered;
    let requester = format!(
        "<a href=\"/requesters/{}/projects\">{}</a>",
        task.requester_id(),
        escaped(&task.requester)
    );
    let title = escaped(&task.title);
    let hidden = if altered {
        " style=\"display: none\""
    } else {
        ""
    };
    let foreign = if altered {
        "<button class=\"other-extension\">PC</button>"
    } else {
        ""
    };
    let reward = format!("${}", decimal(task.minor));
    let row = format!(
        "<li class=\"hit-set-table-row table-row expandable\"><div class=\"desktop-row hidden-sm-down\">\
         <span class=\"column requester-column\"><span class=\"expand-button\"{hidden}>\
         <i class=\"fa fa-plus-circle\"></i></span> {requester}</span>\
         <span class=\"column project-name-column\">{foreign}<span>{title}</span></span>\
         <span class=\"column text-xs-right\">{}</span><span class=\"column text-xs-right\">{reward}</span>\
         <span class=\"column created-column\">2026-01-12</span><span class=\"column\">{}</span></div>\
         <div class=\"mobile-row hidden-md-up\">{requester} <span>{title}</span> {reward}</div></li>\n",
        task.places,
        links(task, scenario),
    );
    // Another extension may put a row of its own between ours, where it shifts all that follow.
    if altered && task.at == 3 {
        let own = "<li class=\"table-row\"><div class=\"desktop-row\"><span class=\"project-name-column\">\
                   Best paid today</span></div></li>\n";
        return format!("{row}{own}");
    }
    row
}

/// The links of one row: who may not take a task has fewer.
fn links(task: &Task, scenario: Scenario) -> String {
    let id = task.id("3", 30);
    let preview =
        format!("<a class=\"btn\" href=\"/projects/{id}/tasks?ref=w_pl_prvw\">Preview</a>");
    if scenario == Scenario::Altered {
        // The accept link is replaced; on some rows the other link goes with it.
        let rest = if task.at.is_multiple_of(2) {
            preview
        } else {
            String::new()
        };
        return format!(
            "{rest} <span class=\"btn-group\"><a href=\"https://other.example/go\">Work</a></span>"
        );
    }
    if !task.qualified {
        return if task.at.is_multiple_of(2) {
            preview
        } else {
            "<span>Not qualified</span>".to_owned()
        };
    }
    format!(
        "{preview} <span class=\"accept-qualify-container\"><a class=\"btn work-btn hidden-sm-down\" \
         href=\"/projects/{id}/tasks/accept_random?ref=w_pl_prvw\">Accept &amp; Work</a></span>"
    )
}
