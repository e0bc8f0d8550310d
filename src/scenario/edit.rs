//! Edit scripts: what a decision does to the repository.
//!
//! A rendered script is a list of directives, each starting at the first column and holding what follows it up to
//! the next line that starts with `=== `:
//!
//! | directive | what it does |
//! |---|---|
//! | `=== write PATH` | the file becomes what follows |
//! | `=== append PATH` | what follows is added to the file's end |
//! | `=== replace PATH` | blocks of `<<<<`, old lines, `====`, new lines, `>>>>`: the old lines must occur exactly once |
//! | `=== delete PATH` | the file goes |
//!
//! Whole lines are compared, so `total = 1` is not found within `subtotal = 1`. Blank lines at the end of what is
//! written or appended only part directives: they do not go into the file.

use crate::nearest::advice;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A parsed script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Script {
    directives: Vec<Directive>,
}

/// Why a script cannot be read or does not apply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct EditError {
    /// Line in the rendered script, from 1.
    pub(super) line: usize,
    /// What is wrong.
    pub(super) what: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Directive {
    line: usize,
    path: Arc<str>,
    action: Action,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Action {
    Write(String),
    Append(String),
    Replace(Vec<Swap>),
    Delete,
}

/// One block of a `replace`; both texts are whole lines, each with its end.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Swap {
    line: usize,
    old: String,
    new: String,
}

impl Script {
    /// Reads a rendered script.
    pub(super) fn parse(text: &str) -> Result<Self, EditError> {
        let lines: Vec<&str> = text.lines().collect();
        let mut directives = Vec::new();
        let mut at = 0;
        while let Some(line) = lines.get(at) {
            let number = at + 1;
            at += 1;
            let Some(head) = line.strip_prefix("=== ") else {
                if line.trim().is_empty() {
                    continue;
                }
                return fail(
                    number,
                    format!("'{line}' stands before the first directive, such as '=== write PATH'"),
                );
            };
            let length = lines[at..].iter().take_while(|line| !line.starts_with("=== ")).count();
            directives.push(directive(number, head, &lines[at..at + length])?);
            at += length;
        }
        if directives.is_empty() {
            return fail(1, "there is no directive, such as '=== write PATH'".to_owned());
        }
        Ok(Self { directives })
    }

    /// What the files become, from what they were: `None` is a file that is not there.
    pub(super) fn apply(
        &self,
        before: impl Fn(&str) -> Option<Arc<str>>,
    ) -> Result<BTreeMap<Arc<str>, Option<Arc<str>>>, EditError> {
        let mut after: BTreeMap<Arc<str>, Option<Arc<str>>> = BTreeMap::new();
        for Directive { line, path, action } in &self.directives {
            let now = after.get(path).cloned().unwrap_or_else(|| before(path));
            let missing = || fail(*line, format!("there is no file '{path}' at this point"));
            let next = match (action, now) {
                (Action::Write(text), _) => Some(text.as_str().into()),
                (Action::Append(text), Some(now)) => Some(format!("{now}{text}").into()),
                (Action::Replace(swaps), Some(now)) => Some(replaced(path, &now, swaps)?.into()),
                (Action::Delete, Some(_)) => None,
                (Action::Append(_) | Action::Replace(_) | Action::Delete, None) => return missing(),
            };
            after.insert(path.clone(), next);
        }
        Ok(after)
    }
}

fn fail<T>(line: usize, what: String) -> Result<T, EditError> {
    Err(EditError { line, what })
}

fn directive(line: usize, head: &str, body: &[&str]) -> Result<Directive, EditError> {
    let (verb, path) = head.split_once(' ').unwrap_or((head, ""));
    let path = path.trim();
    check_path(path).or_else(|what| fail(line, what))?;
    let action = match verb {
        "write" => Action::Write(block(body)),
        "append" => Action::Append(block(body)),
        "replace" => Action::Replace(swaps(line, body)?),
        "delete" => match body.iter().position(|line| !line.trim().is_empty()) {
            None => Action::Delete,
            Some(stray) => return fail(line + 1 + stray, "'delete' takes no lines".to_owned()),
        },
        other => {
            let verbs = ["write", "append", "replace", "delete"];
            return fail(line, format!("there is no directive '{other}'; {}", advice(other, verbs)));
        }
    };
    Ok(Directive { line, path: path.into(), action })
}

/// Paths stay within the repository.
pub(super) fn check_path(path: &str) -> Result<(), String> {
    let fits = !path.is_empty()
        && !path.contains(['\\', ':', '\0'])
        && path.split('/').all(|part| !matches!(part, "" | "." | ".."));
    if fits { Ok(()) } else { Err(format!("'{path}' is no path within the repository, such as 'src/a.py'")) }
}

/// Lines without the blank ones at their end.
fn block(body: &[&str]) -> String {
    let length = body.iter().rposition(|line| !line.trim().is_empty()).map_or(0, |last| last + 1);
    whole_lines(&body[..length])
}

fn whole_lines(lines: &[&str]) -> String {
    lines.iter().flat_map(|line| [line, "\n"]).collect()
}

