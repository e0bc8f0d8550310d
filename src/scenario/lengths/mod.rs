//! How long trajectories and their decisions are: ours beside real ones.
//!
//! Of real traces only these figures are kept (`analysis/real-traces.json`), not one word of them.

mod real;
mod section;

pub use real::{RealSet, RealTraces};
pub use section::section;

use super::Library;
use super::import::{self, Form};
use super::trace;
use super::view::DecisionView;
use crate::problem::Outcome;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The middle of a distribution.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spread {
    /// A quarter lies below.
    pub q1: f64,
    /// Half lies below.
    pub median: f64,
    /// Three quarters lie below.
    pub q3: f64,
}

/// Lengths of a set of trajectories.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lengths {
    /// Trajectories.
    pub traces: usize,
    /// Decisions in all of them.
    pub decisions: usize,
    /// Decisions to which something came back.
    pub with_output: usize,
    /// Decisions of a trajectory.
    pub steps: Spread,
    /// Letters said in a decision.
    pub letters: Spread,
    /// Lines that came back to a decision, where something did.
    pub output_lines: Spread,
}

impl Spread {
    /// Quartiles by linear interpolation between order statistics; zeros of nothing.
    pub fn of(values: &[usize]) -> Self {
        let mut sorted: Vec<f64> = values.iter().map(|value| *value as f64).collect();
        sorted.sort_unstable_by(f64::total_cmp);
        let at = |share: f64| {
            let place = share * sorted.len().saturating_sub(1) as f64;
            let (low, part) = (place.floor() as usize, place.fract());
            let value = |index: usize| sorted.get(index).copied().unwrap_or_default();
            value(low) + part * (value((low + 1).min(sorted.len().saturating_sub(1))) - value(low))
        };
        Self { q1: at(0.25), median: at(0.5), q3: at(0.75) }
    }
}

impl Lengths {
    /// Measures trajectories.
    pub fn of(traces: &[Vec<DecisionView>]) -> Self {
        let all = || traces.iter().flatten();
        let letters: Vec<usize> = all().map(|view| view.says.chars().count()).collect();
        let output: Vec<usize> = all()
            .filter_map(|view| view.command.as_ref())
            .map(|command| command.output.lines().count())
            .collect();
        Self {
            traces: traces.len(),
            decisions: letters.len(),
            with_output: output.len(),
            steps: Spread::of(&traces.iter().map(Vec::len).collect::<Vec<_>>()),
            letters: Spread::of(&letters),
            output_lines: Spread::of(&output),
        }
    }

    /// Measures every trace of some files.
    ///
    /// # Errors
    /// One of them is not in that form.
    pub fn of_files<'a>(files: impl IntoIterator<Item = &'a Path>, form: Form) -> Outcome<Self> {
        let mut traces = Vec::new();
        for file in files {
            for steps in import::decisions(file, form)? {
                // Names of agents are not counted as said.
                traces.push(steps.iter().map(|step| trace::view(step, false)).collect());
            }
        }
        Ok(Self::of(&traces))
    }
}

/// Ours beside real ones.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Beside {
    /// Each proven pack's first sound trajectory in its first skin.
    pub packs: Vec<PackLengths>,
    /// All of those together.
    pub all: Lengths,
    /// Real ones.
    pub real: Vec<RealSet>,
}

/// One pack's lengths.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PackLengths {
    /// The pack.
    pub id: String,
    /// Its lengths.
    pub lengths: Lengths,
}

impl Beside {
    /// Measures a library's packs, and puts the figures of real traces that the program carries beside them.
    ///
    /// # Errors
    /// Where a pack cannot be rendered.
    pub fn of(library: &Library) -> Outcome<Self> {
        let (packs, all) = of_packs(library)?;
        Ok(Self { packs, all, real: RealTraces::committed()?.sets })
    }
}

fn of_packs(library: &Library) -> Outcome<(Vec<PackLengths>, Lengths)> {
    let (mut each, mut all) = (Vec::new(), Vec::new());
    for pack in library.pool().filter(|pack| pack.is_proven()) {
        let sound = pack.variants().iter().find(|variant| variant.wrong.is_none());
        let (Some(variant), Some(skin)) = (sound, pack.spec().skins.first()) else { continue };
        let views = pack.trajectory(&variant.id, &skin.id)?;
        let trace: Vec<DecisionView> = views.iter().map(|view| (**view).clone()).collect();
        each.push(PackLengths {
            id: pack.id().to_owned(),
            lengths: Lengths::of(std::slice::from_ref(&trace)),
        });
        all.push(trace);
    }
    let all = Lengths::of(&all);
    Ok((each, all))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quartiles_lie_between_order_statistics() {
        assert_eq!(Spread::of(&[4, 1, 3, 2]), Spread { q1: 1.75, median: 2.5, q3: 3.25 });
        assert_eq!(Spread::of(&[7]), Spread { q1: 7.0, median: 7.0, q3: 7.0 });
        assert_eq!(Spread::of(&[]), Spread::default());
    }
}
