//! How much there is to read: what a person can tell from the screen alone.

use super::expertise::{Expertise, Insight, Sign};
use crate::scenario::view::{Batch, Brief, DecisionView, LineKind};

/// A long text is skimmed: reading time grows with the amount to this power.
const SKIMMING: f64 = 0.7;
/// A changed line of code is one unit; a line of context is glanced at.
const CONTEXT_UNITS: f64 = 0.3;
/// Words of prose in one unit.
const PROSE_WORDS: f64 = 8.0;
/// Words of a command's output in one unit.
const OUTPUT_WORDS: f64 = 16.0;

/// One batch as one reviewer finds it.
#[derive(Debug, Clone, PartialEq)]
pub struct Sight {
    /// The batch's decisions in order.
    pub decisions: Vec<Glance>,
    /// The brief's clauses: id and words.
    pub clauses: Vec<(String, f64)>,
    /// Clauses that an amendment in this batch changed.
    pub amended: Vec<String>,
}

/// One decision: its bulk, what an expert could see, and which clause it makes one think of.
#[derive(Debug, Clone, PartialEq)]
pub struct Glance {
    /// Effective amount to read, units^[`SKIMMING`].
    pub bulk: f64,
    /// What an expert could see.
    pub insight: Insight,
    /// Index of the clause that it is held against, from 0.
    pub clause: usize,
}

impl Sight {
    /// Reads the screen's brief and batch with this expertise.
    pub fn of(brief: &Brief, batch: &Batch, expertise: &Expertise) -> Self {
        let insights = expertise.look(brief, batch);
        let decisions =
            batch.decisions.iter().zip(insights).enumerate().map(|(place, (decision, insight))| Glance {
                bulk: units(decision).powf(SKIMMING),
                clause: clause(brief, &insight, place),
                insight,
            });
        Self {
            decisions: decisions.collect(),
            clauses: brief.clauses.iter().map(|clause| (clause.id.clone(), words(&clause.text))).collect(),
            amended: batch
                .decisions
                .iter()
                .filter_map(|decision| decision.amendment.as_ref().map(|note| note.clause.clone()))
                .collect(),
        }
    }

    /// m.
    pub fn batch_size(&self) -> usize {
        self.decisions.len()
    }
}

/// Words in a text.
pub fn words(text: &str) -> f64 {
    text.split_whitespace().count() as f64
}

/// Words in a whole brief.
pub fn brief_words(brief: &Brief) -> f64 {
    let lines = brief.clauses.iter().map(|clause| &clause.text).chain(&brief.accepted);
    words(&brief.title) + words(&brief.request) + lines.map(|line| words(line)).sum::<f64>()
}

/// Units of text in a decision; at least one.
fn units(decision: &DecisionView) -> f64 {
    let prose = words(&decision.says) + decision.amendment.as_ref().map_or(0.0, |note| words(&note.message));
    let lines = decision.diffs.iter().flat_map(|diff| &diff.lines).map(|line| match line.kind {
        LineKind::Added | LineKind::Removed => 1.0,
        LineKind::Context | LineKind::Gap => CONTEXT_UNITS,
    });
    let command =
        decision.command.as_ref().map_or(0.0, |command| 1.0 + words(&command.output) / OUTPUT_WORDS);
    (prose / PROSE_WORDS + lines.sum::<f64>() + command).max(1.0)
}

/// The clause that a decision is held against: the one that it is about where it can be told, else each in turn.
fn clause(brief: &Brief, insight: &Insight, place: usize) -> usize {
    let about = match &insight.sign {
        Sign::Breaks(clause) | Sign::BuildsOn(clause) => Some(clause),
        Sign::Sound | Sign::Unfamiliar => None,
    };
    about
        .and_then(|about| brief.clauses.iter().position(|clause| clause.id == *about))
        .unwrap_or(place % brief.clauses.len().max(1))
}
