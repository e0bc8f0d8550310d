//! What can be counted on one decision without understanding it.

use super::tests_seen::{begins_test, tests_run};
use super::words::{code_words, hedges};
use crate::scenario::view::{DecisionView, LineKind};

/// What can be counted on one decision. Numbers, all of them, since classifiers read them.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Look {
    /// Letters that the agent says.
    pub letters: f64,
    /// Lines added.
    pub added: f64,
    /// Lines removed.
    pub removed: f64,
    /// Files touched.
    pub files: f64,
    /// 1 where something was edited.
    pub edit: f64,
    /// 1 where a command was run.
    pub command: f64,
    /// Lines that the command printed.
    pub output: f64,
    /// 1 where its exit status is not 0.
    pub failed: f64,
    /// Tests that the diff adds.
    pub tests_written: f64,
    /// Tests that the output says were run.
    pub tests_run: f64,
    /// Hedging words said.
    pub hedges: f64,
    /// Digits said.
    pub digits: f64,
    /// Words of code said.
    pub code_words: f64,
}

/// One number to compare decisions by.
#[derive(Debug, Clone, Copy)]
pub struct Measure {
    /// What it is, for tables.
    pub name: &'static str,
    /// The number.
    pub of: fn(&Look) -> f64,
    /// Whether it is held to limits in each pack.
    pub limited: Limited,
}

/// When a measure is held to limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limited {
    /// Never: it follows from others and is only shown.
    Never,
    /// In every pack.
    Always,
    /// Where what commands print is known.
    WhenProven,
}

/// Everything that decisions are compared by.
pub const MEASURES: [Measure; 15] = [
    Measure { name: "letters said", of: |look| look.letters, limited: Limited::Always },
    Measure { name: "changed lines", of: |look| look.added + look.removed, limited: Limited::Always },
    Measure { name: "lines added", of: |look| look.added, limited: Limited::Never },
    Measure { name: "lines removed", of: |look| look.removed, limited: Limited::Never },
    Measure { name: "files touched", of: |look| look.files, limited: Limited::Never },
    Measure { name: "share with an edit", of: |look| look.edit, limited: Limited::Always },
    Measure { name: "share with a command", of: |look| look.command, limited: Limited::Always },
    Measure { name: "share with both", of: |look| look.edit * look.command, limited: Limited::Never },
    Measure { name: "output lines", of: |look| look.output, limited: Limited::WhenProven },
    Measure { name: "exit status not 0", of: |look| look.failed, limited: Limited::WhenProven },
    Measure { name: "tests written", of: |look| look.tests_written, limited: Limited::Always },
    Measure { name: "tests run", of: |look| look.tests_run, limited: Limited::WhenProven },
    Measure { name: "hedging words", of: |look| look.hedges, limited: Limited::Always },
    Measure {
        name: "digits a letter",
        of: |look| look.digits / look.letters.max(1.0),
        limited: Limited::Always,
    },
    Measure {
        name: "code words a letter",
        of: |look| look.code_words / look.letters.max(1.0),
        limited: Limited::Always,
    },
];

impl Look {
    /// Counts.
    pub fn of(view: &DecisionView) -> Self {
        let lines = |kind: LineKind| {
            view.diffs.iter().flat_map(|diff| &diff.lines).filter(move |line| line.kind == kind)
        };
        let output = view.command.as_ref().map_or("", |command| &command.output);
        let yes = |is: bool| f64::from(u8::from(is));
        Self {
            letters: view.says.chars().count() as f64,
            added: lines(LineKind::Added).count() as f64,
            removed: lines(LineKind::Removed).count() as f64,
            files: view.diffs.len() as f64,
            edit: yes(!view.diffs.is_empty()),
            command: yes(view.command.is_some()),
            output: output.lines().count() as f64,
            failed: yes(view.command.as_ref().is_some_and(|command| command.status != 0)),
            tests_written: lines(LineKind::Added).filter(|line| begins_test(&line.text)).count() as f64,
            tests_run: tests_run(output) as f64,
            hedges: hedges(&view.says) as f64,
            digits: view.says.chars().filter(char::is_ascii_digit).count() as f64,
            code_words: code_words(&view.says) as f64,
        }
    }
}
