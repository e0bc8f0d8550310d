//! How long things are expected to take. The session packs trials by these numbers and a protocol's length is
//! foretold from them; no analysis reads them.

/// Silent reading of English non-fiction, words a second (Brysbaert 2019: 238 a minute).
const WORDS_PER_SEC: f64 = 238.0 / 60.0;
/// To find one's bearings on a new brief, and to leave it, seconds.
const BRIEF_SETTLE_SECS: f64 = 6.0;
/// To skim one line of what was already accepted, seconds.
const ACCEPTED_LINE_SECS: f64 = 1.0;
/// To read and answer a comprehension question, seconds.
const QUESTION_SECS: f64 = 8.0;
/// Median time to review one decision without delay, seconds; with the next three, the centre of the priors that
/// the analysis starts from.
const REVIEW_SECS: f64 = 40.0;
/// Slope of log time on log m.
const REVIEW_BATCH_POWER: f64 = 0.6;
/// Slope of log time on log(1 + d/τ).
const REVIEW_DELAY_POWER: f64 = 0.1;
/// τ, seconds.
const REVIEW_TAU_SECS: f64 = 60.0;
/// To say how sure one is, seconds.
const CONFIDENCE_SECS: f64 = 4.0;

/// Seconds to read a text once.
pub fn reading_secs(text: &str) -> f64 {
    text.split_whitespace().count() as f64 / WORDS_PER_SEC
}

/// Seconds for a brief of so many words, so many decisions already accepted, and its questions.
pub fn brief_secs(words: u32, accepted: u32, questions: u32) -> f64 {
    tenths(
        BRIEF_SETTLE_SECS
            + f64::from(words) / WORDS_PER_SEC
            + f64::from(accepted) * ACCEPTED_LINE_SECS
            + f64::from(questions) * QUESTION_SECS,
    )
}

/// Seconds for review, verdict and confidence: 40 m^0.6 (1 + d/60)^0.1, at most the time limit, and 4 more.
pub fn review_secs(batch_size: u32, delay_secs: f64, time_limit_secs: f64) -> f64 {
    let slower = (1.0 + delay_secs / REVIEW_TAU_SECS).powf(REVIEW_DELAY_POWER);
    let review = REVIEW_SECS * f64::from(batch_size).powf(REVIEW_BATCH_POWER) * slower;
    tenths(review.min(time_limit_secs) + CONFIDENCE_SECS)
}

/// To choose one answer of a few, or a point on a scale, seconds.
pub const CHOICE_SECS: f64 = 7.0;
/// To write an answer in words, seconds.
pub const TEXT_SECS: f64 = 40.0;
/// To give six ratings, seconds.
pub const RATINGS_SECS: f64 = 45.0;
/// To choose between two sources of workload, seconds.
pub const PAIR_SECS: f64 = 4.0;
/// To read a short page and leave it, seconds.
pub const PAGE_SECS: f64 = 5.0;

/// Rounded to tenths: an expectation claims no more, and the last bit of `powf` differs between platforms.
fn tenths(secs: f64) -> f64 {
    (secs * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expectations_grow_with_what_there_is_to_do_and_end_at_the_limit() {
        assert_eq!(brief_secs(238, 5, 2), 87.0);
        assert_eq!(review_secs(1, 0.0, 300.0), 44.0);
        assert!(review_secs(8, 0.0, 300.0) < review_secs(8, 60.0, 300.0));
        assert_eq!(review_secs(200, 0.0, 300.0), 304.0);
        assert!((reading_secs(&"word ".repeat(238)) - 60.0).abs() < 1e-9);
    }
}
