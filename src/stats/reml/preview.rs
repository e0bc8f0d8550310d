//! The preview of a study: log review time by delay and batch size, from a mixed model that takes milliseconds.
//!
//! It is no fit of record. Time-outs count as if they had ended at the limit, τ is fixed at its prior median, the
//! surface may dip, and verdicts, cues and other briefs outstanding play no part. Where it and the fit of record
//! disagree, the latter is right.

use super::{CrossProducts, Factor, Fit};
use crate::problem::{Outcome, Problem};
use crate::stats::corner::delay_scale;
use crate::stats::levels;
use crate::stats::plan::AnalysisPlan;
use crate::stats::table::{LeftOut, keep};
use crate::stats::trial::Trial;
use std::collections::HashMap;

/// Standard normal 95 % quantile.
const Z95: f64 = 1.644_853_626_951_472_7;

/// Fixed effects of log time, in the order of the model.
const TERMS: [&str; 7] =
    ["level", "bad", "log batch size", "delay", "log batch size x delay", "log rank", "rank"];
const BATCH: usize = 2;
const DELAY: usize = 3;
const BOTH: usize = 4;

/// A fixed effect.
#[derive(Debug, Clone, PartialEq)]
pub struct Coefficient {
    /// What it multiplies: `level` (1), `bad` (0 or 1), `log batch size` (z = log m), `delay` (G = log(1 + d/τ)),
    /// their product, `log rank` and `rank` (the trial's rank, from its mean).
    pub name: &'static str,
    /// Log seconds per unit of that.
    pub estimate: f64,
    /// Standard error.
    pub se: f64,
}

/// E[log T] over delays (rows) and batch sizes (columns): bad batches where the study had any, at the mean log rank
/// and rank, for the average person and scenario. The intervals hold 90 % if variances are as estimated; with few
/// people or scenarios they are too narrow.
#[derive(Debug, Clone, PartialEq)]
pub struct PreviewGrid {
    /// Delays, seconds.
    pub delay_secs: Vec<f64>,
    /// Batch sizes, decisions.
    pub batch_size: Vec<f64>,
    /// Mean of log seconds.
    pub mean: Vec<Vec<f64>>,
    /// Lower end.
    pub q05: Vec<Vec<f64>>,
    /// Upper end.
    pub q95: Vec<Vec<f64>>,
}

/// A preview.
#[derive(Debug, Clone, PartialEq)]
pub struct Preview {
    /// Fixed effects that the data could tell.
    pub coefficients: Vec<Coefficient>,
    /// SD of people's log times; None where that was left out.
    pub person_sd: Option<f64>,
    /// SD of scenarios' log times; None where that was left out.
    pub item_sd: Option<f64>,
    /// Residual SD of log time.
    pub residual_sd: f64,
    /// REML criterion.
    pub criterion: f64,
    /// Whether the search for the variances came to rest.
    pub converged: bool,
    /// E[log T].
    pub grid: PreviewGrid,
    /// τ that was assumed, seconds.
    pub tau_secs: f64,
    /// Reviews used.
    pub reviews: usize,
    /// Those of them that ran into the time limit and count as if they had ended there: times are underestimated.
    pub timed_out: usize,
    /// People.
    pub people: usize,
    /// Scenarios.
    pub items: usize,
    /// Reviews that the plan leaves out.
    pub left_out: LeftOut,
    /// Parts of the model that were left out, and why: one sentence each.
    pub without: Vec<String>,
    /// Whether any participant was SIMULATED.
    pub simulated: bool,
}

