use std::time::Duration;

/// How long to wait before attempt `number` + 1: evenly drawn between zero and a bound that doubles
/// with each attempt ("full jitter"), so that callers who failed together do not come back together.
/// `draw` is in 0..1.
pub(crate) fn backoff(first: Duration, most: Duration, number: u32, draw: f64) -> Duration {
    let doublings = number.saturating_sub(1).min(31);
    first.saturating_mul(1 << doublings).min(most).mul_f64(draw.clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::backoff;

    fn check(number: u32, draw: f64, expected_millis: u64) {
        let (first, most) = (Duration::from_millis(100), Duration::from_secs(2));
        assert_eq!(backoff(first, most, number, draw), Duration::from_millis(expected_millis));
    }

    #[test]
    fn waits() {
        check(1, 0.0, 0);
        check(1, 1.0, 100);
        check(2, 0.5, 100);
        check(3, 1.0, 400);
        check(9, 1.0, 2000);
        check(u32::MAX, 1.0, 2000);
    }
}
