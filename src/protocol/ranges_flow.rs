//! Ranges of what stands around the trials: demographics, practice rounds, breaks, questionnaires, debriefing.

use super::draw::blocks;
use super::questionnaire::{Choice, DEMOGRAPHICS, Item, NASA_TLX, Questionnaire};
use super::ranges::{Check, MOST_REVIEWS, is_code, quoted};
use super::spec::Exclusion;

/// The longest break, seconds.
const HOUR_SECS: f64 = 3_600.0;
/// The longest least time between two sittings, seconds.
const MONTH_SECS: f64 = 30.0 * 86_400.0;

impl Check<'_> {
    pub(super) fn opening(&mut self) {
        let protocol = &self.loaded.protocol;
        let version = &protocol.consent_version;
        let short = !version.trim().is_empty() && version.chars().count() <= 32;
        self.need(short, "consent_version", "1 to 32 characters", quoted(version));
        for (index, one) in protocol.demographics.iter().enumerate() {
            let field = format!("demographics[{index}]");
            let before = protocol.demographics.iter().take(index).map(|other| other.id.as_str());
            self.name(&format!("{field}.id"), &one.id, before);
            self.text(&format!("{field}.text"), &one.text);
            self.options(&format!("{field}.options"), &one.options);
        }
    }

    pub(super) fn practice_rounds(&mut self) {
        let practice = &self.loaded.protocol.practice;
        self.count("practice.criterion_correct", practice.criterion_correct, 0, practice.trials);
        self.count("practice.rounds_max", practice.rounds_max, 1, 20);
        if practice.criterion_correct == 0 {
            let rounds = practice.rounds_max;
            self.need(rounds <= 1, "practice.rounds_max", "1 where criterion_correct is 0", rounds);
        }
    }

    pub(super) fn blocks(&mut self) {
        let protocol = &self.loaded.protocol;
        self.count("block_trials", protocol.block_trials, 0, MOST_REVIEWS as u32);
        self.count("attention_checks", protocol.attention_checks, 0, 20);
        let breaks = protocol.breaks;
        if !breaks.is_none() {
            self.count("breaks.after_blocks", breaks.after_blocks, 1, MOST_REVIEWS as u32);
            self.between("breaks.min_secs", breaks.min_secs, 0.0, HOUR_SECS, " seconds");
            self.between("breaks.max_secs", breaks.max_secs, breaks.min_secs, HOUR_SECS, " seconds");
            let blocks = blocks(protocol);
            self.need(
                breaks.after_blocks < blocks || blocks == 0,
                "breaks.after_blocks",
                &format!("less than the {blocks} blocks that there are (see block_trials)"),
                breaks.after_blocks,
            );
        }
    }

    pub(super) fn sittings(&mut self) {
        let protocol = &self.loaded.protocol;
        let sittings = &protocol.sittings;
        self.count("sittings.count", sittings.count, 1, 20);
        self.between("sittings.min_gap_secs", sittings.min_gap_secs, 0.0, MONTH_SECS, " seconds");
        let levels = &protocol.factors.delay_secs.levels;
        for (index, secs) in sittings.later_secs.iter().enumerate() {
            let field = format!("sittings.later_secs[{index}]");
            let first = !sittings.later_secs.iter().take(index).any(|other| other == secs);
            let known = first && levels.contains(secs);
            self.need(known, &field, "levels of factors.delay_secs, each once", secs);
            let expected = format!("at least min_gap_secs, which is {}", sittings.min_gap_secs);
            self.need(!known || *secs >= sittings.min_gap_secs, &field, &expected, secs);
        }
        let open = !sittings.later_secs.is_empty();
        self.need(
            !open || sittings.count > 1,
            "sittings.count",
            "2 or more, for delays to end in",
            sittings.count,
        );
        let (briefs, blocks) = (sittings.with_briefs(), blocks(protocol));
        let expected = format!("at most {} for {blocks} blocks (see block_trials)", blocks + u32::from(open));
        self.need(briefs <= blocks.max(1), "sittings.count", &expected, sittings.count);
        // Each sitting knows of its own verdicts only.
        let whole = sittings.is_one() || !protocol.debrief.own_results;
        self.need(whole, "debrief.own_results", "false where there are several sittings", "true");
    }

    pub(super) fn questionnaires(&mut self) {
        let all = &self.loaded.protocol.questionnaires;
        for (index, one) in all.iter().enumerate() {
            let field = format!("questionnaires[{index}]");
            let again = |other: &Questionnaire| other.id() == one.id() && other.when() == one.when();
            match one {
                Questionnaire::NasaTlx { .. } => {
                    let first = !all.iter().take(index).any(again);
                    self.need(first, &field, "NASA-TLX once at a time", "it again");
                }
                Questionnaire::Free { id, title, items, .. } => {
                    let others = all.iter().take(index).map(Questionnaire::id);
                    self.name(&format!("{field}.id"), id, others.chain([DEMOGRAPHICS, NASA_TLX]));
                    self.text(&format!("{field}.title"), title);
                    self.need(!items.is_empty(), &format!("{field}.items"), "at least one item", "none");
                    for (place, item) in items.iter().enumerate() {
                        let before = items.iter().take(place).map(Item::id);
                        self.item(&format!("{field}.items[{place}]"), item, before);
                    }
                }
            }
        }
        let protocol = &self.loaded.protocol;
        if protocol.debrief.own_results {
            self.text("debrief.text", &protocol.debrief.text);
        }
        for (index, rule) in protocol.exclusions.iter().enumerate() {
            if let Exclusion::AttentionFailuresOver(most) = rule {
                let field = format!("exclusions[{index}]");
                let checks = protocol.attention_checks;
                let expected = format!("fewer than the {checks} attention_checks");
                self.need(*most < checks, &field, &expected, most);
            }
        }
    }

    fn item<'a>(&mut self, field: &str, item: &Item, before: impl Iterator<Item = &'a str>) {
        self.name(&format!("{field}.id"), item.id(), before);
        self.text(&format!("{field}.text"), item.text());
        match item {
            Item::Scale { low, high, points, .. } => {
                self.text(&format!("{field}.low"), low);
                self.text(&format!("{field}.high"), high);
                self.count(&format!("{field}.points"), *points, 2, 9);
            }
            Item::Choice { options, .. } => self.options(&format!("{field}.options"), options),
            Item::Text { .. } => {}
        }
    }

    /// Answers to choose from: as many as there are number keys, each code once.
    fn options(&mut self, field: &str, options: &[Choice]) {
        self.need((2..=9).contains(&options.len()), field, "2 to 9 options", options.len());
        for (index, option) in options.iter().enumerate() {
            let before = options.iter().take(index).map(|other| other.code.as_str());
            self.name(&format!("{field}[{index}].code"), &option.code, before);
            self.text(&format!("{field}[{index}].label"), &option.label);
        }
    }

    /// A code that is none of those before it. Underscores may stand in it: it is a word in a table.
    fn name<'a>(&mut self, field: &str, name: &str, mut before: impl Iterator<Item = &'a str>) {
        let code = is_code(&name.replace('_', "-"));
        let expected = "1 to 32 letters, digits, hyphens or underscores";
        self.need(code, field, expected, quoted(name));
        self.need(!before.any(|other| other == name), field, "a name of its own", format!("{name} again"));
    }
}

