//! Words of the board of agents.

use super::Words;
use crate::protocol::Language::{English, German};
use crate::session::board::Doing;

impl Words {
    /// An agent's letter.
    pub fn agent_letter(&self, place: usize) -> String {
        char::from_u32('A' as u32 + place as u32).map_or_else(String::new, String::from)
    }

    /// What an agent is at, in a word.
    pub fn doing(&self, doing: Doing) -> &'static str {
        match doing {
            Doing::Free => self.agent_free,
            Doing::Briefed => self.agent_briefed,
            Doing::Working => self.agent_working,
            Doing::Ready => self.agent_ready,
            Doing::Reviewed => self.agent_reviewed,
        }
    }

    /// An agent's tile, for screen readers.
    pub fn agent(&self, place: usize, doing: Doing, title: &str) -> String {
        let letter = self.agent_letter(place);
        let said = match (doing, self.language) {
            (Doing::Free, English) => "is free",
            (Doing::Free, German) => "ist frei",
            (Doing::Briefed, English) => "is given its brief",
            (Doing::Briefed, German) => "erhält den Auftrag",
            (Doing::Working, English) => "is working",
            (Doing::Working, German) => "arbeitet",
            (Doing::Ready, English) => "is ready and waits for your review",
            (Doing::Ready, German) => "ist fertig und wartet auf Ihre Prüfung",
            (Doing::Reviewed, English) => "is in review",
            (Doing::Reviewed, German) => "ist in Prüfung",
        };
        let agent = format!("Agent {letter} {said}");
        if title.is_empty() { agent } else { format!("{agent}: {title}") }
    }

    /// What all agents are at, in one line: of each that is met, how many.
    pub fn agents(&self, doings: impl Iterator<Item = Doing> + Clone) -> String {
        let all = [Doing::Ready, Doing::Reviewed, Doing::Briefed, Doing::Working, Doing::Free];
        let count = |doing: &Doing| doings.clone().filter(|other| other == doing).count();
        let told = all.iter().map(|doing| (count(doing), self.doing(*doing)));
        let told = told.filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}"));
        told.collect::<Vec<_>>().join("  ·  ")
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ENGLISH, GERMAN};
    use super::*;

    #[test]
    fn agents_are_told_by_letter_and_together_by_number() {
        assert_eq!(ENGLISH.agent(0, Doing::Free, ""), "Agent A is free");
        assert_eq!(
            GERMAN.agent(15, Doing::Ready, "Tariff"),
            "Agent P ist fertig und wartet auf Ihre Prüfung: Tariff"
        );
        let doings = [Doing::Working, Doing::Free, Doing::Ready, Doing::Working];
        assert_eq!(ENGLISH.agents(doings.into_iter()), "1 ready  ·  2 working  ·  1 free");
    }
}
