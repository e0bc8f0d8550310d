//! The review: reading the work, and the verdict.

use crate::*;

#[test]
fn with_many_clauses_the_arrows_bring_every_one_into_view() {
    let mut screen = screens::review(&screens::batch(3));
    if let Screen::Review { brief, .. } = &mut screen {
        let many =
            (1..=14).map(|n| Clause { id: format!("C{n}"), text: format!("This is clause number {n}.") });
        *brief = Arc::new(Brief { clauses: many.collect(), ..(**brief).clone() });
    }
    let mut harness = window(screen);
    press(&mut harness, &[Key::R, Key::Enter, Key::Num1]);
    let last = "C14  This is clause number 14.";
    let in_view = |harness: &Harness<'_, Window>| {
        let back = harness.get_by_label(ENGLISH.back).rect();
        harness.query_by_label(last).is_some_and(|option| option.rect().bottom() <= back.top())
    };
    assert!(!in_view(&harness), "there are more of them than fit");
    press(&mut harness, &[Key::ArrowDown; 13]);
    assert!(in_view(&harness));
    press(&mut harness, &[Key::Enter, Key::Enter]);
    assert_eq!(inputs(&harness), [rejected(1, Reach::Local, Reason::Clause("C14".into()))]);
}

#[test]
fn decisions_open_in_place_by_keyboard() {
    let mut harness = window(screens::review(&screens::batch(5)));
    press(&mut harness, &[Key::ArrowDown, Key::J, Key::K, Key::Space]);
    assert_eq!(inputs(&harness), [Input::OpenDecision(2)]);
    harness.get_by_label("orders/read.py, changed   +2 −1");
    harness.get_by_label("test number 4 ... ok");
    press(&mut harness, &[Key::Enter]);
    assert_eq!(inputs(&harness), [Input::OpenDecision(2), Input::CloseDecision(2)]);
    assert!(harness.query_by_label("test number 4 ... ok").is_none());
}

#[test]
fn decisions_open_in_place_by_pointer() {
    let mut harness = window(screens::review(&screens::batch(5)));
    let row = "Decision 4: Read the order file, step 4";
    click(&mut harness, row);
    click(&mut harness, row);
    assert_eq!(inputs(&harness), [Input::OpenDecision(4), Input::CloseDecision(4)]);
}

#[test]
fn a_message_from_the_requester_is_in_view_without_opening_anything() {
    let harness = window(screens::review(&screens::batch(5)));
    harness.get_by_label("One more thing: leave out orders below 100 cents as well.");
}

#[test]
fn long_output_is_folded_and_unfolds() {
    for by_key in [true, false] {
        let mut harness =
            window_of(screens::review(&screens::batch(3)), [1024.0, 2400.0], egui::Theme::Light);
        press(&mut harness, &[Key::End, Key::Space]);
        harness.get_by_label("test number 20 ... ok");
        assert!(harness.query_by_label("test number 21 ... ok").is_none());
        if by_key {
            press(&mut harness, &[Key::O]);
        } else {
            click(&mut harness, &ENGLISH.more_lines(35));
        }
        harness.get_by_label("test number 55 ... ok");
    }
}

#[test]
fn the_brief_is_one_key_away() {
    let mut harness = window(screens::review(&screens::batch(5)));
    assert!(harness.query_by_label("Orders that were cancelled do not count.").is_none());
    press(&mut harness, &[Key::B]);
    harness.get_by_label("Orders that were cancelled do not count.");
    press(&mut harness, &[Key::Escape]);
    click(&mut harness, ENGLISH.brief_open);
    click(&mut harness, ENGLISH.brief_close);
    let expected = [Input::OpenBrief, Input::CloseBrief, Input::OpenBrief, Input::CloseBrief];
    assert_eq!(inputs(&harness), expected);
}

#[test]
fn accepting_needs_a_confirmation() {
    let mut harness = window(screens::review(&screens::batch(5)));
    press(&mut harness, &[Key::A, Key::Escape, Key::A, Key::Enter]);
    assert_eq!(inputs(&harness), [Input::Verdict(Verdict::Accept)]);
    let mut harness = window(screens::review(&screens::batch(5)));
    click(&mut harness, ENGLISH.accept);
    click(&mut harness, ENGLISH.accept_confirm);
    assert_eq!(inputs(&harness), [Input::Verdict(Verdict::Accept)]);
}

fn rejected(index: u32, reach: Reach, reason: Reason) -> Input {
    Input::Verdict(Verdict::Reject { index, reach, reason })
}

