//! What handing over to the journal costs a frame, and what an fsync costs the writer.
//!
//! `cargo bench --no-default-features --features fit --bench journal`

#[path = "../tests/store/plan.rs"]
mod plan;

use criterion::{BatchSize, Criterion};
use std::hint::black_box;
use std::time::{Duration, Instant};
use tightloop::journal::{Durability, Journal};
use tightloop::session::event::{Event, StampedEvent};
use tightloop::session::input::{Stamped, Verdict};

fn opened() -> StampedEvent {
    Stamped { at_nanos: 0, value: Event::DecisionOpened { trial: 0, decision: 1 } }
}

fn accepted() -> StampedEvent {
    Stamped { at_nanos: 0, value: Event::VerdictGiven { trial: 0, verdict: Verdict::Accept } }
}

fn journal(dir: &tempfile::TempDir, name: &str) -> Journal {
    let header = plan::header();
    Journal::create(dir.path().join(name), &header, Durability::EveryDecision)
        .expect("a journal in a temporary folder")
}

fn wait(journal: &Journal) {
    while !journal.is_durable() {
        std::thread::yield_now();
    }
}

fn print(what: &str, mut samples: Vec<Duration>) {
    samples.sort_unstable();
    let at = |share: f64| samples[((samples.len() - 1) as f64 * share) as usize];
    println!(
        "{what}: n {}, p50 {:?}, p99 {:?}, p99.9 {:?}, max {:?}",
        samples.len(),
        at(0.5),
        at(0.99),
        at(0.999),
        at(1.0)
    );
}

/// The tail matters, not the mean: a frame is late when one hand-over is.
fn tails(dir: &tempfile::TempDir) {
    let exploring = journal(dir, "exploring.jsonl");
    let busy = journal(dir, "busy.jsonl");
    let (mut quiet, mut during_sync, mut durable) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..20_000 {
        let start = Instant::now();
        let _ = black_box(exploring.append(&[opened()]));
        quiet.push(start.elapsed());
    }
    for _ in 0..500 {
        let start = Instant::now();
        let _ = black_box(busy.append(&[accepted()]));
        during_sync.push(start.elapsed());
        // These arrive while the writer is in its fsync.
        for _ in 0..5 {
            let start = Instant::now();
            let _ = black_box(busy.append(&[opened()]));
            during_sync.push(start.elapsed());
        }
        wait(&busy);
        durable.push(start.elapsed());
    }
    print("hand-over, exploration", quiet);
    print("hand-over, while the writer writes and fsyncs", during_sync);
    print("from a verdict's hand-over until it is fsynced", durable);
}

fn main() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let mut criterion = Criterion::default().configure_from_args();
    let exploring = journal(&dir, "criterion.jsonl");
    criterion.bench_function("journal/append exploration", |bench| {
        bench.iter_batched(opened, |event| exploring.append(&[event]), BatchSize::SmallInput);
    });
    let deciding = journal(&dir, "deciding.jsonl");
    criterion.bench_function("journal/append decisive", |bench| {
        bench.iter_batched(
            || {
                wait(&deciding);
                accepted()
            },
            |event| deciding.append(&[event]),
            BatchSize::PerIteration,
        );
    });
    criterion.final_summary();
    // `cargo test --benches` only asks whether it runs.
    if !std::env::args().any(|argument| argument == "--test") {
        tails(&dir);
    }
}
