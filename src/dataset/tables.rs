//! The tables. Names, order, types and descriptions are all here, and nowhere else.

use super::column::table;
use super::words::{DelayClock, ExclusionReason, ReviewOutcome, Said, Standing};
use crate::protocol::spec::Cue;
use crate::scenario::spec::ErrorKind;
use crate::scenario::truth::Reach;
use crate::session::input::StampSource;

table! {
    /// One review that ended, in the order in which they ended.
    TrialRow = "trials" {
        /// The study's id.
        study: String,
        /// The participant's code.
        participant: String,
        /// Which sitting, from 1.
        session: u32,
        /// The participant's rank of this review over all sessions, from 1; missing for practice, which has no rank.
        trial: Option<u32>,
        /// Whether the review was practice.
        practice: bool,
        /// The scenario pack.
        scenario: String,
        /// The words that it was told in.
        skin: String,
        /// The batch's first decision in the trajectory, from 1.
        window_start: u32,
        /// m, the number of decisions in the batch.
        batch_size: u32,
        /// The delay that was planned, seconds.
        delay_target_secs: f64,
        /// d as it happened: from the end of the brief to the review's first frame, seconds; see `delay_clock`.
        delay_secs: f64,
        /// Other briefs outstanding at the review's first frame.
        outstanding: u32,
        /// What automation showed beside the work.
        cues: Cue,
        /// Whether the batch held a planted error.
        planted: bool,
        /// How the error came about; missing where none was planted, or where a trace's annotation does not say.
        error_kind: Option<ErrorKind>,
        /// The clause that it broke; missing where none was planted, and of a trace.
        clause: Option<String>,
        /// Its place in the batch, 1 to m; missing where none was planted.
        error_index: Option<u32>,
        /// How many later decisions of the batch the error changed; missing where none was planted, and of a trace.
        dependents: Option<u32>,
        /// What it takes to mend it at the end of the batch; missing where none was planted, and of a trace.
        reach: Option<Reach>,
        /// How many of the batch's decisions are unfamiliar but right.
        unfamiliar: u32,
        /// Whether an amendment arrived within the batch.
        amended: bool,
        /// What was said; missing where the time ran out.
        verdict: Option<Said>,
        /// The first wrong decision as said, 1 to m; missing unless rejected.
        said_index: Option<u32>,
        /// Its reach as said; missing unless rejected.
        said_reach: Option<Reach>,
        /// Why, as said: a clause's name, or brief_changed; missing unless rejected.
        said_reason: Option<String>,
        /// Confidence in the verdict, 1 (guessing) to 5 (certain).
        confidence: Option<u8>,
        /// How it came out.
        outcome: ReviewOutcome,
        /// Whether the right decision was named; only for hits.
        located: Option<bool>,
        /// said_index minus error_index; only for hits.
        index_distance: Option<i64>,
        /// From the review's first frame to the verdict or the time limit, seconds.
        review_secs: f64,
        /// From the review's first frame to the first thing done in it, seconds.
        first_action_secs: Option<f64>,
        /// How often the brief was opened again during the review.
        brief_reopens: u32,
        /// How long it was open then, seconds.
        brief_secs: f64,
        /// How many different decisions were opened.
        decisions_opened: u32,
        /// Whether the review's time ran out.
        timed_out: bool,
        /// How often the window lost focus during the review.
        focus_losses: u32,
        /// 95th percentile of how long one frame of the review took, from the call to draw to the swap's return, milliseconds.
        frame_p95_ms: Option<f32>,
        /// How input was stamped.
        stamp_source: Option<StampSource>,
        /// Whether a crash or a break fell into the review.
        interrupted: bool,
        /// Whether a rule that the protocol declared takes the review out of the analysis.
        excluded: bool,
        /// The first such rule, in the protocol's order.
        exclusion_reason: Option<ExclusionReason>,
        /// Whether the participant is SIMULATED.
        simulated: bool,
        /// How many frames of the review were drawn.
        frames: Option<u32>,
        /// The longest that one of them took, from the call to draw to the swap's return, milliseconds.
        frame_max_ms: Option<f32>,
        /// Median interval between two frames that were wanted back to back, from swap to swap, milliseconds; missing where
        /// none were.
        frame_interval_p50_ms: Option<f32>,
        /// The 95th percentile of these intervals, milliseconds.
        frame_interval_p95_ms: Option<f32>,
        /// The longest of these intervals, milliseconds.
        frame_interval_max_ms: Option<f32>,
        /// How many frames were on the display later than 1.5 refresh intervals after they were wanted (or after the frame before
        /// them, where that came later); 60 Hz are assumed where the display's rate is not known.
        dropped_frames: Option<u32>,
        /// Width of the window when the review ended, pixels.
        window_width_px: Option<u32>,
        /// Its height then, pixels.
        window_height_px: Option<u32>,
        /// Physical pixels a point then, text size left out.
        window_scale: Option<f32>,
        /// Refresh rate of the display that it was on then, hertz; missing where it is not known.
        refresh_hz: Option<f32>,
        /// How often the window was resized or moved to another display during the review.
        display_changes: u32,
        /// How often the brief was given again because a crash or a restart had made its delay another one; `delay_secs` counts from the last time.
        brief_repeats: u32,
        /// Which clock `delay_secs` was taken by.
        delay_clock: DelayClock,
        /// How many briefs might be outstanding at once, this review's own included: what was aimed at, as `outstanding`
        /// is what happened.
        outstanding_target: u32,
        /// Presses that did not count, from the turn to the review's page to its end: made before its first frame, with a key
        /// held down, or the second one of a double click.
        presses_ignored: u32,
        /// How often the wall clock was set or the computer slept, from the end of the brief to the end of the review.
        clock_jumps: u32,
    }
}

