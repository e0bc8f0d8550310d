//! A whole run judged: the worst of every kind, by name, and plain words for what is wrong.

use super::convergence::{Convergence, count_of_halves};
use super::energy::ebfmi;
use super::scores::Scores;
use rayon::prelude::*;

/// R̂ above this: the chains do not agree (Vehtari et al. 2021).
pub const RHAT_MOST: f64 = 1.01;
/// Effective draws below this: R̂ and quantiles are not to be relied on (the same paper: 100 for each of 4 chains).
pub const ESS_LEAST: f64 = 400.0;
/// E-BFMI below this: the tails of the energy are not reached (Betancourt 2016).
pub const EBFMI_LEAST: f64 = 0.3;
/// Pareto k̂ above this: importance weights cannot be trusted (Vehtari et al. 2024).
pub const PARETO_K_MOST: f64 = 0.7;

/// A number and the name of the parameter that it belongs to.
#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    /// The parameter.
    pub name: String,
    /// The number.
    pub value: f64,
}

/// What a sampler says of itself besides its draws.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sampling<'a> {
    /// Divergent transitions after warm-up, all chains together.
    pub divergences: usize,
    /// Energies after warm-up, one vector a chain; empty where the sampler has none.
    pub energies: &'a [Vec<f64>],
}

/// The diagnosis of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnosis {
    /// Every parameter, in the order given.
    pub parameters: Vec<(String, Convergence)>,
    /// The largest R̂.
    pub rhat_max: Option<Named>,
    /// The least bulk ESS.
    pub ess_bulk_min: Option<Named>,
    /// The least tail ESS.
    pub ess_tail_min: Option<Named>,
    /// Divergent transitions.
    pub divergences: usize,
    /// The least E-BFMI of any chain.
    pub ebfmi_min: Option<f64>,
}

impl Diagnosis {
    /// Judges `names.len()` parameters; `draws_of(i)` gives the draws of the i-th, one vector a chain. Give only
    /// what was sampled or computed from it: a parameter that the plan holds fixed would be reported as stuck.
    pub fn of<F>(names: &[String], draws_of: F, sampling: Sampling<'_>) -> Self
    where
        F: Fn(usize) -> Vec<Vec<f64>> + Sync,
    {
        let scores =
            names.first().map_or_else(|| Scores::new(0), |_| Scores::new(count_of_halves(&draws_of(0))));
        let parameters: Vec<(String, Convergence)> = names
            .par_iter()
            .enumerate()
            .map(|(index, name)| {
                let chains = draws_of(index);
                let convergence = if count_of_halves(&chains) == scores.len() {
                    Convergence::with(&chains, &scores)
                } else {
                    Convergence::of(&chains)
                };
                (name.clone(), convergence)
            })
            .collect();
        let most = |value: fn(&Convergence) -> Option<f64>, sign: f64| {
            parameters
                .iter()
                .filter_map(|(name, convergence)| Some((name, value(convergence)?)))
                .max_by(|a, b| (sign * a.1).total_cmp(&(sign * b.1)))
                .map(|(name, value)| Named { name: name.clone(), value })
        };
        Self {
            rhat_max: most(|c| c.rhat, 1.0),
            ess_bulk_min: most(|c| c.ess_bulk, -1.0),
            ess_tail_min: most(|c| c.ess_tail, -1.0),
            divergences: sampling.divergences,
            ebfmi_min: sampling.energies.iter().filter_map(|chain| ebfmi(chain)).reduce(f64::min),
            parameters,
        }
    }

    /// What is wrong with the run, one sentence each, the gravest first; empty where nothing is.
    pub fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        let named = |wrong: fn(&Convergence) -> bool| -> Vec<&str> {
            let found = self.parameters.iter().filter(|(_, convergence)| wrong(convergence));
            found.map(|(name, _)| name.as_str()).collect()
        };
        if let Some(names) = listed(&named(|c| !c.finite)) {
            problems.push(format!("Some draws of {names} are not finite numbers."));
        }
        if let Some(names) = listed(&named(|c| c.constant)) {
            problems
                .push(format!("Every draw of {names} is the same value: the sampler did not move there."));
        }
        if !self.parameters.is_empty() && self.rhat_max.is_none() {
            problems.push(
                "Whether the chains agree cannot be told: that takes two chains or more, of four draws or more."
                    .to_owned(),
            );
        }
        match &self.rhat_max {
            Some(worst) if worst.value.is_infinite() => problems.push(format!(
                "The chains stand still at different values of {}: they do not agree at all.",
                worst.name
            )),
            Some(worst) if worst.value > RHAT_MOST => problems.push(format!(
                "R̂ is {:.3} for {} (at most {RHAT_MOST} is asked for): the chains do not agree yet. Draw more.",
                worst.value, worst.name
            )),
            _ => {}
        }
        if self.divergences > 0 {
            problems.push(format!(
                "{} divergent transition{}: the sampler met places that it could not follow, and estimates may be \
                 biased. A higher target acceptance may help.",
                self.divergences,
                if self.divergences == 1 { "" } else { "s" }
            ));
        }
        for (least, what) in [(&self.ess_bulk_min, "centre"), (&self.ess_tail_min, "tails")] {
            if let Some(least) = least
                && least.value < ESS_LEAST
            {
                problems.push(format!(
                    "The {what} of {} rest{} on {:.0} effective draws ({ESS_LEAST} are asked for). Draw more.",
                    least.name,
                    if what == "centre" { "s" } else { "" },
                    least.value
                ));
            }
        }
        if let Some(least) = self.ebfmi_min
            && least < EBFMI_LEAST
        {
            problems.push(format!(
                "E-BFMI is {least:.2} in one chain (at least {EBFMI_LEAST} is asked for): the sampler explores the \
                 tails too slowly."
            ));
        }
        problems
    }
}

