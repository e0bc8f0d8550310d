//! All that is random in a plan, from one seeded source.
//!
//! ChaCha8 by name, and our own way from its words to a choice: the same plan gives the same bytes, whatever a
//! later version of a random-number crate does.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// What a stream of random numbers is for; streams of different purposes are independent.
#[derive(Debug, Clone, Copy)]
pub enum Purpose {
    /// Which trials of a row are planted, unfamiliar, amended, and from which pack.
    Deal = 1,
    /// Variants, windows, skins and questions of a row's trials.
    Draw = 2,
    /// What the audit of the stimuli leaves to chance: its trees and its bootstrap. No plan uses it.
    Audit = 3,
    /// Where attention checks stand, and what they are made of.
    Attention = 4,
}

/// A seeded source of choices.
#[derive(Debug)]
pub struct Dice(ChaCha8Rng);

impl Dice {
    /// The stream of a protocol's seed, a purpose and a row.
    pub fn new(seed: u64, purpose: Purpose, row: u32) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..16].copy_from_slice(&(purpose as u64).to_le_bytes());
        key[16..24].copy_from_slice(&u64::from(row).to_le_bytes());
        Self(ChaCha8Rng::from_seed(key))
    }

    /// A seed for something else.
    pub fn seed(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// A number from 0 to `bound` − 1; 0 if `bound` is 0. Uniform to within `bound` / 2⁶⁴.
    pub fn below(&mut self, bound: usize) -> usize {
        ((u128::from(self.0.next_u64()) * bound as u128) >> 64) as usize
    }

    /// One of the cheapest items, each with the same chance.
    pub fn cheapest<T>(&mut self, items: impl IntoIterator<Item = T>, cost: impl Fn(&T) -> u64) -> Option<T> {
        let mut least = u64::MAX;
        let mut best = Vec::new();
        for item in items {
            let cost = cost(&item);
            if cost < least {
                least = cost;
                best.clear();
            }
            if cost == least {
                best.push(item);
            }
        }
        let chosen = self.below(best.len());
        best.into_iter().nth(chosen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_pinned() {
        let mut dice = Dice::new(7, Purpose::Draw, 3);
        let first: Vec<usize> = (0..8).map(|_| dice.below(100)).collect();
        let mut again = Dice::new(7, Purpose::Draw, 3);
        assert_eq!(first, (0..8).map(|_| again.below(100)).collect::<Vec<_>>());
        assert_ne!(Dice::new(7, Purpose::Draw, 4).seed(), Dice::new(7, Purpose::Draw, 3).seed());
        assert_ne!(Dice::new(7, Purpose::Deal, 3).seed(), Dice::new(7, Purpose::Draw, 3).seed());
        assert_ne!(Dice::new(8, Purpose::Draw, 3).seed(), Dice::new(7, Purpose::Draw, 3).seed());
        assert_eq!(first, PINNED);
    }

    const PINNED: [usize; 8] = [55, 68, 58, 0, 44, 97, 45, 85];

    #[test]
    fn every_cheapest_item_has_its_chance_and_no_other() {
        let mut dice = Dice::new(1, Purpose::Draw, 0);
        let mut drawn = [0; 5];
        for _ in 0..300 {
            drawn[dice.cheapest(0..5, |item| u64::from(*item % 2 == 1)).unwrap()] += 1;
        }
        assert!(drawn[0] > 60 && drawn[2] > 60 && drawn[4] > 60, "{drawn:?}");
        assert_eq!((drawn[1], drawn[3]), (0, 0));
        assert_eq!(dice.cheapest(0..0, |_: &i32| 0), None);
    }
}
