//! A surface moved to another load, other cues, another prevalence, against people worked out one by one.

use super::{full, surface};
use tightloop::surface::normal::cdf;
use tightloop::surface::{COMPONENTS, Clamp, CostSurface, Cue, Estimate, Setting};

/// λ of the verdict model.
const LAPSE: f64 = 0.02;

/// The averages over unlike people of what the model says of each: time on bad, time on good, H, F.
fn averages(mu: f64, log_sensitivity: f64, criterion: f64, limit: f64) -> [f64; 4] {
    const SIGMA: f64 = 0.45;
    // Five people and three items, evenly spread, with SDs .3 and .25 of log time, .25 of log d′ and of c.
    let spread =
        |sd: f64, at: usize, of: f64| sd * (at as f64 - (of - 1.0) / 2.0) / ((of * of - 1.0) / 12.0).sqrt();
    let mut sums = [0.0; 4];
    for person in 0..5 {
        for item in 0..3 {
            let mu = mu + spread(0.3, person, 5.0) + spread(0.25, item, 3.0);
            for (sum, mu) in sums.iter_mut().zip([mu + 0.1, mu]) {
                let distance = (limit.ln() - mu) / SIGMA;
                *sum += (mu + 0.5 * SIGMA * SIGMA).exp() * cdf(distance - SIGMA) + limit * cdf(-distance);
            }
            // People who are slow need not be those who see much.
            let half = 0.5 * (log_sensitivity + spread(0.25, (person * 2) % 5, 5.0)).exp();
            let criterion = criterion + spread(0.25, (person * 3 + 1) % 5, 5.0);
            for (sum, half) in sums[2..].iter_mut().zip([half, -half]) {
                *sum += 0.5 * LAPSE + (1.0 - LAPSE) * cdf(half - criterion);
            }
        }
    }
    sums.map(|sum| sum / 15.0)
}

/// A surface of which every draw is these people, with all conditions at known coefficients.
fn known(gain_time: f64, gain_sensitivity: f64) -> CostSurface {
    let mut surface = full();
    let limit = surface.time_limit_secs;
    let one = |value: f64| Estimate { mean: value, q05: value, q50: value, q95: value };
    let conditions = surface.model.conditions.as_mut().unwrap();
    conditions.cues = vec![Cue { level: "tests".into(), time: one(-0.1), log_sensitivity: one(0.25) }];
    let mut names = vec![];
    let mut row = vec![];
    for component in COMPONENTS {
        for i in 0..3 {
            for j in 0..3 {
                names.push(format!("{component}[{i},{j}]"));
                let (mu, log_d) =
                    (3.8 + 0.9 * j as f64 + 0.3 * i as f64, 0.8 - 0.2 * j as f64 - 0.1 * i as f64);
                let [bad, good, hit, alarm] = averages(mu + gain_time, log_d + gain_sensitivity, 0.2, limit);
                let prices = surface.prices;
                let cost = bad + prices.miss_secs * (1.0 - hit) + prices.misplaced_secs * hit * 0.3;
                row.push(match component {
                    "cost_secs" => cost,
                    "time_bad_secs" => bad,
                    "time_good_secs" => good,
                    "hit" => hit,
                    "false_alarm" => alarm,
                    _ => 0.7,
                });
            }
        }
    }
    let params = [("b_o", 0.2), ("g_o", 0.15), ("b_q[tests]", -0.1), ("delta_q[tests]", 0.25)];
    let spreads = [("sigma", 0.45), ("sd_person_time", 0.3), ("sd_item_time", 0.25)];
    for (name, value) in params.into_iter().chain(spreads) {
        names.push(format!("param:{name}"));
        row.push(value);
    }
    surface.draws.names = names;
    surface.draws.values = vec![row; 3];
    surface
}

fn ask(outstanding: Option<f64>, cues: Option<&str>, field_prevalence: Option<f64>) -> Setting {
    Setting { outstanding, cues: cues.map(str::to_owned), field_prevalence }
}

/// Largest relative error of the moved times, and absolute error of the moved rates, in any cell.
fn errors(moved: &CostSurface, exact: &CostSurface) -> (f64, f64) {
    let (mut times, mut rates) = (0.0f64, 0.0f64);
    for (column, name) in exact.draws.names.iter().enumerate() {
        let (ours, theirs) = (moved.draws.values[0][column], exact.draws.values[0][column]);
        match name.split('[').next().unwrap() {
            "time_bad_secs" | "time_good_secs" => times = times.max((ours / theirs - 1.0).abs()),
            "hit" | "false_alarm" => rates = rates.max((ours - theirs).abs()),
            _ => {}
        }
    }
    (times, rates)
}

