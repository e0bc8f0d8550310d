//! Draws from the prior alone: what a plan believes before data, and truths for calibration by simulation.

use super::model::layout::Factor;
use super::model::prior::{Prior, psi_of};
use super::model::{Model, Scratch};
use super::nuts::ChainDraws;
use super::plan::AnalysisPlan;
use super::posterior::Posterior;
use super::table::Table;
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution as _, StandardNormal};

/// As many draws as the plan would keep, of its first model, as if they were chains.
pub(super) fn sample(table: &Table, plan: &AnalysisPlan, seed: u64) -> Posterior {
    let kind = plan.models.first().copied().unwrap_or(super::model::kind::ModelKind::Corner);
    let mut model = Model::new(table, &plan.priors, kind);
    // Not centred: effects are then standard normal whatever their standard deviations.
    model.centring.people.fill(0.0);
    model.centring.items.fill(0.0);
    let chains: Vec<ChainDraws> = (0..plan.sampler.chains)
        .map(|chain| {
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            rng.set_stream(u64::from(chain) + 1);
            let draws = plan.sampler.draws as usize;
            ChainDraws::without_sampler((0..draws).map(|_| draw(&model, &mut rng)).collect())
        })
        .collect();
    let mut scratch = Scratch::default();
    let thetas = chains.iter().flat_map(|chain| &chain.thetas);
    let draws = thetas.map(|theta| model.parameters(theta, table, &mut scratch)).collect();
    Posterior { model, chains, draws }
}

/// One draw in the coordinates of a model without centring.
fn draw(model: &Model, rng: &mut ChaCha8Rng) -> Vec<f64> {
    let layout = &model.layout;
    let mut unit = || -> f64 { StandardNormal.sample(rng) };
    let mut theta: Vec<f64> = layout
        .globals
        .iter()
        .map(|global| match global.prior {
            Prior::Normal { mean, sd } | Prior::Pooled { mean, sd, .. } => mean + sd * unit(),
            Prior::Deviation { scale } => psi_of(scale, scale * unit().abs()),
        })
        .collect();
    let effects = [&layout.people, &layout.items].map(Factor::len);
    theta.extend((0..effects.iter().sum()).map(|_| unit()));
    theta
}
