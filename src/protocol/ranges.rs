//! The values that a protocol's fields may have, each violation with the field's path and place.

use super::language::Language;
use super::load::Loaded;
use super::locate::locate;
use super::outstanding::MOST_OUTSTANDING;
use super::spec::{Exclusion, PROTOCOL_FORMAT};
use crate::problem::Problem;
use std::fmt::Display;

/// The longest delay and the longest review: a day, seconds.
pub const DAY_SECS: f64 = 86_400.0;
/// Conditions that one participant may meet: a square of 2n rows is still of use to a real study.
pub const MOST_CONDITIONS: usize = 64;
/// Reviews that one participant may be asked for.
pub const MOST_REVIEWS: usize = 500;

/// Every value that is out of its range, in the order of the fields.
pub fn out_of_range(loaded: &Loaded) -> Vec<Problem> {
    let mut check = Check { loaded, problems: Vec::new() };
    check.identity();
    check.opening();
    check.factors();
    check.trials();
    check.blocks();
    check.sittings();
    check.rest();
    check.practice_rounds();
    check.questionnaires();
    check.problems
}

/// A problem with the value of a field, pointing at it.
pub fn at_field(loaded: &Loaded, field: &str, what: impl Display) -> Problem {
    let problem = Problem::new(format!("{field}: {what}")).in_file(&loaded.path);
    match locate(&loaded.text, field) {
        Some((line, column)) => problem.at(line, column),
        None => problem,
    }
}

/// Whether a text is a code for a study or a person: letters, digits and hyphens, 1 to 32 of them.
pub fn is_code(text: &str) -> bool {
    (1..=32).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

pub(super) struct Check<'a> {
    pub(super) loaded: &'a Loaded,
    problems: Vec<Problem>,
}

