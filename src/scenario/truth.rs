//! What is true of a batch. Goes into the plan and from there into the dataset; never onto a screen.

use super::spec::ErrorKind;
use serde::{Deserialize, Serialize};

/// The ground truth of one batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchTruth {
    /// The planted error, where the batch holds one.
    pub planted: Option<Planted>,
    /// How many of the batch's decisions are foils, 0 to 2.
    pub unfamiliar: u32,
    /// Whether an amendment arrives within the batch.
    pub amended: bool,
}

/// One planted error, as it stands in one batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planted {
    /// How it came about; none where the truth is soft and says nothing of it.
    pub error_kind: Option<ErrorKind>,
    /// The clause it breaks; none where the truth is soft.
    pub clause: Option<String>,
    /// Its place in the batch, 1..=m.
    pub error_index: u32,
    /// How many later decisions of the batch differ from the sound twin's; none where the truth is soft.
    pub dependents: Option<u32>,
    /// What it takes to mend it at the end of this batch; none where the truth is soft.
    pub reach: Option<Reach>,
}

/// What it takes to mend an error at the end of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// Mending that one decision is enough.
    Local,
    /// What was built on it must go too.
    Root,
}
