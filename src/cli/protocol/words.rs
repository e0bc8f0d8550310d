//! Plans and balances as text.

use crate::cli::table::Table;
use crate::protocol::balance::{Balance, CellBalance, GroupBalance};
use crate::protocol::course::{Part, course};
use crate::protocol::pace::{Expected, SLOW, at_pace, expected};
use crate::protocol::plan::{Plan, PlannedTrial};
use crate::protocol::sittings::Carried;
use crate::protocol::spec::Cue;
use crate::protocol::{Loaded, design};
use crate::scenario::truth::Reach;

/// What a protocol that has no problems amounts to.
pub(super) fn summary(loaded: &Loaded, plan: &Plan) -> String {
    let protocol = &loaded.protocol;
    let expected = expected(plan);
    let beside = beside(plan);
    format!(
        "{}: fine; {} cells; {} reviews a participant and {} for practice{beside}, {} ({:.0} % of them waiting); {} rows in the design for {} participants",
        loaded.path.display(),
        design::conditions(protocol) * design::periods(protocol),
        plan.trials.iter().filter(|trial| trial.is_main()).count(),
        protocol.practice.trials,
        about(&expected),
        expected.waiting_share * 100.0,
        design::square_rows(protocol),
        protocol.participants,
    )
}

/// How long it takes, in words.
fn about(expected: &Expected) -> String {
    match expected.sitting_minutes.as_slice() {
        [] | [_] => format!("in about {:.0} minutes", expected.minutes),
        several => {
            let each: Vec<String> = several.iter().map(|minutes| format!("{minutes:.0}")).collect();
            format!("in {} sittings of about {} minutes", several.len(), each.join(" and "))
        }
    }
}

/// What a plan's sittings hold beside main and practice reviews, in words that follow these.
fn beside(plan: &Plan) -> String {
    let parts: Vec<Part> = sittings(plan).iter().flat_map(course).collect();
    let how_many = |is_it: fn(&Part) -> bool| parts.iter().filter(|part| is_it(part)).count();
    let counts = [
        ("up to", plan.practice_rounds().max(1) as usize - 1, "further rounds of it"),
        ("", plan.trials.iter().filter(|trial| trial.attention_check).count(), "attention checks"),
        ("", how_many(|part| matches!(part, Part::Break { .. })), "breaks"),
        ("", how_many(|part| matches!(part, Part::Questionnaire { .. })), "questionnaires"),
    ];
    counts
        .into_iter()
        .filter(|(_, count, _)| *count > 0)
        .map(|(upto, count, what)| {
            format!(", {upto}{}{count} {what}", if upto.is_empty() { "" } else { " " })
        })
        .collect()
}

/// A plan as of each of its sittings.
fn sittings(plan: &Plan) -> Vec<Plan> {
    let mut all = vec![plan.clone()];
    while let Some(last) = all.last().filter(|last| !last.is_last_sitting()) {
        let carried = |trial| Carried { trial, passed: true, since_brief_nanos: 0 };
        let next = last.at_sitting(last.sitting + 1, last.left_open().map(carried).collect());
        all.push(next);
    }
    all
}

/// The sittings' parts in their order, a line each sitting.
fn course_words(plan: &Plan) -> String {
    if plan.sittings.is_one() {
        return sitting_words(plan);
    }
    let gap =
        format!("A sitting begins {} s after the one before at the earliest.\n", plan.sittings.min_gap_secs);
    let line = |plan: &Plan| format!("Sitting {}. {}", plan.sitting, sitting_words(plan));
    sittings(plan).iter().map(line).chain([gap]).collect()
}

/// A sitting's parts in their order.
fn sitting_words(plan: &Plan) -> String {
    let line = |part: Part| match part {
        Part::Trials { from, until, round: Some(round) } => {
            format!(
                "practice, round {round}: {} reviews, {} right to pass",
                until - from,
                plan.practice.criterion_correct
            )
        }
        Part::Trials { from, until, round: None } => {
            let open = plan.left_open().filter(|trial| (from..until).contains(trial)).count();
            let left = if open > 0 { format!(", {open} more left open") } else { String::new() };
            format!("{} reviews{left}", (until - from) as usize - open)
        }
        Part::Questionnaire { index, .. } => {
            plan.questionnaires.get(index as usize).map_or_else(String::new, |one| one.id().to_owned())
        }
        Part::Break { .. } => format!("break, {} to {} s", plan.breaks.min_secs, plan.breaks.max_secs),
        Part::Debrief => "debriefing".to_owned(),
    };
    let opening = (!plan.demographics.is_empty() && plan.sitting == 1)
        .then(|| format!("{} questions about the person", plan.demographics.len()));
    let carried = (!plan.carried.is_empty())
        .then(|| format!("{} reviews that the sitting before left open", plan.carried.len()));
    let parts = course(plan).into_iter().map(line).filter(|part| part != "0 reviews");
    let parts: Vec<String> = opening.into_iter().chain(carried).chain(parts).collect();
    if parts.is_empty() || (parts.len() < 2 && plan.sittings.is_one()) {
        String::new()
    } else {
        format!("Parts: {}.\n", parts.join("; "))
    }
}

