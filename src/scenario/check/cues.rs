//! Cues: an independent check that is there, and clauses that it can cover.

use super::Check;
use super::oracle::runs;
use crate::problem::Problem;
use crate::scenario::spec::Runtime;

/// Stem of the independent check's file in `cues/`.
pub(in crate::scenario) const INDEPENDENT: &str = "independent";

impl Check<'_> {
    pub(super) fn cues(&mut self) {
        let found: Vec<&str> = self
            .files
            .under("cues")
            .map(|(path, _)| path)
            .filter(|path| path.rsplit_once('.').is_some_and(|(stem, _)| stem == INDEPENDENT))
            .collect();
        let place = |path: &str| self.files.place(&format!("cues/{path}"));
        let Some(cues) = &self.spec.cues else {
            let stray = self.files.under("cues").next().map(|(path, _)| {
                Problem::new("scenario.ron has no cues, so nothing runs this file")
                    .in_file(place(path))
                    .todo("write cues: Some((tests: …, covers: […])), or remove the folder")
            });
            self.found.extend(stray);
            return;
        };
        match found.as_slice() {
            [one] => {
                let by = one.rsplit_once('.').and_then(|(_, extension)| runs(extension));
                if by != Some(self.spec.runtime) && by != Some(Runtime::Sh) {
                    let problem =
                        Problem::new("the pack's runtime cannot run this check").in_file(place(one));
                    self.found.push(problem.todo("write it for the runtime, or for sh"));
                }
            }
            [] => self.at(
                "covers",
                "the independent check cues/independent.* is missing",
                "write it: exit 0 unless a clause that it covers is broken by now",
            ),
            _ => self.at("covers", "there are several checks cues/independent.*", "keep one"),
        }
        for clause in &cues.covers {
            if !self.clause_ids().any(|id| id == clause) {
                self.unknown("cues", "clause", clause, self.clause_ids());
            }
        }
        if cues.covers.is_empty() {
            self.at("covers", "the independent check covers no clause", "name those that it covers");
        }
    }
}
