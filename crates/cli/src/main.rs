//! The `tiyao` command.
fn main() {}
