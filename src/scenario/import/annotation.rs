//! What an annotation says, fitted to the decisions.

use super::Wanted;
use super::fold::Folded;
use super::json::Source;
use crate::nearest::advice;
use crate::problem::{Outcome, Problem};
use crate::scenario::spec::{ClauseSpec, ErrorKind};
use crate::scenario::trace::{self, SoftTruth, TRACE_FORMAT, TraceSpec};

/// An annotation as it was found. `source` and `anchor` say where, for messages.
pub(super) struct Annotation<'a> {
    pub(super) source: &'a Source,
    pub(super) anchor: String,
    /// The step that it names.
    pub(super) step: i64,
    /// What the first step of the history is counted as.
    pub(super) first: i64,
    /// Who is blamed.
    pub(super) agent: String,
    pub(super) error: Option<ErrorKind>,
    pub(super) reason: String,
}

/// The one clause of an imported brief: a reviewer who rejects has to say what is broken.
const CLAUSE: &str =
    "The work leads to a right answer to the request, from what was found and from nothing made up.";

/// Fits an annotation to the decisions; the second value is what its reader should know.
pub(super) fn fit(annotation: &Annotation, folded: &Folded) -> Outcome<(SoftTruth, Vec<String>)> {
    let Annotation { source, anchor, step, first, agent, error, reason } = annotation;
    let last = first + folded.decision_of.len() as i64 - 1;
    let index = usize::try_from(step - first).ok().and_then(|index| folded.decision_of.get(index));
    let Some(index) = index else {
        let what = format!("the annotation names step {step}, but the history has steps {first} to {last}");
        return Err(source.at_text(anchor, what).todo("mend the annotation, or take another trace"));
    };
    let Some(index) = *index else {
        let what = format!("the annotation names step {step}, which comes before any decision of an agent");
        return Err(source.at_text(anchor, what).todo("take another trace: this one has nothing to find"));
    };
    let mut agents: Vec<&str> = folded.steps.iter().map(|step| step.agent.as_str()).collect();
    agents.sort_unstable();
    agents.dedup();
    let blamed = |name: &str| agent.to_lowercase().contains(&name.to_lowercase());
    if !agents.iter().any(|name| blamed(name)) {
        let what = format!("the annotation blames '{agent}', who decides nothing in this history");
        return Err(source.at_text(anchor, what).todo(advice(agent, agents)));
    }
    let mut remarks = Vec::new();
    let decides = &folded.steps[index].agent;
    if !blamed(decides) {
        remarks
            .push(format!("the annotation blames '{agent}' for step {step}, at which '{decides}' decides"));
    }
    let decision = u32::try_from(index + 1).unwrap_or(u32::MAX);
    Ok((
        SoftTruth { decision, agent: agent.clone(), error: *error, reason: reason.trim().to_owned() },
        remarks,
    ))
}

/// What goes into `scenario.ron`.
pub(super) fn spec(wanted: &Wanted, source: &Source, request: &str, truth: SoftTruth) -> Outcome<TraceSpec> {
    let request = super::code::plain(request);
    if request.is_empty() {
        return Err(Problem::new("nothing says what was asked for")
            .in_file(&source.path)
            .todo("take another trace"));
    }
    Ok(TraceSpec {
        format: TRACE_FORMAT.to_owned(),
        id: wanted.id.to_owned(),
        title: "A recorded task".to_owned(),
        source: trace::Source {
            form: wanted.form.name().to_owned(),
            file: source.name(),
            blake3: source.blake3(),
        },
        request,
        clauses: vec![ClauseSpec { id: "C1".to_owned(), text: CLAUSE.to_owned() }],
        questions: Vec::new(),
        truth,
    })
}
