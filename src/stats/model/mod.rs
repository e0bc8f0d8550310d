//! The joint model of time, verdict and naming, as one log density with its slopes.
//!
//! | says | file |
//! |---|---|
//! | which model: the form of the surface, the residual | [`kind`] |
//! | which values there are, where they stand, their priors | `layout`, `prior` |
//! | values on their own scales | `natural` |
//! | effects of people and items, centred as far as the data tell them | `effects` |
//! | one review, worked out once | `row` |
//! | the density of a time | `residual` |
//! | logarithms, added up | `tally` |
//! | everything together, with slopes | `density` |
//! | one person's effects, integrated out | `block_prior` |
//! | a place as a complete set of parameters | `unpack` |

pub mod kind;

mod block_prior;
mod density;
mod effects;
pub(crate) mod layout;
mod natural;
pub(crate) mod prior;
pub(crate) mod residual;
mod row;
mod tally;
mod unpack;

pub(crate) use density::Scratch;

use super::corner::Support;
use super::plan::Priors;
use super::table::Table;
use crate::protocol::spec::Cue;
use kind::{Form, ModelKind, Residual};
use layout::Layout;
use row::Row;
use std::ops::Range;

/// How far each kind of effect is centred: 1 wholly, 0 not at all.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Centring {
    pub(crate) people: Vec<f64>,
    pub(crate) items: Vec<f64>,
}

/// A model with its data.
#[derive(Debug, Clone)]
pub(crate) struct Model {
    pub(crate) kind: ModelKind,
    pub(crate) layout: Layout,
    pub(crate) centring: Centring,
    form: Form,
    residual: Residual,
    support: Support,
    rows: Vec<Row>,
    /// Rows by person.
    ranges: Vec<Range<usize>>,
    /// The delays that occur, seconds; rows name them by their place here.
    delays: Vec<f64>,
}

impl Model {
    /// All effects centred.
    pub(crate) fn new(table: &Table, priors: &Priors, kind: ModelKind) -> Self {
        let layout = Layout::new(table, priors, kind);
        let (rows, ranges, delays) = row::rows(table);
        let centring =
            Centring { people: vec![1.0; layout.people.stride()], items: vec![1.0; layout.items.stride()] };
        Self {
            kind,
            layout,
            centring,
            form: kind.form(),
            residual: kind.residual(),
            support: table.support,
            rows,
            ranges,
            delays,
        }
    }

    /// The same model of other reviews by the same people on the same items: a vector means the same in both.
    pub(crate) fn with_data(&self, table: &Table, priors: &Priors) -> Self {
        let Self { layout, centring, .. } = self.clone();
        Self { layout, centring, ..Self::new(table, priors, self.kind) }
    }

    /// `theta` of this model as `other`, which differs in centring alone, has it.
    pub(crate) fn moved_to(&self, other: &Self, theta: &[f64]) -> Vec<f64> {
        let mut moved = theta.to_vec();
        let (globals, blocks) = moved.split_at_mut(self.layout.people_begin());
        let (people, items) = blocks.split_at_mut(self.layout.people.len());
        let (from, to) = (&self.centring, &other.centring);
        effects::recentre(&self.layout.people, [&from.people, &to.people], globals, people);
        effects::recentre(&self.layout.items, [&from.items, &to.items], globals, items);
        moved
    }
}

/// A cue level's name, as datasets have it.
pub(crate) fn cue_name(cue: Cue) -> &'static str {
    match cue {
        Cue::None => "none",
        Cue::Tests => "tests",
        Cue::Lint => "lint",
        Cue::Independent => "independent",
    }
}

#[cfg(test)]
mod peer_tests;
#[cfg(test)]
mod tests;
