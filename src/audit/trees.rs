//! Boosted trees of depth two, so that tells that are no straight line, or that take two features, are seen too.
//!
//! Friedman's gradient boosting (2001) of the logistic loss with Newton's leaves, on features cut into quantile bins;
//! each tree sees a random half of the rows.

use super::task::Row;
use crate::protocol::Dice;

const TREES: usize = 100;
const LEARNING_RATE: f64 = 0.1;
const BINS: usize = 16;
/// Added to a leaf's curvature, and the least that a leaf may have, where all rows together have a quarter.
const LEAF_RIDGE: f64 = 0.005;
const LEAST_LEAF: f64 = 0.01;

/// A fitted classifier.
#[derive(Debug)]
pub(super) struct Trees(Vec<Tree>);

#[derive(Debug)]
struct Tree {
    root: Split,
    /// Where the root's two sides are parted; none where nothing is gained.
    below: [Option<Split>; 2],
    leaves: [f64; 4],
}

/// Up to `limit` goes left.
#[derive(Debug, Clone, Copy)]
struct Split {
    feature: usize,
    bin: u8,
    limit: f64,
}

/// Rows' features by bin, and their losses' slopes.
struct Table {
    limits: Vec<Vec<f64>>,
    bins: Vec<Vec<u8>>,
    slopes: Vec<(f64, f64)>,
}

impl Trees {
    pub(super) fn fit(rows: &[&Row], mut dice: Dice) -> Self {
        let total: f64 = rows.iter().map(|row| row.weight).sum::<f64>().max(f64::MIN_POSITIVE);
        let mut table = Table::of(rows);
        let mut odds = vec![0.0; rows.len()];
        let mut trees = Vec::new();
        for _ in 0..TREES {
            table.slopes = rows.iter().zip(&odds).map(|(row, odds)| slope(row, *odds, total)).collect();
            let half: Vec<usize> = (0..rows.len()).filter(|_| dice.below(2) == 0).collect();
            let Some(tree) = table.tree(&half) else { break };
            for (row, odds) in rows.iter().zip(&mut odds) {
                *odds += tree.score(&row.features);
            }
            trees.push(tree);
        }
        Self(trees)
    }

    /// The log odds that a row with these features is planted.
    pub(super) fn score(&self, features: &[f64]) -> f64 {
        self.0.iter().map(|tree| tree.score(features)).sum()
    }
}

/// First and second derivative of a row's loss.
fn slope(row: &Row, odds: f64, total: f64) -> (f64, f64) {
    let chance = 1.0 / (1.0 + (-odds).exp());
    let weight = row.weight / total;
    (weight * (chance - f64::from(u8::from(row.planted))), weight * chance * (1.0 - chance))
}

impl Tree {
    fn score(&self, features: &[f64]) -> f64 {
        let right = |split: &Split| usize::from(features[split.feature] > split.limit);
        let side = right(&self.root);
        self.leaves[2 * side + self.below[side].as_ref().map_or(0, right)]
    }
}

impl Table {
    fn of(rows: &[&Row]) -> Self {
        let width = rows.first().map_or(0, |row| row.features.len());
        let column = |at: usize| rows.iter().map(move |row| row.features[at]);
        let limits: Vec<Vec<f64>> = (0..width).map(|at| quantiles(column(at).collect())).collect();
        let bin = |at: usize, value: f64| limits[at].partition_point(|limit| *limit < value) as u8;
        let bins = (0..width).map(|at| column(at).map(|value| bin(at, value)).collect()).collect();
        Self { limits, bins, slopes: Vec::new() }
    }

    fn tree(&self, rows: &[usize]) -> Option<Tree> {
        let root = self.best(rows)?;
        let part = |split: Split, rows: &[usize]| -> [Vec<usize>; 2] {
            let (left, right) = rows.iter().partition(|row| self.bins[split.feature][**row] <= split.bin);
            [left, right]
        };
        let sides = part(root, rows);
        let below = [self.best(&sides[0]), self.best(&sides[1])];
        let mut leaves = [0.0; 4];
        for (side, rows) in sides.iter().enumerate() {
            let ends = below[side].map_or_else(|| [rows.clone(), Vec::new()], |split| part(split, rows));
            for (end, rows) in ends.iter().enumerate() {
                let (pull, bend) = self.sum(rows);
                leaves[2 * side + end] = -LEARNING_RATE * pull / (bend + LEAF_RIDGE);
            }
        }
        Some(Tree { root, below, leaves })
    }

    fn sum(&self, rows: &[usize]) -> (f64, f64) {
        rows.iter()
            .fold((0.0, 0.0), |(pull, bend), row| (pull + self.slopes[*row].0, bend + self.slopes[*row].1))
    }

    /// The split that gains most, if any gains.
    fn best(&self, rows: &[usize]) -> Option<Split> {
        let gain = |(pull, bend): (f64, f64)| pull * pull / (bend + LEAF_RIDGE);
        let all = self.sum(rows);
        let mut most = (gain(all) + 1e-9, None);
        for (feature, (bins, limits)) in self.bins.iter().zip(&self.limits).enumerate() {
            let mut sums = [(0.0, 0.0); BINS];
            for row in rows {
                let cell = &mut sums[usize::from(bins[*row])];
                (cell.0, cell.1) = (cell.0 + self.slopes[*row].0, cell.1 + self.slopes[*row].1);
            }
            let mut left = (0.0, 0.0);
            for (bin, limit) in limits.iter().enumerate() {
                left = (left.0 + sums[bin].0, left.1 + sums[bin].1);
                let right = (all.0 - left.0, all.1 - left.1);
                let gained = gain(left) + gain(right);
                if gained > most.0 && left.1 >= LEAST_LEAF && right.1 >= LEAST_LEAF {
                    most = (gained, Some(Split { feature, bin: bin as u8, limit: *limit }));
                }
            }
        }
        most.1
    }
}

/// Up to `BINS` − 1 limits that cut values into parts of about the same number.
fn quantiles(mut values: Vec<f64>) -> Vec<f64> {
    values.sort_by(f64::total_cmp);
    let mut limits: Vec<f64> = (1..BINS).map(|part| values[part * values.len() / BINS]).collect();
    limits.dedup();
    // Nothing lies beyond the largest value.
    limits.retain(|limit| values.last().is_some_and(|last| limit < last));
    limits
}
