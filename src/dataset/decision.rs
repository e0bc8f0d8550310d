//! Rows of `decisions.csv`: how each decision of a review was read.

use super::sitting::count;
use super::tables::DecisionRow;
use crate::journal::Header;
use crate::protocol::plan::PlannedTrial;
use crate::session::dwell::ReviewReading;

/// The rows of a review. `rank` is the participant's rank of it, none for practice.
pub(super) fn rows(
    header: &Header,
    planned: &PlannedTrial,
    reading: &ReviewReading,
    rank: Option<u32>,
) -> Vec<DecisionRow> {
    let error = planned.truth.planted.as_ref().map(|planted| planted.error_index);
    let rows = (1_u32..).zip(&reading.decisions).map(|(place, decision)| {
        let [jumps_by_file, jumps_by_mark, jumps_by_search] = decision.jumps;
        DecisionRow {
            study: header.study.clone(),
            participant: header.participant.clone(),
            session: header.session,
            trial: rank,
            planned_trial: count(reading.trial as usize).saturating_add(1),
            practice: planned.practice,
            decision: place,
            is_error: error == Some(place),
            order: decision.order,
            opened_first_secs: decision.opened_first_secs,
            times_opened: decision.times_opened,
            in_view_first_secs: decision.in_view_first_secs,
            times_in_view: decision.times_in_view,
            in_view_secs: decision.in_view_secs,
            dwell_secs: decision.dwell_secs,
            dwell_share_secs: decision.dwell_share_secs,
            revisits: decision.revisits,
            seen_percent: decision.seen_percent,
            times_marked: decision.times_marked,
            marked_first_secs: decision.marked_first_secs,
            suspect: decision.suspect,
            unfolded: decision.unfolded,
            jumps_by_file,
            jumps_by_mark,
            jumps_by_search,
            named: decision.named,
            simulated: header.simulated,
        }
    });
    rows.collect()
}
