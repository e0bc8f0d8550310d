//! Which trials hold what, dealt so that nothing a person could learn from goes with anything else.
//!
//! By minimisation (Pocock & Simon 1975): one after the other, what is handed out goes where it leaves the margins
//! most even: delays, batch sizes, cues, blocks, cells, and what was dealt before; ties are broken by the seed.
//! Within a participant that balances margins to the nearest integer where packs allow it; over participants,
//! what was dealt to earlier rows counts too. Rows are dealt in their order from the seed alone. Nothing that a
//! participant does is ever looked at: labels never adapt.

use super::design::{self, Cell};
use super::dice::{Dice, Purpose};
use super::hand::{LENIENT, Margin, STRICT, deal};
use super::menu::{Extras, Menu, parts};
use super::spec::Protocol;
use std::collections::BTreeMap;

/// One trial before its variant and window are drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Slot {
    /// Condition number within the participant; none for practice.
    pub condition: Option<usize>,
    /// Its levels.
    pub cell: Cell,
    /// How many briefs may be outstanding while it is among them, where that changes within the participant.
    pub outstanding_max: Option<u32>,
    /// Whether it has an error.
    pub planted: bool,
    /// What else it holds.
    pub extras: Extras,
    /// Index of its pack in the catalogue.
    pub pack: usize,
    /// Part of the batch where the error lies or, in a sound trial, would.
    pub part: u32,
}

/// A row's trials in the order of their briefs, practice first. None where no pack offers what a cell needs.
///
/// Deals all rows of the same group up to this one, since each row makes up for those before it.
pub fn slots(protocol: &Protocol, menu: &Menu, row: u32) -> Option<Vec<Slot>> {
    let rows = design::rows(protocol).max(1);
    let first = row - row % rows;
    let group = design::group(protocol, row);
    let mut dealer = Dealer::new(protocol, menu, group);
    let mut slots = None;
    for row in (first..=row).filter(|other| design::group(protocol, *other) == group) {
        slots = Some(dealer.row(row)?);
    }
    slots
}

/// A trial's place in the design: its cell and which of the cell's repetitions it is, level by level of the agents
/// outstanding.
#[derive(Debug, Clone, Copy)]
struct Entry {
    condition: usize,
    level: usize,
    block: usize,
    cell: Cell,
}

/// What was dealt so far to the rows of one group.
struct Dealer<'a> {
    protocol: &'a Protocol,
    menu: &'a Menu,
    /// The trials of the design: cell by cell, in each its repetitions.
    entries: Vec<Entry>,
    rows_dealt: u32,
    planted: Vec<u64>,
    unfamiliar: Vec<u64>,
    amended: Vec<u64>,
    /// Over rows: how often (condition, pack) and (batch size, planted, part) came up.
    packs: BTreeMap<(Option<usize>, usize), u64>,
    parts: BTreeMap<(u32, bool, u32), u64>,
}

impl<'a> Dealer<'a> {
    fn new(protocol: &'a Protocol, menu: &'a Menu, group: usize) -> Self {
        let a_level = protocol.trials_per_cell as usize;
        let blocks = design::periods(protocol) * a_level;
        let entry =
            |condition, cell, block: usize| Entry { condition, level: block / a_level.max(1), block, cell };
        let entries: Vec<Entry> = design::cells(protocol, group)
            .into_iter()
            .enumerate()
            .flat_map(|(condition, cell)| (0..blocks).map(move |block| entry(condition, cell, block)))
            .collect();
        let none = vec![0; entries.len()];
        Self {
            protocol,
            menu,
            entries,
            rows_dealt: 0,
            planted: none.clone(),
            unfamiliar: none.clone(),
            amended: none,
            packs: BTreeMap::new(),
            parts: BTreeMap::new(),
        }
    }

