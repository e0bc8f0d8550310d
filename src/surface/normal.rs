//! Φ and its inverse, and the mean of a log-normal time that is cut off at a limit.
//!
//! Φ comes from the upper tail scaled by `exp(x²/2)`, so that no difference of nearly equal numbers is taken. The
//! rational approximation is Hart's (1968), in the form of West (2005); the inverse is Wichura's AS 241 (1988), PPND16.

const SQRT_2PI: f64 = 2.506_628_274_631_000_7;

/// `Q(x)·exp(x²/2)` for x ≥ 0, Q the upper tail probability.
pub(crate) fn scaled_upper_tail(x: f64) -> f64 {
    const SWITCH: f64 = 7.071_067_811_865_475;
    if x < SWITCH {
        let above =
            ((((((3.526_249_659_989_11e-2 * x + 0.700_383_064_443_688) * x + 6.373_962_203_531_65) * x
                + 33.912_866_078_383)
                * x
                + 112.079_291_497_871)
                * x
                + 221.213_596_169_931)
                * x)
                + 220.206_867_912_376;
        let below = (((((((8.838_834_764_831_84e-2 * x + 1.755_667_163_182_64) * x + 16.064_177_579_207)
            * x
            + 86.780_732_202_946_1)
            * x
            + 296.564_248_779_674)
            * x
            + 637.333_633_378_831)
            * x
            + 793.826_512_519_948)
            * x)
            + 440.413_735_824_752;
        above / below
    } else {
        // Laplace's continued fraction, deep enough for full precision from 7 on.
        let mut tail = x;
        for k in (1..=14).rev() {
            tail = x + f64::from(k) / tail;
        }
        1.0 / (tail * SQRT_2PI)
    }
}

/// Φ(x), the probability of a standard normal value below x.
pub fn cdf(x: f64) -> f64 {
    let tail = scaled_upper_tail(x.abs()) * (-0.5 * x * x).exp();
    if x > 0.0 { 1.0 - tail } else { tail }
}

/// Φ⁻¹(p) for p between 0 and 1, to about 1e-16 of itself.
pub fn quantile(p: f64) -> f64 {
    let ratio = |x: f64, above: [f64; 8], below: [f64; 8]| {
        let sum = |of: [f64; 8]| of.into_iter().rev().fold(0.0, |sum, term| sum * x + term);
        sum(above) / sum(below)
    };
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        return q * ratio(0.180_625 - q * q, CENTRE.0, CENTRE.1);
    }
    let r = (-p.min(1.0 - p).ln()).sqrt();
    let tail = if r <= 5.0 { ratio(r - 1.6, SHOULDER.0, SHOULDER.1) } else { ratio(r - 5.0, TAIL.0, TAIL.1) };
    if q < 0.0 { -tail } else { tail }
}

type Coefficients = ([f64; 8], [f64; 8]);

const CENTRE: Coefficients = (
    [
        3.387_132_872_796_366_5,
        133.141_667_891_784_38,
        1_971.590_950_306_551_3,
        13_731.693_765_509_46,
        45_921.953_931_549_87,
        67_265.770_927_008_7,
        33_430.575_583_588_13,
        2_509.080_928_730_122_7,
    ],
    [
        1.0,
        42.313_330_701_600_91,
        687.187_007_492_057_9,
        5_394.196_021_424_751,
        21_213.794_301_586_597,
        39_307.895_800_092_71,
        28_729.085_735_721_943,
        5_226.495_278_852_545,
    ],
);
const SHOULDER: Coefficients = (
    [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        0.241_780_725_177_450_6,
        0.022_723_844_989_269_184,
        7.745_450_142_783_414e-4,
    ],
    [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        0.689_767_334_985_1,
        0.148_103_976_427_480_08,
        0.015_198_666_563_616_457,
        5.475_938_084_995_345e-4,
        1.050_750_071_644_416_9e-9,
    ],
);
const TAIL: Coefficients = (
    [
        6.657_904_643_501_103,
        5.463_784_911_164_114,
        1.784_826_539_917_291_3,
        0.296_560_571_828_504_87,
        0.026_532_189_526_576_124,
        1.242_660_947_388_078_4e-3,
        2.711_555_568_743_487_6e-5,
        2.010_334_399_292_288_1e-7,
    ],
    [
        1.0,
        0.599_832_206_555_887_9,
        0.136_929_880_922_735_8,
        0.014_875_361_290_850_615,
        7.868_691_311_456_133e-4,
        1.846_318_317_510_054_7e-5,
        1.421_511_758_316_446e-7,
        2.044_263_103_389_939_8e-15,
    ],
);

