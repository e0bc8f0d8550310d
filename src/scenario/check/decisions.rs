//! Decisions and their choices.

use super::Check;
use crate::scenario::choose;
use crate::scenario::spec::{ChoiceSpec, ChoiceTruth, DecisionSpec};
use std::collections::BTreeSet;

impl<'a> Check<'a> {
    pub(super) fn decision(&mut self, index: usize, decision: &'a DecisionSpec) {
        let place = format!("decision '{}'", decision.id);
        self.unique(&format!("choice of {place}"), decision.choices.iter().map(|choice| choice.id.as_str()));
        let Some(first) = decision.choices.first() else {
            return self.at(&decision.id, format!("{place} has no choices"), "write at least a sound one");
        };
        if first.truth != ChoiceTruth::Sound || first.under.is_some() {
            self.at(
                &first.id,
                format!("{place}: the first choice '{}' is not plainly sound", first.id),
                "put the sound choice without 'under' first",
            );
        }
        let mut sound = BTreeSet::new();
        for choice in &decision.choices {
            if choice.truth == ChoiceTruth::Sound && !sound.insert(choice.under.as_deref()) {
                self.at(
                    &choice.id,
                    format!("{place} has a second sound choice '{}' for the same variants", choice.id),
                    "one is enough: make it unfamiliar, or give it 'under'",
                );
            }
            self.choice(index, &place, first, choice);
        }
    }

    fn choice(&mut self, index: usize, place: &str, first: &'a ChoiceSpec, choice: &'a ChoiceSpec) {
        let place = format!("{place}, choice '{}'", choice.id);
        if choice.says.trim().is_empty() {
            self.at(&choice.id, format!("{place}: the agent says nothing"), "write what it says");
        }
        if let Some(under) = choice.under.as_deref() {
            match self.spec.amendments.iter().find(|amendment| amendment.id == under) {
                None => self.unknown(&place, "amendment", under, self.amendment_ids()),
                Some(amendment) => {
                    if choose::decision_index(self.spec, &amendment.after).is_some_and(|after| after >= index)
                    {
                        self.at(
                            &choice.id,
                            format!("{place} follows '{under}' before it arrives"),
                            "let the amendment arrive earlier",
                        );
                    }
                }
            }
        }
        if let ChoiceTruth::Wrong { clause, root_from, .. } = &choice.truth {
            if !self.clause_ids().any(|id| id == clause) {
                self.unknown(&place, "clause", clause, self.clause_ids());
            }
            match root_from.as_deref().map(|id| (id, choose::decision_index(self.spec, id))) {
                Some((id, None)) => self.unknown(&place, "decision", id, self.decision_ids()),
                Some((id, Some(from))) if from <= index => {
                    self.at(
                        &choice.id,
                        format!("{place}: root_from '{id}' is not later than the decision itself"),
                        "nothing is built on an error in the batch's last decision: name a later one",
                    );
                }
                _ => {}
            }
        }
        if let Some(edit) =
            choice.edit.as_deref().filter(|edit| self.files.text(&format!("edits/{edit}.edit")).is_none())
        {
            let known = self.files.under("edits").map(|(path, _)| path.trim_end_matches(".edit"));
            self.unknown(&place, "edit", edit, known);
        }
        let names = |choice: &ChoiceSpec| choice.binds.keys().cloned().collect::<BTreeSet<String>>();
        let (ours, theirs) = (names(choice), names(first));
        if let Some(name) = ours.symmetric_difference(&theirs).next() {
            self.at(
                &choice.id,
                format!("{place}: '{name}' is not bound by every choice of this decision"),
                "all choices of a decision bind the same variables",
            );
        }
        let skin = self.spec.skins.first();
        for name in choice.binds.keys() {
            if skin.is_some_and(|skin| skin.words.contains_key(name))
                || self.amendment_ids().any(|id| id == name)
            {
                self.at(
                    name,
                    format!("{place}: '{name}' already is a word of the skins or an amendment"),
                    "bind another name",
                );
            }
        }
    }
}
