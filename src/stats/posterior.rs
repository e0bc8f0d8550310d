//! Draws from the posterior of the whole model.
//!
//! Given τ the three parts are independent, so τ is integrated over a handful of nodes of its prior, each
//! weighted by its evidence, and at each node every part is approximated on its own: few dimensions at a time,
//! which is what makes the importance resampling reliable.

use super::laplace::{PartDraw, PartPeak};
use super::latent::Part;
use super::location::{self, LocationPart};
use super::parameters::{Effects, Location, Parameters, Spread};
use super::plan::Priors;
use super::table::Table;
use super::time::{self, TimePart};
use super::verdict::{self, VerdictPart};
use super::{Progress, Watch};
use crate::problem::{Outcome, Problem};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

/// Nodes of log τ lie this many prior standard deviations apart, …
const NODE_SPACING: f64 = 0.6;
/// … this many of them on either side of the median.
const NODES_EACH_SIDE: i32 = 4;

/// A node with fewer of the draws than this does not speak for the whole in the diagnostics.
const SHARE_THAT_COUNTS: f64 = 0.05;

const PARTS: [&str; 3] = ["time", "verdict", "location"];

/// Draws of everything, in random order, and the largest Pareto k̂ behind them.
#[derive(Debug)]
pub(crate) struct Posterior {
    pub(crate) draws: Vec<Parameters>,
    pub(crate) pareto_k_max: Option<f64>,
}

/// The model at one τ.
struct Node {
    tau_secs: f64,
    log_prior: f64,
    time: TimePart,
    verdict: VerdictPart,
    location: LocationPart,
}

impl Node {
    fn new(table: &Table, priors: &Priors, step: i32) -> Self {
        let deviation = NODE_SPACING * f64::from(step);
        let tau_secs = priors.tau_secs.median * (priors.tau_secs.sd_log * deviation).exp();
        Self {
            tau_secs,
            log_prior: -0.5 * deviation * deviation,
            time: TimePart::new(table, priors, tau_secs),
            verdict: VerdictPart::new(table, priors, tau_secs),
            location: LocationPart::new(table, priors, tau_secs),
        }
    }

    fn parts(&self) -> [&dyn Part; 3] {
        [&self.time, &self.verdict, &self.location]
    }

    /// The peaks of all parts, climbed from those at another τ.
    fn peaks(&self, near: Option<&[PartPeak]>) -> Outcome<Vec<PartPeak>> {
        let parts = self.parts();
        (0..parts.len())
            .into_par_iter()
            .map(|i| PartPeak::find(parts[i], PARTS[i], near.and_then(|peaks| peaks.get(i))))
            .collect()
    }
}

/// Draws `count` sets of parameters.
pub(crate) fn sample(
    table: &Table,
    priors: &Priors,
    count: usize,
    seed: u64,
    watch: &mut Watch,
) -> Outcome<Posterior> {
    let steps: Vec<i32> = if table.with_delay {
        // From the middle outwards, so that each node starts beside one that is settled.
        std::iter::once(0).chain((1..=NODES_EACH_SIDE).flat_map(|step| [step, -step])).collect()
    } else {
        vec![0]
    };
    let mut nodes: Vec<(i32, Node, Vec<PartPeak>)> = Vec::with_capacity(steps.len());
    for (done, step) in steps.iter().enumerate() {
        watch.say(Progress { stage: "climbing", done, of: steps.len() })?;
        let node = Node::new(table, priors, *step);
        let inner = step - step.signum();
        let near = nodes.iter().find(|(other, ..)| *other == inner && *step != 0);
        let peaks = node.peaks(near.map(|(.., peaks)| peaks.as_slice()))?;
        nodes.push((*step, node, peaks));
    }
    nodes.sort_by_key(|(step, ..)| *step);

    let log_weights: Vec<f64> = nodes
        .iter()
        .map(|(_, node, peaks)| node.log_prior + peaks.iter().map(|peak| peak.log_evidence).sum::<f64>())
        .collect();
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let shares = allocate(&log_weights, count, rng.random());
    let mut draws = Vec::with_capacity(count);
    let mut pareto_k_max: Option<f64> = None;
    for ((_, node, peaks), share) in nodes.iter().zip(shares).filter(|(_, share)| *share > 0) {
        watch.say(Progress { stage: "drawing", done: draws.len(), of: count })?;
        let mut by_part = Vec::with_capacity(PARTS.len());
        for ((part, peak), name) in node.parts().into_iter().zip(peaks).zip(PARTS) {
            let (drawn, k) = peak.draw(part, share, rng.random()).ok_or_else(|| {
                Problem::new(format!("no draw from the {name} part of the model has any weight"))
            })?;
            // The shape is told from a few dozen weights: where hardly a draw comes from, it is mostly noise.
            if share as f64 >= SHARE_THAT_COUNTS * count as f64 {
                pareto_k_max = k.into_iter().chain(pareto_k_max).reduce(f64::max);
            }
            by_part.push(drawn);
        }
        let [times, verdicts, locations] = by_part.as_slice() else { continue };
        for ((time, verdict), location) in times.iter().zip(verdicts).zip(locations) {
            draws.push(assemble(table, node, time, verdict, location));
        }
    }
    for i in (1..draws.len()).rev() {
        let j = rng.random_range(0..=i);
        draws.swap(i, j);
    }
    Ok(Posterior { draws, pareto_k_max })
}

