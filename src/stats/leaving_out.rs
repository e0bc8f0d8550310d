//! How well a model predicts what it has not seen: every review from the others, every participant from the others.
//!
//! Both from one fit, by importance sampling ([`super::loo`]). A review for which that fails (k̂ above the limit) is left
//! out in earnest: the model is fitted again without it, and its log density under that fit takes the place of the
//! estimate, as Vehtari, Gelman & Gabry (2017, section 2.1) advise and `reloo` of brms does. Such a fit is short, since
//! the peak and the coordinates of the whole one are known; [`REFITS_MOST`] of them are made, for the largest k̂. What
//! remains, and participants, whose own effects make k̂ large, is counted and told beside the comparison of models.

use super::loo::{LogLikelihood, Loo, loo_watched};
use super::model::kind::ModelKind;
use super::model::{Model, Scratch};
use super::nuts;
use super::penalised::Peak;
use super::plan::{AnalysisPlan, Sampler};
use super::posterior::Posterior;
use super::side_by_side::{Counters, side_by_side};
use super::table::Table;
use super::{Progress, Watch};
use crate::problem::Outcome;
use std::sync::atomic::Ordering;

/// Reviews that are left out by fitting again, at most, for each model.
pub(crate) const REFITS_MOST: usize = 10;
/// The fit without a review: one chain, because several such fits share the cores. Its Monte Carlo error is a few
/// hundredths of a nat, where the standard error of a difference in elpd is one or more.
const REFIT: Sampler = Sampler { chains: 1, warmup: 150, draws: 350 };
/// Chains of fits without a review have random streams from here on, by the review's place.
const REFIT_STREAMS: u64 = 1 << 32;
/// Draws that leave a whole participant out: their effects are integrated out for each of them.
const DRAWS_BY_PARTICIPANT: usize = 240;
/// What is done here, for whoever waits.
const STAGE: &str = "leaving out";

/// What a model predicts.
#[derive(Debug)]
pub(crate) struct Predicts {
    pub(crate) kind: ModelKind,
    pub(crate) by_review: Loo,
    pub(crate) by_participant: Option<Loo>,
}

/// Leaves out every review, and every participant, of a posterior that was sampled around `peak`.
///
/// # Errors
/// Where a log density is not finite, or the watch says stop.
pub(crate) fn predicts(
    posterior: &Posterior,
    peak: &Peak,
    table: &Table,
    plan: &AnalysisPlan,
    seed: u64,
    watch: &mut Watch,
) -> Outcome<Predicts> {
    let thetas: Vec<&Vec<f64>> = posterior.chains.iter().flat_map(|chain| &chain.thetas).collect();
    let model = &posterior.model;
    let pointwise = |theta: &[f64], scratch: &mut Scratch| {
        let mut row = Vec::with_capacity(table.reviews.len());
        model.pointwise(theta, scratch, &mut row);
        row
    };
    let mut by_review = of_rows(by_draw(&thetas, 16, pointwise, watch)?, watch)?;
    let every = thetas.len().div_ceil(DRAWS_BY_PARTICIPANT).max(1);
    let some: Vec<&Vec<f64>> = thetas.into_iter().step_by(every).collect();
    let of_people = by_draw(&some, 4, |theta, scratch| model.without_own_effects(theta, scratch), watch)?;
    // Nobody is left where the only one is left out.
    let by_participant = if table.people.len() < 2 { None } else { Some(of_rows(of_people, watch)?) };

    let hardest = by_review.hardest(REFITS_MOST);
    let one =
        |number: usize, counters: &Counters| without(peak, table, plan, seed, hardest[number], counters);
    let of = hardest.len() * (REFIT.warmup + REFIT.draws) as usize;
    let exact = side_by_side((hardest.len(), "fit without a review"), (STAGE, of), one, watch)?;
    for (review, exact) in hardest.iter().zip(exact) {
        if let Some(elpd) = exact {
            by_review.replace(*review, elpd);
        }
    }
    Ok(Predicts { kind: model.kind, by_review, by_participant })
}

/// Fits again without one review; None where that cannot be sampled.
fn without(
    peak: &Peak,
    table: &Table,
    plan: &AnalysisPlan,
    seed: u64,
    review: usize,
    counters: &Counters,
) -> Outcome<Option<f64>> {
    let others = peak.model.with_data(&table.without(review), &plan.priors);
    let left_out = peak.model.with_data(&table.only(review), &plan.priors);
    let around = Peak { model: others, centre: peak.centre.clone(), factor: peak.factor.clone() };
    let drawn = nuts::one_chain(&around, REFIT, seed, REFIT_STREAMS + review as u64, counters);
    match drawn {
        Err(problem) if counters.stopped() => Err(problem),
        Err(_) => Ok(None),
        Ok(chain) => Ok(exact(&left_out, &chain.thetas)),
    }
}

/// The log of a review's mean density over draws that have not seen it.
fn exact(left_out: &Model, thetas: &[Vec<f64>]) -> Option<f64> {
    let (mut scratch, mut term) = (Scratch::default(), Vec::new());
    let terms: Vec<f64> = thetas
        .iter()
        .map(|theta| {
            left_out.pointwise(theta, &mut scratch, &mut term);
            term.first().copied().unwrap_or(f64::NAN)
        })
        .collect();
    let most = terms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mean = terms.iter().map(|term| (term - most).exp()).sum::<f64>() / terms.len() as f64;
    Some(most + mean.ln()).filter(|elpd| elpd.is_finite())
}

