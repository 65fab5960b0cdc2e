//! Text as Tiyao sees it: received bytes become one `str`; rows, sentences and words are spans of
//! it; and every span leads back to what the caller sent.
//!
//! ```
//! use tiyao_text::{Lexicon, sentences};
//!
//! let text = "他说：“今天下雨。”于是没有出门。";
//! let sentences: Vec<&str> = sentences(text).iter().map(|s| s.cut(text)).collect();
//! assert_eq!(sentences, ["他说：“今天下雨。”", "于是没有出门。"]);
//!
//! let text = "农村食品安全";
//! let words: Vec<&str> =
//!     Lexicon::builtin().segment(text).iter().map(|word| word.span.cut(text)).collect();
//! assert_eq!(words, ["农村", "食品安全"]);
//! ```
//!
//! A tour: [`decode`] turns bytes into text and [`UnitIndex`] counts its offsets in the caller's
//! unit; [`rows`] and [`sentences`] cut it without losing a byte; [`RowMark`] is what a document's
//! form knows of a row; [`Excerpt`] holds a piece of it
//! that page ends may have cut in two; [`detect_language`] tells how to treat it; [`normalize`]
//! gives the form in which [`Lexicon::segment`] finds words and their [`PartOfSpeech`];
//! [`term_key`] is what a term is compared by, [`stemmed`] gives it with its English words brought to
//! their stems, and [`is_stop_word`] tells which do not count. The kinds of characters that all of
//! these go by are in [`script`]; [`interrupt`] is how long work is stopped half way.
//!
//! This crate does no I/O, reads no clock, and is total: no input makes it panic. Words are cut and
//! tagged as jieba-rs does, from the same dictionary and models, which are in `data/`; jieba-rs itself
//! is here to compare with, in the tests.

mod decode;
mod excerpt;
pub mod interrupt;
mod language;
mod normalize;
mod offset_map;
mod part_of_speech;
mod row;
mod row_mark;
pub mod script;
mod segment;
mod sentence;
mod span;
mod stem;
mod stop_words;
mod unit;

pub use decode::{DecodeError, Decoded, Encoding, decode};
pub use excerpt::Excerpt;
pub use language::{Language, detect_language};
pub use normalize::{Normalized, normalize, normalize_as, normalized_text, term_key};
pub use offset_map::{OffsetMap, Step};
pub use part_of_speech::PartOfSpeech;
pub use row::rows;
pub use row_mark::{RowForm, RowMark};
pub use segment::{Lexicon, Segments, Word, WordNumber};
pub use sentence::sentences;
pub use span::Span;
pub use stem::stemmed;
pub use stop_words::is_stop_word;
pub use unit::{OffsetUnit, UnitIndex, UnitTable};
