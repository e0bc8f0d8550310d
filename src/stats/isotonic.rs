//! The nearest grid that does not decrease along rows or columns: Dykstra's alternating projections, each of
//! them the pool-adjacent-violators algorithm.

use crate::surface::Matrix;

const SWEEPS_MAX: usize = 2_000;

/// Whether a grid falls anywhere by more than `tolerance`.
pub fn dips(grid: &Matrix, tolerance: f64) -> bool {
    let along_rows = grid.iter().any(|row| row.windows(2).any(|pair| pair[1] < pair[0] - tolerance));
    let along_columns = grid
        .windows(2)
        .any(|rows| rows[0].iter().zip(&rows[1]).any(|(upper, lower)| *lower < upper - tolerance));
    along_rows || along_columns
}

/// The least-squares projection onto the grids that are non-decreasing in both directions.
pub fn project(grid: &Matrix) -> Matrix {
    let scale = grid.iter().flatten().fold(1e-300f64, |largest, value| largest.max(value.abs()));
    let mut current = grid.clone();
    let mut row_residue: Matrix = grid.iter().map(|row| vec![0.0; row.len()]).collect();
    let mut column_residue = row_residue.clone();
    for _ in 0..SWEEPS_MAX {
        let before = current.clone();
        half_step(&mut current, &mut row_residue, |grid| {
            for row in grid.iter_mut() {
                pool_adjacent_violators(row);
            }
        });
        half_step(&mut current, &mut column_residue, |grid| {
            for column in 0..grid.first().map_or(0, Vec::len) {
                let mut values: Vec<f64> = grid.iter().map(|row| row[column]).collect();
                pool_adjacent_violators(&mut values);
                for (row, value) in grid.iter_mut().zip(values) {
                    row[column] = value;
                }
            }
        });
        let moved = current.iter().flatten().zip(before.iter().flatten()).map(|(a, b)| (a - b).abs());
        if moved.fold(0.0, f64::max) < 1e-12 * scale && !dips(&current, 1e-9 * scale) {
            break;
        }
    }
    level(&mut current);
    current
}

/// Lifts what rounding left below its neighbours.
pub fn level(grid: &mut Matrix) {
    for i in 0..grid.len() {
        for j in 0..grid[i].len() {
            let above = if i > 0 { grid[i - 1][j] } else { f64::NEG_INFINITY };
            let left = if j > 0 { grid[i][j - 1] } else { f64::NEG_INFINITY };
            grid[i][j] = grid[i][j].max(above).max(left);
        }
    }
}

/// Adds back what the same projection took away last time, projects, remembers the difference.
fn half_step(grid: &mut Matrix, residue: &mut Matrix, projection: impl Fn(&mut Matrix)) {
    for (row, rest) in grid.iter_mut().zip(residue.iter()) {
        row.iter_mut().zip(rest).for_each(|(value, r)| *value += r);
    }
    let lifted = grid.clone();
    projection(grid);
    for ((rest, before), after) in residue.iter_mut().zip(&lifted).zip(grid.iter()) {
        for ((r, b), a) in rest.iter_mut().zip(before).zip(after) {
            *r = b - a;
        }
    }
}

/// Isotonic regression of a sequence, in place.
fn pool_adjacent_violators(values: &mut [f64]) {
    let mut blocks: Vec<(f64, usize)> = Vec::with_capacity(values.len());
    for value in values.iter() {
        blocks.push((*value, 1));
        while let [.., (left, left_size), (right, right_size)] = blocks[..] {
            if left <= right {
                break;
            }
            let size = left_size + right_size;
            blocks.truncate(blocks.len() - 2);
            blocks.push(((left * left_size as f64 + right * right_size as f64) / size as f64, size));
        }
    }
    let pooled = blocks.into_iter().flat_map(|(mean, size)| std::iter::repeat_n(mean, size));
    values.iter_mut().zip(pooled).for_each(|(value, mean)| *value = mean);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_sequence_is_pooled() {
        let mut values = [1.0, 3.0, 2.0, 2.5, 4.0];
        pool_adjacent_violators(&mut values);
        assert_eq!(values, [1.0, 2.5, 2.5, 2.5, 4.0]);
    }

    #[test]
    fn the_projection_is_the_nearest_grid() {
        // For [[1, 0], [0, 1]] the nearest isotonic grid is [[1/3, 1/3], [1/3, 1]].
        let nearest = project(&vec![vec![1.0, 0.0], vec![0.0, 1.0]]);
        for (ours, exact) in nearest.iter().flatten().zip([1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0, 1.0]) {
            assert!((ours - exact).abs() < 1e-9, "{nearest:?}");
        }
    }

    proptest! {
        #[test]
        fn what_comes_out_never_dips_keeps_its_mean_and_is_left_alone_the_second_time(
            values in proptest::collection::vec(0.0..500.0f64, 20)
        ) {
            let grid: Matrix = values.chunks(5).map(<[f64]>::to_vec).collect();
            let projected = project(&grid);
            prop_assert!(!dips(&projected, 0.0));
            let mean = |g: &Matrix| g.iter().flatten().sum::<f64>() / 20.0;
            prop_assert!((mean(&grid) - mean(&projected)).abs() < 1e-6);
            let again = project(&projected);
            for (a, b) in again.iter().flatten().zip(projected.iter().flatten()) {
                prop_assert!((a - b).abs() < 1e-7);
            }
        }
    }
}
