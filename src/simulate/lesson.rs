//! Where expertise comes from: every variant and skin of the packs, looked at with their ground truth in hand.

use super::dice::Dice;
use super::expertise::{Expertise, Insight, Key, Sign, deed_key, keys};
use crate::problem::Outcome;
use crate::scenario::spec::VariantSpec;
use crate::scenario::view::Question;
use crate::scenario::{Library, Pack};
use rayon::prelude::*;
use std::collections::HashSet;

/// SD of the log of how plain an error is to see, over errors: item difficulty, the same for everyone.
const PLAINNESS_LOG_SD: f64 = 0.2;

impl Expertise {
    /// Learns every variant and skin of every pack in the library.
    ///
    /// # Errors
    /// Where a pack cannot be rendered.
    pub fn from_library(library: &Library) -> Outcome<Self> {
        Self::from_packs(&library.packs().collect::<Vec<_>>())
    }

    /// Learns every variant and skin of these packs.
    ///
    /// # Errors
    /// Where a pack cannot be rendered.
    pub fn from_packs(packs: &[&Pack]) -> Outcome<Self> {
        let lessons: Vec<(&Pack, &VariantSpec, &str)> = packs
            .iter()
            .flat_map(|pack| pack.variants().iter().map(move |variant| (*pack, variant)))
            .flat_map(|(pack, variant)| {
                pack.spec().skins.iter().map(move |skin| (pack, variant, skin.id.as_str()))
            })
            .collect();
        let lessons: Vec<Lesson> = lessons
            .into_par_iter()
            .map(|(pack, variant, skin)| Lesson::of(pack, variant, skin))
            .collect::<Outcome<_>>()?;
        let innocent: HashSet<Key> =
            lessons.iter().flat_map(|lesson| lesson.innocent.iter().copied()).collect();
        let mut expertise = Self::default();
        for lesson in lessons {
            for Question { text, options, answer } in &lesson.questions {
                expertise.learn_answer(text, options, *answer as u32);
            }
            for Observation { key, deed, insight } in lesson.observations {
                let insight = match insight.sign {
                    Sign::BuildsOn(_) if innocent.contains(&deed) => Insight::NOTHING,
                    _ => insight,
                };
                expertise.learn(key, insight);
            }
        }
        Ok(expertise)
    }
}

/// One variant in one skin, seen from every window after which the brief may read differently.
struct Lesson {
    observations: Vec<Observation>,
    /// Deeds that occur where nothing is wrong: not built on any mistake, whatever came before them elsewhere.
    innocent: Vec<Key>,
    questions: Vec<Question>,
}

/// One decision in its context, and what it means there.
struct Observation {
    key: Key,
    /// What was done, without where.
    deed: Key,
    insight: Insight,
}

impl Lesson {
    fn of(pack: &Pack, variant: &VariantSpec, skin: &str) -> Outcome<Self> {
        let count = pack.decision_count();
        let planted = pack.truth(&variant.id, skin, 1, count)?.planted;
        // Of a trace nobody knows which clause is broken; a person holds it against one of them.
        let any = || pack.spec().clauses.first().map(|clause| clause.id.clone());
        let broken = planted.as_ref().and_then(|error| error.clause.clone()).or_else(any).unwrap_or_default();
        let foils = pack.foil_decisions(&variant.id)?;
        let questions: Vec<u32> = (0..pack.spec().questions.len() as u32).collect();
        let sign = |place: u32| match &planted {
            Some(error) if place == error.error_index => Sign::Breaks(broken.clone()),
            _ if foils.contains(&place) => Sign::Unfamiliar,
            Some(error) if place > error.error_index => Sign::BuildsOn(broken.clone()),
            _ => Sign::Sound,
        };
        let plainness = plainness(pack.id(), variant);
        let mut lesson = Self { observations: vec![], innocent: vec![], questions: vec![] };
        for start in windows(pack, variant)? {
            let stimulus = pack.stimulus(&variant.id, skin, start, count + 1 - start, &questions)?;
            let shown = keys(&stimulus.brief, &stimulus.batch).zip(&stimulus.batch.decisions);
            for (place, (key, decision)) in (start..).zip(shown) {
                let (deed, sign) = (deed_key(decision), sign(place));
                if sign == Sign::Sound {
                    lesson.innocent.push(deed);
                }
                lesson.observations.push(Observation { key, deed, insight: Insight { sign, plainness } });
            }
            lesson.questions.extend(stimulus.questions);
        }
        Ok(lesson)
    }
}

/// First decisions of the windows to learn: the whole, and what follows an amendment.
fn windows(pack: &Pack, variant: &VariantSpec) -> Outcome<Vec<u32>> {
    let mut starts = vec![1];
    if let Some(after) = pack.amendment_decision(&variant.id)? {
        starts.extend((after + 1..=after + 2).filter(|start| *start <= pack.decision_count()));
    }
    Ok(starts)
}

/// How plain a variant's error is to see: the same for everyone and in every study.
fn plainness(pack: &str, variant: &VariantSpec) -> f64 {
    match &variant.wrong {
        Some(wrong) => Dice::new(0, &["plainness", pack, wrong]).around(1.0, PLAINNESS_LOG_SD),
        None => 1.0,
    }
}
