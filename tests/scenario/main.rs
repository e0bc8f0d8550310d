//! Scenario packs, the whole way: loading, rendering, proving, and the command line around them.

mod broken;
mod command_line;
mod confined;
mod cues;
mod fixture;
mod proofs;
mod reading;
mod rendering;
