//! What a study of these simulated people should find: C(d,m) by brute force.
//!
//! The people are known, so nothing has to be fitted: each of them reviews many batches at exactly the delay and the
//! size that is asked for, with the same [`super::review::review`] that made the data, on the batches of
//! that size that the study's own plans drew. Every review stands where the estimand of [`crate::stats`] stands:
//! at the mean rank and time on task of the participant's trials, with no other brief outstanding.

use super::dice::Dice;
use super::expertise::Expertise;
use super::memory::{Memory, recalled};
use super::participant::secs_from_nanos;
use super::person::Person;
use super::reading::Sight;
use super::review::{Circumstances, Course, review};
use super::run::pool;
use crate::journal;
use crate::problem::{Outcome, Problem};
use crate::protocol;
use crate::protocol::plan::Plan;
use crate::scenario::Library;
use crate::scenario::view::Brief;
use crate::session::input::Verdict;
use crate::session::measure;
use crate::study::Study;
use crate::surface::{Matrix, Prices};
use rayon::prelude::*;
use serde::Serialize;
use std::sync::Arc;

/// The true surface of SIMULATED people; rows by delay, columns by batch size.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TrueSurface {
    /// Always true: only simulated people are known like this.
    pub simulated: bool,
    /// Delays, seconds.
    pub delay_secs: Vec<f64>,
    /// Batch sizes, decisions.
    pub batch_size: Vec<u32>,
    /// C, person-seconds.
    pub cost_secs: Matrix,
    /// Monte-Carlo standard error of C, person-seconds.
    pub cost_error_secs: Matrix,
    /// E[min(T, T_max) | bad], seconds.
    pub time_bad_secs: Matrix,
    /// E[min(T, T_max) | good], seconds.
    pub time_good_secs: Matrix,
    /// Hit rate, among reviews that came to a verdict in time.
    pub hit: Matrix,
    /// False-alarm rate, likewise.
    pub false_alarm: Matrix,
    /// P(right decision named | hit).
    pub located: Matrix,
}

/// Works out the true surface of a simulated study's people and items, at these delays and batch sizes.
///
/// `reps` reviews a person, cell and kind of batch; with 24 people 400 bring the Monte-Carlo error below 2 %.
///
/// # Errors
/// Where the study cannot be read; where its plans hold no batch of one of the sizes.
pub fn true_surface(
    study: &Study,
    library: &Library,
    seed: u64,
    reps: u32,
    delays: &[f64],
    batch_sizes: &[u32],
    prices: Prices,
) -> Outcome<TrueSurface> {
    let world = World::of(study, library, seed)?;
    let cells: Vec<(f64, u32)> =
        delays.iter().flat_map(|delay| batch_sizes.iter().map(move |size| (*delay, *size))).collect();
    let found: Vec<Cell> = cells
        .par_iter()
        .map(|(delay_secs, batch_size)| world.cell(*delay_secs, *batch_size, reps, prices))
        .collect::<Outcome<_>>()?;
    let matrix = |value: &dyn Fn(&Cell) -> f64| -> Matrix {
        found.chunks(batch_sizes.len().max(1)).map(|row| row.iter().map(value).collect()).collect()
    };
    Ok(TrueSurface {
        simulated: true,
        delay_secs: delays.to_vec(),
        batch_size: batch_sizes.to_vec(),
        cost_secs: matrix(&|cell| cell.bad.cost_secs()),
        cost_error_secs: matrix(&|cell| cell.bad.cost_error_secs()),
        time_bad_secs: matrix(&|cell| cell.bad.mean_secs()),
        time_good_secs: matrix(&|cell| cell.good.mean_secs()),
        hit: matrix(&|cell| cell.bad.reject_rate()),
        false_alarm: matrix(&|cell| cell.good.reject_rate()),
        located: matrix(&|cell| cell.bad.located_rate()),
    })
}

