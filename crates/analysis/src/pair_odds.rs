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
    1.353, // 3
    0.422, // 4
    1.238, // 5
    0.343, // 6
    1.070, // 7
    0.398, // 8
    1.289, // 9
    0.463, // 10
    1.781, // 11
    0.529, // 12
    2.522, // 13
    0.666, // 14
    5.265, // 15
    // in an article of how many sentences
    0.262, // 16
    0.448, // 17
    0.361, // 18
    0.389, // 19
    0.394, // 20
    0.413, // 21
    // in sentences of what part of the salience
    10.066, // 22
    6.604,  // 23
    5.047,  // 24
    4.279,  // 25
    3.153,  // 26
    2.354,  // 27
    1.880,  // 28
    1.418,  // 29
    1.163,  // 30
    0.861,  // 31
    0.698,  // 32
    0.483,  // 33
    0.423,  // 34
    0.276,  // 35
    0.236,  // 36
    0.203,  // 37
    0.145,  // 38
    0.117,  // 39
    0.109,  // 40
    0.090,  // 41
    0.074,  // 42
    0.065,  // 43
    0.028,  // 44
    // in which tenth of the article first, and in how many sentences
    0.611, // 45
    0.902, // 46
    1.441, // 47
    0.674, // 48
    0.786, // 49
    1.081, // 50
    0.619, // 51
    0.692, // 52
    1.087, // 53
    0.694, // 54
    0.733, // 55
    1.039, // 56
    0.604, // 57
    0.651, // 58
    1.031, // 59
    0.594, // 60
    0.637, // 61
    0.929, // 62
    0.640, // 63
    0.654, // 64
    1.077, // 65
    0.611, // 66
    0.687, // 67
    1.191, // 68
    0.650, // 69
    0.730, // 70
    1.092, // 71
    0.664, // 72
    0.596, // 73
    0.299, // 74
    // in which tenth last, and in how many sentences
    0.870, // 75
    1.068, // 76
    0.950, // 77
    0.796, // 78
    1.010, // 79
    1.197, // 80
    0.713, // 81
    0.932, // 82
    0.890, // 83
    0.773, // 84
    0.950, // 85
    0.892, // 86
    0.682, // 87
    0.869, // 88
    0.895, // 89
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
    0.868, // 101
    0.871, // 102
    1.194, // 103
    1.102, // 104
];
