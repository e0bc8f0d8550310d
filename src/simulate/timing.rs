//! How well a protocol keeps its delays, and how much of a session is spent waiting: whole sessions of SIMULATED people,
//! each at a pace of their own, through the participants' own door.

use super::attend::attend;
use super::dice::Dice;
use super::expertise::Expertise;
use super::participant::Participant;
use super::run::{Progress, code, packs};
use super::sittings;
use crate::problem::Outcome;
use crate::protocol::plan::Plan;
use crate::protocol::{self, Loaded, design};
use crate::scenario::Library;
use crate::session::event::{Event, StampedEvent};
use crate::session::measure;
use rayon::prelude::*;
use serde::Serialize;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// Spread of people's paces on top of what the simulated people have anyhow, standard deviation of the logarithm.
pub const PACE_LOG_SD: f64 = 0.25;
/// What a protocol should reach: median |d − target| of its target, or seconds; 95th percentile of its target; waiting of
/// the session.
const MEDIAN_SHARE: f64 = 0.05;
const MEDIAN_SECS: f64 = 5.0;
const P95_SHARE: f64 = 0.2;
const WAITING_SHARE: f64 = 0.1;

/// What so many sessions came to. Practice and attention checks are left out of everything but lengths and waiting.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Timing {
    /// Always true.
    pub simulated: bool,
    /// The protocol's id.
    pub protocol: String,
    /// How many sessions.
    pub sessions: u32,
    /// Length of a session, all sittings of a person together, minutes.
    pub minutes: Quantiles,
    /// Time in fillers of all time.
    pub waiting_share: f64,
    /// The same, session by session.
    pub waiting_shares: Quantiles,
    /// |d − target| over all reviews, seconds.
    pub miss_secs: Quantiles,
    /// The same as a share of the target, over reviews with a delay.
    pub miss_share: Quantiles,
    /// One for each delay, the shortest first.
    pub delays: Vec<DelayTiming>,
    /// One for each number of agents that may be at work at once, the smallest first.
    pub agents: Vec<AgentsTiming>,
    /// Whether the median of |d − target| is at most 5 % of the target or 5 s.
    pub median_reached: bool,
    /// Whether its 95th percentile is at most 20 % of the target.
    pub p95_reached: bool,
    /// Whether at most 10 % of the time is spent waiting.
    pub waiting_reached: bool,
}

/// Reviews of one target delay.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DelayTiming {
    /// Seconds.
    pub target_secs: f64,
    /// How many.
    pub reviews: u32,
    /// d as it happened, seconds, mean.
    pub delay_secs: f64,
    /// |d − target|, seconds.
    pub miss_secs: Quantiles,
    /// Share of reviews that came more than a fifth of the target late (of those without delay: more than a second).
    pub late_share: f64,
    /// Mean rank of the brief in its session, from 1: what a change of order does to the counterbalancing.
    pub brief_rank: f64,
    /// Mean rank of the review, from 1.
    pub review_rank: f64,
}

/// Reviews at one number of agents.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AgentsTiming {
    /// How many briefs may be outstanding at once.
    pub outstanding_max: u32,
    /// How many reviews.
    pub reviews: u32,
    /// Briefs outstanding when a review began, that one's own included.
    pub outstanding: Quantiles,
    /// The most of them in a session at this number.
    pub most: Quantiles,
    /// |d − target|, seconds.
    pub miss_secs: Quantiles,
}

/// Median, 95th percentile, mean and extremes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Quantiles {
    /// Mean.
    pub mean: f64,
    /// Median.
    pub q50: f64,
    /// 95th percentile.
    pub q95: f64,
    /// The greatest.
    pub max: f64,
}

impl Quantiles {
    /// By the inverse of the empirical distribution function; zeros of nothing.
    fn of(mut values: Vec<f64>) -> Self {
        values.sort_unstable_by(f64::total_cmp);
        let at = |p: f64| {
            let rank = (p * values.len() as f64).ceil() as usize;
            values.get(rank.saturating_sub(1)).copied().unwrap_or_default()
        };
        let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
        Self { mean, q50: at(0.5), q95: at(0.95), max: at(1.0) }
    }
}

