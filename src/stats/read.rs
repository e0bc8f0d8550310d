//! `trials.csv`, ours or any lab's: strict, every mistake with its file, line and column.

use super::trial::{Said, Trial};
use crate::nearest::advice;
use crate::problem::{Outcome, Problem};
use crate::protocol::spec::Cue;
use crate::scenario::truth::Reach;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// Columns that must be there.
const NEEDED: [&str; 9] = [
    "participant",
    "scenario",
    "trial",
    "delay_secs",
    "batch_size",
    "planted",
    "verdict",
    "review_secs",
    "timed_out",
];
/// Columns that are used where they are there.
const OPTIONAL: [&str; 9] = [
    "error_index",
    "said_index",
    "said_reach",
    "reach",
    "outstanding",
    "cues",
    "practice",
    "excluded",
    "simulated",
];

/// Reads a file of reviews. Practice and excluded rows are among them, marked.
///
/// # Errors
/// Where the file cannot be read or anything in it is not what its column asks for: the first such place.
pub fn read_csv(path: &Path) -> Outcome<Vec<Trial>> {
    let bytes = std::fs::read(path).map_err(|error| Problem::io(path, "read the trials", &error))?;
    parse_csv(&bytes, path)
}

/// Reads reviews from a CSV file's bytes; `path` is only named in errors.
///
/// # Errors
/// As [`read_csv`].
pub fn parse_csv(bytes: &[u8], path: &Path) -> Outcome<Vec<Trial>> {
    let text = decode(bytes).map_err(|problem| problem.in_file(path))?;
    let mut reader =
        csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| broken(&error, text, path))?.clone();
    let columns = columns(&header, path)?;
    let mut trials = Vec::new();
    // By participant and trial, the byte at which the row begins.
    let mut seen: HashMap<(String, u32), usize> = HashMap::new();
    for record in reader.records() {
        let record = record.map_err(|error| broken(&error, text, path))?;
        let row = Row { record: &record, columns: &columns, text, path };
        if record.len() != header.len() {
            let what = format!("expected {} fields as in the header, found {}", header.len(), record.len());
            return Err(row.problem_at(record.len().min(header.len()).saturating_sub(1), what));
        }
        let trial = row.trial()?;
        if !trial.practice
            && let Some(first) = seen.insert((trial.participant.clone(), trial.trial), row.start())
        {
            // Lines are counted here and not for every row: that is a way through the whole file.
            let (line, _) = place(text, first, 0);
            let what = format!(
                "participant {} has trial {} a second time; the first is in line {line}",
                trial.participant, trial.trial
            );
            return Err(row.problem("trial", what));
        }
        trials.push(trial);
    }
    if trials.is_empty() {
        return Err(Problem::new("there is a header, but not one review below it").in_file(path));
    }
    Ok(trials)
}

/// The text without its byte-order mark, or what is wrong with the bytes.
fn decode(bytes: &[u8]) -> Outcome<&str> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(Problem::new("this is UTF-16, and UTF-8 was expected").todo("save it as 'CSV UTF-8'"));
    }
    let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let good = &bytes[..error.valid_up_to()];
        let line = 1 + good.iter().filter(|byte| **byte == b'\n').count();
        let column = 1 + good.iter().rev().take_while(|byte| **byte != b'\n').count();
        Problem::new("this is not UTF-8").at(line, column).todo("save it as 'CSV UTF-8'")
    })?;
    if text.trim().is_empty() {
        return Err(Problem::new("the file is empty; expected a header and one row a review"));
    }
    Ok(text)
}

fn broken(error: &csv::Error, text: &str, path: &Path) -> Problem {
    let problem = Problem::new(format!("no readable CSV: {error}")).in_file(path);
    match error.position() {
        Some(position) => {
            let (line, column) = place(text, position.byte() as usize, 0);
            problem.at(line, column)
        }
        None => problem,
    }
}

/// Column name → index.
fn columns<'a>(header: &'a csv::StringRecord, path: &Path) -> Outcome<BTreeMap<&'a str, usize>> {
    let mut columns = BTreeMap::new();
    for (index, name) in header.iter().enumerate() {
        let known = NEEDED.contains(&name) || OPTIONAL.contains(&name);
        if columns.insert(name, index).is_some() && known {
            let what = format!("there are two columns '{name}'");
            return Err(Problem::new(what).in_file(path).at(1, 1));
        }
    }
    let missing: Vec<&str> = NEEDED.into_iter().filter(|name| !columns.contains_key(name)).collect();
    if missing.is_empty() {
        return Ok(columns);
    }
    let plural = if missing.len() == 1 { "column is" } else { "columns are" };
    let problem = Problem::new(format!("{} {plural} missing: {}", missing.len(), missing.join(", ")));
    let todo = match (header.len(), header.get(0)) {
        (1, Some(only)) if only.contains(';') || only.contains('\t') => {
            "separate the columns by commas: this file seems to use another sign".to_owned()
        }
        _ => match missing.as_slice() {
            [name] => advice(name, header.iter()),
            _ => "name the columns in the first line; others may be there too".to_owned(),
        },
    };
    Err(problem.in_file(path).at(1, 1).todo(todo))
}

