//! How a pack's choices look beside the sound ones that they stand for.

use super::look::Look;
use crate::problem::Outcome;
use crate::scenario::memo::Memo;
use crate::scenario::pack::Pack;
use crate::scenario::proven::Captured;
use crate::scenario::spec::{ChoiceSpec, ChoiceTruth, VariantSpec};

/// A choice that is not the sound one, and the same decision in its sound twin.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// `decision/choice`.
    pub choice: String,
    /// Whether it is wrong; unfamiliar if not.
    pub is_wrong: bool,
    /// The decision's place in the trajectory, from 1.
    pub place: usize,
    /// How the choice looks.
    pub look: Look,
    /// How the sound choice looks in its place.
    pub twin: Look,
}

/// Every choice of a pack that is not sound, in the pack's first skin and the plainest variant that shows it.
pub(super) fn pairs(pack: &Pack, memo: &mut Memo) -> Outcome<Vec<Pair>> {
    let mut pairs = Vec::new();
    for (index, decision) in pack.spec().decisions.iter().enumerate() {
        for choice in decision.choices.iter().filter(|choice| choice.truth != ChoiceTruth::Sound) {
            let is_wrong = choice.truth != ChoiceTruth::Unfamiliar;
            let name = format!("{}/{}", decision.id, choice.id);
            let variant = plainest(pack, &name).cloned().unwrap_or_else(|| alone(&name, is_wrong, choice));
            let mut twin = variant.clone();
            twin.wrong.take_if(|wrong| *wrong == name);
            twin.foils.retain(|foil| *foil != name);
            let (look, twin) = (looks(pack, memo, &variant)?[index], looks(pack, memo, &twin)?[index]);
            pairs.push(Pair { choice: name, is_wrong, place: index + 1, look, twin });
        }
    }
    Ok(pairs)
}

/// Looks of the plain sound trajectory, in the pack's first skin.
pub(super) fn sound(pack: &Pack, memo: &mut Memo) -> Outcome<Vec<Look>> {
    let none = VariantSpec { id: "sound".to_owned(), wrong: None, foils: Vec::new(), amendment: None };
    looks(pack, memo, &none)
}

/// The variant with a choice and the least beside it.
fn plainest<'a>(pack: &'a Pack, choice: &str) -> Option<&'a VariantSpec> {
    let shows =
        |variant: &&VariantSpec| variant.wrong.iter().chain(&variant.foils).any(|name| name == choice);
    let beside = |variant: &&VariantSpec| {
        (variant.wrong.is_some(), variant.foils.len() + usize::from(variant.amendment.is_some()))
    };
    pack.variants().iter().filter(shows).min_by_key(beside)
}

/// A variant for a choice that none shows.
fn alone(name: &str, is_wrong: bool, choice: &ChoiceSpec) -> VariantSpec {
    let names = |is: bool| is.then(|| name.to_owned());
    VariantSpec {
        id: name.to_owned(),
        wrong: names(is_wrong),
        foils: names(!is_wrong).into_iter().collect(),
        amendment: choice.under.clone(),
    }
}

/// Looks of a variant's decisions.
///
/// Proving captures what may be shown and its sound twins; a foil's twin may be neither, and is looked at all the same.
/// So `memo` is not the pack's own, which must never remember a view without what its command printed.
fn looks(pack: &Pack, memo: &mut Memo, variant: &VariantSpec) -> Outcome<Vec<Look>> {
    let nothing = || Captured { output: String::new(), status: 0 };
    let printed = |key: &str, line: &str| Ok(pack.captured(key, line).unwrap_or_else(|_| nothing()));
    let walk = pack.walk(memo, variant, 0)?;
    walk.steps.iter().map(|step| Ok(Look::of(&*pack.view(memo, &step.view, printed)?))).collect()
}
