//! What a pack holds, in numbers.

use super::pack::Pack;
use super::spec::{ChoiceSpec, ChoiceTruth, Runtime};
use serde::Serialize;

/// One pack in numbers; the names are those of `scenario list --json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Its name.
    pub id: String,
    /// What runs it; none for a trace.
    pub runtime: Option<Runtime>,
    /// Decisions in a trajectory.
    pub decisions: usize,
    /// Clauses of the brief.
    pub clauses: usize,
    /// Wrong choices.
    pub wrong: usize,
    /// Those that are root from some decision on.
    pub wrong_root: usize,
    /// Those that never are.
    pub wrong_local: usize,
    /// Unfamiliar choices.
    pub unfamiliar: usize,
    /// Amendments.
    pub amendments: usize,
    /// Skins.
    pub skins: usize,
    /// Variants that may be shown.
    pub variants: usize,
    /// Whether it is proven as it is now.
    pub proven: bool,
    /// Whether its truth is soft: somebody's annotation of a trace. Then its one error has no reach that is known, and
    /// studies show it only where a pool names it.
    pub soft: bool,
}

impl Pack {
    /// What it holds, in numbers.
    pub fn summary(&self) -> Summary {
        let spec = self.spec();
        let count = |fits: fn(&ChoiceTruth) -> bool| {
            let choices = spec.decisions.iter().flat_map(|decision| &decision.choices);
            choices.filter(|choice: &&ChoiceSpec| fits(&choice.truth)).count()
        };
        let wrong = count(|truth| matches!(truth, ChoiceTruth::Wrong { .. })) + usize::from(self.is_soft());
        let wrong_root = count(|truth| matches!(truth, ChoiceTruth::Wrong { root_from: Some(_), .. }));
        Summary {
            id: spec.id.clone(),
            runtime: (!self.is_soft()).then_some(spec.runtime),
            decisions: spec.decisions.len(),
            clauses: spec.clauses.len(),
            wrong,
            wrong_root,
            wrong_local: if self.is_soft() { 0 } else { wrong - wrong_root },
            unfamiliar: count(|truth| *truth == ChoiceTruth::Unfamiliar),
            amendments: spec.amendments.len(),
            skins: spec.skins.len(),
            variants: spec.variants.len(),
            proven: self.is_proven(),
            soft: self.is_soft(),
        }
    }
}
