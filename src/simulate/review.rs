//! One review, from the first frame to the verdict: the cognitive model at the instrument's heart.
//!
//! Coming back to a batch, a person first finds the way back in: each clause takes the longer to come to mind the
//! more it has faded, and where some are gone the brief may be opened again. Then decisions are inspected one after
//! another. Each is held against a clause; evidence that it breaks that clause is a noisy sample whose mean
//! depends on the person, on how plainly the error shows, on whether the clause was still in mind, and on vigilance,
//! which wanes along the batch. Oddities that are right give some false evidence, and so do decisions that were
//! built on a mistake. Where evidence passes the person's threshold they reject there; at the end they accept, or
//! go back once to what seemed most suspicious.
//!
//! Time and errors of the model that is fitted to such data ([`crate::stats`]) have another form: they are smooth
//! in log m and log(1 + d/τ), while these come from sums over clauses and decisions, recall that fails or not, and
//! a search that stops early. That the two differ is on purpose: an instrument must be tried on people who do not
//! follow its model.

use super::dice::Dice;
use super::expertise::Sign;
use super::memory::{Memory, recalled, retrieval_secs};
use super::person::Person;
use super::reading::{Glance, Sight};
use crate::scenario::truth::Reach;
use crate::session::input::{Input, Reason, Verdict};

/// Evidence of a decision built on an error, of an odd but right one, relative to the error itself.
const DEPENDENT_SHOWS: f64 = 0.4;
const ODDITY_SHOWS: f64 = 0.3;
/// How much of earlier suspicion a decision that fits it carries on.
const SUSPICION_CARRIES: f64 = 0.35;
/// Evidence and speed along a batch: place^−this.
const VIGILANCE_WANES: f64 = 0.14;
const SKIMMING_GROWS: f64 = 0.08;
/// How far below the threshold something still seems worth a second look.
const SECOND_LOOK: f64 = 0.9;
/// How much evidence is left of an error against a clause that does not come to mind.
const UNAWARE: f64 = 0.4;
/// Share of a text that is read where one knows it already, and where one only searches it.
const SKIMMED: f64 = 0.5;
const GLANCED: f64 = 0.1;
/// How readily one clause that does not come to mind is looked up, relative to opening the brief at the start.
const LOOKED_UP: f64 = 0.6;
/// Decisions that fit on the display at once.
const IN_VIEW: usize = 5;

/// What a review meets a person in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Circumstances {
    /// When the first frame was shown, seconds on the memory's clock.
    pub now_secs: f64,
    /// Other briefs on the mind.
    pub outstanding: u32,
    /// Factor on every time: practice and fatigue ([`Person::tempo`]).
    pub tempo: f64,
}

/// What a person does in a review, in order, with seconds since its first frame.
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    /// Openings, closings, scrolling; not the verdict.
    pub acts: Vec<(f64, Input)>,
    /// What is said.
    pub verdict: Verdict,
    /// When it is said.
    pub verdict_secs: f64,
    /// How sure they are, 1 to 5.
    pub confidence: u8,
}

/// Runs one review in the head of `person`, who holds `memory` of its brief.
pub fn review(
    person: &Person,
    sight: &Sight,
    memory: &mut Memory,
    circumstances: Circumstances,
    dice: &mut Dice,
) -> Course {
    let m = sight.batch_size();
    let mind = Mind {
        person,
        sight,
        memory,
        now_secs: circumstances.now_secs,
        outstanding: circumstances.outstanding,
        tempo: circumstances.tempo * dice.around(1.0, 0.15),
        threshold: person.caution + person.strictness * (m.max(1) as f64).ln(),
        elsewhere: dice.chance(person.lapse),
        dice,
        elapsed_secs: 0.0,
        acts: Vec::with_capacity(2 * m + 4),
        evidence: Vec::with_capacity(m),
    };
    mind.run()
}

/// A review under way.
struct Mind<'a> {
    person: &'a Person,
    sight: &'a Sight,
    memory: &'a mut Memory,
    now_secs: f64,
    outstanding: u32,
    tempo: f64,
    threshold: f64,
    elsewhere: bool,
    dice: &'a mut Dice,
    elapsed_secs: f64,
    acts: Vec<(f64, Input)>,
    /// One a decision inspected so far.
    evidence: Vec<f64>,
}

