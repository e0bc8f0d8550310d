//! Words around numbers and names.

use super::Words;
use crate::protocol::Language::{English, German};
use crate::protocol::tlx::TlxScale;
use crate::scenario::spec::CueKind;
use crate::scenario::truth::Reach;
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

    /// After a sitting: how many are to come, and after how long the next at the earliest.
    pub fn come_back(&self, left: u32, least_secs: u64) -> String {
        let (hours, minutes) = (least_secs.div_ceil(3_600), least_secs.div_ceil(60));
        let one = left == 1;
        match self.language {
            English => {
                let more = if one {
                    "There is one more sitting.".to_owned()
                } else {
                    format!("There are {left} more sittings.")
                };
                let gap = match (hours, minutes) {
                    (_, 0) => String::new(),
                    (_, 1) => " The next can begin in a minute at the earliest.".to_owned(),
                    (_, ..120) => format!(" The next can begin in {minutes} minutes at the earliest."),
                    _ => format!(" The next can begin in {hours} hours at the earliest."),
                };
                format!("Everything is saved. {more}{gap} You may leave now.")
            }
            German => {
                let more = if one {
                    "Es folgt noch eine Sitzung.".to_owned()
                } else {
                    format!("Es folgen noch {left} Sitzungen.")
                };
                let gap = match (hours, minutes) {
                    (_, 0) => String::new(),
                    (_, 1) => " Die nächste kann frühestens in einer Minute beginnen.".to_owned(),
                    (_, ..120) => format!(" Die nächste kann frühestens in {minutes} Minuten beginnen."),
                    _ => format!(" Die nächste kann frühestens in {hours} Stunden beginnen."),
                };
                format!("Alles ist gespeichert. {more}{gap} Sie können jetzt gehen.")
            }
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

    /// Keys that find a decision while the first wrong one is asked for.
    pub fn pick_hints(&self) -> [(&'static str, &'static str); 3] {
        match self.language {
            English => [("↑ ↓", "move"), ("M", "next marked one"), ("Space", "open or close")],
            German => [("↑ ↓", "bewegen"), ("M", "nächste markierte"), ("Leertaste", "auf- oder zuklappen")],
        }
    }

    /// Keys of NASA-TLX's ratings, and what they do.
    pub fn rating_hints(&self) -> [(&'static str, &'static str); 3] {
        match self.language {
            English => [("↑ ↓", "next line"), ("← →", "move the mark"), ("0–9", "set it")],
            German => [("↑ ↓", "nächste Linie"), ("← →", "Marke verschieben"), ("0–9", "setzen")],
        }
    }

    /// Keys of a scale.
    pub fn scale_hints(&self) -> [(&'static str, &'static str); 1] {
        match self.language {
            English => [("← →", "move")],
            German => [("← →", "bewegen")],
        }
    }

    /// Keys of a field for words.
    pub fn text_hints(&self) -> [(&'static str, &'static str); 1] {
        match self.language {
            English => [("Shift Enter", "new line")],
            German => [("Umschalt Enter", "neue Zeile")],
        }
    }

    /// A scale of NASA-TLX.
    pub fn tlx_name(&self, scale: TlxScale) -> &'static str {
        match (scale, self.language) {
            (TlxScale::MentalDemand, English) => "Mental demand",
            (TlxScale::MentalDemand, German) => "Geistige Anforderung",
            (TlxScale::PhysicalDemand, English) => "Physical demand",
            (TlxScale::PhysicalDemand, German) => "Körperliche Anforderung",
            (TlxScale::TemporalDemand, English) => "Temporal demand",
            (TlxScale::TemporalDemand, German) => "Zeitliche Anforderung",
            (TlxScale::Performance, English) => "Performance",
            (TlxScale::Performance, German) => "Leistung",
            (TlxScale::Effort, English) => "Effort",
            (TlxScale::Effort, German) => "Anstrengung",
            (TlxScale::Frustration, English) => "Frustration",
            (TlxScale::Frustration, German) => "Frustration",
        }
    }

    /// What it asks, as NASA's sheet does.
    pub fn tlx_question(&self, scale: TlxScale) -> &'static str {
        match (scale, self.language) {
            (TlxScale::MentalDemand, English) => "How mentally demanding was the task?",
            (TlxScale::MentalDemand, German) => "Wie hoch waren die geistigen Anforderungen der Aufgabe?",
            (TlxScale::PhysicalDemand, English) => "How physically demanding was the task?",
            (TlxScale::PhysicalDemand, German) => {
                "Wie hoch waren die körperlichen Anforderungen der Aufgabe?"
            }
            (TlxScale::TemporalDemand, English) => "How hurried or rushed was the pace of the task?",
            (TlxScale::TemporalDemand, German) => "Wie hoch war das Tempo, mit dem Sie arbeiten mussten?",
            (TlxScale::Performance, English) => {
                "How successful were you in accomplishing what you were asked to do?"
            }
            (TlxScale::Performance, German) => "Wie gut ist Ihnen gelungen, was Sie tun sollten?",
            (TlxScale::Effort, English) => {
                "How hard did you have to work to accomplish your level of performance?"
            }
            (TlxScale::Effort, German) => "Wie sehr mussten Sie sich anstrengen, um das zu erreichen?",
            (TlxScale::Frustration, English) => {
                "How insecure, discouraged, irritated, stressed, and annoyed were you?"
            }
            (TlxScale::Frustration, German) => {
                "Wie verunsichert, entmutigt, gereizt, gestresst und verärgert waren Sie?"
            }
        }
    }

    /// The names of its ends.
    pub fn tlx_ends(&self, scale: TlxScale) -> (&'static str, &'static str) {
        match (scale, self.language) {
            (TlxScale::Performance, English) => ("Good", "Poor"),
            (TlxScale::Performance, German) => ("Gut", "Schlecht"),
            (_, English) => ("Low", "High"),
            (_, German) => ("Gering", "Hoch"),
        }
    }

    /// A rating, for screen readers.
    pub fn tlx_rating(&self, scale: TlxScale, rating: Option<u8>) -> String {
        let name = self.tlx_name(scale);
        match (rating, self.language) {
            (Some(rating), English) => format!("{name}: {rating} of 100"),
            (Some(rating), German) => format!("{name}: {rating} von 100"),
            (None, English) => format!("{name}: no mark yet"),
            (None, German) => format!("{name}: noch keine Marke"),
        }
    }

    /// The three answers to whether one wants to stop.
    pub fn stop_answers(&self) -> [&'static str; 3] {
        [self.stop_no, self.stop_keep, self.stop_erase]
    }

    /// How a round of practice came out.
    pub fn practice_result(&self, correct: u32, of: u32, needed: u32) -> String {
        match self.language {
            English => format!("Right verdicts: {correct} of {of}. Needed to pass: {needed}."),
            German => format!("Richtige Urteile: {correct} von {of}. Nötig zum Bestehen: {needed}."),
        }
    }

    /// How long a break may be.
    pub fn break_limits(&self, min_secs: f64, max_secs: f64) -> String {
        let (least, most) = (self.duration(min_secs), self.duration(max_secs));
        match self.language {
            English => format!("The break takes at least {least} and ends by itself after {most}."),
            German => format!("Die Pause dauert mindestens {least} und endet von selbst nach {most}."),
        }
    }

    /// A participant's own results.
    pub fn results(&self, right: u32, reviews: u32, mean_review_secs: f64) -> String {
        let mean = self.duration(mean_review_secs);
        match self.language {
            English => {
                format!("{right} of your {reviews} verdicts were right. A review took you {mean} on average.")
            }
            German => format!(
                "{right} von Ihren {reviews} Urteilen waren richtig. Eine Prüfung dauerte bei Ihnen im Mittel {mean}."
            ),
        }
    }

    /// Whole seconds, or minutes from two on; in German as it stands after a preposition and alone.
    fn duration(&self, secs: f64) -> String {
        match (secs.round() as u64, self.language) {
            (1, English) => "1 second".to_owned(),
            (secs, English) if secs < 120 => format!("{secs} seconds"),
            (secs, English) => format!("{} minutes", (secs + 30) / 60),
            (1, German) => "1 Sekunde".to_owned(),
            (secs, German) if secs < 120 => format!("{secs} s"),
            (secs, German) => format!("{} min", (secs + 30) / 60),
        }
    }

    /// A key's name as it stands on buttons.
    pub fn key(&self, key: Key) -> &'static str {
        match (self.language, key) {
            (_, Key::Escape) => "Esc",
            (_, Key::ArrowUp) => "↑",
            (_, Key::ArrowDown) => "↓",
            (_, Key::ArrowLeft) => "←",
            (_, Key::ArrowRight) => "→",
            (German, Key::Space) => "Leertaste",
            (_, other) => other.name(),
        }
    }

    /// Too many PINs were wrong.
    pub fn pin_wait(&self, secs: u64) -> String {
        match self.language {
            English => format!("Too many tries were wrong. The next one is possible in {secs} s."),
            German => format!("Zu viele Versuche waren falsch. Der nächste ist in {secs} s möglich."),
        }
    }

    /// Where in the session, over every page of a trial.
    pub fn progress(&self, progress: &Progress) -> String {
        let (review, of) = ((progress.done + 1).min(progress.of.max(1)), progress.of);
        match self.language {
            _ if progress.practice => self.practice.to_owned(),
            English => format!("Review {review} of {of}"),
            German => format!("Prüfung {review} von {of}"),
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
