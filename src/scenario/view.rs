//! What a person may see of a scenario. Nothing here tells right from wrong.

use super::spec::CueKind;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Everything that one trial puts before a person.
#[derive(Debug, Clone, PartialEq)]
pub struct Stimulus {
    /// What was asked for, shown before the delay.
    pub brief: Arc<Brief>,
    /// What is to be reviewed, shown after it.
    pub batch: Arc<Batch>,
    /// The trial's comprehension questions.
    pub questions: Vec<Question>,
}

/// What the person asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brief {
    /// A short title.
    pub title: String,
    /// The request.
    pub request: String,
    /// The numbered clauses, as they read when the brief is given.
    pub clauses: Vec<Clause>,
    /// One line for each decision before the batch, already accepted.
    pub accepted: Vec<String>,
}

/// One clause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clause {
    /// `C1`, ….
    pub id: String,
    /// The clause.
    pub text: String,
}

/// m consecutive decisions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// Length m ≥ 1.
    pub decisions: Vec<Arc<DecisionView>>,
    /// What automation says of the repository at the batch's end; empty where the condition shows none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cues: Vec<CueReport>,
}

/// What one automatic check said at the batch's end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CueReport {
    /// Which check.
    pub kind: CueKind,
    /// Standard output and error as captured.
    pub output: String,
    /// Exit status; 0 where it found nothing.
    pub status: i32,
}

/// One decision as a person sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionView {
    /// The requester's message that arrived just before it, where one did.
    pub amendment: Option<AmendmentNote>,
    /// What the agent says.
    pub says: String,
    /// Files that it changed, computed from the repository's consecutive states.
    pub diffs: Vec<FileDiff>,
    /// The command that it ran, and what that printed.
    pub command: Option<Command>,
}

/// A change to the brief, arriving while the agent works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AmendmentNote {
    /// The clause that changed.
    pub clause: String,
    /// What the requester wrote.
    pub message: String,
}

/// One file's change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileDiff {
    /// Path in the repository, with `/`.
    pub path: String,
    /// Whether the file is new, changed or gone.
    pub change: Change,
    /// Lines with three of context, hunks parted by [`LineKind::Gap`].
    pub lines: Vec<DiffLine>,
}

/// What happened to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// The file is new.
    Added,
    /// The file changed.
    Modified,
    /// The file is gone.
    Deleted,
}

/// One line of a diff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiffLine {
    /// What it is.
    pub kind: LineKind,
    /// Line number before, from 1; none on added lines and gaps.
    pub old: Option<u32>,
    /// Line number after, from 1; none on removed lines and gaps.
    pub new: Option<u32>,
    /// The line without its end.
    pub text: String,
}

/// What a diff's line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// Unchanged.
    Context,
    /// New.
    Added,
    /// Gone.
    Removed,
    /// Unchanged lines left out here.
    Gap,
}

/// A command and what came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Command {
    /// The command line.
    pub line: String,
    /// Standard output and error as captured.
    pub output: String,
    /// Exit status.
    pub status: i32,
}

/// A comprehension question, its answer included: for the session, never for a screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The question.
    pub text: String,
    /// Options.
    pub options: Vec<String>,
    /// Index of the right option, from 0.
    pub answer: usize,
}
