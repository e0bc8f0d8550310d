//! The end of a journal's file: what is safe, what is written, what still waits.
//!
//! A failed fsync is not asked again: the kernel may have thrown the pages away and would then say yes. What was not
//! known to be safe is cut off and written once more.

use std::fs::File;
use std::io::{self, Seek as _, SeekFrom, Write as _};

/// What a journal is written to; a trait so that tests can fill it up and break it.
pub(super) trait Medium: Send {
    /// Writes some bytes at the end.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize>;
    /// Forces all of it onto the disk.
    fn sync(&mut self) -> io::Result<()>;
    /// Cuts off what is beyond `len` bytes; the next write follows there.
    fn truncate(&mut self, len: u64) -> io::Result<()>;
}

impl Medium for File {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        io::Write::write(self, bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.flush()?;
        self.sync_data()
    }

    fn truncate(&mut self, len: u64) -> io::Result<()> {
        self.set_len(len)?;
        self.seek(SeekFrom::Start(len)).map(|_| ())
    }
}

/// The file's end. Its invariant: beyond `safe` bytes the file holds the first `written` of `waiting`, whole lines only,
/// unless `dirty`, and then that is put right before anything else.
pub(super) struct Tail<M> {
    medium: M,
    /// Bytes known to be on the disk.
    safe: u64,
    /// Lines after those, each with its line feed.
    waiting: Vec<u8>,
    /// How many bytes of `waiting` the file holds.
    written: usize,
    /// Whether the file may hold more than that.
    dirty: bool,
}

impl<M: Medium> Tail<M> {
    /// The end of a file of `safe` bytes, all of them on the disk.
    pub(super) fn new(medium: M, safe: u64) -> Self {
        Self { medium, safe, waiting: Vec::new(), written: 0, dirty: false }
    }

    /// Where the next line is to be put.
    pub(super) fn waiting(&mut self) -> &mut Vec<u8> {
        &mut self.waiting
    }

    /// Writes what waits. On failure the file ends with the last line that went in whole, and the rest goes on waiting.
    pub(super) fn write(&mut self) -> io::Result<()> {
        self.mend()?;
        while let Some(rest) = self.waiting.get(self.written..).filter(|rest| !rest.is_empty()) {
            match self.medium.write(rest) {
                Ok(0) => return Err(self.fall_back(io::ErrorKind::WriteZero.into())),
                Ok(bytes) => self.written += bytes,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(self.fall_back(error)),
            }
        }
        Ok(())
    }

    /// Forces what was written onto the disk.
    pub(super) fn sync(&mut self) -> io::Result<()> {
        if let Err(error) = self.medium.sync() {
            self.written = 0;
            self.dirty = true;
            return Err(error);
        }
        self.safe += self.written as u64;
        self.waiting.drain(..self.written);
        self.written = 0;
        Ok(())
    }

    /// Back to the last whole line.
    fn fall_back(&mut self, error: io::Error) -> io::Error {
        let lines = self.waiting.get(..self.written).unwrap_or_default();
        self.written = lines.iter().rposition(|byte| *byte == b'\n').map_or(0, |last| last + 1);
        self.dirty = true;
        // If even this fails, the next attempt begins with it.
        let _ = self.mend();
        error
    }

    fn mend(&mut self) -> io::Result<()> {
        if self.dirty {
            self.medium.truncate(self.safe + self.written as u64)?;
            self.dirty = false;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A disk of `room` bytes on which the next syncs and cuts may fail.
    struct Disk {
        bytes: Vec<u8>,
        room: usize,
        bad_syncs: u32,
        bad_cuts: u32,
    }

    impl Medium for &mut Disk {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let fits = bytes.len().min(self.room - self.bytes.len()).min(7);
            self.bytes.extend_from_slice(&bytes[..fits]);
            if fits == 0 { Err(io::ErrorKind::StorageFull.into()) } else { Ok(fits) }
        }

        fn sync(&mut self) -> io::Result<()> {
            let fails = self.bad_syncs > 0;
            self.bad_syncs = self.bad_syncs.saturating_sub(1);
            if fails { Err(io::Error::other("the disk is on fire")) } else { Ok(()) }
        }

        fn truncate(&mut self, len: u64) -> io::Result<()> {
            let fails = self.bad_cuts > 0;
            self.bad_cuts = self.bad_cuts.saturating_sub(1);
            assert!(len as usize <= self.bytes.len(), "cut beyond the end");
            if fails {
                return Err(io::Error::other("the disk is on fire"));
            }
            self.bytes.truncate(len as usize);
            Ok(())
        }
    }

    fn empty_disk(room: usize) -> Disk {
        Disk { bytes: Vec::new(), room, bad_syncs: 0, bad_cuts: 0 }
    }

    #[test]
    fn a_full_disk_ends_with_a_whole_line_and_the_rest_follows_later() {
        let mut disk = empty_disk(13);
        let mut tail = Tail::new(&mut disk, 0);
        tail.waiting().extend_from_slice(b"first\nsecond\nthird\n");
        assert_eq!(tail.write().unwrap_err().kind(), io::ErrorKind::StorageFull);
        assert_eq!(tail.medium.bytes, b"first\nsecond\n");
        tail.medium.room = 100;
        tail.write().unwrap();
        tail.sync().unwrap();
        assert_eq!(disk.bytes, b"first\nsecond\nthird\n");
    }

    #[test]
    fn a_failed_sync_writes_everything_since_the_last_good_one_again() {
        let mut disk = empty_disk(100);
        let mut tail = Tail::new(&mut disk, 0);
        tail.waiting().extend_from_slice(b"safe\n");
        tail.write().unwrap();
        tail.sync().unwrap();
        tail.waiting().extend_from_slice(b"lost\n");
        tail.write().unwrap();
        tail.medium.bad_syncs = 1;
        tail.sync().unwrap_err();
        // What the kernel does to unsynced pages after that.
        tail.medium.bytes[5..].fill(0);
        tail.write().unwrap();
        tail.sync().unwrap();
        assert_eq!(disk.bytes, b"safe\nlost\n");
    }

    proptest! {
        /// Whatever fails and however often, the file is always a prefix of the lines, and once nothing fails it has them all.
        #[test]
        fn nothing_is_lost_or_doubled(
            steps in prop::collection::vec((0_usize..12, 0_usize..30, 0_u32..3, 0_u32..3), 1..40)
        ) {
            let mut disk = empty_disk(0);
            let mut tail = Tail::new(&mut disk, 0);
            let mut all = Vec::new();
            for (n, (letters, room, bad_syncs, bad_cuts)) in steps.into_iter().enumerate() {
                let mut line = vec![b'a' + (n % 26) as u8; letters];
                line.push(b'\n');
                all.extend_from_slice(&line);
                tail.waiting().extend_from_slice(&line);
                tail.medium.room = tail.medium.room.max(tail.medium.bytes.len()) + room;
                (tail.medium.bad_syncs, tail.medium.bad_cuts) = (bad_syncs, bad_cuts);
                if tail.write().is_ok() {
                    let _ = tail.sync();
                }
                prop_assert!(all.starts_with(&tail.medium.bytes));
                prop_assert!(tail.dirty || tail.medium.bytes.is_empty() || tail.medium.bytes.ends_with(b"\n"));
            }
            tail.medium.room = usize::MAX;
            (tail.medium.bad_syncs, tail.medium.bad_cuts) = (0, 0);
            tail.write().unwrap();
            tail.sync().unwrap();
            prop_assert_eq!(&disk.bytes, &all);
        }
    }
}
