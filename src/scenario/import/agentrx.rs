//! AgentRx: a Magentic-One history `[{role, content}]` a file, named after its trajectory, or a τ-bench file
//! `[{task_id, traj: [{role, content, tool_calls}]}]`; the annotation is in a file of its own, steps from 1.

mod truth;

use super::annotation;
use super::fold::{Entry, Folded, fold};
use super::json::{Label, Source};
use super::who_and_when::{self, Message};
use super::{Imported, Wanted};
use crate::nearest::advice;
use crate::problem::{Outcome, Problem};
use crate::scenario::trace::TraceStep;
use serde::Deserialize;
use std::path::Path;

#[derive(Debug, Deserialize)]
struct Task {
    task_id: Label,
    traj: Vec<Turn>,
}

#[derive(Debug, Deserialize)]
struct Turn {
    #[serde(default)]
    role: String,
    #[serde(default)]
    content: Option<String>,
    #[serde(default)]
    tool_calls: Option<Vec<ToolCall>>,
}

#[derive(Debug, Deserialize)]
struct ToolCall {
    function: Function,
}

#[derive(Debug, Deserialize)]
struct Function {
    name: String,
    #[serde(default)]
    arguments: String,
}

/// One trace of a file.
struct Trajectory {
    id: String,
    request: String,
    folded: Folded,
}

pub(super) fn import(wanted: &Wanted) -> Outcome<Imported> {
    let source = Source::read(wanted.file)?;
    let trajectory = choose(&source, trajectories(&source)?, wanted.trajectory)?;
    if trajectory.folded.steps.is_empty() {
        return Err(empty(&source));
    }
    let (at, found) = truth::find(&source, &trajectory.id, wanted.annotations)?;
    let annotation = truth::annotation(&at, found)?;
    let (truth, remarks) = annotation::fit(&annotation, &trajectory.folded)?;
    let spec = annotation::spec(wanted, &source, &trajectory.request, truth)?;
    Ok(Imported { spec, steps: trajectory.folded.steps, remarks })
}

pub(super) fn decisions(path: &Path) -> Outcome<Vec<Vec<TraceStep>>> {
    let source = Source::read(path)?;
    let all = trajectories(&source)?;
    if all.iter().all(|trajectory| trajectory.folded.steps.is_empty()) {
        return Err(empty(&source));
    }
    Ok(all.into_iter().map(|trajectory| trajectory.folded.steps).filter(|steps| !steps.is_empty()).collect())
}

fn empty(source: &Source) -> Problem {
    let problem = Problem::new("the history is empty: no agent decides anything in it").in_file(&source.path);
    problem.at(1, 1).todo("take another trace")
}

fn trajectories(source: &Source) -> Outcome<Vec<Trajectory>> {
    let value: serde_json::Value = source.parse("AgentRx trace")?;
    if value.get(0).is_some_and(|first| first.get("traj").is_some()) {
        let tasks: Vec<Task> = source.parse("AgentRx trace")?;
        return Ok(tasks.into_iter().map(from_task).collect());
    }
    let messages: Vec<Message> = source.parse("AgentRx trace")?;
    let asked = messages.iter().find(|message| message.role.as_deref() == Some("human"));
    let stem = source.path.file_stem().unwrap_or_default();
    Ok(vec![Trajectory {
        id: stem.to_string_lossy().into_owned(),
        request: asked.and_then(|message| message.content.clone()).unwrap_or_default(),
        folded: fold(messages.iter().map(who_and_when::entry).collect()),
    }])
}

fn from_task(task: Task) -> Trajectory {
    let asked = task.traj.iter().find(|turn| turn.role == "user");
    Trajectory {
        id: task.task_id.to_string(),
        request: asked.and_then(|turn| turn.content.clone()).unwrap_or_default(),
        folded: fold(task.traj.iter().map(from_turn).collect()),
    }
}

fn from_turn(turn: &Turn) -> Entry {
    let content = turn.content.clone().unwrap_or_default();
    let back = |call| Entry::Back { text: content.clone(), status: 0, runs_code: false, call };
    match turn.role.as_str() {
        "system" => Entry::Setting,
        "user" => back(Some("message to the user")),
        "tool" => back(None),
        agent => {
            let calls = turn.tool_calls.iter().flatten();
            let calls: Vec<String> =
                calls.map(|call| format!("{}({})", call.function.name, call.function.arguments)).collect();
            let call = (!calls.is_empty()).then(|| calls.join("\n"));
            let agent = if agent.is_empty() { "agent" } else { agent };
            Entry::Agent { agent: agent.to_owned(), says: content.clone(), call, output: None }
        }
    }
}

fn choose(source: &Source, all: Vec<Trajectory>, wanted: Option<&str>) -> Outcome<Trajectory> {
    let ids: Vec<String> = all.iter().map(|trajectory| trajectory.id.clone()).collect();
    let names = || ids.iter().map(String::as_str);
    match wanted {
        Some(id) => all.into_iter().find(|trajectory| trajectory.id == id).ok_or_else(|| {
            Problem::new(format!("there is no trajectory '{id}' in this file"))
                .in_file(&source.path)
                .todo(advice(id, names()))
        }),
        None if all.len() > 1 => {
            let problem = Problem::new(format!("this file holds {} trajectories", all.len()));
            let some: Vec<&str> = names().take(5).collect();
            Err(problem.in_file(&source.path).todo(format!("name one: --trajectory {}", some.join(", "))))
        }
        None => all.into_iter().next().ok_or_else(|| empty(source)),
    }
}