/// Runs so many SIMULATED people through the protocol, over the rows of its design in turn.
///
/// # Errors
/// Where a plan cannot be drawn or a session cannot go on.
pub fn timing(
    loaded: &Loaded,
    library: &Library,
    sessions: u32,
    seed: u64,
    progress: &(dyn Fn(Progress) + Sync),
) -> Outcome<Timing> {
    let expertise = Arc::new(Expertise::from_packs(&packs(loaded, library)?)?);
    let rows = design::square_rows(&loaded.protocol).max(1);
    let done = AtomicU32::new(0);
    let sat: Vec<Sat> = (0..sessions)
        .into_par_iter()
        .map(|number| {
            let mut plan = Arc::new(protocol::draw(loaded, library, number % rows)?);
            let stimuli: Arc<[_]> = protocol::stimuli(&plan, library)?.into();
            let id = code(number + 1);
            let pace = Dice::new(seed, &[&id, "pace"]).around(1.0, PACE_LOG_SD);
            let mut participant = Participant::at_pace(seed, &id, expertise.clone(), pace);
            let mut sat = Sat::default();
            loop {
                let mut events = Vec::new();
                attend(plan.clone(), stimuli.clone(), &mut participant, &mut |happened| {
                    events.extend_from_slice(happened);
                    Ok(())
                })?;
                sat.add(&plan, &events);
                match sittings::next(&plan, &events, &mut participant, seed, &id) {
                    Some(next) => plan = Arc::new(next),
                    None => break,
                }
            }
            progress(Progress { done: done.fetch_add(1, Ordering::Relaxed) + 1, of: sessions });
            Ok(sat)
        })
        .collect::<Outcome<_>>()?;
    Ok(summary(loaded.protocol.id.clone(), &sat))
}

/// What is kept of a person's session, or of all their sittings.
#[derive(Default)]
struct Sat {
    secs: f64,
    waited_secs: f64,
    /// Main trials whose brief was over, in that order.
    briefs: Vec<u32>,
    reviews: Vec<Kept>,
}

/// What is kept of a review.
struct Kept {
    outstanding_max: u32,
    outstanding: f64,
    target_secs: f64,
    delay_secs: f64,
    brief_rank: f64,
    review_rank: f64,
}

impl Sat {
    /// Takes in one more sitting.
    fn add(&mut self, plan: &Plan, events: &[StampedEvent]) {
        let secs = |nanos: u64| nanos as f64 / 1e9;
        let main = |trial: u32| plan.trials.get(trial as usize).filter(|planned| planned.is_main());
        let (mut waited, mut since) = (0, None);
        for event in events {
            match event.value {
                Event::FillerStarted => since = Some(event.at_nanos),
                Event::FillerEnded => waited += event.at_nanos - since.take().unwrap_or(event.at_nanos),
                Event::BriefEnded { trial, .. } if main(trial).is_some() => self.briefs.push(trial),
                _ => {}
            }
        }
        for review in measure::reviews(plan, events) {
            let Some(planned) = main(review.trial) else { continue };
            let rank = self.briefs.iter().position(|trial| *trial == review.trial).unwrap_or(0);
            self.reviews.push(Kept {
                outstanding_max: plan.outstanding_max_at(planned),
                outstanding: f64::from(review.outstanding) + 1.0,
                target_secs: planned.delay_target_secs,
                delay_secs: review.delay_secs,
                brief_rank: 1.0 + rank as f64,
                review_rank: 1.0 + self.reviews.len() as f64,
            });
        }
        self.secs += events.last().map_or(0.0, |event| secs(event.at_nanos));
        self.waited_secs += secs(waited);
    }
}

