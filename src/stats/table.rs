//! The reviews that a fit uses: filtered, put in an order of their own, indexed, and checked to be enough.

use super::corner::Support;
use super::levels;
use super::plan::AnalysisPlan;
use super::trial::{Said, Trial};
use crate::problem::{Outcome, Problem};
use crate::protocol::spec::Cue;

/// Bad batches that a fit needs, and good ones.
pub const LEAST_OF_EACH: usize = 10;

/// One review, indexed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Review {
    pub(crate) person: usize,
    pub(crate) item: usize,
    pub(crate) delay_secs: f64,
    pub(crate) batch_size: f64,
    pub(crate) bad: bool,
    pub(crate) rejected: Option<bool>,
    pub(crate) secs: f64,
    pub(crate) timed_out: bool,
    pub(crate) rank: f64,
    /// log(place of the error / m), centred on what places drawn evenly from 1..=m have; 0 where unknown.
    pub(crate) position: f64,
    pub(crate) located: Option<bool>,
    pub(crate) reach_right: Option<bool>,
    /// log(1 + other briefs outstanding); 0 where the study did not vary it.
    pub(crate) load: f64,
    /// Its cue level's place among [`Table::cues`]; 0 is the reference.
    pub(crate) cue: usize,
}

/// The reviews and what they have in common.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) reviews: Vec<Review>,
    pub(crate) people: Vec<String>,
    pub(crate) items: Vec<String>,
    pub(crate) delays: Vec<f64>,
    pub(crate) batch_sizes: Vec<f64>,
    pub(crate) support: Support,
    /// Whether the delay varied; without, the model has no G.
    pub(crate) with_delay: bool,
    /// Whether any hit says which decision was named.
    pub(crate) with_location: bool,
    /// Whether any hit says what the error's reach was taken for.
    pub(crate) with_reach: bool,
    /// Least and greatest number of other briefs outstanding, where the study varied it.
    pub(crate) outstanding: Option<[u32; 2]>,
    /// Cue levels, the reference (the least) first; empty where the data do not say.
    pub(crate) cues: Vec<Cue>,
    pub(crate) rank_mean: f64,
    pub(crate) time_limit_secs: f64,
    pub(crate) prevalence: f64,
    pub(crate) simulated: bool,
    pub(crate) hash: String,
}

/// How many reviews were left out of a fit, and why.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Practice.
    pub practice: usize,
    /// Excluded by the protocol's rules.
    pub excluded: usize,
    /// Faster than the analysis plan allows.
    pub too_fast: usize,
}

/// The reviews that a plan keeps, and how many it leaves out.
pub fn keep<'a>(trials: &'a [Trial], plan: &AnalysisPlan) -> (Vec<&'a Trial>, LeftOut) {
    let mut left_out = LeftOut::default();
    let fastest = plan.leave_out.faster_than_secs.unwrap_or(0.0);
    let kept = trials
        .iter()
        .filter(|trial| {
            let counter = if trial.practice {
                &mut left_out.practice
            } else if trial.excluded && plan.leave_out.excluded {
                &mut left_out.excluded
            } else if trial.review_secs < fastest {
                &mut left_out.too_fast
            } else {
                return true;
            };
            *counter += 1;
            false
        })
        .collect();
    (kept, left_out)
}

impl Table {
    pub(crate) fn new(trials: &[Trial], plan: &AnalysisPlan) -> Outcome<Self> {
        let (mut kept, _) = keep(trials, plan);
        kept.sort_by(|a, b| {
            (&a.participant, a.trial, &a.scenario).cmp(&(&b.participant, b.trial, &b.scenario))
        });
        check_values(&kept)?;
        check_enough(&kept)?;
        let people = distinct(kept.iter().map(|trial| trial.participant.as_str()));
        let items = distinct(kept.iter().map(|trial| trial.scenario.as_str()));
        let delays = levels::delays(&kept.iter().map(|trial| trial.delay_secs).collect::<Vec<_>>());
        let batch_sizes = levels::batch_sizes(&kept.iter().map(|trial| trial.batch_size).collect::<Vec<_>>());
        let (Some(support), true) = (support(&delays, &batch_sizes), batch_sizes.len() >= 2) else {
            return Err(Problem::new(format!(
                "too few trials to fit: every batch holds {} decisions, and a surface needs two batch sizes",
                batch_sizes.first().copied().unwrap_or_default()
            )));
        };
        let outstanding = outstanding(&kept);
        let cues = cues(&kept);
        let reviews: Vec<Review> = kept
            .iter()
            .map(|trial| Review {
                person: people.binary_search(&trial.participant).unwrap_or_default(),
                item: items.binary_search(&trial.scenario).unwrap_or_default(),
                delay_secs: trial.delay_secs,
                batch_size: trial.batch_size,
                bad: trial.planted,
                rejected: trial.verdict.map(|said| said == Said::Reject),
                secs: trial.review_secs,
                timed_out: trial.timed_out,
                rank: f64::from(trial.trial),
                position: trial
                    .error_index
                    .filter(|_| trial.planted)
                    .map_or(0.0, |index| centred_position(index, trial.batch_size)),
                located: trial.located(),
                reach_right: trial.reach_right(),
                load: outstanding.and(trial.outstanding).map_or(0.0, |others| f64::from(others).ln_1p()),
                cue: trial
                    .cues
                    .and_then(|cue| cues.iter().position(|level| *level == cue))
                    .unwrap_or_default(),
            })
            .collect();
        let count = reviews.len() as f64;
        let longest = reviews.iter().map(|review| review.secs).fold(0.0, f64::max);
        Ok(Self {
            with_delay: delays.len() >= 2,
            with_location: reviews.iter().any(|review| review.located.is_some()),
            with_reach: reviews.iter().any(|review| review.reach_right.is_some()),
            outstanding,
            cues,
            rank_mean: reviews.iter().map(|review| review.rank).sum::<f64>() / count,
            time_limit_secs: plan.time_limit_secs.unwrap_or(longest),
            prevalence: reviews.iter().filter(|review| review.bad).count() as f64 / count,
            simulated: trials.iter().any(|trial| trial.simulated),
            hash: hash(&kept),
            reviews,
            people,
            items,
            delays,
            batch_sizes,
            support,
        })
    }

