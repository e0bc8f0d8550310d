//! Rank normalisation: each draw's rank among all draws, as a standard normal score. Heavy tails and infinite
//! variances then do no harm, and R̂ and ESS do not depend on the scale that a parameter is written in.

/// The normal scores of the ranks 1..=count, shared by all parameters of a run.
pub(super) struct Scores {
    by_rank: Vec<f64>,
}

/// Draws in ascending order, each with the place that it came from.
pub(super) struct Sorted {
    order: Vec<(f64, u32)>,
}

impl Sorted {
    pub(super) fn of(values: &[f64]) -> Self {
        // Adding 0 makes −0 the 0 that it equals, which the total order would tell apart.
        let mut order: Vec<(f64, u32)> = values.iter().zip(0..).map(|(x, place)| (x + 0.0, place)).collect();
        order.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        Self { order }
    }

    /// The quantile between the two nearest order statistics (type 7 of Hyndman & Fan 1996).
    pub(super) fn quantile(&self, p: f64) -> f64 {
        let at = (self.order.len() - 1) as f64 * p;
        let below = at.floor() as usize;
        let (low, high) = (self.order[below].0, self.order[(below + 1).min(self.order.len() - 1)].0);
        // Of equal neighbours the value itself, so that comparing with it is exact.
        if low == high { low } else { (1.0 - at.fract()) * low + at.fract() * high }
    }

    /// The distances from the median, in ascending order: what lies below it read backwards, merged with what
    /// lies above.
    pub(super) fn folded(&self) -> Self {
        let count = self.order.len();
        let middle = count / 2;
        let median = if count % 2 == 1 {
            self.order[middle].0
        } else {
            (self.order[middle - 1].0 + self.order[middle].0) / 2.0
        };
        let distance = |(x, place): &(f64, u32)| ((x - median).abs(), *place);
        let (below, above) = self.order.split_at(middle);
        let mut below = below.iter().rev().map(distance).peekable();
        let mut above = above.iter().map(distance).peekable();
        let mut order = Vec::with_capacity(count);
        loop {
            let from_below = match (below.peek(), above.peek()) {
                (Some(low), Some(high)) => low.0 <= high.0,
                (low, _) => low.is_some(),
            };
            let Some(next) = (if from_below { below.next() } else { above.next() }) else { break };
            order.push(next);
        }
        Self { order }
    }
}

impl Scores {
    pub(super) fn new(count: usize) -> Self {
        Self { by_rank: (1..=count).map(|rank| score(rank as f64, count)).collect() }
    }

    /// For how many draws these are.
    pub(super) fn len(&self) -> usize {
        self.by_rank.len()
    }

    /// The score of each value, at the place that it came from. Ties share their mean rank.
    pub(super) fn of(&self, sorted: &Sorted) -> Vec<f64> {
        let count = sorted.order.len();
        let mut scores = vec![0.0; count];
        let mut first = 0;
        while first < count {
            let value = sorted.order[first].0;
            let mut end = first + 1;
            while end < count && sorted.order[end].0 == value {
                end += 1;
            }
            let shared = match self.by_rank.get(first) {
                Some(alone) if end == first + 1 => *alone,
                _ => score((first + 1 + end) as f64 / 2.0, count),
            };
            for (_, place) in &sorted.order[first..end] {
                scores[*place as usize] = shared;
            }
            first = end;
        }
        scores
    }
}

/// Blom's (1958) fractional offset.
fn score(rank: f64, count: usize) -> f64 {
    normal_quantile((rank - 0.375) / (count as f64 + 0.25))
}

