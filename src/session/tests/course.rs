//! What stands around the trials: demographics, practice rounds, breaks, questionnaires, debriefing, stopping.

use crate::protocol::plan::Plan;
use crate::protocol::questionnaire::{Choice, Demographic, Item, Questionnaire, When};
use crate::protocol::spec::{Breaks, Debrief, OnFail};
use crate::protocol::tlx::TlxScale;
use crate::session::event::Event;
use crate::session::input::{Answer, Input, Reply, Verdict};
use crate::session::screen::{Ask, Ending, OwnResults, Screen};
use crate::session::testing::{Story, plan, reject};

fn options() -> Vec<Choice> {
    let option = |code: &str| Choice { code: code.into(), label: format!("Label of {code}") };
    vec![option("a"), option("b"), option("c")]
}

/// Three rounds of practice of one planted trial each, then a main trial.
fn with_rounds(on_fail: OnFail) -> Plan {
    let mut plan = plan(&[0.0, 0.0, 0.0, 0.0]);
    plan.practice.criterion_correct = 1;
    plan.practice.on_fail = on_fail;
    let truth = plan.trials[0].truth.clone();
    for (round, trial) in (1..=3).zip(&mut plan.trials) {
        (trial.practice, trial.block, trial.truth) = (true, round, truth.clone());
    }
    plan
}

/// One trial from brief to confidence, and whether its verdict is to be right (all of it is planted).
fn trial(story: &mut Story, right: bool) {
    story.reads_the_brief().sees_it();
    story.says(if right { reject(2) } else { Verdict::Accept }).is_sure();
}

fn asks(screen: &Screen) -> Option<&Ask> {
    match screen {
        Screen::Questionnaire { ask, .. } => Some(ask),
        _ => None,
    }
}

#[test]
fn demographics_are_codes_and_come_before_the_instructions() {
    let mut plan = plan(&[0.0]);
    let one = |id: &str| Demographic { id: id.into(), text: format!("{id}?"), options: options() };
    plan.demographics = vec![one("age"), one("years")];
    let mut story = Story::of(plan);
    story.does(Input::Consent(true));
    story.shows(|screen| matches!(screen, Screen::Questionnaire { number: 1, of: 2, serial: 0, .. }));
    story.ignores(Input::Reply(Reply::Option(3))).ignores(Input::Reply(Reply::Point(1)));
    story.ignores(Input::Reply(Reply::Text("Ada".into()))).ignores(Input::Proceed);
    story.at(2.0).does(Input::Reply(Reply::Option(1)));
    let answered = |item: &str, code: &str| Event::Answered {
        questionnaire: "demographics".into(),
        after_block: None,
        item: item.into(),
        answer: Answer::Code(code.into()),
    };
    story.last_is(2.0, answered("age", "b"));
    story.does(Input::Reply(Reply::Option(0))).last_is(2.0, answered("years", "a"));
    story.shows(|screen| matches!(screen, Screen::Instructions { page: 1, .. }));
}

#[test]
fn a_round_that_is_not_passed_is_said_so_and_repeated_and_one_that_is_skips_the_rest() {
    let mut story = Story::begun(with_rounds(OnFail::End));
    trial(&mut story, false);
    story.last_is(0.0, Event::PracticeEnded { round: 1, correct: 0, passed: false });
    story.shows(|screen| {
        matches!(
            screen,
            Screen::PracticeResult { round: 1, correct: 0, of: 1, needed: 1, passed: false, again: true }
        )
    });
    story.does(Input::Proceed).shows(|screen| matches!(screen, Screen::Brief { .. }));
    trial(&mut story, true);
    story.shows(|screen| {
        matches!(screen, Screen::PracticeResult { round: 2, passed: true, again: false, .. })
    });
    story.does(Input::Proceed);
    let main = |screen: &Screen| match screen {
        Screen::Brief { progress, .. } => (progress.practice, progress.done, progress.of) == (false, 2, 3),
        _ => false,
    };
    story.shows(main);
    trial(&mut story, true);
    assert!(story.session.is_over(), "round 3 was skipped");
    let begun = story.count(|event| matches!(event, Event::BriefRead { .. }));
    assert_eq!(begun, 3);
}