/// What every draw says, a few at a time on all cores.
fn by_draw<T: Send>(
    thetas: &[&Vec<f64>],
    at_once: usize,
    of_draw: impl Fn(&[f64], &mut Scratch) -> T + Sync,
    watch: &mut Watch,
) -> Outcome<Vec<T>> {
    let some = |number: usize, counters: &Counters| {
        let mut scratch = Scratch::default();
        let draws = thetas.iter().skip(number * at_once).take(at_once);
        let of_draws: Vec<T> = draws.map(|theta| of_draw(theta, &mut scratch)).collect();
        counters.done.fetch_add(of_draws.len(), Ordering::Relaxed);
        Ok(of_draws)
    };
    let jobs = (thetas.len().div_ceil(at_once), "share of the draws");
    Ok(side_by_side(jobs, (STAGE, thetas.len()), some, watch)?.into_iter().flatten().collect())
}

fn of_rows(rows: Vec<Vec<f64>>, watch: &mut Watch) -> Outcome<Loo> {
    let (draws, observations) = (rows.len(), rows.first().map_or(0, Vec::len));
    let log_likelihood = LogLikelihood::new(draws, observations, rows.concat())?;
    loo_watched(&log_likelihood, 1.0, &mut |done| {
        watch.say(Progress { stage: STAGE, done, of: observations, divergences: 0 })
    })
}

#[cfg(test)]
mod tests {
    use super::super::generate::{Design, reviews, truth};
    use super::super::posterior;
    use super::*;
    use std::ops::ControlFlow;

    fn on(_: Progress) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }

    /// Few reviews, two of them by somebody who was called away: not to be left out by reweighting.
    fn table_and_plan() -> (Table, AnalysisPlan) {
        let design = Design {
            people: 4,
            trials_each: 14,
            items: 3,
            delays: vec![0.0, 300.0],
            batch_sizes: vec![1.0, 8.0],
            time_limit_secs: 3_600.0,
        };
        let mut trials = reviews(&design, &truth(&design, 1), 2);
        for away in [5, 33] {
            trials[away].review_secs *= 14.0;
        }
        let mut plan = AnalysisPlan::default().unwrap();
        plan.sampler.draws = 500;
        (Table::new(&trials, &plan).unwrap(), plan)
    }

    #[test]
    fn reviews_that_cannot_be_reweighted_are_left_out_as_a_whole_fit_without_them_does() {
        let (table, mut plan) = table_and_plan();
        let mut on = on;
        let watch = &mut Watch(&mut on);
        let (drawn, peak) = posterior::sample(&table, &plan, ModelKind::Corner, None, 1, watch).unwrap();
        let predicts = predicts(&drawn, &peak, &table, &plan, 1, watch).unwrap();
        let loo = &predicts.by_review;
        let refitted: Vec<usize> = (0..table.reviews.len())
            .filter(|i| loo.pareto_k[*i].is_none_or(|k| k > loo.pareto_k_limit))
            .collect();
        assert!((1..=REFITS_MOST).contains(&refitted.len()), "{refitted:?}");
        assert_eq!((loo.refitted, loo.unreliable), (refitted.len(), 0));
        assert!(loo.pareto_k_max.is_some_and(|k| k > loo.pareto_k_limit), "k stays what it was");
        assert!((loo.elpd - loo.pointwise.iter().sum::<f64>()).abs() < 1e-9);
        // By a fit of its own: another peak, other coordinates, other random numbers, ten times the draws.
        plan.sampler.draws = 1_000;
        for review in refitted {
            let others = table.without(review);
            let (whole, peak) = posterior::sample(&others, &plan, ModelKind::Corner, None, 2, watch).unwrap();
            let thetas: Vec<Vec<f64>> = whole.chains.into_iter().flat_map(|chain| chain.thetas).collect();
            let theirs = exact(&peak.model.with_data(&table.only(review), &plan.priors), &thetas).unwrap();
            let ours = loo.pointwise[review];
            assert!((ours - theirs).abs() < 0.2, "review {review}: {ours} against {theirs}");
        }
    }

    #[test]
    fn more_than_can_be_refitted_stay_unreliable_and_a_watch_that_says_stop_is_heard() {
        let (table, plan) = table_and_plan();
        let mut go_on = on;
        let watch = &mut Watch(&mut go_on);
        let (mut drawn, peak) = posterior::sample(&table, &plan, ModelKind::Corner, None, 1, watch).unwrap();
        // So few draws have no tail that could be fitted: no review can be left out by reweighting.
        drawn.chains.truncate(1);
        drawn.chains[0].thetas.truncate(20);
        let few = predicts(&drawn, &peak, &table, &plan, 1, watch).unwrap().by_review;
        assert_eq!((few.refitted, few.unreliable), (REFITS_MOST, table.reviews.len() - REFITS_MOST));
        let mut told = 0;
        let mut until_refits = |progress: Progress| {
            told += usize::from(progress.of == REFITS_MOST * 500 && progress.done > 0);
            if told > 0 { ControlFlow::Break(()) } else { on(progress) }
        };
        let stopped = predicts(&drawn, &peak, &table, &plan, 1, &mut Watch(&mut until_refits)).unwrap_err();
        assert_eq!(stopped.to_string(), "the fit was stopped before it was done");
    }
}
