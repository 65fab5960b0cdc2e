//! What each feature of a sentence weighs, by the language of the article and by what is asked.
//!
//! Learned from the abstracts that editors and authors gave to newspaper and journal articles and
//! from headlines (Chinese), and from extracts and highlights of news (English), by
//! `cargo run --release -p tiyao-analysis --example learn_sentences -- FOLDER`, which gives the table for
//! English bit for bit, and that for Chinese to within two thousandths: it was learned before English words in
//! Chinese articles were brought to their stems. The climb that ends in the headlines' turns with every
//! article that is read otherwise, and they were kept when reading changed last: what it gave then was a
//! little worse. A sentence's score is the logarithm of how likely it is to be chosen from its
//! article, but for a constant; abstracts in
//! Chinese teach that sentences are as likely as they are worth it (listwise, Cao et al. 2007), from all
//! of an article at once: worth what they have in common with the given summary over a power of their
//! length. The table of words (`summary_words.rs`) is learned with these weights. Headlines and English
//! teach in two steps: fit the share of each sentence's signs that the given summary has by ridge
//! regression; then go through the weights four times, with steps of 0.16 that shrink by 0.6,
//! and keep a step that makes the summaries better, within the collection's mean summary length (headlines: one sentence) and with
//! a redundancy weight of 0.3, by more than 0.1 points for each unit of weight. Better is the mean over
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
    0.549,  // title characters
    0.481,  // subhead words
    0.274,  // term weight
    -0.348, // mean rarity
    0.272,  // inverse place
    -0.044, // first three
    0.000,  // first of a short article
    0.154,  // last paragraph
    0.232,  // likeness to lead
    -0.347, // length
    0.034,  // short
    -0.105, // long
    -0.693, // persons
    -0.356, // numbers
    0.002,  // general words
    0.229,  // content words
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
    -0.101, // centroid
    0.205,  // centroid with title
    0.233,  // title spread
    -0.272, // overlap centrality
    -0.078, // pair centroid
    0.270,  // pair title
    1.084,  // repeated pairs
    0.541,  // title characters
    -0.403, // subhead words
    0.600,  // term weight
    -0.951, // mean rarity
    0.856,  // inverse place
    0.097,  // first three
    0.671,  // first of a short article
    0.237,  // last paragraph
    1.200,  // likeness to lead
    -0.920, // length
    -0.046, // short
    -0.061, // long
    0.268,  // persons
    -0.037, // numbers
    -0.499, // general words
    0.442,  // content words
    -0.173, // dependent start
    -0.009, // question
    -0.016, // unfinished
    -0.151, // report line
    -0.149, // enumeration
    -0.093, // speech
    -0.015, // purpose
    -0.066, // thesis
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
