//! What a plan needs to know of the packs it draws from.

use super::load::Loaded;
use super::ranges::at_field;
use crate::problem::{Outcome, Problem};
use crate::scenario::spec::VariantSpec;
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
    /// Whether its truth is soft: then it has no sound twin to show in an error's place.
    pub soft: bool,
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
    /// Decisions, from 1, with which no batch ends.
    pub unfinished: Vec<u32>,
    /// Whether it can show what automation says.
    pub cues: bool,
    /// What may be shown of it.
    pub variants: Vec<VariantFacts>,
}

/// One variant: what departs from the plain sound trajectory, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VariantFacts {
    /// Its id.
    pub id: String,
    /// Its error.
    pub wrong: Option<Departure>,
    /// Its foils.
    pub foils: Vec<Departure>,
    /// Its amendment, at the decision that it is shown with: the one after which it arrives, and one more.
    pub amendment: Option<Departure>,
}

/// Something at one place of a trajectory.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Departure {
    /// The decision, from 1.
    pub place: u32,
    /// The choice, or the amendment.
    pub name: String,
}

impl Catalogue {
    /// The packs of the protocol's pool; everything that is wrong with the pool beside them.
    pub fn read(loaded: &Loaded, library: &Library) -> (Self, Vec<Problem>) {
        let mut packs: Vec<PackFacts> = Vec::new();
        let mut problems = Vec::new();
        for (index, id) in loaded.protocol.scenarios.pool.iter().enumerate() {
            let found: Outcome<Vec<PackFacts>> = match id.as_str() {
                "*" => library.pool().map(PackFacts::of).collect(),
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
            soft: pack.is_soft(),
            hash: pack.hash().to_owned(),
            decisions: pack.decision_count(),
            skins: spec.skins.iter().map(|skin| skin.id.clone()).collect(),
            questions: spec.questions.len() as u32,
            words: words(&spec.request) + clauses,
            unfinished: (1..)
                .zip(&spec.decisions)
                .filter(|(_, decision)| decision.unfinished)
                .map(|(place, _)| place)
                .collect(),
            cues: spec.cues.is_some(),
            variants: pack
                .variants()
                .iter()
                .map(|variant| VariantFacts::of(pack, variant))
                .collect::<Outcome<_>>()?,
        })
    }
}

impl VariantFacts {
    fn of(pack: &Pack, variant: &VariantSpec) -> Outcome<Self> {
        let departure = |place: Option<u32>, name: &Option<String>| {
            Some(Departure { place: place?, name: name.clone()? })
        };
        let amended = pack.amendment_decision(&variant.id)?.map(|after| after + 1);
        // Foils' places come in order; their names in the order in which the author wrote them.
        let place = |name: &String| {
            let decision = name.split('/').next()?;
            pack.spec().decisions.iter().position(|other| other.id == decision)
        };
        let mut names: Vec<&String> = variant.foils.iter().collect();
        names.sort_by_key(|name| place(name));
        let places = pack.foil_decisions(&variant.id)?;
        Ok(Self {
            id: variant.id.clone(),
            wrong: departure(pack.planted_decision(&variant.id)?, &variant.wrong),
            foils: places
                .into_iter()
                .zip(names)
                .map(|(place, name)| Departure { place, name: name.clone() })
                .collect(),
            amendment: departure(amended, &variant.amendment),
        })
    }
}

fn words(text: &str) -> u32 {
    text.split_whitespace().count() as u32
}
