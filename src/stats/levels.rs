//! Which delays and batch sizes a surface's grid stands on: the studied levels where there are any.

/// Knots of a grid where the data have no levels.
const KNOTS: usize = 5;
/// More levels than this are no levels.
const LEVELS_MAX: usize = 8;
/// A level must hold at least this share of the reviews.
const LEVEL_SHARE: f64 = 0.03;
/// Seconds against which delays are compared: about the scale on which a delay begins to matter.
const DELAY_SCALE_SECS: f64 = 60.0;
/// Delays further apart than this, in log(1 + d/scale), begin a new level.
const GAP: f64 = 0.2;
/// Delays of one level spread no further than this.
const SPREAD: f64 = 0.4;

/// Batch sizes: the sizes themselves, or five quantiles of them where there are more than eight.
pub fn batch_sizes(sizes: &[f64]) -> Vec<f64> {
    let mut sorted = sizes.to_vec();
    sorted.sort_by(f64::total_cmp);
    let mut levels = sorted.clone();
    levels.dedup();
    if levels.len() <= LEVELS_MAX { levels } else { quantile_knots(&sorted, f64::round) }
}

/// Delays: as they happened they scatter around their targets, so the levels are clusters' medians, rounded to
/// what a person would call them; where there are no clear clusters, five quantiles.
pub fn delays(delays: &[f64]) -> Vec<f64> {
    let mut sorted = delays.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = |delay: f64| (delay / DELAY_SCALE_SECS).ln_1p();
    let clusters: Vec<&[f64]> = sorted
        .chunk_by(|a, b| place(*b) - place(*a) <= GAP)
        .filter(|cluster| cluster.len() as f64 >= LEVEL_SHARE * sorted.len() as f64)
        .collect();
    let tight = clusters.iter().all(|cluster| {
        let (first, last) = (quantile(cluster, 0.1), quantile(cluster, 0.9));
        place(last) - place(first) <= SPREAD
    });
    if tight && (1..=LEVELS_MAX).contains(&clusters.len()) {
        let mut levels: Vec<f64> = clusters.iter().map(|cluster| plain(quantile(cluster, 0.5))).collect();
        levels.dedup();
        levels
    } else {
        quantile_knots(&sorted, plain)
    }
}

/// The nearest number of two digits, if it is within one second or 2 %: 600.8 s were meant to be 600 s.
fn plain(secs: f64) -> f64 {
    if secs < 1.0 {
        return if secs < 0.5 { 0.0 } else { 1.0 };
    }
    let unit = 10f64.powf(secs.log10().floor() - 1.0);
    let rounded = (secs / unit).round() * unit;
    if (rounded - secs).abs() <= (0.02 * secs).max(1.0) { (rounded * 1e6).round() / 1e6 } else { secs }
}

fn quantile_knots(sorted: &[f64], rounded: impl Fn(f64) -> f64) -> Vec<f64> {
    let ends = (0.025, 0.975);
    let mut knots: Vec<f64> = (0..KNOTS)
        .map(|k| rounded(quantile(sorted, ends.0 + (ends.1 - ends.0) * k as f64 / (KNOTS - 1) as f64)))
        .collect();
    knots.dedup();
    knots
}

/// A quantile of sorted values, interpolated; 0 for none.
pub fn quantile(sorted: &[f64], share: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return 0.0 };
    let place = share * last as f64;
    let (low, high) = (place.floor() as usize, place.ceil() as usize);
    sorted[low] + (place - low as f64) * (sorted[high.min(last)] - sorted[low])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_found_behind_the_delays_that_happened() {
        let happened: Vec<f64> = [0.02, 61.0, 600.8, 1800.4]
            .iter()
            .flat_map(|d| (0..10).map(move |i| d + 0.05 * f64::from(i)))
            .collect();
        assert_eq!(delays(&happened), [0.0, 61.0, 600.0, 1800.0]);
    }

    #[test]
    fn delays_without_levels_get_five_quantiles() {
        let happened: Vec<f64> = (0..200).map(|i| 3.0 * f64::from(i)).collect();
        let knots = delays(&happened);
        assert_eq!(knots.len(), 5);
        assert!(knots.windows(2).all(|pair| pair[0] < pair[1]), "{knots:?}");
    }

    #[test]
    fn one_stray_delay_makes_no_level() {
        let mut happened = vec![30.0; 60];
        happened.extend(vec![300.0; 60]);
        happened.push(7_200.0);
        assert_eq!(delays(&happened), [30.0, 300.0]);
    }

    #[test]
    fn batch_sizes_are_levels_up_to_eight() {
        assert_eq!(batch_sizes(&[8.0, 1.0, 4.0, 8.0, 2.0]), [1.0, 2.0, 4.0, 8.0]);
        assert_eq!(batch_sizes(&(1..=40).map(f64::from).collect::<Vec<_>>()).len(), 5);
    }
}
