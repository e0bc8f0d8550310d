//! How many agents one person can attend to.

use super::super::draws::summary;
use super::super::{CostSurface, Estimate, Setting};
use super::batch::Batch;
use super::table::Table;
use super::{AdviceError, Question};

/// The number of agents at which a kept decision stops getting cheaper, waiting counted and the load on the person
/// with it; None where the study did not vary the load.
///
/// With k agents, k − 1 other briefs are outstanding at every check-in. A round in which every agent is checked on
/// once keeps k·A decisions and takes the person `max(k·K, n·s + K)` seconds: with few agents they wait for the
/// slowest, with many the agents wait for them. What a kept decision takes of the person's day,
/// `max(k·K, n·s + K)/(k·A)`, falls while they wait; from then on it is κ at that load, and rises with it. Where load
/// does nothing that point is Olsen & Goodrich's (2003) `1 + n·s/K`. No k is tried whose load was not measured.
pub(super) fn best(
    reference: &CostSurface,
    question: &Question,
    n: u32,
) -> Result<Option<Estimate<f64>>, AdviceError> {
    let measured = reference.model.conditions.as_ref().and_then(|conditions| conditions.outstanding);
    let Some([least, most]) = measured.filter(|_| reference.draws.column("param:b_o").is_ok()) else {
        return Ok(None);
    };
    let batch = Batch::at(n, question.epsilon);
    let work_secs = batch.n * question.secs_per_decision;
    let mut bests = vec![(f64::INFINITY, 0.0); reference.draws.values.len()];
    for others in least.ceil() as u32..=most.floor().min(MOST_AGENTS) as u32 {
        let load = f64::from(others);
        let setting = Setting { outstanding: Some(load), ..question.setting.clone() };
        let surface = reference.under(&setting, question.clamp)?;
        let table = Table::new(&surface, question)?;
        let Some(column) = table.sizes.iter().position(|size| *size == n) else { return Ok(None) };
        let agents = load + 1.0;
        for (draw, best) in bests.iter_mut().enumerate() {
            let cost = table.cost(draw, column, &batch);
            let round = (agents * cost).max(work_secs + cost);
            let each = round / (agents * table.kept(draw, column, &batch));
            if each < best.0 {
                *best = (each, agents);
            }
        }
    }
    let found = bests.iter().all(|(each, _)| each.is_finite());
    Ok(found.then(|| summary(bests.iter().map(|(_, agents)| *agents))))
}

/// More agents than anybody was ever measured with.
const MOST_AGENTS: f64 = 100.0;
