use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// The time that an allowance is for.
const PERIOD: Duration = Duration::from_mins(1);

/// So many units a minute. It fills evenly, holds a minute's worth, and may be overdrawn: what a call costs
/// is known only when it has arrived, so the debt is paid by whoever comes next.
#[derive(Debug)]
pub(super) struct Allowance {
    per_minute: u32,
    state: Mutex<State>,
}

#[derive(Clone, Copy, Debug)]
struct State {
    left: f64,
    as_of: Instant,
}

impl Allowance {
    pub(super) fn new(per_minute: u32, now: Instant) -> Self {
        let state = Mutex::new(State { left: f64::from(per_minute), as_of: now });
        Self { per_minute, state }
    }

    pub(super) fn per_minute(&self) -> u32 {
        self.per_minute
    }

    /// Whether there is anything left; else, when there is again.
    pub(super) fn check(&self, now: Instant) -> Result<(), Duration> {
        self.with(now, |state| {
            if state.left >= 1.0 { Ok(()) } else { Err(self.wait_for(1.0 - state.left)) }
        })
    }

    /// Takes one unit if there is one; else says when there is.
    pub(super) fn take_one(&self, now: Instant) -> Result<(), Duration> {
        self.with(now, |state| {
            if state.left < 1.0 {
                return Err(self.wait_for(1.0 - state.left));
            }
            state.left -= 1.0;
            Ok(())
        })
    }

    /// Takes units that were used already. Fails when they overdraw it by more than a minute's worth,
    /// and says when it is even again.
    pub(super) fn take(&self, units: usize, now: Instant) -> Result<(), Duration> {
        self.with(now, |state| {
            state.left -= units as f64;
            if state.left >= -f64::from(self.per_minute) {
                return Ok(());
            }
            Err(self.wait_for(1.0 - state.left))
        })
    }

    fn with<T>(&self, now: Instant, act: impl FnOnce(&mut State) -> T) -> T {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let passed = now.saturating_duration_since(state.as_of).as_secs_f64();
        let gained = passed / PERIOD.as_secs_f64() * f64::from(self.per_minute);
        state.left = (state.left + gained).min(f64::from(self.per_minute));
        state.as_of = state.as_of.max(now);
        act(&mut state)
    }

    /// How long it takes to gain so many units. An allowance of none never does: an hour is as good an
    /// answer as any.
    fn wait_for(&self, units: f64) -> Duration {
        let seconds = units / f64::from(self.per_minute) * PERIOD.as_secs_f64();
        Duration::try_from_secs_f64(seconds).unwrap_or(Duration::from_hours(1))
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::Allowance;

    #[test]
    fn calls_are_refused_until_one_is_due() {
        let start = Instant::now();
        let calls = Allowance::new(2, start);
        assert_eq!(calls.take_one(start), Ok(()));
        assert_eq!(calls.take_one(start), Ok(()));
        assert_eq!(calls.take_one(start), Err(Duration::from_secs(30)));
        assert_eq!(calls.take_one(start + Duration::from_secs(30)), Ok(()));
        // A long rest gives a minute's worth, not more.
        let later = start + Duration::from_hours(1);
        assert_eq!(calls.take_one(later), Ok(()));
        assert_eq!(calls.take_one(later), Ok(()));
        assert!(calls.take_one(later).is_err());
    }

    #[test]
    fn bytes_may_be_overdrawn_once() {
        let start = Instant::now();
        let bytes = Allowance::new(100, start);
        assert_eq!(bytes.take(150, start), Ok(()));
        assert!(bytes.check(start).is_err());
        assert!(bytes.take(51, start).is_err());
        let even = start + Duration::from_secs(62);
        assert_eq!(bytes.check(even), Ok(()));
    }

    #[test]
    fn an_allowance_of_none_lets_nothing_through() {
        let start = Instant::now();
        let none = Allowance::new(0, start);
        assert_eq!(none.take_one(start + Duration::from_hours(9)), Err(Duration::from_hours(1)));
    }
}
