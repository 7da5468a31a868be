//! A made-up worker's year on Prolific, as the file that its page gives out: the same for the same
//! last day.

use std::fmt::Write;

use tallystick_core::zone::Day;

/// What a study is called, pays in pence, and takes in minutes.
const STUDIES: [(&str, u32, u32); 7] = [
    ("Judging faces", 120, 9),
    ("Decisions about money", 300, 14),
    ("A diary of sleep (day 1)", 90, 6),
    ("Attitudes to vaccines", 75, 7),
    ("Categorise short videos", 240, 31),
    ("Memory for words", 150, 10),
    ("Trust in news", 60, 8),
];
const DAYS: i64 = 365;

/// The file, up to yesterday.
pub fn file(today: Day) -> String {
    let mut text =
        String::from("Study,Reward,Bonus,Started At,Completed At,Completion Code,Status\n");
    for back in (1..=DAYS).rev() {
        let day = today.plus(-back);
        // Two days off a week, more or less, and a slow summer.
        let slow = i64::from((6..9).contains(&day.month()));
        let mixed = mix(day.number());
        let many = if mixed % 7 < 2 { 0 } else { 2 + mixed % 7 };
        for n in 0..(many >> slow) {
            line(&mut text, day, n);
        }
    }
    text
}

fn line(text: &mut String, day: Day, n: i64) {
    let mixed = mix(day.number() * 31 + n);
    let at = usize::try_from(mixed).unwrap_or(0) % STUDIES.len();
    let Some((title, pence, minutes)) = STUDIES.get(at) else {
        return;
    };
    let took = i64::from(*minutes) * (60 + mixed % 90) / 100;
    let (hour, minute) = (8 + n, mixed % 25);
    let bonus = if mixed % 9 == 0 { 50 } else { 0 };
    let state = match mixed % 23 {
        0 => "REJECTED",
        1 | 2 => "RETURNED",
        3 => "SCREENED OUT",
        4 => "AWAITING REVIEW",
        _ => "APPROVED",
    };
    // Writing to a text cannot fail.
    let _ = writeln!(
        text,
        "{title},£{}.{:02},£0.{bonus:02},{day} {hour:02}:{minute:02}:00,{day} {hour:02}:{:02}:30,,{state}",
        pence / 100,
        pence % 100,
        (minute + took).min(59),
    );
}

/// A number that looks random and is not; at least 0.
fn mix(n: i64) -> i64 {
    let it = n.wrapping_mul(0x9e37_79b9_7f4a_7c15_u64.cast_signed());
    ((it ^ (it >> 29)).wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33).abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_the_same_each_time_and_has_every_outcome() {
        let today = Day::of(2026, 11, 27).unwrap();
        let text = file(today);
        assert_eq!(text, file(today));
        assert!(1_000 < text.lines().count(), "{}", text.lines().count());
        for state in [
            "APPROVED",
            "REJECTED",
            "RETURNED",
            "SCREENED OUT",
            "AWAITING",
        ] {
            assert!(text.contains(state), "{state}");
        }
    }
}
