//! A pack that is broken mechanically is refused, whatever is broken.
//!
//! Each kind of mutation is applied to the fixture pack wherever it can be, one place at a time. What loading or proving
//! lets through is a survivor; the list of survivors is compared with what is known, so that none is accepted silently.

use crate::fixture::Copy;
use std::fs;
use std::path::{Path, PathBuf};
use tightloop::problem::Problem;
use tightloop::ron_text;
use tightloop::scenario::lint::lint;
use tightloop::scenario::prove::{Options, prove};
use tightloop::scenario::spec::{ChoiceSpec, ChoiceTruth, ClauseSpec, PackSpec};

/// Mutants of one kind, by what was done to each.
type Mutants = Vec<(String, Copy)>;
/// A kind of mutation.
type Kind = (&'static str, fn() -> Mutants);

/// The names of those mutants that nothing caught.
fn survivors(mutants: Mutants, is_caught: impl Fn(&Copy) -> bool) -> Vec<String> {
    assert!(!mutants.is_empty(), "the fixture has a place for this kind of mutation");
    mutants.into_iter().filter(|(_, copy)| !is_caught(copy)).map(|(name, _)| name).collect()
}

/// Whether loading refuses a pack, or running it shows that it claims what is not so. The record of its proof is not
/// looked at: a mutant is to be caught by what it does, and not because a hash is another. `kept` remembers runs, so that
/// only what a mutation changed is run again.
fn is_refuted(copy: &Copy, kept: &Path) -> bool {
    let Ok(library) = copy.load() else { return true };
    let options = Options { reuse: Some(kept.to_path_buf()), ..Options::default() };
    let proof =
        prove(library.pack("tiny").expect("it is there"), &options, &|_, _| {}).expect("proving begins");
    !proof.failures.is_empty()
}

fn fixture_spec() -> PackSpec {
    let copy = Copy::with_one_skin();
    let path = copy.pack_folder().join("scenario.ron");
    let text = fs::read_to_string(&path).expect("the fixture's text");
    ron_text::parse(&text, &path).expect("the fixture's specification")
}

/// The fixture with another specification.
fn with_spec(change: impl FnOnce(&mut PackSpec)) -> Copy {
    let mut spec = fixture_spec();
    change(&mut spec);
    Copy::with_one_skin().write("scenario.ron", &ron::to_string(&spec).expect("as RON"))
}

fn with_file(path: &Path, change: impl FnOnce(String) -> String) -> Copy {
    let copy = Copy::with_one_skin();
    let text = fs::read_to_string(copy.pack_folder().join(path)).expect("a file of the pack");
    let changed = change(text.clone());
    assert_ne!(changed, text, "{} is changed", path.display());
    copy.write(&path.to_string_lossy(), &changed)
}

/// The files in a folder of the fixture, as paths in the pack.
fn files(folder: &str) -> Vec<PathBuf> {
    let copy = Copy::with_one_skin();
    let entries = fs::read_dir(copy.pack_folder().join(folder)).expect("a folder of the pack");
    let mut paths: Vec<PathBuf> =
        entries.map(|entry| Path::new(folder).join(entry.expect("an entry").file_name())).collect();
    paths.sort();
    paths
}

/// Decision and choice of everything with this truth, by index.
fn places(spec: &PackSpec, fits: fn(&ChoiceTruth) -> bool) -> Vec<(usize, usize)> {
    let decisions = spec.decisions.iter().enumerate();
    decisions
        .flat_map(|(decision, each)| {
            let choices = each.choices.iter().enumerate().filter(move |(_, choice)| fits(&choice.truth));
            choices.map(move |(choice, _)| (decision, choice))
        })
        .collect()
}

fn wrong_places(spec: &PackSpec) -> Vec<(usize, usize)> {
    places(spec, |truth| matches!(truth, ChoiceTruth::Wrong { .. }))
}

/// Takes over what another choice does.
fn do_as(choice: &mut ChoiceSpec, other: &ChoiceSpec) {
    choice.binds.clone_from(&other.binds);
    choice.edit.clone_from(&other.edit);
    choice.run.clone_from(&other.run);
}

fn each_wrong(change: impl Fn(&mut PackSpec, usize, usize)) -> Mutants {
    let mutant = |(decision, choice): (usize, usize)| {
        let copy = with_spec(|spec| change(spec, decision, choice));
        (format!("decision {decision}, choice {choice}"), copy)
    };
    wrong_places(&fixture_spec()).into_iter().map(mutant).collect()
}

fn checks_that_always_pass() -> Mutants {
    let drop = |path: PathBuf| (path.display().to_string(), with_file(&path, |_| String::new()));
    files("oracle").into_iter().map(drop).collect()
}

fn checks_that_always_fail() -> Mutants {
    let fail = |path: PathBuf| {
        (path.display().to_string(), with_file(&path, |text| text + "\nraise SystemExit(1)\n"))
    };
    files("oracle").into_iter().map(fail).collect()
}

fn sound_choices_that_do_the_wrong_thing() -> Mutants {
    each_wrong(|spec, decision, choice| {
        let wrong = spec.decisions[decision].choices[choice].clone();
        do_as(&mut spec.decisions[decision].choices[0], &wrong);
    })
}

fn wrong_choices_that_do_the_right_thing() -> Mutants {
    each_wrong(|spec, decision, choice| {
        let sound = spec.decisions[decision].choices[0].clone();
        do_as(&mut spec.decisions[decision].choices[choice], &sound);
    })
}

fn labels_exchanged() -> Mutants {
    each_wrong(|spec, decision, choice| {
        let sound = spec.decisions[decision].choices[0].clone();
        let wrong = spec.decisions[decision].choices[choice].clone();
        do_as(&mut spec.decisions[decision].choices[0], &wrong);
        do_as(&mut spec.decisions[decision].choices[choice], &sound);
    })
}

/// The wrong choice is taken from its decision and made a choice of another.
fn plants_moved() -> Mutants {
    let spec = fixture_spec();
    let mut mutants = Vec::new();
    for (decision, choice) in wrong_places(&spec) {
        for to in (0..spec.decisions.len()).filter(|to| *to != decision) {
            let copy = with_spec(|spec| {
                let moved = spec.decisions[decision].choices.remove(choice);
                let before = format!("{}/{}", spec.decisions[decision].id, moved.id);
                let after = format!("{}/{}", spec.decisions[to].id, moved.id);
                spec.decisions[to].choices.push(moved);
                for wrong in spec.variants.iter_mut().filter_map(|variant| variant.wrong.as_mut()) {
                    if *wrong == before {
                        wrong.clone_from(&after);
                    }
                }
            });
            mutants.push((format!("from decision {decision} to {to}"), copy));
        }
    }
    mutants
}

/// Every other reach that could be claimed.
fn reaches_renamed() -> Mutants {
    let spec = fixture_spec();
    let mut mutants = Vec::new();
    for (decision, choice) in wrong_places(&spec) {
        let later = spec.decisions[decision + 1..].iter().map(|later| Some(later.id.clone()));
        for claim in later.chain([None]) {
            let ChoiceTruth::Wrong { root_from, .. } = &spec.decisions[decision].choices[choice].truth else {
                continue;
            };
            if *root_from == claim {
                continue;
            }
            let name = format!("decision {decision} root from {claim:?}");
            let copy = with_spec(|spec| {
                if let ChoiceTruth::Wrong { root_from, .. } =
                    &mut spec.decisions[decision].choices[choice].truth
                {
                    *root_from = claim;
                }
            });
            mutants.push((name, copy));
        }
    }
    mutants
}

/// Every other clause that could be named.
fn clauses_renamed() -> Mutants {
    let spec = fixture_spec();
    let mut mutants = Vec::new();
    for (decision, choice) in wrong_places(&spec) {
        for other in spec.clauses.iter().map(|clause| clause.id.clone()) {
            let ChoiceTruth::Wrong { clause, .. } = &spec.decisions[decision].choices[choice].truth else {
                continue;
            };
            if *clause == other {
                continue;
            }
            let name = format!("decision {decision} breaks {other}");
            let copy = with_spec(|spec| {
                if let ChoiceTruth::Wrong { clause, .. } = &mut spec.decisions[decision].choices[choice].truth
                {
                    *clause = other;
                }
            });
            mutants.push((name, copy));
        }
    }
    mutants
}

fn anchors_broken() -> Mutants {
    let anchored = |path: &PathBuf| {
        let text = fs::read_to_string(Copy::new().pack_folder().join(path)).unwrap_or_default();
        text.contains("<<<<\n")
    };
    let mutants = files("edits").into_iter().filter(anchored);
    let mutants = mutants.map(|path| {
        (path.display().to_string(), with_file(&path, |text| text.replace("<<<<\n", "<<<<\nnot ")))
    });
    mutants.collect()
}

/// Foils that do nothing, and foils that do what the error at hand would.
fn foils_that_fail() -> Mutants {
    let foils = places(&fixture_spec(), |truth| *truth == ChoiceTruth::Unfamiliar);
    let idle = |(decision, choice): (usize, usize)| {
        let copy = with_spec(|spec| spec.decisions[decision].choices[choice].edit = Some("empty".to_owned()));
        (format!("decision {decision}, choice {choice} edits something else"), copy)
    };
    foils.into_iter().map(idle).collect()
}

/// Each captured output with another first line, then with another exit status.
fn outputs_changed() -> Mutants {
    let path = Path::new("proven.json");
    let text = fs::read_to_string(Copy::new().pack_folder().join(path)).expect("the fixture's record");
    let record: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
    let count = record["outputs"].as_array().map_or(0, Vec::len);
    let mutant = |index: usize, change: fn(&mut serde_json::Value)| {
        let mut record = record.clone();
        change(&mut record["outputs"][index]);
        Copy::new().write("proven.json", &record.to_string())
    };
    let line = |output: &mut serde_json::Value| output["lines"][0] = "something else".into();
    let status = |output: &mut serde_json::Value| output["status"] = 7.into();
    let of = |index| {
        [
            (format!("output {index}: line"), mutant(index, line)),
            (format!("output {index}: status"), mutant(index, status)),
        ]
    };
    (0..count).flat_map(of).collect()
}

/// None survives. That takes proof 4 in both directions: before amended checks were run on work that knows of no
/// amendment, one that always passes was never noticed.
#[test]
fn every_kind_of_mutation_is_caught() {
    let kept = tempfile::tempdir().expect("a temporary folder");
    let kinds: [Kind; 10] = [
        ("a check that always passes", checks_that_always_pass),
        ("a check that always fails", checks_that_always_fail),
        ("a sound choice that does the wrong thing", sound_choices_that_do_the_wrong_thing),
        ("a wrong choice that does the right thing", wrong_choices_that_do_the_right_thing),
        ("sound and wrong exchanged", labels_exchanged),
        ("a plant moved to another decision", plants_moved),
        ("another reach", reaches_renamed),
        ("another clause", clauses_renamed),
        ("a broken anchor", anchors_broken),
        ("a foil that fails", foils_that_fail),
    ];
    let mut survived = Vec::new();
    for (kind, mutants) in kinds {
        let names = survivors(mutants(), |copy| is_refuted(copy, kept.path()));
        survived.extend(names.into_iter().map(|name| format!("{kind}: {name}")));
    }
    assert_eq!(survived, Vec::<String>::new());
}

/// What proving cannot catch: a check that always passes, of a clause that no wrong choice breaks and no amendment
/// changes. Lint names such clauses, so that an author breaks them.
#[test]
fn the_one_kind_that_survives_is_named_by_lint() {
    let kept = tempfile::tempdir().expect("a temporary folder");
    let vacuous = with_spec(|spec| {
        spec.clauses
            .push(ClauseSpec { id: "C4".to_owned(), text: "A line may have blanks around it.".to_owned() });
    })
    .write("oracle/C4.py", "");
    assert!(!is_refuted(&vacuous, kept.path()));
    let library = vacuous.load().expect("it loads");
    let (_, lacking) = lint(library.pack("tiny").expect("it is there"));
    let named = |problem: &Problem| problem.what.contains("no wrong choice breaks C4: proving never sees");
    assert!(lacking.iter().any(named), "{lacking:#?}");
}

#[test]
fn every_changed_output_is_caught() {
    let kept = tempfile::tempdir().expect("a temporary folder");
    let options = || Options { reuse: Some(kept.path().to_path_buf()), ..Options::default() };
    let survived = survivors(outputs_changed(), |copy| !copy.failures(options()).is_empty());
    assert_eq!(survived, Vec::<String>::new());
}

/// What the mutants are told from: the fixture, written anew by the same hand, holds.
#[test]
fn the_fixture_written_anew_is_not_refuted() {
    let kept = tempfile::tempdir().expect("a temporary folder");
    assert!(!is_refuted(&with_spec(|_| {}), kept.path()));
}
