//! Reviews drawn from the model itself, with the truth behind them: what recovery, coverage and calibration are
//! measured against. (Simulated *participants*, who read a screen and answer, are in `simulate`.)

use super::corner::{Rise, Support, delay_scale};
use super::model::cue_name;
use super::model::kind::{Residual, STUDENT_DF};
use super::normal::logistic;
use super::parameters::{Conditions, Effects, Naming, Parameters, Shape, Spread};
use super::plan::AnalysisPlan;
use super::prior_draws;
use super::table::Table;
use super::trial::{Said, Trial};
use super::verdict;
use crate::protocol::spec::Cue;
use crate::scenario::truth::Reach;
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution as _, StandardNormal};
use std::collections::BTreeMap;

/// Who reviews what.
#[derive(Debug, Clone)]
pub struct Design {
    /// How many people.
    pub people: usize,
    /// Reviews each of them makes.
    pub trials_each: usize,
    /// How many scenarios.
    pub items: usize,
    /// Delays, seconds, increasing.
    pub delays: Vec<f64>,
    /// Batch sizes, decisions, increasing.
    pub batch_sizes: Vec<f64>,
    /// T_max, seconds.
    pub time_limit_secs: f64,
}

impl Design {
    /// The box that the levels span; None without levels.
    pub fn support(&self) -> Option<Support> {
        Some(Support {
            delay_secs: [*self.delays.first()?, *self.delays.last()?],
            batch_size: [*self.batch_sizes.first()?, *self.batch_sizes.last()?],
        })
    }
}

/// A typical truth, with effects of people and items drawn by `seed`.
pub fn truth(design: &Design, seed: u64) -> Parameters {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut drawn =
        |count: usize, sd: f64| -> Vec<f64> { (0..count).map(|_| sd * draw_normal(&mut rng)).collect() };
    let spread = Spread {
        person_time: 0.3,
        person_slope: 0.1,
        item_time: 0.25,
        person_sensitivity: 0.25,
        person_criterion: 0.25,
        item_sensitivity: 0.25,
        person_correlation: 0.0,
        item_correlation: 0.0,
    };
    let (person_sd, item_sd) = (0.5, 0.4);
    Parameters {
        tau_secs: 60.0,
        shape: Shape::Corners {
            level: 45f64.ln(),
            rise: Rise::from_logs(1.4f64.ln(), 0.35f64.ln(), 0.15f64.ln()),
        },
        residual: Residual::Normal,
        time_error: 0.1,
        practice_log: -0.1,
        practice_linear: 0.002,
        position: 0.15,
        sigma: 0.45,
        sensitivity: 2.2f64.ln(),
        loss_batch: 0.15,
        loss_delay: 0.08,
        criterion: 0.15,
        criterion_batch: 0.03,
        location: Some(Naming {
            level: 1.8,
            loss_batch: 0.3,
            loss_delay: 0.1,
            people: drawn(design.people, person_sd),
            items: drawn(design.items, item_sd),
            person_sd,
            item_sd,
        }),
        reach: None,
        conditions: Conditions::default(),
        effects: Effects {
            person_time: drawn(design.people, spread.person_time),
            person_slope: drawn(design.people, spread.person_slope),
            item_time: drawn(design.items, spread.item_time),
            person_sensitivity: drawn(design.people, spread.person_sensitivity),
            person_criterion: drawn(design.people, spread.person_criterion),
            item_sensitivity: drawn(design.items, spread.item_sensitivity),
        },
        spread,
    }
}

