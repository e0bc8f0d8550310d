//! How often to check in: what a cost surface says at a given error rate and pace of work.
//!
//! Checking in every n decisions of s seconds each is a batch of m = n after a delay of d = n·s. A check-in costs
//! `K = h0 + (1−p)·C_good + p·C` person-seconds and keeps `A = (1−p)(1−F)·n + p·H·L·E[j−1 | bad]` decisions, with
//! p = 1 − (1−ε)^n and j the place of the first error: what stands before it can be kept if it is found. κ = K/A is
//! what a kept decision costs; n* is the n with the least κ, draw by draw, among the n that were measured.

use super::{Clamp, CostSurface, Estimate, Matrix};
use serde::Serialize;

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Question {
    /// ε, chance of an error per decision, 0 or more and below 1.
    pub epsilon: f64,
    /// s, agent time a decision, seconds.
    pub secs_per_decision: f64,
    /// h0, what turning to the agent costs before the review begins, seconds.
    pub switch_secs: f64,
    /// Whether delays outside the support may stand at its edge.
    pub clamp: Clamp,
}

/// What is answered.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Advice {
    /// n*, the best number of decisions between check-ins.
    pub n_star: Estimate<f64>,
    /// κ at the recommended n, person-seconds per kept decision.
    pub cost_per_decision_secs: Estimate<f64>,
    /// What the recommended n costs above each draw's own best, person-seconds per kept decision.
    pub regret_secs: Estimate<f64>,
    /// 1 + n·s/K: how many agents one person can attend to at the recommended n.
    pub fan_out: Estimate<f64>,
    /// Error rates below which larger batches pay.
    pub break_even: Vec<BreakEven>,
    /// All of it in words.
    pub sentence: String,
}

/// The error rate at which two ways of checking in cost the same.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct BreakEven {
    /// The smaller n.
    pub from: f64,
    /// The larger n; it pays below `epsilon`.
    pub to: f64,
    /// ε; null where the larger n never pays or always does, up to an error in every second decision.
    pub epsilon: Option<f64>,
}

/// Why no advice can be given.
#[derive(Debug, Clone, PartialEq)]
pub enum AdviceError {
    /// A number of the question is out of range: its name and what was expected.
    Question(&'static str, &'static str),
    /// No n was measured at this pace: the delays of the support, seconds.
    NothingMeasured([f64; 2]),
    /// The surface does not carry draws of this component.
    NoDraws(String),
}

impl std::fmt::Display for AdviceError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Question(name, expected) => write!(f, "{name}: expected {expected}"),
            Self::NothingMeasured([low, high]) => write!(
                f,
                "no measured batch size at this pace has a delay that was measured, {low} to {high} s"
            ),
            Self::NoDraws(name) => write!(f, "draws: there is no column {name}"),
        }
    }
}

impl std::error::Error for AdviceError {}

/// The components at one n in one draw, and what they cost.
#[derive(Debug, Clone, Copy)]
struct Check {
    bad_secs: f64,
    good_secs: f64,
    hit_and_located: f64,
    false_alarm: f64,
}

/// One n: how often it goes wrong and how much of a bad batch can be kept, at some ε.
#[derive(Debug, Clone, Copy)]
struct Batch {
    n: f64,
    bad_share: f64,
    /// p·E[j−1 | bad].
    salvage: f64,
}

impl Batch {
    fn at(n: u32, epsilon: f64) -> Self {
        let mut salvage = 0.0;
        let mut sound_so_far = 1.0;
        for before in 0..n {
            salvage += f64::from(before) * epsilon * sound_so_far;
            sound_so_far *= 1.0 - epsilon;
        }
        Self { n: f64::from(n), bad_share: 1.0 - sound_so_far, salvage }
    }

    /// K, person-seconds a check-in.
    fn cost(&self, check: &Check, switch_secs: f64) -> f64 {
        switch_secs + (1.0 - self.bad_share) * check.good_secs + self.bad_share * check.bad_secs
    }

    /// κ, person-seconds a kept decision.
    fn cost_per_decision(&self, check: &Check, switch_secs: f64) -> f64 {
        let kept = (1.0 - self.bad_share) * (1.0 - check.false_alarm) * self.n
            + check.hit_and_located * self.salvage;
        self.cost(check, switch_secs) / kept.max(1e-9)
    }
}