impl Mind<'_> {
    fn run(mut self) -> Course {
        self.find_the_way_back();
        let sight = self.sight;
        for (place, glance) in sight.decisions.iter().enumerate() {
            let evidence = self.inspect(place, glance);
            if evidence >= self.threshold {
                return self.reject(place, evidence);
            }
        }
        match self.second_look() {
            Some((place, evidence)) => self.reject(place, evidence),
            None => self.accept(),
        }
    }

    /// Re-orientation: what was asked for? Fades with the delay, costs time, may send one to the brief.
    fn find_the_way_back(&mut self) {
        self.spend(0.8);
        let mut missing = 0_usize;
        for clause in 0..self.sight.clauses.len() {
            let strength = self.strength(clause);
            self.spend(0.8 * retrieval_secs(strength));
            missing += usize::from(!recalled(strength, self.dice));
        }
        let share = missing as f64 / self.sight.clauses.len().max(1) as f64;
        if self.dice.chance(self.person.rereads * share) {
            self.read_brief(share);
        }
    }

    /// Opens the brief, finds what is missing (this share of it) and holds all of it again.
    fn read_brief(&mut self, share: f64) {
        let words: f64 = self.sight.clauses.iter().map(|(_, words)| words).sum();
        self.move_hand(Input::OpenBrief);
        self.spend(self.person.secs_per_word * words * SKIMMED * share.clamp(0.25, 1.0));
        self.move_hand(Input::CloseBrief);
        self.memory.read_again(self.person, self.now_secs + self.elapsed_secs);
    }

    /// Opens the brief for one clause.
    fn look_up(&mut self, clause: usize) {
        let (all, one) =
            self.sight.clauses.iter().enumerate().fold((0.0, 0.0), |(all, one), (place, (_, words))| {
                (all + words, if place == clause { *words } else { one })
            });
        self.move_hand(Input::OpenBrief);
        self.spend(self.person.secs_per_word * (one + GLANCED * (all - one)));
        self.move_hand(Input::CloseBrief);
        self.memory.look_up(self.person, clause, self.now_secs + self.elapsed_secs);
    }

    /// Opens one decision, reads it, holds it against its clause. Returns the evidence that something is wrong here.
    fn inspect(&mut self, place: usize, glance: &Glance) -> f64 {
        self.scroll_to(place);
        self.move_hand(Input::OpenDecision(place as u32 + 1));
        let in_mind = self.call_to_mind(glance.clause);
        let wane = (place as f64 + 1.0).powf(-VIGILANCE_WANES);
        let fresh = self.sample(glance, in_mind * wane);
        let evidence = match glance.insight.sign {
            Sign::BuildsOn(_) => fresh + SUSPICION_CARRIES * self.greatest_suspicion(),
            _ => fresh,
        };
        let attention = if self.elsewhere { 0.6 } else { self.dice.around(1.0, 0.3) };
        let skimming = (place as f64 + 1.0).powf(-SKIMMING_GROWS);
        self.spend(self.person.secs_per_unit * glance.bulk * skimming * attention);
        self.spend(0.8 * (-(evidence - self.threshold).abs()).exp());
        self.move_hand(Input::CloseDecision(place as u32 + 1));
        self.evidence.push(evidence);
        evidence
    }

    /// How well the clause is held, 0 to 1, after calling it to mind or looking it up.
    fn call_to_mind(&mut self, clause: usize) -> f64 {
        let strength = self.strength(clause);
        self.spend(retrieval_secs(strength));
        if recalled(strength, self.dice) {
            return 0.7 + 0.3 * strength.min(1.0);
        }
        if self.dice.chance(LOOKED_UP * self.person.rereads) {
            self.look_up(clause);
            return 0.7 + 0.3 * self.strength(clause).min(1.0);
        }
        UNAWARE
    }

    /// One noisy sample of evidence.
    fn sample(&mut self, glance: &Glance, attention: f64) -> f64 {
        let plain = self.person.sensitivity * glance.insight.plainness;
        let mean = match glance.insight.sign {
            Sign::Breaks(_) => plain * attention,
            Sign::BuildsOn(_) => DEPENDENT_SHOWS * plain * attention,
            // What is odd looks the worse the less one remembers what was asked for.
            Sign::Unfamiliar => ODDITY_SHOWS * self.person.sensitivity * (1.4 - 0.4 * attention),
            Sign::Sound => 0.0,
        };
        let mean = if self.elsewhere { 0.0 } else { mean };
        mean + self.dice.normal()
    }

    /// Goes back to what seemed most suspicious, if anything did.
    fn second_look(&mut self) -> Option<(usize, f64)> {
        let (place, first) = most_suspicious(&self.evidence)?;
        if first < self.threshold - SECOND_LOOK || !self.dice.chance(self.person.looks_back) {
            return None;
        }
        let glance = self.sight.decisions.get(place)?;
        self.scroll_to(place);
        self.move_hand(Input::OpenDecision(place as u32 + 1));
        self.spend(0.7 * self.person.secs_per_unit * glance.bulk);
        let in_mind = self.call_to_mind(glance.clause);
        let both = (first + self.sample(glance, in_mind)) / std::f64::consts::SQRT_2;
        self.move_hand(Input::CloseDecision(place as u32 + 1));
        (both >= self.threshold).then_some((place, both))
    }

    fn accept(mut self) -> Course {
        self.spend(0.6);
        let margin = self.threshold - most_suspicious(&self.evidence).map_or(0.0, |(_, evidence)| evidence);
        self.say(Verdict::Accept, margin)
    }

    fn reject(mut self, place: usize, evidence: f64) -> Course {
        let named = self.trace_back(place);
        let reason = self.reason(named);
        let reach = self.reach(named);
        self.spend(2.2);
        let margin = evidence - self.threshold;
        self.say(Verdict::Reject { index: named as u32 + 1, reach, reason }, margin)
    }

    /// Where something that was built on a mistake gave it away, the mistake itself is looked for further up.
    fn trace_back(&mut self, place: usize) -> usize {
        let built_on =
            self.sight.decisions.get(place).is_some_and(|g| matches!(g.insight.sign, Sign::BuildsOn(_)));
        if !built_on || !self.dice.chance(0.75) {
            return place;
        }
        self.spend(2.0);
        most_suspicious(self.evidence.get(..place).unwrap_or_default()).map_or(place, |(earlier, _)| earlier)
    }

    /// Why: the clause that the decision was held against; or that the brief changed, where it did.
    fn reason(&mut self, named: usize) -> Reason {
        let held_against = self.sight.decisions.get(named).map_or(0, |glance| glance.clause);
        let clause =
            if self.dice.chance(0.85) { held_against } else { self.dice.below(self.sight.clauses.len()) };
        let id = self.sight.clauses.get(clause).map_or_else(String::new, |(id, _)| id.clone());
        if self.sight.amended.contains(&id) && self.dice.chance(0.6) {
            Reason::BriefChanged
        } else {
            Reason::Clause(id)
        }
    }

    /// Root, if what comes after is seen to build on it.
    fn reach(&mut self, named: usize) -> Reach {
        let later = self.sight.decisions.iter().skip(named + 1);
        let seen =
            later.filter(|g| matches!(g.insight.sign, Sign::BuildsOn(_)) && self.dice.chance(0.5)).count();
        let root = if seen > 0 { 0.85 } else { 0.12 };
        if self.dice.chance(root) { Reach::Root } else { Reach::Local }
    }

    fn say(mut self, verdict: Verdict, margin: f64) -> Course {
        let verdict = if self.elsewhere { self.guess() } else { verdict };
        self.spend(self.person.motor_secs);
        let confidence = (1.5 + 1.3 * margin.abs() + 0.6 * self.dice.normal()).round().clamp(1.0, 5.0) as u8;
        Course { acts: self.acts, verdict, verdict_secs: self.elapsed_secs, confidence }
    }

    /// What is said when the mind was elsewhere.
    fn guess(&mut self) -> Verdict {
        if self.dice.chance(0.5) {
            return Verdict::Accept;
        }
        let index = self.dice.below(self.sight.batch_size()) as u32 + 1;
        let clause = self.dice.below(self.sight.clauses.len());
        let id = self.sight.clauses.get(clause).map_or_else(String::new, |(id, _)| id.clone());
        Verdict::Reject { index, reach: Reach::Local, reason: Reason::Clause(id) }
    }

    fn strength(&self, clause: usize) -> f64 {
        self.memory.strength(self.person, clause, self.now_secs + self.elapsed_secs, self.outstanding)
    }

    fn greatest_suspicion(&self) -> f64 {
        most_suspicious(&self.evidence).map_or(0.0, |(_, evidence)| evidence.max(0.0))
    }

    fn spend(&mut self, secs: f64) {
        self.elapsed_secs += secs * self.tempo;
    }

    /// An act of the hand, and the time that it takes.
    fn move_hand(&mut self, input: Input) {
        self.spend(self.person.motor_secs);
        self.acts.push((self.elapsed_secs, input));
    }

    /// Scrolls where the decision at `place` is not in view.
    fn scroll_to(&mut self, place: usize) {
        if place > 0 && place.is_multiple_of(IN_VIEW) {
            let last = (place + IN_VIEW).min(self.sight.batch_size());
            self.move_hand(Input::Scroll {
                first: place as u32 + 1,
                last: last as u32,
                above_percent: 0,
                below_percent: 0,
            });
        }
    }
}