    fn row(&mut self, row: u32) -> Option<Vec<Slot>> {
        let mut dice = Dice::new(self.protocol.seed, Purpose::Deal, row);
        let (planted, extras) = self.labels(&mut dice);
        let mut plain = Vec::new();
        for trial in 0..self.protocol.practice.planned_trials() {
            let cell = practice_cell(self.protocol);
            let planted = (trial + row).is_multiple_of(2);
            plain.push((None, cell, 0, planted, Extras { unfamiliar: false, amended: false }));
        }
        let (a_level, levels) = (self.protocol.trials_per_cell as usize, self.levels(row));
        for (repetition, conditions) in design::order(self.protocol, row).into_iter().enumerate() {
            let level = *levels.get(repetition / a_level)?;
            let block = level * a_level + repetition % a_level;
            for condition in conditions {
                let index = condition * levels.len() * a_level + block;
                let cell = self.entries.get(index)?.cell;
                plain.push((Some(condition), cell, level, *planted.get(index)?, *extras.get(index)?));
            }
        }
        let mut so_far: Vec<Slot> = Vec::with_capacity(plain.len());
        let changes = design::periods(self.protocol) > 1;
        for (condition, cell, level, planted, extras) in plain {
            let (pack, part) = self.source(&so_far, condition, cell, planted, extras, &mut dice)?;
            *self.packs.entry((condition, pack)).or_default() += 1;
            *self.parts.entry((cell.batch_size, planted, part)).or_default() += 1;
            let outstanding_max = changes.then(|| design::outstanding_max(self.protocol, level));
            so_far.push(Slot { condition, cell, outstanding_max, planted, extras, pack, part });
        }
        self.rows_dealt += 1;
        Some(so_far)
    }

    /// The row's levels of agents outstanding by period, as the entries count them: a participant who meets one level
    /// only has entries of no other.
    fn levels(&self, row: u32) -> Vec<usize> {
        match design::periods(self.protocol) {
            1 => vec![0],
            _ => design::periods_of(self.protocol, row),
        }
    }

    /// Deals errors, then foils, then amendments to a row's entries.
    fn labels(&mut self, dice: &mut Dice) -> (Vec<bool>, Vec<Extras>) {
        let protocol = self.protocol;
        let mut margins = self.margins();
        let all: Vec<usize> = (0..self.entries.len()).collect();
        let count = self.count(protocol.planted_share);
        let planted = deal(&all, count, &margins, &mut self.planted, STRICT, dice);

        margins.push(Margin::of_labels(&planted));
        let can = |entry: &Entry, unfamiliar, amended| {
            self.menu.has(entry.cell.batch_size, Extras { unfamiliar, amended })
        };
        let fitting: Vec<usize> =
            all.iter().copied().filter(|index| can(&self.entries[*index], true, false)).collect();
        let count = self.count(protocol.unfamiliar_share);
        let unfamiliar = deal(&fitting, count, &margins, &mut self.unfamiliar, LENIENT, dice);

        margins.push(Margin::of_labels(&unfamiliar));
        let fitting: Vec<usize> = all
            .iter()
            .copied()
            .filter(|index| can(&self.entries[*index], unfamiliar[*index], true))
            .collect();
        let count = self.count(protocol.amended_share);
        let amended = deal(&fitting, count, &margins, &mut self.amended, LENIENT, dice);

        let extras = unfamiliar
            .into_iter()
            .zip(amended)
            .map(|(unfamiliar, amended)| Extras { unfamiliar, amended })
            .collect();
        (planted, extras)
    }

    /// How many of this row's trials get a label, such that the share is met over rows as nearly as integers allow.
    fn count(&self, share: f64) -> usize {
        let trials = self.entries.len() as f64;
        let upto = |rows: u32| (trials * share * f64::from(rows) + 0.5).floor();
        (upto(self.rows_dealt + 1) - upto(self.rows_dealt)) as usize
    }

