//! The penalised fit: the mode of everything at the standard deviations that the data suggest, with the information
//! there. It starts the sampler, says how far each kind of effect is to be centred, whitens the posterior for it, and
//! is a fit of its own where there are too many reviews to sample.
//!
//! Standard deviations have no use for a joint mode: it lies at zero where effects are centred, and far out where they
//! are not. They are found in turns, as in restricted maximum likelihood by expectation and maximisation (Laird & Ware
//! 1982): given the mode, the variance of a kind of effect is the mean of its squares plus their own uncertainty.

pub(crate) mod arrow;
mod climb;
pub(crate) mod curvature;
mod steps;

use super::Watch;
use crate::problem::{Outcome, Problem};
use crate::stats::model::layout::{Factor, Group};
use crate::stats::model::prior::{deviation, psi_of};
use crate::stats::model::{Centring, Model, Scratch};
use arrow::ArrowFactor;
use climb::Climb;
use curvature::Differences;
use steps::Steps;

/// What climbing is called while it goes on.
pub(crate) const CLIMBING: &str = "climbing";
/// Rounds of mode and variances.
const ROUNDS: usize = 8;

/// Where the posterior lies, roughly, and how wide it is there.
#[derive(Debug, Clone)]
pub(crate) struct Peak {
    /// The model, its effects centred as the data ask.
    pub(crate) model: Model,
    /// The place, in that model's coordinates.
    pub(crate) centre: Vec<f64>,
    /// The information there.
    pub(crate) factor: ArrowFactor,
}

impl Peak {
    /// The place at `z` units of the normal approximation from the centre; `border` is room.
    pub(crate) fn at(&self, z: &[f64], out: &mut [f64], border: &mut Vec<f64>) {
        self.factor.place_of_unit(z, out, border);
        out.iter_mut().zip(&self.centre).for_each(|(x, centre)| *x += centre);
    }

    /// Climbs to it.
    ///
    /// # Errors
    /// Where there is none, or the watch says stop.
    pub(crate) fn find(mut model: Model, log_secs_mean: f64, watch: &mut Watch) -> Outcome<Self> {
        model.centring.people.fill(1.0);
        model.centring.items.fill(1.0);
        let lost = || {
            Problem::new(format!("the {} model has no peak that could be found", model.kind.id()))
                .todo("look for reviews whose times, delays or batch sizes are in another unit than the rest")
        };
        let mut theta = start(&model, log_secs_mean);
        let held = held(&model);
        let mut climb = Climb { model: &model, held: &held, known: None, steps: Steps::new(watch, &model) };
        let mut variances = Vec::new();
        for round in 0..ROUNDS {
            climb.steps.reach(round)?;
            let climbed = climb.go_up(&mut theta)?.ok_or_else(lost)?;
            variances = climbed.variances();
            let before = precisions(&model, &theta);
            let (globals, blocks) = theta.split_at_mut(model.layout.people_begin());
            let (people, items) = blocks.split_at(model.layout.people.len());
            let (of_people, of_items) =
                variances[model.layout.people_begin()..].split_at(model.layout.people.len());
            update(&model.layout.people, globals, people, of_people);
            update(&model.layout.items, globals, items, of_items);
            // Other standard deviations change the information by their priors' precisions alone.
            if let Some(known) = &mut climb.known {
                known.raise_effects(&before, &precisions(&model, &theta));
            }
        }
        let globals = &theta[..model.layout.people_begin()];
        let (of_people, of_items) =
            variances[model.layout.people_begin()..].split_at(model.layout.people.len());
        let mut centred = model.clone();
        centred.centring = Centring {
            people: centring(&model.layout.people, globals, of_people),
            items: centring(&model.layout.items, globals, of_items),
        };
        let centre = model.moved_to(&centred, &theta);
        let mut steps = climb.steps;
        steps.reach(ROUNDS)?;
        let factor = curvature::information(&centred, &centre, &[], Differences::Central, &mut steps)?
            .factor_somehow()
            .ok_or_else(lost)?;
        let mut slopes = vec![0.0; centre.len()];
        if !centred.log_density(&centre, &mut slopes, &mut Scratch::default()).is_finite() {
            return Err(lost());
        }
        Ok(Self { model: centred, centre, factor })
    }
}

/// Standard deviations and correlations: they are not climbed.
fn held(model: &Model) -> Vec<usize> {
    let layout = &model.layout;
    let of = |factor: &Factor| {
        factor.groups.iter().map(|group| group.psi).chain([factor.correlation]).collect::<Vec<_>>()
    };
    let apart = layout.apart.map(|(place, _)| place);
    of(&layout.people).into_iter().chain(of(&layout.items)).chain(apart).collect()
}

/// 1/s² of each kind of effect: of people, of items.
fn precisions(model: &Model, theta: &[f64]) -> [Vec<f64>; 2] {
    [&model.layout.people, &model.layout.items].map(|factor| {
        let of = |group: &Group| deviation(group.scale, theta[group.psi]).0.powi(-2);
        factor.groups.iter().map(of).collect()
    })
}

/// Prior centres, the level at the mean of log time, standard deviations at 0.6 of their scale.
fn start(model: &Model, log_secs_mean: f64) -> Vec<f64> {
    let layout = &model.layout;
    let mut theta: Vec<f64> = layout.globals.iter().map(|global| global.prior.centre()).collect();
    theta[layout.at.level] = 0.5 * (theta[layout.at.level] + log_secs_mean);
    theta.resize(layout.len(), 0.0);
    theta
}

/// The standard deviations that effects and their uncertainty suggest, under their half-normal priors.
fn update(factor: &Factor, globals: &mut [f64], effects: &[f64], variances: &[f64]) {
    let stride = factor.stride();
    let count = factor.count as f64;
    for (index, group) in factor.groups.iter().enumerate() {
        let of = |values: &[f64], f: fn(f64) -> f64| -> f64 {
            values.iter().skip(index).step_by(stride).map(|value| f(*value)).sum()
        };
        let squares = of(effects, |u| u * u) + of(variances, |v| v);
        // The mode of s² in −n·log s − Q/(2s²) − s²/(2·scale²).
        let prior = group.scale * group.scale;
        let variance = 0.5 * prior * ((count * count + 4.0 * squares / prior).sqrt() - count);
        globals[group.psi] = psi_of(group.scale, variance.sqrt().max(0.02 * group.scale));
    }
}

/// How far each kind of effect is to be centred: the share of it that the data tell, 1 less its posterior variance in its
/// prior one. It is taken not at the standard deviation that the data suggest but at the least that they allow, because
/// that is where a centred effect is squeezed into a funnel.
fn centring(factor: &Factor, globals: &[f64], variances: &[f64]) -> Vec<f64> {
    /// In standard errors of the standard deviation's logarithm.
    const LEAST_ALLOWED: f64 = 2.0;
    let stride = factor.stride();
    let count = factor.count as f64;
    let groups = factor.groups.iter().enumerate();
    groups
        .map(|(index, group)| {
            let prior = deviation(group.scale, globals[group.psi]).0.powi(2);
            let own: f64 = variances.iter().skip(index).step_by(stride).sum::<f64>() / count;
            let told = (1.0 - own / prior).clamp(1e-3, 1.0 - 1e-6);
            // The variance of what the data say of one effect, in units of the prior's.
            let of_data = (1.0 - told) / told;
            let least = (-2.0 * LEAST_ALLOWED / (2.0 * count * told).sqrt()).exp();
            least / (least + of_data)
        })
        .collect()
}
