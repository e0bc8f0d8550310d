//! The same reviews once more, as one draw of the model's parameters would have them.

use crate::stats::generate::scatter;
use crate::stats::parameters::{Parameters, Shape};
use crate::stats::table::{Review, Table};
use crate::stats::verdict;
use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;

/// What is seen of one review.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Seen {
    /// min(T, T_max), seconds.
    pub(crate) secs: f64,
    pub(crate) timed_out: bool,
    /// None where the time ran out.
    pub(crate) rejected: Option<bool>,
}

/// What the people did.
pub(crate) fn observed(table: &Table) -> Vec<Seen> {
    let seen = |review: &Review| Seen {
        secs: if review.timed_out { table.time_limit_secs } else { review.secs.min(table.time_limit_secs) },
        timed_out: review.timed_out,
        rejected: review.rejected,
    };
    table.reviews.iter().map(seen).collect()
}

/// What the same people would do with the same items, batches, delays and ranks, were `draw` the truth.
pub(super) fn replicate(draw: &Parameters, table: &Table, rng: &mut ChaCha8Rng) -> Vec<Seen> {
    table
        .reviews
        .iter()
        .map(|review| {
            let (mu, rejection) = predictors(draw, table, review);
            let secs = (mu + draw.sigma * scatter(draw.residual, rng)).exp();
            let rejects = rng.random::<f64>() < rejection;
            let timed_out = secs >= table.time_limit_secs;
            Seen {
                secs: secs.min(table.time_limit_secs),
                timed_out,
                rejected: (!timed_out).then_some(rejects),
            }
        })
        .collect()
}

