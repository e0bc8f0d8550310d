//! The course of a sitting after its instructions: trials, and what stands between them.
//!
//! Between two parts no brief is outstanding, so no delay runs through a break or a questionnaire. Blocks with nothing
//! between them are one part: their trials are packed into each other's delays.

use super::plan::Plan;
use super::questionnaire::When;
use std::ops::Range;

/// One part of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Trials, by their indices in the plan.
    Trials {
        /// The first.
        from: u32,
        /// The one after the last.
        until: u32,
        /// The round of practice that they are, from 1, where practice has a criterion.
        round: Option<u32>,
    },
    /// A questionnaire.
    Questionnaire {
        /// Index into the plan's questionnaires.
        index: u32,
        /// The block that it is about; none at the end.
        after_block: Option<u32>,
    },
    /// A break.
    Break {
        /// The block before it.
        after_block: u32,
    },
    /// The debriefing.
    Debrief,
}

/// The parts of a plan's present sitting in their order. What the sitting before left open is reviewed in the first.
pub fn course(plan: &Plan) -> Vec<Part> {
    let mut parts = Vec::new();
    let Range { start, end } = plan.own();
    let practice = plan.trials.iter().take_while(|trial| trial.practice).count() as u32;
    let mut from = start;
    if plan.practice.has_criterion() && start < practice {
        for (round, until) in (1..).zip(ends(plan, start, practice)) {
            parts.push(Part::Trials { from, until, round: Some(round) });
            from = until;
        }
    }
    let before = ends(plan, practice, start).len() as u32;
    let blocks = ends(plan, practice.max(start), end);
    for (block, until) in (before + 1..).zip(&blocks) {
        let between = between(plan, block, *until == end);
        if !between.is_empty() || *until == end {
            parts.push(Part::Trials { from, until: *until, round: None });
            from = *until;
        }
        parts.extend(between);
    }
    if from < end || (blocks.is_empty() && !plan.carried.is_empty()) {
        // Practice alone, or nothing but what was left open.
        parts.push(Part::Trials { from, until: end, round: None });
    }
    if plan.is_last_sitting() {
        parts.extend(questionnaires(plan, When::End, None));
        if !plan.debrief.is_none() {
            parts.push(Part::Debrief);
        }
    }
    parts
}

/// Where the runs of trials of one block end, among the trials `from..until`.
fn ends(plan: &Plan, from: u32, until: u32) -> Vec<u32> {
    let trials = plan.trials.get(from as usize..until as usize).unwrap_or_default();
    let mut ends = Vec::new();
    let mut end = from;
    for run in trials.chunk_by(|one, next| one.block == next.block) {
        end += run.len() as u32;
        ends.push(end);
    }
    ends
}

/// What comes after a block.
fn between(plan: &Plan, block: u32, last: bool) -> Vec<Part> {
    let mut parts = questionnaires(plan, When::AfterBlock, Some(block));
    let every = plan.breaks.after_blocks;
    if every > 0 && block.is_multiple_of(every) && !last {
        parts.push(Part::Break { after_block: block });
    }
    parts
}

fn questionnaires(plan: &Plan, when: When, after_block: Option<u32>) -> Vec<Part> {
    (0..)
        .zip(&plan.questionnaires)
        .filter(|(_, one)| one.when() == when)
        .map(|(index, _)| Part::Questionnaire { index, after_block })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::example::{plan_of, trial_of};
    use crate::protocol::questionnaire::Questionnaire;
    use crate::protocol::sittings::{Carried, Sittings};
    use crate::protocol::spec::{Breaks, Debrief};

    /// A plan of blocks of two trials, after rounds of one practice trial each.
    fn plan(rounds: u32, blocks: u32) -> Plan {
        let mut trials = Vec::new();
        for round in 1..=rounds {
            let mut trial = trial_of(0.0);
            (trial.practice, trial.block) = (true, round);
            trials.push(trial);
        }
        for block in 1..=blocks {
            for _ in 0..2 {
                let mut trial = trial_of(0.0);
                trial.block = block;
                trials.push(trial);
            }
        }
        plan_of(2, trials)
    }

    #[test]
    fn with_nothing_between_them_all_trials_are_one_part() {
        assert_eq!(course(&plan(1, 3)), [Part::Trials { from: 0, until: 7, round: None }]);
        assert_eq!(course(&plan(2, 0)), [Part::Trials { from: 0, until: 2, round: None }]);
        assert_eq!(course(&plan(0, 0)), []);
    }

    #[test]
    fn a_sitting_has_its_own_blocks_and_the_last_one_the_end() {
        let mut plan = plan(1, 3);
        plan.practice.criterion_correct = 1;
        plan.breaks = Breaks { after_blocks: 1, min_secs: 5.0, max_secs: 60.0 };
        plan.debrief = Debrief { text: "Thanks.".to_owned(), own_results: false };
        plan.sittings = Sittings { count: 3, min_gap_secs: 0.0, later_secs: vec![86_400.0] };
        for trial in plan.trials.iter_mut().filter(|trial| !trial.practice && trial.block == 3) {
            trial.sitting = 2;
        }
        assert_eq!(
            course(&plan),
            [
                Part::Trials { from: 0, until: 1, round: Some(1) },
                Part::Trials { from: 1, until: 3, round: None },
                Part::Break { after_block: 1 },
                Part::Trials { from: 3, until: 5, round: None },
            ]
        );
        assert_eq!(course(&plan.at_sitting(2, vec![])), [Part::Trials { from: 5, until: 7, round: None }]);
        let carried = vec![Carried { trial: 6, passed: true, since_brief_nanos: 0 }];
        assert_eq!(
            course(&plan.at_sitting(3, carried)),
            [Part::Trials { from: 7, until: 7, round: None }, Part::Debrief]
        );
        assert_eq!(course(&plan.at_sitting(3, vec![])), [Part::Debrief]);
    }

    #[test]
    fn each_thing_has_its_place() {
        let mut plan = plan(2, 2);
        plan.practice.criterion_correct = 1;
        plan.breaks = Breaks { after_blocks: 1, min_secs: 5.0, max_secs: 60.0 };
        plan.debrief = Debrief { text: "Thanks.".to_owned(), own_results: true };
        plan.questionnaires = vec![
            Questionnaire::NasaTlx { when: When::AfterBlock, weighted: false },
            Questionnaire::NasaTlx { when: When::End, weighted: true },
        ];
        assert_eq!(
            course(&plan),
            [
                Part::Trials { from: 0, until: 1, round: Some(1) },
                Part::Trials { from: 1, until: 2, round: Some(2) },
                Part::Trials { from: 2, until: 4, round: None },
                Part::Questionnaire { index: 0, after_block: Some(1) },
                Part::Break { after_block: 1 },
                Part::Trials { from: 4, until: 6, round: None },
                Part::Questionnaire { index: 0, after_block: Some(2) },
                Part::Questionnaire { index: 1, after_block: None },
                Part::Debrief,
            ]
        );
    }
}