#[test]
fn after_a_last_round_that_was_not_passed_the_study_goes_on_or_ends() {
    for (on_fail, ends) in [(OnFail::GoOn, false), (OnFail::End, true)] {
        let mut story = Story::begun(with_rounds(on_fail));
        for round in 1..=3 {
            trial(&mut story, false);
            story.last_is(0.0, Event::PracticeEnded { round, correct: 0, passed: false });
            if round < 3 {
                story.does(Input::Proceed);
            }
        }
        assert_eq!(story.session.is_over(), ends);
        if ends {
            let ending = Ending::PracticeNotPassed;
            story.shows(|screen| *screen == Screen::Done { ending });
        } else {
            story
                .shows(|screen| matches!(screen, Screen::PracticeResult { passed: false, again: false, .. }));
            story.does(Input::Proceed);
            trial(&mut story, true);
            story.shows(|screen| *screen == Screen::Done { ending: Ending::Complete });
        }
    }
}

/// Two blocks of one trial with a delay, and a break of 5 to 60 s between them.
fn with_a_break() -> Plan {
    let mut plan = plan(&[30.0, 0.0]);
    plan.trials[1].block = 2;
    plan.breaks = Breaks { after_blocks: 1, min_secs: 5.0, max_secs: 60.0 };
    plan
}

#[test]
fn a_break_waits_for_every_brief_and_may_be_ended_after_its_least_time() {
    let mut story = Story::begun(with_a_break());
    story.reads_the_brief();
    // The next trial would fit into the delay, but belongs to the next block.
    story.shows(|screen| matches!(screen, Screen::Arithmetic { .. }));
    story.at(30.0).does(Input::Tick).sees_it().says(reject(2)).is_sure();
    story.last_is(30.0, Event::BreakStarted { after_block: 1 });
    story.shows(|screen| match screen {
        Screen::Break { progress, ready: false, .. } => progress.outstanding == 0,
        _ => false,
    });
    story.at(34.9).ignores(Input::Proceed);
    assert_eq!(story.due_secs(), Some(35.0));
    story.at(36.0).does(Input::Tick).last_is(35.0, Event::BreakReady { after_block: 1 });
    assert_eq!(story.due_secs(), Some(90.0));
    story.at(40.0).does(Input::Proceed).last_is(40.0, Event::BreakEnded { after_block: 1 });
    story.shows(|screen| matches!(screen, Screen::Brief { .. }));
}

#[test]
fn a_break_ends_by_itself_and_goes_on_after_a_crash() {
    let mut story = Story::begun(with_a_break());
    story.reads_the_brief().at(30.0).does(Input::Tick).sees_it().says(reject(2)).is_sure();
    story.at(50.0).crashes();
    story.shows(|screen| matches!(screen, Screen::Break { ready: true, .. }));
    story.at(95.0).does(Input::Tick).last_is(90.0, Event::BreakEnded { after_block: 1 });
}

#[test]
fn workload_is_asked_after_each_block_and_pairs_come_in_an_order_of_the_plan() {
    let mut plan = plan(&[0.0, 0.0]);
    plan.trials[1].block = 2;
    plan.questionnaires = vec![Questionnaire::NasaTlx { when: When::AfterBlock, weighted: true }];
    let mut orders = Vec::new();
    let mut story = Story::begun(plan);
    for block in 1..=2 {
        trial(&mut story, true);
        story.shows(|screen| matches!(asks(screen), Some(Ask::TlxRatings)));
        story.ignores(Input::Reply(Reply::Ratings([3, 0, 0, 0, 0, 0])));
        story.ignores(Input::Reply(Reply::Ratings([105, 0, 0, 0, 0, 0])));
        let ratings = [55, 0, 100, 5, 50, 95];
        story.does(Input::Reply(Reply::Ratings(ratings)));
        let ratings = Event::Answered {
            questionnaire: "nasa_tlx".into(),
            after_block: Some(block),
            item: "ratings".into(),
            answer: Answer::Ratings(ratings),
        };
        story.last_is(0.0, ratings);
        let mut order = Vec::new();
        for _ in 0..15 {
            let screen = story.session.screen();
            let Some(Ask::TlxPair { left, right }) = asks(&screen) else { panic!("{screen:?}") };
            order.push((*left, *right));
            let wanted = right.name().to_owned();
            story.ignores(Input::Reply(Reply::Option(2))).does(Input::Reply(Reply::Option(1)));
            let last = story.events.iter().rev().find_map(|event| match &event.value {
                Event::Answered { answer, .. } => Some(answer.clone()),
                _ => None,
            });
            assert_eq!(last, Some(Answer::Code(wanted)));
        }
        let mut sorted: Vec<(TlxScale, TlxScale)> =
            order.iter().map(|(left, right)| (*left.min(right), *left.max(right))).collect();
        sorted.sort_unstable();
        assert_eq!(sorted, crate::protocol::tlx::pairs());
        orders.push(order);
    }
    assert_ne!(orders[0], orders[1]);
    assert!(story.session.is_over());
}

