//! A trace pack as it lies on disk: `scenario.ron` beside `steps.json`.

use crate::scenario::spec::{ClauseSpec, ErrorKind, QuestionSpec};
use serde::{Deserialize, Serialize};

/// The format's name, first field of a trace's `scenario.ron`.
pub const TRACE_FORMAT: &str = "tightloop-trace/1";

/// `scenario.ron` of a trace. What a person reads before the work may be rewritten; the steps are as they were.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TraceSpec {
    /// [`TRACE_FORMAT`].
    pub format: String,
    /// The pack's folder name.
    pub id: String,
    /// A short title, shown above the brief.
    pub title: String,
    /// Where it comes from.
    pub source: Source,
    /// What was asked for.
    pub request: String,
    /// Clauses of the brief, at least one: a reviewer who rejects says which is broken.
    pub clauses: Vec<ClauseSpec>,
    /// Comprehension questions. Importing writes none.
    #[serde(default)]
    pub questions: Vec<QuestionSpec>,
    /// What somebody says is wrong with it.
    pub truth: SoftTruth,
}

/// Where a trace comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Name of the form it was in: `who-and-when`, `agentrx`.
    pub form: String,
    /// Name of the file it was in.
    pub file: String,
    /// BLAKE3 of that file, in hex.
    pub blake3: String,
}

/// Somebody's annotation: an opinion, however good, and nothing that was run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SoftTruth {
    /// The decision that is called the decisive error, from 1.
    pub decision: u32,
    /// The agent that is blamed.
    pub agent: String,
    /// How it came about, where the annotation has a category and that has a counterpart here.
    #[serde(default)]
    pub error: Option<ErrorKind>,
    /// The annotation's reason.
    pub reason: String,
}

/// One decision of a trace.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TraceStep {
    /// Who decided.
    pub agent: String,
    /// What they said.
    pub says: String,
    /// The command or tool call, where it can be told apart from what was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<String>,
    /// What came back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<String>,
    /// Exit status, 0 where none is known.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub status: i32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_zero(status: &i32) -> bool {
    *status == 0
}
