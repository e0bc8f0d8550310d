//! Proofs 1 to 4, 6 and 7, case by case.

use super::run::{FileMap, Program, Ran};
use super::{Prover, cases};
use crate::problem::{Outcome, Problem};
use crate::scenario::memo::{StateId, Text};
use crate::scenario::proven::{Captured, ProvenVariant};
use crate::scenario::render::Walk;
use crate::scenario::spec::VariantSpec;
use crate::scenario::view::DecisionView;
use crate::scenario::window::differ;
use std::sync::Arc;

impl Prover<'_> {
    /// Proves one case in one skin.
    pub(super) fn case(&self, index: usize, skin: usize) -> Outcome<(Vec<Problem>, ProvenVariant)> {
        let case = &self.cases[index];
        let who = self.who(case, skin);
        let walk = &self.walks[&(index, false, skin)];
        let wrong = cases::wrong(self.pack.spec(), case);
        let mut failures = Vec::new();
        let mut proven = ProvenVariant { passes: Vec::new(), fails: Vec::new(), root_from: None };
        for (clause, check) in cases::checks(self.pack.spec(), case) {
            let ran = self.check(walk.end(), &walk.environment, &check)?;
            let is_to_fail = wrong.is_some_and(|wrong| wrong.clause == clause);
            let list = if ran.status == 0 { &mut proven.passes } else { &mut proven.fails };
            list.push(check.clone());
            failures.extend(self.judge(&who, &check, is_to_fail, &ran));
        }
        if wrong.is_none() {
            failures.extend(self.original_check(&who, case, walk)?);
            failures.extend(self.attention(&who, case, walk)?);
        }
        failures.extend(self.cue_claims(&who, index, skin, walk, wrong)?);
        if let Some(wrong) = wrong {
            let sound = &self.walks[&(index, true, skin)];
            failures.extend(self.visible(&who, walk, sound, wrong.decision)?);
            let (reach_failures, root_from) = self.reach(&who, case, walk, sound, wrong)?;
            failures.extend(reach_failures);
            proven.root_from = root_from.map(|decision| self.pack.spec().decisions[decision].id.clone());
        }
        Ok((failures, proven))
    }

    /// Runs one check of the oracle.
    pub(super) fn check(&self, state: StateId, environment: &[Option<Text>], check: &str) -> Outcome<Ran> {
        let mut files = FileMap::new();
        let mut name = None;
        {
            let mut memo = self.memo();
            for (path, form) in &self.pack.forms.oracle {
                let stem = path.rsplit_once('.').map_or(path.as_str(), |(stem, _)| stem);
                // One check does not see the others, but what they share.
                if stem != check && self.is_check(stem) {
                    continue;
                }
                let text = memo.render(&self.pack.templates, *form, environment)?;
                files.insert(path.as_str().into(), memo.text(text));
                if stem == check {
                    name = Some(path.as_str());
                }
            }
        }
        let name = name.ok_or_else(|| self.scenario(format!("the check oracle/{check}.* is missing")))?;
        self.run(state, Program::Check { files: &files, name })
    }

    fn is_check(&self, stem: &str) -> bool {
        let clause = stem.split_once('@').map_or(stem, |(clause, _)| clause);
        self.pack.spec().clauses.iter().any(|each| each.id == clause)
    }

    /// Proofs 1 to 3: one check against what the pack claims of it.
    fn judge(&self, who: &str, check: &str, is_to_fail: bool, ran: &Ran) -> Option<Problem> {
        let file = self.check_file(check);
        let problem = |what: String| Problem::new(format!("{who}: {what}")).in_file(&file);
        if let Some(why) = &ran.killed {
            return Some(problem(format!("the check was stopped: {why}")).todo("make it quicker"));
        }
        if ran.left_its_folder {
            let what =
                format!("the check wrote outside its folder, and was refused: {}", last_line(&ran.output));
            return Some(problem(what).todo("let it write in the repository, $HOME or $TMPDIR"));
        }
        match (ran.status == 0, is_to_fail) {
            (true, true) => Some(
                problem("the check passes, and the wrong choice is said to break this clause".to_owned())
                    .todo("make the choice break it, or the check see it"),
            ),
            (false, false) => Some(
                problem(format!("the check fails, and is to pass: {}", last_line(&ran.output)))
                    .todo("mend the edits, or the check"),
            ),
            _ => None,
        }
    }

    fn check_file(&self, check: &str) -> std::path::PathBuf {
        let mut found = self.pack.files.under("oracle").map(|(path, _)| path);
        let path = found.find(|path| path.rsplit_once('.').is_some_and(|(stem, _)| stem == check));
        self.pack.files.place(&format!("oracle/{}", path.unwrap_or(check)))
    }

    /// Proof 4: work that follows an amendment no longer does what was first asked for.
    fn original_check(&self, who: &str, case: &VariantSpec, walk: &Walk) -> Outcome<Option<Problem>> {
        let amendments = &self.pack.spec().amendments;
        let Some(amendment) = amendments.iter().find(|each| Some(&each.id) == case.amendment.as_ref()) else {
            return self.amended_checks(who, case, walk);
        };
        let ran = self.check(walk.end(), &walk.environment, &amendment.clause)?;
        if ran.status != 0 {
            return Ok(None);
        }
        let what =
            format!("{who}: the check passes although the work follows the amendment '{}'", amendment.id);
        let problem = Problem::new(what).in_file(self.check_file(&amendment.clause));
        Ok(Some(problem.todo("an amendment must change what is right: sharpen the check or the amendment")))
    }

    /// Proof 4, the other way round: work that knows of no amendment does not do what one asks for. Else a check of an
    /// amended clause that always passes would never be noticed.
    fn amended_checks(&self, who: &str, case: &VariantSpec, walk: &Walk) -> Outcome<Option<Problem>> {
        if !case.foils.is_empty() {
            return Ok(None);
        }
        for amendment in &self.pack.spec().amendments {
            let check = format!("{}@{}", amendment.clause, amendment.id);
            if self.check(walk.end(), &walk.environment, &check)?.status == 0 {
                let what =
                    format!("{who}: the check passes although the work knows nothing of '{}'", amendment.id);
                let problem = Problem::new(what).in_file(self.check_file(&check));
                return Ok(Some(
                    problem
                        .todo("an amendment must change what is right: sharpen the check or the amendment"),
                ));
            }
        }
        Ok(None)
    }

    /// Proof 6: nothing gives the error away before it is made, and there it can be seen.
    fn visible(&self, who: &str, wrong: &Walk, sound: &Walk, planted: usize) -> Outcome<Option<Problem>> {
        for index in 0..=planted {
            let (ours, theirs) = (self.view(wrong, index)?, self.view(sound, index)?);
            let id = &self.pack.spec().decisions[index].id;
            if index < planted && ours != theirs {
                let what =
                    format!("{who}: decision '{id}' differs from the sound twin's before the error is made");
                return Ok(Some(
                    self.scenario(what).todo("let only the wrong choice and what follows differ"),
                ));
            }
            if index == planted && !differ(&ours, &theirs) {
                let what = format!("{who}: at decision '{id}' nothing can be seen of the error");
                return Ok(Some(
                    self.scenario(what).todo("let what the agent says, does or gets back differ"),
                ));
            }
        }
        Ok(None)
    }

    fn view(&self, walk: &Walk, index: usize) -> Outcome<Arc<DecisionView>> {
        let key = &walk.steps[index].view;
        let captured = match key.command {
            None => None,
            Some(line) => {
                let line = self.memo().text(line);
                Some(self.run(key.after, Program::Line(&line))?)
            }
        };
        self.pack.view(&mut self.memo(), key, |_, _| {
            let Ran { output, status, .. } =
                captured.ok_or_else(|| Problem::new("a decision without a command asks for its output"))?;
            Ok(Captured { output, status })
        })
    }
}

pub(super) fn last_line(output: &str) -> &str {
    output.lines().rev().find(|line| !line.trim().is_empty()).map_or("it printed nothing", str::trim)
}
