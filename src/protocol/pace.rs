//! How long a plan takes, foretold by the rule that will run it.

use super::course::{Part, course};
use super::plan::Plan;
use super::questionnaire::Questionnaire;
use super::queue::{Queue, Waiting};
use super::schedule::{Next, nanos_from_secs, next};
use super::sittings::Carried;
use super::timing::{CHOICE_SECS, PAGE_SECS, reading_secs};
use serde::Serialize;
use std::borrow::Cow;

/// The slowness of somebody who takes half as long again as expected.
pub const SLOW: f64 = 1.5;

/// What to expect of a plan, for a person of some pace.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Expected {
    /// From the consent text to the last page, of all sittings together, minutes; practice that has a criterion is passed in its first round.
    pub minutes: f64,
    /// Share of that time which fillers take, 0 to 1.
    pub waiting_share: f64,
    /// Mean of |d as it happens − its target| over the main trials, seconds.
    pub mean_delay_miss_secs: f64,
    /// The largest of these, seconds.
    pub max_delay_miss_secs: f64,
    /// Every review, in the order in which they take place.
    pub reviews: Vec<ExpectedReview>,
    /// Of each sitting, where there are several.
    #[serde(skip_serializing_if = "one_or_none")]
    pub sitting_minutes: Vec<f64>,
}

fn one_or_none(minutes: &[f64]) -> bool {
    minutes.len() <= 1
}

impl Expected {
    /// The longest sitting, minutes.
    pub fn longest_sitting_minutes(&self) -> f64 {
        self.sitting_minutes.iter().copied().fold(0.0, f64::max)
    }
}

/// One review as it is expected to come about.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ExpectedReview {
    /// Index into the plan's trials.
    pub trial: u32,
    /// When it starts, minutes since its sitting's start.
    pub starts_minute: f64,
    /// d as it happens, seconds.
    pub delay_secs: f64,
    /// Other briefs outstanding at that moment.
    pub outstanding: u32,
}

/// What to expect if everything takes as long as the trials expect. Delays are then what was planned: that is what
/// [`next`] sees to.
pub fn expected(plan: &Plan) -> Expected {
    at_pace(plan, 1.0)
}

/// Runs the plan through [`next`] for a person who takes `slowness` times what is expected for whatever they do. The
/// rule knows only what is expected, so for slow people delays grow: others' reviews are still going on; where the
/// protocol packs by people's own pace, it learns that as it goes.
pub fn at_pace(plan: &Plan, slowness: f64) -> Expected {
    let mut sittings = Vec::new();
    let mut filled = 0;
    let mut reviews = Vec::new();
    let mut plan = Cow::Borrowed(plan);
    loop {
        let sat = sitting(&plan, slowness);
        sittings.push(sat.now);
        filled += sat.filled;
        reviews.extend(sat.reviews);
        if plan.is_last_sitting() {
            break;
        }
        // Whoever comes back does so when the reviews that were left open are due.
        let since = |trial: u32| {
            plan.trials.get(trial as usize).map_or(0, |trial| nanos_from_secs(trial.delay_target_secs))
        };
        let carried = |trial| Carried { trial, passed: true, since_brief_nanos: since(trial) };
        plan = Cow::Owned(plan.at_sitting(plan.sitting + 1, plan.left_open().map(carried).collect()));
    }
    let misses: Vec<f64> = reviews
        .iter()
        .filter_map(|review: &ExpectedReview| Some((review, plan.trials.get(review.trial as usize)?)))
        .filter(|(_, trial)| trial.is_main())
        .map(|(review, trial)| (review.delay_secs - trial.delay_target_secs).abs())
        .collect();
    let minutes = |nanos: u64| nanos as f64 / 60e9;
    let all = sittings.iter().sum::<u64>();
    Expected {
        minutes: minutes(all),
        waiting_share: filled as f64 / all.max(1) as f64,
        mean_delay_miss_secs: misses.iter().sum::<f64>() / misses.len().max(1) as f64,
        max_delay_miss_secs: misses.iter().copied().fold(0.0, f64::max),
        reviews,
        sitting_minutes: sittings.into_iter().map(minutes).collect(),
    }
}

/// One sitting.
fn sitting(plan: &Plan, slowness: f64) -> Pace<'_> {
    let mut pace = Pace { plan, slowness, now: 0, filled: 0, queue: Queue::of(plan), reviews: Vec::new() };
    pace.takes(opening_secs(plan));
    let mut passed = false;
    for part in course(plan) {
        match part {
            Part::Trials { until, round: Some(_), .. } if passed => pace.queue.skip_until(until),
            Part::Trials { until, round, .. } => {
                pace.trials(until);
                passed = round.is_some();
                if passed {
                    pace.takes(PAGE_SECS);
                }
            }
            Part::Questionnaire { index, .. } => {
                pace.takes(plan.questionnaires.get(index as usize).map_or(0.0, Questionnaire::expected_secs));
            }
            // A break is as long as it is for whoever needs it: halfway between its bounds.
            Part::Break { .. } => {
                pace.now += nanos_from_secs((plan.breaks.min_secs + plan.breaks.max_secs) / 2.0);
            }
            Part::Debrief => pace.takes(PAGE_SECS + reading_secs(&plan.debrief.text)),
        }
    }
    pace
}

/// Consent, demographics and instructions, seconds.
fn opening_secs(plan: &Plan) -> f64 {
    let pages = plan.instructions.iter().map(|page| reading_secs(&page.text)).sum::<f64>();
    let asked = plan.demographics.iter().map(|one| reading_secs(&one.text) + CHOICE_SECS).sum::<f64>();
    reading_secs(&plan.consent) + if plan.sitting > 1 { pages } else { asked + pages }
}

