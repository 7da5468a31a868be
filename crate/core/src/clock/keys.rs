//! Under which key an assignment is known when it is first seen.

use tallystick_wire::event::{AssignmentKey, AssignmentKind};
use tallystick_wire::{Millis, TaskFacts};

/// The longest part of a key that is made of texts from a page, in characters.
const PART_MAX_CHARS: usize = 80;

/// The key of an assignment that begins at `at`: by its id, else by its group, else by what is
/// shown of it; `None` where nothing is. What is made with `at` is one of its kind only if nobody
/// begins two in the same millisecond.
pub fn key_of(facts: &TaskFacts, at: Millis) -> Option<AssignmentKey> {
    let key = |kind, value| AssignmentKey::new(facts.platform.clone(), kind, value).ok();
    if let Some(id) = &facts.assignment {
        return key(AssignmentKind::Id, id.clone());
    }
    if let Some(group) = &facts.group {
        return key(
            AssignmentKind::Group,
            group_prefix(&group.value) + &at.to_string(),
        );
    }
    let shown = combination(facts)?;
    key(AssignmentKind::Combination, format!("{shown}@{at}"))
}

/// How the keys of all assignments of a group begin that are known by it alone.
pub(crate) fn group_prefix(group: &str) -> String {
    format!("{group}@")
}

/// What is shown of a task, in one line: requester, title, reward; `None` without a title.
pub(crate) fn combination(facts: &TaskFacts) -> Option<String> {
    let title = plain(facts.title.as_deref()?);
    let requester = facts.requester.as_ref().map(|it| it.value.as_str());
    let requester = plain(requester.or(facts.requester_name.as_deref()).unwrap_or(""));
    let reward = facts
        .reward
        .map_or(String::new(), |it| format!("{}{}", it.minor, it.currency));
    (!title.is_empty()).then(|| format!("{requester}|{title}|{reward}"))
}

fn plain(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ").to_lowercase();
    let clean = text.chars().filter(|c| !c.is_control());
    clean.take(PART_MAX_CHARS).collect()
}
