//! What a body is, by its `content-type`.

use ::http::{HeaderMap, header};
use bytes::Bytes;
use prost_reflect::{DynamicMessage, FieldDescriptor, Kind, Value};
use tiyao_api::v1;

/// What a body is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Media {
    Json,
    Ndjson,
    Document(DocumentMedia),
}

/// A document that is sent as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct DocumentMedia {
    media_type: v1::MediaType,
    encoding: v1::Encoding,
}

/// Media types of documents, and how the contract calls them.
pub(super) const DOCUMENTS: [(&str, v1::MediaType); 6] = [
    ("text/plain", v1::MediaType::PlainText),
    ("text/markdown", v1::MediaType::Markdown),
    ("text/html", v1::MediaType::Html),
    (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        v1::MediaType::Docx,
    ),
    ("application/pdf", v1::MediaType::Pdf),
    ("application/octet-stream", v1::MediaType::Unspecified),
];

/// Names of encodings (IANA), and how the contract calls them. What UTF-16 has without a byte order
/// is left to be detected.
const CHARSETS: [(&str, v1::Encoding); 8] = [
    ("utf-8", v1::Encoding::Utf8),
    ("us-ascii", v1::Encoding::Utf8),
    ("utf-16", v1::Encoding::Unspecified),
    ("utf-16le", v1::Encoding::Utf16Le),
    ("utf-16be", v1::Encoding::Utf16Be),
    ("gb18030", v1::Encoding::Gb18030),
    ("gbk", v1::Encoding::Gb18030),
    ("gb2312", v1::Encoding::Gb18030),
];

impl Media {
    /// What the headers say. A body without a `content-type` is taken for JSON; the error is what
    /// they say that nobody here knows.
    pub(super) fn of(headers: &HeaderMap) -> Result<Self, String> {
        let Some(value) = headers.get(header::CONTENT_TYPE) else { return Ok(Self::Json) };
        let value = String::from_utf8_lossy(value.as_bytes()).trim().to_ascii_lowercase();
        let mut parts = value.split(';').map(str::trim);
        let essence = parts.next().unwrap_or_default();
        let charset = parts.find_map(|part| part.strip_prefix("charset="));
        let charset = charset.map(|charset| charset.trim_matches('"'));
        let encoding = match charset {
            None => v1::Encoding::Unspecified,
            Some(charset) => {
                let known = CHARSETS.iter().find(|(name, _)| *name == charset);
                known.ok_or_else(|| value.clone())?.1
            }
        };
        match essence {
            // JSON is UTF-8 whatever else is claimed; what claims it truly is read.
            "application/json" | "" if is_utf8(encoding) => return Ok(Self::Json),
            "application/x-ndjson" | "application/ndjson" | "application/jsonl"
                if is_utf8(encoding) =>
            {
                return Ok(Self::Ndjson);
            }
            _ => {}
        }
        let document = DOCUMENTS.iter().find(|(name, _)| *name == essence);
        let (_, media_type) = *document.ok_or(value)?;
        Ok(Self::Document(DocumentMedia { media_type, encoding }))
    }
}

fn is_utf8(encoding: v1::Encoding) -> bool {
    matches!(encoding, v1::Encoding::Unspecified | v1::Encoding::Utf8)
}

impl DocumentMedia {
    /// A document as the field of a request that holds it.
    pub(super) fn content(self, field: &FieldDescriptor, document: Bytes) -> Option<Value> {
        let Kind::Message(content) = field.kind() else { return None };
        let mut content = DynamicMessage::new(content);
        content.try_set_field_by_name("data", Value::Bytes(document)).ok()?;
        let encoding = Value::EnumNumber(self.encoding.into());
        content.try_set_field_by_name("encoding", encoding).ok()?;
        let media_type = Value::EnumNumber(self.media_type.into());
        content.try_set_field_by_name("media_type", media_type).ok()?;
        Some(Value::Message(content))
    }
}

#[cfg(test)]
mod tests {
    use ::http::{HeaderMap, HeaderValue, header};
    use tiyao_api::v1::{Encoding, MediaType};

    use super::{DocumentMedia, Media};

    fn check(content_type: &str, expected: Option<Media>) {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_str(content_type).unwrap());
        assert_eq!(Media::of(&headers).ok(), expected, "{content_type}");
    }

    fn document(media_type: MediaType, encoding: Encoding) -> Media {
        Media::Document(DocumentMedia { media_type, encoding })
    }

    #[test]
    fn content_types() {
        assert_eq!(Media::of(&HeaderMap::new()), Ok(Media::Json));
        check("application/json", Some(Media::Json));
        check("Application/JSON; charset=UTF-8", Some(Media::Json));
        check("application/json; charset=gbk", None);
        check("application/x-ndjson", Some(Media::Ndjson));
        check("text/plain", Some(document(MediaType::PlainText, Encoding::Unspecified)));
        check(
            "text/plain;charset=\"gb18030\"",
            Some(document(MediaType::PlainText, Encoding::Gb18030)),
        );
        check(
            "text/markdown; variant=GFM",
            Some(document(MediaType::Markdown, Encoding::Unspecified)),
        );
        check("application/pdf", Some(document(MediaType::Pdf, Encoding::Unspecified)));
        check("text/plain; charset=koi8-r", None);
        check("application/x-www-form-urlencoded", None);
        check("image/png", None);
    }
}
