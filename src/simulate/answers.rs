//! What a simulated person answers on questionnaires: plain chance around what is their own. Nothing of it enters the
//! model of how they review.

use super::dice::Dice;
use crate::protocol::tlx::{HIGHEST, STEP};
use crate::session::input::Reply;
use crate::session::screen::Ask;

/// A person's way with questionnaires.
#[derive(Debug)]
pub(super) struct Answers {
    dice: Dice,
    /// How they rate their workload, NASA-TLX's six scales, 0 to 100.
    workload: [f64; 6],
}

/// What reviewing an agent's work is like: in the head, hardly in the hands.
const TYPICAL: [f64; 6] = [65.0, 10.0, 45.0, 35.0, 55.0, 35.0];

impl Answers {
    /// Of the person behind this code.
    pub(super) fn new(seed: u64, id: &str) -> Self {
        // A stream of its own: what is asked changes nothing of how somebody reviews.
        let mut dice = Dice::new(seed, &[id, "questionnaires"]);
        let workload = TYPICAL.map(|typical| typical + 15.0 * dice.normal());
        Self { dice, workload }
    }

    /// The answer and how long it takes beside the reading, seconds.
    pub(super) fn answer(&mut self, ask: &Ask) -> (f64, Reply) {
        match ask {
            Ask::Choice { options, .. } => {
                let option = self.dice.below(options.len()) as u32;
                (self.dice.around(2.0, 0.3), Reply::Option(option))
            }
            Ask::Scale { points, .. } => {
                let middle = (f64::from(*points) + 1.0) / 2.0;
                let point = middle + f64::from(*points) / 4.0 * self.dice.normal();
                let point = point.round().clamp(1.0, f64::from(*points)) as u32;
                (self.dice.around(2.5, 0.3), Reply::Point(point))
            }
            Ask::Text { .. } => {
                (self.dice.around(3.0, 0.3), Reply::Text("A simulated participant has no words.".to_owned()))
            }
            Ask::TlxRatings => {
                let ratings = self.workload.map(|own| nearest(own + 8.0 * self.dice.normal()));
                (self.dice.around(30.0, 0.3), Reply::Ratings(ratings))
            }
            Ask::TlxPair { left, right } => {
                // The scale that weighs more with them, mostly.
                let of = |scale| self.workload[scale as usize];
                let left_wins = of(*left) - of(*right) + 20.0 * self.dice.normal() > 0.0;
                (self.dice.around(2.0, 0.3), Reply::Option(u32::from(!left_wins)))
            }
        }
    }

    /// How long a break is taken beyond its least length, seconds.
    pub(super) fn rests_secs(&mut self) -> f64 {
        self.dice.around(15.0, 0.5)
    }
}

/// The nearest rating that there is.
fn nearest(value: f64) -> u8 {
    let steps = (value / f64::from(STEP)).round() * f64::from(STEP);
    steps.clamp(0.0, f64::from(HIGHEST)) as u8
}
