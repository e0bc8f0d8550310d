//! The example that instructions' pictures are drawn on. It is no scenario: whoever knows it knows nothing of one.

use crate::protocol::page::Picture;
use crate::scenario::view::{
    Batch, Brief, Change, Clause, Command, DecisionView, DiffLine, FileDiff, LineKind,
};
use crate::session::screen::{Progress, Screen};
use std::sync::Arc;

/// What a picture shows.
pub(super) fn screen(picture: Picture) -> Screen {
    let progress = Progress { done: 0, of: 8, practice: false, outstanding: 0, agents: None };
    match picture {
        Picture::Brief => Screen::Brief { progress, brief: brief(), again: None },
        Picture::Question => Screen::Question {
            progress,
            text: "What is printed for an empty list?".into(),
            options: ["Nothing", "The number 0", "An error message"].map(str::to_owned).into(),
            number: 1,
            of: 2,
        },
        Picture::Arithmetic => {
            let progress = Progress { outstanding: 1, ..progress };
            Screen::Arithmetic { progress, left: 27, right: 45, claimed: 72, problem: 0 }
        }
        Picture::Review => review(progress, false),
        Picture::ReviewWithBrief => review(progress, true),
        Picture::Confidence => Screen::Confidence { progress, timed_out: false },
    }
}

fn review(progress: Progress, brief_open: bool) -> Screen {
    Screen::Review {
        progress,
        review: 0,
        batch: batch(),
        brief: brief(),
        brief_open,
        open: [false, true, false].into(),
        resumed: false,
        reading: Default::default(),
    }
}

fn brief() -> Arc<Brief> {
    let clause = |id: &str, text: &str| Clause { id: id.into(), text: text.into() };
    Arc::new(Brief {
        title: "Count the birds".into(),
        request: "Write a small program that reads a list of birds seen in the garden and prints how often each was seen.".into(),
        clauses: vec![
            clause("C1", "Names that differ only in capital letters are the same bird."),
            clause("C2", "Birds come in the order of their names."),
        ],
        accepted: vec!["Set up the folder with an example list".into()],
    })
}

fn batch() -> Arc<Batch> {
    let line = |kind, old, new, text: &str| DiffLine { kind, old, new, text: text.into() };
    let plain =
        |says: &str| DecisionView { amendment: None, says: says.into(), diffs: vec![], command: None };
    let shown = DecisionView {
        diffs: vec![FileDiff {
            path: "birds.py".into(),
            change: Change::Modified,
            lines: vec![
                line(LineKind::Context, Some(1), Some(1), "def count(names):"),
                line(LineKind::Removed, Some(2), None, "    return Counter(names)"),
                line(LineKind::Added, None, Some(2), "    return Counter(name.lower() for name in names)"),
            ],
        }],
        command: Some(Command {
            line: "python3 birds.py garden.txt".into(),
            output: "blackbird 3\nrobin 5\n".into(),
            status: 0,
        }),
        ..plain("Count names without regard to capital letters")
    };
    let decisions = vec![plain("Read the list, one bird a line"), shown, plain("Print the counts by name")];
    Arc::new(Batch { decisions: decisions.into_iter().map(Arc::new).collect(), cues: Vec::new() })
}
