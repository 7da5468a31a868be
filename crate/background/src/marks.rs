//! Private notes, and what is dimmed or hidden. None of it ever leaves this machine.

use tallystick_wire::message::{HidingTarget, ListMarks, Marks, Note, SaveNote, SetHiding};
use tallystick_wire::settings::Hiding;

use crate::order;
use crate::store;
use crate::trouble::{Done, Trouble};
use crate::world::World;

const NOTE_MAX_CHARS: usize = 4_000;
const TAGS_MAX: usize = 20;
const TAG_MAX_CHARS: usize = 40;
const LABEL_MAX_CHARS: usize = 300;

/// The key of a hidden thing.
pub fn hiding_key(target: &HidingTarget) -> String {
    match target {
        HidingTarget::Requester { key } => format!("requester:{key}"),
        HidingTarget::Group { key } => format!("group:{key}"),
    }
}

/// Saves a note; an empty one is deleted.
///
/// # Errors
/// What is too long, or the browser's words.
pub async fn save_note(world: &World, mut ask: SaveNote) -> Done<()> {
    ask.note = tidied(ask.note)?;
    ask.requester_name = ask.requester_name.chars().take(LABEL_MAX_CHARS).collect();
    let key = ask.requester.to_string();
    let write = world.database.write(&[store::NOTES])?;
    let empty = ask.note == Note::default();
    if empty {
        write.delete(store::NOTES, &key)?;
    } else {
        store::put(&write, store::NOTES, &key, &ask)?;
    }
    write.done().await?;
    {
        let notes = &mut world.memory.borrow_mut().notes;
        if empty {
            notes.remove(&key)
        } else {
            notes.insert(key, ask)
        };
    }
    world.tell_pages().await;
    Ok(())
}

/// Hides, dims or shows.
///
/// # Errors
/// The browser's words.
pub async fn set_hiding(world: &World, mut ask: SetHiding) -> Done<()> {
    ask.label = ask.label.chars().take(LABEL_MAX_CHARS).collect();
    let key = hiding_key(&ask.target);
    let write = world.database.write(&[store::HIDING])?;
    let shown = ask.hiding == Hiding::Shown;
    if shown {
        write.delete(store::HIDING, &key)?;
    } else {
        store::put(&write, store::HIDING, &key, &ask)?;
    }
    write.done().await?;
    {
        let hiding = &mut world.memory.borrow_mut().hiding;
        if shown {
            hiding.remove(&key)
        } else {
            hiding.insert(key, ask)
        };
    }
    world.tell_pages().await;
    Ok(())
}

/// Everything that is marked, by name.
pub fn list(world: &World, _: &ListMarks) -> Marks {
    let memory = world.memory.borrow();
    let notes: Vec<SaveNote> = memory.notes.values().cloned().collect();
    let hidden: Vec<SetHiding> = memory.hiding.values().cloned().collect();
    let by_name = |name: &str, key: String| (0, format!("{}\n{key}", name.to_lowercase()));
    Marks {
        notes: order::by(notes, |it| {
            by_name(&it.requester_name, it.requester.to_string())
        }),
        hidden: order::by(hidden, |it| by_name(&it.label, hiding_key(&it.target))),
    }
}

/// The note as it is kept.
///
/// # Errors
/// What is too long.
pub fn tidied(note: Note) -> Done<Note> {
    let text = note.text.trim().to_owned();
    if NOTE_MAX_CHARS < text.chars().count() {
        return too_long(format!(
            "The note is longer than {NOTE_MAX_CHARS} characters"
        ));
    }
    let mut tags: Vec<String> = Vec::new();
    for tag in note.tags {
        let tag = tag.split_whitespace().collect::<Vec<_>>().join(" ");
        if TAG_MAX_CHARS < tag.chars().count() {
            return too_long(format!(
                "The tag {tag:?} is longer than {TAG_MAX_CHARS} characters"
            ));
        }
        if !tag.is_empty() && !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    if TAGS_MAX < tags.len() {
        return too_long(format!("A requester has at most {TAGS_MAX} tags"));
    }
    Ok(Note { text, tags })
}

fn too_long<T>(why: String) -> Done<T> {
    Err(Trouble::Told(why))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(text: &str, tags: &[&str]) -> Note {
        Note {
            text: text.into(),
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        }
    }

    #[test]
    fn tags_are_tidied() {
        let tidy = tidied(note(" x ", &[" pays  late ", "", "pays late", "b"])).unwrap();
        assert_eq!(tidy, note("x", &["pays late", "b"]));
        assert_eq!(tidied(note(" ", &[" "])).unwrap(), Note::default());
    }

    #[test]
    fn refuses_notes_and_tags_that_are_too_long() {
        assert!(tidied(note(&"x".repeat(4_001), &[])).is_err());
        assert!(tidied(note("", &[&"x".repeat(41)])).is_err());
        let many: Vec<String> = (0..21).map(|n| n.to_string()).collect();
        assert!(
            tidied(Note {
                text: String::new(),
                tags: many
            })
            .is_err()
        );
    }
}
