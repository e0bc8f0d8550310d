//! What a pack gives of a trace: the same things as of synthetic work, as far as there are any.

use super::{SKIN, Trace, VARIANT};
use crate::problem::Outcome;
use crate::scenario::Pack;
use crate::scenario::explain::{Explained, Explanation};
use crate::scenario::spec::{
    ChoiceSpec, ChoiceTruth, DecisionSpec, PACK_FORMAT, PackSpec, Runtime, SkinSpec, VariantSpec,
};
use crate::scenario::truth::{BatchTruth, Planted};
use crate::scenario::view::{Batch, Brief, Clause, Question, Stimulus};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

impl Trace {
    /// The outline that everything which only counts and names reads: decisions with one choice each, one skin, one
    /// variant. No choice says that it is wrong: the annotation is no claim of an author's that could be proven.
    pub(in crate::scenario) fn outline(&self) -> PackSpec {
        let choice = || ChoiceSpec {
            id: VARIANT.to_owned(),
            truth: ChoiceTruth::Sound,
            under: None,
            says: String::new(),
            binds: BTreeMap::new(),
            edit: None,
            run: None,
        };
        let decision = |(index, summary): (usize, &String)| DecisionSpec {
            id: format!("d{}", index + 1),
            summary: summary.clone(),
            unfinished: false,
            choices: vec![choice()],
        };
        let spec = &self.spec;
        PackSpec {
            format: PACK_FORMAT.to_owned(),
            id: spec.id.clone(),
            title: spec.title.clone(),
            // Nothing of a trace is ever run.
            runtime: Runtime::Sh,
            request: spec.request.clone(),
            clauses: spec.clauses.clone(),
            amendments: Vec::new(),
            cues: None,
            questions: spec.questions.clone(),
            skins: vec![SkinSpec { id: SKIN.to_owned(), words: BTreeMap::new() }],
            decisions: self.summaries.iter().enumerate().map(decision).collect(),
            variants: vec![VariantSpec {
                id: VARIANT.to_owned(),
                wrong: Some(format!("d{}/{VARIANT}", spec.truth.decision)),
                foils: Vec::new(),
                amendment: None,
            }],
        }
    }

    /// What one trial puts before a person.
    pub(in crate::scenario) fn stimulus(
        &self,
        pack: &Pack,
        window: Range<usize>,
        questions: &[u32],
    ) -> Outcome<Stimulus> {
        let spec = &self.spec;
        let clause = |clause: &crate::scenario::spec::ClauseSpec| Clause {
            id: clause.id.clone(),
            text: clause.text.clone(),
        };
        let question = |index: &u32| {
            let question = spec.questions.get(*index as usize).ok_or_else(|| pack.no_question(*index))?;
            Ok(Question {
                text: question.text.clone(),
                options: question.options.clone(),
                answer: question.answer,
            })
        };
        Ok(Stimulus {
            brief: Arc::new(Brief {
                title: spec.title.clone(),
                request: spec.request.clone(),
                clauses: spec.clauses.iter().map(clause).collect(),
                accepted: self.summaries[..window.start].to_vec(),
            }),
            batch: Arc::new(Batch { decisions: self.views[window].to_vec(), cues: Vec::new() }),
            questions: questions.iter().map(question).collect::<Outcome<_>>()?,
        })
    }

    /// What the annotation says of a batch. Reach, clause and dependents are not known.
    pub(in crate::scenario) fn explain(&self, window: &Range<usize>) -> Explanation {
        let truth = &self.spec.truth;
        let at = truth.decision as usize - 1;
        let error_index = window.contains(&at).then(|| truth.decision - window.start as u32);
        let planted = error_index.map(|error_index| Planted {
            error_kind: truth.error,
            clause: None,
            error_index,
            dependents: None,
            reach: None,
        });
        let explained = error_index.map(|_| Explained {
            decision: truth.decision,
            root_from: None,
            dependents: Vec::new(),
            sound: None,
            annotation: Some(format!("{}: {}", truth.agent, truth.reason)),
        });
        Explanation {
            truth: BatchTruth { planted, unfamiliar: 0, amended: false },
            planted: explained,
            unfamiliar: vec![],
        }
    }
}
