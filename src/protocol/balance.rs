//! The proof of a protocol's counterbalancing, counted from the plans themselves.

use super::design;
use super::draw::{conditions, draw};
use super::load::Loaded;
use super::menu::{part, parts};
use super::pace::expected;
use super::plan::{Plan, PlannedTrial};
use super::spec::Cue;
use crate::problem::Outcome;
use crate::scenario::Library;
use serde::Serialize;
use std::collections::BTreeMap;

/// What was counted over all rows of the design.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Balance {
    /// Rows of the design.
    pub rows: u32,
    /// Rows that are handed out: enough for every participant, in whole designs.
    pub rows_handed_out: u32,
    /// Whether, in every group, each condition stands at each place equally often and follows each other one
    /// equally often, and so do the numbers of agents outstanding among the periods.
    pub williams: bool,
    /// One for each combination of between-participant levels.
    pub groups: Vec<GroupBalance>,
    /// One for each batch size.
    pub windows: Vec<WindowBalance>,
}

/// One group's rows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupBalance {
    /// The group's cells, in the order of their condition numbers.
    pub cells: Vec<CellBalance>,
    /// [condition][place of its brief in a block] → how often, over rows and blocks.
    pub places: Vec<Vec<u32>>,
    /// [condition][condition after it in a block] → how often, over rows and blocks.
    pub pairs: Vec<Vec<u32>>,
    /// [last condition of a block][first of the next] → how often.
    pub borders: Vec<Vec<u32>>,
    /// One for each number of agents outstanding, where that changes within participants.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<LevelBalance>,
}

/// One number of agents outstanding.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LevelBalance {
    /// How many briefs may be outstanding at once.
    pub outstanding_max: u32,
    /// How often it stands at each place among a participant's periods.
    pub places: Vec<u32>,
    /// How often each level, in the protocol's order, comes directly after it.
    pub pairs: Vec<u32>,
    /// Trials over all rows.
    pub trials: u32,
    /// Of these, with a planted error.
    pub planted: u32,
    /// Trials of each condition.
    pub conditions: Vec<u32>,
    /// Other briefs that are expected to be outstanding when its reviews begin, mean.
    pub mean_outstanding: f64,
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CellBalance {
    /// d, seconds.
    pub delay_secs: f64,
    /// m.
    pub batch_size: u32,
    /// What automation shows.
    pub cues: Cue,
    /// Trials over all rows.
    pub trials: u32,
    /// Of these, with a planted error.
    pub planted: u32,
    /// With a foil.
    pub unfamiliar: u32,
    /// With an amendment.
    pub amended: u32,
    /// Pack → trials.
    pub scenarios: BTreeMap<String, u32>,
    /// Mean rank of its reviews in the session, as expected, from 1. Briefs are balanced over places; reviews come
    /// later the longer their delay is, and the analysis models trial rank for that reason.
    pub mean_review_rank: f64,
}

/// Where batches of one size lie, and errors in them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WindowBalance {
    /// m.
    pub batch_size: u32,
    /// Errors by fifth of the batch (by decision where m is below five).
    pub errors: Vec<u32>,
    /// Mean first decision of planted batches.
    pub planted_start: f64,
    /// Mean first decision of sound batches.
    pub sound_start: f64,
}

/// Draws every row of the design and counts.
///
/// # Errors
/// Where a plan cannot be drawn.
pub fn balance(loaded: &Loaded, library: &Library) -> Outcome<Balance> {
    let protocol = &loaded.protocol;
    let rows = design::square_rows(protocol);
    let plans: Vec<Plan> = (0..rows).map(|row| draw(loaded, library, row)).collect::<Outcome<_>>()?;
    let groups: Vec<GroupBalance> = (0..design::groups(protocol))
        .map(|group| {
            let of_group = |plan: &&Plan| design::group(protocol, plan.row) == group;
            group_balance(loaded, group, &plans.iter().filter(of_group).collect::<Vec<_>>())
        })
        .collect();
    Ok(Balance {
        rows,
        rows_handed_out: design::rows(protocol),
        williams: groups.iter().all(GroupBalance::is_williams),
        groups,
        windows: protocol
            .factors
            .batch_size
            .levels
            .iter()
            .map(|size| window_balance(&plans, *size))
            .collect(),
    })
}

