//! One model's posterior: its draws, what they say of every parameter, whether they can be trusted.

use super::Watch;
use super::columns::Columns;
use super::diagnose::{Diagnosis, Sampling};
use super::model::kind::ModelKind;
use super::model::layout::{Global, Layout};
use super::model::prior::{Prior, deviation};
use super::model::{Model, Scratch};
use super::nuts::{self, ChainDraws};
use super::parameters::Parameters;
use super::penalised::Peak;
use super::plan::AnalysisPlan;
use super::population::Earlier;
use super::table::Table;
use crate::problem::Outcome;
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution as _, StandardNormal};
use rayon::prelude::*;
use std::ops::ControlFlow;

/// A model's draws.
#[derive(Debug)]
pub(crate) struct Posterior {
    /// The model, centred as it was sampled.
    pub(crate) model: Model,
    /// Its chains.
    pub(crate) chains: Vec<ChainDraws>,
    /// Every draw as parameters, chain after chain.
    pub(crate) draws: Vec<Parameters>,
}

/// Samples a model of `table`; and the peak that it was sampled around.
pub(crate) fn sample(
    table: &Table,
    plan: &AnalysisPlan,
    kind: ModelKind,
    earlier: Option<&Earlier>,
    seed: u64,
    watch: &mut Watch,
) -> Outcome<(Posterior, Peak)> {
    let mut model = Model::new(table, &plan.priors, kind);
    if let Some(earlier) = earlier {
        earlier.lean(&mut model, &table.support, plan.priors.tau_secs.median);
    }
    let peak = Peak::find(model, table.log_secs_mean(), watch)?;
    let chains = nuts::sample(&peak, plan.sampler, seed, stage(kind), watch)?;
    let thetas: Vec<&Vec<f64>> = chains.iter().flat_map(|chain| &chain.thetas).collect();
    let model = peak.model.clone();
    let draws = thetas
        .par_iter()
        .map_init(Scratch::default, |scratch, theta| model.parameters(theta, table, scratch))
        .collect();
    Ok((Posterior { model, chains, draws }, peak))
}

/// As [`sample`], on this thread alone.
pub(crate) fn sample_here(
    table: &Table,
    plan: &AnalysisPlan,
    kind: ModelKind,
    seed: u64,
) -> Outcome<Posterior> {
    let mut on = |_| ControlFlow::Continue(());
    let model = Model::new(table, &plan.priors, kind);
    let peak = Peak::find(model, table.log_secs_mean(), &mut Watch(&mut on))?;
    let chains = nuts::sample_here(&peak, plan.sampler, seed)?;
    let model = peak.model;
    let mut scratch = Scratch::default();
    let draws = chains
        .iter()
        .flat_map(|chain| &chain.thetas)
        .map(|theta| model.parameters(theta, table, &mut scratch))
        .collect();
    Ok(Posterior { model, chains, draws })
}

/// Draws from the normal approximation around the peak of the plan's first model, as one chain.
pub(crate) fn approximate(
    table: &Table,
    plan: &AnalysisPlan,
    seed: u64,
    watch: &mut Watch,
) -> Outcome<Posterior> {
    let kind = plan.models.first().copied().unwrap_or(ModelKind::Corner);
    let peak = Peak::find(Model::new(table, &plan.priors, kind), table.log_secs_mean(), watch)?;
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let count = plan.sampler.draws as usize;
    let mut border = Vec::new();
    let thetas: Vec<Vec<f64>> = (0..count)
        .map(|_| {
            let z: Vec<f64> = (0..peak.centre.len()).map(|_| StandardNormal.sample(&mut rng)).collect();
            let mut theta = vec![0.0; z.len()];
            peak.at(&z, &mut theta, &mut border);
            theta
        })
        .collect();
    let model = peak.model;
    let draws = thetas
        .par_iter()
        .map_init(Scratch::default, |scratch, theta| model.parameters(theta, table, scratch))
        .collect();
    Ok(Posterior { model, chains: vec![ChainDraws::without_sampler(thetas)], draws })
}

