//! Windows of a trajectory: a brief, a batch, and what is true of them.

use super::memo::{Memo, Text};
use super::pack::Pack;
use super::render::Walk;
use super::spec::VariantSpec;
use super::truth::BatchTruth;
use super::view::{Batch, Brief, Clause, DecisionView, DiffLine, LineKind, Question, Stimulus};
use crate::problem::{Outcome, Problem};
use std::ops::Range;
use std::sync::Arc;

impl Pack {
    /// All decisions of a variant, as a person would see them.
    ///
    /// # Errors
    /// Where there is no such variant or skin, and where the pack is not the one that was proven.
    pub fn trajectory(&self, variant: &str, skin: &str) -> Outcome<Vec<Arc<DecisionView>>> {
        self.require_proven()?;
        let (variant, skin) = (self.variant(variant)?, self.skin_index(skin)?);
        if let Some(trace) = &self.trace {
            return Ok(trace.views.clone());
        }
        let mut memo = self.memo();
        let walk = self.walk(&mut memo, variant, skin)?;
        self.views(&mut memo, &walk, 0..walk.steps.len())
    }

    /// What one trial puts before a person: brief, batch, and the questions with these indices.
    ///
    /// An amendment that arrived before the batch's first decision is already part of the brief; one that arrives
    /// within the batch is a note on the decision that follows it.
    ///
    /// # Errors
    /// Where there is no such variant, skin, window or question, and where the pack is not the one that was proven.
    pub fn stimulus(
        &self,
        variant: &str,
        skin: &str,
        window_start: u32,
        batch_size: u32,
        questions: &[u32],
    ) -> Outcome<Stimulus> {
        self.require_proven()?;
        self.preview(variant, skin, window_start, batch_size, questions)
    }

    /// [`Self::stimulus`] for a pack's author: of a pack that is not proven as it is now, too. Where proving captured no
    /// output, a line says so.
    ///
    /// # Errors
    /// As [`Self::stimulus`], but for proving.
    pub fn preview(
        &self,
        variant: &str,
        skin: &str,
        window_start: u32,
        batch_size: u32,
        questions: &[u32],
    ) -> Outcome<Stimulus> {
        let (variant, skin) = (self.variant(variant)?, self.skin_index(skin)?);
        let window = self.window(window_start, batch_size)?;
        if let Some(trace) = &self.trace {
            return trace.stimulus(self, window, questions);
        }
        let mut memo = self.memo();
        let walk = self.walk(&mut memo, variant, skin)?;
        let in_force = self.in_force(variant, window.start);
        let environment = self.brief_environment(&mut memo, skin, in_force);
        Ok(Stimulus {
            brief: Arc::new(self.brief(&mut memo, &environment, in_force, &walk, window.start)?),
            batch: Arc::new(Batch { decisions: self.views(&mut memo, &walk, window)?, cues: Vec::new() }),
            questions: self.questions(&mut memo, &environment, questions)?,
        })
    }

    /// What is true of a batch.
    ///
    /// # Errors
    /// As [`Self::stimulus`], and where the error was planted before the window: such a batch is built on an error that
    /// the brief calls accepted, and there is no right answer to it.
    pub fn truth(
        &self,
        variant: &str,
        skin: &str,
        window_start: u32,
        batch_size: u32,
    ) -> Outcome<BatchTruth> {
        self.require_proven()?;
        self.explain(variant, skin, window_start, batch_size).map(|explanation| explanation.truth)
    }

    /// Decisions from `window_start`, counted from 1.
    pub(super) fn window(&self, window_start: u32, batch_size: u32) -> Outcome<Range<usize>> {
        let end = u64::from(window_start) + u64::from(batch_size) - 1;
        if window_start == 0 || batch_size == 0 || end > u64::from(self.decision_count()) {
            let what = format!(
                "the pack '{}' has no window of {batch_size} decisions from decision {window_start}: it has decisions 1 to {}",
                self.id(),
                self.decision_count()
            );
            return Err(Problem::new(what).todo("start earlier or take fewer"));
        }
        let start = window_start as usize - 1;
        Ok(start..start + batch_size as usize)
    }

