//! Cues: what automation says of the repository at a batch's end.

use super::check::INDEPENDENT;
use super::memo::{Memo, StateId, Text};
use super::pack::Pack;
use super::proven::signature;
use super::render::Walk;
use super::spec::{CueKind, VariantSpec};
use super::view::CueReport;
use crate::problem::{Outcome, Problem};

/// One run of one automatic check.
#[derive(Debug, Clone)]
pub(super) struct CueRun {
    /// Which check.
    pub(super) kind: CueKind,
    /// The repository at the batch's end.
    pub(super) state: StateId,
    /// The command line; of the independent check its name.
    pub(super) line: Text,
    /// Files of the independent check, path and text.
    pub(super) files: Vec<(String, Text)>,
    /// By which its output is found again.
    pub(super) signature: String,
}

impl Pack {
    /// What automation says at the end of a batch, for those of `kinds` that this pack has.
    ///
    /// # Errors
    /// As [`Self::stimulus`], and where the pack has no cues at all.
    pub fn cues(
        &self,
        variant: &str,
        skin: &str,
        window_start: u32,
        batch_size: u32,
        kinds: &[CueKind],
    ) -> Outcome<Vec<CueReport>> {
        self.require_proven()?;
        if kinds.is_empty() {
            return Ok(Vec::new());
        }
        if self.spec.cues.is_none() {
            let problem = Problem::new(format!("the pack '{}' has no cues", self.id()));
            return Err(problem.todo("take it out of the pool, or ask for no cues"));
        }
        let (variant, skin) = (self.variant(variant)?, self.skin_index(skin)?);
        let last = self.window(window_start, batch_size)?.end - 1;
        let mut memo = self.memo();
        let walk = self.walk(&mut memo, variant, skin)?;
        let runs = self.cue_runs(&mut memo, &walk, variant, skin, last)?;
        runs.into_iter()
            .filter(|run| kinds.contains(&run.kind))
            .map(|run| {
                let captured = self.captured(&run.signature, &memo.text(run.line))?;
                Ok(CueReport { kind: run.kind, output: captured.output, status: captured.status })
            })
            .collect()
    }

    /// Every automatic check of this pack, for a batch that ends with the decision of this index.
    pub(super) fn cue_runs(
        &self,
        memo: &mut Memo,
        walk: &Walk,
        variant: &VariantSpec,
        skin: usize,
        last: usize,
    ) -> Outcome<Vec<CueRun>> {
        let (Some(_), Some(step)) = (&self.spec.cues, walk.steps.get(last)) else { return Ok(Vec::new()) };
        let state = step.view.after;
        let hash = memo.state_of(state).hash;
        let has_arrived = self.amendment_after(variant).is_some_and(|after| after < last);
        let in_force = variant.amendment.as_deref().filter(|_| has_arrived);
        let environment = self.brief_environment(memo, skin, in_force);
        let mut runs = Vec::with_capacity(3);
        for (kind, form) in &self.forms.cue_lines {
            let line = memo.render(&self.templates, *form, &environment)?;
            let signature = signature(&hash, &memo.text(line));
            runs.push(CueRun { kind: *kind, state, line, files: Vec::new(), signature });
        }
        let mut files = Vec::with_capacity(self.forms.cue_files.len());
        let (mut whole, mut name) = (String::new(), String::new());
        for (path, form) in &self.forms.cue_files {
            let text = memo.render(&self.templates, *form, &environment)?;
            whole.extend([path.as_str(), "\0", &memo.text(text), "\0"]);
            if path.rsplit_once('.').is_some_and(|(stem, _)| stem == INDEPENDENT) {
                name.clone_from(path);
            }
            files.push((path.clone(), text));
        }
        let (kind, line) = (CueKind::Independent, memo.number(&name));
        runs.push(CueRun { kind, state, line, files, signature: signature(&hash, &whole) });
        Ok(runs)
    }
}
