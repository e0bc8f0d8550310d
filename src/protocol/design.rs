//! The design: which cells a row's participant meets, and in which order.

use super::spec::{Cue, Factor, Protocol, Vary};
use super::williams;

/// One combination of levels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    /// d, seconds.
    pub delay_secs: f64,
    /// m.
    pub batch_size: u32,
    /// What automation shows.
    pub cues: Cue,
}

/// How many conditions each participant meets: the product of the within-participant factors' levels.
pub fn conditions(protocol: &Protocol) -> usize {
    let factors = &protocol.factors;
    within(&factors.delay_secs) * within(&factors.batch_size) * within(&factors.cues)
}

/// How many numbers of agents outstanding each participant meets, one after the other: as many periods, each of which
/// holds every condition `trials_per_cell` times.
pub fn periods(protocol: &Protocol) -> usize {
    within(&protocol.factors.outstanding_max)
}

/// Main trials that each participant meets; 0 where there are too many to count.
pub fn main_trials(protocol: &Protocol) -> u32 {
    let cells = u32::try_from(conditions(protocol) * periods(protocol)).unwrap_or_default();
    cells.checked_mul(protocol.trials_per_cell).unwrap_or_default()
}

/// How many groups of participants there are: the product of the between-participant factors' levels.
pub fn groups(protocol: &Protocol) -> usize {
    let factors = &protocol.factors;
    let cells = between(&factors.delay_secs) * between(&factors.batch_size) * between(&factors.cues);
    cells * between(&factors.outstanding_max)
}

/// How many rows make the design balanced: for every group a Williams square of the conditions and one of the periods'
/// levels, both whole.
pub fn square_rows(protocol: &Protocol) -> u32 {
    let (conditions, periods) = (williams::rows(conditions(protocol)), williams::rows(periods(protocol)));
    (groups(protocol) * conditions / common_divisor(conditions, periods) * periods) as u32
}

fn common_divisor(one: usize, other: usize) -> usize {
    if other == 0 { one.max(1) } else { common_divisor(other, one % other) }
}

/// Rows to hand out to participants: enough for all of them, in whole squares, so that no two participants have
/// the same plan and the first of them fill a square each.
pub fn rows(protocol: &Protocol) -> u32 {
    let square = square_rows(protocol).max(1);
    protocol.participants.div_ceil(square).max(1).saturating_mul(square)
}

/// A row's group. Groups alternate, so that they fill at the same pace.
pub fn group(protocol: &Protocol, row: u32) -> usize {
    row as usize % groups(protocol).max(1)
}

/// A row's place among its group's rows.
pub fn place_in_group(protocol: &Protocol, row: u32) -> usize {
    row as usize / groups(protocol).max(1)
}

/// The cells of a group by condition number: delay, in it batch size, in it cues, each in the protocol's order.
pub fn cells(protocol: &Protocol, group: usize) -> Vec<Cell> {
    let factors = &protocol.factors;
    let (delays, group) = levels(&factors.delay_secs, group);
    let (batches, group) = levels(&factors.batch_size, group);
    let (cues, _) = levels(&factors.cues, group);
    let mut cells = Vec::with_capacity(delays.len() * batches.len() * cues.len());
    for delay_secs in delays {
        for batch_size in batches {
            cells.extend(cues.iter().map(|cues| Cell {
                delay_secs: *delay_secs,
                batch_size: *batch_size,
                cues: *cues,
            }));
        }
    }
    cells
}

/// The levels of agents outstanding that a row's participant meets, as indices into the protocol's, period by period: one
/// row of a Williams square.
pub fn periods_of(protocol: &Protocol, row: u32) -> Vec<usize> {
    let factor = &protocol.factors.outstanding_max;
    match factor.vary {
        Vary::Within => williams::row(periods(protocol), place_in_group(protocol, row)),
        Vary::Between => {
            let factors = &protocol.factors;
            let (_, rest) = levels(&factors.delay_secs, group(protocol, row));
            let (_, rest) = levels(&factors.batch_size, rest);
            let (_, rest) = levels(&factors.cues, rest);
            vec![rest % factor.levels.len().max(1)]
        }
    }
}

