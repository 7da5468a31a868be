//! The settings: checked by core's table, kept in `storage.local`.

use std::collections::BTreeMap;

use tallystick_browser::storage;
use tallystick_core::settings;

use crate::trouble::{Done, Trouble};
use crate::world::{SETTINGS, World};

/// All settings with their values as JSON texts, defaults filled in.
pub fn read(world: &World) -> BTreeMap<String, String> {
    settings::complete(&world.memory.borrow().settings)
}

/// Sets some; all of them or, where one is refused, none. `null` resets to the default.
///
/// # Errors
/// Which setting is refused and why, or the browser's words.
pub async fn write(
    world: &World,
    values: BTreeMap<String, String>,
) -> Done<BTreeMap<String, String>> {
    for (key, json) in &values {
        let reset = json == "null" && settings::find(key).is_some();
        if !reset {
            settings::check(key, json).map_err(|why| Trouble::Told(why.to_string()))?;
        }
    }
    // The memory goes first here: two requests at once then build upon each other, and the browser
    // stores in the order in which it was asked.
    let before = world.memory.borrow().settings.clone();
    let after = merged(before.clone(), values);
    world.memory.borrow_mut().settings.clone_from(&after);
    if let Err(why) = storage::set(SETTINGS, &after).await {
        world.memory.borrow_mut().settings = before;
        return Err(why.into());
    }
    world.tell_pages().await;
    Ok(read(world))
}

/// Whether the worker has set a floor, which the first run asks for.
pub fn first_run_done(world: &World) -> bool {
    // The floor is the same on all platforms; a page's settings are where core says what it is.
    let floor = |platform| settings::page(&world.memory.borrow().settings, &platform).floor;
    "prolific"
        .parse()
        .is_ok_and(|platform| floor(platform).is_some())
}

fn merged(
    mut settings: BTreeMap<String, String>,
    values: BTreeMap<String, String>,
) -> BTreeMap<String, String> {
    for (key, json) in values {
        if json == "null" {
            settings.remove(&key);
        } else {
            settings.insert(key, json);
        }
    }
    settings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_resets_and_the_rest_stays() {
        let map = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
            pairs
                .iter()
                .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
                .collect()
        };
        let merged = merged(
            map(&[("a", "1"), ("b", "2")]),
            map(&[("a", "null"), ("c", "3")]),
        );
        assert_eq!(merged, map(&[("b", "2"), ("c", "3")]));
    }
}