/// Fits log T on 1, bad, z = log m, G = log(1 + d/τ), z·G, log rank and rank, with intercepts of people and
/// scenarios. What does not vary is left out and named; with one participant, or one scenario, so is that factor.
///
/// # Errors
/// Where a kept review has values that cannot be, or there are too few of them.
pub fn preview(trials: &[Trial], plan: &AnalysisPlan) -> Outcome<Preview> {
    let (kept, left_out) = keep(trials, plan);
    check(&kept)?;
    let rows = Rows::of(&kept, plan.priors.tau_secs.median);
    let mut without = Vec::new();
    let factors: Vec<(&str, &Levels)> = [("person", &rows.people), ("scenario", &rows.items)]
        .into_iter()
        .filter(|(name, levels)| {
            let reason = match levels.count {
                1 => format!("{name}: there is only one"),
                count if count == kept.len() => format!("{name}: every review has another"),
                _ => return true,
            };
            without.push(reason);
            false
        })
        .collect();
    let mut terms: Vec<usize> = Vec::new();
    for (term, name) in TERMS.iter().enumerate() {
        if rows.varies(term, &terms) {
            terms.push(term);
        } else {
            without.push(format!("{name}: it did not vary"));
        }
    }
    let sums = loop {
        let sums = rows.sums(&terms, &factors)?;
        let Some(column) = sums.dependent_column() else { break sums };
        without.push(format!("{}: it follows from what comes before it", TERMS[terms.remove(column)]));
    };
    let fit = sums.fit()?;
    let sd_of = |name: &str| {
        let factor = factors.iter().position(|(factor, _)| *factor == name)?;
        fit.variances.iter().find(|variance| variance.factor == factor).map(|variance| variance.sd)
    };
    Ok(Preview {
        coefficients: terms
            .iter()
            .enumerate()
            .map(|(column, term)| Coefficient {
                name: TERMS[*term],
                estimate: fit.coefficients[column],
                se: fit.se(column),
            })
            .collect(),
        person_sd: sd_of("person"),
        item_sd: sd_of("scenario"),
        residual_sd: fit.residual_sd,
        criterion: fit.criterion,
        converged: fit.converged,
        grid: rows.grid(&fit, &terms),
        tau_secs: rows.tau_secs,
        reviews: kept.len(),
        timed_out: kept.iter().filter(|trial| trial.timed_out).count(),
        people: rows.people.count,
        items: rows.items.count,
        left_out,
        without,
        simulated: kept.iter().any(|trial| trial.simulated),
    })
}

/// The level of each review.
struct Levels {
    of: Vec<u32>,
    count: usize,
}

impl Levels {
    fn of<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let mut known: HashMap<&str, u32> = HashMap::new();
        let of = names
            .map(|name| {
                let next = known.len() as u32;
                *known.entry(name).or_insert(next)
            })
            .collect();
        Self { of, count: known.len() }
    }
}

/// The reviews as rows of the model.
struct Rows<'a> {
    trials: &'a [&'a Trial],
    people: Levels,
    items: Levels,
    tau_secs: f64,
    log_rank_mean: f64,
    rank_mean: f64,
}

impl<'a> Rows<'a> {
    fn of(trials: &'a [&'a Trial], tau_secs: f64) -> Self {
        let mean = |value: fn(f64) -> f64| {
            trials.iter().map(|trial| value(f64::from(trial.trial))).sum::<f64>() / trials.len() as f64
        };
        Self {
            trials,
            people: Levels::of(trials.iter().map(|trial| trial.participant.as_str())),
            items: Levels::of(trials.iter().map(|trial| trial.scenario.as_str())),
            tau_secs,
            log_rank_mean: mean(f64::ln),
            rank_mean: mean(|rank| rank),
        }
    }

    /// All terms of one review.
    fn row(&self, trial: &Trial) -> [f64; TERMS.len()] {
        let (z, g) = (trial.batch_size.ln(), delay_scale(trial.delay_secs, self.tau_secs));
        let rank = f64::from(trial.trial);
        let bad = f64::from(u8::from(trial.planted));
        [1.0, bad, z, g, z * g, rank.ln() - self.log_rank_mean, rank - self.rank_mean]
    }

    /// Whether a term varies; a product only counts where both its factors are `kept`.
    fn varies(&self, term: usize, kept: &[usize]) -> bool {
        match term {
            0 => true,
            BOTH => kept.contains(&BATCH) && kept.contains(&DELAY),
            DELAY => {
                // What happened scatters around one target even where delay was no factor.
                let delays: Vec<f64> = self.trials.iter().map(|trial| trial.delay_secs).collect();
                levels::delays(&delays).len() > 1
            }
            _ => {
                let mut values = self.trials.iter().map(|trial| self.row(trial)[term]);
                values.next().is_some_and(|first| values.any(|value| value != first))
            }
        }
    }

    fn sums(&self, terms: &[usize], factors: &[(&str, &Levels)]) -> Outcome<CrossProducts> {
        let groups: Vec<Factor> =
            factors.iter().map(|(_, levels)| Factor { levels: levels.count, columns: vec![0] }).collect();
        let mut sums = CrossProducts::new(terms.len(), &groups)?;
        let (mut x, mut at) = (vec![0.0; terms.len()], vec![0; factors.len()]);
        for (index, trial) in self.trials.iter().enumerate() {
            let row = self.row(trial);
            x.iter_mut().zip(terms).for_each(|(x, term)| *x = row[*term]);
            at.iter_mut().zip(factors).for_each(|(at, (_, levels))| *at = levels.of[index] as usize);
            sums.add(&x, trial.review_secs.ln(), &at);
        }
        Ok(sums)
    }

    fn grid(&self, fit: &Fit, terms: &[usize]) -> PreviewGrid {
        let delay_secs =
            levels::delays(&self.trials.iter().map(|trial| trial.delay_secs).collect::<Vec<_>>());
        let batch_size =
            levels::batch_sizes(&self.trials.iter().map(|trial| trial.batch_size).collect::<Vec<_>>());
        let at = |share: f64| -> Vec<Vec<f64>> {
            let cell = |d: f64, m: f64| {
                let (z, g) = (m.ln(), delay_scale(d, self.tau_secs));
                let all = [1.0, 1.0, z, g, z * g, 0.0, 0.0];
                let (mean, se) = fit.predict(&terms.iter().map(|term| all[*term]).collect::<Vec<_>>());
                mean + share * se
            };
            delay_secs.iter().map(|d| batch_size.iter().map(|m| cell(*d, *m)).collect()).collect()
        };
        PreviewGrid { mean: at(0.0), q05: at(-Z95), q95: at(Z95), delay_secs, batch_size }
    }
}

