//! What each feature of a candidate keyphrase weighs, by the language of the article.
//!
//! Learned from the keywords that authors gave to 651 journal articles and 920 abstracts (Chinese)
//! and that indexers and readers gave to 948 abstracts and 202 news items (English), by
//! `examples/learn_keywords`, which prints these tables: it minimises, over documents of equal weight
//! in each collection and collections of equal weight, the negative logarithm of softmax(score) of
//! each keyword against the 250 best of its document's other candidates, with a ridge, by Newton's
//! method; then it goes through the weights and keeps each step that raises ½ F1@3 + F1@5 + ½ F1@10
//! of what is chosen by more than 0.1 points (English: 0.01) for each unit of weight. English collections
//! have no titles, so for English the weights that need them are set by hand, in the same example. The
//! documents of the English collections were counted for the
//! background that English articles go by, so that each is learned from with the frequencies of all others.
//! The habits of words and characters are those that the other documents teach (`word_habits.rs`,
//! `character_habits.rs`). The recipe gives these tables bit for bit; `--check` tells whether it does. The
//! climb turns with every article that is read otherwise: learn again when reading or candidates change.

use crate::keyword_features::COUNT;

/// For Chinese, simplified and traditional.
pub(crate) const CHINESE: [f64; COUNT] = [
    0.657,  // term frequency
    -0.657, // relative frequency
    0.353,  // rarity
    0.418,  // least rarity
    0.863,  // in title
    0.224,  // fills title part
    -0.561, // title share
    0.024,  // first sentence
    0.619,  // first position
    -1.533, // words before
    0.116,  // glossed
    1.145,  // in subhead
    -0.874, // two characters
    0.363,  // four characters
    -0.276, // long
    -0.195, // single word
    -0.337, // three words
    -0.866, // four words
    0.815,  // neighbour entropy
    0.561,  // left edge
    0.275,  // right edge
    0.000,  // both edges
    0.024,  // spread
    0.732,  // quoted
    -0.675, // book title
    0.087,  // name
    -0.282, // verb head
    -0.170, // verb start
    -0.297, // name start
    -0.190, // modifier start
    0.087,  // modifier alone
    -0.141, // modifier head
    0.583,  // suffix head
    -0.086, // adjective
    -0.938, // latin
    -0.624, // once
    0.012,  // unknown once
    -0.290, // unknown part
    -0.214, // general start
    0.363,  // alone in keywords
    0.574,  // starts keywords
    0.495,  // ends keywords
    0.200,  // first character
    0.309,  // last character
    0.537,  // known phrase
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
    0.000,  // first character
    0.000,  // last character
    0.764,  // known phrase
];
