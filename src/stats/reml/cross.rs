//! What the criterion needs of the data: sums of products, by level of each factor.

use super::dense;
use crate::problem::{Outcome, Problem};

/// More numbers than this between the levels of two factors are not kept (half a gigabyte).
const BETWEEN_MOST: usize = 60_000_000;
/// The smaller factor's effects are eliminated densely: more of them than this would take minutes.
const SMALLER_MOST: usize = 4_000;

/// A grouping factor: participants, or scenarios.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Factor {
    /// How many levels it has.
    pub levels: usize,
    /// Which columns of the fixed effects have an effect of each level; the column of ones gives intercepts, any
    /// other a slope, uncorrelated with the rest.
    pub columns: Vec<usize>,
}

impl Factor {
    /// Random effects in all.
    pub(super) fn effects(&self) -> usize {
        self.levels * self.columns.len()
    }
}

/// Sums over rows of x·xᵀ, x·y, y², whole and within levels. Up to two factors; the larger comes first inside, as
/// its effects are eliminated first.
#[derive(Debug, Clone)]
pub struct CrossProducts {
    /// Fixed effects.
    pub(super) columns: usize,
    pub(super) rows: usize,
    /// The factors, the one with more effects first; `order[f]` is the place that the caller gave it.
    pub(super) factors: Vec<Factor>,
    pub(super) order: Vec<usize>,
    /// Of each factor: `levels` blocks of its columns × (its columns, then all columns and y).
    pub(super) own: Vec<Vec<f64>>,
    /// Larger × smaller factor: rows of effects by rows of effects, row-major.
    pub(super) between: Vec<f64>,
    /// (all columns and y)², row-major, lower triangle.
    pub(super) total: Vec<f64>,
    row: Vec<f64>,
}

impl CrossProducts {
    /// For rows of `columns` fixed effects, grouped by `factors`.
    ///
    /// # Errors
    /// With more than two factors, one without levels or columns, a column that is not there, or more levels than
    /// fit into memory.
    pub fn new(columns: usize, factors: &[Factor]) -> Outcome<Self> {
        let sound = |factor: &Factor| {
            factor.levels > 0 && !factor.columns.is_empty() && factor.columns.iter().all(|c| *c < columns)
        };
        if factors.len() > 2 || !factors.iter().all(sound) {
            return Err(Problem::new(format!(
                "mixed model: expected at most two factors, each with a level or more and effects of some of {columns} \
                 columns"
            )));
        }
        let mut order: Vec<usize> = (0..factors.len()).collect();
        order.sort_by_key(|f| std::cmp::Reverse(factors[*f].effects()));
        let factors: Vec<Factor> = order.iter().map(|f| factors[*f].clone()).collect();
        let smaller = factors.get(1).map_or(0, Factor::effects);
        let between = factors.first().map_or(Some(0), |larger| larger.effects().checked_mul(smaller));
        let Some(between) = between.filter(|b| *b <= BETWEEN_MOST && smaller <= SMALLER_MOST) else {
            return Err(Problem::new(format!(
                "mixed model: {} × {smaller} effects are more than can be crossed here",
                factors[0].effects()
            ))
            .todo("fit fewer participants or scenarios at once"));
        };
        let width = columns + 1;
        let own = |f: &Factor| vec![0.0; f.effects() * (f.columns.len() + width)];
        Ok(Self {
            columns,
            rows: 0,
            own: factors.iter().map(own).collect(),
            between: vec![0.0; between],
            total: vec![0.0; width * width],
            row: vec![0.0; width],
            factors,
            order,
        })
    }

