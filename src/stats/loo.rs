//! Leave-one-out prediction from one fit (PSIS-LOO): Vehtari, Gelman & Gabry (2017), *Statistics and Computing*
//! 27, 1413–1432, with tails smoothed as in Vehtari et al. (2024). The numbers are those of ArviZ.

use super::diagnose::PARETO_K_MOST;
use super::psis::smooth_tail;
use crate::problem::{Outcome, Problem};
use rayon::prelude::*;

/// Observations that are brought together from the rows of a matrix at a time.
const BLOCK: usize = 16;
/// Blocks between two words on how far it is.
const BLOCKS_AT_ONCE: usize = 8;

/// Log-likelihoods, one row a draw and one column an observation. An observation is what is left out at once:
/// a review, or all that one participant did.
#[derive(Debug, Clone, PartialEq)]
pub struct LogLikelihood {
    draws: usize,
    observations: usize,
    values: Vec<f64>,
}

impl LogLikelihood {
    /// From `draws` rows of `observations` values each, in nats.
    ///
    /// # Errors
    /// Where the sizes do not match, either is 0, or a value is not finite.
    pub fn new(draws: usize, observations: usize, values: Vec<f64>) -> Outcome<Self> {
        if draws == 0 || observations == 0 || draws.checked_mul(observations) != Some(values.len()) {
            return Err(Problem::new(format!(
                "log-likelihoods: expected {draws} draws × {observations} observations, both above 0, found {} values",
                values.len()
            )));
        }
        if let Some(at) = values.iter().position(|value| !value.is_finite()) {
            return Err(Problem::new(format!(
                "log-likelihood of observation {} in draw {}: expected a finite number, found {}",
                at % observations + 1,
                at / observations + 1,
                values[at]
            ))
            .todo("a draw under which an observation is impossible cannot be reweighted"));
        }
        Ok(Self { draws, observations, values })
    }

    /// Sums what belongs together, so that whole groups are left out: `group[i]` is observation i's group, from 0;
    /// every group up to the largest must occur. For participants whose own effects are among what was sampled,
    /// k̂ will often be above .7: the fit without them is far from the fit with them.
    ///
    /// # Errors
    /// Where `group` is not as long as there are observations, or a group is empty.
    pub fn grouped(&self, group: &[usize]) -> Outcome<Self> {
        let groups = group.iter().max().map_or(0, |largest| largest + 1);
        let every = groups <= group.len() && {
            let mut seen = vec![false; groups];
            group.iter().for_each(|g| seen[*g] = true);
            seen.into_iter().all(|seen| seen)
        };
        if group.len() != self.observations || !every {
            return Err(Problem::new(format!(
                "groups to leave out: expected one number for each of {} observations, from 0 without gaps",
                self.observations
            )));
        }
        let mut values = vec![0.0; self.draws * groups];
        for (row, sums) in self.values.chunks_exact(self.observations).zip(values.chunks_exact_mut(groups)) {
            for (value, g) in row.iter().zip(group) {
                sums[*g] += value;
            }
        }
        Ok(Self { draws: self.draws, observations: groups, values })
    }
}

/// How well a model predicts each observation from all the others.
#[derive(Debug, Clone, PartialEq)]
pub struct Loo {
    /// Expected log pointwise predictive density, nats: the sum of `pointwise`.
    pub elpd: f64,
    /// Its standard error over observations, √(n·variance), the variance divided by n.
    pub se: f64,
    /// Effective number of parameters: what prediction of the observations themselves gains over leaving them out.
    pub p_loo: f64,
    /// log p(observation | all others), nats, in the order of the observations.
    pub pointwise: Vec<f64>,
    /// Pareto k̂ of each observation; None where its ratios have no tail to fit.
    pub pareto_k: Vec<Option<f64>>,
    /// The largest k̂.
    pub pareto_k_max: Option<f64>,
    /// k̂ up to this can be trusted: .7, or 1 − 1/log₁₀ S where that is less (S below about 2,200 draws).
    pub pareto_k_limit: f64,
    /// Observations whose k̂ is above [`PARETO_K_MOST`] (.7).
    pub k_above_most: usize,
    /// Observations that cannot be relied on: k̂ above `pareto_k_limit`, or unknown although their ratios differ; less
    /// those that were left out in earnest.
    pub unreliable: usize,
    /// Observations of which the estimate was replaced by the exact value.
    pub refitted: usize,
    /// Those that cannot be relied on, the worst first.
    doubtful: Vec<usize>,
}

impl Loo {
    /// The observations that can be relied on least, at most so many of them, the worst first.
    pub(crate) fn hardest(&self, most: usize) -> Vec<usize> {
        self.doubtful.iter().take(most).copied().collect()
    }

