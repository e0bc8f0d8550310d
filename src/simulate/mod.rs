//! Simulated participants: a cognitive model that takes part in a study through the participants' own door.
//!
//! A [`participant`] sees [`Screen`](crate::session::screen::Screen)s and nothing else, and answers through
//! [`Session::handle`](crate::session::Session::handle) on a simulated clock. Their journals say that they are
//! SIMULATED; from there on the data goes the same way as a person's. Because the people are known here, so is what
//! a study of them should find: [`truth`] works it out by brute force.
//!
//! | file | idea |
//! |---|---|
//! | [`person`] | what one person is like, drawn once |
//! | [`memory`] | a brief's clauses fade, and are refreshed |
//! | [`expertise`], `lesson` | what an expert could see in what is on the screen |
//! | [`reading`] | how much there is to read |
//! | [`review`](mod@review) | one review in a person's head |
//! | [`participant`] | from a screen to the next input |
//! | `answers` | what is said on questionnaires |
//! | `attend` | a session on a simulated clock |
//! | `sittings` | coming back for another one |
//! | `run` | a study's worth of sessions, resumable at any byte |
//! | [`timing`] | how well they keep a protocol's delays, and how long they wait |
//! | [`coverage`] | how well a fitted surface found that |
//! | [`truth`] | C(d,m) of these very people and items, by brute force |
//! | [`power`] | what a study would learn with so many of them: reviews drawn from the fitted model, not from minds |

mod answers;
mod attend;
pub mod coverage;
pub mod dice;
pub mod expertise;
mod lesson;
pub mod memory;
pub mod participant;
pub mod person;
pub mod power;
pub mod reading;
mod record;
pub mod review;
mod run;
mod seed;
mod sittings;
pub mod timing;
pub mod truth;

pub use attend::attend;
pub use coverage::{Coverage, CoveredCell};
pub use run::{Progress, begin_or_go_on, code, run};
pub use seed::{SIMULATION_FILE, Simulation};
pub use truth::{TrueSurface, true_surface};
