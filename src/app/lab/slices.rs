//! Cuts through C: over the delay at one batch size, over the batch size at one delay, each with its 90 % band.

use super::widgets;
use crate::app::theme::{self, size};
use crate::surface::CostSurface;
use egui::{RichText, Ui};
use egui_plot::{FilledArea, Line, Plot, PlotPoints};

pub(super) fn ui(ui: &mut Ui, surface: &CostSurface, delay: &mut usize, batch: &mut usize) {
    let grid = &surface.grid;
    let (delays, batches) = (&grid.delay_secs, &grid.batch_size);
    if delays.is_empty() || batches.is_empty() {
        return;
    }
    *delay = (*delay).min(delays.len() - 1);
    *batch = (*batch).min(batches.len() - 1);
    let cost = &grid.cost_secs;

    choose(ui, "C over the delay, at m", batch, batches, |m| format!("{m}"));
    let column = |matrix: &Vec<Vec<f64>>| -> Vec<f64> {
        matrix.iter().filter_map(|row| row.get(*batch).copied()).collect()
    };
    let band = Band { mean: column(&cost.mean), low: column(&cost.q05), high: column(&cost.q95) };
    plot(ui, "over-delay", "delay d, seconds", delays, &band);

    ui.add_space(size::S4);
    choose(ui, "C over the batch size, at d", delay, delays, widgets::delay);
    let row = |matrix: &Vec<Vec<f64>>| matrix.get(*delay).cloned().unwrap_or_default();
    let band = Band { mean: row(&cost.mean), low: row(&cost.q05), high: row(&cost.q95) };
    plot(ui, "over-batch", "batch size m, decisions", batches, &band);
}

struct Band {
    mean: Vec<f64>,
    low: Vec<f64>,
    high: Vec<f64>,
}

fn choose(ui: &mut Ui, title: &str, chosen: &mut usize, levels: &[f64], name: impl Fn(f64) -> String) {
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(title).strong());
        for (index, level) in levels.iter().enumerate() {
            ui.selectable_value(chosen, index, name(*level));
        }
    });
}

fn plot(ui: &mut Ui, id: &str, x_label: &str, xs: &[f64], band: &Band) {
    let n = xs.len();
    if [band.mean.len(), band.low.len(), band.high.len()] != [n, n, n] {
        return;
    }
    let palette = theme::palette(ui);
    let color = palette.series[0];
    let points = |ys: &[f64]| -> PlotPoints<'static> { xs.iter().zip(ys).map(|(x, y)| [*x, *y]).collect() };
    let area =
        FilledArea::new("90 % interval", xs, &band.low, &band.high).fill_color(color.gamma_multiply(0.25));
    let line = Line::new("mean", points(&band.mean)).color(color).width(size::STROKE_CURSOR);
    let dots = egui_plot::Points::new("mean", points(&band.mean)).color(color).radius(size::S1);
    Plot::new(id)
        .height(size::PLOT)
        .allow_zoom(false)
        .allow_scroll(false)
        .allow_drag(false)
        .allow_boxed_zoom(false)
        .include_y(0.0)
        .grid_color(palette.hairline)
        .x_axis_label(x_label)
        .y_axis_label("C, person-seconds")
        .label_formatter(|hover| {
            let egui_plot::HoverPosition::NearDataPoint { position, .. } = hover else { return None };
            Some(format!("C {}", widgets::secs(position.y)))
        })
        .show(ui, |plot| {
            plot.add(area);
            plot.line(line);
            plot.points(dots);
        });
}
