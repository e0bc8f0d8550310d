//! Advice in words.

use super::super::CostSurface;
use super::{Advice, BreakEven, Criterion, Question};

/// A short paragraph for somebody who leads a team. What would make them distrust it comes first.
pub(super) fn sentence(
    surface: &CostSurface,
    question: &Question,
    n: u32,
    at_the_edge: bool,
    advice: &Advice,
) -> String {
    let mut words = String::new();
    if let Some(first) = surface.diagnostics.problems.first() {
        words += &format!("DO NOT RELY ON THIS FIT ({}): ", first.trim_end_matches('.'));
    }
    if surface.simulated {
        words += "SIMULATED: ";
    }
    let secs = f64::from(n) * question.secs_per_decision;
    let every = if n == 1 { "every decision".to_owned() } else { format!("every {n} decisions") };
    words += &format!(
        "if {} of an agent's decisions are wrong and each takes it {} s{}, check in after {every}, that is every {} \
         of its work (90 % of draws: {:.0} to {:.0}{})",
        percent(question.epsilon),
        question.secs_per_decision,
        circumstances(question),
        duration(secs),
        advice.n_star.q05,
        advice.n_star.q95,
        if at_the_edge { "; more were not measured at this pace" } else { "" },
    );
    let cost = advice.cost_per_decision_secs;
    words += &format!(
        ". A decision that can be kept then costs {} person-seconds ({} to {}), on average {} more than if the best \
         number were known",
        short(cost.mean),
        short(cost.q05),
        short(cost.q95),
        short(advice.regret_secs.mean),
    );
    words += &format!(". One person can keep up with {:.1} agents", advice.fan_out.mean);
    if let Some(best) = &advice.fan_out_best {
        let measured = surface.model.conditions.as_ref().and_then(|conditions| conditions.outstanding);
        words += &if measured.is_some_and(|[_, most]| best.q50 >= most.floor() + 1.0) {
            format!(
                "; {:.0} pay, though each slows the reviews of the others; more were not measured",
                best.q50
            )
        } else {
            format!(
                "; as every further one slows the reviews of all, {:.0} is the number that pays",
                best.q50
            )
        };
    }
    if let Some(BreakEven { from, to, epsilon: Some(epsilon), .. }) = advice.break_even.last() {
        words += &format!(
            ". Checking in every {to} rather than every {from} pays where fewer than {} of decisions are wrong",
            percent(*epsilon)
        );
    }
    words + "."
}

fn circumstances(question: &Question) -> String {
    let mut words = String::new();
    if let Some(outstanding) = question.setting.outstanding {
        let briefs = if outstanding == 1.0 { "brief" } else { "briefs" };
        words += &format!(", with {outstanding} other {briefs} outstanding");
    }
    if let Some(cues) = &question.setting.cues {
        words += &format!(", with cues '{cues}'");
    }
    if let Some(share) = question.setting.field_prevalence {
        words += &format!(", for people who find {} of batches bad", percent(share));
    }
    if question.criterion == Criterion::FollowsBatch {
        words += ", for people who look as hard as errors are common";
    }
    words
}

/// Seconds for people.
fn duration(secs: f64) -> String {
    if secs < 120.0 {
        format!("{} s", short(secs))
    } else if secs < 7_200.0 {
        format!("{} min", short(secs / 60.0))
    } else {
        format!("{} h", short(secs / 3_600.0))
    }
}

/// One decimal below ten, none above.
fn short(value: f64) -> String {
    let text = if value.abs() < 9.95 { format!("{value:.1}") } else { format!("{value:.0}") };
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

fn percent(share: f64) -> String {
    let percent = 100.0 * share;
    let digits = if percent >= 9.95 {
        0
    } else if percent >= 0.95 {
        1
    } else {
        3
    };
    let text = format!("{percent:.digits$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    format!("{text} %")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        for (share, text) in
            [(0.02, "2 %"), (0.0213, "2.1 %"), (0.1, "10 %"), (0.0005, "0.05 %"), (0.5, "50 %")]
        {
            assert_eq!(percent(share), text);
        }
        for (secs, text) in
            [(80.0, "80 s"), (4.0, "4 s"), (240.0, "4 min"), (330.0, "5.5 min"), (7_200.0, "2 h")]
        {
            assert_eq!(duration(secs), text);
        }
    }
}
