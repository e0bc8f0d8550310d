//! Everything about a pack that can be known without running it: names that refer to each other, files that must be
//! there, variables that must be bound.

mod brief;
mod cues;
mod decisions;
mod oracle;
mod variables;
mod variants;

pub(super) use cues::INDEPENDENT;
pub(super) use variables::variables;

use super::files::{Files, SCENARIO};
use super::spec::{PACK_FORMAT, PackSpec};
use crate::nearest::advice;
use crate::problem::Problem;
use std::collections::BTreeSet;

/// Every broken reference in `scenario.ron`.
pub(super) fn references(spec: &PackSpec, files: &Files) -> Vec<Problem> {
    let mut check = Check { spec, files, found: Vec::new() };
    check.head();
    check.brief();
    check.skins();
    for (index, decision) in spec.decisions.iter().enumerate() {
        check.decision(index, decision);
    }
    for variant in &spec.variants {
        check.variant(variant);
    }
    check.same_variants();
    check.oracle();
    check.cues();
    check.stray_files();
    check.found
}

struct Check<'a> {
    spec: &'a PackSpec,
    files: &'a Files,
    found: Vec<Problem>,
}

impl<'a> Check<'a> {
    fn head(&mut self) {
        let PackSpec { format, id, .. } = self.spec;
        if format != PACK_FORMAT {
            self.at(format, format!("the format is '{format}'"), format!("write format: \"{PACK_FORMAT}\""));
        }
        let folder = self.files.root.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if *id != folder {
            self.at(
                id,
                format!("the pack calls itself '{id}' but its folder '{folder}'"),
                "make them the same",
            );
        }
        if self.spec.decisions.is_empty() {
            self.at("", "there are no decisions", "write at least one");
        }
        if self.spec.variants.is_empty() {
            self.at("", "there are no variants, so nothing may be shown", "write at least one");
        }
        self.unique("clause", self.clause_ids());
        self.unique("amendment", self.amendment_ids());
        self.unique("decision", self.decision_ids());
        self.unique("skin", self.spec.skins.iter().map(|skin| skin.id.as_str()));
        self.unique("variant", self.spec.variants.iter().map(|variant| variant.id.as_str()));
    }

    /// A problem at the first place where `word` stands in quotes.
    fn at(&mut self, word: &str, what: impl Into<String>, todo: impl Into<String>) {
        let mut problem = Problem::new(what).in_file(self.files.place(SCENARIO)).todo(todo);
        let text = self.files.text(SCENARIO).unwrap_or("");
        if let Some(offset) = text.find(&format!("\"{word}\"")) {
            let before = &text[..offset];
            let column = before.chars().rev().take_while(|letter| *letter != '\n').count() + 1;
            problem = problem.at(before.matches('\n').count() + 1, column);
        }
        self.found.push(problem);
    }

    fn unique(&mut self, what: &str, names: impl Iterator<Item = &'a str>) {
        let mut seen = BTreeSet::new();
        for name in names {
            if !seen.insert(name) {
                self.at(name, format!("{what} '{name}' is there twice"), "give each its own name");
            }
            let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
            if name.is_empty() || !name.chars().all(plain) {
                self.at(name, format!("'{name}' is no name of {what}"), "use letters, digits, '-' and '_'");
            }
        }
    }

    fn unknown(&mut self, place: &str, what: &str, name: &str, names: impl Iterator<Item = &'a str>) {
        self.at(name, format!("{place}: there is no {what} '{name}'"), advice(name, names));
    }

    fn clause_ids(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.spec.clauses.iter().map(|clause| clause.id.as_str())
    }

    fn amendment_ids(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.spec.amendments.iter().map(|amendment| amendment.id.as_str())
    }

    fn decision_ids(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.spec.decisions.iter().map(|decision| decision.id.as_str())
    }
}
