use std::collections::BTreeMap;

use hayro_syntax::object::{Array, Object};

/// Widths of runs of characters: from the first of a run to its last and its width.
#[derive(Default)]
pub(super) struct Widths {
    runs: BTreeMap<u32, (u32, f64)>,
}

impl Widths {
    /// Reads the `W` of a composite font (`step` 1: a width for each character) or its `W2`
    /// (`step` 3: an advance and the two parts of a position, of which the advance is kept).
    pub(super) fn read(array: &Array<'_>, step: usize) -> Self {
        let mut runs = BTreeMap::new();
        let mut objects = array.iter::<Object<'_>>();
        while let Some(first) = objects.next().and_then(|first| number(&first)).and_then(code) {
            match objects.next() {
                Some(Object::Array(widths)) => {
                    for (width, at) in widths.iter::<f64>().step_by(step).zip(first..) {
                        runs.insert(at, (at, width));
                    }
                }
                Some(last) => {
                    let last = number(&last).and_then(code);
                    let width = objects.next().and_then(|width| number(&width));
                    if step == 3 {
                        objects.nth(1);
                    }
                    let (Some(last), Some(width)) = (last, width) else { break };
                    runs.insert(first, (last, width));
                }
                None => break,
            }
        }
        Self { runs }
    }

    /// The width of the character, where it is told.
    pub(super) fn get(&self, character: u32) -> Option<f64> {
        let (_, (last, width)) = self.runs.range(..=character).next_back()?;
        (character <= *last).then_some(*width)
    }
}

fn number(object: &Object<'_>) -> Option<f64> {
    match object {
        Object::Number(number) => Some(number.as_f64()),
        _ => None,
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 65535")]
fn code(number: f64) -> Option<u32> {
    (0.0..=65535.0).contains(&number).then_some(number as u32)
}
