//! Words around reading a batch: its keys, its diffs, the search.

use super::Words;
use crate::protocol::Language::{English, German};
use crate::scenario::view::{DiffLine, LineKind};
use egui::Key;

impl Words {
    /// All keys of a review, and what they do.
    pub fn review_keys(&self) -> [(&'static str, &'static str); 18] {
        match self.language {
            English => [
                ("↑ ↓, J K", "to the decision above or below"),
                ("Home, End", "to the first or last decision"),
                ("Space, Enter", "open or close a decision"),
                ("Page ↑ ↓", "scroll"),
                ("O", "show all of a long output, or fold it"),
                ("D", "diffs side by side, or in one column"),
                ("F, Shift F", "next or previous decision on the same file"),
                ("S", "mark a decision as suspect, or take it back"),
                ("M, Shift M", "next or previous marked decision"),
                ("/", "search in the decisions"),
                ("N, Shift N", "next or previous place found"),
                ("Esc", "close the search or the brief; one step back"),
                ("B", "show or hide the brief"),
                ("C", "show or hide the checks' output"),
                ("A", "accept all"),
                ("R", "reject, from the first marked decision"),
                ("Enter, 1 to 9", "choose in the verdict's steps, or change a step"),
                ("?, F1", "show or hide this page"),
            ],
            German => [
                ("↑ ↓, J K", "zur Entscheidung darüber oder darunter"),
                ("Pos1, Ende", "zur ersten oder letzten Entscheidung"),
                ("Leertaste, Enter", "eine Entscheidung auf- oder zuklappen"),
                ("Bild ↑ ↓", "blättern"),
                ("O", "lange Ausgabe ganz zeigen oder einklappen"),
                ("D", "Änderungen nebeneinander oder untereinander"),
                ("F, Umschalt F", "nächste oder vorige Entscheidung zur selben Datei"),
                ("S", "als verdächtig markieren oder Markierung lösen"),
                ("M, Umschalt M", "nächste oder vorige markierte Entscheidung"),
                ("/", "in den Entscheidungen suchen"),
                ("N, Umschalt N", "nächste oder vorige Fundstelle"),
                ("Esc", "Suche oder Auftrag schließen; ein Schritt zurück"),
                ("B", "Auftrag zeigen oder verbergen"),
                ("C", "Ausgabe der Kontrollen zeigen oder verbergen"),
                ("A", "alle annehmen"),
                ("R", "ablehnen, ab der ersten markierten Entscheidung"),
                ("Enter, 1 bis 9", "im Urteil wählen oder einen Schritt ändern"),
                ("?, F1", "diese Seite zeigen oder verbergen"),
            ],
        }
    }

    /// How many decisions hold what is searched.
    pub fn found(&self, hits: usize, of: usize) -> String {
        match (hits, self.language) {
            (0, _) => self.search_none.to_owned(),
            (_, English) => format!("In {hits} of {of} decisions"),
            (_, German) => format!("In {hits} von {of} Entscheidungen"),
        }
    }

    /// A key pressed together with Shift.
    pub fn with_shift(&self, key: Key) -> String {
        match self.language {
            English => format!("Shift {}", self.key(key)),
            German => format!("Umschalt {}", self.key(key)),
        }
    }

    /// A line of a diff, for screen readers.
    pub fn diff_line(&self, line: &DiffLine) -> String {
        match line.kind {
            LineKind::Added => format!("{}: {}", self.line_added, line.text),
            LineKind::Removed => format!("{}: {}", self.line_removed, line.text),
            LineKind::Context => line.text.clone(),
            LineKind::Gap => "…".to_owned(),
        }
    }

    /// A line before and the line beside it, for screen readers.
    pub fn diff_pair(&self, old: Option<&DiffLine>, new: Option<&DiffLine>) -> String {
        match (old, new) {
            (Some(old), Some(new)) if old.kind != new.kind => {
                format!("{}; {}", self.diff_line(old), self.diff_line(new))
            }
            (one, other) => other.or(one).map_or_else(String::new, |line| self.diff_line(line)),
        }
    }
}
