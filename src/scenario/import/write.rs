//! Writing a trace pack: the whole folder or nothing.

use super::Imported;
use crate::problem::{Outcome, Problem};
use crate::scenario::files::SCENARIO;
use crate::scenario::trace::STEPS;
use std::path::Path;

/// Writes a trace pack to a folder that is not there yet.
///
/// # Errors
/// Something is at `out` already; the folder above it is missing or cannot be written to.
pub fn write(imported: &Imported, out: &Path) -> Outcome<()> {
    if out.symlink_metadata().is_ok() {
        let problem = Problem::new("there is something here already").in_file(out);
        return Err(problem.todo("name a folder that is not there yet"));
    }
    let io = |error: std::io::Error| Problem::io(out, "write the trace", &error);
    let broken =
        |error: &dyn std::fmt::Display| Problem::new(format!("cannot write the trace: {error}")).in_file(out);
    let scenario = ron::ser::to_string_pretty(&imported.spec, ron::ser::PrettyConfig::default())
        .map_err(|error| broken(&error))?;
    let steps = serde_json::to_string_pretty(&imported.steps).map_err(|error| broken(&error))?;
    let parent = out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = crate::whole_file::builder(0o777).prefix(".tightloop-").tempdir_in(parent).map_err(io)?;
    for (name, text) in [(SCENARIO, scenario), (STEPS, steps)] {
        crate::whole_file::write(&folder.path().join(name), format!("{text}\n").as_bytes(), "the trace")?;
    }
    std::fs::rename(folder.path(), out).map_err(io)?;
    // What the guard would remove has moved.
    drop(folder.keep());
    Ok(())
}
