//! From values to places on a page, and how values are written.

/// How values are spread along an axis.
#[derive(Debug, Clone, Copy)]
pub(super) enum Spread {
    /// Evenly.
    Linear,
    /// By their logarithm; all values positive.
    Log,
    /// By log(1 + x/τ): logarithmic, with room for 0.
    LogFrom(f64),
}

/// One axis.
#[derive(Debug, Clone)]
pub(super) struct Scale {
    spread: Spread,
    from: f64,
    to: f64,
    start: f64,
    end: f64,
}

impl Scale {
    /// Maps values `from..to` to places `start..end`.
    pub(super) fn new(spread: Spread, (from, to): (f64, f64), (start, end): (f64, f64)) -> Self {
        let mut scale = Self { spread, from: 0.0, to: 1.0, start, end };
        (scale.from, scale.to) = (scale.bend(from), scale.bend(to));
        scale
    }

    fn bend(&self, value: f64) -> f64 {
        match self.spread {
            Spread::Linear => value,
            Spread::Log => value.ln(),
            Spread::LogFrom(tau) => (value / tau).ln_1p(),
        }
    }

    /// Where `value` lies; the middle where the axis has no length.
    pub(super) fn place(&self, value: f64) -> f64 {
        let length = self.to - self.from;
        let share = if length > 0.0 { (self.bend(value) - self.from) / length } else { 0.5 };
        self.start + share * (self.end - self.start)
    }

    /// Where `value` lies, 0 to 1 along the axis.
    pub(super) fn share(&self, value: f64) -> f64 {
        let share = (self.place(value) - self.start) / (self.end - self.start);
        if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.5 }
    }
}

/// Least and greatest finite value; none where there is none.
pub(super) fn extent(values: impl IntoIterator<Item = f64>) -> Option<(f64, f64)> {
    values.into_iter().filter(|value| value.is_finite()).fold(None, |so_far, value| match so_far {
        None => Some((value, value)),
        Some((least, greatest)) => Some((value.min(least), value.max(greatest))),
    })
}

/// A logarithmic axis for positive values, a linear one from 0 otherwise; with a little air at both ends.
pub(super) fn axis_for((least, greatest): (f64, f64), places: (f64, f64)) -> Scale {
    if least > 0.0 {
        Scale::new(Spread::Log, (least / 1.12, greatest * 1.12), places)
    } else {
        Scale::new(Spread::Linear, (least.min(0.0), greatest * 1.06 + f64::EPSILON), places)
    }
}

/// Values 1, 2, 5, 10, … within the extent; 1 and 10 alone where that is too many.
pub(super) fn ticks((least, greatest): (f64, f64)) -> Vec<f64> {
    if least <= 0.0 {
        return (0..=4).map(|step| greatest * f64::from(step) / 4.0).collect();
    }
    let decades = least.log10().floor() as i32..=greatest.log10().ceil() as i32;
    let of = |steps: &[f64]| -> Vec<f64> {
        let within = |value: &f64| (least..=greatest).contains(value);
        decades
            .clone()
            .flat_map(|decade| steps.iter().map(move |step| step * 10_f64.powi(decade)))
            .filter(within)
            .collect()
    };
    let fine = of(&[1.0, 2.0, 5.0]);
    if fine.len() > 7 { of(&[1.0]) } else { fine }
}

/// At most `most` of the labels at `places`, so that neighbours stand at least `apart` apart: always the first and the last.
pub(super) fn legible(places: &[f64], apart: f64) -> Vec<usize> {
    let Some(last) = places.len().checked_sub(1) else { return vec![] };
    let mut shown: Vec<usize> = vec![];
    for (index, place) in places.iter().enumerate() {
        let clear = shown.last().is_none_or(|before| (place - places[*before]).abs() >= apart);
        let clear_of_last = index == last || (places[last] - place).abs() >= apart;
        if clear && clear_of_last {
            shown.push(index);
        }
    }
    shown
}

/// Three significant digits, thousands parted; zeros at the end are left out.
pub(super) fn number(value: f64) -> String {
    let digits = amount(value);
    if digits.contains('.') { digits.trim_end_matches('0').trim_end_matches('.').to_owned() } else { digits }
}

