//! Finds and reads the masthead: a cluster of labelled rows, or the few rows at a text's head that
//! name the periodical and its number.

use tiyao_text::Span;

use crate::{
    Masthead, MastheadField,
    chars::{half_width, inked, squeezed, unspaced},
    furniture::opens_article,
    label::{Field, Labelled, fields, label},
    names::{could_be_person, words},
    number::{date, issue_number},
    row::{Row, RowKind},
};

/// A label that lost its first character: where it stands, and what it should be.
pub(crate) type LostLabel = (Span, String);

/// Marks the masthead's rows, and reads them.
pub(crate) fn read(text: &str, rows: &mut [Row]) -> (Option<Masthead>, Vec<LostLabel>) {
    let mut masthead = Masthead::default();
    let mut lost = Vec::new();
    for at in clusters(text, rows) {
        take(text, rows, at, &mut masthead, &mut lost);
    }
    for at in front(text, rows) {
        take(text, rows, at, &mut masthead, &mut lost);
    }
    if masthead.spans.is_empty() {
        repeated_head(text, rows, &mut masthead);
    }
    if masthead.title.is_empty() {
        masthead.title = named_in(&masthead).unwrap_or_default();
    }
    masthead.spans.sort();
    ((!masthead.spans.is_empty()).then_some(masthead), lost)
}

/// What one row offers to a masthead: the fields it names, or the issue's number.
fn offers(text: &str, row: &Row) -> Vec<Field> {
    /// Longer rows with commas are running text.
    const TERSE: usize = 24;
    let terse = || row.chars <= TERSE || !row.text(text).contains(['，', '。']);
    // two mastheads in one text look like a head that runs
    let open = matches!(row.kind, RowKind::Plain | RowKind::RunningHead);
    if !open || row.chars > 90 || !terse() {
        return Vec::new();
    }
    let mut offers: Vec<Field> = fields(text, row.span).iter().map(|f| f.label.field).collect();
    if offers.is_empty() && row.chars <= 40 && issue_number(row.text(text)).is_sure() {
        offers.push(Field::Date);
    }
    offers
}

/// Rows of clusters: labelled rows close together that name fields only mastheads have.
fn clusters(text: &str, rows: &[Row]) -> Vec<usize> {
    const GAP: usize = 3;
    let mut found = Vec::new();
    let mut cluster: Vec<(usize, Vec<Field>)> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let offers = offers(text, row);
        if offers.is_empty() {
            continue;
        }
        if cluster.last().is_some_and(|(last, _)| !is_close(rows, *last, at, GAP)) {
            found.extend(accepted(text, rows, &cluster));
            cluster.clear();
        }
        cluster.push((at, offers));
    }
    found.extend(accepted(text, rows, &cluster));
    found
}

/// Whether only a few short rows stand between two rows.
fn is_close(rows: &[Row], from: usize, to: usize, gap: usize) -> bool {
    let between = rows.get(from + 1..to).unwrap_or_default();
    let may_be = |row: &Row| matches!(row.kind, RowKind::Plain | RowKind::RunningHead);
    between.len() <= gap && between.iter().all(|row| may_be(row) && row.chars <= 30)
}

fn accepted(text: &str, rows: &[Row], cluster: &[(usize, Vec<Field>)]) -> Vec<usize> {
    let mut named: Vec<Field> =
        cluster.iter().flat_map(|(_, fields)| fields.iter().copied()).collect();
    named.sort();
    named.dedup();
    let sure = named.iter().filter(|field| field.is_sure()).count();
    let (Some((first, _)), Some((last, _))) = (cluster.first(), cluster.last()) else {
        return Vec::new();
    };
    if sure < 2 && (sure < 1 || named.len() < 3) {
        return Vec::new();
    }
    let mut start = *first;
    let joined: String = rows
        .get(start..=*last)
        .unwrap_or_default()
        .iter()
        .map(|row| squeezed(row.text(text)))
        .collect();
    // the periodical's name stands above, and comes back in the rows below
    for _ in 0..2 {
        let Some(above) = start.checked_sub(1).and_then(|at| rows.get(at)) else { break };
        let near = rows.get(start).is_some_and(|row| row.blanks <= 2);
        let named = joined.contains(&squeezed(above.text(text)));
        if !near || !named || above.chars > 20 || above.kind != RowKind::Plain {
            break;
        }
        start -= 1;
    }
    (start..=*last).collect()
}