fn group_balance(loaded: &Loaded, group: usize, plans: &[&Plan]) -> GroupBalance {
    let protocol = &loaded.protocol;
    let orders = plans.iter().map(|plan| design::order(protocol, plan.row)).collect::<Vec<_>>();
    let mut balance = GroupBalance::of_orders(design::conditions(protocol), &orders);
    let cells = design::cells(protocol, group);
    balance.cells =
        cells.into_iter().enumerate().map(|(index, cell)| cell_balance(loaded, index, cell, plans)).collect();
    if design::periods(protocol) > 1 {
        balance.levels =
            (0..design::periods(protocol)).map(|level| level_balance(loaded, level, plans)).collect();
    }
    balance
}

fn level_balance(loaded: &Loaded, level: usize, plans: &[&Plan]) -> LevelBalance {
    let protocol = &loaded.protocol;
    let periods = design::periods(protocol);
    let mut tally = LevelBalance {
        outstanding_max: design::outstanding_max(protocol, level),
        places: vec![0; periods],
        pairs: vec![0; periods],
        trials: 0,
        planted: 0,
        conditions: vec![0; design::conditions(protocol)],
        mean_outstanding: 0.0,
    };
    for plan in plans {
        let order = design::periods_of(protocol, plan.row);
        let place = order.iter().position(|other| *other == level);
        if let Some(count) = place.and_then(|place| tally.places.get_mut(place)) {
            *count += 1;
        }
        let next = place.and_then(|place| order.get(place + 1));
        if let Some(count) = next.and_then(|next| tally.pairs.get_mut(*next)) {
            *count += 1;
        }
        let here = |trial: &PlannedTrial| trial.outstanding_max == Some(tally.outstanding_max);
        let designed = plan.trials.iter().filter(|trial| !trial.attention_check);
        for (trial, condition) in designed.zip(conditions(protocol, plan.row)) {
            let Some(condition) = condition.filter(|_| here(trial)) else { continue };
            tally.trials += 1;
            tally.planted += u32::from(trial.truth.planted.is_some());
            if let Some(count) = tally.conditions.get_mut(condition) {
                *count += 1;
            }
        }
        let of_level =
            |trial: u32| plan.trials.get(trial as usize).is_some_and(|trial| trial.is_main() && here(trial));
        let reviews = expected(plan).reviews.into_iter().filter(|review| of_level(review.trial));
        tally.mean_outstanding += reviews.map(|review| f64::from(review.outstanding)).sum::<f64>();
    }
    tally.mean_outstanding /= f64::from(tally.trials.max(1));
    tally
}

fn cell_balance(loaded: &Loaded, condition: usize, cell: design::Cell, plans: &[&Plan]) -> CellBalance {
    let mut tally = CellBalance {
        delay_secs: cell.delay_secs,
        batch_size: cell.batch_size,
        cues: cell.cues,
        trials: 0,
        planted: 0,
        unfamiliar: 0,
        amended: 0,
        scenarios: BTreeMap::new(),
        mean_review_rank: 0.0,
    };
    let mut ranks = 0;
    for plan in plans {
        let of_trial = |trial: u32| plan.trials.get(trial as usize);
        let mut reviews = expected(plan).reviews;
        reviews.retain(|review| of_trial(review.trial).is_some_and(PlannedTrial::is_main));
        let designed = plan.trials.iter().enumerate().filter(|(_, trial)| !trial.attention_check);
        for ((index, trial), drawn_for) in designed.zip(conditions(&loaded.protocol, plan.row)) {
            if drawn_for != Some(condition) {
                continue;
            }
            tally.trials += 1;
            tally.planted += u32::from(trial.truth.planted.is_some());
            tally.unfamiliar += u32::from(trial.truth.unfamiliar > 0);
            tally.amended += u32::from(trial.truth.amended);
            *tally.scenarios.entry(trial.scenario.clone()).or_default() += 1;
            let rank = reviews.iter().position(|review| review.trial as usize == index).unwrap_or_default();
            ranks += rank + 1;
        }
    }
    tally.mean_review_rank = ranks as f64 / f64::from(tally.trials.max(1));
    tally
}

