//! What a person sees, and what is true of it.

use crate::fixture::{Copy, tiny};
use proptest::prelude::*;
use std::sync::Arc;
use tightloop::scenario::truth::{Planted, Reach};
use tightloop::scenario::view::DecisionView;
use tightloop::scenario::{Library, Pack};

/// Every embedded pack is the one that was proven, and everything it may show can be shown.
#[test]
fn every_embedded_pack_is_proven_and_renders_whole() {
    let library = Library::embedded().unwrap();
    assert!(library.packs().next().is_some(), "the program carries packs");
    for pack in library.packs() {
        check_whole(pack).unwrap_or_else(|problem| panic!("{problem}"));
    }
}

fn check_whole(pack: &Pack) -> Result<(), tightloop::problem::Problem> {
    for variant in pack.variants() {
        for skin in &pack.spec().skins {
            let views = pack.trajectory(&variant.id, &skin.id)?;
            assert_eq!(views.len(), pack.spec().decisions.len());
            let start = pack.planted_decision(&variant.id)?.unwrap_or(1);
            for m in 1..=pack.decision_count() - start + 1 {
                let truth = pack.truth(&variant.id, &skin.id, start, m)?;
                assert_eq!(truth.planted.is_some(), variant.wrong.is_some());
                assert!(truth.planted.is_none_or(|planted| planted.dependents < Some(m)));
            }
        }
    }
    Ok(())
}

#[test]
fn one_changed_character_of_an_edit_is_refused() {
    let original = Copy::new();
    assert!(check_whole(original.load().unwrap().pack("tiny").unwrap()).is_ok());
    let changed = Copy::new().change("edits/parse.edit", "line.strip()", "line.lstrip()");
    let library = changed.load().unwrap();
    let pack = library.pack("tiny").unwrap();
    assert!(!pack.is_proven());
    let problem = check_whole(pack).unwrap_err().to_string();
    assert!(problem.contains("has changed since it was proven"), "{problem}");
    let failures = changed.failures(Default::default());
    assert!(failures.iter().any(|line| line.contains("not the one that was proven")), "{failures:#?}");
}

#[test]
fn a_forged_hash_does_not_help() {
    let changed = Copy::new().change("edits/parse.edit", "line.strip()", "line.lstrip()");
    let (old, new) = {
        let (before, after) = (tiny(), changed.load().unwrap());
        (before.pack("tiny").unwrap().hash().to_owned(), after.pack("tiny").unwrap().hash().to_owned())
    };
    let forged = changed.change("proven.json", &old, &new);
    let library = forged.load().unwrap();
    let pack = library.pack("tiny").unwrap();
    assert!(pack.is_proven(), "it says so itself");
    let problem = check_whole(pack).unwrap_err().to_string();
    assert!(problem.contains("proving never captured what 'python3 -m unittest' prints"), "{problem}");
}

#[test]
fn a_record_that_cannot_be_read_refuses_participants_but_not_provers() {
    let copy = Copy::new().change("proven.json", "tightloop-proven/1", "tightloop-proven/0");
    let library = copy.load().unwrap();
    let pack = library.pack("tiny").unwrap();
    assert!(pack.stimulus("sound", "beans", 1, 1, &[]).is_err());
    assert!(pack.preview("sound", "beans", 1, 1, &[]).is_ok());
}

#[test]
fn truth_of_a_batch_depends_on_where_it_ends() {
    let library = tiny();
    let pack = library.pack("tiny").unwrap();
    let planted = |m| pack.truth("decimal", "beans", 1, m).unwrap().planted.unwrap();
    assert_eq!((planted(2).reach, planted(2).dependents), (Some(Reach::Local), Some(0)));
    assert_eq!((planted(3).reach, planted(3).dependents), (Some(Reach::Root), Some(1)));
    // The total is built on it, and the run at the end prints 12.0; the report in between is the same.
    let Planted { clause, error_index, dependents, reach, .. } = planted(6);
    assert_eq!(
        (clause.as_deref(), error_index, dependents, reach),
        (Some("C1"), 1, Some(2), Some(Reach::Root))
    );
    assert_eq!(pack.truth("zero", "beans", 1, 3).unwrap().planted, None, "planted after the batch");
    let before = pack.truth("decimal", "beans", 2, 2).unwrap_err().to_string();
    assert!(before.contains("goes wrong at decision 1, before this batch"), "{before}");
    let amended = pack.truth("zero-amended", "beans", 3, 2).unwrap();
    assert_eq!((amended.unfamiliar, amended.amended), (1, true));
    let later = pack.truth("zero-amended", "beans", 3, 1).unwrap();
    assert_eq!((later.unfamiliar, later.amended, later.planted), (1, false, None));
}

