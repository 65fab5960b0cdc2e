/// What a document's form knows of one row beyond its characters.
///
/// Marks of a text are in the order of its rows, at most one for each. A row without a mark is only
/// its characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RowMark {
    /// Byte of the text at which the row starts.
    pub start: usize,
    /// What the form calls the row.
    pub form: RowForm,
    /// The page of the document it stands on; the first is 1. Not the number printed on the page.
    pub page: Option<u32>,
    /// Size of most of its characters, in tenths of a point.
    pub font_size: Option<u16>,
}

/// What a document's form calls a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RowForm {
    /// A line as it was set: its paragraph may go on in the next row.
    #[default]
    Line,
    /// A whole paragraph.
    Paragraph,
    /// A heading of this level; 1 is the highest.
    Heading(u8),
    /// The caption of a figure or a table.
    Caption,
    /// An item of a list.
    ListItem,
    /// A row of a table, its cells separated by tabs.
    TableRow,
}
