//! Who&When: `{question, history: [{name?, role, content}], mistake_agent, mistake_step, mistake_reason}`, steps from 0.

use super::annotation::{self, Annotation};
use super::code::terminal;
use super::fold::{Entry, Folded, fold};
use super::json::{Label, Source};
use super::{Imported, Wanted};
use crate::problem::Outcome;
use crate::scenario::trace::TraceStep;
use serde::Deserialize;
use std::path::Path;

/// A file. Fields that are not read here may be there.
#[derive(Debug, Deserialize)]
struct File {
    #[serde(default)]
    question: String,
    history: Vec<Message>,
    #[serde(default)]
    mistake_agent: Option<String>,
    #[serde(default)]
    mistake_step: Option<Label>,
    #[serde(default)]
    mistake_reason: Option<String>,
}

/// One entry of a history.
#[derive(Debug, Deserialize)]
pub(super) struct Message {
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    pub(super) role: Option<String>,
    #[serde(default)]
    pub(super) content: Option<String>,
}

pub(super) fn import(wanted: &Wanted) -> Outcome<Imported> {
    let source = Source::read(wanted.file)?;
    let (file, folded) = read(&source)?;
    let Some(label) = &file.mistake_step else {
        let problem = source.at("mistake_step", "the annotation names no step: mistake_step is missing");
        return Err(problem.todo("take a trace that is annotated"));
    };
    let Some(step) = label.number() else {
        let what = format!("the annotation names no step: mistake_step is '{label}'");
        return Err(source.at("mistake_step", what).todo("write the step's number, from 0"));
    };
    let found = Annotation {
        source: &source,
        anchor: "\"mistake_step\"".to_owned(),
        step,
        first: 0,
        agent: file.mistake_agent.unwrap_or_default(),
        error: None,
        reason: file.mistake_reason.unwrap_or_default(),
    };
    let (truth, remarks) = annotation::fit(&found, &folded)?;
    let spec = annotation::spec(wanted, &source, &file.question, truth)?;
    Ok(Imported { spec, steps: folded.steps, remarks })
}

pub(super) fn decisions(path: &Path) -> Outcome<Vec<TraceStep>> {
    Ok(read(&Source::read(path)?)?.1.steps)
}

fn read(source: &Source) -> Outcome<(File, Folded)> {
    let file: File = source.parse("Who&When trace")?;
    let folded = fold(file.history.iter().map(entry).collect());
    if folded.steps.is_empty() {
        let problem = source.at("history", "the history is empty: no agent decides anything in it");
        return Err(problem.todo("take another trace"));
    }
    Ok((file, folded))
}

/// An entry of a history of one of these kinds: named experts around a terminal, or Magentic-One's roles.
pub(super) fn entry(message: &Message) -> Entry {
    let content = message.content.clone().unwrap_or_default();
    let role = message.role.as_deref().unwrap_or_default();
    let speaker = message.name.as_deref().unwrap_or(role);
    if matches!(speaker, "Computer_terminal" | "ComputerTerminal") {
        let (status, text) = terminal(&content);
        return Entry::Back { text, status, runs_code: true, call: None };
    }
    if speaker == "human" {
        return Entry::Back { text: content, status: 0, runs_code: false, call: Some("message to the user") };
    }
    let (agent, towards) = match speaker.split_once(" (") {
        None => (speaker, None),
        Some((agent, aside)) => (agent, aside.trim_end_matches(')').strip_prefix("-> ")),
    };
    let (says, output) = browsed(&content);
    let says = towards.map_or(says.clone(), |other| format!("To {other}: {says}"));
    let agent = if agent.is_empty() { "agent" } else { agent };
    Entry::Agent { agent: agent.to_owned(), says, call: None, output }
}

/// A browsing agent says what it did, then what it sees.
fn browsed(content: &str) -> (String, Option<String>) {
    match content.split_once("\n\nHere is a screenshot") {
        Some((did, sees)) => (did.to_owned(), Some(format!("Here is a screenshot{sees}"))),
        None => (content.to_owned(), None),
    }
}
