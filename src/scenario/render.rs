//! From choices to what a person sees: binding, editing, diffing, looking outputs up.

use super::choose::{self, Path};
use super::memo::{Memo, StateId, Text, Tree, ViewKey};
use super::pack::Pack;
use super::proven::{Captured, signature};
use super::spec::VariantSpec;
use super::template::TemplateId;
use super::view::{AmendmentNote, Command, DecisionView};
use crate::problem::{Outcome, Problem};
use std::sync::Arc;

/// A variant in one skin, worked out decision by decision but not yet put into words for a screen.
#[derive(Debug, Clone)]
pub(super) struct Walk {
    /// The repository before the first decision.
    pub(super) base: StateId,
    /// What each decision is.
    pub(super) steps: Vec<Step>,
    /// All variables after the last decision.
    pub(super) environment: Vec<Option<Text>>,
}

/// One decision of a [`Walk`].
#[derive(Debug, Clone)]
pub(super) struct Step {
    /// The rendered edit script.
    pub(super) script: Option<Text>,
    /// One line for where it was already accepted.
    pub(super) summary: Text,
    /// Its view's parts.
    pub(super) view: ViewKey,
}

impl Walk {
    /// The repository after the last decision.
    pub(super) fn end(&self) -> StateId {
        self.steps.last().map_or(self.base, |step| step.view.after)
    }
}

/// Variables and their values while a trajectory is worked out.
struct Environment(Vec<Option<Text>>);

impl Pack {
    /// Works a variant out in a skin.
    pub(super) fn walk(&self, memo: &mut Memo, variant: &VariantSpec, skin: usize) -> Outcome<Walk> {
        let path = choose::choose(&self.spec, variant);
        let base = self.base(memo, skin)?;
        let mut environment = self.environment(memo, skin);
        let mut steps = Vec::with_capacity(path.len());
        let mut state = base;
        for index in 0..path.len() {
            let note = self.amend(memo, &mut environment, variant, index)?;
            let step = self.step(memo, &mut environment, &path, index, state, note)?;
            state = step.view.after;
            steps.push(step);
        }
        Ok(Walk { base, steps, environment: environment.0 })
    }

    /// A skin's words, and no amendment in force.
    fn environment(&self, memo: &mut Memo, skin: usize) -> Environment {
        let mut values = vec![None; self.templates.variable_count()];
        let no = memo.number("no");
        for amendment in &self.spec.amendments {
            if let Some(variable) = self.templates.variable(&amendment.id) {
                values[variable] = Some(no);
            }
        }
        for (name, word) in self.spec.skins.get(skin).iter().flat_map(|skin| &skin.words) {
            if let Some(variable) = self.templates.variable(name) {
                values[variable] = Some(memo.number(word));
            }
        }
        Environment(values)
    }

    /// The repository before the first decision.
    fn base(&self, memo: &mut Memo, skin: usize) -> Outcome<StateId> {
        if let Some(base) = memo.bases.get(&skin) {
            return Ok(*base);
        }
        let environment = self.environment(memo, skin);
        let mut tree = Tree::new();
        for (path, form) in &self.forms.base {
            let path = memo.render(&self.templates, *path, &environment.0)?;
            let text = memo.render(&self.templates, *form, &environment.0)?;
            tree.insert(memo.text(path), text);
        }
        let base = memo.state(tree);
        memo.bases.insert(skin, base);
        Ok(base)
    }

    /// Puts the variant's amendment in force where it arrives just before this decision, and gives its note.
    fn amend(
        &self,
        memo: &mut Memo,
        environment: &mut Environment,
        variant: &VariantSpec,
        decision: usize,
    ) -> Outcome<Option<(Text, Text)>> {
        if self.amendment_after(variant).is_none_or(|after| after + 1 != decision) {
            return Ok(None);
        }
        let mut amendments = self.spec.amendments.iter().zip(&self.forms.amendments);
        let found = amendments.find(|(amendment, _)| Some(&amendment.id) == variant.amendment.as_ref());
        let Some((amendment, (_, message))) = found else { return Ok(None) };
        if let Some(variable) = self.templates.variable(&amendment.id) {
            environment.0[variable] = Some(memo.number("yes"));
        }
        let message = memo.render(&self.templates, *message, &environment.0)?;
        Ok(Some((memo.number(&amendment.clause), message)))
    }

    fn step(
        &self,
        memo: &mut Memo,
        environment: &mut Environment,
        path: &Path,
        index: usize,
        before: StateId,
        note: Option<(Text, Text)>,
    ) -> Outcome<Step> {
        let decision = &self.forms.decisions[index];
        let choice = &decision.choices[path[index]];
        for (variable, value) in &choice.binds {
            environment.0[*variable] = Some(memo.render(&self.templates, *value, &environment.0)?);
        }
        let mut render = |form: TemplateId| memo.render(&self.templates, form, &environment.0);
        let says = render(choice.says)?;
        let summary = render(decision.summary)?;
        let script = choice.edit.map(&mut render).transpose()?;
        let command = choice.run.map(&mut render).transpose()?;
        let after = match (script, choice.edit) {
            (Some(script), Some(form)) => {
                memo.apply(before, script).map_err(|error| self.edit_problem(index, path, form, &error))?
            }
            _ => before,
        };
        Ok(Step { script, summary, view: ViewKey { note, says, before, after, command } })
    }

