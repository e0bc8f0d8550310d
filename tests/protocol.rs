//! Protocols the whole way: file → check, plan, balance on the command line; plan → stimuli.
#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;
use tightloop::protocol::{self, Loaded};
use tightloop::scenario::Library;

/// A small design on a pack of the fixtures, every factor within participants.
const SMALL: &str = r#"(
    format: "tightloop-protocol/1", id: "small", title: "Small", language: "en", seed: 3, participants: 8,
    consent: "Take part?", instructions: ["Review."],
    factors: (
        delay_secs: (levels: [0, 20]),
        batch_size: (levels: [1, 4]),
        outstanding_max: 2,
    ),
    trials_per_cell: 2, planted_share: 0.5, unfamiliar_share: 0.25, amended_share: 0,
    scenarios: (pool: ["tiny"]), filler: rest, comprehension: (questions: 1, attempts: 2),
    practice: (trials: 1, delay_secs: 0, batch_size: 2), time_limit_secs: 60, feedback: never,
)
"#;

/// A folder with the fixture pack, and a protocol file beside it.
struct Lab {
    folder: TempDir,
}

impl Lab {
    fn with(protocol: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("small.ron"), protocol).unwrap();
        let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/packs/tiny");
        copy(&fixture, &folder.path().join("packs/tiny"));
        Self { folder }
    }

    fn protocol(&self) -> PathBuf {
        self.folder.path().join("small.ron")
    }

    fn packs(&self) -> PathBuf {
        self.folder.path().join("packs")
    }

    /// Captures what the pack's commands print, as proving does; it needs the pack's own interpreter, python3.
    fn proven(self) -> Self {
        let library = Library::folder(&self.packs()).unwrap();
        let pack = library.pack("tiny").unwrap();
        let proof = tightloop::scenario::prove::prove(pack, &Default::default(), &|_, _| {}).unwrap();
        assert!(proof.failures.is_empty(), "{:?}", proof.failures);
        tightloop::scenario::prove::write(pack, &proof).unwrap();
        self
    }

    fn library(&self) -> Library {
        Library::folder(&self.packs()).unwrap()
    }

    fn loaded(&self) -> Loaded {
        protocol::load(&self.protocol()).unwrap()
    }

    fn tightloop(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_tightloop"))
            .arg("--scenarios")
            .arg(self.packs())
            .arg("protocol")
            .args(arguments)
            .arg(self.protocol())
            .output()
            .unwrap()
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn words(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn json(output: &Output) -> serde_json::Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_plan_is_the_same_twice_and_its_truth_is_what_it_was_drawn_for() {
    let lab = Lab::with(SMALL).proven();
    let (loaded, library) = (lab.loaded(), lab.library());
    assert!(protocol::check(&loaded, &library).is_empty(), "{:?}", protocol::check(&loaded, &library));
    for row in 0..protocol::rows(&loaded.protocol) {
        let plan = protocol::draw(&loaded, &library, row).unwrap();
        let again = protocol::draw(&loaded, &library, row).unwrap();
        assert_eq!(serde_json::to_vec(&plan).unwrap(), serde_json::to_vec(&again).unwrap());
        assert_eq!(plan.trials.len(), 9, "2 × 2 cells, 2 trials each, 1 for practice");
        assert_eq!(plan.trials.iter().filter(|trial| trial.practice).count(), 1);
        assert!(plan.trials[0].practice);
        let main = || plan.trials.iter().filter(|trial| !trial.practice);
        assert_eq!(main().filter(|trial| trial.truth.planted.is_some()).count(), 4);
        assert_eq!(main().filter(|trial| trial.truth.unfamiliar > 0).count(), 2);
        assert_eq!(main().filter(|trial| trial.truth.amended).count(), 0);
        for trial in &plan.trials {
            let pack = library.pack(&trial.scenario).unwrap();
            let planted = pack.planted_decision(&trial.variant).unwrap();
            let truth = trial.truth.planted.as_ref();
            assert_eq!(planted, truth.map(|truth| trial.window_start + truth.error_index - 1));
        }
        let stimuli = protocol::stimuli(&plan, &library).unwrap();
        assert_eq!(stimuli.len(), plan.trials.len());
        for (stimulus, trial) in stimuli.iter().zip(&plan.trials) {
            assert_eq!(stimulus.batch.decisions.len(), trial.batch_size as usize);
            assert_eq!(stimulus.brief.accepted.len(), trial.window_start as usize - 1);
            assert_eq!(stimulus.questions.len(), trial.questions.len());
        }
    }

    let mut plan = protocol::draw(&loaded, &library, 0).unwrap();
    plan.pack_hashes.insert("tiny".to_owned(), "another".to_owned());
    let refused = protocol::stimuli(&plan, &library).unwrap_err().to_string();
    assert!(refused.contains("the scenario pack 'tiny' has changed since this plan was drawn"), "{refused}");

    let checked = lab.tightloop(&["check", "--json"]);
    assert!(checked.status.success());
    assert_eq!(json(&checked)["ok"], true);
    let advice = words(&checked.stdout);
    assert!(advice.contains("no pack can show a foil in a batch of 1"), "{advice}");

    let planned = lab.tightloop(&["plan", "--json", "--row", "1"]);
    assert!(planned.status.success(), "{}", words(&planned.stderr));
    let printed: protocol::plan::Plan = serde_json::from_value(json(&planned)["plan"].clone()).unwrap();
    assert_eq!(printed, protocol::draw(&loaded, &library, 1).unwrap());
    assert!(json(&planned)["expected"]["minutes"].as_f64().unwrap() > 5.0);
    let planned = words(&lab.tightloop(&["plan"]).stdout);
    assert!(planned.contains("practice") && planned.contains("tiny"), "{planned}");

    let balance = lab.tightloop(&["balance", "--json"]);
    assert!(balance.status.success());
    let balance = json(&balance);
    assert_eq!(balance["williams"], true);
    assert_eq!(balance["groups"][0]["places"], serde_json::json!(vec![vec![2; 4]; 4]));
    for cell in balance["groups"][0]["cells"].as_array().unwrap() {
        assert_eq!(cell["trials"], 8);
        assert_eq!(cell["planted"], 4);
        assert_eq!(cell["scenarios"]["tiny"], 8);
    }
    let balance = words(&lab.tightloop(&["balance"]).stdout);
    assert!(balance.contains("Williams property: holds"), "{balance}");
}

#[test]
fn the_number_of_agents_is_a_factor_that_changes_from_period_to_period() {
    let varied = SMALL.replace("outstanding_max: 2,", "outstanding_max: (levels: [1, 2]),");
    let lab = Lab::with(&varied).proven();
    let checked = lab.tightloop(&["check"]);
    let said = words(&checked.stdout);
    assert!(checked.status.success(), "{said}");
    assert!(said.contains("8 cells; 16 reviews a participant"), "{said}");
    let (loaded, library) = (protocol::load(&lab.protocol()).unwrap(), lab.library());
    for row in 0..4 {
        let plan = protocol::draw(&loaded, &library, row).unwrap();
        assert!(plan.outstanding_varies && plan.outstanding_max == 2);
        let main: Vec<_> = plan.trials.iter().filter(|trial| trial.is_main()).collect();
        let levels: Vec<_> = main.iter().map(|trial| trial.outstanding_max.unwrap()).collect();
        let first = if row % 2 == 0 { 1 } else { 2 };
        assert_eq!(levels, [[first; 8], [3 - first; 8]].concat(), "row {row}");
        assert_eq!(
            main.iter().map(|trial| trial.block).collect::<Vec<_>>(),
            [[1; 4], [2; 4], [3; 4], [4; 4]].concat()
        );
        // With one agent nothing else is outstanding, whatever comes later.
        for review in protocol::pace::expected(&plan).reviews {
            let trial = &plan.trials[review.trial as usize];
            assert!(review.outstanding < plan.outstanding_max_at(trial));
        }
    }
    let balance = json(&lab.tightloop(&["balance", "--json"]));
    assert_eq!(balance["williams"], true);
    let levels = balance["groups"][0]["levels"].as_array().unwrap();
    for (level, number) in levels.iter().zip([1, 2]) {
        assert_eq!(level["outstanding_max"], number);
        assert_eq!(level["places"], serde_json::json!([2, 2]));
        assert_eq!(level["conditions"], serde_json::json!([8, 8, 8, 8]));
        assert_eq!((&level["trials"], &level["planted"]), (&32.into(), &16.into()));
    }
    assert_eq!(levels[0]["mean_outstanding"], 0.0);
}

#[test]
fn between_participants_each_has_one_number_of_agents_and_too_short_delays_are_told() {
    let varied = SMALL.replace("outstanding_max: 2,", "outstanding_max: (levels: [1, 4], vary: between),");
    let lab = Lab::with(&varied).proven();
    let said = words(&lab.tightloop(&["check"]).stdout);
    let advice = "small.ron:7:39: factors.outstanding_max.levels[1]: of 4 briefs at most";
    assert!(said.contains(advice), "{said}");
    let (loaded, library) = (protocol::load(&lab.protocol()).unwrap(), lab.library());
    let most = |row| protocol::draw(&loaded, &library, row).unwrap().outstanding_max;
    assert_eq!([most(0), most(1), most(2), most(3)], [1, 4, 1, 4]);
    let kept = varied.replace("vary: between)", "vary: between), keep: agents");
    let said = words(&Lab::with(&kept).proven().tightloop(&["check"]).stdout);
    assert!(!said.contains("outstanding at once"), "{said}");
}

#[test]
fn the_built_in_protocols_keep_their_agents_at_work_as_they_say() {
    let library = Library::embedded().unwrap();
    let loaded = protocol::load(Path::new("agents")).unwrap();
    assert!(protocol::check(&loaded, &library).is_empty());
    assert!(protocol::balance(&loaded, &library).unwrap().williams);
    for row in 0..4 {
        let plan = protocol::draw(&loaded, &library, row).unwrap();
        let pace = protocol::pace::expected(&plan);
        let most = pace.reviews.iter().map(|review| review.outstanding + 1).max().unwrap();
        assert_eq!((most, plan.outstanding_max), ([1, 2, 4, 8][row as usize], most));
        assert!((25.0..65.0).contains(&pace.minutes), "row {row}: {} minutes", pace.minutes);
    }
}

#[test]
fn check_names_everything_that_is_wrong_with_its_place() {
    let wrong = SMALL
        .replace("levels: [1, 4]", "levels: [1, 99]")
        .replace("questions: 1", "questions: 9")
        .replace("outstanding_max: 2", "cues: (levels: [none, tests]), outstanding_max: 2");
    let checked = Lab::with(&wrong).tightloop(&["check"]);
    assert_eq!(checked.status.code(), Some(1));
    let found = words(&checked.stdout);
    let lines: Vec<&str> = found.lines().collect();
    assert_eq!(lines.len(), 3, "{found}");
    assert!(
        lines[0].contains("small.ron:6:34: factors.batch_size.levels[1]: a batch of 99 decisions"),
        "{found}"
    );
    assert!(
        lines[1]
            .contains("small.ron:7:31: factors.cues.levels[1]: packs of the pool that have no cues to show"),
        "{found}"
    );
    assert!(lines[2].contains("small.ron:10:75: comprehension.questions: the pack 'tiny' has 2"), "{found}");
    assert!(words(&checked.stderr).ends_with("the protocol has 3 problems\n"));
}

#[test]
fn check_names_unknown_packs_and_values_out_of_range_at_once() {
    let wrong = SMALL
        .replace(r#"pool: ["tiny"]"#, r#"pool: ["tinny"]"#)
        .replace("planted_share: 0.5", "planted_share: 5");
    let checked = Lab::with(&wrong).tightloop(&["check", "--json"]);
    assert_eq!(checked.status.code(), Some(1));
    let found = json(&checked);
    assert_eq!(found["ok"], false);
    assert_eq!(found["problems"][0]["what"], "planted_share: expected 0 to 1, found 5");
    assert_eq!(found["problems"][0]["line"], 9);
    let pool = &found["problems"][1];
    assert_eq!(pool["what"], "scenarios.pool[0]: there is no scenario pack 'tinny'");
    assert_eq!(pool["todo"], "did you mean 'tiny'?");
}

#[test]
fn a_mistyped_field_is_a_problem_and_no_panic() {
    let checked = Lab::with(&SMALL.replace("time_limit_secs", "time_limits_secs")).tightloop(&["check"]);
    assert_eq!(checked.status.code(), Some(1));
    let found = words(&checked.stdout);
    assert!(
        found.contains("there is no field 'time_limits_secs'; did you mean 'time_limit_secs'?"),
        "{found}"
    );
}

#[test]
fn no_such_protocol_names_the_nearest_built_in_one() {
    let output =
        Command::new(env!("CARGO_BIN_EXE_tightloop")).args(["protocol", "plan", "pilto"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = words(&output.stderr);
    assert!(said.contains("did you mean 'pilot'?"), "{said}");
}

#[test]
fn the_teams_protocol_keeps_to_half_an_hour_for_five_to_eight_people() {
    let library = Library::embedded().unwrap();
    for people in 5..=8 {
        let mut loaded = protocol::load(Path::new("team")).unwrap();
        loaded.protocol.participants = people;
        assert!(protocol::check(&loaded, &library).is_empty(), "{:?}", protocol::check(&loaded, &library));
        assert!(protocol::balance(&loaded, &library).unwrap().williams);
        for row in 0..people {
            let plan = protocol::draw(&loaded, &library, row).unwrap();
            let minutes = protocol::pace::expected(&plan).minutes;
            assert!((25.0..=32.0).contains(&minutes), "row {row}: {minutes} minutes");
            // Every cell once, and no brief twice, practice included.
            let mut packs: Vec<&str> = plan.trials.iter().map(|trial| trial.scenario.as_str()).collect();
            packs.sort_unstable();
            packs.dedup();
            assert_eq!((plan.trials.len(), packs.len()), (7, 7), "row {row}");
            let cells = plan.trials.iter().filter(|trial| !trial.practice);
            let mut cells: Vec<(u32, u32)> =
                cells.map(|trial| (trial.delay_target_secs as u32, trial.batch_size)).collect();
            cells.sort_unstable();
            assert_eq!(cells, [(0, 1), (0, 4), (0, 16), (120, 1), (120, 4), (120, 16)]);
        }
    }
}

#[test]
fn the_teams_protocol_has_the_labs_exclusions() {
    let [team, lab] = ["team", "lab"].map(|name| protocol::load(Path::new(name)).unwrap().protocol);
    assert_eq!(team.exclusions, lab.exclusions);
    assert_eq!((team.time_limit_secs, team.planted_share), (lab.time_limit_secs, lab.planted_share));
}