    fn margins(&self) -> Vec<Margin> {
        let level = |weight, of: &dyn Fn(&Entry) -> usize| Margin {
            weight,
            levels: self.entries.iter().map(of).collect(),
        };
        let first = |same: &dyn Fn(&Cell) -> bool| {
            self.entries.iter().position(|other| same(&other.cell)).unwrap_or_default()
        };
        let mut margins = vec![
            level(1, &|entry| entry.condition),
            level(1, &|entry| first(&|cell| cell.delay_secs == entry.cell.delay_secs)),
            level(1, &|entry| first(&|cell| cell.batch_size == entry.cell.batch_size)),
            level(1, &|entry| first(&|cell| cell.cues == entry.cell.cues)),
            level(1, &|entry| entry.block),
        ];
        if design::periods(self.protocol) > 1 {
            margins.push(level(1, &|entry| entry.level));
        }
        margins
    }

    /// The pack of a trial and the part of its batch where the error is to lie.
    fn source(
        &self,
        so_far: &[Slot],
        condition: Option<usize>,
        cell: Cell,
        planted: bool,
        extras: Extras,
        dice: &mut Dice,
    ) -> Option<(usize, u32)> {
        let options: Vec<(usize, u32)> = (0..self.menu.packs())
            .filter_map(|pack| Some((pack, self.menu.offer(cell.batch_size, pack, extras)?)))
            .flat_map(|(pack, offer)| offer.parts().into_iter().map(move |part| (pack, part)))
            .collect();
        let in_row = |of: &dyn Fn(&Slot) -> bool| so_far.iter().filter(|slot| of(slot)).count() as u64;
        let over_rows = |(pack, part): &(usize, u32)| {
            let pack = self.packs.get(&(condition, *pack)).copied().unwrap_or_default();
            let part = self.parts.get(&(cell.batch_size, planted, *part)).copied().unwrap_or_default();
            (pack, part)
        };
        // What was dealt to other rows counts as a lead over the option that lags most, up to 3: a pack that can
        // seldom be used must not push everything else aside whenever it can.
        let least_pack = options.iter().map(|option| over_rows(option).0).min()?;
        let least_part = options.iter().map(|option| over_rows(option).1).min()?;
        let recent = self.protocol.factors.outstanding_max.levels.iter().copied().max().unwrap_or(1) as usize;
        dice.cheapest(options, |option| {
            let (pack, part) = *option;
            let (pack_lead, part_lead) = over_rows(option);
            let near = so_far.iter().rev().take(recent).position(|slot| slot.pack == pack);
            near.map_or(0, |distance| if distance == 0 { 60 } else { 30 })
                + 20 * in_row(&|slot| slot.pack == pack)
                + 8 * in_row(&|slot| slot.pack == pack && slot.planted == planted)
                + 4 * in_row(&|slot| slot.pack == pack && slot.cell.delay_secs == cell.delay_secs)
                + 4 * in_row(&|slot| slot.pack == pack && slot.cell.batch_size == cell.batch_size)
                + 16 * in_row(&|slot| {
                    slot.planted == planted
                        && slot.part == part
                        && parts(slot.cell.batch_size) == parts(cell.batch_size)
                })
                + 6 * (pack_lead - least_pack).min(3)
                + 3 * (part_lead - least_part).min(3)
        })
    }
}

/// The levels of a practice trial; of agents outstanding it has the first.
pub fn practice_cell(protocol: &Protocol) -> Cell {
    Cell {
        delay_secs: protocol.practice.delay_secs,
        batch_size: protocol.practice.batch_size,
        cues: protocol.factors.cues.levels.first().copied().unwrap_or(super::spec::Cue::None),
    }
}

#[cfg(test)]
mod tests {
    use super::super::menu::EXTRAS;
    use super::*;
    use crate::protocol::example::{catalogue_of, protocol_of};

    /// Slots of all rows of a design.
    fn rows(protocol: &Protocol, packs: usize) -> Vec<Vec<Slot>> {
        let menu = Menu::new(&catalogue_of(packs), protocol.factors.batch_size.levels.iter().copied());
        (0..design::square_rows(protocol)).map(|row| slots(protocol, &menu, row).unwrap()).collect()
    }

    fn spread(counts: impl IntoIterator<Item = usize>) -> usize {
        let counts: Vec<usize> = counts.into_iter().collect();
        counts.iter().max().unwrap() - counts.iter().min().unwrap()
    }

