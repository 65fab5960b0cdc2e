//! What each feature of a sentence weighs, by the language of the article and by what is asked.
//!
//! Learned from the abstracts that editors and authors gave to newspaper and journal articles and
//! from headlines (Chinese), and from extracts and highlights of news (English), by
//! `cargo run --release -p tiyao-analysis --example learn_sentences -- FOLDER`, which gives the same
//! tables bit for bit: fit the share of each sentence's signs that the given summary has by ridge
//! regression; then go through the weights four times, with steps of 0.16 that shrink by 0.6, and keep
//! a step that makes the summaries better, within the collection's mean summary length (headlines:
//! one sentence) and with a redundancy weight of 0.3, by more than 0.1 points for each unit of weight.
//! Better is the mean over the collections of the mean F1 of ROUGE-1, -2 and -L over Han characters
//! and words of other scripts. With `--folds N` it judges each part of the articles by what the
//! others teach.
//!
//! The headlines' and the English collections have no titles: their weights of the title are those
//! of Chinese. That a sentence cannot stand alone the measure does not see: see `standing.rs`.

use crate::sentence_features::COUNT;

/// For Chinese, simplified and traditional.
pub(crate) const CHINESE: [f64; COUNT] = [
    -0.044,  // centroid
    0.062,   // centroid with title
    0.274,   // title spread
    0.050,   // centrality
    0.101,   // overlap centrality
    0.080,   // lead walk
    0.091,   // pair centroid
    0.591,   // pair title
    0.061,   // repeated pairs
    0.424,   // title characters
    -0.249,  // title words
    0.349,   // subhead words
    0.147,   // term weight
    -0.167,  // mean rarity
    -0.016,  // inverse place
    0.000,   // first of a short article
    0.037,   // last paragraph
    0.075,   // likeness to lead
    -0.296,  // length
    -0.004,  // short
    -0.053,  // long
    -0.513,  // persons
    -0.512,  // numbers
    0.180,   // general words
    0.057,   // content words
    0.004,   // dependent start
    0.030,   // question
    -0.006,  // unfinished
    0.047,   // report line
    0.053,   // enumeration
    -0.022,  // speech
    0.092,   // purpose
];

/// For one sentence of Chinese.
pub(crate) const CHINESE_HEADLINE: [f64; COUNT] = [
    0.230,   // centroid
    0.439,   // centroid with title
    0.274,   // title spread
    0.476,   // centrality
    -0.458,  // overlap centrality
    -0.567,  // lead walk
    0.030,   // pair centroid
    0.365,   // pair title
    1.111,   // repeated pairs
    0.424,   // title characters
    -0.249,  // title words
    -0.113,  // subhead words
    0.724,   // term weight
    -0.316,  // mean rarity
    1.398,   // inverse place
    0.470,   // first of a short article
    0.344,   // last paragraph
    1.249,   // likeness to lead
    -0.877,  // length
    -0.269,  // short
    -0.055,  // long
    0.119,   // persons
    0.010,   // numbers
    -0.285,  // general words
    0.477,   // content words
    -0.233,  // dependent start
    0.063,   // question
    -0.102,  // unfinished
    -0.058,  // report line
    -0.146,  // enumeration
    0.044,   // speech
    0.095,   // purpose
];

/// For English.
pub(crate) const ENGLISH: [f64; COUNT] = [
    0.538,   // centroid
    0.442,   // centroid with title
    0.274,   // title spread
    0.057,   // centrality
    -0.096,  // overlap centrality
    -0.020,  // lead walk
    0.065,   // pair centroid
    0.065,   // pair title
    0.053,   // repeated pairs
    0.424,   // title characters
    -0.249,  // title words
    0.000,   // subhead words
    0.356,   // term weight
    -0.062,  // mean rarity
    0.152,   // inverse place
    -0.233,  // first of a short article
    -0.425,  // last paragraph
    0.535,   // likeness to lead
    0.033,   // length
    0.081,   // short
    0.082,   // long
    0.000,   // persons
    -0.182,  // numbers
    0.000,   // general words
    -0.085,  // content words
    -0.083,  // dependent start
    -0.081,  // question
    -0.258,  // unfinished
    0.000,   // report line
    0.022,   // enumeration
    -0.007,  // speech
    0.000,   // purpose
];
