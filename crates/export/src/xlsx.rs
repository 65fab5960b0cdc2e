//! The list of an issue's articles as an Office Open XML workbook with one sheet.
//!
//! Every text is a string of its cell and never a formula, so nothing that an article says is
//! calculated with.

use std::io::{self, Write};

use tiyao_api::v1;

use crate::{
    line::one_line,
    list::{COLUMNS, Cell, row},
    package::{Properties, office, office_relationships},
    xml::Xml,
};

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";
/// UTF-16 code units that a cell may hold.
const MAX_CELL_UNITS: usize = 32_767;
/// Columns of running text are wide, and their rows are broken.
const WIDE: [&str; 4] = ["title", "keywords", "summary", "printed_abstract"];
/// Indices of styles in `styles.xml`.
const PLAIN: &str = "0";
const HEAD: &str = "1";
const WRAPPED: &str = "2";

/// A workbook with a row for each article.
pub(crate) fn list(
    out: &mut dyn Write,
    issue: &v1::Issue,
    articles: &[v1::Article],
) -> io::Result<()> {
    let title = issue.masthead.as_ref().map_or("", |masthead| masthead.title.as_str());
    let properties = Properties { title: one_line(title), ..Default::default() };
    let kinds =
        ["sheet.main+xml", "worksheet+xml", "styles+xml"].map(|kind| format!("{TYPE}.{kind}"));
    let names = ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"];
    let parts: Vec<(&str, &str)> =
        names.into_iter().zip(kinds.iter().map(String::as_str)).collect();
    let mut package = office("xl/workbook.xml", &parts, &properties)?;
    package.part("xl/workbook.xml", workbook)?;
    package.part("xl/_rels/workbook.xml.rels", |out| {
        office_relationships(
            out,
            &[("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")],
        )
    })?;
    package.part("xl/styles.xml", styles)?;
    package.part("xl/worksheets/sheet1.xml", |out| sheet(out, issue, articles))?;
    package.finish(out)
}

fn workbook(out: &mut dyn Write) -> io::Result<()> {
    let mut xml = Xml::part(out)?;
    xml.element("workbook", &[("xmlns", MAIN), ("xmlns:r", OFFICE)], |xml| {
        xml.element("sheets", &[], |xml| {
            xml.empty("sheet", &[("name", "articles"), ("sheetId", "1"), ("r:id", "rId1")])
        })
    })?;
    xml.end()
}

fn styles(out: &mut dyn Write) -> io::Result<()> {
    let mut xml = Xml::part(out)?;
    xml.element("styleSheet", &[("xmlns", MAIN)], |xml| {
        xml.element("fonts", &[("count", "2")], |xml| {
            let font = |xml: &mut Xml<'_>, bold: bool| {
                xml.element("font", &[], |xml| {
                    if bold {
                        xml.empty("b", &[])?;
                    }
                    xml.empty("sz", &[("val", "11")])?;
                    xml.empty("name", &[("val", "Calibri")])
                })
            };
            font(xml, false)?;
            font(xml, true)
        })?;
        xml.element("fills", &[("count", "2")], |xml| {
            for pattern in ["none", "gray125"] {
                let pattern = [("patternType", pattern)];
                xml.element("fill", &[], |xml| xml.empty("patternFill", &pattern))?;
            }
            Ok(())
        })?;
        xml.element("borders", &[("count", "1")], |xml| {
            xml.element("border", &[], |xml| {
                ["left", "right", "top", "bottom", "diagonal"]
                    .into_iter()
                    .try_for_each(|side| xml.empty(side, &[]))
            })
        })?;
        xml.element("cellStyleXfs", &[("count", "1")], |xml| {
            xml.empty(
                "xf",
                &[("numFmtId", "0"), ("fontId", "0"), ("fillId", "0"), ("borderId", "0")],
            )
        })?;
        xml.element("cellXfs", &[("count", "3")], |xml| {
            for (font, wrap) in [("0", "0"), ("1", "0"), ("0", "1")] {
                let format = [
                    ("numFmtId", "0"),
                    ("fontId", font),
                    ("fillId", "0"),
                    ("borderId", "0"),
                    ("xfId", "0"),
                    ("applyFont", "1"),
                    ("applyAlignment", "1"),
                ];
                xml.element("xf", &format, |xml| {
                    xml.empty("alignment", &[("vertical", "top"), ("wrapText", wrap)])
                })?;
            }
            Ok(())
        })?;
        xml.element("cellStyles", &[("count", "1")], |xml| {
            xml.empty("cellStyle", &[("name", "Normal"), ("xfId", "0"), ("builtinId", "0")])
        })
    })?;
    xml.end()
}

