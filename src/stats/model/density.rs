//! The joint log density of everything, and its slopes, written by hand.
//!
//! Each row has up to five predictors: μ of log time, log d′, the criterion, and the logits of naming the decision and
//! the reach. A row gives its log density and the slopes in these; the slopes run back through the predictors into the
//! natural values and the effects, row by row, and from there once to the scales that are sampled.

use super::block_prior::BlockPrior;
use super::effects::Effects;
use super::kind::Form;
use super::layout::{Factor, ItemEffect, Layout, PersonEffect};
use super::natural::{DelayAxis, Naming, Natural, OnAxis};
use super::prior::deviation;
use super::row::{REACH_GUESS, Row};
use super::tally::Tally;
use super::{Centring, Model};
use crate::stats::normal::cdf_and_density;
use crate::stats::verdict::LAPSE;
use rayon::prelude::*;

/// From so many rows on, one evaluation is worth all cores; below, chains share them better.
const MANY_ROWS: usize = 50_000;

/// Room for one evaluation, kept between evaluations.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    pub(super) people: Effects,
    pub(super) items: Effects,
    by_people: Vec<f64>,
    by_items: Vec<f64>,
    axis: Vec<OnAxis>,
}

/// Log density of a share of the rows, and its slopes.
#[derive(Debug, Clone)]
struct Slopes {
    tally: Tally,
    natural: Natural,
    by_items: Vec<f64>,
}

impl Slopes {
    fn new(by_items: Vec<f64>) -> Self {
        Self { tally: Tally::default(), natural: Natural::default(), by_items }
    }
}

impl Model {
    /// log density at `theta`, up to a constant; its slopes replace `gradient`.
    pub(crate) fn log_density(&self, theta: &[f64], gradient: &mut [f64], scratch: &mut Scratch) -> f64 {
        let (layout, globals) = (&self.layout, &theta[..self.layout.people_begin()]);
        let (people_begin, items_begin) = (layout.people_begin(), layout.items_begin());
        let (of_people, of_items) = theta[people_begin..].split_at(items_begin - people_begin);
        gradient.fill(0.0);
        let Centring { people: people_centring, items: items_centring } = &self.centring;
        let mut log_density = scratch.people.expand(&layout.people, people_centring, globals, of_people);
        log_density += scratch.items.expand(&layout.items, items_centring, globals, of_items);
        let (by_globals, by_blocks) = gradient.split_at_mut(people_begin);
        let (by_people, by_items) = by_blocks.split_at_mut(items_begin - people_begin);
        for ((global, value), slope) in layout.globals.iter().zip(globals).zip(by_globals.iter_mut()) {
            let (log_prior, by_value) = global.prior.log_density(*value);
            log_density += log_prior;
            *slope += by_value;
        }

        if let Some((place, scale)) = layout.apart {
            let (omega, omega_slope) = deviation(scale, globals[place]);
            for (index, global) in layout.globals.iter().enumerate() {
                let (log_prior, by_value, by_omega) = global.prior.pooled(globals[index], omega);
                log_density += log_prior;
                by_globals[index] += by_value;
                by_globals[place] += by_omega * omega_slope;
            }
        }

        let (natural, axis) = Natural::read(layout, self.form, &self.support, globals);
        let Scratch { people, items, by_people: by_u, by_items: by_v, axis: on_axis } = scratch;
        by_u.clear();
        by_u.resize(people.values.len(), 0.0);
        let mut slopes = Slopes::new(std::mem::take(by_v));
        slopes.by_items.clear();
        slopes.by_items.resize(items.values.len(), 0.0);
        self.place_delays(&axis, on_axis);
        if self.rows.len() < MANY_ROWS {
            self.visit(&natural, on_axis, people, items, by_u, &mut slopes, |_, _| {});
        } else {
            self.visit_on_all_cores(&natural, on_axis, people, items, by_u, &mut slopes);
        }
        log_density += slopes.tally.take();
        natural.pull_back(&slopes.natural, layout, self.form, &axis, globals, by_globals);
        people.pull_back(&layout.people, people_centring, of_people, by_u, by_globals, by_people);
        items.pull_back(&layout.items, items_centring, of_items, &slopes.by_items, by_globals, by_items);
        *by_v = slopes.by_items;
        if log_density.is_nan() { f64::NEG_INFINITY } else { log_density }
    }

