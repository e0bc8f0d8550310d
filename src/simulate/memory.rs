//! Memory of a brief's clauses: encoded when it is read, fading by a power law, refreshed by being used.

use super::dice::{Dice, logistic};
use super::person::Person;
use crate::scenario::view::Brief;

/// τ of forgetting, seconds: strength ∝ (1 + d/τ)^−b (Wixted & Ebbesen 1991).
const TAU_SECS: f64 = 20.0;
/// Strength at which a trace is recalled half of the time, and how soft that edge is.
const RECALL_AT: f64 = 0.42;
const RECALL_SOFTNESS: f64 = 0.1;
/// What one more reading of a brief adds, relative to the trace that is left.
const ANOTHER_READING: f64 = 0.25;
/// A trace never gets stronger than this many times the person's encoding.
const CEILING: f64 = 1.6;
/// How much each other brief on the mind weakens a trace: strength ∝ (1 + k)^−this.
const INTERFERENCE: f64 = 0.12;

/// What a person holds of one brief.
#[derive(Debug, Clone, PartialEq)]
pub struct Memory {
    /// One trace a clause, in the brief's order.
    traces: Vec<Trace>,
}

/// One clause's trace.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Trace {
    strength: f64,
    since_secs: f64,
}

impl Memory {
    /// A brief read for the first time, ending at `now_secs`.
    pub fn of(person: &Person, brief: &Brief, now_secs: f64, dice: &mut Dice) -> Self {
        let traces = brief.clauses.iter().map(|_| Trace {
            strength: dice.around(person.encoding, 0.2).min(CEILING * person.encoding),
            since_secs: now_secs,
        });
        Self { traces: traces.collect() }
    }

    /// The whole brief was read again.
    pub fn read_again(&mut self, person: &Person, now_secs: f64) {
        for trace in &mut self.traces {
            trace.refresh(person, now_secs);
        }
    }

    /// One clause was looked up.
    pub fn look_up(&mut self, person: &Person, index: usize, now_secs: f64) {
        if let Some(trace) = self.traces.get_mut(index) {
            trace.refresh(person, now_secs);
        }
    }

    /// The delay goes on from here: the questions after the brief were the last rehearsal.
    pub fn rehearsed(&mut self, now_secs: f64) {
        for trace in &mut self.traces {
            trace.since_secs = now_secs;
        }
    }

    /// The clock is set back by so much: another sitting's begins at 0.
    pub fn ages(&mut self, secs: f64) {
        for trace in &mut self.traces {
            trace.since_secs -= secs;
        }
    }

    /// How many clauses there are.
    pub fn len(&self) -> usize {
        self.traces.len()
    }

    /// Whether the brief has no clauses.
    pub fn is_empty(&self) -> bool {
        self.traces.is_empty()
    }

    /// Strength of clause `index` (from 0) with `outstanding` other briefs on the mind; 0 where there is none.
    pub fn strength(&self, person: &Person, index: usize, now_secs: f64, outstanding: u32) -> f64 {
        self.traces.get(index).map_or(0.0, |trace| trace.strength_at(person, now_secs, outstanding))
    }

    /// Mean strength over the clauses; 0 where there are none.
    pub fn mean_strength(&self, person: &Person, now_secs: f64, outstanding: u32) -> f64 {
        let sum: f64 = self.traces.iter().map(|trace| trace.strength_at(person, now_secs, outstanding)).sum();
        sum / self.traces.len().max(1) as f64
    }
}

impl Trace {
    fn refresh(&mut self, person: &Person, now_secs: f64) {
        let left = self.strength_at(person, now_secs, 0);
        self.strength = (person.encoding.max(left) + ANOTHER_READING * left).min(CEILING * person.encoding);
        self.since_secs = now_secs;
    }

    fn strength_at(&self, person: &Person, now_secs: f64, outstanding: u32) -> f64 {
        let delay_secs = (now_secs - self.since_secs).max(0.0);
        self.strength
            * (1.0 + delay_secs / TAU_SECS).powf(-person.forgetting)
            * (1.0 + f64::from(outstanding)).powf(-INTERFERENCE)
    }
}

/// Whether a trace of this strength comes to mind.
pub(super) fn recalled(strength: f64, dice: &mut Dice) -> bool {
    dice.chance(logistic((strength - RECALL_AT) / RECALL_SOFTNESS))
}

/// Seconds until a trace of this strength comes to mind, or is given up: latency ∝ e^−activation (ACT-R).
pub(super) fn retrieval_secs(strength: f64) -> f64 {
    0.35 * (1.6 * (1.0 - strength.clamp(0.0, 1.5))).exp()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::view::Clause;

    fn brief() -> Brief {
        let clause = |id: &str| Clause { id: id.into(), text: "A clause.".into() };
        Brief {
            title: String::new(),
            request: String::new(),
            clauses: vec![clause("C1"), clause("C2")],
            accepted: vec![],
        }
    }

    #[test]
    fn strength_falls_with_delay_and_load_and_rises_with_reading() {
        let person = Person::draw(1, "P001");
        let mut memory = Memory::of(&person, &brief(), 100.0, &mut Dice::new(1, &[]));
        let fresh = memory.strength(&person, 0, 100.0, 0);
        let later = memory.strength(&person, 0, 700.0, 0);
        assert!(fresh > later && later > 0.0);
        assert!(memory.strength(&person, 0, 700.0, 3) < later);
        memory.read_again(&person, 700.0);
        assert!(memory.strength(&person, 0, 700.0, 0) > later);
        assert_eq!(memory.strength(&person, 9, 700.0, 0), 0.0);
    }

    #[test]
    fn a_weak_trace_takes_longer_and_fails_more() {
        assert!(retrieval_secs(0.2) > retrieval_secs(1.0));
        let mut dice = Dice::new(1, &["recall"]);
        let share = |strength: f64, dice: &mut Dice| (0..2000).filter(|_| recalled(strength, dice)).count();
        assert!(share(1.0, &mut dice) > 1900);
        assert!(share(0.1, &mut dice) < 200);
    }
}
