//! Learned weights.

use crate::sentence_features::COUNT;

pub(crate) const HAN: [f64; COUNT] = [
    0.145, 0.053, 0.286, 0.094, -0.046, 0.285, -0.116, 0.209, 0.104, 0.04, -0.33, -0.036, 0.274,
    0.013, 0.011, -0.105, -0.131, -0.014, 0.004, -0.183, -0.059, -0.026, -0.042, 0.016, -0.021, 0.0,
];

pub(crate) const LATIN: [f64; COUNT] = HAN;
