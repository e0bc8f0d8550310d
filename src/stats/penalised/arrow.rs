//! Information in the shape of an arrow: people are independent of one another given the rest.
//!
//! The vector is (globals | one block a person | one block an item). Globals and items form the border. With blocks
//! B_j, sides C_j (rows by the block, columns by the border) and corner D,
//! `H = [B C; Cᵀ D] = L·Lᵀ`, L = [L_B 0; Wᵀ L_S], W = L_B⁻¹·C and L_S·L_Sᵀ = D − Σ WᵀW: a study of 500 people costs
//! 500 small factors and one that does not grow with people.

use crate::stats::cholesky::Cholesky;
use crate::stats::model::layout::Layout;

/// Where blocks and border stand in the vector.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shape {
    pub(crate) globals: usize,
    pub(crate) people: usize,
    pub(crate) block: usize,
    pub(crate) items: usize,
}

/// A symmetric matrix of that shape.
#[derive(Debug, Clone)]
pub(crate) struct Arrow {
    pub(crate) shape: Shape,
    /// block × block, by person.
    pub(crate) blocks: Vec<Vec<f64>>,
    /// block × border, by person.
    pub(crate) sides: Vec<Vec<f64>>,
    /// border × border.
    pub(crate) corner: Vec<f64>,
}

/// Its Cholesky factor.
#[derive(Debug, Clone)]
pub(crate) struct ArrowFactor {
    shape: Shape,
    blocks: Vec<Cholesky>,
    sides: Vec<Vec<f64>>,
    corner: Cholesky,
}

impl Shape {
    pub(crate) fn of(layout: &Layout) -> Self {
        Self {
            globals: layout.globals.len(),
            people: layout.people.count,
            block: layout.people.stride(),
            items: layout.items.len(),
        }
    }

    pub(crate) fn border(&self) -> usize {
        self.globals + self.items
    }

    /// Length of the vector.
    pub(crate) fn len(&self) -> usize {
        self.border() + self.people * self.block
    }

    /// Where border value `index` stands in the vector.
    pub(crate) fn of_border(&self, index: usize) -> usize {
        if index < self.globals { index } else { index + self.people * self.block }
    }

    /// Where a person's block stands in the vector.
    pub(crate) fn of_person(&self, person: usize) -> std::ops::Range<usize> {
        let begin = self.globals + person * self.block;
        begin..begin + self.block
    }
}

impl Arrow {
    /// The factor; None unless the matrix, with `ridge` added to its diagonal, is positive definite.
    pub(crate) fn factor(&self, ridge: f64) -> Option<ArrowFactor> {
        let (block, border) = (self.shape.block, self.shape.border());
        let mut corner = self.corner.clone();
        (0..border).for_each(|i| corner[i * border + i] += ridge);
        let mut blocks = Vec::with_capacity(self.blocks.len());
        let mut sides = Vec::with_capacity(self.sides.len());
        for (of_block, side) in self.blocks.iter().zip(&self.sides) {
            let mut of_block = of_block.clone();
            (0..block).for_each(|i| of_block[i * block + i] += ridge);
            let lower = Cholesky::of(of_block, block)?;
            let mut side = side.clone();
            lower.forward_rows(&mut side, border);
            for row in side.chunks_exact(border) {
                for (i, a) in row.iter().enumerate() {
                    let line = &mut corner[i * border..i * border + i + 1];
                    line.iter_mut().zip(row).for_each(|(value, b)| *value -= a * b);
                }
            }
            blocks.push(lower);
            sides.push(side);
        }
        Some(ArrowFactor { shape: self.shape, blocks, sides, corner: Cholesky::of(corner, border)? })
    }

