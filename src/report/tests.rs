//! What holds of every report.

use super::{Observed, ReportInput, example, html};
use crate::stats::AnalysisPlan;
use crate::surface::{CostSurface, EdgeSlope, Estimate, Rival, Unconstrained};

fn report(surface: &CostSurface, with_cells: bool) -> String {
    let plan = AnalysisPlan::default().expect("the built-in plan");
    let observed = with_cells.then(|| Observed::new(surface, &example::trials(surface), &plan));
    html(&ReportInput { name: "pilot", surface, observed: observed.as_ref(), checks: None })
}

/// The elements in order of their opening; panics where tags do not nest, an attribute is not quoted, or an ampersand
/// begins no entity.
fn elements(html: &str) -> Vec<(String, String)> {
    const VOID: [&str; 2] = ["meta", "br"];
    let (mut open, mut seen) = (Vec::<String>::new(), vec![]);
    let mut rest = html.strip_prefix("<!DOCTYPE html>").expect("a doctype");
    while let Some(start) = rest.find('<') {
        let text = &rest[..start];
        let is_style = open.last().is_some_and(|name| name == "style");
        assert!(is_style || !text.contains('>'), "a stray > in {text:?}");
        for after in text.split('&').skip(1) {
            let entity = after.split(';').next().unwrap_or("");
            assert!(["lt", "gt", "amp", "quot"].contains(&entity), "a stray & before {after:?}");
        }
        let end = start + rest[start..].find('>').expect("an open tag ends");
        let tag = &rest[start + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name), "tags nest");
            continue;
        }
        assert_eq!(tag.matches('"').count() % 2, 0, "attributes are quoted: {tag}");
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        assert!(name.chars().all(|letter| letter.is_ascii_alphanumeric()), "an element has a name: {tag}");
        seen.push((name.to_owned(), attributes.to_owned()));
        if !VOID.contains(&name) {
            open.push(name.to_owned());
        }
    }
    assert_eq!(open, [""; 0], "every element is closed");
    seen
}

#[test]
fn tags_nest_and_attributes_are_quoted() {
    for with_cells in [false, true] {
        let seen = elements(&report(&example::surface(true), with_cells));
        let count = |name: &str| seen.iter().filter(|(element, _)| element == name).count();
        assert_eq!(count("html"), 1);
        assert_eq!(count("svg"), 1 + 5 + 5 + 5 + if with_cells { 4 } else { 0 });
    }
}