#[test]
fn a_rejection_by_keyboard() {
    let mut harness = window(screens::review(&screens::batch(5)));
    press(&mut harness, &[Key::R, Key::ArrowDown, Key::ArrowDown, Key::Enter, Key::Num2, Key::Num1]);
    assert_eq!(inputs(&harness), [], "nothing counts before it is confirmed");
    press(&mut harness, &[Key::Enter]);
    assert_eq!(inputs(&harness), [rejected(3, Reach::Root, Reason::Clause("C1".into()))]);
}

#[test]
fn a_rejection_by_pointer_with_a_change_of_mind() {
    let mut harness = window(screens::review(&screens::batch(5)));
    click(&mut harness, ENGLISH.reject);
    click(&mut harness, "Decision 2: Read the order file, step 2");
    click(&mut harness, "Decision 2");
    click(&mut harness, ENGLISH.reach(Reach::Local));
    click(&mut harness, ENGLISH.why_changed);
    click(&mut harness, &format!("{}: {}", ENGLISH.change, ENGLISH.first_wrong(2)));
    click(&mut harness, "Decision 4: Read the order file, step 4");
    click(&mut harness, "Decision 4");
    click(&mut harness, ENGLISH.reject_confirm);
    assert_eq!(inputs(&harness), [rejected(4, Reach::Local, Reason::BriefChanged)]);
}

#[test]
fn the_clauses_are_not_shown_before_decision_and_reach_are_chosen() {
    let mut harness = window(screens::review(&screens::batch(5)));
    let clause = "C2  Orders that were cancelled do not count.";
    press(&mut harness, &[Key::R]);
    assert!(harness.query_by_label(clause).is_none());
    press(&mut harness, &[Key::Enter]);
    assert!(harness.query_by_label(clause).is_none());
    press(&mut harness, &[Key::Num1]);
    harness.get_by_label(clause);
}

#[test]
fn ten_thousand_decisions_lay_out_only_the_rows_in_view() {
    let mut harness = window(screens::review(&screens::batch(10_000)));
    let laid_out = |harness: &Harness<'_, Window>| {
        harness.state().draft.review_draft().map(participant::review::ReviewDraft::laid_out).unwrap()
    };
    assert!(laid_out(&harness).len() < 20, "{:?}", laid_out(&harness));
    press(&mut harness, &[Key::End]);
    assert_eq!(laid_out(&harness).end, 10_000);
    assert!(laid_out(&harness).len() < 20, "{:?}", laid_out(&harness));
    press(&mut harness, &[Key::Space]);
    harness.get_by_label("Decision 10000: Read the order file, step 10000");
    harness.get_by_label("test number 4 ... ok");
}

#[test]
fn what_comes_into_view_is_told() {
    let mut harness = window(screens::review(&screens::batch(200)));
    press(&mut harness, &[Key::End]);
    harness.run_steps(3);
    let scrolls: Vec<_> = harness.state().sent.iter().filter(|sent| sent.cause == Cause::Frame).collect();
    assert!(matches!(scrolls.first().unwrap().input, Input::Scroll { first: 1, .. }));
    assert!(matches!(scrolls.last().unwrap().input, Input::Scroll { last: 200, .. }));
}

#[test]
fn opening_a_decision_above_the_view_does_not_move_what_is_read() {
    let batch = screens::batch(400);
    let mut harness = window(screens::review(&batch));
    press(&mut harness, &[Key::End]);
    let row = "Decision 399: Read the order file, step 399";
    let before = harness.get_by_label(row).rect().top();
    press(&mut harness, &[Key::ArrowUp]);
    assert_eq!(harness.get_by_label(row).rect().top(), before);
}

/// What was sent of reading, but for opening and scrolling.
fn reads(harness: &Harness<'_, Window>) -> Vec<Read> {
    let read = |input| if let Input::Read(read) = input { Some(read) } else { None };
    inputs(harness).into_iter().filter_map(read).collect()
}

fn press_with_shift(harness: &mut Harness<'_, Window>, key: Key) {
    harness.key_press_modifiers(egui::Modifiers::SHIFT, key);
    harness.run();
}

fn type_text(harness: &mut Harness<'_, Window>, text: &str) {
    harness.event(egui::Event::Text(text.to_owned()));
    harness.run();
}

fn cursor(harness: &Harness<'_, Window>) -> usize {
    harness.state().draft.review_draft().map(participant::review::ReviewDraft::cursor).unwrap() + 1
}

#[test]
fn suspects_are_marked_taken_back_and_come_back_to() {
    let mut harness = window(screens::review(&screens::batch(6)));
    press(&mut harness, &[Key::ArrowDown, Key::S, Key::End, Key::S, Key::Home, Key::M, Key::M, Key::M]);
    harness.get_by_label("Decision 2, suspect: Read the order file, step 2");
    let jump = |to| Read::Jump(to, JumpBy::Mark);
    let marks = [Read::Mark(2, true), Read::Mark(6, true), jump(2), jump(6), jump(2)];
    assert_eq!(reads(&harness), marks);
    press_with_shift(&mut harness, Key::M);
    assert_eq!(cursor(&harness), 6);
    press(&mut harness, &[Key::S]);
    assert_eq!(reads(&harness).last(), Some(&Read::Mark(6, false)));
    assert!(harness.query_by_label("Decision 6, suspect: Read the order file, step 6").is_none());
}

