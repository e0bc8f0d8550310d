//! Participant-facing words that are not the protocol's own. Plain, short, and the same word for the same thing.

use crate::protocol::tlx::TlxScale;
use crate::scenario::spec::CueKind;
use crate::scenario::truth::Reach;
use crate::session::screen::Progress;

/// On the consent page.
pub const CONSENT_TITLE: &str = "Before you begin";
/// Gives consent.
pub const CONSENT_YES: &str = "I agree";
/// Declines.
pub const CONSENT_NO: &str = "I do not agree";
/// Goes on.
pub const GO_ON: &str = "Go on";
/// On the instructions' pages.
pub const INSTRUCTIONS_TITLE: &str = "Instructions";
/// Leaves the last page of instructions.
pub const INSTRUCTIONS_DONE: &str = "Start";
/// Over a brief.
pub const BRIEF_KICKER: &str =
    "You ask an agent to do this work. Read it well: you will review what the agent did.";
/// Over a brief that is shown again.
pub const BRIEF_AGAIN: &str = "One of the answers was not right. Please read the brief again.";
/// Puts the brief away.
pub const BRIEF_DONE: &str = "I have read it";
/// Over the clauses.
pub const CLAUSES: &str = "What must hold";
/// Over what came before the batch.
pub const ACCEPTED: &str = "Done before and already accepted";
/// Over a comprehension question.
pub const QUESTION_TITLE: &str = "A question about the brief";
/// The arithmetic filler.
pub const SUM_TITLE: &str = "While the agent works: is this sum right?";
/// Says it is.
pub const SUM_RIGHT: &str = "Right";
/// Says it is not.
pub const SUM_WRONG: &str = "Wrong";
/// The calm page.
pub const REST_TITLE: &str = "The agent is at work";
/// What to do on it.
pub const REST_TEXT: &str = "There is nothing to do for now. The next page comes by itself.";
/// Opens the brief during a review.
pub const BRIEF_OPEN: &str = "Show the brief";
/// Closes it.
pub const BRIEF_CLOSE: &str = "Hide the brief";
/// Shows what automatic checks printed.
pub const CUES_OPEN: &str = "Show the checks' output";
/// Hides it.
pub const CUES_CLOSE: &str = "Hide the checks' output";
/// A check that passed.
pub const CUE_PASSED: &str = "passed";
/// A check that did not.
pub const CUE_FAILED: &str = "✖ failed";
/// Says a review goes on after a crash.
pub const REVIEW_RESUMED: &str = "The program was interrupted. This review goes on where it stopped.";
/// Marks practice.
pub const PRACTICE: &str = "Practice";
/// Accepts a batch.
pub const ACCEPT: &str = "Accept all";
/// Rejects it.
pub const REJECT: &str = "Reject";
/// Over a message that changed the brief.
pub const AMENDMENT: &str = "New message from you to the agent";
/// Over a command.
pub const RAN: &str = "Ran";
/// For a command that printed nothing.
pub const NO_OUTPUT: &str = "(no output)";
/// Leaves a step of the verdict.
pub const BACK: &str = "Back";
/// Asks for the verdict's confirmation.
pub const ACCEPT_ASK: &str = "Accept all of these decisions?";
/// Confirms it.
pub const ACCEPT_CONFIRM: &str = "Yes, accept";
/// First step of a rejection.
pub const PICK_TITLE: &str = "Which decision is the first wrong one?";
/// How.
pub const PICK_HINT: &str = "Move to it in the list or click its row.";
/// Second step.
pub const REACH_TITLE: &str = "What does it take to put it right?";
/// Third step.
pub const WHY_TITLE: &str = "What is wrong with it?";
/// The reason that is no clause.
pub const WHY_CHANGED: &str = "The brief changed, and the work no longer fits it";
/// Last step.
pub const CONFIRM_TITLE: &str = "Is this your verdict?";
/// Confirms a rejection.
pub const REJECT_CONFIRM: &str = "Yes, reject";
/// Changes an answer given in an earlier step.
pub const CHANGE: &str = "Change";
/// Over the confidence scale.
pub const CONFIDENCE_TITLE: &str = "How sure are you of your verdict?";
/// Its five points.
pub const CONFIDENCE: [&str; 5] = ["Guessing", "Not very sure", "Fairly sure", "Very sure", "Certain"];
/// When a review's time ran out.
pub const TIMED_OUT_TITLE: &str = "The time for this review is over";
/// And what that means.
pub const TIMED_OUT_TEXT: &str = "That is all right. Go on to the next part when you are ready.";
/// Feedback: right.
pub const FEEDBACK_RIGHT: &str = "That was the right verdict";
/// Feedback: wrong, or none given in time.
pub const FEEDBACK_WRONG: &str = "That was not the right verdict";
/// The end.
pub const DONE_TITLE: &str = "That was all. Thank you!";
/// And that nothing more is needed.
pub const DONE_TEXT: &str = "Everything is saved. You may leave now.";
/// The end without consent.
pub const DECLINED_TITLE: &str = "You did not agree to take part";
/// And that it is fine.
pub const DECLINED_TEXT: &str = "Nothing about you was recorded beyond that. You may leave now.";
/// The end after practice that was not passed.
pub const PRACTICE_ENDED_TITLE: &str = "The study ends here for you";
/// And that it is fine.
pub const PRACTICE_ENDED_TEXT: &str = "Practice did not come out as it must for the main part. That happens, and says nothing about you. Thank you for your time; please call the person who runs this study.";
/// The end after stopping.
pub const STOPPED_TITLE: &str = "You have stopped taking part";
/// Where what was recorded may be kept.
pub const STOPPED_KEPT: &str =
    "What was recorded so far is kept. Thank you for your time; please call the person who runs this study.";
