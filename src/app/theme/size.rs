//! Lengths and sizes of type, in points: what they are at a text size of 100 %.

/// Between a letter and its neighbour's frame.
pub const S1: f32 = 4.0;
/// Within a group.
pub const S2: f32 = 8.0;
/// Between rows of a group.
pub const S3: f32 = 12.0;
/// Between groups.
pub const S4: f32 = 16.0;
/// Around a page's parts.
pub const S5: f32 = 24.0;
/// Above a page's title.
pub const S6: f32 = 40.0;
/// The longest comfortable line of text: about 75 letters of [`BODY`].
pub const READING_WIDTH: f32 = 680.0;
/// The brief beside a review, in a window of usual width.
pub const SIDE_WIDTH: f32 = 360.0;
/// The share of a wide window's width that the brief beside a review has, where that is more than [`SIDE_WIDTH`].
pub const SIDE_SHARE_WIDE: f32 = 0.25;
/// The most of a window's width that the brief beside a review may take.
pub const SIDE_SHARE: f32 = 0.42;
/// The most of a window's height that the verdict panel may take.
pub const DOCK_SHARE: f32 = 0.5;
/// The most of a window's height that the checks' outputs may take.
pub const CUES_SHARE: f32 = 0.3;
/// Height of a button.
pub const BUTTON: f32 = 40.0;
/// Least width of a page's main button.
pub const BUTTON_WIDTH: f32 = 148.0;
/// Height of a closed decision.
pub const ROW: f32 = 42.0;
/// Between two decisions.
pub const ROW_GAP: f32 = 2.0;
/// Where a decision's number ends and its text begins.
pub const ROW_INDENT: f32 = 74.0;
/// Width kept for a decision's facts at the right of its row.
pub const FACTS_WIDTH: f32 = 190.0;
/// A list narrower than this shows no facts.
pub const FACTS_FROM_WIDTH: f32 = 520.0;
/// The column of one line number.
pub const LINE_NUMBER: f32 = 40.0;
/// The column of `+` and `−`.
pub const SIGN: f32 = 20.0;
/// The bar at the edge of added and removed lines.
pub const DIFF_BAR: f32 = 4.0;
/// The flag of a decision that is marked as suspect.
pub const FLAG: f32 = 14.0;
/// The field to search in.
pub const SEARCH_FIELD: f32 = 260.0;
/// An agent on the board: the narrowest, the widest, and with nothing but its letter.
pub const AGENT_MIN: f32 = 112.0;
/// See [`AGENT_MIN`].
pub const AGENT_MAX: f32 = 220.0;
/// See [`AGENT_MIN`].
pub const AGENT_LETTER: f32 = 28.0;
/// A line on it, top to top.
pub const AGENT_LINE: f32 = 20.0;
/// The shape that says what it is at.
pub const AGENT_SHAPE: f32 = 11.0;
/// In a window lower than this the board leaves titles out.
pub const TITLES_FROM_HEIGHT: f32 = 600.0;
/// Corners.
pub const RADIUS: u8 = 5;
/// The triangle that shows whether a decision is open.
pub const TRIANGLE: f32 = 4.5;
/// Outlines of controls.
pub const STROKE: f32 = 1.0;
/// Outline of what has the cursor.
pub const STROKE_CURSOR: f32 = 2.0;
/// Width of a scroll bar.
pub const SCROLL_BAR: f32 = 10.0;
/// Page titles.
pub const TITLE: f32 = 27.0;
/// Titles of parts.
pub const HEADING: f32 = 20.0;
/// Numbers to be read at a glance (a sum to check).
pub const DISPLAY: f32 = 44.0;
/// Text.
pub const BODY: f32 = 17.0;
/// A line of running text, top to top.
pub const BODY_LINE: f32 = 24.0;
/// Side remarks.
pub const SMALL: f32 = 15.0;
/// Code and output.
pub const CODE: f32 = 14.0;
/// A line of code, top to top.
pub const CODE_LINE: f32 = 20.0;
/// The widest that the lab's home gets.
pub const LAB_WIDTH: f32 = 960.0;
/// A field to type a name in.
pub const FIELD: f32 = 300.0;
/// The narrowest column of a table.
pub const COLUMN: f32 = 72.0;
/// A row of the reviews' table.
pub const TABLE_ROW: f32 = 28.0;
/// The smallest cell of the cost map.
pub const CELL: [f32; 2] = [64.0, 62.0];
/// Height of a plot.
pub const PLOT: f32 = 190.0;
/// Numbers under numbers.
pub const TINY: f32 = 13.0;
/// The window when it opens, where it is not full screen.
pub const WINDOW: [f32; 2] = [1180.0, 800.0];
/// The smallest window in which nothing is cut off.
pub const WINDOW_MIN: [f32; 2] = [760.0, 520.0];
