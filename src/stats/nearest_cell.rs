//! In which cell of a grid a review counts: delays happen near their targets, not at them.

use super::corner::delay_scale;

/// Row and column of the nearest cell, in log(1 + d/τ) and log m; None without cells, or for what is no number.
pub fn nearest_cell(
    (delays, batch_sizes): (&[f64], &[f64]),
    tau_secs: f64,
    delay_secs: f64,
    batch_size: f64,
) -> Option<(usize, usize)> {
    Some((
        nearest(delays, delay_secs, |secs| delay_scale(secs, tau_secs))?,
        nearest(batch_sizes, batch_size, f64::ln)?,
    ))
}

fn nearest(levels: &[f64], value: f64, bend: impl Fn(f64) -> f64) -> Option<usize> {
    let distance = |level: &f64| (bend(*level) - bend(value)).abs();
    let place = (0..levels.len())
        .min_by(|one, other| distance(&levels[*one]).total_cmp(&distance(&levels[*other])))?;
    distance(&levels[place]).is_finite().then_some(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_level_on_the_axis_s_own_scale() {
        let grid: (&[f64], &[f64]) = (&[0.0, 60.0, 600.0], &[1.0, 4.0, 16.0]);
        assert_eq!(nearest_cell(grid, 60.0, 66.0, 4.0), Some((1, 1)));
        // Between 60 s and 600 s the middle is at log(1 + d/60) = (log 2 + log 11)/2: d = 221 s.
        assert_eq!(nearest_cell(grid, 60.0, 220.0, 8.0).map(|at| at.0), Some(1));
        assert_eq!(nearest_cell(grid, 60.0, 223.0, 9.0), Some((2, 2)));
        assert_eq!(nearest_cell(grid, 60.0, f64::NAN, 4.0), None);
        assert_eq!(nearest_cell((&[], &[1.0]), 60.0, 1.0, 1.0), None);
    }
}