impl Check<'_> {
    pub(super) fn need(&mut self, holds: bool, field: &str, expected: &str, found: impl Display) {
        if !holds {
            self.problems.push(at_field(self.loaded, field, format!("expected {expected}, found {found}")));
        }
    }

    pub(super) fn between(&mut self, field: &str, value: f64, low: f64, high: f64, unit: &str) {
        self.need((low..=high).contains(&value), field, &format!("{low} to {high}{unit}"), value);
    }

    pub(super) fn count(&mut self, field: &str, value: u32, low: u32, high: u32) {
        self.need((low..=high).contains(&value), field, &format!("{low} to {high}"), value);
    }

    pub(super) fn text(&mut self, field: &str, text: &str) {
        self.need(!text.trim().is_empty(), field, "a text", "none");
    }

    fn levels<T: PartialEq + Display>(&mut self, field: &str, levels: &[T]) {
        self.need(!levels.is_empty(), field, "at least one level", "none");
        for (index, level) in levels.iter().enumerate() {
            let distinct = !levels.iter().take(index).any(|other| other == level);
            self.need(distinct, &format!("{field}[{index}]"), "distinct levels", format!("{level} again"));
        }
    }

    fn identity(&mut self) {
        let protocol = &self.loaded.protocol;
        let format = protocol.format == PROTOCOL_FORMAT;
        self.need(format, "format", &quoted(PROTOCOL_FORMAT), quoted(&protocol.format));
        let id = quoted(&protocol.id);
        self.need(is_code(&protocol.id), "id", "1 to 32 letters, digits or hyphens", id);
        self.text("title", &protocol.title);
        let languages = Language::ALL.map(|language| quoted(language.code())).join(" or ");
        let known = Language::from_code(&protocol.language).is_some();
        self.need(known, "language", &languages, quoted(&protocol.language));
        self.count("participants", protocol.participants, 1, 10_000);
        self.text("consent", &protocol.consent);
        self.need(!protocol.instructions.is_empty(), "instructions", "at least one page", "none");
        for (index, page) in protocol.instructions.iter().enumerate() {
            self.text(&format!("instructions[{index}]"), &page.text);
        }
    }

    fn factors(&mut self) {
        let factors = &self.loaded.protocol.factors;
        self.levels("factors.delay_secs.levels", &factors.delay_secs.levels);
        for (index, delay) in factors.delay_secs.levels.iter().enumerate() {
            self.between(&format!("factors.delay_secs.levels[{index}]"), *delay, 0.0, DAY_SECS, " seconds");
        }
        self.levels("factors.batch_size.levels", &factors.batch_size.levels);
        for (index, size) in factors.batch_size.levels.iter().enumerate() {
            self.count(&format!("factors.batch_size.levels[{index}]"), *size, 1, 1_000);
        }
        let cues: Vec<String> =
            factors.cues.levels.iter().map(|cue| format!("{cue:?}").to_lowercase()).collect();
        self.levels("factors.cues.levels", &cues);
        self.outstanding();
        if let Some(packing) = self.loaded.protocol.packing {
            self.between("packing.confidence", packing.confidence, 0.5, 0.99, "");
            self.between("packing.late_share", packing.late_share, 0.0, 0.5, "");
            self.count("packing.reorder_places", packing.reorder_places, 0, MOST_REVIEWS as u32);
        }
    }

    /// A single number is one level, and stands where the levels would.
    fn outstanding(&mut self) {
        let factor = &self.loaded.protocol.factors.outstanding_max;
        let field = "factors.outstanding_max";
        if let [level] = factor.levels.as_slice() {
            return self.count(field, *level, 1, MOST_OUTSTANDING);
        }
        self.levels(&format!("{field}.levels"), &factor.levels);
        for (index, level) in factor.levels.iter().enumerate() {
            self.count(&format!("{field}.levels[{index}]"), *level, 1, MOST_OUTSTANDING);
        }
    }

    fn trials(&mut self) {
        let protocol = &self.loaded.protocol;
        let per_cell = protocol.trials_per_cell;
        self.need(per_cell >= 1, "trials_per_cell", "1 or more", per_cell);
        let conditions = super::design::conditions(protocol);
        self.need(
            conditions <= MOST_CONDITIONS,
            "factors",
            &format!("at most {MOST_CONDITIONS} conditions within a participant"),
            conditions,
        );
        let conditions = conditions.saturating_mul(super::design::periods(protocol));
        let reviews = conditions.saturating_mul(per_cell as usize);
        self.need(
            reviews <= MOST_REVIEWS,
            "trials_per_cell",
            &format!("at most {MOST_REVIEWS} reviews a participant"),
            format!("{per_cell} in each of {conditions} cells"),
        );
        for (field, share) in [
            ("planted_share", protocol.planted_share),
            ("unfamiliar_share", protocol.unfamiliar_share),
            ("amended_share", protocol.amended_share),
        ] {
            self.between(field, share, 0.0, 1.0, "");
        }
    }

    fn rest(&mut self) {
        let protocol = &self.loaded.protocol;
        self.levels("scenarios.pool", &protocol.scenarios.pool);
        self.count("comprehension.questions", protocol.comprehension.questions, 0, 20);
        self.count("comprehension.attempts", protocol.comprehension.attempts, 1, 20);
        self.count("practice.trials", protocol.practice.trials, 0, 100);
        self.between("practice.delay_secs", protocol.practice.delay_secs, 0.0, DAY_SECS, " seconds");
        self.count("practice.batch_size", protocol.practice.batch_size, 1, 1_000);
        let limit = protocol.time_limit_secs;
        self.between("time_limit_secs", limit, 5.0, DAY_SECS, " seconds");
        for (index, exclusion) in protocol.exclusions.iter().enumerate() {
            if let Exclusion::FasterThanSecs(secs) = exclusion {
                let sensible = secs.is_finite() && *secs > 0.0 && *secs < limit;
                let field = format!("exclusions[{index}]");
                self.need(sensible, &field, "more than 0 seconds and less than time_limit_secs", secs);
            }
        }
    }
}

pub(super) fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}
