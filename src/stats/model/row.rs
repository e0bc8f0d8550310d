//! One review as the density reads it: everything that does not depend on parameters is worked out once.

use crate::stats::corner::Support;
use crate::stats::table::{Review, Table};

/// One review.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) item: u32,
    pub(crate) cue: u32,
    /// Which of the delays that occur.
    pub(crate) delay: u32,
    pub(crate) censored: bool,
    pub(crate) bad: bool,
    pub(crate) rejected: Option<bool>,
    pub(crate) located: Option<bool>,
    pub(crate) reach_right: Option<bool>,
    pub(crate) log_secs: f64,
    /// 0 to 1 along log m.
    pub(crate) along_batch: f64,
    /// z = log m.
    pub(crate) log_batch: f64,
    /// 1/m: the chance that a guess names the right decision.
    pub(crate) guess: f64,
    pub(crate) log_rank: f64,
    pub(crate) rank: f64,
    pub(crate) position: f64,
    pub(crate) load: f64,
}

/// A guess at the reach is right once in two.
pub(crate) const REACH_GUESS: f64 = 0.5;

impl Row {
    fn new(review: &Review, table: &Table, support: &Support, delay: u32) -> Self {
        Self {
            item: review.item as u32,
            cue: review.cue as u32,
            delay,
            censored: review.timed_out,
            bad: review.bad,
            rejected: review.rejected,
            // A batch of one decision leaves nothing to name.
            located: review.located.filter(|_| review.batch_size > 1.0),
            reach_right: review.reach_right,
            log_secs: review.secs.ln(),
            along_batch: (review.batch_size / support.batch_size[0]).ln() / support.batch_span(),
            log_batch: review.batch_size.ln(),
            guess: 1.0 / review.batch_size,
            log_rank: (review.rank / table.rank_mean).ln(),
            rank: review.rank - table.rank_mean,
            position: review.position,
            load: review.load,
        }
    }
}

/// Rows by person, where each person's rows begin and end, and the delays that occur, seconds, in rising order: whatever
/// depends on the delay alone is worked out once for all rows that share it.
pub(crate) fn rows(table: &Table) -> (Vec<Row>, Vec<std::ops::Range<usize>>, Vec<f64>) {
    let mut delays: Vec<f64> = table.reviews.iter().map(|review| review.delay_secs).collect();
    delays.sort_unstable_by(f64::total_cmp);
    delays.dedup();
    let mut rows = Vec::with_capacity(table.reviews.len());
    let mut ranges = Vec::with_capacity(table.people.len());
    // The table is in order of participant.
    let mut reviews = table.reviews.iter().peekable();
    for person in 0..table.people.len() {
        let begin = rows.len();
        while let Some(review) = reviews.next_if(|review| review.person == person) {
            let delay = delays.partition_point(|delay| *delay < review.delay_secs);
            rows.push(Row::new(review, table, &table.support, delay as u32));
        }
        ranges.push(begin..rows.len());
    }
    (rows, ranges, delays)
}
