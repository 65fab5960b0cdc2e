/// How large the steps of a [climb](Climb::run) are and when one is worth its price.
#[derive(Clone, Copy, Debug)]
pub struct Climb {
    /// The first size of a step.
    pub first_step: f64,
    /// What a step must gain for each unit of weight that it adds, in units of goodness: weights that
    /// hardly matter stay small.
    pub least_gain: f64,
}

/// What a step shrinks by after each pass over the weights.
const SHRINK: f64 = 0.6;
/// Passes over the weights.
const PASSES: i32 = 4;

impl Climb {
    /// Goes through the weights that are `free` in turn and keeps each step, up or down, that makes
    /// `goodness` larger: no formula tells how what is chosen in the end follows from the weights, so
    /// it is tried. The weights come back rounded to thousandths, as tables have them.
    pub fn run(
        self,
        mut weights: Vec<f64>,
        free: &[bool],
        goodness: impl Fn(&[f64]) -> f64,
    ) -> Vec<f64> {
        let mut best = goodness(&weights);
        let mut step = self.first_step;
        for _ in 0..PASSES {
            for (number, _) in free.iter().enumerate().filter(|(_, free)| **free) {
                for change in [step, -step] {
                    let mut there = weights.clone();
                    if let Some(weight) = there.get_mut(number) {
                        *weight += change;
                    }
                    let price = self.least_gain * (size(&there) - size(&weights)).max(0.0);
                    let reached = goodness(&there);
                    if reached - price > best {
                        best = reached;
                        weights = there;
                        break;
                    }
                }
            }
            step *= SHRINK;
        }
        weights.into_iter().map(|weight| (weight * 1000.0).round() / 1000.0).collect()
    }
}

/// The sum of the weights' amounts.
fn size(weights: &[f64]) -> f64 {
    weights.iter().map(|weight| weight.abs()).sum()
}

#[cfg(test)]
mod tests {
    use super::Climb;

    const CLIMB: Climb = Climb { first_step: 0.4, least_gain: 0.01 };

    #[test]
    fn it_comes_near_the_top_by_free_weights_alone() {
        let goodness = |w: &[f64]| -(w[0] - 1.0).powi(2) - (w[1] + 0.5).powi(2) - w[2].powi(2);
        let found = CLIMB.run(vec![0.0, 0.0, 2.0], &[true, true, false], goodness);
        assert!((found[0] - 1.0).abs() < 0.2 && (found[1] + 0.5).abs() < 0.2, "{found:?}");
        assert!((found[2] - 2.0).abs() < 1e-12, "{found:?}");
    }

    #[test]
    fn what_gains_less_than_its_price_is_left() {
        let found = CLIMB.run(vec![0.0], &[true], |w| 0.005 * w[0]);
        assert_eq!(found, [0.0]);
        let found = CLIMB.run(vec![0.0], &[true], |w| 0.02 * w[0]);
        assert!(found[0] > 0.0);
    }
}