/// A truth drawn from the priors of `plan`'s first model, and its global parameters by the names that a surface gives
/// them. None where the design is too small to be fitted at all.
pub fn from_prior(
    design: &Design,
    plan: &AnalysisPlan,
    seed: u64,
) -> Option<(Parameters, BTreeMap<String, f64>)> {
    let mut one = plan.clone();
    (one.sampler.chains, one.sampler.draws) = (1, 1);
    // Only who, what and when is read of these reviews.
    let table = Table::new(&reviews(design, &truth(design, seed), seed), plan).ok()?;
    let drawn = prior_draws::sample(&table, &one, seed);
    let globals = drawn.model.layout.globals.iter().enumerate();
    let named = globals.map(|(index, global)| (global.name.clone(), drawn.global(index).concat()));
    let named = named.filter_map(|(name, values)| Some((name, *values.first()?))).collect();
    Some((drawn.draws.into_iter().next()?, named))
}

fn draw_normal(rng: &mut ChaCha8Rng) -> f64 {
    StandardNormal.sample(rng)
}

/// One residual of log time, in units of σ.
pub(crate) fn scatter(residual: Residual, rng: &mut ChaCha8Rng) -> f64 {
    match residual {
        Residual::Normal => draw_normal(rng),
        Residual::StudentT => {
            let squares: f64 = (0..STUDENT_DF as u32).map(|_| draw_normal(rng).powi(2)).sum();
            draw_normal(rng) / (squares / STUDENT_DF).sqrt()
        }
    }
}

/// A review that is about to happen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Planned {
    /// Who reviews: an index into the truth's people.
    pub person: usize,
    /// What: an index into its items.
    pub item: usize,
    /// The participant's rank of this review, from 1.
    pub rank: u32,
    /// d, seconds.
    pub delay_secs: f64,
    /// m, decisions.
    pub batch_size: u32,
    /// Place of the error, from 1; None in a good batch.
    pub error_index: Option<u32>,
    /// What it takes to mend the error; None: drawn, should the truth have anything to say of it.
    pub reach: Option<Reach>,
    /// Other briefs outstanding; None where nobody counts.
    pub outstanding: Option<u32>,
    /// The automatic checks on show; None where nobody says.
    pub cues: Option<Cue>,
}

/// What all reviews of a study have in common.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Setting {
    /// The measured box.
    pub support: Support,
    /// T_max, seconds.
    pub time_limit_secs: f64,
    /// t̄, the mean rank.
    pub rank_mean: f64,
}

/// One study's reviews. Cells come in random order; half of the batches are bad; all rows are marked simulated.
pub fn reviews(design: &Design, truth: &Parameters, seed: u64) -> Vec<Trial> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let Some(support) = design.support() else { return Vec::new() };
    let rank_mean = 0.5 * (design.trials_each as f64 + 1.0);
    let setting = Setting { support, time_limit_secs: design.time_limit_secs, rank_mean };
    let mut trials = Vec::with_capacity(design.people * design.trials_each);
    for person in 0..design.people {
        // Every cell in turn, shuffled, so that ranks and cells are not tied.
        let cells = design.delays.len() * design.batch_sizes.len();
        let mut order: Vec<usize> = (0..design.trials_each).collect();
        for i in (1..order.len()).rev() {
            order.swap(i, rng.random_range(0..=i));
        }
        for (rank, place) in order.into_iter().enumerate() {
            let (cell, bad) = ((place + person) % cells, (place + place / cells + person).is_multiple_of(2));
            let batch_size = design.batch_sizes[cell % design.batch_sizes.len()] as u32;
            let planned = Planned {
                person,
                item: rng.random_range(0..design.items),
                rank: rank as u32 + 1,
                delay_secs: design.delays[cell / design.batch_sizes.len()],
                batch_size,
                error_index: bad.then(|| rng.random_range(1..=batch_size)),
                reach: None,
                outstanding: None,
                cues: None,
            };
            trials.push(review(truth, &setting, &planned, &mut rng));
        }
    }
    trials
}

