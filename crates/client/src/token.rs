use std::{
    fmt, fs, io,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use tonic::metadata::AsciiMetadataValue;

use crate::Error;

/// How long a file's token is used before the file is read again.
const FRESH: Duration = Duration::from_secs(1);

/// What a client shows to a server that asks who calls. Never printed.
#[derive(Clone)]
pub struct Token(Arc<Source>);

enum Source {
    Fixed(AsciiMetadataValue),
    File { path: PathBuf, last: Mutex<Option<(Instant, AsciiMetadataValue)>> },
    Asked(Box<dyn Fn() -> io::Result<String> + Send + Sync>),
}

impl Token {
    /// Always the same.
    pub fn new(token: &str) -> Result<Self, Error> {
        let value = bearer(token).map_err(|why| Error::setup(format!("the token: {why}")))?;
        Ok(Self(Arc::new(Source::Fixed(value))))
    }

    /// What a file holds, white space around it aside. The file is read again while calls are made, so
    /// that a token may be changed there.
    pub fn file(path: impl Into<PathBuf>) -> Result<Self, Error> {
        let token = Self(Arc::new(Source::File { path: path.into(), last: Mutex::new(None) }));
        token.value(Instant::now())?;
        Ok(token)
    }

    /// What `ask` gives. It is asked for every attempt at a call and has to be fast: who fetches tokens
    /// from elsewhere does so beforehand, and hands out the newest here.
    pub fn from_fn(ask: impl Fn() -> io::Result<String> + Send + Sync + 'static) -> Self {
        Self(Arc::new(Source::Asked(Box::new(ask))))
    }

    /// The header's value.
    pub(crate) fn value(&self, now: Instant) -> Result<AsciiMetadataValue, Error> {
        match &*self.0 {
            Source::Fixed(value) => Ok(value.clone()),
            Source::File { path, last } => {
                let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
                if let Some((read_at, value)) = &*last
                    && now.saturating_duration_since(*read_at) < FRESH
                {
                    return Ok(value.clone());
                }
                let fault =
                    |why: &dyn fmt::Display| Error::setup(format!("{}: {why}", path.display()));
                let token = fs::read_to_string(path).map_err(|error| fault(&error))?;
                let value = bearer(&token).map_err(|why| fault(&why))?;
                *last = Some((now, value.clone()));
                Ok(value)
            }
            Source::Asked(ask) => {
                let token = ask().map_err(|error| Error::setup(format!("the token: {error}")))?;
                bearer(&token).map_err(|why| Error::setup(format!("the token: {why}")))
            }
        }
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Source::Fixed(_) => f.write_str("Token(…)"),
            Source::File { path, .. } => write!(f, "Token({}: …)", path.display()),
            Source::Asked(_) => f.write_str("Token(asked for: …)"),
        }
    }
}

fn bearer(token: &str) -> Result<AsciiMetadataValue, &'static str> {
    let token = token.trim();
    if token.is_empty() {
        return Err("it is empty");
    }
    if !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err("it holds more than a token: printable ASCII without blanks");
    }
    let mut value = AsciiMetadataValue::try_from(format!("Bearer {token}"))
        .map_err(|_refused| "it cannot be sent")?;
    value.set_sensitive(true);
    Ok(value)
}

#[cfg(test)]
mod tests {
    use std::{
        fs,
        time::{Duration, Instant},
    };

    use super::Token;

    fn sent(token: &Token, now: Instant) -> String {
        token.value(now).unwrap().to_str().unwrap().to_owned()
    }

    #[test]
    fn a_token_is_sent_and_never_shown() {
        let token = Token::new(" secret\n").unwrap();
        assert_eq!(sent(&token, Instant::now()), "Bearer secret");
        let shown = format!("{token:?} {:?}", token.value(Instant::now()));
        assert!(!shown.contains("secret"), "{shown}");
        for bad in ["", " ", "two words", "密", "a\u{7f}"] {
            assert!(Token::new(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_file_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("token");
        assert!(Token::file(&path).is_err());
        fs::write(&path, "first\n").unwrap();
        let token = Token::file(&path).unwrap();
        fs::write(&path, "second\n").unwrap();
        let later = Instant::now() + Duration::from_secs(2);
        assert_eq!(sent(&token, later), "Bearer second");
        fs::remove_file(&path).unwrap();
        assert_eq!(sent(&token, later), "Bearer second");
        let much_later = later + Duration::from_secs(2);
        assert!(token.value(much_later).unwrap_err().to_string().contains("token"));
        assert!(!format!("{token:?}").contains("second"));
    }

    #[test]
    fn a_token_is_asked_for() {
        let token = Token::from_fn(|| Ok("asked".to_owned()));
        assert_eq!(sent(&token, Instant::now()), "Bearer asked");
        let refused = Token::from_fn(|| Err(std::io::Error::other("no vault")));
        assert!(refused.value(Instant::now()).unwrap_err().to_string().contains("no vault"));
    }
}
