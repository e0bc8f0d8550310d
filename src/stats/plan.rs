//! The analysis plan: what is estimated, at what prices, under which priors. Written before data, hashed into
//! every surface's provenance.

use super::model::kind::ModelKind;
use crate::problem::{Outcome, Problem};
use crate::ron_text;
use crate::surface::Prices;
use serde::Deserialize;
use std::path::Path;

/// The format's name, first field of every analysis plan.
pub const ANALYSIS_FORMAT: &str = "tightloop-analysis/1";

/// The plan that is used unless another is named: `analysis/default.ron`.
pub const DEFAULT_PLAN: &str = include_str!("../../analysis/default.ron");

/// An analysis plan.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnalysisPlan {
    /// [`ANALYSIS_FORMAT`].
    pub format: String,
    /// Its name.
    pub id: String,
    /// Whose cost is estimated.
    pub estimand: Estimand,
    /// What wrong judgements cost, person-seconds.
    pub prices: Prices,
    /// T_max, seconds; None: the protocol's, or the longest review in the data.
    pub time_limit_secs: Option<f64>,
    /// Which reviews are left out.
    pub leave_out: LeaveOut,
    /// The models that are fitted. The first is the model of record unless another predicts clearly better.
    pub models: Vec<ModelKind>,
    /// How long is sampled.
    pub sampler: Sampler,
    /// Seed of every draw.
    pub seed: u64,
    /// Priors.
    pub priors: Priors,
    /// BLAKE3 of the plan's text.
    #[serde(skip)]
    pub hash: String,
}

/// How long is sampled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sampler {
    /// Independent chains, 1 to 16.
    pub chains: u32,
    /// Draws of each chain that only adapt it, 100 to 10,000.
    pub warmup: u32,
    /// Draws of each chain that are kept, 100 to 20,000.
    pub draws: u32,
}

/// Whose cost is estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Estimand {
    /// The average over the participants and scenarios of the study.
    ThesePeopleAndItems,
    /// One person and one scenario that the study has not seen: wider.
    NewPersonAndItem,
}

impl Estimand {
    /// Its name in a surface.
    pub fn name(self) -> &'static str {
        match self {
            Self::ThesePeopleAndItems => "these_people_and_items",
            Self::NewPersonAndItem => "new_person_and_item",
        }
    }
}

/// Which reviews are left out, apart from practice, which always is.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeaveOut {
    /// Those that the protocol's own rules exclude.
    pub excluded: bool,
    /// Those that took less than this, seconds.
    pub faster_than_secs: Option<f64>,
}

/// A normal prior.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Normal {
    /// Mean.
    pub mean: f64,
    /// Standard deviation.
    pub sd: f64,
}

/// A log-normal prior.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogNormal {
    /// Median, in the parameter's own unit.
    pub median: f64,
    /// Standard deviation of its logarithm.
    pub sd_log: f64,
}

