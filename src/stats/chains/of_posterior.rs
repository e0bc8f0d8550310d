//! The sampler's draws on the scales on which parameters are told.

use super::super::columns::Columns;
use super::super::export::column_name;
use super::super::model::Scratch;
use super::super::nuts::ChainDraws;
use super::super::posterior::Posterior;
use super::Chains;
use rayon::prelude::*;

impl Chains {
    /// Every global parameter, then every effect of a person or an item, in the table's order.
    pub(crate) fn of(posterior: &Posterior) -> Self {
        let model = &posterior.model;
        let columns = Columns::of(&model.layout);
        let values = |chain: &ChainDraws| {
            let rows = chain.thetas.par_iter();
            rows.map_init(Scratch::default, |scratch, theta| columns.row(model, theta, scratch)).collect()
        };
        fn each<T>(chains: &[ChainDraws], of: impl Fn(&ChainDraws) -> T) -> Vec<T> {
            chains.iter().map(of).collect()
        }
        let chains = &posterior.chains;
        Self {
            names: columns.names.iter().map(|name| column_name(name)).collect(),
            values: each(chains, values),
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
