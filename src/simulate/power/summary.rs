//! What all repetitions say together.

use super::record::Header;
use super::repetition::{Found, Repetition};
use crate::problem::{Outcome, Problem};
use crate::surface::Matrix;
use serde::Serialize;

/// A ranking, or a rise, of which the posterior says at least this much is as good as shown.
const SURE: f64 = 0.95;
/// Chains of a short fit whose R̂ is above this do not agree.
const RHAT_MOST: f64 = 1.05;

/// What a study would learn, a row for each number of participants. SIMULATED throughout.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Summary {
    /// What was asked.
    pub asked: Header,
    /// In the order of their numbers of participants.
    pub rows: Vec<Row>,
}

/// One number of participants.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// How many take part.
    pub participants: u32,
    /// Reviews in all that count.
    pub reviews: usize,
    /// Expected minutes a person.
    pub minutes_each: f64,
    /// Those of all together, hours.
    pub person_hours: f64,
    /// Repetitions that were fitted; all that follows is of these.
    pub fitted: usize,
    /// Repetitions that could not be.
    pub failed: usize,
    /// Fits of which chains did not agree, or that had divergent draws: with a longer sampler most of these would do.
    pub doubtful: usize,
    /// q95/q05 of C: the geometric mean over cells and repetitions. This and what follows is none without any.
    pub width_ratio: Option<f64>,
    /// q95 − q05 of C, person-seconds: the mean over cells and repetitions.
    pub width_secs: Option<f64>,
    /// Share of cells and repetitions whose 90 % interval holds the true C.
    pub covered: Option<f64>,
    /// Share of repetitions in which the cell that is truly cheaper is more likely than not the cheaper one.
    pub ranked_right: Option<f64>,
    /// Share of repetitions in which that is more than 95 % likely.
    pub ranked_surely: Option<f64>,
    /// Share of repetitions in which log time rises with the delay with a probability of more than .95.
    pub delay_shown: Option<f64>,
    /// The same cell by cell.
    pub grid: GridSummary,
}

/// Rows by delay, columns by batch size; delays and sizes are in the header.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GridSummary {
    /// True C, person-seconds, averaged over repetitions.
    pub true_secs: Matrix,
    /// q95/q05: geometric mean over repetitions.
    pub width_ratio: Matrix,
    /// q95 − q05, person-seconds.
    pub width_secs: Matrix,
    /// Share of repetitions whose interval holds the truth.
    pub covered: Matrix,
}

impl Summary {
    /// Of all repetitions; `studies` has reviews and minutes a person of each number of participants.
    pub(super) fn of(asked: Header, repetitions: &[Repetition], studies: &[(usize, f64)]) -> Outcome<Self> {
        let rows: Vec<Row> = asked
            .participants
            .iter()
            .zip(studies)
            .map(|(participants, study)| Row::of(*participants, *study, repetitions))
            .collect();
        if rows.iter().all(|row| row.fitted == 0) {
            let problem = repetitions.iter().find_map(|one| one.problem.clone()).unwrap_or_default();
            return Err(Problem::new(format!("no simulated study could be fitted: {problem}")));
        }
        Ok(Self { asked, rows })
    }
}

