//! The error rate at which two ways of checking in cost the same.

use super::super::draws::summary;
use super::super::{CostSurface, Estimate};
use super::batch::Batch;
use super::table::Table;
use super::{AdviceError, Question};
use serde::Serialize;

/// The error rate at which two ways of checking in cost the same.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct BreakEven {
    /// The smaller n.
    pub from: f64,
    /// The larger n; it pays below `epsilon`.
    pub to: f64,
    /// ε at which the mean costs are equal; null where the larger n never pays or always does, up to an error in every
    /// second decision.
    pub epsilon: Option<f64>,
    /// ε draw by draw. A draw in which the larger n always pays stands at .5, one in which it never does at 0.00001;
    /// left out where that is so in every draw.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub epsilon_estimate: Option<Estimate<f64>>,
}

/// Error rates among which a break-even is looked for, evenly on the log scale.
const LEAST: f64 = 1e-5;
const MOST: f64 = 0.5;
const STEPS: u32 = 60;

/// Between the pairs that are asked about; else between the studied batch sizes that are among the n, one after the
/// other, and from the first to the last.
pub(super) fn all(
    surface: &CostSurface,
    table: &Table,
    question: &Question,
) -> Result<Vec<BreakEven>, AdviceError> {
    let place = |n: u32| table.sizes.iter().position(|size| *size == n);
    let pairs = if question.between.is_empty() {
        let sizes = surface.grid.batch_size.iter();
        let studied: Vec<usize> =
            sizes.filter_map(|size| table.sizes.iter().position(|n| f64::from(*n) == *size)).collect();
        let mut pairs: Vec<(usize, usize)> = studied.windows(2).map(|pair| (pair[0], pair[1])).collect();
        if let (Some(first), Some(last), true) = (studied.first(), studied.last(), studied.len() > 2) {
            pairs.push((*first, *last));
        }
        pairs
    } else {
        let places = |[from, to]: &[u32; 2]| {
            let pair = place(*from).zip(place(*to)).filter(|(from, to)| from < to);
            pair.ok_or(AdviceError::Question(
                "between",
                "two numbers of decisions that were measured at this pace, the smaller one first",
            ))
        };
        question.between.iter().map(places).collect::<Result<_, _>>()?
    };
    Ok(pairs.into_iter().map(|(from, to)| between(table, from, to)).collect())
}

fn between(table: &Table, from: usize, to: usize) -> BreakEven {
    // How much more a kept decision costs at the larger n.
    let excess = |draw: usize, epsilon: f64| {
        let [smaller, larger] = [from, to]
            .map(|column| table.cost_per_decision(draw, column, &Batch::at(table.sizes[column], epsilon)));
        larger - smaller
    };
    let mean = |epsilon: f64| (0..table.draws()).map(|draw| excess(draw, epsilon)).sum::<f64>();
    let roots: Vec<Root> = (0..table.draws()).map(|draw| root(|epsilon| excess(draw, epsilon))).collect();
    let crosses = roots.iter().any(|root| matches!(root, Root::At(_)));
    BreakEven {
        from: f64::from(table.sizes[from]),
        to: f64::from(table.sizes[to]),
        epsilon: match root(mean) {
            Root::At(epsilon) => Some(epsilon),
            Root::Never | Root::Always => None,
        },
        epsilon_estimate: crosses.then(|| {
            summary(roots.iter().map(|root| match root {
                Root::At(epsilon) => *epsilon,
                Root::Never => LEAST,
                Root::Always => MOST,
            }))
        }),
    }
}

/// Where an excess that begins below 0 first stops being so.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Root {
    At(f64),
    /// The larger n never pays.
    Never,
    /// It always does.
    Always,
}

fn root(excess: impl Fn(f64) -> f64) -> Root {
    let pays = |epsilon: f64| excess(epsilon) < 0.0;
    let mut paid_before = None;
    for step in 0..=STEPS {
        let epsilon = LEAST * (MOST / LEAST).powf(f64::from(step) / f64::from(STEPS));
        if pays(epsilon) {
            paid_before = Some(epsilon);
        } else if let Some(mut low) = paid_before {
            let mut high = epsilon;
            for _ in 0..40 {
                let middle = (low * high).sqrt();
                if pays(middle) { low = middle } else { high = middle }
            }
            return Root::At((low * high).sqrt());
        }
    }
    if paid_before.is_some() { Root::Always } else { Root::Never }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_root_is_found_or_said_to_be_beyond() {
        let Root::At(epsilon) = root(|epsilon| epsilon - 0.02) else { panic!("no root") };
        assert!((epsilon - 0.02).abs() < 1e-9);
        assert_eq!(root(|_| 1.0), Root::Never);
        assert_eq!(root(|_| -1.0), Root::Always);
        assert_eq!(root(|_| f64::NAN), Root::Never);
    }
}
