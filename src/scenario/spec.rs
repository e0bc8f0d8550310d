//! `scenario.ron`: a pack as its author writes it.
//!
//! Every text field and every file under `base/`, `edits/` and `oracle/` is a strict minijinja template over the
//! skin's words and the variables that choices bound so far.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The format's name, first field of every `scenario.ron`.
pub const PACK_FORMAT: &str = "tightloop-pack/1";

/// One pack.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackSpec {
    /// [`PACK_FORMAT`].
    pub format: String,
    /// The pack's folder name.
    pub id: String,
    /// A short title, shown above the brief.
    pub title: String,
    /// What runs the agent's commands and the oracle.
    pub runtime: Runtime,
    /// What the person asks for, in their words.
    pub request: String,
    /// The numbered clauses of the brief.
    pub clauses: Vec<ClauseSpec>,
    /// Clauses that may change while the agent works.
    #[serde(default)]
    pub amendments: Vec<AmendmentSpec>,
    /// Comprehension questions whose answers are in the brief.
    pub questions: Vec<QuestionSpec>,
    /// Nouns to tell the same structure in.
    pub skins: Vec<SkinSpec>,
    /// The agent's decisions in order.
    pub decisions: Vec<DecisionSpec>,
    /// What automation can show beside the work, where a protocol asks for it.
    #[serde(default)]
    pub cues: Option<CueSpec>,
    /// Everything that may be shown; plans draw from this list alone.
    pub variants: Vec<VariantSpec>,
}

/// What automation can show at a batch's end. All of it really runs, on the repository as it is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CueSpec {
    /// Command line of the agent's own tests.
    pub tests: String,
    /// Command line of a linter or type checker, where the language has one.
    #[serde(default)]
    pub linter: Option<String>,
    /// The clauses that the independent check, `cues/independent.*`, covers.
    pub covers: Vec<String>,
}

/// One of the automatic checks that a [`CueSpec`] offers, the cheapest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CueKind {
    /// The agent's own tests.
    Tests,
    /// A linter or type checker.
    Linter,
    /// A check by somebody else, which covers some clauses and not others.
    Independent,
}

/// The interpreter that a pack's commands and oracle need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Runtime {
    /// CPython, `python3`.
    Python3,
    /// Node.js, `node`.
    Node,
    /// SQLite's shell, `sqlite3`.
    Sqlite3,
    /// POSIX shell, `sh`.
    Sh,
}

/// One clause of the brief.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClauseSpec {
    /// `C1`, `C2`, …; its check is `oracle/C1.*`.
    pub id: String,
    /// The clause.
    pub text: String,
}

/// A clause that is changed while the agent works.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AmendmentSpec {
    /// `A1`, …; the amended clause's check is `oracle/C6@A1.*`.
    pub id: String,
    /// The decision after which it arrives.
    pub after: String,
    /// The clause that it changes.
    pub clause: String,
    /// The clause as it reads from then on.
    pub text: String,
    /// What the requester writes, shown in the trajectory where it arrives.
    pub message: String,
}

/// A comprehension question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionSpec {
    /// The question.
    pub text: String,
    /// Two to five options.
    pub options: Vec<String>,
    /// Index of the right option, from 0.
    pub answer: usize,
}

/// Words for a pack's nouns. All skins of a pack define the same words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SkinSpec {
    /// Short name.
    pub id: String,
    /// Template variable → word.
    pub words: BTreeMap<String, String>,
}

/// One step of the agent, with the ways it may go.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecisionSpec {
    /// Short name, unique in the pack.
    pub id: String,
    /// One line in the past tense that sums the decision up where it was already accepted. The same for every choice.
    pub summary: String,
    /// The work is visibly unfinished after this decision, such as by a test that fails and is put right by the next
    /// one, in every choice alike. No batch ends here: there would be no right answer to it.
    #[serde(default)]
    pub unfinished: bool,
    /// At least one, the first of them sound and with no `under`.
    pub choices: Vec<ChoiceSpec>,
}

/// One way a decision may go.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChoiceSpec {
    /// Short name, unique in the decision.
    pub id: String,
    /// Whether it is right.
    pub truth: ChoiceTruth,
    /// The choice exists only in variants with this amendment. A sound choice with `under` replaces the plain sound one there.
    #[serde(default)]
    pub under: Option<String>,
    /// What the agent says.
    pub says: String,
    /// Variables that this decision's and later templates read.
    #[serde(default)]
    pub binds: BTreeMap<String, String>,
    /// Name of the edit script `edits/<edit>.edit`; see [`crate::scenario`] for its form.
    #[serde(default)]
    pub edit: Option<String>,
    /// A command line that the agent runs after its edit, by `sh -c` in the repository; its output is captured by proving.
    #[serde(default)]
    pub run: Option<String>,
}

/// Whether a choice is right, and if not, how it is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ChoiceTruth {
    /// Right and expected.
    Sound,
    /// Right but odd: a foil.
    Unfamiliar,
    /// Breaks a clause.
    Wrong {
        /// The one clause it breaks.
        clause: String,
        /// How it came about.
        error: ErrorKind,
        /// The decision from which on, as a batch's last, this error is `root`; none: never.
        #[serde(default)]
        root_from: Option<String>,
    },
}

/// How an agent's error came about.
///
/// The ten categories of AgentRx's failure taxonomy (<https://github.com/microsoft/AgentRx>, README, 'Failure Taxonomy';
/// numbers are theirs) map to these kinds so:
///
/// | AgentRx | here |
/// |---|---|
/// | 1 Instruction/Plan Adherence Failure | [`MisreadClause`](Self::MisreadClause) |
/// | 2 Invention of New Information | [`InventedFact`](Self::InventedFact) |
/// | 3 Invalid Invocation | [`InvalidCall`](Self::InvalidCall) |
/// | 4 Misinterpretation of Tool Output | [`MisreadOutput`](Self::MisreadOutput) |
/// | 5 Intent-Plan Misalignment | [`WrongGoal`](Self::WrongGoal) |
/// | 6 Underspecified User Intent | [`Guessed`](Self::Guessed): the brief is silent, but the repository is not |
/// | 7 Intent Not Supported, 8 Guardrails Triggered, 9 System Failure | none: the work stops, and nobody has to find the error |
/// | 10 Inconclusive | none: what is planted has a known cause |
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorKind {
    /// A clause was read to mean something else.
    MisreadClause,
    /// Something was taken for a fact that is none.
    InventedFact,
    /// A call that does not exist or does something else.
    InvalidCall,
    /// What a command printed was read wrongly.
    MisreadOutput,
    /// Work towards something that was not asked for.
    WrongGoal,
    /// The brief was silent, the repository was not, and the agent guessed.
    Guessed,
}

/// One trajectory that may be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VariantSpec {
    /// Short name, unique in the pack.
    pub id: String,
    /// The wrong choice, as `decision/choice`.
    #[serde(default)]
    pub wrong: Option<String>,
    /// None to two unfamiliar choices, as `decision/choice`.
    #[serde(default)]
    pub foils: Vec<String>,
    /// At most one amendment.
    #[serde(default)]
    pub amendment: Option<String>,
}
