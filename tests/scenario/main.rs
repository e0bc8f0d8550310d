//! Scenario packs, the whole way: loading, rendering, proving, and the command line around them.

mod audit;
mod broken;
mod command_line;
mod confined;
mod cues;
mod fixture;
mod mutations;
mod proofs;
mod reading;
mod rendering;
mod skeleton;
mod traces;
