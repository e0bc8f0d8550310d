//! Words around numbers and names.

use super::Words;
use crate::protocol::Language::{English, German};
use crate::scenario::spec::CueKind;
use crate::scenario::truth::Reach;
use crate::scenario::view::{DiffLine, LineKind};
use crate::session::screen::Progress;
use egui::Key;

impl Words {
    /// The five points of the confidence scale, least first.
    pub fn confidence(&self) -> [&'static str; 5] {
        match self.language {
            English => ["Guessing", "Not very sure", "Fairly sure", "Very sure", "Certain"],
            German => ["Geraten", "Nicht sehr sicher", "Ziemlich sicher", "Sehr sicher", "Ganz sicher"],
        }
    }

    /// The keys that are shown below the list of decisions, and what they do.
    pub fn review_hints(&self) -> [(&'static str, &'static str); 4] {
        match self.language {
            English => [("↑ ↓", "move"), ("Space", "open or close"), ("S", "suspect"), ("/", "search")],
            German => [
                ("↑ ↓", "bewegen"),
                ("Leertaste", "auf- oder zuklappen"),
                ("S", "verdächtig"),
                ("/", "suchen"),
            ],
        }
    }

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
                ("Enter, 1 to 9", "choose in the verdict's steps"),
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
                ("Enter, 1 bis 9", "in den Schritten des Urteils wählen"),
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

    /// A key's name as it stands on buttons.
    pub fn key(&self, key: Key) -> &'static str {
        match (self.language, key) {
            (_, Key::Escape) => "Esc",
            (_, Key::ArrowUp) => "↑",
            (_, Key::ArrowDown) => "↓",
            (German, Key::Space) => "Leertaste",
            (_, other) => other.name(),
        }
    }

    /// Where in the session, over every page of a trial.
    pub fn progress(&self, progress: &Progress) -> String {
        let (review, of) = ((progress.done + 1).min(progress.of.max(1)), progress.of);
        let place = match self.language {
            _ if progress.practice => self.practice.to_owned(),
            English => format!("Review {review} of {of}"),
            German => format!("Prüfung {review} von {of}"),
        };
        match (progress.outstanding, self.language) {
            (0, _) => place,
            (1, English) => format!("{place}  ·  1 agent at work for you"),
            (n, English) => format!("{place}  ·  {n} agents at work for you"),
            (1, German) => format!("{place}  ·  1 Agent arbeitet für Sie"),
            (n, German) => format!("{place}  ·  {n} Agenten arbeiten für Sie"),
        }
    }

    /// A page's number.
    pub fn page_of(&self, page: u32, pages: u32) -> String {
        match self.language {
            English => format!("Page {page} of {pages}"),
            German => format!("Seite {page} von {pages}"),
        }
    }

    /// A question's number.
    pub fn question_of(&self, number: u32, of: u32) -> String {
        match self.language {
            English => format!("Question {number} of {of}"),
            German => format!("Frage {number} von {of}"),
        }
    }

    /// Over the list of decisions.
    pub fn decisions(&self, count: usize) -> String {
        match (count, self.language) {
            (1, English) => "The agent made 1 decision".to_owned(),
            (n, English) => format!("The agent made {n} decisions"),
            (1, German) => "Der Agent hat 1 Entscheidung getroffen".to_owned(),
            (n, German) => format!("Der Agent hat {n} Entscheidungen getroffen"),
        }
    }

    /// An automatic check, run on the work as it is after the last of these decisions.
    pub fn cue(&self, kind: CueKind) -> &'static str {
        match (kind, self.language) {
            (CueKind::Tests, English) => "The agent's own tests:",
            (CueKind::Tests, German) => "Die eigenen Tests des Agenten:",
            (CueKind::Linter, _) => "Linter:",
            (CueKind::Independent, English) => "An independent check of parts of the brief:",
            (CueKind::Independent, German) => "Eine unabhängige Kontrolle von Teilen des Auftrags:",
        }
    }

    /// What the reach of an error means.
    pub fn reach(&self, reach: Reach) -> &'static str {
        match reach {
            Reach::Local => self.reach_local,
            Reach::Root => self.reach_root,
        }
    }

    /// A step's answer in words.
    pub fn first_wrong(&self, index: u32) -> String {
        match self.language {
            English => format!("Decision {index} is the first wrong one"),
            German => format!("Entscheidung {index} ist die erste falsche"),
        }
    }

    /// Unfolds an output.
    pub fn more_lines(&self, hidden: usize) -> String {
        match (hidden, self.language) {
            (1, English) => "Show 1 more line".to_owned(),
            (n, English) => format!("Show {n} more lines"),
            (1, German) => "1 weitere Zeile zeigen".to_owned(),
            (n, German) => format!("{n} weitere Zeilen zeigen"),
        }
    }

    /// A command that failed says so, as a terminal would.
    pub fn exit_status(&self, status: i32) -> String {
        match self.language {
            English => format!("exit status {status}"),
            German => format!("Rückgabewert {status}"),
        }
    }

    /// A decision's name.
    pub fn decision(&self, number: usize) -> String {
        match self.language {
            English => format!("Decision {number}"),
            German => format!("Entscheidung {number}"),
        }
    }

    /// A decision's row, for screen readers.
    pub fn row_label(&self, number: usize, says: &str, suspect: bool) -> String {
        let decision = self.decision(number);
        if suspect { format!("{decision}, {}: {says}", self.suspect) } else { format!("{decision}: {says}") }
    }

    /// How many files a decision changed, and by how many lines; none where it changed none.
    pub fn files(&self, files: usize, added: usize, removed: usize) -> Option<String> {
        let files = match (files, self.language) {
            (0, _) => return None,
            (1, English) => "1 file".to_owned(),
            (n, English) => format!("{n} files"),
            (1, German) => "1 Datei".to_owned(),
            (n, German) => format!("{n} Dateien"),
        };
        Some(format!("{files}  +{added} −{removed}"))
    }
}
