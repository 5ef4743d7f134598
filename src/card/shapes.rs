//! The silhouettes of the style sheet and the icon, on the same grid of 16.

use super::canvas::{Canvas, Ink, Shape};
use crate::model::Severity;
use ttf_parser::OutlineBuilder;

/// Sides of the square that all of them stand in.
const GRID: f32 = 16.0;

/// Draws the silhouette of a severity in a square.
pub fn severity(canvas: &mut Canvas, place: [usize; 2], side: u16, of: Severity) {
    draw(canvas, place, side, Ink::severity(of.position()), |shape| match of {
        Severity::Critical => {
            corners(
                shape,
                &[[5., 0.5], [11., 0.5], [15.5, 5.], [15.5, 11.], [11., 15.5], [5., 15.5], [0.5, 11.], [0.5, 5.]],
            );
            corners(shape, &[[7., 3.5], [7., 9.], [9., 9.], [9., 3.5]]);
            corners(shape, &[[7., 10.5], [7., 12.5], [9., 12.5], [9., 10.5]]);
        }
        Severity::Important => {
            corners(shape, &[[8., 0.8], [15.8, 15.], [0.2, 15.]]);
            corners(shape, &[[7.1, 5.5], [7.1, 10.5], [8.9, 10.5], [8.9, 5.5]]);
            corners(shape, &[[7.1, 11.5], [7.1, 13.3], [8.9, 13.3], [8.9, 11.5]]);
        }
        Severity::Suggestion => {
            circle(shape, 7.2, 1.0);
            circle(shape, 5.2, -1.0);
            circle(shape, 2.5, 1.0);
        }
        Severity::Concern => {
            corners(shape, &[[8., 0.3], [15.7, 8.], [8., 15.7], [0.3, 8.]]);
            corners(shape, &[[8., 3.1], [3.1, 8.], [8., 12.9], [12.9, 8.]]);
        }
    });
}

/// Draws the pilcrow in a square.
pub fn pilcrow(canvas: &mut Canvas, place: [usize; 2], side: u16) {
    draw(canvas, place, side, Ink::RUBRIC, |shape| {
        shape.move_to(6.5, 1.5);
        quarter(shape, [6.5, 5.5], [0., -4.], [-4., 0.]);
        quarter(shape, [6.5, 5.5], [-4., 0.], [0., 4.]);
        for [x, y] in [
            [7., 9.5],
            [7., 14.5],
            [8.6, 14.5],
            [8.6, 3.],
            [10.1, 3.],
            [10.1, 14.5],
            [11.7, 14.5],
            [11.7, 3.],
            [13., 3.],
            [13., 1.5],
        ] {
            shape.line_to(x, y);
        }
        shape.close();
    });
}

fn draw(canvas: &mut Canvas, place: [usize; 2], side: u16, ink: Ink, outlines: impl FnOnce(&mut Shape)) {
    let mut shape = Shape::new(usize::from(side), usize::from(side));
    let scale = f32::from(side) / GRID;
    shape.place(0.0, 0.0, [scale, scale]);
    outlines(&mut shape);
    canvas.draw(place, &shape, ink);
}

fn corners(shape: &mut Shape, all: &[[f32; 2]]) {
    for (at, [x, y]) in all.iter().enumerate() {
        if at == 0 { shape.move_to(*x, *y) } else { shape.line_to(*x, *y) }
    }
    shape.close();
}

/// A circle in the middle, with the clock or (−1) against it.
fn circle(shape: &mut Shape, radius: f32, turn: f32) {
    let middle = [GRID / 2.0, GRID / 2.0];
    let around = [[radius, 0.0], [0.0, radius * turn], [-radius, 0.0], [0.0, -radius * turn]];
    shape.move_to(middle[0] + radius, middle[1]);
    for (at, from) in around.iter().enumerate() {
        quarter(shape, middle, *from, around[(at + 1) % around.len()]);
    }
    shape.close();
}

/// A quarter of a circle around a place, from one of its radii to the next.
fn quarter(shape: &mut Shape, [x, y]: [f32; 2], from: [f32; 2], to: [f32; 2]) {
    // The distance of a cubic curve's handles from its ends that comes nearest to a circle.
    const HANDLE: f32 = 0.552_284_8;
    let handle = |one: [f32; 2], other: [f32; 2]| [x + one[0] + other[0] * HANDLE, y + one[1] + other[1] * HANDLE];
    let ([x1, y1], [x2, y2]) = (handle(from, to), handle(to, from));
    shape.curve_to(x1, y1, x2, y2, x + to[0], y + to[1]);
}
