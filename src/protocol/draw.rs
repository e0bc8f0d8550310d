//! A participant's plan, drawn from a protocol, its packs and the participant's row.

use super::attention;
use super::catalogue::{Catalogue, PackFacts};
use super::deal::{self, Slot};
use super::design;
use super::dice::{Dice, Purpose};
use super::load::Loaded;
use super::menu::{EXTRAS, Menu, Offer};
use super::plan::{Plan, PlannedTrial, PracticeRule};
use super::ranges::at_field;
use super::sittings;
use super::spec::Protocol;
use super::timing::{brief_secs, review_secs};
use crate::problem::{Outcome, Problem};
use crate::scenario::Library;
use crate::scenario::truth::BatchTruth;
use crate::scenario::view::Stimulus;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Draws the plan of a row. The same protocol, packs and row give the same plan, byte for byte.
///
/// # Errors
/// Where the pool names a pack that is not there, no pack can show what the design asks for, or a pack contradicts
/// itself about what is true of a batch.
pub fn draw(loaded: &Loaded, library: &Library, row: u32) -> Outcome<Plan> {
    let (catalogue, problems) = Catalogue::read(loaded, library);
    if let Some(problem) = problems.into_iter().next() {
        return Err(problem);
    }
    let drafts = drafts(loaded, &catalogue, row)?;
    let protocol = &loaded.protocol;
    let mut trials = Vec::with_capacity(drafts.len());
    let mut pack_hashes = BTreeMap::new();
    for draft in &drafts {
        let facts = draft.pack;
        pack_hashes.insert(facts.id.clone(), facts.hash.clone());
        let (variant, skin) = (draft.variant(), draft.skin());
        let truth = library.pack(&facts.id)?.truth(variant, skin, draft.start, draft.slot.cell.batch_size)?;
        agree(draft, &truth)?;
        trials.push(draft.trial(protocol, truth));
    }
    let checks = attention::insert(&mut trials, loaded, library, &catalogue, row)?;
    pack_hashes.extend(checks);
    sittings::deal(protocol, &mut trials);
    Ok(Plan {
        protocol: protocol.id.clone(),
        protocol_hash: loaded.hash.clone(),
        pack_hashes,
        row,
        seed: Dice::new(protocol.seed, Purpose::Draw, row).seed(),
        language: protocol.language.clone(),
        consent: protocol.consent.clone(),
        consent_version: protocol.consent_version.clone(),
        demographics: protocol.demographics.clone(),
        instructions: protocol.instructions.clone(),
        filler: protocol.filler,
        comprehension_attempts: protocol.comprehension.attempts,
        time_limit_secs: protocol.time_limit_secs,
        feedback: protocol.feedback,
        outstanding_max: outstanding_max(protocol, row),
        outstanding_varies: protocol.factors.outstanding_max.levels.len() > 1,
        keep: protocol.factors.keep,
        packing: protocol.packing,
        exclusions: protocol.exclusions.clone(),
        practice: PracticeRule {
            criterion_correct: protocol.practice.criterion_correct,
            on_fail: protocol.practice.on_fail,
        },
        sittings: protocol.sittings.clone(),
        sitting: 1,
        carried: Vec::new(),
        breaks: protocol.breaks,
        questionnaires: protocol.questionnaires.clone(),
        debrief: protocol.debrief.clone(),
        trials,
    })
}

/// The most briefs that are ever outstanding for a row's participant.
fn outstanding_max(protocol: &Protocol, row: u32) -> u32 {
    let levels = design::periods_of(protocol, row);
    levels.into_iter().map(|level| design::outstanding_max(protocol, level)).max().unwrap_or(1)
}

/// What a plan's trials show, one each, in the same order.
///
/// # Errors
/// Where a pack is not there or is another than the plan was drawn from.
pub fn stimuli(plan: &Plan, library: &Library) -> Outcome<Vec<Stimulus>> {
    for (id, hash) in &plan.pack_hashes {
        if library.pack(id)?.hash() != hash {
            return Err(Problem::new(format!(
                "the scenario pack '{id}' has changed since this plan was drawn"
            ))
            .todo("put back the pack as it was, or begin a new study"));
        }
    }
    let stimulus = |trial: &PlannedTrial| {
        let pack = library.pack(&trial.scenario)?;
        let (variant, skin, start, size) =
            (&trial.variant, &trial.skin, trial.window_start, trial.batch_size);
        if trial.attention_check {
            return pack.attention_check(variant, skin, size, &trial.questions);
        }
        let mut stimulus = pack.stimulus(variant, skin, start, size, &trial.questions)?;
        let cues = pack.cues(variant, skin, start, size, trial.cues.kinds())?;
        Arc::make_mut(&mut stimulus.batch).cues = cues;
        Ok(stimulus)
    };
    plan.trials.iter().map(stimulus).collect()
}

