//! How the features of a scorer are listed: each by its name and the function that computes it.

/// Makes of a list of names and functions the names ([`NAMES`](crate::keyword_features::NAMES)) and a
/// function that gives the value of each, in the order of the list. The functions are called by their
/// names, so that the compiler can put them in line: an article has thousands of candidates, and a call
/// through a table of pointers would cost more than most features do.
macro_rules! features {
    (
        $(#[$doc:meta])*
        fn $values:ident $parameters:tt, each of $arguments:tt;
        $($name:literal: $feature:ident,)+
    ) => {
        /// The features' names, in the order of their values.
        pub(crate) const NAMES: [&str; COUNT] = [$($name),+];

        $(#[$doc])*
        pub(crate) fn $values $parameters -> [f64; COUNT] {
            [$($feature $arguments),+]
        }
    };
}

pub(crate) use features;
