//! Participant-facing words that are not the protocol's own. Plain, short, and the same word for the same thing.
//!
//! Every entry of the table below holds both texts, English first, so that a word without its German does not
//! compile; what holds numbers or names is in [`phrases`], where every language is an arm of a `match`. The words of
//! a page come with the context that it is drawn in, as its colours do: [`speak`] chooses, [`words`] reads.
//!
//! | English | German |
//! |---|---|
//! | agent | Agent |
//! | brief | Auftrag |
//! | clause | Vorgabe |
//! | amendment, change of the brief | Änderung |
//! | decision | Entscheidung |
//! | batch | Stapel |
//! | review | Prüfung |
//! | check, by a program | Kontrolle |
//! | verdict | Urteil |
//! | accept, reject | annehmen, ablehnen |
//! | practice | Übung |

mod board;
mod phrases;
mod reading;

use crate::protocol::Language;

/// Declares [`Words`] and its one value a language.
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident: $english:literal, $german:literal;)*) => {
        /// The words of one language.
        #[derive(Debug)]
        pub struct Words {
            language: Language,
            $($(#[$doc])* pub $name: &'static str,)*
        }

        /// English.
        pub static ENGLISH: Words = Words { language: Language::English, $($name: $english,)* };

        /// German.
        pub static GERMAN: Words = Words { language: Language::German, $($name: $german,)* };

        impl Words {
            /// Every entry's name and text.
            pub fn all(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
                [$((stringify!($name), self.$name),)*].into_iter()
            }
        }
    };
}

words! {
    /// On the consent page.
    consent_title: "Before you begin", "Bevor Sie beginnen";
    /// Gives consent.
    consent_yes: "I agree", "Ich stimme zu";
    /// Declines.
    consent_no: "I do not agree", "Ich stimme nicht zu";
    /// Goes on.
    go_on: "Go on", "Weiter";
    /// On the instructions' pages.
    instructions_title: "Instructions", "Anleitung";
    /// Leaves the last page of instructions.
    instructions_done: "Start", "Beginnen";

    /// Over a brief.
    brief_kicker: "You ask an agent to do this work. Read it well: you will review what the agent did.",
        "Sie beauftragen einen Agenten mit dieser Arbeit. Lesen Sie genau: Sie prüfen später, was der Agent getan hat.";
    /// Over a brief that is shown again.
    brief_again: "One of the answers was not right. Please read the brief again.",
        "Eine der Antworten war nicht richtig. Bitte lesen Sie den Auftrag noch einmal.";
    /// Over a brief that is given again after a crash or a restart.
    brief_repeated: "The program was interrupted, and nothing is lost. So that this brief is as fresh as it should be, please read it once more.",
        "Das Programm wurde unterbrochen; es ist nichts verloren. Damit dieser Auftrag so frisch ist, wie er sein soll, lesen Sie ihn bitte noch einmal.";
    /// Puts the brief away.
    brief_done: "I have read it", "Ich habe ihn gelesen";
    /// Over the clauses.
    clauses: "What must hold", "Diese Vorgaben gelten";
    /// Over what came before the batch.
    accepted: "Done before and already accepted", "Zuvor erledigt und bereits angenommen";
    /// Over a comprehension question.
    question_title: "A question about the brief", "Eine Frage zum Auftrag";

    /// The arithmetic filler.
    sum_title: "While the agent works: is this sum right?", "Während der Agent arbeitet: Stimmt diese Summe?";
    /// Says it is.
    sum_right: "Right", "Richtig";
    /// Says it is not.
    sum_wrong: "Wrong", "Falsch";
    /// The 2-back filler.
    letter_title: "While the agent works: letters come one after another. Is this one the same as the one two before it? Then press the space bar; otherwise do nothing.",
        "Während der Agent arbeitet: Buchstaben erscheinen nacheinander. Ist dieser derselbe wie der vorletzte? Dann drücken Sie die Leertaste; sonst tun Sie nichts.";
    /// Says it is.
    letter_same: "Same as two before", "Wie der vorletzte";
    /// It was said.
    letter_said: "Noted", "Notiert";
    /// The calm page.
    rest_title: "The agent is at work", "Der Agent arbeitet";
    /// What to do on it.
    rest_text: "There is nothing to do for now. The next page comes by itself.",
        "Im Moment ist nichts zu tun. Die nächste Seite erscheint von selbst.";

    /// On the page of the machine's self-test that asks for keys.
    timing_title: "Now it is your turn", "Jetzt sind Sie an der Reihe";
    /// What to do.
    timing_text: "On this display no program may press keys. For twenty seconds, please move the mouse and press the keys J, K and the space bar, as you would when you read. The test ends by itself.",
        "Auf diesem Bildschirm darf kein Programm Tasten drücken. Bitte bewegen Sie zwanzig Sekunden lang die Maus und drücken Sie J, K und die Leertaste, wie Sie es beim Lesen täten. Der Test endet von selbst.";

    /// On the board: an agent without a brief.
    agent_free: "free", "frei";
    /// One whose brief is on the page.
    agent_briefed: "briefing", "Auftrag";
    /// One at work.
    agent_working: "working", "arbeitet";
    /// One whose work waits for its review.
    agent_ready: "ready", "fertig";
    /// One whose work is on the page.
    agent_reviewed: "in review", "in Prüfung";

    /// Opens the brief during a review.
    brief_open: "Show the brief", "Auftrag zeigen";
    /// Closes it.
    brief_close: "Hide the brief", "Auftrag ausblenden";
    /// Shows what automatic checks printed.
    cues_open: "Show the checks' output", "Ausgabe der Kontrollen zeigen";
    /// Hides it.
    cues_close: "Hide the checks' output", "Ausgabe der Kontrollen ausblenden";
    /// A check that passed.
    cue_passed: "passed", "bestanden";
    /// A check that did not.
    cue_failed: "FAILED", "NICHT BESTANDEN";
    /// Says a review goes on after a crash.
    review_resumed: "The program was interrupted. This review goes on where it stopped.",
        "Das Programm wurde unterbrochen. Diese Prüfung geht dort weiter, wo sie aufgehört hat.";
    /// Marks practice.
    practice: "Practice", "Übung";
    /// Accepts a batch.
    accept: "Accept all", "Alles annehmen";
    /// Rejects it.
    reject: "Reject", "Ablehnen";
    /// Over a message that changed the brief.
    amendment: "New message from you to the agent", "Neue Nachricht von Ihnen an den Agenten";
    /// A file that the decision made.
    file_added: "new file", "neue Datei";
    /// A file that it changed.
    file_changed: "changed", "geändert";
    /// A file that it deleted.
    file_deleted: "deleted", "gelöscht";
    /// Over a command.
    ran: "Ran", "Ausgeführt:";
    /// In a row: the decision ran a command.
    ran_short: "ran", "Befehl";
    /// For a command that printed nothing.
    no_output: "(no output)", "(keine Ausgabe)";
    /// In the row that was picked as the first wrong decision.
    first_wrong_mark: "first wrong one", "als erste falsch";

    /// A decision that is marked as suspect.
    suspect: "suspect", "verdächtig";
    /// A closed decision that holds what is searched.
    holds_search: "found here", "hier gefunden";
    /// Folds an output again.
    fold_output: "Fold the output again", "Ausgabe wieder einklappen";
    /// Shows long lines whole.
    unfold_output: "Show long lines whole", "Lange Zeilen ganz zeigen";
    /// Over the field to search in.
    search_title: "Search in these decisions", "In diesen Entscheidungen suchen";
    /// Goes to the first hit.
    search_go: "Find", "Suchen";
    /// Goes on to the next place found.
    search_next: "Next", "Weiter";
    /// Goes back to the one before.
    search_before: "Previous", "Zurück";
    /// While it is searched.
    search_busy: "Searching …", "Wird gesucht …";
    /// No hit.
    search_none: "Not found", "Nicht gefunden";
    /// Closes the search, the page of keys.
    close: "Close", "Schließen";
    /// Opens the page of keys.
    keys_open: "All keys", "Alle Tasten";
    /// Over the page of keys.
    keys_title: "Keys", "Tasten";
    /// On it.
    keys_text: "Everything can be done by keyboard, and by pointer too. The time goes on while this page is open.",
        "Alles geht mit der Tastatur und auch mit dem Zeiger. Die Zeit läuft weiter, solange diese Seite offen ist.";
    /// A diff's line before the change, for screen readers.
    line_removed: "removed", "entfernt";
    /// A diff's line after it.
    line_added: "added", "hinzugefügt";

    /// Leaves a step of the verdict.
    back: "Back", "Zurück";
    /// Asks for the verdict's confirmation.
    accept_ask: "Accept all of these decisions?", "Alle diese Entscheidungen annehmen?";
    /// Confirms it.
    accept_confirm: "Yes, accept", "Ja, annehmen";
    /// First step of a rejection.
    pick_title: "Which decision is the first wrong one?", "Welche Entscheidung ist die erste falsche?";
    /// How.
    pick_hint: "Move to it in the list or click its row.",
        "Gehen Sie in der Liste zu ihr oder klicken Sie auf ihre Zeile.";
    /// Second step.
    reach_title: "What does it take to put it right?", "Was ist nötig, um den Fehler zu berichtigen?";
    /// The reach of an error: local.
    reach_local: "Mending this one decision is enough", "Es genügt, diese eine Entscheidung zu berichtigen";
    /// The reach of an error: root.
    reach_root: "What was built on it must go too", "Auch was darauf aufbaut, muss verworfen werden";
    /// Third step.
    why_title: "What is wrong with it?", "Was ist daran falsch?";
    /// The reason that is no clause.
    why_changed: "The brief changed, and the work no longer fits it",
        "Der Auftrag wurde geändert, und die Arbeit passt nicht mehr dazu";
    /// Last step.
    confirm_title: "Is this your verdict?", "Ist das Ihr Urteil?";
    /// Confirms a rejection.
    reject_confirm: "Yes, reject", "Ja, ablehnen";
    /// Changes an answer given in an earlier step.
    change: "Change", "Ändern";
    /// Over the confidence scale.
    confidence_title: "How sure are you of your verdict?", "Wie sicher sind Sie sich mit Ihrem Urteil?";
    /// When a review's time ran out.
    timed_out_title: "The time for this review is over", "Die Zeit für diese Prüfung ist vorbei";
    /// And what that means.
    timed_out_text: "That is all right. Go on to the next part when you are ready.",
        "Das ist in Ordnung. Gehen Sie weiter, sobald Sie bereit sind.";
    /// Feedback: right.
    feedback_right: "That was the right verdict", "Das war das richtige Urteil";
    /// Feedback: wrong, or none given in time.
    feedback_wrong: "That was not the right verdict", "Das war nicht das richtige Urteil";

    /// The end.
    done_title: "That was all. Thank you!", "Das war alles. Vielen Dank!";
    /// And that nothing more is needed.
    done_text: "Everything is saved. You may leave now.", "Alles ist gespeichert. Sie können jetzt gehen.";
    /// The end of a sitting that is not the last.
    sitting_over_title: "That was all for this time. Thank you!", "Das war alles für dieses Mal. Vielen Dank!";
    /// The end without consent.
    declined_title: "You did not agree to take part", "Sie haben der Teilnahme nicht zugestimmt";
    /// And that it is fine.
    declined_text: "Nothing about you was recorded beyond that. You may leave now.",
        "Darüber hinaus wurde nichts über Sie aufgezeichnet. Sie können jetzt gehen.";
    /// Leaves the last page.
    leave: "Leave", "Beenden";
    /// Asks before a session is left.
    leave_title: "Leave the session?", "Die Sitzung verlassen?";
    /// What happens then.
    leave_text: "Everything so far is saved. The session can go on later from here.",
        "Alles bis hierher ist gespeichert. Die Sitzung kann später hier weitergehen.";
    /// Leaves.
    leave_yes: "Save and leave", "Speichern und verlassen";
    /// Stays.
    leave_no: "Stay", "Bleiben";
    /// How large everything is drawn.
    text_size: "Text size", "Schriftgröße";
    /// Draws everything larger.
    text_larger: "Larger text", "Größere Schrift";
    /// Draws everything smaller.
    text_smaller: "Smaller text", "Kleinere Schrift";
    /// The end after practice that was not passed.
    practice_ended_title: "The study ends here for you", "Die Studie endet hier für Sie";
    /// And that it is fine.
    practice_ended_text: "Practice did not come out as it must for the main part. That happens, and says nothing about you. Thank you for your time; please call the person who runs this study.",
        "Die Übung ist nicht so ausgefallen, wie es der Hauptteil braucht. Das kommt vor und sagt nichts über Sie. Vielen Dank für Ihre Zeit; bitte rufen Sie die Person, die diese Studie leitet.";
    /// The end after stopping.
    stopped_title: "You have stopped taking part", "Sie haben die Teilnahme beendet";
    /// Where what was recorded may be kept.
    stopped_kept: "What was recorded so far is kept. Thank you for your time; please call the person who runs this study.",
        "Was bisher aufgezeichnet wurde, bleibt erhalten. Vielen Dank für Ihre Zeit; bitte rufen Sie die Person, die diese Studie leitet.";
    /// Where it is to be deleted.
    stopped_erase: "Your wish that everything be deleted is noted. Please call the person who runs this study: they will delete it.",
        "Ihr Wunsch, dass alles gelöscht wird, ist vermerkt. Bitte rufen Sie die Person, die diese Studie leitet: Sie wird es löschen.";
    /// On every page: leads to the question whether to stop.
    stop: "Stop taking part", "Teilnahme beenden";
    /// That question.
    stop_title: "Do you want to stop taking part?", "Möchten Sie die Teilnahme beenden?";
    /// That it costs nothing.
    stop_text: "You may stop at any time, without giving a reason and without a disadvantage.",
        "Sie können jederzeit aufhören, ohne einen Grund zu nennen und ohne einen Nachteil.";
    /// Its first answer.
    stop_no: "No, go on", "Nein, weitermachen";
    /// Its second.
    stop_keep: "Stop, and keep what was recorded so far", "Aufhören und behalten, was bisher aufgezeichnet wurde";
    /// Its third.
    stop_erase: "Stop, and ask that everything be deleted", "Aufhören und darum bitten, dass alles gelöscht wird";

    /// Over questions about the person.
    demographics: "About you", "Zu Ihrer Person";
    /// Over NASA-TLX.
    workload: "Your workload", "Ihre Beanspruchung";
    /// Over its ratings, about a block.
    ratings_of_block: "How was the part that you have just done?", "Wie war der Teil, den Sie gerade bearbeitet haben?";
    /// And about the whole session.
    ratings_of_session: "How was this session as a whole?", "Wie war diese Sitzung insgesamt?";
    /// How to rate.
    ratings_how: "Set a mark on each of the six lines.", "Setzen Sie auf jeder der sechs Linien eine Marke.";
    /// Over a comparison.
    pair_title: "Which of the two contributed more to your workload?",
        "Was von beidem hat mehr zu Ihrer Beanspruchung beigetragen?";
    /// Under a field for words.
    text_hint: "You may leave this empty. Please write nothing that says who you are.",
        "Sie können das Feld leer lassen. Bitte schreiben Sie nichts, was verrät, wer Sie sind.";
    /// A round of practice was passed.
    practice_passed_title: "Practice passed", "Übung bestanden";
    /// And what comes.
    practice_passed_text: "From now on the reviews count.", "Ab jetzt zählen die Prüfungen.";
    /// It was not.
    practice_failed_title: "Practice not passed yet", "Übung noch nicht bestanden";
    /// Another round comes.
    practice_again: "Here is another round of practice. Take your time over the clauses of the brief.",
        "Es folgt noch eine Übungsrunde. Nehmen Sie sich Zeit für die Vorgaben des Auftrags.";
    /// It was not, and no round comes.
    practice_over_title: "Practice not passed", "Übung nicht bestanden";
    /// But the main part does.
    practice_go_on: "The main part begins now all the same. From here on the reviews count.",
        "Der Hauptteil beginnt trotzdem. Von hier an zählen die Prüfungen.";
    /// A break.
    break_title: "Time for a break", "Zeit für eine Pause";
    /// During its least time.
    break_wait: "Look away from the screen for a moment. No agent is at work, and no time is taken.",
        "Schauen Sie einen Moment weg vom Bildschirm. Kein Agent arbeitet, und keine Zeit wird gemessen.";
    /// After it.
    break_ready: "Go on when you are ready.", "Gehen Sie weiter, sobald Sie bereit sind.";
    /// Over the debriefing.
    debrief_title: "What this study is about", "Worum es in dieser Studie geht";
    /// Over the own results.
    own_results: "Your results", "Ihre Ergebnisse";

    /// Over the page that asks for the experimenter's PIN.
    pin_title: "One moment, please", "Einen Moment, bitte";
    /// Who is to come.
    pin_text: "The person who runs this study ends the session here with their PIN. Please call them.",
        "Die Person, die diese Studie leitet, beendet die Sitzung hier mit ihrer PIN. Bitte rufen Sie sie.";
    /// Over its field.
    pin_field: "PIN of this study", "PIN dieser Studie";
    /// Tries it.
    pin_enter: "End the session", "Sitzung beenden";
    /// While it is compared.
    pin_checking: "One moment …", "Einen Moment …";
    /// It was another.
    pin_wrong: "That was not the PIN.", "Das war nicht die PIN.";
    /// When the journal cannot be written.
    trouble_title: "Please call the person who runs this study",
        "Bitte rufen Sie die Person, die diese Studie leitet";
    /// What that means for the participant.
    trouble_text: "Your answers cannot be saved at the moment. Nothing that you have answered is lost as long as this window stays open.",
        "Ihre Antworten können im Moment nicht gespeichert werden. Solange dieses Fenster offen bleibt, geht nichts verloren, was Sie geantwortet haben.";
    /// The cause, where it is a full disk.
    trouble_full: "The disk is full.", "Der Datenträger ist voll.";
    /// Any other cause: the place of the data, without its name.
    trouble_other: "The place where answers are kept cannot be written to.",
        "Am Ort, an dem die Antworten liegen, kann nicht geschrieben werden.";
    /// Tries again.
    trouble_retry: "Try again", "Noch einmal versuchen";
}

/// The words of `language`.
pub fn of(language: Language) -> &'static Words {
    match language {
        Language::English => &ENGLISH,
        Language::German => &GERMAN,
    }
}

