//! A simulated participant: sees a [`Screen`], and says what they do next and when.

use super::answers::Answers;
use super::dice::Dice;
use super::expertise::Expertise;
use super::memory::{Memory, recalled};
use super::person::Person;
use super::reading::{self, Sight};
use super::review::{Circumstances, review};
use crate::scenario::view::Brief;
use crate::session::input::{FrameFacts, Input, StampSource, Stamped};
use crate::session::screen::{Ask, Screen};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

/// How often a simulated person says that a letter is the same as two before: where it is, and where it is not.
const TWO_BACK_HITS: f64 = 0.85;
const TWO_BACK_FALSE_ALARMS: f64 = 0.04;

/// How sure of a verdict one is who never gave any.
const UNSURE: u8 = 1;

/// A person in a session. Knows what was on their screens, and what [`Expertise`] makes of that; nothing else.
#[derive(Debug)]
pub struct Participant {
    person: Person,
    expertise: Arc<Expertise>,
    dice: Dice,
    answers: Answers,
    /// What is held of each brief read so far, by its text.
    memories: BTreeMap<[u8; 32], Memory>,
    /// The brief that present questions are about.
    asked: Option<[u8; 32]>,
    /// The review under way: its number and what is still to be done in it.
    reviewing: Option<(u32, VecDeque<Stamped<Input>>)>,
    /// The two letters before the present one, the present one, and its number.
    letters: ([Option<char>; 3], u32),
    reviews: u32,
    confidence: u8,
}

impl Participant {
    /// The person behind this participant code, at the start of a session.
    pub fn new(seed: u64, id: &str, expertise: Arc<Expertise>) -> Self {
        Self {
            person: Person::draw(seed, id),
            expertise,
            dice: Dice::new(seed, &[id, "session"]),
            answers: Answers::new(seed, id),
            memories: BTreeMap::new(),
            asked: None,
            reviewing: None,
            letters: ([None; 3], 0),
            reviews: 0,
            confidence: UNSURE,
        }
    }

    /// The same person at another pace: everything takes so many times as long.
    pub fn at_pace(seed: u64, id: &str, expertise: Arc<Expertise>, pace: f64) -> Self {
        let mut participant = Self::new(seed, id, expertise);
        let person = &mut participant.person;
        person.secs_per_unit *= pace;
        person.secs_per_word *= pace;
        person.motor_secs *= pace;
        participant
    }

    /// A sitting is over, and another begins `start_nanos` after the beginning of this one: stamps count from there.
    pub(super) fn comes_back(&mut self, start_nanos: u64) {
        let secs = secs_from_nanos(start_nanos);
        self.memories.values_mut().for_each(|memory| memory.ages(secs));
        self.asked = None;
        self.reviewing = None;
        self.letters = ([None; 3], 0);
    }

    /// What this person does next with what is on the screen, and when; none where they wait for it to change.
    ///
    /// Called once each time that the screen changed or an input was given; `now_nanos` is that moment.
    pub fn act(&mut self, screen: &Screen, now_nanos: u64) -> Option<Stamped<Input>> {
        let now_secs = secs_from_nanos(now_nanos);
        let tempo = self.person.tempo(f64::from(self.reviews + 1), now_secs);
        let after =
            |secs: f64, value: Input| Some(Stamped { at_nanos: now_nanos + nanos_from_secs(secs), value });
        match screen {
            Screen::Consent { text } => after(self.reading_secs(reading::words(text)), Input::Consent(true)),
            Screen::Instructions { text, .. } => {
                after(self.reading_secs(reading::words(text)), Input::Proceed)
            }
            Screen::Brief { brief, again, .. } => {
                self.letters.0 = [None; 3];
                let skimmed = if again.is_some() { 0.5 } else { 1.0 };
                let secs = tempo * skimmed * self.reading_secs(reading::brief_words(brief));
                self.read_brief(brief, now_secs + secs);
                after(secs, Input::Proceed)
            }
            Screen::Question { text, options, .. } => {
                let words =
                    reading::words(text) + options.iter().map(|option| reading::words(option)).sum::<f64>();
                let secs = tempo * (0.8 + 0.8 * self.reading_secs(words));
                after(secs, Input::Answer(self.answer(text, options, now_secs + secs)))
            }
            Screen::Arithmetic { left, right, claimed, .. } => {
                let right_sum = left + right == *claimed;
                let slip = self.dice.chance(0.05);
                after(self.dice.around(2.6, 0.3) * tempo, Input::FillerAnswer(right_sum != slip))
            }
            Screen::TwoBack { letter, serial, .. } => {
                let secs = self.same_as_two_before((*letter)?, *serial)?;
                after(secs * tempo, Input::SameLetter)
            }
            Screen::Rest { .. } | Screen::Done { .. } | Screen::Break { ready: false, .. } => None,
            Screen::Break { ready: true, .. } => after(self.answers.rests_secs(), Input::Proceed),
            Screen::Questionnaire { ask, .. } => {
                let reading = self.reading_secs(asked_words(ask));
                let (secs, reply) = self.answers.answer(ask);
                after(reading + secs, Input::Reply(reply))
            }
            Screen::PracticeResult { .. } => after(self.dice.around(2.0, 0.3), Input::Proceed),
            Screen::Debrief { text, .. } => after(self.reading_secs(reading::words(text)), Input::Proceed),
            Screen::Review { progress, review, batch, brief, .. } => {
                if self.reviewing.as_ref().is_none_or(|(number, _)| number != review) {
                    let sight = Sight::of(brief, batch, &self.expertise);
                    self.begin_review(*review, &sight, brief, progress.outstanding, now_nanos);
                }
                let (_, script) = self.reviewing.as_mut()?;
                script.pop_front().map(|act| Stamped { at_nanos: act.at_nanos.max(now_nanos + 1), ..act })
            }
            Screen::Confidence { timed_out: true, .. } => after(self.dice.around(1.2, 0.3), Input::Proceed),
            Screen::Confidence { timed_out: false, .. } => {
                after(self.dice.around(1.4, 0.3) * tempo, Input::Confidence(self.confidence))
            }
            Screen::Feedback { .. } => after(self.dice.around(1.5, 0.3), Input::Proceed),
        }
    }

