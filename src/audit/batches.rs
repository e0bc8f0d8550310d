//! Which batch is planted? What can be counted on a whole batch.

use super::sample::{DrawnBatch, Sample};
use super::task::{Row, Task};
use crate::scenario::tells::Look;

/// A number of a batch.
type Count = fn(&[Look]) -> f64;

const COUNTS: [(&str, Count); 17] = [
    ("letters said, sum", |looks| sum(looks, |look| look.letters)),
    ("letters said, mean", |looks| sum(looks, |look| look.letters) / looks.len().max(1) as f64),
    ("letters said, most", |looks| looks.iter().map(|look| look.letters).fold(0.0, f64::max)),
    ("lines added", |looks| sum(looks, |look| look.added)),
    ("lines removed", |looks| sum(looks, |look| look.removed)),
    ("files touched", |looks| sum(looks, |look| look.files)),
    ("decisions with an edit alone", |looks| sum(looks, |look| look.edit * (1.0 - look.command))),
    ("decisions with a command alone", |looks| sum(looks, |look| (1.0 - look.edit) * look.command)),
    ("decisions with both", |looks| sum(looks, |look| look.edit * look.command)),
    ("decisions with neither", |looks| sum(looks, |look| (1.0 - look.edit) * (1.0 - look.command))),
    ("output lines", |looks| sum(looks, |look| look.output)),
    ("exit statuses not 0", |looks| sum(looks, |look| look.failed)),
    ("tests written", |looks| sum(looks, |look| look.tests_written)),
    ("tests run", |looks| sum(looks, |look| look.tests_run)),
    ("hedging words", |looks| sum(looks, |look| look.hedges)),
    ("digits a letter", |looks| sum(looks, |look| look.digits) / sum(looks, |look| look.letters).max(1.0)),
    ("code words a letter", |looks| {
        sum(looks, |look| look.code_words) / sum(looks, |look| look.letters).max(1.0)
    }),
];

fn sum(looks: &[Look], of: fn(&Look) -> f64) -> f64 {
    looks.iter().map(of).sum()
}

pub(super) fn task(samples: &[Sample]) -> Task {
    let names = COUNTS.iter().map(|(name, _)| *name).chain(["place of the window", "batch size"]);
    let rows = samples.iter().enumerate().flat_map(|(pack, sample)| {
        sample.batches.iter().map(move |batch| Row {
            pack,
            size: batch.size,
            group: 0,
            planted: batch.planted.is_some(),
            weight: 0.0,
            features: features(batch),
        })
    });
    Task::new(names.map(str::to_owned).collect(), rows.collect(), samples.len())
}

/// Amounts as their logarithms: sizes of texts and diffs differ by factors.
fn features(batch: &DrawnBatch) -> Vec<f64> {
    let counts = COUNTS.iter().map(|(_, count)| count(&batch.looks).ln_1p());
    counts.chain([batch.position, (batch.looks.len() as f64).ln_1p()]).collect()
}
