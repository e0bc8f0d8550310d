//! What a session is to show: the plan, the stimuli, and their texts in a form that a screen can share.

use super::arithmetic::Problems;
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
    pub(super) consent: Arc<str>,
    pub(super) pages: Vec<Arc<str>>,
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
            pages: plan.instructions.iter().map(|page| page.as_str().into()).collect(),
            problems: Problems::new(plan.seed),
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

    pub(super) fn questions(&self, trial: u32) -> &[Asked] {
        self.questions.get(trial as usize).map_or(&[], Vec::as_slice)
    }

    /// Whether the participant is told if this trial's verdict was right.
    pub(super) fn gives_feedback(&self, trial: u32) -> bool {
        match self.plan.feedback {
            Feedback::Never => false,
            Feedback::Practice => self.trial(trial).is_some_and(|planned| planned.practice),
            Feedback::Always => true,
        }
    }

    pub(super) fn pages(&self) -> u32 {
        self.pages.len() as u32
    }
}