/// Rows at the head of the text that name the periodical and its number.
fn front(text: &str, rows: &[Row]) -> Vec<usize> {
    let mut head: Vec<usize> = Vec::new();
    let mut sure = 0;
    for (at, row) in rows.iter().enumerate().take(8) {
        // the periodical's name may come back as a running head
        if !matches!(row.kind, RowKind::Plain | RowKind::RunningHead) || row.chars > 40 {
            break;
        }
        let cut = row.text(text);
        let says = issue_number(cut).is_sure()
            || (date(cut).is_some() && inked(cut) <= 30)
            || is_dated_name(cut)
            || fields(text, row.span)
                .iter()
                .any(|f| f.label.field.is_sure() || f.label.field == Field::Other);
        head.push(at);
        if says {
            sure = head.len();
        } else if sure > 0 || at >= 3 {
            break;
        }
    }
    head.truncate(sure);
    if sure > 4 { Vec::new() } else { head }
}

/// `《某某》 20221002`: a name and eight digits that are a day.
fn is_dated_name(cut: &str) -> bool {
    let digits: String = cut.chars().filter(char::is_ascii_digit).collect();
    cut.starts_with('《') && digits.len() == 8 && inked(cut) <= 24
}

/// In a dump of single articles, the running head that opens each of them names the periodical.
fn repeated_head(text: &str, rows: &[Row], masthead: &mut Masthead) {
    let opens = |row: &Row| opens_article(text, row);
    let Some(first) = rows.iter().take(12).position(opens) else { return };
    let more = rows.iter().skip(first + 1).take_while(|row| row.blanks == 0 && opens(row));
    let at = first + more.count();
    let mut start = first;
    while start > 0
        && rows.get(start).is_some_and(|row| row.blanks == 0)
        && rows.get(start - 1).is_some_and(|row| row.kind == RowKind::RunningHead)
    {
        start -= 1;
    }
    for row in rows.get(start..=at).unwrap_or_default() {
        number_and_date(row.text(text), masthead);
        masthead.spans.push(row.span);
    }
    if let Some(row) = rows.get(start)
        && (start < at || row.opens && !issue_number(row.text(text)).is_sure())
    {
        masthead.title = unspaced(row.text(text));
    }
}

fn take(
    text: &str,
    rows: &mut [Row],
    at: usize,
    masthead: &mut Masthead,
    lost: &mut Vec<LostLabel>,
) {
    let Some(row) = rows.get_mut(at) else { return };
    if row.kind == RowKind::Masthead {
        return;
    }
    let first = masthead.spans.is_empty();
    row.kind = RowKind::Masthead;
    let row = row.clone();
    masthead.spans.push(row.span);
    let cut = row.text(text);
    number_and_date(cut, masthead);
    let found = fields(text, row.span);
    if found.is_empty() {
        let goes_on = masthead.fields.last_mut().filter(|last| {
            let people =
                label(&squeezed(&last.label)).is_some_and(|label| label.field.lists_people());
            people && row.blanks == 0 && words(cut).iter().all(|word| could_be_person(word))
        });
        if let Some(last) = goes_on {
            last.value.push(' ');
            last.value.push_str(cut);
            last.spans.push(row.span);
            let field = label(&squeezed(&last.label)).map(|label| label.field);
            if let Some(field) = field {
                fill(field, cut, masthead);
            }
        } else if first && masthead.title.is_empty() {
            masthead.title = name_in(cut);
        }
        return;
    }
    for Labelled { label, label_span, value } in found {
        let value_text = value.cut(text).trim();
        fill(label.field, value_text, masthead);
        if let Some(repaired) = label.repaired {
            lost.push((label_span, repaired));
        }
        masthead.fields.push(MastheadField {
            label: label_span.cut(text).to_owned(),
            value: value_text.to_owned(),
            spans: vec![row.span],
        });
    }
}

fn number_and_date(cut: &str, masthead: &mut Masthead) {
    let said = issue_number(cut);
    masthead.year = masthead.year.or(said.year);
    masthead.number = masthead.number.or(said.number);
    masthead.total_number = masthead.total_number.or(said.total);
    if masthead.publication_date.is_empty()
        && let Some(day) = date(cut)
    {
        masthead.year = masthead.year.or_else(|| day.get(..4)?.parse().ok());
        masthead.publication_date = day;
    }
}

/// The periodical's name in a row that may say its number too: `# 某某摘编 第47期`, `《某某》 20221002`.
fn name_in(cut: &str) -> String {
    let bare = cut.trim_start_matches(['#', ' ']);
    if let Some((_, rest)) = bare.split_once('《')
        && let Some((name, _)) = rest.split_once('》')
    {
        return unspaced(name);
    }
    let name: Vec<&str> = bare
        .split_whitespace()
        .take_while(|word| {
            !issue_number(word).is_sure()
                && date(word).is_none()
                && !word.starts_with(|c: char| c.is_ascii_digit())
        })
        .collect();
    unspaced(&name.join(" "))
}