    /// Puts an observation's exact log density, from a fit that has not seen it, in the place of the estimate. Its k̂
    /// stays what it was.
    pub(crate) fn replace(&mut self, observation: usize, elpd: f64) {
        self.p_loo += self.pointwise[observation] - elpd;
        self.pointwise[observation] = elpd;
        (self.elpd, self.se) = sum_and_error(&self.pointwise);
        self.doubtful.retain(|other| *other != observation);
        self.unreliable = self.doubtful.len();
        self.refitted += 1;
    }
}

/// PSIS-LOO. `efficiency` is effective draws a draw (1 for independent ones); it sets the tail's length only.
///
/// # Errors
/// Where `efficiency` is not a positive number.
pub fn loo(log_likelihood: &LogLikelihood, efficiency: f64) -> Outcome<Loo> {
    loo_watched(log_likelihood, efficiency, &mut |_| Ok(()))
}

/// As [`loo`]; `tell` hears how many observations are done, and may end it.
///
/// # Errors
/// As [`loo`], and `tell`'s.
pub(crate) fn loo_watched(
    log_likelihood: &LogLikelihood,
    efficiency: f64,
    tell: &mut dyn FnMut(usize) -> Outcome<()>,
) -> Outcome<Loo> {
    if !(efficiency.is_finite() && efficiency > 0.0) {
        return Err(Problem::new(format!(
            "relative efficiency of the draws: expected a number above 0, found {efficiency}"
        )));
    }
    let LogLikelihood { draws, observations, values } = log_likelihood;
    let blocks: Vec<usize> = (0..*observations).step_by(BLOCK).collect();
    let of_block = |first: &usize| {
        let width = BLOCK.min(observations - first);
        let mut columns = vec![Vec::with_capacity(*draws); width];
        for row in values.chunks_exact(*observations) {
            for (column, value) in columns.iter_mut().zip(&row[*first..first + width]) {
                column.push(*value);
            }
        }
        columns.into_iter().map(|column| Point::of(&column, efficiency))
    };
    let mut points: Vec<Point> = Vec::with_capacity(*observations);
    for some in blocks.chunks(BLOCKS_AT_ONCE) {
        tell(points.len())?;
        points.par_extend(some.par_iter().flat_map_iter(of_block));
    }
    let limit = (1.0 - 1.0 / (*draws as f64).log10()).clamp(0.0, PARETO_K_MOST);
    let pointwise: Vec<f64> = points.iter().map(|point| point.elpd).collect();
    let (elpd, se) = sum_and_error(&pointwise);
    let mut doubtful: Vec<usize> = (0..points.len()).filter(|i| points[*i].is_doubtful(limit)).collect();
    let k_or_worse = |i: &usize| points[*i].k.unwrap_or(f64::INFINITY);
    doubtful.sort_by(|a, b| k_or_worse(b).total_cmp(&k_or_worse(a)));
    Ok(Loo {
        elpd,
        se,
        p_loo: points.iter().map(|point| point.lpd - point.elpd).sum(),
        pareto_k_max: points.iter().filter_map(|point| point.k).reduce(f64::max),
        pareto_k_limit: limit,
        k_above_most: points.iter().filter(|point| point.k.is_some_and(|k| k > PARETO_K_MOST)).count(),
        unreliable: doubtful.len(),
        refitted: 0,
        doubtful,
        pareto_k: points.iter().map(|point| point.k).collect(),
        pointwise,
    })
}

/// One observation.
struct Point {
    /// log of its mean density over the draws.
    lpd: f64,
    /// log of its density with the draws reweighted to a fit without it.
    elpd: f64,
    k: Option<f64>,
    constant: bool,
}

impl Point {
    /// Whether k̂ is above the limit, or unknown although the ratios differ.
    fn is_doubtful(&self, limit: f64) -> bool {
        self.k.map_or(!self.constant, |k| k > limit)
    }

    fn of(log_density: &[f64], efficiency: f64) -> Self {
        let least = log_density.iter().copied().fold(f64::INFINITY, f64::min);
        let most = log_density.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let lpd = most
            + (log_density.iter().map(|l| (l - most).exp()).sum::<f64>() / log_density.len() as f64).ln();
        // The ratio that leaves an observation out is one over its density: the largest stands where that is least.
        let relative: Vec<f64> = log_density.iter().map(|l| least - l).collect();
        let tail = smooth_tail(&relative, efficiency);
        let mut weights: f64 = relative.iter().map(|r| r.exp()).sum();
        // Weight times density is e^least for every draw that was not smoothed.
        let mut weighted = (log_density.len() - tail.places.len()) as f64;
        for (place, smoothed) in tail.places.iter().zip(&tail.log_ratios) {
            weights += smoothed.exp() - relative[*place].exp();
            weighted += (smoothed - relative[*place]).exp();
        }
        Self { lpd, elpd: least + (weighted / weights).ln(), k: tail.k, constant: least == most }
    }
}

