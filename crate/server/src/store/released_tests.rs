//! Databases out there have run these files: not a byte of them may change.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::secret::sha256_hex;

/// The migrations by name, with the SHA-256 of their bytes in hex.
fn there() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let files = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
    let scripts = files.filter(|it| it.extension().is_some_and(|it| it == "sql"));
    scripts
        .map(|it| {
            let name = it.file_name().unwrap().to_str().unwrap().to_owned();
            (name, sha256_hex(&fs::read(&it).unwrap()))
        })
        .collect()
}

/// The list, in the form of `sha256sum`.
fn listed() -> BTreeMap<String, String> {
    let list = include_str!("../../migrations/released.txt").lines();
    list.map(|it| it.split_once("  ").unwrap())
        .map(|(hash, name)| (name.to_owned(), hash.to_owned()))
        .collect()
}

#[test]
fn refuses_a_change_of_a_released_migration() {
    let (there, listed) = (there(), listed());
    for (name, hash) in &listed {
        let now = there.get(name).map(String::as_str);
        assert_eq!(
            now,
            Some(hash.as_str()),
            "migrations/{name} was changed or removed, and every database that has run it would be \
             refused at start: take the old text back (`git checkout` it) and write what you want \
             to change as a new migration with the next number"
        );
    }
}

#[test]
fn every_migration_is_listed_as_released_and_comes_last_when_new() {
    let listed = listed();
    for (name, hash) in there() {
        assert!(
            listed.contains_key(&name),
            "migrations/{name} is not listed: once it is as it shall stay for ever, add the line \
             `{hash}  {name}` to migrations/released.txt"
        );
    }
    let list = include_str!("../../migrations/released.txt").lines();
    let names: Vec<&str> = list
        .filter_map(|it| it.split_once("  "))
        .map(|it| it.1)
        .collect();
    let numbers: Vec<&str> = names
        .iter()
        .map(|it| it.split('_').next().unwrap())
        .collect();
    assert!(
        numbers.is_sorted_by(|a, b| a < b),
        "a new migration has a higher number than all that are released: a database that has run \
         these never runs one that comes before them"
    );
}
