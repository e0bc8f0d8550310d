//! Small multiples: one line with its 90 % band in each panel, the others' lines faint behind it, one scale for all.

use super::scale::{Scale, axis_for, extent, legible, number, ticks};
use maud::{Markup, html};

/// Estimates along one axis.
pub(super) struct Line {
    /// The panel's title.
    pub(super) title: String,
    /// Mean, 5 % and 95 % quantile at each place of the axis.
    pub(super) values: Vec<[f64; 3]>,
}

/// What all panels share.
pub(super) struct Panels<'a> {
    /// Name and unit of the horizontal axis.
    pub(super) across: &'a str,
    /// Name and unit of the vertical axis.
    pub(super) up: &'a str,
    /// Values of the horizontal axis, increasing.
    pub(super) at: &'a [f64],
    /// The horizontal axis, over places `LEFT` to `RIGHT`.
    pub(super) scale: Scale,
    /// Writes a value of the horizontal axis.
    pub(super) write: fn(f64) -> String,
}

/// Left and right end of a panel's plot, pixels.
pub(super) const ACROSS: (f64, f64) = (46.0, 268.0);
const UP: (f64, f64) = (164.0, 30.0);

impl Panels<'_> {
    /// One panel a line.
    pub(super) fn draw(&self, lines: &[Line]) -> Markup {
        let all = lines.iter().flat_map(|line| line.values.iter().flatten().copied());
        let span = extent(all).unwrap_or((0.0, 1.0));
        let up = axis_for(span, UP);
        let places: Vec<f64> = self.at.iter().map(|value| self.scale.place(*value)).collect();
        html! {
            div class="panels" {
                @for (index, line) in lines.iter().enumerate() {
                    svg viewBox="0 0 280 204" aria-label=(format!("{}: {}", line.title, self.up)) {
                        text class="title" x=(ACROSS.0) y="16" { (line.title) }
                        @for tick in ticks(span) {
                            @let y = up.place(tick);
                            line class="rule" x1=(ACROSS.0) x2=(ACROSS.1) y1=(y) y2=(y) {}
                            text class="tick" x=(ACROSS.0 - 6.0) y=(y + 4.0) text-anchor="end" { (number(tick)) }
                        }
                        @for shown in legible(&places, 40.0) {
                            @let value = self.at[shown];
                            text class="tick" x=(places[shown]) y="181" text-anchor="middle" { ((self.write)(value)) }
                        }
                        @for (_, other) in lines.iter().enumerate().filter(|(other, _)| *other != index) {
                            path class="other" d=(self.path(&places, &up, other)) {}
                        }
                        path class="band" d=(self.band(&places, &up, line)) {}
                        path class="line" d=(self.path(&places, &up, line)) {}
                        @for (x, values) in places.iter().zip(&line.values).filter(|(_, values)| values[0].is_finite()) {
                            circle class="dot" cx=(x) cy=(format!("{:.1}", up.place(values[0]))) r="3" {}
                        }
                        line class="frame" x1=(ACROSS.0) x2=(ACROSS.1) y1=(UP.0) y2=(UP.0) {}
                        text class="axis" x=((ACROSS.0 + ACROSS.1) / 2.0) y="199" text-anchor="middle" { (self.across) }
                    }
                }
            }
        }
    }

    fn path(&self, places: &[f64], up: &Scale, line: &Line) -> String {
        let points = places.iter().zip(&line.values).map(|(x, values)| (*x, up.place(values[0])));
        joined(points.collect())
    }

    fn band(&self, places: &[f64], up: &Scale, line: &Line) -> String {
        let edge =
            |of: usize| places.iter().zip(&line.values).map(move |(x, values)| (*x, up.place(values[of])));
        let mut points: Vec<_> = edge(1).collect();
        points.extend(edge(2).collect::<Vec<_>>().into_iter().rev());
        joined(points) + "Z"
    }
}

/// An SVG path through points; those that are no numbers are left out.
fn joined(points: Vec<(f64, f64)>) -> String {
    let mut path = String::new();
    for (x, y) in points.into_iter().filter(|(x, y)| x.is_finite() && y.is_finite()) {
        path.push(if path.is_empty() { 'M' } else { 'L' });
        path.push_str(&format!("{x:.1} {y:.1}"));
    }
    path
}
