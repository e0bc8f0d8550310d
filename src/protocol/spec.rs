//! A protocol file: RON, strict, units in the names.

use super::outstanding::Keep;
use super::packing::Packing;
use super::page::Page;
use super::questionnaire::{Demographic, Questionnaire};
use super::sittings::Sittings;
use crate::scenario::spec::CueKind;
use serde::{Deserialize, Serialize};

/// The format's name, first field of every protocol.
pub const PROTOCOL_FORMAT: &str = "tightloop-protocol/1";

/// A study's design.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Protocol {
    /// [`PROTOCOL_FORMAT`].
    pub format: String,
    /// `[A-Za-z0-9-]{1,32}`.
    pub id: String,
    /// Shown to the experimenter.
    pub title: String,
    /// Language of the participant's screens, a code of [`Language`](super::Language).
    pub language: String,
    /// Every random choice of every plan comes from it.
    pub seed: u64,
    /// How many participants are to complete the study.
    pub participants: u32,
    /// What a participant agrees to.
    pub consent: String,
    /// Which version of that text it is; recorded with its BLAKE3 at every consent.
    #[serde(default = "first_version")]
    pub consent_version: String,
    /// What is asked of a participant's person, in codes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub demographics: Vec<Demographic>,
    /// Pages shown before the first trial.
    pub instructions: Vec<Page>,
    /// What is varied.
    pub factors: Factors,
    /// Main trials in each cell that a participant sees (within-participant factors crossed), at each level of agents
    /// outstanding.
    pub trials_per_cell: u32,
    /// How often a participant comes, and which delays end in the next sitting; once where it is left out.
    #[serde(default, skip_serializing_if = "Sittings::is_one")]
    pub sittings: Sittings,
    /// Main trials in a block; 0: as many as there are cells, so that each repetition is a block. No block holds trials of
    /// two levels of agents outstanding.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub block_trials: u32,
    /// Breaks between blocks.
    #[serde(default, skip_serializing_if = "Breaks::is_none")]
    pub breaks: Breaks,
    /// Reviews beside the main ones whose error nobody can overlook who looks at all.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub attention_checks: u32,
    /// Share of main trials with a planted error, 0 to 1.
    pub planted_share: f64,
    /// Share of main trials with at least one foil, 0 to 1.
    pub unfamiliar_share: f64,
    /// Share of main trials with an amendment, 0 to 1.
    pub amended_share: f64,
    /// Where stimuli come from.
    pub scenarios: Scenarios,
    /// How trials are packed into each other's delays; by the seconds that are expected of everybody, in the plan's
    /// order, where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "super::packing::plain")]
    pub packing: Option<Packing>,
    /// What fills a delay in which no other trial fits.
    pub filler: Filler,
    /// The check after each brief.
    pub comprehension: Comprehension,
    /// Trials before the main ones that do not count.
    pub practice: Practice,
    /// A review that takes longer is ended, seconds.
    pub time_limit_secs: f64,
    /// What a participant is told after a review.
    pub feedback: Feedback,
    /// What is asked beside the reviews.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questionnaires: Vec<Questionnaire>,
    /// What a participant is told at the end.
    #[serde(default, skip_serializing_if = "Debrief::is_none")]
    pub debrief: Debrief,
    /// When a review is not to be analysed, declared before data.
    #[serde(default)]
    pub exclusions: Vec<Exclusion>,
}

/// The version of a consent text that names none.
pub(super) fn first_version() -> String {
    "1".to_owned()
}

fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// Breaks between blocks. A break begins when no brief is outstanding, so no delay runs through it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Breaks {
    /// After every so many blocks, but not after the last one; 0: none.
    pub after_blocks: u32,
    /// It lasts at least so long, seconds.
    pub min_secs: f64,
    /// It ends by itself after so long, seconds.
    pub max_secs: f64,
}

impl Breaks {
    /// Whether there are none.
    pub fn is_none(&self) -> bool {
        self.after_blocks == 0
    }
}

/// What a participant is told at the end.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Debrief {
    /// What the study was about; empty: no debriefing.
    pub text: String,
    /// Whether they see how many of their verdicts were right, and how long they took on average.
    pub own_results: bool,
}

