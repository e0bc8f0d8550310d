use super::*;

/// By the reference implementation, for "password" and the salt "somesalt": `src/test.c` of
/// <https://github.com/P-H-C/phc-winner-argon2>, version 0x13, t = 2, m = 2^16 KiB, p = 1.
const REFERENCE: &str =
    "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

fn typed(text: &str) -> Typed {
    Typed(text.to_owned())
}

fn at(secs: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000 + secs, 0).unwrap()
}

/// A study's PIN "password", with so many wrong tries, the last at second 0.
fn with_wrong(dir: &Path, wrong: u32) -> Pin {
    let last_wrong_at = (wrong > 0).then(|| at(0));
    let kept = Kept { format: FORMAT.to_owned(), hash: REFERENCE.to_owned(), wrong, last_wrong_at };
    let pin = Pin { path: dir.join(PIN_FILE), kept };
    pin.write().unwrap();
    pin
}

fn again(dir: &Path) -> Pin {
    Pin::read(dir).unwrap().unwrap()
}

#[test]
fn the_reference_implementations_hash_is_understood() {
    let dir = tempfile::tempdir().unwrap();
    let mut pin = with_wrong(dir.path(), 0);
    assert_eq!(pin.attempt(&typed("sassword"), at(0)), Ok(Try::Wrong));
    assert_eq!(pin.attempt(&typed("password"), at(1)), Ok(Try::Right));
}

#[test]
fn a_pin_is_kept_as_a_hash_with_its_costs_and_a_salt_of_its_own() {
    let dir = tempfile::tempdir().unwrap();
    assert!(Pin::read(dir.path()).unwrap().is_none(), "none is set, and nothing is locked");
    let first = Pin::set(dir.path(), &typed("47110815")).unwrap().kept.hash;
    assert!(first.starts_with("$argon2id$v=19$m=65536,t=3,p=1$"), "{first}");
    let text = std::fs::read_to_string(dir.path().join(PIN_FILE)).unwrap();
    assert!(!text.contains("47110815"), "{text}");
    assert_eq!(again(dir.path()).attempt(&typed("47110815"), at(0)), Ok(Try::Right));
    let second = Pin::set(dir.path(), &typed("47110815")).unwrap().kept.hash;
    assert_ne!(first, second, "the salt is drawn anew");
    again(dir.path()).remove().unwrap();
    assert!(Pin::read(dir.path()).unwrap().is_none());
}

#[test]
fn five_wrong_tries_wait_and_the_wait_outlives_the_program() {
    let dir = tempfile::tempdir().unwrap();
    let mut pin = with_wrong(dir.path(), 4);
    assert_eq!(pin.wait(at(0)), Duration::ZERO);
    assert_eq!(pin.attempt(&typed("wrong"), at(10)), Ok(Try::Wrong));
    let mut pin = again(dir.path());
    assert_eq!(pin.attempt(&typed("password"), at(39)), Ok(Try::TooSoon(Duration::from_secs(1))));
    assert_eq!(again(dir.path()).kept.wrong, 5, "a try that was not looked at is no try");
    assert_eq!(pin.attempt(&typed("wrong"), at(40)), Ok(Try::Wrong));
    assert_eq!(again(dir.path()).wait(at(40)), Duration::from_secs(60));
    assert_eq!(again(dir.path()).attempt(&typed("password"), at(100)), Ok(Try::Right));
    assert_eq!((again(dir.path()).kept.wrong, again(dir.path()).wait(at(100))), (0, Duration::ZERO));
}

#[test]
fn waits_grow_to_a_quarter_of_an_hour() {
    let secs: Vec<u64> = (0..=11).map(|wrong| wait_after(wrong).as_secs()).collect();
    assert_eq!(secs, [0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900]);
    assert_eq!(wait_after(u32::MAX).as_secs(), 900);
}

#[test]
fn a_clock_that_was_set_back_makes_no_wait_longer() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(with_wrong(dir.path(), 5).wait(at(-86_400)), Duration::from_secs(30));
}

#[test]
fn a_try_is_written_down_before_it_is_looked_at() {
    let dir = tempfile::tempdir().unwrap();
    let mut pin = with_wrong(dir.path(), 2);
    pin.kept.hash = "not a hash".to_owned();
    assert!(pin.attempt(&typed("password"), at(5)).is_err());
    let kept: Kept =
        serde_json::from_str(&std::fs::read_to_string(dir.path().join(PIN_FILE)).unwrap()).unwrap();
    assert_eq!((kept.wrong, kept.last_wrong_at), (3, Some(at(5))));
}

#[test]
fn where_nothing_can_be_written_wrong_tries_count_all_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let mut pin = with_wrong(dir.path(), 4);
    pin.path = dir.path().join("missing").join(PIN_FILE);
    assert_eq!(pin.attempt(&typed("wrong"), at(10)), Ok(Try::Wrong));
    assert_eq!(pin.wait(at(10)), Duration::from_secs(30));
}

#[test]
fn a_damaged_file_is_one_clear_line() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(PIN_FILE);
    let good = serde_json::to_string(&with_wrong(dir.path(), 0).kept).unwrap();
    for (text, what) in [
        ("", "line 1, column 0"),
        ("{\"format\": 3}", "line 1, column 12"),
        (&good.replace("pin/1", "pin/2"), "expected format \"tightloop-pin/1\""),
        (&good.replace("argon2id", "argon2i"), "expected the PHC string of an argon2id hash"),
        (&good.replace("m=65536", "m=4000000000"), "expected the PHC string of an argon2id hash"),
        (&good.replace("CTFhFd", "*"), "expected the PHC string of an argon2id hash"),
    ] {
        std::fs::write(&path, text).unwrap();
        let problem = Pin::read(dir.path()).unwrap_err().to_string();
        let expected = format!(
            "{}: the study's PIN cannot be read: {what}; delete this file and set the PIN anew with 'tightloop study pin'",
            path.display()
        );
        assert_eq!(problem, expected);
    }
}

#[test]
fn what_may_be_a_pin() {
    for good in ["1234", "a-b_c.9!", &"7".repeat(32)] {
        assert_eq!(typed(good).check(), Ok(()), "{good}");
    }
    for bad in ["", "123", "12 34", "ümläut", "12\u{3}34", &"7".repeat(33)] {
        assert!(typed(bad).check().is_err(), "{bad:?}");
    }
    assert_eq!(format!("{:?}", typed("1234")), "Typed(…)");
}
