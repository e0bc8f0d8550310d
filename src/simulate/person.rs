//! One simulated person: what stays the same over all of a participant's sessions.

use super::dice::{Dice, logistic};

/// Correlation of slowness and sensitivity over people: measured on real review data at +.15.
const SLOW_AND_SHARP: f64 = 0.15;
/// Correlation of slowness and caution: who wants more evidence takes longer to gather it.
const SLOW_AND_CAUTIOUS: f64 = 0.3;

/// A person's parameters, drawn once. Medians are chosen so that a review takes some 4 to 8 s a decision, plus
/// what coming back to it costs.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    /// Seconds to read one unit of what a decision shows (see [`super::reading`]).
    pub secs_per_unit: f64,
    /// Seconds to read one word of a brief.
    pub secs_per_word: f64,
    /// Seconds for one movement of hand and eye: a click, a key.
    pub motor_secs: f64,
    /// Strength of a clause's trace right after the brief was read once; 1 is typical.
    pub encoding: f64,
    /// Exponent b of forgetting, strength ∝ (1 + d/τ)^−b.
    pub forgetting: f64,
    /// Mean evidence, in standard deviations, of a decision that breaks a clause held in full strength.
    pub sensitivity: f64,
    /// Evidence, in standard deviations, at which one decision reviewed alone is rejected.
    pub caution: f64,
    /// How much that threshold rises with log m: who looks at more, wants more before crying wolf.
    pub strictness: f64,
    /// Probability of opening the brief again at the start when clauses are missing.
    pub rereads: f64,
    /// Probability of going back, at the end, to what seemed most suspicious.
    pub looks_back: f64,
    /// Exponent of practice: times ∝ rank^−practice.
    pub practice: f64,
    /// Slowing with time on task, per hour.
    pub fatigue_per_hour: f64,
    /// Share of reviews in which the mind is elsewhere.
    pub lapse: f64,
}

impl Person {
    /// The person that this study seed and participant code make.
    pub fn draw(seed: u64, participant: &str) -> Self {
        let mut dice = Dice::new(seed, &[participant, "person"]);
        let slow = dice.normal();
        let sharp = with_correlation(slow, SLOW_AND_SHARP, dice.normal());
        let cautious = with_correlation(slow, SLOW_AND_CAUTIOUS, dice.normal());
        Self {
            secs_per_unit: 0.42 * (0.25 * slow).exp(),
            secs_per_word: 0.22 * (0.2 * slow).exp(),
            motor_secs: dice.around(0.35, 0.15),
            encoding: dice.around(1.0, 0.15),
            forgetting: dice.around(0.28, 0.3),
            sensitivity: 3.1 * (0.2 * sharp).exp(),
            caution: 1.6 + 0.25 * cautious,
            strictness: dice.around(0.33, 0.25),
            rereads: logistic(-0.2 + 0.8 * dice.normal()),
            looks_back: logistic(0.8 + 0.6 * dice.normal()),
            practice: (0.08 + 0.03 * dice.normal()).max(0.0),
            fatigue_per_hour: dice.around(0.06, 0.5),
            lapse: dice.around(0.015, 0.4).min(0.1),
        }
    }

    /// Factor on every time after `rank` reviews (from 1) and `on_task_secs` in the session.
    pub fn tempo(&self, rank: f64, on_task_secs: f64) -> f64 {
        rank.max(1.0).powf(-self.practice) * (1.0 + self.fatigue_per_hour * on_task_secs / 3600.0)
    }
}

/// A standard normal that correlates with `x`, made from an independent one.
fn with_correlation(x: f64, correlation: f64, independent: f64) -> f64 {
    correlation * x + (1.0 - correlation * correlation).sqrt() * independent
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_code_is_the_same_person() {
        assert_eq!(Person::draw(7, "P001"), Person::draw(7, "P001"));
        assert_ne!(Person::draw(7, "P001"), Person::draw(7, "P002"));
        assert_ne!(Person::draw(7, "P001"), Person::draw(8, "P001"));
    }

    #[test]
    fn time_and_sensitivity_correlate_over_people_as_measured() {
        let people: Vec<_> = (0..20_000).map(|i| Person::draw(3, &format!("P{i}"))).collect();
        let z = |f: &dyn Fn(&Person) -> f64| {
            let x: Vec<f64> = people.iter().map(f).collect();
            let mean = x.iter().sum::<f64>() / x.len() as f64;
            let sd = (x.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / x.len() as f64).sqrt();
            x.into_iter().map(|v| (v - mean) / sd).collect::<Vec<_>>()
        };
        let (slow, sharp) = (z(&|p| p.secs_per_unit.ln()), z(&|p| p.sensitivity.ln()));
        let correlation = slow.iter().zip(&sharp).map(|(a, b)| a * b).sum::<f64>() / slow.len() as f64;
        assert!((correlation - SLOW_AND_SHARP).abs() < 0.03, "{correlation}");
    }

    #[test]
    fn practice_quickens_and_fatigue_slows() {
        let person = Person::draw(1, "P001");
        assert!(person.tempo(20.0, 0.0) < person.tempo(1.0, 0.0));
        assert!(person.tempo(20.0, 3600.0) > person.tempo(20.0, 0.0));
    }
}
