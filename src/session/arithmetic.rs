//! The arithmetic filler: is this sum right?
//!
//! A problem is a pure function of the plan's seed and the problem's number, so a replay shows the same ones.

use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng as _;

/// Of each block of this many problems exactly half are right: no participant meets a run that teaches them to guess.
const BLOCK: u32 = 8;

/// How far a wrong sum is off: a slip in the units, or a carry forgotten or made up.
const SLIPS: [i32; 6] = [-10, -2, -1, 1, 2, 10];

/// Keeps the filler's numbers apart from everything else that is drawn from the plan's seed (`filler` in ASCII).
const STREAM: u64 = 0x66_69_6c_6c_65_72 << 16;

/// One problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sum {
    pub(super) left: u32,
    pub(super) right: u32,
    pub(super) claimed: u32,
}

impl Sum {
    pub(super) fn is_right(self) -> bool {
        self.left + self.right == self.claimed
    }
}

/// All problems of a session.
#[derive(Debug, Clone, Copy)]
pub(super) struct Problems {
    seed: u64,
}

impl Problems {
    pub(super) fn new(seed: u64) -> Self {
        Self { seed }
    }

    /// Problem `number`, from 0.
    pub(super) fn get(self, number: u32) -> Sum {
        let mut rng = ChaCha8Rng::seed_from_u64(self.seed);
        rng.set_stream(STREAM + u64::from(number / BLOCK));
        let right_places = half_of_the_block(&mut rng);
        let place = number % BLOCK;
        let mut sum = Sum { left: 0, right: 0, claimed: 0 };
        for _ in 0..=place {
            sum = draw(&mut rng);
        }
        if right_places & (1 << place) != 0 {
            sum.claimed = sum.left + sum.right;
        }
        sum
    }
}

/// A bit set with half of a block's places in it, each such set equally likely.
fn half_of_the_block(rng: &mut ChaCha8Rng) -> u32 {
    let (mut set, mut missing) = (0, BLOCK / 2);
    for place in 0..BLOCK {
        if rng.random_range(0..BLOCK - place) < missing {
            set |= 1 << place;
            missing -= 1;
        }
    }
    set
}

/// Two two-digit numbers and a wrong sum.
fn draw(rng: &mut ChaCha8Rng) -> Sum {
    let (left, right) = (rng.random_range(11..=98), rng.random_range(11..=98));
    let slip = SLIPS[rng.random_range(0..SLIPS.len())];
    Sum { left, right, claimed: (left + right).saturating_add_signed(slip) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_every_block_is_right_and_the_rest_is_plausibly_wrong() {
        for seed in 0..50 {
            let problems = Problems::new(seed);
            for block in 0..10 {
                let sums: Vec<Sum> = (0..BLOCK).map(|place| problems.get(block * BLOCK + place)).collect();
                assert_eq!(sums.iter().filter(|sum| sum.is_right()).count(), (BLOCK / 2) as usize);
                for sum in sums {
                    assert!((11..=98).contains(&sum.left) && (11..=98).contains(&sum.right), "{sum:?}");
                    assert!(sum.claimed.abs_diff(sum.left + sum.right) <= 10, "{sum:?}");
                }
            }
        }
    }

    #[test]
    fn the_order_of_right_and_wrong_differs_between_blocks_and_seeds() {
        let pattern = |seed, block| -> Vec<bool> {
            (0..BLOCK).map(|place| Problems::new(seed).get(block * BLOCK + place).is_right()).collect()
        };
        let patterns: std::collections::BTreeSet<_> =
            (0..20).flat_map(|seed| (0..5).map(move |block| pattern(seed, block))).collect();
        // 70 patterns are possible; 100 fair draws meet about 53 of them.
        assert!(patterns.len() > 35, "{}", patterns.len());
    }

    #[test]
    fn a_problem_depends_on_seed_and_number_alone() {
        let forward: Vec<Sum> = (0..30).map(|number| Problems::new(7).get(number)).collect();
        let backward: Vec<Sum> = (0..30).rev().map(|number| Problems::new(7).get(number)).collect();
        assert!(forward.iter().eq(backward.iter().rev()));
        assert_ne!(forward, (0..30).map(|number| Problems::new(8).get(number)).collect::<Vec<_>>());
    }
}
