//! What each feature of a candidate keyphrase weighs, by the language of the article.
//!
//! Learned from the keywords that authors gave to journal articles and abstracts (Chinese) and that
//! indexers and readers gave to abstracts and news (English). The recipe: take every candidate with
//! its features from [`crate::training::keyword_examples`], mark those that the authors gave, and
//! of the others keep the 250 that score best; minimise, over documents of equal weight in each
//! collection and collections of equal weight, the negative logarithm of softmax(score) of each
//! marked candidate against the unmarked ones of its document, plus 0.0005 times the squared
//! weights; then go through the weights in random order five times, with steps of 0.4 that shrink
//! by 0.7, and keep a step that raises ½ F1@3 + F1@5 + ½ F1@10 (in percent, halved) by more than
//! 0.002 for each unit of weight. A half of the documents was held out to choose the features;
//! cohesion, nestedness and the frequency of the parts were tried and said nothing that neighbours
//! and edges had not said.
//!
//! Set by hand, since no collection has them: subheads, and for English the title and quotation
//! marks.

use crate::keyword_features::COUNT;

/// For Chinese, simplified and traditional.
pub(crate) const CHINESE: [f64; COUNT] = [
    0.774,  // term frequency
    -0.271, // relative frequency
    0.751,  // rarity
    0.643,  // least rarity
    2.370,  // in title
    0.664,  // fills title part
    0.605,  // first sentence
    -0.916, // first position
    0.400,  // in subhead
    -0.969, // two characters
    0.461,  // four characters
    -1.505, // long
    -0.439, // single word
    -0.760, // three words
    -0.773, // four words
    0.489,  // neighbour entropy
    0.544,  // left edge
    0.431,  // right edge
    0.257,  // both edges
    0.380,  // spread
    0.583,  // quoted
    -0.617, // book title
    0.605,  // name
    -0.530, // verb head
    -0.143, // verb start
    -0.155, // adjective
    -1.278, // latin
    -1.255, // once
    -0.219, // general start
    -0.542, // general head
    -0.242, // general word
];

/// For English.
pub(crate) const ENGLISH: [f64; COUNT] = [
    0.905,  // term frequency
    -1.100, // relative frequency
    0.000,  // rarity
    0.000,  // least rarity
    1.200,  // in title
    0.300,  // fills title part
    0.369,  // first sentence
    -0.230, // first position
    0.300,  // in subhead
    0.000,  // two characters
    0.000,  // four characters
    0.000,  // long
    -0.525, // single word
    0.046,  // three words
    -0.302, // four words
    0.485,  // neighbour entropy
    0.550,  // left edge
    0.552,  // right edge
    0.484,  // both edges
    0.614,  // spread
    0.300,  // quoted
    0.000,  // book title
    0.000,  // name
    0.000,  // verb head
    0.000,  // verb start
    0.257,  // adjective
    0.000,  // latin
    -0.356, // once
    0.000,  // general start
    0.000,  // general head
    0.000,  // general word
];