/// The periodical's name inside its fields: the 《name》 of `《某某》编辑部`.
fn named_in(masthead: &Masthead) -> Option<String> {
    let (_, rest) = masthead.publisher.split_once('《')?;
    rest.split_once('》').map(|(name, _)| name.to_owned())
}

fn fill(field: Field, value: &str, masthead: &mut Masthead) {
    let once = |slot: &mut String| {
        if slot.is_empty() {
            value.clone_into(slot);
        }
    };
    let people = |slot: &mut Vec<String>| {
        for name in words(value) {
            if !slot.contains(&name) {
                slot.push(name);
            }
        }
    };
    match field {
        Field::Supervisor => once(&mut masthead.supervisor),
        Field::Sponsor => once(&mut masthead.sponsor),
        Field::Publisher => once(&mut masthead.publisher),
        Field::EditorInChief => people(&mut masthead.editors_in_chief),
        Field::DeputyEditorInChief => people(&mut masthead.deputy_editors_in_chief),
        Field::ExecutiveEditor => people(&mut masthead.executive_editors),
        Field::DeskEditor => people(&mut masthead.desk_editors),
        Field::ArtEditor => people(&mut masthead.art_editors),
        Field::Email => {
            for word in words(value) {
                if word.contains('@') && !masthead.emails.contains(&word) {
                    masthead.emails.push(word);
                }
            }
        }
        Field::Postcode => once(&mut masthead.postcode),
        Field::Address => once(&mut masthead.address),
        Field::Printer => once(&mut masthead.printer),
        Field::Price => once(&mut masthead.price),
        Field::Issn if masthead.issn.is_empty() => masthead.issn = code(value, "ISSN"),
        Field::Cn if masthead.cn.is_empty() => masthead.cn = code(value, "CN"),
        Field::Date | Field::Issn | Field::Cn | Field::Other => {}
    }
}

/// A serial number without the letters before it.
fn code(value: &str, letters: &str) -> String {
    let plain: String = value.chars().map(half_width).collect();
    let bare = plain.trim_start().trim_start_matches(letters);
    bare.trim_start_matches([' ', ':', '：']).trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::row::inked_rows;

    #[test]
    fn a_cluster_of_labels() {
        let text = "前文一段，与刊物无关。\n\n田野观察\n\n某某协会主管\n2023年第13期 总第360期\n\n主办 某某出版社\n\
            出版 《田野观察》编辑部\n总编辑 张三\n期执行编辑 李四\n采编 王五 赵六\n钱七 孙八\n\n\
            国际标准连续出版物号 ISSN 2096-0000\n国内统一连续出版物号 CN 10-0000/F2\n定价 20.00元\n";
        let mut rows = inked_rows(text);
        let (masthead, lost) = read(text, &mut rows);
        let masthead = masthead.unwrap();
        assert_eq!(masthead.title, "田野观察");
        assert_eq!(
            (masthead.year, masthead.number, masthead.total_number),
            (Some(2023), Some(13), Some(360))
        );
        assert_eq!(masthead.supervisor, "某某协会");
        assert_eq!(masthead.desk_editors, ["王五", "赵六", "钱七", "孙八"]);
        assert_eq!((masthead.issn.as_str(), masthead.cn.as_str()), ("2096-0000", "10-0000/F2"));
        assert_eq!(
            lost.iter().map(|(s, r)| (s.cut(text), r.as_str())).collect::<Vec<_>>(),
            [("期执行编辑", "本期执行编辑")]
        );
        assert_eq!(masthead.spans.len(), 12);
    }

    #[test]
    fn the_head_of_a_newsletter() {
        let text = "工作简报\n第8期\n\n编发：办公室　　2020年6月15日\n\n春天来了\n文/记者 张三\n";
        let mut rows = inked_rows(text);
        let masthead = read(text, &mut rows).0.unwrap();
        assert_eq!(masthead.title, "工作简报");
        assert_eq!((masthead.number, masthead.publication_date.as_str()), (Some(8), "2020-06-15"));
        assert_eq!(masthead.spans.len(), 3);
    }

    #[test]
    fn a_letter_spaced_name() {
        let text = "田 野 观 察\n2026年第4期\n主办：某某协会\n\n春天来了\n";
        let masthead = read(text, &mut inked_rows(text)).0.unwrap();
        assert_eq!(masthead.title, "田野观察");
    }

    #[test]
    fn an_author_s_address_is_no_masthead() {
        let text = "责任编辑 张三\n正文。\n地址：某市\n邮编：100000\nE-mail：a@b.c\n";
        assert_eq!(read(text, &mut inked_rows(text)).0, None);
    }
}
