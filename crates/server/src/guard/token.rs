use std::fmt;

use sha2::{Digest as _, Sha256};
use subtle::{Choice, ConstantTimeEq as _};

/// Random bytes in a token.
const SECRET_BYTES: usize = 32;
/// What a token begins with, so that whoever finds one in the open knows what it is.
const PREFIX: &str = "tiyao_";

/// A bearer token: a secret that only its caller keeps.
pub struct Token(String);

impl Token {
    /// A token of `random` bytes, which must come from the system's source of randomness.
    pub fn of(random: [u8; SECRET_BYTES]) -> Self {
        Self(format!("{PREFIX}{}", hexadecimal(&random)))
    }

    /// The token itself, to hand to its caller.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What a server keeps of it.
    pub fn hash(&self) -> TokenHash {
        TokenHash::of(&self.0)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(***)")
    }
}

/// The SHA-256 of a token. A slow hash guards passwords, which can be guessed; 256 random bits cannot,
/// and a hash that is slow on every call would only be a way to keep the server busy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenHash([u8; 32]);

impl TokenHash {
    pub(super) fn of(token: &str) -> Self {
        Self(Sha256::digest(token.as_bytes()).into())
    }

    /// Reads 64 hexadecimal digits.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut hash = [0; 32];
        let digits = text.as_bytes();
        if digits.len() != 2 * hash.len() {
            return None;
        }
        for (byte, pair) in hash.iter_mut().zip(digits.chunks_exact(2)) {
            let pair = str::from_utf8(pair).ok()?;
            let digits_only = pair.bytes().all(|digit| digit.is_ascii_hexdigit());
            *byte = digits_only.then(|| u8::from_str_radix(pair, 16).ok())??;
        }
        Some(Self(hash))
    }

    /// Compares in a time that does not tell how much is equal.
    pub(super) fn matches(&self, other: &Self) -> Choice {
        self.0.ct_eq(&other.0)
    }
}

impl fmt::Display for TokenHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hexadecimal(&self.0))
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    use fmt::Write as _;
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing to a string cannot fail.
        write!(text, "{byte:02x}").ok();
        text
    })
}

#[cfg(test)]
mod tests {
    use super::{Token, TokenHash};

    #[test]
    fn a_token_is_known_by_its_hash() {
        let token = Token::of([7; 32]);
        assert_eq!(token.reveal().len(), "tiyao_".len() + 64);
        let hash = TokenHash::parse(&token.hash().to_string()).unwrap();
        assert!(bool::from(hash.matches(&TokenHash::of(token.reveal()))));
        assert!(!bool::from(hash.matches(&Token::of([8; 32]).hash())));
        assert_eq!(format!("{token:?}"), "Token(***)");
    }

    #[test]
    fn the_hash_is_sha_256() {
        // The digest of the empty text, from the standard's own examples.
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(TokenHash::of("").to_string(), empty);
    }

    #[test]
    fn what_is_no_hash() {
        let long = "0".repeat(65);
        for text in ["", "00", &long, &"g".repeat(64), &"+1".repeat(32), &"文".repeat(22)] {
            assert_eq!(TokenHash::parse(text), None, "{text}");
        }
    }
}