    /// All but one review: what they have in common stays as it was.
    pub(crate) fn without(&self, review: usize) -> Self {
        let mut others = self.clone();
        others.reviews.remove(review);
        others
    }

    /// One review: what it has in common with the others stays as it was.
    pub(crate) fn only(&self, review: usize) -> Self {
        Self { reviews: vec![self.reviews[review].clone()], ..self.clone() }
    }

    /// Mean of log review time, log seconds.
    pub(crate) fn log_secs_mean(&self) -> f64 {
        self.reviews.iter().map(|review| review.secs.ln()).sum::<f64>() / self.reviews.len() as f64
    }
}

/// The range of outstanding briefs, if every review says it and at least two numbers are each met in a twentieth of
/// the reviews: an effect of load is told from less by its prior alone.
fn outstanding(kept: &[&Trial]) -> Option<[u32; 2]> {
    let mut numbers: Vec<u32> = kept.iter().map(|trial| trial.outstanding).collect::<Option<_>>()?;
    numbers.sort_unstable();
    let often = numbers.chunk_by(|a, b| a == b).filter(|same| 20 * same.len() >= numbers.len()).count();
    (often >= 2).then(|| Some([*numbers.first()?, *numbers.last()?]))?
}

/// The cue levels in their order, if every review says its own.
fn cues(kept: &[&Trial]) -> Vec<Cue> {
    let Some(mut levels) = kept.iter().map(|trial| trial.cues).collect::<Option<Vec<Cue>>>() else {
        return Vec::new();
    };
    levels.sort_unstable();
    levels.dedup();
    levels
}

fn support(delays: &[f64], batch_sizes: &[f64]) -> Option<Support> {
    Some(Support {
        delay_secs: [*delays.first()?, *delays.last()?],
        batch_size: [*batch_sizes.first()?, *batch_sizes.last()?],
    })
}

fn distinct<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut names: Vec<String> = names.map(str::to_owned).collect();
    names.sort();
    names.dedup();
    names
}

/// log(place / m) less its mean over the places 1..=m: the level of the surface at each m is then that of an
/// error anywhere in the batch, and not of one at its end, however large the batch is.
fn centred_position(index: u32, batch_size: f64) -> f64 {
    let places = batch_size.round().max(1.0);
    let mean = (1..=places as u32).map(|place| (f64::from(place) / places).ln()).sum::<f64>() / places;
    (f64::from(index) / places).ln() - mean
}

/// Trials may come from anywhere, not only from a file that was checked line by line.
fn check_values(kept: &[&Trial]) -> Outcome<()> {
    for trial in kept {
        let sound = trial.delay_secs.is_finite()
            && trial.delay_secs >= 0.0
            && trial.review_secs.is_finite()
            && trial.review_secs > 0.0
            && trial.batch_size.is_finite()
            && trial.batch_size >= 1.0
            && trial.trial >= 1
            && trial.timed_out == trial.verdict.is_none();
        if !sound {
            return Err(Problem::new(format!(
                "participant {}, trial {}: expected a delay of 0 s or more, a review time above 0 s, a batch of 1 \
                 or more, a rank of 1 or more, and a verdict unless the time ran out",
                trial.participant, trial.trial
            )));
        }
    }
    Ok(())
}

fn check_enough(kept: &[&Trial]) -> Outcome<()> {
    let bad = kept.iter().filter(|trial| trial.planted && trial.verdict.is_some()).count();
    let good = kept.iter().filter(|trial| !trial.planted && trial.verdict.is_some()).count();
    if bad >= LEAST_OF_EACH && good >= LEAST_OF_EACH {
        return Ok(());
    }
    Err(Problem::new(format!(
        "too few trials to fit: {bad} with a planted error and {good} without one have a verdict, and {LEAST_OF_EACH} \
         of each are needed"
    ))
    .todo("collect more reviews, or check that practice and exclusions are marked as they should be"))
}

/// BLAKE3 over what the fit reads of each row, in an order that does not depend on the file's.
fn hash(kept: &[&Trial]) -> String {
    let mut hasher = blake3::Hasher::new();
    for trial in kept {
        let line = format!(
            "{}\t{}\t{}\t{}\t{}\t{}\t{:?}\t{}\t{}\t{:?}\t{:?}\t{:?}\t{:?}\t{:?}\n",
            trial.participant,
            trial.scenario,
            trial.trial,
            trial.delay_secs,
            trial.batch_size,
            trial.planted,
            trial.verdict,
            trial.review_secs,
            trial.timed_out,
            trial.error_index,
            trial.said_index,
            trial.reach_right(),
            trial.outstanding,
            trial.cues,
        );
        hasher.update(line.as_bytes());
    }
    hasher.finalize().to_hex().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_drawn_evenly_have_no_mean_position() {
        for m in [1u32, 2, 7, 16] {
            let sum: f64 = (1..=m).map(|place| centred_position(place, f64::from(m))).sum();
            assert!(sum.abs() < 1e-12, "{m}: {sum}");
        }
    }
}
