//! Writes small PDFs.

use std::fmt::Write as _;

/// The objects of a file, numbered from 1.
#[derive(Default)]
pub(crate) struct Writer {
    objects: Vec<Vec<u8>>,
}

impl Writer {
    /// Adds an object and gives its number.
    pub(crate) fn add(&mut self, body: impl Into<Vec<u8>>) -> usize {
        self.objects.push(body.into());
        self.objects.len()
    }

    /// Replaces the object of that number.
    pub(crate) fn set(&mut self, number: usize, body: impl Into<Vec<u8>>) {
        if let Some(object) = self.objects.get_mut(number - 1) {
            *object = body.into();
        }
    }

    /// Adds a stream with further entries of its dictionary.
    pub(crate) fn stream(&mut self, entries: &str, data: &[u8]) -> usize {
        let head = format!("<< /Length {} {entries} >>\nstream\n", data.len());
        self.add([head.as_bytes(), data, b"\nendstream"].concat())
    }

    /// The file, of which object `root` is the catalog.
    pub(crate) fn finish(&self, root: usize) -> Vec<u8> {
        let mut file = b"%PDF-1.7\n".to_vec();
        let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", self.objects.len() + 1);
        for (at, object) in self.objects.iter().enumerate() {
            let _ = writeln!(table, "{:010} 00000 n ", file.len());
            file.extend(format!("{} 0 obj\n", at + 1).bytes());
            file.extend(object);
            file.extend(b"\nendobj\n");
        }
        let start = file.len();
        let size = self.objects.len() + 1;
        file.extend(table.bytes());
        file.extend(
            format!("trailer << /Size {size} /Root {root} 0 R >>\nstartxref\n{start}\n%%EOF\n")
                .bytes(),
        );
        file
    }
}

/// Shows a code one above each UTF-16 unit of the text; its map to Unicode takes it back.
pub(crate) const MAPPED: &str = "Mapped";
/// Helvetica, in the encoding of Windows.
pub(crate) const LATIN: &str = "Latin";

/// A file of pages with these contents, in A4; `MAPPED` and `LATIN` are there, and `fonts` by name.
pub(crate) fn pages(contents: &[String], fonts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = Writer::default();
    let root = add_pages(&mut writer, contents, fonts, "");
    writer.finish(root)
}

/// Adds the pages, whose resources have further `resources`, and gives the number of the catalog.
pub(crate) fn add_pages(
    writer: &mut Writer,
    contents: &[String],
    fonts: &[(&str, &str)],
    resources: &str,
) -> usize {
    let map = "/CIDInit /ProcSet findresource begin begincmap\n\
        1 begincodespacerange <0000> <FFFF> endcodespacerange\n\
        1 beginbfrange <0001> <FFFF> <0000> endbfrange endcmap end";
    let map = writer.stream("", map.as_bytes());
    let mut all = format!(
        "/{MAPPED} << /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Own /Encoding /Identity-H \
         /ToUnicode {map} 0 R /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /DW 1000 \
         /W [33 127 500] /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> \
         >>] >> /{LATIN} << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding \
         /WinAnsiEncoding >>"
    );
    for (name, font) in fonts {
        let _ = write!(all, " /{name} {font}");
    }
    let tree = writer.add("");
    let mut kids = String::new();
    for content in contents {
        let content = writer.stream("", content.as_bytes());
        let page = writer.add(format!(
            "<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 595 842] /Contents {content} 0 R \
             /Resources << /Font << {all} >> {resources} >> >>"
        ));
        let _ = write!(kids, "{page} 0 R ");
    }
    let count = contents.len();
    writer.set(tree, format!("<< /Type /Pages /Count {count} /Kids [{kids}] >>"));
    writer.add(format!("<< /Type /Catalog /Pages {tree} 0 R >>"))
}

/// `text` as a string that `MAPPED` shows.
pub(crate) fn mapped(text: &str) -> String {
    let mut shown = String::from("<");
    for unit in text.encode_utf16() {
        let _ = write!(shown, "{:04X}", unit + 1);
    }
    shown + ">"
}

/// Shows `text` from (x, y) upward and to the right.
pub(crate) fn show(x: f64, y: f64, size: f64, text: &str) -> String {
    format!("BT /{MAPPED} {size} Tf {x} {y} Td {} Tj ET\n", mapped(text))
}
