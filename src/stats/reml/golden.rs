//! Agreement with R's lme4 on the two data sets of its documentation.

use super::{CrossProducts, Factor, Fit, dense};

const PENICILLIN: &str = include_str!("../../../tests/fixtures/lme4/penicillin.csv");
const SLEEPSTUDY: &str = include_str!("../../../tests/fixtures/lme4/sleepstudy.csv");

/// The table's cells: row, column, value.
fn cells(table: &str) -> Vec<(usize, usize, f64)> {
    let rows = table.lines().skip(1).enumerate();
    rows.flat_map(|(row, line)| {
        let values = line.split(',').skip(1).enumerate();
        values.map(move |(column, cell)| (row, column, cell.parse().unwrap())).collect::<Vec<_>>()
    })
    .collect()
}

fn close(ours: f64, theirs: f64, tolerance: f64) {
    assert!((ours - theirs).abs() < tolerance, "{ours} against {theirs}");
}

fn penicillin(swapped: bool) -> Fit {
    let (plate, sample) = (Factor { levels: 24, columns: vec![0] }, Factor { levels: 6, columns: vec![0] });
    let factors = if swapped { [sample, plate] } else { [plate, sample] };
    let mut sums = CrossProducts::new(1, &factors).unwrap();
    for (plate, sample, diameter) in cells(PENICILLIN) {
        sums.add(&[1.0], diameter, &if swapped { [sample, plate] } else { [plate, sample] });
    }
    assert_eq!(sums.rows(), 144);
    sums.fit().unwrap()
}

fn sleepstudy(columns: &[usize]) -> Fit {
    let factor = Factor { levels: 18, columns: columns.to_vec() };
    let factors = if columns.is_empty() { vec![] } else { vec![factor] };
    let mut sums = CrossProducts::new(2, &factors).unwrap();
    for (subject, day, reaction) in cells(SLEEPSTUDY) {
        sums.add(
            &[1.0, day as f64],
            reaction,
            if columns.is_empty() { &[] } else { std::slice::from_ref(&subject) },
        );
    }
    assert_eq!(sums.rows(), 180);
    sums.fit().unwrap()
}

#[test]
fn penicillin_has_the_published_criterion() {
    // lmer(diameter ~ 1 + (1|plate) + (1|sample), Penicillin), as printed in D. Bates, "lme4: Mixed-effects
    // modeling with R" (2010), section 2.1: criterion 330.9, intercept 22.9722 (.8086), SDs .84671, 1.93157, .54992.
    let fit = penicillin(false);
    assert!(fit.converged);
    close(fit.criterion, 330.8606, 5e-5);
    close(fit.coefficients[0], 22.9722, 5e-5);
    close(fit.se(0), 0.8086, 6e-5);
    close(fit.variances[0].sd, 0.84671, 1e-4);
    close(fit.variances[1].sd, 1.93157, 1e-3);
    close(fit.residual_sd, 0.54992, 1e-4);
    let swapped = penicillin(true);
    close(swapped.criterion, fit.criterion, 1e-9);
    assert_eq!((swapped.variances[0].factor, fit.variances[0].factor), (0, 0));
    close(swapped.variances[1].sd, fit.variances[0].sd, 1e-6);
}

#[test]
fn sleepstudy_with_uncorrelated_slopes_has_the_published_criterion() {
    // lmer(Reaction ~ Days + (Days||Subject), sleepstudy), Bates et al. (2015), section 5.2 (fm2): criterion
    // 1743.669, SDs 25.0513, 5.9882, 25.5653; 251.405 (6.885), 10.467 (1.560).
    let fit = sleepstudy(&[0, 1]);
    assert!(fit.converged);
    close(fit.criterion, 1743.669, 6e-4);
    close(fit.coefficients[0], 251.405, 6e-4);
    close(fit.coefficients[1], 10.467, 6e-4);
    close(fit.se(0), 6.885, 6e-4);
    close(fit.se(1), 1.560, 6e-4);
    close(fit.variances[0].sd, 25.0513, 2e-2);
    close(fit.variances[1].sd, 5.9882, 2e-3);
    close(fit.residual_sd, 25.5653, 2e-3);
    let (mean, se) = fit.predict(&[1.0, 0.0]);
    close(mean, fit.coefficients[0], 1e-12);
    close(se, fit.se(0), 1e-12);
}

