//! What the draws of one parameter say about themselves.

use super::effective::effective_size;
use super::rhat::rhat;
use super::scores::{Scores, Sorted};
use super::split::{Chains, mean_and_variance};

/// Fewer draws a chain than this say nothing.
const DRAWS_LEAST: usize = 4;

/// Convergence of one parameter (Vehtari et al. 2021). A number that the draws cannot give is None, never NaN.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Convergence {
    /// Whether every draw is finite; where not, all else is None.
    pub finite: bool,
    /// Whether every draw is the same value; then neither R̂ nor ESS means anything.
    pub constant: bool,
    /// Mean of all draws.
    pub mean: Option<f64>,
    /// Standard deviation of all draws (n − 1).
    pub sd: Option<f64>,
    /// Rank-normalised split R̂, the larger of bulk and folded. None with one chain; infinite where every chain
    /// stands still and they stand at different values.
    pub rhat: Option<f64>,
    /// ESS of the rank-normalised draws: how well the centre is known, in draws.
    pub ess_bulk: Option<f64>,
    /// The smaller ESS of the 5 % and the 95 % quantile, in draws.
    pub ess_tail: Option<f64>,
    /// ESS of the mean, in draws.
    pub ess_mean: Option<f64>,
    /// Monte Carlo standard error of the mean, in the parameter's unit.
    pub mcse_mean: Option<f64>,
}

impl Convergence {
    /// Of one parameter's draws, one slice a chain. Where chains differ in length, the shortest rules.
    pub fn of<C: AsRef<[f64]>>(chains: &[C]) -> Self {
        Self::with(chains, &Scores::new(count_of_halves(chains)))
    }

    /// The same with scores made once for many parameters of equally many draws.
    pub(super) fn with<C: AsRef<[f64]>>(chains: &[C], scores: &Scores) -> Self {
        let draws = shortest(chains);
        let all: Vec<f64> = chains.iter().flat_map(|chain| chain.as_ref()[..draws].iter().copied()).collect();
        let finite = all.iter().all(|x| x.is_finite());
        if !finite || all.is_empty() {
            return Self { finite, ..Self::default() };
        }
        let constant = all.iter().all(|x| *x == all[0]);
        let (mean, variance) = mean_and_variance(&all);
        let moments = Self {
            finite,
            constant,
            mean: Some(mean),
            sd: (all.len() > 1).then(|| variance.sqrt()),
            ..Self::default()
        };
        if constant || draws < DRAWS_LEAST {
            return moments;
        }
        let halves = Chains::halves(chains, draws);
        let sorted = Sorted::of(&halves.values);
        let ranked = |sorted: &Sorted| Chains { values: scores.of(sorted), draws: halves.draws };
        let bulk = ranked(&sorted);
        let ess_mean = effective_size(&halves);
        Self {
            rhat: if chains.len() < 2 {
                None
            } else {
                [rhat(&bulk), rhat(&ranked(&sorted.folded()))].into_iter().flatten().reduce(f64::max)
            },
            ess_bulk: effective_size(&bulk),
            ess_tail: ess_tail(&halves, &sorted, &all),
            ess_mean,
            mcse_mean: ess_mean.map(|size| (variance / size).sqrt()),
            ..moments
        }
    }
}

/// ESS of `draw ≤ q` for the 5 % and 95 % quantiles of all draws. One that is always true (ties at the end of a
/// range) tells nothing and is passed over.
fn ess_tail(halves: &Chains, sorted: &Sorted, all: &[f64]) -> Option<f64> {
    let of_all = (all.len() != halves.values.len()).then(|| Sorted::of(all));
    [0.05, 0.95]
        .into_iter()
        .filter_map(|p| {
            let quantile = of_all.as_ref().unwrap_or(sorted).quantile(p);
            effective_size(&halves.map(|x| f64::from(x <= quantile)))
        })
        .reduce(f64::min)
}

pub(super) fn shortest<C: AsRef<[f64]>>(chains: &[C]) -> usize {
    chains.iter().map(|chain| chain.as_ref().len()).min().unwrap_or(0)
}

