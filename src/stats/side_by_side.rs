//! Numbered jobs on all cores, watched from the thread that waits for them: chains, and fits without one review.

use super::Progress;
use super::fit::Watch;
use crate::problem::{Outcome, Problem};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread::Thread;
use std::time::Duration;

/// How often progress is told, and the watch asked whether to go on.
const TELL: Duration = Duration::from_millis(40);

/// What jobs tell while they run, and what they are told.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    pub(crate) done: AtomicUsize,
    pub(crate) divergences: AtomicUsize,
    stop: AtomicBool,
}

impl Counters {
    /// Whether a job is to end now: its result is not wanted any more.
    pub(crate) fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// A worker's end: whoever waits is woken.
struct Ended<'a> {
    ended: &'a AtomicUsize,
    waiting: Thread,
}

impl Drop for Ended<'_> {
    fn drop(&mut self) {
        self.ended.fetch_add(1, Ordering::Release);
        self.waiting.unpark();
    }
}

/// Runs `job(0)` to `job(jobs - 1)`, as many at a time as there are cores; their results, in their order. What they
/// count in `counters.done` is told as so many `of` the stage. `what` is a job, in words: "chain".
///
/// # Errors
/// The first job's that fails, where a job panics, and where the watch says stop: the others are then told to end.
pub(crate) fn side_by_side<T: Send>(
    (jobs, what): (usize, &'static str),
    (stage, of): (&'static str, usize),
    job: impl Fn(usize, &Counters) -> Outcome<T> + Sync,
    watch: &mut Watch,
) -> Outcome<Vec<T>> {
    let workers = std::thread::available_parallelism().map_or(1, usize::from).min(jobs);
    let (counters, next, ended) = (Counters::default(), AtomicUsize::new(0), AtomicUsize::new(0));
    let results = Mutex::new((0..jobs).map(|_| None).collect::<Vec<Option<T>>>());
    let failed = Mutex::new(None);
    let work = || {
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= jobs || counters.stopped() {
                return;
            }
            let outcome = catch_unwind(AssertUnwindSafe(|| job(number, &counters)));
            match outcome.unwrap_or_else(|_| Err(without_result(what, number))) {
                Ok(result) => {
                    results.lock().unwrap_or_else(PoisonError::into_inner)[number] = Some(result);
                }
                // Of those that were told to end, that is all there is to say.
                Err(_) if counters.stopped() => {}
                Err(problem) => {
                    failed.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(problem);
                    counters.stop.store(true, Ordering::Relaxed);
                }
            }
        }
    };
    let told = std::thread::scope(|scope| {
        let waiting = std::thread::current();
        let handles: Vec<_> = (0..workers)
            .map(|_| {
                let guard = Ended { ended: &ended, waiting: waiting.clone() };
                scope.spawn(|| {
                    let _ended = guard;
                    work();
                })
            })
            .collect();
        let told = loop {
            let all_ended = ended.load(Ordering::Acquire) == workers;
            let done = counters.done.load(Ordering::Relaxed);
            let divergences = counters.divergences.load(Ordering::Relaxed);
            let told = watch.say(Progress { stage, done, of, divergences });
            if told.is_err() || all_ended {
                break told;
            }
            std::thread::park_timeout(TELL);
        };
        if told.is_err() {
            counters.stop.store(true, Ordering::Relaxed);
        }
        // A panic that nobody joins would go on in this thread; what it leaves is a result that is missing.
        handles.into_iter().for_each(|handle| drop(handle.join()));
        told
    });
    told?;
    if let Some(problem) = failed.into_inner().unwrap_or_else(PoisonError::into_inner) {
        return Err(problem);
    }
    let results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    let each = results.into_iter().enumerate();
    each.map(|(number, result)| result.ok_or_else(|| without_result(what, number))).collect()
}

fn without_result(what: &str, number: usize) -> Problem {
    Problem::new(format!("{what} {} ended without a result: a fault of this program", number + 1))
        .todo("report it with what was printed above")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ops::ControlFlow;

    fn run<T: Send>(
        jobs: usize,
        job: impl Fn(usize, &Counters) -> Outcome<T> + Sync,
        tell: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Outcome<Vec<T>> {
        side_by_side((jobs, "chain"), ("sampling", jobs), job, &mut Watch(tell))
    }

    fn on(_: Progress) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }

    /// A job that goes on until it is told to end.
    fn told_to(counters: &Counters) -> Outcome<()> {
        while !counters.stopped() {
            std::thread::yield_now();
        }
        Err(Problem::new("told to"))
    }

    #[test]
    fn results_are_in_the_order_of_the_jobs() {
        let uneven = |number: usize, counters: &Counters| {
            std::thread::sleep(Duration::from_millis((7 * number as u64) % 5));
            counters.done.fetch_add(1, Ordering::Relaxed);
            Ok(number)
        };
        let mut last = 0;
        let results = run(23, uneven, &mut |progress| {
            last = progress.done;
            on(progress)
        });
        assert_eq!(results.unwrap(), (0..23).collect::<Vec<_>>());
        assert_eq!(last, 23, "the end is told");
        assert_eq!(run(0, |_, _| Ok(()), &mut on).unwrap(), []);
    }

    #[test]
    fn a_job_that_panics_is_a_problem_and_not_a_wait_for_ever() {
        let one_panics = |number: usize, counters: &Counters| {
            assert_ne!(number, 1, "this is the test's own panic");
            if number == 0 { Ok(()) } else { told_to(counters) }
        };
        let said = run(4, one_panics, &mut on).unwrap_err().to_string();
        assert!(said.starts_with("chain 2 ended without a result"), "{said}");
    }

    #[test]
    fn the_first_problem_ends_the_others_and_is_the_one_told() {
        let fails = |number: usize, counters: &Counters| match number {
            0 => Ok(()),
            1 => Err(Problem::new("no place to begin at")),
            _ => told_to(counters),
        };
        assert_eq!(run(5, fails, &mut on).unwrap_err().to_string(), "no place to begin at");
    }

    #[test]
    fn the_watch_ends_them() {
        let said =
            run(3, |_, counters| told_to(counters), &mut |_| ControlFlow::Break(())).unwrap_err().to_string();
        assert_eq!(said, "the fit was stopped before it was done");
    }
}
