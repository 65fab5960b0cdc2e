//! What an element's own attributes say of how it is shown.

/// What is read of an element's attributes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shown {
    /// It is not shown at all.
    pub(crate) hidden: bool,
    /// Size of its characters, in tenths of a point.
    pub(crate) size: Option<u16>,
}

/// Reads the `style` attribute's value.
pub(crate) fn of_style(value: &str) -> Shown {
    let mut shown = Shown::default();
    for declaration in value.split(';') {
        let Some((property, set)) = declaration.split_once(':') else { continue };
        let set = set.trim();
        match property.trim().to_ascii_lowercase().as_str() {
            "display" => shown.hidden |= starts_with(set, "none"),
            "visibility" => shown.hidden |= starts_with(set, "hidden"),
            "mso-hide" => shown.hidden |= starts_with(set, "all"),
            "font-size" => shown.size = length(set),
            _ => {}
        }
    }
    shown
}

/// Reads the `size` attribute of `<font>`: seven sizes, as browsers show them.
pub(crate) fn of_font(value: &str) -> Option<u16> {
    const POINTS: [u16; 7] = [75, 100, 120, 135, 180, 240, 360];
    let size: usize = value.trim().parse().ok()?;
    POINTS.get(size.checked_sub(1)?).copied()
}

/// An absolute length, in tenths of a point; what is relative is not known.
fn length(value: &str) -> Option<u16> {
    let digits = value.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    let (number, unit) = value.split_at_checked(digits)?;
    let tenths = match unit.trim().get(..2)?.to_ascii_lowercase().as_str() {
        "pt" => 10.0,
        "px" => 7.5,
        _ => return None,
    };
    let size = number.parse::<f32>().ok()? * tenths;
    // A size that no page has is not one.
    (1..=u16::MAX).contains(&rounded(size)).then(|| rounded(size))
}

/// The nearest whole number; 0 for what is too large.
fn rounded(size: f32) -> u16 {
    const LARGEST: f32 = 9_999.0;
    if !(0.0..=LARGEST).contains(&size) {
        return 0;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is within 0 and 9999"
    )]
    let whole = size.round() as u16;
    whole
}

fn starts_with(value: &str, word: &str) -> bool {
    value.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::{Shown, of_font, of_style};

    #[test]
    fn hidden_and_size() {
        let check = |style: &str, hidden: bool, size: Option<u16>| {
            assert_eq!(of_style(style), Shown { hidden, size }, "{style}");
        };
        check("", false, None);
        check("DISPLAY : NONE", true, None);
        check("color:red;mso-hide: all", true, None);
        check("font-size:22.0pt; text-align:center", false, Some(220));
        check("font-size:16px!important", false, Some(120));
        check("font-size:1.2em", false, None);
        check("font-size:99999999999pt", false, None);
        check("font-size:宋体", false, None);
        assert_eq!((of_font("5"), of_font("0"), of_font("+1")), (Some(180), None, Some(75)));
    }
}