    /// The amendment that arrived before the decision that follows the batch's prefix.
    pub(super) fn in_force<'a>(&self, variant: &'a VariantSpec, start: usize) -> Option<&'a str> {
        let after = self.amendment_after(variant)?;
        if after + 1 < start { variant.amendment.as_deref() } else { None }
    }

    pub(super) fn views(
        &self,
        memo: &mut Memo,
        walk: &Walk,
        window: Range<usize>,
    ) -> Outcome<Vec<Arc<DecisionView>>> {
        let steps = walk.steps.get(window).unwrap_or_default();
        steps.iter().map(|step| self.view(memo, &step.view, |key, line| self.captured(key, line))).collect()
    }

    fn brief(
        &self,
        memo: &mut Memo,
        environment: &[Option<Text>],
        in_force: Option<&str>,
        walk: &Walk,
        accepted: usize,
    ) -> Outcome<Brief> {
        let mut texts = self.forms.clauses.clone();
        for (amendment, (text, _)) in self.spec.amendments.iter().zip(&self.forms.amendments) {
            let clause = self.spec.clauses.iter().position(|clause| clause.id == amendment.clause);
            if let (true, Some(clause)) = (in_force == Some(amendment.id.as_str()), clause) {
                texts[clause] = *text;
            }
        }
        let mut render = |form| -> Outcome<String> {
            let text = memo.render(&self.templates, form, environment)?;
            Ok(memo.text(text).to_string())
        };
        Ok(Brief {
            title: render(self.forms.title)?,
            request: render(self.forms.request)?,
            clauses: self
                .spec
                .clauses
                .iter()
                .zip(texts)
                .map(|(clause, text)| Ok(Clause { id: clause.id.clone(), text: render(text)? }))
                .collect::<Outcome<_>>()?,
            accepted: walk
                .steps
                .iter()
                .take(accepted)
                .map(|step| memo.text(step.summary).to_string())
                .collect(),
        })
    }

    pub(super) fn no_question(&self, index: u32) -> Problem {
        let there_are = format!("choose 0 to {}", self.spec.questions.len().saturating_sub(1));
        Problem::new(format!("the pack '{}' has no question {index}", self.id())).todo(there_are)
    }

    fn questions(
        &self,
        memo: &mut Memo,
        environment: &[Option<Text>],
        indices: &[u32],
    ) -> Outcome<Vec<Question>> {
        let mut render = |form| -> Outcome<String> {
            let text = memo.render(&self.templates, form, environment)?;
            Ok(memo.text(text).to_string())
        };
        let one = |index: &u32| {
            let at = *index as usize;
            let (Some(spec), Some((text, options))) =
                (self.spec.questions.get(at), self.forms.questions.get(at))
            else {
                return Err(self.no_question(*index));
            };
            Ok(Question {
                text: render(*text)?,
                options: options.iter().map(|option| render(*option)).collect::<Outcome<_>>()?,
                answer: spec.answer,
            })
        };
        indices.iter().map(one).collect()
    }
}

/// Whether two decisions differ in what the agent said, did or got back. Line numbers and context are no part of it:
/// they move with whatever stands above them in a file.
pub(super) fn differ(one: &DecisionView, other: &DecisionView) -> bool {
    if std::ptr::eq(one, other) {
        return false;
    }
    let changed = |line: &&DiffLine| matches!(line.kind, LineKind::Added | LineKind::Removed);
    let lines = |view: &DecisionView| -> Vec<(String, LineKind, String)> {
        let files = view.diffs.iter();
        files
            .flat_map(|file| {
                let lines = file.lines.iter().filter(changed);
                lines.map(|line| (file.path.clone(), line.kind, line.text.clone()))
            })
            .collect()
    };
    one.says != other.says || one.command != other.command || lines(one) != lines(other)
}
