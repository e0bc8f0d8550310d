//! Each pack judged by what was learned from all others.

use super::SEED;
use super::logistic::Logistic;
use super::task::{Row, Task};
use super::trees::Trees;
use crate::protocol::{Dice, Purpose};
use rayon::prelude::*;

/// A way of telling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Classifier {
    Logistic,
    Trees,
}

impl Classifier {
    pub(super) const ALL: [Self; 2] = [Self::Logistic, Self::Trees];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Logistic => "logistic regression",
            Self::Trees => "boosted trees",
        }
    }
}

/// What a classifier that has never seen a row's pack makes of the row: one score a row of the task.
pub(super) fn scores(task: &Task, classifier: Classifier) -> Vec<f64> {
    let of_pack = |pack: usize| -> Vec<f64> {
        let train: Vec<&Row> = task.rows.iter().filter(|row| row.pack != pack).collect();
        let held_out = task.rows.iter().filter(|row| row.pack == pack);
        match classifier {
            Classifier::Logistic => {
                let fitted = Logistic::fit(&train);
                held_out.map(|row| fitted.score(&row.features)).collect()
            }
            Classifier::Trees => {
                let fitted = Trees::fit(&train, Dice::new(SEED, Purpose::Audit, pack as u32 + 1));
                held_out.map(|row| fitted.score(&row.features)).collect()
            }
        }
    };
    let by_pack: Vec<Vec<f64>> = (0..task.packs).into_par_iter().map(of_pack).collect();
    let mut next = vec![0; task.packs];
    let in_order = task.rows.iter().map(|row| {
        next[row.pack] += 1;
        by_pack[row.pack][next[row.pack] - 1]
    });
    in_order.collect()
}

/// How often packs are drawn anew for an interval.
const RESAMPLES: usize = 10_000;

/// The 95 % interval of a mean over packs: packs drawn anew with replacement, quantiles .025 and .975 of their means.
pub(super) fn interval(by_pack: &[f64]) -> (f64, f64) {
    let mut dice = Dice::new(SEED, Purpose::Audit, 0);
    let count = by_pack.len().max(1);
    let draw = |dice: &mut Dice| by_pack.get(dice.below(count)).copied().unwrap_or(0.5);
    let mut means: Vec<f64> =
        (0..RESAMPLES).map(|_| (0..count).map(|_| draw(&mut dice)).sum::<f64>() / count as f64).collect();
    means.sort_by(f64::total_cmp);
    (means[RESAMPLES / 40], means[RESAMPLES - 1 - RESAMPLES / 40])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Packs of 60 rows with three features of noise, and what `tell` adds to the first of them.
    fn task(tell: impl Fn(bool, &mut [f64])) -> Task {
        let mut dice = Dice::new(1, Purpose::Audit, 0);
        let mut noise = || dice.below(1_000_000) as f64 / 1e6;
        let mut rows = Vec::new();
        for pack in 0..6 {
            for row in 0..60 {
                let planted = row % 2 == 0;
                let mut features = vec![noise(), noise(), noise()];
                tell(planted, &mut features);
                rows.push(Row { pack, size: row % 3, group: 0, planted, weight: 0.0, features });
            }
        }
        Task::new(["a", "b", "c"].map(str::to_owned).to_vec(), rows, 6)
    }

    fn aucs(task: &Task) -> [f64; 2] {
        Classifier::ALL.map(|classifier| {
            let scores = scores(task, classifier);
            let by_pack = (0..task.packs).map(|pack| {
                let sizes = task.auc_by_size(pack, &scores);
                sizes.values().sum::<f64>() / sizes.len() as f64
            });
            by_pack.sum::<f64>() / task.packs as f64
        })
    }

    #[test]
    fn a_planted_tell_is_found() {
        let found = aucs(&task(|planted, features| features[0] += f64::from(u8::from(planted))));
        assert!(found.iter().all(|auc| *auc > 0.97), "{found:?}");
    }

    #[test]
    fn where_there_is_none_none_is_found() {
        let found = aucs(&task(|_, _| {}));
        assert!(found.iter().all(|auc| (0.4..0.6).contains(auc)), "{found:?}");
    }

    #[test]
    fn a_tell_in_the_middle_is_found() {
        let middle = |planted: bool, features: &mut [f64]| {
            features[1] = match planted {
                true => 0.4 + features[1] / 5.0,
                false if features[1] < 0.5 => features[1] * 0.7,
                false => 1.0 - (1.0 - features[1]) * 0.7,
            };
        };
        let found = aucs(&task(middle));
        assert!(found.iter().all(|auc| *auc > 0.9), "{found:?}");
    }

    #[test]
    fn a_tell_of_two_features_together_is_found_by_trees() {
        let crossed = |planted: bool, features: &mut [f64]| {
            if ((features[0] > 0.5) == (features[1] > 0.5)) != planted {
                features[1] = 1.0 - features[1];
            }
        };
        let [_, trees] = aucs(&task(crossed));
        assert!(trees > 0.75, "{trees}");
    }

    #[test]
    fn a_tell_of_one_pack_says_nothing_of_the_others() {
        // In the first pack the planted rows have more, in all others less: what is learned does not carry over to it.
        let mut task = task(|_, _| {});
        for row in &mut task.rows {
            let more = row.planted == (row.pack == 0);
            row.features[0] += f64::from(u8::from(more));
        }
        let scores = scores(&task, Classifier::Logistic);
        assert!(task.auc_by_size(0, &scores).values().all(|auc| *auc < 0.1));
        assert!(task.auc_by_size(1, &scores).values().all(|auc| *auc > 0.9));
    }

    #[test]
    fn an_interval_spans_the_mean_and_no_more_than_the_packs() {
        let (low, high) = interval(&[0.4, 0.5, 0.6, 0.7]);
        assert!((0.4..0.55).contains(&low) && (0.55..=0.7).contains(&high), "{low} {high}");
        assert_eq!(interval(&[0.5, 0.5, 0.5]), (0.5, 0.5));
    }
}
