//! How long work is stopped half way: whoever starts it says what to ask, and the work asks now and
//! then whether to go on.
//!
//! ```
//! use std::cell::Cell;
//! use tiyao_text::interrupt::{run_while, spend};
//!
//! let count = |most: usize| {
//!     let asked = Cell::new(0);
//!     let go_on = move || asked.replace(asked.get() + 1) < most;
//!     run_while(go_on, || (0..1 << 20).inspect(|_unit| spend(1)).count())
//! };
//! assert_eq!(count(usize::MAX), Some(1 << 20));
//! assert_eq!(count(3), None);
//! ```
//!
//! To be stopped is no result of a function: like a panic it unwinds, through whatever was under
//! way, to [`run_while`], and what was half done is dropped. So the functions between keep their
//! types, and cost nothing more. Without [`run_while`] nothing is asked.

use std::{
    any::Any,
    cell::{Cell, RefCell},
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    rc::Rc,
};

type Question = Rc<dyn Fn() -> bool>;

thread_local! {
    static QUESTION: RefCell<Option<Question>> = const { RefCell::new(None) };
    // What was done since the last checkpoint.
    static DONE: Cell<usize> = const { Cell::new(0) };
}

/// What unwinds when work is stopped.
struct Stopped;

/// Puts the question back that was asked before.
struct Restore(Option<Question>);

impl Drop for Restore {
    fn drop(&mut self) {
        QUESTION.set(self.0.take());
    }
}

/// Does `work` on this thread as long as `go_on` says yes, which it asks now and then. `None`: it
/// was stopped.
pub fn run_while<T>(go_on: impl Fn() -> bool + 'static, work: impl FnOnce() -> T) -> Option<T> {
    let before = QUESTION.replace(Some(Rc::new(go_on)));
    // Where it asks depends on the work alone, not on what this thread did before.
    DONE.set(0);
    let restore = Restore(before);
    // What was half done is dropped with the work, and never seen again.
    let outcome = catch_unwind(AssertUnwindSafe(work));
    drop(restore);
    match outcome {
        Ok(done) => Some(done),
        Err(cause) if cause.is::<Stopped>() => None,
        Err(panic) => resume_unwind(panic),
    }
}

/// Does `work`, and gives what it panicked with if it did. Being stopped is no panic, and passes.
pub fn contain<T>(work: impl FnOnce() -> T) -> Result<T, Box<dyn Any + Send>> {
    // What was half done is dropped with the work here too.
    catch_unwind(AssertUnwindSafe(work)).map_err(|cause| {
        if cause.is::<Stopped>() {
            resume_unwind(cause);
        }
        cause
    })
}

/// Asks whether to go on, and stops the work if not.
pub fn checkpoint() {
    // Not borrowed while it is asked: the answer may do work of its own that asks.
    let question = QUESTION.with_borrow(Option::clone);
    if question.is_some_and(|go_on| !go_on()) {
        resume_unwind(Box::new(Stopped));
    }
}

/// Units of work between two checkpoints. A unit takes some ten nanoseconds, as a character does
/// that is read: so many take less than a millisecond.
pub const UNITS: usize = 1 << 13;

/// Counts so many units of this thread's work as done, and comes to a [`checkpoint`] now and then.
#[inline]
pub fn spend(units: usize) {
    let done = DONE.get().saturating_add(units);
    if done < UNITS {
        DONE.set(done);
    } else {
        DONE.set(0);
        checkpoint();
    }
}

/// Bytes between two looks whether to go on.
const PIECE: usize = 8 << 10;
/// Bytes that are walked over for one unit of work.
const BYTES_PER_UNIT: usize = 4;

/// `text` in pieces that end between two characters, each of which counts as work when it is given:
/// to walk over a text of any length comes to [`checkpoint`]s.
pub fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (piece, behind) = rest.split_at(rest.floor_char_boundary(PIECE));
        rest = behind;
        spend(piece.len() / BYTES_PER_UNIT);
        Some(piece).filter(|piece| !piece.is_empty())
    })
}

#[cfg(test)]
mod tests {
    use std::{cell::Cell, panic::catch_unwind, rc::Rc};

    use super::{PIECE, UNITS, checkpoint, contain, pieces, run_while, spend};

    #[test]
    fn work_is_stopped_where_it_asks() {
        let done = Rc::new(Cell::new(0));
        let counted = Rc::clone(&done);
        let stopped = run_while(
            move || counted.get() < 5,
            || {
                loop {
                    done.set(done.get() + 1);
                    checkpoint();
                }
            },
        );
        assert_eq!((stopped, done.get()), (None::<()>, 5));
    }

    #[test]
    fn work_inside_work_asks_its_own_question() {
        let outer = run_while(
            || true,
            || {
                let inner = run_while(|| false, checkpoint);
                checkpoint();
                inner
            },
        );
        assert_eq!(outer, Some(None));
        // Nobody asks any more.
        checkpoint();
    }

    #[test]
    fn a_panic_stays_a_panic() {
        let panicked = catch_unwind(|| run_while(|| true, || panic!("a fault")));
        assert_eq!(panicked.unwrap_err().downcast_ref(), Some(&"a fault"));
    }

    #[test]
    fn a_panic_is_contained_and_a_stop_is_not() {
        let outcome = run_while(
            || false,
            || {
                let panicked = contain(|| panic!("a fault")).unwrap_err();
                assert_eq!(panicked.downcast_ref(), Some(&"a fault"));
                contain(checkpoint).is_ok()
            },
        );
        assert_eq!(outcome, None);
    }

    #[test]
    fn pieces_make_the_text_and_ask() {
        for length in [0, 1, PIECE / 3, PIECE / 3 + 1, 100 * PIECE] {
            let text = "网".repeat(length);
            assert_eq!(pieces(&text).collect::<String>(), text);
        }
        let asked = Rc::new(Cell::new(0));
        let counted = Rc::clone(&asked);
        let go_on = move || {
            counted.set(counted.get() + 1);
            counted.get() < 3
        };
        let text = "网".repeat(100 * PIECE);
        assert_eq!(run_while(go_on, || pieces(&text).count()), None);
        assert_eq!(asked.get(), 3);
    }

    #[test]
    fn it_is_asked_once_in_so_many_units() {
        let asked = Rc::new(Cell::new(0));
        let counted = Rc::clone(&asked);
        let go_on = move || {
            counted.set(counted.get() + 1);
            true
        };
        run_while(go_on, || {
            (0..10 * UNITS).for_each(|_unit| spend(1));
            spend(usize::MAX);
        });
        assert_eq!(asked.get(), 11);
    }
}
