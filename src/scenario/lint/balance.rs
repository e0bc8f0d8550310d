//! What would let somebody guess, without reading, where errors are.

use super::Words;
use crate::problem::Outcome;
use crate::scenario::pack::Pack;
use crate::scenario::spec::{ChoiceTruth, PackSpec, VariantSpec};
use crate::scenario::tells::{Contrast, Contrasts, Look, Pair};

/// A wrong or unfamiliar choice may change this many times as many lines as the sound one, or as few, once they differ
/// by more than [`FREE_LINES`].
const LINES_RATIO: f64 = 2.0;
const FREE_LINES: f64 = 6.0;
/// Each third of the trajectory has at least this share of the wrong choices.
const LEAST_OF_A_THIRD: f64 = 0.2;
/// Shares of sound and of wrong variants that show a foil, or an amendment, may differ by this much.
const SHARE_MARGIN: f64 = 0.25;

/// Everything that gives errors away in numbers.
pub(super) fn balance(pack: &Pack) -> Outcome<Vec<Words>> {
    let contrasts = Contrasts::of(pack)?;
    let beyond = |contrasts: &[Contrast], words: fn(&Contrast) -> Words| -> Vec<Words> {
        contrasts.iter().filter(|contrast| contrast.is_beyond()).map(words).collect()
    };
    Ok([
        beyond(&contrasts.against_others, stands_out),
        beyond(&contrasts.against_twins, shifts),
        contrasts.pairs.iter().filter_map(diff_size).collect(),
        spread(&contrasts, pack.spec().decisions.len()),
        companions(pack.spec()),
        unseen_checks(pack.spec()),
    ]
    .concat())
}

/// Wrong choices against decisions that carry none.
fn stands_out(contrast: &Contrast) -> Words {
    let Contrast { measure, figure, .. } = contrast;
    let (low, high) = contrast.limits.unwrap_or_default();
    let [wrong, other] = shown(contrast);
    let what = format!(
        "{measure}: {wrong} where a choice is wrong, {other} in decisions without a wrong choice (AUC {figure:.2}, limits {low:.2} to {high:.2}): who only counts finds the error"
    );
    let todo = match *figure > 0.5 {
        true => "let other decisions have more of it, or plant errors where there is less",
        false => "let other decisions have less of it, or plant errors where there is more",
    };
    (what, todo.to_owned())
}

/// Wrong choices against the sound ones they stand for.
fn shifts(contrast: &Contrast) -> Words {
    let Contrast { measure, figure, .. } = contrast;
    let limit = contrast.limits.unwrap_or_default().1;
    let [wrong, sound] = shown(contrast);
    let what = format!(
        "{measure}: {wrong} in wrong choices, {sound} in the sound ones they stand for ({figure:+.2} standard deviations, limit ±{limit:.2}): wrong batches look unlike sound ones"
    );
    (
        what,
        "write the sound choices in the same detail; 'tightloop scenario audit PACK' lists them".to_owned(),
    )
}

/// Both means, to as many digits as tell them apart.
fn shown(contrast: &Contrast) -> [String; 2] {
    let decimals = if contrast.wrong.max(contrast.other) < 0.1 { 4 } else { 2 };
    [contrast.wrong, contrast.other].map(|mean| format!("{mean:.decimals$}"))
}

fn diff_size(pair: &Pair) -> Option<Words> {
    let lines = |look: &Look| look.added + look.removed;
    let (ours, sound) = (lines(&pair.look), lines(&pair.twin));
    let (more, less) = (ours.max(sound), ours.min(sound));
    if more - less <= FREE_LINES || more <= LINES_RATIO * less {
        return None;
    }
    let kind = if pair.is_wrong { "a wrong" } else { "an unfamiliar" };
    let what = format!(
        "'{}' changes {ours} lines where the sound choice changes {sound}: the size of {kind} diff must not mark it",
        pair.choice
    );
    Some((what, "let them change about as much".to_owned()))
}

/// Wrong choices early, in the middle and late, and one at least in each fifth, where plans look for them.
fn spread(contrasts: &Contrasts, decisions: usize) -> Vec<Words> {
    let places: Vec<usize> = contrasts.wrong().map(|pair| pair.place).collect();
    if places.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (name, count) in ["first", "middle", "last"].into_iter().zip(contrasts.thirds) {
        if (count as f64) < LEAST_OF_A_THIRD * places.len() as f64 {
            let what = format!(
                "{count} of {} wrong choices lie in the {name} third: where an error lies can be guessed",
                places.len()
            );
            found.push((what, format!("move some to the {name} third, or add some there")));
        }
    }
    for (fifth, name) in ["first", "second", "third", "fourth", "last"].into_iter().enumerate() {
        let is_there = |place: &usize| (place - 1) * 5 / decisions.max(1) == fifth;
        if decisions >= 5 && !places.iter().any(is_there) {
            let (from, to) = ((fifth * decisions).div_ceil(5) + 1, ((fifth + 1) * decisions).div_ceil(5));
            let what = format!(
                "no wrong choice in the {name} fifth, decisions {from} to {to}: whole trajectories never go wrong there"
            );
            found.push((what, "add one there".to_owned()));
        }
    }
    found
}

/// What beside an error goes with it.
fn companions(spec: &PackSpec) -> Vec<Words> {
    let (wrong, sound): (Vec<&VariantSpec>, Vec<&VariantSpec>) =
        spec.variants.iter().partition(|variant| variant.wrong.is_some());
    if wrong.is_empty() || sound.is_empty() {
        return Vec::new();
    }
    type Has = fn(&VariantSpec) -> bool;
    let kinds: [(&str, Has); 2] = [
        ("a foil", |variant| !variant.foils.is_empty()),
        ("an amendment", |variant| variant.amendment.is_some()),
    ];
    let share = |variants: &[&VariantSpec], has: Has| {
        variants.iter().filter(|variant| has(variant)).count() as f64 / variants.len() as f64
    };
    kinds
        .into_iter()
        .map(|(name, has)| (name, share(&wrong, has), share(&sound, has)))
        .filter(|(_, wrong, sound)| (wrong - sound).abs() > SHARE_MARGIN)
        .map(|(name, wrong, sound)| {
            let what = format!(
                "{:.0} % of the wrong variants have {name} and {:.0} % of the sound ones: {name} must say nothing about an error, and plans find too few counterparts",
                100.0 * wrong,
                100.0 * sound
            );
            let fewer = if wrong < sound { "wrong" } else { "sound" };
            (what, format!("list more {fewer} variants with {name}"))
        })
        .collect()
}

/// Checks that no proof ever sees fail: one that always passes would be as good.
fn unseen_checks(spec: &PackSpec) -> Vec<Words> {
    let choices = || spec.decisions.iter().flat_map(|decision| &decision.choices);
    let is_broken = |id: &str| {
        choices().any(|choice| matches!(&choice.truth, ChoiceTruth::Wrong { clause, .. } if clause == id))
    };
    let is_amended = |id: &str| spec.amendments.iter().any(|amendment| amendment.clause == id);
    let unseen: Vec<&str> = spec
        .clauses
        .iter()
        .map(|clause| clause.id.as_str())
        .filter(|id| !is_broken(id) && !is_amended(id))
        .collect();
    if unseen.is_empty() {
        return Vec::new();
    }
    let what = format!(
        "no wrong choice breaks {}: proving never sees these checks fail, and would not notice one that always passes",
        unseen.join(", ")
    );
    vec![(what, "let wrong choices break them, or break them by hand once and see the check fail".to_owned())]
}
