//! Whether a surface is what it says, and its value at a point.

use super::{CostSurface, Estimate, Matrix, SURFACE_FORMAT};
use serde::Serialize;

/// A fall of less than this, relative to C, is rounding.
const DIP_TOLERANCE: f64 = 1e-9;

/// What is wrong with a surface, or with the point that was asked for. One line.
#[derive(Debug, Clone, PartialEq)]
pub enum SurfaceError {
    /// The surface itself is unusable: which field, and why.
    Broken {
        /// JSON path of the field.
        field: String,
        /// What was expected.
        expected: String,
    },
    /// The point lies outside what was measured.
    Outside {
        /// `delay`, `batch` or `outstanding`.
        axis: &'static str,
        /// What was asked for.
        value: f64,
        /// What was measured.
        support: [f64; 2],
    },
    /// The point is no number.
    NoNumber {
        /// `delay`, `batch` or `outstanding`.
        axis: &'static str,
    },
    /// The surface cannot be moved in this direction.
    NotVaried {
        /// `outstanding` or `cues`.
        what: &'static str,
    },
    /// A cue level that was not measured.
    NoLevel {
        /// What was asked for.
        level: String,
        /// What was measured.
        known: String,
    },
    /// The surface does not carry draws of this column.
    NoDraws(String),
    /// What is asked is out of range.
    Asked {
        /// Which number.
        name: &'static str,
        /// What was expected.
        expected: &'static str,
    },
}

impl std::fmt::Display for SurfaceError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Broken { field, expected } => write!(f, "{field}: expected {expected}"),
            Self::Outside { axis, value, support: [low, high] } => {
                let unit = match *axis {
                    "delay" => " s",
                    "batch" => " decisions",
                    _ => " briefs",
                };
                write!(f, "{axis} {value}{unit} lies outside what was measured, {low} to {high}{unit}")
            }
            Self::NoNumber { axis } => write!(f, "{axis}: expected a number"),
            Self::NotVaried { what: "outstanding" } => {
                write!(f, "the study did not vary how many briefs are outstanding")
            }
            Self::NotVaried { what } => write!(f, "the study did not vary the {what}"),
            Self::NoLevel { level, known } => write!(f, "cues: '{level}' was not measured, but {known}"),
            Self::NoDraws(name) => write!(f, "draws: there is no column {name}"),
            Self::Asked { name, expected } => write!(f, "{name}: expected {expected}"),
        }
    }
}

impl std::error::Error for SurfaceError {}

/// What to do outside the measured box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clamp {
    /// Refuse.
    No,
    /// Take the nearest point of the box.
    Yes,
}

/// C and its components at one point.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Point {
    /// d, seconds; the box's edge where it was clamped.
    pub delay_secs: f64,
    /// m, decisions; the box's edge where it was clamped.
    pub batch_size: f64,
    /// C, person-seconds.
    pub cost_secs: Estimate<f64>,
    /// E[min(T, T_max) | bad], seconds.
    pub time_bad_secs: Estimate<f64>,
    /// E[min(T, T_max) | good], seconds.
    pub time_good_secs: Estimate<f64>,
    /// Hit rate.
    pub hit: Estimate<f64>,
    /// False-alarm rate.
    pub false_alarm: Estimate<f64>,
    /// P(right decision named | hit).
    pub located: Estimate<f64>,
}

/// A point's place between grid lines: bilinear in (log m, log(1 + d/τ)).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    row: (usize, usize, f64),
    column: (usize, usize, f64),
}

impl Place {
    /// On two grid lines, by their numbers.
    pub(super) fn on(row: usize, column: usize) -> Self {
        Self { row: (row, row, 0.0), column: (column, column, 0.0) }
    }

    /// A matrix's value there.
    pub fn value(&self, of: impl Fn(usize, usize) -> f64) -> f64 {
        let mix =
            |low: f64, high: f64, share: f64| if share == 0.0 { low } else { low + share * (high - low) };
        let ((above, below, down), (left, right, across)) = (self.row, self.column);
        mix(
            mix(of(above, left), of(above, right), across),
            mix(of(below, left), of(below, right), across),
            down,
        )
    }
}

