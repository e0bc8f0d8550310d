//! A new pack's skeleton: small, and proving as it stands.

use super::spec::Runtime;
use crate::problem::{Outcome, Problem};
use include_dir::{Dir, DirEntry, include_dir};
use std::path::{Path, PathBuf};

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/scenario/skeleton/files");

/// What differs between runtimes within `scenario.ron`.
struct Filling {
    folder: &'static str,
    test: &'static str,
    all_tests: &'static str,
    attempt: &'static str,
    order_sound: &'static str,
    order_wrong: &'static str,
}

fn filling(runtime: Runtime) -> Filling {
    match runtime {
        Runtime::Python3 => Filling {
            folder: "python3",
            test: "python3 -m unittest tests.test_list",
            all_tests: "python3 -m unittest",
            attempt: "python3 report.py data/list.csv",
            order_sound: "(-each[1], each[0])",
            order_wrong: "-each[1]",
        },
        Runtime::Node => Filling {
            folder: "node",
            test: "node tests/list.test.js",
            all_tests: "node tests/all.js",
            attempt: "node report.js data/list.csv",
            order_sound: "other.number - one.number || (one.name < other.name ? -1 : 1)",
            order_wrong: "other.number - one.number",
        },
        Runtime::Sqlite3 => Filling {
            folder: "sqlite3",
            test: "sqlite3 -bail :memory: < tests/list.sql",
            all_tests: "for each in tests/*.sql; do sqlite3 -bail :memory: < $each || exit 1; done",
            attempt: "(cat list.sql sample.sql count.sql order.sql report.sql; echo 'SELECT line FROM report;') | sqlite3 -bail :memory:",
            order_sound: "CAST(number AS INTEGER)",
            order_wrong: "number",
        },
        Runtime::Sh => Filling {
            folder: "sh",
            test: "sh tests/test-list.sh",
            all_tests: "sh tests/all.sh",
            attempt: "sh report.sh data/list.csv",
            order_sound: "-k2,2nr -k1,1",
            order_wrong: "-k2,2r -k1,1",
        },
    }
}

/// Lays a new pack out in the folder `packs`, whole or not at all; gives its place.
///
/// # Errors
/// The name is none for a pack; there is something of this name already; the folder cannot be written to.
pub fn lay_out(id: &str, runtime: Runtime, packs: &Path) -> Outcome<PathBuf> {
    let out = packs.join(id);
    let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    if !id.starts_with(|letter: char| letter.is_ascii_lowercase()) || !id.chars().all(plain) {
        let problem = Problem::new(format!("'{id}' is no name for a pack"));
        return Err(problem.todo("begin with a small letter, then small letters, digits and '-'"));
    }
    if out.symlink_metadata().is_ok() {
        let problem = Problem::new("there is something here already").in_file(&out);
        return Err(problem.todo("take another name"));
    }
    let io = |error: std::io::Error| Problem::io(&out, "lay the pack out", &error);
    let folder = crate::whole_file::builder(0o777).prefix(".tightloop-").tempdir_in(packs).map_err(io)?;
    let filling = filling(runtime);
    for part in ["common", filling.folder] {
        let Some(part) = FILES.get_dir(part) else { continue };
        for (path, text) in texts(part) {
            let to = folder.path().join(path.strip_prefix(part.path()).unwrap_or(path));
            let parent = to.parent().unwrap_or(folder.path());
            std::fs::create_dir_all(parent).map_err(io)?;
            std::fs::write(&to, filled(text, id, &filling)).map_err(io)?;
        }
    }
    std::fs::rename(folder.path(), &out).map_err(io)?;
    // What the guard would remove has moved.
    drop(folder.keep());
    Ok(out)
}

/// Every file of a folder, with its text.
fn texts<'a>(folder: &'a Dir<'a>) -> Vec<(&'a Path, &'a str)> {
    let each = |entry: &'a DirEntry<'a>| match entry {
        DirEntry::Dir(inner) => texts(inner),
        DirEntry::File(file) => vec![(file.path(), file.contents_utf8().unwrap_or_default())],
    };
    folder.entries().iter().flat_map(each).collect()
}

/// Writes the marks out. Texts of the skeleton have them in capitals and nothing else that reads so.
fn filled(text: &str, id: &str, filling: &Filling) -> String {
    let quoted = |text: &str| format!("\"{text}\"");
    text.replace("RUN_TEST", filling.test)
        .replace("RUN_ALL", filling.all_tests)
        .replace("RUN_TRY", filling.attempt)
        .replace("ORDER_SOUND", &quoted(filling.order_sound))
        .replace("ORDER_WRONG", &quoted(filling.order_wrong))
        .replace("RUNTIME", filling.folder)
        .replace("NAME", id)
}
