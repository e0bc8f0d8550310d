//! What people with a colour blindness see of the palettes, computed.
//!
//! Machado, Oliveira & Fernandes (2009), A physiologically-based model for simulation of color vision deficiency,
//! IEEE TVCG 15(6), 1291–1298: their matrices for severity 1.0, applied to linear RGB. Differences of colour are
//! CIE 1976 ΔE*ab under D65: 2.3 is a just noticeable difference (Mahy et al. 1994), so the least values below are
//! several of them.

use super::palette::{DARK, LIGHT, Palette, contrast};
use egui::{Color32, Rgba};

type Matrix = [[f32; 3]; 3];

const VISIONS: [(&str, Matrix); 4] = [
    ("full colour vision", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    (
        "protanopia",
        [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
    ),
    (
        "deuteranopia",
        [
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
    ),
    (
        "tritanopia",
        [
            [1.255_528, -0.076_749, -0.178_779],
            [-0.078_411, 0.930_809, 0.147_602],
            [0.004_733, 0.691_367, 0.303_900],
        ],
    ),
];

const THEMES: [(&str, &Palette); 2] = [("light", &LIGHT), ("dark", &DARK)];

/// `color` as it looks to somebody who sees through `matrix`.
fn seen(color: Color32, matrix: &Matrix) -> Color32 {
    let linear = Rgba::from(color);
    let [r, g, b] =
        matrix.map(|row| (row[0] * linear.r() + row[1] * linear.g() + row[2] * linear.b()).clamp(0.0, 1.0));
    Color32::from(Rgba::from_rgb(r, g, b))
}

/// CIE 1976 L*a*b* of an opaque sRGB colour, D65.
fn lab(color: Color32) -> [f32; 3] {
    let linear = Rgba::from(color);
    let (r, g, b) = (linear.r(), linear.g(), linear.b());
    let x = (0.412_456_4 * r + 0.357_576_1 * g + 0.180_437_5 * b) / 0.950_47;
    let y = 0.212_672_9 * r + 0.715_152_2 * g + 0.072_175_0 * b;
    let z = (0.019_333_9 * r + 0.119_192 * g + 0.950_304_1 * b) / 1.088_83;
    let f = |t: f32| if t > 216.0 / 24_389.0 { t.cbrt() } else { (24_389.0 / 27.0 * t + 16.0) / 116.0 };
    [116.0 * f(y) - 16.0, 500.0 * (f(x) - f(y)), 200.0 * (f(y) - f(z))]
}

fn difference(a: Color32, b: Color32) -> f32 {
    let (a, b) = (lab(a), lab(b));
    std::iter::zip(a, b).map(|(a, b)| (a - b).powi(2)).sum::<f32>().sqrt()
}

/// Calls `check` for both themes as each kind of vision sees them.
fn for_every_vision(check: impl Fn(&str, &Palette, &dyn Fn(Color32) -> Color32)) {
    for (theme, palette) in THEMES {
        for (vision, matrix) in &VISIONS {
            check(&format!("{theme} with {vision}"), palette, &|color| seen(color, matrix));
        }
    }
}

#[test]
fn the_simulation_agrees_with_known_values() {
    let [_, protan, deutan, tritan] = VISIONS.map(|(_, matrix)| matrix);
    // White stays white: every row of the matrices sums to 1.
    for matrix in [protan, deutan, tritan] {
        assert!(matrix.iter().all(|row| (row.iter().sum::<f32>() - 1.0).abs() < 1e-5));
        assert_eq!(seen(Color32::WHITE, &matrix), Color32::WHITE);
    }
    // sRGB blue in L*a*b*: 32.30, 79.20, −107.86 (Lindbloom's calculator, D65, no adaptation).
    let blue = lab(Color32::from_rgb(0, 0, 255));
    assert!(std::iter::zip(blue, [32.30, 79.20, -107.86]).all(|(a, b)| (a - b).abs() < 0.05), "{blue:?}");
    // The pair that this palette avoids: a red and a green ground of the same lightness, as many tools have them.
    let (red, green) = (Color32::from_rgb(0xFF, 0xEE, 0xF0), Color32::from_rgb(0xE6, 0xFF, 0xED));
    let full = difference(red, green);
    let deuteranope = difference(seen(red, &deutan), seen(green, &deutan));
    assert!(deuteranope < 0.5 * full, "{deuteranope} of {full}");
}

#[test]
fn added_and_removed_lines_stay_apart_for_everybody() {
    for_every_vision(|who, p, see| {
        for (what, a, b, least) in [
            ("added and removed grounds", p.added, p.removed, 15.0),
            ("added and removed gutters", p.added_gutter, p.removed_gutter, 30.0),
            ("+ and −", p.added_sign, p.removed_sign, 40.0),
            ("an added line and a plain one", p.added, p.code_ground, 8.0),
            ("a removed line and a plain one", p.removed, p.code_ground, 8.0),
        ] {
            let apart = difference(see(a), see(b));
            assert!(apart >= least, "{who}: {what} differ by {apart:.1}, not {least}");
        }
    });
}

#[test]
fn code_is_readable_for_everybody() {
    for_every_vision(|who, p, see| {
        let readable = |what: &str, front, ground| {
            let ratio = contrast(see(front), see(ground));
            assert!(ratio >= 4.5, "{who}: {what} {ratio:.2}");
        };
        for ground in [p.code_ground, p.added, p.removed] {
            for token in [p.text, p.keyword, p.string, p.number, p.comment, p.function, p.punctuation] {
                readable("code", token, ground);
            }
        }
        readable("+", p.added_sign, p.added_gutter);
        readable("−", p.removed_sign, p.removed_gutter);
        for gutter in [p.code_ground, p.added_gutter, p.removed_gutter] {
            readable("line number", p.text_soft, gutter);
        }
    });
}

#[test]
fn text_and_buttons_are_readable_for_everybody() {
    for_every_vision(|who, p, see| {
        for (what, front, ground) in [
            ("text", p.text, p.page),
            ("soft text", p.text_soft, p.page),
            ("soft text on a panel", p.text_soft, p.raised),
            ("soft text on what is chosen", p.text_soft, p.chosen),
            ("the main button", p.on_accent, p.accent),
            ("the main button under the pointer", p.on_accent, p.accent_hover),
            ("a message", p.text, p.note),
            ("a message's head", p.note_edge, p.note),
            ("trouble", p.trouble, p.raised),
        ] {
            let ratio = contrast(see(front), see(ground));
            assert!(ratio >= 4.5, "{who}: {what} {ratio:.2}");
        }
    });
}

#[test]
fn series_of_plots_stay_apart_for_everybody() {
    for_every_vision(|who, p, see| {
        for (first, a) in p.series.iter().enumerate() {
            for (second, b) in p.series.iter().enumerate().skip(first + 1) {
                let apart = difference(see(*a), see(*b));
                assert!(apart >= 12.0, "{who}: series {first} and {second} differ by {apart:.1}");
            }
        }
    });
}
