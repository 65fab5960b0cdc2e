use std::time::{Duration, Instant};

/// Failures in a row after which a host is left alone for a while.
const MOST_FAILURES: u32 = 3;
/// How long for, the first time; each further time twice as long.
const FIRST_REST: Duration = Duration::from_secs(1);
const LONGEST_REST: Duration = Duration::from_mins(1);

/// What a host says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Health {
    /// It was not heard yet.
    Unknown,
    Serving,
    /// It cannot be reached, or says that it does not serve.
    NotServing,
}

/// How fit a host is to be called; the fittest is the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fitness {
    /// It serves.
    Good,
    /// It serves, and is left alone for now.
    Away,
    /// It does not serve, or nothing is known of it.
    Down,
}

/// What is thought of a host: what it says of itself, and how calls fared there.
#[derive(Debug)]
pub(crate) struct Standing {
    health: Health,
    // In a row.
    failures: u32,
    // How often it was left alone since its last success.
    rests: u32,
    away_until: Option<Instant>,
}

impl Standing {
    pub(crate) fn new(health: Health) -> Self {
        Self { health, failures: 0, rests: 0, away_until: None }
    }

    pub(crate) fn health(&self) -> Health {
        self.health
    }

    pub(crate) fn fitness(&self, now: Instant) -> Fitness {
        if self.health != Health::Serving {
            return Fitness::Down;
        }
        let is_away = self.away_until.is_some_and(|until| until > now);
        if is_away { Fitness::Away } else { Fitness::Good }
    }

    pub(crate) fn is_good(&self, now: Instant) -> bool {
        self.fitness(now) == Fitness::Good
    }

    /// It says so itself. One that serves again begins anew.
    pub(crate) fn says(&mut self, health: Health) {
        if health == Health::Serving && self.health != Health::Serving {
            *self = Self::new(health);
        }
        self.health = health;
    }

    pub(crate) fn succeeded(&mut self) {
        self.failures = 0;
        self.rests = 0;
        self.away_until = None;
    }

    pub(crate) fn failed(&mut self, now: Instant) {
        self.failures += 1;
        if self.failures >= MOST_FAILURES {
            let rest = FIRST_REST.saturating_mul(1 << self.rests.min(16)).min(LONGEST_REST);
            self.away_until = Some(now + rest);
            self.rests = self.rests.saturating_add(1);
            self.failures = 0;
        }
    }

    /// It asked not to be called for a while.
    pub(crate) fn asked_for(&mut self, rest: Duration, now: Instant) {
        self.away_until = self.away_until.max(now.checked_add(rest));
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::{Health, MOST_FAILURES, Standing};

    fn fail(standing: &mut Standing, now: Instant) {
        (0..MOST_FAILURES).for_each(|_| standing.failed(now));
    }

    #[test]
    fn failures_in_a_row_send_a_host_away_for_longer_each_time() {
        let (mut standing, now) = (Standing::new(Health::Serving), Instant::now());
        standing.failed(now);
        standing.failed(now);
        standing.succeeded();
        standing.failed(now);
        assert!(standing.is_good(now));
        standing.succeeded();
        fail(&mut standing, now);
        assert!(!standing.is_good(now));
        let back = now + Duration::from_secs(1);
        assert!(standing.is_good(back));
        fail(&mut standing, back);
        assert!(!standing.is_good(back + Duration::from_secs(1)));
        assert!(standing.is_good(back + Duration::from_secs(2)));
        (0..40).for_each(|_| fail(&mut standing, back));
        assert!(standing.is_good(back + Duration::from_mins(1)));
        standing.succeeded();
        assert!(standing.is_good(back));
    }

    #[test]
    fn what_a_host_says_counts() {
        let (mut standing, now) = (Standing::new(Health::Unknown), Instant::now());
        assert!(!standing.is_good(now));
        standing.says(Health::Serving);
        assert!(standing.is_good(now));
        fail(&mut standing, now);
        standing.says(Health::NotServing);
        assert!(!standing.is_good(now + Duration::from_hours(1)));
        standing.says(Health::Serving);
        assert!(standing.is_good(now));
    }

    #[test]
    fn a_host_may_ask_for_a_rest() {
        let (mut standing, now) = (Standing::new(Health::Serving), Instant::now());
        standing.asked_for(Duration::from_secs(5), now);
        standing.asked_for(Duration::from_secs(1), now);
        assert!(!standing.is_good(now + Duration::from_secs(4)));
        assert!(standing.is_good(now + Duration::from_secs(5)));
        standing.asked_for(Duration::MAX, now);
    }
}
