//! Which choice each decision takes in a variant.

use super::spec::{ChoiceTruth, DecisionSpec, PackSpec, VariantSpec};

/// One choice a decision, by index.
pub(super) type Path = Vec<usize>;

/// The choices of a variant: its wrong choice and its foils where it names them, else the sound ones, and of those
/// the one made for the variant's amendment where there is one.
pub(super) fn choose(spec: &PackSpec, variant: &VariantSpec) -> Path {
    let named = |decision: &DecisionSpec| {
        let names = variant.wrong.iter().chain(&variant.foils);
        let mut parts = names.filter_map(|name| name.split_once('/'));
        let (_, choice) = parts.find(|(id, _)| *id == decision.id)?;
        decision.choices.iter().position(|each| each.id == choice)
    };
    spec.decisions
        .iter()
        .map(|decision| named(decision).unwrap_or_else(|| sound(decision, variant.amendment.as_deref())))
        .collect()
}

/// The sound choice of a decision under an amendment.
pub(super) fn sound(decision: &DecisionSpec, amendment: Option<&str>) -> usize {
    let is_for = |under: Option<&str>| {
        decision
            .choices
            .iter()
            .position(|choice| choice.truth == ChoiceTruth::Sound && choice.under.as_deref() == under)
    };
    amendment.and_then(|amendment| is_for(Some(amendment))).or_else(|| is_for(None)).unwrap_or(0)
}

/// The variant without its error: what it is compared with.
pub(super) fn sound_twin(variant: &VariantSpec) -> VariantSpec {
    VariantSpec { id: format!("{}-sound-twin", variant.id), wrong: None, ..variant.clone() }
}

/// Index of a decision and of its choice, from `decision/choice`.
pub(super) fn find(spec: &PackSpec, name: &str) -> Option<(usize, usize)> {
    let (decision, choice) = name.split_once('/')?;
    let at = decision_index(spec, decision)?;
    Some((at, spec.decisions[at].choices.iter().position(|each| each.id == choice)?))
}

/// Index of a decision, from its id.
pub(super) fn decision_index(spec: &PackSpec, id: &str) -> Option<usize> {
    spec.decisions.iter().position(|decision| decision.id == id)
}
