//! Stan CSV files as CmdStan writes them (CmdStan user's guide, "Stan CSV file format"): comments, a header, a row a draw.
//!
//! Stan counts from 1 and separates indices by dots: `x[0,2]` becomes `x.1.3`. A name holds letters, digits and
//! underscores; what else stands in one (a cue level's bracket) becomes an underscore.

use super::{About, Chains, number};
use crate::problem::{Outcome, Problem};
use std::collections::BTreeSet;
use std::fmt::Write as _;

pub(super) fn files(chains: &Chains, about: &About) -> Outcome<Vec<(String, Vec<u8>)>> {
    let names: Vec<String> = chains.names.iter().map(|name| stan_name(name)).collect();
    if let Some(twice) = first_twice(&names) {
        return Err(Problem::new(format!("two parameters would both be called {twice} in CmdStan's files"))
            .todo("choose csv or parquet"));
    }
    let mut files = Vec::with_capacity(chains.values.len());
    for chain in 0..chains.values.len() {
        files.push((format!("chain-{}.csv", chain + 1), file(chains, about, chain, &names).into_bytes()));
    }
    Ok(files)
}

fn file(chains: &Chains, about: &About, chain: usize, names: &[String]) -> String {
    let draws = &chains.values[chain];
    let mut text = String::from("# Not made by Stan: written by tightloop in the format of CmdStan.\n");
    // Writing to a String cannot fail. A value has no space in it: readers split at them.
    for (key, value) in about.pairs() {
        let _ = writeln!(text, "# {key} = {}", value.replace(' ', "-"));
    }
    let _ = writeln!(text, "# method = sample\n#   sample\n#     num_samples = {}", draws.len());
    let _ = writeln!(
        text,
        "#     save_warmup = 0\n#     thin = 1\n#     algorithm = hmc\n#       hmc\n#         engine = nuts"
    );
    let _ = writeln!(text, "# id = {}", chain + 1);
    let sampler = chains.sampler(chain, 0).map(|(name, _)| name);
    let header: Vec<&str> = sampler.into_iter().chain(names.iter().map(String::as_str)).collect();
    let _ = writeln!(text, "{}", header.join(","));
    let _ = writeln!(text, "# Adaptation terminated\n# Step size = {}", number(chains.step_size[chain]));
    for (draw, values) in draws.iter().enumerate() {
        let row =
            chains.sampler(chain, draw).into_iter().map(|(_, value)| value).chain(values.iter().copied());
        let row: Vec<String> = row.map(number).collect();
        let _ = writeln!(text, "{}", row.join(","));
    }
    text
}

/// `x[0,2]` as `x.1.3`; `b_q[tests]` as `b_q_tests`.
fn stan_name(name: &str) -> String {
    let plain = |text: &str| -> String {
        text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect()
    };
    let Some((stem, inner)) = name.strip_suffix(']').and_then(|name| name.split_once('[')) else {
        return plain(name);
    };
    let indices: Option<Vec<u64>> = inner.split(',').map(|index| index.trim().parse().ok()).collect();
    match indices {
        Some(indices) => indices.iter().fold(plain(stem), |name, index| format!("{name}.{}", index + 1)),
        None => format!("{}_{}", plain(stem), plain(inner)),
    }
}

fn first_twice(names: &[String]) -> Option<&String> {
    let mut seen = BTreeSet::new();
    names.iter().find(|name| !seen.insert(*name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_stans() {
        for (ours, theirs) in [
            ("sigma", "sigma"),
            ("u_T[0]", "u_T.1"),
            ("log_cost[2,0]", "log_cost.3.1"),
            ("b_q[tests]", "b_q_tests"),
            ("d'", "d_"),
            ("[", "_"),
        ] {
            assert_eq!(stan_name(ours), theirs);
        }
        assert_eq!(first_twice(&["a".into(), "b".into(), "a".into()]), Some(&"a".to_owned()));
    }
}
