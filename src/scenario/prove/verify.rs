//! The proofs themselves, case by case, and the comparison with what was proven before.

use super::run::{FileMap, Program, Ran};
use super::{Prover, cases};
use crate::problem::{Outcome, Problem};
use crate::scenario::files;
use crate::scenario::memo::{StateId, Text};
use crate::scenario::pack::Pack;
use crate::scenario::proven::{Captured, Proven, ProvenOutput, ProvenVariant, signature};
use crate::scenario::render::Walk;
use crate::scenario::spec::VariantSpec;
use crate::scenario::view::DecisionView;
use crate::scenario::window::differ;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, MutexGuard, PoisonError};

/// One command to run: where, and what.
#[derive(Debug, Clone)]
pub(super) struct CommandRun {
    pub(super) state: StateId,
    pub(super) line: Arc<str>,
    pub(super) signature: String,
    /// Whether a variant that may be shown, or its sound twin, prints it.
    pub(super) shown: bool,
    /// A decision that runs it, for messages.
    pub(super) place: String,
}

impl Prover<'_> {
    pub(super) fn memo(&self) -> MutexGuard<'_, crate::scenario::memo::Memo> {
        self.memo.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Every command that any case runs, each state and line once.
    pub(super) fn commands(&self) -> Vec<CommandRun> {
        let memo = self.memo();
        let mut commands: BTreeMap<String, CommandRun> = BTreeMap::new();
        for ((case, _, skin), walk) in &self.walks {
            let shown = *case < self.pack.variants().len();
            for (index, step) in walk.steps.iter().enumerate() {
                let Some(line) = step.view.command else { continue };
                let (state, line) = (step.view.after, memo.text(line));
                let signature = signature(&memo.state_of(state).hash, &line);
                let entry = commands.entry(signature.clone()).or_insert_with(|| {
                    let decision = &self.pack.spec().decisions[index].id;
                    let place = format!("{}, decision '{decision}'", self.who(&self.cases[*case], *skin));
                    CommandRun { state, line, signature, shown: false, place }
                });
                entry.shown |= shown;
            }
        }
        commands.into_values().collect()
    }

    fn files(&self, state: StateId) -> FileMap {
        let memo = self.memo();
        memo.state_of(state).tree.iter().map(|(path, text)| (path.clone(), memo.text(*text))).collect()
    }

    fn run(&self, state: StateId, program: Program<'_>) -> Outcome<Ran> {
        let hash = self.memo().state_of(state).hash;
        self.runner.run(&hash, || self.files(state), program)
    }

    /// Runs one command; says what is wrong with it as something to show a person.
    pub(super) fn command(&self, command: &CommandRun) -> Outcome<Vec<Problem>> {
        let program = Program::Line(&command.line);
        let first = self.run(command.state, program)?;
        let problem = |what: String, todo: &str| {
            vec![
                self.scenario(format!("{}: the command '{}' {what}", command.place, command.line)).todo(todo),
            ]
        };
        if let Some(why) = &first.killed {
            return Ok(problem(format!("was stopped: {why}"), "make it shorter"));
        }
        if self.options.twice {
            let second = self.runner.anew(&self.files(command.state), program)?;
            if second != first {
                let what = format!(
                    "does not print the same twice: {}",
                    first_difference(&first.output, &second.output)
                );
                return Ok(problem(what, "leave out what varies, such as dates and random numbers"));
            }
        }
        Ok(Vec::new())
    }

    /// All captured outputs of what may be shown, each text once.
    pub(super) fn outputs(&self) -> Vec<ProvenOutput> {
        let mut outputs: BTreeMap<(Arc<str>, i32, String), BTreeSet<String>> = BTreeMap::new();
        for command in self.commands().into_iter().filter(|command| command.shown) {
            // Whatever could not be run is among the failures already.
            if let Ok(ran) = self.run(command.state, Program::Line(&command.line)) {
                let states = outputs.entry((command.line, ran.status, ran.output)).or_default();
                states.insert(command.signature);
            }
        }
        outputs
            .into_iter()
            .map(|((line, status, output), states)| ProvenOutput {
                command: line.to_string(),
                status,
                lines: output.lines().map(str::to_owned).collect(),
                states: states.into_iter().collect(),
            })
            .collect()
    }

    /// Proves one case in one skin.
    pub(super) fn case(&self, index: usize, skin: usize) -> Outcome<(Vec<Problem>, ProvenVariant)> {
        let case = &self.cases[index];
        let who = self.who(case, skin);
        let walk = &self.walks[&(index, false, skin)];
        let wrong = cases::wrong(self.pack.spec(), case);
        let mut failures = Vec::new();
        let mut proven = ProvenVariant { passes: Vec::new(), fails: Vec::new(), root_from: None };
        for (clause, check) in cases::checks(self.pack.spec(), case) {
            let ran = self.check(walk.end(), &walk.environment, &check)?;
            let is_to_fail = wrong.is_some_and(|wrong| wrong.clause == clause);
            let list = if ran.status == 0 { &mut proven.passes } else { &mut proven.fails };
            list.push(check.clone());
            failures.extend(self.judge(&who, &check, is_to_fail, &ran));
        }
        if wrong.is_none() {
            failures.extend(self.original_check(&who, case, walk)?);
        }
        if let Some(wrong) = wrong {
            let sound = &self.walks[&(index, true, skin)];
            failures.extend(self.visible(&who, walk, sound, wrong.decision)?);
            let (reach_failures, root_from) = self.reach(&who, case, walk, sound, wrong)?;
            failures.extend(reach_failures);
            proven.root_from = root_from.map(|decision| self.pack.spec().decisions[decision].id.clone());
        }
        Ok((failures, proven))
    }

    /// Runs one check of the oracle.
    pub(super) fn check(&self, state: StateId, environment: &[Option<Text>], check: &str) -> Outcome<Ran> {
        let mut files = FileMap::new();
        let mut name = None;
        {
            let mut memo = self.memo();
            for (path, form) in &self.pack.forms.oracle {
                let stem = path.rsplit_once('.').map_or(path.as_str(), |(stem, _)| stem);
                // One check does not see the others, but what they share.
                if stem != check && self.is_check(stem) {
                    continue;
                }
                let text = memo.render(&self.pack.templates, *form, environment)?;
                files.insert(path.as_str().into(), memo.text(text));
                if stem == check {
                    name = Some(path.as_str());
                }
            }
        }
        let name = name.ok_or_else(|| self.scenario(format!("the check oracle/{check}.* is missing")))?;
        self.run(state, Program::Check { files: &files, name })
    }

    fn is_check(&self, stem: &str) -> bool {
        let clause = stem.split_once('@').map_or(stem, |(clause, _)| clause);
        self.pack.spec().clauses.iter().any(|each| each.id == clause)
    }

    /// Proofs 1 to 3: one check against what the pack claims of it.
    fn judge(&self, who: &str, check: &str, is_to_fail: bool, ran: &Ran) -> Option<Problem> {
        let file = self.check_file(check);
        let problem = |what: String| Problem::new(format!("{who}: {what}")).in_file(&file);
        if let Some(why) = &ran.killed {
            return Some(problem(format!("the check was stopped: {why}")).todo("make it quicker"));
        }
        match (ran.status == 0, is_to_fail) {
            (true, true) => Some(
                problem("the check passes, and the wrong choice is said to break this clause".to_owned())
                    .todo("make the choice break it, or the check see it"),
            ),
            (false, false) => Some(
                problem(format!("the check fails, and is to pass: {}", last_line(&ran.output)))
                    .todo("mend the edits, or the check"),
            ),
            _ => None,
        }
    }

    fn check_file(&self, check: &str) -> std::path::PathBuf {
        let mut found = self.pack.files.under("oracle").map(|(path, _)| path);
        let path = found.find(|path| path.rsplit_once('.').is_some_and(|(stem, _)| stem == check));
        self.pack.files.place(&format!("oracle/{}", path.unwrap_or(check)))
    }

    /// Proof 4: work that follows an amendment no longer does what was first asked for.
    fn original_check(&self, who: &str, case: &VariantSpec, walk: &Walk) -> Outcome<Option<Problem>> {
        let amendments = &self.pack.spec().amendments;
        let Some(amendment) = amendments.iter().find(|each| Some(&each.id) == case.amendment.as_ref()) else {
            return Ok(None);
        };
        let ran = self.check(walk.end(), &walk.environment, &amendment.clause)?;
        if ran.status != 0 {
            return Ok(None);
        }
        let what =
            format!("{who}: the check passes although the work follows the amendment '{}'", amendment.id);
        let problem = Problem::new(what).in_file(self.check_file(&amendment.clause));
        Ok(Some(problem.todo("an amendment must change what is right: sharpen the check or the amendment")))
    }

    /// Proof 6: nothing gives the error away before it is made, and there it can be seen.
    fn visible(&self, who: &str, wrong: &Walk, sound: &Walk, planted: usize) -> Outcome<Option<Problem>> {
        for index in 0..=planted {
            let (ours, theirs) = (self.view(wrong, index)?, self.view(sound, index)?);
            let id = &self.pack.spec().decisions[index].id;
            if index < planted && ours != theirs {
                let what =
                    format!("{who}: decision '{id}' differs from the sound twin's before the error is made");
                return Ok(Some(
                    self.scenario(what).todo("let only the wrong choice and what follows differ"),
                ));
            }
            if index == planted && !differ(&ours, &theirs) {
                let what = format!("{who}: at decision '{id}' nothing can be seen of the error");
                return Ok(Some(
                    self.scenario(what).todo("let what the agent says, does or gets back differ"),
                ));
            }
        }
        Ok(None)
    }

    fn view(&self, walk: &Walk, index: usize) -> Outcome<Arc<DecisionView>> {
        let key = &walk.steps[index].view;
        let captured = match key.command {
            None => None,
            Some(line) => {
                let line = self.memo().text(line);
                Some(self.run(key.after, Program::Line(&line))?)
            }
        };
        self.pack.view(&mut self.memo(), key, |_, _| {
            let Ran { output, status, .. } =
                captured.ok_or_else(|| Problem::new("a decision without a command asks for its output"))?;
            Ok(Captured { output, status })
        })
    }
}