fn swaps(line: usize, body: &[&str]) -> Result<Vec<Swap>, EditError> {
    let mut swaps = Vec::new();
    let mut at = 0;
    while let Some(text) = body.get(at) {
        let number = line + 1 + at;
        at += 1;
        if text.trim().is_empty() {
            continue;
        }
        if *text != "<<<<" {
            return fail(number, format!("'{text}' stands where '<<<<' was expected"));
        }
        let upto = |from: usize, mark: &str| {
            body[from..].iter().position(|line| *line == mark).map(|length| from + length)
        };
        let parts = upto(at, "====").and_then(|middle| Some((middle, upto(middle + 1, ">>>>")?)));
        let Some((middle, end)) = parts else {
            return fail(number, "this '<<<<' has no '====' and '>>>>' after it".to_owned());
        };
        let (old, new) = (whole_lines(&body[at..middle]), whole_lines(&body[middle + 1..end]));
        if old.trim().is_empty() {
            return fail(number, "there are no old lines between '<<<<' and '===='".to_owned());
        }
        swaps.push(Swap { line: number, old, new });
        at = end + 1;
    }
    if swaps.is_empty() {
        fail(line, "'replace' needs a block: <<<<, ====, >>>>".to_owned())
    } else {
        Ok(swaps)
    }
}

fn replaced(path: &str, text: &str, swaps: &[Swap]) -> Result<String, EditError> {
    let mut text = text.to_owned();
    for Swap { line, old, new } in swaps {
        let places: Vec<usize> =
            line_starts(&text).filter(|at| text[*at..].starts_with(old.as_str())).take(2).collect();
        match places.as_slice() {
            &[at] => text.replace_range(at..at + old.len(), new),
            [] => return fail(*line, format!("the old lines do not occur in '{path}'")),
            _ => {
                return fail(*line, format!("the old lines occur more than once in '{path}'"));
            }
        }
    }
    Ok(text)
}

fn line_starts(text: &str) -> impl Iterator<Item = usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(script: &str, files: &[(&str, &str)]) -> Result<Vec<(String, Option<String>)>, EditError> {
        let files: BTreeMap<&str, &str> = files.iter().copied().collect();
        let after = Script::parse(script)?.apply(|path| files.get(path).map(|text| Arc::from(*text)))?;
        Ok(after
            .into_iter()
            .map(|(path, text)| (path.to_string(), text.map(|text| text.to_string())))
            .collect())
    }

    fn one(path: &str, text: &str) -> Vec<(String, Option<String>)> {
        vec![(path.to_owned(), Some(text.to_owned()))]
    }

    #[test]
    fn writes_appends_replaces_deletes() {
        assert_eq!(run("=== write a\nx\n\ny\n\n", &[]), Ok(one("a", "x\n\ny\n")));
        assert_eq!(run("=== append a\n\ny\n", &[("a", "x\n")]), Ok(one("a", "x\n\ny\n")));
        let swap = "=== replace a\n<<<<\ny\n====\nY\nYY\n>>>>\n\n<<<<\nz\n====\n>>>>\n";
        assert_eq!(run(swap, &[("a", "x\ny\nz\n")]), Ok(one("a", "x\nY\nYY\n")));
        assert_eq!(run("=== delete a\n", &[("a", "x\n")]), Ok(vec![("a".to_owned(), None)]));
    }

    #[test]
    fn later_directives_see_earlier_ones() {
        let script = "=== write a\nx\n\n=== append a\ny\n=== replace a\n<<<<\nx\n====\nz\n>>>>\n";
        assert_eq!(run(script, &[]), Ok(one("a", "z\ny\n")));
    }

    #[test]
    fn compares_whole_lines_and_demands_exactly_one_place() {
        let script = "=== replace a\n<<<<\nb = 1\n====\nb = 2\n>>>>\n";
        assert_eq!(run(script, &[("a", "bb = 1\nb = 1\n")]), Ok(one("a", "bb = 1\nb = 2\n")));
        let failing = |text| run(script, &[("a", text)]).expect_err("does not apply").what;
        assert_eq!(failing("bb = 1\n"), "the old lines do not occur in 'a'");
        assert_eq!(failing("b = 1\nb = 1\n"), "the old lines occur more than once in 'a'");
        assert_eq!(run(script, &[]).expect_err("no file").what, "there is no file 'a' at this point");
    }

    #[test]
    fn names_what_cannot_be_read() {
        let wrong = |script: &str| run(script, &[("a", "x\n")]).map_err(|error| (error.line, error.what));
        assert_eq!(
            wrong("\n=== wirte a\n"),
            Err((2, "there is no directive 'wirte'; did you mean 'write'?".to_owned()))
        );
        assert_eq!(
            wrong("=== write ../a\n"),
            Err((1, "'../a' is no path within the repository, such as 'src/a.py'".to_owned()))
        );
        assert!(wrong("hello\n").is_err_and(|(line, _)| line == 1));
        assert!(wrong("=== replace a\n<<<<\nx\n").is_err_and(|(line, _)| line == 2));
        assert!(wrong("=== replace a\n\nx\n").is_err_and(|(line, _)| line == 3));
        assert!(wrong("").is_err());
    }
}
