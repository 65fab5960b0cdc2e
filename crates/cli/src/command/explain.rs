//! How each row of an issue was read.

use tiyao_client::{Client, v1};
use v1::content::Form;

use super::issue::keep_only;
use crate::{
    args::{Format, IssueArgs},
    failure::Failure,
    input,
    output::Output,
    render::{
        json,
        table::{self, ExplainedRow},
    },
    screen::Screen,
};

/// Shows how each row was read.
pub(super) async fn run(
    client: &Client,
    args: &IssueArgs,
    format: Format,
    screen: Screen,
) -> Result<(), Failure> {
    if !matches!(format, Format::Table | Format::Json | Format::Ndjson) {
        let message = "--explain: rows are shown as table, json or ndjson";
        return Err(Failure::Usage(message.to_owned()));
    }
    let content = input::content(&args.input).await?;
    let sent = match (&content.form, format) {
        (Some(Form::Data(data)), Format::Table) => data.clone(),
        _ => Vec::new(),
    };
    // A table shows no offsets, and cuts its rows from the file as it is.
    let unit = match format {
        Format::Table => v1::OffsetUnit::ReceivedByte,
        _ => args.input.offsets.unit(),
    };
    let request = v1::SplitIssueRequest {
        content: Some(content),
        offset_unit: unit.into(),
        id: String::new(),
        explain: true,
    };
    let name = input::name(&args.input.file);
    let mut response =
        client.split_issue(request).await.map_err(|error| Failure::call(&name, &error))?;
    let issue = response.issue.get_or_insert_default();
    if format == Format::Table && issue.encoding() == v1::Encoding::Gb18030 {
        let message =
            format!("{name}: is in GB18030; a table shows rows of Unicode texts, json all");
        return Err(Failure::Message(message));
    }
    let rows = texts(issue, &response.rows, &sent);
    if let Some(number) = args.article {
        keep_only(issue, number)?;
        response.rows.retain(|row| row.article_index == Some(number - 1));
    }
    let rows = rows.into_iter().filter(|row| {
        args.article.is_none_or(|number| row.reading.article_index == Some(number - 1))
    });
    let mut output = Output::open(args.output.output.as_deref())?;
    output.write_with(|out| match format {
        Format::Table => table::explained_rows(out, rows, screen),
        Format::Ndjson => json::line(out, &response),
        _ => json::pretty(out, &response),
    })?;
    output.finish()
}

/// The rows with their texts and the numbers of their lines, cut from what was sent or extracted.
fn texts(issue: &v1::Issue, rows: &[v1::RowReading], sent: &[u8]) -> Vec<ExplainedRow> {
    let extracted = issue.extracted_text.as_bytes();
    let (source, encoding) = if extracted.is_empty() {
        (sent, issue.encoding())
    } else {
        (extracted, v1::Encoding::Utf8)
    };
    let cut = |start: u32, end: u32| {
        let range = usize::try_from(start).ok().zip(usize::try_from(end).ok());
        let bytes = range.and_then(|(start, end)| source.get(start..end)).unwrap_or_default();
        decode(bytes, encoding)
    };
    let (mut line, mut end) = (1, 0);
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let first = row.spans.first().map_or(end, |span| span.start);
        line += cut(end, first.max(end)).matches('\n').count();
        let text: String = row.spans.iter().map(|span| cut(span.start, span.end)).collect();
        found.push(ExplainedRow { line, text, reading: row.clone() });
        end = first.max(end);
    }
    found
}

/// A piece of a text in a Unicode encoding; the tables of others are the server's.
fn decode(bytes: &[u8], encoding: v1::Encoding) -> String {
    let utf16 = |unit: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).map(|pair| match pair {
            [first, second] => unit([*first, *second]),
            _ => 0,
        });
        String::from_utf16_lossy(&units.collect::<Vec<u16>>())
    };
    match encoding {
        v1::Encoding::Utf16Le => utf16(u16::from_le_bytes),
        v1::Encoding::Utf16Be => utf16(u16::from_be_bytes),
        v1::Encoding::Utf8 | v1::Encoding::Gb18030 | v1::Encoding::Unspecified => {
            String::from_utf8_lossy(bytes).into_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use tiyao_client::v1;

    use super::texts;

    #[test]
    fn rows_are_cut_from_what_was_sent() {
        let span = |start, end| v1::RowReading {
            spans: vec![v1::Span { start, end }],
            ..v1::RowReading::default()
        };
        let sent: Vec<u8> = "春天\n\n上升\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let issue = v1::Issue { encoding: v1::Encoding::Utf16Le.into(), ..v1::Issue::default() };
        let rows = texts(&issue, &[span(0, 4), span(8, 12), span(90, 95)], &sent);
        let rows: Vec<(usize, &str)> =
            rows.iter().map(|row| (row.line, row.text.as_str())).collect();
        assert_eq!(rows, [(1, "春天"), (3, "上升"), (3, "")]);
        let issue = v1::Issue { extracted_text: "夏天".to_owned(), ..v1::Issue::default() };
        assert_eq!(texts(&issue, &[span(0, 6)], b"PK")[0].text, "夏天");
    }
}
