//! RON files whose mistakes are named by field path, line and column, what was expected, and the nearest valid name.

use crate::nearest::advice;
use crate::problem::{Outcome, Problem};
use ron::error::{Error, SpannedError};
use serde::de::DeserializeOwned;
use std::path::Path;

/// Reads a value from RON text; `path` is only named in the error, never opened.
///
/// # Errors
/// Where the text is no RON or does not have `T`'s shape: one [`Problem`] about the first such place.
pub fn parse<T: DeserializeOwned>(text: &str, path: &Path) -> Outcome<T> {
    let mut reader = match ron::Deserializer::from_str(text) {
        Ok(reader) => reader,
        Err(error) => return Err(problem(&error, "", path)),
    };
    match serde_path_to_error::deserialize(&mut reader) {
        Ok(value) => match reader.end() {
            Ok(()) => Ok(value),
            Err(error) => Err(problem(&reader.span_error(error), "", path)),
        },
        Err(error) => {
            let field = error.path().to_string();
            let mut error = reader.span_error(error.into_inner());
            if reader.remainder().trim().is_empty() && waits_for_more(&error.code) {
                error.code = Error::Eof;
            }
            Err(problem(&error, &field, path))
        }
    }
}

/// Reads a RON file.
///
/// # Errors
/// Where the file cannot be read, and as [`parse`].
pub fn load<T: DeserializeOwned>(path: &Path) -> Outcome<T> {
    let text = std::fs::read_to_string(path).map_err(|error| Problem::io(path, "read it", &error))?;
    parse(&text, path)
}

/// One line for one error: the field's path first, since a long file has many fields of one name.
fn problem(error: &SpannedError, field: &str, path: &Path) -> Problem {
    let (what, todo) = words(&error.code);
    let what = match field {
        "" | "." => what,
        field => format!("{field}: {what}"),
    };
    let place = match error.code {
        // The reader has read the whole value or name by then; the mistake stands where that began.
        Error::InvalidValueForType { .. }
        | Error::NoSuchEnumVariant { .. }
        | Error::NoSuchStructField { .. }
        | Error::DuplicateStructField { .. } => error.span.start,
        _ => error.span.end,
    };
    let problem = Problem::new(what).in_file(path).at(place.line, place.col);
    match todo {
        Some(todo) => problem.todo(todo),
        None => problem,
    }
}

/// Whether, at the end of the text, this error only says that the rest is missing.
fn waits_for_more(error: &Error) -> bool {
    matches!(
        error,
        Error::ExpectedNamedStructLike(_)
            | Error::ExpectedStructLike
            | Error::ExpectedStructLikeEnd
            | Error::ExpectedArray
            | Error::ExpectedArrayEnd
            | Error::ExpectedMap
            | Error::ExpectedMapEnd
            | Error::ExpectedComma
            | Error::ExpectedString
            | Error::ExpectedStringEnd
    )
}

/// What is wrong, and what to do where that can be known.
fn words(error: &Error) -> (String, Option<String>) {
    match error {
        Error::NoSuchStructField { expected, found, .. } => {
            (format!("there is no field '{found}'"), Some(advice(found, expected.iter().copied())))
        }
        Error::NoSuchEnumVariant { expected, found, .. } => {
            (format!("'{found}' is not a value of this field"), Some(advice(found, expected.iter().copied())))
        }
        Error::MissingStructField { field, .. } => {
            (format!("the field '{field}' is missing"), Some(format!("add '{field}: …'")))
        }
        Error::DuplicateStructField { field, .. } => {
            (format!("the field '{field}' is written twice"), Some("remove one of them".to_owned()))
        }
        Error::ExpectedOption => {
            ("expected Some(…) or None".to_owned(), Some("wrap the value: Some(…)".to_owned()))
        }
        Error::ExpectedComma => ("expected a comma or the closing bracket".to_owned(), None),
        Error::Eof => {
            ("the file ends too early".to_owned(), Some("close every bracket and quote".to_owned()))
        }
        other => (lower_first(&other.to_string()), None),
    }
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Design {
        blocks: Vec<Block>,
        name: Option<String>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Block {
        trials: u32,
        filler: Filler,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Filler {
        Arithmetic,
        Rest,
    }

    fn said(text: &str) -> String {
        parse::<Design>(text, Path::new("d.ron")).expect_err("a mistake").to_string()
    }

    #[test]
    fn reads_a_value() {
        let read: Design =
            parse("(blocks: [(trials: 3, filler: rest)], name: Some(\"a\"))", Path::new("d.ron")).unwrap();
        let blocks = vec![Block { trials: 3, filler: Filler::Rest }];
        assert_eq!(read, Design { blocks, name: Some("a".to_owned()) });
        assert!(parse::<Filler>("arithmetic", Path::new("d.ron")).is_ok());
    }

    #[test]
    fn names_path_place_and_expectation() {
        let text = "(\n    blocks: [\n        (trials: 1, filler: rest),\n        (trials: \"two\", filler: rest),\n    ],\n)";
        assert_eq!(said(text), "d.ron:4:18: blocks[1].trials: expected integer");
    }

    #[test]
    fn names_the_nearest_field_and_value() {
        assert_eq!(
            said("(\n  blocks: [(\n    trails: 3, filler: rest)],\n  name: None)"),
            "d.ron:3:5: blocks[0].trails: there is no field 'trails'; did you mean 'trials'?"
        );
        assert_eq!(
            said("(\n  blocks: [(trials: 3,\n    filler: Rest)],\n  name: None)"),
            "d.ron:3:13: blocks[0].filler: 'Rest' is not a value of this field; did you mean 'rest'?"
        );
    }

    #[test]
    fn names_what_is_missing_or_unfinished() {
        assert_eq!(
            said("(blocks: [\n  (trials: 3)], name: None)"),
            "d.ron:2:13: blocks[0]: the field 'filler' is missing; add 'filler: …'"
        );
        assert_eq!(
            said("(blocks: [], name: \"a\")"),
            "d.ron:1:20: name: expected Some(…) or None; wrap the value: Some(…)"
        );
        assert!(said("(blocks: [").contains("ends too early"), "{}", said("(blocks: ["));
        assert!(
            said("(blocks: [], name: None) x").starts_with("d.ron:1:26: "),
            "{}",
            said("(blocks: [], name: None) x")
        );
    }
}