#[test]
fn without_effects_it_is_least_squares() {
    // lm(Reaction ~ Days, sleepstudy): 251.405 (6.610), 10.467 (1.238), residual standard error 47.71.
    let fit = sleepstudy(&[]);
    close(fit.coefficients[1], 10.467, 6e-4);
    close(fit.se(0), 6.610, 6e-4);
    close(fit.se(1), 1.238, 6e-4);
    close(fit.residual_sd, 47.71, 6e-3);
}

#[test]
fn the_criterion_is_minus_twice_the_restricted_likelihood_written_out() {
    // Crossed and incomplete, with a slope: log|V| + log|X'V⁻¹X| + r'V⁻¹r + (n − p)·log 2π, V dense (Patterson &
    // Thompson 1971), at the variances that were found, and lower there than beside.
    let rows: Vec<([f64; 2], f64, [usize; 2])> = (0..60usize)
        .filter(|i| i % 7 != 3)
        .map(|i| {
            let (j, k, x) = (i % 9, (i * 5 + i / 9) % 4, (i as f64 * 1.3).sin());
            let noise = (i as f64 * 12.9898).sin() * 43_758.545_3;
            let y = 2.0 + x + j as f64 * 0.3 + (k as f64 - 1.5).powi(2) * 0.4 + x * (j % 3) as f64;
            ([1.0, x], y + noise - noise.floor(), [j, k])
        })
        .collect();
    let person = Factor { levels: 9, columns: vec![0, 1] };
    let mut sums = CrossProducts::new(2, &[person, Factor { levels: 4, columns: vec![0] }]).unwrap();
    rows.iter().for_each(|(x, y, levels)| sums.add(x, *y, levels));
    let fit = sums.fit().unwrap();
    assert!(fit.converged && fit.variances.iter().all(|variance| variance.sd > 0.05), "{fit:?}");

    let written_out = |sds: [f64; 4]| {
        let n = rows.len();
        let mut v = vec![0.0; n * n];
        for (a, (xa, _, la)) in rows.iter().enumerate() {
            for (b, (xb, _, lb)) in rows.iter().enumerate() {
                let same = |f: usize| f64::from(u8::from(la[f] == lb[f]));
                v[a * n + b] = same(0) * (sds[0].powi(2) + sds[1].powi(2) * xa[1] * xb[1])
                    + same(1) * sds[2].powi(2)
                    + f64::from(u8::from(a == b)) * sds[3].powi(2);
            }
        }
        dense::factor(&mut v, n).unwrap();
        let log_v: f64 = (0..n).map(|i| 2.0 * v[i * n + i].ln()).sum();
        let mut white: Vec<f64> = rows.iter().flat_map(|(x, y, _)| [x[0], x[1], *y]).collect();
        dense::forward(&v, n, &mut white, 3);
        let dot = |i: usize, j: usize| white.chunks(3).map(|row| row[i] * row[j]).sum::<f64>();
        let determinant = dot(0, 0) * dot(1, 1) - dot(0, 1).powi(2);
        let slope = (dot(0, 0) * dot(1, 2) - dot(0, 1) * dot(0, 2)) / determinant;
        let level = (dot(0, 2) - slope * dot(0, 1)) / dot(0, 0);
        let rest: f64 = white.chunks(3).map(|row| (row[2] - level * row[0] - slope * row[1]).powi(2)).sum();
        let freedom = (n - 2) as f64;
        (log_v + determinant.ln() + rest + freedom * (2.0 * std::f64::consts::PI).ln(), [level, slope])
    };
    let at = [fit.variances[0].sd, fit.variances[1].sd, fit.variances[2].sd, fit.residual_sd];
    let (criterion, coefficients) = written_out(at);
    close(fit.criterion, criterion, 1e-9);
    close(fit.coefficients[0], coefficients[0], 1e-10);
    close(fit.coefficients[1], coefficients[1], 1e-10);
    for i in 0..4 {
        for share in [0.98, 1.02] {
            let mut beside = at;
            beside[i] *= share;
            assert!(written_out(beside).0 > criterion, "SD {i}");
        }
    }
}