#[cfg(test)]
mod tests {
    use crate::protocol::{builtin, parse};
    use std::path::Path;

    /// What is said of the lab's protocol with one text changed, and the line on which that text's `here` stands.
    fn said(from: &str, to: &str, here: &str) -> (String, usize) {
        let (_, text) = builtin().into_iter().find(|(name, _)| *name == "lab").unwrap();
        assert_eq!(text.matches(from).count(), 1, "the text to change is there once: {from}");
        let changed = text.replacen(from, to, 1);
        let line = changed.lines().position(|line| line.contains(here)).unwrap() + 1;
        (parse(&changed, Path::new("mine.ron")).expect_err("a mistake").to_string(), line)
    }

    #[test]
    fn every_mistake_is_named_with_its_field_and_its_place() {
        for (from, to, here, expected) in [
            (
                "criterion_correct: 2",
                "criterion_correct: 3",
                "criterion_correct: 3",
                "practice.criterion_correct: expected 0 to 2, found 3",
            ),
            (
                "criterion_correct: 2, ",
                "",
                "rounds_max: 3,",
                "practice.rounds_max: expected 1 where criterion_correct is 0, found 3",
            ),
            (
                "min_secs: 20, max_secs: 120",
                "min_secs: 20, max_secs: 10",
                "max_secs: 10",
                "breaks.max_secs: expected 20 to 3600 seconds, found 10",
            ),
            (
                "block_trials: 6",
                "block_trials: 0",
                "after_blocks: 1,",
                "breaks.after_blocks: expected less than the 1 blocks that there are (see block_trials), found 1",
            ),
            (
                "points: 7",
                "points: 10",
                "points: 10",
                "questionnaires[1].items[0].points: expected 2 to 9, found 10",
            ),
            (
                "text(id: \"strategy\"",
                "text(id: \"trust\"",
                "text(id: \"trust\"",
                "questionnaires[1].items[1].id: expected a name of its own, found trust again",
            ),
            (
                "code: \"25-34\"",
                "code: \"25 to 34\"",
                "25 to 34\", label",
                "demographics[0].options[1].code: expected 1 to 32 letters, digits, hyphens or underscores, found \"25 to 34\"",
            ),
            (
                "attention_checks: 3,",
                "attention_checks: 21,",
                "attention_checks: 21",
                "attention_checks: expected 0 to 20, found 21",
            ),
            (
                "    attention_checks: 3,",
                "    attention_checks: 3, sittings: (count: 2, min_gap_secs: 60, later_secs: [361]),",
                "361",
                "sittings.later_secs[0]: expected levels of factors.delay_secs, each once, found 361",
            ),
            (
                "    attention_checks: 3,",
                "    attention_checks: 3, sittings: (count: 2, min_gap_secs: 400, later_secs: [360]),",
                "later_secs: [360]",
                "sittings.later_secs[0]: expected at least min_gap_secs, which is 400, found 360",
            ),
            (
                "    attention_checks: 3,",
                "    attention_checks: 3, sittings: (count: 1, min_gap_secs: 60, later_secs: [360]),",
                "count: 1",
                "sittings.count: expected 2 or more, for delays to end in, found 1",
            ),
            (
                "    attention_checks: 3,",
                "    attention_checks: 3, sittings: (count: 4, min_gap_secs: 60, later_secs: [360]),",
                "count: 4",
                "sittings.count: expected at most 3 for 2 blocks (see block_trials), found 4",
            ),
            (
                "    attention_checks: 3,",
                "    attention_checks: 3, sittings: (count: 2, min_gap_secs: 60),",
                "own_results: true",
                "debrief.own_results: expected false where there are several sittings, found true",
            ),
            (
                "consent_version: \"2\"",
                "consent_version: \"\"",
                "consent_version: \"\"",
                "consent_version: expected 1 to 32 characters, found \"\"",
            ),
            (
                "clock_jumped,\n        focus",
                "attention_failures_over(3),\n        focus",
                "attention_failures_over(3)",
                "exclusions[3]: expected fewer than the 3 attention_checks, found 3",
            ),
            (
                "on_fail: go_on),",
                "on_fail: goon),",
                "on_fail: goon",
                "practice.on_fail: 'goon' is not a value of this field; did you mean 'go_on'?",
            ),
            (
                "when: after_block, weighted",
                "wen: after_block, weighted",
                "wen: after_block",
                "there is no field 'wen'; did you mean 'when'?",
            ),
        ] {
            let (said, line) = said(from, to, here);
            assert!(said.starts_with(&format!("mine.ron:{line}:")), "{said} is not on line {line}");
            assert!(said.ends_with(expected), "{said}\nis not\n{expected}");
        }
    }
}
