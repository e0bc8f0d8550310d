//! A surface moved to other conditions than those at which it is exported.
//!
//! Draw by draw and cell by cell, with k briefs outstanding and cue level q:
//! - review times gain `b_o·log(1+k) + b_q` on the log scale and are cut off at T_max again. That is exact for a
//!   log-normal time whose spread is known; the spread is taken from the draws `param:sigma` and, where the surface
//!   stands for these people and items, `param:sd_person_time` and `param:sd_item_time`. Without `param:sigma` the mean
//!   is multiplied and cut off, which overstates it where many reviews run out of time.
//! - hits and false alarms are taken apart into d′ and c ([`super::observer`]), d′ is multiplied by
//!   `e^{−g_o·log(1+k) + δ_q}`, and, where a field's prevalence is given, c moves with it; then they are put together.
//! - C moves by what its components say and does not fall: a cell below its neighbour is lifted to it.
//!
//! Whether the right decision is named is left as it was. The estimates stand on the exported draws.

use super::draws::{COMPONENTS, Columns, DrawnPoint, matrix_summary};
use super::normal::slowed;
use super::observer::Observer;
use super::{Clamp, Conditions, CostSurface, Draws, Estimate, Matrix, Place, SurfaceError};

/// The conditions that are asked about. What is None stays as the surface is exported.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Setting {
    /// k, how many other briefs are outstanding.
    pub outstanding: Option<f64>,
    /// The cue level's name.
    pub cues: Option<String>,
    /// Share of bad batches in the field, above 0 and below 1: the criterion follows it.
    pub field_prevalence: Option<f64>,
}

impl Setting {
    /// Whether nothing is to be moved.
    pub fn is_reference(&self) -> bool {
        *self == Self::default()
    }
}

/// What a setting does to each draw: gains of log time and of log d′.
struct Gains {
    time: Vec<f64>,
    sensitivity: Vec<f64>,
}

impl CostSurface {
    /// This surface under other conditions; `clamp` takes the nearest measured number of briefs outstanding.
    ///
    /// # Errors
    /// Where the study did not vary what is asked for, or not so far; where the surface carries no draws.
    pub fn under(&self, setting: &Setting, clamp: Clamp) -> Result<Self, SurfaceError> {
        if setting.is_reference() {
            return Ok(self.clone());
        }
        if let Some(share) = setting.field_prevalence {
            let sound = |share: f64| share > 0.0 && share < 1.0;
            if !(sound(share) && sound(self.prevalence)) {
                let expected = "a share above 0 and below 1, in the field as in the study";
                return Err(SurfaceError::Asked { name: "field-prevalence", expected });
            }
        }
        let gains = self.gains(setting, clamp)?;
        let spreads = self.spreads();
        let columns = Columns::of(self)?;
        let (rows, sizes) = (self.grid.delay_secs.len(), self.grid.batch_size.len());
        let mut draws = self.draws.clone();
        for (i, draw) in draws.values.iter_mut().enumerate() {
            let mut costs = vec![vec![0.0; sizes]; rows];
            for row in 0..rows {
                for column in 0..sizes {
                    let here = columns.at(draw, &Place::on(row, column));
                    let spread = spreads.get(i).copied().unwrap_or(0.0);
                    let moved = self.moved(&here, [gains.time[i], gains.sensitivity[i], spread], setting);
                    costs[row][column] = moved.cost_secs;
                    for (columns, value) in columns.0.iter().zip(moved.values()) {
                        draw[columns[row][column]] = value;
                    }
                }
            }
            lift(&mut costs);
            for (row, costs) in costs.iter().enumerate() {
                for (column, cost) in costs.iter().enumerate() {
                    draw[columns.0[0][row][column]] = *cost;
                }
            }
        }
        let estimates = COMPONENTS.iter().zip(&columns.0).map(|(_, columns)| estimate(&draws, columns));
        let mut surface = Self { draws: Draws::default(), ..self.clone() };
        let grid = &mut surface.grid;
        let components = [
            &mut grid.cost_secs,
            &mut grid.time_bad_secs,
            &mut grid.time_good_secs,
            &mut grid.hit,
            &mut grid.false_alarm,
            &mut grid.located,
        ];
        for (component, estimate) in components.into_iter().zip(estimates) {
            *component = estimate;
        }
        surface.draws = draws;
        surface.prevalence = setting.field_prevalence.unwrap_or(self.prevalence);
        surface.validate()?;
        Ok(surface)
    }

