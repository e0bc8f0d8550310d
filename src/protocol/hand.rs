//! Dealing a label to some of a participant's trials such that every margin has its share of it.

use super::dice::Dice;

/// One way to sort entries into levels over which a label is to be even.
#[derive(Debug, Clone)]
pub struct Margin {
    /// How much its evenness counts against the other margins'.
    pub weight: u64,
    /// The level of each entry, less than the number of entries or 2.
    pub levels: Vec<usize>,
}

impl Margin {
    /// Labels that were dealt before matter most: an error must not go with a foil or an amendment.
    pub fn of_labels(labels: &[bool]) -> Self {
        Self { weight: 4, levels: labels.iter().map(|label| usize::from(*label)).collect() }
    }
}

/// What one earlier row counts against an entry: more than any margin, so that no entry gets a label twice before
/// all have had it once.
pub const STRICT: u64 = 1_000_000_000;
/// What one earlier row counts against an entry where the row's own balance comes first.
pub const LENIENT: u64 = 2_000;
/// What a margin's whole level counts, times its weight.
const LEVEL: u64 = 10_000;
/// How often a hand is gone through again to exchange entries.
const EXCHANGES: usize = 4;

/// Deals `count` labels to the eligible entries (to all of them, if there are fewer), and counts them in `dealt`.
///
/// Each label goes to the entry that leaves the margins most even, `earlier` being what each label of an earlier row
/// counts against it; ties are broken by the dice. Then labels move as long as that makes the margins more even.
pub fn deal(
    eligible: &[usize],
    count: usize,
    margins: &[Margin],
    dealt: &mut [u64],
    earlier: u64,
    dice: &mut Dice,
) -> Vec<bool> {
    let mut hand = Hand::new(eligible, margins, dealt, earlier);
    for _ in 0..count {
        let Some(entry) = dice.cheapest(hand.free(), |entry| hand.cost(*entry)) else { break };
        hand.take(entry);
    }
    for _ in 0..EXCHANGES {
        if !hand.exchange(dice) {
            break;
        }
    }
    let labels = hand.labels;
    for (count, label) in dealt.iter_mut().zip(&labels) {
        *count += u64::from(*label);
    }
    labels
}

struct Hand<'a> {
    eligible: &'a [usize],
    margins: &'a [Margin],
    dealt: &'a [u64],
    earlier: u64,
    /// `[margin][level]`: eligible entries, and those with a label.
    sizes: Vec<Vec<u64>>,
    held: Vec<Vec<u64>>,
    labels: Vec<bool>,
}

impl<'a> Hand<'a> {
    fn new(eligible: &'a [usize], margins: &'a [Margin], dealt: &'a [u64], earlier: u64) -> Self {
        let none = vec![0; dealt.len().max(2)];
        let tally = |margin: &Margin| {
            let mut sizes = none.clone();
            for entry in eligible {
                sizes[margin.levels[*entry]] += 1;
            }
            sizes
        };
        Self {
            eligible,
            margins,
            dealt,
            earlier,
            sizes: margins.iter().map(tally).collect(),
            held: vec![none; margins.len()],
            labels: vec![false; dealt.len()],
        }
    }

    fn free(&self) -> impl Iterator<Item = usize> {
        self.eligible.iter().copied().filter(|entry| !self.labels[*entry])
    }

    /// What one more label at an entry adds to the sum of held² / size over levels, and to what was dealt before.
    fn cost(&self, entry: usize) -> u64 {
        let margins = self.margins.iter().zip(&self.sizes).zip(&self.held);
        let crowding = margins.map(|((margin, sizes), held)| {
            let level = margin.levels[entry];
            margin.weight * (2 * held[level] + 1) * LEVEL / (2 * sizes[level].max(1))
        });
        crowding.sum::<u64>() + self.earlier * self.dealt[entry]
    }

    fn take(&mut self, entry: usize) {
        self.labels[entry] = true;
        for (margin, held) in self.margins.iter().zip(&mut self.held) {
            held[margin.levels[entry]] += 1;
        }
    }

    fn put_back(&mut self, entry: usize) {
        self.labels[entry] = false;
        for (margin, held) in self.margins.iter().zip(&mut self.held) {
            held[margin.levels[entry]] -= 1;
        }
    }

    /// Puts each label back once and takes what is cheapest then. Says whether any moved.
    fn exchange(&mut self, dice: &mut Dice) -> bool {
        let mut moved = false;
        for entry in self.eligible {
            if !self.labels[*entry] {
                continue;
            }
            self.put_back(*entry);
            let best = dice.cheapest(self.free(), |entry| self.cost(*entry));
            match best.filter(|best| self.cost(*best) < self.cost(*entry)) {
                Some(best) => {
                    self.take(best);
                    moved = true;
                }
                None => self.take(*entry),
            }
        }
        moved
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::dice::Purpose;
    use proptest::prelude::*;

    /// A square of entries with a margin for its rows and one for its columns.
    fn square(side: usize) -> Vec<Margin> {
        let of = |level: &dyn Fn(usize) -> usize| Margin {
            weight: 1,
            levels: (0..side * side).map(level).collect(),
        };
        vec![of(&|entry| entry / side), of(&|entry| entry % side)]
    }

    proptest! {
        #[test]
        fn hands_have_their_size_and_no_entry_is_skipped(side in 1_usize..6, count in 0_usize..30, seed in any::<u64>()) {
            let entries = side * side;
            let all: Vec<usize> = (0..entries).collect();
            let mut dealt = vec![0; entries];
            let mut dice = Dice::new(seed, Purpose::Deal, 0);
            for _ in 0..6 {
                let labels = deal(&all, count, &square(side), &mut dealt, STRICT, &mut dice);
                prop_assert_eq!(labels.iter().filter(|label| **label).count(), count.min(entries));
                let (least, most) = (dealt.iter().min().unwrap(), dealt.iter().max().unwrap());
                prop_assert!(most - least <= 1);
            }
        }

        #[test]
        fn half_a_square_is_half_of_each_row_and_column(half in 1_usize..4, seed in any::<u64>()) {
            let side = 2 * half;
            let all: Vec<usize> = (0..side * side).collect();
            let mut dealt = vec![0; all.len()];
            let mut dice = Dice::new(seed, Purpose::Deal, 0);
            for _ in 0..4 {
                let labels = deal(&all, side * half, &square(side), &mut dealt, STRICT, &mut dice);
                for line in 0..side {
                    let row = (0..side).filter(|other| labels[line * side + other]).count();
                    let column = (0..side).filter(|other| labels[other * side + line]).count();
                    prop_assert_eq!((row, column), (half, half));
                }
            }
        }
    }
}
