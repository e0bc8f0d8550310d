//! Williams squares: orders in which every condition stands at every place equally often, and follows every other
//! condition equally often.
//!
//! Williams, E. J. (1949). Experimental designs balanced for the estimation of residual effects of treatments.
//! A square of n rows does it for even n. For odd n a cyclic square is not carry-over balanced, so the square and
//! its mirror image are taken together: 2n rows.

/// How many rows balance n conditions: n if even, 2n if odd; a single condition needs one.
pub fn rows(conditions: usize) -> usize {
    match conditions {
        0 | 1 => 1,
        n if n.is_multiple_of(2) => n,
        n => 2 * n,
    }
}

/// Row `row` (modulo [`rows`]) of the square: a permutation of 0..n.
pub fn row(conditions: usize, row: usize) -> Vec<usize> {
    if conditions == 0 {
        return Vec::new();
    }
    let (shift, mirrored) = split(conditions, row);
    let order = (0..conditions).map(|place| (zigzag(conditions, place) + shift) % conditions);
    if mirrored { order.rev().collect() } else { order.collect() }
}

/// The row for the block after a block with row `before`, such that the condition that opens it is `step` (modulo
/// n) after the one that closed the last block: with steps 1, 2, … the borders between blocks pair up every two
/// conditions as well. Going from each row to its successor is one-to-one.
pub fn follow(conditions: usize, before: usize, step: usize) -> usize {
    if conditions < 2 {
        return 0;
    }
    let (shift, mirrored) = split(conditions, before);
    let last = zigzag(conditions, conditions - 1);
    if conditions.is_multiple_of(2) {
        (shift + last + step) % conditions
    } else if mirrored {
        // A mirrored row closes with its shift; a plain one opens with its shift.
        (shift + step) % conditions
    } else {
        // A plain row closes with `last` + shift; a mirrored one opens with `last` + its shift.
        conditions + (shift + step) % conditions
    }
}

/// Shift and mirroring of a row.
fn split(conditions: usize, row: usize) -> (usize, bool) {
    let row = row % rows(conditions);
    (row % conditions.max(1), row >= conditions)
}

/// 0, 1, n−1, 2, n−2, …: consecutive differences are all different modulo an even n, and each occurs twice, once
/// with either sign, in row and mirrored row of an odd n.
fn zigzag(conditions: usize, place: usize) -> usize {
    match place {
        0 => 0,
        odd if odd % 2 == 1 => odd.div_ceil(2),
        even => conditions - even / 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn counts<T: Ord>(items: impl IntoIterator<Item = T>) -> BTreeMap<T, usize> {
        let mut counts = BTreeMap::new();
        for item in items {
            *counts.entry(item).or_insert(0) += 1;
        }
        counts
    }

    #[test]
    fn every_size_is_balanced_for_places_and_for_ordered_pairs() {
        for n in 1..=14 {
            let square: Vec<Vec<usize>> = (0..rows(n)).map(|index| row(n, index)).collect();
            let each = rows(n) / n;
            for order in &square {
                let mut sorted = order.clone();
                sorted.sort_unstable();
                assert_eq!(sorted, (0..n).collect::<Vec<_>>(), "n = {n}: a permutation");
            }
            let places = counts(square.iter().flat_map(|order| order.iter().copied().enumerate()));
            assert_eq!(places.len(), n * n, "n = {n}");
            assert!(places.values().all(|count| *count == each), "n = {n}: {places:?}");
            let pairs = counts(square.iter().flat_map(|order| order.windows(2).map(|two| (two[0], two[1]))));
            assert_eq!(pairs.len(), n * (n - 1), "n = {n}: every ordered pair");
            assert!(pairs.values().all(|count| *count == each), "n = {n}: {pairs:?}");
        }
    }

    #[test]
    fn borders_between_blocks_have_the_step_that_was_asked_for_and_no_row_is_taken_twice() {
        for n in 2..=14 {
            for step in 1..n {
                let next: Vec<usize> = (0..rows(n)).map(|before| follow(n, before, step)).collect();
                assert_eq!(counts(next.iter().copied()).len(), rows(n), "n = {n}, step {step}: one-to-one");
                for (before, after) in next.iter().enumerate() {
                    let closes = row(n, before)[n - 1];
                    let opens = row(n, *after)[0];
                    assert_eq!((opens + n - closes) % n, step, "n = {n}, row {before}");
                }
            }
        }
    }

    #[test]
    fn the_check_would_notice_a_cyclic_square() {
        let pairs = counts((0..5).flat_map(|shift| {
            let order: Vec<usize> = (0..5).map(|place| (place + shift) % 5).collect();
            order.windows(2).map(|two| (two[0], two[1])).collect::<Vec<_>>()
        }));
        assert_ne!(pairs.len(), 20);
    }
}