/// Priors. A field that ends in `_sd` is the scale of a half-normal prior of a standard deviation.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Priors {
    /// a: log seconds for one decision without delay.
    pub level: Normal,
    /// Rise of log time per log m.
    pub slope_batch: LogNormal,
    /// Rise of log time per G.
    pub slope_delay: LogNormal,
    /// SD of log e^E around half the smaller of the two rises.
    pub corner_rest_sd_log: f64,
    /// τ, seconds.
    pub tau_secs: LogNormal,
    /// r of the additive rival: what resuming costs, seconds per G.
    pub resume_secs: LogNormal,
    /// Rise of log time per log m where it may fall.
    pub free_slope_batch: Normal,
    /// Rise of log time per G where it may fall.
    pub free_slope_delay: Normal,
    /// What the far corner lies above or below the sum of the two rises where it may, log seconds.
    pub free_interaction: Normal,
    /// σ of log time.
    pub sigma: LogNormal,
    /// b_e: bad batches against good ones, log seconds.
    pub time_error: Normal,
    /// b_t: per log of the trial's rank.
    pub practice_log: Normal,
    /// b_l: per trial.
    pub practice_linear: Normal,
    /// b_p: per log of the error's place in the batch.
    pub position: Normal,
    /// δ: log d′ for one decision without delay.
    pub sensitivity: Normal,
    /// g_m: loss of log d′ per log m.
    pub loss_batch: LogNormal,
    /// g_d: loss of log d′ per G.
    pub loss_delay: LogNormal,
    /// c0.
    pub criterion: Normal,
    /// c_m.
    pub criterion_batch: Normal,
    /// ℓ0: logit of naming the right decision.
    pub location: Normal,
    /// ℓ_m: loss of that logit per log m.
    pub location_loss_batch: LogNormal,
    /// ℓ_d: loss of that logit per G.
    pub location_loss_delay: LogNormal,
    /// b_o: log seconds per log(1 + other briefs outstanding).
    pub load_time: Normal,
    /// g_o: loss of log d′ per log(1 + other briefs outstanding).
    pub load_sensitivity: Normal,
    /// b_q: a cue level against the reference, log seconds.
    pub cue_time: Normal,
    /// δ_q: a cue level against the reference, log d′.
    pub cue_sensitivity: Normal,
    /// atanh of the correlation of effects of time and of sensitivity, of people and of items.
    pub correlation_sd: f64,
    /// u_T, log seconds.
    pub person_time_sd: f64,
    /// slope_j, log seconds per log m.
    pub person_slope_sd: f64,
    /// v_T, log seconds.
    pub item_time_sd: f64,
    /// u_D, log d′.
    pub person_sensitivity_sd: f64,
    /// u_C.
    pub person_criterion_sd: f64,
    /// v_D, log d′.
    pub item_sensitivity_sd: f64,
    /// u_L, logits.
    pub person_location_sd: f64,
    /// v_L, logits.
    pub item_location_sd: f64,
}

impl AnalysisPlan {
    /// The built-in plan.
    ///
    /// # Errors
    /// None that a build with passing tests can meet.
    #[expect(
        clippy::should_implement_trait,
        reason = "the trait's default cannot fail, and reading a plan can"
    )]
    pub fn default() -> Outcome<Self> {
        Self::parse(DEFAULT_PLAN, Path::new("analysis/default.ron"))
    }

    /// Reads a plan.
    ///
    /// # Errors
    /// Where the file cannot be read, is no such RON, or holds a value that is out of range.
    pub fn load(path: &Path) -> Outcome<Self> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| Problem::io(path, "read the analysis plan", &error))?;
        Self::parse(&text, path)
    }

    /// Reads a plan from text; `path` is only named in errors.
    ///
    /// # Errors
    /// As [`AnalysisPlan::load`].
    pub fn parse(text: &str, path: &Path) -> Outcome<Self> {
        let mut plan: Self = ron_text::parse(text, path)?;
        plan.check().map_err(|problem| problem.in_file(path))?;
        plan.hash = blake3::hash(text.as_bytes()).to_hex().to_string();
        Ok(plan)
    }

    fn check(&self) -> Outcome<()> {
        let wrong = |what: String| Err(Problem::new(what));
        if self.format != ANALYSIS_FORMAT {
            return wrong(format!("format: expected \"{ANALYSIS_FORMAT}\", found \"{}\"", self.format));
        }
        let prices = self.prices;
        for (name, value) in [
            ("prices.miss_secs", prices.miss_secs),
            ("prices.misplaced_secs", prices.misplaced_secs),
            ("prices.false_alarm_secs", prices.false_alarm_secs),
            ("leave_out.faster_than_secs", self.leave_out.faster_than_secs.unwrap_or(0.0)),
        ] {
            if !(value.is_finite() && value >= 0.0) {
                return wrong(format!("{name}: expected seconds, 0 or more, found {value}"));
            }
        }
        if let Some(limit) = self.time_limit_secs
            && !(limit.is_finite() && limit > 0.0)
        {
            return wrong(format!("time_limit_secs: expected seconds above 0, found {limit}"));
        }
        let Sampler { chains, warmup, draws } = self.sampler;
        for (name, value, [least, most]) in [
            ("sampler.chains", chains, [1, 16]),
            ("sampler.warmup", warmup, [100, 10_000]),
            ("sampler.draws", draws, [100, 20_000]),
        ] {
            if !(least..=most).contains(&value) {
                return wrong(format!("{name}: expected {least} to {most}, found {value}"));
            }
        }
        match self.models.first() {
            Some(ModelKind::Unconstrained) => {
                return wrong(
                    "models: the unconstrained rival is a check, and cannot stand first".to_owned(),
                );
            }
            None => return wrong("models: expected at least one".to_owned()),
            _ => {}
        }
        self.priors.check()
    }
}