/// A model among those compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// Its name.
    pub name: String,
    /// Its elpd, nats.
    pub elpd: f64,
    /// How much less than the best model's: 0 for the best, below 0 for the others.
    pub elpd_diff: f64,
    /// Standard error of that difference, paired by observation.
    pub diff_se: f64,
}

/// Models in the order of their elpd, the best first, each against the best.
///
/// # Errors
/// Where the models do not have equally many observations. That they are the same ones is for the caller to see to.
pub fn compare(models: &[(&str, &Loo)]) -> Outcome<Vec<Compared>> {
    let mut order: Vec<&(&str, &Loo)> = models.iter().collect();
    order.sort_by(|a, b| b.1.elpd.total_cmp(&a.1.elpd));
    let Some((best_name, best)) = order.first() else { return Ok(Vec::new()) };
    order
        .iter()
        .map(|(name, model)| {
            if model.pointwise.len() != best.pointwise.len() {
                return Err(Problem::new(format!(
                    "{name} has {} observations and {best_name} has {}: models are compared on the same ones",
                    model.pointwise.len(),
                    best.pointwise.len()
                )));
            }
            let pairs = model.pointwise.iter().zip(&best.pointwise);
            let (elpd_diff, diff_se) = sum_and_error(&pairs.map(|(a, b)| a - b).collect::<Vec<_>>());
            Ok(Compared { name: (*name).to_owned(), elpd: model.elpd, elpd_diff, diff_se })
        })
        .collect()
}