/// Φ⁻¹(p) for 0 < p < 1 to about 1e-15 of itself: Wichura (1988), algorithm AS 241, PPND16.
#[expect(clippy::excessive_precision, reason = "the coefficients as published")]
fn normal_quantile(p: f64) -> f64 {
    fn ratio(above: [f64; 8], below: [f64; 8], x: f64) -> f64 {
        let at = |c: [f64; 8]| c.iter().rev().fold(0.0, |sum, c| sum * x + c);
        at(above) / at(below)
    }
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        return q * ratio(
            [
                3.387_132_872_796_366_608_0,
                1.331_416_678_917_843_774_5e2,
                1.971_590_950_306_551_442_7e3,
                1.373_169_376_550_946_112_5e4,
                4.592_195_393_154_987_145_7e4,
                6.726_577_092_700_870_085_3e4,
                3.343_057_558_358_812_810_5e4,
                2.509_080_928_730_122_672_7e3,
            ],
            [
                1.0,
                4.231_333_070_160_091_125_2e1,
                6.871_870_074_920_579_083_0e2,
                5.394_196_021_424_751_107_7e3,
                2.121_379_430_158_659_586_7e4,
                3.930_789_580_009_271_061_0e4,
                2.872_908_573_572_194_267_4e4,
                5.226_495_278_852_854_561_0e3,
            ],
            0.180_625 - q * q,
        );
    }
    let tail = (-p.min(1.0 - p).ln()).sqrt();
    let size = if tail <= 5.0 {
        ratio(
            [
                1.423_437_110_749_683_577_34,
                4.630_337_846_156_545_295_90,
                5.769_497_221_460_691_405_50,
                3.647_848_324_763_204_605_04,
                1.270_458_252_452_368_382_58,
                2.417_807_251_774_506_117_70e-1,
                2.272_384_498_926_918_458_33e-2,
                7.745_450_142_783_414_076_40e-4,
            ],
            [
                1.0,
                2.053_191_626_637_758_821_87,
                1.676_384_830_183_803_849_40,
                6.897_673_349_851_000_045_50e-1,
                1.481_039_764_274_800_745_90e-1,
                1.519_866_656_361_645_719_66e-2,
                5.475_938_084_995_344_946_00e-4,
                1.050_750_071_644_416_843_24e-9,
            ],
            tail - 1.6,
        )
    } else {
        ratio(
            [
                6.657_904_643_501_103_777_20,
                5.463_784_911_164_114_369_90,
                1.784_826_539_917_291_335_80,
                2.965_605_718_285_048_912_30e-1,
                2.653_218_952_657_612_309_30e-2,
                1.242_660_947_388_078_438_60e-3,
                2.711_555_568_743_487_578_15e-5,
                2.010_334_399_292_288_132_65e-7,
            ],
            [
                1.0,
                5.998_322_065_558_879_376_90e-1,
                1.369_298_809_227_358_053_10e-1,
                1.487_536_129_085_061_485_25e-2,
                7.868_691_311_456_132_591_00e-4,
                1.846_318_317_510_054_681_80e-5,
                1.421_511_758_316_445_888_70e-7,
                2.044_263_103_389_939_785_64e-15,
            ],
            tail - 5.0,
        )
    };
    size.copysign(q)
}

#[cfg(test)]
mod tests {
    use super::super::super::normal::cdf;
    use super::*;

    #[test]
    fn the_quantile_undoes_the_distribution() {
        for step in 1..=120 {
            let x = f64::from(step) / -16.0;
            let p = cdf(x);
            assert!((normal_quantile(p) - x).abs() < 1e-8, "{x}");
            assert_eq!(normal_quantile(0.5 + x / 16.0), -normal_quantile(0.5 - x / 16.0));
        }
        // scipy 1.17.1, scipy.special.ndtri.
        for (p, exact) in
            [(0.05, -1.6448536269514729), (0.3, -0.5244005127080409), (1e-13, -7.348796102800677)]
        {
            assert!((normal_quantile(p) - exact).abs() < 1e-14, "{p}: {}", normal_quantile(p));
        }
    }

    #[test]
    fn ties_share_a_rank_and_zero_has_no_sign() {
        let scores = Scores::new(5).of(&Sorted::of(&[7.0, 0.0, 7.0, -0.0, 1.0]));
        assert_eq!(scores[1], scores[3]);
        assert_eq!(scores[0], -scores[1]);
        assert_eq!(scores[4], 0.0);
        assert_eq!(scores[0], score(4.5, 5));
    }

    #[test]
    fn folding_sorts_by_distance_from_the_median() {
        for values in [vec![5.0, -3.0, 1.0, 2.0, 2.5, 2.5, 100.0], vec![4.0, 1.0, 9.0, 2.0], vec![1.0]] {
            let folded = Sorted::of(&values).folded();
            let median = Sorted::of(&values).quantile(0.5);
            assert_eq!(folded.order.len(), values.len());
            assert!(folded.order.windows(2).all(|pair| pair[0].0 <= pair[1].0));
            for (distance, place) in &folded.order {
                assert_eq!(*distance, (values[*place as usize] - median).abs());
            }
        }
    }
}