impl GroupBalance {
    /// Counts places, pairs and borders of orders: row → block → conditions.
    fn of_orders(conditions: usize, orders: &[Vec<Vec<usize>>]) -> Self {
        let empty = vec![vec![0; conditions]; conditions];
        let mut balance = Self {
            cells: Vec::new(),
            places: empty.clone(),
            pairs: empty.clone(),
            borders: empty,
            levels: Vec::new(),
        };
        for blocks in orders {
            for block in blocks {
                for (place, condition) in block.iter().enumerate() {
                    balance.places[*condition][place] += 1;
                }
                for two in block.windows(2) {
                    balance.pairs[two[0]][two[1]] += 1;
                }
            }
            for two in blocks.windows(2) {
                if let (Some(last), Some(first)) = (two[0].last(), two[1].first()) {
                    balance.borders[*last][*first] += 1;
                }
            }
        }
        balance
    }

    /// Each condition at each place equally often, each ordered pair of two conditions equally often.
    pub fn is_williams(&self) -> bool {
        let pairs = self.pairs.iter().enumerate().flat_map(|(before, row)| {
            row.iter().enumerate().filter(move |(after, _)| *after != before).map(|(_, count)| *count)
        });
        let itself = self.pairs.iter().enumerate().filter_map(|(index, row)| row.get(index));
        all_equal(self.places.iter().flatten().copied())
            && all_equal(pairs)
            && itself.copied().all(|count| count == 0)
            && self.levels_are_williams()
    }

    fn levels_are_williams(&self) -> bool {
        let (places, pairs) = self.levels.iter().enumerate().fold(
            (Vec::new(), Vec::new()),
            |(mut places, mut pairs), (level, tally)| {
                places.extend(tally.places.iter().copied());
                let others = tally.pairs.iter().enumerate().filter(|(other, _)| *other != level);
                pairs.extend(others.map(|(_, count)| *count));
                (places, pairs)
            },
        );
        all_equal(places) && all_equal(pairs)
    }
}

fn window_balance(plans: &[Plan], batch_size: u32) -> WindowBalance {
    let trials = || {
        plans
            .iter()
            .flat_map(|plan| &plan.trials)
            .filter(|trial| trial.is_main() && trial.batch_size == batch_size)
    };
    let mut errors = vec![0; parts(batch_size) as usize];
    for planted in trials().filter_map(|trial| trial.truth.planted.as_ref()) {
        if let Some(count) = errors.get_mut(part(planted.error_index, batch_size) as usize) {
            *count += 1;
        }
    }
    let mean_start = |planted: bool| {
        let starts: Vec<u32> = trials()
            .filter(|trial: &&PlannedTrial| trial.truth.planted.is_some() == planted)
            .map(|trial| trial.window_start)
            .collect();
        starts.iter().sum::<u32>() as f64 / starts.len().max(1) as f64
    };
    WindowBalance { batch_size, errors, planted_start: mean_start(true), sound_start: mean_start(false) }
}

fn all_equal(counts: impl IntoIterator<Item = u32>) -> bool {
    let mut counts = counts.into_iter();
    let first = counts.next();
    counts.all(|count| Some(count) == first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::williams;

    fn square(conditions: usize) -> Vec<Vec<Vec<usize>>> {
        (0..williams::rows(conditions)).map(|row| vec![williams::row(conditions, row)]).collect()
    }

    #[test]
    fn a_williams_square_is_recognised_and_a_spoilt_one_is_not() {
        for conditions in 1..10 {
            let orders = square(conditions);
            assert!(GroupBalance::of_orders(conditions, &orders).is_williams());
            if conditions < 2 {
                continue;
            }
            let mut swapped = orders.clone();
            swapped[0][0].swap(0, 1);
            assert!(!GroupBalance::of_orders(conditions, &swapped).is_williams(), "n = {conditions}");
            let missing = &orders[1..];
            assert!(!GroupBalance::of_orders(conditions, missing).is_williams(), "n = {conditions}");
        }
    }

    #[test]
    fn half_an_odd_square_is_not_enough() {
        assert!(!GroupBalance::of_orders(5, &square(5)[..5]).is_williams());
    }
}