/// How many draws each node gets: systematic sampling of its weight.
fn allocate(log_weights: &[f64], count: usize, offset: f64) -> Vec<usize> {
    let largest = log_weights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = log_weights.iter().map(|weight| (weight - largest).exp()).collect();
    let sum: f64 = weights.iter().sum();
    let mut reached = 0.0;
    let mut given = 0;
    let mut shares: Vec<usize> = weights
        .iter()
        .map(|weight| {
            reached += weight / sum * count as f64;
            let upto = ((reached - offset).ceil().max(0.0) as usize).min(count);
            let share = upto - given;
            given = upto;
            share
        })
        .collect();
    if let Some(best) = (0..weights.len()).max_by(|a, b| weights[*a].total_cmp(&weights[*b])) {
        shares[best] += count - given;
    }
    shares
}

fn assemble(
    table: &Table,
    node: &Node,
    time_draw: &PartDraw,
    verdict_draw: &PartDraw,
    location_draw: &PartDraw,
) -> Parameters {
    let people = table.people.len();
    let of_time = node.time.named(&time_draw.psi);
    let of_verdict = node.verdict.named(&verdict_draw.psi);
    let (fixed, time_effects) = time_draw.latent.split_at(time::FIXED);
    let (judging, verdict_effects) = verdict_draw.latent.split_at(verdict::FIXED);
    let location = table.with_location.then(|| {
        let of_location = node.location.named(&location_draw.psi);
        let (naming, effects) = location_draw.latent.split_at(location::FIXED);
        Location {
            level: naming[0],
            loss_batch: of_location.slope_batch,
            loss_delay: of_location.slope_delay,
            people: effects[..people].to_vec(),
            items: effects[people..].to_vec(),
            person_sd: of_location.person_sd,
            item_sd: of_location.item_sd,
        }
    });
    Parameters {
        tau_secs: node.tau_secs,
        level: fixed[0],
        rise: of_time.rise,
        time_error: fixed[1],
        practice_log: fixed[2],
        practice_linear: fixed[3],
        position: fixed[4],
        sigma: of_time.sigma,
        sensitivity: judging[0],
        loss_batch: of_verdict.slope_batch,
        loss_delay: of_verdict.slope_delay,
        criterion: judging[1],
        criterion_batch: judging[2],
        location,
        effects: Effects {
            person_time: time_effects[..people].to_vec(),
            item_time: time_effects[people..].to_vec(),
            person_sensitivity: verdict_effects[..people].to_vec(),
            person_criterion: verdict_effects[people..2 * people].to_vec(),
            item_sensitivity: verdict_effects[2 * people..].to_vec(),
        },
        spread: Spread {
            person_time: of_time.person_sd,
            item_time: of_time.item_sd,
            person_sensitivity: of_verdict.sensitivity_person_sd,
            person_criterion: of_verdict.criterion_person_sd,
            item_sensitivity: of_verdict.sensitivity_item_sd,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::super::latent::{derivatives, joint, mode};
    use super::super::{AnalysisPlan, generate};
    use super::*;

    #[test]
    fn nodes_get_draws_by_their_weight() {
        assert_eq!(allocate(&[0.0, 3f64.ln(), f64::NEG_INFINITY], 400, 0.5), [100, 300, 0]);
        for offset in [0.0, 0.3, 0.999] {
            assert_eq!(allocate(&[-1.0, 0.2, -4.0, -0.3], 1_001, offset).iter().sum::<usize>(), 1_001);
        }
    }

    fn example() -> (Table, Priors) {
        let design = generate::Design {
            people: 3,
            trials_each: 18,
            items: 3,
            delays: vec![0.0, 60.0, 900.0],
            batch_sizes: vec![1.0, 4.0, 16.0],
            time_limit_secs: 150.0,
        };
        let trials = generate::reviews(&design, &generate::truth(&design, 5), 6);
        assert!(trials.iter().any(|trial| trial.timed_out), "censored rows are to be among them");
        let plan = AnalysisPlan::default().unwrap();
        (Table::new(&trials, &plan).unwrap(), plan.priors)
    }

    /// A place that is no mode, away from every symmetry.
    fn somewhere(count: usize) -> Vec<f64> {
        (0..count).map(|i| 0.3 * (1.7 * i as f64 + 0.4).sin()).collect()
    }

    #[test]
    fn gradients_are_the_slopes_of_the_joint_density() {
        let (table, priors) = example();
        let node = Node::new(&table, &priors, 1);
        for (part, name) in node.parts().into_iter().zip(PARTS) {
            let psi: Vec<f64> = part.hyper().iter().map(|prior| prior.centre_and_scale().0 + 0.1).collect();
            let (prior, offsets) = (part.latent_prior(&psi), part.offsets(&psi));
            let mut latent = somewhere(prior.mean.len());
            latent.iter_mut().zip(&prior.mean).for_each(|(x, mean)| *x += mean);
            let (gradient, _) = derivatives(part, &psi, &offsets, &prior, &latent);
            for i in 0..latent.len() {
                let h = 1e-5;
                let at = |by: f64| {
                    let mut latent = latent.clone();
                    latent[i] += by;
                    joint(part, &psi, &offsets, &prior, &latent)
                };
                let slope = (at(h) - at(-h)) / (2.0 * h);
                let off = (slope - gradient[i]).abs() / slope.abs().max(1.0);
                assert!(off < 1e-6, "{name}, x[{i}]: {} against {slope}", gradient[i]);
            }
        }
    }

    #[test]
    fn information_is_what_the_gradient_loses_and_expected_where_it_is_binary() {
        let (table, priors) = example();
        let node = Node::new(&table, &priors, 0);
        // Time: exactly minus the gradient's slope, censored rows included.
        let part: &dyn Part = &node.time;
        let psi: Vec<f64> = part.hyper().iter().map(|prior| prior.centre_and_scale().0).collect();
        for row in 0..part.design().len() {
            for mu in [2.0, 4.5, 6.5] {
                let h = 1e-5;
                let slope = (part.row(row, [mu + h, 0.0], &psi).gradient[0]
                    - part.row(row, [mu - h, 0.0], &psi).gradient[0])
                    / (2.0 * h);
                let information = part.row(row, [mu, 0.0], &psi).information[0];
                assert!((information + slope).abs() < 1e-5 * information.max(1.0), "{information} {slope}");
            }
        }
        // Verdict: Σ P(y)·gradient² over both answers, from two rows that differ in the answer alone.
        let part: &dyn Part = &node.verdict;
        let psi: Vec<f64> = part.hyper().iter().map(|prior| prior.centre_and_scale().0).collect();
        let at = [0.6, 0.2];
        let terms: Vec<_> = (0..part.design().len()).map(|row| part.row(row, at, &psi)).collect();
        let pairs = terms
            .iter()
            .flat_map(|a| terms.iter().map(move |b| (a, b)))
            .filter(|(a, b)| a.information == b.information && a.gradient != b.gradient);
        let mut checked = 0;
        for (a, b) in pairs {
            let (p, q) = (a.log_density.exp(), b.log_density.exp());
            assert!((p + q - 1.0).abs() < 1e-12);
            for (index, (i, j)) in [(0, 0), (0, 1), (1, 1)].into_iter().enumerate() {
                let expected = p * a.gradient[i] * a.gradient[j] + q * b.gradient[i] * b.gradient[j];
                assert!((expected - a.information[index]).abs() < 1e-12);
            }
            checked += 1;
        }
        assert!(checked > 0);
    }

    #[test]
    fn at_the_mode_nothing_climbs() {
        let (table, priors) = example();
        let node = Node::new(&table, &priors, 0);
        for part in node.parts() {
            let psi: Vec<f64> = part.hyper().iter().map(|prior| prior.centre_and_scale().0).collect();
            let found = mode(part, &psi, None).unwrap();
            let (prior, offsets) = (part.latent_prior(&psi), part.offsets(&psi));
            let (gradient, _) = derivatives(part, &psi, &offsets, &prior, &found.latent);
            assert!(gradient.iter().all(|slope| slope.abs() < 1e-3), "{gradient:?}");
        }
    }
}