    #[test]
    fn errors_are_even_over_the_margins_of_each_participant_and_over_participants() {
        let protocol = protocol_of(&[0.0, 30.0, 120.0, 480.0], &[2, 5, 10, 20], 1);
        let rows = rows(&protocol, 4);
        for slots in &rows {
            let planted = |of: &dyn Fn(&Cell) -> bool| {
                slots.iter().filter(|slot| slot.planted && of(&slot.cell)).count()
            };
            assert_eq!(planted(&|_| true), 8);
            for delay in [0.0, 30.0, 120.0, 480.0] {
                assert_eq!(planted(&|cell| cell.delay_secs == delay), 2);
            }
            for size in [2, 5, 10, 20] {
                assert_eq!(planted(&|cell| cell.batch_size == size), 2);
            }
        }
        for condition in 0..16 {
            let planted =
                rows.iter().flatten().filter(|slot| slot.planted && slot.condition == Some(condition));
            assert_eq!(planted.count(), 8, "half of 16 rows");
        }
    }

    #[test]
    fn foils_and_amendments_do_not_go_with_errors() {
        let protocol = protocol_of(&[0.0, 60.0], &[4, 8, 12], 3);
        for slots in rows(&protocol, 4) {
            for of in [|extras: Extras| extras.unfamiliar, |extras: Extras| extras.amended] {
                let with =
                    |planted| slots.iter().filter(|slot| of(slot.extras) && slot.planted == planted).count();
                assert!((4..=5).contains(&(with(true) + with(false))), "a quarter of 18");
                assert!(with(true).abs_diff(with(false)) <= 1, "{} and {}", with(true), with(false));
            }
        }
    }

    #[test]
    fn packs_are_even_in_each_participant_and_in_each_cell() {
        let protocol = protocol_of(&[0.0, 30.0, 120.0, 480.0], &[3, 6, 12, 16], 1);
        let rows = rows(&protocol, 4);
        for slots in &rows {
            let uses = (0..4).map(|pack| slots.iter().filter(|slot| slot.pack == pack).count());
            assert!(spread(uses) <= 2);
            let twice = slots.windows(2).filter(|two| two[0].pack == two[1].pack).count();
            assert!(twice <= 1, "a pack follows itself {twice} times");
        }
        for condition in 0..16 {
            let uses = (0..4).map(|pack| {
                let here = |slot: &&Slot| slot.pack == pack && slot.condition == Some(condition);
                rows.iter().flatten().filter(here).count()
            });
            assert!(spread(uses) <= 3, "condition {condition}");
        }
    }

    #[test]
    fn errors_are_even_over_fifths() {
        let protocol = protocol_of(&[0.0, 60.0], &[5, 10, 20], 4);
        for slots in rows(&protocol, 4) {
            for planted in [true, false] {
                let uses = (0..5).map(|part| {
                    slots.iter().filter(|slot| slot.planted == planted && slot.part == part).count()
                });
                assert!(spread(uses.clone()) <= 2, "{:?}", uses.collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn a_share_that_integers_cannot_meet_is_met_over_rows() {
        let mut protocol = protocol_of(&[0.0, 60.0], &[4, 8], 1);
        protocol.planted_share = 0.3;
        let counts: Vec<usize> =
            rows(&protocol, 2).iter().map(|slots| slots.iter().filter(|slot| slot.planted).count()).collect();
        assert!(counts.iter().all(|count| (1..=2).contains(count)), "{counts:?}");
        assert_eq!(counts.iter().sum::<usize>(), 5, "0.3 of 16 is 4.8");
    }

    #[test]
    fn what_no_pack_offers_gives_no_slots() {
        let protocol = protocol_of(&[0.0], &[25], 1);
        let menu = Menu::new(&catalogue_of(2), [25]);
        assert!(!menu.has(25, EXTRAS[0]));
        assert_eq!(slots(&protocol, &menu, 0), None);
    }
}
