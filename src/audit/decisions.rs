//! Which decision of a planted batch is the error? What can be counted on one decision, by itself and beside the others.

use super::sample::Sample;
use super::task::{Row, Task};
use crate::scenario::tells::{Look, MEASURES};

pub(super) fn task(samples: &[Sample]) -> Task {
    let among = ["rank of letters said", "rank of changed lines", "place in the batch"];
    let names = MEASURES.iter().map(|measure| measure.name).chain(among);
    let mut rows = Vec::new();
    for (pack, sample) in samples.iter().enumerate() {
        for (group, batch) in sample.batches.iter().enumerate().filter(|(_, batch)| batch.looks.len() > 1) {
            let Some(planted) = batch.planted else { continue };
            rows.extend((0..batch.looks.len()).map(|index| Row {
                pack,
                size: batch.size,
                group,
                planted: index == planted,
                weight: 0.0,
                features: features(&batch.looks, index),
            }));
        }
    }
    Task::new(names.map(str::to_owned).collect(), rows, samples.len())
}

/// Amounts as their logarithms: sizes of texts and diffs differ by factors.
fn features(looks: &[Look], index: usize) -> Vec<f64> {
    let own = MEASURES.iter().map(|measure| (measure.of)(&looks[index]).ln_1p());
    let ranks =
        [rank(looks, index, |look| look.letters), rank(looks, index, |look| look.added + look.removed)];
    let place = index as f64 / (looks.len() - 1).max(1) as f64;
    own.chain(ranks).chain([place]).collect()
}

/// The share of the batch's other decisions that have less, ties counting half.
fn rank(looks: &[Look], index: usize, of: fn(&Look) -> f64) -> f64 {
    let own = of(&looks[index]);
    let points =
        looks.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, look)| match of(look) {
            other if other < own => 1.0,
            other if other > own => 0.0,
            _ => 0.5,
        });
    points.sum::<f64>() / (looks.len() - 1).max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_run_from_least_to_most_and_ties_share() {
        let looks: Vec<Look> =
            [3.0, 1.0, 3.0, 9.0].map(|letters| Look { letters, ..Look::default() }).to_vec();
        let ranks: Vec<f64> = (0..4).map(|index| rank(&looks, index, |look| look.letters)).collect();
        assert_eq!(ranks, [1.5 / 3.0, 0.0, 1.5 / 3.0, 1.0]);
    }
}
