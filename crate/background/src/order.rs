//! One sort for all kinds of records: each kind with a sort of its own would add 6 kB to a program
//! that is compiled anew each time the worker is woken.

/// The records by a number, then by a text; equal ones stay as they were.
pub fn by<T>(records: Vec<T>, key: impl Fn(&T) -> (i64, String)) -> Vec<T> {
    let mut order: Vec<(i64, String, usize)> = Vec::with_capacity(records.len());
    for (at, record) in records.iter().enumerate() {
        let (number, text) = key(record);
        order.push((number, text, at));
    }
    order.sort_unstable();
    let mut records: Vec<Option<T>> = records.into_iter().map(Some).collect();
    let ordered = order.into_iter().map(|(_, _, at)| at);
    ordered
        .filter_map(|at| records.get_mut(at)?.take())
        .collect()
}

/// The records with the highest number first.
pub fn newest_first<T>(records: Vec<T>, at: impl Fn(&T) -> i64) -> Vec<T> {
    by(records, |it| (at(it).saturating_neg(), String::new()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_number_then_text_then_place() {
        let records = vec![(2, "a", 0), (1, "b", 1), (1, "a", 2), (1, "a", 3)];
        let ordered = by(records, |it| (it.0, it.1.to_owned()));
        let places: Vec<i32> = ordered.iter().map(|it| it.2).collect();
        assert_eq!(places, [2, 3, 1, 0]);
        assert_eq!(
            newest_first(vec![1, 3, i64::MIN, 2], |it| *it),
            [3, 2, 1, i64::MIN]
        );
    }
}
