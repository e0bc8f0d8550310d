//! The Cholesky factor of a small dense matrix: all the linear algebra that a fit of this size needs.

/// A symmetric positive definite matrix H as L·Lᵀ, L lower triangular, stored by rows.
#[derive(Debug, Clone)]
pub(crate) struct Cholesky {
    size: usize,
    lower: Vec<f64>,
}

impl Cholesky {
    /// Factors `matrix` (row-major; only its lower triangle is read). None where it is not positive definite.
    pub(crate) fn of(mut matrix: Vec<f64>, size: usize) -> Option<Self> {
        debug_assert_eq!(matrix.len(), size * size);
        for i in 0..size {
            let (above, rest) = matrix.split_at_mut(i * size);
            let row = &mut rest[..size];
            for j in 0..i {
                let other = &above[j * size..j * size + size];
                let dot: f64 = row[..j].iter().zip(&other[..j]).map(|(a, b)| a * b).sum();
                row[j] = (row[j] - dot) / other[j];
            }
            let dot: f64 = row[..i].iter().map(|a| a * a).sum();
            let pivot = row[i] - dot;
            if pivot.is_nan() || pivot <= 0.0 || pivot.is_infinite() {
                return None;
            }
            row[i] = pivot.sqrt();
        }
        Some(Self { size, lower: matrix })
    }

    /// L·y = b, in place.
    pub(crate) fn forward(&self, b: &mut [f64]) {
        for i in 0..self.size {
            let row = &self.lower[i * self.size..];
            let dot: f64 = row[..i].iter().zip(&b[..i]).map(|(a, y)| a * y).sum();
            b[i] = (b[i] - dot) / row[i];
        }
    }

    /// L·Y = B, in place, for a matrix of `width` columns given by rows.
    pub(crate) fn forward_rows(&self, b: &mut [f64], width: usize) {
        for i in 0..self.size {
            let (above, rest) = b.split_at_mut(i * width);
            let row = &self.lower[i * self.size..];
            let target = &mut rest[..width];
            for (a, done) in row[..i].iter().zip(above.chunks_exact(width)) {
                target.iter_mut().zip(done).for_each(|(t, y)| *t -= a * y);
            }
            target.iter_mut().for_each(|t| *t /= row[i]);
        }
    }

    /// Lᵀ·x = y, in place. For y standard normal, x has covariance H⁻¹.
    pub(crate) fn backward(&self, y: &mut [f64]) {
        for i in (0..self.size).rev() {
            let row = &self.lower[i * self.size..];
            y[i] /= row[i];
            let x = y[i];
            for (target, a) in y[..i].iter_mut().zip(&row[..i]) {
                *target -= a * x;
            }
        }
    }

    /// log |H|.
    pub(crate) fn log_determinant(&self) -> f64 {
        2.0 * (0..self.size).map(|i| self.lower[i * self.size + i].ln()).sum::<f64>()
    }

    /// H·x = b, in place.
    pub(crate) fn solve(&self, b: &mut [f64]) {
        self.forward(b);
        self.backward(b);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> (Vec<f64>, usize) {
        (vec![4.0, 0.0, 0.0, 2.0, 5.0, 0.0, -1.0, 0.5, 3.0], 3)
    }

    #[test]
    fn what_is_solved_is_what_was_multiplied() {
        let (matrix, size) = example();
        let factor = Cholesky::of(matrix, size).unwrap();
        // H = [4 2 −1; 2 5 .5; −1 .5 3], x = (1, −2, .5) → H·x by hand.
        let mut b = vec![4.0 - 4.0 - 0.5, 2.0 - 10.0 + 0.25, -1.0 - 1.0 + 1.5];
        factor.solve(&mut b);
        for (ours, x) in b.iter().zip([1.0, -2.0, 0.5]) {
            assert!((ours - x).abs() < 1e-12);
        }
    }

    #[test]
    fn refuses_what_is_not_positive_definite() {
        assert!(Cholesky::of(vec![1.0, 0.0, 2.0, 1.0], 2).is_none());
        assert!(Cholesky::of(vec![f64::NAN], 1).is_none());
    }
}