    /// After how long this person says that a letter is the same as the one two before; none where they do not. A letter
    /// is looked at once; what was seen in an earlier run of letters has gone.
    fn same_as_two_before(&mut self, letter: char, serial: u32) -> Option<f64> {
        let (seen, last) = &mut self.letters;
        if *last == serial {
            return None;
        }
        *seen = [seen[1], seen[2], Some(letter)];
        *last = serial;
        let same = seen[0] == Some(letter);
        let says = self.dice.chance(if same { TWO_BACK_HITS } else { TWO_BACK_FALSE_ALARMS });
        says.then(|| self.dice.around(0.75, 0.25))
    }

    fn reading_secs(&mut self, words: f64) -> f64 {
        self.person.motor_secs + self.person.secs_per_word * words * self.dice.around(1.0, 0.15)
    }

    /// Reads a brief, for the first time or again.
    fn read_brief(&mut self, brief: &Brief, end_secs: f64) {
        let key = brief_key(brief);
        let (person, dice) = (&self.person, &mut self.dice);
        self.memories
            .entry(key)
            .and_modify(|memory| memory.read_again(person, end_secs))
            .or_insert_with(|| Memory::of(person, brief, end_secs, dice));
        self.asked = Some(key);
    }

    /// Answers a question about the brief just read: right if it comes to mind, else a guess.
    fn answer(&mut self, text: &str, options: &[String], at_secs: f64) -> u32 {
        let memory = self.asked.and_then(|key| self.memories.get_mut(&key));
        let strength = memory.map_or(0.0, |memory| {
            memory.rehearsed(at_secs);
            memory.mean_strength(&self.person, at_secs, 0)
        });
        let known = self.expertise.answer(text, options);
        let guess = self.dice.below(options.len()) as u32;
        match known {
            Some(right) if recalled(strength, &mut self.dice) => right,
            _ => guess,
        }
    }

    /// Lives through a whole review and keeps what is done in it for the moments at which it is done.
    fn begin_review(&mut self, number: u32, sight: &Sight, brief: &Brief, outstanding: u32, now_nanos: u64) {
        let now_secs = secs_from_nanos(now_nanos);
        let tempo = self.person.tempo(f64::from(self.reviews + 1), now_secs);
        let (person, dice) = (&self.person, &mut self.dice);
        let memory = self
            .memories
            .entry(brief_key(brief))
            .or_insert_with(|| Memory::of(person, brief, now_secs - LONG_AGO_SECS, dice));
        let circumstances = Circumstances { now_secs, outstanding, tempo };
        let course = review(person, sight, memory, circumstances, dice);
        let at = |secs: f64| now_nanos + nanos_from_secs(secs);
        let mut script: VecDeque<_> =
            course.acts.into_iter().map(|(secs, value)| Stamped { at_nanos: at(secs), value }).collect();
        let verdict_at = at(course.verdict_secs);
        script.push_back(Stamped { at_nanos: verdict_at, value: Input::Frames(NO_FRAMES) });
        script.push_back(Stamped { at_nanos: verdict_at, value: Input::Verdict(course.verdict) });
        self.reviewing = Some((number, script));
        self.confidence = course.confidence;
        self.reviews += 1;
    }
}

/// Words to read before a question is answered.
fn asked_words(ask: &Ask) -> f64 {
    match ask {
        Ask::Choice { text, options } => {
            reading::words(text) + options.iter().map(|option| reading::words(option)).sum::<f64>()
        }
        Ask::Scale { text, low, high, .. } => {
            reading::words(text) + reading::words(low) + reading::words(high)
        }
        Ask::Text { text } => reading::words(text),
        Ask::TlxRatings => 60.0,
        Ask::TlxPair { .. } => 4.0,
    }
}

/// Where a review's brief was never on the screen (a session that goes on elsewhere), it was read this long ago.
const LONG_AGO_SECS: f64 = 86_400.0;

/// A simulated participant draws no frames, and says so.
const NO_FRAMES: FrameFacts = FrameFacts {
    frames: 0,
    p95_ms: 0.0,
    max_ms: 0.0,
    stamp_source: StampSource::Simulated,
    intervals: None,
    display: None,
};

/// Names a brief by all of its text.
fn brief_key(brief: &Brief) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    let clauses = brief.clauses.iter().flat_map(|clause| [&clause.id, &clause.text]);
    for text in [&brief.title, &brief.request].into_iter().chain(clauses).chain(&brief.accepted) {
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    }
    *hasher.finalize().as_bytes()
}

pub(super) fn secs_from_nanos(nanos: u64) -> f64 {
    nanos as f64 / 1e9
}

pub(super) fn nanos_from_secs(secs: f64) -> u64 {
    (secs.max(0.0) * 1e9).round() as u64
}