/// Draws that take part once chains are halved.
pub(super) fn count_of_halves<C: AsRef<[f64]>>(chains: &[C]) -> usize {
    chains.len() * (shortest(chains) / 2) * 2
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A walk without chance: the fractional parts of multiples of an irrational number.
    fn even(count: usize, start: f64) -> Vec<f64> {
        (0..count).map(|i| (start + i as f64 * 0.618_033_988_749_895).fract()).collect()
    }

    #[test]
    fn nothing_and_too_little_have_an_outcome() {
        assert_eq!(Convergence::of::<Vec<f64>>(&[]), Convergence { finite: true, ..Default::default() });
        assert_eq!(Convergence::of(&[Vec::new(), Vec::new()]).mean, None);
        let short = Convergence::of(&[vec![1.0, 2.0, 3.0], vec![2.0, 1.0, 0.0]]);
        assert_eq!((short.mean, short.rhat, short.ess_bulk, short.mcse_mean), (Some(1.5), None, None, None));
        let alone = Convergence::of(&[vec![2.0]]);
        assert_eq!((alone.mean, alone.sd, alone.constant), (Some(2.0), None, true));
    }

    #[test]
    fn one_chain_has_sizes_but_no_rhat() {
        let one = Convergence::of(&[even(300, 0.1)]);
        assert_eq!(one.rhat, None);
        assert!(one.ess_bulk.is_some() && one.ess_tail.is_some() && one.mcse_mean.is_some());
    }

    #[test]
    fn what_stands_still_or_is_not_finite_has_no_number() {
        let still = Convergence::of(&[vec![0.3; 40], vec![0.3; 40]]);
        assert!(
            still.constant && still.rhat.is_none() && still.ess_tail.is_none() && still.mcse_mean.is_none()
        );
        assert_eq!((still.mean, still.sd), (Some(0.3), Some(0.0)));
        for bad in [f64::NAN, f64::INFINITY] {
            let mut chain = even(40, 0.0);
            chain[7] = bad;
            let broken = Convergence::of(&[chain, even(40, 0.5)]);
            assert_eq!(broken, Convergence::default());
        }
    }

    #[test]
    fn chains_that_stand_still_apart_never_agree() {
        let apart = Convergence::of(&[vec![1.0; 40], vec![2.0; 40]]);
        assert_eq!(apart.rhat, Some(f64::INFINITY));
        assert!(apart.ess_bulk.unwrap() <= 4.0 && apart.ess_tail.unwrap() <= 4.0);
    }

    #[test]
    fn a_quantity_of_few_values_keeps_its_numbers() {
        let share_of_ones = |share: f64| {
            let chains = (0..4).map(|c| even(100, 0.2 * f64::from(c)));
            let ones = chains.map(|chain| chain.iter().map(|x| f64::from(*x < share)).collect());
            Convergence::of(&ones.collect::<Vec<Vec<f64>>>())
        };
        for share in [0.01, 0.5, 0.99] {
            let rare = share_of_ones(share);
            for number in [rare.rhat, rare.ess_bulk, rare.ess_mean, rare.mcse_mean] {
                assert!(number.unwrap().is_finite());
            }
        }
        assert!(share_of_ones(0.01).ess_tail.unwrap().is_finite());
        assert_eq!(share_of_ones(0.99).ess_tail, None, "both quantiles are 1, and no draw lies above");
    }

    #[test]
    fn the_shortest_chain_rules() {
        let (a, b) = (even(50, 0.0), even(50, 0.3));
        assert_eq!(Convergence::of(&[&a[..], &b[..40]]), Convergence::of(&[&a[..40], &b[..40]]));
    }

    #[test]
    fn a_monotone_transformation_changes_no_rank_statistic() {
        let chains: Vec<Vec<f64>> = (0..4).map(|c| even(101, 0.21 * f64::from(c))).collect();
        let bent: Vec<Vec<f64>> =
            chains.iter().map(|chain| chain.iter().map(|x| (5.0 * x).exp()).collect()).collect();
        let (a, b) = (Convergence::of(&chains), Convergence::of(&bent));
        assert_eq!((a.ess_bulk, a.ess_tail), (b.ess_bulk, b.ess_tail));
    }
}
