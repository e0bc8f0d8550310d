//! How long somebody takes beside what is expected, learned within a session from what they did so far.
//!
//! The logarithm of (seconds taken / seconds expected) is taken to be normal around the person's own level; level
//! and spread are unknown. With the conjugate normal-inverse-gamma prior the next value has a Student t distribution
//! (Gelman et al., Bayesian Data Analysis, 3rd ed., section 3.3), and its quantiles are what the schedule plans by.
//! Briefs and reviews have a level each. A pure fold over a session's events, so that a replay learns the same.

/// Spread of one person's log ratios that is expected before anything was seen, of briefs and of reviews.
const BRIEF_LOG_SD: f64 = 0.25;
const REVIEW_LOG_SD: f64 = 0.35;
/// The prior's level, a ratio of 1, counts as much as this many observations.
const PRIOR_LEVEL: f64 = 0.4;
/// Half of the observations that the prior's spread counts as, α.
const PRIOR_SPREAD: f64 = 3.0;
/// A ratio further from 1 than this, either way, says nothing of a pace: somebody left, or skipped it.
const MOST: f64 = 20.0;

/// One person's pace so far.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Tempo {
    briefs: Seen,
    reviews: Seen,
}

/// Log ratios seen: how many, their sum and their sum of squares.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Seen {
    count: f64,
    sum: f64,
    squares: f64,
}

/// Factors on expected seconds: a low quantile, the median and a high quantile.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// Undercut with probability 1 − confidence.
    pub low: f64,
    /// As often exceeded as undercut.
    pub median: f64,
    /// Exceeded with probability 1 − confidence.
    pub high: f64,
}

impl Tempo {
    /// A brief and its questions took so long, seconds.
    pub fn saw_brief(&mut self, taken_secs: f64, expected_secs: f64) {
        self.briefs.take(taken_secs / expected_secs);
    }

    /// A review and what follows its verdict took so long, seconds.
    pub fn saw_review(&mut self, taken_secs: f64, expected_secs: f64) {
        self.reviews.take(taken_secs / expected_secs);
    }

    /// What the next brief takes, as a factor on what is expected.
    pub fn brief(&self, confidence: f64) -> Spread {
        self.briefs.next(BRIEF_LOG_SD, confidence)
    }

    /// What the next review takes, as a factor on what is expected.
    pub fn review(&self, confidence: f64) -> Spread {
        self.reviews.next(REVIEW_LOG_SD, confidence)
    }
}

impl Seen {
    fn take(&mut self, ratio: f64) {
        // Not a number fails both.
        if ratio > 1.0 / MOST && ratio < MOST {
            let log = ratio.ln();
            self.count += 1.0;
            self.sum += log;
            self.squares += log * log;
        }
    }

    fn next(&self, prior_sd: f64, confidence: f64) -> Spread {
        let n = self.count;
        let mean = self.sum / n.max(1.0);
        let around = (self.squares - n * mean * mean).max(0.0);
        let weight = PRIOR_LEVEL + n;
        let level = self.sum / weight;
        let alpha = PRIOR_SPREAD + n / 2.0;
        // β₀ = σ²(α₀ − 1): the prior's mean variance is σ².
        let beta = prior_sd * prior_sd * (PRIOR_SPREAD - 1.0)
            + around / 2.0
            + PRIOR_LEVEL * n * mean * mean / (2.0 * weight);
        let scale = (beta * (weight + 1.0) / (alpha * weight)).sqrt();
        let reach = scale * student_quantile(confidence, 2.0 * alpha);
        let factor = |log: f64| (log.exp() * 1_000.0).round() / 1_000.0;
        Spread { low: factor(level - reach), median: factor(level), high: factor(level + reach) }
    }
}

/// Upper quantile of Student's t with so many degrees of freedom, from the normal one by its first two corrections
/// (Abramowitz and Stegun 26.7.5).
fn student_quantile(probability: f64, freedom: f64) -> f64 {
    let z = normal_quantile(probability);
    let first = (z.powi(3) + z) / 4.0;
    let second = (5.0 * z.powi(5) + 16.0 * z.powi(3) + 3.0 * z) / 96.0;
    z + first / freedom + second / (freedom * freedom)
}