/// One participant's plan.
pub(super) fn plan(plan: &Plan, expected: &Expected) -> String {
    let one = plan.sittings.is_one();
    let mut table = Table::new(&[
        "trial",
        if one { "block" } else { "sitting.block" },
        "scenario",
        "skin",
        "variant",
        "decisions",
        "m",
        "delay s",
        "cues",
        "agents",
        "error",
        "unfamiliar",
        "amended",
        "review",
        "at min",
        "d s",
        "waiting",
    ]);
    let mut main = 0;
    for (index, trial) in plan.trials.iter().enumerate() {
        main += u32::from(trial.is_main());
        // None for rounds of practice that nobody needs who passes the first.
        let rank = expected.reviews.iter().position(|review| review.trial as usize == index);
        let review = rank.and_then(|rank| expected.reviews.get(rank));
        table.row(vec![
            number_or_kind(trial, main),
            if one { trial.block.to_string() } else { format!("{}.{}", trial.sitting, trial.block) },
            trial.scenario.clone(),
            trial.skin.clone(),
            trial.variant.clone(),
            format!("{}-{}", trial.window_start, trial.window_start + trial.batch_size - 1),
            trial.batch_size.to_string(),
            trial.delay_target_secs.to_string(),
            cue(trial.cues),
            plan.outstanding_max_at(trial).to_string(),
            error(trial),
            if trial.truth.unfamiliar > 0 { trial.truth.unfamiliar.to_string() } else { String::new() },
            yes(trial.truth.amended),
            rank.map_or_else(String::new, |rank| (rank + 1).to_string()),
            review.map_or_else(String::new, |review| format!("{:.1}", review.starts_minute)),
            review.map_or_else(String::new, |review| format!("{:.0}", review.delay_secs)),
            review.map_or_else(String::new, |review| review.outstanding.to_string()),
        ]);
    }
    let slow = at_pace(plan, SLOW);
    format!(
        "{} row {}: {}, {:.0} % of them waiting. For somebody who takes half as long again: {:.0} minutes, delays \
         {:.0} s longer than planned on average.\n{}\n{}",
        plan.protocol,
        plan.row,
        about(expected),
        expected.waiting_share * 100.0,
        slow.minutes,
        slow.mean_delay_miss_secs,
        course_words(plan),
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
    if !group.levels.is_empty() {
        text.push_str("\nAgents outstanding (down) in each period of a session (across), and before each other number\n");
        text.push_str(&levels_words(group));
    }
    if group.borders.iter().flatten().any(|count| *count > 0) {
        text.push_str("\nThe last of a block (down) before the first of the next (across)\n");
        text.push_str(&matrix(&group.borders));
    }
    text
}

fn levels_words(group: &GroupBalance) -> String {
    let header: Vec<String> = std::iter::once("agents".to_owned())
        .chain((1..=group.levels.len()).map(|place| format!("period {place}")))
        .chain(group.levels.iter().map(|level| format!("before {}", level.outstanding_max)))
        .chain(["trials", "planted", "a condition", "others outstanding"].map(str::to_owned))
        .collect();
    let mut table = Table::new(&header.iter().map(String::as_str).collect::<Vec<_>>());
    for level in &group.levels {
        let (least, most) = (level.conditions.iter().min(), level.conditions.iter().max());
        let each = match (least, most) {
            (Some(least), Some(most)) if least != most => format!("{least}-{most}"),
            (Some(least), _) => least.to_string(),
            _ => String::new(),
        };
        let counts = level.places.iter().chain(&level.pairs).map(u32::to_string);
        let rest = [
            level.trials.to_string(),
            level.planted.to_string(),
            each,
            format!("{:.1}", level.mean_outstanding),
        ];
        let number = std::iter::once(level.outstanding_max.to_string());
        table.row(number.chain(counts).chain(rest).collect());
    }
    table.text()
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

fn number_or_kind(trial: &PlannedTrial, main: u32) -> String {
    match (trial.practice, trial.attention_check) {
        (true, _) => "practice".to_owned(),
        (_, true) => "check".to_owned(),
        _ => main.to_string(),
    }
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