/// How one review ends, drawn from the model; marked simulated.
pub fn review(truth: &Parameters, setting: &Setting, planned: &Planned, rng: &mut ChaCha8Rng) -> Trial {
    let Planned { person, item, delay_secs, error_index, .. } = *planned;
    let (bad, batch_size) = (error_index.is_some(), f64::from(planned.batch_size));
    let position = error_index.map_or(0.0, |index| {
        let mean = (1..=planned.batch_size).map(|i| (f64::from(i) / batch_size).ln()).sum::<f64>();
        (f64::from(index) / batch_size).ln() - mean / batch_size
    });
    let (z, g) = (batch_size.ln(), delay_scale(delay_secs, truth.tau_secs));
    let [load_time, load_sensitivity] =
        truth.conditions.load.unwrap_or_default().map(|per_log| match planned.outstanding {
            Some(others) => per_log * f64::from(others).ln_1p(),
            None => 0.0,
        });
    let cue = planned.cues.map(cue_name);
    let cue = truth.conditions.cues.iter().find(|effect| Some(effect.level.as_str()) == cue);
    let rank = f64::from(planned.rank);
    let effects = if bad { truth.time_error } else { 0.0 }
        + truth.practice_log * (rank / setting.rank_mean).ln()
        + truth.practice_linear * (rank - setting.rank_mean)
        + truth.position * position
        + truth.effects.person_time[person]
        + truth.effects.person_slope[person] * z
        + truth.effects.item_time[item]
        + load_time
        + cue.map_or(0.0, |cue| cue.time);
    let place = truth.shape.at(delay_secs, batch_size, truth.tau_secs, &setting.support);
    let mu = Shape::mu(place, effects);
    let secs = (mu + truth.sigma * scatter(truth.residual, rng)).exp();
    let timed_out = secs >= setting.time_limit_secs;

    let log_sensitivity = truth.sensitivity - truth.loss_batch * z - truth.loss_delay * g
        + truth.effects.person_sensitivity[person]
        + truth.effects.item_sensitivity[item]
        - load_sensitivity
        + cue.map_or(0.0, |cue| cue.sensitivity);
    let criterion = truth.criterion + truth.criterion_batch * z + truth.effects.person_criterion[person];
    let rejects = rng.random::<f64>() < verdict::reject(bad, log_sensitivity, criterion);
    let named = |naming: Option<&Naming>, guess: f64| {
        naming.map_or(1.0, |naming| {
            let logit = naming.level - naming.loss_batch * z - naming.loss_delay * g;
            guess + (1.0 - guess) * logistic(logit + naming.people[person] + naming.items[item])
        })
    };
    let finds = rng.random::<f64>() < named(truth.location.as_ref(), 1.0 / batch_size);
    let drawn = if rng.random() { Reach::Root } else { Reach::Local };
    let reach = planned.reach.unwrap_or(drawn);
    let reach_right = rng.random::<f64>() < named(truth.reach.as_ref(), 0.5);
    let verdict = match (timed_out, rejects) {
        (true, _) => None,
        (false, true) => Some(Said::Reject),
        (false, false) => Some(Said::Accept),
    };
    let said_index = (verdict == Some(Said::Reject)).then(|| match error_index {
        Some(index) if finds => index,
        // Any other decision of the batch will do; a batch of one has no other.
        Some(index) => index % planned.batch_size + 1,
        None => 1,
    });
    Trial {
        participant: format!("S{:03}", person + 1),
        scenario: format!("item-{:02}", item + 1),
        trial: planned.rank,
        delay_secs,
        batch_size,
        planted: bad,
        verdict,
        review_secs: secs.min(setting.time_limit_secs),
        timed_out,
        error_index,
        said_index,
        reach: truth.reach.as_ref().filter(|_| bad).map(|_| reach),
        said_reach: truth
            .reach
            .as_ref()
            .filter(|_| verdict == Some(Said::Reject))
            .map(|_| if reach_right == (reach == Reach::Root) { Reach::Root } else { Reach::Local }),
        outstanding: planned.outstanding,
        cues: planned.cues,
        practice: false,
        excluded: false,
        simulated: true,
    }
}
