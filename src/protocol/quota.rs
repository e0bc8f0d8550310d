//! Which row of the design the next participant gets.
//!
//! Quotas are filled by *completed* participants: whoever is gone (withdrew, never came back) leaves a hole, and
//! the hole is handed out again. Nothing here looks at what anybody answered.

/// How far a participant who was given a row has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Every trial is done: the row counts.
    Completed,
    /// Enrolled or in the middle: the row is taken for now.
    Active,
    /// Withdrawn or lost: the row is free again.
    Gone,
}

/// The row for the next participant: the one with the fewest completed and active participants, the lowest of these.
///
/// `rows` is [`rows`](crate::protocol::rows()); `assigned` holds everybody who was ever enrolled, in any order.
/// Rows outside the design are not counted.
pub fn next_row(rows: u32, assigned: &[(u32, State)]) -> u32 {
    let mut taken = vec![0_u32; rows.max(1) as usize];
    for (row, state) in assigned {
        if let (Some(count), State::Completed | State::Active) = (taken.get_mut(*row as usize), state) {
            *count += 1;
        }
    }
    (0..).zip(&taken).min_by_key(|(row, count)| (**count, *row)).map_or(0, |(row, _)| row)
}

#[cfg(test)]
mod tests {
    use super::State::{Active, Completed, Gone};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_row_that_was_dropped_is_handed_out_again() {
        assert_eq!(next_row(4, &[]), 0);
        assert_eq!(next_row(4, &[(0, Completed), (1, Gone), (2, Active)]), 1);
        assert_eq!(next_row(3, &[(2, Active), (0, Completed), (1, Completed)]), 0);
        assert_eq!(next_row(0, &[]), 0, "a design always has a row");
    }

    fn spread(rows: u32, assigned: &[(u32, State)]) -> u32 {
        let held = |row| assigned.iter().filter(|(at, state)| *at == row && *state != Gone).count() as u32;
        let counts: Vec<u32> = (0..rows).map(held).collect();
        counts.iter().max().unwrap() - counts.iter().min().unwrap()
    }

    proptest! {
        #[test]
        fn rows_fill_evenly_whoever_drops_out(rows in 1_u32..40, fates in prop::collection::vec(0_u8..3, 0..200)) {
            let mut assigned = Vec::new();
            for fate in fates {
                let row = next_row(rows, &assigned);
                prop_assert!(row < rows);
                assigned.push((row, [Completed, Active, Gone][usize::from(fate)]));
                prop_assert!(spread(rows, &assigned) <= 1);
            }
        }

        #[test]
        fn late_drop_outs_are_made_up_for(rows in 1_u32..20, leaves in prop::collection::vec(any::<prop::sample::Index>(), 0..20)) {
            let mut assigned = Vec::new();
            for _ in 0..rows * 2 {
                assigned.push((next_row(rows, &assigned), Completed));
            }
            for index in &leaves {
                index.get_mut(&mut assigned).1 = Gone;
            }
            let gone = assigned.iter().filter(|(_, state)| *state == Gone).count();
            for _ in 0..gone {
                assigned.push((next_row(rows, &assigned), Active));
            }
            prop_assert_eq!(spread(rows, &assigned), 0);
        }

        #[test]
        fn the_order_of_enrolment_does_not_matter(rows in 1_u32..20, mut assigned in prop::collection::vec((0_u32..20, 0_u8..3), 0..60)) {
            let with_states = |list: &[(u32, u8)]| -> Vec<(u32, State)> {
                list.iter().map(|(row, fate)| (*row, [Completed, Active, Gone][usize::from(*fate)])).collect()
            };
            let row = next_row(rows, &with_states(&assigned));
            assigned.reverse();
            prop_assert_eq!(row, next_row(rows, &with_states(&assigned)));
        }
    }
}