/// Line and column, from 1, of field `field` of the record that begins at byte `start`.
fn place(text: &str, start: usize, field: usize) -> (usize, usize) {
    let mut fields_left = field;
    let mut quoted = false;
    let mut at = start;
    // The reader reports where it stood before a record, which may be the line ends before it.
    at += text.get(start..).map_or(0, |rest| rest.len() - rest.trim_start_matches(['\r', '\n']).len());
    for (offset, letter) in text.get(at..).unwrap_or_default().char_indices() {
        if fields_left == 0 {
            at += offset;
            break;
        }
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => fields_left -= 1,
            _ => {}
        }
    }
    let before = text.get(..at).unwrap_or(text);
    let line = 1 + before.matches('\n').count();
    let column = 1 + before.chars().rev().take_while(|letter| *letter != '\n').count();
    (line, column)
}

/// One record and where it stands.
struct Row<'a> {
    record: &'a csv::StringRecord,
    columns: &'a BTreeMap<&'a str, usize>,
    text: &'a str,
    path: &'a Path,
}

impl Row<'_> {
    fn trial(&self) -> Outcome<Trial> {
        let practice = self.flag("practice")?.unwrap_or(false);
        let timed_out = self.needed("timed_out", Self::flag)?;
        let verdict = match self.text_of("verdict") {
            "" => None,
            "accept" => Some(Said::Accept),
            "reject" => Some(Said::Reject),
            other => {
                let what = format!("expected 'accept', 'reject' or nothing (timed out), found '{other}'");
                return Err(self.problem("verdict", what));
            }
        };
        match (timed_out, verdict) {
            (true, Some(_)) => {
                return Err(
                    self.problem("verdict", "there is a verdict, but timed_out says that there is none")
                );
            }
            (false, None) => {
                return Err(self.problem("verdict", "there is no verdict, but timed_out is 0"));
            }
            _ => {}
        }
        let batch_size = self.whole("batch_size")?.ok_or_else(|| self.empty("batch_size"))?;
        Ok(Trial {
            participant: self.name("participant")?,
            scenario: self.name("scenario")?,
            trial: match self.whole("trial")? {
                Some(rank) => rank,
                None if practice => 0,
                None => return Err(self.empty("trial")),
            },
            delay_secs: self.secs("delay_secs", true)?,
            batch_size: f64::from(batch_size),
            planted: self.needed("planted", Self::flag)?,
            verdict,
            review_secs: self.secs("review_secs", false)?,
            timed_out,
            error_index: self.place_in_batch("error_index", batch_size)?,
            said_index: self.place_in_batch("said_index", batch_size)?,
            reach: self.reach("reach")?,
            said_reach: self.reach("said_reach")?,
            outstanding: self.count("outstanding")?,
            cues: self.cues()?,
            practice,
            excluded: self.flag("excluded")?.unwrap_or(false),
            simulated: self.flag("simulated")?.unwrap_or(false),
        })
    }

    fn text_of(&self, column: &str) -> &str {
        self.columns.get(column).and_then(|index| self.record.get(*index)).unwrap_or_default()
    }

    /// The byte at which it begins.
    fn start(&self) -> usize {
        self.record.position().map_or(0, |position| position.byte() as usize)
    }

    fn problem(&self, column: &str, what: impl std::fmt::Display) -> Problem {
        let index = self.columns.get(column).copied().unwrap_or_default();
        self.problem_at(index, format!("{column}: {what}"))
    }

    fn problem_at(&self, index: usize, what: String) -> Problem {
        let (line, at) = place(self.text, self.start(), index);
        Problem::new(what).in_file(self.path).at(line, at)
    }

    fn empty(&self, column: &str) -> Problem {
        self.problem(column, "expected a value, found nothing")
    }

    fn needed<T>(&self, column: &str, read: impl Fn(&Self, &str) -> Outcome<Option<T>>) -> Outcome<T> {
        read(self, column)?.ok_or_else(|| self.empty(column))
    }

    fn name(&self, column: &str) -> Outcome<String> {
        match self.text_of(column) {
            "" => Err(self.empty(column)),
            name => Ok(name.to_owned()),
        }
    }

    fn flag(&self, column: &str) -> Outcome<Option<bool>> {
        match self.text_of(column) {
            "" => Ok(None),
            "0" => Ok(Some(false)),
            "1" => Ok(Some(true)),
            other => Err(self.problem(column, format!("expected 0 or 1, found '{other}'"))),
        }
    }

    /// A whole number from 1 on; `8.0` is one too.
    fn whole(&self, column: &str) -> Outcome<Option<u32>> {
        let text = self.text_of(column);
        if text.is_empty() {
            return Ok(None);
        }
        match text.parse::<f64>() {
            Ok(number) if number >= 1.0 && number <= f64::from(u32::MAX) && number.fract() == 0.0 => {
                Ok(Some(number as u32))
            }
            _ => Err(self.problem(column, format!("expected a whole number, 1 or more, found '{text}'"))),
        }
    }

    /// A whole number from 0 on.
    fn count(&self, column: &str) -> Outcome<Option<u32>> {
        let text = self.text_of(column);
        if text.is_empty() {
            return Ok(None);
        }
        let count = text.parse().map(Some);
        count.map_err(|_| self.problem(column, format!("expected a whole number, 0 or more, found '{text}'")))
    }

    fn cues(&self) -> Outcome<Option<Cue>> {
        match self.text_of("cues") {
            "" => Ok(None),
            "none" => Ok(Some(Cue::None)),
            "tests" => Ok(Some(Cue::Tests)),
            "lint" => Ok(Some(Cue::Lint)),
            "independent" => Ok(Some(Cue::Independent)),
            other => {
                let expected = "expected 'none', 'tests', 'lint', 'independent' or nothing";
                Err(self.problem("cues", format!("{expected}, found '{other}'")))
            }
        }
    }

    fn secs(&self, column: &str, zero_is_good: bool) -> Outcome<f64> {
        let text = self.text_of(column);
        if text.is_empty() {
            return Err(self.empty(column));
        }
        match text.parse::<f64>() {
            Ok(secs) if secs.is_finite() && (secs > 0.0 || (zero_is_good && secs == 0.0)) => Ok(secs),
            _ => {
                let expected = if zero_is_good { "0 or more" } else { "above 0" };
                Err(self.problem(column, format!("expected seconds, {expected}, found '{text}'")))
            }
        }
    }

    fn place_in_batch(&self, column: &str, batch_size: u32) -> Outcome<Option<u32>> {
        match self.whole(column)? {
            Some(index) if index > batch_size => {
                Err(self.problem(column, format!("expected 1 to {batch_size} (batch_size), found {index}")))
            }
            index => Ok(index),
        }
    }

    fn reach(&self, column: &str) -> Outcome<Option<Reach>> {
        match self.text_of(column) {
            "" => Ok(None),
            "local" => Ok(Some(Reach::Local)),
            "root" => Ok(Some(Reach::Root)),
            other => {
                Err(self.problem(column, format!("expected 'local', 'root' or nothing, found '{other}'")))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str =
        "participant,scenario,trial,delay_secs,batch_size,planted,verdict,review_secs,timed_out,error_index";

    fn said(rows: &str) -> String {
        let text = format!("{HEADER}\n{rows}");
        match parse_csv(text.as_bytes(), Path::new("t.csv")) {
            Err(problem) => problem.to_string(),
            Ok(trials) => format!("{} rows", trials.len()),
        }
    }

    #[test]
    fn every_mistake_is_named_with_its_place() {
        let good = "p1,s1,1,0,4,1,reject,40.5,0,2";
        for (rows, expected) in [
            (good.to_owned(), "1 rows"),
            (
                "p1,s1,1,-3,4,1,reject,40.5,0,2".to_owned(),
                "t.csv:2:9: delay_secs: expected seconds, 0 or more, found '-3'",
            ),
            (
                "p1,s1,1,NaN,4,1,reject,40.5,0,2".to_owned(),
                "t.csv:2:9: delay_secs: expected seconds, 0 or more, found 'NaN'",
            ),
            (
                "p1,s1,1,0,4,1,reject,0,0,2".to_owned(),
                "t.csv:2:22: review_secs: expected seconds, above 0, found '0'",
            ),
            (
                "p1,s1,1,0,4,1,reject,\"40,5\",0,2".to_owned(),
                "t.csv:2:22: review_secs: expected seconds, above 0, found '40,5'",
            ),
            (
                "p1,s1,1,0,4,yes,reject,40.5,0,2".to_owned(),
                "t.csv:2:13: planted: expected 0 or 1, found 'yes'",
            ),
            (
                "p1,s1,1,0,4,1,maybe,40.5,0,2".to_owned(),
                "t.csv:2:15: verdict: expected 'accept', 'reject' or nothing (timed out), found 'maybe'",
            ),
            (
                "p1,s1,1,0,4,1,reject,900,1,2".to_owned(),
                "t.csv:2:15: verdict: there is a verdict, but timed_out says that there is none",
            ),
            (
                "p1,s1,1,0,4,1,,900,0,2".to_owned(),
                "t.csv:2:15: verdict: there is no verdict, but timed_out is 0",
            ),
            (
                "p1,s1,1,0,0,1,reject,40.5,0,2".to_owned(),
                "t.csv:2:11: batch_size: expected a whole number, 1 or more, found '0'",
            ),
            (
                "p1,s1,1.5,0,4,1,reject,40.5,0,2".to_owned(),
                "t.csv:2:7: trial: expected a whole number, 1 or more, found '1.5'",
            ),
            ("p1,s1,,0,4,1,reject,40.5,0,2".to_owned(), "t.csv:2:7: trial: expected a value, found nothing"),
            (
                ",s1,1,0,4,1,reject,40.5,0,2".to_owned(),
                "t.csv:2:1: participant: expected a value, found nothing",
            ),
            (
                "p1,s1,1,0,4,1,reject,40.5,0,5".to_owned(),
                "t.csv:2:29: error_index: expected 1 to 4 (batch_size), found 5",
            ),
            (
                "p1,s1,1,0,4,1,reject,40.5".to_owned(),
                "t.csv:2:22: expected 10 fields as in the header, found 8",
            ),
            (
                format!("{good}\np2,s1,1,0,4,1,reject,40.5,0,2\np1,s2,1,60,8,0,accept,30,0,"),
                "t.csv:4:7: trial: participant p1 has trial 1 a second time; the first is in line 2",
            ),
            (
                format!("\"p\n1\",s1,1,0,4,1,reject,40.5,0,2\n{}", good.replace("40.5", "x")),
                "t.csv:4:22: review_secs: expected seconds, above 0, found 'x'",
            ),
            (String::new(), "t.csv: there is a header, but not one review below it"),
        ] {
            assert_eq!(said(&rows), expected, "for {rows:?}");
        }
    }

    #[test]
    fn files_that_are_no_such_table_are_named() {
        let said = |bytes: &[u8]| parse_csv(bytes, Path::new("t.csv")).unwrap_err().to_string();
        assert_eq!(said(b""), "t.csv: the file is empty; expected a header and one row a review");
        assert_eq!(
            said(b"\xEF\xBB\xBF \n"),
            "t.csv: the file is empty; expected a header and one row a review"
        );
        assert_eq!(
            said(b"\xFF\xFEp\0"),
            "t.csv: this is UTF-16, and UTF-8 was expected; save it as 'CSV UTF-8'"
        );
        assert_eq!(said(b"participant\nJos\xE9\n"), "t.csv:2:4: this is not UTF-8; save it as 'CSV UTF-8'");
        assert_eq!(
            said(b"participant,scenario,trial,delay_secs,planted,verdict,timed_out\n"),
            "t.csv:1:1: 2 columns are missing: batch_size, review_secs; name the columns in the first line; others may be there too"
        );
        assert_eq!(
            said(HEADER.replace("verdict", "verdikt").as_bytes()),
            "t.csv:1:1: 1 column is missing: verdict; did you mean 'verdikt'?"
        );
        assert_eq!(
            said(HEADER.replace(',', ";").as_bytes()),
            "t.csv:1:1: 9 columns are missing: participant, scenario, trial, delay_secs, batch_size, planted, verdict, \
             review_secs, timed_out; separate the columns by commas: this file seems to use another sign"
        );
    }

    #[test]
    fn marks_byte_order_windows_line_ends_and_practice_are_understood() {
        let text = format!(
            "\u{FEFF}{HEADER},practice\r\np1,s1,,0,4,1,reject,40.5,0,2,1\r\np1,s1,1,0,4,0,,900,1,,0\r\n"
        );
        let trials = parse_csv(text.as_bytes(), Path::new("t.csv")).unwrap();
        assert!(trials[0].practice && trials[0].located().is_none());
        assert!(trials[1].timed_out && trials[1].verdict.is_none() && !trials[1].practice);
    }
}