/// Everything in which a proof differs from the record that the pack carries.
pub(super) fn compare(pack: &Pack, proven: &Proven) -> Vec<Problem> {
    let again = format!("look at the change, then: tightloop scenario prove {} --write", pack.id());
    let place = pack.files.place(files::PROVEN);
    let problem =
        |what: String| Problem::new(format!("pack '{}': {what}", pack.id())).in_file(&place).todo(&again);
    let before = match &pack.proven {
        Ok(Some(before)) => before,
        Ok(None) => return vec![problem("there is no record of a proof".to_owned())],
        Err(unreadable) => return vec![unreadable.clone()],
    };
    let mut found = Vec::new();
    if before.pack != proven.pack {
        found.push(problem(
            "the pack is not the one that was proven: its files have changed since".to_owned(),
        ));
    }
    for (id, now) in &proven.variants {
        if before.variants.get(id) != Some(now) {
            found.push(problem(format!("variant '{id}' is not as recorded")));
        }
    }
    for id in before.variants.keys().filter(|id| !proven.variants.contains_key(*id)) {
        found.push(problem(format!("variant '{id}' is recorded and no longer there")));
    }
    found.extend(compare_outputs(before, proven).into_iter().map(problem));
    found
}

/// Outputs are compared state by state, so that one line says which command changed and how.
fn compare_outputs(before: &Proven, now: &Proven) -> Vec<String> {
    let by_state = |proven: &Proven| -> BTreeMap<String, (String, i32, String)> {
        let outputs = proven.outputs.iter();
        outputs
            .flat_map(|output| {
                let text = (output.command.clone(), output.status, output.lines.join("\n"));
                output.states.iter().map(move |state| (state.clone(), text.clone()))
            })
            .collect()
    };
    let (old, new) = (by_state(before), by_state(now));
    let mut said = BTreeSet::new();
    for (state, (command, status, output)) in &new {
        match old.get(state) {
            None => {
                said.insert(format!("'{command}' was never captured in a state that a variant reaches"));
            }
            Some((_, was, text)) if (was, text) != (status, output) => {
                let how = if was == status {
                    first_difference(text, output)
                } else {
                    format!("exit status {status}, captured {was}")
                };
                let with = format!("captured with {}, now with {}", before.interpreter, now.interpreter);
                said.insert(format!("'{command}' does not print what was captured ({with}): {how}"));
            }
            Some(_) => {}
        }
    }
    if old.keys().any(|state| !new.contains_key(state)) {
        said.insert("outputs are recorded that no variant prints any more".to_owned());
    }
    said.into_iter().collect()
}

fn first_difference(one: &str, other: &str) -> String {
    let (mut ones, mut others) = (one.lines(), other.lines());
    for number in 1.. {
        match (ones.next(), others.next()) {
            (None, None) => break,
            (a, b) if a == b => {}
            (a, b) => return format!("line {number} is '{}', then '{}'", a.unwrap_or(""), b.unwrap_or("")),
        }
    }
    "the exit status differs".to_owned()
}

fn last_line(output: &str) -> &str {
    output.lines().rev().find(|line| !line.trim().is_empty()).map_or("it printed nothing", str::trim)
}
