//! What a person brings: the trained eye that sees, in the code on the screen, whether it breaks a clause.
//!
//! A `Screen` holds no ground truth, and a simulated participant gets nothing but screens. A real reviewer still
//! *can* tell right from wrong, because they understand code. [`Expertise`] stands for that understanding: a table
//! made from the packs beforehand, never from a plan, that says what an expert could see in a decision **as shown**.
//! The participant computes the key from what is on the screen (the clauses of the brief, the amendments seen so
//! far, the decision's own text, diff and output) and looks up that alone. What is not on the screen cannot be
//! looked up, and content that is in no pack says nothing. How much of it a person really sees, and when, is the
//! business of [`super::review`]: memory, vigilance, noise.

use crate::scenario::view::{Batch, Brief, DecisionView, FileDiff, LineKind};
use std::collections::HashMap;

/// How plain it is that everything is gone.
const PLAIN: f64 = 5.0;

/// What an expert could see in everything that the packs can show.
#[derive(Debug, Default)]
pub struct Expertise {
    /// Looked up by key only, never walked, so that its order does not matter.
    decisions: HashMap<Key, Insight>,
    /// Question and options as shown → the right option, from 0.
    answers: HashMap<Key, u32>,
}

/// What an expert could see in one decision.
#[derive(Debug, Clone, PartialEq)]
pub struct Insight {
    /// Which way it points.
    pub sign: Sign,
    /// How plain that is to see: a factor on the evidence around 1.
    pub plainness: f64,
}

/// Which way a decision points, from nothing to strong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// Nothing odd.
    Sound,
    /// Consistent with an earlier mistake about this clause.
    BuildsOn(String),
    /// Odd, though right.
    Unfamiliar,
    /// Breaks this clause.
    Breaks(String),
}

impl Insight {
    /// Content that says nothing.
    pub const NOTHING: Self = Self { sign: Sign::Sound, plainness: 1.0 };
}

pub(super) type Key = [u8; 32];

impl Expertise {
    /// What an expert could see in each decision of the batch on the screen.
    pub fn look(&self, brief: &Brief, batch: &Batch) -> Vec<Insight> {
        let known = |key: &Key| self.decisions.get(key).cloned();
        let look = |(key, decision): (Key, &DecisionView)| {
            known(&key).or_else(|| plain_to_anybody(brief, decision)).unwrap_or(Insight::NOTHING)
        };
        keys(brief, batch).zip(batch.decisions.iter().map(AsRef::as_ref)).map(look).collect()
    }

    /// The right option of the question on the screen, from 0, for who remembers the brief.
    pub fn answer(&self, text: &str, options: &[String]) -> Option<u32> {
        self.answers.get(&question_key(text, options)).copied()
    }

    /// Learns the right option of a question.
    pub(super) fn learn_answer(&mut self, text: &str, options: &[String], right: u32) {
        self.answers.insert(question_key(text, options), right);
    }

    /// The same content may occur in several variants: the strongest sign counts.
    pub(super) fn learn(&mut self, key: Key, insight: Insight) {
        let known = self.decisions.entry(key).or_insert(Insight::NOTHING);
        if insight.sign > known.sign {
            *known = insight;
        }
    }
}

/// What needs no expertise: a decision of no pack that does nothing but take away all that was there.
fn plain_to_anybody(brief: &Brief, decision: &DecisionView) -> Option<Insight> {
    let removed = |diff: &FileDiff| diff.lines.iter().all(|line| line.kind == LineKind::Removed);
    let empties = !decision.diffs.is_empty() && decision.diffs.iter().all(removed);
    let clause = brief.clauses.first().filter(|_| empties)?;
    Some(Insight { sign: Sign::Breaks(clause.id.clone()), plainness: PLAIN })
}

/// One key a decision: what can be seen of it, and of the brief as it stands by then.
pub(super) fn keys<'a>(brief: &Brief, batch: &'a Batch) -> impl Iterator<Item = Key> + 'a {
    let mut asked = blake3::Hasher::new();
    for clause in &brief.clauses {
        words(&mut asked, [clause.id.as_str(), clause.text.as_str()]);
    }
    batch.decisions.iter().map(move |decision| {
        if let Some(note) = &decision.amendment {
            words(&mut asked, ["amended", note.clause.as_str(), note.message.as_str()]);
        }
        let mut hasher = asked.clone();
        view(&mut hasher, decision);
        *hasher.finalize().as_bytes()
    })
}

/// Everything that is shown of a decision, but for the amendment that came before it.
fn view(hasher: &mut blake3::Hasher, decision: &DecisionView) {
    words(hasher, [decision.says.as_str()]);
    for diff in &decision.diffs {
        words(hasher, ["file", diff.path.as_str(), &format!("{:?}", diff.change)]);
        for line in &diff.lines {
            words(hasher, [&format!("{:?}", line.kind), line.text.as_str()]);
        }
    }
    command(hasher, decision);
}

fn command(hasher: &mut blake3::Hasher, decision: &DecisionView) {
    if let Some(command) = &decision.command {
        words(hasher, ["ran", command.line.as_str(), command.output.as_str(), &command.status.to_string()]);
    }
}

/// What the agent said, did and got back in this decision, wherever in its files: context and line numbers move with
/// what stands above them.
pub(super) fn deed_key(decision: &DecisionView) -> Key {
    let mut hasher = blake3::Hasher::new();
    words(&mut hasher, [decision.says.as_str()]);
    for diff in &decision.diffs {
        let changed =
            diff.lines.iter().filter(|line| matches!(line.kind, LineKind::Added | LineKind::Removed));
        for line in changed {
            words(&mut hasher, [diff.path.as_str(), &format!("{:?}", line.kind), line.text.as_str()]);
        }
    }
    command(&mut hasher, decision);
    *hasher.finalize().as_bytes()
}

fn question_key(text: &str, options: &[String]) -> Key {
    let mut hasher = blake3::Hasher::new();
    words(&mut hasher, [text]);
    words(&mut hasher, options.iter().map(String::as_str));
    *hasher.finalize().as_bytes()
}

/// Words with their borders.
fn words<'a>(hasher: &mut blake3::Hasher, words: impl IntoIterator<Item = &'a str>) {
    for word in words {
        hasher.update(&(word.len() as u64).to_le_bytes());
        hasher.update(word.as_bytes());
    }
}
