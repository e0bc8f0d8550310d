use super::*;
use std::collections::BTreeMap;

/// Two chains of three draws; every number can be told from every other.
fn chains() -> Chains {
    let of = |scale: f64| -> Vec<Vec<f64>> {
        (0..2).map(|chain| (0..3).map(|draw| scale * f64::from(chain * 10 + draw + 1)).collect()).collect()
    };
    let values = (0..2)
        .map(|chain| {
            (0..3)
                .map(|draw| (0..4).map(|p| f64::from(chain * 100 + draw * 10 + p) + 0.1).collect())
                .collect()
        })
        .collect();
    Chains {
        names: ["sigma", "u_T[0]", "u_T[1]", "b_q[tests]"].map(str::to_owned).to_vec(),
        values,
        lp: of(-1.5),
        divergent: vec![vec![false, true, false], vec![false; 3]],
        depth: vec![vec![3; 3]; 2],
        leapfrogs: vec![vec![7; 3]; 2],
        energy: of(2.0),
        accept: of(1e-9),
        step_size: vec![0.25, 0.5],
    }
}

fn surface() -> CostSurface {
    serde_json::from_str(include_str!("../../../analysis/conformance/surface.json")).unwrap()
}

fn written(format: DrawsFormat) -> (tempfile::TempDir, BTreeMap<String, String>) {
    let dir = tempfile::tempdir().unwrap();
    chains().write(&dir.path().join("draws"), format, &surface()).unwrap();
    let entries = std::fs::read_dir(dir.path().join("draws")).unwrap().map(|entry| entry.unwrap());
    let files = entries
        .map(|entry| {
            let bytes = std::fs::read(entry.path()).unwrap();
            (entry.file_name().into_string().unwrap(), String::from_utf8_lossy(&bytes).into_owned())
        })
        .collect();
    (dir, files)
}

#[test]
fn long_rows_hold_every_value_and_say_what_they_are() {
    let (_dir, files) = written(DrawsFormat::Csv);
    let lines: Vec<&str> = files["draws.csv"].lines().collect();
    assert_eq!(lines.len(), 1 + 2 * 3 * (4 + 7));
    assert_eq!(lines[0], "chain,draw,name,value,simulated");
    assert!(lines.contains(&"2,3,b_q[tests],123.1,1"));
    assert!(lines.contains(&"1,2,divergent__,1,1"));
    assert!(lines.contains(&"1,1,accept_stat__,1e-9,1"));
    let words: serde_json::Value = serde_json::from_str(&files["draws.json"]).unwrap();
    assert_eq!(words["simulated"], true);
    assert_eq!(words["plan_blake3"], surface().provenance.plan_blake3);
}

#[test]
fn cmdstans_files_have_its_header_and_one_row_a_draw() {
    let (_dir, files) = written(DrawsFormat::CmdStan);
    assert_eq!(files.keys().collect::<Vec<_>>(), ["chain-1.csv", "chain-2.csv"]);
    let text = &files["chain-2.csv"];
    assert!(text.contains("# simulated = true\n") && text.contains("#     num_samples = 3\n"));
    let rows: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(
        rows,
        [
            "lp__,accept_stat__,stepsize__,treedepth__,n_leapfrog__,divergent__,energy__,sigma,u_T.1,u_T.2,b_q_tests",
            "-16.5,1.1000000000000001e-8,0.5,3,7,0,22,100.1,101.1,102.1,103.1",
            "-18,1.2000000000000002e-8,0.5,3,7,0,24,110.1,111.1,112.1,113.1",
            "-19.5,1.3e-8,0.5,3,7,0,26,120.1,121.1,122.1,123.1",
        ]
    );
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_holds_the_same_rows_and_says_what_they_are() {
    use parquet::file::reader::{FileReader as _, SerializedFileReader};
    let (dir, _) = written(DrawsFormat::Parquet);
    let file = std::fs::File::open(dir.path().join("draws/draws.parquet")).unwrap();
    let file = SerializedFileReader::new(file).unwrap();
    let about = file.metadata().file_metadata().key_value_metadata().unwrap();
    assert!(about.iter().any(|pair| pair.key == "simulated" && pair.value.as_deref() == Some("true")));
    assert!(about.iter().any(|pair| pair.key == "plan_blake3"));
    let rows: Vec<String> = file.get_row_iter(None).unwrap().map(|row| row.unwrap().to_string()).collect();
    assert_eq!(rows.len(), 2 * 3 * (4 + 7));
    assert!(
        rows.contains(&"{chain: 2, draw: 3, name: \"b_q[tests]\", value: 123.1}".to_owned()),
        "{}",
        rows[0]
    );
}

#[cfg(not(feature = "parquet"))]
#[test]
fn without_the_feature_parquet_is_refused_in_one_line() {
    let dir = tempfile::tempdir().unwrap();
    let problem = chains().write(&dir.path().join("draws"), DrawsFormat::Parquet, &surface()).unwrap_err();
    assert_eq!(
        problem.to_string(),
        "this build of tightloop cannot write Parquet; choose csv, or build with the feature 'parquet'"
    );
    assert!(!dir.path().join("draws").exists());
}

#[test]
fn a_folder_that_holds_something_and_draws_that_do_not_fit_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("mine"), "x").unwrap();
    let problem = chains().write(dir.path(), DrawsFormat::Csv, &surface()).unwrap_err();
    assert!(problem.to_string().contains("this folder is not empty"), "{problem}");
    let mut short = chains();
    short.energy[1].pop();
    assert!(short.write(&dir.path().join("new"), DrawsFormat::Csv, &surface()).is_err());
    let mut twice = chains();
    twice.names[3] = "u_T.1".into();
    twice.names[0] = "u_T_1".into();
    let problem = twice.write(&dir.path().join("new"), DrawsFormat::CmdStan, &surface()).unwrap_err();
    assert!(problem.to_string().starts_with("two parameters would both be called u_T_1"), "{problem}");
    assert!(!dir.path().join("new").exists());
}
