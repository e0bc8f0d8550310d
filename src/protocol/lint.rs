//! Everything that is wrong with a protocol, and what may be doubtful about it.

use super::catalogue::Catalogue;
use super::design;
use super::draw::{batch_sizes, draw};
use super::load::Loaded;
use super::menu::{EXTRAS, Menu};
use super::outstanding::Keep;
use super::pace::{Expected, SLOW, at_pace, expected};
use super::plan::Plan;
use super::ranges::{at_field, out_of_range};
use super::spec::Cue;
use crate::problem::Problem;
use crate::scenario::Library;

/// A session longer than this tires people, minutes.
const LONG_MINUTES: f64 = 75.0;
/// More waiting than this is wasted, share of the session.
const MUCH_WAITING: f64 = 0.25;
/// A delay that is so much longer than its target is another delay, seconds.
const MUCH_LATER_SECS: f64 = 30.0;
/// How many rows' plans the expectations are averaged over.
const ROWS_LOOKED_AT: u32 = 8;

/// Everything for which a study by this protocol cannot be run with these packs: values out of range, packs, batch
/// sizes, cue levels, shares and questions that are not to be had. Empty if all is well.
pub fn check(loaded: &Loaded, library: &Library) -> Vec<Problem> {
    let mut problems = out_of_range(loaded);
    let in_range = problems.is_empty();
    let (catalogue, missing) = Catalogue::read(loaded, library);
    problems.extend(missing);
    if in_range && !catalogue.packs.is_empty() {
        problems.extend(not_offered(loaded, &catalogue));
    }
    if problems.is_empty() {
        problems.extend(draw(loaded, library, 0).err());
    }
    problems
}

/// What can be run but may not be what is wanted: levels from which C(d,m) cannot be told, a session too long, much
/// waiting, delays that come out otherwise than planned. Empty for a protocol that [`check`] refuses.
pub fn advice(loaded: &Loaded, library: &Library) -> Vec<Problem> {
    let rows = design::square_rows(&loaded.protocol).min(ROWS_LOOKED_AT);
    let Ok(plans) = (0..rows).map(|row| draw(loaded, library, row)).collect::<Result<Vec<Plan>, _>>() else {
        return Vec::new();
    };
    let mut notes = about_the_design(loaded);
    let (catalogue, _) = Catalogue::read(loaded, library);
    notes.extend(extras_left_out(loaded, &Menu::new(&catalogue, batch_sizes(&loaded.protocol))));
    notes.extend(repetitions(loaded, &plans));
    let paces: Vec<Expected> = plans.iter().map(expected).collect();
    notes.extend(about_the_pace(loaded, &plans, &paces));
    notes.extend(agents_not_reached(loaded, &plans, &paces));
    notes
}

fn not_offered(loaded: &Loaded, catalogue: &Catalogue) -> Vec<Problem> {
    let protocol = &loaded.protocol;
    let menu = Menu::new(catalogue, batch_sizes(protocol));
    let longest = catalogue.packs.iter().map(|pack| pack.decisions).max().unwrap_or_default();
    let mut problems = Vec::new();
    let levels = protocol.factors.batch_size.levels.iter().enumerate();
    let sizes = levels.map(|(index, size)| (format!("factors.batch_size.levels[{index}]"), *size));
    let practice = (protocol.practice.trials > 0)
        .then(|| ("practice.batch_size".to_owned(), protocol.practice.batch_size));
    for (field, size) in sizes.chain(practice) {
        let what = if size > longest {
            format!(
                "a batch of {size} decisions is larger than any pack of the pool: the longest has {longest}"
            )
        } else if !menu.has(size, EXTRAS[0]) {
            format!("no pack of the pool can show {size} decisions both with an error and without")
        } else {
            continue;
        };
        problems.push(at_field(loaded, &field, what).todo(format!("write at most {longest}, or add packs")));
    }
    for (index, cue) in protocol.factors.cues.levels.iter().enumerate() {
        let lacking: Vec<&str> =
            catalogue.packs.iter().filter(|pack| !pack.cues).map(|pack| pack.id.as_str()).collect();
        if *cue != Cue::None && !lacking.is_empty() {
            let field = format!("factors.cues.levels[{index}]");
            let what = format!("packs of the pool that have no cues to show: {}", lacking.join(", "));
            problems.push(at_field(loaded, &field, what).todo("take them out of the pool, or write none"));
        }
    }
    let fewest = catalogue.packs.iter().min_by_key(|pack| pack.questions);
    if let Some(pack) = fewest.filter(|pack| pack.questions < protocol.comprehension.questions) {
        let what = format!("the pack '{}' has {} questions", pack.id, pack.questions);
        let todo = format!("write at most {}", pack.questions);
        problems.push(at_field(loaded, "comprehension.questions", what).todo(todo));
    }
    if problems.is_empty() {
        problems.extend(shares_out_of_reach(loaded, &menu));
    }
    problems
}

