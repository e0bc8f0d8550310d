//! NASA-TLX: six ratings and, where they are to be weighted, fifteen comparisons.
//!
//! Hart & Staveland (1988), Development of NASA-TLX: results of empirical and theoretical research. Ratings go from 0 to
//! 100 in steps of 5. Weighted: each scale's weight is how often it was chosen in the fifteen pairs, 0 to 5, and the
//! score is Σ weight × rating / 15. Raw: the mean of the six ratings (Hart 2006).

use serde::{Deserialize, Serialize};

/// Ratings go from 0 to this.
pub const HIGHEST: u8 = 100;
/// In steps of this.
pub const STEP: u8 = 5;

/// The six scales, in the order of the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TlxScale {
    /// How much thinking, deciding, remembering.
    MentalDemand,
    /// How much moving.
    PhysicalDemand,
    /// How much haste.
    TemporalDemand,
    /// How well one thinks one did; 0 is perfect, 100 is failure.
    Performance,
    /// How hard one had to work for that.
    Effort,
    /// How insecure, annoyed, stressed.
    Frustration,
}

impl TlxScale {
    /// All of them, in the order of the paper.
    pub const ALL: [Self; 6] = [
        Self::MentalDemand,
        Self::PhysicalDemand,
        Self::TemporalDemand,
        Self::Performance,
        Self::Effort,
        Self::Frustration,
    ];

    /// Its name in data.
    pub fn name(self) -> &'static str {
        match self {
            Self::MentalDemand => "mental_demand",
            Self::PhysicalDemand => "physical_demand",
            Self::TemporalDemand => "temporal_demand",
            Self::Performance => "performance",
            Self::Effort => "effort",
            Self::Frustration => "frustration",
        }
    }
}

/// The fifteen pairs of scales, each once, in the order of the scales.
pub fn pairs() -> Vec<(TlxScale, TlxScale)> {
    let later = |place: usize| TlxScale::ALL.into_iter().skip(place + 1);
    TlxScale::ALL
        .into_iter()
        .enumerate()
        .flat_map(|(place, first)| later(place).map(move |second| (first, second)))
        .collect()
}

/// Whether these can be ratings.
pub fn are_ratings(ratings: &[u8; 6]) -> bool {
    ratings.iter().all(|rating| *rating <= HIGHEST && rating.is_multiple_of(STEP))
}

/// The mean of six ratings.
pub fn raw_score(ratings: &[u8; 6]) -> f64 {
    f64::from(ratings.iter().map(|rating| u32::from(*rating)).sum::<u32>()) / 6.0
}

/// How often each scale was chosen, in the order of [`TlxScale::ALL`].
pub fn weights(chosen: &[TlxScale]) -> [u32; 6] {
    TlxScale::ALL.map(|scale| chosen.iter().filter(|one| **one == scale).count() as u32)
}

/// The weighted score; none unless all fifteen pairs were answered.
pub fn weighted_score(ratings: &[u8; 6], chosen: &[TlxScale]) -> Option<f64> {
    let sum: u32 =
        ratings.iter().zip(weights(chosen)).map(|(rating, weight)| u32::from(*rating) * weight).sum();
    (chosen.len() == pairs().len()).then(|| f64::from(sum) / 15.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_fifteen_pairs_and_each_scale_is_in_five() {
        let pairs = pairs();
        assert_eq!(pairs.len(), 15);
        for scale in TlxScale::ALL {
            assert_eq!(pairs.iter().filter(|(a, b)| *a == scale || *b == scale).count(), 5);
        }
    }

    #[test]
    fn names_are_those_of_the_journals() {
        for scale in TlxScale::ALL {
            assert_eq!(serde_json::to_value(scale).unwrap(), scale.name());
        }
    }

    #[test]
    fn ratings_are_multiples_of_five_up_to_a_hundred() {
        assert!(are_ratings(&[0, 5, 50, 95, 100, 35]));
        assert!(!are_ratings(&[0, 5, 50, 95, 105, 35]));
        assert!(!are_ratings(&[0, 5, 51, 95, 100, 35]));
    }

    #[test]
    fn a_score_is_missing_while_pairs_are() {
        assert_eq!(weighted_score(&[50; 6], &[TlxScale::Effort; 14]), None);
        assert_eq!(raw_score(&[0, 100, 50, 50, 0, 100]), 50.0);
    }
}