#[test]
fn a_rejection_begins_at_the_first_suspect() {
    let mut harness = window(screens::review(&screens::batch(6)));
    press(&mut harness, &[Key::End, Key::S, Key::ArrowUp, Key::ArrowUp, Key::S, Key::Home, Key::R]);
    press(&mut harness, &[Key::Enter, Key::Num1, Key::Num1, Key::Enter]);
    let verdict = inputs(&harness).pop();
    assert_eq!(verdict, Some(rejected(4, Reach::Local, Reason::Clause("C1".into()))));
}

#[test]
fn decisions_on_the_same_file_are_one_key_apart() {
    let mut batch = (*screens::batch(5)).clone();
    for row in [1, 2] {
        let mut other = (*batch.decisions[row]).clone();
        other.diffs[0].path = "orders/other.py".into();
        batch.decisions[row] = Arc::new(other);
    }
    let mut harness = window(screens::review(&Arc::new(batch)));
    press(&mut harness, &[Key::F, Key::F, Key::F]);
    press_with_shift(&mut harness, Key::F);
    let jump = |to| Read::Jump(to, JumpBy::File);
    assert_eq!(reads(&harness), [jump(4), jump(5), jump(1), jump(5)]);
    press(&mut harness, &[Key::Home, Key::ArrowDown, Key::F]);
    assert_eq!(cursor(&harness), 3);
}

#[test]
fn diffs_stand_side_by_side_where_there_is_room() {
    for (width, beside) in [(1280.0, true), (760.0, false)] {
        let mut harness = window_of(screens::review(&screens::batch(3)), [width, 800.0], egui::Theme::Light);
        press(&mut harness, &[Key::Space, Key::D]);
        assert_eq!(reads(&harness), [Read::SideBySide(true)]);
        let pair = "removed:     return [float(row[\"amount\"]) for row in rows(path)]; added:     # Amounts are cents.";
        assert_eq!(harness.query_by_label(pair).is_some(), beside, "at {width}");
        press(&mut harness, &[Key::D]);
        harness.get_by_label("added:     # Amounts are cents.");
        assert_eq!(reads(&harness).last(), Some(&Read::SideBySide(false)));
    }
}

#[test]
fn a_search_goes_from_place_to_place_and_tells_only_its_length_and_hits() {
    let mut harness = window(screens::review(&screens::batch(12)));
    press(&mut harness, &[Key::Slash]);
    type_text(&mut harness, "STEP 1");
    harness.get_by_label("In 4 of 12 decisions");
    press(&mut harness, &[Key::Enter, Key::N, Key::N]);
    press_with_shift(&mut harness, Key::N);
    let jump = |to| Read::Jump(to, JumpBy::Search);
    let told = Read::Searched { letters: 6, hits: 4 };
    assert_eq!(reads(&harness), [Read::Search(true), told, jump(1), jump(10), jump(11), jump(10)]);
    press(&mut harness, &[Key::Escape]);
    assert_eq!(reads(&harness).last(), Some(&Read::Search(false)));
    assert!(harness.query_by_label(ENGLISH.search_title).is_none());
}

#[test]
fn while_a_search_is_typed_letters_are_letters() {
    let mut harness = window(screens::review(&screens::batch(3)));
    press(&mut harness, &[Key::Slash]);
    press(&mut harness, &[Key::A, Key::R, Key::S, Key::B, Key::Space, Key::ArrowDown]);
    type_text(&mut harness, "nowhere at all");
    press(&mut harness, &[Key::Enter]);
    let told = Read::Searched { letters: 14, hits: 0 };
    assert_eq!(inputs(&harness), [Input::Read(Read::Search(true)), Input::Read(told)]);
    harness.get_by_label(ENGLISH.search_none);
    press(&mut harness, &[Key::Escape, Key::ArrowDown, Key::S]);
    assert_eq!(reads(&harness).last(), Some(&Read::Mark(2, true)), "keys are keys again");
}

