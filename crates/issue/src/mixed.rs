//! Tables whose keys are hashes already.

use std::collections::HashMap;

/// A table by mixed numbers. It hashes them once more, with a seed: what they come to can be chosen
/// by a text.
pub(crate) type Mixed<T> = HashMap<u64, T>;

/// `hash` with one more value in it.
pub(crate) fn mixed(hash: u64, value: u64) -> u64 {
    (hash.rotate_left(5) ^ value).wrapping_mul(0x517c_c1b7_2722_0a95)
}
