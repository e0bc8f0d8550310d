//! C at a point, between the lines of the grid and outside it.

use super::surface;
use tightloop::surface::{Clamp, SurfaceError};

#[test]
fn between_grid_lines_c_is_bilinear_and_does_not_fall() {
    let surface = surface();
    let at = |delay: f64, batch: f64| surface.evaluate(delay, batch, Clamp::No).unwrap().cost_secs.mean;
    assert_eq!(at(120.0, 4.0), surface.grid.cost_secs.mean[1][1]);
    // Halfway between 4 and 16 on the log scale is 8.
    let middle = 0.5 * (surface.grid.cost_secs.mean[1][1] + surface.grid.cost_secs.mean[1][2]);
    assert!((at(120.0, 8.0) - middle).abs() < 1e-9);
    // Halfway between 120 and 600 in log(1 + d/τ).
    let tau = surface.model.tau_secs;
    let halfway = tau * (((1.0f64 + 120.0 / tau) * (1.0 + 600.0 / tau)).sqrt() - 1.0);
    let middle = 0.5 * (surface.grid.cost_secs.mean[1][1] + surface.grid.cost_secs.mean[2][1]);
    assert!((at(halfway, 4.0) - middle).abs() < 1e-9);
    for step in 0..60 {
        let (delay, batch) = (10.0 * f64::from(step), 1.0 + 0.25 * f64::from(step));
        assert!(at(delay + 10.0, batch) >= at(delay, batch));
        assert!(at(delay, (batch + 0.25).min(16.0)) >= at(delay, batch));
    }
}

#[test]
fn outside_the_support_it_says_nothing_unless_asked() {
    let surface = surface();
    let error = surface.evaluate(601.0, 4.0, Clamp::No).unwrap_err();
    assert_eq!(error.to_string(), "delay 601 s lies outside what was measured, 0 to 600 s");
    assert!(surface.evaluate(60.0, 0.5, Clamp::No).is_err());
    assert_eq!(surface.evaluate(f64::NAN, 4.0, Clamp::Yes), Err(SurfaceError::NoNumber { axis: "delay" }));
    let clamped = surface.evaluate(1e9, 99.0, Clamp::Yes).unwrap();
    assert_eq!((clamped.delay_secs, clamped.batch_size), (600.0, 16.0));
    assert_eq!(clamped.cost_secs.q95, surface.grid.cost_secs.q95[2][2]);
}

#[test]
fn the_quick_evaluator_gives_what_the_careful_one_gives() {
    let surface = surface();
    let mut points = vec![];
    for step in 0..=400 {
        let share = f64::from(step) / 400.0;
        points.push([600.0 * share, 16f64.powf((7.0 * share) % 1.0)]);
    }
    points.extend([[0.0, 1.0], [120.0, 4.0], [600.0, 16.0], [120.0, 1.0], [0.0, 4.0]]);
    let mut costs = vec![0.0; points.len()];
    let evaluator = surface.evaluator(Clamp::No);
    evaluator.costs(&points, &mut costs).unwrap();
    for ([delay, batch], cost) in points.iter().zip(&costs) {
        let exact = surface.evaluate(*delay, *batch, Clamp::No).unwrap().cost_secs.mean;
        assert!((cost / exact - 1.0).abs() < 1e-12, "{delay} {batch}: {cost} {exact}");
        assert_eq!(evaluator.cost(*delay, *batch).unwrap(), *cost);
    }
    for outside in [[601.0, 4.0], [60.0, 0.5], [f64::NAN, 4.0]] {
        points[300] = outside;
        let said = evaluator.costs(&points, &mut costs).unwrap_err();
        assert_eq!(
            said.to_string(),
            surface.evaluate(outside[0], outside[1], Clamp::No).unwrap_err().to_string()
        );
    }
    points[300] = [1e9, 99.0];
    surface.evaluator(Clamp::Yes).costs(&points, &mut costs).unwrap();
    assert!((costs[300] / surface.grid.cost_secs.mean[2][2] - 1.0).abs() < 1e-12);
    let mut flat = surface.clone();
    flat.grid.delay_secs.truncate(1);
    flat.support.delay_secs = [0.0, 0.0];
    let exact = flat.evaluate(0.0, 7.0, Clamp::No).unwrap().cost_secs.mean;
    assert!((flat.evaluator(Clamp::No).cost(0.0, 7.0).unwrap() / exact - 1.0).abs() < 1e-12);
}
