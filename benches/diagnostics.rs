//! What judging a run costs.

use criterion::{Criterion, criterion_group, criterion_main};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use tightloop::stats::diagnose::{Diagnosis, Sampling};
use tightloop::stats::loo::{LogLikelihood, loo};

/// Four chains of 1,000 dependent draws.
fn chains(rng: &mut ChaCha8Rng, memory: f64) -> Vec<Vec<f64>> {
    let walk = |_| {
        let mut at = 0.0;
        let mut step = |_| {
            at = memory * at + rng.random::<f64>() - 0.5;
            at
        };
        (0..1_000).map(&mut step).collect()
    };
    (0..4).map(walk).collect()
}

fn diagnose(c: &mut Criterion) {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a pool of one thread");
    let mut group = c.benchmark_group("diagnose 375 quantities of 4 x 1000 draws on one core");
    for (name, memory) in [("mixing", 0.2), ("slow", 0.9), ("hardly mixing", 0.999)] {
        let draws: Vec<_> = (0..375).map(|_| chains(&mut rng, memory)).collect();
        let names: Vec<String> = (0..draws.len()).map(|i| format!("x{i}")).collect();
        group.sample_size(10).bench_function(name, |b| {
            b.iter(|| pool.install(|| Diagnosis::of(&names, |i| draws[i].clone(), Sampling::default())));
        });
    }
}

fn leave_one_out(c: &mut Criterion) {
    let mut rng = ChaCha8Rng::seed_from_u64(2);
    let values = (0..4_000 * 1_000).map(|_| -3.0 * rng.random::<f64>().powi(2)).collect();
    let matrix = LogLikelihood::new(4_000, 1_000, values).expect("a whole matrix");
    let mut group = c.benchmark_group("PSIS-LOO");
    group.sample_size(10).bench_function("4000 draws x 1000 observations", |b| b.iter(|| loo(&matrix, 1.0)));
}

criterion_group!(benches, diagnose, leave_one_out);
criterion_main!(benches);
