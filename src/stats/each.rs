//! Every model of a plan by itself: for validation, which asks how far off those are that were not chosen, and which
//! needs no leave-one-out where one model is all there is.

use super::export::{self, Evidence, Kind};
use super::fit::{Progress, Watch, cells};
use super::plan::AnalysisPlan;
use super::table::Table;
use super::trial::Trial;
use super::{leaving_out, posterior, rivals};
use crate::problem::Outcome;
use crate::surface::CostSurface;
use std::ops::ControlFlow;

/// A surface of every model of a plan, in the plan's order.
#[derive(Debug)]
pub struct Each {
    /// As [`super::fit()`] would export it, but for what it says of the other models. One that may fall is mended as any
    /// other whose C dips.
    pub surfaces: Vec<CostSurface>,
    /// Place of the one that [`super::fit()`] exports.
    pub chosen: usize,
}

/// Fits every model of `plan`: the same draws as [`super::fit()`]'s.
///
/// # Errors
/// As [`super::fit()`].
pub fn fit_each(
    trials: &[Trial],
    plan: &AnalysisPlan,
    seed: u64,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Outcome<Each> {
    let watch = &mut Watch(progress);
    let table = Table::new(trials, plan)?;
    let (mut surfaces, mut predictions) = (Vec::new(), Vec::new());
    for kind in &plan.models {
        let (posterior, peak) = posterior::sample(&table, plan, *kind, None, seed, watch)?;
        if plan.models.len() > 1 {
            predictions.push(leaving_out::predicts(&posterior, &peak, &table, plan, seed, watch)?);
        }
        let cells = cells(&table, plan, seed, &posterior.draws, watch)?;
        let none = Evidence::default();
        surfaces.push(export::surface(Kind::Sampled, &table, plan, seed, &posterior, &cells, none)?);
    }
    let chosen = if predictions.is_empty() { 0 } else { rivals::contest(&predictions)?.record };
    Ok(Each { surfaces, chosen })
}
