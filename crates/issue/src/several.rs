//! More than one issue in one text, or one issue more than once.

use tiyao_text::Span;

use crate::{
    Diagnostic, DiagnosticCode, Issue, Severity,
    number::{IssueNumber, issue_number},
    page::Page,
    row::RowKind,
};

/// What the rows of one masthead say about the issue's number.
struct Said {
    number: IssueNumber,
    span: Span,
}

/// A remark on every masthead below an article: it is another issue's, or the same once more.
pub(crate) fn issues(page: &Page<'_>, issue: &Issue) -> Vec<Diagnostic> {
    let mut groups: Vec<(usize, Said)> = Vec::new();
    for row in page.rows.iter().filter(|row| row.kind == RowKind::Masthead) {
        let number = issue_number(row.text(page.text));
        if !number.is_sure() {
            continue;
        }
        let above =
            issue.articles.partition_point(|article| article.span.start() < row.span.start());
        match groups.last_mut() {
            Some((group, said)) if *group == above => {
                said.number.year = said.number.year.or(number.year);
                said.number.number = said.number.number.or(number.number);
                said.number.total = said.number.total.or(number.total);
            }
            _ => groups.push((above, Said { number, span: row.span })),
        }
    }
    let Some(((_, first), rest)) = groups.split_first() else { return Vec::new() };
    let remarks = rest.iter().filter_map(|(_, said)| {
        let same = same(first.number, said.number)?;
        let what = if same { "the same issue begins again" } else { "another issue begins" };
        Some(Diagnostic {
            code: DiagnosticCode::SeveralIssues,
            severity: Severity::Warning,
            message: format!("{what}: {}", said.span.cut(page.text)),
            spans: vec![said.span],
            suggestion: String::new(),
        })
    });
    remarks.collect()
}

/// Whether two mastheads are of one issue; `None` when they do not tell.
fn same(one: IssueNumber, other: IssueNumber) -> Option<bool> {
    let pairs = [(one.total, other.total), (one.number, other.number), (one.year, other.year)];
    let mut told = pairs.iter().filter_map(|(one, other)| Some((*one)? == (*other)?)).peekable();
    told.peek()?;
    Some(told.all(|same| same))
}

#[cfg(test)]
mod tests {
    use crate::{DiagnosticCode, split};

    fn check(text: &str, expected: &[&str]) {
        let issue = split(text);
        let found = issue.diagnostics.iter().filter(|d| d.code == DiagnosticCode::SeveralIssues);
        let found: Vec<&str> = found.map(|d| d.message.as_str()).collect();
        assert_eq!(found, expected);
    }

    fn issue(number: &str) -> String {
        let body = "田里的人多了起来，大家都在忙着准备播种，一直忙到天黑。";
        format!(
            "田野\n{number}\n主管 某某部\n主办 某某社\n主编 张三\n定价 10元\n\n目录\n1 春天来了\n3 夏天走了\n\n\
             春天来了\n文 | 张三\n\n{body}\n{body}■\n\n夏天走了\n文 | 李四\n\n{body}\n{body}■\n\n"
        )
    }

    #[test]
    fn two_issues_in_one_text() {
        let (one, two) = ("2023年第13期 总第1360期", "2023年第14期 总第1361期");
        check(&issue(one), &[]);
        check(&(issue(one) + &issue(two)), &["another issue begins: 2023年第14期 总第1361期"]);
        check(
            &(issue(one) + &issue(one)),
            &["the same issue begins again: 2023年第13期 总第1360期"],
        );
    }
}
