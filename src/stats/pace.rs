//! How far a fit is as a whole, and how long it will still take: for a bar in a terminal or a window.

use super::Progress;
use super::plan::Sampler;
use std::time::{Duration, Instant};

/// What is to be said of a fit under way.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// What is being done, and which model of how many.
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
}

/// Too few draws to tell a rate from.
const FIRST_DRAWS: usize = 50;

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
        }
    }

    /// Takes up what the fit says at `now`.
    pub fn at(&mut self, progress: Progress, now: Instant) -> Said {
        if self.models == 0 {
            let share = progress.done as f64 / progress.of.max(1) as f64;
            return Said { stage: progress.stage.to_owned(), detail: String::new(), share };
        }
        let sampling = progress.of == self.draws_a_model && self.draws_a_model > 1;
        if sampling {
            self.begun.get_or_insert(now);
            if progress.done < self.of_this_model {
                self.next_model();
            }
            self.of_this_model = progress.done;
            self.divergences = progress.divergences;
        }
        let (done, of) = (self.before + self.of_this_model, self.models * self.draws_a_model);
        let divergences = self.divergences_before + self.divergences;
        let mut detail = format!("{done} of {of} draws, {divergences} divergent");
        if let Some(left) = self.left(now) {
            detail = format!("{detail}, {}", words(left));
        }
        let model = (self.before / self.draws_a_model.max(1) + 1).min(self.models);
        let stage = if self.models > 1 && sampling {
            format!("{}, {model} of {}", progress.stage, self.models)
        } else {
            progress.stage.to_owned()
        };
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
        assert_eq!(at("averaging", 0, 800, 0, 501).detail, "2000 of 2000 draws, 4 divergent");
    }
}
