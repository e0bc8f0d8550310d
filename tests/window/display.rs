//! A private X display: Xvfb on a number that it picks itself, its pixels read back.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{ConnectionExt as _, ImageFormat, Window};
use x11rb::rust_connection::RustConnection;

pub(crate) const WIDTH: u16 = 1280;
pub(crate) const HEIGHT: u16 = 800;

pub(crate) struct Display {
    xvfb: Child,
    pub(crate) name: String,
    pub(crate) connection: RustConnection,
    pub(crate) root: Window,
}

impl Display {
    /// Starts Xvfb on a display number that it picks itself.
    pub(crate) fn start() -> Self {
        let mut xvfb = Command::new("Xvfb")
            .args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                &format!("{WIDTH}x{HEIGHT}x24"),
                "-nolisten",
                "tcp",
                "-noreset",
            ])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb is installed (`.ci/run` installs it)");
        let mut line = String::new();
        let stdout = xvfb.stdout.take().expect("piped");
        BufReader::new(stdout).read_line(&mut line).expect("Xvfb says its display number");
        let name = format!(":{}", line.trim());
        let (connection, screen) = x11rb::connect(Some(&name)).expect("the display answers");
        let root = connection.setup().roots[screen].root;
        Self { xvfb, name, connection, root }
    }

    /// The display's pixels, four bytes each (BGRX), row by row.
    pub(crate) fn pixels(&self, x: i16, y: i16, width: u16, height: u16) -> Vec<u8> {
        self.connection
            .get_image(ImageFormat::Z_PIXMAP, self.root, x, y, width, height, !0)
            .unwrap()
            .reply()
            .unwrap()
            .data
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        let _ = self.xvfb.kill();
        let _ = self.xvfb.wait();
    }
}
