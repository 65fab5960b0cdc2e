//! What each feature of a candidate keyphrase weighs, by the language of the article.
//!
//! Learned from the keywords that authors gave to 651 journal articles and 920 abstracts (Chinese)
//! and that indexers and readers gave to 948 abstracts and 202 news items (English), by
//! `examples/learn_keywords`, which prints these tables: it minimises, over documents of equal weight
//! in each collection and collections of equal weight, the negative logarithm of softmax(score) of
//! each keyword against the 250 best of its document's other candidates, with a ridge, by Newton's
//! method; then it goes through the weights and keeps each step that raises ½ F1@3 + F1@5 + ½ F1@10
//! of what is chosen. English collections have no titles, so for English the weights that need them
//! are set by hand, in the same example. The documents of the English collections were counted for the
//! background that English articles go by, so that each is learned from with the frequencies of all others.
//! The habits of words are those that the other documents teach (`word_habits.rs`).
//!
//! The table for English is what the recipe prints. The climb turns with every article that is read
//! otherwise: when reading and candidates changed last, it came out better on the Chinese abstracts (by
//! 0.3 points) and worse on gold of our own, so that the earlier table for Chinese was kept.

use crate::keyword_features::COUNT;

/// For Chinese, simplified and traditional.
pub(crate) const CHINESE: [f64; COUNT] = [
    0.642,  // term frequency
    -0.629, // relative frequency
    0.980,  // rarity
    0.005,  // least rarity
    1.107,  // in title
    0.620,  // fills title part
    -0.770, // title share
    0.314,  // first sentence
    1.162,  // first position
    -1.793, // words before
    0.722,  // glossed
    1.139,  // in subhead
    -1.022, // two characters
    0.727,  // four characters
    -1.192, // long
    -0.215, // single word
    -0.349, // three words
    -0.485, // four words
    0.826,  // neighbour entropy
    0.552,  // left edge
    0.409,  // right edge
    0.000,  // both edges
    0.554,  // spread
    0.981,  // quoted
    -1.011, // book title
    0.411,  // name
    -0.101, // verb head
    -0.102, // verb start
    -0.426, // name start
    -0.454, // modifier start
    -0.656, // modifier alone
    -0.264, // modifier head
    0.587,  // suffix head
    -0.117, // adjective
    -1.513, // latin
    -0.806, // once
    -0.436, // unknown once
    -0.415, // unknown part
    -0.611, // general start
    0.446,  // alone in keywords
    0.554,  // starts keywords
    0.573,  // ends keywords
    0.554,  // known phrase
];

/// For English.
pub(crate) const ENGLISH: [f64; COUNT] = [
    1.010,  // term frequency
    -0.893, // relative frequency
    2.071,  // rarity
    -1.429, // least rarity
    1.200,  // in title
    0.300,  // fills title part
    0.000,  // title share
    0.305,  // first sentence
    -0.172, // first position
    -0.544, // words before
    0.179,  // glossed
    0.300,  // in subhead
    0.000,  // two characters
    0.000,  // four characters
    -0.458, // long
    -0.147, // single word
    -0.200, // three words
    -0.692, // four words
    0.221,  // neighbour entropy
    0.162,  // left edge
    0.564,  // right edge
    0.689,  // both edges
    1.051,  // spread
    0.300,  // quoted
    0.000,  // book title
    0.000,  // name
    0.000,  // verb head
    0.000,  // verb start
    0.000,  // name start
    0.000,  // modifier start
    -0.428, // modifier alone
    -0.876, // modifier head
    0.000,  // suffix head
    0.423,  // adjective
    -0.505, // latin
    -0.263, // once
    0.000,  // unknown once
    0.000,  // unknown part
    0.000,  // general start
    0.000,  // alone in keywords
    0.000,  // starts keywords
    0.000,  // ends keywords
    0.764,  // known phrase
];