    fn moved(
        &self,
        here: &DrawnPoint,
        [time_gain, sensitivity_gain, spread]: [f64; 3],
        setting: &Setting,
    ) -> DrawnPoint {
        let times = [here.time_bad_secs, here.time_good_secs]
            .map(|secs| slowed(secs, time_gain, spread, self.time_limit_secs));
        let mut observer = Observer::with_rates(here.hit, here.false_alarm).with_gain(sensitivity_gain);
        if let Some(share) = setting.field_prevalence {
            observer = observer.at_prevalence(share, self.prevalence);
        }
        here.moved(times, observer.rates(), &self.prices)
    }

    fn gains(&self, setting: &Setting, clamp: Clamp) -> Result<Gains, SurfaceError> {
        let mut gains = Gains {
            time: vec![0.0; self.draws.values.len()],
            sensitivity: vec![0.0; self.draws.values.len()],
        };
        let conditions = self.model.conditions.as_ref();
        if let Some(outstanding) = setting.outstanding {
            let load = (1.0 + self.load(conditions, outstanding, clamp)?).ln();
            self.add(&mut gains.time, "param:b_o", load)?;
            self.add(&mut gains.sensitivity, "param:g_o", -load)?;
        }
        if let Some(level) = &setting.cues {
            let known = conditions.filter(|conditions| conditions.reference_cue.is_some());
            let known = known.ok_or(SurfaceError::NotVaried { what: "cues" })?;
            if known.reference_cue.as_ref() != Some(level) {
                if !known.cues.iter().any(|cue| cue.level == *level) {
                    let levels = known.reference_cue.iter().chain(known.cues.iter().map(|cue| &cue.level));
                    let levels: Vec<&str> = levels.map(String::as_str).collect();
                    return Err(SurfaceError::NoLevel { level: level.clone(), known: levels.join(", ") });
                }
                self.add(&mut gains.time, &format!("param:b_q[{level}]"), 1.0)?;
                self.add(&mut gains.sensitivity, &format!("param:delta_q[{level}]"), 1.0)?;
            }
        }
        Ok(gains)
    }

    /// How many briefs outstanding, where that many were measured.
    fn load(&self, conditions: Option<&Conditions>, asked: f64, clamp: Clamp) -> Result<f64, SurfaceError> {
        let measured = conditions.and_then(|conditions| conditions.outstanding);
        let measured = measured.ok_or(SurfaceError::NotVaried { what: "outstanding" })?;
        super::read::inside("outstanding", asked, measured, clamp)
    }

    /// Adds a coefficient's draws, each times `by`.
    fn add(&self, to: &mut [f64], name: &str, by: f64) -> Result<(), SurfaceError> {
        let column = self.draws.column(name)?;
        for (sum, draw) in to.iter_mut().zip(&self.draws.values) {
            *sum += by * draw.get(column).copied().unwrap_or(f64::NAN);
        }
        Ok(())
    }

    /// The spread of log time that the times of a cell average over, draw by draw; empty where it is not known.
    fn spreads(&self) -> Vec<f64> {
        if self.draws.column("param:sigma").is_err() {
            return Vec::new();
        }
        let averaged: &[&str] = if self.estimand == "these_people_and_items" {
            &["param:sigma", "param:sd_person_time", "param:sd_item_time"]
        } else {
            &["param:sigma"]
        };
        let columns: Vec<usize> = averaged.iter().filter_map(|name| self.draws.column(name).ok()).collect();
        let square = |draw: &Vec<f64>| columns.iter().map(|column| draw[*column].powi(2)).sum::<f64>();
        self.draws.values.iter().map(|draw| square(draw).sqrt()).collect()
    }
}

/// Lifts every cell to the largest before it in either direction.
fn lift(costs: &mut Matrix) {
    for i in 0..costs.len() {
        for j in 0..costs[i].len() {
            let above = if i > 0 { costs[i - 1][j] } else { 0.0 };
            let left = if j > 0 { costs[i][j - 1] } else { 0.0 };
            costs[i][j] = costs[i][j].max(above).max(left);
        }
    }
}

fn estimate(draws: &Draws, columns: &[Vec<usize>]) -> Estimate<Matrix> {
    let width = columns.first().map_or(0, Vec::len);
    matrix_summary(columns.len(), width, |i, j| draws.values.iter().map(|draw| draw[columns[i][j]]).collect())
}