/// The batch sizes of a protocol's trials, practice included.
pub(super) fn batch_sizes(protocol: &Protocol) -> impl Iterator<Item = u32> {
    protocol.factors.batch_size.levels.iter().copied().chain([protocol.practice.batch_size])
}

/// One trial, all but its truth.
pub(super) struct Draft<'a> {
    pub(super) slot: Slot,
    pub(super) pack: &'a PackFacts,
    /// Round of practice or block of main trials, from 1.
    block: u32,
    variant: usize,
    skin: usize,
    pub(super) start: u32,
    questions: Vec<u32>,
}

impl Draft<'_> {
    pub(super) fn variant(&self) -> &str {
        self.pack.variants.get(self.variant).map_or("", |variant| &variant.id)
    }

    pub(super) fn skin(&self) -> &str {
        self.pack.skins.get(self.skin).map_or("", String::as_str)
    }

    fn trial(&self, protocol: &Protocol, truth: BatchTruth) -> PlannedTrial {
        let cell = self.slot.cell;
        PlannedTrial {
            practice: self.slot.condition.is_none(),
            block: self.block,
            sitting: 1,
            later: false,
            attention_check: false,
            scenario: self.pack.id.clone(),
            skin: self.skin().to_owned(),
            variant: self.variant().to_owned(),
            window_start: self.start,
            batch_size: cell.batch_size,
            delay_target_secs: cell.delay_secs,
            cues: cell.cues,
            outstanding_max: self.slot.outstanding_max,
            questions: self.questions.clone(),
            expected_brief_secs: brief_secs(self.pack.words, self.start - 1, self.questions.len() as u32),
            expected_review_secs: review_secs(cell.batch_size, cell.delay_secs, protocol.time_limit_secs),
            truth,
        }
    }
}

/// A row's trials in the order of their briefs.
pub(super) fn drafts<'a>(loaded: &Loaded, catalogue: &'a Catalogue, row: u32) -> Outcome<Vec<Draft<'a>>> {
    let protocol = &loaded.protocol;
    let menu = Menu::new(catalogue, batch_sizes(protocol));
    let Some(slots) = deal::slots(protocol, &menu, row) else {
        return Err(not_offered(loaded, &menu));
    };
    let mut dice = Dice::new(protocol.seed, Purpose::Draw, row);
    dice.seed();
    let mut drawer =
        Drawer { questions: protocol.comprehension.questions, ..Drawer::new(catalogue, &mut dice) };
    let mut drafts = Vec::with_capacity(slots.len());
    for (place, slot) in (0..).zip(slots) {
        let pack = &catalogue.packs[slot.pack];
        let draft = menu
            .offer(slot.cell.batch_size, slot.pack, slot.extras)
            .and_then(|offer| drawer.draft(slot, pack, offer, &mut dice));
        let draft = draft.ok_or_else(|| not_offered(loaded, &menu))?;
        drafts.push(Draft { block: block(protocol, place), ..draft });
    }
    Ok(drafts)
}

/// The round of practice or the block of main trials that a trial belongs to, each from 1.
fn block(protocol: &Protocol, place: u32) -> u32 {
    match place.checked_sub(protocol.practice.planned_trials()) {
        None => 1 + place / protocol.practice.trials.max(1),
        Some(main) => {
            let (period, block) = (period_trials(protocol).max(1), block_trials(protocol));
            1 + main / period * period.div_ceil(block) + main % period / block
        }
    }
}

/// Blocks of main trials.
pub(super) fn blocks(protocol: &Protocol) -> u32 {
    period_trials(protocol).div_ceil(block_trials(protocol)).saturating_mul(design::periods(protocol) as u32)
}

/// Main trials at one level of agents outstanding.
fn period_trials(protocol: &Protocol) -> u32 {
    (design::conditions(protocol) as u32).saturating_mul(protocol.trials_per_cell)
}

/// Main trials in a block, as far as a period reaches.
pub(super) fn block_trials(protocol: &Protocol) -> u32 {
    match protocol.block_trials {
        0 => (design::conditions(protocol) as u32).max(1),
        trials => trials,
    }
}

