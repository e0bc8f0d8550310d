//! Screens made by hand, for tests and benches of the participant's side.

use std::sync::Arc;
use tightloop::scenario::view::{
    AmendmentNote, Batch, Brief, Change, Clause, Command, DecisionView, DiffLine, FileDiff, LineKind,
};
use tightloop::session::board::{Agent, Doing};
use tightloop::session::screen::{Progress, Reading, Screen};

/// In the middle of a session.
pub fn progress() -> Progress {
    Progress { done: 2, of: 12, practice: false, outstanding: 1, agents: None }
}

/// So many agents, the first of them in review.
#[allow(dead_code, reason = "not every test that uses these screens has a board")]
pub fn agents(count: usize) -> Arc<[Agent]> {
    let at = [
        Doing::Working,
        Doing::Working,
        Doing::Ready,
        Doing::Working,
        Doing::Ready,
        Doing::Free,
        Doing::Working,
    ];
    let titles = [
        "Invoices from the old shop",
        "Bookings",
        "Feature flags with percentages",
        "Tariff zones",
        "Reading list",
    ];
    let agent = |place: usize| {
        let doing = if place == 0 { Doing::Reviewed } else { at[place % at.len()] };
        let title = if doing == Doing::Free { "" } else { titles[place % titles.len()] };
        Agent { doing, title: title.into() }
    };
    (0..count).map(agent).collect()
}

/// A brief with three clauses.
pub fn brief() -> Arc<Brief> {
    let clause = |id: &str, text: &str| Clause { id: id.into(), text: text.into() };
    Arc::new(Brief {
        title: "Invoices from the old shop".into(),
        request: "Write a small program that reads the old shop's order file and prints one invoice line \
                  for each customer. The accounting office imports what it prints."
            .into(),
        clauses: vec![
            clause("C1", "Amounts are in cents and never rounded."),
            clause("C2", "Orders that were cancelled do not count."),
            clause("C3", "Customers come in the order of their numbers, the smallest first."),
        ],
        accepted: vec!["Set up the repository with an example file".into()],
    })
}

/// A decision that changes a file and runs a command with `output_lines` lines of output.
pub fn decision(number: usize, output_lines: usize) -> DecisionView {
    let line = |kind, old, new, text: &str| DiffLine { kind, old, new, text: text.into() };
    DecisionView {
        amendment: None,
        says: format!(
            "Read the order file, step {number}\nI keep the amounts as integers, so nothing is rounded on the way."
        ),
        diffs: vec![FileDiff {
            path: "orders/read.py".into(),
            change: Change::Modified,
            lines: vec![
                line(LineKind::Context, Some(11), Some(11), "def read(path):"),
                line(
                    LineKind::Removed,
                    Some(12),
                    None,
                    "    return [float(row[\"amount\"]) for row in rows(path)]",
                ),
                line(LineKind::Added, None, Some(12), "    # Amounts are cents."),
                line(
                    LineKind::Added,
                    None,
                    Some(13),
                    "    return [int(row[\"amount\"]) for row in rows(path)]",
                ),
                line(LineKind::Gap, None, None, ""),
                line(LineKind::Context, Some(40), Some(41), "if __name__ == \"__main__\":"),
            ],
        }],
        command: Some(Command {
            line: "python -m unittest -q".into(),
            output: (1..=output_lines).map(|n| format!("test number {n} ... ok\n")).collect(),
            status: 0,
        }),
    }
}

/// A batch of `count` decisions; the second one comes after a message from the requester.
pub fn batch(count: usize) -> Arc<Batch> {
    let decisions = (1..=count)
        .map(|number| {
            let mut decision = decision(number, if number == 3 { 55 } else { 4 });
            if number == 2 {
                let message = "One more thing: leave out orders below 100 cents as well.".to_owned();
                decision.amendment = Some(AmendmentNote { clause: "C2".into(), message });
            }
            Arc::new(decision)
        })
        .collect();
    Arc::new(Batch { decisions, cues: Vec::new() })
}

/// A review of `batch` with nothing open.
pub fn review(batch: &Arc<Batch>) -> Screen {
    let none: Arc<[bool]> = vec![false; batch.decisions.len()].into();
    Screen::Review {
        progress: progress(),
        review: 7,
        batch: batch.clone(),
        brief: brief(),
        brief_open: false,
        open: none.clone(),
        resumed: false,
        reading: Reading { suspect: none.clone(), unfolded: none, ..Reading::default() },
    }
}
