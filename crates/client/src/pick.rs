use crate::standing::Fitness;

/// What is known of a host when one is chosen.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    pub(crate) fitness: Fitness,
    /// This call was there before.
    pub(crate) was_tried: bool,
    /// Calls that wait for its answer.
    pub(crate) in_flight: usize,
}

/// The index of the host to call: of two that are drawn from the best, the one with fewer calls in
/// flight ("power of two choices"), which spreads calls nearly as evenly as the least of all would, and
/// does not send everyone to the same idle host. The best are the fittest, those first that were not
/// tried. When none is good, what is known of them may be wrong, and any is better than none. `draws`
/// are in 0..1. `None`: there are no hosts.
pub(crate) fn pick(candidates: &[Candidate], draws: (f64, f64)) -> Option<usize> {
    let grade = |candidate: &Candidate| (candidate.fitness, candidate.was_tried);
    let best_grade = candidates.iter().map(grade).min()?;
    let best: Vec<(usize, &Candidate)> = candidates
        .iter()
        .enumerate()
        .filter(|(_, candidate)| grade(candidate) == best_grade)
        .collect();
    let one = drawn(best.len(), draws.0);
    // Of the others.
    let other = (one + 1 + drawn(best.len() - 1, draws.1)) % best.len();
    let (one, other) = (best.get(one)?, best.get(other)?);
    Some(if other.1.in_flight < one.1.in_flight { other.0 } else { one.0 })
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to `count`")]
fn drawn(count: usize, draw: f64) -> usize {
    ((draw.clamp(0.0, 1.0) * count as f64) as usize).min(count.saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::{Candidate, Fitness, pick};

    const IDLE: Candidate = Candidate { fitness: Fitness::Good, was_tried: false, in_flight: 0 };
    const BUSY: Candidate = Candidate { in_flight: 9, ..IDLE };
    const TRIED: Candidate = Candidate { was_tried: true, ..IDLE };
    const AWAY: Candidate = Candidate { fitness: Fitness::Away, ..IDLE };
    const DOWN: Candidate = Candidate { fitness: Fitness::Down, ..IDLE };

    /// Every index that some draw gives.
    fn check(candidates: &[Candidate], expected: &[usize]) {
        let draws = || (0..20).map(|step| f64::from(step) / 20.0);
        let mut found: Vec<usize> = draws()
            .flat_map(|one| draws().filter_map(move |other| pick(candidates, (one, other))))
            .collect();
        found.sort_unstable();
        found.dedup();
        assert_eq!(found, expected, "{candidates:?}");
    }

    #[test]
    fn the_better_of_two() {
        check(&[], &[]);
        check(&[DOWN], &[0]);
        check(&[IDLE, IDLE, IDLE], &[0, 1, 2]);
        check(&[BUSY, IDLE], &[1]);
        check(&[BUSY, IDLE, BUSY], &[0, 1, 2]);
        check(&[DOWN, BUSY, DOWN], &[1]);
        check(&[TRIED, BUSY], &[1]);
        check(&[TRIED, AWAY, DOWN], &[0]);
        check(&[DOWN, AWAY], &[1]);
        check(&[Candidate { was_tried: true, ..DOWN }, DOWN], &[1]);
    }
}
