//! The sampler's draws on the scales on which parameters are told.

use super::super::export::column_name;
use super::super::nuts::ChainDraws;
use super::super::parameters::Parameters;
use super::super::posterior::Posterior;
use super::Chains;

impl Chains {
    /// Every global parameter, then every effect of a person or an item, in the table's order.
    pub(crate) fn of(posterior: &Posterior) -> Self {
        let globals = &posterior.model.layout.globals;
        let of_globals: Vec<Vec<Vec<f64>>> =
            (0..globals.len()).map(|index| posterior.global(index)).collect();
        let mut names: Vec<String> = globals.iter().map(|global| column_name(&global.name)).collect();
        if let Some(draw) = posterior.draws.first() {
            for (name, values) in effects(draw) {
                names.extend((0..values.len()).map(|unit| format!("{name}[{unit}]")));
            }
        }
        let mut draws = posterior.draws.iter();
        let mut values = Vec::with_capacity(posterior.chains.len());
        for (chain, drawn) in posterior.chains.iter().enumerate() {
            let rows = draws.by_ref().take(drawn.thetas.len()).enumerate().map(|(draw, parameters)| {
                let globals = of_globals.iter().map(|of| of[chain][draw]);
                globals.chain(effects(parameters).flat_map(|(_, values)| values.iter().copied())).collect()
            });
            values.push(rows.collect());
        }
        fn each<T>(chains: &[ChainDraws], of: impl Fn(&ChainDraws) -> T) -> Vec<T> {
            chains.iter().map(of).collect()
        }
        let chains = &posterior.chains;
        Self {
            names,
            values,
            lp: each(chains, |chain| chain.log_density.clone()),
            divergent: each(chains, |chain| chain.divergent.clone()),
            depth: each(chains, |chain| chain.depth.clone()),
            leapfrogs: each(chains, |chain| chain.leapfrogs.clone()),
            energy: each(chains, |chain| chain.energy.clone()),
            accept: each(chains, |chain| chain.accept.clone()),
            step_size: each(chains, |chain| chain.step_size),
        }
    }
}

/// Effects by name; those of naming the decision only where the data say which was named.
fn effects(draw: &Parameters) -> impl Iterator<Item = (&'static str, &Vec<f64>)> {
    let effects = &draw.effects;
    let of_naming = draw
        .location
        .iter()
        .flat_map(|naming| [("person_location", &naming.people), ("item_location", &naming.items)]);
    [
        ("person_time", &effects.person_time),
        ("person_slope", &effects.person_slope),
        ("person_sensitivity", &effects.person_sensitivity),
        ("person_criterion", &effects.person_criterion),
        ("item_time", &effects.item_time),
        ("item_sensitivity", &effects.item_sensitivity),
    ]
    .into_iter()
    .chain(of_naming)
}
