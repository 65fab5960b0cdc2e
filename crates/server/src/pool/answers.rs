use std::time::{Duration, Instant};

/// Answers are kept back no longer than this, and a job that is under way. Every time that answers go
/// out, what sends them takes the processor from analysis, and analysis finds other things in the
/// caches afterwards: sending four at a time saves a tenth of what a call of two pages costs.
const KEPT_BACK: Duration = Duration::from_millis(2);

/// What is left to do when a job is done: its caller gets the answer.
pub(super) type Answer = Box<dyn FnOnce() + Send>;

/// Answers that go out together, where other jobs wait. With nothing to do, a thread keeps none.
#[derive(Default)]
pub(super) struct Answers {
    kept: Vec<Answer>,
    // When the first of them was kept.
    since: Option<Instant>,
}

impl Answers {
    /// Keeps an answer for now.
    pub(super) fn keep(&mut self, answer: Answer) {
        self.since.get_or_insert_with(Instant::now);
        self.kept.push(answer);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// Whether the oldest of them has been kept for long enough by `now`.
    pub(super) fn are_due(&self, now: Instant) -> bool {
        self.since.is_some_and(|since| now.saturating_duration_since(since) >= KEPT_BACK)
    }

    /// Sends all of them.
    pub(super) fn send(&mut self) {
        self.since = None;
        for answer in self.kept.drain(..) {
            answer();
        }
    }
}

/// A thread that ends sends what it has.
impl Drop for Answers {
    fn drop(&mut self) {
        self.send();
    }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::mpsc,
        time::{Duration, Instant},
    };

    use super::{Answers, KEPT_BACK};

    #[test]
    fn answers_are_due_when_the_oldest_is() {
        let mut answers = Answers::default();
        let start = Instant::now();
        assert!(!answers.are_due(start + KEPT_BACK));
        answers.keep(Box::new(|| ()));
        let kept = Instant::now();
        answers.keep(Box::new(|| ()));
        assert!(!answers.are_due(start));
        assert!(answers.are_due(kept + KEPT_BACK));
        answers.send();
        assert!(!answers.are_due(kept + KEPT_BACK + Duration::from_secs(1)));
    }

    #[test]
    fn answers_are_sent_once_and_in_order() {
        let (sender, sent) = mpsc::channel();
        let mut answers = Answers::default();
        for number in 1..=3 {
            let sender = sender.clone();
            answers.keep(Box::new(move || sender.send(number).unwrap()));
        }
        assert!(sent.try_recv().is_err() && !answers.is_empty());
        answers.send();
        assert_eq!(sent.try_iter().collect::<Vec<_>>(), [1, 2, 3]);
        assert!(answers.is_empty());
        answers.keep(Box::new(move || sender.send(4).unwrap()));
        drop(answers);
        assert_eq!(sent.iter().collect::<Vec<_>>(), [4]);
    }
}
