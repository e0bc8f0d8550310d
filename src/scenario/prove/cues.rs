//! Proof 9, cues: what automation says is captured, and the independent check sees what it is said to cover and
//! nothing else.
//!
//! It passes wherever nothing is wrong yet, however unfinished the work is there; at the end of a trajectory that goes
//! wrong it fails where it covers the broken clause, and passes where it does not. A linter is content with finished
//! work that is right. The agent's own tests pass wherever a batch may end and nothing is wrong: whoever sees them fail
//! there would be right to reject.

use super::Prover;
use super::cases::Wrong;
use super::outputs::CommandRun;
use super::run::{FileMap, Ran};
use super::verify::last_line;
use crate::problem::{Outcome, Problem};
use crate::scenario::cues::CueRun;
use crate::scenario::render::Walk;
use crate::scenario::spec::CueKind;
use std::collections::BTreeMap;

impl Prover<'_> {
    /// Every run of a cue at any end of a batch that may be shown, each state and check once.
    pub(super) fn cue_commands(&self) -> Vec<CommandRun> {
        let mut runs: BTreeMap<String, CommandRun> = BTreeMap::new();
        for ((case, is_twin, skin), walk) in &self.walks {
            if *is_twin || *case >= self.pack.variants().len() {
                continue;
            }
            for last in 0..walk.steps.len() {
                // Whatever cannot be rendered is said where the claims are looked at.
                for run in self.cue_runs_at(*case, *skin, walk, last).unwrap_or_default() {
                    let decision = &self.pack.spec().decisions[last].id;
                    let place = format!("{}, at '{decision}'", self.who(&self.cases[*case], *skin));
                    runs.entry(run.signature.clone()).or_insert_with(|| self.cue_command(&run, place));
                }
            }
        }
        runs.into_values().collect()
    }

    fn cue_runs_at(&self, case: usize, skin: usize, walk: &Walk, last: usize) -> Outcome<Vec<CueRun>> {
        self.pack.cue_runs(&mut self.memo(), walk, &self.cases[case], skin, last)
    }

    fn cue_command(&self, run: &CueRun, place: String) -> CommandRun {
        let memo = self.memo();
        let files = || -> FileMap {
            run.files.iter().map(|(path, text)| (path.as_str().into(), memo.text(*text))).collect()
        };
        CommandRun {
            state: run.state,
            line: memo.text(run.line),
            files: (run.kind == CueKind::Independent).then(files),
            signature: run.signature.clone(),
            shown: true,
            again: false,
            place,
        }
    }

    /// What does not hold of a case's cues.
    pub(super) fn cue_claims(
        &self,
        who: &str,
        case: usize,
        skin: usize,
        walk: &Walk,
        wrong: Option<Wrong<'_>>,
    ) -> Outcome<Vec<Problem>> {
        let spec = self.pack.spec();
        let Some(cues) = &spec.cues else { return Ok(Vec::new()) };
        if case >= self.pack.variants().len() {
            return Ok(Vec::new());
        }
        let covered = wrong.is_some_and(|wrong| cues.covers.iter().any(|clause| clause == wrong.clause));
        let last = walk.steps.len() - 1;
        let mut failures = Vec::new();
        for end in 0..=last {
            let is_right = wrong.is_none_or(|wrong| end < wrong.decision);
            if !is_right && end < last {
                continue;
            }
            for run in self.cue_runs_at(case, skin, walk, end)? {
                let command = self.cue_command(&run, String::new());
                let ran = self.run(command.state, command.program())?;
                let decision = &spec.decisions[end].id;
                let found = match run.kind {
                    CueKind::Independent => independent(&ran, is_right || !covered),
                    CueKind::Linter if is_right && end == last && ran.status != 0 => Some(format!(
                        "the linter complains of finished work that is right: {}",
                        last_line(&ran.output)
                    )),
                    CueKind::Tests if is_right && ran.status != 0 && !spec.decisions[end].unfinished => {
                        Some(format!("the agent's own tests fail: {}", last_line(&ran.output)))
                    }
                    CueKind::Linter | CueKind::Tests => None,
                };
                let todo = match run.kind {
                    CueKind::Tests => {
                        "mark the decision 'unfinished: true', so that no batch ends there, or let them pass"
                    }
                    CueKind::Linter => "mend the work, or the linter's command",
                    CueKind::Independent => "mend cues/independent.*, or the list of what it covers",
                };
                failures.extend(
                    found.map(|what| self.scenario(format!("{who}, at '{decision}': {what}")).todo(todo)),
                );
            }
        }
        Ok(failures)
    }
}

fn independent(ran: &Ran, is_to_pass: bool) -> Option<String> {
    match (ran.status == 0, is_to_pass) {
        (true, true) | (false, false) => None,
        (false, true) => Some(format!(
            "the independent check fails, and nothing that it covers is wrong: {}",
            last_line(&ran.output)
        )),
        (true, false) => Some("the independent check passes, and it covers the broken clause".to_owned()),
    }
}
