//! What each feature of a sentence weighs, by the language of the article.
//!
//! Learned from the abstracts that editors and authors gave to newspaper and journal articles and
//! from headlines (Chinese), and from extracts and highlights of news (English). The recipe: take
//! every sentence with its features from [`crate::training::sentence_examples`], summarise each
//! article within the collection's mean summary length (headlines: one sentence) with a redundancy
//! weight of 0.3, and compare with the given summary by the mean F1 of ROUGE-1, -2 and -L over Han
//! characters and Latin words; go through the weights in random order four times, with steps of
//! 0.08 that shrink by 0.65, and keep a step that raises the mean over the collections (headlines
//! count half) by more than 0.01 points for each unit of weight. A half of the articles was held
//! out to choose the features.
//!
//! Set by hand, since the measure does not see that a sentence cannot stand alone: dependent start,
//! question, unfinished, report line, enumeration; and subhead words, which no collection has. For
//! English, the title's weights are those of Chinese.

use crate::sentence_features::COUNT;

/// For Chinese, simplified and traditional.
pub(crate) const CHINESE: [f64; COUNT] = [
    0.145,  // centroid
    0.219,  // centroid with title
    0.246,  // centrality
    0.174,  // overlap centrality
    0.166,  // title words
    0.549,  // title characters
    0.052,  // term weight
    0.341,  // first sentence
    0.184,  // second sentence
    0.040,  // third sentence
    -0.176, // inverse place
    0.184,  // first of a short article
    0.000,  // paragraph start
    -0.237, // length
    -0.147, // short
    -0.076, // long
    -0.060, // dependent start
    -0.100, // question
    -0.120, // unfinished
    -0.080, // report line
    -0.010, // enumeration
    0.050,  // subhead words
];

/// For English.
pub(crate) const ENGLISH: [f64; COUNT] = [
    0.247,  // centroid
    0.133,  // centroid with title
    0.228,  // centrality
    0.208,  // overlap centrality
    0.034,  // title words
    0.395,  // title characters
    0.200,  // term weight
    0.295,  // first sentence
    0.242,  // second sentence
    0.200,  // third sentence
    -0.382, // inverse place
    0.052,  // first of a short article
    -0.015, // paragraph start
    0.000,  // length
    -0.033, // short
    0.052,  // long
    -0.040, // dependent start
    -0.100, // question
    -0.120, // unfinished
    -0.060, // report line
    -0.010, // enumeration
    0.050,  // subhead words
];