#[test]
fn places_in_the_trajectory_count_from_one() {
    let library = tiny();
    let pack = library.pack("tiny").unwrap();
    assert_eq!(pack.planted_decision("zero-amended").unwrap(), Some(4));
    assert_eq!(pack.foil_decisions("zero-amended").unwrap(), [3]);
    assert_eq!(pack.amendment_decision("zero-amended").unwrap(), Some(3));
    assert_eq!(pack.planted_decision("sound").unwrap(), None);
    assert!(pack.planted_decision("zer").unwrap_err().to_string().contains("did you mean 'zero'?"));
}

#[test]
fn an_amendment_is_a_note_in_the_batch_or_part_of_the_brief_never_both() {
    let library = tiny();
    let pack = library.pack("tiny").unwrap();
    for start in 1..=6 {
        let stimulus = pack.stimulus("amended", "beans", start, 7 - start, &[]).unwrap();
        let notes = stimulus.batch.decisions.iter().filter(|view| view.amendment.is_some()).count();
        let in_brief = stimulus.brief.clauses[2].text.contains("BEANS");
        assert_eq!((notes, in_brief), if start <= 4 { (1, false) } else { (0, true) }, "window from {start}");
        assert_eq!(stimulus.brief.accepted.len(), start as usize - 1);
    }
}

#[test]
fn windows_and_questions_out_of_range_are_named() {
    let library = tiny();
    let pack = library.pack("tiny").unwrap();
    let said = |start, m, questions: &[u32]| {
        pack.stimulus("sound", "beans", start, m, questions).unwrap_err().to_string()
    };
    for (start, m) in [(0, 1), (1, 0), (1, 7), (6, 2), (u32::MAX, u32::MAX)] {
        assert!(said(start, m, &[]).contains("it has decisions 1 to 6"));
    }
    assert!(said(1, 1, &[2]).contains("no question 2"));
    let questions = pack.stimulus("sound", "beans", 1, 1, &[1, 0]).unwrap().questions;
    assert_eq!(questions[0].options[0], "Beans");
    assert_eq!(questions[1].answer, 1);
}

fn windows(pack: &Pack, variant: &str, skin: &str, cuts: &[u32]) -> Vec<Arc<DecisionView>> {
    let mut views = Vec::new();
    let mut start = 1;
    for end in cuts.iter().copied().chain([pack.decision_count()]) {
        if end >= start {
            let stimulus = pack.stimulus(variant, skin, start, end - start + 1, &[]).expect("a window");
            views.extend(stimulus.batch.decisions.iter().cloned());
            start = end + 1;
        }
    }
    views
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn windows_concatenate_to_the_trajectory(
        variant in 0_usize..7,
        skin in 0_usize..2,
        cuts in proptest::collection::btree_set(1_u32..6, 0..5),
    ) {
        let library = tiny();
        let pack = library.pack("tiny").unwrap();
        let (variant, skin) = (&pack.variants()[variant].id, &pack.spec().skins[skin].id);
        let cuts: Vec<u32> = cuts.into_iter().collect();
        prop_assert_eq!(windows(pack, variant, skin, &cuts), pack.trajectory(variant, skin).unwrap());
    }

    #[test]
    fn the_order_in_which_things_are_rendered_changes_nothing(order in Just((0..14).collect::<Vec<usize>>()).prop_shuffle()) {
        let (used, fresh) = (tiny(), tiny());
        let (used, fresh) = (used.pack("tiny").unwrap(), fresh.pack("tiny").unwrap());
        for index in order {
            let (variant, skin) = (&used.variants()[index / 2].id, &used.spec().skins[index % 2].id);
            prop_assert_eq!(used.trajectory(variant, skin).unwrap(), tiny().pack("tiny").unwrap().trajectory(variant, skin).unwrap());
            prop_assert_eq!(used.truth(variant, skin, 1, 6).unwrap(), fresh.truth(variant, skin, 1, 6).unwrap());
        }
    }
}

#[test]
fn a_folder_overrides_and_extends_what_is_built_in() {
    let built_in = Library::embedded().unwrap();
    let library = Library::with_folder(Some(std::path::Path::new(crate::fixture::PACKS))).unwrap();
    assert!(library.pack("tiny").is_ok());
    assert_eq!(library.ids().len(), built_in.ids().len() + 1);
    assert!(built_in.ids().iter().all(|id| library.pack(id).is_ok()));
    assert!(library.pack("tinny").unwrap_err().to_string().contains("did you mean 'tiny'?"));
}
