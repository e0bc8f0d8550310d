//! Draws from the posterior by the No-U-Turn sampler (Hoffman & Gelman 2014) of the crate nuts-rs.
//!
//! It works in the coordinates of the penalised fit, in which the posterior is nearly a standard normal; what is left
//! of scale is adapted in the warm-up. Chains begin at draws of that normal and have random streams of their own, so
//! that the same seed gives the same draws on any number of cores.

mod whitened;

use super::Watch;
use super::penalised::Peak;
use super::plan::Sampler;
use super::side_by_side::{Counters, side_by_side};
use crate::problem::{Outcome, Problem};
use nuts_rs::{Chain, CpuMath, DiagNutsSettings, Settings, Storable, Value};
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution as _, StandardNormal};
use std::sync::atomic::Ordering;
use whitened::Whitened;

/// One chain's draws after warm-up.
#[derive(Debug, Clone, Default)]
pub(crate) struct ChainDraws {
    /// In the coordinates of the peak's model.
    pub(crate) thetas: Vec<Vec<f64>>,
    pub(crate) log_density: Vec<f64>,
    pub(crate) energy: Vec<f64>,
    pub(crate) divergent: Vec<bool>,
    pub(crate) depth: Vec<u64>,
    pub(crate) leapfrogs: Vec<u64>,
    pub(crate) accept: Vec<f64>,
    pub(crate) step_size: f64,
}

impl ChainDraws {
    /// Draws that no sampler made: what it would say of its steps is zero.
    pub(crate) fn without_sampler(thetas: Vec<Vec<f64>>) -> Self {
        let draws = thetas.len();
        Self {
            thetas,
            log_density: vec![0.0; draws],
            energy: vec![0.0; draws],
            divergent: vec![false; draws],
            depth: vec![0; draws],
            leapfrogs: vec![0; draws],
            accept: vec![1.0; draws],
            step_size: 0.0,
        }
    }
}

/// Places to begin that are tried before a chain is given up.
const BEGINNINGS: usize = 50;

/// Samples `sampler.chains` chains; a second time, in smaller steps, where one of them diverged.
///
/// # Errors
/// Where a chain cannot begin, the sampler fails, or the watch says stop.
pub(crate) fn sample(
    peak: &Peak,
    sampler: Sampler,
    seed: u64,
    stage: &'static str,
    watch: &mut Watch,
) -> Outcome<Vec<ChainDraws>> {
    let of = (sampler.chains * (sampler.warmup + sampler.draws)) as usize;
    carefully(|acceptance| {
        let chain =
            |chain: usize, counters: &Counters| run(peak, sampler, seed, chain as u64, acceptance, counters);
        side_by_side((sampler.chains as usize, "chain"), (stage, of), chain, watch)
    })
}

/// As [`sample`], one chain after the other on this thread and without a word: for many fits side by side.
///
/// # Errors
/// Where a chain cannot begin, or the sampler fails.
pub(crate) fn sample_here(peak: &Peak, sampler: Sampler, seed: u64) -> Outcome<Vec<ChainDraws>> {
    let counters = Counters::default();
    carefully(|acceptance| {
        (0..u64::from(sampler.chains))
            .map(|chain| run(peak, sampler, seed, chain, acceptance, &counters))
            .collect()
    })
}

/// Steps that are long at first: in these coordinates they seldom fail. Near a standard deviation of zero the posterior
/// may bend too sharply for them; then all is drawn again in steps that follow it.
fn carefully(mut draw: impl FnMut(f64) -> Outcome<Vec<ChainDraws>>) -> Outcome<Vec<ChainDraws>> {
    const ACCEPTANCES: [f64; 2] = [0.85, 0.97];
    let diverged = |chains: &[ChainDraws]| chains.iter().any(|chain| chain.divergent.contains(&true));
    let chains = draw(ACCEPTANCES[0])?;
    if diverged(&chains) { draw(ACCEPTANCES[1]) } else { Ok(chains) }
}

/// Chain number `chain` alone, on this thread; a second time, in smaller steps, where it diverged.
///
/// # Errors
/// Where it cannot begin, the sampler fails, or it is told to stop.
pub(crate) fn one_chain(
    peak: &Peak,
    sampler: Sampler,
    seed: u64,
    chain: u64,
    counters: &Counters,
) -> Outcome<ChainDraws> {
    let chains = carefully(|acceptance| Ok(vec![run(peak, sampler, seed, chain, acceptance, counters)?]))?;
    Ok(chains.into_iter().next().unwrap_or_default())
}

