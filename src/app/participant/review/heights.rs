//! Row heights with prefix sums, so that ten thousand rows cost no more than the few in view.

/// Heights in points behind a Fenwick tree: change one, sum up to one, find the one at a place, all O(log n).
///
/// Sums are kept in double precision: at a million points single precision would be off by a sixteenth.
#[derive(Debug, Clone, Default)]
pub(super) struct Heights {
    rows: Vec<f32>,
    tree: Vec<f64>,
}

impl Heights {
    /// Builds the tree in O(n).
    pub(super) fn new(rows: Vec<f32>) -> Self {
        let mut tree: Vec<f64> = std::iter::once(0.0).chain(rows.iter().map(|row| f64::from(*row))).collect();
        for node in 1..tree.len() {
            let parent = node + (node & node.wrapping_neg());
            if parent < tree.len() {
                tree[parent] += tree[node];
            }
        }
        Self { rows, tree }
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The height of `row`, 0 beyond the last.
    pub(super) fn height(&self, row: usize) -> f32 {
        self.rows.get(row).copied().unwrap_or(0.0)
    }

    /// Changes one height; gives the difference.
    pub(super) fn set(&mut self, row: usize, height: f32) -> f32 {
        let Some(old) = self.rows.get_mut(row) else { return 0.0 };
        let change = height - *old;
        if change != 0.0 {
            *old = height;
            let mut node = row + 1;
            while node < self.tree.len() {
                self.tree[node] += f64::from(change);
                node += node & node.wrapping_neg();
            }
        }
        change
    }

    /// Where `row` begins: the sum of the heights before it.
    pub(super) fn top(&self, row: usize) -> f32 {
        let mut node = row.min(self.rows.len());
        let mut sum = 0.0;
        while node > 0 {
            sum += self.tree[node];
            node &= node - 1;
        }
        sum as f32
    }

    /// The sum of all.
    pub(super) fn total(&self) -> f32 {
        self.top(self.rows.len())
    }

    /// The row that covers `y`: the first or last one for a place before or after all of them.
    pub(super) fn at(&self, y: f32) -> usize {
        let mut rest = f64::from(y.max(0.0));
        let mut node = 0;
        let mut step = self.tree.len().next_power_of_two() / 2;
        while step > 0 {
            let next = node + step;
            if next < self.tree.len() && self.tree[next] <= rest {
                node = next;
                rest -= self.tree[next];
            }
            step /= 2;
        }
        node.min(self.rows.len().saturating_sub(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nothing_is_no_trouble() {
        let heights = Heights::new(Vec::new());
        assert_eq!((heights.total(), heights.at(5.0), heights.top(3)), (0.0, 0, 0.0));
    }

    proptest! {
        #[test]
        fn agrees_with_plain_sums(
            rows in prop::collection::vec(1_u16..400, 1..60),
            changes in prop::collection::vec((0_usize..60, 1_u16..400), 0..30),
            place in 0_u32..30_000,
        ) {
            let mut rows: Vec<f32> = rows.into_iter().map(f32::from).collect();
            let mut heights = Heights::new(rows.clone());
            for (row, height) in changes {
                let row = row % rows.len();
                prop_assert_eq!(heights.set(row, f32::from(height)), f32::from(height) - rows[row]);
                rows[row] = f32::from(height);
            }
            for row in 0..=rows.len() {
                prop_assert_eq!(heights.top(row), rows[..row].iter().sum::<f32>());
            }
            let y = place as f32;
            let mut below = 0.0;
            let expected = rows.iter().position(|row| { below += row; y < below }).unwrap_or(rows.len() - 1);
            prop_assert_eq!(heights.at(y), expected);
        }
    }
}