/// Where it is to be deleted.
pub const STOPPED_ERASE: &str = "Your wish that everything be deleted is noted. Please call the person who runs this study: they will delete it.";
/// On every page: leads to the question whether to stop.
pub const STOP: &str = "Stop taking part";
/// That question.
pub const STOP_TITLE: &str = "Do you want to stop taking part?";
/// That it costs nothing.
pub const STOP_TEXT: &str = "You may stop at any time, without giving a reason and without a disadvantage.";
/// Its three answers.
pub const STOP_ANSWERS: [&str; 3] =
    ["No, go on", "Stop, and keep what was recorded so far", "Stop, and ask that everything be deleted"];
/// Over questions about the person.
pub const DEMOGRAPHICS: &str = "About you";
/// Over NASA-TLX.
pub const WORKLOAD: &str = "Your workload";
/// Over its ratings, about a block.
pub const RATINGS_OF_BLOCK: &str = "How was the part that you have just done?";
/// And about the whole session.
pub const RATINGS_OF_SESSION: &str = "How was this session as a whole?";
/// How to rate.
pub const RATINGS_HOW: &str = "Set a mark on each of the six lines.";
/// Keys of the ratings.
pub const HINTS_RATINGS: [(&str, &str); 3] =
    [("↑ ↓", "next line"), ("← →", "move the mark"), ("0 – 9", "set it")];
/// Over a comparison.
pub const PAIR_TITLE: &str = "Which of the two contributed more to your workload?";
/// How to answer on a scale.
pub const SCALE_HINT: [(&str, &str); 1] = [("← →", "move")];
/// Over a field for words.
pub const TEXT_HINT: &str = "You may leave this empty. Please write nothing that says who you are.";
/// Keys of such a field.
pub const HINTS_TEXT: [(&str, &str); 1] = [("⇧ Enter", "new line")];
/// A round of practice was passed.
pub const PRACTICE_PASSED_TITLE: &str = "Practice passed";
/// And what comes.
pub const PRACTICE_PASSED_TEXT: &str = "From now on the reviews count.";
/// It was not.
pub const PRACTICE_FAILED_TITLE: &str = "Practice not passed yet";
/// Another round comes.
pub const PRACTICE_AGAIN: &str =
    "Here is another round of practice. Take your time over the clauses of the brief.";
/// None does.
pub const PRACTICE_GO_ON: &str = "The main part begins now all the same. From here on the reviews count.";
/// A break.
pub const BREAK_TITLE: &str = "Time for a break";
/// During its least time.
pub const BREAK_WAIT: &str =
    "Look away from the screen for a moment. No agent is at work, and no time is taken.";
/// After it.
pub const BREAK_READY: &str = "Go on when you are ready.";
/// Over the debriefing.
pub const DEBRIEF_TITLE: &str = "What this study is about";
/// Over the own results.
pub const OWN_RESULTS: &str = "Your results";
/// Leaves the last page.
pub const LEAVE: &str = "Leave";
/// Asks before a session is left.
pub const LEAVE_TITLE: &str = "Leave the session?";
/// What happens then.
pub const LEAVE_TEXT: &str = "Everything so far is saved. The session can go on later from here.";
/// Leaves.
pub const LEAVE_YES: &str = "Save and leave";
/// Stays.
pub const LEAVE_NO: &str = "Stay";
/// When the journal cannot be written.
pub const TROUBLE_TITLE: &str = "Please call the person who runs this study";
/// What that means for the participant.
pub const TROUBLE_TEXT: &str = "Your answers cannot be saved at the moment. Nothing that you have answered is lost as long as this window stays open.";
/// Tries again.
pub const TROUBLE_RETRY: &str = "Try again";
/// Hints under the list of decisions.
pub const HINTS_REVIEW: [(&str, &str); 4] =
    [("↑ ↓", "move"), ("Space", "open or close"), ("Page ↑ ↓", "scroll"), ("O", "unfold output")];

