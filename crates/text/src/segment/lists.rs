//! The lists of numbers that the data files are made of, each behind its length (4 bytes).
//! Everything is little-endian.

use std::array;

/// What is left of a data file. Each list is `None` where the bytes end before it does.
pub(super) struct Lists(pub(super) &'static [u8]);

impl Lists {
    pub(super) fn text(&mut self) -> Option<&'static str> {
        std::str::from_utf8(self.take(1)?).ok()
    }

    pub(super) fn bytes(&mut self) -> Option<&'static [u8]> {
        self.take(1)
    }

    pub(super) fn chars(&mut self) -> Option<Vec<char>> {
        let (codes, _) = self.take(4)?.as_chunks();
        codes.iter().map(|code| char::from_u32(u32::from_le_bytes(*code))).collect()
    }

    pub(super) fn shorts(&mut self) -> Option<impl Iterator<Item = [u8; 2]>> {
        Some(self.take(2)?.as_chunks().0.iter().copied())
    }

    /// Numbers of 8 bytes as they are in the file.
    pub(super) fn longs(&mut self) -> Option<&'static [[u8; 8]]> {
        Some(self.take(8)?.as_chunks().0)
    }

    pub(super) fn floats(&mut self) -> Option<Vec<f64>> {
        Some(self.longs()?.iter().map(|float| f64::from_le_bytes(*float)).collect())
    }

    /// A list of floats that is as long as it must be.
    pub(super) fn float_array<const N: usize>(&mut self) -> Option<[f64; N]> {
        let floats = self.longs()?.first_chunk::<N>()?;
        Some(array::from_fn(|i| floats.get(i).map_or(0.0, |float| f64::from_le_bytes(*float))))
    }

    fn take(&mut self, size: usize) -> Option<&'static [u8]> {
        let (length, rest) = self.0.split_first_chunk()?;
        let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
        let (list, rest) = rest.split_at_checked(length.checked_mul(size)?)?;
        self.0 = rest;
        Some(list)
    }
}
