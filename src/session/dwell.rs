//! How each decision of each review was read, from a plan and a journal's events alone: order, dwell, revisits, scroll.
//!
//! A pure fold. Time counts while the review is on the display, the window has the focus and nothing covers the page;
//! the gap of a crash is no part of it. What is in view is known to a tenth of a second, the most often that scrolling
//! is recorded.

use super::event::{Event, StampedEvent};
use super::input::{JumpBy, Verdict};
use super::secs_from_nanos;
use crate::protocol::plan::Plan;

/// What must stay on the display at a stretch to count as seen, nanoseconds: what comes into view while a list is
/// scrolled past is not, and an opened decision has its true place by then.
const SEEN_AFTER_NANOS: u64 = 250_000_000;

/// One decision of a review that ended.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DecisionReading {
    /// Place among the decisions opened, by when each was first opened, from 1; none where it never was.
    pub order: Option<u32>,
    /// From the review's first frame to its first opening, seconds.
    pub opened_first_secs: Option<f64>,
    /// How often it was opened.
    pub times_opened: u32,
    /// From the review's first frame to when it first came into view, open or not, seconds.
    pub in_view_first_secs: Option<f64>,
    /// How often it came into view, open or not.
    pub times_in_view: u32,
    /// How long any of it was in view, open or not, seconds.
    pub in_view_secs: f64,
    /// How long any of it was in view while it was open, seconds.
    pub dwell_secs: f64,
    /// The same, each moment shared evenly among the open decisions in view: over a batch no more than the review's time.
    pub dwell_share_secs: f64,
    /// How often one came back to it: opened again or, open, come into view again.
    pub revisits: u32,
    /// Percent of its height that was in view for a quarter of a second or longer while it was open; none where it
    /// never was open in view.
    pub seen_percent: Option<u8>,
    /// How often it was marked as suspect.
    pub times_marked: u32,
    /// From the review's first frame to when it was first marked, seconds.
    pub marked_first_secs: Option<f64>,
    /// Whether it was marked when the review ended.
    pub suspect: bool,
    /// Whether all of a long output was shown at some time.
    pub unfolded: bool,
    /// Jumps to it along a file, along marks, along a search.
    pub jumps: [u32; 3],
    /// Whether the verdict names it as the first wrong one.
    pub named: bool,
}

/// How the batch of a review that ended was read.
#[derive(Debug, Clone, PartialEq)]
pub struct ReviewReading {
    /// Index into the plan's trials, from 0.
    pub trial: u32,
    /// One entry a decision, in the batch's order.
    pub decisions: Vec<DecisionReading>,
}

/// The ended reviews of a session, in the order in which they ended, as [`super::measure::reviews`] has them.
pub fn readings(plan: &Plan, events: &[StampedEvent]) -> Vec<ReviewReading> {
    let mut fold = Fold { plan, now: None, focused: true, last_nanos: 0, ended: Vec::new() };
    for event in events {
        fold.take(event.at_nanos, &event.value);
        fold.last_nanos = event.at_nanos;
    }
    fold.ended
}

struct Fold<'a> {
    plan: &'a Plan,
    now: Option<Open>,
    focused: bool,
    /// Stamp of the event before the present one.
    last_nanos: u64,
    ended: Vec<ReviewReading>,
}

impl Fold<'_> {
    fn take(&mut self, at: u64, event: &Event) {
        if let Some(open) = &mut self.now {
            let attended = self.focused && !open.covered;
            // While nothing ran, nobody read.
            let until = if matches!(event, Event::Resumed { .. }) { self.last_nanos } else { at };
            open.pass(until.saturating_sub(self.last_nanos), attended);
        }
        match event {
            Event::ReviewShown { trial, .. } => self.show(*trial),
            Event::FocusLost => self.focused = false,
            Event::FocusGained => self.focused = true,
            Event::Resumed { .. } => {
                self.focused = true;
                if let Some(open) = &mut self.now {
                    open.interrupt();
                }
            }
            Event::VerdictGiven { trial, verdict } => self.end(*trial, Some(verdict)),
            Event::TimedOut { trial } => self.end(*trial, None),
            other => {
                if let Some(open) = &mut self.now {
                    open.take(other);
                }
            }
        }
    }

    fn show(&mut self, trial: u32) {
        match &mut self.now {
            Some(open) if open.trial == trial => open.visible = true,
            _ => {
                self.now =
                    self.plan.trials.get(trial as usize).map(|planned| Open::new(trial, planned.batch_size))
            }
        }
    }

    fn end(&mut self, trial: u32, verdict: Option<&Verdict>) {
        if let Some(open) = self.now.take_if(|open| open.trial == trial) {
            self.ended.push(open.ended(verdict));
        }
    }
}

/// A review that has begun and not ended.
struct Open {
    trial: u32,
    visible: bool,
    /// The page of keys is over it.
    covered: bool,
    /// Visible time so far, nanoseconds.
    nanos: u64,
    opened: u32,
    /// What is in view: first and last, from 0, and how much of them is hidden, percent.
    in_view: Option<(usize, usize, u8, u8)>,
    decisions: Vec<Progress>,
}

/// One decision so far.
#[derive(Default, Clone)]
struct Progress {
    so_far: DecisionReading,
    is_open: bool,
    in_view_nanos: u64,
    dwell_nanos: u64,
    /// Sums of a whole nanosecond's share, so a float.
    dwell_share_nanos: f64,
    visits: u32,
    /// One bit a percent of the height, from the top.
    seen: u128,
}

