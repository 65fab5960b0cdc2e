//! What stands in figures, tables and formulas: rows that are short as titles are, and begin no
//! article.

use crate::{
    chars::{is_blank, is_digit, is_han, is_letter, width},
    number::{date, issue_number},
};

/// Whether the row is a figure's or a table's caption, a row of a table, or a formula.
pub(crate) fn is_exhibit(text: &str) -> bool {
    is_captioned(text) || is_formula(text) || is_data(text) || has_cells(text)
}

/// Whether a row names a figure or a table: `图1 …`, `Table 2`.
fn is_captioned(text: &str) -> bool {
    const NAMES: [&str; 10] =
        ["附图", "附表", "续表", "图", "表", "Fig", "FIG", "Table", "TABLE", "Tab."];
    let bare = text.trim_start_matches(is_blank);
    NAMES.iter().any(|word| {
        let number = bare.strip_prefix(word).map(|rest| rest.trim_start_matches([' ', '.', 's']));
        number.is_some_and(|rest| {
            let behind = rest
                .trim_start_matches(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十']);
            rest.starts_with(is_digit)
                || (behind.len() < rest.len() && behind.starts_with(is_blank))
        })
    })
}

/// Whether the row is an equation: it has a sign of equality, and no words or an operator too.
fn is_formula(text: &str) -> bool {
    let equates = text.contains(['=', '＝']);
    equates && (!text.contains(is_han) || text.contains(['×', '÷', '∑', '√', '∫']))
}

/// Whether the row is mostly numbers, and no date. A year may be a title.
fn is_data(text: &str) -> bool {
    const LEAST: usize = 6;
    let (mut inked, mut digits, mut letters) = (0_usize, 0_usize, 0_usize);
    for c in text.chars().filter(|c| !is_blank(*c)) {
        inked += 1;
        digits += usize::from(is_digit(c));
        letters += usize::from(is_letter(c));
    }
    if letters == 0 {
        let year = inked == 4 && text.trim_start_matches(is_blank).starts_with(['1', '2']);
        return digits > 0 && !year && date(text).is_none();
    }
    let said =
        || text.contains(['年', '月']) || date(text).is_some() || issue_number(text).is_sure();
    digits >= LEAST && digits * 2 >= inked && !said()
}

/// Whether wide gaps part the row into cells, and not merely its letters.
fn has_cells(text: &str) -> bool {
    const GAP: usize = 4;
    const GAPS: usize = 3;
    let (mut gaps, mut gap, mut cell, mut longest) = (0, 0, 0_usize, 0);
    for c in text.trim_matches(is_blank).chars() {
        if is_blank(c) {
            gap += width(c).max(usize::from(c == '\u{3000}') * 2);
            continue;
        }
        if gap >= GAP {
            gaps += 1;
            cell = 0;
        }
        gap = 0;
        cell += 1;
        longest = longest.max(cell);
    }
    gaps >= GAPS && longest >= 2
}

#[cfg(test)]
mod tests {
    use super::is_exhibit;
    use crate::split;

    #[test]
    fn rows_that_begin_no_article() {
        for yes in [
            "图3　河谷的水位",
            "表 12 渡口的船",
            "表二　渡口的船",
            "Fig. 4 The mill",
            "m=ρv",
            "收成率(%)＝收成/播种×100%",
            "甲田12.5　13.1　9.8",
            "1998旱地5/8～6/12 210 33.5",
            "4821",
            "村　名　　　　　　户　　数　　　　　人　　口",
        ] {
            assert!(is_exhibit(yes), "{yes}");
        }
    }

    #[test]
    fn a_table_between_paragraphs() {
        let body = "田里的人多了起来，大家都在忙着准备播种，一直忙到天黑。\n".repeat(4);
        let table = "\n\n甲田12.5　13.1　9.8\n乙田11.5　12.2　8.7\n\n\n图3　河谷的水位\n";
        let article = |title: &str| format!("\n\n{title}\n张三　李四\n{body}{table}{body}");
        let text = ["论春天的由来", "山谷里的旧磨坊", "河堤上的灯"].map(article).concat();
        let issue = split(&text);
        let found: Vec<&str> = issue.articles.iter().map(|a| a.title.text()).collect();
        assert_eq!(found, ["论春天的由来", "山谷里的旧磨坊", "河堤上的灯"]);
    }

    #[test]
    fn titles() {
        for no in [
            "图书馆的春天",
            "表一表心意",
            "1937",
            "1998年12月31日",
            "2024-05-18",
            "春　　天　　来　　了",
            "我的2023",
            "12345热线",
            "1+1=2的故事",
            "田野　春天里　渡口",
        ] {
            assert!(!is_exhibit(no), "{no}");
        }
    }
}
