//! What each feature of a sentence weighs, by the language of the article and by what is asked.
//!
//! Learned from the abstracts that editors and authors gave to newspaper and journal articles and
//! from headlines (Chinese), and from extracts and highlights of news (English), by
//! `cargo run --release -p tiyao-analysis --example learn_sentences -- FOLDER`, which gives these tables
//! bit for bit (`--check` tells whether it does). A sentence's score is the logarithm of how likely it is
//! to be chosen from its article, but for a constant; abstracts in
//! Chinese teach that sentences are as likely as they are worth it (listwise, Cao et al. 2007), from all
//! of an article at once: worth what they have in common with the given summary over a power of their
//! length. The table of words (`summary_words.rs`) is learned with these weights. Headlines and English
//! teach in two steps: fit the share of each sentence's signs that the given summary has by ridge
//! regression; then go through the weights four times, with steps that shrink by 0.6 (from 0.25 for
//! headlines and 0.16 for English), and keep a step that makes the summaries better, within the
//! collection's mean summary length (headlines: one sentence) and with a redundancy weight of 0.3, by more
//! than 0.1 points for each unit of weight. Better is the mean over
//! the collections of the mean F1 of ROUGE-1, -2 and -L over Han characters and words of other scripts.
//! With `--folds N` it judges each part of the articles by what the others teach.
//!
//! The headlines' and the English collections have no titles: their weights of the title are those
//! of Chinese. The English articles with highlights are few, so that only twelve features are learned
//! there; more would be learned by heart. Articles with abstracts are long: what short news begin with
//! they do not teach. That a sentence cannot stand alone the measure does not see: see `standing.rs`.

use crate::sentence_features::COUNT;

/// For Chinese, simplified and traditional.
pub(crate) const CHINESE: [f64; COUNT] = [
    -0.315, // centroid
    -0.158, // centroid with title
    0.230,  // title spread
    0.299,  // overlap centrality
    0.809,  // pair centroid
    0.579,  // pair title
    0.199,  // repeated pairs
    0.550,  // title characters
    0.481,  // subhead words
    0.272,  // term weight
    -0.347, // mean rarity
    0.272,  // inverse place
    -0.044, // first three
    0.000,  // first of a short article
    0.154,  // last paragraph
    0.231,  // likeness to lead
    -0.348, // length
    0.034,  // short
    -0.105, // long
    -0.693, // persons
    -0.356, // numbers
    0.002,  // general words
    0.228,  // content words
    -0.017, // dependent start
    0.012,  // question
    0.068,  // unfinished
    -0.020, // report line
    0.133,  // enumeration
    -0.105, // speech
    0.212,  // purpose
    0.062,  // thesis
    0.250,  // summary words
];

/// For one sentence of Chinese.
pub(crate) const CHINESE_HEADLINE: [f64; COUNT] = [
    0.195,  // centroid
    0.340,  // centroid with title
    0.230,  // title spread
    -0.162, // overlap centrality
    0.087,  // pair centroid
    0.283,  // pair title
    1.203,  // repeated pairs
    0.550,  // title characters
    0.079,  // subhead words
    0.495,  // term weight
    -1.006, // mean rarity
    0.905,  // inverse place
    0.094,  // first three
    0.532,  // first of a short article
    0.171,  // last paragraph
    1.343,  // likeness to lead
    -0.768, // length
    -0.120, // short
    -0.205, // long
    -0.015, // persons
    -0.003, // numbers
    -0.475, // general words
    0.419,  // content words
    -0.072, // dependent start
    0.042,  // question
    -0.028, // unfinished
    0.086,  // report line
    -0.163, // enumeration
    -0.156, // speech
    -0.014, // purpose
    -0.247, // thesis
    0.000,  // summary words
];

/// For English.
pub(crate) const ENGLISH: [f64; COUNT] = [
    0.000,  // centroid
    3.658,  // centroid with title
    0.230,  // title spread
    3.281,  // overlap centrality
    0.000,  // pair centroid
    6.093,  // pair title
    -1.841, // repeated pairs
    0.550,  // title characters
    0.000,  // subhead words
    1.218,  // term weight
    0.000,  // mean rarity
    -0.825, // inverse place
    0.339,  // first three
    0.000,  // first of a short article
    0.000,  // last paragraph
    3.515,  // likeness to lead
    -3.368, // length
    0.000,  // short
    0.000,  // long
    0.000,  // persons
    -1.503, // numbers
    0.000,  // general words
    0.000,  // content words
    0.000,  // dependent start
    0.000,  // question
    0.031,  // unfinished
    0.000,  // report line
    0.000,  // enumeration
    0.334,  // speech
    0.000,  // purpose
    0.000,  // thesis
    0.000,  // summary words
];