    /// The log likelihood of each review, in the table's order.
    pub(crate) fn pointwise(&self, theta: &[f64], scratch: &mut Scratch, out: &mut Vec<f64>) {
        let layout = &self.layout;
        let globals = &theta[..layout.people_begin()];
        let (of_people, of_items) = theta[layout.people_begin()..].split_at(layout.people.len());
        scratch.people.expand(&layout.people, &self.centring.people, globals, of_people);
        scratch.items.expand(&layout.items, &self.centring.items, globals, of_items);
        let (natural, axis) = Natural::read(layout, self.form, &self.support, globals);
        let Scratch { people, items, by_people, axis: on_axis, .. } = scratch;
        by_people.resize(people.values.len(), 0.0);
        let mut slopes = Slopes::new(vec![0.0; items.values.len()]);
        out.clear();
        self.place_delays(&axis, on_axis);
        self.visit(&natural, on_axis, people, items, by_people, &mut slopes, |_, slopes| {
            out.push(slopes.tally.take());
        });
    }

    /// log p(all reviews of each person | globals, items), the person's own effects integrated out by Laplace's
    /// approximation: what leaving a person out asks for. Effects that the model holds for the person are only where
    /// the search begins.
    pub(crate) fn without_own_effects(&self, theta: &[f64], scratch: &mut Scratch) -> Vec<f64> {
        let layout = &self.layout;
        let globals = &theta[..layout.people_begin()];
        let (of_people, of_items) = theta[layout.people_begin()..].split_at(layout.people.len());
        scratch.people.expand(&layout.people, &self.centring.people, globals, of_people);
        scratch.items.expand(&layout.items, &self.centring.items, globals, of_items);
        let (natural, axis) = Natural::read(layout, self.form, &self.support, globals);
        let groups = NamingGroups::new(layout);
        let Scratch { people, items, axis: on_axis, .. } = scratch;
        self.place_delays(&axis, on_axis);
        let (sds, correlation) = people.spread(&layout.people);
        let prior = BlockPrior::new(&sds, correlation, layout.people.pair);
        let mut slopes = Slopes::new(vec![0.0; items.values.len()]);
        let mut likelihood = |person: usize, u: &[f64], by_u: &mut [f64]| {
            by_u.fill(0.0);
            self.visit_person(
                person,
                &natural,
                on_axis,
                &groups,
                u,
                by_u,
                items,
                &mut slopes,
                &mut |_, _| {},
            );
            slopes.tally.take()
        };
        (0..layout.people.count)
            .map(|person| {
                let begin = &people.values[block(&layout.people, person)];
                prior.integrate(begin, |u, by_u| likelihood(person, u, by_u))
            })
            .collect()
    }

    /// Where each of the delays that occur lies, in the order of [`Model::delays`].
    fn place_delays(&self, axis: &DelayAxis, on_axis: &mut Vec<OnAxis>) {
        on_axis.clear();
        if self.delays.len() < MANY_ROWS {
            on_axis.extend(self.delays.iter().map(|delay| axis.at(*delay)));
        } else {
            on_axis.par_extend(self.delays.par_iter().map(|delay| axis.at(*delay)));
        }
    }

    /// All rows, person by person.
    #[allow(clippy::too_many_arguments, reason = "the places that one pass fills")]
    fn visit(
        &self,
        natural: &Natural,
        on_axis: &[OnAxis],
        people: &Effects,
        items: &Effects,
        by_people: &mut [f64],
        slopes: &mut Slopes,
        mut each: impl FnMut(usize, &mut Slopes),
    ) {
        let groups = NamingGroups::new(&self.layout);
        for person in 0..self.ranges.len() {
            let block = block(&self.layout.people, person);
            let (u, by_u) = (&people.values[block.clone()], &mut by_people[block]);
            self.visit_person(person, natural, on_axis, &groups, u, by_u, items, slopes, &mut each);
        }
    }

    /// As [`Model::visit`], person by person on all cores; shares are added up in their order, so that the sum is the
    /// same on any number of cores.
    fn visit_on_all_cores(
        &self,
        natural: &Natural,
        on_axis: &[OnAxis],
        people: &Effects,
        items: &Effects,
        by_people: &mut [f64],
        slopes: &mut Slopes,
    ) {
        const PEOPLE_AT_ONCE: usize = 8;
        let groups = NamingGroups::new(&self.layout);
        let stride = self.layout.people.stride();
        let shares: Vec<Slopes> = by_people
            .par_chunks_mut(PEOPLE_AT_ONCE * stride)
            .enumerate()
            .map(|(share, by_share)| {
                let mut slopes = Slopes::new(vec![0.0; items.values.len()]);
                for (offset, by_u) in by_share.chunks_exact_mut(stride).enumerate() {
                    let person = share * PEOPLE_AT_ONCE + offset;
                    let u = &people.values[block(&self.layout.people, person)];
                    self.visit_person(
                        person,
                        natural,
                        on_axis,
                        &groups,
                        u,
                        by_u,
                        items,
                        &mut slopes,
                        &mut |_, _| {},
                    );
                }
                slopes
            })
            .collect();
        for mut share in shares {
            slopes.tally.add(share.tally.take());
            slopes.natural.add(&share.natural);
            slopes.by_items.iter_mut().zip(&share.by_items).for_each(|(sum, value)| *sum += value);
        }
    }

