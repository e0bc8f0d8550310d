//! What a classifier is to tell, and from what.

use crate::scenario::tells::auc;
use std::collections::BTreeMap;

/// Rows to be told apart.
#[derive(Debug)]
pub(super) struct Task {
    /// Names of the features.
    pub(super) features: Vec<String>,
    pub(super) rows: Vec<Row>,
    /// How many packs there are.
    pub(super) packs: usize,
}

/// A batch or a decision.
#[derive(Debug)]
pub(super) struct Row {
    /// Index of its pack.
    pub(super) pack: usize,
    /// Index of its batch's size.
    pub(super) size: usize,
    /// Rows are compared with rows of the same group only: a participant compares the decisions of one batch, and
    /// knows how long a batch is.
    pub(super) group: usize,
    /// Whether it is planted.
    pub(super) planted: bool,
    /// See [`Task::new`].
    pub(super) weight: f64,
    /// What can be counted on it.
    pub(super) features: Vec<f64>,
}

/// Pack, size and group.
type Place = (usize, usize, usize);

impl Task {
    /// Weighs the rows: each pack weighs 1; in it each size the same; in that each group; in that planted and other
    /// rows half each. So no prior gives anything away, and a pack with many batches weighs no more than others.
    pub(super) fn new(features: Vec<String>, mut rows: Vec<Row>, packs: usize) -> Self {
        let mut sizes: BTreeMap<usize, BTreeMap<usize, BTreeMap<usize, [usize; 2]>>> = BTreeMap::new();
        for row in &rows {
            let groups = sizes.entry(row.pack).or_default().entry(row.size).or_default();
            groups.entry(row.group).or_default()[usize::from(row.planted)] += 1;
        }
        for row in &mut rows {
            let of_pack = &sizes[&row.pack];
            let of_size = &of_pack[&row.size];
            let same = of_size[&row.group][usize::from(row.planted)];
            row.weight = 1.0 / (of_pack.len() * of_size.len() * 2 * same) as f64;
        }
        Self { features, rows, packs }
    }

    /// A pack's AUC by size: the mean over the groups of that size. `scores` has one number a row of the task.
    pub(super) fn auc_by_size(&self, pack: usize, scores: &[f64]) -> BTreeMap<usize, f64> {
        let mut groups: BTreeMap<Place, [Vec<f64>; 2]> = BTreeMap::new();
        for (row, score) in self.rows.iter().zip(scores).filter(|(row, _)| row.pack == pack) {
            let place = (row.pack, row.size, row.group);
            groups.entry(place).or_default()[usize::from(row.planted)].push(*score);
        }
        let mut sums: BTreeMap<usize, (f64, usize)> = BTreeMap::new();
        for ((_, size, _), [others, planted]) in groups {
            let (sum, count) = sums.entry(size).or_default();
            *sum += auc(&planted, &others);
            *count += 1;
        }
        sums.into_iter().map(|(size, (sum, count))| (size, sum / count as f64)).collect()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A row of one feature.
    pub(in crate::audit) fn row(pack: usize, size: usize, group: usize, planted: bool, feature: f64) -> Row {
        Row { pack, size, group, planted, weight: 0.0, features: vec![feature] }
    }

    fn example() -> Task {
        let rows = vec![
            row(0, 0, 0, true, 3.0),
            row(0, 0, 0, false, 1.0),
            row(0, 0, 0, false, 2.0),
            row(0, 1, 0, true, 1.0),
            row(0, 1, 0, false, 1.0),
            row(0, 1, 1, true, 1.0),
            row(0, 1, 1, false, 4.0),
            row(1, 0, 0, true, 5.0),
            row(1, 0, 0, false, 5.0),
        ];
        Task::new(vec!["a".to_owned()], rows, 2)
    }

    #[test]
    fn packs_sizes_groups_and_both_sides_weigh_the_same() {
        let task = example();
        let weights: Vec<f64> = task.rows.iter().map(|row| row.weight).collect();
        assert_eq!(weights, [0.25, 0.125, 0.125, 0.125, 0.125, 0.125, 0.125, 0.5, 0.5]);
    }

    #[test]
    fn rows_are_compared_within_their_group_only() {
        let task = example();
        let scores: Vec<f64> = task.rows.iter().map(|row| row.features[0]).collect();
        // Size 0: 3 is above 1 and 2. Size 1: a tie in one group, below in the other.
        assert_eq!(task.auc_by_size(0, &scores), BTreeMap::from([(0, 1.0), (1, 0.25)]));
        assert_eq!(task.auc_by_size(1, &scores), BTreeMap::from([(0, 0.5)]));
    }
}
