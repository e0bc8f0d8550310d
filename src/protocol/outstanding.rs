//! How many agents work for a participant at once: a factor that a protocol writes as a number or as levels.
//!
//! Within participants it is varied by period: every cell `trials_per_cell` times at one level, then all of them at the
//! next. Between two levels no brief is outstanding.

use super::spec::{Factor, Vary};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Unexpected, Visitor};
use serde::ser::{Serialize, Serializer};
use std::fmt;

/// The most briefs that may be outstanding at once.
pub const MOST_OUTSTANDING: u32 = 16;

/// What gives way where so many agents cannot be kept at work without a review coming late.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Keep {
    /// The number of agents: a brief is given only where it is in no review's way.
    #[default]
    Delays,
    /// The delays: a brief is given as soon as an agent is free, and reviews that are due wait for it.
    Agents,
}

impl Keep {
    /// Whether delays are kept, as they are where nothing is said.
    pub(super) fn is_delays(&self) -> bool {
        *self == Self::Delays
    }
}

/// One level that everybody meets.
pub(super) fn fixed(level: u32) -> Factor<u32> {
    Factor { levels: vec![level], vary: Vary::Within }
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Factor<u32>, D::Error> {
    from.deserialize_any(NumberOrLevels)
}

pub(super) fn serialize<S: Serializer>(factor: &Factor<u32>, to: S) -> Result<S::Ok, S::Error> {
    match factor.levels.as_slice() {
        [level] if factor.vary == Vary::Within => level.serialize(to),
        _ => factor.serialize(to),
    }
}

struct NumberOrLevels;

impl<'de> Visitor<'de> for NumberOrLevels {
    type Value = Factor<u32>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a number such as 3, or levels such as (levels: [1, 2, 4, 8])")
    }

    fn visit_u64<E: Error>(self, level: u64) -> Result<Self::Value, E> {
        let level = u32::try_from(level).map_err(|_| E::invalid_value(Unexpected::Unsigned(level), &self))?;
        Ok(fixed(level))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        Factor::deserialize(MapAccessDeserializer::new(map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ron_text;
    use std::path::Path;

    #[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Factors {
        #[serde(with = "super")]
        outstanding_max: Factor<u32>,
    }

    fn read(text: &str) -> Result<Factor<u32>, String> {
        let read: Factors =
            ron_text::parse(text, Path::new("p.ron")).map_err(|problem| problem.to_string())?;
        let written = ron::to_string(&read).unwrap();
        assert_eq!(ron_text::parse::<Factors>(&written, Path::new("w.ron")).unwrap(), read, "{written}");
        Ok(read.outstanding_max)
    }

    #[test]
    fn a_number_is_one_level_and_levels_are_levels() {
        assert_eq!(read("(outstanding_max: 3)"), Ok(fixed(3)));
        assert_eq!(read("(outstanding_max: (levels: [2]))"), Ok(fixed(2)));
        let four = Factor { levels: vec![1, 2, 4, 8], vary: Vary::Within };
        assert_eq!(read("(outstanding_max: (levels: [1, 2, 4, 8]))"), Ok(four.clone()));
        let between = Factor { vary: Vary::Between, ..four };
        assert_eq!(read("(outstanding_max: (levels: [1, 2, 4, 8], vary: between))"), Ok(between));
    }

    #[test]
    fn a_mistake_is_named_with_its_field_its_place_and_what_to_write() {
        let said = |text: &str| read(text).unwrap_err();
        assert_eq!(
            said("(outstanding_max: \"many\")"),
            "p.ron:1:20: outstanding_max: expected a number such as 3, or levels such as (levels: [1, 2, 4, 8]) \
             but found the string \"many\" instead"
        );
        assert!(said("(outstanding_max: -1)").contains("expected a number such as 3"));
        assert!(
            said("(outstanding_max: (level: [1]))")
                .contains("there is no field 'level'; did you mean 'levels'?")
        );
        let said = said("(outstanding_max: (levels: [1, 2], vary: betwen))");
        assert!(said.contains("'betwen' is not a value of this field; did you mean 'between'?"), "{said}");
    }
}
