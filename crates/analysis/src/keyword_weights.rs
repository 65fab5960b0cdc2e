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
    0.831,  // term frequency
    -0.162, // relative frequency
    0.174,  // rarity
    0.659,  // least rarity
    1.045,  // in title
    0.845,  // fills title part
    0.000,  // title share
    0.200,  // first sentence
    1.019,  // first position
    -1.821, // words before
    0.658,  // glossed
    0.965,  // in subhead
    -0.797, // two characters
    0.384,  // four characters
    -0.568, // long
    -0.177, // single word
    -0.539, // three words
    -0.820, // four words
    0.426,  // neighbour entropy
    0.720,  // left edge
    0.434,  // right edge
    0.290,  // spread
    1.062,  // quoted
    -0.942, // book title
    0.185,  // name
    -0.084, // verb head
    0.000,  // verb start
    0.000,  // name start
    -0.491, // modifier start
    -0.700, // modifier alone
    -0.551, // modifier head
    0.582,  // suffix head
    0.052,  // adjective
    -0.429, // latin
    -0.568, // once
    0.000,  // unknown once
    0.000,  // unknown part
    -0.329, // general start
    -0.935, // general word
    0.602,  // known phrase
];

/// For English.
pub(crate) const ENGLISH: [f64; COUNT] = [
    1.216,  // term frequency
    -1.164, // relative frequency
    0.000,  // rarity
    0.000,  // least rarity
    1.200,  // in title
    0.300,  // fills title part
    0.000,  // title share
    0.165,  // first sentence
    -0.319, // first position
    -0.829, // words before
    0.826,  // glossed
    0.300,  // in subhead
    0.000,  // two characters
    0.000,  // four characters
    -0.644, // long
    -0.530, // single word
    0.027,  // three words
    -0.554, // four words
    0.226,  // neighbour entropy
    0.562,  // left edge
    0.708,  // right edge
    0.890,  // spread
    0.300,  // quoted
    0.000,  // book title
    0.000,  // name
    0.000,  // verb head
    0.000,  // verb start
    0.000,  // name start
    0.000,  // modifier start
    -0.316, // modifier alone
    -1.161, // modifier head
    0.000,  // suffix head
    0.434,  // adjective
    -0.307, // latin
    -0.403, // once
    0.000,  // unknown once
    0.000,  // unknown part
    0.000,  // general start
    0.000,  // general word
    0.000,  // known phrase
];