impl Priors {
    fn check(&self) -> Outcome<()> {
        let normals = [
            ("level", self.level),
            ("time_error", self.time_error),
            ("practice_log", self.practice_log),
            ("practice_linear", self.practice_linear),
            ("position", self.position),
            ("sensitivity", self.sensitivity),
            ("criterion", self.criterion),
            ("criterion_batch", self.criterion_batch),
            ("location", self.location),
            ("free_slope_batch", self.free_slope_batch),
            ("free_slope_delay", self.free_slope_delay),
            ("free_interaction", self.free_interaction),
            ("load_time", self.load_time),
            ("load_sensitivity", self.load_sensitivity),
            ("cue_time", self.cue_time),
            ("cue_sensitivity", self.cue_sensitivity),
        ]
        .map(|(name, prior)| (name, prior.mean.is_finite(), prior.sd));
        let logs = [
            ("slope_batch", self.slope_batch),
            ("slope_delay", self.slope_delay),
            ("tau_secs", self.tau_secs),
            ("sigma", self.sigma),
            ("resume_secs", self.resume_secs),
            ("loss_batch", self.loss_batch),
            ("loss_delay", self.loss_delay),
            ("location_loss_batch", self.location_loss_batch),
            ("location_loss_delay", self.location_loss_delay),
        ]
        .map(|(name, prior)| (name, prior.median.is_finite() && prior.median > 0.0, prior.sd_log));
        let scales = [
            ("corner_rest_sd_log", self.corner_rest_sd_log),
            ("correlation_sd", self.correlation_sd),
            ("person_time_sd", self.person_time_sd),
            ("person_slope_sd", self.person_slope_sd),
            ("item_time_sd", self.item_time_sd),
            ("person_sensitivity_sd", self.person_sensitivity_sd),
            ("person_criterion_sd", self.person_criterion_sd),
            ("item_sensitivity_sd", self.item_sensitivity_sd),
            ("person_location_sd", self.person_location_sd),
            ("item_location_sd", self.item_location_sd),
        ]
        .map(|(name, sd)| (name, true, sd));
        for (name, centre_is_good, sd) in normals.into_iter().chain(logs).chain(scales) {
            if !(centre_is_good && sd.is_finite() && sd > 0.0) {
                return Err(Problem::new(format!(
                    "priors.{name}: expected finite numbers, medians and standard deviations above 0"
                )));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_plan_is_sound_and_hashed() {
        let plan = AnalysisPlan::default().unwrap();
        assert_eq!(plan.hash, blake3::hash(DEFAULT_PLAN.as_bytes()).to_hex().to_string());
        assert!(plan.prices.miss_secs > plan.prices.misplaced_secs, "a miss must not be cheaper than a hit");
    }

    #[test]
    fn what_is_wrong_is_named() {
        let path = Path::new("plan.ron");
        let negative = DEFAULT_PLAN.replace("miss_secs: 600", "miss_secs: -1");
        let problem = AnalysisPlan::parse(&negative, path).unwrap_err();
        assert_eq!(problem.to_string(), "plan.ron: prices.miss_secs: expected seconds, 0 or more, found -1");
        let typo = DEFAULT_PLAN.replace("miss_secs", "mis_secs");
        let problem = AnalysisPlan::parse(&typo, path).unwrap_err().to_string();
        assert!(problem.contains("did you mean 'miss_secs'"), "{problem}");
    }
}
