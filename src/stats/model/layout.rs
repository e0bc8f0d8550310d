//! Which values the model has, where each stands in the vector that is sampled, and its prior.
//!
//! The vector is (globals | one block a person | one block an item). Globals are on scales without bounds: logarithms of
//! what is above zero, ψ of standard deviations ([`super::prior::deviation`]), atanh of correlations.

use super::kind::{Form, ModelKind};
use super::prior::Prior;
use crate::stats::corner::delay_scale;
use crate::stats::plan::{LogNormal, Normal, Priors};
use crate::stats::table::Table;

/// An effect of people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PersonEffect {
    Time,
    Slope,
    Sensitivity,
    Criterion,
    Location,
    Reach,
}

/// An effect of items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ItemEffect {
    Time,
    Sensitivity,
    Location,
    Reach,
}

/// One kind of effect: its standard deviation stands at `psi` among the globals.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Group {
    pub(crate) psi: usize,
    pub(crate) scale: f64,
}

/// The effects of one factor: `count` blocks of one value a group.
#[derive(Debug, Clone)]
pub(crate) struct Factor {
    pub(crate) count: usize,
    pub(crate) groups: Vec<Group>,
    /// Where atanh of the correlation of the time and the sensitivity effect stands.
    pub(crate) correlation: usize,
    /// The groups' places of the correlated pair: time, sensitivity.
    pub(crate) pair: [usize; 2],
}

/// A global value.
#[derive(Debug, Clone)]
pub(crate) struct Global {
    pub(crate) name: String,
    pub(crate) prior: Prior,
}

/// Where the globals stand; None where the model has no such value.
#[derive(Debug, Clone, Default)]
pub(crate) struct Places {
    pub(crate) level: usize,
    pub(crate) batch: usize,
    pub(crate) delay: Option<usize>,
    pub(crate) rest: Option<usize>,
    pub(crate) log_tau: Option<usize>,
    pub(crate) log_sigma: usize,
    pub(crate) time_error: usize,
    pub(crate) practice_log: usize,
    pub(crate) practice_linear: usize,
    pub(crate) position: usize,
    pub(crate) sensitivity: usize,
    pub(crate) loss_batch: usize,
    pub(crate) loss_delay: Option<usize>,
    pub(crate) criterion: usize,
    pub(crate) criterion_batch: usize,
    pub(crate) location: Option<NamingPlaces>,
    pub(crate) reach: Option<NamingPlaces>,
    pub(crate) load: Option<[usize; 2]>,
    /// Time and sensitivity of each cue level but the reference.
    pub(crate) cues: Vec<[usize; 2]>,
}

/// Where naming's level and losses stand.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NamingPlaces {
    pub(crate) level: usize,
    pub(crate) loss_batch: usize,
    pub(crate) loss_delay: Option<usize>,
}

/// The whole vector.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    pub(crate) globals: Vec<Global>,
    pub(crate) at: Places,
    pub(crate) people: Factor,
    pub(crate) items: Factor,
    /// Where ψ of ω stands, and its scale, where the model leans on an earlier study.
    pub(crate) apart: Option<(usize, f64)>,
}

impl Layout {
    /// Adds ω.
    pub(crate) fn add_apart(&mut self, scale: f64) {
        let global = Global { name: "apart".to_owned(), prior: Prior::Deviation { scale } };
        self.globals.push(global);
        self.apart = Some((self.globals.len() - 1, scale));
    }

    pub(crate) fn new(table: &Table, priors: &Priors, kind: ModelKind) -> Self {
        let mut build = Builder::default();
        let at = build.places(table, priors, kind.form());
        let naming = [table.with_location, table.with_reach];
        let mut people_scales = vec![
            ("sd_person_time", priors.person_time_sd),
            ("sd_person_slope", priors.person_slope_sd),
            ("sd_person_sensitivity", priors.person_sensitivity_sd),
            ("sd_person_criterion", priors.person_criterion_sd),
        ];
        let mut item_scales =
            vec![("sd_item_time", priors.item_time_sd), ("sd_item_sensitivity", priors.item_sensitivity_sd)];
        let of_naming = [
            (
                ("sd_person_location", priors.person_location_sd),
                ("sd_item_location", priors.item_location_sd),
            ),
            (("sd_person_reach", priors.person_location_sd), ("sd_item_reach", priors.item_location_sd)),
        ];
        for (of_person, of_item) in
            of_naming.into_iter().zip(naming).filter(|(_, there)| *there).map(|(of, _)| of)
        {
            people_scales.push(of_person);
            item_scales.push(of_item);
        }
        let correlation = Normal { mean: 0.0, sd: priors.correlation_sd };
        let people = Factor {
            count: table.people.len(),
            groups: build.groups(&people_scales),
            correlation: build.normal("rho_person", correlation),
            pair: [PersonEffect::Time as usize, PersonEffect::Sensitivity as usize],
        };
        let items = Factor {
            count: table.items.len(),
            groups: build.groups(&item_scales),
            correlation: build.normal("rho_item", correlation),
            pair: [ItemEffect::Time as usize, ItemEffect::Sensitivity as usize],
        };
        Self { globals: build.globals, at, people, items, apart: None }
    }

    /// Length of the vector.
    pub(crate) fn len(&self) -> usize {
        self.globals.len() + self.people.len() + self.items.len()
    }

    /// Where the blocks of people begin.
    pub(crate) fn people_begin(&self) -> usize {
        self.globals.len()
    }

