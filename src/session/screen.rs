//! All that may be drawn. By its type it holds no ground truth.

use super::board::Agent;
use crate::protocol::page::Picture;
use crate::protocol::tlx::TlxScale;
use crate::scenario::view::{Batch, Brief};
use std::sync::Arc;

/// What is on the participant's display.
#[derive(Debug, Clone, PartialEq)]
pub enum Screen {
    /// The consent text.
    Consent {
        /// What is agreed to.
        text: Arc<str>,
    },
    /// A page of instructions.
    Instructions {
        /// The page.
        text: Arc<str>,
        /// The screen that it shows.
        picture: Option<Picture>,
        /// Its number, from 1.
        page: u32,
        /// How many there are.
        pages: u32,
    },
    /// A brief to read.
    Brief {
        /// Where in the session.
        progress: Progress,
        /// The brief.
        brief: Arc<Brief>,
        /// Why it is shown again, where it is.
        again: Option<Again>,
    },
    /// A comprehension question.
    Question {
        /// Where in the session.
        progress: Progress,
        /// The question.
        text: Arc<str>,
        /// Its options.
        options: Arc<[String]>,
        /// Its number in this trial, from 1.
        number: u32,
        /// How many there are in this trial.
        of: u32,
    },
    /// An arithmetic filler: is this sum right?
    Arithmetic {
        /// Where in the session.
        progress: Progress,
        /// First addend.
        left: u32,
        /// Second addend.
        right: u32,
        /// The sum as claimed.
        claimed: u32,
        /// Counts the problems of this session, from 0: a new number is a new problem.
        problem: u32,
    },
    /// The 2-back filler: is this letter the same as the one two before?
    TwoBack {
        /// Where in the session.
        progress: Progress,
        /// The letter; none in the gap after it.
        letter: Option<char>,
        /// Whether it was said to be the same.
        answered: bool,
        /// Counts the letters of this session: a new number is a new letter.
        serial: u32,
    },
    /// A calm page.
    Rest {
        /// Where in the session.
        progress: Progress,
    },
    /// A batch to review.
    Review {
        /// Where in the session.
        progress: Progress,
        /// Names the review: a new number is a new one.
        review: u32,
        /// The batch.
        batch: Arc<Batch>,
        /// The brief, as far as it is open.
        brief: Arc<Brief>,
        /// Whether the brief is open.
        brief_open: bool,
        /// Which decisions are open, one flag each.
        open: Arc<[bool]>,
        /// Whether this review goes on after a crash.
        resumed: bool,
        /// How it is read.
        reading: Reading,
    },
    /// How sure are you?
    Confidence {
        /// Where in the session.
        progress: Progress,
        /// Whether the review's time ran out (then there is nothing to be sure of, only a page to leave).
        timed_out: bool,
    },
    /// Right or wrong, where the protocol says so.
    Feedback {
        /// Where in the session.
        progress: Progress,
        /// Whether the verdict was right.
        correct: bool,
    },
    /// A question of a questionnaire, or about the participant's person.
    Questionnaire {
        /// What it is part of.
        heading: Heading,
        /// What is asked.
        ask: Ask,
        /// Its number in this questionnaire, from 1.
        number: u32,
        /// How many there are in it.
        of: u32,
        /// Counts the questions of this session, from 0: a new number is a new question.
        serial: u32,
    },
    /// How a round of practice came out.
    PracticeResult {
        /// The round, from 1.
        round: u32,
        /// Verdicts that were right.
        correct: u32,
        /// Reviews in the round.
        of: u32,
        /// Right verdicts that it takes.
        needed: u32,
        /// Whether it was passed.
        passed: bool,
        /// Whether another round follows.
        again: bool,
    },
    /// A break.
    Break {
        /// Where in the session.
        progress: Progress,
        /// Whether the participant may go on.
        ready: bool,
        /// Its least length, seconds.
        min_secs: f64,
        /// It ends by itself after this, seconds.
        max_secs: f64,
    },
    /// What the study was about.
    Debrief {
        /// The text.
        text: Arc<str>,
        /// The participant's own results, where the protocol allows.
        results: Option<OwnResults>,
    },
    /// The end.
    Done {
        /// Which.
        ending: Ending,
    },
}

