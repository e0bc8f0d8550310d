//! Whether what a surface says of the fit behind it is whole.

use super::read::is_share;
use super::{Conditions, CostSurface, Estimate, SurfaceError};

type Check = Result<(), SurfaceError>;

impl CostSurface {
    pub(super) fn validate_evidence(&self) -> Check {
        let (rows, columns) = (self.grid.delay_secs.len(), self.grid.batch_size.len());
        let expected_shape = format!("{rows} rows of {columns}");
        if let Some(conditions) = &self.model.conditions {
            conditions.validate()?;
        }
        for rival in &self.rivals {
            let values = [
                rival.elpd_loo,
                rival.elpd_diff,
                rival.elpd_diff_se,
                rival.elpd_participant,
                rival.elpd_participant_diff,
                rival.elpd_participant_diff_se,
            ];
            check(values.iter().flatten().all(|value| value.is_finite()), "rivals", "numbers or null")?;
        }
        for edge in self.unconstrained.iter().flat_map(|free| &free.edges) {
            let sound = is_share(edge.probability_negative) && finite(&edge.slope);
            check(sound, "unconstrained.edges", "a chance and a slope of every edge")?;
        }
        for of in self.isotonic_check.iter().flat_map(|found| [&found.cell_means, &found.fitted]) {
            let fits = of.len() == rows && of.iter().all(|row| row.len() == columns);
            check(fits, "isotonic_check", &expected_shape)?;
        }
        if let Some(population) = &self.population {
            let weight = &population.weight;
            let fits = weight.len() == rows && weight.iter().all(|row| row.len() == columns);
            let shares = weight.iter().flatten().all(|share| is_share(*share));
            check(fits && shares, "population.weight", &format!("{expected_shape} numbers from 0 to 1"))?;
            check(
                is_share(population.conflict.probability),
                "population.conflict.probability",
                "a number from 0 to 1",
            )?;
        }
        Ok(())
    }
}

impl Conditions {
    fn validate(&self) -> Check {
        let load = [self.load_time, self.load_sensitivity];
        let complete = load.iter().all(|estimate| estimate.is_some() == self.outstanding.is_some());
        check(
            complete,
            "model.conditions",
            "outstanding, load_time and load_sensitivity together, or none of them",
        )?;
        check(
            load.iter().flatten().all(finite),
            "model.conditions",
            "numbers for load_time, load_sensitivity",
        )?;
        let range_is_sound = self.outstanding.is_none_or(|[least, most]| {
            least.is_finite() && most.is_finite() && 0.0 <= least && least <= most
        });
        check(
            range_is_sound,
            "model.conditions.outstanding",
            "the least and the greatest number, 0 or more",
        )?;
        check(
            self.cues.is_empty() || self.reference_cue.is_some(),
            "model.conditions.reference_cue",
            "the level that the cues are compared with",
        )?;
        for (i, cue) in self.cues.iter().enumerate() {
            let known = self.cues[..i].iter().map(|other| &other.level).chain(&self.reference_cue);
            check(
                !known.into_iter().any(|level| *level == cue.level),
                "model.conditions.cues",
                "every level once, the reference not among them",
            )?;
            let numbers = finite(&cue.time) && finite(&cue.log_sensitivity);
            check(numbers, "model.conditions.cues", "numbers for time and log_sensitivity")?;
        }
        Ok(())
    }
}

fn check(good: bool, field: &str, expected: &str) -> Check {
    if good {
        Ok(())
    } else {
        Err(SurfaceError::Broken { field: field.to_owned(), expected: expected.to_owned() })
    }
}

fn finite(estimate: &Estimate<f64>) -> bool {
    estimate.by_name().iter().all(|(_, value)| value.is_finite())
}