#[test]
fn a_search_goes_from_line_to_line_within_an_open_decision() {
    let mut harness = window(screens::review(&screens::batch(3)));
    press(&mut harness, &[Key::End, Key::Space, Key::O, Key::Home, Key::Slash]);
    type_text(&mut harness, "number 5");
    press(&mut harness, &[Key::Enter]);
    harness.get_by_label("test number 5 ... ok");
    let first = harness.query_by_label("test number 55 ... ok").is_some();
    press(&mut harness, &[Key::N]);
    harness.get_by_label("test number 50 ... ok");
    press(&mut harness, &[Key::N, Key::N, Key::N, Key::N, Key::N]);
    harness.get_by_label("test number 55 ... ok");
    assert!(!first, "it was out of view");
    assert_eq!(reads(&harness).iter().filter(|read| matches!(read, Read::Jump(3, _))).count(), 7);
    press(&mut harness, &[Key::N]);
    harness.get_by_label("test number 5 ... ok");
}

#[test]
fn the_page_of_keys_covers_the_review() {
    let mut harness = window(screens::review(&screens::batch(4)));
    press(&mut harness, &[Key::Questionmark]);
    assert!(harness.query_by_label("Decision 1: Read the order file, step 1").is_none());
    for (_, what) in ENGLISH.review_keys() {
        harness.get_by_label(what);
    }
    press(&mut harness, &[Key::A, Key::S, Key::Space]);
    assert_eq!(inputs(&harness), [Input::Read(Read::Help(true))], "nothing behind it was done");
    press(&mut harness, &[Key::Escape]);
    click(&mut harness, ENGLISH.keys_open);
    click(&mut harness, ENGLISH.close);
    let shown = [true, false, true, false].map(Read::Help);
    assert_eq!(reads(&harness), shown);
    harness.get_by_label("Decision 1: Read the order file, step 1");
}

#[test]
fn what_the_checks_printed_is_asked_for_and_told() {
    let mut batch = (*screens::batch(3)).clone();
    let kind = tightloop::scenario::spec::CueKind::Tests;
    batch.cues = vec![CueReport { kind, output: "12 passed in 0.3 s".into(), status: 0 }];
    let mut harness = window(screens::review(&Arc::new(batch)));
    assert!(harness.query_by_label("12 passed in 0.3 s").is_none());
    press(&mut harness, &[Key::C]);
    harness.get_by_label("12 passed in 0.3 s");
    click(&mut harness, ENGLISH.cues_close);
    assert_eq!(reads(&harness), [Read::Cues(true), Read::Cues(false)]);
}

/// A decision with a long diff, long lines and a long output.
fn long_decision() -> DecisionView {
    let mut decision = screens::decision(1, 3_000);
    let line = |number: u32| DiffLine {
        kind: if number.is_multiple_of(3) { LineKind::Added } else { LineKind::Context },
        old: (!number.is_multiple_of(3)).then_some(number),
        new: Some(number),
        text: format!("value_{number} = compute({number}, \"{}\")", "long ".repeat(number as usize % 60)),
    };
    decision.diffs[0].lines = (1..=4_000).map(line).collect();
    decision
}

#[test]
fn of_a_long_decision_only_what_is_in_view_is_there_and_what_is_read_stays() {
    let mut batch = (*screens::batch(3)).clone();
    batch.decisions[1] = Arc::new(long_decision());
    let mut harness = window(screens::review(&Arc::new(batch)));
    press(&mut harness, &[Key::ArrowDown, Key::Space]);
    let lines = |harness: &Harness<'_, Window>| {
        let all = harness.query_all_by_label_contains("= compute(");
        all.filter_map(|node| node.accesskit_node().value()).collect::<Vec<_>>()
    };
    let first = lines(&harness);
    assert!(!first.is_empty() && first.len() < 40, "{} lines laid out", first.len());
    for _ in 0..5 {
        press(&mut harness, &[Key::PageDown]);
    }
    let at_rest = lines(&harness);
    assert!(at_rest.len() < 40 && !at_rest.contains(&first[0]));
    harness.run_steps(3);
    assert_eq!(lines(&harness), at_rest, "nothing moves by itself");
    for _ in 0..5 {
        press(&mut harness, &[Key::PageUp]);
    }
    assert_eq!(lines(&harness)[..3], first[..3], "down and up again is where it was");
    let hidden =
        |sent: &&Sent| matches!(sent.input, Input::Scroll { below_percent, .. } if below_percent > 90);
    assert!(harness.state().sent.iter().any(|sent| hidden(&sent)), "that much of it was out of view");
}

#[test]
fn the_review_looks_as_it_did() {
    let mut results = egui_kittest::SnapshotResults::new();
    for (name, theme_of) in [("review_light", egui::Theme::Light), ("review_dark", egui::Theme::Dark)] {
        let mut harness = window_of(screens::review(&screens::batch(9)), [1024.0, 700.0], theme_of);
        press(&mut harness, &[Key::Space, Key::B, Key::R, Key::Enter, Key::Num2]);
        results.add(harness.try_snapshot(name));
    }
}
