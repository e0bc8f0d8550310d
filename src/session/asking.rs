//! Questionnaires as a session asks them: a sheet of questions, one a page, and which answers fit.

use super::input::{Answer, Reply};
use super::screen::{Ask, Heading};
use crate::protocol::course::Part;
use crate::protocol::plan::Plan;
use crate::protocol::questionnaire::{Choice, DEMOGRAPHICS, Demographic, Item, LONGEST_TEXT, Questionnaire};
use crate::protocol::tlx::{self, TlxScale};
use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng as _;
use std::sync::Arc;

/// Keeps the order of comparisons apart from everything else that is drawn from the plan's seed (`tlx` in ASCII).
const STREAM: u64 = 0x74_6c_78 << 32;

/// A questionnaire at its place in the session.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) id: String,
    pub(super) after_block: Option<u32>,
    pub(super) heading: Heading,
    pub(super) questions: Vec<Question>,
}

/// One page of it.
#[derive(Debug)]
pub(super) struct Question {
    pub(super) item: String,
    pub(super) ask: Ask,
    /// What is recorded for each option.
    codes: Vec<String>,
}

impl Sheet {
    /// What is asked of the participant's person.
    pub(super) fn demographics(asked: &[Demographic]) -> Self {
        let question = |one: &Demographic| Question::choice(&one.id, &one.text, &one.options);
        Self {
            id: DEMOGRAPHICS.to_owned(),
            after_block: None,
            heading: Heading::Demographics,
            questions: asked.iter().map(question).collect(),
        }
    }

    /// The questionnaire of a part; none where the part is something else.
    pub(super) fn of_part(plan: &Plan, part: &Part) -> Option<Self> {
        let Part::Questionnaire { index, after_block } = *part else { return None };
        let questionnaire = plan.questionnaires.get(index as usize)?;
        let (heading, questions) = match questionnaire {
            Questionnaire::NasaTlx { weighted, .. } => (
                Heading::Workload { of_block: after_block.is_some() },
                workload(plan, after_block, *weighted),
            ),
            Questionnaire::Free { title, items, .. } => {
                (Heading::Own(title.as_str().into()), items.iter().map(Question::of).collect())
            }
        };
        Some(Self { id: questionnaire.id().to_owned(), after_block, heading, questions })
    }
}

impl Question {
    fn of(item: &Item) -> Self {
        let text: Arc<str> = item.text().into();
        let ask = match item {
            Item::Choice { id, text, options } => return Self::choice(id, text, options),
            Item::Scale { low, high, points, .. } => {
                Ask::Scale { text, low: low.as_str().into(), high: high.as_str().into(), points: *points }
            }
            Item::Text { .. } => Ask::Text { text },
        };
        Self { item: item.id().to_owned(), ask, codes: Vec::new() }
    }

    fn choice(id: &str, text: &str, options: &[Choice]) -> Self {
        Self {
            item: id.to_owned(),
            ask: Ask::Choice {
                text: text.into(),
                options: options.iter().map(|option| option.label.clone()).collect(),
            },
            codes: options.iter().map(|option| option.code.clone()).collect(),
        }
    }

    /// What is recorded for a reply; none where it is no answer to this question.
    pub(super) fn answer(&self, reply: &Reply) -> Option<Answer> {
        let answer = match reply {
            Reply::Option(option) => Answer::Code(self.codes.get(*option as usize)?.clone()),
            Reply::Point(point) => Answer::Point(*point),
            Reply::Text(text) => Answer::Text(text.clone()),
            Reply::Ratings(ratings) => Answer::Ratings(*ratings),
        };
        self.takes(&answer).then_some(answer)
    }

    /// Whether this can have been recorded here.
    pub(super) fn takes(&self, answer: &Answer) -> bool {
        match (&self.ask, answer) {
            (Ask::Choice { .. } | Ask::TlxPair { .. }, Answer::Code(code)) => self.codes.contains(code),
            (Ask::Scale { points, .. }, Answer::Point(point)) => (1..=*points).contains(point),
            (Ask::Text { .. }, Answer::Text(text)) => text.chars().count() <= LONGEST_TEXT,
            (Ask::TlxRatings, Answer::Ratings(ratings)) => tlx::are_ratings(ratings),
            _ => false,
        }
    }
}

/// The ratings and, where they are weighted, the fifteen pairs: in an order of this plan and place, each pair's sides too.
fn workload(plan: &Plan, after_block: Option<u32>, weighted: bool) -> Vec<Question> {
    let ratings = Question { item: "ratings".to_owned(), ask: Ask::TlxRatings, codes: Vec::new() };
    let mut questions = vec![ratings];
    if weighted {
        let mut rng = ChaCha8Rng::seed_from_u64(plan.seed);
        rng.set_stream(STREAM + u64::from(after_block.unwrap_or(0)));
        let mut pairs = tlx::pairs();
        // Fisher and Yates.
        for last in (1..pairs.len()).rev() {
            pairs.swap(last, rng.random_range(0..=last));
        }
        questions.extend(pairs.into_iter().map(|(first, second)| {
            let item = pair_item(first, second);
            let (left, right) = if rng.random_range(0..2) == 0 { (first, second) } else { (second, first) };
            let codes = [left, right].map(|scale| scale.name().to_owned()).to_vec();
            Question { item, ask: Ask::TlxPair { left, right }, codes }
        }));
    }
    questions
}

/// A pair's name in the data, whichever side its scales are shown on.
fn pair_item(first: TlxScale, second: TlxScale) -> String {
    format!("{}/{}", first.name(), second.name())
}
