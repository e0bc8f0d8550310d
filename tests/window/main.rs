//! A person at the real window: Xvfb, injected keys and clicks, and the study that comes of it.

mod display;
mod sitting;

use display::Display;
use sitting::Sitting;
