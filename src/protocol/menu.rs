//! What packs can show in a batch of a given size.
//!
//! A sound batch is drawn as a planted one from which the error is then taken away: first a planted window is
//! chosen by the same rule, then a sound variant is shown in the same window. So where a window lies tells nothing
//! about whether there is an error in it. Only windows that can be shown both ways are on the menu.

use super::catalogue::{Catalogue, Departure, PackFacts, VariantFacts};
use std::collections::BTreeMap;

/// What a batch holds beside a planted error or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Extras {
    /// At least one foil.
    pub unfamiliar: bool,
    /// An amendment that arrives within the batch.
    pub amended: bool,
}

/// Every combination of extras.
pub const EXTRAS: [Extras; 4] = [
    Extras { unfamiliar: false, amended: false },
    Extras { unfamiliar: true, amended: false },
    Extras { unfamiliar: false, amended: true },
    Extras { unfamiliar: true, amended: true },
];

/// One window of a variant with an error in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Index of the wrong variant in its pack.
    pub variant: usize,
    /// First decision, from 1.
    pub start: u32,
    /// Part of the batch that the error lies in, from 0; see [`parts`].
    pub part: u32,
}

/// What one pack offers for a batch size and extras.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Offer {
    /// Windows with an error, each of which has a sound counterpart.
    pub windows: Vec<Window>,
    /// First decision of a window → indices of the sound variants that can stand there.
    pub sound: BTreeMap<u32, Vec<usize>>,
    /// Where the sound batch starts instead, where the pack cannot show one in the error's place: see [`Offer::soft`].
    pub sound_start: Option<u32>,
}

/// All offers of a catalogue for the batch sizes that were asked for.
#[derive(Debug, Clone)]
pub struct Menu {
    packs: usize,
    offers: BTreeMap<(u32, usize, Extras), Offer>,
}

/// Into how many parts a batch is cut to balance where its error lies: fifths, or single decisions below five.
pub fn parts(batch_size: u32) -> u32 {
    batch_size.clamp(1, 5)
}

/// The part, from 0, of the error at `index`, 1..=m.
pub fn part(index: u32, batch_size: u32) -> u32 {
    index.saturating_sub(1) * parts(batch_size) / batch_size.max(1)
}

impl Menu {
    /// Works out every offer.
    pub fn new(catalogue: &Catalogue, batch_sizes: impl IntoIterator<Item = u32>) -> Self {
        let mut offers = BTreeMap::new();
        for batch_size in batch_sizes {
            for (index, pack) in catalogue.packs.iter().enumerate() {
                for extras in EXTRAS {
                    offers
                        .entry((batch_size, index, extras))
                        .or_insert_with(|| Offer::of(pack, batch_size, extras));
                }
            }
        }
        offers.retain(|_, offer: &mut Offer| !offer.windows.is_empty());
        Self { packs: catalogue.packs.len(), offers }
    }

    /// How many packs there are.
    pub fn packs(&self) -> usize {
        self.packs
    }

    /// What a pack offers, if anything.
    pub fn offer(&self, batch_size: u32, pack: usize, extras: Extras) -> Option<&Offer> {
        self.offers.get(&(batch_size, pack, extras))
    }

    /// Whether any pack offers this.
    pub fn has(&self, batch_size: u32, extras: Extras) -> bool {
        (0..self.packs).any(|pack| self.offer(batch_size, pack, extras).is_some())
    }
}

impl Offer {
    fn of(pack: &PackFacts, batch_size: u32, extras: Extras) -> Self {
        if pack.soft {
            return Self::soft(pack, batch_size, extras);
        }
        let mut offer = Self::default();
        let last_start = (pack.decisions + 1).saturating_sub(batch_size);
        for start in 1..=last_start {
            if pack.unfinished.contains(&(start + batch_size - 1)) {
                continue;
            }
            let shown = shown(pack, start, start + batch_size - 1, extras);
            let (wrong, sound): (Vec<_>, Vec<_>) =
                shown.into_iter().partition(|(_, sight)| sight.wrong.is_some());
            if wrong.is_empty() || sound.is_empty() {
                continue;
            }
            offer.windows.extend(wrong.into_iter().filter_map(|(variant, sight)| {
                let index = sight.wrong?.place - start + 1;
                Some(Window { variant, start, part: part(index, batch_size) })
            }));
            offer.sound.insert(start, sound.into_iter().map(|(variant, _)| variant).collect());
        }
        offer
    }