fn sheet(out: &mut dyn Write, issue: &v1::Issue, articles: &[v1::Article]) -> io::Result<()> {
    let mut xml = Xml::part(out)?;
    xml.element("worksheet", &[("xmlns", MAIN)], |xml| {
        xml.element("sheetViews", &[], |xml| {
            xml.element("sheetView", &[("workbookViewId", "0")], |xml| {
                // The head stays in sight.
                let frozen = [
                    ("ySplit", "1"),
                    ("topLeftCell", "A2"),
                    ("activePane", "bottomLeft"),
                    ("state", "frozen"),
                ];
                xml.empty("pane", &frozen)
            })
        })?;
        xml.element("cols", &[], |xml| {
            for (number, name) in (1_u32..).zip(COLUMNS) {
                let number = number.to_string();
                let width = if WIDE.contains(&name) { "48" } else { "14" };
                xml.empty(
                    "col",
                    &[("min", &number), ("max", &number), ("width", width), ("customWidth", "1")],
                )?;
            }
            Ok(())
        })?;
        xml.element("sheetData", &[], |xml| {
            let head = COLUMNS.map(|name| Cell::Text(name.to_owned()));
            cells(xml, 1, &head, |_| HEAD)?;
            for (number, article) in (2_u32..).zip(articles) {
                let style = |name: &str| if WIDE.contains(&name) { WRAPPED } else { PLAIN };
                cells(xml, number, &row(issue, article), style)?;
            }
            Ok(())
        })
    })?;
    xml.end()
}

fn cells(
    xml: &mut Xml<'_>,
    number: u32,
    cells: &[Cell; COLUMNS.len()],
    style: impl Fn(&str) -> &'static str,
) -> io::Result<()> {
    let number = number.to_string();
    xml.element("row", &[("r", &number)], |xml| {
        for ((column, name), cell) in ('A'..).zip(COLUMNS).zip(cells) {
            let place = format!("{column}{number}");
            let style = ("s", style(name));
            match cell {
                Cell::Number(value) => xml.element("c", &[("r", &place), style], |xml| {
                    xml.text("v", &[], &value.to_string())
                })?,
                Cell::Text(text) if text.is_empty() => {}
                Cell::Text(text) => {
                    xml.element("c", &[("r", &place), style, ("t", "inlineStr")], |xml| {
                        xml.element("is", &[], |xml| {
                            xml.text("t", &[("xml:space", "preserve")], &escaped(text))
                        })
                    })?;
                }
            }
        }
        Ok(())
    })
}

/// The text as far as a cell holds it. What reads as the escape of a character, `_x0041_`, is none:
/// its first sign is escaped itself.
fn escaped(text: &str) -> String {
    let mut units = 0;
    let whole = one_line(text);
    let fits = |character: &char| {
        units += character.len_utf16();
        units < MAX_CELL_UNITS
    };
    let mut cut: String = whole.chars().take_while(fits).collect();
    if cut.len() < whole.len() {
        cut.push('…');
    }
    let mut pieces = cut.split("_x");
    let mut escaped = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let digits = piece.chars().take_while(char::is_ascii_hexdigit).count();
        let is_escape = digits == 4 && piece.chars().nth(4) == Some('_');
        escaped.push_str(if is_escape { "_x005F_x" } else { "_x" });
        escaped.push_str(piece);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read as _};

    use zip::ZipArchive;

    use super::{MAX_CELL_UNITS, escaped};
    use crate::sample;

    #[test]
    fn a_sheet_of_strings() {
        let mut issue = sample::issue();
        issue.articles[0].title = "=1+1 & <b>".to_owned();
        let mut out = Vec::new();
        super::list(&mut out, &issue, &issue.articles).unwrap();
        let mut again = Vec::new();
        super::list(&mut again, &issue, &issue.articles).unwrap();
        assert_eq!(out, again, "equal messages, equal bytes");
        let mut archive = ZipArchive::new(Cursor::new(out)).unwrap();
        let mut sheet = String::new();
        archive.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut sheet).unwrap();
        assert!(!sheet.contains("<f>"));
        let cell = "<c r=\"C2\" s=\"2\" t=\"inlineStr\"><is><t xml:space=\"preserve\">=1+1 &amp; &lt;b&gt;</t></is></c>";
        assert!(sheet.contains(cell), "{sheet}");
        assert!(sheet.contains("<c r=\"J2\" s=\"0\"><v>8</v></c>"), "{sheet}");
    }

    #[test]
    fn what_a_cell_holds() {
        assert_eq!(escaped("a_x0041_b_x_xyz"), "a_x005F_x0041_b_x_xyz");
        let long = "粮".repeat(MAX_CELL_UNITS + 10);
        let cut = escaped(&long);
        assert_eq!(cut.encode_utf16().count(), MAX_CELL_UNITS);
        assert!(cut.ends_with('…'));
        assert_eq!(escaped(&"a".repeat(100)), "a".repeat(100));
    }
}
