//! The information about everything at one place: minus the second derivatives of the log density.
//!
//! By differences of the hand-written slopes. People are independent given the rest, so that one pair of
//! evaluations gives a column of every person's block at once: the number of evaluations does not grow with people.

use super::arrow::{Arrow, Shape};
use super::steps::Steps;
use crate::problem::Outcome;
use crate::stats::model::{Model, Scratch};

/// How slopes are differenced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Differences {
    /// Half the evaluations: enough to climb by.
    Forward,
    /// Exact to some 1e-8.
    Central,
}

impl Differences {
    fn step(self) -> f64 {
        if self == Self::Central { 1e-4 } else { 1e-6 }
    }
}

/// Minus the Hessian at `theta`, with what is `held` taken out (unit diagonal, no side).
///
/// # Errors
/// Where it is to stop.
pub(crate) fn information(
    model: &Model,
    theta: &[f64],
    held: &[usize],
    differences: Differences,
    steps: &mut Steps,
) -> Outcome<Arrow> {
    let shape = Shape::of(&model.layout);
    let (border, block) = (shape.border(), shape.block);
    let mut arrow = Arrow {
        shape,
        blocks: vec![vec![0.0; block * block]; shape.people],
        sides: vec![vec![0.0; block * border]; shape.people],
        corner: vec![0.0; border * border],
    };
    let mut scratch = Scratch::default();
    let mut place = theta.to_vec();
    let (mut up, mut down) = (vec![0.0; theta.len()], vec![0.0; theta.len()]);
    let step = differences.step();
    if differences == Differences::Forward {
        model.log_density(&place, &mut down, &mut scratch);
    }
    let mut column = |moved: &[usize]| -> Outcome<Vec<f64>> {
        let mut at = |by: f64, slopes: &mut Vec<f64>| {
            moved.iter().for_each(|i| place[*i] = theta[*i] + by);
            model.log_density(&place, slopes, &mut scratch);
            moved.iter().for_each(|i| place[*i] = theta[*i]);
            steps.tick()
        };
        at(step, &mut up)?;
        let mut apart = step;
        if differences == Differences::Central {
            at(-step, &mut down)?;
            apart *= 2.0;
        }
        Ok(up.iter().zip(&down).map(|(up, down)| (down - up) / apart).collect())
    };
    for j in 0..border {
        let at = shape.of_border(j);
        if held.contains(&at) {
            arrow.corner[j * border + j] = 1.0;
            continue;
        }
        let column = column(&[at])?;
        for i in (0..border).filter(|i| !held.contains(&shape.of_border(*i))) {
            // Both triangles, averaged: differences leave them apart in the last digits.
            arrow.corner[i * border + j] += 0.5 * column[shape.of_border(i)];
            arrow.corner[j * border + i] += 0.5 * column[shape.of_border(i)];
        }
        for (person, side) in arrow.sides.iter_mut().enumerate() {
            let begin = shape.of_person(person).start;
            (0..block).for_each(|i| side[i * border + j] = column[begin + i]);
        }
    }
    for j in 0..block {
        let moved: Vec<usize> = (0..shape.people).map(|person| shape.of_person(person).start + j).collect();
        let column = column(&moved)?;
        for (person, of_block) in arrow.blocks.iter_mut().enumerate() {
            let begin = shape.of_person(person).start;
            for i in 0..block {
                of_block[i * block + j] += 0.5 * column[begin + i];
                of_block[j * block + i] += 0.5 * column[begin + i];
            }
        }
    }
    Ok(arrow)
}
