//! What a plan needs to know of the packs it draws from.

use super::load::Loaded;
use super::ranges::at_field;
use crate::problem::{Outcome, Problem};
use crate::scenario::{Library, Pack};

/// The packs of a protocol's pool, in the pool's order.
#[derive(Debug, Clone, PartialEq)]
pub struct Catalogue {
    /// The packs.
    pub packs: Vec<PackFacts>,
}

/// One pack.
#[derive(Debug, Clone, PartialEq)]
pub struct PackFacts {
    /// Its id.
    pub id: String,
    /// Its BLAKE3.
    pub hash: String,
    /// How many decisions its trajectory has.
    pub decisions: u32,
    /// Ids of its skins.
    pub skins: Vec<String>,
    /// How many comprehension questions it has.
    pub questions: u32,
    /// Words of its request and clauses.
    pub words: u32,
    /// What may be shown of it.
    pub variants: Vec<VariantFacts>,
}

/// One variant. Places in the trajectory count from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VariantFacts {
    /// Its id.
    pub id: String,
    /// Where its error is.
    pub planted: Option<u32>,
    /// Where its foils are.
    pub foils: Vec<u32>,
    /// The decision that its amendment is shown with: the one after which it arrives, and one more.
    pub amended: Option<u32>,
}

impl Catalogue {
    /// The packs of the protocol's pool; everything that is wrong with the pool beside them.
    pub fn read(loaded: &Loaded, library: &Library) -> (Self, Vec<Problem>) {
        let mut packs: Vec<PackFacts> = Vec::new();
        let mut problems = Vec::new();
        for (index, id) in loaded.protocol.scenarios.pool.iter().enumerate() {
            let found: Outcome<Vec<PackFacts>> = match id.as_str() {
                "*" => library.packs().map(PackFacts::of).collect(),
                id => library.pack(id).and_then(PackFacts::of).map(|pack| vec![pack]),
            };
            match found {
                Ok(found) => {
                    let new = |pack: &PackFacts| packs.iter().all(|known| known.id != pack.id);
                    let found: Vec<PackFacts> = found.into_iter().filter(new).collect();
                    packs.extend(found);
                }
                Err(problem) => {
                    let place = at_field(loaded, &format!("scenarios.pool[{index}]"), &problem.what);
                    problems.push(Problem { todo: problem.todo, ..place });
                }
            }
        }
        if packs.is_empty() && problems.is_empty() {
            problems.push(at_field(loaded, "scenarios.pool", "there is no scenario pack to draw from"));
        }
        (Self { packs }, problems)
    }
}

impl PackFacts {
    fn of(pack: &Pack) -> Outcome<Self> {
        let spec = pack.spec();
        let clauses = spec.clauses.iter().map(|clause| words(&clause.text)).sum::<u32>();
        Ok(Self {
            id: pack.id().to_owned(),
            hash: pack.hash().to_owned(),
            decisions: pack.decision_count(),
            skins: spec.skins.iter().map(|skin| skin.id.clone()).collect(),
            questions: spec.questions.len() as u32,
            words: words(&spec.request) + clauses,
            variants: pack
                .variants()
                .iter()
                .map(|variant| VariantFacts::of(pack, &variant.id))
                .collect::<Outcome<_>>()?,
        })
    }
}

impl VariantFacts {
    fn of(pack: &Pack, id: &str) -> Outcome<Self> {
        Ok(Self {
            id: id.to_owned(),
            planted: pack.planted_decision(id)?,
            foils: pack.foil_decisions(id)?,
            amended: pack.amendment_decision(id)?.map(|after| after + 1),
        })
    }
}

fn words(text: &str) -> u32 {
    text.split_whitespace().count() as u32
}
