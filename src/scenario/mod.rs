//! Scenario packs: synthetic work with a ground truth that was proven.
//!
//! A pack is a small real repository that grows decision by decision ([`spec`]). Rendering gives what a person
//! sees ([`view`]) and, apart from it, what is true ([`truth`]); [`prove`] shows by running it that it is true.

pub(crate) mod attention;
mod check;
mod choose;
mod cues;
mod diff;
mod edit;
mod explain;
mod files;
mod forms;
pub mod import;
pub mod lengths;
mod library;
pub mod lint;
mod list;
mod memo;
mod pack;
pub mod prove;
pub mod proven;
mod render;
pub mod skeleton;
pub mod spec;
pub mod tells;
mod template;
mod text;
pub mod trace;
pub mod truth;
pub mod view;
mod window;

pub use explain::{Explained, Explanation};
pub use library::Library;
pub use list::Summary;
pub use pack::Pack;
pub use text::text;
