//! How far surface features tell one pack's wrong choices from the rest of the pack.

use super::auc::auc;
use super::choices::{self, Pair};
use super::look::{Limited, Look, MEASURES, Measure};
use crate::problem::Outcome;
use crate::scenario::memo::Memo;
use crate::scenario::pack::Pack;
use serde::Serialize;

/// One measure alone may tell the decisions that carry a wrong choice from those that carry none with an AUC no
/// farther from .5 than this. All packs together are to stay within .60; one pack may stray a little more, as long
/// as packs do not all stray to the same side.
const AUC_MARGIN: f64 = 0.15;
/// Wrong choices and their sound twins may differ by this many standard deviations of the pack's decisions (an AUC of
/// .57 where both are normal).
const TWIN_MARGIN: f64 = 0.25;

/// One measure of wrong choices beside something else.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Contrast {
    /// The measure.
    pub measure: &'static str,
    /// Its mean over wrong choices.
    pub wrong: f64,
    /// Its mean over what they are compared with.
    pub other: f64,
    /// How far it tells them apart.
    pub figure: f64,
    /// What the figure is to lie in; none where it is only shown.
    pub limits: Option<(f64, f64)>,
}

impl Contrast {
    /// Whether the figure lies outside its limits.
    pub fn is_beyond(&self) -> bool {
        self.limits.is_some_and(|(low, high)| !(low..=high).contains(&self.figure))
    }
}

/// A pack's contrasts.
#[derive(Debug, Clone, PartialEq)]
pub struct Contrasts {
    /// The pack.
    pub pack: String,
    /// Whether what commands print was captured from the pack as it is.
    pub proven: bool,
    /// Wrong and unfamiliar choices, each by itself.
    pub pairs: Vec<Pair>,
    /// How many decisions carry no wrong choice.
    pub others: usize,
    /// Wrong choices against the decisions that carry none; the figure is an AUC.
    pub against_others: Vec<Contrast>,
    /// Wrong choices against the sound choices they stand for; the figure is a standardised difference.
    pub against_twins: Vec<Contrast>,
    /// Decisions with wrong choices in the trajectory's first, middle and last third, counted by choice.
    pub thirds: [usize; 3],
}

impl Contrasts {
    /// Compares. Works on packs that are not proven as they are, too, but for what commands print.
    ///
    /// # Errors
    /// Where an edit does not apply.
    pub fn of(pack: &Pack) -> Outcome<Self> {
        let mut memo = Memo::default();
        let pairs = choices::pairs(pack, &mut memo)?;
        let sound = choices::sound(pack, &mut memo)?;
        let wrong: Vec<&Pair> = pairs.iter().filter(|pair| pair.is_wrong).collect();
        let carries = |index: usize| wrong.iter().any(|pair| pair.place == index + 1);
        let others: Vec<Look> =
            sound.iter().enumerate().filter(|(index, _)| !carries(*index)).map(|(_, look)| *look).collect();
        let (looks, twins): (Vec<Look>, Vec<Look>) = wrong.iter().map(|pair| (pair.look, pair.twin)).unzip();
        let mut thirds = [0; 3];
        for pair in &wrong {
            thirds[((pair.place - 1) * 3 / sound.len().max(1)).min(2)] += 1;
        }
        let limits_of = |measure: &Measure, limits| match measure.limited {
            Limited::Never => None,
            Limited::Always => Some(limits),
            Limited::WhenProven => pack.is_proven().then_some(limits),
        };
        let against_others = MEASURES.iter().map(|measure| {
            let (wrong, other) = (numbers(measure, &looks), numbers(measure, &others));
            let limits = (0.5 - AUC_MARGIN, 0.5 + AUC_MARGIN);
            contrast(measure, &wrong, &other, auc(&wrong, &other), limits_of(measure, limits))
        });
        let against_twins = MEASURES.iter().map(|measure| {
            let (wrong, twin) = (numbers(measure, &looks), numbers(measure, &twins));
            let spread = deviation(&[wrong.clone(), twin.clone(), numbers(measure, &others)].concat());
            let figure = if spread > 0.0 { (mean(&wrong) - mean(&twin)) / spread } else { 0.0 };
            contrast(measure, &wrong, &twin, figure, limits_of(measure, (-TWIN_MARGIN, TWIN_MARGIN)))
        });
        Ok(Self {
            pack: pack.id().to_owned(),
            proven: pack.is_proven(),
            others: others.len(),
            against_others: against_others.collect(),
            against_twins: against_twins.collect(),
            pairs,
            thirds,
        })
    }

    /// The wrong choices.
    pub fn wrong(&self) -> impl Iterator<Item = &Pair> {
        self.pairs.iter().filter(|pair| pair.is_wrong)
    }
}

fn contrast(
    measure: &Measure,
    wrong: &[f64],
    other: &[f64],
    figure: f64,
    limits: Option<(f64, f64)>,
) -> Contrast {
    Contrast { measure: measure.name, wrong: mean(wrong), other: mean(other), figure, limits }
}

fn numbers(measure: &Measure, looks: &[Look]) -> Vec<f64> {
    looks.iter().map(measure.of).collect()
}

fn mean(numbers: &[f64]) -> f64 {
    numbers.iter().sum::<f64>() / numbers.len().max(1) as f64
}

/// Standard deviation.
fn deviation(numbers: &[f64]) -> f64 {
    let middle = mean(numbers);
    let squares: f64 = numbers.iter().map(|number| (number - middle).powi(2)).sum();
    (squares / numbers.len().max(1) as f64).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Library;
    use std::path::Path;

    fn contrast<'a>(contrasts: &'a [Contrast], measure: &str) -> &'a Contrast {
        contrasts.iter().find(|contrast| contrast.measure == measure).unwrap()
    }

    #[test]
    fn the_fixture_is_contrasted_as_counted_by_hand() {
        let library = Library::folder(Path::new("tests/fixtures/packs")).unwrap();
        let contrasts = Contrasts::of(library.pack("tiny").unwrap()).unwrap();
        // Wrong at decisions 1 (two lines written) and 4 (two lines added) of 6.
        assert_eq!((contrasts.wrong().count(), contrasts.others, contrasts.thirds), (2, 4, [1, 1, 0]));
        let lines = contrast(&contrasts.against_others, "changed lines");
        assert_eq!(lines.wrong, 2.0);
        // Others change 8, 8, 13 and 0 lines: a wrong choice has more than one of the four.
        assert_eq!((lines.other, lines.figure), (29.0 / 4.0, 0.25));
        assert!(lines.is_beyond());
        let twins = contrast(&contrasts.against_twins, "changed lines");
        assert_eq!((twins.wrong, twins.other, twins.figure), (2.0, 2.0, 0.0));
        assert!(!twins.is_beyond());
    }
}