/// Somebody on their way through a plan.
struct Pace<'a> {
    plan: &'a Plan,
    slowness: f64,
    now: u64,
    /// Time in fillers, nanoseconds.
    filled: u64,
    queue: Queue,
    reviews: Vec<ExpectedReview>,
}

impl Pace<'_> {
    fn takes(&mut self, secs: f64) {
        self.now += nanos_from_secs(secs * self.slowness);
    }

    /// One part's trials.
    fn trials(&mut self, until: u32) {
        let plan = self.plan;
        loop {
            match next(plan, self.now, until, &self.queue) {
                Next::Begin(trial) => {
                    let Some(planned) = plan.trials.get(trial as usize) else { break };
                    self.takes(planned.expected_brief_secs);
                    let taken = planned.expected_brief_secs * self.slowness;
                    self.queue.tempo.saw_brief(taken, planned.expected_brief_secs);
                    let due_nanos = self.now + nanos_from_secs(planned.delay_target_secs);
                    self.queue.begin(trial);
                    if !planned.later {
                        self.queue.waiting.push(Waiting { trial, due_nanos });
                    }
                }
                Next::Review(trial) => {
                    let Some(planned) = plan.trials.get(trial as usize) else { break };
                    let waited = self.queue.review(trial).filter(|_| !plan.is_foreign(trial));
                    let late = waited.map_or(0, |one| self.now - one.due_nanos);
                    self.reviews.push(ExpectedReview {
                        trial,
                        starts_minute: self.now as f64 / 60e9,
                        delay_secs: planned.delay_target_secs + late as f64 / 1e9,
                        outstanding: self.queue.waiting.len() as u32,
                    });
                    self.takes(planned.expected_review_secs);
                    let taken = planned.expected_review_secs * self.slowness;
                    self.queue.tempo.saw_review(taken, planned.expected_review_secs);
                }
                Next::Fill { until_nanos } => {
                    self.filled += until_nanos - self.now;
                    self.now = until_nanos;
                }
                Next::End => break,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::example::{plan_of, trial_of};
    use crate::protocol::sittings::Sittings;
    use proptest::prelude::*;

    #[test]
    fn trials_without_delay_follow_each_other_without_waiting() {
        let expected = expected(&plan_of(3, vec![trial_of(0.0), trial_of(0.0)]));
        assert!((expected.minutes - 3.0).abs() < 1e-9, "two briefs of 30 s, two reviews of 60 s");
        assert_eq!(expected.waiting_share, 0.0);
        assert_eq!(expected.mean_delay_miss_secs, 0.0);
    }

    #[test]
    fn a_short_trial_is_packed_into_a_long_delay() {
        let expected = expected(&plan_of(2, vec![trial_of(120.0), trial_of(0.0)]));
        assert_eq!(expected.reviews.iter().map(|review| review.trial).collect::<Vec<_>>(), [1, 0]);
        assert_eq!(expected.reviews.iter().map(|review| review.outstanding).collect::<Vec<_>>(), [1, 0]);
        assert!((expected.minutes - 3.5).abs() < 1e-9, "30 + 120 + 60 s, the other trial inside");
        assert!((expected.waiting_share - 30.0 / 210.0).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn every_trial_is_reviewed_once_and_none_before_its_time(
            delays in prop::collection::vec(0_u32..600, 1..20),
            outstanding_max in 1_u32..5,
            slowness in 0.3_f64..3.0,
        ) {
            let plan = plan_of(outstanding_max, delays.iter().map(|delay| trial_of(f64::from(*delay))).collect());
            let pace = at_pace(&plan, slowness);
            let mut reviewed: Vec<u32> = pace.reviews.iter().map(|review| review.trial).collect();
            reviewed.sort_unstable();
            prop_assert_eq!(reviewed, (0..delays.len() as u32).collect::<Vec<_>>());
            for review in &pace.reviews {
                prop_assert!(review.delay_secs >= f64::from(delays[review.trial as usize]));
                prop_assert!(review.outstanding < outstanding_max);
            }
            prop_assert_eq!(expected(&plan).max_delay_miss_secs, 0.0);
        }
    }

    #[test]
    fn a_delay_that_ends_in_the_next_sitting_is_waited_for_by_nobody() {
        let mut trials = vec![trial_of(86_400.0), trial_of(0.0)];
        trials[0].later = true;
        let mut plan = plan_of(1, trials);
        plan.sittings = Sittings { count: 2, min_gap_secs: 0.0, later_secs: vec![86_400.0] };
        let expected = expected(&plan);
        assert_eq!(expected.sitting_minutes, [2.0, 1.0], "two briefs of 30 s and a review of 60 s; a review");
        assert_eq!((expected.minutes, expected.waiting_share), (3.0, 0.0));
        assert_eq!(expected.reviews.iter().map(|review| review.trial).collect::<Vec<_>>(), [1, 0]);
        assert_eq!((expected.reviews[1].delay_secs, expected.reviews[1].outstanding), (86_400.0, 0));
    }

    #[test]
    fn for_a_slow_person_delays_grow() {
        let plan = plan_of(2, vec![trial_of(100.0), trial_of(0.0)]);
        let slow = at_pace(&plan, 1.5);
        assert!((slow.max_delay_miss_secs - 35.0).abs() < 1e-6, "45 s of brief and 90 s of review in 100 s");
    }

    #[test]
    fn with_one_brief_at_a_time_every_delay_is_waited_for() {
        let expected = expected(&plan_of(1, vec![trial_of(120.0), trial_of(0.0)]));
        assert!((expected.minutes - 5.0).abs() < 1e-9);
        assert_eq!(expected.max_delay_miss_secs, 0.0);
    }
}
