//! What an element's name says of its rows.

use tiyao_text::RowForm;

/// How an element stands in the flow of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flow {
    /// Within a row.
    Inline,
    /// On rows of its own, a blank row before and behind it.
    Block,
    /// On rows of its own.
    Row,
    /// A cell of a table's row.
    Cell,
    /// Has no content and no end tag.
    Void,
    /// Its content is no text of the page.
    Hidden,
}

/// How the element called `name` stands in the flow.
pub(crate) fn flow(name: &[u8]) -> Flow {
    match name {
        b"address" | b"article" | b"aside" | b"blockquote" | b"body" | b"caption" | b"center"
        | b"details" | b"dialog" | b"dir" | b"div" | b"dl" | b"fieldset" | b"figcaption"
        | b"figure" | b"footer" | b"form" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6"
        | b"head" | b"header" | b"hgroup" | b"html" | b"legend" | b"listing" | b"main"
        | b"menu" | b"nav" | b"ol" | b"p" | b"plaintext" | b"pre" | b"search" | b"section"
        | b"summary" | b"table" | b"ul" | b"xmp" => Flow::Block,
        b"dd" | b"dt" | b"li" | b"tbody" | b"tfoot" | b"thead" | b"tr" => Flow::Row,
        b"td" | b"th" => Flow::Cell,
        b"area" | b"base" | b"basefont" | b"bgsound" | b"br" | b"col" | b"embed" | b"frame"
        | b"hr" | b"img" | b"input" | b"keygen" | b"link" | b"meta" | b"param" | b"source"
        | b"track" | b"wbr" => Flow::Void,
        b"audio" | b"button" | b"canvas" | b"datalist" | b"iframe" | b"noembed" | b"noframes"
        | b"noscript" | b"object" | b"rp" | b"rt" | b"script" | b"select" | b"style" | b"svg"
        | b"template" | b"textarea" | b"title" | b"video" => Flow::Hidden,
        _ => Flow::Inline,
    }
}

/// What rows of the element called `name` are, inside an element whose rows are `outer`.
pub(crate) fn form(name: &[u8], outer: RowForm) -> RowForm {
    match name {
        [b'h', level @ b'1'..=b'6'] => RowForm::Heading(level - b'0'),
        b"caption" | b"figcaption" => RowForm::Caption,
        b"li" => RowForm::ListItem,
        b"listing" | b"plaintext" | b"pre" | b"xmp" => RowForm::Line,
        _ => outer,
    }
}

/// Whether white space of the element called `name` is shown as it is.
pub(crate) fn keeps_space(name: &[u8]) -> bool {
    matches!(name, b"listing" | b"plaintext" | b"pre" | b"xmp")
}

/// Whether a start tag called `name` ends an open element called `open`, whose end tag may be left
/// out: `<p>` ends before a block, `<li>` before the next one.
pub(crate) fn ends_open(name: &[u8], open: &[u8]) -> bool {
    match open {
        b"p" => matches!(flow(name), Flow::Block | Flow::Row) || name == b"hr",
        b"li" => name == b"li",
        b"dd" | b"dt" => matches!(name, b"dd" | b"dt"),
        b"td" | b"th" => matches!(name, b"td" | b"th" | b"tr" | b"tbody" | b"tfoot" | b"thead"),
        [b'h', b'1'..=b'6'] => matches!(name, [b'h', b'1'..=b'6']),
        b"tr" | b"caption" => matches!(name, b"tr" | b"tbody" | b"tfoot" | b"thead"),
        _ => false,
    }
}

/// Whether no end tag but its own, or that of an element around it that is one of these too, ends an
/// element called `name`.
pub(crate) fn is_scope(name: &[u8]) -> bool {
    matches!(name, b"body" | b"caption" | b"html" | b"table" | b"td" | b"template" | b"th")
}
