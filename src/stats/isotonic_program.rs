//! Bivariate isotonic regression of cells of different weight, some of them empty, as a quadratic program: the
//! weighted least-squares table that does not fall along rows or columns (Robertson, Wright & Dykstra 1988, chapter 1).
//!
//! [`super::isotonic`] mends whole draws, which have no weights and no holes, by alternating projections.

use crate::problem::{Outcome, Problem};
use clarabel::algebra::CscMatrix;
use clarabel::solver::{DefaultSettings, DefaultSolver, IPSolver as _, NonnegativeConeT};

/// One cell of a table: where it stands, its mean, its weight (above 0).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WeightedCell {
    /// Row and column.
    pub at: (usize, usize),
    /// What is observed there.
    pub mean: f64,
    /// How many observations stand behind it.
    pub weight: f64,
}

/// The nearest values that do not fall, one for each of `cells`, which are all different: min Σ w(x − mean)² where
/// x ≤ x′ whenever a cell lies neither below nor to the right of another one. Cells that are not given ask for nothing.
///
/// # Errors
/// Where the solver finds no answer, as with a mean that is no number.
pub fn regress(cells: &[WeightedCell]) -> Outcome<Vec<f64>> {
    let count = cells.len();
    let weight_sum: f64 = cells.iter().map(|cell| cell.weight).sum();
    let centre = cells.iter().map(|cell| cell.weight * cell.mean).sum::<f64>() / weight_sum;
    let ordered = covers(cells);
    if ordered.is_empty() {
        return Ok(cells.iter().map(|cell| cell.mean).collect());
    }
    // Weights around 1 and means around 0, for the solver's sake.
    let weight = |cell: &WeightedCell| cell.weight * count as f64 / weight_sum;
    let quadratic = CscMatrix::new(
        count,
        count,
        (0..=count).collect(),
        (0..count).collect(),
        cells.iter().map(weight).collect(),
    );
    let linear: Vec<f64> = cells.iter().map(|cell| -weight(cell) * (cell.mean - centre)).collect();
    let mut triplets: Vec<(usize, usize, f64)> = Vec::with_capacity(2 * ordered.len());
    for (row, (lower, upper)) in ordered.iter().enumerate() {
        triplets.extend([(*lower, row, 1.0), (*upper, row, -1.0)]);
    }
    let (columns, rows, values) = by_column(triplets, count);
    let order = CscMatrix::new(ordered.len(), count, columns, rows, values);
    let settings = DefaultSettings {
        verbose: false,
        tol_gap_abs: 1e-10,
        tol_gap_rel: 1e-10,
        tol_feas: 1e-10,
        ..DefaultSettings::default()
    };
    let bounds = vec![0.0; ordered.len()];
    let failed =
        |why: &dyn std::fmt::Debug| Problem::new(format!("the isotonic regression was not solved: {why:?}"));
    let cones = [NonnegativeConeT(ordered.len())];
    let mut solver = DefaultSolver::new(&quadratic, &linear, &order, &bounds, &cones, settings)
        .map_err(|error| failed(&error))?;
    solver.solve();
    let solution = &solver.solution;
    let near = |residual: f64| residual < 1e-7;
    let gap = (solution.obj_val - solution.obj_val_dual).abs() / (1.0 + solution.obj_val.abs());
    // A solver that cannot get nearer than this was near enough: see below.
    if !(near(solution.r_prim) && near(solution.r_dual) && near(gap)) {
        return Err(failed(&solution.status));
    }
    let tied = |pair: &usize| solution.z[*pair] > solution.s[*pair];
    let mut fitted = pooled(cells, (0..ordered.len()).filter(tied).map(|pair| ordered[pair]));
    let polished = ordered.iter().all(|(lower, upper)| fitted[*lower] <= fitted[*upper] + 1e-9)
        && fitted.iter().zip(&solution.x).all(|(fitted, x)| (fitted - centre - x).abs() < 1e-3);
    if !polished {
        fitted = solution.x.iter().map(|value| value + centre).collect();
    }
    level(cells, &mut fitted);
    Ok(fitted)
}

/// The answer to the last digit, once it is known which orders hold with equality: each block of cells that these tie
/// together has its weighted mean.
fn pooled(cells: &[WeightedCell], tied: impl Iterator<Item = (usize, usize)>) -> Vec<f64> {
    let mut block: Vec<usize> = (0..cells.len()).collect();
    for (one, other) in tied {
        let (from, to) = (block[one], block[other]);
        block.iter_mut().filter(|of| **of == from).for_each(|of| *of = to);
    }
    let mean = |of: usize| {
        let within = || cells.iter().zip(&block).filter(|(_, other)| **other == of).map(|(cell, _)| cell);
        within().map(|cell| cell.weight * cell.mean).sum::<f64>()
            / within().map(|cell| cell.weight).sum::<f64>()
    };
    block.iter().map(|of| mean(*of)).collect()
}

/// Lifts what rounding left below a cell that it must not lie below.
fn level(cells: &[WeightedCell], fitted: &mut [f64]) {
    let mut order: Vec<usize> = (0..cells.len()).collect();
    order.sort_by_key(|index| cells[*index].at);
    for (place, index) in order.iter().enumerate() {
        let below = order[..place].iter().filter(|other| precedes(&cells[**other], &cells[*index]));
        fitted[*index] = below.map(|other| fitted[*other]).fold(fitted[*index], f64::max);
    }
}

