//! The writer thread, and the little that it shares with those who hand over.

use super::Durability;
use super::chain::Chain;
use super::line;
use super::tail::{Medium, Tail};
use crate::problem::{Outcome, Problem};
use crate::session::event::{Event, StampedEvent};
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long exploration events may wait before they are written.
pub const FLUSH_AFTER: Duration = Duration::from_millis(250);

/// What both sides see. The lock is held for a push or a swap, never while anything is encoded or written.
pub(super) struct Shared {
    state: Mutex<State>,
    /// Wakes the writer.
    work: Condvar,
    /// Wakes who waits in [`Shared::flush`].
    answer: Condvar,
    /// Called by the writer when something changed.
    callback: Mutex<Option<Box<dyn Fn() + Send>>>,
}

#[derive(Default)]
struct State {
    queue: Vec<StampedEvent>,
    /// The last stamp handed over; stamps never decrease.
    last_nanos: u64,
    /// When the queue's first event came.
    oldest: Option<Instant>,
    /// Whether the writer is to start at once.
    urgent: bool,
    /// Decisive events handed over, and how many of them are durable.
    handed_over: u64,
    durable: u64,
    /// Flushes asked for and answered.
    asked: u64,
    answered: u64,
    failure: Option<Problem>,
    closing: bool,
    /// No writer any more.
    over: bool,
}

/// What the writer takes at once.
struct Work {
    events: Vec<StampedEvent>,
    handed_over: u64,
    asked: u64,
    closing: bool,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn hand_over(&self, events: &[StampedEvent]) -> Outcome<()> {
        let mut state = self.lock();
        if state.over || state.closing {
            let ended = || Problem::new("the journal is closed; these events are not recorded");
            return Err(state.failure.clone().unwrap_or_else(ended));
        }
        let Some(last_nanos) = check(events, state.last_nanos)? else { return Ok(()) };
        state.last_nanos = last_nanos;
        let decisive = events.iter().filter(|event| event.value.is_decisive()).count() as u64;
        state.queue.extend_from_slice(events);
        state.oldest.get_or_insert_with(Instant::now);
        state.handed_over += decisive;
        let retries = state.failure.is_some();
        if decisive > 0 || retries {
            state.urgent = true;
        }
        drop(state);
        self.work.notify_one();
        Ok(())
    }

    pub(super) fn is_durable(&self) -> bool {
        let state = self.lock();
        state.durable == state.handed_over
    }

    pub(super) fn failure(&self) -> Option<Problem> {
        self.lock().failure.clone()
    }

    pub(super) fn set_callback(&self, call: Box<dyn Fn() + Send>) {
        *self.callback.lock().unwrap_or_else(PoisonError::into_inner) = Some(call);
    }

    pub(super) fn retry(&self) {
        self.lock().urgent = true;
        self.work.notify_one();
    }

