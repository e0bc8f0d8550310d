//! Reading a protocol: strict RON, then the range of every value.

use super::ranges::out_of_range;
use super::spec::Protocol;
use crate::nearest::advice;
use crate::problem::{Outcome, Problem};
use crate::ron_text;
use std::path::{Path, PathBuf};

/// A protocol as it was read, with what its provenance needs.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded {
    /// The design.
    pub protocol: Protocol,
    /// BLAKE3 of the text, hex.
    pub hash: String,
    /// The file's bytes.
    pub text: String,
    /// Where it was read from; named in problems.
    pub path: PathBuf,
}

/// The protocols that come with the program: name and text.
pub fn builtin() -> Vec<(&'static str, &'static str)> {
    vec![
        ("pilot", include_str!("../../protocols/pilot.ron")),
        ("lab", include_str!("../../protocols/lab.ron")),
        ("team", include_str!("../../protocols/team.ron")),
        ("pilot-de", include_str!("../../protocols/pilot-de.ron")),
        ("agents", include_str!("../../protocols/agents.ron")),
    ]
}

/// Reads a protocol file or, where there is no such file, a built-in protocol of that name: `lab`, `lab.ron` and
/// `protocols/lab.ron` all do.
///
/// # Errors
/// Where there is neither, where the file cannot be read, and as [`parse`].
pub fn load(path_or_builtin_name: &Path) -> Outcome<Loaded> {
    let loaded = read(path_or_builtin_name)?;
    first_out_of_range(loaded)
}

/// Reads a protocol's text; `path` is only named in problems.
///
/// # Errors
/// The first thing that is wrong with its form, a field's name or type, or a value's range: field, line, column,
/// what was expected.
pub fn parse(text: &str, path: &Path) -> Outcome<Loaded> {
    first_out_of_range(read_text(text, path)?)
}

/// As [`load`], but ranges are left to [`check`](super::check()), which names every violation.
pub(crate) fn read(path_or_builtin_name: &Path) -> Outcome<Loaded> {
    let path = path_or_builtin_name;
    if path.exists() {
        let text = std::fs::read_to_string(path).map_err(|error| Problem::io(path, "read it", &error))?;
        return read_text(&text, path);
    }
    let wanted = builtin_name(path);
    let all = builtin();
    match all.iter().find(|(name, _)| wanted == Some(*name)) {
        Some((name, text)) => read_text(text, Path::new(&format!("protocols/{name}.ron"))),
        None => {
            let names = all.iter().map(|(name, _)| *name);
            let said = path.to_string_lossy();
            let todo = format!("name a file, or a built-in protocol: {}", advice(&said, names));
            Err(Problem::new("there is no such protocol").in_file(path).todo(todo))
        }
    }
}

fn read_text(text: &str, path: &Path) -> Outcome<Loaded> {
    Ok(Loaded {
        protocol: ron_text::parse(text, path)?,
        hash: blake3::hash(text.as_bytes()).to_hex().to_string(),
        text: text.to_owned(),
        path: path.to_path_buf(),
    })
}

fn first_out_of_range(loaded: Loaded) -> Outcome<Loaded> {
    match out_of_range(&loaded).into_iter().next() {
        Some(problem) => Err(problem),
        None => Ok(loaded),
    }
}

/// The name that a path has if it can mean a built-in protocol: alone, or in the folder `protocols`.
fn builtin_name(path: &Path) -> Option<&str> {
    let path = path.strip_prefix(".").unwrap_or(path);
    let name = path.strip_prefix("protocols").unwrap_or(path).to_str()?;
    Some(name.strip_suffix(".ron").unwrap_or(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lab_with(from: &str, to: &str) -> String {
        let (_, text) = builtin()[1];
        assert!(text.contains(from), "the text to change is there: {from}");
        let changed = text.replacen(from, to, 1);
        parse(&changed, Path::new("mine.ron")).expect_err("a mistake").to_string()
    }

    #[test]
    fn built_in_protocols_are_right_and_go_by_several_names() {
        for (name, text) in builtin() {
            let parsed = parse(text, Path::new(name)).unwrap();
            assert_eq!(parsed.protocol.id, name);
            assert_eq!(parsed.hash.len(), 64);
            let spellings = [name.to_owned(), format!("{name}.ron"), format!("./protocols/{name}.ron")];
            for spelled in &spellings {
                assert_eq!(load(Path::new(spelled)).unwrap().hash, parsed.hash, "{spelled}");
            }
        }
    }

    #[test]
    fn a_name_that_is_near_is_suggested() {
        let said = load(Path::new("pilto")).expect_err("no such protocol").to_string();
        assert!(said.starts_with("pilto: there is no such protocol; "), "{said}");
        assert!(said.contains("did you mean 'pilot'?"), "{said}");
    }

    #[test]
    fn a_mistyped_field_is_named_with_its_place_and_the_nearest_name() {
        let said = lab_with("batch_size: (levels", "batch_sise: (levels");
        assert!(said.starts_with("mine.ron:"), "{said}");
        assert!(said.contains("there is no field 'batch_sise'; did you mean 'batch_size'?"), "{said}");
    }

    #[test]
    fn a_value_out_of_range_is_named_with_its_place_and_its_range() {
        let said = lab_with("planted_share: 0.5", "planted_share: 1.5");
        assert!(said.ends_with("planted_share: expected 0 to 1, found 1.5"), "{said}");
        let line = builtin()[1].1.lines().position(|line| line.contains("planted_share: 0.5")).unwrap() + 1;
        assert!(said.starts_with(&format!("mine.ron:{line}:20: ")), "{said}");
        let said = lab_with("id: \"lab\"", "id: \"my lab\"");
        assert!(said.contains("id: expected 1 to 32 letters, digits or hyphens, found \"my lab\""), "{said}");
        let said = lab_with("levels: [0, 20", "levels: [0, 0");
        assert!(
            said.contains("factors.delay_secs.levels[1]: expected distinct levels, found 0 again"),
            "{said}"
        );
        let said = lab_with("levels: [0, 20", "levels: [0, inf");
        assert!(said.contains("delay_secs.levels[1]: expected 0 to 86400 seconds, found inf"), "{said}");
    }

    #[test]
    fn every_value_out_of_range_is_found() {
        let text = builtin()[1].1.replace("planted_share: 0.5", "planted_share: -1");
        let text = text
            .replace("trials_per_cell: 1", "trials_per_cell: 0")
            .replace("language: \"en\"", "language: \"xx\"");
        let loaded = read_text(&text, Path::new("mine.ron")).unwrap();
        let fields: Vec<String> = out_of_range(&loaded)
            .iter()
            .map(|problem| problem.what.split(':').next().unwrap_or_default().to_owned())
            .collect();
        assert_eq!(fields, ["language", "trials_per_cell", "planted_share"]);
    }
}