/// μ of log time, and P(reject).
fn predictors(draw: &Parameters, table: &Table, review: &Review) -> (f64, f64) {
    let effects = &draw.effects;
    let [load_time, load_sensitivity] = draw.conditions.load.unwrap_or_default();
    let cue = review.cue.checked_sub(1).and_then(|level| draw.conditions.cues.get(level));
    let (person, item) = (review.person, review.item);
    let (z, g) = (
        review.batch_size.ln(),
        if table.with_delay {
            crate::stats::corner::delay_scale(review.delay_secs, draw.tau_secs)
        } else {
            0.0
        },
    );
    let time = if review.bad { draw.time_error } else { 0.0 }
        + draw.practice_log * (review.rank / table.rank_mean).ln()
        + draw.practice_linear * (review.rank - table.rank_mean)
        + draw.position * review.position
        + load_time * review.load
        + cue.map_or(0.0, |cue| cue.time)
        + effects.person_time[person]
        + effects.person_slope[person] * z
        + effects.item_time[item];
    let place = draw.shape.at(review.delay_secs, review.batch_size, draw.tau_secs, &table.support);
    let log_sensitivity =
        draw.sensitivity - draw.loss_batch * z - draw.loss_delay * g - load_sensitivity * review.load
            + cue.map_or(0.0, |cue| cue.sensitivity)
            + effects.person_sensitivity[person]
            + effects.item_sensitivity[item];
    let criterion = draw.criterion + draw.criterion_batch * z + effects.person_criterion[person];
    (Shape::mu(place, time), verdict::reject(review.bad, log_sensitivity, criterion))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::spec::Cue;
    use crate::stats::generate::{Design, reviews, truth};
    use crate::stats::model::kind::{ModelKind, Residual, STUDENT_DF};
    use crate::stats::model::{Model, Scratch};
    use crate::stats::plan::AnalysisPlan;
    use rand::SeedableRng as _;
    use rand_distr::{Distribution as _, StandardNormal};
    use statrs::distribution::{Continuous as _, StudentsT};

    /// Load and cues varied too.
    fn table() -> (AnalysisPlan, Table) {
        let design = Design {
            people: 3,
            trials_each: 30,
            items: 4,
            delays: vec![0.0, 60.0, 600.0],
            batch_sizes: vec![1.0, 4.0, 12.0],
            time_limit_secs: 900.0,
        };
        let mut trials = reviews(&design, &truth(&design, 1), 2);
        for (index, trial) in trials.iter_mut().enumerate() {
            trial.outstanding = Some(index as u32 % 3);
            trial.cues = Some(if index % 4 < 2 { Cue::None } else { Cue::Tests });
        }
        let plan = AnalysisPlan { time_limit_secs: Some(900.0), ..AnalysisPlan::default().unwrap() };
        let table = Table::new(&trials, &plan).unwrap();
        (plan, table)
    }

    /// What the sampled density leaves out.
    const HALF_LOG_TWO_PI: f64 = 0.918_938_533_204_672_8;

    #[test]
    fn predictors_are_those_of_the_density_that_was_sampled() {
        let (plan, table) = table();
        let mut rng = ChaCha8Rng::seed_from_u64(7);
        let mut compared = 0;
        for kind in [ModelKind::Corner, ModelKind::Additive, ModelKind::StudentT, ModelKind::Unconstrained] {
            let model = Model::new(&table, &plan.priors, kind);
            let globals = model.layout.globals.iter().map(|global| global.prior.centre()).collect::<Vec<_>>();
            let theta: Vec<f64> = (0..model.layout.len())
                .map(|i| {
                    let unit: f64 = StandardNormal.sample(&mut rng);
                    globals.get(i).copied().unwrap_or_default() + 0.15 * unit
                })
                .collect();
            let (mut scratch, mut density) = (Scratch::default(), Vec::new());
            model.pointwise(&theta, &mut scratch, &mut density);
            let draw = model.parameters(&theta, &table, &mut scratch);
            for (review, density) in table.reviews.iter().zip(density) {
                // A review whose density is that of time and verdict alone.
                let Some(rejected) = review.rejected.filter(|rejected| !(review.bad && *rejected)) else {
                    continue;
                };
                let (mu, rejection) = predictors(&draw, &table, review);
                let t = (review.secs.ln() - mu) / draw.sigma;
                let of_time = match draw.residual {
                    Residual::Normal => -0.5 * t * t - HALF_LOG_TWO_PI,
                    Residual::StudentT => StudentsT::new(0.0, 1.0, STUDENT_DF).unwrap().ln_pdf(t),
                } - draw.sigma.ln();
                let of_verdict = if rejected { rejection } else { 1.0 - rejection }.ln();
                let ours = of_time + HALF_LOG_TWO_PI + of_verdict;
                assert!((ours - density).abs() < 1e-6, "{kind:?}: {ours} {density}");
                compared += 1;
            }
        }
        assert!(compared > 200, "{compared}");
    }

    #[test]
    fn replications_scatter_around_their_predictors() {
        let (_, mut table) = table();
        table.time_limit_secs = 150.0;
        let design = Design {
            people: 3,
            trials_each: 0,
            items: 4,
            delays: vec![0.0, 600.0],
            batch_sizes: vec![1.0, 12.0],
            time_limit_secs: 150.0,
        };
        let draw = truth(&design, 5);
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let many: Vec<Vec<Seen>> = (0..4_000).map(|_| replicate(&draw, &table, &mut rng)).collect();
        for (index, review) in table.reviews.iter().enumerate().step_by(9) {
            let (mu, rejection) = predictors(&draw, &table, review);
            let share = |of: &dyn Fn(&Seen) -> bool| {
                many.iter().filter(|seen| of(&seen[index])).count() as f64 / many.len() as f64
            };
            let out = 1.0 - crate::stats::normal::cdf((150f64.ln() - mu) / draw.sigma);
            // Four standard errors of a share of 4,000 are at most .032.
            assert!((share(&|seen| seen.timed_out) - out).abs() < 0.032);
            assert!((share(&|seen| seen.rejected == Some(true)) - rejection * (1.0 - out)).abs() < 0.032);
            let below = share(&|seen| seen.secs < mu.exp().min(150.0));
            assert!((below - (1.0 - out).min(0.5)).abs() < 0.035, "{below}");
            assert!(many.iter().all(|seen| seen[index].timed_out == seen[index].rejected.is_none()));
        }
    }
}