fn place() -> egui::Id {
    egui::Id::unique("participant-language")
}

/// Lets the participant's pages in `ctx` speak `language` from now on.
pub fn speak(ctx: &egui::Context, language: Language) {
    ctx.data_mut(|data| data.insert_temp(place(), language));
}

/// The words that `ctx` (or a `Ui`, which derefs to it) is drawn with: English until [`speak`] said otherwise.
///
/// Takes the context's lock: read them before a closure that holds it (`widget_info`, `input`, `data`), not in it.
pub fn words(ctx: &egui::Context) -> &'static Words {
    of(ctx.data(|data| data.get_temp(place())).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_there_and_german_is_german() {
        for ((name, english), (_, german)) in ENGLISH.all().zip(GERMAN.all()) {
            assert!(!english.trim().is_empty() && !german.trim().is_empty(), "{name} has no text");
            assert_eq!((english.trim(), german.trim()), (english, german), "{name} has a blank at an end");
            assert_ne!(english, german, "{name} was not translated");
        }
    }

    #[test]
    fn german_is_formal() {
        for (name, german) in GERMAN.all() {
            let informal = |word: &str| {
                ["du", "dich", "dir", "dein", "deine", "deinen", "deiner"]
                    .contains(&word.to_lowercase().as_str())
            };
            assert!(!german.split(|c: char| !c.is_alphabetic()).any(informal), "{name}: {german}");
        }
    }

    #[test]
    fn a_context_speaks_the_language_it_was_told() {
        let ctx = egui::Context::default();
        assert_eq!(words(&ctx).go_on, "Go on");
        speak(&ctx, Language::German);
        assert_eq!(words(&ctx).go_on, "Weiter");
        speak(&ctx, Language::English);
        assert_eq!(words(&ctx).go_on, "Go on");
    }
}
