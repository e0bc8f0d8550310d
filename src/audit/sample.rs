//! Batches as plans draw them: the audit looks at what participants would see, by the very same rule.

use super::SEED;
use crate::problem::{Outcome, Problem};
use crate::protocol::spec::{Practice, Protocol, Scenarios};
use crate::protocol::{Loaded, builtin, design, draw, parse, stimuli};
use crate::scenario::tells::Look;
use crate::scenario::{Library, Pack};
use std::path::Path;

/// Batch sizes that are drawn, beside the whole trajectory.
const SIZES: [u32; 5] = [1, 2, 5, 10, 20];
/// The design whose shares of planted, unfamiliar and amended batches are taken.
const DESIGN: &str = "lab";

/// A pack's batches.
#[derive(Debug)]
pub(super) struct Sample {
    pub(super) pack: String,
    pub(super) batches: Vec<DrawnBatch>,
}

/// One batch.
#[derive(Debug)]
pub(super) struct DrawnBatch {
    /// Index into [`size_names`].
    pub(super) size: usize,
    /// Where the window lies among those of its size, 0 first to 1 last.
    pub(super) position: f64,
    /// Index of the planted decision, where there is one.
    pub(super) planted: Option<usize>,
    pub(super) looks: Vec<Look>,
}

/// The sizes as tables name them.
pub(super) fn size_names() -> Vec<String> {
    SIZES.iter().map(u32::to_string).chain(["whole".to_owned()]).collect()
}

impl Sample {
    /// At least `trials` batches of each size that the pack can show.
    pub(super) fn of(library: &Library, pack: &Pack, trials: u32) -> Outcome<Self> {
        let whole = pack.decision_count();
        let mut sizes: Vec<u32> = SIZES.into_iter().filter(|size| *size < whole).chain([whole]).collect();
        let mut loaded = design_of(pack)?;
        let mut refused = None;
        sizes.retain(|size| {
            set_sizes(&mut loaded.protocol, &[*size]);
            draw(&loaded, library, 0).map_err(|problem| refused = Some(problem)).is_ok()
        });
        if let (true, Some(problem)) = (sizes.is_empty(), refused) {
            let what = format!("the pack '{}' has nothing to audit: {}", pack.id(), problem.what);
            return Err(Problem { what, ..problem });
        }
        set_sizes(&mut loaded.protocol, &sizes);
        let rows = design::square_rows(&loaded.protocol).max(1);
        loaded.protocol.participants = rows;
        loaded.protocol.trials_per_cell = trials.div_ceil(rows).max(1);
        let mut batches = Vec::new();
        for row in 0..rows {
            let plan = draw(&loaded, library, row)?;
            for (trial, stimulus) in plan.trials.iter().zip(stimuli(&plan, library)?) {
                let error_index = trial.truth.planted.as_ref().map(|planted| planted.error_index);
                batches.push(DrawnBatch {
                    size: SIZES
                        .iter()
                        .position(|size| *size == trial.batch_size && *size != whole)
                        .unwrap_or(SIZES.len()),
                    position: position(trial.window_start, trial.batch_size, whole),
                    planted: error_index.map(|index| index as usize - 1),
                    looks: stimulus.batch.decisions.iter().map(|view| Look::of(view)).collect(),
                });
            }
        }
        Ok(Self { pack: pack.id().to_owned(), batches })
    }
}

fn position(start: u32, size: u32, whole: u32) -> f64 {
    if whole > size { f64::from(start - 1) / f64::from(whole - size) } else { 0.5 }
}

/// The design, with one pack, one delay and no practice: delays and packs have no bearing on what one batch shows.
fn design_of(pack: &Pack) -> Outcome<Loaded> {
    let texts = builtin();
    let found = texts.iter().find(|(name, _)| *name == DESIGN);
    let (name, text) =
        found.ok_or_else(|| Problem::new(format!("there is no built-in design '{DESIGN}'")))?;
    let mut loaded = parse(text, Path::new(name))?;
    let protocol = &mut loaded.protocol;
    protocol.seed = SEED;
    protocol.factors.delay_secs.levels.truncate(1);
    protocol.factors.cues.levels.truncate(1);
    protocol.scenarios = Scenarios { pool: vec![pack.id().to_owned()] };
    protocol.comprehension.questions = 0;
    Ok(loaded)
}

fn set_sizes(protocol: &mut Protocol, sizes: &[u32]) {
    protocol.factors.batch_size.levels = sizes.to_vec();
    let batch_size = sizes.first().copied().unwrap_or(1);
    protocol.practice = Practice { trials: 0, criterion_correct: 0, batch_size, ..protocol.practice.clone() };
    protocol.attention_checks = 0;
}
