//! How far a fit is as a whole, and how long it will still take: for a bar in a terminal or a window.

use super::Progress;
use super::model::kind::ModelKind;
use super::penalised::CLIMBING;
use super::plan::Sampler;
use super::posterior::stage;
use std::time::{Duration, Instant};

/// What is to be said of a fit under way.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// What is being done; which model of how many, or how far that is.
    pub stage: String,
    /// Draws done of all draws of all models; divergences; time left.
    pub detail: String,
    /// 0 to 1 of all models' draws.
    pub share: f64,
}

/// Keeps count over the stages of a fit.
#[derive(Debug)]
pub struct Pace {
    models: usize,
    draws_a_model: usize,
    /// Draws of the models that are done.
    before: usize,
    of_this_model: usize,
    divergences_before: usize,
    divergences: usize,
    begun: Option<Instant>,
    /// What was sampled last; None from where the next model is begun.
    sampled: Option<&'static str>,
    step: Option<Step>,
}

/// A stage other than sampling.
#[derive(Debug, Clone, Copy)]
struct Step {
    stage: &'static str,
    begun: Instant,
    /// Where it began.
    first: usize,
    done: usize,
}

/// Too few draws to tell a rate from.
const FIRST_DRAWS: usize = 50;
/// Too short a time to tell a step's rate from.
const FIRST_MOMENT: Duration = Duration::from_millis(250);
/// What is sampled, by the names of its stages.
const SAMPLED: [ModelKind; 4] =
    [ModelKind::Corner, ModelKind::Additive, ModelKind::StudentT, ModelKind::Unconstrained];

impl Pace {
    /// Before `models` models are sampled; 0 for a fit that does not sample.
    pub fn new(sampler: Sampler, models: usize) -> Self {
        Self {
            models,
            draws_a_model: (sampler.chains * (sampler.warmup + sampler.draws)) as usize,
            before: 0,
            of_this_model: 0,
            divergences_before: 0,
            divergences: 0,
            begun: None,
            sampled: None,
            step: None,
        }
    }

    /// Takes up what the fit says at `now`.
    pub fn at(&mut self, progress: Progress, now: Instant) -> Said {
        let sampling = SAMPLED.iter().any(|kind| stage(*kind) == progress.stage);
        let of_step = self.of_step(progress, sampling, now);
        let share = progress.done as f64 / progress.of.max(1) as f64;
        let far = if progress.of > 1 && !sampling {
            format!("{}, {:.0} %", progress.stage, (100.0 * share).floor())
        } else {
            progress.stage.to_owned()
        };
        if self.models == 0 {
            let detail = of_step.map_or_else(String::new, |left| format!("{} of this step", words(left)));
            return Said { stage: far, detail, share };
        }
        if sampling {
            self.begun.get_or_insert(now);
            // The same one again, from the start, is drawn in smaller steps.
            if self.sampled != Some(progress.stage) && self.of_this_model > 0 {
                self.next_model();
            }
            self.sampled = Some(progress.stage);
            self.of_this_model = progress.done;
            self.divergences = progress.divergences;
        } else if progress.stage == CLIMBING {
            self.sampled = None;
        }
        let (done, of) = (self.before + self.of_this_model, self.models * self.draws_a_model);
        let divergences = self.divergences_before + self.divergences;
        let mut detail = format!("{done} of {of} draws, {divergences} divergent");
        let left = match (self.left(now), of_step) {
            (None, left) | (left, None) => left,
            (Some(of_draws), Some(of_step)) => Some(of_draws + of_step),
        };
        if let Some(left) = left {
            detail = format!("{detail}, {}", words(left));
        }
        let model = (self.before / self.draws_a_model.max(1) + 1).min(self.models);
        let stage =
            if self.models > 1 && sampling { format!("{far}, {model} of {}", self.models) } else { far };
        Said { stage, detail, share: (done as f64 / of.max(1) as f64).min(1.0) }
    }

    fn next_model(&mut self) {
        self.before += self.draws_a_model;
        self.divergences_before += self.divergences;
        (self.of_this_model, self.divergences) = (0, 0);
    }

    /// From the rate so far; None before there is one, and where nothing is left to draw.
    fn left(&self, now: Instant) -> Option<Duration> {
        let (done, of) = (self.before + self.of_this_model, self.models * self.draws_a_model);
        if done < FIRST_DRAWS || done >= of {
            return None;
        }
        let spent = now.saturating_duration_since(self.begun?);
        Some(spent.mul_f64((of - done) as f64 / done as f64))
    }

