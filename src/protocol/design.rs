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

/// How many groups of participants there are: the product of the between-participant factors' levels.
pub fn groups(protocol: &Protocol) -> usize {
    let factors = &protocol.factors;
    between(&factors.delay_secs) * between(&factors.batch_size) * between(&factors.cues)
}

/// How many rows make the design balanced: a Williams square for every group.
pub fn square_rows(protocol: &Protocol) -> u32 {
    (groups(protocol) * williams::rows(conditions(protocol))) as u32
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

/// The conditions of a row in the order of their briefs, a list for each of the `trials_per_cell` blocks.
///
/// Each block is one row of the Williams square; blocks take different rows of it such that the borders between
/// them are spread over all pairs of conditions too.
pub fn order(protocol: &Protocol, row: u32) -> Vec<Vec<usize>> {
    let n = conditions(protocol);
    let mut williams_row = place_in_group(protocol, row) % williams::rows(n);
    let mut blocks = Vec::with_capacity(protocol.trials_per_cell as usize);
    for block in 0..protocol.trials_per_cell as usize {
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