fn sum_and_error(pointwise: &[f64]) -> (f64, f64) {
    let count = pointwise.len() as f64;
    let sum: f64 = pointwise.iter().sum();
    let mean = sum / count;
    (sum, pointwise.iter().map(|x| (x - mean).powi(2)).sum::<f64>().sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    /// Two models of ten observations, 300 draws each, and what ArviZ says of them;
    /// `analysis/peers/arviz_loo.py` made both files.
    const MATRIX: &str = include_str!("../../tests/fixtures/draws/log_likelihood.csv");
    const ARVIZ: &str = include_str!("../../tests/fixtures/draws/arviz_loo.json");

    fn model(first: usize) -> LogLikelihood {
        let rows = MATRIX.lines().skip(1).map(|line| line.split(',').skip(first).take(10));
        let values: Vec<f64> = rows.flatten().map(|cell| cell.parse().unwrap()).collect();
        LogLikelihood::new(values.len() / 10, 10, values).unwrap()
    }

    fn close(ours: f64, theirs: &Value, what: &str) {
        let theirs = theirs.as_f64().unwrap();
        assert!((ours - theirs).abs() < 1e-10 * theirs.abs().max(1.0), "{what}: {ours} against {theirs}");
    }

    fn check(ours: &Loo, theirs: &Value, what: &str) {
        close(ours.elpd, &theirs["elpd"], &format!("{what}, elpd"));
        close(ours.se, &theirs["se"], &format!("{what}, SE"));
        close(ours.p_loo, &theirs["p_loo"], &format!("{what}, p_loo"));
        close(ours.pareto_k_limit, &theirs["good_k"], &format!("{what}, limit of k"));
        let (pointwise, k) =
            (theirs["pointwise"].as_array().unwrap(), theirs["pareto_k"].as_array().unwrap());
        assert_eq!((ours.pointwise.len(), ours.pareto_k.len()), (pointwise.len(), k.len()));
        for i in 0..k.len() {
            close(ours.pointwise[i], &pointwise[i], &format!("{what}, elpd of {i}"));
            close(ours.pareto_k[i].unwrap(), &k[i], &format!("{what}, k of {i}"));
        }
        let above = k.iter().filter(|k| k.as_f64().unwrap() > 0.7).count();
        assert_eq!(ours.k_above_most, above);
        let limit = ours.pareto_k_limit;
        assert_eq!(ours.unreliable, k.iter().filter(|k| k.as_f64().unwrap() > limit).count());
    }

    #[test]
    fn the_numbers_are_those_of_arviz() {
        let golden: Value = serde_json::from_str(ARVIZ).unwrap();
        let (normal, heavy) = (loo(&model(0), 1.0).unwrap(), loo(&model(10), 1.0).unwrap());
        check(&normal, &golden["normal"], "normal");
        assert!(normal.k_above_most > 0, "an observation that cannot be left out is to be among them");
        check(&heavy, &golden["heavy"], "heavy");
        check(&loo(&model(0), 0.4).unwrap(), &golden["normal_efficiency_0.4"], "efficiency .4");
        let pairs: Vec<usize> = (0..10).map(|i| i / 2).collect();
        check(&loo(&model(0).grouped(&pairs).unwrap(), 1.0).unwrap(), &golden["normal_in_pairs"], "pairs");

        let compared = compare(&[("normal", &normal), ("heavy", &heavy)]).unwrap();
        let theirs = &golden["compare"];
        assert_eq!(compared[0].name, theirs["best"].as_str().unwrap());
        assert_eq!((compared[0].elpd_diff, compared[0].diff_se), (0.0, 0.0));
        close(-compared[1].elpd_diff, &theirs["elpd_diff"], "difference");
        close(compared[1].diff_se, &theirs["diff_se"], "SE of the difference");
    }

    #[test]
    fn what_a_conjugate_model_leaves_out_is_known() {
        // yᵢ ~ N(μ, 1), flat prior: leaving i out predicts yᵢ ~ N(mean of the others, 1 + 1/(n−1)).
        use rand::SeedableRng;
        use rand_distr::{Distribution, StandardNormal};
        let y: Vec<f64> = (0..20).map(|i| (f64::from(i) * 1.7).sin()).collect();
        let (n, mean) = (20f64, y.iter().sum::<f64>() / 20.0);
        let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(4);
        let log_2pi = (2.0 * std::f64::consts::PI).ln();
        let values = (0..20_000)
            .flat_map(|_| {
                let z: f64 = StandardNormal.sample(&mut rng);
                let mu = mean + z / n.sqrt();
                y.iter().map(move |y| -0.5 * (log_2pi + (y - mu).powi(2))).collect::<Vec<_>>()
            })
            .collect();
        let ours = loo(&LogLikelihood::new(20_000, 20, values).unwrap(), 1.0).unwrap();
        let mut p_loo = 0.0;
        for (i, elpd) in ours.pointwise.iter().enumerate() {
            let (others, variance) = ((n * mean - y[i]) / (n - 1.0), 1.0 + 1.0 / (n - 1.0));
            let exact = -0.5 * (log_2pi + variance.ln() + (y[i] - others).powi(2) / variance);
            assert!((elpd - exact).abs() < 2e-3, "{i}: {elpd} against {exact}");
            let variance = 1.0 + 1.0 / n;
            p_loo += -0.5 * (log_2pi + variance.ln() + (y[i] - mean).powi(2) / variance) - exact;
        }
        assert!((ours.p_loo - p_loo).abs() < 0.02, "{} against {p_loo}", ours.p_loo);
        assert_eq!(ours.unreliable, 0);
    }

    #[test]
    fn what_no_draw_changes_needs_no_reweighting() {
        let constant = loo(&LogLikelihood::new(400, 2, vec![-1.5; 800]).unwrap(), 1.0).unwrap();
        assert!((constant.elpd + 3.0).abs() < 1e-12 && constant.p_loo.abs() < 1e-12);
        assert_eq!((constant.pareto_k_max, constant.unreliable, constant.se), (None, 0, 0.0));
        let few = LogLikelihood::new(10, 1, (0..10).map(|i| -f64::from(i)).collect()).unwrap();
        let few = loo(&few, 1.0).unwrap();
        assert_eq!((few.pareto_k_max, few.unreliable), (None, 1), "too few draws to tell");
        assert!(few.elpd.is_finite());
        let one = loo(&LogLikelihood::new(1, 1, vec![-2.0]).unwrap(), 1.0).unwrap();
        assert_eq!((one.elpd, one.unreliable), (-2.0, 0));
    }

    #[test]
    fn densities_hundreds_of_nats_apart_stay_finite() {
        let values = (0..500).map(|i| -7.0 * f64::from(i)).collect();
        let far = loo(&LogLikelihood::new(500, 1, values).unwrap(), 1.0).unwrap();
        assert!(far.elpd.is_finite() && far.p_loo.is_finite());
        assert_eq!(far.unreliable, 1);
    }

    #[test]
    fn what_cannot_be_used_is_said() {
        let said = LogLikelihood::new(2, 2, vec![0.0, -1.0, f64::NEG_INFINITY, 0.0]).unwrap_err().to_string();
        assert!(said.contains("observation 1 in draw 2"), "{said}");
        assert!(LogLikelihood::new(2, 2, vec![0.0; 3]).is_err());
        assert!(LogLikelihood::new(0, 0, vec![]).is_err());
        let two = LogLikelihood::new(2, 2, vec![-1.0; 4]).unwrap();
        for group in [&[0][..], &[0, 2], &[0, usize::MAX - 1]] {
            assert!(two.grouped(group).is_err(), "{group:?}");
        }
        assert!(loo(&two, 0.0).is_err());
        let (a, b) = (loo(&two, 1.0).unwrap(), loo(&two.grouped(&[0, 0]).unwrap(), 1.0).unwrap());
        assert!(compare(&[("a", &a), ("b", &b)]).unwrap_err().to_string().contains("same ones"));
        assert_eq!(compare(&[]).unwrap(), []);
    }
}
