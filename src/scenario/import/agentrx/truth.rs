//! AgentRx's annotations: the failures of a trajectory, and which of them is the root cause.

use super::super::annotation::Annotation;
use super::super::json::{Label, Source};
use crate::nearest::advice;
use crate::problem::{Outcome, Problem};
use crate::scenario::spec::ErrorKind;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// The annotation of one trajectory.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Failed {
    trajectory_id: Label,
    #[serde(default)]
    failures: Vec<Failure>,
    #[serde(default)]
    root_cause: Option<RootCause>,
}

#[derive(Debug, Clone, Deserialize)]
struct Failure {
    failure_id: Label,
    #[serde(default)]
    step_number: Option<Label>,
    #[serde(default)]
    step_reason: String,
    #[serde(default)]
    failure_category: String,
    #[serde(default)]
    failed_agent: String,
}

#[derive(Debug, Clone, Deserialize)]
struct RootCause {
    failure_id: Label,
}

/// The ten categories (README, 'Failure Taxonomy') in the words of their first two, and what they are here.
const CATEGORIES: [(&str, Option<ErrorKind>); 10] = [
    ("adherence failure", Some(ErrorKind::MisreadClause)),
    ("invention of new information", Some(ErrorKind::InventedFact)),
    ("invalid invocation", Some(ErrorKind::InvalidCall)),
    ("misinterpretation of tool output", Some(ErrorKind::MisreadOutput)),
    ("intent plan misalignment", Some(ErrorKind::WrongGoal)),
    ("underspecified user intent", Some(ErrorKind::Guessed)),
    ("intent not supported", None),
    ("guardrails triggered", None),
    ("system failure", None),
    ("inconclusive", None),
];

/// The annotation of a trajectory, and the file it is in: the one that was named, or one beside the trace.
pub(super) fn find(trace: &Source, id: &str, named: Option<&Path>) -> Outcome<(Source, Failed)> {
    let files = named.map_or_else(|| beside(&trace.path), |path| vec![path.to_path_buf()]);
    for path in &files {
        let source = Source::read(path)?;
        let all: Vec<Failed> = source.parse("file of AgentRx annotations")?;
        if let Some(found) = all.into_iter().find(|each| each.trajectory_id.to_string() == id) {
            return Ok((source, found));
        }
    }
    let problem = match named {
        Some(path) => Problem::new(format!("nothing is annotated of the trajectory '{id}'")).in_file(path),
        None => Problem::new(format!("no annotation of the trajectory '{id}' lies beside it"))
            .in_file(&trace.path),
    };
    Err(problem.todo("name the file that holds it: --annotations FILE"))
}

/// Files of annotations where AgentRx keeps them: `ground_truth` beside the trace or beside its folder.
fn beside(trace: &Path) -> Vec<PathBuf> {
    let folder = trace.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let json = |folder: PathBuf| {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|end| end == "json"))
    };
    let is_truth =
        |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().contains("ground_truth"));
    let mut files: Vec<PathBuf> = json(folder.join("ground_truth"))
        .chain(json(folder.join("../ground_truth")))
        .chain(json(folder.to_path_buf()).filter(is_truth))
        .filter(|path| path != trace)
        .collect();
    files.sort();
    files
}

/// The failure that is called the root cause.
pub(super) fn annotation(source: &Source, failed: Failed) -> Outcome<Annotation<'_>> {
    let id = failed.trajectory_id.to_string();
    let anchor = match &failed.trajectory_id {
        Label::Number(id) => format!("\"trajectory_id\": {id}"),
        Label::Text(id) => format!("\"{id}\""),
    };
    let of = |what: &str| format!("the annotation of the trajectory '{id}' {what}");
    let Some(root) = failed.root_cause else {
        let problem = source.at_text(&anchor, of("names no step: it has no root_cause"));
        return Err(problem.todo("take a trace whose root cause is annotated"));
    };
    let failure =
        failed.failures.into_iter().find(|each| each.failure_id.to_string() == root.failure_id.to_string());
    let Some(failure) = failure else {
        let problem = source.at_text(
            &anchor,
            of(&format!("calls failure {} its root cause, and there is none", root.failure_id)),
        );
        return Err(problem.todo("name one of its failures"));
    };
    let Some(step) = failure.step_number.as_ref().and_then(Label::number) else {
        let problem = source.at_text(
            &anchor,
            of(&format!("names no step: failure {} has no step_number", failure.failure_id)),
        );
        return Err(problem.todo("write the step's number, from 1"));
    };
    let error = kind(&failure.failure_category).map_err(|todo| {
        let what = of(&format!("has the category '{}', which is none of the ten", failure.failure_category));
        source.at_text(&failure.failure_category, what).todo(todo)
    })?;
    Ok(Annotation {
        source,
        anchor,
        step,
        first: 1,
        agent: failure.failed_agent,
        error,
        reason: failure.step_reason,
    })
}

/// What a category is here; else the nearest. Their files write them in several ways.
fn kind(category: &str) -> Result<Option<ErrorKind>, String> {
    let words: Vec<String> = category
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let said = words.join(" ");
    let found = CATEGORIES.iter().find(|(name, _)| said == *name || said.ends_with(&format!(" {name}")));
    found.map(|(_, kind)| *kind).ok_or_else(|| advice(&said, CATEGORIES.iter().map(|(name, _)| *name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn categories_in_the_ways_they_are_written() {
        for name in ["Instruction/Plan Adherence Failure", "Instruction Adherence Failure"] {
            assert_eq!(kind(name), Ok(Some(ErrorKind::MisreadClause)));
        }
        assert_eq!(kind("Intent-Plan Misalignment"), Ok(Some(ErrorKind::WrongGoal)));
        assert_eq!(kind("Intent not supported"), Ok(None));
        assert!(kind("Bad luck").is_err());
    }
}
