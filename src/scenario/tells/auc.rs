//! How well a number tells two groups apart.

/// The chance that a member of `ones` scores above a member of `zeros`, ties counting half: the area under the ROC
/// curve, Mann and Whitney's U over the number of pairs. .5 where either group is empty: nothing can be told then.
pub fn auc(ones: &[f64], zeros: &[f64]) -> f64 {
    if ones.is_empty() || zeros.is_empty() {
        return 0.5;
    }
    let mut sorted = zeros.to_vec();
    sorted.sort_by(f64::total_cmp);
    let won = ones.iter().map(|one| {
        let below = sorted.partition_point(|zero| zero < one);
        let upto = sorted.partition_point(|zero| zero <= one);
        (below + upto) as f64 / 2.0
    });
    won.sum::<f64>() / (ones.len() * zeros.len()) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parted_reversed_and_equal_groups() {
        assert_eq!(auc(&[3.0, 4.0], &[1.0, 2.0]), 1.0);
        assert_eq!(auc(&[1.0, 2.0], &[3.0, 4.0]), 0.0);
        assert_eq!(auc(&[1.0, 2.0, 3.0], &[3.0, 2.0, 1.0]), 0.5);
    }

    #[test]
    fn ties_count_half() {
        assert_eq!(auc(&[1.0], &[1.0]), 0.5);
        // Pairs: 2>1 wins, 2=2 half, 3>1 and 3>2 win: 3.5 of 4.
        assert_eq!(auc(&[2.0, 3.0], &[1.0, 2.0]), 0.875);
    }

    #[test]
    fn a_known_value() {
        // The example of scikit-learn's roc_auc_score: labels 0 0 1 1, scores .1 .4 .35 .8.
        assert_eq!(auc(&[0.35, 0.8], &[0.1, 0.4]), 0.75);
    }

    #[test]
    fn an_empty_group_tells_nothing() {
        assert_eq!(auc(&[], &[1.0]), 0.5);
    }
}
