//! Participants' codes. A code names a folder, a column's cell and nothing about the person.

use crate::problem::{Outcome, Problem};

/// Names that some system keeps for devices, in any case.
const RESERVED: [&str; 4] = ["con", "prn", "aux", "nul"];

/// The longest code.
const LONGEST: usize = 32;

/// Whether `id` may be a participant's code: 1 to 32 letters, digits or hyphens, and a folder's name on every system.
///
/// # Errors
/// Says what is wrong with it.
pub fn check_id(id: &str) -> Outcome<()> {
    let refused = |what: String| {
        Problem::new(what).todo("use a code of 1 to 32 letters, digits or hyphens, such as P07; never a name")
    };
    if id.is_empty() {
        return Err(refused("the participant's code is empty".to_owned()));
    }
    if let Some(odd) = id.chars().find(|c| !(c.is_ascii_alphanumeric() || *c == '-')) {
        return Err(refused(format!("the participant's code {id:?} holds {odd:?}")));
    }
    if id.len() > LONGEST {
        return Err(refused(format!("the participant's code '{id}' has {} characters", id.len())));
    }
    if is_device(&id.to_ascii_lowercase()) {
        return Err(refused(format!("'{id}' is the name of a device on some systems")));
    }
    Ok(())
}

/// `con`, `lpt1` and their like.
fn is_device(lower: &str) -> bool {
    let numbered = |prefix| {
        lower
            .strip_prefix(prefix)
            .is_some_and(|rest: &str| rest.len() == 1 && rest.as_bytes()[0].is_ascii_digit())
    };
    RESERVED.contains(&lower) || numbered("com") || numbered("lpt")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn codes_pass_and_paths_do_not() {
        for good in ["P01", "a", "x-9", "0", "com", "com10", "console", &"a".repeat(32)] {
            assert_eq!(check_id(good), Ok(()), "{good}");
        }
        for bad in [
            "",
            "..",
            ".",
            "a/b",
            "a\\b",
            "a b",
            "ä",
            "P01\n",
            "a.b",
            "CON",
            "nul",
            "Com1",
            "lpt9",
            &"a".repeat(33),
        ] {
            let said = check_id(bad).expect_err(bad).to_string();
            assert!(!said.contains('\n') && said.ends_with("never a name"), "{said}");
        }
    }

    proptest! {
        #[test]
        fn what_passes_is_one_plain_component_of_a_path(id in "\\PC{0,34}") {
            if check_id(&id).is_ok() {
                let path = std::path::Path::new(&id);
                prop_assert_eq!(path.components().count(), 1);
                prop_assert_eq!(path.file_name().and_then(|name| name.to_str()), Some(id.as_str()));
            }
        }
    }
}
