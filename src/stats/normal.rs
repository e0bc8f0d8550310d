//! The standard normal distribution (to 1e-15, and to 5e-9 of itself however far into its tails), and the mean
//! of a log-normal time that is cut off at a limit.
//!
//! Everything comes from one function, the upper tail scaled by `exp(x²/2)`, so that no difference of nearly
//! equal numbers is ever taken. It stands in `surface`, whose readers need it too.

pub use crate::surface::normal::cdf;
use crate::surface::normal::scaled_upper_tail;

const SQRT_2PI: f64 = 2.506_628_274_631_000_7;

/// Φ(x) and φ(x) together, for the price of one.
pub fn cdf_and_density(x: f64) -> (f64, f64) {
    let exponential = (-0.5 * x * x).exp();
    let tail = scaled_upper_tail(x.abs()) * exponential;
    (if x > 0.0 { 1.0 - tail } else { tail }, exponential / SQRT_2PI)
}

/// φ(x), the density.
pub fn density(x: f64) -> f64 {
    (-0.5 * x * x).exp() / SQRT_2PI
}

/// log Φ(x) and its derivative φ(x)/Φ(x), both finite for every finite x.
pub fn log_cdf(x: f64) -> (f64, f64) {
    if x < 0.0 {
        let scaled = scaled_upper_tail(-x);
        (scaled.ln() - 0.5 * x * x, 1.0 / (scaled * SQRT_2PI))
    } else {
        let below = cdf(x);
        (below.ln(), density(x) / below)
    }
}

/// E[min(T, limit)], seconds, where log T ~ Normal(`mu`, `sigma`) and `log_limit` is the limit's logarithm.
pub fn restricted_mean(mu: f64, sigma: f64, log_limit: f64) -> f64 {
    let distance = (log_limit - mu) / sigma;
    // e^{μ+s²/2}·Φ(distance − s): the exponent is taken together with Φ's, because the first overflows where the
    // second vanishes.
    let reached = (mu + 0.5 * sigma * sigma + log_cdf(distance - sigma).0).exp();
    reached + log_limit.exp() * cdf(-distance)
}

/// 1 / (1 + e^{−x}).
pub fn logistic(x: f64) -> f64 {
    if x >= 0.0 {
        1.0 / (1.0 + (-x).exp())
    } else {
        let odds = x.exp();
        odds / (1.0 + odds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_c_library() {
        // erfc(−x/√2)/2 of glibc 2.36.
        for (x, exact) in [
            (-37.0, 5.725571222525139e-300),
            (-20.0, 2.7536241186063314e-89),
            (-7.5, 3.19089167291092e-14),
            (-7.07, 7.746684865636529e-13),
            (-5.0, 2.866515718791946e-07),
            (-3.0, 0.0013498980316300957),
            (-1.0, 0.15865525393145707),
            (-0.74, 0.22964999716479065),
            (-0.1, 0.460172162722971),
            (0.3, 0.6179114221889526),
            (2.5, 0.9937903346742238),
            (6.0, 0.9999999990134123),
        ] {
            let ours = cdf(x);
            assert!(
                (ours - exact).abs() < 1e-15 && (ours / exact - 1.0).abs() < 5e-9,
                "Φ({x}): {ours} {exact}"
            );
        }
    }

    #[test]
    fn the_logarithm_stays_exact_far_into_the_tail() {
        // Asymptotic series of the tail, exact to 1e-10 at these places.
        for x in [-20.0f64, -40.0, -200.0, -1e4] {
            let r = 1.0 / (x * x);
            let series = -0.5 * x * x - (-x * SQRT_2PI).ln()
                + (1.0 - r * (1.0 - 3.0 * r * (1.0 - 5.0 * r * (1.0 - 7.0 * r)))).ln();
            assert!((log_cdf(x).0 - series).abs() < 1e-9 * series.abs().max(1.0), "log Φ({x})");
            assert!((log_cdf(x).1 / -x - 1.0).abs() < 2.0 * r, "Mills ratio at {x}");
        }
        assert!((scaled_upper_tail(7.071_067_8) - scaled_upper_tail(7.071_067_82)).abs() < 1e-9);
    }

    #[test]
    fn the_derivative_of_the_logarithm_is_its_slope() {
        for step in -80..=60 {
            let x = f64::from(step) / 10.0;
            let h = 1e-5;
            let slope = (log_cdf(x + h).0 - log_cdf(x - h).0) / (2.0 * h);
            assert!((slope - log_cdf(x).1).abs() < 1e-7 * slope.abs().max(1.0), "at {x}");
        }
    }

    #[test]
    fn the_restricted_mean_agrees_with_numerical_integration() {
        for (mu, sigma, limit) in
            [(4.0f64, 0.5f64, 300.0f64), (5.5, 0.9, 200.0), (2.0, 0.2, 900.0), (8.0, 0.3, 60.0)]
        {
            // E[min(T, limit)] = ∫₀^limit P(T > t) dt, Simpson's rule over 20,000 strips.
            let strips = 20_000;
            let width = limit / f64::from(strips);
            let survive = |t: f64| if t <= 0.0 { 1.0 } else { cdf((mu - t.ln()) / sigma) };
            let mut sum = survive(0.0) + survive(limit);
            for strip in 1..strips {
                sum += survive(width * f64::from(strip)) * if strip % 2 == 1 { 4.0 } else { 2.0 };
            }
            let integral = sum * width / 3.0;
            let ours = restricted_mean(mu, sigma, limit.ln());
            assert!((ours - integral).abs() < 1e-6 * integral, "{mu} {sigma} {limit}: {ours} {integral}");
        }
    }

    #[test]
    fn the_restricted_mean_stays_between_nothing_and_the_limit() {
        for mu in [-800.0, -5.0, 0.0, 5.0, 50.0, 800.0] {
            let mean = restricted_mean(mu, 0.5, 600f64.ln());
            assert!(mean.is_finite() && (0.0..=600.0 + 1e-9).contains(&mean), "{mu}: {mean}");
        }
    }
}