impl Open {
    fn new(trial: u32, batch_size: u32) -> Self {
        let decisions = vec![Progress::default(); batch_size as usize];
        Self { trial, visible: true, covered: false, nanos: 0, opened: 0, in_view: None, decisions }
    }

    /// Lets time pass.
    fn pass(&mut self, nanos: u64, attended: bool) {
        if !self.visible {
            return;
        }
        self.nanos += nanos;
        let Some((first, last, above, below)) = self.in_view.filter(|_| attended) else { return };
        let shown = self.decisions.get_mut(first..=last).unwrap_or_default();
        let open = shown.iter().filter(|decision| decision.is_open).count();
        let length = shown.len();
        for (place, decision) in shown.iter_mut().enumerate() {
            decision.in_view_nanos += nanos;
            if decision.is_open {
                decision.dwell_nanos += nanos;
                decision.dwell_share_nanos += nanos as f64 / open as f64;
                if nanos >= SEEN_AFTER_NANOS {
                    let from = if place == 0 { above } else { 0 };
                    let hidden = if place + 1 == length { below } else { 0 };
                    decision.seen |= percents(from, 100_u8.saturating_sub(hidden));
                }
            }
        }
    }

    fn take(&mut self, event: &Event) {
        let secs = secs_from_nanos(self.nanos);
        match event {
            Event::DecisionOpened { decision, .. } => self.open(*decision, secs),
            Event::DecisionClosed { decision, .. } => {
                if let Some(decision) = self.decision(*decision) {
                    decision.is_open = false;
                }
            }
            Event::Scrolled { first, last, above_percent, below_percent, .. } => {
                let from_zero = |place: u32| (place as usize).saturating_sub(1);
                self.scroll((from_zero(*first), from_zero(*last), *above_percent, *below_percent), secs);
            }
            Event::DecisionMarked { decision, on, .. } => {
                if let Some(decision) = self.decision(*decision) {
                    decision.so_far.suspect = *on;
                    if *on {
                        decision.so_far.times_marked += 1;
                        decision.so_far.marked_first_secs.get_or_insert(secs);
                    }
                }
            }
            Event::OutputUnfolded { decision, on, .. } => {
                if let Some(decision) = self.decision(*decision) {
                    decision.so_far.unfolded |= *on;
                }
            }
            Event::Jumped { decision, by, .. } => {
                if let Some(decision) = self.decision(*decision) {
                    let [file, mark, search] = &mut decision.so_far.jumps;
                    *match by {
                        JumpBy::File => file,
                        JumpBy::Mark => mark,
                        JumpBy::Search => search,
                    } += 1;
                }
            }
            Event::HelpShown { on, .. } => self.covered = *on,
            _ => {}
        }
    }

    fn open(&mut self, place: u32, secs: f64) {
        let in_view = self.in_view;
        let order = self.opened + 1;
        let Some(decision) = self.decision(place) else { return };
        decision.is_open = true;
        decision.so_far.times_opened += 1;
        if in_view.is_some_and(|(first, last, ..)| (first + 1..=last + 1).contains(&(place as usize))) {
            decision.visits += 1;
        }
        if decision.so_far.order.is_none() {
            decision.so_far.order = Some(order);
            decision.so_far.opened_first_secs = Some(secs);
            self.opened = order;
        }
    }

    fn scroll(&mut self, now: (usize, usize, u8, u8), secs: f64) {
        let now = (now.0, now.1.min(self.decisions.len().saturating_sub(1)), now.2, now.3);
        let before = self.in_view.replace(now);
        let rows = (now.1 + 1).saturating_sub(now.0);
        for (place, decision) in self.decisions.iter_mut().enumerate().skip(now.0).take(rows) {
            if before.is_none_or(|(first, last, ..)| !(first..=last).contains(&place)) {
                decision.so_far.times_in_view += 1;
                decision.so_far.in_view_first_secs.get_or_insert(secs);
                decision.visits += u32::from(decision.is_open);
            }
        }
    }

    /// A crash took the review off the display.
    fn interrupt(&mut self) {
        self.visible = false;
        self.covered = false;
        self.in_view = None;
    }

    fn decision(&mut self, place: u32) -> Option<&mut Progress> {
        self.decisions.get_mut((place as usize).checked_sub(1)?)
    }

    fn ended(self, verdict: Option<&Verdict>) -> ReviewReading {
        let named = match verdict {
            Some(Verdict::Reject { index, .. }) => (*index as usize).checked_sub(1),
            _ => None,
        };
        let decisions = self.decisions.into_iter().enumerate().map(|(place, decision)| DecisionReading {
            in_view_secs: secs_from_nanos(decision.in_view_nanos),
            dwell_secs: secs_from_nanos(decision.dwell_nanos),
            dwell_share_secs: decision.dwell_share_nanos / 1e9,
            revisits: decision.visits.saturating_sub(1),
            seen_percent: (decision.visits > 0).then(|| decision.seen.count_ones() as u8),
            named: named == Some(place),
            ..decision.so_far
        });
        ReviewReading { trial: self.trial, decisions: decisions.collect() }
    }
}

/// The bits from percent `from` up to `to`, both 0 to 100.
fn percents(from: u8, to: u8) -> u128 {
    let below = |percent: u8| (1_u128 << percent.min(100)) - 1;
    below(to) & !below(from)
}
