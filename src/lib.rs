//! Tightloop measures C(d,m): the human cost of finding out that an agent went wrong, as a function of
//! how late a person looks (delay `d`, seconds) and how much there is to look at (batch size `m`, decisions).
//!
//! Data goes one way, and the modules stand in that order:
//! [`scenario`] + [`protocol`] → [`session`] → [`journal`] → [`study`] → [`dataset`] → [`stats`] → [`surface`].
//! `ARCHITECTURE.md` is the map.
//!
//! With `default-features = false` the crate is [`surface`] alone, for programs that only consume a curve.

#[cfg(feature = "app")]
pub mod app;
#[cfg(feature = "fit")]
pub mod audit;
#[cfg(feature = "fit")]
pub mod cli;
#[cfg(feature = "fit")]
pub mod columnar;
#[cfg(feature = "fit")]
pub mod dataset;
#[cfg(feature = "fit")]
pub mod journal;
#[cfg(feature = "fit")]
pub mod nearest;
#[cfg(feature = "fit")]
pub mod problem;
#[cfg(feature = "fit")]
pub mod protocol;
#[cfg(feature = "fit")]
pub mod report;
#[cfg(feature = "fit")]
pub mod ron_text;
#[cfg(feature = "fit")]
pub mod scenario;
#[cfg(feature = "fit")]
pub mod session;
#[cfg(feature = "fit")]
pub mod simulate;
#[cfg(feature = "fit")]
pub mod stats;
#[cfg(feature = "fit")]
pub mod study;
pub mod surface;
#[cfg(feature = "fit")]
pub mod whole_file;