    /// Adds a row: its fixed effects' columns, the response, and its level of each factor, in the order in which
    /// the factors were given.
    ///
    /// # Panics
    /// Where the row has another length than was said, or a level that was not.
    pub fn add(&mut self, x: &[f64], y: f64, levels: &[usize]) {
        assert!(x.len() == self.columns && levels.len() == self.factors.len(), "a row as declared");
        self.rows += 1;
        self.row[..self.columns].copy_from_slice(x);
        self.row[self.columns] = y;
        let width = self.row.len();
        for (i, a) in self.row.iter().enumerate() {
            for (sum, b) in self.total[i * width..=i * width + i].iter_mut().zip(&self.row) {
                *sum += a * b;
            }
        }
        for ((factor, place), own) in self.factors.iter().zip(&self.order).zip(&mut self.own) {
            let terms = factor.columns.len();
            let size = terms * (terms + width);
            let block = &mut own[levels[*place] * size..][..size];
            for (column, sums) in factor.columns.iter().zip(block.chunks_exact_mut(terms + width)) {
                let a = self.row[*column];
                for (sum, other) in sums[..terms].iter_mut().zip(&factor.columns) {
                    *sum += a * self.row[*other];
                }
                for (sum, b) in sums[terms..].iter_mut().zip(&self.row) {
                    *sum += a * b;
                }
            }
        }
        if let ([larger, smaller], [first, second]) = (&self.factors[..], &self.order[..]) {
            let (across, at) = (smaller.effects(), levels[*second] * smaller.columns.len());
            for (term, column) in larger.columns.iter().enumerate() {
                let effect = levels[*first] * larger.columns.len() + term;
                let sums = &mut self.between[effect * across + at..][..smaller.columns.len()];
                for (sum, other) in sums.iter_mut().zip(&smaller.columns) {
                    *sum += self.row[*column] * self.row[*other];
                }
            }
        }
    }

    /// The first column that follows from the columns before it, in the rows added so far.
    pub fn dependent_column(&self) -> Option<usize> {
        let width = self.columns + 1;
        let mut squares: Vec<f64> =
            (0..self.columns).flat_map(|i| self.total[i * width..][..self.columns].iter().copied()).collect();
        dense::factor(&mut squares, self.columns).err()
    }

    /// Rows added so far.
    pub fn rows(&self) -> usize {
        self.rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_crossed_is_said() {
        let factor = |levels, columns: &[usize]| Factor { levels, columns: columns.to_vec() };
        assert!(CrossProducts::new(2, &[factor(3, &[2])]).is_err());
        assert!(CrossProducts::new(2, &[factor(3, &[])]).is_err());
        assert!(CrossProducts::new(2, &[factor(0, &[0])]).is_err());
        assert!(CrossProducts::new(1, &[factor(2, &[0]), factor(2, &[0]), factor(2, &[0])]).is_err());
        let said = CrossProducts::new(1, &[factor(100_000, &[0]), factor(9_000, &[0])]).unwrap_err();
        assert!(said.to_string().contains("100000 × 9000"), "{said}");
        assert!(CrossProducts::new(1, &[factor(usize::MAX / 2, &[0]), factor(3, &[0])]).is_err());
    }

    #[test]
    fn the_factor_with_more_effects_comes_first() {
        let few = Factor { levels: 3, columns: vec![0, 1] };
        let many = Factor { levels: 7, columns: vec![0] };
        let mut sums = CrossProducts::new(2, &[few, many]).unwrap();
        sums.add(&[1.0, 2.0], 5.0, &[2, 6]);
        sums.add(&[1.0, 4.0], 1.0, &[2, 6]);
        assert_eq!(sums.order, [1, 0]);
        assert_eq!(sums.own[0][6 * 4..], [2.0, 2.0, 6.0, 6.0]);
        assert_eq!(sums.own[1][2 * 10..], [2.0, 6.0, 2.0, 6.0, 6.0, 6.0, 20.0, 6.0, 20.0, 14.0]);
        assert_eq!(sums.between[6 * 6..], [0.0, 0.0, 0.0, 0.0, 2.0, 6.0]);
        assert_eq!(sums.total, [2.0, 0.0, 0.0, 6.0, 20.0, 0.0, 6.0, 14.0, 26.0]);
    }
}
