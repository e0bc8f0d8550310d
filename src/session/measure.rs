//! What the dataset needs of each review, from a plan and a journal's events alone: no packs, no session.
//!
//! A pure fold. Times are differences of stamps; where a crash fell into a review, the gap (from the last event
//! before it to the first frame after it) is no part of any of them.

use super::event::{Event, StampedEvent};
use super::input::{FrameFacts, Verdict};
use super::secs_from_nanos;
use crate::protocol::plan::Plan;
use crate::protocol::sittings::Carried;
use std::collections::{BTreeMap, BTreeSet};

/// One review that ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Review {
    /// Index into the plan's trials, from 0.
    pub trial: u32,
    /// d as it happened: from the brief's end to the review's first frame, seconds.
    pub delay_secs: f64,
    /// Other briefs outstanding at the review's first frame.
    pub outstanding: u32,
    /// What was said; none where the time ran out.
    pub verdict: Option<Verdict>,
    /// Whether the time ran out.
    pub timed_out: bool,
    /// 1 (guessing) to 5 (certain); none where the time ran out, or where the session broke off before it was asked.
    pub confidence: Option<u8>,
    /// From the review's first frame to the verdict or to the time limit, seconds.
    pub review_secs: f64,
    /// From the review's first frame to the first thing done in it (a decision opened or closed, the brief opened, the
    /// verdict), seconds. Scrolling is left out: the first of it is the window's own, on laying the batch out.
    pub first_action_secs: Option<f64>,
    /// How often the brief was opened during the review.
    pub brief_reopens: u32,
    /// How long it was open in all, seconds.
    pub brief_secs: f64,
    /// How many different decisions were opened.
    pub decisions_opened: u32,
    /// How often the window lost focus during the review.
    pub focus_losses: u32,
    /// What was observed of the frames, as far as the window told it.
    pub frames: Option<FrameFacts>,
    /// How often the window was resized or moved to another display while the review was on it.
    pub display_changes: u32,
    /// Presses that did not count, from the turn to the review's page to its end.
    pub presses_ignored: u32,
    /// How often the wall clock was set or the computer slept, from the brief's end to the review's.
    pub clock_jumps: u32,
    /// Whether a crash fell into the review.
    pub interrupted: bool,
    /// Whether the comprehension check was passed.
    pub comprehension_passed: bool,
    /// How often the brief was given again after an outage.
    pub brief_repeats: u32,
    /// Whether the wall clock had to carry the delay over an outage, or from one sitting to the next, where no monotonic
    /// clock survives.
    pub delay_by_wall_clock: bool,
    /// Stamp of the verdict or of the time limit.
    pub ended_at_nanos: u64,
}

/// The ended reviews of a session, in the order in which they ended. Events about trials that the plan does not have are
/// passed over.
pub fn reviews(plan: &Plan, events: &[StampedEvent]) -> Vec<Review> {
    let carried = |one: &Carried| {
        let ended_nanos = -i64::try_from(one.since_brief_nanos).unwrap_or(i64::MAX);
        (one.trial, BriefOver { ended_nanos, passed: one.passed, by_wall_clock: true, clock_jumps: 0 })
    };
    let briefs = plan.carried.iter().map(carried).collect();
    let mut fold = Fold { trials: plan.trials.len(), briefs, ..Fold::default() };
    for event in events {
        fold.take(event.at_nanos, &event.value);
        fold.last_nanos = event.at_nanos;
    }
    fold.ended
}

/// What was read so far.
#[derive(Default)]
struct Fold {
    trials: usize,
    /// Stamp of the event before the present one.
    last_nanos: u64,
    /// Trial → its brief as it last ended.
    briefs: BTreeMap<u32, BriefOver>,
    /// Trial → how often its brief was given again after an outage.
    repeats: BTreeMap<u32, u32>,
    /// Presses that did not count since the last page was answered.
    presses_ignored: u32,
    /// The review on the display.
    now: Option<Open>,
    ended: Vec<Review>,
}

/// A brief that is over.
#[derive(Debug, Clone, Copy)]
struct BriefOver {
    /// Before 0: in the sitting before.
    ended_nanos: i64,
    /// Whether the check was passed.
    passed: bool,
    /// Whether an outage or the time between two sittings lies before the review.
    by_wall_clock: bool,
    /// How often the wall clock was set or the computer slept since.
    clock_jumps: u32,
}

/// A review that has begun and not ended.
struct Open {
    review: Review,
    /// First frame of the present visible segment.
    since_nanos: Option<u64>,
    /// Length of the visible segments before, nanoseconds.
    spent_nanos: u64,
    brief_since_nanos: Option<u64>,
    brief_nanos: u64,
    opened: BTreeSet<u32>,
}