/// "a, b, c and 4 more"; None of none.
fn listed(names: &[&str]) -> Option<String> {
    const SHOWN: usize = 3;
    let shown = names.get(..SHOWN.min(names.len())).filter(|shown| !shown.is_empty())?.join(", ");
    Some(match names.len() - SHOWN.min(names.len()) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{RngExt as _, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    fn noise(seed: u64, chains: usize, draws: usize) -> Vec<Vec<f64>> {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        (0..chains).map(|_| (0..draws).map(|_| rng.random::<f64>()).collect()).collect()
    }

    fn names(count: usize) -> Vec<String> {
        (0..count).map(|i| format!("x{i}")).collect()
    }

    #[test]
    fn a_good_run_has_no_problem() {
        let energies = noise(1, 4, 1_000);
        let sampling = Sampling { divergences: 0, energies: &energies };
        let diagnosis = Diagnosis::of(&names(5), |i| noise(10 + i as u64, 4, 1_000), sampling);
        assert_eq!(diagnosis.problems(), Vec::<String>::new());
        assert!(diagnosis.ebfmi_min.unwrap() > 1.0);
        let rhat = diagnosis.rhat_max.unwrap().value;
        assert!(diagnosis.parameters.iter().all(|(_, c)| c.rhat.unwrap() <= rhat));
        assert_eq!(diagnosis.parameters[3].1, Convergence::of(&noise(13, 4, 1_000)));
    }

    #[test]
    fn each_fault_is_said_with_its_name() {
        let draws = |i: usize| {
            let mut chains = noise(i as u64, 4, 100);
            match i {
                1 => chains[2].iter_mut().for_each(|x| *x += 1.0),
                2 => chains.iter_mut().for_each(|chain| chain.fill(0.5)),
                3 => chains[0][0] = f64::NAN,
                _ => {}
            }
            chains
        };
        let energies = vec![(0..100).map(f64::from).collect()];
        let sampling = Sampling { divergences: 3, energies: &energies };
        let diagnosis = Diagnosis::of(&names(5), draws, sampling);
        let said = diagnosis.problems();
        for (sentence, part) in said.iter().zip([
            "Some draws of x3 are not finite",
            "Every draw of x2 is the same",
            "for x1 (at most 1.01",
            "3 divergent transitions:",
            "The centre of x1 rests on ",
            "The tails of x1 rest on ",
            "E-BFMI is 0.00",
        ]) {
            assert!(sentence.contains(part), "{sentence}");
        }
        assert_eq!(said.len(), 7, "{said:?}");
    }

    #[test]
    fn too_little_to_judge_is_a_problem_and_nothing_is_not() {
        let one = Diagnosis::of(&names(1), |_| noise(1, 1, 2_000), Sampling::default());
        assert!(one.problems()[0].contains("cannot be told"), "{:?}", one.problems());
        let apart = Diagnosis::of(&names(1), |_| vec![vec![1.0; 50], vec![2.0; 50]], Sampling::default());
        assert!(apart.problems()[0].contains("stand still at different values"));
        let none = Diagnosis::of(&[], |_| Vec::new(), Sampling::default());
        assert_eq!(none.problems(), Vec::<String>::new());
    }

    #[test]
    fn long_lists_are_cut() {
        assert_eq!(listed(&[]), None);
        assert_eq!(listed(&["a", "b", "c", "d", "e"]).unwrap(), "a, b, c and 2 more");
    }
}