/// Upper quantile of the standard normal, ½ to just below 1; error below 4.5e-4 (Abramowitz and Stegun 26.2.23).
fn normal_quantile(probability: f64) -> f64 {
    let tail = (1.0 - probability).clamp(1e-12, 0.5);
    let t = (-2.0 * tail.ln()).sqrt();
    let above = 2.515517 + t * (0.802853 + t * 0.010328);
    let below = 1.0 + t * (1.432788 + t * (0.189269 + t * 0.001308));
    (t - above / below).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_agree_with_the_tables() {
        // qnorm and qt of R 4.2.
        for (p, z) in [(0.5, 0.0), (0.75, 0.674490), (0.9, 1.281552), (0.95, 1.644854), (0.99, 2.326348)] {
            assert!((normal_quantile(p) - z).abs() < 4.5e-4, "{p}: {}", normal_quantile(p));
        }
        for (p, freedom, t) in
            [(0.9, 6.0, 1.439756), (0.9, 20.0, 1.325341), (0.95, 10.0, 1.812461), (0.75, 6.0, 0.717558)]
        {
            let ours = student_quantile(p, freedom);
            assert!((ours - t).abs() < 6e-3, "{p}, {freedom}: {ours}");
        }
    }

    #[test]
    fn with_nothing_seen_the_expectation_is_the_median_and_the_spread_is_wide() {
        let spread = Tempo::default().brief(0.9);
        assert_eq!(spread.median, 1.0);
        assert!(spread.low < 0.6 && spread.high > 1.7, "{spread:?}");
        assert!((spread.low * spread.high - 1.0).abs() < 2e-3, "even on the scale of logarithms");
    }

    #[test]
    fn a_steady_person_is_learned_soon_and_a_changeable_one_is_given_more_room() {
        let (mut steady, mut changeable) = (Tempo::default(), Tempo::default());
        for step in 0..10 {
            steady.saw_review(50.0, 100.0);
            changeable.saw_review(if step % 2 == 0 { 25.0 } else { 100.0 }, 100.0);
        }
        let (steady, changeable) = (steady.review(0.9), changeable.review(0.9));
        assert!((steady.median - 0.5).abs() < 0.03, "{steady:?}");
        assert!(steady.high < 0.75, "{steady:?}");
        assert!((changeable.median - 0.5).abs() < 0.03 && changeable.high > 1.0, "{changeable:?}");
    }

    #[test]
    fn briefs_say_nothing_of_reviews_and_nonsense_says_nothing() {
        let mut tempo = Tempo::default();
        tempo.saw_brief(90.0, 30.0);
        assert_eq!(tempo.review(0.9), Tempo::default().review(0.9));
        let before = tempo;
        tempo.saw_brief(3_600.0, 30.0);
        tempo.saw_brief(0.0, 30.0);
        tempo.saw_brief(30.0, 0.0);
        tempo.saw_brief(0.0, 0.0);
        assert_eq!(tempo, before);
    }

    /// Nine of ten next times stay below the quantile of 0.9, people and times drawn as the prior says.
    #[test]
    fn the_quantile_holds_what_it_says() {
        use rand::RngExt as _;
        use rand_chacha::ChaCha8Rng;
        use rand_chacha::rand_core::SeedableRng as _;
        let mut rng = ChaCha8Rng::seed_from_u64(4);
        let mut normal = || {
            let (one, two): (f64, f64) = (rng.random_range(1e-12..1.0), rng.random_range(0.0..1.0));
            (-2.0 * one.ln()).sqrt() * (std::f64::consts::TAU * two).cos()
        };
        let (mut below, mut all) = (0.0, 0.0);
        for _ in 0..4_000 {
            let level = normal() * BRIEF_LOG_SD / PRIOR_LEVEL.sqrt();
            let mut tempo = Tempo::default();
            for _ in 0..6 {
                let ratio = (level + BRIEF_LOG_SD * normal()).exp();
                below += f64::from(ratio <= tempo.brief(0.9).high);
                all += 1.0;
                tempo.saw_brief(ratio, 1.0);
            }
        }
        let share = below / all;
        assert!((0.88..0.94).contains(&share), "{share}");
    }
}
