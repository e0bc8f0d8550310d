//! One row a value: chain, draw (both from 1), name, value. The sampler's own variables end in two underscores.

use super::{About, Chains, number};
use crate::columnar::{self, Column};
use crate::problem::{Outcome, Problem};
use serde_json::{Map, Value, json};

type Files = Vec<(String, Vec<u8>)>;

/// `draws.csv`, with a column that says whether people were simulated, and `draws.json`.
pub(super) fn csv(chains: &Chains, about: &About) -> Outcome<Files> {
    let simulated = if about.surface.simulated { "1" } else { "0" };
    let mut csv = csv::Writer::from_writer(Vec::new());
    let failed = |error: String| Problem::new(format!("cannot write the draws as CSV: {error}"));
    csv.write_record(["chain", "draw", "name", "value", "simulated"])
        .map_err(|error| failed(error.to_string()))?;
    for (chain, draw, name, value) in rows(chains) {
        csv.write_record([&chain.to_string(), &draw.to_string(), name, &number(value), simulated])
            .map_err(|error| failed(error.to_string()))?;
    }
    let table = csv.into_inner().map_err(|error| failed(error.to_string()))?;
    let mut words: Map<String, Value> =
        about.pairs().into_iter().map(|(key, value)| (key.to_owned(), json!(value))).collect();
    words.insert("format".to_owned(), json!("tightloop-draws/1"));
    words.insert("simulated".to_owned(), json!(about.surface.simulated));
    words.insert(
        "columns".to_owned(),
        json!({
            "chain": "from 1",
            "draw": "of its chain after warm-up, from 1",
            "name": "a parameter; elements as name[i] and name[i,j], from 0. What ends in __ is the sampler's own, as in CmdStan",
            "value": "its value",
            "simulated": "0: no; 1: the participants are not people",
        }),
    );
    let words = serde_json::to_vec_pretty(&words).map_err(|error| failed(error.to_string()))?;
    Ok(vec![("draws.csv".to_owned(), table), ("draws.json".to_owned(), words)])
}

/// `draws.parquet`.
pub(super) fn parquet(chains: &Chains, about: &About) -> Outcome<Files> {
    let (mut of_chain, mut of_draw, mut names, mut values) = (vec![], vec![], vec![], vec![]);
    for (chain, draw, name, value) in rows(chains) {
        of_chain.push(Some(chain as i64));
        of_draw.push(Some(draw as i64));
        names.push(Some(name.to_owned()));
        values.push(Some(value));
    }
    let columns = [
        ("chain", Column::Integer(of_chain)),
        ("draw", Column::Integer(of_draw)),
        ("name", Column::Text(names)),
        ("value", Column::Number(values)),
    ];
    Ok(vec![("draws.parquet".to_owned(), columnar::parquet(&columns, &about.pairs())?)])
}

fn rows(chains: &Chains) -> impl Iterator<Item = (usize, usize, &str, f64)> {
    chains.values.iter().enumerate().flat_map(move |(chain, draws)| {
        draws.iter().enumerate().flat_map(move |(draw, row)| {
            let of_model = chains.names.iter().map(String::as_str).zip(row.iter().copied());
            of_model
                .chain(chains.sampler(chain, draw))
                .map(move |(name, value)| (chain + 1, draw + 1, name, value))
        })
    })
}