/// Shares that need more trials than can hold them.
fn shares_out_of_reach(loaded: &Loaded, menu: &Menu) -> Vec<Problem> {
    let protocol = &loaded.protocol;
    let mut problems = Vec::new();
    for group in 0..design::groups(protocol) {
        let cells = design::cells(protocol, group);
        for (field, share, extras) in [
            ("unfamiliar_share", protocol.unfamiliar_share, EXTRAS[1]),
            ("amended_share", protocol.amended_share, EXTRAS[2]),
        ] {
            let fitting = cells.iter().filter(|cell| menu.has(cell.batch_size, extras)).count();
            let reachable = fitting as f64 / cells.len().max(1) as f64;
            if share > reachable + 1e-9 {
                let what = format!(
                    "{share} of the trials is out of reach: the packs can show it at {fitting} of {} cells",
                    cells.len()
                );
                let todo = format!("write at most {:.2}, or choose larger batches", floor_cents(reachable));
                let problem = at_field(loaded, field, what).todo(todo);
                if !problems.contains(&problem) {
                    problems.push(problem);
                }
            }
        }
    }
    problems
}

fn about_the_design(loaded: &Loaded) -> Vec<Problem> {
    let protocol = &loaded.protocol;
    let factors = &protocol.factors;
    let mut notes = Vec::new();
    for (field, levels, axis) in [
        ("factors.delay_secs.levels", factors.delay_secs.levels.len(), "later"),
        ("factors.batch_size.levels", factors.batch_size.levels.len(), "in larger batches"),
    ] {
        if levels < 2 {
            let what = format!("with one level nothing can be said about what it costs to look {axis}");
            notes.push(at_field(loaded, field, what).todo("write two levels or more, far apart"));
        }
    }
    let share = protocol.planted_share;
    if share <= 0.0 || share >= 1.0 {
        let what = "without both planted and sound trials neither misses nor false alarms can be measured";
        notes.push(at_field(loaded, "planted_share", what).todo("write 0.5"));
    }
    let square = design::square_rows(protocol);
    if !protocol.participants.is_multiple_of(square) {
        let what =
            format!("{} participants do not fill whole squares of {square} rows", protocol.participants);
        let todo = format!("write {} for full balance", protocol.participants.div_ceil(square) * square);
        notes.push(at_field(loaded, "participants", what).todo(todo));
    }
    notes
}

/// Batch sizes at which foils or amendments cannot be shown, so that other cells have more of them.
fn extras_left_out(loaded: &Loaded, menu: &Menu) -> Vec<Problem> {
    let protocol = &loaded.protocol;
    let mut notes = Vec::new();
    for (name, share, extras) in [
        ("a foil", protocol.unfamiliar_share, EXTRAS[1]),
        ("an amendment", protocol.amended_share, EXTRAS[2]),
        ("both a foil and an amendment", protocol.unfamiliar_share * protocol.amended_share, EXTRAS[3]),
    ] {
        for (index, size) in protocol.factors.batch_size.levels.iter().enumerate() {
            if share > 0.0 && !menu.has(*size, extras) {
                let what =
                    format!("no pack can show {name} in a batch of {size}: other batch sizes have more");
                notes.push(at_field(loaded, &format!("factors.batch_size.levels[{index}]"), what));
            }
        }
    }
    notes
}

/// Trials that show a participant a variant in the same skin a second time.
fn repetitions(loaded: &Loaded, plans: &[Plan]) -> Option<Problem> {
    let repeated = |plan: &Plan| {
        let mut seen: Vec<(&str, &str, &str)> = plan
            .trials
            .iter()
            .map(|trial| (trial.scenario.as_str(), trial.skin.as_str(), trial.variant.as_str()))
            .collect();
        let all = seen.len();
        seen.sort_unstable();
        seen.dedup();
        all - seen.len()
    };
    let most = plans.iter().map(repeated).max().filter(|most| *most > 0)?;
    let what = format!("up to {most} trials show a participant the same variant in the same skin once more");
    Some(at_field(loaded, "scenarios.pool", what).todo("add packs, or ask for fewer trials"))
}

