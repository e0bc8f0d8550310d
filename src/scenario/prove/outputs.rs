//! Proof 8, outputs: what commands print, captured and compared with what was captured before.

use super::Prover;
use super::run::{FileMap, Program};
use super::verify::last_line;
use crate::problem::{Outcome, Problem};
use crate::scenario::files;
use crate::scenario::memo::StateId;
use crate::scenario::pack::Pack;
use crate::scenario::proven::{Proven, ProvenOutput, signature};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// One thing to run and to capture: where, and what.
#[derive(Debug, Clone)]
pub(super) struct CommandRun {
    pub(super) state: StateId,
    /// The command line; of an independent check its name.
    pub(super) line: Arc<str>,
    /// The independent check's files, where it is one.
    pub(super) files: Option<FileMap>,
    pub(super) signature: String,
    /// Whether a variant that may be shown, or its sound twin, prints it.
    pub(super) shown: bool,
    /// Whether it is one of those that are run a second time on capturing, in an interpreter of its own.
    pub(super) again: bool,
    /// A decision that runs it, for messages.
    pub(super) place: String,
}

impl CommandRun {
    pub(super) fn program(&self) -> Program<'_> {
        match &self.files {
            None => Program::Line(&self.line),
            Some(files) => Program::Check { files, name: &self.line },
        }
    }
}

/// What a shell exits with where there is no such program.
const NOT_FOUND: i32 = 127;

impl Prover<'_> {
    /// Every command that any case runs, each state and line once; the cues of what may be shown after them.
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
                    CommandRun { state, line, files: None, signature, shown: false, again: false, place }
                });
                entry.shown |= shown;
            }
        }
        drop(memo);
        let mut all: Vec<CommandRun> = commands.into_values().chain(self.cue_commands()).collect();
        let mut lines = BTreeSet::new();
        for command in &mut all {
            command.again = lines.insert(command.line.clone()) || command.signature.starts_with('0');
        }
        all
    }

    /// Runs one command; says what is wrong with it as something to show a person.
    pub(super) fn command(&self, command: &CommandRun) -> Outcome<Vec<Problem>> {
        let first = self.run(command.state, command.program())?;
        let problem = |what: String, todo: &str| {
            vec![
                self.scenario(format!("{}: the command '{}' {what}", command.place, command.line)).todo(todo),
            ]
        };
        if let Some(why) = &first.killed {
            return Ok(problem(format!("was stopped: {why}"), "make it shorter"));
        }
        if first.status == NOT_FOUND {
            let what = format!("names a program that is not installed: {}", last_line(&first.output));
            return Ok(problem(what, "install it and prove again, or let the command use another"));
        }
        if first.left_its_folder {
            let what = format!("wrote outside its folder, and was refused: {}", last_line(&first.output));
            return Ok(problem(what, "let it write in the repository, $HOME or $TMPDIR"));
        }
        if self.options.twice && command.again {
            let hash = self.memo().state_of(command.state).hash;
            let second = self.runner.cold(&hash, &self.files(command.state), command.program())?;
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
    pub(super) fn outputs(&self, commands: &[CommandRun]) -> Vec<ProvenOutput> {
        let mut outputs: BTreeMap<(Arc<str>, i32, String), BTreeSet<String>> = BTreeMap::new();
        for command in commands.iter().filter(|command| command.shown) {
            // Whatever could not be run is among the failures already.
            if let Ok(ran) = self.run(command.state, command.program()) {
                let states = outputs.entry((command.line.clone(), ran.status, ran.output)).or_default();
                states.insert(command.signature.clone());
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
        // What else differs follows from that.
        return vec![problem(
            "the pack is not the one that was proven: its files have changed since".to_owned(),
        )];
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
