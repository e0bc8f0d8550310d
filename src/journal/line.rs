//! Lines of a journal as JSON.

use super::chain::{Chain, Sealed};
use super::header::{Header, JOURNAL_FORMAT};
use crate::problem::{Outcome, Problem};
use crate::session::event::{Event, StampedEvent};
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
struct Written<'a> {
    seq: u64,
    at_nanos: u64,
    event: &'a Event,
}

/// An event's line as it is read; the chain was followed before.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Read {
    pub(super) seq: u64,
    pub(super) at_nanos: u64,
    pub(super) event: Event,
    #[serde(rename = "chain")]
    _chain: serde::de::IgnoredAny,
}

/// An event's line, its line feed included.
pub(super) fn encode(
    seq: u64,
    event: &StampedEvent,
    chain: &mut Chain,
    out: &mut Vec<u8>,
) -> serde_json::Result<()> {
    let object = serde_json::to_string(&Written { seq, at_nanos: event.at_nanos, event: &event.value })?;
    chain.seal(&object, out);
    Ok(())
}

/// The first line, its line feed included.
///
/// JSON has no word for a number that is not finite, so a header that would not read back is refused here.
pub(super) fn encode_header(header: &Header, chain: &mut Chain) -> Outcome<Vec<u8>> {
    let object = serde_json::to_string(header)
        .map_err(|error| Problem::new(format!("the journal's first line cannot be written: {error}")))?;
    if !serde_json::from_str::<Header>(&object).is_ok_and(|back| back == *header) {
        return Err(Problem::new("the plan holds a number that is not finite").todo("check the protocol"));
    }
    let mut out = Vec::with_capacity(object.len() + 80);
    chain.seal(&object, &mut out);
    Ok(out)
}

/// The header on a first line whose chain was followed. The column, from 1, is where it went wrong.
pub(super) fn decode_header(line: &[u8]) -> Result<Header, (usize, String)> {
    #[derive(Deserialize)]
    struct Format {
        format: String,
    }
    let at = |error: serde_json::Error| (error.column().max(1), error.to_string());
    let mut object = Sealed::parse(line).map_or(line, |sealed| sealed.content).to_vec();
    object.push(b'}');
    match serde_json::from_slice::<Format>(&object) {
        Ok(Format { format }) if format == JOURNAL_FORMAT => serde_json::from_slice(&object).map_err(at),
        Ok(Format { format }) => Err((1, format!("the format is '{format}', expected '{JOURNAL_FORMAT}'"))),
        Err(error) => Err(at(error)),
    }
}