    /// What a trace offers. There is no sound twin of real work, so its sound batch is the one that ends just before the
    /// error: where a window lies does tell something, which is one reason why a pool has to name a trace.
    fn soft(pack: &PackFacts, batch_size: u32, extras: Extras) -> Self {
        let mut offer = Self::default();
        let wrong = pack.variants.first().and_then(|variant| variant.wrong.as_ref());
        let Some(place) = wrong.map(|wrong| wrong.place) else { return offer };
        if extras != EXTRAS[0] || batch_size == 0 || place <= batch_size {
            return offer;
        }
        offer.sound_start = Some(place - batch_size);
        let last_start = place.min((pack.decisions + 1).saturating_sub(batch_size));
        for start in place + 1 - batch_size..=last_start {
            let part = part(place - start + 1, batch_size);
            offer.windows.push(Window { variant: 0, start, part });
            offer.sound.insert(start, vec![0]);
        }
        offer
    }

    /// The parts of a batch in which its errors can lie.
    pub fn parts(&self) -> Vec<u32> {
        let mut parts: Vec<u32> = self.windows.iter().map(|window| window.part).collect();
        parts.sort_unstable();
        parts.dedup();
        parts
    }
}

/// All that tells what a window shows from what the plain sound trajectory shows there.
#[derive(Debug, PartialEq, Eq)]
struct Sight<'a> {
    wrong: Option<&'a Departure>,
    foils: Vec<&'a Departure>,
    amendment: Option<&'a Departure>,
}

/// The variants that show just these extras in a window, each sight once: a variant whose foil comes after the
/// window looks like the one without it.
fn shown(pack: &PackFacts, start: u32, end: u32, extras: Extras) -> Vec<(usize, Sight<'_>)> {
    let mut shown: Vec<(usize, Sight<'_>)> = Vec::new();
    for (index, variant) in pack.variants.iter().enumerate() {
        let Some(sight) = variant.sight(start, end) else { continue };
        if sight.extras() == extras && shown.iter().all(|(_, known)| *known != sight) {
            shown.push((index, sight));
        }
    }
    shown
}

impl VariantFacts {
    /// What a window shows of this variant. None where something lies before the window: it could have an effect
    /// in the window without being seen there, and a batch built on an error has no right answer. None, too, for a
    /// variant whose error comes after the window: sound trials show sound variants.
    fn sight(&self, start: u32, end: u32) -> Option<Sight<'_>> {
        let within = |departure: &&Departure| (start..=end).contains(&departure.place);
        let all = || self.wrong.iter().chain(&self.foils).chain(&self.amendment);
        let hidden = all().any(|departure| departure.place < start)
            || self.wrong.iter().any(|wrong| wrong.place > end);
        (!hidden).then(|| Sight {
            wrong: self.wrong.as_ref().filter(within),
            foils: self.foils.iter().filter(within).collect(),
            amendment: self.amendment.as_ref().filter(within),
        })
    }
}

