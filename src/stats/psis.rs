//! Pareto-smoothed importance sampling (Vehtari, Simpson, Gelman, Yao & Gabry 2024): weights whose tail is
//! replaced by what a fitted generalised Pareto distribution expects, and the shape k̂ that says whether they can
//! be trusted (below .7 they can).
//!
//! The Pareto fit is the profile-likelihood posterior mean of Zhang & Stephens (2009).

/// Fewer ratios than this are no tail.
const TAIL_LEAST: usize = 5;

/// Weights that sum to one, the logarithm of the raw weights' mean, and k̂.
#[derive(Debug, Clone)]
pub struct Smoothed {
    /// Normalised weights.
    pub weights: Vec<f64>,
    /// log of the mean raw weight: an estimate of the log normalising constant.
    pub log_mean: f64,
    /// Shape of the tail; None where there are too few draws to tell.
    pub k: Option<f64>,
}

/// The largest ratios after smoothing.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tail {
    /// Where they stand among the ratios, in ascending order of the ratio.
    pub(crate) places: Vec<usize>,
    /// Their smoothed logarithms, of ratios relative to the largest; none above 0.
    pub(crate) log_ratios: Vec<f64>,
    /// Shape of the tail; None where it is too short or without spread. The ratios are then as they were.
    pub(crate) k: Option<f64>,
}

/// Smooths log importance ratios. −∞ is a ratio of zero. None where none is finite.
pub fn smooth(log_ratios: &[f64]) -> Option<Smoothed> {
    let largest = log_ratios.iter().copied().filter(|r| r.is_finite()).fold(f64::NEG_INFINITY, f64::max);
    if !largest.is_finite() {
        return None;
    }
    let count = log_ratios.len();
    let relative: Vec<f64> =
        log_ratios.iter().map(|r| if r.is_nan() { f64::NEG_INFINITY } else { r - largest }).collect();
    let mut weights: Vec<f64> = relative.iter().map(|r| r.exp()).collect();
    let tail = smooth_tail(&relative, 1.0);
    for (place, log_ratio) in tail.places.iter().zip(&tail.log_ratios) {
        weights[*place] = log_ratio.exp();
    }
    let sum: f64 = weights.iter().sum();
    weights.iter_mut().for_each(|weight| *weight /= sum);
    Some(Smoothed { weights, log_mean: largest + (sum / count as f64).ln(), k: tail.k })
}

/// Smooths the tail of log ratios whose largest is 0. The tail is the smaller of a fifth of them and
/// 3·√(S/r), where r is the draws' relative efficiency: effective draws a draw.
pub(crate) fn smooth_tail(relative: &[f64], efficiency: f64) -> Tail {
    let count = relative.len();
    let size = (0.2 * count as f64).min(3.0 * (count as f64 / efficiency).sqrt()).ceil() as usize;
    if size < TAIL_LEAST || size >= count {
        return Tail::default();
    }
    let mut places: Vec<usize> = (0..count).collect();
    let by_ratio = |a: &usize, b: &usize| relative[*a].total_cmp(&relative[*b]).then(a.cmp(b));
    let (_, at_cutoff, above) = places.select_nth_unstable_by(count - size - 1, by_ratio);
    // A ratio of zero, to double precision, is no cutoff.
    let log_cutoff = relative[*at_cutoff].max(f64::MIN_POSITIVE.ln());
    let mut tail: Vec<usize> = above.iter().copied().filter(|place| relative[*place] > log_cutoff).collect();
    tail.sort_unstable_by(by_ratio);
    let raw = || tail.iter().map(|place| relative[*place]).collect();
    if tail.len() < TAIL_LEAST {
        return Tail { log_ratios: raw(), places: tail, k: None };
    }
    let cutoff = log_cutoff.exp();
    let excess: Vec<f64> = tail.iter().map(|place| relative[*place].exp() - cutoff).collect();
    let Some((shape, scale)) = pareto_fit(&excess) else {
        return Tail { log_ratios: raw(), places: tail, k: None };
    };
    let length = tail.len() as f64;
    let expected = |rank: usize| cutoff + pareto_quantile((rank as f64 + 0.5) / length, shape, scale);
    let log_ratios = (0..tail.len()).map(|rank| expected(rank).ln().min(0.0)).collect();
    Tail { places: tail, log_ratios, k: Some(shape) }
}
/// Shape and scale of a generalised Pareto distribution; `excess` ascending. None for a tail without spread.
pub fn pareto_fit(excess: &[f64]) -> Option<(f64, f64)> {
    let count = excess.len();
    let (largest, quarter) = (*excess.last()?, *excess.get((count as f64 / 4.0 + 0.5) as usize - 1)?);
    if !(quarter > 0.0 && largest > quarter) {
        return None;
    }
    let candidates = 30 + (count as f64).sqrt() as usize;
    let thetas: Vec<f64> = (1..=candidates)
        .map(|i| 1.0 / largest + (1.0 - (candidates as f64 / (i as f64 - 0.5)).sqrt()) / (3.0 * quarter))
        .collect();
    let shape_at = |theta: f64| excess.iter().map(|x| (-theta * x).ln_1p()).sum::<f64>() / count as f64;
    let profile: Vec<f64> = thetas
        .iter()
        .map(|theta| {
            let k = shape_at(*theta);
            count as f64 * ((-theta / k).ln() - k - 1.0)
        })
        .collect();
    let weight = |i: usize| 1.0 / profile.iter().map(|other| (other - profile[i]).exp()).sum::<f64>();
    let theta: f64 = (0..candidates).map(|i| thetas[i] * weight(i)).sum();
    let shape = shape_at(theta);
    // A weak prior worth ten observations at k = ½, as in the reference implementation.
    let regularised = (shape * count as f64 + 5.0) / (count as f64 + 10.0);
    let scale = -shape / theta;
    (regularised.is_finite() && scale.is_finite() && scale > 0.0).then_some((regularised, scale))
}

fn pareto_quantile(p: f64, shape: f64, scale: f64) -> f64 {
    if shape.abs() < 1e-12 {
        -scale * (-p).ln_1p()
    } else {
        scale * ((-shape * (-p).ln_1p()).exp_m1()) / shape
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{RngExt as _, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    #[test]
    fn the_shape_of_a_pareto_tail_is_recovered() {
        let mut rng = ChaCha8Rng::seed_from_u64(7);
        for shape in [-0.2, 0.1, 0.5, 0.9] {
            let mut sample: Vec<f64> =
                (0..4_000).map(|_| pareto_quantile(rng.random::<f64>(), shape, 2.0)).collect();
            sample.sort_by(f64::total_cmp);
            let (k, scale) = pareto_fit(&sample).unwrap();
            assert!((k - shape).abs() < 0.08, "{k} for {shape}");
            assert!((scale - 2.0).abs() < 0.2, "{scale}");
        }
    }

    #[test]
    fn equal_ratios_keep_equal_weights() {
        let smoothed = smooth(&[0.7; 200]).unwrap();
        assert!(smoothed.weights.iter().all(|w| (w - 0.005).abs() < 1e-12));
        assert!((smoothed.log_mean - 0.7).abs() < 1e-12);
        assert!(smooth(&[f64::NEG_INFINITY; 10]).is_none());
    }
}