fn not_offered(loaded: &Loaded, menu: &Menu) -> Problem {
    let size = batch_sizes(&loaded.protocol).find(|size| !menu.has(*size, EXTRAS[0])).unwrap_or_default();
    at_field(
        loaded,
        "factors.batch_size",
        format!("no pack of the pool can show a batch of {size} decisions"),
    )
    .todo("run 'tightloop protocol check' to see what the packs offer")
}

/// What was shown so far in this plan, so that nothing is shown twice before it must be.
struct Drawer {
    questions: u32,
    /// (pack, wrong variant, whether the trial is planted): a sound trial has the wrong variant that it stands in for.
    wrong: BTreeMap<(usize, usize, bool), u64>,
    /// Pack → windows, as first and last decision.
    windows: BTreeMap<usize, Vec<(u32, u32)>>,
    /// (pack, skin, variant).
    shown: BTreeMap<(usize, usize, usize), u64>,
    /// (pack, skin).
    skins: BTreeMap<(usize, usize), u64>,
    /// Each pack's next comprehension question.
    next_question: Vec<u32>,
}

impl Drawer {
    fn new(catalogue: &Catalogue, dice: &mut Dice) -> Self {
        Self {
            questions: 0,
            wrong: BTreeMap::new(),
            windows: BTreeMap::new(),
            shown: BTreeMap::new(),
            skins: BTreeMap::new(),
            next_question: catalogue
                .packs
                .iter()
                .map(|pack| dice.below(pack.questions as usize) as u32)
                .collect(),
        }
    }

    fn draft<'a>(
        &mut self,
        slot: Slot,
        pack: &'a PackFacts,
        offer: &Offer,
        dice: &mut Dice,
    ) -> Option<Draft<'a>> {
        let last = |start: u32| start + slot.cell.batch_size - 1;
        let seen = self.windows.entry(slot.pack).or_default();
        let in_part = offer.windows.iter().filter(|window| window.part == slot.part);
        let window = dice.cheapest(in_part, |window| {
            let used =
                self.wrong.get(&(slot.pack, window.variant, slot.planted)).copied().unwrap_or_default();
            let again =
                seen.iter().map(|other| overlap((window.start, last(window.start)), *other)).sum::<u32>();
            AGAIN * used + u64::from(again)
        })?;
        let start = if slot.planted { window.start } else { offer.sound_start.unwrap_or(window.start) };
        seen.push((start, last(start)));
        let variants = match slot.planted {
            true => std::slice::from_ref(&window.variant),
            false => offer.sound.get(&window.start)?.as_slice(),
        };
        let dressed =
            variants.iter().flat_map(|variant| (0..pack.skins.len()).map(move |skin| (*variant, skin)));
        let worn = |(variant, skin): &(usize, usize)| {
            let shown = self.shown.get(&(slot.pack, *skin, *variant)).copied().unwrap_or_default();
            let skins = self.skins.get(&(slot.pack, *skin)).copied().unwrap_or_default();
            AGAIN * shown + skins
        };
        let (variant, skin) = dice.cheapest(dressed, worn)?;
        *self.wrong.entry((slot.pack, window.variant, slot.planted)).or_default() += 1;
        *self.shown.entry((slot.pack, skin, variant)).or_default() += 1;
        *self.skins.entry((slot.pack, skin)).or_default() += 1;
        let questions = self.questions(slot.pack, pack.questions);
        Some(Draft { slot, pack, block: 0, variant, skin, start, questions })
    }

    /// The pack's questions in turn.
    fn questions(&mut self, pack: usize, available: u32) -> Vec<u32> {
        let Some(next) = self.next_question.get_mut(pack) else { return Vec::new() };
        let count = self.questions.min(available);
        let asked = (0..count).map(|ahead| (*next + ahead) % available).collect();
        *next = (*next + count) % available.max(1);
        asked
    }
}

/// What showing the same once more counts against showing something similar.
const AGAIN: u64 = 1_000;

/// How many decisions two windows have in common.
fn overlap(one: (u32, u32), other: (u32, u32)) -> u32 {
    (one.1.min(other.1) + 1).saturating_sub(one.0.max(other.0))
}