/// Everybody and everything that the study was made of.
struct World {
    seed: u64,
    people: Vec<Reviewer>,
    items: Vec<Item>,
    time_limit_secs: f64,
    comprehension_attempts: u32,
}

/// A person, slowed and quickened as in the middle of their trials.
struct Reviewer {
    id: String,
    person: Person,
    tempo: f64,
}

/// One batch that a plan drew.
struct Item {
    brief: Arc<Brief>,
    sight: Sight,
    /// Options of each comprehension question.
    options: Vec<usize>,
    /// Place of the error, from 1; none in a good batch.
    error_index: Option<u32>,
}

/// One cell of the surface.
struct Cell {
    bad: Tally,
    good: Tally,
}

impl World {
    fn of(study: &Study, library: &Library, seed: u64) -> Outcome<Self> {
        let expertise = Expertise::from_packs(&pool(study, library)?)?;
        let mut world = Self {
            seed,
            people: vec![],
            items: vec![],
            time_limit_secs: study.protocol().protocol.time_limit_secs,
            comprehension_attempts: study.protocol().protocol.comprehension.attempts,
        };
        for participant in study.participants()? {
            let plan = study.plan(&participant.id, library)?;
            let person = Person::draw(seed, &participant.id);
            let tempo = mid_session_tempo(study, &participant.id, &person)?;
            world.people.push(Reviewer { id: participant.id, person, tempo });
            world.add_items(&plan, library, &expertise)?;
        }
        Ok(world)
    }

    fn add_items(&mut self, plan: &Plan, library: &Library, expertise: &Expertise) -> Outcome<()> {
        for (trial, stimulus) in plan.trials.iter().zip(protocol::stimuli(plan, library)?) {
            if trial.is_main() {
                self.items.push(Item {
                    sight: Sight::of(&stimulus.brief, &stimulus.batch, expertise),
                    brief: stimulus.brief,
                    options: stimulus.questions.iter().map(|question| question.options.len()).collect(),
                    error_index: trial.truth.planted.as_ref().map(|planted| planted.error_index),
                });
            }
        }
        Ok(())
    }

    fn cell(&self, delay_secs: f64, batch_size: u32, reps: u32, prices: Prices) -> Outcome<Cell> {
        Ok(Cell {
            bad: self.tally(delay_secs, batch_size, true, reps, prices)?,
            good: self.tally(delay_secs, batch_size, false, reps, prices)?,
        })
    }

    fn tally(
        &self,
        delay_secs: f64,
        batch_size: u32,
        bad: bool,
        reps: u32,
        prices: Prices,
    ) -> Outcome<Tally> {
        let fits = |item: &&Item| {
            item.sight.batch_size() == batch_size as usize && item.error_index.is_some() == bad
        };
        let items: Vec<&Item> = self.items.iter().filter(fits).collect();
        if items.is_empty() {
            let kind = if bad { "bad" } else { "good" };
            return Err(Problem::new(format!(
                "the study's plans hold no {kind} batch of {batch_size} decisions"
            ))
            .todo("ask for batch sizes that the protocol has"));
        }
        let mut tally = Tally::new(prices, self.time_limit_secs);
        for reviewer in &self.people {
            let place = format!("{delay_secs}/{batch_size}/{bad}");
            let mut dice = Dice::new(self.seed, &["truth", &reviewer.id, &place]);
            for _ in 0..reps {
                let Some(item) = items.get(dice.below(items.len())) else { continue };
                let course = self.review(reviewer, item, delay_secs, &mut dice);
                tally.count(item, &course);
            }
        }
        Ok(tally)
    }

    /// One review, from reading the brief on.
    fn review(&self, reviewer: &Reviewer, item: &Item, delay_secs: f64, dice: &mut Dice) -> Course {
        let mut memory = self.briefed(&reviewer.person, item, dice);
        let circumstances = Circumstances { now_secs: delay_secs, outstanding: 0, tempo: reviewer.tempo };
        review(&reviewer.person, &item.sight, &mut memory, circumstances, dice)
    }

