//! Cholesky's factor in place, with the smallest pivot that is still one.

/// A pivot below this share of what it began as is rounding error: the column depends on those before it.
const PIVOT_LEAST: f64 = 1e-11;

/// Replaces the lower triangle of `matrix` (row-major, `size`²) by L with L·Lᵀ = matrix. Err(i) where row i depends
/// on the rows before it, or the matrix is not positive definite there.
pub(super) fn factor(matrix: &mut [f64], size: usize) -> Result<(), usize> {
    for i in 0..size {
        let (above, rest) = matrix.split_at_mut(i * size);
        let row = &mut rest[..size];
        for j in 0..i {
            let other = &above[j * size..=j * size + j];
            let dot: f64 = row[..j].iter().zip(other).map(|(a, b)| a * b).sum();
            row[j] = (row[j] - dot) / other[j];
        }
        let pivot = row[i] - row[..i].iter().map(|a| a * a).sum::<f64>();
        // Written so that NaN fails too.
        if !(pivot > PIVOT_LEAST * row[i] && pivot.is_finite()) {
            return Err(i);
        }
        row[i] = pivot.sqrt();
    }
    Ok(())
}

/// L⁻¹·B in place, B row-major with `width` columns; L as [`factor`] leaves it.
pub(super) fn forward(lower: &[f64], size: usize, b: &mut [f64], width: usize) {
    for i in 0..size {
        let (above, rest) = b.split_at_mut(i * width);
        let row = &mut rest[..width];
        for j in 0..i {
            let l = lower[i * size + j];
            for (target, y) in row.iter_mut().zip(&above[j * width..]) {
                *target -= l * y;
            }
        }
        let pivot = lower[i * size + i];
        row.iter_mut().for_each(|y| *y /= pivot);
    }
}

/// L⁻ᵀ·b in place.
pub(super) fn backward(lower: &[f64], size: usize, b: &mut [f64]) {
    for i in (0..size).rev() {
        b[i] /= lower[i * size + i];
        let x = b[i];
        for (target, l) in b[..i].iter_mut().zip(&lower[i * size..]) {
            *target -= l * x;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn factors_solve() {
        // H = [4 2 −1; 2 5 .5; −1 .5 3], x = (1, −2, .5), H·x by hand.
        let mut lower = [4.0, 0.0, 0.0, 2.0, 5.0, 0.0, -1.0, 0.5, 3.0];
        factor(&mut lower, 3).unwrap();
        let mut b = [4.0 - 4.0 - 0.5, 2.0 - 10.0 + 0.25, -1.0 - 1.0 + 1.5];
        forward(&lower, 3, &mut b, 1);
        backward(&lower, 3, &mut b);
        for (ours, x) in b.iter().zip([1.0, -2.0, 0.5]) {
            assert!((ours - x).abs() < 1e-14);
        }
    }

    #[test]
    fn a_dependent_row_is_named() {
        let mut singular = [1.0, 0.0, 0.0, 2.0, 5.0, 0.0, 3.0, 7.0, 10.0];
        assert_eq!(factor(&mut singular, 3), Err(2));
        assert_eq!(factor(&mut [f64::NAN], 1), Err(0));
    }
}
