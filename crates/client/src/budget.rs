use std::time::Duration;

use tower::retry::budget::{Budget as _, TpsBudget};

use crate::RetryBudget;

/// How long a call counts for those that are made again.
const MEMORY: Duration = Duration::from_secs(10);

/// What is left of a [`RetryBudget`]. One for a client and its clones.
#[derive(Debug)]
pub(crate) struct Budget(TpsBudget);

impl Budget {
    pub(crate) fn new(budget: RetryBudget) -> Self {
        // What the bucket can count with.
        let ratio = if budget.ratio.is_nan() { 0.0 } else { budget.ratio.clamp(0.0, 1000.0) };
        Self(TpsBudget::new(MEMORY, budget.per_second.min(1_000_000), ratio))
    }

    /// A call is made.
    pub(crate) fn earn(&self) {
        self.0.deposit();
    }

    /// Whether there may be one more attempt, which is then paid for.
    pub(crate) fn spend(&self) -> bool {
        self.0.withdraw()
    }
}

#[cfg(test)]
mod tests {
    use super::Budget;
    use crate::RetryBudget;

    fn check(ratio: f32, per_second: u32, calls: u32, expected: usize) {
        let budget = Budget::new(RetryBudget { ratio, per_second });
        (0..calls).for_each(|_| budget.earn());
        let spent = (0..10_000).take_while(|_| budget.spend()).count();
        assert_eq!(spent, expected, "{ratio} {per_second} {calls}");
    }

    #[test]
    fn attempts_beyond_the_first() {
        check(0.2, 0, 100, 20);
        check(0.2, 1, 0, 10);
        check(0.2, 1, 100, 30);
        check(0.0, 0, 100, 0);
        check(f32::NAN, 1, 100, 10);
        check(-1.0, 1, 100, 10);
    }
}