impl Debrief {
    /// Whether there is none.
    pub fn is_none(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// What is varied, and how.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Factors {
    /// Delay d, seconds, 0 to 86,400.
    pub delay_secs: Factor<f64>,
    /// Batch size m, decisions, 1 or more.
    pub batch_size: Factor<u32>,
    /// What automation shows beside the work.
    #[serde(default = "Factor::no_cues")]
    pub cues: Factor<Cue>,
    /// How many briefs may be outstanding at once, 1 to 16: a number, or levels.
    #[serde(with = "super::outstanding")]
    pub outstanding_max: Factor<u32>,
    /// What gives way where so many cannot be kept outstanding without a review coming late.
    #[serde(default, skip_serializing_if = "Keep::is_delays")]
    pub keep: Keep,
}

/// One factor's levels.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Factor<T> {
    /// Distinct levels.
    pub levels: Vec<T>,
    /// Who meets them.
    #[serde(default)]
    pub vary: Vary,
}

impl Factor<Cue> {
    fn no_cues() -> Self {
        Self { levels: vec![Cue::None], vary: Vary::Within }
    }
}

/// Whether each participant meets all levels or one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Vary {
    /// Each participant meets every level.
    #[default]
    Within,
    /// Each participant meets one level.
    Between,
}

/// What automation shows beside the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cue {
    /// Nothing but what the agent itself ran.
    None,
    /// The agent's own tests.
    Tests,
    /// Those, a linter and a type checker.
    Lint,
    /// Those and an independent check, which may or may not cover the broken clause.
    Independent,
}

impl Cue {
    /// The automatic checks that this level shows; of a pack without a linter the others.
    pub fn kinds(self) -> &'static [CueKind] {
        match self {
            Self::None => &[],
            Self::Tests => &[CueKind::Tests],
            Self::Lint => &[CueKind::Tests, CueKind::Linter],
            Self::Independent => &[CueKind::Tests, CueKind::Linter, CueKind::Independent],
        }
    }
}

/// Where stimuli come from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenarios {
    /// Pack ids; `"*"` stands for every pack there is.
    pub pool: Vec<String>,
}

/// What fills a delay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Filler {
    /// Is this sum right? Yes or no, one after another.
    Arithmetic,
    /// Is this letter the same as the one two before? 2 s each, half a second between them.
    TwoBack,
    /// A calm page.
    Rest,
}

/// The check after each brief.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comprehension {
    /// Questions a brief, 0 to what the pack has.
    pub questions: u32,
    /// After this many wrong rounds the trial goes on and is marked, 1 or more.
    pub attempts: u32,
}

/// Trials that do not count.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Practice {
    /// How many, in a round.
    pub trials: u32,
    /// Their delay, seconds.
    pub delay_secs: f64,
    /// Their batch size, decisions.
    pub batch_size: u32,
    /// A round with at least so many right verdicts is passed; 0: there is one round, and nothing to pass.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub criterion_correct: u32,
    /// How many rounds there are at most, 1 or more.
    #[serde(default = "one")]
    pub rounds_max: u32,
    /// What happens after a last round that was not passed.
    #[serde(default)]
    pub on_fail: OnFail,
}

impl Practice {
    /// Rounds that a plan holds.
    pub fn rounds(&self) -> u32 {
        if self.criterion_correct > 0 { self.rounds_max } else { 1 }
    }

    /// Trials that a plan holds, in all rounds.
    pub fn planned_trials(&self) -> u32 {
        self.trials.saturating_mul(self.rounds())
    }
}

fn one() -> u32 {
    1
}

/// What happens after a last round of practice that was not passed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnFail {
    /// The study goes on; the data say that practice was not passed.
    #[default]
    GoOn,
    /// The session ends; the participant's place is free again.
    End,
}

/// What a participant is told after a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Feedback {
    /// Nothing.
    Never,
    /// Right or wrong, after practice reviews.
    Practice,
    /// Right or wrong, after every review.
    Always,
}

/// A rule that takes a review out of the analysis (it stays in the data).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exclusion {
    /// The review took less than this, seconds.
    FasterThanSecs(f64),
    /// A crash fell into the review.
    Interrupted,
    /// The comprehension check was never passed.
    ComprehensionFailed,
    /// The brief was given again, since a crash or a restart had made the review's delay another one.
    BriefRepeated,
    /// The wall clock was set or the computer slept between the brief's end and the review's.
    ClockJumped,
    /// The window lost focus more often than this during the review.
    FocusLossesOver(u32),
    /// The participant failed more attention checks than this: none of their reviews counts.
    AttentionFailuresOver(u32),
}
