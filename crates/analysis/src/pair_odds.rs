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
    1.543, // 1
    0.339, // 2
    1.352, // 3
    0.422, // 4
    1.238, // 5
    0.343, // 6
    1.069, // 7
    0.398, // 8
    1.289, // 9
    0.463, // 10
    1.781, // 11
    0.529, // 12
    2.525, // 13
    0.666, // 14
    5.282, // 15
    // in an article of how many sentences
    0.262, // 16
    0.448, // 17
    0.361, // 18
    0.389, // 19
    0.394, // 20
    0.413, // 21
    // in sentences of what part of the salience
    9.986, // 22
    6.613, // 23
    5.038, // 24
    4.289, // 25
    3.139, // 26
    2.368, // 27
    1.885, // 28
    1.416, // 29
    1.164, // 30
    0.860, // 31
    0.700, // 32
    0.482, // 33
    0.424, // 34
    0.276, // 35
    0.236, // 36
    0.202, // 37
    0.145, // 38
    0.117, // 39
    0.109, // 40
    0.091, // 41
    0.074, // 42
    0.065, // 43
    0.028, // 44
    // in which tenth of the article first, and in how many sentences
    0.610, // 45
    0.901, // 46
    1.439, // 47
    0.674, // 48
    0.786, // 49
    1.080, // 50
    0.619, // 51
    0.691, // 52
    1.085, // 53
    0.693, // 54
    0.732, // 55
    1.038, // 56
    0.603, // 57
    0.650, // 58
    1.030, // 59
    0.593, // 60
    0.637, // 61
    0.929, // 62
    0.640, // 63
    0.653, // 64
    1.076, // 65
    0.611, // 66
    0.687, // 67
    1.190, // 68
    0.649, // 69
    0.729, // 70
    1.091, // 71
    0.664, // 72
    0.596, // 73
    0.298, // 74
    // in which tenth last, and in how many sentences
    0.870, // 75
    1.068, // 76
    0.951, // 77
    0.796, // 78
    1.010, // 79
    1.194, // 80
    0.713, // 81
    0.932, // 82
    0.890, // 83
    0.773, // 84
    0.950, // 85
    0.892, // 86
    0.682, // 87
    0.869, // 88
    0.894, // 89
    0.665, // 90
    0.846, // 91
    0.779, // 92
    0.713, // 93
    0.955, // 94
    0.859, // 95
    0.699, // 96
    0.894, // 97
    0.771, // 98
    0.757, // 99
    0.949, // 100
    0.869, // 101
    0.871, // 102
    1.193, // 103
    1.102, // 104
];