/// Three significant digits, thousands parted; for values that stand in a column.
pub(super) fn amount(value: f64) -> String {
    let size = value.abs();
    if !value.is_finite() {
        "–".into()
    } else if size >= 1000.0 {
        let mut digits = format!("{:.0}", size);
        let mut place = digits.len();
        while place > 3 {
            place -= 3;
            digits.insert(place, ',');
        }
        if value < 0.0 { format!("−{digits}") } else { digits }
    } else if size >= 100.0 || size == 0.0 {
        format!("{value:.0}")
    } else if size >= 10.0 {
        format!("{value:.1}")
    } else if size >= 1.0 {
        format!("{value:.2}")
    } else {
        format!("{value:.3}")
    }
    .replace('-', "−")
}

/// A share as a percentage.
pub(super) fn percent(share: f64) -> String {
    if share.is_finite() { format!("{:.0} %", 100.0 * share) } else { "–".into() }
}

/// A duration in the unit that a reader would use: `30 s`, `5 min`, `1.5 h`.
pub(super) fn duration(secs: f64) -> String {
    let in_unit = |unit: f64| {
        let value = secs / unit;
        let rounded = (value * 10.0).round() / 10.0;
        ((rounded - value).abs() < 1e-6 * value.max(1.0) || secs >= unit * 10.0).then(|| number(rounded))
    };
    if secs >= 3600.0 {
        in_unit(3600.0)
            .map_or_else(|| format!("{} min", number((secs / 60.0).round())), |value| format!("{value} h"))
    } else if secs >= 120.0 || secs == 60.0 {
        in_unit(60.0).map_or_else(|| format!("{} s", number(secs)), |value| format!("{value} min"))
    } else {
        format!("{} s", number(secs))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_three_digits() {
        for (value, text) in [
            (0.0, "0"),
            (0.1234, "0.123"),
            (1.5, "1.5"),
            (12.345, "12.3"),
            (412.4, "412"),
            (1234.0, "1,234"),
            (1_234_567.0, "1,234,567"),
            (-0.25, "−0.25"),
            (-4321.0, "−4,321"),
            (f64::NAN, "–"),
        ] {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn durations_are_in_a_reader_s_unit() {
        for (secs, text) in [
            (0.0, "0 s"),
            (30.0, "30 s"),
            (60.0, "1 min"),
            (90.0, "90 s"),
            (300.0, "5 min"),
            (330.0, "5.5 min"),
            (337.0, "337 s"),
            (5400.0, "1.5 h"),
            (3601.0, "60 min"),
            (86400.0, "24 h"),
        ] {
            assert_eq!(duration(secs), text);
        }
    }

    #[test]
    fn an_axis_keeps_order_and_ends() {
        for spread in [Spread::Linear, Spread::Log, Spread::LogFrom(60.0)] {
            let scale = Scale::new(spread, (1.0, 100.0), (200.0, 0.0));
            assert!((scale.place(1.0) - 200.0).abs() < 1e-9 && scale.place(100.0).abs() < 1e-9);
            assert!(scale.place(10.0) > scale.place(11.0));
            assert!(scale.share(1.0) < 1e-9 && scale.share(1e6) == 1.0);
        }
        let flat = Scale::new(Spread::Log, (5.0, 5.0), (0.0, 10.0));
        assert_eq!((flat.place(5.0), flat.share(5.0)), (5.0, 0.5));
    }

    #[test]
    fn ticks_are_few_and_within() {
        assert_eq!(ticks((30.0, 600.0)), [50.0, 100.0, 200.0, 500.0]);
        assert_eq!(ticks((0.9, 20_000.0)), [1.0, 10.0, 100.0, 1000.0, 10_000.0]);
        assert_eq!(ticks((0.0, 8.0)), [0.0, 2.0, 4.0, 6.0, 8.0]);
    }

    #[test]
    fn labels_do_not_touch_and_the_ends_stay() {
        assert_eq!(legible(&[0.0, 5.0, 40.0, 80.0, 95.0, 100.0], 20.0), [0, 2, 3, 5]);
        assert_eq!(legible(&[], 20.0), [0_usize; 0]);
    }
}
