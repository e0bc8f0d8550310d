//! The raw data beside the fit: observed against fitted, and the same in numbers.

use super::cells::{CellSummary, Side};
use super::heat::{range, value_at};
use super::scale::{Scale, Spread, amount, axis_for, duration, extent, number, percent, ticks};
use crate::surface::{CostSurface, Estimate, Matrix};
use maud::{Markup, html};

/// One cell in a figure of observed against fitted: mean or share, low, high.
struct Point {
    fitted: [f64; 3],
    observed: [f64; 3],
    reviews: usize,
    name: String,
}

/// Four panels: time and rejections, on bad and on good batches.
pub(super) fn figure(surface: &CostSurface, cells: &[CellSummary]) -> Markup {
    let grid = &surface.grid;
    let points = |estimate: &Estimate<Matrix>, side: fn(&CellSummary) -> &Side, of: fn(&Side) -> [f64; 3]| {
        let point = |cell: &CellSummary| {
            let side = side(cell);
            Point {
                fitted: fitted(estimate, cell.at),
                observed: of(side),
                reviews: side.reviews,
                name: name(surface, cell),
            }
        };
        cells
            .iter()
            .map(point)
            .filter(|point| point.observed.iter().chain(&point.fitted).all(|value| value.is_finite()))
            .collect::<Vec<_>>()
    };
    let time_bad = points(&grid.time_bad_secs, |cell| &cell.bad, Side::mean_time);
    let time_good = points(&grid.time_good_secs, |cell| &cell.good, Side::mean_time);
    let hits = points(&grid.hit, |cell| &cell.bad, Side::rejected_share);
    let alarms = points(&grid.false_alarm, |cell| &cell.good, Side::rejected_share);
    let times = || time_bad.iter().chain(&time_good);
    let span = extent(times().flat_map(|point| [point.fitted[0], point.observed[0]])).unwrap_or((1.0, 10.0));
    html! {
        div class="panels pairs" {
            (panel("Mean time, bad batches", ", s", "bad", Unit::Secs(span), &time_bad))
            (panel("Mean time, good batches", ", s", "good", Unit::Secs(span), &time_good))
            (panel("Hits", "", "bad", Unit::Share(1.0), &hits))
            (panel("False alarms", "", "good", Unit::Share(top_share(&alarms)), &alarms))
        }
    }
}

/// What a panel's axes are in.
#[derive(Clone, Copy)]
enum Unit {
    /// Seconds, over this extent.
    Secs((f64, f64)),
    /// Shares, from 0 to this one.
    Share(f64),
}

fn panel(title: &str, unit_words: &str, class: &str, unit: Unit, points: &[Point]) -> Markup {
    const ACROSS: (f64, f64) = (48.0, 268.0);
    const UP: (f64, f64) = (228.0, 28.0);
    let (across, up, marks) = match unit {
        Unit::Secs(span) => (axis_for(span, ACROSS), axis_for(span, UP), ticks(span)),
        Unit::Share(top) => {
            let axis = |places| Scale::new(Spread::Linear, (-0.03 * top, 1.03 * top), places);
            (axis(ACROSS), axis(UP), vec![0.0, 0.25 * top, 0.5 * top, 0.75 * top, top])
        }
    };
    let write = match unit {
        Unit::Secs(_) => number,
        Unit::Share(_) => percent,
    };
    let inside = |place: f64, (one, other): (f64, f64)| place.clamp(one.min(other), one.max(other));
    let x = |value: f64| format!("{:.1}", inside(across.place(value), ACROSS));
    let y = |value: f64| format!("{:.1}", inside(up.place(value), UP));
    html! {
        svg class=(class) viewBox="0 0 280 272" aria-label=(title) {
            text class="title" x=(ACROSS.0) y="16" { (title) }
            @for mark in &marks {
                line class="rule" x1=(ACROSS.0) x2=(ACROSS.1) y1=(y(*mark)) y2=(y(*mark)) {}
                line class="rule" y1=(UP.0) y2=(UP.1) x1=(x(*mark)) x2=(x(*mark)) {}
                text class="tick" x=(ACROSS.0 - 6.0) y=(up.place(*mark) + 4.0) text-anchor="end" { (write(*mark)) }
                text class="tick" x=(x(*mark)) y=(UP.0 + 16.0) text-anchor="middle" { (write(*mark)) }
            }
            line class="diagonal" x1=(ACROSS.0) y1=(UP.0) x2=(ACROSS.1) y2=(UP.1) {}
            @for point in points {
                line class="whisker" x1=(x(point.fitted[1])) x2=(x(point.fitted[2])) y1=(y(point.observed[0])) y2=(y(point.observed[0])) {}
                line class="whisker" x1=(x(point.fitted[0])) x2=(x(point.fitted[0])) y1=(y(point.observed[1])) y2=(y(point.observed[2])) {}
            }
            @for point in points {
                circle class="mark" cx=(x(point.fitted[0])) cy=(y(point.observed[0])) r=(radius(point.reviews)) {
                    title { (point.name) ": observed " (write(point.observed[0])) ", fitted " (write(point.fitted[0])) ", " (point.reviews) " reviews" }
                }
            }
            text class="axis" x=((ACROSS.0 + ACROSS.1) / 2.0) y="264" text-anchor="middle" { "fitted" (unit_words) }
            text class="axis" transform="translate(11 128) rotate(-90)" text-anchor="middle" { "observed" (unit_words) }
        }
    }
}

