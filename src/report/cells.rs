//! What was observed in each cell of the surface's grid, to be put beside what the model says.

use crate::stats::nearest_cell::nearest_cell;
use crate::stats::{self, AnalysisPlan, LeftOut, Said, Trial};
use crate::surface::CostSurface;
use statrs::distribution::{ContinuousCDF as _, StudentsT};

/// What the reviews behind a surface were like.
#[derive(Debug, Clone, PartialEq)]
pub struct Observed {
    /// Row by row; cells without any review left out.
    pub cells: Vec<CellSummary>,
    /// Reviews that the analysis plan leaves out.
    pub left_out: LeftOut,
}

/// The reviews that were nearest to one cell of the grid.
#[derive(Debug, Clone, PartialEq)]
pub struct CellSummary {
    /// The grid's row and column.
    pub at: (usize, usize),
    /// Reviews of bad batches.
    pub bad: Side,
    /// Reviews of good batches.
    pub good: Side,
}

/// The bad or the good reviews of a cell.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Side {
    /// How many.
    pub reviews: usize,
    /// How many ended with a verdict; the others ran out of time.
    pub judged: usize,
    /// How many were rejected: hits where bad, false alarms where good.
    pub rejected: usize,
    /// Mean of min(T, T_max), seconds; not a number where there are none.
    pub mean_secs: f64,
    /// Standard error of that mean, the reviews taken as independent; not a number below two.
    pub mean_error_secs: f64,
    /// Median of min(T, T_max), seconds; not a number where there are none.
    pub median_secs: f64,
}

impl Observed {
    /// Counts each review that the plan keeps in the grid's cell that is nearest to it, in log m and log(1 + d/τ).
    pub fn new(surface: &CostSurface, trials: &[Trial], plan: &AnalysisPlan) -> Self {
        let (kept, left_out) = stats::keep(trials, plan);
        let (delays, batch_sizes) = (&surface.grid.delay_secs, &surface.grid.batch_size);
        let tau_secs = surface.model.tau_secs;
        let cell_of =
            |one: &Trial| nearest_cell((delays, batch_sizes), tau_secs, one.delay_secs, one.batch_size);
        let mut sorted: Vec<((usize, usize), &Trial)> =
            kept.into_iter().filter_map(|one| Some((cell_of(one)?, one))).collect();
        sorted.sort_by_key(|(at, _)| *at);
        let cells = sorted.chunk_by(|(one, _), (other, _)| one == other).map(|cell| {
            let side = |planted: bool| {
                let of_it = cell.iter().map(|(_, one)| *one).filter(|one| one.planted == planted);
                Side::of(of_it.collect(), surface.time_limit_secs)
            };
            CellSummary { at: cell[0].0, bad: side(true), good: side(false) }
        });
        Self { cells: cells.collect(), left_out }
    }
}

impl Side {
    fn of(reviews: Vec<&Trial>, time_limit_secs: f64) -> Self {
        let mut secs: Vec<f64> = reviews
            .iter()
            .map(|one| if one.timed_out { time_limit_secs } else { one.review_secs.min(time_limit_secs) })
            .collect();
        secs.sort_by(f64::total_cmp);
        let count = secs.len() as f64;
        let mean_secs = secs.iter().sum::<f64>() / count;
        let variance = secs.iter().map(|secs| (secs - mean_secs).powi(2)).sum::<f64>() / (count - 1.0);
        Self {
            reviews: reviews.len(),
            judged: reviews.iter().filter(|one| one.verdict.is_some()).count(),
            rejected: reviews.iter().filter(|one| one.verdict == Some(Said::Reject)).count(),
            mean_secs,
            mean_error_secs: if count >= 2.0 { (variance / count).sqrt() } else { f64::NAN },
            median_secs: median(&secs),
        }
    }

    /// Share of rejections among the reviews that ended with a verdict, and its Wilson interval at 90 %.
    pub(super) fn rejected_share(&self) -> [f64; 3] {
        /// 95 % quantile of the standard normal distribution.
        const Z: f64 = 1.644_853_6;
        let count = self.judged as f64;
        let share = self.rejected as f64 / count;
        let centre = (share + Z * Z / (2.0 * count)) / (1.0 + Z * Z / count);
        let half = Z / (1.0 + Z * Z / count)
            * (share * (1.0 - share) / count + Z * Z / (4.0 * count * count)).sqrt();
        [share, (centre - half).max(0.0), (centre + half).min(1.0)]
    }

