//! Where a plan's attention checks stand, and what they are made of.

use super::catalogue::{Catalogue, PackFacts};
use super::design;
use super::dice::{Dice, Purpose};
use super::load::Loaded;
use super::plan::PlannedTrial;
use super::ranges::at_field;
use super::spec::{Cue, Protocol};
use super::timing::{brief_secs, review_secs};
use crate::problem::Outcome;
use crate::scenario::{Library, attention};
use std::collections::BTreeMap;

/// Puts the protocol's attention checks among a row's main trials, one in each of as many equal stretches, and gives the
/// hashes of the packs that they are made of. A check has the shortest delay that the row's participant meets and the
/// smallest batch of two or more: it costs little time, and no condition of its own gives it away.
///
/// # Errors
/// Where no pack of the pool can show one.
pub(super) fn insert(
    trials: &mut Vec<PlannedTrial>,
    loaded: &Loaded,
    library: &Library,
    catalogue: &Catalogue,
    row: u32,
) -> Outcome<BTreeMap<String, String>> {
    let protocol = &loaded.protocol;
    let checks = protocol.attention_checks as usize;
    let mut hashes = BTreeMap::new();
    if checks == 0 {
        return Ok(hashes);
    }
    let batch_size = batch_size(protocol);
    let mut offers: Vec<(&PackFacts, String)> = Vec::new();
    for facts in catalogue.packs.iter().filter(|facts| facts.decisions > batch_size) {
        let plain = library.pack(&facts.id)?.plain_variants();
        offers.extend(plain.first().map(|variant| (facts, (*variant).to_owned())));
    }
    if offers.is_empty() {
        let what = "no pack of the pool has a sound variant to make attention checks of";
        return Err(at_field(loaded, "attention_checks", what).todo("write 0, or add packs"));
    }
    let mut dice = Dice::new(protocol.seed, Purpose::Attention, row);
    let practice = trials.iter().take_while(|trial| trial.practice).count();
    let main = trials.len() - practice;
    // From the last to the first, so that the places before stay what they are.
    for check in (0..checks).rev() {
        let (from, until) = (main * check / checks, main * (check + 1) / checks);
        // Nobody begins with one.
        let place = practice + (from + dice.below(until - from)).max(1).min(main);
        let near = place.saturating_sub(2)..(place + 2).min(trials.len());
        let uses = |trials: &[PlannedTrial], id: &str| {
            trials.iter().filter(|trial| trial.scenario == id).count() as u64
        };
        let chosen = dice.cheapest(&offers, |(facts, _)| {
            100 * uses(trials.get(near.clone()).unwrap_or_default(), &facts.id) + uses(trials, &facts.id)
        });
        let Some((facts, variant)) = chosen else { continue };
        let neighbour = trials.get(place).or_else(|| trials.last());
        let block = neighbour.map_or(1, |trial| trial.block);
        let outstanding_max = neighbour.and_then(|trial| trial.outstanding_max);
        let start = facts.decisions + 1 - batch_size;
        let questions: Vec<u32> = (0..protocol.comprehension.questions.min(facts.questions)).collect();
        let delay_target_secs = shortest_delay_secs(protocol, row);
        let skin = facts.skins.get(dice.below(facts.skins.len())).cloned().unwrap_or_default();
        hashes.insert(facts.id.clone(), facts.hash.clone());
        let trial = PlannedTrial {
            practice: false,
            block,
            sitting: 1,
            later: false,
            attention_check: true,
            scenario: facts.id.clone(),
            skin,
            variant: variant.clone(),
            window_start: start,
            batch_size,
            delay_target_secs,
            cues: Cue::None,
            outstanding_max,
            expected_brief_secs: brief_secs(facts.words, start - 1, questions.len() as u32),
            expected_review_secs: review_secs(batch_size, delay_target_secs, protocol.time_limit_secs),
            questions,
            truth: attention::truth(batch_size),
        };
        trials.insert(place, trial);
    }
    Ok(hashes)
}

fn batch_size(protocol: &Protocol) -> u32 {
    let levels = protocol.factors.batch_size.levels.iter().copied();
    levels.filter(|size| *size >= 2).min().unwrap_or(2)
}

fn shortest_delay_secs(protocol: &Protocol, row: u32) -> f64 {
    let cells = design::cells(protocol, design::group(protocol, row));
    cells.iter().map(|cell| cell.delay_secs).reduce(f64::min).unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use crate::protocol::{builtin, draw, parse, stimuli};
    use crate::scenario::Library;
    use crate::scenario::view::LineKind;
    use std::path::Path;

    #[test]
    fn checks_stand_one_in_each_stretch_and_their_last_decision_takes_everything_away() {
        let library = Library::embedded().unwrap();
        let (_, text) = builtin().into_iter().find(|(name, _)| *name == "lab").unwrap();
        let without =
            parse(&text.replace("attention_checks: 3", "attention_checks: 0"), Path::new("a.ron")).unwrap();
        let with = parse(text, Path::new("a.ron")).unwrap();
        for row in 0..3 {
            let plan = draw(&with, &library, row).unwrap();
            let rest: Vec<_> = plan.trials.iter().filter(|trial| !trial.attention_check).cloned().collect();
            assert_eq!(rest, draw(&without, &library, row).unwrap().trials, "the design is as without them");
            let main: Vec<bool> = plan
                .trials
                .iter()
                .filter(|trial| !trial.practice)
                .map(|trial| trial.attention_check)
                .collect();
            assert_eq!(main.len(), 15);
            assert!(!main[0], "nobody begins with one");
            for stretch in main.chunks(5) {
                assert_eq!(stretch.iter().filter(|check| **check).count(), 1, "{main:?}");
            }
            for (trial, stimulus) in plan.trials.iter().zip(stimuli(&plan, &library).unwrap()) {
                if !trial.attention_check {
                    continue;
                }
                let last = stimulus.batch.decisions.last().unwrap();
                let lines = last.diffs.iter().flat_map(|diff| &diff.lines);
                assert!(lines.clone().count() > 10);
                assert!(lines.clone().all(|line| line.kind == LineKind::Removed), "{:?}", last.diffs);
                let planted = trial.truth.planted.as_ref().unwrap();
                assert_eq!(planted.error_index, trial.batch_size);
                assert_eq!(stimulus.batch.decisions.len(), trial.batch_size as usize);
            }
        }
    }
}
