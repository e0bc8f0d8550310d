//! The lab's screens over real studies in a temporary folder; widgets are found by their accessible labels.

#![allow(clippy::unwrap_used)] // a test's helpers may

use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tightloop::app::lab::{self, LabState, Sitting};
use tightloop::app::theme;
use tightloop::dataset;
use tightloop::protocol;
use tightloop::scenario::Library;
use tightloop::simulate;
use tightloop::study::Study;

/// The lab, and the sittings that were asked for.
struct Lab {
    state: LabState,
    sittings: Vec<Sitting>,
}

fn library() -> Arc<Library> {
    Arc::new(Library::with_folder(Some(Path::new("tests/fixtures/packs"))).unwrap())
}

fn open(root: &Path) -> Harness<'static, Lab> {
    let lab = Lab { state: LabState::new(root.to_path_buf(), library()), sittings: Vec::new() };
    let mut harness =
        Harness::builder().with_size([1024.0, 700.0]).with_context_setup(theme::install).build_ui_state(
            |ui, lab: &mut Lab| {
                let mut commands = Vec::new();
                let ctx = ui.ctx().clone();
                lab.state.take_results(&ctx);
                lab::ui(ui, &mut lab.state, &mut commands);
                let begun = commands.into_iter().filter_map(|command| lab.state.perform(command, &ctx));
                let begun: Vec<Sitting> = begun.collect();
                lab.sittings.extend(begun);
            },
            lab,
        );
    harness.run_steps(3);
    let since = Instant::now();
    while harness.query_by_label_contains("Reading the folder").is_some() {
        assert!(since.elapsed() < Duration::from_secs(60), "waited for the studies");
        std::thread::sleep(Duration::from_millis(10));
        harness.step();
    }
    harness
}

fn click(harness: &mut Harness<'_, Lab>, label: &str) {
    harness.get_by_label(label).click();
    harness.run_steps(4);
}

/// Draws until the label is there; what runs in the background takes its time.
fn wait_for(harness: &mut Harness<'_, Lab>, label: &str) {
    let since = Instant::now();
    while harness.query_by_label_contains(label).is_none() {
        assert!(since.elapsed() < Duration::from_secs(600), "waited for '{label}'");
        std::thread::sleep(Duration::from_millis(20));
        harness.step();
    }
}

/// A protocol that the small fixture pack can serve.
fn small_protocol(root: &Path) -> PathBuf {
    let (_, pilot) = protocol::builtin().into_iter().find(|(name, _)| *name == "pilot").unwrap();
    let path = root.join("small.ron");
    let mut text = pilot.to_owned();
    for (what, instead) in [
        (r#"pool: ["*"]"#, r#"pool: ["tiny"]"#),
        ("batch_size: (levels: [1, 5])", "batch_size: (levels: [1, 3])"),
        ("batch_size: 2", "batch_size: 1"),
        ("trials_per_cell: 1", "trials_per_cell: 4"),
        ("amended_share: 0.25", "amended_share: 0"),
    ] {
        assert_eq!(text.matches(what).count(), 1, "pilot.ron no longer says '{what}'");
        text = text.replace(what, instead);
    }
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn an_empty_home_says_what_to_do() {
    let root = tempfile::tempdir().unwrap();
    let harness = open(root.path());
    assert!(harness.query_by_label_contains("There is no study here yet").is_some());
    assert!(harness.get_by_label("Begin study").accesskit_node().is_disabled(), "there is no name yet");
}

#[test]
fn a_study_that_cannot_be_read_says_why_and_cannot_be_opened() {
    let root = tempfile::tempdir().unwrap();
    std::fs::create_dir(root.path().join("broken")).unwrap();
    std::fs::write(root.path().join("broken/study.json"), "{").unwrap();
    let harness = open(root.path());
    assert!(harness.get_by_label("Open broken").accesskit_node().is_disabled());
    assert!(harness.query_by_label_contains("study.json").is_some());
}

#[test]
fn a_new_participant_is_given_the_screen() {
    let root = tempfile::tempdir().unwrap();
    let dir = root.path().join("first");
    let loaded = protocol::load(&small_protocol(root.path())).unwrap();
    Study::create(&dir, &loaded, &library(), false).unwrap();
    let mut harness = open(root.path());
    click(&mut harness, "Open first");
    wait_for(&mut harness, "0 of 8 participants completed.");
    harness.get_by_label("New participant's code").focus();
    harness.run_steps(2);
    harness.get_by_label("New participant's code").type_text("P01");
    harness.run_steps(2);
    click(&mut harness, "Enrol and start");
    assert_eq!(harness.state().sittings, [Sitting { study: dir, participant: "P01".into() }]);
}

/// A study in which four simulated people have taken part, opened; and how many reviews they did.
fn simulated(root: &Path) -> (Harness<'static, Lab>, usize) {
    let loaded = protocol::load(&small_protocol(root)).unwrap();
    let library = library();
    let mut study = Study::create(root.join("people"), &loaded, &library, true).unwrap();
    simulate::run(&mut study, &library, 4, 5, &|_| {}).unwrap();
    let reviews = dataset::collect(&study).unwrap().trials.len();
    drop(study);
    let mut harness = open(root);
    click(&mut harness, "Open people");
    wait_for(&mut harness, "These participants are simulated");
    (harness, reviews)
}

#[test]
fn a_simulated_study_shows_its_reviews_and_its_curve_and_exports_them() {
    let root = tempfile::tempdir().unwrap();
    let (mut harness, reviews) = simulated(root.path());
    assert!(harness.query_by_label("SIMULATED").is_some());
    click(&mut harness, "Reviews");
    wait_for(&mut harness, &format!("{reviews} reviews, in the order"));
    click(&mut harness, "C(d,m)");
    click(&mut harness, "Fit C(d,m)");
    // Each cell can be read out.
    wait_for(&mut harness, "d 20 s, m 3: C ");
    // A table measures itself in its first frame, unseen.
    harness.run_steps(3);
    assert!(harness.query_by_label_contains("4 SIMULATED participants").is_some());
    for words in ["Diagnostics ", "largest R̂", "(exported)", "P(slope < 0)", "batch at longest delay"] {
        assert!(harness.query_all_by_label_contains(words).next().is_some(), "{words}");
    }
    assert!(
        harness.query_all_by_label_contains("Prior-driven").next().is_some(),
        "so few reviews say little"
    );
    assert!(harness.query_by_label_contains("not the fit").is_none(), "the preview makes way for the fit");
    click(&mut harness, "Export");
    wait_for(&mut harness, "Written to");
    for file in ["csv/trials.csv", "csv/codebook.json", "cost-surface.json", "report.html"] {
        assert!(root.path().join("people-export").join(file).is_file(), "{file}");
    }
}

#[test]
fn while_a_fit_runs_there_is_a_preview_and_a_way_out() {
    let root = tempfile::tempdir().unwrap();
    let (mut harness, _) = simulated(root.path());
    click(&mut harness, "C(d,m)");
    click(&mut harness, "Fit C(d,m)");
    wait_for(&mut harness, "Preview: time alone, not the fit");
    assert!(harness.query_all_by_label_contains("m 3: time ").next().is_some(), "its cells can be read out");
    wait_for(&mut harness, "divergent");
    assert!(harness.query_by_label_contains(" draws, ").is_some());
    click(&mut harness, "Cancel");
    wait_for(&mut harness, "The fit was cancelled");
    wait_for(&mut harness, "Nothing is fitted yet");
    assert!(!harness.get_by_label("Fit C(d,m)").accesskit_node().is_disabled(), "and can be begun again");
}