/// Where an axis of small shares may end: 20, 40, … 100 %.
fn top_share(points: &[Point]) -> f64 {
    let values = points.iter().flat_map(|point| [point.observed[0], point.fitted[2]]);
    let greatest = extent(values).map_or(1.0, |(_, greatest)| greatest);
    ((greatest * 5.0).ceil() / 5.0).clamp(0.2, 1.0)
}

/// A dot's area grows with the reviews behind it.
fn radius(reviews: usize) -> String {
    format!("{:.1}", (reviews as f64).sqrt().clamp(3.2, 8.0))
}

fn fitted(estimate: &Estimate<Matrix>, at: (usize, usize)) -> [f64; 3] {
    [value_at(&estimate.mean, at), value_at(&estimate.q05, at), value_at(&estimate.q95, at)]
}

fn name(surface: &CostSurface, cell: &CellSummary) -> String {
    let delay = surface.grid.delay_secs.get(cell.at.0).copied().unwrap_or(f64::NAN);
    let batch_size = surface.grid.batch_size.get(cell.at.1).copied().unwrap_or(f64::NAN);
    format!("d {}, m {}", duration(delay), number(batch_size))
}

/// The same in numbers, one row a cell.
pub(super) fn table(surface: &CostSurface, cells: &[CellSummary]) -> Markup {
    let grid = &surface.grid;
    html! {
        div class="scroll" { table {
            caption { "Times in seconds. The fit's are means, to be compared with the observed mean; its 90 % intervals stand beside them." }
            thead {
                tr {
                    th class="group" colspan="2" { "Cell" }
                    th class="group first" colspan="6" { "Bad batches" }
                    th class="group first" colspan="6" { "Good batches" }
                }
                tr {
                    th { "d" } th { "m" }
                    @for rejections in ["hits", "false alarms"] {
                        th class="first" { (rejections) } th { "fit, %" } th { "timed out" } th { "median" } th { "mean" } th { "fit" }
                    }
                }
            }
            tbody {
                @for cell in cells {
                    tr {
                        td { (duration(grid.delay_secs.get(cell.at.0).copied().unwrap_or(f64::NAN))) }
                        td { (number(grid.batch_size.get(cell.at.1).copied().unwrap_or(f64::NAN))) }
                        (side(&cell.bad, fitted(&grid.time_bad_secs, cell.at), fitted(&grid.hit, cell.at)))
                        (side(&cell.good, fitted(&grid.time_good_secs, cell.at), fitted(&grid.false_alarm, cell.at)))
                    }
                }
            }
        } }
    }
}

/// A share as a percentage, its sign in the column's head.
fn bare(share: f64) -> String {
    percent(share).replace(" %", "")
}

fn side(side: &Side, time: [f64; 3], rejections: [f64; 3]) -> Markup {
    html! {
        td class="first" { (side.rejected) "/" (side.judged) }
        td { (bare(rejections[0])) " " span class="range" { (range(bare, rejections[1], rejections[2])) } }
        td { @if side.judged < side.reviews { (side.reviews - side.judged) } }
        td { (amount(side.median_secs)) }
        td { (amount(side.mean_secs)) }
        td { (amount(time[0])) " " span class="range" { (range(amount, time[1], time[2])) } }
    }
}