    /// What is held of a brief when its check ends, at 0 seconds.
    fn briefed(&self, person: &Person, item: &Item, dice: &mut Dice) -> Memory {
        let mut memory = Memory::of(person, &item.brief, 0.0, dice);
        for round in 1..=self.comprehension_attempts {
            let strength = memory.mean_strength(person, 0.0, 0);
            let right = |options: &usize| {
                let guessed = dice.below(*options) == 0;
                recalled(strength, dice) || guessed
            };
            let passed = item.options.iter().map(right).filter(|right| !right).count() == 0;
            if passed || round == self.comprehension_attempts {
                break;
            }
            memory.read_again(person, 0.0);
        }
        memory
    }
}

/// A person's tempo at the mean rank and the mean time on task of their main reviews.
fn mid_session_tempo(study: &Study, id: &str, person: &Person) -> Outcome<f64> {
    let (mut place, mut ranks, mut onsets_secs, mut n) = (0.0, 0.0, 0.0, 0.0_f64);
    for path in study.journals(id)? {
        let recorded = journal::read(path)?;
        let plan = &recorded.header.plan;
        for review in measure::reviews(plan, &recorded.events) {
            place += 1.0;
            if plan.trials.get(review.trial as usize).is_some_and(|trial| trial.is_main()) {
                ranks += place;
                onsets_secs += secs_from_nanos(review.ended_at_nanos) - review.review_secs;
                n += 1.0;
            }
        }
    }
    Ok(person.tempo(ranks / n.max(1.0), onsets_secs / n.max(1.0)))
}

/// Many reviews of one kind of batch, in one cell.
struct Tally {
    prices: Prices,
    limit_secs: f64,
    reviews: f64,
    judged: f64,
    rejected: f64,
    located: f64,
    secs: f64,
    /// Sum and sum of squares of what the reviews cost, judgement included.
    cost: f64,
    cost_squared: f64,
}

impl Tally {
    fn new(prices: Prices, limit_secs: f64) -> Self {
        let (reviews, judged, rejected, located) = (0.0, 0.0, 0.0, 0.0);
        let (secs, cost, cost_squared) = (0.0, 0.0, 0.0);
        Self { prices, limit_secs, reviews, judged, rejected, located, secs, cost, cost_squared }
    }

    fn count(&mut self, item: &Item, course: &Course) {
        let secs = course.verdict_secs.min(self.limit_secs);
        let mut cost = secs;
        self.reviews += 1.0;
        self.secs += secs;
        if course.verdict_secs <= self.limit_secs {
            self.judged += 1.0;
            match course.verdict {
                Verdict::Accept => cost += self.prices.miss_secs,
                Verdict::Reject { index, .. } => {
                    self.rejected += 1.0;
                    if Some(index) == item.error_index {
                        self.located += 1.0;
                    } else {
                        cost += self.prices.misplaced_secs;
                    }
                }
            }
        }
        self.cost += cost;
        self.cost_squared += cost * cost;
    }

    fn mean_secs(&self) -> f64 {
        self.secs / self.reviews
    }

    fn reject_rate(&self) -> f64 {
        self.rejected / self.judged
    }

    fn located_rate(&self) -> f64 {
        self.located / self.rejected
    }

    /// C of bad batches, by the estimand's own formula.
    fn cost_secs(&self) -> f64 {
        let prices = self.prices;
        let hit = self.reject_rate();
        self.mean_secs()
            + prices.miss_secs * (1.0 - hit)
            + prices.misplaced_secs * hit * (1.0 - self.located_rate())
    }

    /// Standard error of C; a little too large, since the people are the same in every cell.
    fn cost_error_secs(&self) -> f64 {
        let mean = self.cost / self.reviews;
        let variance = (self.cost_squared / self.reviews - mean * mean).max(0.0);
        (variance / self.reviews).sqrt()
    }
}
