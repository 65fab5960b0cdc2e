//! What each trait of a pair of signs multiplies its odds by to stand in a summary.
//!
//! Learned from the abstracts that editors and authors gave to newspaper and journal articles, after
//! the weights for Chinese (see `sentence_weights.rs`) and from the articles' scores by them, by
//! `cargo run --release -p tiyao-analysis --example learn_sentences -- FOLDER`, which prints the same
//! table bit for bit: a logistic regression of whether the abstract has the pair.

use crate::pair_chances::COUNT;

/// The odds, by the numbers of the traits in each kind.
pub(crate) const ODDS: [f64; COUNT] = [
    // in how many sentences, and whether in the title
    0.338, // 0
    1.534, // 1
    0.339, // 2
    1.345, // 3
    0.422, // 4
    1.234, // 5
    0.344, // 6
    1.067, // 7
    0.398, // 8
    1.292, // 9
    0.463, // 10
    1.761, // 11
    0.529, // 12
    2.531, // 13
    0.665, // 14
    5.275, // 15
    // in an article of how many sentences
    0.261, // 16
    0.449, // 17
    0.364, // 18
    0.385, // 19
    0.393, // 20
    0.411, // 21
    // in sentences of what part of the salience
    10.137, // 22
    6.536,  // 23
    5.074,  // 24
    4.369,  // 25
    3.113,  // 26
    2.382,  // 27
    1.887,  // 28
    1.438,  // 29
    1.151,  // 30
    0.885,  // 31
    0.683,  // 32
    0.489,  // 33
    0.423,  // 34
    0.281,  // 35
    0.234,  // 36
    0.206,  // 37
    0.141,  // 38
    0.119,  // 39
    0.108,  // 40
    0.094,  // 41
    0.076,  // 42
    0.059,  // 43
    0.029,  // 44
    // in which tenth of the article first, and in how many sentences
    0.610, // 45
    0.898, // 46
    1.437, // 47
    0.667, // 48
    0.784, // 49
    1.079, // 50
    0.629, // 51
    0.695, // 52
    1.085, // 53
    0.690, // 54
    0.725, // 55
    1.035, // 56
    0.603, // 57
    0.653, // 58
    1.037, // 59
    0.593, // 60
    0.638, // 61
    0.920, // 62
    0.635, // 63
    0.650, // 64
    1.063, // 65
    0.613, // 66
    0.696, // 67
    1.206, // 68
    0.646, // 69
    0.724, // 70
    1.070, // 71
    0.666, // 72
    0.596, // 73
    0.292, // 74
    // in which tenth last, and in how many sentences
    0.870, // 75
    1.089, // 76
    0.954, // 77
    0.790, // 78
    1.000, // 79
    1.192, // 80
    0.722, // 81
    0.941, // 82
    0.908, // 83
    0.770, // 84
    0.944, // 85
    0.891, // 86
    0.680, // 87
    0.871, // 88
    0.899, // 89
    0.665, // 90
    0.851, // 91
    0.782, // 92
    0.710, // 93
    0.946, // 94
    0.850, // 95
    0.702, // 96
    0.900, // 97
    0.772, // 98
    0.755, // 99
    0.940, // 100
    0.864, // 101
    0.873, // 102
    1.199, // 103
    1.106, // 104
];
