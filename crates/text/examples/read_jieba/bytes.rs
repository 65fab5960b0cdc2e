//! Numbers in the form in which the data files hold them: little-endian, each list behind its
//! length.

/// Bytes that grow by lists.
#[derive(Default)]
pub(crate) struct Bytes(pub(crate) Vec<u8>);

impl Bytes {
    pub(crate) fn text(&mut self, text: &str) {
        self.length(text.len());
        self.0.extend(text.as_bytes());
    }

    pub(crate) fn chars(&mut self, chars: &[char]) {
        self.length(chars.len());
        self.0.extend(chars.iter().flat_map(|&c| u32::from(c).to_le_bytes()));
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.length(bytes.len());
        self.0.extend(bytes);
    }

    pub(crate) fn shorts(&mut self, numbers: &[u16]) {
        self.length(numbers.len());
        self.0.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
    }

    pub(crate) fn longs(&mut self, numbers: &[u64]) {
        self.length(numbers.len());
        self.0.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
    }

    pub(crate) fn floats(&mut self, numbers: &[f64]) {
        self.length(numbers.len());
        self.0.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
    }

    fn length(&mut self, length: usize) {
        let length = u32::try_from(length).expect("a list is shorter than 4 GiB");
        self.0.extend(length.to_le_bytes());
    }
}
