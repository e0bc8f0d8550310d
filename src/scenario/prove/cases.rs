//! What is proven: every variant that may be shown, and every choice and amendment by itself.

use crate::scenario::choose;
use crate::scenario::spec::{ChoiceTruth, PackSpec, VariantSpec};
use std::collections::BTreeSet;

/// The pack's variants first, in their order; then whatever no variant shows by itself: sound throughout, each
/// amendment, each wrong and each unfamiliar choice.
pub(super) fn cases(spec: &PackSpec) -> Vec<VariantSpec> {
    let mut cases = spec.variants.clone();
    let alone = |id: String, wrong: Option<String>, foils: Vec<String>, amendment: Option<String>| {
        VariantSpec { id, wrong, foils, amendment }
    };
    let mut singles = vec![alone("(sound throughout)".to_owned(), None, Vec::new(), None)];
    for amendment in &spec.amendments {
        let id = format!("(amendment {})", amendment.id);
        singles.push(alone(id, None, Vec::new(), Some(amendment.id.clone())));
    }
    for decision in &spec.decisions {
        for choice in &decision.choices {
            let name = format!("{}/{}", decision.id, choice.id);
            let id = format!("({name})");
            match choice.truth {
                ChoiceTruth::Sound => {}
                ChoiceTruth::Unfamiliar => singles.push(alone(id, None, vec![name], choice.under.clone())),
                ChoiceTruth::Wrong { .. } => {
                    singles.push(alone(id, Some(name), Vec::new(), choice.under.clone()))
                }
            }
        }
    }
    let parts = |case: &VariantSpec| {
        (case.wrong.clone(), case.foils.iter().cloned().collect::<BTreeSet<_>>(), case.amendment.clone())
    };
    let mut seen: BTreeSet<_> = cases.iter().map(parts).collect();
    cases.extend(singles.into_iter().filter(|case| seen.insert(parts(case))));
    cases
}

/// A wrong choice that a variant makes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wrong<'a> {
    /// Index of the decision.
    pub(super) decision: usize,
    /// The clause it is to break.
    pub(super) clause: &'a str,
    /// Index of the decision from which on it is said to be root.
    pub(super) root_from: Option<usize>,
}

/// The wrong choice of a variant, where it makes one.
pub(super) fn wrong<'a>(spec: &'a PackSpec, variant: &VariantSpec) -> Option<Wrong<'a>> {
    let (decision, choice) = choose::find(spec, variant.wrong.as_deref()?)?;
    match &spec.decisions.get(decision)?.choices.get(choice)?.truth {
        ChoiceTruth::Wrong { clause, root_from, .. } => Some(Wrong {
            decision,
            clause,
            root_from: root_from.as_deref().and_then(|id| choose::decision_index(spec, id)),
        }),
        _ => None,
    }
}

/// The checks that hold in a variant, by name: an amended clause is checked as amended.
pub(super) fn checks(spec: &PackSpec, variant: &VariantSpec) -> Vec<(String, String)> {
    let amendment = spec.amendments.iter().find(|each| Some(&each.id) == variant.amendment.as_ref());
    spec.clauses
        .iter()
        .map(|clause| {
            let amended = amendment.filter(|amendment| amendment.clause == clause.id);
            let check =
                amended.map_or(clause.id.clone(), |amendment| format!("{}@{}", clause.id, amendment.id));
            (clause.id.clone(), check)
        })
        .collect()
}
