//! Whether the tables that a recipe makes are those that the tree keeps.

use std::process::ExitCode;

/// Tells of each table whether it is the kept one, and fails if one is not.
#[derive(Default)]
pub(crate) struct Check {
    differ: usize,
}

impl Check {
    /// A whole file, byte for byte.
    pub(crate) fn file(&mut self, name: &str, made: &str, kept: &str) {
        self.tell(name, &rows(made, str::to_owned), &rows(kept, str::to_owned));
    }

    /// A table that stands in a source file, byte for byte but for the blanks that the formatter puts
    /// between a number and its comment.
    pub(crate) fn table(&mut self, name: &str, made: &str, source: &str) {
        let head = made.lines().next().unwrap_or_default();
        let kept = source.split_once(head).and_then(|(_, rest)| rest.split_once("\n];"));
        let kept = kept.map_or_else(String::new, |(table, _)| format!("{head}{table}\n];\n"));
        let one_blank = |row: &str| row.split_whitespace().collect::<Vec<_>>().join(" ");
        self.tell(name, &rows(made, one_blank), &rows(&kept, one_blank));
    }

    #[expect(clippy::print_stdout, reason = "what the command is for")]
    fn tell(&mut self, name: &str, made: &[String], kept: &[String]) {
        if made == kept {
            println!("same       {name}");
        } else {
            let other = made.iter().zip(kept).filter(|(made, kept)| made != kept).count();
            let (made, kept) = (made.len(), kept.len());
            println!("different  {name}: {other} rows, {made} made and {kept} kept");
            self.differ += 1;
        }
    }

    /// Failure if a table differs.
    pub(crate) fn exit_code(&self) -> ExitCode {
        if self.differ == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

fn rows(table: &str, row: impl Fn(&str) -> String) -> Vec<String> {
    table.split('\n').map(row).collect()
}
