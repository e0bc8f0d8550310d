//! Reading a trace pack.

use super::Trace;
use super::spec::{TRACE_FORMAT, TraceSpec, TraceStep};
use crate::problem::{Outcome, Problem};
use crate::ron_text;
use crate::scenario::files::{Files, SCENARIO};
use std::path::Path;

/// The file that holds a trace's decisions.
pub(in crate::scenario) const STEPS: &str = "steps.json";

/// Whether a pack is a trace. Its first field says so; what else is wrong with it is said when it is read.
pub(in crate::scenario) fn is_trace(files: &Files) -> bool {
    files.text(SCENARIO).is_some_and(|text| text.contains("format: \"tightloop-trace/"))
}

impl Trace {
    /// Reads a trace and checks it.
    pub(in crate::scenario) fn read(files: &Files) -> Outcome<Self> {
        let place = files.place(SCENARIO);
        let spec: TraceSpec = ron_text::parse(files.text(SCENARIO).unwrap_or(""), &place)?;
        if spec.format != TRACE_FORMAT {
            let problem = Problem::new(format!("the format is '{}'", spec.format)).in_file(&place);
            return Err(problem.todo(format!("write format: \"{TRACE_FORMAT}\"")));
        }
        let steps = steps(files)?;
        if let Some((what, todo)) = wrong(&spec, steps.len(), &files.root) {
            return Err(Problem::new(what).in_file(&place).todo(todo));
        }
        Ok(Self::new(spec, &steps))
    }
}

fn steps(files: &Files) -> Outcome<Vec<TraceStep>> {
    let place = files.place(STEPS);
    let text = files.text(STEPS).ok_or_else(|| {
        Problem::new("a trace needs its decisions beside it").in_file(&place).todo("import it again")
    })?;
    let steps: Vec<TraceStep> = serde_json::from_str(text).map_err(|error| {
        Problem::new(format!("these are no decisions of a trace: {error}"))
            .in_file(&place)
            .at(error.line().max(1), error.column().max(1))
            .todo("import it again")
    })?;
    if steps.is_empty() {
        return Err(Problem::new("there are no decisions").in_file(&place).todo("import it again"));
    }
    Ok(steps)
}

/// What is wrong, and what to do.
fn wrong(spec: &TraceSpec, steps: usize, root: &Path) -> Option<(String, String)> {
    let folder = root.file_name().unwrap_or_default().to_string_lossy();
    if spec.id != folder {
        let what = format!("the pack calls itself '{}' but its folder '{folder}'", spec.id);
        return Some((what, "make them the same".to_owned()));
    }
    if spec.truth.decision == 0 || spec.truth.decision as usize > steps {
        let what = format!("the annotation names decision {} of {steps}", spec.truth.decision);
        return Some((what, format!("name one from 1 to {steps}")));
    }
    if spec.clauses.is_empty() {
        let todo = "write at least one: who rejects the work says which is broken";
        return Some(("there are no clauses".to_owned(), todo.to_owned()));
    }
    let question = spec.questions.iter().find(|question| question.answer >= question.options.len());
    question.map(|question| {
        let what = format!("the question '{}' has no option {}", question.text, question.answer);
        (what, "count options from 0".to_owned())
    })
}
