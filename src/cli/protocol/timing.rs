//! `protocol timing`: what simulated people would make of a protocol's delays.

use crate::cli::table::Table;
use crate::cli::{say, say_json};
use crate::problem::Outcome;
use crate::protocol;
use crate::scenario::Library;
use crate::simulate::timing::{Quantiles, Timing, timing};
use std::path::Path;

pub(super) fn run(path: &Path, json: bool, sessions: u32, seed: u64, library: &Library) -> Outcome<()> {
    let loaded = protocol::load(path)?;
    if let Some(first) = protocol::check(&loaded, library).into_iter().next() {
        return Err(first);
    }
    let bar = crate::cli::simulate::bar(sessions);
    let timing =
        timing(&loaded, library, sessions, seed, &|progress| crate::cli::simulate::show(&bar, progress))?;
    bar.finish_and_clear();
    if json { say_json(&timing) } else { say(words(&timing)) }
}

fn words(timing: &Timing) -> String {
    let mut table = Table::new(&[
        "delay s",
        "reviews",
        "mean d",
        "|d - delay| median",
        "95 %",
        "max",
        "late by a fifth",
        "brief rank",
        "review rank",
    ]);
    for delay in &timing.delays {
        table.row(vec![
            delay.target_secs.to_string(),
            delay.reviews.to_string(),
            format!("{:.1}", delay.delay_secs),
            format!("{:.1}", delay.miss_secs.q50),
            format!("{:.1}", delay.miss_secs.q95),
            format!("{:.1}", delay.miss_secs.max),
            percent(delay.late_share),
            format!("{:.1}", delay.brief_rank),
            format!("{:.1}", delay.review_rank),
        ]);
    }
    let mut agents = Table::new(&[
        "agents",
        "reviews",
        "outstanding mean",
        "median",
        "most in a session",
        "|d - delay| median",
        "95 %",
    ]);
    for level in &timing.agents {
        agents.row(vec![
            level.outstanding_max.to_string(),
            level.reviews.to_string(),
            format!("{:.2}", level.outstanding.mean),
            level.outstanding.q50.to_string(),
            format!("{:.1}", level.most.mean),
            format!("{:.1}", level.miss_secs.q50),
            format!("{:.1}", level.miss_secs.q95),
        ]);
    }
    let Quantiles { q50, q95, .. } = timing.miss_share;
    let mut goals = Table::new(&["goal", "measured", ""]);
    for (goal, measured, reached) in [
        ("median |d - delay|: 5 % of the delay or 5 s", percent(q50), timing.median_reached),
        ("95th percentile: 20 % of the delay", percent(q95), timing.p95_reached),
        ("waiting: 10 % of the session", percent(timing.waiting_share), timing.waiting_reached),
    ] {
        goals.row(vec![goal.to_owned(), measured, if reached { "reached" } else { "MISSED" }.to_owned()]);
    }
    format!(
        "{}: {} sessions of SIMULATED people; {:.0} minutes in the median, {:.0} at the 95th percentile; {} of the time is waiting \
         (95th percentile of sessions: {})\n\n{}\nBriefs outstanding as reviews began, the review's own included\n{}\n{}",
        timing.protocol,
        timing.sessions,
        timing.minutes.q50,
        timing.minutes.q95,
        percent(timing.waiting_share),
        percent(timing.waiting_shares.q95),
        table.text(),
        agents.text(),
        goals.text().trim_end(),
    )
}

fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}