/// Place and evidence of the most suspicious decision so far.
fn most_suspicious(evidence: &[f64]) -> Option<(usize, f64)> {
    evidence.iter().copied().enumerate().max_by(|a, b| a.1.total_cmp(&b.1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::view::{Brief, Clause};
    use crate::simulate::expertise::Insight;

    /// Mean time, share rejected, share of rejections that name the error, over many people.
    struct Tally {
        secs: f64,
        rejected: f64,
        located: f64,
    }

    fn brief() -> Brief {
        let clauses = (1..=6).map(|i| Clause { id: format!("C{i}"), text: "twelve words or so ".repeat(3) });
        Brief { title: String::new(), request: String::new(), clauses: clauses.collect(), accepted: vec![] }
    }

    /// A batch of typical bulk, with its error and what builds on it (or an oddity) somewhere.
    fn sight(m: usize, bad: bool, place: usize, odd: bool) -> Sight {
        let decisions = (0..m).map(|i| {
            let sign = match (bad, i) {
                (true, i) if i == place => Sign::Breaks("C2".into()),
                (true, i) if i > place && i % 2 == 0 => Sign::BuildsOn("C2".into()),
                (false, i) if odd && i == place => Sign::Unfamiliar,
                _ => Sign::Sound,
            };
            Glance { bulk: 14.0, insight: Insight { sign, plainness: 1.0 }, clause: i % 6 }
        });
        Sight {
            decisions: decisions.collect(),
            clauses: brief().clauses.into_iter().map(|clause| (clause.id, 12.0)).collect(),
            amended: vec![],
        }
    }

    fn tally(delay_secs: f64, m: usize, bad: bool) -> Tally {
        let (mut secs, mut rejected, mut located) = (0.0, 0.0, 0.0);
        let reviews = 3_000_u32;
        for i in 0..reviews {
            let person = Person::draw(5, &format!("P{}", i % 50));
            let mut dice = Dice::new(u64::from(i), &["tally"]);
            let mut memory = Memory::of(&person, &brief(), 0.0, &mut dice);
            let place = dice.below(m);
            let sight = sight(m, bad, place, i % 3 == 0);
            let circumstances = Circumstances { now_secs: delay_secs, outstanding: 0, tempo: 0.85 };
            let course = review(&person, &sight, &mut memory, circumstances, &mut dice);
            secs += course.verdict_secs;
            if let Verdict::Reject { index, .. } = course.verdict {
                rejected += 1.0;
                located += f64::from(u8::from(index as usize == place + 1));
            }
        }
        let n = f64::from(reviews);
        Tally { secs: secs / n, rejected: rejected / n, located: located / rejected }
    }

    #[test]
    fn time_rises_and_hits_fall_with_delay_and_batch_size() {
        for m in [1, 4, 16] {
            let (soon, late) = (tally(5.0, m, true), tally(900.0, m, true));
            assert!(late.secs > soon.secs && late.rejected < soon.rejected, "m = {m}");
        }
        for d in [5.0, 900.0] {
            let (few, many) = (tally(d, 2, true), tally(d, 16, true));
            assert!(many.secs > few.secs && many.rejected < few.rejected, "d = {d}");
        }
    }

    #[test]
    fn people_are_plausible() {
        for m in [1, 2, 4, 8, 16] {
            for d in [5.0, 60.0, 600.0, 1800.0] {
                let (bad, good) = (tally(d, m, true), tally(d, m, false));
                println!(
                    "m {m:>2} d {d:>3}: {:5.1} s bad, {:5.1} s good, hits {:.2}, false alarms {:.2}, located {:.2}",
                    bad.secs, good.secs, bad.rejected, good.rejected, bad.located
                );
                assert!((0.45..0.97).contains(&bad.rejected), "hits at {m}, {d}: {}", bad.rejected);
                assert!((0.03..0.3).contains(&good.rejected), "false alarms at {m}, {d}: {}", good.rejected);
                assert!(bad.located > 0.55, "located at {m}, {d}: {}", bad.located);
                let secs_per_decision = good.secs / m as f64;
                assert!((3.0..30.0).contains(&secs_per_decision), "seconds at {m}, {d}: {secs_per_decision}");
            }
        }
    }

    #[test]
    fn acts_come_in_order_and_before_the_verdict() {
        let person = Person::draw(5, "P001");
        for seed in 0..200 {
            let mut dice = Dice::new(seed, &["acts"]);
            let mut memory = Memory::of(&person, &brief(), 0.0, &mut dice);
            let circumstances = Circumstances { now_secs: 300.0, outstanding: 1, tempo: 1.0 };
            let course = review(&person, &sight(12, true, 4, false), &mut memory, circumstances, &mut dice);
            assert!(course.acts.is_sorted_by(|a, b| a.0 <= b.0));
            assert!(course.acts.last().is_none_or(|(secs, _)| *secs <= course.verdict_secs));
            let opened = course.acts.iter().filter(|(_, act)| matches!(act, Input::OpenDecision(_))).count();
            let closed = course.acts.iter().filter(|(_, act)| matches!(act, Input::CloseDecision(_))).count();
            assert_eq!(opened, closed);
        }
    }
}