impl Row {
    fn of(participants: u32, (reviews, minutes_each): (usize, f64), repetitions: &[Repetition]) -> Self {
        let of_row: Vec<&Repetition> =
            repetitions.iter().filter(|one| one.participants == participants).collect();
        let found: Vec<&Found> = of_row.iter().filter_map(|one| one.found.as_ref()).collect();
        let grid = GridSummary::of(&found);
        let share = |of: &dyn Fn(&Found) -> Option<f64>, above: f64| {
            let known: Vec<f64> = found.iter().filter_map(|one| of(one)).collect();
            let over = known.iter().filter(|probability| **probability > above).count();
            (!known.is_empty()).then(|| over as f64 / known.len() as f64)
        };
        let doubtful =
            |one: &&&Found| one.divergences > 0 || one.rhat_max.is_some_and(|rhat| rhat > RHAT_MOST);
        Self {
            participants,
            reviews,
            minutes_each,
            person_hours: minutes_each * f64::from(participants) / 60.0,
            fitted: found.len(),
            failed: of_row.len() - found.len(),
            doubtful: found.iter().filter(doubtful).count(),
            width_ratio: mean(grid.width_ratio.iter().flatten().map(|ratio| ratio.ln())).map(f64::exp),
            width_secs: mean(grid.width_secs.iter().flatten().copied()),
            covered: mean(grid.covered.iter().flatten().copied()),
            ranked_right: share(&|one| one.right_order, 0.5),
            ranked_surely: share(&|one| one.right_order, SURE),
            delay_shown: share(&|one| one.delay_rises, SURE),
            grid,
        }
    }
}

impl GridSummary {
    fn of(found: &[&Found]) -> Self {
        // All have the same shape: a fit on another grid counts as failed.
        let of_cells = |value: &dyn Fn(&Found, usize, usize) -> f64| -> Matrix {
            let Some(first) = found.first() else { return Matrix::new() };
            let cell =
                |i: usize, j: usize| mean(found.iter().map(|one| value(one, i, j))).unwrap_or_default();
            first
                .true_secs
                .iter()
                .enumerate()
                .map(|(i, row)| (0..row.len()).map(|j| cell(i, j)).collect())
                .collect()
        };
        let log_ratio = of_cells(&|one, i, j| (one.q95_secs[i][j] / one.q05_secs[i][j]).ln());
        Self {
            true_secs: of_cells(&|one, i, j| one.true_secs[i][j]),
            width_ratio: log_ratio.iter().map(|row| row.iter().map(|log| log.exp()).collect()).collect(),
            width_secs: of_cells(&|one, i, j| one.q95_secs[i][j] - one.q05_secs[i][j]),
            covered: of_cells(&|one, i, j| {
                let interval = one.q05_secs[i][j]..=one.q95_secs[i][j];
                f64::from(u8::from(interval.contains(&one.true_secs[i][j])))
            }),
        }
    }
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0_usize), |(sum, count), value| (sum + value, count + 1));
    (count > 0).then(|| sum / count as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(participants: u32, right_order: f64, bounds: [f64; 2]) -> Repetition {
        let found = Found {
            true_secs: vec![vec![100.0, 200.0]],
            q05_secs: vec![vec![bounds[0]; 2]],
            q95_secs: vec![vec![bounds[1]; 2]],
            right_order: Some(right_order),
            delay_rises: None,
            rhat_max: Some(1.01),
            divergences: 0,
        };
        Repetition { participants, repetition: 0, found: Some(found), problem: None }
    }

    #[test]
    fn shares_and_widths_are_counted_by_hand() {
        let failed = Repetition { found: None, problem: Some("no".to_owned()), ..one(6, 0.0, [1.0, 1.0]) };
        let all = [one(6, 0.4, [50.0, 100.0]), one(6, 0.97, [100.0, 800.0]), one(9, 0.9, [1.0, 2.0]), failed];
        let row = Row::of(6, (72, 30.0), &all);
        assert_eq!((row.fitted, row.failed, row.doubtful, row.person_hours), (2, 1, 0, 3.0));
        // Ratios 2 and 8; widths 50 and 700; 100 lies in both intervals, 200 in the second alone.
        assert!((row.width_ratio.unwrap() - 4.0).abs() < 1e-12);
        assert!((row.width_secs.unwrap() - 375.0).abs() < 1e-12);
        assert_eq!(row.grid.covered, [[1.0, 0.5]]);
        assert_eq!((row.covered, row.ranked_right, row.ranked_surely), (Some(0.75), Some(0.5), Some(0.5)));
        assert_eq!(row.delay_shown, None);
        assert_eq!(
            Row::of(12, (144, 30.0), &all).width_ratio,
            None,
            "nothing is said of what was not fitted"
        );
    }
}
