//! The tables of `analysis/validation/README.md`, written from the JSON beside it, between the page's marks. A goal that
//! was missed is called so.

use super::{number, numbers, results};
use serde_json::{Map, Value};
use std::fmt::Write as _;
use tightloop::problem::{Outcome, Problem};

/// A bias of C at the corners of this much is too much.
const BIAS_MOST: f64 = 0.05;
/// Coverage is to be this close to nominal, at lab size.
const COVERAGE_WITHIN: f64 = 0.03;

/// Writes every table whose numbers are there.
pub(super) fn write() -> Outcome<()> {
    let path = results().join("README.md");
    let mut page = std::fs::read_to_string(&path).map_err(|error| Problem::io(&path, "read", &error))?;
    for (name, table) in
        [("calibration", calibration as fn(&Value) -> String), ("coverage", coverage), ("recovery", recovery)]
    {
        let Ok(text) = std::fs::read_to_string(results().join(format!("{name}.json"))) else { continue };
        let value: Value = serde_json::from_str(&text)
            .map_err(|error| Problem::new(format!("no JSON: {error}")).in_file(results().join(name)))?;
        let (begin, end) =
            (format!("<!-- {name}: written by the bench -->\n"), format!("<!-- end of {name} -->"));
        let (Some(from), Some(to)) = (page.find(&begin), page.find(&end)) else {
            return Err(Problem::new(format!("the marks of {name} are missing")).in_file(&path));
        };
        page.replace_range(from + begin.len()..to, &table(&value));
    }
    std::fs::write(&path, page).map_err(|error| Problem::io(&path, "write", &error))
}

fn calibration(of: &Value) -> String {
    let empty = Map::new();
    let quantities = of["quantities"].as_object().unwrap_or(&empty);
    let mut by_chi: Vec<(&String, f64)> =
        quantities.iter().map(|(name, value)| (name, number(&value["chi_square"]))).collect();
    by_chi.sort_by(|a, b| b.1.total_cmp(&a.1));
    let ranks: Vec<f64> = quantities.values().map(|value| number(&value["mean_rank"])).collect();
    let least = ranks.iter().copied().fold(f64::INFINITY, f64::min);
    let most = ranks.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let largest: Vec<String> =
        by_chi.iter().take(2).map(|(name, value)| format!("{value:.1} (`{name}`)")).collect();
    let beyond: Vec<&str> = of["beyond"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let sets = number(&of["data_sets"]);
    let mut table = format!(
        "{sets} studies of 6 people with 30 reviews each, {} quantities.\n\n| | |\n|---|---|\n",
        ranks.len()
    );
    let rows = [
        (
            "quantities beyond the 99.9 % quantile of χ² (43.8; 0.1 expected by chance)".to_owned(),
            if beyond.is_empty() {
                format!("**0 of {}**", ranks.len())
            } else {
                format!("**{} of {}**: {}", beyond.len(), ranks.len(), beyond.join(", "))
            },
        ),
        ("largest χ²".to_owned(), largest.join(", then ")),
        (
            format!(
                "mean rank, least and greatest of all quantities (0.5 is right; its standard error is {:.3})",
                (1.0 / 12.0 / sets).sqrt()
            ),
            format!("{least:.3}, {most:.3}"),
        ),
        ("studies refused as too poor to fit".to_owned(), of["refused"].to_string()),
        ("fits with a failed check on their face".to_owned(), of["with_problems"].to_string()),
    ];
    for (name, value) in rows {
        let _ = writeln!(table, "| {name} | {value} |");
    }
    table
}

fn coverage(of: &Value) -> String {
    let mut table = "| size | studies | 50 % intervals hold the truth | 90 % intervals | least and most covered cell, 50 % | 90 % | \
                     mean error of log C | 95 % / 5 % bound | failed checks |\n|---|---|---|---|---|---|---|---|---|\n"
        .to_owned();
    for name in ["team", "lab"] {
        let size = &of["sizes"][name];
        if !size.is_object() {
            continue;
        }
        let share = |of: &str, nominal: f64| {
            let (share, error) = (number(&size[of]), number(&size[format!("{of}_se")]));
            let judged = match (name, (share - nominal).abs() <= COVERAGE_WITHIN) {
                ("lab", false) => " **MISSED**",
                _ => "",
            };
            format!("{:.1} % (se {:.1}){judged}", 100.0 * share, 100.0 * error)
        };
        let range = |of: &str| {
            let shares = numbers(&size[of]);
            let least = shares.iter().copied().fold(f64::INFINITY, f64::min);
            let most = shares.iter().copied().fold(0.0, f64::max);
            format!("{:.0} to {:.0} %", 100.0 * least, 100.0 * most)
        };
        let _ = writeln!(
            table,
            "| {name}: {} people × {} reviews | {} | {} | {} | {} | {} | {:+.3} | {:.2} | {} |",
            size["people"],
            size["reviews_each"],
            size["data_sets"],
            share("share_50", 0.5),
            share("share_90", 0.9),
            range("covered_50"),
            range("covered_90"),
            number(&size["mean_error_log"]),
            number(&size["mean_width_log"]).exp(),
            size["with_problems"],
        );
    }
    table
}

fn recovery(of: &Value) -> String {
    let mut table = "Bias of C, % of the truth (standard error), at: short delay and small batch, short and large, long and \
                     small, long and large.\n\n| truth | studies | model | at the corners | at most 5 %? | 90 % intervals \
                     hold | chosen |\n|---|---|---|---|---|---|---|\n"
        .to_owned();
    for world in of["worlds"].as_array().into_iter().flatten() {
        let name = world["world"].as_str().unwrap_or_default();
        let empty = Map::new();
        let models = world["models"].as_object().unwrap_or(&empty);
        let chosen = [("**chosen**", &world["chosen"])];
        let each = models.iter().map(|(id, of)| (id.as_str(), of));
        for (place, (id, of)) in chosen.into_iter().chain(each).enumerate() {
            let (bias, errors) = (numbers(&of["bias"]), numbers(&of["standard_error"]));
            let corners: Vec<String> = bias
                .iter()
                .zip(&errors)
                .map(|(bias, error)| format!("{:+.1} ({:.1})", 100.0 * bias, 100.0 * error))
                .collect();
            let counts = &world["chosen_counts"][id];
            let _ = writeln!(
                table,
                "| {} | {} | {id} | {} | {} | {:.0} % | {} |",
                if place == 0 { name } else { "" },
                if place == 0 { world["data_sets"].to_string() } else { String::new() },
                corners.join(", "),
                judged(&bias, &errors),
                100.0 * number(&of["share_covered_90"]),
                if counts.is_null() { String::new() } else { counts.to_string() },
            );
        }
    }
    table
}

/// Whether every bias is small enough; one that is not, but by less than two standard errors, is said to be that.
fn judged(bias: &[f64], errors: &[f64]) -> &'static str {
    let over = |bias: &f64, error: f64| bias.abs() - error > BIAS_MOST;
    if bias.iter().all(|bias| !over(bias, 0.0)) {
        "yes"
    } else if bias.iter().zip(errors).any(|(bias, error)| over(bias, 2.0 * error)) {
        "**MISSED**"
    } else {
        "**MISSED**, within 2 se"
    }
}
