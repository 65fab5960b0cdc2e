//! What a table is drawn on.

use std::{
    env,
    io::{self, IsTerminal as _},
};

use crate::args::ColorArg;

/// Longer lines are hard to read.
const MAX_WIDTH: usize = 100;
/// Narrower than this, words no longer fit.
const MIN_WIDTH: usize = 30;
/// When nothing says how wide.
const DEFAULT_WIDTH: usize = 80;

/// Width and colours of what a table is drawn on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Screen {
    /// Columns; a Han character takes two.
    pub(crate) width: usize,
    /// Whether escape sequences may be used.
    pub(crate) colour: bool,
}

impl Screen {
    /// The terminal on standard output, or what stands in for it.
    pub(crate) fn detect(when: ColorArg, to_stdout: bool) -> Self {
        let terminal = to_stdout && io::stdout().is_terminal();
        let width = terminal_size::terminal_size()
            .filter(|_| terminal)
            .map(|(width, _)| usize::from(width.0))
            .or_else(|| env::var("COLUMNS").ok()?.parse().ok())
            .unwrap_or(DEFAULT_WIDTH)
            .clamp(MIN_WIDTH, MAX_WIDTH);
        let colour = match when {
            ColorArg::Always => true,
            ColorArg::Never => false,
            ColorArg::Auto => terminal && !is_set("NO_COLOR") && !is_dumb(),
        };
        Self { width, colour }
    }
}

fn is_set(name: &str) -> bool {
    env::var_os(name).is_some_and(|value| !value.is_empty())
}

fn is_dumb() -> bool {
    env::var_os("TERM").is_some_and(|term| term == "dumb")
}