#[test]
fn load_and_cues_move_it_nearly_as_they_move_every_single_person() {
    let load = 4f64.ln();
    for (setting, time, sensitivity) in [
        (ask(Some(3.0), None, None), 0.2 * load, -0.15 * load),
        (ask(None, Some("tests"), None), -0.1, 0.25),
        (ask(Some(3.0), Some("tests"), None), 0.2 * load - 0.1, 0.25 - 0.15 * load),
    ] {
        let moved = known(0.0, 0.0).under(&setting, Clamp::No).unwrap();
        let (times, rates) = errors(&moved, &known(time, sensitivity));
        // Times of unlike people are not quite log-normal together; rates are not quite one observer's.
        assert!(times < 0.01, "{setting:?}: times are off by {times}");
        assert!(rates < 0.01, "{setting:?}: rates are off by {rates}");
        moved.validate().unwrap();
    }
}

#[test]
fn without_the_spread_times_are_multiplied_and_cut_off() {
    let mut surface = known(0.0, 0.0);
    let sigma = surface.draws.column("param:sigma").unwrap();
    surface.draws.names[sigma] = "param:other".into();
    let moved = surface.under(&ask(Some(3.0), None, None), Clamp::No).unwrap();
    let column = surface.draws.column("time_good_secs[2,2]").unwrap();
    let before = surface.draws.values[0][column];
    let expected = (before * 4f64.powf(0.2)).min(surface.time_limit_secs);
    assert!((moved.draws.values[0][column] - expected).abs() < 1e-9);
}

#[test]
fn rarer_errors_are_missed_more_and_the_reference_is_left_alone() {
    let surface = known(0.0, 0.0);
    let moved = surface.under(&ask(None, None, Some(0.05)), Clamp::No).unwrap();
    assert!(moved.grid.hit.mean[0][0] < surface.draws.values[0][surface.draws.column("hit[0,0]").unwrap()]);
    assert!(
        moved.grid.cost_secs.mean[1][1]
            > surface.draws.values[0][surface.draws.column("cost_secs[1,1]").unwrap()]
    );
    assert_eq!(moved.prevalence, 0.05);
    assert_eq!(surface.under(&Setting::default(), Clamp::No).unwrap(), surface);
    // Moved by nothing: no other brief, the reference cue, the study's own prevalence.
    let same = surface.under(&ask(Some(0.0), Some("none"), Some(surface.prevalence)), Clamp::No).unwrap();
    let (times, rates) = errors(&same, &surface);
    assert!(times < 1e-12 && rates < 1e-9, "{times} {rates}");
}

#[test]
fn what_the_study_did_not_vary_is_refused_in_one_line() {
    let said = |surface: &CostSurface, setting: Setting, clamp| {
        surface.under(&setting, clamp).unwrap_err().to_string()
    };
    let bare = surface();
    assert_eq!(
        said(&bare, ask(Some(1.0), None, None), Clamp::Yes),
        "the study did not vary how many briefs are outstanding"
    );
    assert_eq!(said(&bare, ask(None, Some("tests"), None), Clamp::Yes), "the study did not vary the cues");
    let varied = known(0.0, 0.0);
    assert_eq!(
        said(&varied, ask(Some(4.0), None, None), Clamp::No),
        "outstanding 4 briefs lies outside what was measured, 0 to 3 briefs"
    );
    let clamped = varied.under(&ask(Some(4.0), None, None), Clamp::Yes).unwrap();
    assert_eq!(clamped, varied.under(&ask(Some(3.0), None, None), Clamp::No).unwrap());
    assert_eq!(
        said(&varied, ask(None, Some("lint"), None), Clamp::Yes),
        "cues: 'lint' was not measured, but none, tests"
    );
    for share in [0.0, 1.0, f64::NAN] {
        assert!(
            said(&varied, ask(None, None, Some(share)), Clamp::Yes).starts_with("field-prevalence: expected")
        );
    }
    let mut undrawn = varied;
    undrawn.draws.names.iter_mut().for_each(|name| *name = name.replace("b_o", "b"));
    assert_eq!(said(&undrawn, ask(Some(1.0), None, None), Clamp::No), "draws: there is no column param:b_o");
}