/// Whether `one` must not exceed `other`.
fn precedes(one: &WeightedCell, other: &WeightedCell) -> bool {
    one.at != other.at && one.at.0 <= other.at.0 && one.at.1 <= other.at.1
}

/// The pairs between which no third cell lies: all other orders follow from theirs, across empty cells too.
fn covers(cells: &[WeightedCell]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for (lower, one) in cells.iter().enumerate() {
        for (upper, other) in cells.iter().enumerate() {
            let between = |third: &WeightedCell| precedes(one, third) && precedes(third, other);
            if precedes(one, other) && !cells.iter().any(between) {
                pairs.push((lower, upper));
            }
        }
    }
    pairs
}

/// Compressed columns of (column, row, value).
fn by_column(mut triplets: Vec<(usize, usize, f64)>, count: usize) -> (Vec<usize>, Vec<usize>, Vec<f64>) {
    triplets.sort_by_key(|(column, row, _)| (*column, *row));
    let begins = (0..=count).map(|column| triplets.partition_point(|(other, ..)| *other < column)).collect();
    (begins, triplets.iter().map(|(_, row, _)| *row).collect(), triplets.iter().map(|(.., v)| *v).collect())
}

#[cfg(test)]
mod tests {
    use super::super::isotonic;
    use super::*;
    use crate::surface::Matrix;
    use proptest::prelude::*;

    fn whole(grid: &Matrix) -> Vec<WeightedCell> {
        let row = |(i, row): (usize, &Vec<f64>)| {
            row.iter()
                .enumerate()
                .map(|(j, mean)| WeightedCell { at: (i, j), mean: *mean, weight: 1.0 })
                .collect::<Vec<_>>()
        };
        grid.iter().enumerate().flat_map(row).collect()
    }

    /// Robertson, Wright & Dykstra (1988), theorem 1.4.4: the greatest over upper sets U that hold the cell of the
    /// least over lower sets L that hold it of the weighted mean of U ∩ L.
    fn max_min(cells: &[WeightedCell]) -> Vec<f64> {
        let count = cells.len();
        let sets = |closed: &dyn Fn(&WeightedCell, &WeightedCell) -> bool| -> Vec<u32> {
            let holds = |set: &u32, index: usize| set >> index & 1 == 1;
            (0..1u32 << count)
                .filter(|set| {
                    (0..count).all(|i| {
                        !holds(set, i) || (0..count).all(|j| !closed(&cells[i], &cells[j]) || holds(set, j))
                    })
                })
                .collect()
        };
        let (upper, lower) = (sets(&precedes), sets(&|one, other| precedes(other, one)));
        let mean = |set: u32| {
            let of_it = || cells.iter().enumerate().filter(|(i, _)| set >> i & 1 == 1).map(|(_, cell)| cell);
            of_it().map(|cell| cell.weight * cell.mean).sum::<f64>()
                / of_it().map(|cell| cell.weight).sum::<f64>()
        };
        let with = |sets: &[u32], i: usize| -> Vec<u32> {
            sets.iter().copied().filter(|set| set >> i & 1 == 1).collect()
        };
        (0..count)
            .map(|i| {
                let lower = with(&lower, i);
                let least = |u: u32| lower.iter().map(|l| mean(u & l)).fold(f64::INFINITY, f64::min);
                with(&upper, i).into_iter().map(least).fold(f64::NEG_INFINITY, f64::max)
            })
            .collect()
    }

    proptest! {
        #[test]
        fn without_weights_or_holes_it_is_the_alternating_projection(
            values in proptest::collection::vec(0.0..5.0f64, 20)
        ) {
            let grid: Matrix = values.chunks(5).map(<[f64]>::to_vec).collect();
            let ours = regress(&whole(&grid)).unwrap();
            for (ours, theirs) in ours.iter().zip(isotonic::project(&grid).iter().flatten()) {
                prop_assert!((ours - theirs).abs() < 1e-6, "{ours} {theirs}");
            }
        }

        #[test]
        fn with_weights_and_holes_it_is_the_max_min_formula(
            values in proptest::collection::vec((0.0..5.0f64, 1..40u32, 0..4u32), 9)
        ) {
            let cells: Vec<WeightedCell> = values
                .iter()
                .enumerate()
                .filter(|(_, (_, _, filled))| *filled > 0)
                .map(|(i, (mean, weight, _))| {
                    WeightedCell { at: (i / 3, i % 3), mean: *mean, weight: f64::from(*weight) }
                })
                .collect();
            let ours = regress(&cells).unwrap();
            for (ours, exact) in ours.iter().zip(max_min(&cells)) {
                prop_assert!((ours - exact).abs() < 1e-6, "{ours} {exact}");
            }
        }
    }

    #[test]
    fn what_does_not_fall_is_left_alone() {
        let grid = vec![vec![1.0, 2.0, 5.0], vec![1.5, 2.5, 5.5]];
        for (fitted, given) in regress(&whole(&grid)).unwrap().iter().zip(grid.iter().flatten()) {
            assert!((fitted - given).abs() < 1e-9);
        }
        assert_eq!(regress(&[]).unwrap(), [0.0; 0]);
    }

    #[test]
    fn no_number_is_a_problem_and_no_panic() {
        assert!(regress(&whole(&vec![vec![f64::NAN, 1.0], vec![2.0, 3.0]])).is_err());
    }
}
