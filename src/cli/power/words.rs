//! A power simulation as text.

use crate::cli::table::Table;
use crate::simulate::power::{Progress, Row, Summary};
use crate::surface::Matrix;
use indicatif::HumanDuration;

pub(super) fn progress(progress: Progress, left: Option<HumanDuration>) -> String {
    let Progress { done, of, .. } = progress;
    let left = left.map(|left| format!(", about {left:#} left")).unwrap_or_default();
    format!("simulating: {done} of {of} studies{left}")
}

/// One row a number of participants, then the cells of each.
pub(super) fn summary(summary: &Summary) -> String {
    let asked = &summary.asked;
    let [one, other] = asked.cells;
    let mut text = format!(
        "SIMULATED: what a study by '{}' would learn; simulated studies a row: {} (seed {})\n\n",
        asked.protocol, asked.reps, asked.seed
    );
    let mut table = Table::new(&[
        "people",
        "reviews",
        "min each",
        "person-hours",
        "interval of C, factor",
        "in s",
        "truth inside",
        "ranked right",
        "surely",
        "delay shown",
    ]);
    for row in &summary.rows {
        table.row(vec![
            row.participants.to_string(),
            row.reviews.to_string(),
            format!("{:.0}", row.minutes_each),
            format!("{:.1}", row.person_hours),
            row.width_ratio.map_or_else(none, |ratio| format!("{ratio:.2}")),
            row.width_secs.map_or_else(none, |secs| format!("{secs:.0}")),
            share(row.covered, None),
            share(row.ranked_right, Some(row.fitted)),
            share(row.ranked_surely, Some(row.fitted)),
            share(row.delay_shown, Some(row.fitted)),
        ]);
    }
    text += &table.text();
    text += &format!(
        "\nInterval of C: the 90 % one; its upper end over its lower one, and their distance in person-seconds, averaged over \
         cells.\nTruth inside: how often it holds the true C: 90 % or a little more, since the truth lies where the priors \
         do.\n\
         Ranked right: how often C at {one} and at {other} decisions come out in their true order; surely: \
         with more than 95 %.\nDelay shown: how often review time rises with the delay with a probability of more than .95, \
         in a model that would let it fall.\n± is one standard error of the simulation.\n"
    );
    for row in &summary.rows {
        text += &cells(summary, row);
    }
    let [chains, warmup, draws] = asked.sampler;
    text += &format!(
        "\nEach study was fitted with the plan's first model alone ({}), by a short sampler: {chains} chains of {warmup} \
         draws to warm up and {draws} to keep. That is enough for widths; a fit of record takes more.\nThe truth: every \
         quantity at its prior's median, or as --effect says; people and items drawn anew in each study.\nThe fitted model is \
         taken to be true, everybody keeps the expected pace, nothing is excluded: a real study learns rather less.\n",
        asked.model
    );
    for row in &summary.rows {
        if row.failed + row.doubtful > 0 {
            text += &format!(
                "{} people: {} of {} studies could not be fitted; in {} the short chains did not quite agree, or diverged.\n",
                row.participants,
                row.failed,
                row.failed + row.fitted,
                row.doubtful
            );
        }
    }
    text
}

/// Width and coverage of every cell of one row.
fn cells(summary: &Summary, row: &Row) -> String {
    let asked = &summary.asked;
    let mut header = vec!["delay s".to_owned()];
    header.extend(asked.batch_size.iter().map(|size| format!("m = {size}")));
    let mut table = Table::new(&header.iter().map(String::as_str).collect::<Vec<_>>());
    let at = |matrix: &Matrix, i: usize, j: usize| matrix.get(i).and_then(|row| row.get(j)).copied();
    for (i, delay) in asked.delay_secs.iter().enumerate() {
        let mut words = vec![delay.to_string()];
        for j in 0..asked.batch_size.len() {
            let grid = &row.grid;
            let cell = at(&grid.true_secs, i, j).zip(at(&grid.width_ratio, i, j));
            let rest = at(&grid.width_secs, i, j).zip(at(&grid.covered, i, j));
            words.push(cell.zip(rest).map_or_else(none, |((secs, ratio), (width, covered))| {
                format!("{secs:.0} s: ×{ratio:.2}, {width:.0} s, {:.0} %", 100.0 * covered)
            }));
        }
        table.row(words);
    }
    let people = row.participants;
    format!(
        "\n{people} people, cell by cell: mean true C: factor, width, how often the truth is inside\n{}",
        table.text()
    )
}

/// A share, with its standard error where it is one of independent repetitions.
fn share(share: Option<f64>, of: Option<usize>) -> String {
    let Some(share) = share else { return none() };
    match of {
        Some(of) if of > 0 => {
            // Not 0 where all or none did: as after half a repetition more of each (Jeffreys).
            let of = of as f64;
            let near = (share * of + 0.5) / (of + 1.0);
            let error = (near * (1.0 - near) / (of + 2.0)).sqrt();
            format!("{:.0} % ± {:.0}", 100.0 * share, 100.0 * error)
        }
        _ => format!("{:.0} %", 100.0 * share),
    }
}

fn none() -> String {
    "-".to_owned()
}