    /// The rows of one person, whose effects are `u`.
    #[inline]
    #[allow(clippy::too_many_arguments, reason = "the places that one pass fills")]
    fn visit_person(
        &self,
        person: usize,
        natural: &Natural,
        on_axis: &[OnAxis],
        groups: &NamingGroups,
        u: &[f64],
        by_u: &mut [f64],
        items: &Effects,
        slopes: &mut Slopes,
        each: &mut impl FnMut(usize, &mut Slopes),
    ) {
        let log_sigma = natural.sigma.ln();
        for at in self.ranges[person].clone() {
            let row = &self.rows[at];
            let block = block(&self.layout.items, row.item as usize);
            let on = on_axis[row.delay as usize];
            let Slopes { tally, natural: by, by_items } = &mut *slopes;
            let (v, by_v) = (&items.values[block.clone()], &mut by_items[block]);
            tally.add(self.time(row, natural, on, log_sigma, [u, v], by, [by_u, by_v]));
            if let Some(rejected) = row.rejected {
                tally.times(verdict(row, rejected, natural, on, [u, v], by, [by_u, by_v]));
            }
            if let (Some(right), Some(groups)) = (row.located, groups.location) {
                let naming = (&natural.location, &mut by.location, &mut by.tau_secs);
                name(row, right, row.guess, naming, on, groups, [u, v], [by_u, by_v], tally);
            }
            if let (Some(right), Some(groups)) = (row.reach_right, groups.reach) {
                let naming = (&natural.reach, &mut by.reach, &mut by.tau_secs);
                name(row, right, REACH_GUESS, naming, on, groups, [u, v], [by_u, by_v], tally);
            }
            each(at, slopes);
        }
    }

    #[inline]
    #[allow(clippy::too_many_arguments, reason = "a row, the values, and where slopes go")]
    fn time(
        &self,
        row: &Row,
        natural: &Natural,
        on: OnAxis,
        log_sigma: f64,
        [u, v]: [&[f64]; 2],
        by: &mut Natural,
        [by_u, by_v]: [&mut [f64]; 2],
    ) -> f64 {
        const TIME: usize = PersonEffect::Time as usize;
        const SLOPE: usize = PersonEffect::Slope as usize;
        const ITEM_TIME: usize = ItemEffect::Time as usize;
        let (x, y) = (row.along_batch, on.along);
        let weights = [x * (1.0 - y), (1.0 - x) * y, x * y];
        let [batch, delay, both] = natural.corners;
        let cue = row.cue as usize;
        let bad = f64::from(u8::from(row.bad));
        let eta = natural.level
            + weights[0] * batch
            + weights[1] * delay
            + weights[2] * both
            + natural.time_error * bad
            + natural.practice_log * row.log_rank
            + natural.practice_linear * row.rank
            + natural.position * row.position
            + natural.load_time * row.load
            + natural.cue_time[cue]
            + u[TIME]
            + u[SLOPE] * row.log_batch
            + v[ITEM_TIME];
        // How much of T is reading: all of it but in the additive form.
        let (mu, reading) = if self.form == Form::Additive {
            let ratio = natural.resume_secs * on.g * (-eta).exp();
            (eta + ratio.ln_1p(), 1.0 / (1.0 + ratio))
        } else {
            (eta, 1.0)
        };
        let term = self.residual.term(row.log_secs, row.censored, mu, natural.sigma, log_sigma);
        let slope = term.by_mu * reading;
        by.sigma += term.by_log_sigma;
        by.level += slope;
        for (by_corner, weight) in by.corners.iter_mut().zip(weights) {
            *by_corner += slope * weight;
        }
        by.tau_secs += slope * on.along_slope * ((1.0 - x) * delay + x * (both - batch));
        if self.form == Form::Additive {
            let resuming = term.by_mu * (1.0 - reading);
            by.resume_secs += resuming;
            // r·e^{−η}·dG: the share of resuming over G, taken without dividing by a G of 0.
            by.tau_secs += term.by_mu * reading * natural.resume_secs * (-eta).exp() * on.g_slope;
        }
        by.time_error += slope * bad;
        by.practice_log += slope * row.log_rank;
        by.practice_linear += slope * row.rank;
        by.position += slope * row.position;
        by.load_time += slope * row.load;
        by.cue_time[cue] += slope;
        by_u[TIME] += slope;
        by_u[SLOPE] += slope * row.log_batch;
        by_v[ITEM_TIME] += slope;
        term.log_density
    }
}

