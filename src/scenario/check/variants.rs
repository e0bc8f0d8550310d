//! Variants: what may be shown.

use super::Check;
use crate::nearest::nearest;
use crate::scenario::choose;
use crate::scenario::spec::{ChoiceTruth, VariantSpec};
use std::collections::{BTreeMap, BTreeSet};

impl<'a> Check<'a> {
    pub(super) fn variant(&mut self, variant: &'a VariantSpec) {
        let place = format!("variant '{}'", variant.id);
        if let Some(amendment) =
            variant.amendment.as_deref().filter(|id| !self.amendment_ids().any(|each| each == *id))
        {
            self.unknown(&place, "amendment", amendment, self.amendment_ids());
        }
        if variant.foils.len() > 2 {
            self.at(&variant.id, format!("{place} has {} foils", variant.foils.len()), "two are the most");
        }
        let mut taken: BTreeMap<usize, &str> = BTreeMap::new();
        let wrong = variant.wrong.iter().map(|name| (name, true));
        for (name, is_wrong) in wrong.chain(variant.foils.iter().map(|name| (name, false))) {
            let Some((decision, choice)) = choose::find(self.spec, name) else {
                let choices = self.spec.decisions.iter().flat_map(|decision| {
                    decision.choices.iter().map(move |choice| format!("{}/{}", decision.id, choice.id))
                });
                let choices: Vec<String> = choices.collect();
                let near = nearest(name, choices.iter().map(String::as_str));
                let todo =
                    near.map_or("write decision/choice".to_owned(), |near| format!("did you mean '{near}'?"));
                self.at(name, format!("{place}: there is no choice '{name}'"), todo);
                continue;
            };
            let spec = &self.spec.decisions[decision].choices[choice];
            let fits = match spec.truth {
                ChoiceTruth::Wrong { .. } => is_wrong,
                ChoiceTruth::Unfamiliar => !is_wrong,
                ChoiceTruth::Sound => false,
            };
            if !fits {
                let kind = if is_wrong { "wrong" } else { "unfamiliar" };
                self.at(
                    name,
                    format!("{place}: the choice '{name}' is not {kind}"),
                    format!("name a choice whose truth is {kind}"),
                );
            }
            if spec.under.is_some() && spec.under != variant.amendment {
                self.at(
                    name,
                    format!(
                        "{place}: the choice '{name}' needs the amendment '{}'",
                        spec.under.as_deref().unwrap_or("")
                    ),
                    "give the variant that amendment",
                );
            }
            if let Some(other) = taken.insert(decision, name) {
                self.at(
                    name,
                    format!("{place}: '{name}' and '{other}' are choices of one decision"),
                    "take one of them",
                );
            }
        }
    }

    pub(super) fn same_variants(&mut self) {
        let mut seen: BTreeMap<_, &str> = BTreeMap::new();
        for variant in &self.spec.variants {
            let foils: BTreeSet<&String> = variant.foils.iter().collect();
            if let Some(other) = seen.insert((&variant.wrong, foils, &variant.amendment), &variant.id) {
                self.at(
                    &variant.id,
                    format!("the variants '{other}' and '{}' are the same", variant.id),
                    "remove one",
                );
            }
        }
    }
}
