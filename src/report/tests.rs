//! What holds of every report.

use super::{Observed, ReportInput, example, html};
use crate::stats::AnalysisPlan;
use crate::surface::CostSurface;

fn report(surface: &CostSurface, with_cells: bool) -> String {
    let plan = AnalysisPlan::default().expect("the built-in plan");
    let observed = with_cells.then(|| Observed::new(surface, &example::trials(surface), &plan));
    html(&ReportInput { name: "pilot", surface, observed: observed.as_ref() })
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
    let html = html(&ReportInput { name: hostile, surface: &surface, observed: None });
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
