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
    -0.134, // centroid
    0.084,  // centroid with title
    0.381,  // title spread
    0.328,  // overlap centrality
    0.227,  // pair centroid
    0.787,  // pair title
    0.195,  // repeated pairs
    0.271,  // title characters
    0.439,  // subhead words
    0.025,  // term weight
    -0.203, // mean rarity
    0.153,  // inverse place
    -0.036, // first three
    -0.001, // first of a short article
    0.212,  // last paragraph
    0.034,  // likeness to lead
    -0.430, // length
    -0.163, // short
    0.018,  // long
    -0.092, // persons
    -0.424, // numbers
    0.232,  // general words
    0.014,  // content words
    0.005,  // dependent start
    0.103,  // question
    -0.035, // unfinished
    0.020,  // report line
    0.085,  // enumeration
    -0.150, // speech
    0.137,  // purpose
    0.087,  // thesis
];

/// For one sentence of Chinese.
pub(crate) const CHINESE_HEADLINE: [f64; COUNT] = [
    0.053,  // centroid
    0.301,  // centroid with title
    0.381,  // title spread
    -0.272, // overlap centrality
    -0.079, // pair centroid
    0.173,  // pair title
    1.084,  // repeated pairs
    0.271,  // title characters
    -0.346, // subhead words
    0.601,  // term weight
    -0.951, // mean rarity
    0.914,  // inverse place
    0.097,  // first three
    0.518,  // first of a short article
    0.333,  // last paragraph
    1.199,  // likeness to lead
    -0.920, // length
    -0.103, // short
    -0.061, // long
    0.170,  // persons
    -0.037, // numbers
    -0.403, // general words
    0.603,  // content words
    -0.167, // dependent start
    -0.009, // question
    -0.137, // unfinished
    -0.151, // report line
    -0.150, // enumeration
    -0.151, // speech
    -0.076, // purpose
    -0.066, // thesis
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