impl CostSurface {
    /// C and its components at a delay, seconds, and a batch size, decisions. Call [`CostSurface::validate`] once
    /// before: a surface that has not passed may give nonsense, but never a panic.
    ///
    /// # Errors
    /// Where the point is no number, or lies outside the support and `clamp` does not allow that.
    pub fn evaluate(&self, delay_secs: f64, batch_size: f64, clamp: Clamp) -> Result<Point, SurfaceError> {
        let [delay_secs, batch_size] = self.inside(delay_secs, batch_size, clamp)?;
        let place = self.place(delay_secs, batch_size);
        let at = |matrix: &Matrix| place.value(|row, column| cell(matrix, row, column));
        let estimate = |of: &Estimate<Matrix>| Estimate {
            mean: at(&of.mean),
            q05: at(&of.q05),
            q50: at(&of.q50),
            q95: at(&of.q95),
        };
        Ok(Point {
            delay_secs,
            batch_size,
            cost_secs: estimate(&self.grid.cost_secs),
            time_bad_secs: estimate(&self.grid.time_bad_secs),
            time_good_secs: estimate(&self.grid.time_good_secs),
            hit: estimate(&self.grid.hit),
            false_alarm: estimate(&self.grid.false_alarm),
            located: estimate(&self.grid.located),
        })
    }

    fn inside(&self, delay_secs: f64, batch_size: f64, clamp: Clamp) -> Result<[f64; 2], SurfaceError> {
        Ok([
            inside("delay", delay_secs, self.support.delay_secs, clamp)?,
            inside("batch", batch_size, self.support.batch_size, clamp)?,
        ])
    }

    /// The place of a point that lies inside the support, or may be taken there.
    pub(super) fn place_inside(
        &self,
        delay_secs: f64,
        batch_size: f64,
        clamp: Clamp,
    ) -> Result<Place, SurfaceError> {
        let [delay_secs, batch_size] = self.inside(delay_secs, batch_size, clamp)?;
        Ok(self.place(delay_secs, batch_size))
    }

    /// Where a point lies between the grid's lines; beyond the outermost line it is on that line.
    pub fn place(&self, delay_secs: f64, batch_size: f64) -> Place {
        let tau = self.model.tau_secs;
        Place {
            row: between(&self.grid.delay_secs, delay_secs, |delay| (delay / tau).ln_1p()),
            column: between(&self.grid.batch_size, batch_size, f64::ln),
        }
    }

    /// Whether the surface is whole: format, units, a finite grid of the right shape on increasing axes that
    /// cover the support, probabilities between 0 and 1, quantiles in order, C that does not fall.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn validate(&self) -> Result<(), SurfaceError> {
        let check = |good: bool, field: &str, expected: &str| {
            if good {
                Ok(())
            } else {
                Err(SurfaceError::Broken { field: field.to_owned(), expected: expected.to_owned() })
            }
        };
        check(self.format == SURFACE_FORMAT, "format", "\"cost-surface/1\"")?;
        let units = [&self.units.delay, &self.units.batch_size, &self.units.cost];
        check(units == ["s", "decisions", "person-seconds"], "units", "s, decisions, person-seconds")?;
        check(
            ["these_people_and_items", "new_person_and_item"].contains(&self.estimand.as_str()),
            "estimand",
            "these_people_and_items or new_person_and_item",
        )?;
        check(
            ["refuse", "clamp"].contains(&self.extrapolation.as_str()),
            "extrapolation",
            "refuse or clamp",
        )?;
        check(is_share(self.prevalence), "prevalence", "a number from 0 to 1")?;
        check(is_share(self.monotone.share_violating), "monotone.share_violating", "a number from 0 to 1")?;
        let prices = [self.prices.miss_secs, self.prices.misplaced_secs, self.prices.false_alarm_secs];
        check(prices.iter().all(|price| price.is_finite() && *price >= 0.0), "prices", "seconds, 0 or more")?;
        check(is_positive(self.time_limit_secs), "time_limit_secs", "seconds above 0")?;
        check(is_positive(self.model.tau_secs), "model.tau_secs", "seconds above 0")?;
        let axes_expected = "increasing numbers that cover the support, delays from 0 and sizes from 1";
        check(
            is_axis(&self.grid.delay_secs, self.support.delay_secs, 0.0, 1),
            "grid.delay_secs",
            axes_expected,
        )?;
        check(
            is_axis(&self.grid.batch_size, self.support.batch_size, 1.0, 2),
            "grid.batch_size",
            axes_expected,
        )?;
        self.validate_grid()?;
        for (name, estimate) in &self.model.params {
            let values = [estimate.mean, estimate.q05, estimate.q50, estimate.q95];
            check(values.iter().all(|value| value.is_finite()), &format!("model.params.{name}"), "numbers")?;
        }
        let width = self.draws.names.len();
        let rows_fit = self
            .draws
            .values
            .iter()
            .all(|row| row.len() == width && row.iter().all(|value| value.is_finite()));
        check(rows_fit, "draws.values", "one number a name in every row")?;
        self.validate_evidence()
    }

    fn validate_grid(&self) -> Result<(), SurfaceError> {
        let (rows, columns) = (self.grid.delay_secs.len(), self.grid.batch_size.len());
        let components: [(&str, &Estimate<Matrix>, bool); 6] = [
            ("cost_secs", &self.grid.cost_secs, false),
            ("time_bad_secs", &self.grid.time_bad_secs, false),
            ("time_good_secs", &self.grid.time_good_secs, false),
            ("hit", &self.grid.hit, true),
            ("false_alarm", &self.grid.false_alarm, true),
            ("located", &self.grid.located, true),
        ];
        for (name, estimate, share) in components {
            for (which, matrix) in estimate.by_name() {
                let broken = |expected: String| SurfaceError::Broken {
                    field: format!("grid.{name}.{which}"),
                    expected,
                };
                if matrix.len() != rows || matrix.iter().any(|row| row.len() != columns) {
                    return Err(broken(format!("{rows} rows of {columns} numbers")));
                }
                if !matrix.iter().flatten().all(|value| value.is_finite() && *value >= 0.0) {
                    return Err(broken("numbers, 0 or more".to_owned()));
                }
                if share && !matrix.iter().flatten().all(|value| *value <= 1.0) {
                    return Err(broken("numbers from 0 to 1".to_owned()));
                }
                if name == "cost_secs" && falls(matrix) {
                    return Err(broken("C that falls neither with delay nor with batch size".to_owned()));
                }
            }
            let cells = estimate.q05.iter().flatten().zip(estimate.q50.iter().flatten());
            let ordered = cells
                .zip(estimate.q95.iter().flatten())
                .all(|((low, middle), high)| low <= middle && middle <= high);
            if !ordered {
                return Err(SurfaceError::Broken {
                    field: format!("grid.{name}"),
                    expected: "q05 ≤ q50 ≤ q95 in every cell".to_owned(),
                });
            }
        }
        Ok(())
    }
}