impl Sight<'_> {
    fn extras(&self) -> Extras {
        Extras { unfamiliar: !self.foils.is_empty(), amended: self.amendment.is_some() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::example::{catalogue_of, loaded_of, protocol_of};

    #[test]
    fn fifths_are_cut_evenly() {
        let cut = |batch_size| (1..=batch_size).map(|index| part(index, batch_size)).collect::<Vec<_>>();
        assert_eq!(cut(5), [0, 1, 2, 3, 4]);
        assert_eq!(cut(10), [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]);
        assert_eq!(cut(12), [0, 0, 0, 1, 1, 2, 2, 2, 3, 3, 4, 4]);
        assert_eq!(cut(3), [0, 1, 2]);
        assert_eq!(cut(1), [0]);
    }

    #[test]
    fn every_window_on_the_menu_can_be_shown_with_and_without_its_error() {
        let catalogue = catalogue_of(3);
        for batch_size in [1, 2, 5, 12, 24] {
            let menu = Menu::new(&catalogue, [batch_size]);
            for (index, pack) in catalogue.packs.iter().enumerate() {
                for extras in EXTRAS {
                    let Some(offer) = menu.offer(batch_size, index, extras) else { continue };
                    for window in &offer.windows {
                        let end = window.start + batch_size - 1;
                        assert!(window.start >= 1 && end <= pack.decisions);
                        let sight = pack.variants[window.variant].sight(window.start, end).unwrap();
                        assert!((window.start..=end).contains(&sight.wrong.unwrap().place));
                        assert_eq!(sight.extras(), extras);
                        for sound in &offer.sound[&window.start] {
                            let sight = pack.variants[*sound].sight(window.start, end).unwrap();
                            assert_eq!((sight.wrong, sight.extras()), (None, extras));
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn what_looks_the_same_is_on_the_menu_once() {
        let catalogue = catalogue_of(1);
        let pack = &catalogue.packs[0];
        let sound = |start| {
            let offer = Offer::of(pack, 4, EXTRAS[0]);
            offer.sound[&start].iter().map(|index| pack.variants[*index].id.clone()).collect::<Vec<_>>()
        };
        assert_eq!(sound(1), ["v0"], "foils and amendments come later there, and so are not to be seen");
        let foil = Offer::of(pack, 4, EXTRAS[1]);
        assert_eq!(foil.sound[&3].len(), 1);
        let both = Offer::of(pack, 12, EXTRAS[1]);
        assert_eq!(both.sound[&1].len(), 2, "one foil or another");
    }

    #[test]
    fn what_does_not_fit_is_not_on_the_menu() {
        let menu = Menu::new(&catalogue_of(1), [1, 25]);
        assert!(!menu.has(25, EXTRAS[0]), "a trajectory has 24 decisions");
        assert!(menu.has(1, EXTRAS[0]));
        assert!(!menu.has(1, EXTRAS[1]), "one decision cannot be both wrong and a foil");
    }

    /// The fifths in which the errors of a batch of this size can lie, over the packs that are at least as long.
    fn fifths(catalogue: &Catalogue, batch_size: u32) -> BTreeMap<&str, Vec<u32>> {
        let menu = Menu::new(catalogue, [batch_size]);
        let packs = catalogue.packs.iter().enumerate().filter(|(_, pack)| pack.decisions >= batch_size);
        let parts = |index: usize| {
            let offers = EXTRAS.iter().filter_map(|extras| menu.offer(batch_size, index, *extras));
            let mut parts: Vec<u32> = offers.flat_map(Offer::parts).collect();
            parts.sort_unstable();
            parts.dedup();
            parts
        };
        packs.map(|(index, pack)| (pack.id.as_str(), parts(index))).collect()
    }

    fn library() -> Catalogue {
        let mut loaded = loaded_of(protocol_of(&[0.0], &[1], 1));
        loaded.protocol.scenarios.pool = vec!["*".to_owned()];
        let library = crate::scenario::Library::embedded().unwrap();
        let (catalogue, problems) = Catalogue::read(&loaded, &library);
        assert!(problems.is_empty(), "{problems:?}");
        catalogue
    }

    #[test]
    fn in_every_pack_errors_lie_in_every_fifth_of_batches_of_every_size() {
        let catalogue = library();
        let longest = catalogue.packs.iter().map(|pack| pack.decisions).max().unwrap();
        assert!(longest >= 48);
        for batch_size in 1..=longest {
            for (pack, found) in fifths(&catalogue, batch_size) {
                assert_eq!(found, (0..parts(batch_size)).collect::<Vec<_>>(), "{pack}, m = {batch_size}");
            }
        }
    }
}
