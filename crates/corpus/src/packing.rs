//! The form in which a snapshot holds a term: shorter than UTF-8 for Han text, and one form only
//! for each text.
//!
//! | first byte | what follows |
//! |---|---|
//! | 0x00–0x7f | nothing: the byte is an ASCII character |
//! | 0x80–0xd1 | one byte: both are U+4E00 to U+9FFF, less 0x4E00, plus 0x8000, the higher first |
//! | 0xd2 | three bytes: any other code point, the highest first |

/// The first code point that takes two bytes.
const HAN_FIRST: u32 = 0x4e00;
/// The last one.
const HAN_LAST: u32 = 0x9fff;
/// What marks the first of two bytes.
const HAN_MARK: u8 = 0x80;
/// What goes before the three bytes of other characters.
const OTHER: u8 = 0xd2;

/// The longest packed term, in bytes: 127 Han characters.
pub(crate) const MAX_PACKED_BYTES: usize = 255;

/// A term in packed form, from 1 to [`MAX_PACKED_BYTES`] bytes long.
pub(crate) struct Packed {
    bytes: [u8; MAX_PACKED_BYTES],
    length: usize,
}

impl Packed {
    /// The packed form of `term`; `None` when it is empty or too long.
    pub(crate) fn of(term: &str) -> Option<Self> {
        let mut packed = Self { bytes: [0; MAX_PACKED_BYTES], length: 0 };
        for c in term.chars() {
            let code = u32::from(c);
            let [_, high, middle, low] = code.to_be_bytes();
            match code {
                0..0x80 => packed.push([low])?,
                HAN_FIRST..=HAN_LAST => {
                    let [_, _, high, low] = (code - HAN_FIRST).to_be_bytes();
                    packed.push([HAN_MARK + high, low])?;
                }
                _ => packed.push([OTHER, high, middle, low])?,
            }
        }
        (packed.length > 0).then_some(packed)
    }

    fn push<const N: usize>(&mut self, bytes: [u8; N]) -> Option<()> {
        *self.bytes.get_mut(self.length..)?.first_chunk_mut()? = bytes;
        self.length += N;
        Some(())
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }
}

/// The term of a packed form; `None` for bytes that [`Packed::of`] never makes.
pub(crate) fn unpack(mut packed: &[u8]) -> Option<String> {
    let mut term = String::with_capacity(packed.len() * 3 / 2);
    while let Some((&first, rest)) = packed.split_first() {
        let (code, behind) = match first {
            0..HAN_MARK => (u32::from(first), rest),
            HAN_MARK..OTHER => {
                let (&low, behind) = rest.split_first()?;
                (HAN_FIRST + u32::from_be_bytes([0, 0, first - HAN_MARK, low]), behind)
            }
            OTHER => {
                let (&[high, middle, low], behind) = rest.split_first_chunk()?;
                let code = u32::from_be_bytes([0, high, middle, low]);
                (Some(code).filter(|code| !is_short(*code))?, behind)
            }
            _ => return None,
        };
        term.push(char::from_u32(code)?);
        packed = behind;
    }
    Some(term)
}

/// Whether a code point has a form of one or two bytes.
fn is_short(code: u32) -> bool {
    code < 0x80 || (HAN_FIRST..=HAN_LAST).contains(&code)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{MAX_PACKED_BYTES, Packed, unpack};

    fn packed(term: &str) -> Vec<u8> {
        Packed::of(term).unwrap().as_bytes().to_vec()
    }

    #[test]
    fn forms() {
        assert_eq!(packed("a一"), [0x61, 0x80, 0]);
        assert_eq!(packed("\u{9fff}"), [0xd1, 0xff]);
        assert_eq!(packed("·𠀀"), [0xd2, 0, 0, 0xb7, 0xd2, 2, 0, 0]);
    }

    #[test]
    fn length_is_bounded() {
        assert!(Packed::of("").is_none());
        assert_eq!(packed(&"词".repeat(127)).len(), MAX_PACKED_BYTES - 1);
        assert!(Packed::of(&"词".repeat(128)).is_none());
        assert!(Packed::of(&"a".repeat(256)).is_none());
    }

    #[test]
    fn what_is_never_made_is_no_term() {
        for bytes in
            [&[0x80][..], &[0xd2, 0, 0], &[0xd3, 0], &[0xd2, 0, 0xd8, 0], &[0xd2, 0, 0, 0x61]]
        {
            assert_eq!(unpack(bytes), None, "{bytes:?}");
        }
    }

    proptest! {
        #[test]
        fn terms_come_back(term in "\\PC{1,20}|[一-龥a-z]{1,20}") {
            prop_assert_eq!(unpack(&packed(&term)), Some(term));
        }

        #[test]
        fn a_term_has_one_form(bytes in prop::collection::vec(any::<u8>(), 1..12)) {
            if let Some(term) = unpack(&bytes) {
                prop_assert_eq!(packed(&term), bytes);
            }
        }
    }
}
