//! When an issue appeared, as far as its masthead says.

use tiyao_api::v1;

/// A date of which the later parts may be missing; all are digits or empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Date {
    pub(crate) year: String,
    pub(crate) month: String,
    pub(crate) day: String,
}

impl Date {
    /// The day of publication, or the year alone.
    pub(crate) fn of(masthead: &v1::Masthead) -> Self {
        let mut parts = masthead.publication_date.split('-').map(str::to_owned);
        let year = parts.next().filter(|year| !year.is_empty());
        let year = year.or_else(|| (masthead.year != 0).then(|| masthead.year.to_string()));
        Self {
            year: year.unwrap_or_default(),
            month: parts.next().unwrap_or_default(),
            day: parts.next().unwrap_or_default(),
        }
    }

    /// The parts that are known, joined.
    pub(crate) fn joined(&self, separator: &str) -> String {
        let parts = [&self.year, &self.month, &self.day].map(String::as_str);
        let known: Vec<&str> = parts.into_iter().take_while(|part| !part.is_empty()).collect();
        known.join(separator)
    }
}

#[cfg(test)]
mod tests {
    use tiyao_api::v1;

    use super::Date;

    #[test]
    fn as_far_as_it_is_known() {
        let check = |date: &str, year, expected: &str| {
            let publication_date = date.to_owned();
            let masthead = v1::Masthead { year, publication_date, ..Default::default() };
            assert_eq!(Date::of(&masthead).joined("-"), expected, "{date} {year}");
        };
        check("2023-07-01", 2023, "2023-07-01");
        check("2023-07", 2023, "2023-07");
        check("", 2023, "2023");
        check("", 0, "");
    }
}
