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

use crate::keyword_features::COUNT;

/// For Chinese, simplified and traditional.
pub(crate) const CHINESE: [f64; COUNT] = [
    0.595,  // term frequency
    -0.548, // relative frequency
    0.409,  // rarity
    0.647,  // least rarity
    1.140,  // in title
    0.294,  // fills title part
    -0.691, // title share
    0.175,  // first sentence
    0.951,  // first position
    -1.851, // words before
    0.100,  // glossed
    1.314,  // in subhead
    -0.893, // two characters
    0.378,  // four characters
    -0.669, // long
    -0.329, // single word
    -0.295, // three words
    -0.897, // four words
    0.837,  // neighbour entropy
    0.530,  // left edge
    0.375,  // right edge
    0.000,  // both edges
    0.362,  // spread
    0.829,  // quoted
    -0.817, // book title
    0.200,  // name
    -0.074, // verb head
    -0.298, // verb start
    -0.403, // name start
    -0.421, // modifier start
    -0.173, // modifier alone
    -0.370, // modifier head
    0.855,  // suffix head
    -0.161, // adjective
    -1.367, // latin
    -0.620, // once
    -0.417, // unknown once
    -0.075, // unknown part
    -0.223, // general start
    -1.085, // general word
    0.484,  // known phrase
];

/// For English.
pub(crate) const ENGLISH: [f64; COUNT] = [
    1.112,  // term frequency
    -1.357, // relative frequency
    0.000,  // rarity
    0.000,  // least rarity
    1.200,  // in title
    0.300,  // fills title part
    0.000,  // title share
    0.394,  // first sentence
    -0.647, // first position
    -0.585, // words before
    0.317,  // glossed
    0.300,  // in subhead
    0.000,  // two characters
    0.000,  // four characters
    -0.732, // long
    -0.302, // single word
    0.012,  // three words
    -0.372, // four words
    0.636,  // neighbour entropy
    1.264,  // left edge
    1.471,  // right edge
    0.000,  // both edges
    1.008,  // spread
    0.300,  // quoted
    0.000,  // book title
    0.000,  // name
    0.000,  // verb head
    0.000,  // verb start
    0.000,  // name start
    0.000,  // modifier start
    -0.447, // modifier alone
    -1.005, // modifier head
    0.000,  // suffix head
    0.567,  // adjective
    -0.428, // latin
    -0.385, // once
    0.000,  // unknown once
    0.000,  // unknown part
    0.000,  // general start
    0.000,  // general word
    0.000,  // known phrase
];
