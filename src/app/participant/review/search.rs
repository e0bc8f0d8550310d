//! Searching in the batch: letters are compared without case, decisions are read a few at a time so that no frame
//! waits, and what was searched stays here: only its length and its hits are told.

use super::View;
use crate::app::participant::keys::Cause;
use crate::scenario::view::DecisionView;

/// Letters made ready or searched in one frame, about a fifth of a millisecond's worth.
const LETTERS_A_FRAME: usize = 200_000;

/// A search under way.
#[derive(Debug, Default)]
pub(super) struct Search {
    /// As it is typed.
    pub(super) typed: String,
    /// What `hits` is for.
    needle: String,
    /// Each decision's text without case, made when it is first searched.
    texts: Vec<Option<Box<str>>>,
    /// Decisions searched so far.
    read: usize,
    /// Those that hold the needle, from 0, in order.
    hits: Vec<usize>,
    /// What asked for the result, until it is there.
    pub(super) asked: Option<Cause>,
    /// Whether this needle's result has been told.
    told: bool,
    /// Where the search stands: a decision, and a piece of it where it is open.
    pub(super) at: Option<(usize, Option<usize>)>,
    /// Whether the field is to take the keyboard.
    pub(super) wants_keyboard: bool,
    /// Whether it is to leave it, so that keys are keys again.
    pub(super) leaves_keyboard: bool,
}

impl Search {
    /// Forgets what was searched; texts made ready stay.
    pub(super) fn clear(&mut self) {
        *self = Self { texts: std::mem::take(&mut self.texts), ..Self::default() };
    }

    /// The needle, where there is one.
    pub(super) fn needle(&self) -> Option<&str> {
        (!self.needle.is_empty()).then_some(self.needle.as_str())
    }

    /// Letters of the needle.
    pub(super) fn letters(&self) -> u32 {
        self.needle.chars().count() as u32
    }

    /// The decisions that hold it, as far as they were searched.
    pub(super) fn hits(&self) -> &[usize] {
        &self.hits
    }

    /// Whether all decisions were searched.
    pub(super) fn is_complete(&self, view: &View<'_>) -> bool {
        self.read >= view.batch.decisions.len()
    }

    /// True once for each needle.
    pub(super) fn tell(&mut self) -> bool {
        !std::mem::replace(&mut self.told, true)
    }

    /// Takes over what was typed and searches on; true where more is to do.
    pub(super) fn step(&mut self, view: &View<'_>) -> bool {
        let needle = fold(self.typed.trim());
        if needle != self.needle {
            self.needle = needle;
            self.hits.clear();
            (self.read, self.told, self.at) = (0, false, None);
        }
        let decisions = &view.batch.decisions;
        if self.needle.is_empty() {
            self.read = decisions.len();
            return false;
        }
        self.texts.resize_with(decisions.len(), || None);
        let mut letters = 0;
        while letters < LETTERS_A_FRAME {
            let Some(decision) = decisions.get(self.read) else { return false };
            let text = self.texts[self.read].get_or_insert_with(|| {
                let text = text(decision);
                // Making it ready costs several times what searching it does.
                letters += 4 * text.len();
                text
            });
            letters += text.len();
            if text.contains(&self.needle) {
                self.hits.push(self.read);
            }
            self.read += 1;
        }
        self.read < decisions.len()
    }

    /// The hit after (or before) decision `row`, round the end; `row` itself too where `inclusive`.
    pub(super) fn hit(&self, row: usize, forward: bool, inclusive: bool) -> Option<usize> {
        round(&self.hits, row, forward, inclusive)
    }
}

/// The entry of sorted `rows` after (or before) `row`, round the end; `row` itself too where `inclusive`.
pub(super) fn round(rows: &[usize], row: usize, forward: bool, inclusive: bool) -> Option<usize> {
    if forward {
        let next = rows.partition_point(|hit| if inclusive { *hit < row } else { *hit <= row });
        rows.get(next).or(rows.first()).copied()
    } else {
        let next = rows.partition_point(|hit| *hit < row);
        next.checked_sub(1).and_then(|place| rows.get(place)).or(rows.last()).copied()
    }
}

/// Text without case, one letter for one: places in it are places in the original.
pub(super) fn fold(text: &str) -> String {
    text.chars().map(fold_letter).collect()
}

fn fold_letter(letter: char) -> char {
    let mut lower = letter.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(one), None) => one,
        _ => letter,
    }
}

/// Where `needle` (without case) occurs in `text`: places of letters, from, to.
pub(super) fn places(text: &str, needle: &str) -> Vec<(usize, usize)> {
    let folded = fold(text);
    let length = needle.chars().count();
    let mut places = Vec::new();
    let (mut bytes, mut letters) = (0, 0);
    while let Some(found) = folded[bytes..].find(needle).filter(|_| length > 0) {
        letters += folded[bytes..bytes + found].chars().count();
        places.push((letters, letters + length));
        letters += length;
        bytes += found + needle.len();
    }
    places
}

/// All that a decision shows, without case.
fn text(decision: &DecisionView) -> Box<str> {
    let mut text = String::new();
    let mut add = |part: &str| {
        text.extend(part.chars().map(fold_letter));
        text.push('\n');
    };
    add(&decision.says);
    for file in &decision.diffs {
        add(&file.path);
        file.lines.iter().for_each(|line| add(&line.text));
    }
    if let Some(command) = &decision.command {
        add(&command.line);
        add(&command.output);
    }
    if let Some(note) = &decision.amendment {
        add(&note.message);
    }
    text.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_letters_and_case_does_not_matter() {
        assert_eq!(places("Größe, GRÖSSE, größe", &fold("GRÖ")), [(0, 3), (7, 10), (15, 18)]);
        assert_eq!(places("aaaa", "aa"), [(0, 2), (2, 4)]);
        assert_eq!(places("text", ""), []);
        // Some letters grow when they lose their case; these keep it.
        assert_eq!(fold("İx").chars().count(), 2);
    }

    #[test]
    fn hits_go_round_in_both_directions() {
        let rows = [2, 5, 9];
        let forward = [(0, Some(2)), (2, Some(5)), (9, Some(2))];
        for (row, expected) in forward {
            assert_eq!(round(&rows, row, true, false), expected);
        }
        let back = [(0, Some(9)), (5, Some(2)), (6, Some(5))];
        for (row, expected) in back {
            assert_eq!(round(&rows, row, false, false), expected);
        }
        assert_eq!(round(&rows, 5, true, true), Some(5));
        assert_eq!(round(&[], 5, true, true), None);
    }
}
