//! A page of instructions: a text and, where it is to show what is coming, a picture of a real screen.

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};
use std::fmt;

/// One page. In a protocol either a string, or `(text: "…", picture: review)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The text.
    pub text: String,
    /// What is drawn below it.
    pub picture: Option<Picture>,
}

/// A screen that instructions may show. The program draws it itself, small and out of reach, on an example: so it is
/// always as the screen is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Picture {
    /// A brief.
    Brief,
    /// A question about it.
    Question,
    /// A sum to check while the agent works.
    Arithmetic,
    /// A review.
    Review,
    /// A review with its brief open.
    ReviewWithBrief,
    /// How sure are you?
    Confidence,
}

impl Page {
    /// A page without a picture.
    pub fn of_text(text: impl Into<String>) -> Self {
        Self { text: text.into(), picture: None }
    }
}

/// A page that has both.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename = "Page")]
struct Pictured {
    text: String,
    picture: Picture,
}

impl Serialize for Page {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.picture {
            None => serializer.serialize_str(&self.text),
            Some(picture) => Pictured { text: self.text.clone(), picture }.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Page {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // An untagged enum would lose which field is wrong, and where.
        deserializer.deserialize_any(PageVisitor)
    }
}

struct PageVisitor;

impl<'de> Visitor<'de> for PageVisitor {
    type Value = Page;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a text, or (text: …, picture: …)")
    }

    fn visit_str<E>(self, text: &str) -> Result<Page, E> {
        Ok(Page::of_text(text))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Page, A::Error> {
        let page = Pictured::deserialize(MapAccessDeserializer::new(map))?;
        Ok(Page { text: page.text, picture: Some(page.picture) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ron_text;
    use std::path::Path;

    fn read(text: &str) -> crate::problem::Outcome<Vec<Page>> {
        ron_text::parse(text, Path::new("p.ron"))
    }

    #[test]
    fn a_page_is_a_text_or_a_text_and_a_picture() {
        let pages = read("[\"one\", r#\"two\"#, (text: \"three\", picture: review)]").unwrap();
        let three = Page { text: "three".to_owned(), picture: Some(Picture::Review) };
        assert_eq!(pages, [Page::of_text("one"), Page::of_text("two"), three]);
        let written = ron::to_string(&pages).unwrap();
        assert_eq!(ron::from_str::<Vec<Page>>(&written).unwrap(), pages, "{written}");
        let written = serde_json::to_string(&pages).unwrap();
        assert_eq!(serde_json::from_str::<Vec<Page>>(&written).unwrap(), pages, "{written}");
    }

    #[test]
    fn a_mistake_is_named_with_its_place() {
        let said = |text: &str| read(text).expect_err("a mistake").to_string();
        let unknown = said("[\n  (text: \"a\", picture: revew)]");
        assert!(unknown.starts_with("p.ron:2:") && unknown.contains("did you mean 'review'"), "{unknown}");
        let field = said("[\n  (text: \"a\", pictur: review)]");
        assert!(field.starts_with("p.ron:2:") && field.contains("pictur"), "{field}");
        assert!(said("[3]").contains("a text, or (text: …, picture: …)"), "{}", said("[3]"));
    }
}
