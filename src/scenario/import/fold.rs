//! From a history's entries to decisions: what came back belongs to the decision that it came back to.

use super::code::{plain, split};
use crate::scenario::trace::TraceStep;

/// One entry of a history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Entry {
    /// An agent decides.
    Agent { agent: String, says: String, call: Option<String>, output: Option<String> },
    /// Something comes back. `runs_code`: from whatever runs the code in what was said. `call`: what to call it where
    /// the decision names no call itself.
    Back { text: String, status: i32, runs_code: bool, call: Option<&'static str> },
    /// Instructions before the work.
    Setting,
}

/// Decisions, and for each entry the index of its decision; none before the first.
#[derive(Debug, Default)]
pub(super) struct Folded {
    pub(super) steps: Vec<TraceStep>,
    pub(super) decision_of: Vec<Option<usize>>,
}

pub(super) fn fold(entries: Vec<Entry>) -> Folded {
    let mut folded = Folded::default();
    for entry in entries {
        match entry {
            Entry::Agent { agent, says, call, output } => folded.steps.push(TraceStep {
                agent,
                says: plain(&says),
                call: call.as_deref().map(plain),
                output: output.as_deref().map(plain),
                status: 0,
            }),
            Entry::Back { text, status, runs_code, call } => {
                if let Some(step) = folded.steps.last_mut() {
                    come_back(step, &plain(&text), status, runs_code, call);
                }
            }
            Entry::Setting => {}
        }
        folded.decision_of.push(folded.steps.len().checked_sub(1));
    }
    folded
}

fn come_back(step: &mut TraceStep, text: &str, status: i32, runs_code: bool, call: Option<&'static str>) {
    if runs_code && step.call.is_none() {
        let (says, code) = split(&step.says);
        if code.is_some() {
            (step.says, step.call) = (says, code);
        }
    }
    if step.call.is_none() && step.output.is_none() {
        step.call = call.map(str::to_owned);
    }
    step.output = Some(match step.output.take() {
        Some(before) if !before.is_empty() => format!("{before}\n{text}"),
        _ => text.to_owned(),
    });
    if status != 0 {
        step.status = status;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agent(says: &str) -> Entry {
        Entry::Agent { agent: "a".into(), says: says.into(), call: None, output: None }
    }

    #[test]
    fn what_comes_back_goes_to_the_decision_before_it() {
        let back = |text: &str| Entry::Back { text: text.into(), status: 2, runs_code: true, call: None };
        let folded = fold(vec![
            Entry::Setting,
            back("early"),
            agent("x\n```\nls\n```"),
            back("1"),
            back("2"),
            agent("y"),
        ]);
        assert_eq!(folded.decision_of, [None, None, Some(0), Some(0), Some(0), Some(1)]);
        let first = &folded.steps[0];
        assert_eq!((first.says.as_str(), first.call.as_deref()), ("x", Some("ls")));
        assert_eq!((first.output.as_deref(), first.status), (Some("1\n2"), 2));
    }
}
