//! How many points a second a loaded surface answers on one core: the mean of C, from the evaluator and from a loop over
//! the careful reader.
//!
//! `cargo bench --bench surface` prints both; `cargo test --benches` runs it once, small.

use std::hint::black_box;
use std::time::Instant;
use tightloop::surface::{Clamp, CostSurface};

const SURFACE: &str = include_str!("../analysis/conformance/surface.json");

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let count = if std::env::args().any(|argument| argument == "--bench") { 4_000_000 } else { 10_000 };
    let surface: CostSurface = serde_json::from_str(SURFACE)?;
    surface.validate()?;
    // Points all over the support, in no order that a cache or a branch predictor could learn.
    let [soonest, latest] = surface.support.delay_secs;
    let [least, most] = surface.support.batch_size;
    let points: Vec<[f64; 2]> = (0..count)
        .map(|i| {
            let share = |step: f64| (f64::from(i) * step).fract();
            [
                soonest + (latest - soonest) * share(0.618_033_988_749),
                least + (most - least) * share(0.754_877_666_247),
            ]
        })
        .collect();
    let mut costs = vec![0.0; points.len()];

    // The best of several rounds: others use this machine too.
    let best = |round: &mut dyn FnMut() -> Result<(), tightloop::surface::SurfaceError>| {
        let mut best = f64::INFINITY;
        for _ in 0..7 {
            let begun = Instant::now();
            round()?;
            best = best.min(begun.elapsed().as_secs_f64());
        }
        Ok::<f64, tightloop::surface::SurfaceError>(points.len() as f64 / best)
    };
    let evaluator = surface.evaluator(Clamp::No);
    let quick = best(&mut || evaluator.costs(black_box(&points), black_box(&mut costs)))?;
    let checked = costs.iter().sum::<f64>();
    let naive = best(&mut || {
        for ([delay_secs, batch_size], cost) in black_box(&points).iter().zip(costs.iter_mut()) {
            *cost = surface.evaluate(*delay_secs, *batch_size, Clamp::No)?.cost_secs.mean;
        }
        Ok(())
    })?;
    let again = costs.iter().sum::<f64>();
    assert!((checked / again - 1.0).abs() < 1e-12, "the two disagree: {checked} {again}");
    println!(
        "mean C at {count} points: evaluator {:.1} million points a second, evaluate() in a loop {:.1}: {:.1} times as many",
        quick / 1e6,
        naive / 1e6,
        quick / naive
    );
    Ok(())
}