/// Where in the session, over every page of a trial.
pub fn progress(progress: &Progress) -> String {
    let place = if progress.practice {
        PRACTICE.to_owned()
    } else {
        format!("Review {} of {}", (progress.done + 1).min(progress.of.max(1)), progress.of)
    };
    match progress.outstanding {
        0 => place,
        1 => format!("{place}  ·  1 agent at work for you"),
        n => format!("{place}  ·  {n} agents at work for you"),
    }
}

/// A scale of NASA-TLX.
pub fn tlx_name(scale: TlxScale) -> &'static str {
    match scale {
        TlxScale::MentalDemand => "Mental demand",
        TlxScale::PhysicalDemand => "Physical demand",
        TlxScale::TemporalDemand => "Temporal demand",
        TlxScale::Performance => "Performance",
        TlxScale::Effort => "Effort",
        TlxScale::Frustration => "Frustration",
    }
}

/// What it asks, as on NASA's sheet.
pub fn tlx_question(scale: TlxScale) -> &'static str {
    match scale {
        TlxScale::MentalDemand => "How mentally demanding was the task?",
        TlxScale::PhysicalDemand => "How physically demanding was the task?",
        TlxScale::TemporalDemand => "How hurried or rushed was the pace of the task?",
        TlxScale::Performance => "How successful were you in accomplishing what you were asked to do?",
        TlxScale::Effort => "How hard did you have to work to accomplish your level of performance?",
        TlxScale::Frustration => "How insecure, discouraged, irritated, stressed, and annoyed were you?",
    }
}

/// The names of its ends.
pub fn tlx_ends(scale: TlxScale) -> (&'static str, &'static str) {
    match scale {
        TlxScale::Performance => ("Good", "Poor"),
        _ => ("Low", "High"),
    }
}

/// A rating, for screen readers.
pub fn tlx_rating(scale: TlxScale, rating: Option<u8>) -> String {
    match rating {
        Some(rating) => format!("{}: {rating} of 100", tlx_name(scale)),
        None => format!("{}: no mark yet", tlx_name(scale)),
    }
}

/// How a round of practice came out.
pub fn practice_result(correct: u32, of: u32, needed: u32) -> String {
    format!("{correct} of {of} verdicts were right; {needed} are needed.")
}

/// How long a break may be.
pub fn break_limits(min_secs: f64, max_secs: f64) -> String {
    format!(
        "The break takes at least {} and ends by itself after {}.",
        duration(min_secs),
        duration(max_secs)
    )
}

fn duration(secs: f64) -> String {
    match secs.round() as u64 {
        1 => "1 second".to_owned(),
        secs if secs < 120 => format!("{secs} seconds"),
        secs => format!("{} minutes", (secs + 30) / 60),
    }
}

/// A participant's own results.
pub fn own_results(right: u32, reviews: u32, mean_review_secs: f64) -> String {
    format!(
        "{right} of your {reviews} verdicts were right. A review took you {} on average.",
        duration(mean_review_secs)
    )
}

/// A page's number.
pub fn page_of(page: u32, pages: u32) -> String {
    format!("Page {page} of {pages}")
}

/// A question's number.
pub fn question_of(number: u32, of: u32) -> String {
    format!("Question {number} of {of}")
}

/// Over the list of decisions.
pub fn decisions(count: usize) -> String {
    match count {
        1 => "The agent made 1 decision".to_owned(),
        n => format!("The agent made {n} decisions"),
    }
}

/// An automatic check, run on the work as it is after the last of these decisions.
pub fn cue(kind: CueKind) -> &'static str {
    match kind {
        CueKind::Tests => "The agent's own tests:",
        CueKind::Linter => "Linter:",
        CueKind::Independent => "An independent check of parts of the brief:",
    }
}

/// What the reach of an error means.
pub fn reach(reach: Reach) -> &'static str {
    match reach {
        Reach::Local => "Mending this one decision is enough",
        Reach::Root => "What was built on it must go too",
    }
}

/// A step's answer in words.
pub fn first_wrong(index: u32) -> String {
    format!("Decision {index} is the first wrong one")
}

/// Unfolds an output.
pub fn more_lines(hidden: usize) -> String {
    match hidden {
        1 => "Show 1 more line".to_owned(),
        n => format!("Show {n} more lines"),
    }
}

/// A command that failed says so, as a terminal would.
pub fn exit_status(status: i32) -> String {
    format!("exit status {status}")
}

/// A decision's name.
pub fn decision(number: usize) -> String {
    format!("Decision {number}")
}

/// A decision's row, for screen readers.
pub fn row_label(number: usize, says: &str) -> String {
    format!("Decision {number}: {says}")
}
