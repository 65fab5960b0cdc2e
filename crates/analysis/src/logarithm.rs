//! Natural logarithms of counts, which are small as a rule.

use std::sync::LazyLock;

/// Counts below this are looked up.
const KNOWN: usize = 1024;

/// ln n of a count; 0 of 0.
pub(crate) fn ln_of(n: usize) -> f64 {
    static KNOWN_LOGARITHMS: LazyLock<Vec<f64>> =
        LazyLock::new(|| (0..KNOWN).map(|n| (n.max(1) as f64).ln()).collect());
    KNOWN_LOGARITHMS.get(n).copied().unwrap_or_else(|| (n as f64).ln())
}

#[cfg(test)]
mod tests {
    use super::{KNOWN, ln_of};

    #[test]
    fn looked_up_or_not() {
        for n in [1, 2, KNOWN - 1, KNOWN, 1_000_000] {
            assert!((ln_of(n) - (n as f64).ln()).abs() < 1e-15);
        }
        assert!(ln_of(0).abs() < 1e-15);
    }
}
