//! Ridge regression and weighted quantiles: the little linear algebra that the fit needs.

/// The coefficients that minimise Σ w (y − x·b)² + Σ penalty_j b_j². Each row of `x` is as long as
/// `penalty`. A penalty above 0 keeps the system solvable.
pub fn ridge(x: &[Vec<f64>], y: &[f64], weights: &[f64], penalty: &[f64]) -> Vec<f64> {
    let k = penalty.len();
    let mut normal = vec![vec![0.0; k]; k];
    let mut right = vec![0.0; k];
    for ((row, y), weight) in x.iter().zip(y).zip(weights) {
        for i in (0..k).filter(|i| row[*i] != 0.0) {
            right[i] += weight * row[i] * y;
            for j in 0..=i {
                normal[i][j] += weight * row[i] * row[j];
            }
        }
    }
    for (i, it) in penalty.iter().enumerate() {
        normal[i][i] += it + 1e-9;
    }
    solve(normal, right)
}

/// The coefficients that minimise Σ w H(y − x·b), with the same penalties, by reweighting; H is
/// Huber's: square up to [`BEND`], from there on straight, so that odd values pull no further.
pub fn huber(x: &[Vec<f64>], y: &[f64], weights: &[f64], penalty: &[f64]) -> Vec<f64> {
    let mut found = ridge(x, y, weights, penalty);
    for _ in 0..20 {
        let error = |row: &Vec<f64>, y: f64| {
            let said: f64 = row.iter().zip(&found).map(|(x, b)| x * b).sum();
            (y - said).abs().max(BEND)
        };
        let each = x.iter().zip(y).zip(weights);
        let weights: Vec<f64> = each
            .map(|((row, y), weight)| weight * BEND / error(row, *y))
            .collect();
        found = ridge(x, y, &weights, penalty);
    }
    found
}

/// The error from which on it counts no more than in proportion: a factor of e.
const BEND: f64 = 1.0;

/// Cholesky; `normal` holds the lower triangle of a positive definite matrix.
fn solve(mut normal: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let k = right.len();
    for i in 0..k {
        for j in 0..=i {
            let known: f64 = (0..j).map(|m| normal[i][m] * normal[j][m]).sum();
            let left = normal[i][j] - known;
            normal[i][j] = if i == j {
                left.max(1e-12).sqrt()
            } else {
                left / normal[j][j]
            };
        }
        let known: f64 = (0..i).map(|m| normal[i][m] * right[m]).sum();
        right[i] = (right[i] - known) / normal[i][i];
    }
    for i in (0..k).rev() {
        let known: f64 = (i + 1..k).map(|m| normal[m][i] * right[m]).sum();
        right[i] = (right[i] - known) / normal[i][i];
    }
    right
}

/// The value below which the share `q` of the weight lies. `values` are (value, weight).
pub fn quantile(values: &[(f64, f64)], q: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let total: f64 = sorted.iter().map(|it| it.1).sum();
    let mut below = 0.0;
    for (value, weight) in &sorted {
        below += weight;
        if q * total <= below {
            return *value;
        }
    }
    sorted.last().map_or(f64::NAN, |it| it.0)
}

/// The middle of values without weights.
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    match sorted.len() {
        0 => f64::NAN,
        n if n % 2 == 1 => sorted[n / 2],
        n => f64::midpoint(sorted[n / 2 - 1], sorted[n / 2]),
    }
}

/// Weighted mean of (value, weight).
pub fn mean(values: &[(f64, f64)]) -> f64 {
    let total: f64 = values.iter().map(|it| it.1).sum();
    values.iter().map(|it| it.0 * it.1).sum::<f64>() / total
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_a_plane() {
        let x: Vec<Vec<f64>> = (0..20)
            .map(|i| vec![1.0, f64::from(i), f64::from(i * i % 7)])
            .collect();
        let y: Vec<f64> = x.iter().map(|it| 2.0 + 3.0 * it[1] - it[2]).collect();
        let found = ridge(&x, &y, &[1.0; 20], &[0.0; 3]);
        for (found, expected) in found.iter().zip([2.0, 3.0, -1.0]) {
            assert!((found - expected).abs() < 1e-6, "{found}");
        }
        let shrunk = ridge(&x, &y, &[1.0; 20], &[0.0, 0.0, 1e6]);
        assert!(shrunk[2].abs() < 0.01);
    }

    #[test]
    fn quantiles_go_by_weight() {
        let values = [(3.0, 1.0), (1.0, 1.0), (2.0, 8.0)];
        assert_eq!(
            [0.05, 0.5, 0.95].map(|q| quantile(&values, q)),
            [1.0, 2.0, 3.0]
        );
        assert_eq!(median(&[4.0, 1.0, 2.0]), 2.0);
        assert_eq!(mean(&[(1.0, 1.0), (4.0, 2.0)]), 3.0);
    }
}