    /// What is left of a step that is no sampling, from its own rate.
    fn of_step(&mut self, progress: Progress, sampling: bool, now: Instant) -> Option<Duration> {
        let Progress { stage, done, of, .. } = progress;
        if sampling {
            self.step = None;
            return None;
        }
        let step = match self.step {
            Some(step) if step.stage == stage && step.done <= done => Step { done, ..step },
            _ => Step { stage, begun: now, first: done, done },
        };
        self.step = Some(step);
        let spent = now.saturating_duration_since(step.begun);
        if spent < FIRST_MOMENT || done <= step.first || done >= of {
            return None;
        }
        Some(spent.mul_f64((of - done) as f64 / (done - step.first) as f64))
    }
}

fn words(left: Duration) -> String {
    let secs = left.as_secs_f64().ceil() as u64;
    if secs < 90 { format!("about {secs} s left") } else { format!("about {} min left", secs.div_ceil(60)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::plan::AnalysisPlan;

    #[test]
    fn draws_are_counted_over_all_models_and_time_left_follows_their_rate() {
        let mut plan = AnalysisPlan::default().unwrap();
        (plan.sampler.chains, plan.sampler.warmup, plan.sampler.draws) = (2, 100, 400);
        let mut pace = Pace::new(plan.sampler, 2);
        let begun = Instant::now();
        let mut at = |stage, done, of, divergences, secs| {
            pace.at(Progress { stage, done, of, divergences }, begun + Duration::from_secs(secs))
        };
        assert_eq!(at("climbing", 0, 1, 0, 0).share, 0.0);
        at("sampling", 0, 1_000, 0, 0);
        let said = at("sampling", 500, 1_000, 2, 10);
        assert_eq!(said.stage, "sampling, 1 of 2");
        assert_eq!(said.detail, "500 of 2000 draws, 2 divergent, about 30 s left");
        at("sampling", 1_000, 1_000, 3, 20);
        assert_eq!(at("leaving out", 0, 2, 0, 20).detail, "1000 of 2000 draws, 3 divergent, about 20 s left");
        at("additive rival", 0, 1_000, 0, 20);
        let said = at("additive rival", 200, 1_000, 1, 300);
        assert_eq!(said.stage, "additive rival, 2 of 2");
        assert_eq!(said.detail, "1200 of 2000 draws, 4 divergent, about 4 min left");
        assert_eq!(said.share, 0.6);
        at("additive rival", 1_000, 1_000, 1, 500);
        let said = at("leaving out", 0, 60, 0, 500);
        assert_eq!(
            (said.stage.as_str(), said.detail.as_str()),
            ("leaving out, 0 %", "2000 of 2000 draws, 4 divergent")
        );
        let said = at("leaving out", 20, 60, 0, 510);
        assert_eq!(said.stage, "leaving out, 33 %");
        assert_eq!(said.detail, "2000 of 2000 draws, 4 divergent, about 20 s left");
        // Another pass of the same stage has a rate of its own.
        assert_eq!(at("leaving out", 5, 60, 0, 511).detail, "2000 of 2000 draws, 4 divergent");
        assert_eq!(at("averaging", 0, 800, 0, 520).detail, "2000 of 2000 draws, 4 divergent");
        assert_eq!(
            at("averaging", 200, 800, 0, 522).detail,
            "2000 of 2000 draws, 4 divergent, about 6 s left"
        );
    }

    #[test]
    fn draws_that_are_made_again_are_no_further_model_and_the_same_stage_after_a_climb_is() {
        let mut plan = AnalysisPlan::default().unwrap();
        (plan.sampler.chains, plan.sampler.warmup, plan.sampler.draws) = (2, 100, 400);
        let mut pace = Pace::new(plan.sampler, 2);
        let begun = Instant::now();
        let mut at = |stage, done| pace.at(Progress { stage, done, of: 1_000, divergences: 0 }, begun).stage;
        at("climbing", 0);
        at("sampling", 1_000);
        assert_eq!(at("sampling", 10), "sampling, 1 of 2");
        at("sampling", 1_000);
        at("climbing", 0);
        assert_eq!(at("sampling", 10), "sampling, 2 of 2");
    }

    #[test]
    fn a_fit_that_does_not_sample_tells_what_is_left_of_each_step() {
        let mut pace = Pace::new(AnalysisPlan::default().unwrap().sampler, 0);
        let begun = Instant::now();
        let mut at = |stage, done, of, secs| {
            pace.at(Progress { stage, done, of, divergences: 0 }, begun + Duration::from_secs(secs))
        };
        assert_eq!(at("climbing", 0, 8, 0).detail, "");
        let said = at("climbing", 2, 8, 4);
        assert_eq!((said.stage.as_str(), said.share), ("climbing, 25 %", 0.25));
        assert_eq!(said.detail, "about 12 s left of this step");
        assert_eq!(at("averaging", 0, 100, 16).detail, "");
        assert_eq!(at("averaging", 75, 100, 19).detail, "about 1 s left of this step");
    }
}
