//! What the classifiers made of one task.

use super::cross::{Classifier, interval, scores};
use super::sample::size_names;
use super::task::{Row, Task};
use serde::Serialize;
use std::collections::BTreeMap;

/// What came of one task. Its figure is the larger of its classifiers'.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figure {
    /// Mean over packs of the area under the ROC curve, of the classifier that tells more.
    pub auc: f64,
    /// Lower end of its 95 % interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// That classifier.
    pub classifier: &'static str,
    /// Both of them.
    pub classifiers: Vec<ClassifierFigure>,
    /// Planted against others, feature by feature.
    pub features: Vec<FeatureFigure>,
}

/// What one classifier made of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClassifierFigure {
    /// Its name.
    pub name: &'static str,
    /// Mean over packs.
    pub auc: f64,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Each pack, in the order of [`super::Audit::packs`].
    pub by_pack: Vec<f64>,
    /// Each batch size.
    pub by_size: Vec<SizeFigure>,
}

/// One batch size.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SizeFigure {
    /// The number of decisions, or `whole`.
    pub size: String,
    /// How many packs can be shown so.
    pub packs: usize,
    /// Mean over these packs.
    pub auc: f64,
}

/// One feature.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FeatureFigure {
    /// The feature.
    pub name: String,
    /// Planted minus others in standard deviations within pack and size; the mean over packs.
    pub difference: f64,
    /// The pack where it is farthest from 0.
    pub farthest: f64,
    /// That pack's index.
    pub farthest_pack: usize,
}

impl Figure {
    pub(super) fn of(task: &Task) -> Self {
        let classifiers: Vec<ClassifierFigure> =
            Classifier::ALL.into_iter().map(|classifier| ClassifierFigure::of(task, classifier)).collect();
        let largest = classifiers.iter().max_by(|one, other| one.auc.total_cmp(&other.auc));
        let (auc, low, high, classifier) =
            largest.map_or((0.5, 0.5, 0.5, ""), |each| (each.auc, each.low, each.high, each.name));
        let features = (0..task.features.len()).map(|at| feature(task, at)).collect();
        Self { auc, low, high, classifier, classifiers, features }
    }
}

impl ClassifierFigure {
    fn of(task: &Task, classifier: Classifier) -> Self {
        let scores = scores(task, classifier);
        let by_pack: Vec<BTreeMap<usize, f64>> =
            (0..task.packs).map(|pack| task.auc_by_size(pack, &scores)).collect();
        let by_size = size_names().into_iter().enumerate().filter_map(|(size, name)| {
            let aucs: Vec<f64> = by_pack.iter().filter_map(|sizes| sizes.get(&size).copied()).collect();
            (!aucs.is_empty()).then(|| SizeFigure { size: name, packs: aucs.len(), auc: mean(&aucs) })
        });
        let by_size = by_size.collect();
        let by_pack: Vec<f64> =
            by_pack.into_iter().map(|sizes| mean(&sizes.into_values().collect::<Vec<_>>())).collect();
        let (low, high) = interval(&by_pack);
        Self { name: classifier.name(), auc: mean(&by_pack), low, high, by_pack, by_size }
    }
}

fn mean(numbers: &[f64]) -> f64 {
    if numbers.is_empty() { 0.5 } else { numbers.iter().sum::<f64>() / numbers.len() as f64 }
}

/// How a feature differs between planted and other rows, pack by pack.
fn feature(task: &Task, at: usize) -> FeatureFigure {
    let by_pack: Vec<f64> = (0..task.packs)
        .map(|pack| {
            let rows: Vec<&Row> = task.rows.iter().filter(|row| row.pack == pack).collect();
            difference(&rows, at)
        })
        .collect();
    let far = |one: &(usize, &f64), other: &(usize, &f64)| one.1.abs().total_cmp(&other.1.abs());
    let (farthest_pack, farthest) =
        by_pack.iter().enumerate().max_by(far).map_or((0, 0.0), |(pack, value)| (pack, *value));
    FeatureFigure {
        name: task.features[at].clone(),
        difference: mean_or_zero(&by_pack),
        farthest,
        farthest_pack,
    }
}

fn mean_or_zero(numbers: &[f64]) -> f64 {
    if numbers.is_empty() { 0.0 } else { mean(numbers) }
}

/// One pack's weighted difference of means over the deviation within batch sizes: batches of different lengths would
/// otherwise make everything look alike.
fn difference(rows: &[&Row], at: usize) -> f64 {
    let mut sizes: BTreeMap<usize, Vec<&Row>> = BTreeMap::new();
    for row in rows {
        sizes.entry(row.size).or_default().push(row);
    }
    let (mut gap, mut spread, mut total) = (0.0, 0.0, 0.0);
    for rows in sizes.values() {
        let sum = |of: &dyn Fn(&Row) -> f64| rows.iter().map(|row| row.weight * of(row)).sum::<f64>();
        let weight = sum(&|_| 1.0);
        let middle = sum(&|row| row.features[at]) / weight;
        // Planted and other rows weigh half each.
        let side = |row: &Row| if row.planted { 2.0 } else { -2.0 };
        gap += sum(&|row| side(row) * row.features[at]);
        spread += sum(&|row| (row.features[at] - middle).powi(2));
        total += weight;
    }
    let deviation = (spread / total.max(f64::MIN_POSITIVE)).sqrt();
    if deviation > 1e-9 { gap / total / deviation } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::task::tests::row;

    #[test]
    fn a_difference_is_in_standard_deviations_within_sizes() {
        // Size 0 has 0 2 | 2 4, size 1 the same a hundred higher: means differ by 2, and each size has deviation √2.
        let shifted = |size: usize, shift: f64| {
            [(false, 0.0), (false, 2.0), (true, 2.0), (true, 4.0)]
                .map(|(planted, value)| row(0, size, 0, planted, value + shift))
        };
        let rows = shifted(0, 0.0).into_iter().chain(shifted(1, 100.0)).collect();
        let task = Task::new(vec!["a".to_owned()], rows, 1);
        assert!((feature(&task, 0).difference - 2_f64.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn the_figure_is_the_larger_one() {
        let rows =
            (0..4).flat_map(|pack| (0..20).map(move |at| row(pack, 0, 0, at % 2 == 0, f64::from(at % 2))));
        let figure = Figure::of(&Task::new(vec!["a".to_owned()], rows.collect(), 4));
        assert_eq!(figure.auc, 1.0);
        assert_eq!(figure.classifiers.iter().map(|each| each.auc).fold(0.0, f64::max), figure.auc);
        assert_eq!(figure.classifiers[0].by_size, [SizeFigure { size: "1".to_owned(), packs: 4, auc: 1.0 }]);
    }
}
