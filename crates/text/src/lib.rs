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
//! A tour: [`decode`] turns bytes into text, [`rows`] and [`sentences`] cut it without losing a
//! byte, [`Excerpt`] holds a piece of it that page ends may have cut in two, [`normalize`] gives the
//! form in which terms are compared, and [`Lexicon::segment`] finds words and their parts of speech.
//!
//! This crate does no I/O, reads no clock, and is total: no input makes it panic. It is the only
//! one that knows jieba-rs.

mod excerpt;
mod offset_map;
mod row;
mod segment;
mod sentence;
mod span;

pub use excerpt::Excerpt;
pub use offset_map::{OffsetMap, Step};
pub use row::rows;
pub use segment::{Lexicon, PartOfSpeech, Word};
pub use sentence::sentences;
pub use span::Span;
