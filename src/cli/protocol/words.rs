//! Plans and balances as text.

use crate::cli::table::Table;
use crate::protocol::balance::{Balance, CellBalance, GroupBalance};
use crate::protocol::pace::{Expected, SLOW, at_pace, expected};
use crate::protocol::plan::{Plan, PlannedTrial};
use crate::protocol::spec::Cue;
use crate::protocol::{Loaded, design};
use crate::scenario::truth::Reach;

/// What a protocol that has no problems amounts to.
pub(super) fn summary(loaded: &Loaded, plan: &Plan) -> String {
    let protocol = &loaded.protocol;
    let expected = expected(plan);
    format!(
        "{}: fine; {} cells; {} reviews a participant and {} for practice, in about {:.0} minutes ({:.0} % of them waiting); {} rows in the design for {} participants",
        loaded.path.display(),
        design::conditions(protocol),
        plan.trials.iter().filter(|trial| !trial.practice).count(),
        plan.trials.iter().filter(|trial| trial.practice).count(),
        expected.minutes,
        expected.waiting_share * 100.0,
        design::square_rows(protocol),
        protocol.participants,
    )
}

/// One participant's plan.
pub(super) fn plan(plan: &Plan, expected: &Expected) -> String {
    let mut table = Table::new(&[
        "trial",
        "scenario",
        "skin",
        "variant",
        "decisions",
        "m",
        "delay s",
        "cues",
        "error",
        "unfamiliar",
        "amended",
        "review",
        "at min",
        "d s",
        "waiting",
    ]);
    let practice = plan.trials.iter().filter(|trial| trial.practice).count();
    for (index, trial) in plan.trials.iter().enumerate() {
        let rank =
            expected.reviews.iter().position(|review| review.trial as usize == index).unwrap_or_default();
        let review = expected.reviews.get(rank);
        table.row(vec![
            number_or_practice(index, practice),
            trial.scenario.clone(),
            trial.skin.clone(),
            trial.variant.clone(),
            format!("{}-{}", trial.window_start, trial.window_start + trial.batch_size - 1),
            trial.batch_size.to_string(),
            trial.delay_target_secs.to_string(),
            cue(trial.cues),
            error(trial),
            if trial.truth.unfamiliar > 0 { trial.truth.unfamiliar.to_string() } else { String::new() },
            yes(trial.truth.amended),
            (rank + 1).to_string(),
            review.map_or_else(String::new, |review| format!("{:.1}", review.starts_minute)),
            review.map_or_else(String::new, |review| format!("{:.0}", review.delay_secs)),
            review.map_or_else(String::new, |review| review.outstanding.to_string()),
        ]);
    }
    let slow = at_pace(plan, SLOW);
    format!(
        "{} row {}: about {:.0} minutes, {:.0} % of them waiting. For somebody who takes half as long again: {:.0} minutes, delays \
         {:.0} s longer than planned on average.\n\n{}",
        plan.protocol,
        plan.row,
        expected.minutes,
        expected.waiting_share * 100.0,
        slow.minutes,
        slow.mean_delay_miss_secs,
        table.text(),
    )
}

/// The counterbalancing's proof.
pub(super) fn balance(balance: &Balance) -> String {
    let mut text = format!(
        "{} rows in the design, {} handed out. Williams property: {}.\n",
        balance.rows,
        balance.rows_handed_out,
        if balance.williams { "holds" } else { "VIOLATED" },
    );
    for (index, group) in balance.groups.iter().enumerate() {
        if balance.groups.len() > 1 {
            text.push_str(&format!("\nGroup {}\n", index + 1));
        }
        text.push_str(&group_words(group));
    }
    text.push_str("\nErrors by fifth of the batch (by decision below 5), and where batches start\n");
    let mut table = Table::new(&["m", "errors", "planted start", "sound start"]);
    for window in &balance.windows {
        let errors: Vec<String> = window.errors.iter().map(u32::to_string).collect();
        table.row(vec![
            window.batch_size.to_string(),
            errors.join(" "),
            format!("{:.1}", window.planted_start),
            format!("{:.1}", window.sound_start),
        ]);
    }
    text + &table.text()
}

fn group_words(group: &GroupBalance) -> String {
    let scenarios: Vec<&str> =
        group.cells.iter().flat_map(|cell| cell.scenarios.keys()).map(String::as_str).collect();
    let mut names = scenarios;
    names.sort_unstable();
    names.dedup();
    let mut header = vec![
        "condition",
        "delay s",
        "m",
        "cues",
        "trials",
        "planted",
        "unfamiliar",
        "amended",
        "review rank",
    ];
    header.extend(&names);
    let mut cells = Table::new(&header);
    for (index, cell) in group.cells.iter().enumerate() {
        cells.row(cell_words(index, cell, &names));
    }
    let mut text = format!("\nCells\n{}", cells.text());
    text.push_str("\nEach condition (down) at each place of its brief in a block (across)\n");
    text.push_str(&matrix(&group.places));
    text.push_str("\nEach condition (down) directly before each other (across)\n");
    text.push_str(&matrix(&group.pairs));
    if group.borders.iter().flatten().any(|count| *count > 0) {
        text.push_str("\nThe last of a block (down) before the first of the next (across)\n");
        text.push_str(&matrix(&group.borders));
    }
    text
}

fn cell_words(index: usize, cell: &CellBalance, scenarios: &[&str]) -> Vec<String> {
    let mut words = vec![
        (index + 1).to_string(),
        cell.delay_secs.to_string(),
        cell.batch_size.to_string(),
        cue(cell.cues),
        cell.trials.to_string(),
        cell.planted.to_string(),
        cell.unfamiliar.to_string(),
        cell.amended.to_string(),
        format!("{:.1}", cell.mean_review_rank),
    ];
    words.extend(scenarios.iter().map(|id| cell.scenarios.get(*id).copied().unwrap_or_default().to_string()));
    words
}

fn matrix(counts: &[Vec<u32>]) -> String {
    let numbers: Vec<String> =
        std::iter::once(String::new()).chain((1..=counts.len()).map(|n| n.to_string())).collect();
    let mut table = Table::new(&numbers.iter().map(String::as_str).collect::<Vec<_>>());
    for (index, row) in counts.iter().enumerate() {
        let cells = row.iter().map(u32::to_string);
        table.row(std::iter::once((index + 1).to_string()).chain(cells).collect());
    }
    table.text()
}

fn number_or_practice(index: usize, practice: usize) -> String {
    if index < practice { "practice".to_owned() } else { (index + 1 - practice).to_string() }
}

fn error(trial: &PlannedTrial) -> String {
    let Some(planted) = &trial.truth.planted else { return String::new() };
    let reach = match planted.reach {
        Some(Reach::Local) => "local",
        Some(Reach::Root) => "root",
        None => "soft",
    };
    format!("{} {} {reach}", planted.error_index, planted.clause.as_deref().unwrap_or("?"))
}

fn cue(cue: Cue) -> String {
    format!("{cue:?}").to_lowercase()
}

fn yes(flag: bool) -> String {
    if flag { "yes".to_owned() } else { String::new() }
}
