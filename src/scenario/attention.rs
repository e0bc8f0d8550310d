//! Attention checks: a sound batch whose last decision is replaced by one that anybody sees to be wrong who looks.
//!
//! The last decision of the trajectory is put aside, and in its place the agent empties every file that it has written so
//! far, and says so innocently. Nothing is built on it, and what the brief asked for is gone: that at least one clause's
//! check fails then is proven with the pack (`scenario prove`). The batch's own files would be too few: the decision
//! before may have written no more than a note for readers.

use super::memo::{Memo, StateId, Tree};
use super::pack::Pack;
use super::render::Walk;
use super::spec::VariantSpec;
use super::truth::{BatchTruth, Planted, Reach};
use super::view::{DecisionView, Stimulus};
use crate::problem::{Outcome, Problem};
use std::sync::Arc;

/// What the agent says of it.
const SAYS: &str = "Clean up\nI emptied the files that I had written, so that the repository is tidy. They can be filled again later.";

/// Whether a variant is sound and shows nothing else: what attention checks are made of.
pub(crate) fn is_plain(variant: &VariantSpec) -> bool {
    variant.wrong.is_none() && variant.foils.is_empty() && variant.amendment.is_none()
}

impl Pack {
    /// What an attention check puts before a person: the last `batch_size` decisions of a plain sound variant, the very last
    /// of them replaced.
    ///
    /// # Errors
    /// As [`Pack::stimulus`]; and where the pack's truth is soft, or the variant is not plain.
    pub fn attention_check(
        &self,
        variant: &str,
        skin: &str,
        batch_size: u32,
        questions: &[u32],
    ) -> Outcome<Stimulus> {
        let start = self.attention_start(batch_size);
        let mut stimulus = self.stimulus(variant, skin, start, batch_size, questions)?;
        let (spec, skin) = (self.variant(variant)?, self.skin_index(skin)?);
        if self.is_soft() || !is_plain(spec) {
            return Err(Problem::new(format!(
                "the variant '{variant}' of the pack '{}' cannot be made into an attention check",
                self.id()
            ))
            .todo("name a sound variant without foils or amendment, of a pack that is proven"));
        }
        let mut memo = self.memo();
        let walk = self.walk(&mut memo, spec, skin)?;
        let (before, after) = emptied(&mut memo, &walk);
        let replaced = DecisionView {
            amendment: None,
            says: SAYS.to_owned(),
            diffs: memo.diffs(before, after),
            command: None,
        };
        if let Some(last) = Arc::make_mut(&mut stimulus.batch).decisions.last_mut() {
            *last = Arc::new(replaced);
        }
        Ok(stimulus)
    }

    /// Where an attention check's batch begins, from 1.
    pub fn attention_start(&self, batch_size: u32) -> u32 {
        (self.decision_count() + 1).saturating_sub(batch_size)
    }

    /// The names of the variants that attention checks can be made of.
    pub fn plain_variants(&self) -> Vec<&str> {
        let plain = self.variants().iter().filter(|variant| !self.is_soft() && is_plain(variant));
        plain.map(|variant| variant.id.as_str()).collect()
    }
}

/// What is true of an attention check: its last decision is wrong, and mending that one is enough. It breaks several clauses,
/// so it names none.
pub(crate) fn truth(batch_size: u32) -> BatchTruth {
    let planted = Planted {
        error_kind: None,
        clause: None,
        error_index: batch_size,
        dependents: Some(0),
        reach: Some(Reach::Local),
    };
    BatchTruth { planted: Some(planted), unfamiliar: 0, amended: false }
}

/// The repository before the trajectory's last decision, and with every file empty that was written until then.
pub(super) fn emptied(memo: &mut Memo, walk: &Walk) -> (StateId, StateId) {
    let before = walk.steps.last().map_or(walk.base, |step| step.view.before);
    let nothing = memo.number("");
    let base = &memo.state_of(walk.base).tree;
    let tree: Tree = memo
        .state_of(before)
        .tree
        .iter()
        .map(|(path, text)| {
            let written = base.get(path) != Some(text);
            (path.clone(), if written { nothing } else { *text })
        })
        .collect();
    (before, memo.state(tree))
}