fn check(kept: &[&Trial]) -> Outcome<()> {
    if kept.is_empty() {
        return Err(Problem::new("no reviews to preview: none is left without practice and exclusions"));
    }
    for trial in kept {
        let sound = trial.delay_secs.is_finite()
            && trial.delay_secs >= 0.0
            && trial.review_secs.is_finite()
            && trial.review_secs > 0.0
            && trial.batch_size.is_finite()
            && trial.batch_size >= 1.0
            && trial.trial >= 1;
        if !sound {
            return Err(Problem::new(format!(
                "participant {}, trial {}: expected a delay of 0 s or more, a review time above 0 s, a batch of 1 or \
                 more, and a rank of 1 or more",
                trial.participant, trial.trial
            )));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::trial::Said;
    use rand::SeedableRng as _;
    use rand_chacha::ChaCha8Rng;
    use rand_distr::{Distribution, StandardNormal};

    /// What the coefficients of [`study`] are, in the order of `TERMS`; rank and log rank around their means.
    const TRUTH: [f64; 7] = [3.6, 0.2, 0.6, 0.1, -0.03, -0.1, 0.002];
    const SDS: [f64; 3] = [0.4, 0.25, 0.45];

    fn study(people: usize, items: usize, each: u32, seed: u64, delays: &[f64]) -> Vec<Trial> {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut normal = move |sd: f64| sd * Distribution::<f64>::sample(&StandardNormal, &mut rng);
        let person: Vec<f64> = (0..people).map(|_| normal(SDS[0])).collect();
        let item: Vec<f64> = (0..items).map(|_| normal(SDS[1])).collect();
        let mut trials = Vec::new();
        for (j, person) in person.iter().enumerate() {
            for rank in 1..=each {
                let at = rank as usize + j;
                let k = (at / 2 + 3 * j) % items;
                let (m, bad) = ([1.0, 4.0, 16.0][at % 3], (at + j / 3).is_multiple_of(2));
                let d = delays[(at / 3 + j) % delays.len()];
                let (z, g) = (f64::ln(m), delay_scale(d, 60.0));
                let row = [1.0, f64::from(u8::from(bad)), z, g, z * g, f64::from(rank).ln(), f64::from(rank)];
                let mean: f64 = row.iter().zip(TRUTH).map(|(x, b)| x * b).sum();
                let secs = (mean + person + item[k] + normal(SDS[2])).exp();
                trials.push(Trial {
                    participant: format!("p{j}"),
                    scenario: format!("s{k}"),
                    trial: rank,
                    delay_secs: d,
                    batch_size: m,
                    planted: bad,
                    verdict: (secs < 400.0).then_some(Said::Accept),
                    review_secs: secs.min(400.0),
                    timed_out: secs >= 400.0,
                    error_index: None,
                    said_index: None,
                    reach: None,
                    said_reach: None,
                    outstanding: None,
                    cues: None,
                    practice: false,
                    excluded: false,
                    simulated: true,
                });
            }
        }
        trials
    }

    const DELAYS: [f64; 3] = [0.0, 120.0, 900.0];

    #[test]
    fn what_made_the_reviews_is_found_again() {
        let plan = AnalysisPlan::default().unwrap();
        let ours = preview(&study(40, 30, 60, 1, &DELAYS), &plan).unwrap();
        assert!(ours.converged && ours.simulated && ours.without.is_empty(), "{ours:?}");
        assert_eq!((ours.people, ours.items, ours.reviews), (40, 30, 2_400));
        for (coefficient, truth) in ours.coefficients.iter().zip(TRUTH).skip(1) {
            let off = (coefficient.estimate - truth) / coefficient.se;
            assert!(off.abs() < 3.5, "{coefficient:?} for {truth}");
        }
        for (sd, truth) in [ours.person_sd.unwrap(), ours.item_sd.unwrap(), ours.residual_sd].iter().zip(SDS)
        {
            assert!((sd / truth - 1.0).abs() < 0.35, "{sd} for {truth}");
        }
        assert_eq!(
            (ours.grid.delay_secs.clone(), ours.grid.batch_size.clone()),
            (DELAYS.to_vec(), vec![1.0, 4.0, 16.0])
        );
        let (mean, low) = (ours.grid.mean[0][2] - ours.grid.mean[0][0], ours.grid.q05[1][1]);
        assert!((mean - ours.coefficients[2].estimate * 16f64.ln()).abs() < 1e-12);
        assert!(low < ours.grid.mean[1][1] && ours.grid.mean[1][1] < ours.grid.q95[1][1]);
    }

    #[test]
    fn time_outs_enter_at_the_limit_and_are_counted() {
        let plan = AnalysisPlan::default().unwrap();
        let trials = study(12, 6, 40, 2, &DELAYS);
        let count = trials.iter().filter(|trial| trial.timed_out).count();
        assert!(count > 0);
        assert_eq!(preview(&trials, &plan).unwrap().timed_out, count);
    }

    #[test]
    fn what_does_not_vary_is_left_out_and_named() {
        let plan = AnalysisPlan::default().unwrap();
        let ours = preview(&study(6, 4, 30, 3, &[60.0]), &plan).unwrap();
        assert_eq!(ours.without, ["delay: it did not vary", "log batch size x delay: it did not vary"]);
        assert_eq!(ours.coefficients.len(), 5);
        assert_eq!(ours.grid.mean.len(), 1);

        let ours = preview(&study(1, 5, 60, 4, &DELAYS), &plan).unwrap();
        assert_eq!(ours.without, ["person: there is only one"]);
        assert!(ours.person_sd.is_none() && ours.item_sd.is_some());

        let ours = preview(&study(5, 1, 60, 4, &DELAYS), &plan).unwrap();
        assert_eq!(ours.without, ["scenario: there is only one"]);

        let both = preview(&study(1, 1, 60, 4, &DELAYS), &plan).unwrap();
        assert!(both.person_sd.is_none() && both.item_sd.is_none() && both.residual_sd > 0.0);

        // Two ranks: their logarithm says all that they do.
        let ours = preview(&study(40, 6, 2, 5, &DELAYS), &plan).unwrap();
        assert_eq!(ours.without, ["rank: it follows from what comes before it"]);
    }

    #[test]
    fn practice_is_left_out_and_too_little_is_said() {
        let plan = AnalysisPlan::default().unwrap();
        let mut trials = study(6, 4, 30, 3, &DELAYS);
        trials.iter_mut().filter(|trial| trial.trial <= 3).for_each(|trial| trial.practice = true);
        let ours = preview(&trials, &plan).unwrap();
        assert_eq!((ours.reviews, ours.left_out.practice), (162, 18));
        assert!(preview(&[], &plan).unwrap_err().to_string().contains("no reviews"));
        assert!(preview(&trials[5..8], &plan).is_err(), "three reviews");
        trials[20].review_secs = 0.0;
        assert!(preview(&trials, &plan).unwrap_err().to_string().contains("a review time above 0 s"));
    }

    #[test]
    fn the_order_of_reviews_does_not_matter() {
        let plan = AnalysisPlan::default().unwrap();
        let mut trials = study(8, 5, 30, 9, &DELAYS);
        let forwards = preview(&trials, &plan).unwrap();
        trials.reverse();
        let backwards = preview(&trials, &plan).unwrap();
        assert!((forwards.criterion - backwards.criterion).abs() < 1e-6);
        for (a, b) in forwards.coefficients.iter().zip(&backwards.coefficients) {
            assert!((a.estimate - b.estimate).abs() < 1e-5, "{a:?} {b:?}");
        }
    }
}
