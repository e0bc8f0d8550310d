//! What a session is to show: the plan, the stimuli, and their texts in a form that a screen can share.

use super::arithmetic::Problems;
use super::asking::Sheet;
use super::screen::Ending;
use crate::protocol::course::{Part, course};
use crate::protocol::page::Picture;
use crate::protocol::plan::{Plan, PlannedTrial};
use crate::protocol::spec::Feedback;
use crate::scenario::view::Stimulus;
use std::sync::Arc;

/// Never changes while a session lasts.
#[derive(Debug)]
pub(super) struct Script {
    pub(super) plan: Arc<Plan>,
    stimuli: Arc<[Stimulus]>,
    questions: Vec<Vec<Asked>>,
    titles: Vec<Arc<str>>,
    pub(super) consent: Arc<str>,
    /// BLAKE3 of the consent text, hex.
    pub(super) consent_blake3: String,
    pub(super) demographics: Sheet,
    pub(super) pages: Vec<(Arc<str>, Option<Picture>)>,
    /// What follows the instructions, each with its questionnaire where it is one.
    pub(super) parts: Vec<(Part, Option<Sheet>)>,
    pub(super) debrief: Arc<str>,
    pub(super) problems: Problems,
}

/// One comprehension question as a screen shares it, and the right answer, which no screen gets.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) text: Arc<str>,
    pub(super) options: Arc<[String]>,
    pub(super) answer: usize,
}

impl Script {
    pub(super) fn new(plan: Arc<Plan>, stimuli: Arc<[Stimulus]>) -> Self {
        let questions = stimuli
            .iter()
            .map(|stimulus| {
                let asked = stimulus.questions.iter().map(|question| Asked {
                    text: question.text.as_str().into(),
                    options: question.options.clone().into(),
                    answer: question.answer,
                });
                asked.collect()
            })
            .collect();
        Self {
            consent: plan.consent.as_str().into(),
            consent_blake3: blake3::hash(plan.consent.as_bytes()).to_hex().to_string(),
            // Who somebody is, is asked once.
            demographics: Sheet::demographics(if plan.sitting > 1 { &[] } else { &plan.demographics }),
            pages: plan.instructions.iter().map(|page| (page.text.as_str().into(), page.picture)).collect(),
            parts: course(&plan).into_iter().map(|part| (part, Sheet::of_part(&plan, &part))).collect(),
            debrief: plan.debrief.text.as_str().into(),
            problems: Problems::new(plan.seed),
            titles: stimuli.iter().map(|stimulus| stimulus.brief.title.as_str().into()).collect(),
            questions,
            plan,
            stimuli,
        }
    }

    pub(super) fn trial(&self, trial: u32) -> Option<&PlannedTrial> {
        self.plan.trials.get(trial as usize)
    }

    pub(super) fn stimulus(&self, trial: u32) -> Option<&Stimulus> {
        self.stimuli.get(trial as usize)
    }

    /// The title of a trial's brief.
    pub(super) fn title(&self, trial: u32) -> Arc<str> {
        self.titles.get(trial as usize).cloned().unwrap_or_default()
    }

    pub(super) fn questions(&self, trial: u32) -> &[Asked] {
        self.questions.get(trial as usize).map_or(&[], Vec::as_slice)
    }

    /// A part of the session.
    pub(super) fn part(&self, part: u32) -> Option<&(Part, Option<Sheet>)> {
        self.parts.get(part as usize)
    }

    /// The questionnaire that a part is.
    pub(super) fn sheet(&self, part: u32) -> Option<&Sheet> {
        self.part(part).and_then(|(_, sheet)| sheet.as_ref())
    }

    /// The round of practice that a part is, and how many trials it has; none where it is something else.
    pub(super) fn round(&self, part: u32) -> Option<(u32, u32)> {
        match self.part(part)? {
            (Part::Trials { from, until, round: Some(round) }, _) => Some((*round, until - from)),
            _ => None,
        }
    }

    /// Whether the participant is told if this trial's verdict was right.
    pub(super) fn gives_feedback(&self, trial: u32) -> bool {
        match self.plan.feedback {
            Feedback::Never => false,
            Feedback::Practice => self.trial(trial).is_some_and(|planned| planned.practice),
            Feedback::Always => true,
        }
    }

    /// How this sitting ends where everything was done.
    pub(super) fn ending(&self) -> Ending {
        match self.plan.sittings.count.saturating_sub(self.plan.sitting) {
            0 => Ending::Complete,
            left => {
                let least_secs = self.plan.sittings.min_gap_secs.ceil().max(0.0) as u64;
                Ending::SittingOver { left, least_secs }
            }
        }
    }

    pub(super) fn pages(&self) -> u32 {
        self.pages.len() as u32
    }
}
