//! The chain: every line vouches for all lines before it.

/// What stands between a line's content and its chain.
const BEFORE: &str = ",\"chain\":\"";
/// What stands after it.
const AFTER: &str = "\"}";
/// Hexadecimal digits of a BLAKE3 hash.
const DIGITS: usize = 2 * blake3::OUT_LEN;

/// The hash so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Chain([u8; blake3::OUT_LEN]);

impl Chain {
    /// Before the first line.
    pub(super) fn start() -> Self {
        Self([0; blake3::OUT_LEN])
    }

    /// After a line with this content.
    fn after(self, content: &[u8]) -> Self {
        Self(*blake3::Hasher::new().update(&self.0).update(content).finalize().as_bytes())
    }

    fn hex(self) -> String {
        blake3::Hash::from_bytes(self.0).to_hex().to_string()
    }

    /// Closes a line: `object` is a whole JSON object; the chain becomes its last field. Ends with a line feed.
    pub(super) fn seal(&mut self, object: &str, out: &mut Vec<u8>) {
        let content = object.strip_suffix('}').unwrap_or(object);
        *self = self.after(content.as_bytes());
        for part in [content, BEFORE, &self.hex(), AFTER, "\n"] {
            out.extend_from_slice(part.as_bytes());
        }
    }

    /// Follows a line (without its line feed).
    pub(super) fn follow(&mut self, line: &[u8]) -> Result<(), Broken> {
        let parts = Sealed::parse(line).ok_or(Broken::NoChain)?;
        let next = self.after(parts.content);
        if next.hex().as_bytes() != parts.chain {
            return Err(Broken::Mismatch { column: parts.content.len() + BEFORE.len() + 1 });
        }
        *self = next;
        Ok(())
    }
}

/// Why a line does not continue the chain.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Broken {
    /// It does not end with a chain.
    NoChain,
    /// It, or a line before it, is not what was written.
    Mismatch {
        /// Where its chain stands, from 1.
        column: usize,
    },
}

/// A line's two parts.
pub(super) struct Sealed<'a> {
    /// The object without its chain and closing brace.
    pub(super) content: &'a [u8],
    /// Hexadecimal digits, as they stand.
    chain: &'a [u8],
}

impl<'a> Sealed<'a> {
    /// Takes a line apart, where it ends as every line does.
    pub(super) fn parse(line: &'a [u8]) -> Option<Self> {
        let rest = line.strip_suffix(AFTER.as_bytes())?;
        let (rest, chain) = rest.split_at_checked(rest.len().checked_sub(DIGITS)?)?;
        Some(Self { content: rest.strip_suffix(BEFORE.as_bytes())?, chain })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_line_is_json_and_can_be_followed() {
        let mut written = Chain::start();
        let mut out = Vec::new();
        written.seal(r#"{"seq":1}"#, &mut out);
        let line = out.strip_suffix(b"\n").unwrap();
        let json: serde_json::Value = serde_json::from_slice(line).unwrap();
        assert_eq!(json["seq"], 1);
        // The definition, spelled out: 32 zero bytes, then the line up to the comma before "chain".
        let by_hand = blake3::hash(&[&[0_u8; 32][..], br#"{"seq":1"#].concat());
        assert_eq!(json["chain"], by_hand.to_hex().as_str());
        let mut read = Chain::start();
        assert_eq!(read.follow(line), Ok(()));
        assert_eq!(read, written);
    }

    #[test]
    fn upper_case_digits_are_not_the_same_bytes() {
        let mut out = Vec::new();
        Chain::start().seal("{}", &mut out);
        let line = String::from_utf8(out).unwrap().trim_end().to_owned();
        let (content, chain) = line.split_at(line.len() - 2 - DIGITS);
        let shouted = format!("{content}{}", chain.to_uppercase());
        assert_ne!(line, shouted);
        assert!(matches!(Chain::start().follow(shouted.as_bytes()), Err(Broken::Mismatch { .. })));
    }
}