impl CostSurface {
    /// How often to check in.
    ///
    /// # Errors
    /// Where the question is out of range, nothing was measured at this pace, or the surface has no draws.
    pub fn advise(&self, question: &Question) -> Result<Advice, AdviceError> {
        question.check()?;
        let batches = self.measured(question)?;
        // Rows by draw, columns by n.
        let checks = self.checks(&batches, question)?;
        let kappas = |epsilon: f64| -> Vec<Vec<f64>> {
            let at: Vec<Batch> = batches.iter().map(|n| Batch::at(*n, epsilon)).collect();
            checks
                .iter()
                .map(|row| {
                    let pairs = row.iter().zip(&at);
                    pairs.map(|(check, batch)| batch.cost_per_decision(check, question.switch_secs)).collect()
                })
                .collect()
        };
        let here = kappas(question.epsilon);
        let recommended = least(&column_means(&here));
        let n = Batch::at(batches[recommended], question.epsilon);
        let bests: Vec<usize> = here.iter().map(|row| least(row)).collect();
        let n_star = summary(bests.iter().map(|best| f64::from(batches[*best])));
        let cost = summary(here.iter().map(|row| row[recommended]));
        let regret = summary(here.iter().zip(&bests).map(|(row, best)| row[recommended] - row[*best]));
        let fan_out = summary(checks.iter().map(|row| {
            1.0 + n.n * question.secs_per_decision / n.cost(&row[recommended], question.switch_secs).max(1e-9)
        }));
        let break_even = self.break_even(&batches, &kappas);
        let at_the_edge = recommended + 1 == batches.len();
        let sentence =
            sentence(self.simulated, question, n.n, at_the_edge, [&n_star, &cost, &fan_out], &break_even);
        Ok(Advice {
            n_star,
            cost_per_decision_secs: cost,
            regret_secs: regret,
            fan_out,
            break_even,
            sentence,
        })
    }

    /// Every whole n whose batch size, and unless clamped whose delay, was measured.
    fn measured(&self, question: &Question) -> Result<Vec<u32>, AdviceError> {
        let [least, most] = self.support.batch_size;
        let [soonest, latest] = self.support.delay_secs;
        let batches: Vec<u32> = (least.ceil().max(1.0) as u32..=most.floor() as u32)
            .filter(|n| {
                let delay = f64::from(*n) * question.secs_per_decision;
                question.clamp == Clamp::Yes || (soonest..=latest).contains(&delay)
            })
            .collect();
        if batches.is_empty() { Err(AdviceError::NothingMeasured([soonest, latest])) } else { Ok(batches) }
    }

    /// Each draw's components at each n.
    fn checks(&self, batches: &[u32], question: &Question) -> Result<Vec<Vec<Check>>, AdviceError> {
        let [cost, time_good, hit, false_alarm, located] =
            ["cost_secs", "time_good_secs", "hit", "false_alarm", "located"]
                .map(|name| self.columns_of(name));
        let (cost, time_good, hit) = (cost?, time_good?, hit?);
        let (false_alarm, located) = (false_alarm?, located?);
        let places: Vec<_> = batches
            .iter()
            .map(|n| {
                let [soonest, latest] = self.support.delay_secs;
                let delay = (f64::from(*n) * question.secs_per_decision).max(soonest).min(latest);
                self.place(delay, f64::from(*n))
            })
            .collect();
        let check = |draw: &Vec<f64>, place: &super::Place| {
            let at = |columns: &Vec<Vec<usize>>| {
                place.value(|row, column| draw.get(columns[row][column]).copied().unwrap_or(f64::NAN))
            };
            let false_alarm = at(&false_alarm);
            Check {
                bad_secs: at(&cost),
                good_secs: at(&time_good) + self.prices.false_alarm_secs * false_alarm,
                hit_and_located: at(&hit) * at(&located),
                false_alarm,
            }
        };
        Ok(self
            .draws
            .values
            .iter()
            .map(|draw| places.iter().map(|place| check(draw, place)).collect())
            .collect())
    }

    /// Where a component's cells stand among a draw's columns.
    fn columns_of(&self, component: &str) -> Result<Vec<Vec<usize>>, AdviceError> {
        if self.draws.values.is_empty() {
            return Err(AdviceError::NoDraws(component.to_owned()));
        }
        let column = |row: usize, column: usize| {
            let name = format!("{component}[{row},{column}]");
            self.draws.names.iter().position(|other| *other == name).ok_or(AdviceError::NoDraws(name))
        };
        (0..self.grid.delay_secs.len())
            .map(|i| (0..self.grid.batch_size.len()).map(|j| column(i, j)).collect())
            .collect()
    }

    /// Between the studied batch sizes that are among the n, one after the other, and from the first to the last.
    fn break_even(&self, batches: &[u32], kappas: &impl Fn(f64) -> Vec<Vec<f64>>) -> Vec<BreakEven> {
        let studied: Vec<usize> = self
            .grid
            .batch_size
            .iter()
            .filter_map(|size| batches.iter().position(|n| f64::from(*n) == *size))
            .collect();
        let mut pairs: Vec<(usize, usize)> = studied.windows(2).map(|pair| (pair[0], pair[1])).collect();
        if let (Some(first), Some(last), true) = (studied.first(), studied.last(), studied.len() > 2) {
            pairs.push((*first, *last));
        }
        let means: Vec<(f64, Vec<f64>)> =
            epsilons().map(|epsilon| (epsilon, column_means(&kappas(epsilon)))).collect();
        pairs
            .into_iter()
            .map(|(from, to)| {
                let larger_pays = |means: &[f64]| means[to] < means[from];
                let crossing =
                    means.windows(2).find(|pair| larger_pays(&pair[0].1) && !larger_pays(&pair[1].1));
                let epsilon = crossing.map(|pair| {
                    let (mut low, mut high) = (pair[0].0, pair[1].0);
                    for _ in 0..20 {
                        let middle = (low * high).sqrt();
                        if larger_pays(&column_means(&kappas(middle))) { low = middle } else { high = middle }
                    }
                    (low * high).sqrt()
                });
                BreakEven { from: f64::from(batches[from]), to: f64::from(batches[to]), epsilon }
            })
            .collect()
    }
}

