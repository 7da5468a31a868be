//! MTurk's pages of what was done: the dashboard's days, and what stands on each. Both are made of
//! the same tasks, so that the sums agree.

use serde_json::{Value, json};

use super::mturk::{mount, site};
use super::task::{Task, decimal, mixed};
use super::{Scenario, escaped, seeds, tasks};

const STATES: [&str; 4] = ["Submitted", "Approved", "Paid", "Rejected"];
/// As many as the site shows on a page of a day.
const PER_PAGE: usize = 20;
const DAYS_MAX: usize = 45;

/// `query` may name the page of a day.
pub(super) fn page(path: &str, query: &str, n: usize) -> Option<String> {
    if path == "/dashboard" {
        return Some(dashboard(n.min(DAYS_MAX)));
    }
    let date = path.strip_prefix("/status_details/")?;
    let number = query
        .split('&')
        .find_map(|it| it.strip_prefix("page_number="));
    let number = number.map_or(Some(1), |it| it.parse().ok())?;
    Some(day(date, number, n))
}

/// What was done on a day: some pages of it.
fn done_on(date: &str) -> Vec<Task> {
    let salt = date.bytes().fold(3, |sum, it| mixed(sum ^ u64::from(it)));
    let n = 24 + usize::try_from(salt % 17).unwrap_or(0);
    tasks(seeds::HITS, salt % 1_000_000, Scenario::Typical, n)
}

fn state(task: &Task) -> &'static str {
    STATES
        .get(task.at % STATES.len())
        .copied()
        .unwrap_or_default()
}

fn day(date: &str, number: usize, n: usize) -> String {
    let all = done_on(date);
    let last = all.len().div_ceil(PER_PAGE);
    let shown = all
        .into_iter()
        .skip(number.saturating_sub(1).saturating_mul(PER_PAGE))
        .take(n.min(PER_PAGE));
    let shown: Vec<Task> = shown.collect();
    let items: Vec<Value> = shown.iter().map(item).collect();
    let rows: String = shown.iter().map(row).collect();
    let list = format!("<ol class=\"list-unstyled table-frame\">\n{rows}</ol>");
    let name = "hitStatusDetailsTable/HitStatusDetailsTable";
    let table = mount(name, &json!({ "bodyData": items }), &list);
    let head = "<div class=\"hits-status-details-table-header\"></div>";
    let pages = json!({ "currentPage": number, "lastPage": last });
    let link = |it: usize| {
        format!(
            "<a class=\"page-link\" href=\"/status_details/{date}?page_number={it}\">{it}</a>\n"
        )
    };
    let links: String = (1..=last).map(link).collect();
    let pages = mount("navigation/Pagination", &pages, &links);
    site(
        "HITs Overview",
        &format!("{head}\n<div>{table}</div>\n<div class=\"pagination-holder\">{pages}</div>"),
    )
}

fn item(task: &Task) -> Value {
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
}

fn row(task: &Task) -> String {
    format!(
        "<li class=\"table-row\"><div class=\"desktop-row\"><span class=\"column requester-name-column\">{}</span>\
         <span class=\"column project-name-column\">{}</span><span class=\"column\"></span>\
         <span class=\"column\">${}</span><span class=\"column\">{}</span></div></li>\n",
        escaped(&task.requester),
        escaped(&task.title),
        decimal(task.minor),
        state(task),
    )
}

/// A day's line: every third day brought a bonus that no other page itemises.
fn earned_on(at: usize) -> Value {
    let (month, date) = (12 - at / 28 % 12, 28 - at % 28);
    let date = format!("2025-{month:02}-{date:02}");
    let all = done_on(&date);
    let count = |states: &[&str]| all.iter().filter(|it| states.contains(&state(it))).count();
    let brought = all
        .iter()
        .filter(|it| matches!(state(it), "Approved" | "Paid"));
    let rewards: i64 = brought.map(|it| it.minor).sum();
    let bonuses = if at.is_multiple_of(3) { 75 } else { 0 };
    json!({
        "date": format!("{date}T08:00:00.000Z"),
        "submitted": all.len(),
        "approved": count(&["Approved", "Paid"]),
        "rejected": count(&["Rejected"]),
        "pending": count(&["Submitted"]),
        "hits_rewards": rewards as f64 / 100.0,
        "bonus_rewards": bonuses as f64 / 100.0,
        "earnings": (rewards + bonuses) as f64 / 100.0,
    })
}

fn dashboard(n: usize) -> String {
    let items: Vec<Value> = (0..n).map(earned_on).collect();
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
