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
//! of Chinese. The English articles with highlights are few, so that only eight features are learned
//! there; more would be learned by heart. That a sentence cannot stand alone the measure does not
//! see: see `standing.rs`.

use crate::sentence_features::COUNT;

/// For Chinese, simplified and traditional.
pub(crate) const CHINESE: [f64; COUNT] = [
    -0.061, // centroid
    -0.069, // centroid with title
    0.381,  // title spread
    0.208,  // overlap centrality
    0.227,  // pair centroid
    0.787,  // pair title
    0.195,  // repeated pairs
    0.271,  // title characters
    0.501,  // subhead words
    0.025,  // term weight
    -0.203, // mean rarity
    0.153,  // inverse place
    -0.036, // first three
    -0.001, // first of a short article
    0.052,  // last paragraph
    0.034,  // likeness to lead
    -0.430, // length
    -0.003, // short
    -0.078, // long
    -0.154, // persons
    -0.776, // numbers
    0.232,  // general words
    0.072,  // content words
    0.005,  // dependent start
    -0.012, // question
    -0.222, // unfinished
    -0.037, // report line
    0.028,  // enumeration
    -0.089, // speech
    0.137,  // purpose
    0.148,  // thesis
];

/// For one sentence of Chinese.
pub(crate) const CHINESE_HEADLINE: [f64; COUNT] = [
    -0.101, // centroid
    0.205,  // centroid with title
    0.381,  // title spread
    -0.368, // overlap centrality
    -0.079, // pair centroid
    0.212,  // pair title
    1.084,  // repeated pairs
    0.271,  // title characters
    -0.404, // subhead words
    0.601,  // term weight
    -0.855, // mean rarity
    0.914,  // inverse place
    0.097,  // first three
    0.614,  // first of a short article
    0.237,  // last paragraph
    1.199,  // likeness to lead
    -0.920, // length
    -0.103, // short
    -0.061, // long
    0.266,  // persons
    0.123,  // numbers
    -0.499, // general words
    0.443,  // content words
    -0.231, // dependent start
    -0.009, // question
    -0.073, // unfinished
    -0.151, // report line
    -0.150, // enumeration
    -0.093, // speech
    0.020,  // purpose
    -0.031, // thesis
];

/// For English.
pub(crate) const ENGLISH: [f64; COUNT] = [
    0.000,  // centroid
    1.446,  // centroid with title
    0.381,  // title spread
    1.334,  // overlap centrality
    0.000,  // pair centroid
    1.770,  // pair title
    0.000,  // repeated pairs
    0.271,  // title characters
    0.000,  // subhead words
    0.000,  // term weight
    0.000,  // mean rarity
    -0.434, // inverse place
    0.173,  // first three
    0.000,  // first of a short article
    0.000,  // last paragraph
    1.423,  // likeness to lead
    -1.090, // length
    0.000,  // short
    0.000,  // long
    0.000,  // persons
    0.000,  // numbers
    0.000,  // general words
    0.000,  // content words
    0.000,  // dependent start
    0.000,  // question
    0.034,  // unfinished
    0.000,  // report line
    0.000,  // enumeration
    0.000,  // speech
    0.000,  // purpose
    0.000,  // thesis
];