#[test]
fn it_says_simulated_exactly_where_the_people_were() {
    let simulated = report(&example::surface(true), true);
    assert!(simulated.contains("SIMULATED — no human data."));
    let figures = simulated.matches("<figure").count();
    assert_eq!(simulated.matches(r#"<span class="tag">SIMULATED</span>"#).count(), figures);
    assert!(figures >= 9);
    assert!(!report(&example::surface(false), true).to_uppercase().contains("SIMULATED"));
}

#[test]
fn nothing_is_loaded_and_nothing_runs() {
    let html = report(&example::surface(true), true);
    for word in ["http", "src=", "href=", "url(", "@import", "<script", "<link", "<img", "onload"] {
        assert!(!html.contains(word), "{word}");
    }
}

#[test]
fn every_cell_has_its_mean_and_its_interval() {
    let surface = example::surface(false);
    let html = report(&surface, false);
    let grid = &surface.grid;
    for estimate in [&grid.cost_secs, &grid.time_bad_secs, &grid.time_good_secs] {
        for row in 0..grid.delay_secs.len() {
            for column in 0..grid.batch_size.len() {
                let mean = super::amount(estimate.mean[row][column]);
                let range =
                    super::heat::range(super::amount, estimate.q05[row][column], estimate.q95[row][column]);
                assert!(html.contains(&format!(">{mean}</text>")), "{mean}");
                assert!(html.contains(&format!(">{range}</text>")), "{range}");
            }
        }
    }
    assert_eq!(html.matches(r#"<g class="cell"#).count(), 6 * 25);
}

#[test]
fn no_figure_has_a_place_that_is_no_number() {
    let mut surface = example::surface(true);
    surface.grid.cost_secs.mean[2][2] = f64::NAN;
    surface.grid.hit.q05[0].truncate(1);
    surface.grid.time_bad_secs.mean[0][0] = 0.0;
    let html = report(&surface, true);
    assert!(!html.contains("NaN") && !html.contains("inf\""), "a hole in the grid stays a hole");
    elements(&html);
}

#[test]
fn a_surface_of_one_cell_is_a_report_too() {
    let mut surface = example::surface(false);
    let one = |matrix: &mut Vec<Vec<f64>>| {
        matrix.truncate(1);
        matrix[0].truncate(1);
    };
    let grid = &mut surface.grid;
    for estimate in [
        &mut grid.cost_secs,
        &mut grid.time_bad_secs,
        &mut grid.time_good_secs,
        &mut grid.hit,
        &mut grid.false_alarm,
        &mut grid.located,
    ] {
        for matrix in [&mut estimate.mean, &mut estimate.q05, &mut estimate.q50, &mut estimate.q95] {
            one(matrix);
        }
    }
    grid.delay_secs.truncate(1);
    grid.batch_size.truncate(1);
    let html = report(&surface, false);
    elements(&html);
    assert!(!html.contains("NaN"));
}

#[test]
fn hostile_names_stay_words() {
    let hostile = r#""><script>alert(1)</script>&amp;<b x='"#;
    let mut surface = example::surface(true);
    surface.model.id = hostile.into();
    surface.model.kind = hostile.into();
    surface.estimand = hostile.into();
    surface.provenance.software = hostile.into();
    surface.provenance.commit = hostile.into();
    surface.monotone.constraint = hostile.into();
    surface.extrapolation = hostile.into();
    surface.model.params.insert(hostile.into(), Default::default());
    let html = html(&ReportInput { name: hostile, surface: &surface, observed: None, checks: None });
    assert!(!html.contains("<script") && !html.contains("<b "));
    elements(&html);
}

#[test]
fn a_fit_gone_wrong_says_so_first() {
    let mut surface = example::surface(false);
    assert!(!report(&surface, false).contains("Do not rely"));
    surface.model.kind = "nuts".into();
    surface.diagnostics.rhat_max = Some(1.013);
    surface.diagnostics.divergences = Some(0);
    let html = report(&surface, false);
    let (warned, short) = (html.find("Do not rely"), html.find("Meeting a bad batch"));
    assert!(warned.is_some() && warned < short);
    assert!(
        html.contains("1.013 (wanted: at most 1.01)") && !html.contains("Divergent transitions: 0 (wanted")
    );
}

#[test]
fn the_fit_s_own_words_on_what_is_wrong_come_first() {
    let mut surface = example::surface(false);
    surface.diagnostics.problems = vec!["R̂ is 1.200 for tau_secs: the chains do not agree yet.".into()];
    surface.diagnostics.rhat_max = Some(1.2);
    let html = report(&surface, false);
    assert!(html.contains("<li>R̂ is 1.200 for tau_secs: the chains do not agree yet.</li>"));
    assert!(!html.contains("(wanted:"), "said once");
}

/// Edges with these probabilities of falling.
fn falling(probabilities: [f64; 4], preferred: bool) -> String {
    let mut surface = example::surface(false);
    let names = [
        "delay at smallest batch",
        "delay at largest batch",
        "batch at shortest delay",
        "batch at longest delay",
    ];
    let edges = names.into_iter().zip(probabilities).map(|(edge, probability_negative)| EdgeSlope {
        edge: edge.into(),
        probability_negative,
        slope: Estimate { mean: 0.1, q05: -0.1, q50: 0.1, q95: 0.3 },
    });
    surface.unconstrained = Some(Unconstrained { edges: edges.collect(), preferred });
    report(&surface, false)
}

#[test]
fn the_hypothesis_can_be_found_false() {
    let survived = falling([0.01, 0.02, 0.0, 0.049], false);
    assert!(survived.contains("could have failed here and did not"));
    assert!(!survived.contains("prefer a surface that falls") && !survived.contains("role=\"alert\""));

    let open = falling([0.3, 0.02, 0.0, 0.6], false);
    assert!(open.contains("within reach: delay at smallest batch, batch at longest delay."));
    assert!(open.contains("more likely falls than rises"));

    let failed = falling([0.97, 0.02, 0.0, 0.0], true);
    assert!(failed.contains("<strong>It finds time falling: delay at smallest batch.</strong>"));
    let (warned, short) = (failed.find("The data prefer a surface that falls"), failed.find("Meeting a bad"));
    assert!(warned.is_some() && warned < short, "said before anything else");

    let untested = report(&example::surface(false), false);
    assert!(untested.contains("No model that may fall was fitted"), "silence is no evidence");
}

#[test]
fn rivals_stand_in_a_table_and_an_unreliable_comparison_is_marked() {
    let mut surface = example::surface(false);
    surface.model.chosen_because = "the analysis plan names no other".into();
    surface.rivals = [("corner-lognormal-sdt", 0.0, 0.31), ("additive-lognormal-sdt", -3.26, 0.83)]
        .map(|(id, diff, k)| Rival {
            id: id.into(),
            elpd_loo: Some(-100.0 + diff),
            elpd_diff: Some(diff),
            elpd_diff_se: Some(1.5),
            elpd_participant: None,
            elpd_participant_diff: None,
            elpd_participant_diff_se: None,
            pareto_k_max: Some(k),
            refitted: None,
            unreliable: None,
            participants_unreliable: None,
            preferred: diff == 0.0,
        })
        .into();
    let html = report(&surface, false);
    assert!(html.contains("because the analysis plan names no other."));
    assert!(html.contains("<td>−3.3</td>") && html.contains("<strong>0.83</strong>"));
    assert!(!html.contains("A participant left out"), "no column without a number");
    assert!(!html.contains("Of that comparison"), "nothing is said where nothing is known");
    elements(&html);

    // Fitted again without the review in question: nothing is unreliable, and it is said what was done.
    (surface.rivals[1].refitted, surface.rivals[1].unreliable) = (Some(1), Some(0));
    surface.rivals[1].participants_unreliable = Some(3);
    surface.diagnostics.pareto_k_max = Some(0.83);
    let html = report(&surface, false);
    assert!(html.contains("<td class=\"first\">0.83</td>"), "no longer marked");
    assert!(html.contains(
        "additive-lognormal-sdt: 1 review left out by fitting again, 3 participants not left out reliably"
    ));
    assert!(!html.contains("Do not rely on this fit"), "it concerns the comparison, not the fit");
    elements(&html);
}

#[test]
fn checks_are_drawn_one_figure_a_statistic_and_say_how_many_lie_outside() {
    let surface = example::surface(true);
    let checks = example::checks(&surface);
    let input = ReportInput { name: "pilot", surface: &surface, observed: None, checks: Some(&checks) };
    let html = html(&input);
    let seen = elements(&html);
    let of = |class: &str| {
        seen.iter().filter(|(_, attributes)| attributes.starts_with(&format!("class=\"{class}\""))).count()
    };
    let cells: usize = checks.panels.iter().map(|panel| panel.cells.len()).sum();
    let outside: u64 = checks.panels.iter().map(|panel| panel.outside).sum();
    assert_eq!(of("predicted"), cells);
    assert_eq!((of("outside") as u64, of("seen")), (outside, cells - outside as usize));
    for panel in &checks.panels {
        let words = format!("{} of {} ", panel.outside, panel.cells.len());
        assert!(html.contains(&words), "{words}");
    }
    assert!(html.contains("the model does not do this justice") && !html.contains("NaN"));
    assert!(html.contains("More cells lie outside than chance explains in: Hits."));
    assert!(html.contains("scatter alone hardly explains it"));
}

#[test]
fn old_fits_are_not_called_sampled_nor_new_ones_approximate() {
    let mut surface = example::surface(false);
    assert!(report(&surface, false).contains("an approximation, not a full sampling"));
    surface.model.kind = "nuts".into();
    let html = report(&surface, false);
    assert!(!html.contains("approximation") && html.contains("Hamiltonian Monte Carlo"));
}
