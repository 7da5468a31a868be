//! The command over a small made-up folder.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use tallystick_fit::refit::{Refit, refit};

/// Four owners with three groups each; every group has two dozen workers with six tasks.
fn folder(name: &str) -> std::io::Result<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder)?;
    let (mut groups, mut works) = (String::new(), String::new());
    for at in 0..12_u32 {
        let (owner, cents) = (at % 4, 2 + 15 * at);
        let title = if at % 5 == 0 {
            "Write a story"
        } else {
            "A survey (5 min)"
        };
        let _ = writeln!(
            groups,
            r#"{{"hit_type":"H{at}","source":"S","owner":"o{owner}","platform":"mturk","title":"{title}","reward_usd":0.{cents:02},"advertised_seconds":3600,"class_project":false,"sandbox":false,"n_hits":{at}}}"#
        );
        for worker in 0..24_u32 {
            for task in 0..6_u32 {
                let begun = worker * 7 % 11 + task * 15;
                let took = 60 + at * 9 + worker * worker * 3 % 97 + (6 - task) * 20;
                let time = |minutes: u32, seconds: u32| {
                    let all = minutes * 60 + seconds;
                    format!(
                        "2020-01-01T{:02}:{:02}:{:02}Z",
                        all / 3_600,
                        all / 60 % 60,
                        all % 60
                    )
                };
                let _ = writeln!(
                    works,
                    r#"{{"hit_type":"H{at}","source":"S","worker":"w{worker}","work_seconds":{took},"accept_time":"{}","submit_time":"{}"}}"#,
                    time(begun, 0),
                    time(begun, took)
                );
            }
        }
    }
    std::fs::write(folder.join("task_groups.jsonl"), groups)?;
    let file = std::fs::File::create(folder.join("assignments.jsonl.gz"))?;
    let mut packed = GzEncoder::new(file, Compression::fast());
    packed.write_all(works.as_bytes())?;
    packed.finish()?;
    Ok(folder)
}

#[test]
fn the_same_folder_gives_the_same_bytes_and_every_figure_is_one() {
    let folder = folder("same").unwrap();
    let [a, b]: [Refit; 2] = [refit(&folder).unwrap(), refit(&folder).unwrap()];
    assert!(a == b);
    assert!(
        a.constants
            .contains("1728 assignments of 12 paid task groups by 4 requesters")
    );
    let odd = |it: &&str| it.contains("NaN") || it.contains(": inf") || it.contains(": -inf");
    assert_eq!(a.constants.lines().find(odd), None);
    assert!(a.figures.contains("12 task groups by 4 owners"));
    assert!(a.constants.len() < 20_000);
}

#[test]
fn refuses_a_folder_without_data_and_names_it() {
    let nowhere = Path::new(env!("CARGO_TARGET_TMPDIR")).join("nowhere");
    let why = refit(&nowhere).unwrap_err();
    assert!(why.contains("task_groups.jsonl"), "{why}");
}
