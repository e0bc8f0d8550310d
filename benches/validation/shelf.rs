//! Data sets that are done, each on disk as soon as it is: a run that was killed goes on where it stopped.
//!
//! A file of JSON lines under `target/`: first the settings (design, plan, what is simulated), then one data set a line.
//! Other settings begin anew. What the code does is no part of them: after a change of the model, delete the file.

use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;
use tightloop::problem::{Outcome, Problem};

/// Finished data sets of one part.
pub(super) struct Shelf {
    what: &'static str,
    /// None where nothing is to be kept: a test run of one data set.
    file: Option<(PathBuf, File)>,
    done: BTreeMap<String, Value>,
}

impl Shelf {
    /// Opens what an earlier run of the same settings left.
    pub(super) fn open(what: &'static str, settings: &Value, keep: bool) -> Outcome<Self> {
        if !keep {
            return Ok(Self { what, file: None, done: BTreeMap::new() });
        }
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("validation");
        let path = folder.join(format!("{what}.jsonl"));
        std::fs::create_dir_all(&folder).map_err(|error| Problem::io(&folder, "make the folder", &error))?;
        let before = std::fs::read_to_string(&path).unwrap_or_default();
        let mut lines = before.split_inclusive('\n');
        let first = lines.next().and_then(|line| serde_json::from_str::<Value>(line).ok());
        let same = first.as_ref() == Some(settings);
        if first.is_some() && !same {
            eprintln!("{what}: begun anew, {} has other settings", path.display());
        }
        // A torn last line is made again.
        let whole = |line: &str| serde_json::from_str::<(String, Value)>(line.strip_suffix('\n')?).ok();
        let done: BTreeMap<String, Value> =
            if same { lines.filter_map(whole).collect() } else { BTreeMap::new() };
        let mut text = format!("{settings}\n");
        for (key, value) in &done {
            text.push_str(&format!("{}\n", json!([key, value])));
        }
        tightloop::whole_file::write(&path, text.as_bytes(), "the finished data sets")?;
        let file = OpenOptions::new().append(true).open(&path);
        let file = file.map_err(|error| Problem::io(&path, "open the finished data sets", &error))?;
        Ok(Self { what, file: Some((path, file)), done })
    }

    /// Makes those of `wanted` that are missing; all of them, in that order.
    pub(super) fn fill(
        &mut self,
        wanted: &[String],
        mut make: impl FnMut(usize) -> Outcome<Value>,
    ) -> Outcome<Vec<Value>> {
        let missing: Vec<usize> =
            (0..wanted.len()).filter(|i| !self.done.contains_key(&wanted[*i])).collect();
        if missing.len() < wanted.len() {
            eprintln!(
                "{}: {} of {} are there already",
                self.what,
                wanted.len() - missing.len(),
                wanted.len()
            );
        }
        let begun = Instant::now();
        for (made, index) in missing.iter().enumerate() {
            let value = make(*index)?;
            if let Some((path, file)) = &mut self.file {
                let line = format!("{}\n", json!([&wanted[*index], &value]));
                file.write_all(line.as_bytes())
                    .and_then(|()| file.sync_data())
                    .map_err(|error| Problem::io(path, "write a finished data set", &error))?;
            }
            self.done.insert(wanted[*index].clone(), value);
            let (made, secs) = (made + 1, begun.elapsed().as_secs_f64());
            if made.is_multiple_of(10) || made == missing.len() {
                let left = secs / made as f64 * (missing.len() - made) as f64;
                eprintln!("{}: {made} of {}, {secs:.0} s, {left:.0} s left", self.what, missing.len());
            }
        }
        Ok(wanted.iter().filter_map(|key| self.done.get(key).cloned()).collect())
    }
}