/// Where naming's effects stand in a person's and an item's block.
struct NamingGroups {
    location: Option<[usize; 2]>,
    reach: Option<[usize; 2]>,
}

impl NamingGroups {
    fn new(layout: &Layout) -> Self {
        let groups = |reach| [layout.person_naming(reach), layout.item_naming(reach)];
        Self {
            location: layout.at.location.map(|_| groups(false)),
            reach: layout.at.reach.map(|_| groups(true)),
        }
    }
}

fn block(factor: &Factor, index: usize) -> std::ops::Range<usize> {
    let stride = factor.stride();
    index * stride..(index + 1) * stride
}

/// The probability of what was said.
#[inline]
fn verdict(
    row: &Row,
    rejected: bool,
    natural: &Natural,
    on: OnAxis,
    [u, v]: [&[f64]; 2],
    by: &mut Natural,
    [by_u, by_v]: [&mut [f64]; 2],
) -> f64 {
    const SENSITIVITY: usize = PersonEffect::Sensitivity as usize;
    const CRITERION: usize = PersonEffect::Criterion as usize;
    const ITEM_SENSITIVITY: usize = ItemEffect::Sensitivity as usize;
    let cue = row.cue as usize;
    let log_sensitivity = natural.sensitivity
        - natural.loss_batch * row.log_batch
        - natural.loss_delay * on.g
        - natural.load_sensitivity * row.load
        + natural.cue_sensitivity[cue]
        + u[SENSITIVITY]
        + v[ITEM_SENSITIVITY];
    let criterion = natural.criterion + natural.criterion_batch * row.log_batch + u[CRITERION];
    let half = log_sensitivity.min(20.0).exp() * if row.bad { 0.5 } else { -0.5 };
    let (below, density) = cdf_and_density(half - criterion);
    let rejects = 0.5 * LAPSE + (1.0 - LAPSE) * below;
    let density = (1.0 - LAPSE) * density;
    let (probability, density) = if rejected { (rejects, density) } else { (1.0 - rejects, -density) };
    let factor = density / probability;
    let by_sensitivity = factor * half;
    let by_criterion = -factor;
    by.sensitivity += by_sensitivity;
    by.loss_batch -= by_sensitivity * row.log_batch;
    by.loss_delay -= by_sensitivity * on.g;
    by.tau_secs -= by_sensitivity * natural.loss_delay * on.g_slope;
    by.load_sensitivity -= by_sensitivity * row.load;
    by.cue_sensitivity[cue] += by_sensitivity;
    by.criterion += by_criterion;
    by.criterion_batch += by_criterion * row.log_batch;
    by_u[SENSITIVITY] += by_sensitivity;
    by_u[CRITERION] += by_criterion;
    by_v[ITEM_SENSITIVITY] += by_sensitivity;
    probability
}

/// Naming the decision or the reach: `P(right) = guess + (1 − guess)·logistic(η)`.
#[inline]
#[allow(clippy::too_many_arguments, reason = "a row, the values, and where slopes go")]
fn name(
    row: &Row,
    right: bool,
    guess: f64,
    (naming, by, by_tau): (&Naming, &mut Naming, &mut f64),
    on: OnAxis,
    [of_person, of_item]: [usize; 2],
    [u, v]: [&[f64]; 2],
    [by_u, by_v]: [&mut [f64]; 2],
    tally: &mut Tally,
) {
    let eta = naming.level - naming.loss_batch * row.log_batch - naming.loss_delay * on.g
        + u[of_person]
        + v[of_item];
    let odds = (-eta.abs()).exp();
    let (more, less) = (1.0 / (1.0 + odds), odds / (1.0 + odds));
    let (knows, not) = if eta >= 0.0 { (more, less) } else { (less, more) };
    let slope = if right {
        let p = guess + (1.0 - guess) * knows;
        tally.times(p);
        (1.0 - guess) * knows * not / p
    } else {
        if not > 0.0 {
            tally.times((1.0 - guess) * not);
        } else {
            // So sure that 1 − knows is lost: log(1 − knows) is −η there.
            tally.add((1.0 - guess).ln() - eta);
        }
        -knows
    };
    by.level += slope;
    by.loss_batch -= slope * row.log_batch;
    by.loss_delay -= slope * on.g;
    *by_tau -= slope * naming.loss_delay * on.g_slope;
    by_u[of_person] += slope;
    by_v[of_item] += slope;
}
