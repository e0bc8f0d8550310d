//! From journals to tables.

use super::sitting::{self, count};
use super::tables::ParticipantRow;
use super::words::Standing;
use super::{Dataset, answers, decision, trial};
use crate::journal::{self, Recorded};
use crate::problem::{Outcome, Problem};
use crate::session::dwell;
use crate::session::measure::{self, Review};
use crate::study::{Participant, ParticipantState, Study};

/// A study's tables, in the order of the roster. Who withdrew, or stopped and asked for deletion, is not in them.
///
/// # Errors
/// A journal cannot be read, or says that it belongs elsewhere: a dataset with a hole would not say so.
pub fn collect(study: &Study) -> Outcome<Dataset> {
    let mut dataset = Dataset {
        study: study.id().to_owned(),
        simulated: study.simulated(),
        protocol_hash: study.protocol().hash.clone(),
        trials: Vec::new(),
        decisions: Vec::new(),
        events: Vec::new(),
        sessions: Vec::new(),
        participants: Vec::new(),
        questionnaires: Vec::new(),
    };
    for participant in study.participants()? {
        if let Some(state) = standing(&participant.state) {
            dataset.add(study, &participant, state)?;
        }
    }
    Ok(dataset)
}

/// None: not in the dataset.
fn standing(state: &ParticipantState) -> Option<Standing> {
    match state {
        ParticipantState::Enrolled => Some(Standing::Enrolled),
        // Reading the journal says what is wrong with it.
        ParticipantState::Running { .. } | ParticipantState::Unreadable { .. } => Some(Standing::Running),
        ParticipantState::BetweenSittings { .. } => Some(Standing::BetweenSittings),
        ParticipantState::Completed => Some(Standing::Completed),
        ParticipantState::Declined => Some(Standing::Declined),
        ParticipantState::Stopped { erase: false, .. } => Some(Standing::Stopped),
        ParticipantState::PracticeNotPassed => Some(Standing::PracticeNotPassed),
        // Who asked for deletion is gone from here on, whether or not it has been carried out.
        ParticipantState::Stopped { erase: true, .. } | ParticipantState::Withdrawn { .. } => None,
    }
}

impl Dataset {
    fn add(&mut self, study: &Study, participant: &Participant, state: Standing) -> Outcome<()> {
        let before = self.trials.len();
        let mut rank = 0;
        let mut sittings = Vec::new();
        let paths = study.journals(&participant.id)?;
        for (path, session) in paths.iter().zip(1_u32..) {
            let recorded = journal::read(path)?;
            let header = &recorded.header;
            if (&*header.study, &*header.participant, header.session, header.simulated)
                != (study.id(), &*participant.id, session, study.simulated())
            {
                return Err(Problem::new(format!(
                    "this journal is session {} of participant {} of study {}, and lies in another's place",
                    header.session, header.participant, header.study
                ))
                .in_file(path)
                .at(1, 1)
                .todo("run 'tightloop study check' on this study"));
            }
            let reviews = measure::reviews(&recorded.header.plan, &recorded.events);
            sittings.push((path, recorded, reviews));
        }
        // A rule may look at all of a participant's sessions.
        let attention = |(_, recorded, reviews): &(_, Recorded, Vec<Review>)| {
            sitting::attention(&recorded.header.plan, reviews).failures
        };
        let failures = sittings.iter().map(attention).sum();
        for (path, recorded, reviews) in &sittings {
            self.add_sitting(recorded, reviews, failures, &mut rank)
                .map_err(|problem| problem.in_file(path))?;
        }
        let main = self.trials.get(before..).unwrap_or_default().iter().filter(|row| !row.practice);
        self.participants.push(ParticipantRow {
            study: self.study.clone(),
            participant: participant.id.clone(),
            row: participant.row,
            state,
            enrolled_at: participant.enrolled_at.clone(),
            sessions: participant.sessions,
            reviews: count(main.clone().count()),
            reviews_kept: count(main.filter(|row| !row.excluded).count()),
            simulated: self.simulated,
        });
        Ok(())
    }

    /// One journal's rows. `rank` counts the participant's main reviews over all sessions.
    fn add_sitting(
        &mut self,
        recorded: &Recorded,
        reviews: &[Review],
        failures: u32,
        rank: &mut u32,
    ) -> Outcome<()> {
        let header = &recorded.header;
        // Both folds end a review on the same events.
        let mut readings = dwell::readings(&header.plan, &recorded.events).into_iter().peekable();
        for review in reviews {
            let planned = header.plan.trials.get(review.trial as usize);
            let planned = planned.ok_or_else(|| {
                Problem::new(format!("the plan has no trial {}, which was reviewed", review.trial + 1))
            })?;
            let ranked = (!planned.practice).then(|| {
                *rank += 1;
                *rank
            });
            self.trials.push(trial::row(header, planned, review, ranked, failures));
            if let Some(reading) = readings.next_if(|reading| reading.trial == review.trial) {
                self.decisions.extend(decision::rows(header, planned, &reading, ranked));
            }
        }
        self.events.extend(sitting::events(recorded)?);
        self.questionnaires.extend(answers::rows(recorded));
        let attention = sitting::attention(&header.plan, reviews);
        self.sessions.push(sitting::row(recorded, reviews.len(), attention));
        Ok(())
    }
}
