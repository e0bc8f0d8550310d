//! Which model predicts best: they are held against each other on the same reviews, and on the same participants.

use super::corner::Support;
use super::export::summary;
use super::leaving_out::Predicts;
use super::loo::{Compared, Loo, compare};
use super::model::kind::ModelKind;
use super::parameters::{Parameters, Shape};
use super::posterior::Posterior;
use crate::problem::Outcome;
use crate::surface::{EdgeSlope, Rival, Unconstrained};

/// A difference in elpd counts from so many standard errors on.
const CLEAR_SES: f64 = 2.0;

/// The models held against each other.
#[derive(Debug)]
pub(crate) struct Contest {
    by_review: Vec<Compared>,
    by_participant: Vec<Compared>,
    /// Place of the model of record among those that were given.
    pub(crate) record: usize,
    /// Why that one.
    pub(crate) because: String,
    /// Whether the data prefer a surface that may fall.
    pub(crate) falls: bool,
}

/// Holds models against each other. The first is the model of record unless another one, which does not fall, is
/// better by more than two standard errors.
pub(crate) fn contest(models: &[Predicts]) -> Outcome<Contest> {
    let named: Vec<(&str, &Loo)> = models.iter().map(|model| (model.kind.id(), &model.by_review)).collect();
    let by_people: Vec<(&str, &Loo)> =
        models.iter().filter_map(|model| Some((model.kind.id(), model.by_participant.as_ref()?))).collect();
    // How far `other` is ahead of `one`, and the standard error of that.
    let ahead = |one: usize, other: usize| -> Outcome<(f64, f64)> {
        let pair = compare(&[named[one], named[other]])?;
        let worse = pair.last().map_or((0.0, 0.0), |last| (last.elpd_diff, last.diff_se));
        let other_leads = pair.first().is_some_and(|first| first.name == named[other].0);
        Ok((if other_leads { -worse.0 } else { worse.0 }, worse.1))
    };
    let mut record = 0;
    let mut lead = (0.0, 0.0);
    let mut falls = false;
    for (other, model) in models.iter().enumerate().skip(1) {
        let (by, se) = ahead(0, other)?;
        if by <= CLEAR_SES * se {
            continue;
        }
        if model.kind == ModelKind::Unconstrained {
            falls = true;
        } else if by > lead.0 {
            (record, lead) = (other, (by, se));
        }
    }
    let because = match (models.len(), record) {
        (1, _) => "the analysis plan names no other".to_owned(),
        (_, 0) => format!(
            "the analysis plan names it first, and no other that does not fall predicts better by more than \
             {CLEAR_SES} standard errors"
        ),
        _ => format!(
            "it predicts better than {}, which the analysis plan names first, by {:.1} (SE {:.1}) in elpd",
            named[0].0, lead.0, lead.1
        ),
    };
    Ok(Contest { by_review: compare(&named)?, by_participant: compare(&by_people)?, record, because, falls })
}

impl Contest {
    /// For the artifact, in the order in which the models were given.
    pub(crate) fn rivals(&self, models: &[Predicts]) -> Vec<Rival> {
        let of = |among: &[Compared], id: &str| among.iter().find(|model| model.name == id).cloned();
        models
            .iter()
            .enumerate()
            .map(|(index, model)| {
                let id = model.kind.id();
                let (review, participant) = (of(&self.by_review, id), of(&self.by_participant, id));
                Rival {
                    id: id.to_owned(),
                    elpd_loo: review.as_ref().map(|model| model.elpd),
                    elpd_diff: review.as_ref().map(|model| model.elpd_diff),
                    elpd_diff_se: review.as_ref().map(|model| model.diff_se),
                    elpd_participant: participant.as_ref().map(|model| model.elpd),
                    elpd_participant_diff: participant.as_ref().map(|model| model.elpd_diff),
                    elpd_participant_diff_se: participant.as_ref().map(|model| model.diff_se),
                    pareto_k_max: model.by_review.pareto_k_max,
                    refitted: Some(model.by_review.refitted as u64),
                    unreliable: Some(model.by_review.unreliable as u64),
                    participants_unreliable: model.by_participant.as_ref().map(|loo| loo.unreliable as u64),
                    preferred: index == self.record,
                }
            })
            .collect()
    }
}

/// What the unconstrained rival says of the slope along every edge of the box.
pub(crate) fn unconstrained(posterior: &Posterior, support: &Support, falls: bool) -> Unconstrained {
    let batch_span = support.batch_span();
    // Slopes per unit of G, and per unit of log m.
    type Slope = fn([f64; 3], f64, f64) -> f64;
    let along: [(&str, Slope); 4] = [
        ("delay at smallest batch", |[_, delay, _], g, _| delay / g),
        ("delay at largest batch", |[batch, _, both], g, _| (both - batch) / g),
        ("batch at shortest delay", |[batch, ..], _, z| batch / z),
        ("batch at longest delay", |[_, delay, both], _, z| (both - delay) / z),
    ];
    let edge = |(name, slope): (&str, Slope)| {
        let slopes: Vec<f64> = posterior
            .draws
            .iter()
            .map(|draw| {
                let corners = corners(draw);
                slope(corners, support.delay_span(draw.tau_secs), batch_span)
            })
            .collect();
        let negative = slopes.iter().filter(|slope| **slope < 0.0).count() as f64 / slopes.len() as f64;
        EdgeSlope { edge: name.to_owned(), probability_negative: negative, slope: summary(slopes) }
    };
    // Without a second delay there is no edge along it, and the two along m are one.
    let varied = support.delay_secs[1] > support.delay_secs[0];
    let edges = along.into_iter().enumerate().filter(|(i, _)| varied || *i == 2).map(|(_, of)| edge(of));
    Unconstrained { edges: edges.collect(), preferred: falls }
}

fn corners(draw: &Parameters) -> [f64; 3] {
    match draw.shape {
        Shape::Corners { rise, .. } => [rise.batch, rise.delay, rise.both],
        Shape::Additive { .. } => [0.0; 3],
    }
}