/// What sampling a model is called while it goes on.
pub(crate) fn stage(kind: ModelKind) -> &'static str {
    match kind {
        ModelKind::Corner => "sampling",
        ModelKind::Additive => "additive rival",
        ModelKind::StudentT => "Student-t rival",
        ModelKind::Unconstrained => "unconstrained rival",
    }
}

/// The scale on which a global is told.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Told {
    AsItIs,
    Exponential,
    Deviation(f64),
    Correlation,
}

impl Told {
    /// That of global `index`.
    pub(crate) fn of(layout: &Layout, index: usize) -> Self {
        let at = &layout.at;
        let logs = [at.log_tau, Some(at.log_sigma), Some(at.loss_batch), at.loss_delay];
        let naming = [at.location, at.reach].into_iter().flatten();
        let of_naming = naming.flat_map(|naming| [Some(naming.loss_batch), naming.loss_delay]);
        let Global { name, prior } = &layout.globals[index];
        // Of the forms of the surface, the free one samples its corners as they are.
        let rises = layout.globals.iter().any(|other| other.name == "slope_delay");
        if let Prior::Deviation { scale } = prior {
            Self::Deviation(*scale)
        } else if [layout.people.correlation, layout.items.correlation].contains(&index) {
            Self::Correlation
        } else if logs.into_iter().chain(of_naming).flatten().any(|place| place == index)
            || ["slope_batch", "slope_delay", "resume_secs"].contains(&name.as_str())
            || (name == "rise_rest" && rises)
        {
            Self::Exponential
        } else {
            Self::AsItIs
        }
    }

    /// A told value as it is sampled; None where it cannot be one. Standard deviations are not asked for.
    pub(crate) fn sampled(self, told: f64) -> Option<f64> {
        let sampled = match self {
            Self::AsItIs | Self::Deviation(_) => told,
            Self::Exponential => told.ln(),
            Self::Correlation => told.clamp(-0.999, 0.999).atanh(),
        };
        sampled.is_finite().then_some(sampled)
    }

    /// A sampled value as it is told.
    pub(crate) fn value(self, sampled: f64) -> f64 {
        match self {
            Self::AsItIs => sampled,
            Self::Exponential => sampled.exp(),
            Self::Deviation(scale) => deviation(scale, sampled).0,
            Self::Correlation => sampled.tanh(),
        }
    }
}

impl Posterior {
    /// τ of the surface's axis, seconds: the geometric mean of the draws'.
    pub(crate) fn tau_secs(&self) -> f64 {
        let sum: f64 = self.draws.iter().map(|draw| draw.tau_secs.ln()).sum();
        (sum / self.draws.len().max(1) as f64).exp()
    }

    /// Draws of global `index` on the scale on which it is told, by chain.
    pub(crate) fn global(&self, index: usize) -> Vec<Vec<f64>> {
        let told = Told::of(&self.model.layout, index);
        self.chains
            .iter()
            .map(|chain| chain.thetas.iter().map(|theta| told.value(theta[index])).collect())
            .collect()
    }

    /// Judges every parameter, and further quantities given draw by draw in the order of [`Posterior::draws`].
    pub(crate) fn diagnose(&self, further: &[(String, Vec<f64>)]) -> Diagnosis {
        let Columns { mut names, places, .. } = Columns::of(&self.model.layout);
        names.extend(further.iter().map(|(name, _)| name.clone()));
        let parameters = places.len();
        let energies: Vec<Vec<f64>> = self.chains.iter().map(|chain| chain.energy.clone()).collect();
        let divergences = self.chains.iter().flat_map(|chain| &chain.divergent).filter(|d| **d).count();
        let draws_of = |index: usize| -> Vec<Vec<f64>> {
            let mut begin = 0;
            self.chains
                .iter()
                .map(|chain| {
                    let range = begin..begin + chain.thetas.len();
                    begin = range.end;
                    match index.checked_sub(parameters) {
                        Some(further_index) => further[further_index].1[range].to_vec(),
                        None => chain.thetas.iter().map(|theta| theta[places[index]]).collect(),
                    }
                })
                .collect()
        };
        Diagnosis::of(&names, draws_of, Sampling { divergences, energies: &energies })
    }
}