    /// Replaces the prior precisions of centred effects: of people, of items, by group.
    pub(crate) fn raise_effects(&mut self, before: &[Vec<f64>; 2], after: &[Vec<f64>; 2]) {
        let shape = self.shape;
        for block in &mut self.blocks {
            for (i, (before, after)) in before[0].iter().zip(&after[0]).enumerate() {
                block[i * shape.block + i] += after - before;
            }
        }
        let stride = before[1].len();
        for i in 0..shape.items {
            let at = shape.globals + i;
            self.corner[at * shape.border() + at] += after[1][i % stride] - before[1][i % stride];
        }
    }

    /// The factor with the least ridge, from none in powers of ten, that makes it positive definite.
    pub(crate) fn factor_somehow(&self) -> Option<ArrowFactor> {
        self.factor(0.0).or_else(|| (-4..8).find_map(|power| self.factor(10f64.powi(power))))
    }
}

impl ArrowFactor {
    /// L⁻ᵀ·z: from independent unit normals to deviations with covariance H⁻¹.
    pub(crate) fn place_of_unit(&self, z: &[f64], out: &mut [f64], border: &mut Vec<f64>) {
        let shape = self.shape;
        border.clear();
        border.extend((0..shape.border()).map(|i| z[shape.of_border(i)]));
        self.corner.backward(border);
        for (i, value) in border.iter().enumerate() {
            out[shape.of_border(i)] = *value;
        }
        for (person, (lower, side)) in self.blocks.iter().zip(&self.sides).enumerate() {
            let range = shape.of_person(person);
            let block = &mut out[range.clone()];
            block.copy_from_slice(&z[range]);
            for (value, row) in block.iter_mut().zip(side.chunks_exact(shape.border())) {
                *value -= row.iter().zip(border.iter()).map(|(a, b)| a * b).sum::<f64>();
            }
            lower.backward(block);
        }
    }

    /// L⁻¹·g: a gradient in the vector as one in unit normals.
    pub(crate) fn gradient_of_unit(&self, gradient: &[f64], out: &mut [f64], border: &mut Vec<f64>) {
        let shape = self.shape;
        border.clear();
        border.extend((0..shape.border()).map(|i| gradient[shape.of_border(i)]));
        for (person, (lower, side)) in self.blocks.iter().zip(&self.sides).enumerate() {
            let range = shape.of_person(person);
            let block = &mut out[range.clone()];
            block.copy_from_slice(&gradient[range]);
            lower.forward(block);
            for (value, row) in block.iter().zip(side.chunks_exact(shape.border())) {
                border.iter_mut().zip(row).for_each(|(b, a)| *b -= a * value);
            }
        }
        self.corner.forward(border);
        for (i, value) in border.iter().enumerate() {
            out[shape.of_border(i)] = *value;
        }
    }

    /// H⁻¹·g.
    pub(crate) fn solve(&self, gradient: &[f64]) -> Vec<f64> {
        let (mut unit, mut out, mut border) =
            (vec![0.0; gradient.len()], vec![0.0; gradient.len()], Vec::new());
        self.gradient_of_unit(gradient, &mut unit, &mut border);
        self.place_of_unit(&unit, &mut out, &mut border);
        out
    }

