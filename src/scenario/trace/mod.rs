//! Traces: real work of agents, imported, with *soft* truth. Somebody's annotation says what is wrong, and nothing is
//! proven. A trace is read-only: one variant, one skin, no edits that could be computed, outputs as they were recorded.

mod lint;
mod pack;
mod read;
mod spec;

pub(super) use lint::lint;
pub(super) use read::{STEPS, is_trace};
pub use spec::{SoftTruth, Source, TRACE_FORMAT, TraceSpec, TraceStep};

use super::view::{Command, DecisionView};
use std::sync::Arc;

/// The name of a trace's one variant.
pub(super) const VARIANT: &str = "as-it-was";
/// The name of a trace's one skin.
pub(super) const SKIN: &str = "as-it-was";
/// Letters of a decision's first line that sum it up where it was already accepted.
const SUMMARY_LETTERS: usize = 110;

/// A trace, loaded.
#[derive(Debug)]
pub(super) struct Trace {
    pub(super) spec: TraceSpec,
    pub(super) views: Vec<Arc<DecisionView>>,
    /// One line for each decision, for where it was already accepted.
    pub(super) summaries: Vec<String>,
}

impl Trace {
    fn new(spec: TraceSpec, steps: &[TraceStep]) -> Self {
        let several = steps.iter().any(|step| step.agent != steps[0].agent);
        let views = steps.iter().map(|step| Arc::new(view(step, several))).collect();
        let summaries = steps.iter().map(|step| summary(step, several)).collect();
        Self { spec, views, summaries }
    }
}

/// A step as a person sees it; where several agents work, each names itself.
pub(crate) fn view(step: &TraceStep, several: bool) -> DecisionView {
    let says = match (several, step.says.is_empty()) {
        (true, true) => format!("{}:", step.agent),
        (true, false) => format!("{}: {}", step.agent, step.says),
        (false, _) => step.says.clone(),
    };
    let command = (step.call.is_some() || step.output.is_some()).then(|| Command {
        line: step.call.clone().unwrap_or_else(|| "(what came back)".to_owned()),
        output: step.output.clone().unwrap_or_default(),
        status: step.status,
    });
    DecisionView { amendment: None, says, diffs: Vec::new(), command }
}

fn summary(step: &TraceStep, several: bool) -> String {
    let said = if step.says.is_empty() { step.call.as_deref().unwrap_or("") } else { &step.says };
    let line = said.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("(nothing said)");
    let line = if several { format!("{}: {line}", step.agent) } else { line.to_owned() };
    if line.chars().count() <= SUMMARY_LETTERS {
        return line;
    }
    let cut: String = line.chars().take(SUMMARY_LETTERS - 1).collect();
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_first_line_is_cut_where_it_sums_up() {
        let step = TraceStep {
            agent: "a".into(),
            says: "\n  x".repeat(90) + &"y".repeat(200),
            ..TraceStep::default()
        };
        assert_eq!(summary(&step, false), "x");
        let step = TraceStep { says: "é".repeat(300), ..step };
        assert_eq!(summary(&step, true).chars().count(), SUMMARY_LETTERS);
    }

    #[test]
    fn what_came_back_is_shown_with_or_without_a_call() {
        let step = TraceStep { agent: "a".into(), output: Some("1".into()), ..TraceStep::default() };
        assert_eq!(view(&step, false).command.map(|command| command.line), Some("(what came back)".into()));
        assert_eq!(view(&TraceStep::default(), false).command, None);
    }
}
