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
    0.084,  // centroid
    0.161,  // centroid with title
    0.249,  // title spread
    -0.076, // centrality
    0.062,  // overlap centrality
    0.082,  // lead walk
    0.232,  // pair centroid
    0.587,  // pair title
    0.071,  // repeated pairs
    0.056,  // title characters
    0.285,  // subhead words
    -0.003, // term weight
    -0.141, // mean rarity
    0.017,  // inverse place
    -0.032, // first three
    0.000,  // first of a short article
    0.132,  // last paragraph
    0.018,  // likeness to lead
    -0.381, // length
    -0.066, // short
    0.044,  // long
    -0.090, // persons
    -0.338, // numbers
    0.160,  // general words
    0.052,  // content words
    0.004,  // dependent start
    0.029,  // question
    -0.123, // unfinished
    -0.052, // report line
    0.020,  // enumeration
    -0.082, // speech
    0.089,  // purpose
];

/// For one sentence of Chinese.
pub(crate) const CHINESE_HEADLINE: [f64; COUNT] = [
    0.156,  // centroid
    0.157,  // centroid with title
    0.249,  // title spread
    0.589,  // centrality
    -0.399, // overlap centrality
    -0.358, // lead walk
    -0.293, // pair centroid
    0.234,  // pair title
    1.118,  // repeated pairs
    0.056,  // title characters
    -0.148, // subhead words
    0.378,  // term weight
    -1.042, // mean rarity
    1.240,  // inverse place
    0.078,  // first three
    0.352,  // first of a short article
    0.338,  // last paragraph
    1.230,  // likeness to lead
    -0.848, // length
    -0.101, // short
    -0.053, // long
    0.105,  // persons
    0.248,  // numbers
    -0.501, // general words
    0.428,  // content words
    -0.179, // dependent start
    -0.003, // question
    0.034,  // unfinished
    -0.161, // report line
    -0.149, // enumeration
    0.067,  // speech
    -0.070, // purpose
];

/// For English.
pub(crate) const ENGLISH: [f64; COUNT] = [
    0.749,  // centroid
    0.691,  // centroid with title
    0.249,  // title spread
    0.030,  // centrality
    -0.345, // overlap centrality
    -0.057, // lead walk
    -0.015, // pair centroid
    0.145,  // pair title
    0.373,  // repeated pairs
    0.056,  // title characters
    0.000,  // subhead words
    0.809,  // term weight
    -0.181, // mean rarity
    0.359,  // inverse place
    0.008,  // first three
    -0.469, // first of a short article
    -0.850, // last paragraph
    1.083,  // likeness to lead
    0.214,  // length
    0.045,  // short
    0.153,  // long
    0.000,  // persons
    -0.132, // numbers
    0.000,  // general words
    -0.026, // content words
    -0.044, // dependent start
    0.170,  // question
    -0.511, // unfinished
    0.000,  // report line
    0.096,  // enumeration
    0.082,  // speech
    0.000,  // purpose
];
