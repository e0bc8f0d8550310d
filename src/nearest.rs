//! The valid name nearest to a mistyped one.

/// The candidate nearest to `word`, where one is near enough to be what was meant: at most a third of its
/// letters differ, and at least one mistake is always forgiven.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= (candidate.chars().count() / 3).max(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// What to do about a name that is none of `candidates`: write the nearest, or one of them all.
pub fn advice<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    let candidates: Vec<&str> = candidates.into_iter().collect();
    match (nearest(word, candidates.iter().copied()), candidates.as_slice()) {
        (Some(near), _) => format!("did you mean '{near}'?"),
        (None, []) => "there are none to choose from".to_owned(),
        (None, all) => format!("choose one of {}", all.join(", ")),
    }
}

/// Letters to insert, delete, replace or swap with their neighbour to get from one word to the other
/// (optimal string alignment).
fn distance(from: &str, to: &str) -> usize {
    let from: Vec<char> = from.chars().collect();
    let to: Vec<char> = to.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in to.iter().enumerate() {
            let replaced = above[j] + usize::from(a != b);
            let mut best = replaced.min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == to[j - 1] && from[i - 1] == *b {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut above, row);
    }
    above[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_meant() {
        let names = ["delay_secs", "batch_size", "cues"];
        assert_eq!(nearest("delay_sec", names), Some("delay_secs"));
        assert_eq!(nearest("bacth_size", names), Some("batch_size"));
        assert_eq!(nearest("participants", names), None);
        assert_eq!(distance("bacth", "batch"), 1);
        assert_eq!(distance("", "abc"), 3);
    }

    #[test]
    fn advises_the_nearest_or_all() {
        assert_eq!(advice("cuse", ["cues", "seed"]), "did you mean 'cues'?");
        assert_eq!(advice("zzzzz", ["cues", "seed"]), "choose one of cues, seed");
        assert_eq!(advice("x", []), "there are none to choose from");
    }
}
