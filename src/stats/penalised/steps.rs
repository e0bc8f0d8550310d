//! How far a climb is.

use super::arrow::Shape;
use super::{CLIMBING, ROUNDS};
use crate::problem::Outcome;
use crate::stats::model::Model;
use crate::stats::{Progress, Watch};
use std::time::{Duration, Instant};

/// Evaluations of the density are told no more often than this.
const TELL: Duration = Duration::from_millis(40);
/// The first round climbs all the way, the others a little each; the information at the end is the exact one. Shares of
/// the time that they took for 90,000 reviews, in per cent.
const FIRST_ROUND: usize = 60;
const LATER_ROUND: usize = 2;
const END: usize = 100 - FIRST_ROUND - (ROUNDS - 1) * LATER_ROUND;

/// Counts a climb's evaluations, and asks after every one whether it is to go on.
pub(crate) struct Steps<'a, 'b> {
    watch: &'a mut Watch<'b>,
    /// Evaluations that the information at one place takes.
    information: usize,
    /// Where this round begins and how much of the whole it is, in per cent.
    begin: usize,
    width: usize,
    /// Evaluations in this round, and how many are expected.
    done: usize,
    expected: usize,
    told: Instant,
}

impl<'a, 'b> Steps<'a, 'b> {
    pub(super) fn new(watch: &'a mut Watch<'b>, model: &Model) -> Self {
        let shape = Shape::of(&model.layout);
        let information = shape.border() + shape.block;
        Self { watch, information, begin: 0, width: 0, done: 0, expected: 1, told: Instant::now() }
    }

    /// A round begins, or after [`ROUNDS`] the end.
    ///
    /// # Errors
    /// Where the climb is to stop.
    pub(super) fn reach(&mut self, round: usize) -> Outcome<()> {
        // Informations are what takes time: some six on the way up, one a round after that, twice one at the end.
        let (width, informations) = match round {
            0 => (FIRST_ROUND, 6),
            round if round < ROUNDS => (LATER_ROUND, 1),
            _ => (END, 2),
        };
        self.begin = if round == 0 { 0 } else { FIRST_ROUND + (round - 1) * LATER_ROUND };
        (self.width, self.done, self.expected) = (width, 0, informations * self.information);
        self.say()
    }

    /// One more evaluation.
    ///
    /// # Errors
    /// Where the climb is to stop.
    pub(super) fn tick(&mut self) -> Outcome<()> {
        self.done += 1;
        if self.told.elapsed() < TELL { Ok(()) } else { self.say() }
    }

    fn say(&mut self) -> Outcome<()> {
        self.told = Instant::now();
        let of_round = self.width * self.done.min(self.expected) / self.expected.max(1);
        let done = self.begin + of_round;
        self.watch.say(Progress { stage: CLIMBING, done, of: 100, divergences: 0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::AnalysisPlan;
    use crate::stats::generate::{Design, reviews, truth};
    use crate::stats::model::kind::ModelKind;
    use crate::stats::penalised::Peak;
    use crate::stats::table::Table;
    use std::ops::ControlFlow;

    fn model() -> (Model, f64) {
        let design = Design {
            people: 3,
            trials_each: 14,
            items: 2,
            delays: vec![0.0, 60.0],
            batch_sizes: vec![1.0, 4.0],
            time_limit_secs: 600.0,
        };
        let plan = AnalysisPlan::default().unwrap();
        let table = Table::new(&reviews(&design, &truth(&design, 1), 2), &plan).unwrap();
        (Model::new(&table, &plan.priors, ModelKind::Corner), table.log_secs_mean())
    }

    #[test]
    fn a_climb_never_goes_back_and_can_be_ended_anywhere() {
        let (model, mean) = model();
        let mut told = Vec::new();
        let mut tell = |progress: Progress| {
            told.push(progress.done);
            ControlFlow::Continue(())
        };
        Peak::find(model.clone(), mean, &mut Watch(&mut tell)).unwrap();
        assert!(told.is_sorted() && told.len() > ROUNDS, "{told:?}");
        assert_eq!((told[0], told.last().copied().map(|last| last >= 100 - END)), (0, Some(true)));
        let mut rounds = 0;
        let mut twice = |_| {
            rounds += 1;
            if rounds > 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let said = Peak::find(model, mean, &mut Watch(&mut twice)).unwrap_err().to_string();
        assert_eq!(said, "the fit was stopped before it was done");
    }

    #[test]
    fn evaluations_move_it_within_a_round_and_no_further() {
        let (model, _) = model();
        let mut last = 0;
        let mut tell = |progress: Progress| {
            last = progress.done;
            ControlFlow::Continue(())
        };
        let mut watch = Watch(&mut tell);
        let mut steps = Steps::new(&mut watch, &model);
        steps.reach(0).unwrap();
        (0..3 * steps.information).for_each(|_| steps.tick().unwrap());
        steps.say().unwrap();
        assert_eq!(steps.done, 3 * steps.information);
        (0..30 * steps.information).for_each(|_| steps.tick().unwrap());
        steps.say().unwrap();
        assert_eq!(last, FIRST_ROUND);
    }
}
