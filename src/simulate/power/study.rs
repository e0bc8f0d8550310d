//! A study of n participants before it takes place: the reviews that their plans deal, and the truth behind them.

use super::ask::{Ask, CellAt};
use crate::problem::{Outcome, Problem};
use crate::protocol::pace::expected;
use crate::protocol::plan::Plan;
use crate::protocol::{self, Loaded};
use crate::scenario::Library;
use crate::scenario::truth::Reach;
use crate::stats::generate::{self, Planned};
use crate::stats::parameters::Parameters;
use crate::stats::{AnalysisPlan, Said, Trial, Typical};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

/// The plans of the rows that `participants` people would be given, in order.
///
/// # Errors
/// Where a plan cannot be drawn.
pub(super) fn plans(loaded: &Loaded, library: &Library, participants: u32) -> Outcome<Vec<Plan>> {
    // Whoever takes part has a row of their own, as in a study that was planned for so many.
    let mut loaded = loaded.clone();
    loaded.protocol.participants = loaded.protocol.participants.max(participants);
    (0..participants).into_par_iter().map(|row| protocol::draw(&loaded, library, row)).collect()
}

/// A study that is about to be simulated.
#[derive(Debug)]
pub(super) struct Study {
    pub(super) participants: u32,
    /// Expected minutes a person, averaged over plans.
    pub(super) minutes_each: f64,
    pub(super) typical: Typical,
    planned: Vec<Planned>,
    /// Packs in the order of their ids.
    items: Vec<String>,
}

impl Study {
    /// Of the people with these plans.
    ///
    /// # Errors
    /// Where the design cannot be fitted; where an effect has no such name or value.
    pub(super) fn of(plans: &[Plan], plan: &AnalysisPlan, ask: &Ask) -> Outcome<Self> {
        let main = plans.iter().flat_map(|plan| &plan.trials).filter(|trial| trial.is_main());
        let mut items: Vec<String> = main.map(|trial| trial.scenario.clone()).collect();
        items.sort_unstable();
        items.dedup();
        let mut planned = Vec::new();
        let mut minutes = 0.0;
        for (person, plan) in plans.iter().enumerate() {
            let pace = expected(plan);
            minutes += pace.minutes;
            let reviews = pace
                .reviews
                .iter()
                .filter_map(|review| Some((review, plan.trials.get(review.trial as usize)?)))
                .filter(|(_, trial)| trial.is_main());
            for (rank, (review, trial)) in (1..).zip(reviews) {
                let error = trial.truth.planted.as_ref();
                planned.push(Planned {
                    person,
                    item: items.binary_search(&trial.scenario).unwrap_or_default(),
                    rank,
                    delay_secs: review.delay_secs,
                    batch_size: trial.batch_size,
                    error_index: error.map(|error| error.error_index),
                    reach: error.and_then(|error| error.reach),
                    outstanding: Some(review.outstanding),
                    cues: Some(trial.cues),
                });
            }
        }
        let before: Vec<Trial> = planned.iter().map(|planned| not_yet(planned, &items)).collect();
        Ok(Self {
            participants: plans.len() as u32,
            minutes_each: minutes / plans.len().max(1) as f64,
            typical: Typical::new(&before, plan, &ask.effects)?,
            planned,
            items,
        })
    }

    /// Reviews of all participants.
    pub(super) fn reviews(&self) -> usize {
        self.planned.len()
    }

    /// The reviews of people and items with this truth, as they would stand in the study's dataset.
    pub(super) fn trials(&self, truth: &Parameters, rng: &mut ChaCha8Rng) -> Vec<Trial> {
        let setting = self.typical.setting();
        let one = |planned: &Planned| {
            let drawn = generate::review(truth, &setting, planned, rng);
            let named = not_yet(planned, &self.items);
            // A reach that the pack leaves open cannot be named rightly or wrongly.
            Trial { participant: named.participant, scenario: named.scenario, reach: planned.reach, ..drawn }
        };
        self.planned.iter().map(one).collect()
    }

    /// The place of a cell on the surface's grid.
    ///
    /// # Errors
    /// Where it is none of its cells.
    pub(super) fn place(&self, cell: CellAt) -> Outcome<[usize; 2]> {
        let (delays, sizes) = (self.typical.delays(), self.typical.batch_sizes());
        let row = delays.iter().position(|delay| *delay == cell.delay_secs);
        let column = sizes.iter().position(|size| *size == cell.batch_size);
        row.zip(column).map(|(row, column)| [row, column]).ok_or_else(|| {
            let list = |levels: &[f64]| levels.iter().map(f64::to_string).collect::<Vec<_>>().join(", ");
            Problem::new(format!(
                "there is no cell of {} s and {} decisions",
                cell.delay_secs, cell.batch_size
            ))
            .todo(format!("choose delays of {} s and batches of {}", list(delays), list(sizes)))
        })
    }

    /// The corners of least and greatest delay and batch size: the cheapest cell and the dearest, if the hypothesis is true.
    pub(super) fn corners(&self) -> Option<[CellAt; 2]> {
        let (delays, sizes) = (self.typical.delays(), self.typical.batch_sizes());
        let corner = |delay: Option<&f64>, size: Option<&f64>| {
            Some(CellAt { delay_secs: *delay?, batch_size: *size? })
        };
        Some([corner(delays.first(), sizes.first())?, corner(delays.last(), sizes.last())?])
    }
}

/// A review of which only who, what and when is known. It says that everything was named, so that the model has a
/// place for whatever the dataset has a column for.
fn not_yet(planned: &Planned, items: &[String]) -> Trial {
    Trial {
        participant: format!("P{:04}", planned.person + 1),
        scenario: items.get(planned.item).cloned().unwrap_or_default(),
        trial: planned.rank,
        delay_secs: planned.delay_secs,
        batch_size: f64::from(planned.batch_size),
        planted: planned.error_index.is_some(),
        verdict: Some(Said::Reject),
        review_secs: 1.0,
        timed_out: false,
        error_index: planned.error_index,
        said_index: Some(1),
        reach: planned.reach,
        said_reach: Some(Reach::Local),
        outstanding: planned.outstanding,
        cues: planned.cues,
        practice: false,
        excluded: false,
        simulated: true,
    }
}
