//! One model's posterior: its draws, what they say of every parameter, whether they can be trusted.

use super::diagnose::{Diagnosis, Sampling};
use super::model::kind::ModelKind;
use super::model::layout::{Factor, Layout};
use super::model::prior::{Prior, deviation};
use super::model::{Model, Scratch};
use super::nuts::{self, ChainDraws};
use super::parameters::Parameters;
use super::penalised::Peak;
use super::plan::AnalysisPlan;
use super::table::Table;
use super::{Progress, Watch};
use crate::problem::Outcome;
use rayon::prelude::*;

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

/// Samples a model of `table`.
pub(crate) fn sample(
    table: &Table,
    plan: &AnalysisPlan,
    kind: ModelKind,
    seed: u64,
    watch: &mut Watch,
) -> Outcome<Posterior> {
    watch.say(Progress { stage: "climbing", done: 0, of: 1, divergences: 0 })?;
    let peak = Peak::find(Model::new(table, &plan.priors, kind), table.log_secs_mean())?;
    let chains = nuts::sample(&peak, plan.sampler, seed, stage(kind), watch)?;
    let thetas: Vec<&Vec<f64>> = chains.iter().flat_map(|chain| &chain.thetas).collect();
    let model = peak.model;
    let draws = thetas
        .par_iter()
        .map_init(Scratch::default, |scratch, theta| model.parameters(theta, table, scratch))
        .collect();
    Ok(Posterior { model, chains, draws })
}

fn stage(kind: ModelKind) -> &'static str {
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
        let name = layout.globals[index].name.as_str();
        match layout.globals[index].prior {
            Prior::Deviation { scale } => Self::Deviation(scale),
            Prior::Normal { .. }
                if [layout.people.correlation, layout.items.correlation].contains(&index) =>
            {
                Self::Correlation
            }
            Prior::Normal { .. }
                if logs.into_iter().chain(of_naming).flatten().any(|place| place == index)
                    || ["slope_batch", "slope_delay", "resume_secs"].contains(&name)
                    || (name == "rise_rest"
                        && layout.globals.iter().any(|other| other.name == "slope_delay")) =>
            {
                Self::Exponential
            }
            Prior::Normal { .. } => Self::AsItIs,
        }
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
        let layout = &self.model.layout;
        let globals = layout.globals.iter().map(|global| global.name.clone());
        let names: Vec<String> =
            globals.chain(effect_names(layout)).chain(further.iter().map(|(name, _)| name.clone())).collect();
        let parameters = layout.len();
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
                        None => chain.thetas.iter().map(|theta| theta[index]).collect(),
                    }
                })
                .collect()
        };
        Diagnosis::of(&names, draws_of, Sampling { divergences, energies: &energies })
    }
}

/// Names of the effects in the order of the vector: `sd_person_time` has `person_time[0]` and so on.
pub(super) fn effect_names(layout: &Layout) -> impl Iterator<Item = String> {
    let of = |factor: &Factor| {
        let kinds: Vec<String> = factor
            .groups
            .iter()
            .map(|group| layout.globals[group.psi].name.trim_start_matches("sd_").to_owned())
            .collect();
        (0..factor.count)
            .flat_map(|unit| kinds.iter().map(move |kind| format!("{kind}[{unit}]")).collect::<Vec<_>>())
            .collect::<Vec<_>>()
    };
    of(&layout.people).into_iter().chain(of(&layout.items))
}