impl Fold {
    fn take(&mut self, at: u64, event: &Event) {
        match event {
            Event::BriefEnded { trial, passed } => {
                let over = BriefOver {
                    ended_nanos: signed(at),
                    passed: *passed,
                    by_wall_clock: false,
                    clock_jumps: 0,
                };
                self.briefs.insert(*trial, over);
            }
            Event::ReviewShown { trial, outstanding } => self.show(at, *trial, *outstanding),
            Event::Resumed { repeated, .. } => {
                for over in self.briefs.values_mut() {
                    over.by_wall_clock = true;
                }
                for trial in repeated {
                    *self.repeats.entry(*trial).or_default() += 1;
                }
                if let Some(open) = &mut self.now {
                    open.pause(self.last_nanos);
                    open.review.interrupted = true;
                }
            }
            Event::VerdictGiven { trial, verdict } => self.end(at, *trial, Some(verdict)),
            Event::TimedOut { trial } => self.end(at, *trial, None),
            Event::ConfidenceGiven { trial, confidence } => {
                if let Some(review) = self.ended.iter_mut().rfind(|review| review.trial == *trial) {
                    review.confidence = Some(*confidence);
                }
            }
            Event::Frames { trial, facts } => {
                let open = self.now.as_mut().map(|open| &mut open.review);
                let of_it = |review: &&mut Review| review.trial == *trial;
                if let Some(review) = open.filter(of_it).or_else(|| self.ended.last_mut().filter(of_it)) {
                    review.frames = Some(*facts);
                }
            }
            Event::PressIgnored { .. } => self.presses_ignored += 1,
            Event::ClockJumped { .. } => {
                for over in self.briefs.values_mut() {
                    over.clock_jumps += 1;
                }
            }
            other => {
                if let Some(open) = &mut self.now {
                    open.explore(at, other);
                }
            }
        }
        // Presses from then on are meant for the next page. A filler ends without deciding anything.
        if event.ends_page() || *event == Event::FillerEnded {
            self.presses_ignored = 0;
        }
    }

    fn show(&mut self, at: u64, trial: u32, outstanding: u32) {
        if let Some(open) = self.now.as_mut().filter(|open| open.review.trial == trial) {
            open.since_nanos.get_or_insert(at);
            return;
        }
        let brief = self.briefs.get(&trial).copied();
        if let Some(brief) = brief.filter(|_| (trial as usize) < self.trials) {
            let mut open = Open::new(trial, at);
            open.review.delay_secs =
                secs_from_nanos(at.saturating_add_signed(brief.ended_nanos.saturating_neg()));
            open.review.outstanding = outstanding;
            open.review.comprehension_passed = brief.passed;
            open.review.brief_repeats = self.repeats.get(&trial).copied().unwrap_or_default();
            open.review.delay_by_wall_clock = brief.by_wall_clock;
            self.now = Some(open);
        }
    }

    fn end(&mut self, at: u64, trial: u32, verdict: Option<&Verdict>) {
        if let Some(mut open) = self.now.take_if(|open| open.review.trial == trial) {
            if verdict.is_some() {
                open.act(at);
            }
            open.pause(at);
            open.review.presses_ignored = self.presses_ignored;
            open.review.clock_jumps = self.briefs.get(&trial).map_or(0, |brief| brief.clock_jumps);
            self.ended.push(Review {
                verdict: verdict.cloned(),
                timed_out: verdict.is_none(),
                review_secs: secs_from_nanos(open.spent_nanos),
                brief_secs: secs_from_nanos(open.brief_nanos),
                decisions_opened: open.opened.len() as u32,
                ended_at_nanos: at,
                ..open.review
            });
        }
    }
}

/// A stamp that may also lie before a sitting's beginning.
fn signed(at: u64) -> i64 {
    i64::try_from(at).unwrap_or(i64::MAX)
}

impl Open {
    fn new(trial: u32, at: u64) -> Self {
        let review = Review {
            trial,
            delay_secs: 0.0,
            outstanding: 0,
            verdict: None,
            timed_out: false,
            confidence: None,
            review_secs: 0.0,
            first_action_secs: None,
            brief_reopens: 0,
            brief_secs: 0.0,
            decisions_opened: 0,
            focus_losses: 0,
            frames: None,
            display_changes: 0,
            presses_ignored: 0,
            clock_jumps: 0,
            interrupted: false,
            comprehension_passed: false,
            brief_repeats: 0,
            delay_by_wall_clock: false,
            ended_at_nanos: at,
        };
        Self {
            review,
            since_nanos: Some(at),
            spent_nanos: 0,
            brief_since_nanos: None,
            brief_nanos: 0,
            opened: BTreeSet::new(),
        }
    }

    fn explore(&mut self, at: u64, event: &Event) {
        match event {
            Event::DecisionOpened { decision, .. } => {
                self.act(at);
                self.opened.insert(*decision);
            }
            Event::DecisionClosed { .. } => self.act(at),
            Event::BriefReopened { .. } => {
                self.act(at);
                self.review.brief_reopens += 1;
                self.brief_since_nanos.get_or_insert(at);
            }
            Event::BriefClosed { .. } => self.close_brief(at),
            // Before an interrupted review is visible again, nobody is at it.
            Event::FocusLost => self.review.focus_losses += u32::from(self.since_nanos.is_some()),
            // A session that goes on says where the window is before the review is back on it.
            Event::WindowPlaced { .. } if self.since_nanos.is_some() => self.review.display_changes += 1,
            _ => {}
        }
    }

    /// Something was done in the review.
    fn act(&mut self, at: u64) {
        if let (None, Some(since)) = (self.review.first_action_secs, self.since_nanos) {
            let visible = self.spent_nanos + at.saturating_sub(since);
            self.review.first_action_secs = Some(secs_from_nanos(visible));
        }
    }

    fn close_brief(&mut self, at: u64) {
        if let Some(since) = self.brief_since_nanos.take() {
            self.brief_nanos += at.saturating_sub(since);
        }
    }

    /// The review left the display.
    fn pause(&mut self, at: u64) {
        self.close_brief(at);
        if let Some(since) = self.since_nanos.take() {
            self.spent_nanos += at.saturating_sub(since);
        }
    }
}