table! {
    /// One decision of a review that ended, in the order of `trials` and, within a review, of the batch: how it was read.
    /// Times count while the review is on the display, the window has the focus and nothing covers the page; what is in
    /// view is known to a tenth of a second.
    DecisionRow = "decisions" {
        /// The study's id.
        study: String,
        /// The participant's code.
        participant: String,
        /// Which sitting, from 1.
        session: u32,
        /// The participant's rank of the review over all sessions, from 1, as in `trials`; missing for practice.
        trial: Option<u32>,
        /// The review's trial by its place in the session's plan from 1, as in `events`.
        planned_trial: u32,
        /// Whether the review was practice.
        practice: bool,
        /// The decision's place in the batch, 1 to m.
        decision: u32,
        /// Whether it is the planted error.
        is_error: bool,
        /// Its place among the decisions opened, by when each was first opened, from 1; missing where it never was.
        order: Option<u32>,
        /// From the review's first frame to its first opening, seconds.
        opened_first_secs: Option<f64>,
        /// How often it was opened.
        times_opened: u32,
        /// From the review's first frame to when it first came into view, open or not, seconds.
        in_view_first_secs: Option<f64>,
        /// How often it came into view, open or not.
        times_in_view: u32,
        /// How long any of it was in view, open or not, seconds.
        in_view_secs: f64,
        /// How long any of it was in view while it was open, seconds.
        dwell_secs: f64,
        /// The same, each moment shared evenly among the open decisions in view, seconds.
        dwell_share_secs: f64,
        /// How often one came back to it: opened it again or, open, brought it into view again.
        revisits: u32,
        /// Percent of its height that stayed in view for 0.25 s or longer while it was open; missing where it never was open in view.
        seen_percent: Option<u8>,
        /// How often it was marked as suspect.
        times_marked: u32,
        /// From the review's first frame to when it was first marked as suspect, seconds.
        marked_first_secs: Option<f64>,
        /// Whether it was marked as suspect when the review ended.
        suspect: bool,
        /// Whether a long output of it was shown whole.
        unfolded: bool,
        /// Jumps to it from another decision that touches the same file.
        jumps_by_file: u32,
        /// Jumps to it along the marks.
        jumps_by_mark: u32,
        /// Jumps to it along what was searched.
        jumps_by_search: u32,
        /// Whether the verdict names it as the first wrong one.
        named: bool,
        /// Whether the participant is SIMULATED.
        simulated: bool,
    }
}

table! {
    /// One event of a session, in the order in which they happened.
    EventRow = "events" {
        /// The study's id.
        study: String,
        /// The participant's code.
        participant: String,
        /// Which sitting, from 1.
        session: u32,
        /// The event's number in its session, from 1.
        seq: u64,
        /// When, since the session's start on a monotonic clock, seconds.
        at_secs: f64,
        /// What happened, by its name in the journal.
        event: String,
        /// The trial that it belongs to, by its place in the plan from 1, practice included; missing where it belongs to none.
        planned_trial: Option<u32>,
        /// Everything else about it, a JSON object.
        details: String,
        /// Whether the participant is SIMULATED.
        simulated: bool,
    }
}

