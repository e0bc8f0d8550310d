//! Heat maps: a matrix over (d, m), mean and 90 % interval written in each cell.

use super::scale::{Scale, Spread, axis_for, duration, extent, number};
use crate::surface::{Estimate, Grid, Matrix};
use maud::{Markup, html};

/// How a heat map is drawn.
pub(super) struct Heat<'a> {
    /// What the values are, for readers who cannot see it.
    pub(super) label: &'a str,
    /// Writes one value.
    pub(super) write: fn(f64) -> String,
    /// Small: one of several.
    pub(super) small: bool,
    /// Shares have the fixed scale 0 to 1; amounts one of their own, logarithmic where it can be.
    pub(super) is_share: bool,
}

/// Space for the rows' labels, and below for the columns', pixels.
const MARGIN: (f64, f64) = (74.0, 44.0);

impl Heat<'_> {
    /// Rows by delay, the shortest at the bottom; columns by batch size.
    pub(super) fn draw(&self, grid: &Grid, values: &Estimate<Matrix>) -> Markup {
        let (cell_width, cell_height) = if self.small { (76.0, 42.0) } else { (132.0, 60.0) };
        let (left, below) = MARGIN;
        let (rows, columns) = (grid.delay_secs.len(), grid.batch_size.len());
        let (width, height) = (cell_width * columns as f64, cell_height * rows as f64);
        let total = (left + width + 4.0, height + below);
        let colour = self.colour(&values.mean);
        html! {
            svg viewBox=(format!("0 0 {} {}", total.0, total.1)) width=(total.0) height=(total.1) aria-label=(self.label) {
                g class=[self.small.then_some("small")] {
                    @for (row, delay) in grid.delay_secs.iter().enumerate() {
                        @let y = height - cell_height * (row + 1) as f64;
                        text class="tick" x=(left - 8.0) y=(y + cell_height / 2.0 + 4.0) text-anchor="end" { (duration(*delay)) }
                        @for column in 0..columns {
                            @let x = left + cell_width * column as f64;
                            (self.cell(values, &colour, (row, column), (x, y), (cell_width, cell_height)))
                        }
                    }
                    @for (column, batch_size) in grid.batch_size.iter().enumerate() {
                        @let x = left + cell_width * (column as f64 + 0.5);
                        text class="tick" x=(x) y=(height + 16.0) text-anchor="middle" { (number(*batch_size)) }
                    }
                }
                text class="axis" x=(left + width / 2.0) y=(height + 36.0) text-anchor="middle" { "batch size m, decisions" }
                text class="axis" transform=(format!("translate(14 {}) rotate(-90)", height / 2.0)) text-anchor="middle" { "delay d" }
            }
        }
    }

    fn cell(
        &self,
        values: &Estimate<Matrix>,
        colour: &Scale,
        at: (usize, usize),
        (x, y): (f64, f64),
        (width, height): (f64, f64),
    ) -> Markup {
        let mean = value_at(&values.mean, at);
        let share = colour.share(mean);
        let lift = if self.small { 2.0 } else { 3.0 };
        html! {
            g class="cell" {
                rect x=(x) y=(y) width=(width) height=(height) rx="3" style=(format!("--share:{:.0}%", 100.0 * share)) {}
                text class="value" x=(x + width / 2.0) y=(y + height / 2.0 - lift + 2.0) text-anchor="middle" { ((self.write)(mean)) }
                text class="range" x=(x + width / 2.0) y=(y + height / 2.0 + 13.0) text-anchor="middle" {
                    (range(self.write, value_at(&values.q05, at), value_at(&values.q95, at)))
                }
            }
        }
    }

    fn colour(&self, values: &Matrix) -> Scale {
        if self.is_share {
            return Scale::new(Spread::Linear, (0.0, 1.0), (0.0, 1.0));
        }
        let (least, greatest) = extent(values.iter().flatten().copied()).unwrap_or((0.0, 1.0));
        axis_for((least, greatest), (0.0, 1.0))
    }
}

/// One value; not a number where the matrix has none.
pub(super) fn value_at(matrix: &Matrix, (row, column): (usize, usize)) -> f64 {
    matrix.get(row).and_then(|values| values.get(column)).copied().unwrap_or(f64::NAN)
}

/// `312–508`; the unit, if any, once.
pub(super) fn range(write: fn(f64) -> String, low: f64, high: f64) -> String {
    let (low, high) = (write(low), write(high));
    match (low.strip_suffix(" %"), high.ends_with(" %")) {
        (Some(low), true) => format!("{low}–{high}"),
        _ => format!("{low}–{high}"),
    }
}