/// The number of agents outstanding at a level; 1 where there is no such level.
pub fn outstanding_max(protocol: &Protocol, level: usize) -> u32 {
    protocol.factors.outstanding_max.levels.get(level).copied().unwrap_or(1)
}

/// The conditions of a row in the order of their briefs, a list for each repetition: in each period `trials_per_cell` of
/// them.
///
/// Each repetition is one row of the Williams square; repetitions take different rows of it such that the borders between
/// them are spread over all pairs of conditions too.
pub fn order(protocol: &Protocol, row: u32) -> Vec<Vec<usize>> {
    let n = conditions(protocol);
    let mut williams_row = place_in_group(protocol, row) % williams::rows(n);
    let repetitions = periods(protocol) * protocol.trials_per_cell as usize;
    let mut blocks = Vec::with_capacity(repetitions);
    for block in 0..repetitions {
        if block > 0 {
            let step = 1 + (block - 1) % n.saturating_sub(1).max(1);
            williams_row = williams::follow(n, williams_row, step);
        }
        blocks.push(williams::row(n, williams_row));
    }
    blocks
}

fn within<T>(factor: &Factor<T>) -> usize {
    match factor.vary {
        Vary::Within => factor.levels.len(),
        Vary::Between => 1,
    }
}

fn between<T>(factor: &Factor<T>) -> usize {
    match factor.vary {
        Vary::Within => 1,
        Vary::Between => factor.levels.len(),
    }
}

/// The levels that a group meets, and what is left of its number for the factors to come.
fn levels<T>(factor: &Factor<T>, group: usize) -> (&[T], usize) {
    match factor.vary {
        Vary::Within => (&factor.levels, group),
        Vary::Between => {
            let count = factor.levels.len().max(1);
            let level = group % count;
            (factor.levels.get(level..=level).unwrap_or_default(), group / count)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::example::protocol_of;

    fn with_agents(levels: &[u32], vary: Vary, trials_per_cell: u32) -> Protocol {
        let mut protocol = protocol_of(&[0.0, 60.0], &[2, 5], trials_per_cell);
        protocol.factors.outstanding_max = Factor { levels: levels.to_vec(), vary };
        protocol
    }

    #[test]
    fn everybody_meets_every_number_of_agents_and_rows_balance_their_places() {
        let protocol = with_agents(&[1, 2, 4], Vary::Within, 2);
        assert_eq!((conditions(&protocol), periods(&protocol), groups(&protocol)), (4, 3, 1));
        assert_eq!(main_trials(&protocol), 24);
        assert_eq!(square_rows(&protocol), 12, "squares of 4 and of 6 rows, both whole");
        let mut places = [[0; 3]; 3];
        for row in 0..square_rows(&protocol) {
            assert_eq!(order(&protocol, row).len(), 6);
            for (place, level) in periods_of(&protocol, row).into_iter().enumerate() {
                places[level][place] += 1;
            }
        }
        assert_eq!(places, [[4; 3]; 3]);
    }

    #[test]
    fn between_participants_each_group_has_one_number_of_agents_and_all_cells() {
        let mut protocol = with_agents(&[1, 8], Vary::Between, 1);
        protocol.factors.delay_secs.vary = Vary::Between;
        assert_eq!((conditions(&protocol), periods(&protocol), groups(&protocol)), (2, 1, 4));
        let of = |row| (cells(&protocol, group(&protocol, row))[0].delay_secs, periods_of(&protocol, row));
        let all: Vec<_> = (0..4).map(of).collect();
        assert_eq!(all, [(0.0, vec![0]), (60.0, vec![0]), (0.0, vec![1]), (60.0, vec![1])]);
    }

    #[test]
    fn a_number_alone_changes_nothing_of_the_design() {
        let (one, three) = (with_agents(&[1], Vary::Within, 2), with_agents(&[3], Vary::Within, 2));
        assert_eq!((square_rows(&one), order(&one, 3)), (square_rows(&three), order(&three, 3)));
        assert_eq!((square_rows(&one), periods_of(&one, 3)), (4, vec![0]));
    }
}
