use std::io::{self, Write};

use flate2::write::GzDecoder;
use http::HeaderMap;

use crate::failure::Failure;

/// A message that becomes no larger than this is never called inflated.
pub(crate) const HARMLESS_BYTES: usize = 1 << 20;

/// How the messages of a call are compressed, as its `grpc-encoding` header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compression {
    Gzip,
    Zstd,
}

/// The header that says how a call's messages are compressed.
pub(crate) const HEADER: &str = "grpc-encoding";
/// The header that tells a caller how they may be …
pub(crate) const ACCEPT_HEADER: &str = "grpc-accept-encoding";
/// … and what it tells.
pub(crate) const ACCEPTED: &str = "zstd,gzip,identity";

impl Compression {
    /// `None`: not at all, or in a way that is not known here.
    pub(crate) fn of(headers: &HeaderMap) -> Option<Self> {
        match headers.get(HEADER)?.as_bytes() {
            b"gzip" => Some(Self::Gzip),
            b"zstd" => Some(Self::Zstd),
            _ => None,
        }
    }
}

/// How large a message may be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sizes {
    pub(crate) message_bytes: usize,
    pub(crate) decompression_ratio: usize,
}

/// A message that is decompressed as it arrives, and refused as soon as it becomes too large.
pub(crate) struct Inflater {
    decoder: Decoder,
    sizes: Sizes,
}

enum Decoder {
    Gzip(Box<GzDecoder<Bounded>>),
    Zstd(Box<zstd::stream::write::Decoder<'static, Bounded>>),
}

/// What has been decompressed so far.
struct Bounded {
    bytes: Vec<u8>,
    most: usize,
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if bytes.len() > self.most - self.bytes.len() {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Inflater {
    /// For a message that is `compressed` bytes on the wire.
    pub(crate) fn new(
        compression: Compression,
        compressed: usize,
        sizes: Sizes,
    ) -> Result<Self, Failure> {
        if compressed > sizes.message_bytes {
            return Err(Failure::MessageTooLarge { limit: sizes.message_bytes });
        }
        let by_ratio = compressed.saturating_mul(sizes.decompression_ratio).max(HARMLESS_BYTES);
        let output = Bounded { bytes: Vec::new(), most: by_ratio.min(sizes.message_bytes) };
        let decoder = match compression {
            Compression::Gzip => Decoder::Gzip(Box::new(GzDecoder::new(output))),
            Compression::Zstd => zstd::stream::write::Decoder::new(output)
                .map(|decoder| Decoder::Zstd(Box::new(decoder)))
                .map_err(|_no_memory| Failure::MalformedMessage)?,
        };
        Ok(Self { decoder, sizes })
    }

    /// Bytes that there are of it so far.
    pub(crate) fn len(&self) -> usize {
        match &self.decoder {
            Decoder::Gzip(decoder) => decoder.get_ref().bytes.len(),
            Decoder::Zstd(decoder) => decoder.get_ref().bytes.len(),
        }
    }

    /// Takes the next bytes of the message.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        let written = match &mut self.decoder {
            Decoder::Gzip(decoder) => decoder.write_all(bytes),
            Decoder::Zstd(decoder) => decoder.write_all(bytes),
        };
        written.map_err(|error| self.failure(&error))
    }

    /// The whole message.
    pub(crate) fn finish(mut self) -> Result<Vec<u8>, Failure> {
        let finished = match &mut self.decoder {
            Decoder::Gzip(decoder) => decoder.try_finish(),
            // Fails, as the other does, when the end of what was compressed is missing.
            Decoder::Zstd(decoder) => decoder.do_finish(),
        };
        finished.map_err(|error| self.failure(&error))?;
        Ok(match self.decoder {
            Decoder::Gzip(mut decoder) => std::mem::take(&mut decoder.get_mut().bytes),
            Decoder::Zstd(decoder) => decoder.into_inner().bytes,
        })
    }

    fn failure(&self, error: &io::Error) -> Failure {
        let Sizes { message_bytes, decompression_ratio } = self.sizes;
        let most = match &self.decoder {
            Decoder::Gzip(decoder) => decoder.get_ref().most,
            Decoder::Zstd(decoder) => decoder.get_ref().most,
        };
        if error.kind() != io::ErrorKind::FileTooLarge {
            Failure::MalformedMessage
        } else if most == message_bytes {
            Failure::MessageTooLarge { limit: message_bytes }
        } else {
            Failure::MessageInflated { limit: decompression_ratio }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::write::GzEncoder;

    use super::{Compression, Inflater, Sizes};
    use crate::failure::Failure;

    fn compress(compression: Compression, bytes: &[u8]) -> Vec<u8> {
        match compression {
            Compression::Gzip => {
                let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::best());
                encoder.write_all(bytes).unwrap();
                encoder.finish().unwrap()
            }
            Compression::Zstd => zstd::encode_all(bytes, 19).unwrap(),
        }
    }

    fn inflate(
        compression: Compression,
        compressed: &[u8],
        sizes: Sizes,
    ) -> Result<Vec<u8>, Failure> {
        let mut inflater = Inflater::new(compression, compressed.len(), sizes)?;
        for piece in compressed.chunks(1000) {
            inflater.push(piece)?;
        }
        inflater.finish()
    }

    const SIZES: Sizes = Sizes { message_bytes: 64 << 20, decompression_ratio: 100 };

    #[test]
    fn messages_come_back() {
        let text = "县里今年把食用菌种植当作富民产业。".repeat(3000);
        for compression in [Compression::Gzip, Compression::Zstd] {
            for bytes in [text.as_bytes(), b"", b"a"] {
                let compressed = compress(compression, bytes);
                assert_eq!(inflate(compression, &compressed, SIZES).unwrap(), bytes);
            }
        }
    }

    #[test]
    fn bombs_are_refused() {
        let bomb = vec![0; 40 << 20];
        for compression in [Compression::Gzip, Compression::Zstd] {
            let compressed = compress(compression, &bomb);
            let inflated = Failure::MessageInflated { limit: 100 };
            assert_eq!(inflate(compression, &compressed, SIZES), Err(inflated));
            let small = Sizes { message_bytes: 1 << 20, decompression_ratio: 1 << 20 };
            let too_large = Failure::MessageTooLarge { limit: 1 << 20 };
            assert_eq!(inflate(compression, &compressed, small), Err(too_large));
        }
    }

    #[test]
    fn garbage_is_told_as_such() {
        for compression in [Compression::Gzip, Compression::Zstd] {
            let failed = inflate(compression, b"neither the one nor the other", SIZES);
            assert_eq!(failed, Err(Failure::MalformedMessage), "{compression:?}");
        }
    }

    #[test]
    fn what_is_cut_off_is_no_message() {
        let text = "县里今年把食用菌种植当作富民产业。".repeat(20_000);
        for compression in [Compression::Gzip, Compression::Zstd] {
            let whole = compress(compression, text.as_bytes());
            for length in [0, 1, whole.len() / 2, whole.len() - 1] {
                let cut = whole.get(..length).unwrap();
                let failed = inflate(compression, cut, SIZES);
                assert_eq!(failed, Err(Failure::MalformedMessage), "{compression:?} {length}");
            }
        }
    }
}