    fn edit_problem(
        &self,
        decision: usize,
        path: &Path,
        form: TemplateId,
        error: &super::edit::EditError,
    ) -> Problem {
        let decision_spec = &self.spec.decisions[decision];
        let choice = &decision_spec.choices[path[decision]].id;
        let what = format!(
            "decision '{}', choice '{choice}': line {} of the rendered edit: {}",
            decision_spec.id, error.line, error.what
        );
        self.templates.problem(form, &what).todo("look at the state before it: tightloop scenario show")
    }

    /// The view of one step. `captured` gives what its command printed.
    pub(super) fn view(
        &self,
        memo: &mut Memo,
        key: &ViewKey,
        captured: impl FnOnce(&str, &str) -> Outcome<Captured>,
    ) -> Outcome<Arc<DecisionView>> {
        if let Some(view) = memo.views.get(key) {
            return Ok(view.clone());
        }
        let command = match key.command {
            None => None,
            Some(line) => {
                let line = memo.text(line);
                let Captured { output, status } =
                    captured(&signature(&memo.state_of(key.after).hash, &line), &line)?;
                Some(Command { line: line.to_string(), output, status })
            }
        };
        let view = Arc::new(DecisionView {
            amendment: key.note.map(|(clause, message)| AmendmentNote {
                clause: memo.text(clause).to_string(),
                message: memo.text(message).to_string(),
            }),
            says: memo.text(key.says).to_string(),
            diffs: memo.diffs(key.before, key.after),
            command,
        });
        memo.views.insert(key.clone(), view.clone());
        Ok(view)
    }

    /// What a command printed when the pack was proven.
    pub(super) fn captured(&self, signature: &str, line: &str) -> Outcome<Captured> {
        match self.outputs.get(signature) {
            Some(captured) => Ok(captured.clone()),
            // Only an author's preview gets here: whatever is for participants refuses a pack like this.
            None if !self.is_proven() => Ok(Captured { output: "(not captured yet)".to_owned(), status: 0 }),
            None => {
                let what =
                    format!("proving never captured what '{line}' prints in this state of the repository");
                let problem = Problem::new(what).in_file(self.files.place(super::files::PROVEN));
                Err(problem
                    .todo(format!("prove the pack again: tightloop scenario prove {} --write", self.id())))
            }
        }
    }

    /// Refuses a pack that is not the one that was proven.
    pub(super) fn require_proven(&self) -> Outcome<()> {
        if self.is_proven() || self.is_soft() {
            return Ok(());
        }
        let what = match &self.proven {
            Err(unreadable) => return Err(unreadable.clone()),
            Ok(None) => "was never proven",
            Ok(Some(_)) => "has changed since it was proven",
        };
        Err(Problem::new(format!("the pack '{}' {what}", self.id()))
            .in_file(&self.files.root)
            .todo(format!("prove it: tightloop scenario prove {} --write", self.id())))
    }

    /// The brief's environment: a skin's words, and the amendment in force where it arrived before the batch.
    pub(super) fn brief_environment(
        &self,
        memo: &mut Memo,
        skin: usize,
        in_force: Option<&str>,
    ) -> Vec<Option<Text>> {
        let mut environment = self.environment(memo, skin);
        if let Some(variable) = in_force.and_then(|id| self.templates.variable(id)) {
            environment.0[variable] = Some(memo.number("yes"));
        }
        environment.0
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario::diff::tests::patched;
    use crate::scenario::memo::{Memo, StateId};
    use crate::scenario::{Library, Pack};
    use std::collections::BTreeMap;
    use std::path::Path;

    fn texts(memo: &Memo, state: StateId) -> BTreeMap<String, String> {
        let tree = &memo.state_of(state).tree;
        tree.iter().map(|(path, text)| (path.to_string(), memo.text(*text).to_string())).collect()
    }

    /// What a reader who applies every diff by hand ends up with is what the checks run in.
    fn replay(pack: &Pack, variant: usize, skin: usize) {
        let mut memo = Memo::default();
        let walk = pack.walk(&mut memo, &pack.variants()[variant], skin).unwrap();
        let mut files = texts(&memo, walk.base);
        for step in &walk.steps {
            for diff in memo.diffs(step.view.before, step.view.after) {
                match patched(files.get(&diff.path).map_or("", String::as_str), &diff) {
                    Some(text) => files.insert(diff.path, text),
                    None => files.remove(&diff.path),
                };
            }
            assert_eq!(files, texts(&memo, step.view.after));
        }
        assert_eq!(files, texts(&memo, walk.end()));
    }

    #[test]
    fn diffs_applied_one_after_the_other_give_the_finished_repository() {
        let fixture = Library::folder(Path::new("tests/fixtures/packs")).unwrap();
        let embedded = Library::embedded().unwrap();
        for pack in fixture.packs().chain(embedded.packs()) {
            for variant in 0..pack.variants().len() {
                for skin in 0..pack.spec().skins.len() {
                    replay(pack, variant, skin);
                }
            }
        }
    }
}
