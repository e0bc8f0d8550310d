//! What is compared: things of the data that a reader would look at.

use super::replicate::Seen;
use crate::stats::levels::quantile;
use crate::stats::table::Review;
use serde::{Deserialize, Serialize};

/// A statistic of the reviews of one cell, or of one stretch of practice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Statistic {
    /// 10 % quantile of min(T, T_max), seconds.
    TimeQ10,
    /// Its median.
    TimeQ50,
    /// Its 90 % quantile.
    TimeQ90,
    /// Share of the reviews that ran out of time.
    TimedOut,
    /// Share of rejections among bad batches that got a verdict.
    Hits,
    /// Share of rejections among good batches that got a verdict.
    FalseAlarms,
    /// Geometric mean of min(T, T_max), seconds: exp of the mean of log time.
    Practice,
}

impl Statistic {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::TimeQ10,
        Self::TimeQ50,
        Self::TimeQ90,
        Self::TimedOut,
        Self::Hits,
        Self::FalseAlarms,
        Self::Practice,
    ];

    /// What it is, in two or three words.
    pub fn name(self) -> &'static str {
        match self {
            Self::TimeQ10 => "quick reviews",
            Self::TimeQ50 => "median time",
            Self::TimeQ90 => "slow reviews",
            Self::TimedOut => "time-outs",
            Self::Hits => "hits",
            Self::FalseAlarms => "false alarms",
            Self::Practice => "practice",
        }
    }

    /// Whether it is a share; otherwise it is in seconds.
    pub fn is_share(self) -> bool {
        matches!(self, Self::TimedOut | Self::Hits | Self::FalseAlarms)
    }

    /// Of the reviews at `places`; no number where it has none.
    pub(super) fn of(self, reviews: &[Review], seen: &[Seen], places: &[usize]) -> f64 {
        match self {
            Self::TimeQ10 => time(seen, places, 0.1),
            Self::TimeQ50 => time(seen, places, 0.5),
            Self::TimeQ90 => time(seen, places, 0.9),
            Self::TimedOut => share(places.iter().map(|place| seen[*place].timed_out)),
            Self::Hits => share(verdicts(reviews, seen, places, true)),
            Self::FalseAlarms => share(verdicts(reviews, seen, places, false)),
            Self::Practice => {
                let sum: f64 = places.iter().map(|place| seen[*place].secs.ln()).sum();
                (sum / places.len() as f64).exp()
            }
        }
    }

    /// How many reviews it is of.
    pub(super) fn count(self, reviews: &[Review], seen: &[Seen], places: &[usize]) -> u64 {
        match self {
            Self::Hits => verdicts(reviews, seen, places, true).count() as u64,
            Self::FalseAlarms => verdicts(reviews, seen, places, false).count() as u64,
            _ => places.len() as u64,
        }
    }
}

fn time(seen: &[Seen], places: &[usize], at: f64) -> f64 {
    let mut secs: Vec<f64> = places.iter().map(|place| seen[*place].secs).collect();
    secs.sort_by(f64::total_cmp);
    if secs.is_empty() { f64::NAN } else { quantile(&secs, at) }
}

/// Whether each batch of a kind was rejected, where a verdict was given.
fn verdicts(reviews: &[Review], seen: &[Seen], places: &[usize], bad: bool) -> impl Iterator<Item = bool> {
    places.iter().filter(move |place| reviews[**place].bad == bad).filter_map(|place| seen[*place].rejected)
}

fn share(values: impl Iterator<Item = bool>) -> f64 {
    let (yes, all) = values.fold((0u32, 0u32), |(yes, all), value| (yes + u32::from(value), all + 1));
    f64::from(yes) / f64::from(all)
}
