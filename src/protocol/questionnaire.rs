//! What a participant is asked beside the reviews: demographics, NASA-TLX, and a study's own questions.

use super::timing::{CHOICE_SECS, PAIR_SECS, RATINGS_SECS, TEXT_SECS, reading_secs};
use super::tlx;
use serde::{Deserialize, Serialize};

/// The questionnaire that demographics stand under in the data.
pub const DEMOGRAPHICS: &str = "demographics";
/// And NASA-TLX.
pub const NASA_TLX: &str = "nasa_tlx";
/// The longest answer in words, characters.
pub const LONGEST_TEXT: usize = 2_000;

/// A question whose answer is one of a few codes; no free text, so nothing can say who somebody is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Demographic {
    /// Its name in the data: a code.
    pub id: String,
    /// What is asked.
    pub text: String,
    /// What may be answered, 2 to 9.
    pub options: Vec<Choice>,
}

/// One answer that may be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// What is recorded.
    pub code: String,
    /// What is read.
    pub label: String,
}

/// When a questionnaire is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// After every block of main trials, once the block's last review has ended.
    AfterBlock,
    /// Once, after the last review.
    End,
}

/// A questionnaire.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Questionnaire {
    /// Six ratings of workload; see [`tlx`].
    NasaTlx {
        /// When it is asked.
        when: When,
        /// Whether the fifteen comparisons are asked too.
        weighted: bool,
    },
    /// The study's own questions.
    Free {
        /// Its name in the data: a code.
        id: String,
        /// Over each of its pages.
        title: String,
        /// When it is asked.
        when: When,
        /// What is asked, a page each.
        items: Vec<Item>,
    },
}

/// One question of a study's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Item {
    /// A scale with named ends.
    Scale {
        /// Its name in the data: a code.
        id: String,
        /// What is asked.
        text: String,
        /// The low end's name.
        low: String,
        /// The high end's name.
        high: String,
        /// How many points, 2 to 9; recorded from 1.
        points: u32,
    },
    /// One of a few answers.
    Choice {
        /// Its name in the data: a code.
        id: String,
        /// What is asked.
        text: String,
        /// What may be answered, 2 to 9.
        options: Vec<Choice>,
    },
    /// An answer in words; may be left empty.
    Text {
        /// Its name in the data: a code.
        id: String,
        /// What is asked.
        text: String,
    },
}

impl Item {
    /// Its name in the data.
    pub fn id(&self) -> &str {
        match self {
            Self::Scale { id, .. } | Self::Choice { id, .. } | Self::Text { id, .. } => id,
        }
    }

    /// What is asked.
    pub fn text(&self) -> &str {
        match self {
            Self::Scale { text, .. } | Self::Choice { text, .. } | Self::Text { text, .. } => text,
        }
    }
}

impl Item {
    fn expected_secs(&self) -> f64 {
        let answer = if matches!(self, Self::Text { .. }) { TEXT_SECS } else { CHOICE_SECS };
        reading_secs(self.text()) + answer
    }
}

impl Questionnaire {
    /// Its name in the data.
    pub fn id(&self) -> &str {
        match self {
            Self::NasaTlx { .. } => NASA_TLX,
            Self::Free { id, .. } => id,
        }
    }

    /// When it is asked.
    pub fn when(&self) -> When {
        match self {
            Self::NasaTlx { when, .. } | Self::Free { when, .. } => *when,
        }
    }

    /// How long it is expected to take, seconds.
    pub fn expected_secs(&self) -> f64 {
        match self {
            Self::NasaTlx { .. } => RATINGS_SECS + f64::from(self.pages() - 1) * PAIR_SECS,
            Self::Free { items, .. } => items.iter().map(Item::expected_secs).sum(),
        }
    }

    /// How many pages it has.
    pub fn pages(&self) -> u32 {
        match self {
            Self::NasaTlx { weighted, .. } => 1 + if *weighted { tlx::pairs().len() as u32 } else { 0 },
            Self::Free { items, .. } => items.len() as u32,
        }
    }
}
