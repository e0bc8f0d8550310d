//! Clauses, amendments, questions and skins.

use super::Check;
use crate::scenario::choose;

impl<'a> Check<'a> {
    pub(super) fn brief(&mut self) {
        for (index, clause) in self.spec.clauses.iter().enumerate() {
            let expected = format!("C{}", index + 1);
            if clause.id != expected {
                self.at(
                    &clause.id,
                    format!("clause '{}' stands where '{expected}' was expected", clause.id),
                    "number clauses C1, C2, …",
                );
            }
            if clause.text.trim().is_empty() {
                self.at(&clause.id, format!("clause '{}' says nothing", clause.id), "write it");
            }
        }
        for amendment in &self.spec.amendments {
            let place = format!("amendment '{}'", amendment.id);
            if !self.clause_ids().any(|id| id == amendment.clause) {
                self.unknown(&place, "clause", &amendment.clause, self.clause_ids());
            }
            match choose::decision_index(self.spec, &amendment.after) {
                None => self.unknown(&place, "decision", &amendment.after, self.decision_ids()),
                Some(after) if after + 1 == self.spec.decisions.len() => {
                    self.at(
                        &amendment.id,
                        format!("{place} arrives after the last decision, so nobody sees it"),
                        "let it arrive earlier",
                    );
                }
                Some(_) => {}
            }
            if amendment.message.trim().is_empty() || amendment.text.trim().is_empty() {
                self.at(&amendment.id, format!("{place} lacks its text or its message"), "write both");
            }
        }
        for (index, question) in self.spec.questions.iter().enumerate() {
            let options = question.options.len();
            if !(2..=5).contains(&options) {
                self.at("", format!("questions[{index}] has {options} options"), "give it two to five");
            }
            if question.answer >= options {
                self.at(
                    "",
                    format!("questions[{index}]: there is no option {}", question.answer),
                    "count options from 0",
                );
            }
        }
    }

    pub(super) fn skins(&mut self) {
        let Some(first) = self.spec.skins.first() else {
            return self.at("", "there are no skins", "write at least one, if only with no words");
        };
        for skin in &self.spec.skins {
            for word in first.words.keys().filter(|word| !skin.words.contains_key(*word)) {
                self.at(
                    &skin.id,
                    format!("skin '{}' has no word for '{word}'", skin.id),
                    "all skins define the same words",
                );
            }
            for word in skin.words.keys().filter(|word| !first.words.contains_key(*word)) {
                self.at(
                    &first.id,
                    format!("skin '{}' has no word for '{word}'", first.id),
                    "all skins define the same words",
                );
            }
        }
    }
}