    /// Where the blocks of items begin.
    pub(crate) fn items_begin(&self) -> usize {
        self.globals.len() + self.people.len()
    }

    /// The group of people's naming of the decision, or of the reach.
    pub(crate) fn person_naming(&self, reach: bool) -> usize {
        let first = PersonEffect::Location as usize;
        if reach && self.at.location.is_some() { PersonEffect::Reach as usize } else { first }
    }

    /// The group of items' naming of the decision, or of the reach.
    pub(crate) fn item_naming(&self, reach: bool) -> usize {
        let first = ItemEffect::Location as usize;
        if reach && self.at.location.is_some() { ItemEffect::Reach as usize } else { first }
    }
}

impl Factor {
    pub(crate) fn stride(&self) -> usize {
        self.groups.len()
    }

    pub(crate) fn len(&self) -> usize {
        self.count * self.stride()
    }
}

#[derive(Default)]
struct Builder {
    globals: Vec<Global>,
}

impl Builder {
    fn push(&mut self, name: &str, prior: Prior) -> usize {
        self.globals.push(Global { name: name.to_owned(), prior });
        self.globals.len() - 1
    }

    fn normal(&mut self, name: &str, Normal { mean, sd }: Normal) -> usize {
        self.push(name, Prior::Normal { mean, sd })
    }

    fn log(&mut self, name: &str, prior: LogNormal) -> usize {
        self.push(name, Prior::Normal { mean: prior.median.ln(), sd: prior.sd_log })
    }

    fn groups(&mut self, scales: &[(&str, f64)]) -> Vec<Group> {
        let group = |(name, scale): &(&str, f64)| Group {
            psi: self.push(name, Prior::Deviation { scale: *scale }),
            scale: *scale,
        };
        scales.iter().map(group).collect()
    }

    fn naming(&mut self, letter: &str, with_delay: bool, priors: &Priors) -> NamingPlaces {
        NamingPlaces {
            level: self.normal(&format!("{letter}0"), priors.location),
            loss_batch: self.log(&format!("{letter}_m"), priors.location_loss_batch),
            loss_delay: with_delay.then(|| self.log(&format!("{letter}_d"), priors.location_loss_delay)),
        }
    }

    fn places(&mut self, table: &Table, priors: &Priors, form: Form) -> Places {
        let (span, with_delay) = (table.support.batch_span(), table.with_delay);
        let delay_span = table.support.delay_span(priors.tau_secs.median);
        // a is the level at one decision and no delay; f00 lies at the box's lowest corner.
        let [soonest, smallest] = [table.support.delay_secs[0], table.support.batch_size[0]];
        let to_corner = priors.slope_batch.median * smallest.ln()
            + priors.slope_delay.median * delay_scale(soonest, priors.tau_secs.median);
        let level = Normal { mean: priors.level.mean + to_corner, sd: priors.level.sd };
        let mut at = Places { level: self.normal("f00", level), ..Places::default() };
        match form {
            Form::Free => {
                let over = |prior: Normal, span: f64| Normal { mean: prior.mean * span, sd: prior.sd * span };
                at.batch = self.normal("rise_batch", over(priors.free_slope_batch, span));
                if with_delay {
                    at.delay = Some(self.normal("rise_delay", over(priors.free_slope_delay, delay_span)));
                    at.rest = Some(self.normal("rise_rest", priors.free_interaction));
                }
            }
            Form::Corner | Form::Additive => at.batch = self.log("slope_batch", priors.slope_batch),
        }
        if form == Form::Corner && with_delay {
            at.delay = Some(self.log("slope_delay", priors.slope_delay));
            // Additive log effects would make e^E the smaller rise, additive seconds less than that: half of it,
            // within a factor e either way.
            let smaller = (priors.slope_batch.median * span).min(priors.slope_delay.median * delay_span);
            let rest = LogNormal { median: 0.5 * smaller, sd_log: priors.corner_rest_sd_log };
            at.rest = Some(self.log("rise_rest", rest));
        }
        if form == Form::Additive && with_delay {
            at.delay = Some(self.log("resume_secs", priors.resume_secs));
        }
        at.log_tau = with_delay.then(|| self.log("tau_secs", priors.tau_secs));
        at.log_sigma = self.log("sigma", priors.sigma);
        at.time_error = self.normal("b_e", priors.time_error);
        at.practice_log = self.normal("b_t", priors.practice_log);
        at.practice_linear = self.normal("b_l", priors.practice_linear);
        at.position = self.normal("b_p", priors.position);
        at.sensitivity = self.normal("delta", priors.sensitivity);
        at.loss_batch = self.log("g_m", priors.loss_batch);
        at.loss_delay = with_delay.then(|| self.log("g_d", priors.loss_delay));
        at.criterion = self.normal("c0", priors.criterion);
        at.criterion_batch = self.normal("c_m", priors.criterion_batch);
        at.location = table.with_location.then(|| self.naming("l", with_delay, priors));
        at.reach = table.with_reach.then(|| self.naming("r", with_delay, priors));
        at.load = table
            .outstanding
            .map(|_| [self.normal("b_o", priors.load_time), self.normal("g_o", priors.load_sensitivity)]);
        for cue in table.cues.iter().skip(1) {
            let name = |letter: &str| format!("{letter}_{}", super::cue_name(*cue));
            let time = self.normal(&name("b_q"), priors.cue_time);
            at.cues.push([time, self.normal(&name("delta_q"), priors.cue_sensitivity)]);
        }
        at
    }
}