table! {
    /// One session of one participant.
    SessionRow = "sessions" {
        /// The study's id.
        study: String,
        /// The participant's code.
        participant: String,
        /// Which sitting, from 1.
        session: u32,
        /// Row of the counterbalancing, from 0.
        row: u32,
        /// Software and version that recorded it.
        software: String,
        /// Commit it was built from.
        commit: String,
        /// Wall clock at the start, RFC 3339; missing where simulated.
        started_at: Option<String>,
        /// From the first event to the last, seconds.
        duration_secs: f64,
        /// Whether everything was done that the sitting holds.
        complete: bool,
        /// Reviews planned for the sitting, practice included.
        planned_reviews: u32,
        /// Reviews that ended, practice included.
        reviews: u32,
        /// How often the session went on after a crash or a restart.
        resumed: u32,
        /// Comprehension questions answered.
        questions_answered: u32,
        /// How many of them rightly.
        questions_correct: u32,
        /// Filler problems answered.
        fillers_answered: u32,
        /// How many of them rightly.
        fillers_correct: u32,
        /// How often the window lost focus.
        focus_losses: u32,
        /// Presses that did not count: made before their page was shown, with a key held down, the second one of a double
        /// click, or the second one of two keys at once.
        presses_ignored: u32,
        /// How often the wall clock was set or the computer slept.
        clock_jumps: u32,
        /// Operating system.
        os: String,
        /// Display.
        display: Option<String>,
        /// Its refresh rate, hertz.
        refresh_hz: Option<f32>,
        /// Physical pixels a point.
        scale: Option<f32>,
        /// What drew.
        renderer: Option<String>,
        /// Whether the display was kept from going to sleep; missing where simulated, and in journals of old.
        sleep_held: Option<bool>,
        /// BLAKE3 of the protocol file.
        protocol_hash: String,
        /// Version of the consent text; missing where none was answered.
        consent_version: Option<String>,
        /// BLAKE3 of the consent text; missing where none was answered.
        consent_blake3: Option<String>,
        /// Rounds of practice done, where practice has a criterion.
        practice_rounds: Option<u32>,
        /// Whether one of them was passed, where practice has a criterion.
        practice_passed: Option<bool>,
        /// Attention checks that ended.
        attention_checks: u32,
        /// Of these, not rejected.
        attention_failures: u32,
        /// Breaks taken.
        breaks: u32,
        /// Time in breaks, seconds.
        break_secs: f64,
        /// Whether the participant stopped for good.
        withdrawn: bool,
        /// Whether the participant is SIMULATED.
        simulated: bool,
    }
}

table! {
    /// One participant. Those who withdrew are not in the dataset.
    ParticipantRow = "participants" {
        /// The study's id.
        study: String,
        /// The participant's code.
        participant: String,
        /// Row of the counterbalancing, from 0.
        row: u32,
        /// How far they are.
        state: Standing,
        /// Wall clock of the enrolment, RFC 3339; missing where simulated.
        enrolled_at: Option<String>,
        /// Sessions begun.
        sessions: u32,
        /// Main reviews that ended.
        reviews: u32,
        /// Main reviews that are not excluded.
        reviews_kept: u32,
        /// Whether the participant is SIMULATED.
        simulated: bool,
    }
}

table! {
    /// One answer to a question, or a score made of answers; questions about the person are the questionnaire `demographics`.
    QuestionnaireRow = "questionnaires" {
        /// The study's id.
        study: String,
        /// The participant's code.
        participant: String,
        /// Which sitting, from 1.
        session: u32,
        /// The questionnaire.
        questionnaire: String,
        /// The question; of NASA-TLX a scale, a pair of scales, a weight or a score.
        item: String,
        /// The answer: a code, a number, or words.
        response: Option<String>,
        /// When, since the session's start on a monotonic clock, seconds.
        at_secs: f64,
        /// The block that it is about, from 1; missing where it is about none.
        after_block: Option<u32>,
        /// The answer, where it is a number.
        value: Option<f64>,
        /// Whether the participant is SIMULATED.
        simulated: bool,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::column::{Column, Row};

    /// The columns as the design has them: other programs read them by these names.
    #[test]
    fn trials_have_the_columns_of_the_contract_in_order() {
        let names: Vec<&str> = TrialRow::COLUMNS.iter().map(|column| column.name).collect();
        let expected = "study, participant, session, trial, practice, scenario, skin, window_start, batch_size, \
             delay_target_secs, delay_secs, outstanding, cues, \
             planted, error_kind, clause, error_index, dependents, reach, unfamiliar, amended, \
             verdict, said_index, said_reach, said_reason, confidence, outcome, located, index_distance, \
             review_secs, first_action_secs, brief_reopens, brief_secs, decisions_opened, timed_out, \
             focus_losses, frame_p95_ms, stamp_source, interrupted, excluded, exclusion_reason, simulated";
        let contract = expected.split(", ").count();
        assert_eq!(names[..contract].join(", "), expected, "new ones come after them");
    }

    #[test]
    fn every_table_says_whether_it_is_simulated_and_every_column_what_it_is() {
        let check = |table: &str, columns: &[Column]| {
            assert!(columns.iter().any(|column| column.name == "simulated"), "{table}");
            for column in columns {
                assert!(column.description.trim().ends_with('.'), "{table}.{}", column.name);
                let ends_in_secs = column.name.ends_with("_secs");
                assert!(!ends_in_secs || column.description.contains("seconds"), "{table}.{}", column.name);
            }
        };
        check(TrialRow::TABLE, TrialRow::COLUMNS);
        check(DecisionRow::TABLE, DecisionRow::COLUMNS);
        check(EventRow::TABLE, EventRow::COLUMNS);
        check(SessionRow::TABLE, SessionRow::COLUMNS);
        check(ParticipantRow::TABLE, ParticipantRow::COLUMNS);
        check(QuestionnaireRow::TABLE, QuestionnaireRow::COLUMNS);
    }
}
