//! What is true of a batch, with what an author or a reviewer needs to see that it is.

use super::choose;
use super::pack::{Pack, count};
use super::spec::{ChoiceTruth, VariantSpec};
use super::truth::{BatchTruth, Planted, Reach};
use super::view::DecisionView;
use super::window::differ;
use crate::problem::{Outcome, Problem};
use std::ops::Range;
use std::sync::Arc;

/// A batch's truth, and where in the trajectory it shows. Decisions are counted from the trajectory's first, from 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// What goes into the dataset.
    pub truth: BatchTruth,
    /// The planted error, where the batch holds one.
    pub planted: Option<Explained>,
    /// The batch's foils.
    pub unfamiliar: Vec<u32>,
}

/// A planted error beside the work without it.
#[derive(Debug, Clone, PartialEq)]
pub struct Explained {
    /// The decision that goes wrong.
    pub decision: u32,
    /// The decision from which on, as a batch's last, it is root; none: never.
    pub root_from: Option<u32>,
    /// Later decisions of the batch that differ from the sound twin's.
    pub dependents: Vec<u32>,
    /// What the sound twin does in its place; none where the truth is soft.
    pub sound: Option<Arc<DecisionView>>,
    /// Who is blamed and why, in the annotation's words, where the truth is soft.
    pub annotation: Option<String>,
}

impl Pack {
    /// What is true of a batch, for an author's eyes: of a pack that is not proven as it is now, too.
    ///
    /// # Errors
    /// As [`Pack::truth`], but for proving.
    pub fn explain(
        &self,
        variant: &str,
        skin: &str,
        window_start: u32,
        batch_size: u32,
    ) -> Outcome<Explanation> {
        let (variant, skin) = (self.variant(variant)?, self.skin_index(skin)?);
        let window = self.window(window_start, batch_size)?;
        if let Some(trace) = &self.trace {
            self.not_before(variant, trace.spec.truth.decision as usize - 1, &window)?;
            return Ok(trace.explain(&window));
        }
        let amended = self.amendment_after(variant).is_some_and(|after| window.contains(&(after + 1)));
        let foils = variant.foils.iter().filter_map(|name| choose::find(&self.spec, name));
        let mut unfamiliar: Vec<u32> = foils
            .filter(|(decision, _)| window.contains(decision))
            .map(|(decision, _)| count(decision + 1))
            .collect();
        unfamiliar.sort_unstable();
        let (planted, explained) = self.planted(variant, skin, &window)?.unzip();
        let truth = BatchTruth { planted, unfamiliar: count(unfamiliar.len()), amended };
        Ok(Explanation { truth, planted: explained, unfamiliar })
    }

    /// Refuses a batch that is built on an error before it: there is no right answer to it.
    fn not_before(&self, variant: &VariantSpec, at: usize, window: &Range<usize>) -> Outcome<()> {
        if at >= window.start {
            return Ok(());
        }
        let what = format!(
            "the variant '{}' of '{}' goes wrong at decision {}, before this batch",
            variant.id,
            self.id(),
            at + 1
        );
        Err(Problem::new(what).todo(format!("let the batch start at {} or earlier", at + 1)))
    }

    fn planted(
        &self,
        variant: &VariantSpec,
        skin: usize,
        window: &Range<usize>,
    ) -> Outcome<Option<(Planted, Explained)>> {
        let Some((at, choice)) = variant.wrong.as_deref().and_then(|name| choose::find(&self.spec, name))
        else {
            return Ok(None);
        };
        self.not_before(variant, at, window)?;
        let ChoiceTruth::Wrong { clause, error, root_from } = &self.spec.decisions[at].choices[choice].truth
        else {
            return Ok(None);
        };
        if at >= window.end {
            return Ok(None);
        }
        let root_from = root_from.as_deref().and_then(|id| choose::decision_index(&self.spec, id));
        let reach = if root_from.is_some_and(|from| from < window.end) { Reach::Root } else { Reach::Local };
        let mut memo = self.memo();
        let wrong = self.walk(&mut memo, variant, skin)?;
        let twin = self.walk(&mut memo, &choose::sound_twin(variant), skin)?;
        let wrong = self.views(&mut memo, &wrong, at..window.end)?;
        let sound = self.views(&mut memo, &twin, at..window.end)?;
        let pairs = (at..).zip(wrong.iter().zip(&sound)).skip(1);
        let dependents: Vec<u32> = pairs
            .filter(|(_, (wrong, sound))| differ(wrong, sound))
            .map(|(index, _)| count(index + 1))
            .collect();
        let planted = Planted {
            error_kind: Some(*error),
            clause: Some(clause.clone()),
            error_index: count(at - window.start + 1),
            dependents: Some(count(dependents.len())),
            reach: Some(reach),
        };
        let explained = Explained {
            decision: count(at + 1),
            root_from: root_from.map(|index| count(index + 1)),
            dependents,
            sound: sound.first().cloned(),
            annotation: None,
        };
        Ok(Some((planted, explained)))
    }
}
