//! Everything about a pack that can be known without running it: names that refer to each other, files that must be
//! there, variables that must be bound.

use super::choose;
use super::edit::check_path;
use super::files::{Files, SCENARIO};
use super::forms::Forms;
use super::spec::{ChoiceSpec, ChoiceTruth, DecisionSpec, PACK_FORMAT, PackSpec, Runtime, VariantSpec};
use super::template::{TemplateId, Templates};
use crate::nearest::advice;
use crate::problem::Problem;
use std::collections::{BTreeMap, BTreeSet};

/// File extensions of oracle checks, and what runs them.
pub(super) const CHECKERS: [(&str, Runtime); 5] = [
    ("py", Runtime::Python3),
    ("js", Runtime::Node),
    ("mjs", Runtime::Node),
    ("sql", Runtime::Sqlite3),
    ("sh", Runtime::Sh),
];

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
    check.stray_files();
    check.found
}

struct Check<'a> {
    spec: &'a PackSpec,
    files: &'a Files,
    found: Vec<Problem>,
}

impl<'a> Check<'a> {
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

    fn brief(&mut self) {
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

    fn skins(&mut self) {
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

    fn decision(&mut self, index: usize, decision: &'a DecisionSpec) {
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

    fn variant(&mut self, variant: &'a VariantSpec) {
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
                let near = crate::nearest::nearest(name, choices.iter().map(String::as_str));
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

    fn same_variants(&mut self) {
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

    /// One check for each clause, one for each amended clause.
    fn oracle(&mut self) {
        let clauses = self.spec.clauses.iter().map(|clause| clause.id.clone());
        let amended =
            self.spec.amendments.iter().map(|amendment| format!("{}@{}", amendment.clause, amendment.id));
        let expected: BTreeSet<String> = clauses.chain(amended).collect();
        let found: Vec<(&str, &str)> =
            self.files.under("oracle").filter_map(|(path, _)| path.rsplit_once('.')).collect();
        for name in &expected {
            match found.iter().filter(|(stem, _)| stem == name).count() {
                1 => {}
                0 => self.at(
                    name,
                    format!("the check oracle/{name}.* is missing"),
                    "write it: exit 0 where the clause holds",
                ),
                _ => self.at(name, format!("there are several checks oracle/{name}.*"), "keep one"),
            }
        }
        for (stem, extension) in found {
            let looks_like_check =
                stem.starts_with('C') && stem[1..].starts_with(|letter: char| letter.is_ascii_digit());
            if !expected.contains(stem) {
                if looks_like_check {
                    self.found.push(
                        Problem::new("this check belongs to no clause or amendment")
                            .in_file(self.files.place(&format!("oracle/{stem}.{extension}")))
                            .todo("name it after one, or remove it"),
                    );
                }
                continue;
            }
            let runs = CHECKERS.iter().find(|(each, _)| *each == extension).map(|(_, runtime)| *runtime);
            if runs != Some(self.spec.runtime) && runs != Some(Runtime::Sh) {
                self.found.push(
                    Problem::new("the pack's runtime cannot run this check")
                        .in_file(self.files.place(&format!("oracle/{stem}.{extension}")))
                        .todo("write it for the runtime, or for sh"),
                );
            }
        }
    }

    fn stray_files(&mut self) {
        let choices = self.spec.decisions.iter().flat_map(|decision| &decision.choices);
        let used: BTreeSet<&str> = choices.filter_map(|choice| choice.edit.as_deref()).collect();
        for (path, _) in self.files.under("edits") {
            let problem = match path.strip_suffix(".edit") {
                None => "edit scripts end in .edit",
                Some(name) if !used.contains(name) => "no choice uses this edit",
                Some(_) => continue,
            };
            self.found.push(
                Problem::new(problem)
                    .in_file(self.files.place(&format!("edits/{path}")))
                    .todo("use it, or remove it"),
            );
        }
        for (path, text) in self.files.under("base") {
            if let Err(what) = check_path(path) {
                self.found.push(Problem::new(what).in_file(self.files.place(&format!("base/{path}"))));
            }
            if !text.is_empty() && !text.ends_with('\n') {
                self.found.push(
                    Problem::new("the last line has no end")
                        .in_file(self.files.place(&format!("base/{path}")))
                        .todo("end the file with a newline"),
                );
            }
        }
    }
}

/// Every template that reads a variable which nothing has bound by then.
pub(super) fn variables(
    spec: &PackSpec,
    files: &Files,
    templates: &Templates,
    forms: &Forms,
) -> Vec<Problem> {
    let words = spec.skins.iter().flat_map(|skin| skin.words.keys());
    let amendments = spec.amendments.iter().map(|amendment| &amendment.id);
    let mut bound: BTreeSet<&str> = words.chain(amendments).map(String::as_str).collect();
    let mut found = Vec::new();
    let mut look = |bound: &BTreeSet<&str>, form: TemplateId| {
        let reads = templates.reads(form).iter().map(|variable| templates.variable_name(*variable));
        for name in reads.filter(|name| !bound.contains(name)) {
            let what = format!("'{name}' is read before a decision binds it");
            found.push(templates.problem(form, &what).todo("bind it in an earlier decision, or in this one"));
        }
    };
    let texts = [forms.title, forms.request].into_iter().chain(forms.clauses.iter().copied());
    let questions =
        forms.questions.iter().flat_map(|(text, options)| std::iter::once(text).chain(options)).copied();
    let base = forms.base.iter().flat_map(|(path, text)| [*path, *text]);
    // An amendment's clause stands in the brief, which knows of no choices; its message stands among the decisions.
    let amended = forms.amendments.iter().map(|(text, _)| *text);
    for form in texts.chain(questions).chain(base).chain(amended) {
        look(&bound, form);
    }
    for (decision, forms_of) in spec.decisions.iter().zip(&forms.decisions) {
        let before = bound.clone();
        bound.extend(decision.choices.iter().flat_map(|choice| choice.binds.keys().map(String::as_str)));
        look(&bound, forms_of.summary);
        for choice in &forms_of.choices {
            for (_, value) in &choice.binds {
                look(&before, *value);
            }
            for form in [Some(choice.says), choice.edit, choice.run].into_iter().flatten() {
                look(&bound, form);
            }
        }
        for (amendment, (_, message)) in spec.amendments.iter().zip(&forms.amendments) {
            if amendment.after == decision.id {
                look(&bound, *message);
            }
        }
    }
    for (_, form) in &forms.oracle {
        look(&bound, *form);
    }
    found.sort_by_key(|problem| (problem.file.clone() != Some(files.place(SCENARIO)), problem.to_string()));
    found.dedup();
    found
}