fn run(
    peak: &Peak,
    sampler: Sampler,
    seed: u64,
    chain: u64,
    acceptance: f64,
    counters: &Counters,
) -> Outcome<ChainDraws> {
    let failed = |what: &dyn std::fmt::Display| {
        Problem::new(format!("chain {} of the sampler stopped: {what}", chain + 1))
    };
    let mut settings = DiagNutsSettings {
        num_tune: u64::from(sampler.warmup),
        num_draws: u64::from(sampler.draws),
        num_chains: 1,
        ..DiagNutsSettings::default()
    };
    // The coordinates are good from the start: one long window, and a step to match.
    settings.adapt_options.step_size_settings.initial_step = 0.4;
    settings.adapt_options.step_size_settings.target_accept = acceptance;
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(chain + 1);
    let math = CpuMath::new(Whitened::new(peak));
    let mut sampling = settings.new_chain(chain, math, &mut rng).map_err(|error| failed(&error))?;
    let begun = (0..BEGINNINGS).any(|_| {
        let z: Vec<f64> = (0..peak.centre.len()).map(|_| StandardNormal.sample(&mut rng)).collect();
        sampling.set_position(&z).is_ok()
    });
    if !begun {
        return Err(failed(&"no place with a finite density was found to begin at"));
    }
    let (mut draws, mut border) = (ChainDraws::default(), Vec::new());
    for index in 0..sampler.warmup + sampler.draws {
        if counters.stopped() {
            return Err(failed(&"it was told to"));
        }
        let (z, _, mut stats, progress) = sampling.expanded_draw().map_err(|error| failed(&error))?;
        counters.done.fetch_add(1, Ordering::Relaxed);
        if index < sampler.warmup {
            continue;
        }
        counters.divergences.fetch_add(usize::from(progress.diverging), Ordering::Relaxed);
        let dims = (&*sampling.math()).into();
        let named = stats.get_all(&dims);
        let number = |name: &str| {
            named.iter().find(|(other, _)| *other == name).and_then(|(_, value)| match value {
                Some(Value::ScalarF64(value)) => Some(*value),
                Some(Value::ScalarU64(value)) => Some(*value as f64),
                _ => None,
            })
        };
        draws.log_density.push(number("logp").unwrap_or_default());
        draws.energy.push(number("energy").unwrap_or_default());
        draws.depth.push(number("depth").unwrap_or_default() as u64);
        draws.accept.push(number("mean_tree_accept").unwrap_or_default());
        draws.divergent.push(progress.diverging);
        draws.leapfrogs.push(progress.num_steps);
        draws.step_size = progress.step_size;
        let mut theta = vec![0.0; z.len()];
        peak.at(&z, &mut theta, &mut border);
        draws.thetas.push(theta);
    }
    Ok(draws)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::generate::{Design, reviews, truth};
    use crate::stats::model::{Model, kind::ModelKind};
    use crate::stats::plan::AnalysisPlan;
    use crate::stats::table::Table;
    use std::ops::ControlFlow;

    #[test]
    fn a_density_that_panics_ends_the_sampling_with_a_problem() {
        let design = Design {
            people: 3,
            trials_each: 12,
            items: 2,
            delays: vec![0.0, 60.0],
            batch_sizes: vec![1.0, 4.0],
            time_limit_secs: 600.0,
        };
        let plan = AnalysisPlan::default().unwrap();
        let table = Table::new(&reviews(&design, &truth(&design, 1), 2), &plan).unwrap();
        let model = Model::new(&table, &plan.priors, ModelKind::Corner);
        let mut on = |_| ControlFlow::Continue(());
        let mut peak = Peak::find(model, table.log_secs_mean(), &mut Watch(&mut on)).unwrap();
        // Where the density reads its values it now finds too few of them.
        peak.centre.truncate(peak.centre.len() - 1);
        let sampler = Sampler { chains: 2, warmup: 5, draws: 5 };
        let said = sample(&peak, sampler, 1, "sampling", &mut Watch(&mut on)).unwrap_err().to_string();
        assert!(said.starts_with("chain ") && said.contains("ended without a result"), "{said}");
    }
}