    /// The mean time and its interval at 90 %, the reviews taken as independent.
    pub(super) fn mean_time(&self) -> [f64; 3] {
        // With few reviews in a cell the spread is itself uncertain: Student's t, one degree of freedom below their number.
        let t = StudentsT::new(0.0, 1.0, self.reviews as f64 - 1.0).map_or(f64::NAN, |t| t.inverse_cdf(0.95));
        let half = t * self.mean_error_secs;
        let half = if half.is_finite() { half } else { 0.0 };
        [self.mean_secs, self.mean_secs - half, self.mean_secs + half]
    }
}

fn median(sorted: &[f64]) -> f64 {
    let middle = sorted.len() / 2;
    match (sorted.len() % 2, sorted.get(middle), middle.checked_sub(1).and_then(|below| sorted.get(below))) {
        (1, Some(middle), _) => *middle,
        (_, Some(above), Some(below)) => (above + below) / 2.0,
        _ => f64::NAN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::example;

    fn seen(delay_secs: f64, batch_size: f64, verdict: Option<Said>, review_secs: f64) -> Trial {
        Trial {
            delay_secs,
            batch_size,
            verdict,
            review_secs,
            timed_out: verdict.is_none(),
            ..example::trial()
        }
    }

    fn observed(trials: &[Trial]) -> Observed {
        let plan = AnalysisPlan::default().expect("the built-in plan");
        Observed::new(&example::surface(false), trials, &plan)
    }

    #[test]
    fn reviews_are_counted_in_the_nearest_cell() {
        let cells = observed(&[
            seen(33.0, 1.0, Some(Said::Reject), 10.0), // the grid has 0, 30, 120, 600, 3600 s and 1, 2, 4, 8, 16
            seen(29.0, 1.0, Some(Said::Accept), 30.0),
            seen(31.0, 1.0, None, 300.0),
            seen(4000.0, 13.0, Some(Said::Reject), 20.0),
        ])
        .cells;
        assert_eq!(cells.iter().map(|cell| cell.at).collect::<Vec<_>>(), [(1, 0), (4, 4)]);
        let bad = &cells[0].bad;
        assert_eq!((bad.reviews, bad.judged, bad.rejected), (3, 2, 1));
        assert_eq!(bad.median_secs, 30.0);
        assert_eq!(bad.mean_secs, (10.0 + 30.0 + 300.0) / 3.0, "a time-out counts as the limit");
        assert_eq!(cells[0].good.reviews, 0);
        assert!(cells[0].good.median_secs.is_nan());
    }

    #[test]
    fn what_the_plan_leaves_out_is_counted_and_no_more() {
        let practice = Trial { practice: true, ..seen(0.0, 1.0, None, 9.0) };
        let observed = observed(&[practice]);
        assert_eq!((observed.cells.len(), observed.left_out.practice), (0, 1));
    }

    #[test]
    fn what_has_no_number_is_in_no_cell() {
        assert_eq!(observed(&[seen(f64::NAN, 1.0, None, 1.0)]).cells, []);
    }

    #[test]
    fn the_mean_of_few_reviews_is_student_s() {
        // t at 95 % with 4 degrees of freedom, from any printed table: 2.132.
        let side = Side { reviews: 5, mean_secs: 100.0, mean_error_secs: 10.0, ..Side::default() };
        let [_, low, high] = side.mean_time();
        assert!((low - 78.68).abs() < 0.01 && (high - 121.32).abs() < 0.01, "{low} {high}");
        let alone = Side { reviews: 1, mean_secs: 100.0, mean_error_secs: f64::NAN, ..Side::default() };
        assert_eq!(alone.mean_time(), [100.0; 3]);
    }

    #[test]
    fn wilson_s_interval_is_the_published_one() {
        // 8 of 10 at 90 %, by Wilson's formula (1927): .5408 to .9314.
        let side = Side { reviews: 11, judged: 10, rejected: 8, ..Side::default() };
        let [share, low, high] = side.rejected_share();
        assert!((share - 0.8).abs() < 1e-12 && (low - 0.5408).abs() < 1e-4 && (high - 0.9314).abs() < 1e-4);
    }
}
