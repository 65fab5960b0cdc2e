//! Tables whose keys are hashes already.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

/// A table by mixed numbers.
pub(crate) type Mixed<T> = HashMap<u64, T, BuildHasherDefault<Mixer>>;

/// `hash` with one more value in it.
pub(crate) fn mixed(hash: u64, value: u64) -> u64 {
    (hash.rotate_left(5) ^ value).wrapping_mul(0x517c_c1b7_2722_0a95)
}

/// A hasher of what is a hash already.
#[derive(Default)]
pub(crate) struct Mixer(u64);

impl Hasher for Mixer {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = mixed(self.0, u64::from(*byte));
        }
    }

    fn write_u64(&mut self, value: u64) {
        // a table looks at the highest bits and the lowest
        self.0 = value ^ (value >> 32);
    }
}
