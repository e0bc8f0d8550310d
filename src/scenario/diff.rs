//! Diffs between consecutive states of the repository: always computed, never written by hand.

use super::view::{Change, DiffLine, FileDiff, LineKind};
use similar::{ChangeTag, DiffOp, TextDiff};

/// Lines of context around a change.
const CONTEXT_LINES: usize = 3;

/// One file's change; none where nothing changed. `None` is a file that is not there.
pub(super) fn file_diff(path: &str, old: Option<&str>, new: Option<&str>) -> Option<FileDiff> {
    let change = match (old, new) {
        (None, None) => return None,
        (None, Some(_)) => Change::Added,
        (Some(_), None) => Change::Deleted,
        (Some(old), Some(new)) if old == new => return None,
        (Some(_), Some(_)) => Change::Modified,
    };
    let lines = match (old, new) {
        (None, Some(new)) => whole(new, LineKind::Added),
        (Some(old), None) => whole(old, LineKind::Removed),
        _ => diff_lines(old.unwrap_or(""), new.unwrap_or("")),
    };
    Some(FileDiff { path: path.to_owned(), change, lines })
}

/// All lines of a file that is new or gone.
fn whole(text: &str, kind: LineKind) -> Vec<DiffLine> {
    let numbered = |index: usize| u32::try_from(index + 1).ok();
    let line = |(index, text): (usize, &str)| DiffLine {
        kind,
        old: numbered(index).filter(|_| kind == LineKind::Removed),
        new: numbered(index).filter(|_| kind == LineKind::Added),
        text: text.to_owned(),
    };
    text.split_terminator('\n').enumerate().map(line).collect()
}

fn diff_lines(old: &str, new: &str) -> Vec<DiffLine> {
    let (old, new): (Vec<&str>, Vec<&str>) =
        (old.split_inclusive('\n').collect(), new.split_inclusive('\n').collect());
    // Most edits leave most of a file as it is: only what lies between the first and the last change is compared.
    let same = |(one, other): &(&&str, &&str)| one == other;
    let head = old.iter().zip(&new).take_while(same).count();
    let tail = old[head..].iter().rev().zip(new[head..].iter().rev()).take_while(same).count();
    let from = head.saturating_sub(CONTEXT_LINES);
    let kept = tail.saturating_sub(CONTEXT_LINES);
    let diff = TextDiff::configure().diff_slices(&old[from..old.len() - kept], &new[from..new.len() - kept]);
    let mut lines = Vec::new();
    for hunk in diff.grouped_ops(CONTEXT_LINES) {
        if !lines.is_empty() {
            lines.push(DiffLine { kind: LineKind::Gap, old: None, new: None, text: String::new() });
        }
        lines.extend(hunk.iter().flat_map(|op| op_lines(&diff, op, from)));
    }
    lines
}

/// One operation's lines; both texts begin `from` lines into their files.
fn op_lines<'a>(
    diff: &'a TextDiff<'_, '_, str>,
    op: &'a DiffOp,
    from: usize,
) -> impl Iterator<Item = DiffLine> + 'a {
    let number = move |index: Option<usize>| index.and_then(|index| u32::try_from(from + index + 1).ok());
    diff.iter_changes(op).map(move |change| DiffLine {
        kind: match change.tag() {
            ChangeTag::Equal => LineKind::Context,
            ChangeTag::Insert => LineKind::Added,
            ChangeTag::Delete => LineKind::Removed,
        },
        old: number(change.old_index()),
        new: number(change.new_index()),
        text: change.value().trim_end_matches('\n').to_owned(),
    })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What a reader of the diff would make of the old text; none where the file goes.
    pub(in crate::scenario) fn patched(old: &str, diff: &FileDiff) -> Option<String> {
        let old: Vec<&str> = old.lines().collect();
        let mut new: Vec<&str> = Vec::new();
        let mut at = 0;
        for line in &diff.lines {
            if let Some(number) = line.old {
                let index = number as usize - 1;
                new.extend(&old[at..index]);
                at = index + 1;
                assert_eq!(old[index], line.text, "the diff quotes the old text");
            }
            if let Some(number) = line.new {
                assert_eq!(number as usize, new.len() + 1, "the diff numbers the new lines");
                new.push(&line.text);
            }
        }
        new.extend(&old[at..]);
        (diff.change != Change::Deleted).then(|| new.iter().flat_map(|line| [line, "\n"]).collect())
    }

    fn text() -> impl Strategy<Value = String> {
        let line = prop_oneof![Just(""), Just("a"), Just("b"), Just("    return 1"), Just("}")];
        proptest::collection::vec(line, 0..40)
            .prop_map(|lines| lines.iter().flat_map(|line| [*line, "\n"]).collect())
    }

    proptest! {
        #[test]
        fn a_diff_applied_to_the_old_text_gives_the_new_one(old in text(), new in text()) {
            match file_diff("a.py", Some(&old), Some(&new)) {
                None => prop_assert_eq!(old, new),
                Some(diff) => prop_assert_eq!(patched(&old, &diff), Some(new)),
            }
        }

        #[test]
        fn a_new_file_is_all_added_and_a_gone_one_all_removed(text in text()) {
            let added = file_diff("a.py", None, Some(&text)).unwrap();
            prop_assert!(added.lines.iter().all(|line| line.kind == LineKind::Added));
            prop_assert_eq!(patched("", &added), Some(text.clone()));
            let gone = file_diff("a.py", Some(&text), None).unwrap();
            prop_assert!(gone.lines.iter().all(|line| line.kind == LineKind::Removed));
            prop_assert_eq!(gone.lines.len(), text.lines().count());
        }
    }

    #[test]
    fn hunks_have_three_lines_of_context_and_a_gap_between() {
        let old: String = (1..=20).map(|line| format!("{line}\n")).collect();
        let new = old.replace("\n5\n", "\nfive\n").replace("\n15\n", "\nfifteen\n");
        let diff = file_diff("a", Some(&old), Some(&new)).unwrap();
        let shown: Vec<String> = diff
            .lines
            .iter()
            .map(|line| match line.kind {
                LineKind::Context => format!(" {}", line.text),
                LineKind::Added => format!("+{}", line.text),
                LineKind::Removed => format!("-{}", line.text),
                LineKind::Gap => "…".to_owned(),
            })
            .collect();
        let hunk = |middle: [&str; 2], around: [&str; 6]| -> Vec<String> {
            let (before, after) = around.split_at(3);
            let context = |lines: &[&str]| lines.iter().map(|line| format!(" {line}")).collect::<Vec<_>>();
            [context(before), vec![format!("-{}", middle[0]), format!("+{}", middle[1])], context(after)]
                .concat()
        };
        let first = hunk(["5", "five"], ["2", "3", "4", "6", "7", "8"]);
        let second = hunk(["15", "fifteen"], ["12", "13", "14", "16", "17", "18"]);
        assert_eq!(shown, [first, vec!["…".to_owned()], second].concat());
    }
}
