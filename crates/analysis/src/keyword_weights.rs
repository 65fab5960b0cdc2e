//! What each feature of a candidate keyphrase weighs, by the language of the article.
//!
//! Learned from the keywords that authors gave to 651 journal articles and 920 abstracts (Chinese)
//! and that indexers and readers gave to 948 abstracts and 202 news items (English), by
//! `examples/learn_keywords`, which prints these tables: it minimises, over documents of equal weight
//! in each collection and collections of equal weight, the negative logarithm of softmax(score) of
//! each keyword against the 250 best of its document's other candidates, with a ridge, by Newton's
//! method; then it goes through the weights and keeps each step that raises ½ F1@3 + F1@5 + ½ F1@10
//! of what is chosen. English collections have no titles and the background no English texts, so
//! for English the weights that need them are set by hand, in the same example.
//!
//! They were learned while common words alone were candidates and nested pairs were both chosen;
//! learned again since, they raise F1@5 of whole articles by 0.5 and of abstracts by 0.1, and tell
//! fewer of the main terms of `seeds/`, so that these were kept.

use crate::keyword_features::COUNT;

/// For Chinese, simplified and traditional.
pub(crate) const CHINESE: [f64; COUNT] = [
    0.594,  // term frequency
    -0.547, // relative frequency
    0.406,  // rarity
    0.507,  // least rarity
    1.141,  // in title
    0.293,  // fills title part
    -0.544, // title share
    0.176,  // first sentence
    0.924,  // first position
    -1.850, // words before
    0.355,  // glossed
    1.131,  // in subhead
    -0.895, // two characters
    0.520,  // four characters
    -0.286, // long
    -0.333, // single word
    -0.295, // three words
    -0.719, // four words
    0.836,  // neighbour entropy
    0.534,  // left edge
    0.374,  // right edge
    0.000,  // both edges
    0.510,  // spread
    0.895,  // quoted
    -0.912, // book title
    0.200,  // name
    -0.218, // verb head
    -0.539, // verb start
    -0.475, // name start
    -0.585, // modifier start
    -0.025, // modifier alone
    -0.215, // modifier head
    0.477,  // suffix head
    -0.021, // adjective
    -1.137, // latin
    -0.615, // once
    -0.582, // unknown once
    -0.225, // unknown part
    -0.454, // general start
    0.662,  // known phrase
];

/// For English.
pub(crate) const ENGLISH: [f64; COUNT] = [
    1.136,  // term frequency
    -0.994, // relative frequency
    0.000,  // rarity
    0.000,  // least rarity
    1.200,  // in title
    0.300,  // fills title part
    0.000,  // title share
    0.243,  // first sentence
    -0.400, // first position
    -0.835, // words before
    0.317,  // glossed
    0.300,  // in subhead
    0.000,  // two characters
    0.000,  // four characters
    -0.402, // long
    -0.534, // single word
    0.012,  // three words
    -0.539, // four words
    0.233,  // neighbour entropy
    0.087,  // left edge
    0.626,  // right edge
    0.915,  // both edges
    0.728,  // spread
    0.300,  // quoted
    0.000,  // book title
    0.000,  // name
    0.000,  // verb head
    0.000,  // verb start
    0.000,  // name start
    0.000,  // modifier start
    -0.548, // modifier alone
    -1.417, // modifier head
    0.000,  // suffix head
    0.566,  // adjective
    -0.441, // latin
    -0.391, // once
    0.000,  // unknown once
    0.000,  // unknown part
    0.000,  // general start
    0.000,  // known phrase
];
