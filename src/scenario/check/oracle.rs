//! Files: checks, edit scripts, the repository before the first decision.

use super::Check;
use crate::problem::Problem;
use crate::scenario::edit::check_path;
use crate::scenario::spec::Runtime;
use std::collections::BTreeSet;

/// File extensions of oracle checks, and what runs them.
const CHECKERS: [(&str, Runtime); 5] = [
    ("py", Runtime::Python3),
    ("js", Runtime::Node),
    ("mjs", Runtime::Node),
    ("sql", Runtime::Sqlite3),
    ("sh", Runtime::Sh),
];

/// What runs a check with this file extension.
pub(super) fn runs(extension: &str) -> Option<Runtime> {
    CHECKERS.iter().find(|(each, _)| *each == extension).map(|(_, runtime)| *runtime)
}

impl<'a> Check<'a> {
    /// One check for each clause, one for each amended clause.
    pub(super) fn oracle(&mut self) {
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
            let by = runs(extension);
            if by != Some(self.spec.runtime) && by != Some(Runtime::Sh) {
                self.found.push(
                    Problem::new("the pack's runtime cannot run this check")
                        .in_file(self.files.place(&format!("oracle/{stem}.{extension}")))
                        .todo("write it for the runtime, or for sh"),
                );
            }
        }
    }

    pub(super) fn stray_files(&mut self) {
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