    /// The diagonal of H⁻¹, in the vector's order.
    pub(crate) fn variances(&self) -> Vec<f64> {
        let shape = self.shape;
        let (block, border) = (shape.block, shape.border());
        let mut variances = vec![0.0; shape.len()];
        // Columns of L_S⁻¹ hold what the diagonal of (L_S·L_Sᵀ)⁻¹ sums.
        for i in 0..border {
            let mut unit = vec![0.0; border];
            unit[i] = 1.0;
            self.corner.forward(&mut unit);
            variances[shape.of_border(i)] = unit.iter().map(|x| x * x).sum();
        }
        for (person, (lower, side)) in self.blocks.iter().zip(&self.sides).enumerate() {
            for i in 0..block {
                // Row i of [L_B⁻ᵀ, −L_B⁻ᵀ·W·L_S⁻ᵀ].
                let mut unit = vec![0.0; block];
                unit[i] = 1.0;
                lower.forward(&mut unit);
                let mut across = vec![0.0; border];
                for (u, row) in unit.iter().zip(side.chunks_exact(border)) {
                    across.iter_mut().zip(row).for_each(|(a, w)| *a += u * w);
                }
                self.corner.forward(&mut across);
                let own: f64 = unit.iter().map(|x| x * x).sum();
                variances[shape.of_person(person).start + i] =
                    own + across.iter().map(|x| x * x).sum::<f64>();
            }
        }
        variances
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A positive definite arrow with nothing regular about it.
    fn arrow() -> Arrow {
        let shape = Shape { globals: 2, people: 3, block: 2, items: 1 };
        let value = |i: usize| (1.3 * i as f64 + 0.2).sin();
        let block = |at: usize| vec![3.0 + value(at), 0.4, 0.4, 2.0 + value(at + 7)];
        let side = |at: usize| (0..6).map(|i| 0.3 * value(at + i)).collect();
        let corner = vec![4.0, 0.3, -0.2, 0.3, 3.5, 0.1, -0.2, 0.1, 5.0];
        Arrow { shape, blocks: (0..3).map(block).collect(), sides: (0..3).map(side).collect(), corner }
    }

    fn dense(arrow: &Arrow) -> Vec<Vec<f64>> {
        let (shape, n) = (arrow.shape, arrow.shape.len());
        let mut matrix = vec![vec![0.0; n]; n];
        for i in 0..shape.border() {
            for j in 0..shape.border() {
                matrix[shape.of_border(i)][shape.of_border(j)] = arrow.corner[i * shape.border() + j];
            }
        }
        for person in 0..shape.people {
            let begin = shape.of_person(person).start;
            for i in 0..shape.block {
                for j in 0..shape.block {
                    matrix[begin + i][begin + j] = arrow.blocks[person][i * shape.block + j];
                }
                for j in 0..shape.border() {
                    let value = arrow.sides[person][i * shape.border() + j];
                    matrix[begin + i][shape.of_border(j)] = value;
                    matrix[shape.of_border(j)][begin + i] = value;
                }
            }
        }
        matrix
    }

    #[test]
    fn solving_undoes_multiplying() {
        let arrow = arrow();
        let (matrix, factor) = (dense(&arrow), arrow.factor(0.0).unwrap());
        let x: Vec<f64> = (0..arrow.shape.len()).map(|i| (i as f64).cos()).collect();
        let product: Vec<f64> =
            matrix.iter().map(|row| row.iter().zip(&x).map(|(a, b)| a * b).sum()).collect();
        assert!(factor.solve(&product).iter().zip(&x).all(|(a, b)| (a - b).abs() < 1e-12));
    }

    #[test]
    fn variances_are_the_inverses_diagonal_and_unit_normals_get_them() {
        let arrow = arrow();
        let factor = arrow.factor(0.0).unwrap();
        let n = arrow.shape.len();
        let (mut out, mut border) = (vec![0.0; n], Vec::new());
        let mut sums = vec![0.0; n];
        for i in 0..n {
            let mut unit = vec![0.0; n];
            unit[i] = 1.0;
            let column = factor.solve(&unit);
            assert!((column[i] - factor.variances()[i]).abs() < 1e-12);
            factor.place_of_unit(&unit, &mut out, &mut border);
            sums.iter_mut().zip(&out).for_each(|(sum, x)| *sum += x * x);
        }
        assert!(sums.iter().zip(factor.variances()).all(|(a, b)| (a - b).abs() < 1e-12));
    }

    #[test]
    fn what_is_not_positive_definite_gets_a_ridge() {
        let mut arrow = arrow();
        arrow.blocks[1] = vec![-1.0, 0.0, 0.0, 1.0];
        assert!(arrow.factor(0.0).is_none());
        assert!(arrow.factor_somehow().is_some());
    }
}