/// Refuses a batch of which its pack says something else than it was drawn for.
fn agree(draft: &Draft<'_>, truth: &BatchTruth) -> Outcome<()> {
    let extras = draft.slot.extras;
    let said = (truth.planted.is_some(), truth.unfamiliar > 0, truth.amended);
    if said == (draft.slot.planted, extras.unfamiliar, extras.amended) {
        return Ok(());
    }
    let (pack, variant) = (&draft.pack.id, draft.variant());
    let end = draft.start + draft.slot.cell.batch_size - 1;
    Err(Problem::new(format!(
        "the pack '{pack}' contradicts itself about what decisions {} to {end} of its variant '{variant}' hold",
        draft.start
    ))
    .todo("run 'tightloop scenario lint' on it"))
}

/// Conditions that a plan's trials were drawn for, beside them; practice has none.
pub(super) fn conditions(protocol: &Protocol, row: u32) -> Vec<Option<usize>> {
    let practice = std::iter::repeat_n(None, protocol.practice.planned_trials() as usize);
    practice.chain(design::order(protocol, row).into_iter().flatten().map(Some)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::catalogue::Departure;
    use crate::protocol::example::{catalogue_of, loaded_of, protocol_of};
    use crate::protocol::menu::part;
    use crate::protocol::spec::Vary;
    use proptest::prelude::*;

    /// A draft without borrows, to compare.
    fn plain(drafts: &[Draft<'_>]) -> Vec<String> {
        let one = |draft: &Draft<'_>| {
            let (slot, id) = (draft.slot, &draft.pack.id);
            format!(
                "{slot:?} {id} {} {} {} {:?}",
                draft.variant(),
                draft.skin(),
                draft.start,
                draft.questions
            )
        };
        drafts.iter().map(one).collect()
    }

    fn protocols() -> impl Strategy<Value = Protocol> {
        let delays = prop::sample::subsequence(vec![0.0, 10.0, 60.0, 300.0, 900.0], 1..=4);
        let sizes = prop::sample::subsequence(vec![1, 2, 3, 5, 8, 12, 20, 24], 1..=4);
        let shares = (0.0..=1.0_f64, 0.0..=0.3_f64, 0.0..=0.3_f64);
        let agents = prop::sample::subsequence(vec![1, 2, 4, 8], 1..=3);
        (delays, sizes, 1_u32..4, shares, any::<u64>(), any::<[bool; 2]>(), (0_u32..4, agents)).prop_map(
            |(
                delays,
                sizes,
                trials,
                (planted, unfamiliar, amended),
                seed,
                [between, each],
                (practice, agents),
            )| {
                let mut protocol = protocol_of(&delays, &sizes, trials);
                protocol.planted_share = planted;
                protocol.unfamiliar_share = unfamiliar;
                protocol.amended_share = amended;
                protocol.seed = seed;
                protocol.practice.trials = practice;
                if between {
                    protocol.factors.delay_secs.vary = Vary::Between;
                }
                protocol.factors.outstanding_max.levels = agents;
                if each {
                    protocol.factors.outstanding_max.vary = Vary::Between;
                }
                protocol
            },
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]
        #[test]
        fn every_plan_is_as_the_design_says(protocol in protocols(), row in 0_u32..60, packs in 1_usize..6) {
            let catalogue = catalogue_of(packs);
            let loaded = loaded_of(protocol);
            let protocol = &loaded.protocol;
            let drafts = drafts(&loaded, &catalogue, row).unwrap();

            // Every cell has its trials, in the order of the Williams rows, after the practice.
            let drawn: Vec<_> = drafts.iter().map(|draft| draft.slot.condition).collect();
            prop_assert_eq!(&drawn, &conditions(protocol, row));
            let cells = design::cells(protocol, design::group(protocol, row));
            for (index, cell) in cells.iter().enumerate() {
                let of_cell = drafts.iter().filter(|draft| draft.slot.condition == Some(index));
                prop_assert!(of_cell.clone().all(|draft| draft.slot.cell == *cell));
                let periods = design::periods(protocol);
                prop_assert_eq!(of_cell.clone().count(), periods * protocol.trials_per_cell as usize);
                // And at each number of agents as often.
                for level in protocol.factors.outstanding_max.levels.iter().filter(|_| periods > 1) {
                    let here = of_cell.clone().filter(|draft| draft.slot.outstanding_max == Some(*level));
                    prop_assert_eq!(here.count(), protocol.trials_per_cell as usize);
                }
            }
            // A block holds one number of agents, and blocks come in order.
            let blocks: Vec<(u32, Option<u32>)> = drafts
                .iter()
                .filter(|draft| draft.slot.condition.is_some())
                .map(|draft| (draft.block, draft.slot.outstanding_max))
                .collect();
            for two in blocks.windows(2) {
                prop_assert!(two[0] == two[1] || two[0].0 + 1 == two[1].0, "{:?}", blocks);
            }
            prop_assert_eq!(blocks.last().map_or(0, |(block, _)| *block), super::blocks(protocol));

            // Shares are met to the nearest integers.
            let main = drafts.iter().filter(|draft| draft.slot.condition.is_some());
            let planted = main.clone().filter(|draft| draft.slot.planted).count() as f64;
            prop_assert!((planted - protocol.planted_share * main.count() as f64).abs() <= 1.0);

            for draft in &drafts {
                let size = draft.slot.cell.batch_size;
                let end = draft.start + size - 1;
                prop_assert!(draft.start >= 1 && end <= draft.pack.decisions);
                let variant = &draft.pack.variants[draft.variant];
                let within = |departure: &Departure| (draft.start..=end).contains(&departure.place);
                // A planted trial's error lies in the window, in the part it was drawn for; a sound one has none at all.
                prop_assert_eq!(variant.wrong.is_some(), draft.slot.planted);
                if let Some(wrong) = &variant.wrong {
                    prop_assert!(within(wrong));
                    prop_assert_eq!(part(wrong.place - draft.start + 1, size), draft.slot.part);
                }
                prop_assert_eq!(variant.foils.iter().any(within), draft.slot.extras.unfamiliar);
                prop_assert_eq!(variant.amendment.as_ref().is_some_and(within), draft.slot.extras.amended);
                let questions = &draft.questions;
                prop_assert_eq!(questions.len() as u32, protocol.comprehension.questions.min(draft.pack.questions));
                prop_assert!(questions.iter().all(|question| *question < draft.pack.questions));
            }
        }

        #[test]
        fn the_same_row_is_drawn_alike_and_another_one_otherwise(seed in any::<u64>(), row in 0_u32..40) {
            let mut protocol = protocol_of(&[0.0, 60.0], &[3, 8], 2);
            protocol.seed = seed;
            let (loaded, catalogue) = (loaded_of(protocol), catalogue_of(3));
            let once = plain(&drafts(&loaded, &catalogue, row).unwrap());
            prop_assert_eq!(&once, &plain(&drafts(&loaded, &catalogue, row).unwrap()));
            prop_assert_ne!(&once, &plain(&drafts(&loaded, &catalogue, row + 1).unwrap()));
        }
    }

    #[test]
    fn windows_tell_nothing_about_errors() {
        let (loaded, catalogue) = (loaded_of(protocol_of(&[0.0, 60.0], &[3, 8], 3)), catalogue_of(4));
        for size in [3, 8] {
            let mut starts = [Vec::new(), Vec::new()];
            for row in 0..400 {
                for draft in drafts(&loaded, &catalogue, row).unwrap() {
                    if draft.slot.cell.batch_size == size {
                        starts[usize::from(draft.slot.planted)].push(draft.start);
                    }
                }
            }
            // The greatest distance between the two distribution functions, and its 1 % bound (Kolmogorov, Smirnov).
            let below = |list: &[u32], start| {
                list.iter().filter(|one| **one <= start).count() as f64 / list.len() as f64
            };
            let distance = (1..=24)
                .map(|start| (below(&starts[0], start) - below(&starts[1], start)).abs())
                .fold(0.0, f64::max);
            let (n, k) = (starts[0].len() as f64, starts[1].len() as f64);
            assert!(distance < 1.63 * ((n + k) / (n * k)).sqrt(), "m = {size}: {distance}");
        }
    }

    #[test]
    fn nothing_is_shown_twice_before_it_must_be() {
        let (loaded, catalogue) = (loaded_of(protocol_of(&[0.0, 60.0], &[3, 8], 4)), catalogue_of(4));
        for row in 0..20 {
            let drafts = drafts(&loaded, &catalogue, row).unwrap();
            let mut shown: Vec<_> =
                drafts.iter().map(|draft| (&draft.pack.id, draft.variant(), draft.skin())).collect();
            let all = shown.len();
            shown.sort_unstable();
            shown.dedup();
            assert!(all - shown.len() <= 1, "row {row}: {} of {all} are repeated", all - shown.len());
        }
    }
}