/// Why a brief is shown again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Again {
    /// A question about it was answered wrongly.
    Wrong,
    /// The session was interrupted while the brief was read, or for so long that its delay would have been another.
    Interrupted,
}

impl Screen {
    /// Where in the session; none on pages that belong to no trial.
    pub fn progress(&self) -> Option<&Progress> {
        match self {
            Self::Brief { progress, .. }
            | Self::Question { progress, .. }
            | Self::Arithmetic { progress, .. }
            | Self::TwoBack { progress, .. }
            | Self::Rest { progress }
            | Self::Review { progress, .. }
            | Self::Confidence { progress, .. }
            | Self::Feedback { progress, .. }
            | Self::Break { progress, .. } => Some(progress),
            Self::Consent { .. }
            | Self::Instructions { .. }
            | Self::Questionnaire { .. }
            | Self::PracticeResult { .. }
            | Self::Debrief { .. }
            | Self::Done { .. } => None,
        }
    }

    /// The same page without the board of agents, which changes while a page stays.
    pub fn without_board(mut self) -> Self {
        match &mut self {
            Self::Brief { progress, .. }
            | Self::Question { progress, .. }
            | Self::Arithmetic { progress, .. }
            | Self::TwoBack { progress, .. }
            | Self::Rest { progress }
            | Self::Review { progress, .. }
            | Self::Confidence { progress, .. }
            | Self::Feedback { progress, .. }
            | Self::Break { progress, .. } => progress.agents = None,
            _ => {}
        }
        self
    }
}

/// What a question is part of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heading {
    /// Questions about the participant's person.
    Demographics,
    /// NASA-TLX.
    Workload {
        /// Whether it is about the block just done, and not about the whole session.
        of_block: bool,
    },
    /// A questionnaire of the study's own, with its title.
    Own(Arc<str>),
}

/// One question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// One of a few answers.
    Choice {
        /// The question.
        text: Arc<str>,
        /// Its options.
        options: Arc<[String]>,
    },
    /// A point of a scale.
    Scale {
        /// The question.
        text: Arc<str>,
        /// The low end's name.
        low: Arc<str>,
        /// The high end's name.
        high: Arc<str>,
        /// How many points.
        points: u32,
    },
    /// An answer in words.
    Text {
        /// The question.
        text: Arc<str>,
    },
    /// NASA-TLX's six ratings.
    TlxRatings,
    /// Which of two contributed more to the workload.
    TlxPair {
        /// Shown first.
        left: TlxScale,
        /// Shown second.
        right: TlxScale,
    },
}

/// A participant's own results: counts and a mean, nothing of any one review.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OwnResults {
    /// Reviews that count.
    pub reviews: u32,
    /// Of these, with the right verdict.
    pub right: u32,
    /// Mean length of a review, seconds.
    pub mean_review_secs: f64,
}

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Everything was done.
    Complete,
    /// Everything was done that this sitting holds.
    SittingOver {
        /// How many more there are.
        left: u32,
        /// The next one begins after this at the earliest, seconds.
        least_secs: u64,
    },
    /// Consent was declined.
    Declined,
    /// The last round of practice was not passed, and the protocol ends the session there.
    PracticeNotPassed,
    /// The participant stopped.
    Withdrawn {
        /// Whether they ask that what was recorded be deleted.
        erase: bool,
    },
}

/// Where in the session: reviews ended, of how many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// Reviews that have ended.
    pub done: u32,
    /// Reviews in this sitting.
    pub of: u32,
    /// Whether the present trial is practice.
    pub practice: bool,
    /// Briefs that were read and whose review is still to come, the one on screen left out.
    pub outstanding: u32,
    /// The agents, where there is a board of them.
    pub agents: Option<Arc<[Agent]>>,
}

/// How a batch is read: what is marked, unfolded and shown beside the decisions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    /// Which decisions are marked as suspect, one flag each; decisions beyond the last flag are not.
    pub suspect: Arc<[bool]>,
    /// Whose output is shown whole, likewise.
    pub unfolded: Arc<[bool]>,
    /// Whether diffs are side by side.
    pub side_by_side: bool,
    /// Whether what the checks printed is shown.
    pub cues_open: bool,
    /// Whether the page of keys covers the review.
    pub help_open: bool,
    /// Whether the field to search in is there.
    pub search_open: bool,
}
