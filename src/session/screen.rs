//! All that may be drawn. By its type it holds no ground truth.

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
        /// Whether it is shown again because a question was answered wrongly.
        again: bool,
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
    /// The end.
    Done {
        /// Whether all trials were done (and not: consent declined).
        complete: bool,
    },
}

/// Where in the session: reviews ended, of how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Reviews that have ended.
    pub done: u32,
    /// Reviews in the plan.
    pub of: u32,
    /// Whether the present trial is practice.
    pub practice: bool,
    /// Briefs that were read and whose review is still to come, the one on screen left out.
    pub outstanding: u32,
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
