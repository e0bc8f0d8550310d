//! What takes long, on a thread of its own: it says how far it is, can be stopped, and leaves one result.

use crate::problem::Outcome;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::sync::{Arc, Mutex, PoisonError};

/// How far a piece of work has come.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct HowFar {
    pub(super) what: String,
    /// More of it, where there is more to say.
    pub(super) detail: String,
    /// 0 to 1.
    pub(super) share: f32,
}

/// A piece of work under way.
pub(super) struct Work<T> {
    result: Receiver<Outcome<T>>,
    how_far: Arc<Mutex<HowFar>>,
    stopped: Arc<AtomicBool>,
}

/// The worker's end: tell how far it is, and be told to stop.
pub(super) struct Tell {
    how_far: Arc<Mutex<HowFar>>,
    stopped: Arc<AtomicBool>,
    ctx: egui::Context,
}

impl Tell {
    pub(super) fn tell(&self, what: &str, share: f32) -> ControlFlow<()> {
        self.tell_more(HowFar { what: what.to_owned(), detail: String::new(), share })
    }

    pub(super) fn tell_more(&self, how_far: HowFar) -> ControlFlow<()> {
        *self.how_far.lock().unwrap_or_else(PoisonError::into_inner) = how_far;
        self.ctx.request_repaint();
        if self.stopped.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

impl<T: Send + 'static> Work<T> {
    /// Begins `job`.
    pub(super) fn begin(ctx: &egui::Context, job: impl FnOnce(&Tell) -> Outcome<T> + Send + 'static) -> Self {
        let (sender, result) = channel();
        let how_far = Arc::new(Mutex::new(HowFar::default()));
        let stopped = Arc::new(AtomicBool::new(false));
        let tell = Tell { how_far: how_far.clone(), stopped: stopped.clone(), ctx: ctx.clone() };
        std::thread::spawn(move || {
            let outcome = job(&tell);
            // Nobody waits any more where the page was left: then the result is not wanted.
            let _ = sender.send(outcome);
            tell.ctx.request_repaint();
        });
        Self { result, how_far, stopped }
    }

    pub(super) fn how_far(&self) -> HowFar {
        self.how_far.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The result, once there is one. A worker that died without one is a problem too.
    pub(super) fn take(&self) -> Option<Outcome<T>> {
        match self.result.try_recv() {
            Ok(outcome) => Some(outcome),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => {
                Some(Err(crate::problem::Problem::new("the work in the background ended without a result")
                    .todo("try again; if it happens again, report it with the study's protocol")))
            }
        }
    }
}

/// Work that nobody waits for is told to stop; its result is lost.
impl<T> Drop for Work<T> {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Problem;

    fn wait<T: Send + 'static>(work: &Work<T>) -> Outcome<T> {
        loop {
            match work.take() {
                Some(outcome) => return outcome,
                None => std::thread::yield_now(),
            }
        }
    }

    #[test]
    fn leaves_its_result() {
        let work = Work::begin(&egui::Context::default(), |tell| {
            assert!(tell.tell("counting", 0.5).is_continue());
            Ok(7)
        });
        assert_eq!(wait(&work), Ok(7));
        assert_eq!(work.how_far(), HowFar { what: "counting".into(), detail: String::new(), share: 0.5 });
    }

    #[test]
    fn is_stopped_by_being_dropped() {
        let (sender, ended) = channel();
        let work = Work::<()>::begin(&egui::Context::default(), move |tell| {
            while tell.tell("turning", 0.0).is_continue() {
                std::thread::yield_now();
            }
            sender.send(()).unwrap();
            Err(Problem::new("stopped"))
        });
        drop(work);
        assert_eq!(ended.recv_timeout(std::time::Duration::from_secs(20)), Ok(()));
    }
}