fn about_the_pace(loaded: &Loaded, plans: &[Plan], paces: &[Expected]) -> Vec<Problem> {
    let mut notes = Vec::new();
    let minutes = mean(paces.iter().map(Expected::longest_sitting_minutes));
    if minutes > LONG_MINUTES {
        let what = format!("a session is expected to take {minutes:.0} minutes; people tire after an hour");
        notes.push(at_field(loaded, "trials_per_cell", what).todo("ask for fewer trials or smaller batches"));
    }
    let waiting = mean(paces.iter().map(|pace| pace.waiting_share));
    if waiting > MUCH_WAITING {
        let what = format!("{:.0} % of a session is expected to be waiting", waiting * 100.0);
        let todo = "allow more briefs at once, or leave out the longest delay";
        notes.push(at_field(loaded, "factors.outstanding_max", what).todo(todo));
    }
    for (index, delay) in loaded.protocol.factors.delay_secs.levels.iter().enumerate() {
        let field = format!("factors.delay_secs.levels[{index}]");
        let happened = mean(plans.iter().flat_map(|plan| delays_for_the_slow(plan, *delay)));
        let kept = loaded.protocol.factors.keep == Keep::Delays;
        if kept && happened - delay > (0.5 * delay).max(MUCH_LATER_SECS) {
            let what = format!(
                "for people who take half as long again as expected, {delay} s become {happened:.0} s: other reviews are in the way"
            );
            notes.push(at_field(loaded, &field, what).todo("allow fewer briefs at once"));
        }
        let others: f64 = plans.first().map_or(0.0, work_secs);
        if *delay > others && !loaded.protocol.sittings.later_secs.contains(delay) {
            let what = format!("{delay} s cannot be packed: all trials together take {others:.0} s of work");
            notes.push(at_field(loaded, &field, what).todo("write a shorter delay or ask for more trials"));
        }
    }
    notes
}

/// Numbers of agents that a study is to compare and that are never at work at once.
fn agents_not_reached(loaded: &Loaded, plans: &[Plan], paces: &[Expected]) -> Vec<Problem> {
    let levels = &loaded.protocol.factors.outstanding_max.levels;
    let mut notes = Vec::new();
    for (index, level) in levels.iter().enumerate().filter(|_| levels.len() > 1) {
        let at_once = plans.iter().zip(paces).flat_map(|(plan, pace)| {
            let reviews = pace.reviews.iter();
            reviews
                .filter_map(|review| Some((plan.trials.get(review.trial as usize)?, review)))
                .filter(|(trial, _)| trial.is_main() && plan.outstanding_max_at(trial) == *level)
                .map(|(_, review)| review.outstanding + 1)
        });
        // No row that was looked at has it.
        let Some(most) = at_once.max().filter(|most| most < level) else { continue };
        let what = format!("of {level} briefs at most {most} are expected to be outstanding at once");
        let todo = "write longer delays, put more trials between two breaks, or write keep: agents";
        notes.push(at_field(loaded, &format!("factors.outstanding_max.levels[{index}]"), what).todo(todo));
    }
    notes
}

/// Delays of one level as they happen to somebody slow.
fn delays_for_the_slow(plan: &Plan, target_secs: f64) -> Vec<f64> {
    let of_level = |trial: u32| {
        plan.trials
            .get(trial as usize)
            .is_some_and(|trial| trial.is_main() && trial.delay_target_secs == target_secs)
    };
    let reviews = at_pace(plan, SLOW).reviews;
    reviews.iter().filter(|review| of_level(review.trial)).map(|review| review.delay_secs).collect()
}

/// What briefs and reviews take without any waiting, seconds.
fn work_secs(plan: &Plan) -> f64 {
    plan.trials.iter().map(|trial| trial.expected_brief_secs + trial.expected_review_secs).sum()
}

fn mean(values: impl IntoIterator<Item = f64>) -> f64 {
    let (sum, count) = values.into_iter().fold((0.0, 0_u32), |(sum, count), value| (sum + value, count + 1));
    sum / f64::from(count.max(1))
}

fn floor_cents(share: f64) -> f64 {
    (share * 100.0).floor() / 100.0
}