    /// Waits until everything handed over so far is on the disk, or until that failed.
    pub(super) fn flush(&self) -> Outcome<()> {
        let mut state = self.lock();
        state.asked += 1;
        state.urgent = true;
        let mine = state.asked;
        self.work.notify_one();
        while state.answered < mine && !state.over {
            state = self.answer.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.failure.clone().map_or(Ok(()), Err)
    }

    /// Waits for something to do: at once where it is urgent, else until the oldest event has waited long enough.
    fn take(&self) -> Work {
        let mut state = self.lock();
        while !(state.urgent || state.closing) {
            let Some(since) = state.oldest else {
                state = self.work.wait(state).unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            let left = FLUSH_AFTER.saturating_sub(since.elapsed());
            if left.is_zero() {
                break;
            }
            state = self.work.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        state.urgent = false;
        state.oldest = None;
        Work {
            events: std::mem::take(&mut state.queue),
            handed_over: state.handed_over,
            asked: state.asked,
            closing: state.closing,
        }
    }

    fn report(&self, outcome: Result<(), Problem>, work: &Work) {
        let mut state = self.lock();
        match outcome {
            Ok(()) => {
                state.failure = None;
                state.durable = work.handed_over;
            }
            Err(problem) => state.failure = Some(problem),
        }
        state.answered = work.asked;
        state.over = work.closing;
        drop(state);
        self.answer.notify_all();
        self.call_back();
    }

    fn call_back(&self) {
        if let Some(call) = &*self.callback.lock().unwrap_or_else(PoisonError::into_inner) {
            call();
        }
    }
}

/// The last of the events' stamps, where all may be written.
fn check(events: &[StampedEvent], mut last_nanos: u64) -> Outcome<Option<u64>> {
    for event in events {
        if event.at_nanos < last_nanos {
            return Err(Problem::new(format!(
                "an event stamped {} ns came after one stamped {last_nanos} ns: stamps are monotonic",
                event.at_nanos
            )));
        }
        if let Event::Frames { facts, .. } = &event.value
            && !(facts.p95_ms.is_finite() && facts.max_ms.is_finite())
        {
            return Err(Problem::new("a frame time is not a finite number"));
        }
        last_nanos = event.at_nanos;
    }
    Ok(events.last().map(|event| event.at_nanos))
}

/// The thread. Dropped without [`super::Journal::close`], it still writes what it has, and waits for that.
pub(super) struct Handle {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

impl Handle {
    pub(super) fn end(&mut self) {
        self.shared.lock().closing = true;
        self.shared.work.notify_one();
        if let Some(thread) = self.thread.take() {
            // A writer that panicked has said so in `failure`.
            let _ = thread.join();
        }
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.end();
    }
}

/// The writer's own side.
pub(super) struct Writer<M> {
    path: PathBuf,
    tail: Tail<M>,
    chain: Chain,
    seq: u64,
    durability: Durability,
    /// Whether something decisive was taken that no fsync has covered.
    owes_sync: bool,
}

impl<M: Medium + 'static> Writer<M> {
    pub(super) fn new(path: PathBuf, tail: Tail<M>, chain: Chain, seq: u64, durability: Durability) -> Self {
        Self { path, tail, chain, seq, durability, owes_sync: false }
    }

    pub(super) fn spawn(self, last_nanos: u64) -> io::Result<(Arc<Shared>, Handle)> {
        let shared = Arc::new(Shared {
            state: Mutex::new(State { last_nanos, ..State::default() }),
            work: Condvar::new(),
            answer: Condvar::new(),
            callback: Mutex::new(None),
        });
        let (ours, path) = (Arc::clone(&shared), self.path.clone());
        let thread = std::thread::Builder::new().name("journal".to_owned()).spawn(move || {
            let alarm = Alarm { shared: &ours, path };
            self.run(alarm.shared);
        })?;
        Ok((Arc::clone(&shared), Handle { shared, thread: Some(thread) }))
    }

    fn run(mut self, shared: &Shared) {
        loop {
            let work = shared.take();
            let flush = work.closing || work.asked > shared.lock().answered;
            let outcome = self.put(&work.events, flush);
            shared.report(outcome, &work);
            if work.closing {
                return;
            }
        }
    }

    fn put(&mut self, events: &[StampedEvent], flush: bool) -> Outcome<()> {
        for event in events {
            line::encode(self.seq + 1, event, &mut self.chain, self.tail.waiting()).map_err(|error| {
                Problem::new(format!("cannot write an event: {error}")).in_file(&self.path)
            })?;
            self.seq += 1;
            self.owes_sync |= event.value.is_decisive();
        }
        self.tail.write().map_err(|error| Problem::io(&self.path, "write the journal", &error))?;
        let due = match self.durability {
            Durability::EveryDecision => self.owes_sync || flush,
            Durability::AtEnd => flush,
        };
        if due {
            self.tail.sync().map_err(|error| Problem::io(&self.path, "write the journal", &error))?;
            self.owes_sync = false;
        }
        Ok(())
    }
}

/// Says so when the writer dies, so that nobody waits for it for ever.
struct Alarm<'a> {
    shared: &'a Shared,
    path: PathBuf,
}

impl Drop for Alarm<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let mut state = self.shared.lock();
            state.failure = Some(
                Problem::new("the journal's writer stopped by a fault of this program")
                    .in_file(&self.path)
                    .todo("close the program and start it again; what was saved is safe"),
            );
            state.over = true;
            drop(state);
            self.shared.answer.notify_all();
        }
    }
}