#[test]
fn a_studys_own_questions_take_their_kind_of_answer_and_no_other() {
    let mut plan = plan(&[0.0]);
    let (low, high) = ("low".to_owned(), "high".to_owned());
    plan.questionnaires = vec![Questionnaire::Free {
        id: "own".into(),
        title: "Own".into(),
        when: When::End,
        items: vec![
            Item::Scale { id: "s".into(), text: "How?".into(), low, high, points: 5 },
            Item::Choice { id: "c".into(), text: "Which?".into(), options: options() },
            Item::Text { id: "t".into(), text: "What?".into() },
        ],
    }];
    let mut story = Story::begun(plan);
    trial(&mut story, true);
    story.ignores(Input::Reply(Reply::Point(0))).ignores(Input::Reply(Reply::Point(6)));
    story.does(Input::Reply(Reply::Point(5)));
    story.ignores(Input::Reply(Reply::Point(1))).does(Input::Reply(Reply::Option(2)));
    story.ignores(Input::Reply(Reply::Text("é".repeat(2_001))));
    story.does(Input::Reply(Reply::Text("é".repeat(2_000))));
    assert!(story.session.is_over());
}

#[test]
fn own_results_are_counts_without_practice_and_attention_checks() {
    let mut plan = plan(&[0.0, 0.0, 0.0, 0.0]);
    let truth = plan.trials[0].truth.clone();
    for trial in &mut plan.trials {
        trial.truth = truth.clone();
    }
    plan.trials[0].practice = true;
    plan.trials[1].attention_check = true;
    plan.debrief = Debrief { text: "Thank you.".into(), own_results: true };
    let mut story = Story::begun(plan);
    for (start, right) in [(0.0, true), (100.0, true), (200.0, true), (300.0, false)] {
        story.at(start).reads_the_brief().sees_it();
        story.at(start + 10.0).says(if right { reject(1) } else { Verdict::Accept }).is_sure();
    }
    let expected = OwnResults { reviews: 2, right: 1, mean_review_secs: 10.0 };
    story.shows(|screen| match screen {
        Screen::Debrief { results, .. } => *results == Some(expected),
        _ => false,
    });
    story.does(Input::Proceed);
    assert!(story.session.is_over());
}

#[test]
fn one_may_stop_on_every_page_and_nothing_counts_after_that() {
    for erase in [false, true] {
        for steps in 0..9 {
            let mut story = Story::of(with_a_break());
            let acts = [
                Input::Consent(true),
                Input::Proceed,
                Input::Proceed,
                Input::Presented,
                Input::Proceed,
                Input::Answer(0),
                Input::Answer(0),
                Input::FillerAnswer(true),
            ];
            for act in acts.into_iter().take(steps) {
                story.does(act);
            }
            story.at(1.0).does(Input::Withdraw { erase }).last_is(1.0, Event::Withdrawn { erase });
            story.shows(|screen| *screen == Screen::Done { ending: Ending::Withdrawn { erase } });
            assert!(story.session.is_over());
            story.ignores(Input::Proceed).ignores(Input::Withdraw { erase: !erase });
        }
    }
}

#[test]
fn stopping_in_a_review_leaves_it_out() {
    let mut story = Story::begun(plan(&[0.0]));
    story.reads_the_brief().sees_it().at(400.0);
    // The review's time ran out at 300 s; the wish to stop is not lost for that.
    story.does(Input::Withdraw { erase: false }).last_is(400.0, Event::Withdrawn { erase: false });
}