fn summary(protocol: String, sat: &[Sat]) -> Timing {
    let all: Vec<&Kept> = sat.iter().flat_map(|one| &one.reviews).collect();
    let miss = |kept: &Kept| (kept.delay_secs - kept.target_secs).abs();
    let miss_secs = Quantiles::of(all.iter().map(|kept| miss(kept)).collect());
    let delayed = all.iter().filter(|kept| kept.target_secs > 0.0);
    let miss_share = Quantiles::of(delayed.map(|kept| miss(kept) / kept.target_secs).collect());
    let total: f64 = sat.iter().map(|one| one.secs).sum();
    let waiting_share = sat.iter().map(|one| one.waited_secs).sum::<f64>() / total.max(1.0);
    let mut targets: Vec<f64> = all.iter().map(|kept| kept.target_secs).collect();
    targets.sort_unstable_by(f64::total_cmp);
    targets.dedup();
    let delay = |target: f64| {
        let of_it: Vec<&&Kept> = all.iter().filter(|kept| kept.target_secs == target).collect();
        let mean = |value: &dyn Fn(&Kept) -> f64| {
            of_it.iter().map(|kept| value(kept)).sum::<f64>() / of_it.len().max(1) as f64
        };
        let late = |kept: &Kept| miss(kept) > if target > 0.0 { P95_SHARE * target } else { 1.0 };
        DelayTiming {
            target_secs: target,
            reviews: of_it.len() as u32,
            delay_secs: mean(&|kept| kept.delay_secs),
            miss_secs: Quantiles::of(of_it.iter().map(|kept| miss(kept)).collect()),
            late_share: mean(&|kept| f64::from(late(kept))),
            brief_rank: mean(&|kept| kept.brief_rank),
            review_rank: mean(&|kept| kept.review_rank),
        }
    };
    let mut levels: Vec<u32> = all.iter().map(|kept| kept.outstanding_max).collect();
    levels.sort_unstable();
    levels.dedup();
    let at_level = |level: u32| {
        let of_it = |kept: &&Kept| kept.outstanding_max == level;
        let outstanding = |one: &Sat| -> Vec<f64> {
            one.reviews.iter().filter(of_it).map(|kept| kept.outstanding).collect()
        };
        let here: Vec<f64> = sat.iter().flat_map(outstanding).collect();
        let most = sat.iter().filter_map(|one| outstanding(one).into_iter().reduce(f64::max)).collect();
        AgentsTiming {
            outstanding_max: level,
            reviews: here.len() as u32,
            outstanding: Quantiles::of(here),
            most: Quantiles::of(most),
            miss_secs: Quantiles::of(all.iter().copied().filter(of_it).map(miss).collect()),
        }
    };
    Timing {
        simulated: true,
        protocol,
        sessions: sat.len() as u32,
        minutes: Quantiles::of(sat.iter().map(|one| one.secs / 60.0).collect()),
        waiting_share,
        waiting_shares: Quantiles::of(sat.iter().map(|one| one.waited_secs / one.secs.max(1.0)).collect()),
        delays: targets.into_iter().map(delay).collect(),
        agents: levels.into_iter().map(at_level).collect(),
        median_reached: miss_share.q50 <= MEDIAN_SHARE || miss_secs.q50 <= MEDIAN_SECS,
        p95_reached: miss_share.q95 <= P95_SHARE,
        waiting_reached: waiting_share <= WAITING_SHARE,
        miss_secs,
        miss_share,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::example::{plan_of, trial_of};
    use crate::session::input::{Stamped, Verdict};

    #[test]
    fn quantiles_are_those_of_the_values() {
        let hundred = Quantiles::of((1..=100).rev().map(f64::from).collect());
        assert_eq!(hundred, Quantiles { mean: 50.5, q50: 50.0, q95: 95.0, max: 100.0 });
        assert_eq!(Quantiles::of(vec![]), Quantiles::default());
    }

    /// Two trials, the second in the first one's delay of 100 s: 40 s of filler, then a review 30 s late.
    #[test]
    fn a_session_is_summed_up_as_it_happened() {
        let plan = plan_of(2, vec![trial_of(100.0), trial_of(0.0)]);
        let at = |secs: u64, value| Stamped { at_nanos: secs * 1_000_000_000, value };
        let accept = |trial| Event::VerdictGiven { trial, verdict: Verdict::Accept };
        let events = [
            at(20, Event::BriefEnded { trial: 0, passed: true }),
            at(20, Event::FillerStarted),
            at(60, Event::FillerEnded),
            at(90, Event::BriefEnded { trial: 1, passed: true }),
            at(90, Event::ReviewShown { trial: 1, outstanding: 1 }),
            at(140, accept(1)),
            at(150, Event::ReviewShown { trial: 0, outstanding: 0 }),
            at(200, accept(0)),
        ];
        let mut sat = Sat::default();
        sat.add(&plan, &events);
        let timing = summary("x".to_owned(), &[sat]);
        assert_eq!(timing.waiting_share, 0.2);
        assert_eq!((timing.miss_share.q50, timing.miss_secs.max), (0.3, 30.0));
        let [two] = timing.agents.as_slice() else { panic!("{:?}", timing.agents) };
        assert_eq!((two.outstanding_max, two.reviews), (2, 2));
        assert_eq!((two.outstanding.mean, two.most.q50, two.miss_secs.mean), (1.5, 2.0, 15.0));
        let [none, long] = timing.delays.as_slice() else { panic!("{:?}", timing.delays) };
        assert_eq!((none.brief_rank, none.review_rank, none.late_share), (2.0, 1.0, 0.0));
        assert_eq!((long.brief_rank, long.review_rank, long.late_share), (1.0, 2.0, 1.0));
        assert_eq!((long.delay_secs, timing.p95_reached, timing.waiting_reached), (130.0, false, false));
    }
}
