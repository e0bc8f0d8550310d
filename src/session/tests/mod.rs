//! The session's rules, each told as a short story.

mod board;
mod carried;
mod course;
mod dwelt;
mod flow;
mod letters;
mod measured;
mod properties;
mod resumed;
mod reviewed;
mod strange;
mod text_sized;
