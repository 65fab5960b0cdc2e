use crate::Contribution;

/// What each feature adds to a score, the largest first: its weight times its value. A feature that
/// adds nothing is left out.
pub(crate) fn contributions<const N: usize>(
    names: &[&'static str; N],
    weights: &[f64; N],
    values: &[f64; N],
) -> Vec<Contribution> {
    let mut contributions = Vec::with_capacity(N);
    let all = names.iter().zip(weights.iter().zip(values));
    contributions.extend(
        all.map(|(&feature, (weight, &feature_value))| Contribution {
            feature,
            value: weight * feature_value,
            feature_value,
        })
        .filter(|contribution| contribution.value.abs() > 1e-12),
    );
    sort(&mut contributions);
    contributions
}

/// Adds what is no feature of the scorer's and lifts a score by so much, if it does.
pub(crate) fn add_lift(contributions: &mut Vec<Contribution>, feature: &'static str, lift: f64) {
    if lift > 0.0 {
        add(contributions, Contribution { feature, value: lift, feature_value: 1.0 });
    }
}

/// Adds a contribution in its place.
pub(crate) fn add(contributions: &mut Vec<Contribution>, contribution: Contribution) {
    contributions.push(contribution);
    sort(contributions);
}

fn sort(contributions: &mut [Contribution]) {
    contributions
        .sort_by(|a, b| b.value.total_cmp(&a.value).then_with(|| a.feature.cmp(b.feature)));
}

#[cfg(test)]
mod tests {
    use super::{add_lift, contributions};

    #[test]
    fn the_largest_first_and_nothing_for_nothing() {
        let found =
            contributions(&["c", "b", "a", "z"], &[1.0, -2.0, 1.0, 5.0], &[3.0, 1.0, 3.0, 0.0]);
        let mut lifted = found.clone();
        add_lift(&mut lifted, "y", 4.0);
        add_lift(&mut lifted, "w", 0.0);
        assert_eq!((lifted.len(), lifted[0].feature), (4, "y"));
        let found: Vec<_> = found.iter().map(|part| (part.feature, part.value)).collect();
        assert_eq!(found, [("a", 3.0), ("c", 3.0), ("b", -2.0)]);
    }
}