impl<T> Estimate<T> {
    /// Its four parts and their names.
    pub fn by_name(&self) -> [(&'static str, &T); 4] {
        [("mean", &self.mean), ("q05", &self.q05), ("q50", &self.q50), ("q95", &self.q95)]
    }
}

fn cell(matrix: &Matrix, row: usize, column: usize) -> f64 {
    matrix.get(row).and_then(|row| row.get(column)).copied().unwrap_or(f64::NAN)
}

pub(super) fn inside(
    axis: &'static str,
    value: f64,
    support: [f64; 2],
    clamp: Clamp,
) -> Result<f64, SurfaceError> {
    let [low, high] = support;
    if value.is_nan() {
        Err(SurfaceError::NoNumber { axis })
    } else if value >= low && value <= high {
        Ok(value)
    } else if clamp == Clamp::Yes {
        Ok(value.max(low).min(high))
    } else {
        Err(SurfaceError::Outside { axis, value, support })
    }
}

/// The lines on either side of a value, and how far it lies between them on the axis's scale.
fn between(axis: &[f64], value: f64, scale: impl Fn(f64) -> f64) -> (usize, usize, f64) {
    let high = axis.partition_point(|line| *line < value);
    match (high.checked_sub(1), axis.get(high)) {
        (Some(low), Some(upper)) => {
            let (from, to) = (scale(axis[low]), scale(*upper));
            (low, high, ((scale(value) - from) / (to - from)).clamp(0.0, 1.0))
        }
        (None, _) => (0, 0, 0.0),
        (Some(last), None) => (last, last, 0.0),
    }
}

pub(super) fn is_share(value: f64) -> bool {
    (0.0..=1.0).contains(&value)
}

fn is_positive(value: f64) -> bool {
    value.is_finite() && value > 0.0
}

fn is_axis(axis: &[f64], [low, high]: [f64; 2], least: f64, lines: usize) -> bool {
    axis.len() >= lines
        && axis.iter().all(|line| line.is_finite() && *line >= least)
        && axis.windows(2).all(|pair| pair[0] < pair[1])
        && axis.first().is_some_and(|first| *first <= low)
        && axis.last().is_some_and(|last| high <= *last)
        && low <= high
}

fn falls(matrix: &Matrix) -> bool {
    let largest = matrix.iter().flatten().copied().fold(0.0, f64::max);
    let less = |next: f64, before: f64| next < before - DIP_TOLERANCE * largest;
    matrix.iter().any(|row| row.windows(2).any(|pair| less(pair[1], pair[0])))
        || matrix
            .windows(2)
            .any(|rows| rows[0].iter().zip(&rows[1]).any(|(upper, lower)| less(*lower, *upper)))
}
