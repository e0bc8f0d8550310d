//! The 2-back filler: is this letter the same as the one two before (Kirchner 1958; Jaeggi et al. 2010)?
//!
//! Each run of the filler has a sequence of its own, a pure function of the plan's seed and the run's number, so a replay
//! shows the same one. A letter stays for [`SHOWN_NANOS`], the page is empty for [`GAP_NANOS`], then comes the next;
//! an answer counts until the gap is over.

use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng as _;

/// How long a letter stays, nanoseconds.
pub(super) const SHOWN_NANOS: u64 = 2_000_000_000;
/// How long the page is empty after it, nanoseconds.
pub(super) const GAP_NANOS: u64 = 500_000_000;

/// Consonants: no sequence of them makes a word, and none is mistaken for a digit.
const LETTERS: [char; 16] = ['B', 'C', 'D', 'F', 'G', 'H', 'J', 'K', 'L', 'N', 'P', 'R', 'S', 'T', 'V', 'X'];
/// Of each so many letters, from the third on, exactly [`MATCHES`] are the same as two before.
const BLOCK: u32 = 6;
const MATCHES: u32 = 2;
/// Keeps these letters apart from everything else that is drawn from the plan's seed (`2-ba` in ASCII).
const STREAM: u64 = 0x32_2d_62_61 << 32;

/// The letter at this place, from 0, of a run, from 0, where the one two before was `before`; and whether it is the same.
pub(super) fn letter(seed: u64, run: u32, place: u32, before: Option<char>) -> (char, bool) {
    let past = place.saturating_sub(2);
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(STREAM + (u64::from(run) << 16) + u64::from(past / BLOCK));
    let same_places = matches_of_the_block(&mut rng);
    // The first two places have a draw of their own, so that they do not tell of the third.
    let draws = if place < 2 { BLOCK + place } else { past % BLOCK };
    let mut drawn = other_than(before, &mut rng);
    for _ in 0..draws {
        drawn = other_than(before, &mut rng);
    }
    match before {
        Some(letter) if same_places & (1 << (past % BLOCK)) != 0 => (letter, true),
        _ => (drawn, false),
    }
}

/// A bit set with [`MATCHES`] of a block's places in it, each such set equally likely.
fn matches_of_the_block(rng: &mut ChaCha8Rng) -> u32 {
    let (mut set, mut missing) = (0, MATCHES);
    for place in 0..BLOCK {
        if rng.random_range(0..BLOCK - place) < missing {
            set |= 1 << place;
            missing -= 1;
        }
    }
    set
}

/// Any letter but one.
fn other_than(not: Option<char>, rng: &mut ChaCha8Rng) -> char {
    let place = not.and_then(|not| LETTERS.iter().position(|letter| *letter == not));
    match place {
        None => LETTERS[rng.random_range(0..LETTERS.len())],
        Some(place) => LETTERS[(place + rng.random_range(1..LETTERS.len())) % LETTERS.len()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(seed: u64, run: u32, count: u32) -> Vec<(char, bool)> {
        let mut letters: Vec<(char, bool)> = Vec::new();
        for place in 0..count {
            let before =
                place.checked_sub(2).and_then(|two| letters.get(two as usize)).map(|(drawn, _)| *drawn);
            letters.push(letter(seed, run, place, before));
        }
        letters
    }

    #[test]
    fn a_letter_is_told_to_match_exactly_where_it_does() {
        for seed in 0..20 {
            let letters = run(seed, 3, 40);
            for (place, (letter, same)) in letters.iter().enumerate() {
                let two_before = place.checked_sub(2).map(|place| letters[place].0);
                assert_eq!(two_before == Some(*letter), *same, "{letters:?} at {place}");
            }
        }
    }

    #[test]
    fn two_of_each_six_match_and_nobody_can_tell_which() {
        let mut at = [0; BLOCK as usize];
        for seed in 0..200 {
            let letters = run(seed, 0, 2 + 3 * BLOCK);
            for block in letters[2..].chunks(BLOCK as usize) {
                assert_eq!(block.iter().filter(|(_, same)| *same).count(), MATCHES as usize);
                for (place, (_, same)) in block.iter().enumerate() {
                    at[place] += u32::from(*same);
                }
            }
        }
        // 600 blocks with 2 matches in 6 places: 200 each, standard deviation 11.5.
        assert!(at.iter().all(|count| count.abs_diff(200) < 46), "{at:?}");
    }

    #[test]
    fn runs_and_seeds_differ_and_a_place_is_always_the_same() {
        assert_eq!(run(1, 0, 20), run(1, 0, 20));
        assert_ne!(run(1, 0, 20), run(1, 1, 20));
        assert_ne!(run(1, 0, 20), run(2, 0, 20));
    }
}
