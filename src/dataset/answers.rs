//! A session's rows of `questionnaires.csv`: what was answered, and the scores that come of it.

use super::column::Cell as _;
use super::tables::QuestionnaireRow;
use crate::journal::Recorded;
use crate::protocol::questionnaire::NASA_TLX;
use crate::protocol::tlx::{self, TlxScale};
use crate::session::event::Event;
use crate::session::input::Answer;
use crate::session::secs_from_nanos;

/// One answer with its place.
struct Answered<'a> {
    questionnaire: &'a str,
    after_block: Option<u32>,
    item: &'a str,
    answer: &'a Answer,
    at_secs: f64,
}

/// The rows of a session, in the order of its answers; scores follow the last answer that they are made of.
pub(super) fn rows(recorded: &Recorded) -> Vec<QuestionnaireRow> {
    let answers: Vec<Answered<'_>> = recorded
        .events
        .iter()
        .filter_map(|event| match &event.value {
            Event::Answered { questionnaire, after_block, item, answer } => Some(Answered {
                questionnaire,
                after_block: *after_block,
                item,
                answer,
                at_secs: secs_from_nanos(event.at_nanos),
            }),
            _ => None,
        })
        .collect();
    let one_sheet = |one: &Answered<'_>, next: &Answered<'_>| {
        (one.questionnaire, one.after_block) == (next.questionnaire, next.after_block)
    };
    let mut rows = Vec::new();
    for sheet in answers.chunk_by(one_sheet) {
        for one in sheet {
            rows.extend(answer_rows(recorded, one));
        }
        rows.extend(scores(recorded, sheet));
    }
    rows
}

/// One answer; six ratings are six rows.
fn answer_rows(recorded: &Recorded, one: &Answered<'_>) -> Vec<QuestionnaireRow> {
    let row = |item: &str, response: String, value| row(recorded, one, item, response, value);
    match one.answer {
        Answer::Code(code) => vec![row(one.item, code.clone(), None)],
        Answer::Text(text) => vec![row(one.item, text.clone(), None)],
        Answer::Point(point) => vec![row(one.item, point.to_string(), Some(f64::from(*point)))],
        Answer::Ratings(ratings) => TlxScale::ALL
            .iter()
            .zip(ratings)
            .map(|(scale, rating)| row(scale.name(), rating.to_string(), Some(f64::from(*rating))))
            .collect(),
    }
}

/// NASA-TLX's scores; the weighted one and its weights only once all fifteen pairs were answered.
fn scores(recorded: &Recorded, sheet: &[Answered<'_>]) -> Vec<QuestionnaireRow> {
    let Some(last) = sheet.last().filter(|last| last.questionnaire == NASA_TLX) else { return Vec::new() };
    let ratings = sheet.iter().find_map(|one| match one.answer {
        Answer::Ratings(ratings) => Some(ratings),
        _ => None,
    });
    let Some(ratings) = ratings else { return Vec::new() };
    let chosen: Vec<TlxScale> = sheet
        .iter()
        .filter_map(|one| match one.answer {
            Answer::Code(code) => TlxScale::ALL.into_iter().find(|scale| scale.name() == code),
            _ => None,
        })
        .collect();
    let score = |item: &str, value: f64| row(recorded, last, item, value.cell(), Some(value));
    let mut rows = vec![score("raw_score", tlx::raw_score(ratings))];
    if let Some(weighted) = tlx::weighted_score(ratings, &chosen) {
        let weights = TlxScale::ALL.into_iter().zip(tlx::weights(&chosen));
        rows.extend(
            weights.map(|(scale, weight)| score(&format!("weight_{}", scale.name()), f64::from(weight))),
        );
        rows.push(score("weighted_score", weighted));
    }
    rows
}

fn row(
    recorded: &Recorded,
    one: &Answered<'_>,
    item: &str,
    response: String,
    value: Option<f64>,
) -> QuestionnaireRow {
    let header = &recorded.header;
    QuestionnaireRow {
        study: header.study.clone(),
        participant: header.participant.clone(),
        session: header.session,
        questionnaire: one.questionnaire.to_owned(),
        item: item.to_owned(),
        response: Some(response),
        at_secs: one.at_secs,
        after_block: one.after_block,
        value,
        simulated: header.simulated,
    }
}