impl Question {
    fn check(&self) -> Result<(), AdviceError> {
        if !(0.0..1.0).contains(&self.epsilon) {
            return Err(AdviceError::Question("epsilon", "a chance, 0 or more and below 1"));
        }
        if !(self.secs_per_decision.is_finite() && self.secs_per_decision > 0.0) {
            return Err(AdviceError::Question("secs-per-decision", "seconds above 0"));
        }
        if !(self.switch_secs.is_finite() && self.switch_secs >= 0.0) {
            return Err(AdviceError::Question("switch-secs", "seconds, 0 or more"));
        }
        Ok(())
    }
}

/// Error rates among which a break-even is looked for: 0.001 % to 50 %, evenly on the log scale.
fn epsilons() -> impl Iterator<Item = f64> {
    (0..=60).map(|step| 1e-5 * (0.5f64 / 1e-5).powf(f64::from(step) / 60.0))
}

fn least(values: &[f64]) -> usize {
    (0..values.len()).min_by(|a, b| values[*a].total_cmp(&values[*b])).unwrap_or_default()
}

fn column_means(rows: &Matrix) -> Vec<f64> {
    let width = rows.first().map_or(0, Vec::len);
    (0..width).map(|j| rows.iter().map(|row| row[j]).sum::<f64>() / rows.len() as f64).collect()
}

fn summary(values: impl Iterator<Item = f64>) -> Estimate<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let last = values.len().saturating_sub(1);
    let quantile = |share: f64| {
        let place = share * last as f64;
        let (low, high) = (values[place.floor() as usize], values[place.ceil() as usize]);
        low + (place - place.floor()) * (high - low)
    };
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    Estimate { mean, q05: quantile(0.05), q50: quantile(0.5), q95: quantile(0.95) }
}

fn sentence(
    simulated: bool,
    question: &Question,
    n: f64,
    at_the_edge: bool,
    [n_star, cost, fan_out]: [&Estimate<f64>; 3],
    break_even: &[BreakEven],
) -> String {
    let mut words = if simulated { "SIMULATED: ".to_owned() } else { String::new() };
    words += &format!(
        "with an error in {} of decisions and {} s of agent time each, check in every {n} decision{} \
         (90 % of draws: {:.0} to {:.0}{}): {:.0} person-seconds a kept decision ({:.0} to {:.0}), and one person can \
         attend to {:.1} agents",
        percent(question.epsilon),
        question.secs_per_decision,
        if n == 1.0 { "" } else { "s" },
        n_star.q05,
        n_star.q95,
        if at_the_edge { "; more were not measured at this pace" } else { "" },
        cost.mean,
        cost.q05,
        cost.q95,
        fan_out.mean,
    );
    if let Some(BreakEven { from, to, epsilon: Some(epsilon) }) = break_even.last() {
        words += &format!(
            "; checking in every {to} rather than every {from} pays below {} errors",
            percent(*epsilon)
        );
    }
    words
}

fn percent(share: f64) -> String {
    let percent = 100.0 * share;
    let digits = if percent >= 9.95 {
        0
    } else if percent >= 0.95 {
        1
    } else {
        3
    };
    let text = format!("{percent:.digits$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    format!("{text} %")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_salvaged_agrees_with_counting() {
        // n = 3, ε = .1: first error at 2 with .9·.1 keeps one, at 3 with .81·.1 keeps two.
        let batch = Batch::at(3, 0.1);
        assert!((batch.bad_share - (1.0 - 0.729)).abs() < 1e-12);
        assert!((batch.salvage - (0.09 + 2.0 * 0.081)).abs() < 1e-12);
        let never = Batch::at(5, 0.0);
        assert_eq!((never.bad_share, never.salvage), (0.0, 0.0));
    }

    #[test]
    fn the_cost_of_a_kept_decision_agrees_with_counting() {
        let check = Check { bad_secs: 500.0, good_secs: 100.0, hit_and_located: 0.5, false_alarm: 0.2 };
        let batch = Batch::at(2, 0.25);
        // p = 1 − .75² = .4375; K = 10 + .5625·100 + .4375·500; A = .5625·.8·2 + .5·(.25·.75).
        let (k, a) = (10.0 + 56.25 + 218.75, 0.9 + 0.5 * 0.1875);
        assert!((batch.cost_per_decision(&check, 10.0) - k / a).abs() < 1e-9);
    }

    #[test]
    fn shares_read_well() {
        for (share, text) in
            [(0.02, "2 %"), (0.0213, "2.1 %"), (0.1, "10 %"), (0.0005, "0.05 %"), (0.5, "50 %")]
        {
            assert_eq!(percent(share), text);
        }
    }
}
