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
    -0.264, // centroid
    0.174,  // centroid with title
    0.359,  // title spread
    0.264,  // centrality
    0.087,  // overlap centrality
    0.123,  // lead walk
    0.209,  // pair centroid
    0.709,  // pair title
    0.173,  // repeated pairs
    0.275,  // title characters
    0.244,  // subhead words
    0.125,  // term weight
    -0.161, // mean rarity
    0.030,  // inverse place
    -0.048, // first three
    0.000,  // first of a short article
    0.215,  // last paragraph
    0.026,  // likeness to lead
    -0.435, // length
    -0.168, // short
    0.079,  // long
    -0.428, // persons
    -0.402, // numbers
    0.264,  // general words
    0.082,  // content words
    0.041,  // dependent start
    0.011,  // question
    0.023,  // unfinished
    -0.074, // report line
    -0.008, // enumeration
    -0.157, // speech
    0.131,  // purpose
];

/// For one sentence of Chinese.
pub(crate) const CHINESE_HEADLINE: [f64; COUNT] = [
    0.133,  // centroid
    0.437,  // centroid with title
    0.359,  // title spread
    0.566,  // centrality
    -0.203, // overlap centrality
    -0.386, // lead walk
    -0.184, // pair centroid
    0.209,  // pair title
    1.111,  // repeated pairs
    0.275,  // title characters
    -0.365, // subhead words
    0.567,  // term weight
    -0.225, // mean rarity
    1.264,  // inverse place
    0.070,  // first three
    0.516,  // first of a short article
    0.347,  // last paragraph
    1.397,  // likeness to lead
    -0.721, // length
    -0.110, // short
    -0.057, // long
    0.017,  // persons
    0.269,  // numbers
    -0.283, // general words
    0.479,  // content words
    -0.296, // dependent start
    -0.004, // question
    -0.104, // unfinished
    -0.152, // report line
    -0.049, // enumeration
    0.078,  // speech
    0.092,  // purpose
];

/// For English.
pub(crate) const ENGLISH: [f64; COUNT] = [
    0.442,  // centroid
    0.442,  // centroid with title
    0.359,  // title spread
    0.095,  // centrality
    -0.004, // overlap centrality
    -0.020, // lead walk
    0.065,  // pair centroid
    0.065,  // pair title
    0.053,  // repeated pairs
    0.275,  // title characters
    0.000,  // subhead words
    0.356,  // term weight
    -0.004, // mean rarity
    0.152,  // inverse place
    -0.000, // first three
    -0.233, // first of a short article
    -0.425, // last paragraph
    0.535,  // likeness to lead
    0.033,  // length
    -0.182, // short
    0.082,  // long
    0.000,  // persons
    -0.125, // numbers
    0.000,  // general words
    -0.085, // content words
    -0.118, // dependent start
    -0.081, // question
    -0.258, // unfinished
    0.000,  // report line
    0.060,  // enumeration
    -0.007, // speech
    0.000,  // purpose
];
