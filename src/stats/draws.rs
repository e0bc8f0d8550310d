//! One model's draws, and its density at some of them, as another program would have them: what a comparison with a
//! peer stands on.

use super::columns::Columns;
use super::diagnose::Diagnosis;
use super::fit::{Progress, Watch};
use super::model::Scratch;
use super::model::kind::ModelKind;
use super::plan::AnalysisPlan;
use super::posterior;
use super::table::Table;
use super::trial::Trial;
use crate::problem::Outcome;
use std::ops::ControlFlow;

/// Draws of every parameter.
#[derive(Debug, Clone)]
pub struct Draws {
    /// Globals, on the scale on which a surface tells them; then effects, `person_time[0]` and so on.
    pub names: Vec<String>,
    /// Codes of the people behind `person_…[i]`.
    pub people: Vec<String>,
    /// Ids of the scenarios behind `item_…[i]`.
    pub items: Vec<String>,
    /// Chains; each has as many draws as the others.
    pub chains: usize,
    /// One row a draw, chain after chain; one column a name.
    pub values: Vec<Vec<f64>>,
    /// Gradient evaluations of the draws that were kept.
    pub leapfrogs: u64,
    /// Whether the run can be trusted, on the scales on which it was sampled.
    pub diagnosis: Diagnosis,
    /// The density at draws taken evenly.
    pub densities: Vec<Density>,
}

/// The density at one draw.
#[derive(Debug, Clone)]
pub struct Density {
    /// Row of [`Draws::values`].
    pub draw: usize,
    /// Log joint density of reviews and parameters up to a constant: of logarithms where a parameter is above zero,
    /// of ψ for standard deviations (`sd = scale·(ψ·Φ(ψ) + φ(ψ) + 0.001)`), of atanh of correlations, and of effects
    /// in units of their standard deviation, the sensitivity's given the time's.
    pub log_joint: f64,
    /// Log likelihood of each review, in order of participant, trial and scenario; ½·log 2π is left out where the
    /// time was observed.
    pub log_likelihood: Vec<f64>,
}

/// Samples one model as [`super::fit()`] would with the same seed, and evaluates its density at `densities` draws.
///
/// # Errors
/// As [`super::fit()`].
pub fn draws(
    trials: &[Trial],
    plan: &AnalysisPlan,
    kind: ModelKind,
    seed: u64,
    densities: usize,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Outcome<Draws> {
    let table = Table::new(trials, plan)?;
    let (posterior, _) = posterior::sample(&table, plan, kind, None, seed, &mut Watch(progress))?;
    let model = &posterior.model;
    let layout = &model.layout;
    let mut plain = model.clone();
    plain.centring.people.fill(0.0);
    plain.centring.items.fill(0.0);
    let columns = Columns::of(layout);
    let thetas: Vec<&Vec<f64>> = posterior.chains.iter().flat_map(|chain| &chain.thetas).collect();
    let (mut scratch, mut gradient) = (Scratch::default(), vec![0.0; layout.len()]);
    let values = thetas.iter().map(|theta| columns.row(model, theta, &mut scratch)).collect();
    let every = thetas.len().div_ceil(densities.max(1)).max(1);
    let at_some = thetas.iter().enumerate().step_by(every).take(densities);
    let densities = at_some
        .map(|(draw, theta)| {
            let mut log_likelihood = Vec::new();
            model.pointwise(theta, &mut scratch, &mut log_likelihood);
            let moved = model.moved_to(&plain, theta);
            let log_joint = plain.log_density(&moved, &mut gradient, &mut scratch);
            Density { draw, log_joint, log_likelihood }
        })
        .collect();
    Ok(Draws {
        names: columns.names,
        people: table.people.clone(),
        items: table.items.clone(),
        chains: posterior.chains.len(),
        values,
        leapfrogs: posterior.chains.iter().flat_map(|chain| &chain.leapfrogs).sum(),
        diagnosis: posterior.diagnose(&[]),
        densities,
    })
}
