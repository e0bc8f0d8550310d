//! What judging a run costs, and a preview.

use criterion::{Criterion, criterion_group, criterion_main};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use tightloop::stats::AnalysisPlan;
use tightloop::stats::diagnose::{Diagnosis, Sampling};
use tightloop::stats::loo::{LogLikelihood, loo};
use tightloop::stats::reml::preview;
use tightloop::stats::{Said, Trial};

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

/// A million reviews: 500 participants, 20 scenarios.
fn million() -> Vec<Trial> {
    let mut rng = ChaCha8Rng::seed_from_u64(3);
    let mut drawn = |count: usize| -> Vec<f64> { (0..count).map(|_| rng.random::<f64>()).collect() };
    let (people, items) = (drawn(500), drawn(20));
    let review = |i: u32| {
        let (j, k) = (i as usize % people.len(), rng.random_range(0..items.len()));
        let batch_size = [1.0, 2.0, 4.0, 8.0, 16.0][rng.random_range(0..5usize)];
        let log_secs = 3.0 + people[j] + items[k] + 0.6 * f64::ln(batch_size) + rng.random::<f64>();
        Trial {
            participant: format!("p{j}"),
            scenario: format!("s{k}"),
            trial: i / 500 + 1,
            delay_secs: [0.0, 60.0, 300.0, 900.0][rng.random_range(0..4usize)] + rng.random::<f64>(),
            batch_size,
            planted: rng.random(),
            verdict: Some(Said::Accept),
            review_secs: log_secs.exp(),
            timed_out: false,
            error_index: None,
            said_index: None,
            reach: None,
            said_reach: None,
            outstanding: None,
            cues: None,
            practice: false,
            excluded: false,
            simulated: true,
        }
    };
    (0..1_000_000).map(review).collect()
}

fn previewed(c: &mut Criterion) {
    let plan = AnalysisPlan::default().expect("the built-in plan");
    let trials = million();
    let mut group = c.benchmark_group("REML preview");
    group.sample_size(10).bench_function("a million reviews, 500 people x 20 scenarios", |b| {
        b.iter(|| preview(&trials, &plan));
    });
}

criterion_group!(benches, diagnose, leave_one_out, previewed);
criterion_main!(benches);
