//! What is made of many measurements.

use std::time::Duration;

/// A server answers so soon after its start, in milliseconds …
pub(crate) const START_MS: f64 = 300.0;
/// … and holds so much before anybody calls it, in MiB.
pub(crate) const REST_MIB: f64 = 120.0;

/// Times of calls.
#[derive(Default)]
pub(crate) struct Times(Vec<Duration>);

impl Times {
    pub(crate) fn push(&mut self, time: Duration) {
        self.0.push(time);
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The time that this part of the calls did not exceed, in milliseconds.
    pub(crate) fn quantile_ms(&mut self, part: f64) -> f64 {
        self.0.sort_unstable();
        let last = self.0.len().saturating_sub(1);
        let at = self.0.iter().enumerate().find(|(at, _)| *at as f64 >= part * last as f64);
        at.map_or(0.0, |(_, time)| time.as_secs_f64() * 1e3)
    }
}

/// Figures that must stay within their bounds.
#[derive(Default)]
pub(crate) struct Verdict {
    failed: bool,
}

impl Verdict {
    /// Prints a figure with its bound.
    pub(crate) fn at_most(&mut self, name: &str, found: f64, bound: f64) {
        self.judge(name, found, "at most", bound, found <= bound);
    }

    /// Prints a figure with its bound.
    pub(crate) fn at_least(&mut self, name: &str, found: f64, bound: f64) {
        self.judge(name, found, "at least", bound, found >= bound);
    }

    fn judge(&mut self, name: &str, found: f64, how: &str, bound: f64, holds: bool) {
        let mark = if holds { "ok  " } else { "OVER" };
        println!("{mark} {name}: {found:.3} ({how} {bound})");
        self.failed |= !holds;
    }

    pub(crate) fn passed(&self) -> bool {
        !self.failed
    }
}
