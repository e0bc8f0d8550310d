//! The journal: the append-only record of one session, and all that its data are derived from.
//!
//! One JSON line an event, `{"seq":…,"at_nanos":…,"event":{…},"chain":"…"}`, after a first line that says what is
//! recorded ([`Header`]). `seq` counts events from 1. `chain` is BLAKE3 over the previous line's chain (32 bytes;
//! zeros before the first line) and this line up to the comma before `"chain"`, so every line vouches for all before it.
//!
//! What the chain finds: a line that was edited, taken out, put in, or moved; damage by a disk or a careless program.
//! What it cannot find: somebody who computes the whole chain anew (it holds no secret), and lines taken off the END at
//! a line's boundary, which look just like a session that was left early. A finished session ends with
//! [`Event::SessionEnded`](crate::session::event::Event::SessionEnded), so one that lost its end shows up as unfinished.
//!
//! What decides data is on disk, fsynced, before the screen moves on ([`Journal::is_durable`]); exploration is batched
//! for at most [`FLUSH_AFTER`]. A writer thread does both: a frame only hands over.
//!
//! ```text
//! Journal::append ─▶ queue ─▶ writer thread: encode + chain ─▶ write ─▶ fsync ─▶ on_durable
//!                    (a lock held for a push)      full disk: keep, cut the partial line off, say so, retry
//! ```

mod chain;
pub(crate) mod disk;
mod header;
mod line;
mod read;
mod tail;
mod writer;

pub(crate) use header::wall_clock;
pub use header::{Header, JOURNAL_FORMAT, Station, commit, software};
pub use read::{Cut, Recorded, read};
pub use writer::FLUSH_AFTER;

use crate::problem::{Outcome, Problem};
use crate::session::event::StampedEvent;
use std::fs::{File, OpenOptions};
use std::io::{Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use tail::Tail;
use writer::{Handle, Shared, Writer};

/// When what was handed over is forced onto the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// An fsync for each decisive event (several that wait together share one): for people.
    EveryDecision,
    /// Written often, fsynced on [`Journal::close`]: for simulated sessions, which can be had again.
    AtEnd,
}

/// A journal open for appending.
///
/// All methods take `&self`: the window appends from its frame while the writer thread works.
pub struct Journal {
    path: PathBuf,
    handle: Mutex<Handle>,
    shared: Arc<Shared>,
}

/// Where a journal goes on.
struct End {
    file: File,
    bytes: u64,
    chain: chain::Chain,
    seq: u64,
    last_nanos: u64,
}

impl Journal {
    /// Begins a journal. The file appears with its whole first line or not at all, and its folder is made if missing.
    ///
    /// # Errors
    /// The file exists; the folder cannot be written to; the disk is full; the header holds a number that is not finite.
    pub fn create(path: impl AsRef<Path>, header: &Header, durability: Durability) -> Outcome<Self> {
        let path = path.as_ref();
        let mut chain = chain::Chain::start();
        let first_line = line::encode_header(header, &mut chain).map_err(|problem| problem.in_file(path))?;
        let file = disk::create_whole(path, &first_line).map_err(|error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => Problem::new("this journal exists already")
                .in_file(path)
                .todo("go on with it, or begin the next session"),
            _ => Problem::io(path, "begin the journal", &error),
        })?;
        let end = End { file, bytes: first_line.len() as u64, chain, seq: 0, last_nanos: 0 };
        Self::spawn(path, end, durability)
    }

    /// Opens a journal to go on with it. A torn last line, the trace of a crash, is cut off first; [`Recorded::cut`] says so.
    ///
    /// # Errors
    /// As [`read()`]; and where the file cannot be written to.
    pub fn append_to(path: impl AsRef<Path>, durability: Durability) -> Outcome<(Recorded, Self)> {
        let path = path.as_ref();
        let verified = read::verify(path)?;
        let opening = |error: std::io::Error| Problem::io(path, "go on with the journal", &error);
        let mut file = OpenOptions::new().write(true).open(path).map_err(opening)?;
        if verified.recorded.cut.is_some() {
            file.set_len(verified.whole_bytes).map_err(opening)?;
        }
        // What a killed program had written may never have been synced.
        file.sync_all().map_err(opening)?;
        file.seek(SeekFrom::End(0)).map_err(opening)?;
        let events = &verified.recorded.events;
        let end = End {
            file,
            bytes: verified.whole_bytes,
            chain: verified.chain,
            seq: events.len() as u64,
            last_nanos: events.last().map_or(0, |event| event.at_nanos),
        };
        let journal = Self::spawn(path, end, durability)?;
        Ok((verified.recorded, journal))
    }

    fn spawn(path: &Path, end: End, durability: Durability) -> Outcome<Self> {
        let tail = Tail::new(end.file, end.bytes);
        let writer = Writer::new(path.to_path_buf(), tail, end.chain, end.seq, durability);
        let (shared, handle) = writer
            .spawn(end.last_nanos)
            .map_err(|error| Problem::io(path, "start the journal's writer", &error))?;
        Ok(Self { path: path.to_path_buf(), handle: Mutex::new(handle), shared })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Hands events over to the writer thread; never waits for the disk.
    ///
    /// # Errors
    /// The writer has failed and not yet recovered ([`Journal::failure`]). The events ARE taken all the same, are kept
    /// with the others that wait, and the writer tries again at once: do not hand them over twice.
    /// Only two kinds are refused, and not taken: a stamp before the last one (or a frame time that is no finite number),
    /// and anything after [`Journal::close`].
    pub fn append(&self, events: &[StampedEvent]) -> Outcome<()> {
        self.shared.hand_over(events).map_err(|problem| problem.in_file(&self.path))?;
        self.failure().map_or(Ok(()), Err)
    }

    /// Whether every decisive event handed over so far is as safe as [`Durability`] promises: fsynced, or, with
    /// [`Durability::AtEnd`], with the operating system.
    pub fn is_durable(&self) -> bool {
        self.shared.is_durable()
    }

    /// Called by the writer thread whenever [`Self::is_durable`] or [`Self::failure`] may have changed. It may ask either,
    /// and request a repaint; it must not close the journal.
    pub fn on_durable(&self, call: Box<dyn Fn() + Send>) {
        self.shared.set_callback(call);
    }

    /// Why the writer cannot write at present; none once it could again.
    pub fn failure(&self) -> Option<Problem> {
        self.shared.failure()
    }

    /// Asks the writer to try again what it could not write. Comes back at once.
    pub fn retry(&self) {
        self.shared.retry();
    }

    /// Writes and fsyncs everything, then ends the writer. May be called again after it failed: nothing was let go.
    ///
    /// # Errors
    /// What could not be written, as [`Journal::failure`].
    pub fn close(&self) -> Outcome<()> {
        self.shared.flush()?;
        self.handle.lock().unwrap_or_else(PoisonError::into_inner).end();
        Ok(())
    }
}

impl std::fmt::Debug for Journal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Journal").field("path", &self.path).finish_non_exhaustive()
    }
}