/// E[min(T, limit)], seconds, after log T has gained `gain`, where it was `mean_secs` before and log T is normal with
/// standard deviation `spread`. With a spread of 0 that is `mean_secs·e^gain`, at most the limit.
///
/// `E[min(T, limit)] = e^{μ+s²/2}·Φ((ℓ−μ−s²)/s) + limit·Φ((μ−ℓ)/s)` is solved for μ by Newton's method on the log
/// scale, where it is concave and rises: from a start below the root every step stays below it.
pub(crate) fn slowed(mean_secs: f64, gain: f64, spread: f64, limit_secs: f64) -> f64 {
    const NEARLY: f64 = 1.0 - 1e-9;
    if spread <= 0.0 || gain == 0.0 {
        return (mean_secs * gain.exp()).min(limit_secs);
    }
    if mean_secs >= NEARLY * limit_secs {
        // Nobody is known to finish in time, however much is gained.
        return limit_secs.min(mean_secs);
    }
    let log_limit = limit_secs.ln();
    let parts = |mu: f64| {
        let finished = (mu + 0.5 * spread * spread).exp() * cdf((log_limit - mu) / spread - spread);
        (finished, finished + limit_secs * cdf((mu - log_limit) / spread))
    };
    let mut mu = mean_secs.ln() - 0.5 * spread * spread;
    for _ in 0..60 {
        let (slope, mean) = parts(mu);
        let step = (mean_secs / mean).ln() * mean / slope;
        mu += step;
        if step.abs() < 1e-13 {
            break;
        }
    }
    parts(mu + gain).1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_inverse_agrees_with_pythons() {
        // statistics.NormalDist().inv_cdf of CPython 3.11.
        for (p, exact) in [
            (1e-12, -7.034483825301132),
            (1e-06, -4.753424308822899),
            (0.01, -2.3263478740408408),
            (0.07, -1.4757910281791702),
            (0.2, -0.8416212335729142),
            (0.5, 0.0),
            (0.61, 0.27931903444745404),
            (0.93, 1.4757910281791708),
            (0.999, 3.090232306167813),
        ] {
            assert!((quantile(p) - exact).abs() <= 1e-14 * exact.abs().max(1e-3), "{p}: {}", quantile(p));
        }
    }

    #[test]
    fn the_inverse_undoes_the_distribution() {
        for step in -60..=60 {
            let x = f64::from(step) / 10.0;
            // Above 0 the probability is close to 1 and carries few digits of x.
            let exact = 1e-14 + 3e-16 / (-0.5 * x * x).exp();
            assert!((quantile(cdf(x)) - x).abs() < 4.0 * exact.max(5e-9 * (x < -5.0) as u8 as f64), "{x}");
        }
    }

    #[test]
    fn a_slowed_time_is_what_the_slowed_distribution_gives() {
        let mean = |mu: f64, s: f64, limit: f64| {
            let distance = (limit.ln() - mu) / s;
            (mu + 0.5 * s * s).exp() * cdf(distance - s) + limit * cdf(-distance)
        };
        for (mu, s, limit) in
            [(4.0f64, 0.5f64, 300.0f64), (5.5, 0.9, 200.0), (2.0, 0.2, 900.0), (6.6, 0.6, 900.0)]
        {
            for gain in [-0.7, -0.1, 0.3, 1.2] {
                let (found, exact) = (slowed(mean(mu, s, limit), gain, s, limit), mean(mu + gain, s, limit));
                assert!((found / exact - 1.0).abs() < 1e-9, "{mu} {s} {limit} {gain}: {found} {exact}");
            }
        }
        assert_eq!(slowed(500.0, 2f64.ln(), 0.0, 900.0), 900.0);
        assert_eq!(slowed(900.0, 0.5, 0.4, 900.0), 900.0);
    }
}
