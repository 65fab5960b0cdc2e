//! How many fields a message has, counted before anything is made of it: a field of two bytes may become
//! a hundred times as much in memory.

use std::{collections::HashMap, sync::Arc};

use prost_reflect::{DescriptorPool, MessageDescriptor};

use crate::failure::Failure;

/// Messages within messages are followed no deeper; whoever decodes them refuses them there.
const DEPTH: usize = 100;
/// Bits of a varint's byte that are its number.
const VARINT_BITS: u32 = 7;

/// Which fields hold messages, of the messages that calls send.
#[derive(Default)]
pub(crate) struct Schema {
    /// By number of a message: those that its fields hold, by number of the field.
    messages: Vec<HashMap<u64, usize>>,
    /// The message that a call sends, by the call's path.
    inputs: HashMap<String, usize>,
}

impl Schema {
    /// That of a contract: its file descriptor set. Of one that cannot be read, nothing is known.
    pub(crate) fn of(descriptors: &[u8]) -> Self {
        let mut schema = Self::default();
        let pool = DescriptorPool::decode(descriptors).unwrap_or_default();
        let mut numbers = HashMap::new();
        for service in pool.services() {
            for method in service.methods() {
                let path = format!("/{}/{}", service.full_name(), method.name());
                let input = schema.number(&method.input(), &mut numbers);
                schema.inputs.insert(path, input);
            }
        }
        schema
    }

    fn number(
        &mut self,
        message: &MessageDescriptor,
        numbers: &mut HashMap<String, usize>,
    ) -> usize {
        if let Some(&number) = numbers.get(message.full_name()) {
            return number;
        }
        let number = self.messages.len();
        numbers.insert(message.full_name().to_owned(), number);
        self.messages.push(HashMap::new());
        for field in message.fields() {
            if let Some(inner) = field.kind().as_message() {
                let inner = self.number(inner, numbers);
                if let Some(fields) = self.messages.get_mut(number) {
                    fields.insert(field.number().into(), inner);
                }
            }
        }
        number
    }

    fn message_in(&self, message: usize, field: u64) -> Option<usize> {
        self.messages.get(message)?.get(&field).copied()
    }
}

/// Counts the fields of messages as their bytes arrive, those of messages within them too.
pub(crate) struct FieldCounter {
    schema: Arc<Schema>,
    /// What the call sends; `None`: it is not known, and fields are counted no deeper.
    input: Option<usize>,
    limit: usize,
    count: usize,
    /// How many bytes of the message have been seen.
    at: usize,
    /// The messages that are open, each with where it ends.
    open: Vec<(usize, usize)>,
    state: State,
}

/// What the next byte is.
#[derive(Clone, Copy)]
enum State {
    /// One of a key: field number and wire type.
    Key { value: u64, shift: u32 },
    /// One of a number that is passed over.
    Varint,
    /// One of the length of what this field holds.
    Length { field: u64, value: u64, shift: u32 },
    /// One of so many that are passed over.
    Bytes { left: usize },
    /// One of what is no message; whoever decodes it says so.
    Garbage,
}

const KEY: State = State::Key { value: 0, shift: 0 };

impl FieldCounter {
    /// For the messages of the call at `path`, each of which may have `limit` fields.
    pub(crate) fn new(schema: Arc<Schema>, path: &str, limit: usize) -> Self {
        let input = schema.inputs.get(path).copied();
        Self { schema, input, limit, count: 0, at: 0, open: Vec::new(), state: KEY }
    }

    /// A message begins.
    pub(crate) fn begin(&mut self) {
        (self.count, self.at, self.state) = (0, 0, KEY);
        self.open.clear();
        self.open.extend(self.input.map(|input| (input, usize::MAX)));
    }

    /// Counts what has arrived of the message.
    pub(crate) fn push(&mut self, mut bytes: &[u8]) -> Result<(), Failure> {
        while let Some((&byte, rest)) = bytes.split_first() {
            if let State::Bytes { left } = self.state {
                let taken = left.min(bytes.len());
                bytes = bytes.get(taken..).unwrap_or_default();
                self.at += taken;
                self.state = if left > taken { State::Bytes { left: left - taken } } else { KEY };
                continue;
            }
            bytes = rest;
            self.state = self.next(byte)?;
            self.at += 1;
            if let State::Bytes { left: 0 } = self.state {
                self.state = KEY;
            }
        }
        Ok(())
    }

    fn next(&mut self, byte: u8) -> Result<State, Failure> {
        let (bits, is_last) = (u64::from(byte & 0x7f), byte < 0x80);
        Ok(match self.state {
            State::Key { shift, .. } | State::Length { shift, .. } if shift >= u64::BITS => {
                State::Garbage
            }
            State::Key { value, shift } => {
                let value = value | bits << shift;
                if is_last {
                    self.begin_field(value)?
                } else {
                    State::Key { value, shift: shift + VARINT_BITS }
                }
            }
            State::Varint => {
                if is_last {
                    KEY
                } else {
                    State::Varint
                }
            }
            State::Length { field, value, shift } => {
                let value = value | bits << shift;
                if is_last {
                    self.enter(field, usize::try_from(value).unwrap_or(usize::MAX))
                } else {
                    State::Length { field, value, shift: shift + VARINT_BITS }
                }
            }
            State::Bytes { .. } | State::Garbage => State::Garbage,
        })
    }

    /// A field begins, in the innermost message that has not ended.
    fn begin_field(&mut self, key: u64) -> Result<State, Failure> {
        self.count += 1;
        if self.count > self.limit {
            return Err(Failure::TooManyFields { limit: self.limit });
        }
        while self.open.last().is_some_and(|&(_, end)| self.at >= end) {
            self.open.pop();
        }
        Ok(match key & 7 {
            0 => State::Varint,
            1 => State::Bytes { left: 8 },
            2 => State::Length { field: key >> 3, value: 0, shift: 0 },
            5 => State::Bytes { left: 4 },
            // groups, which no message here has: their ends are keys alone
            3 | 4 => KEY,
            _ => State::Garbage,
        })
    }

    /// A field holds so many bytes: another message, or what is passed over.
    fn enter(&mut self, field: u64, length: usize) -> State {
        let inner =
            self.open.last().and_then(|&(message, _)| self.schema.message_in(message, field));
        match inner.filter(|_| self.open.len() < DEPTH) {
            Some(inner) => {
                let end = (self.at + 1).saturating_add(length);
                self.open.push((inner, end));
                KEY
            }
            None => State::Bytes { left: length },
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use prost::Message as _;
    use tiyao_api::v1;

    use super::{FieldCounter, Schema};
    use crate::failure::Failure;

    const BATCH: &str = "/tiyao.v1.AnalysisService/BatchAnalyzeArticles";

    /// The fewest fields that a message may be allowed to have, fed in pieces of this size.
    fn count(path: &str, message: &[u8], piece: usize) -> usize {
        let schema = Arc::new(Schema::of(v1::FILE_DESCRIPTOR_SET));
        let mut counter = FieldCounter::new(schema, path, usize::MAX);
        // a message before it leaves nothing behind
        counter.begin();
        counter.push(&[0x0a, 0x05, 0x0a]).unwrap();
        counter.begin();
        message.chunks(piece).for_each(|piece| counter.push(piece).unwrap());
        counter.count
    }

    fn request() -> v1::BatchAnalyzeArticlesRequest {
        let text = "农村集市".repeat(100);
        let content =
            v1::Content { form: Some(v1::content::Form::Text(text)), ..v1::Content::default() };
        let article = v1::ArticleInput {
            id: "甲".to_owned(),
            content: Some(content),
            ..v1::ArticleInput::default()
        };
        let keywords = v1::KeywordOptions {
            max_keywords: 300,
            forbidden_terms: vec![String::new(), "乙".to_owned()],
            ..v1::KeywordOptions::default()
        };
        let budget = Some(v1::summary_options::Budget::Ratio(0.5));
        let summary = v1::SummaryOptions { budget, ..v1::SummaryOptions::default() };
        v1::BatchAnalyzeArticlesRequest {
            articles: vec![article, v1::ArticleInput::default()],
            keywords: Some(keywords),
            summary: Some(summary),
            ..v1::BatchAnalyzeArticlesRequest::default()
        }
    }

    #[test]
    fn fields_are_counted_at_every_depth() {
        let message = request().encode_to_vec();
        // two articles, of which one has an id and a content with a text; keywords with three fields;
        // summary with one
        for piece in [1, 2, 7, message.len()] {
            assert_eq!(count(BATCH, &message, piece), 2 + 3 + 1 + 3 + 1 + 1);
        }
        // of a method that is not known, what is within a field is not looked at
        assert_eq!(count("/a.B/C", &message, 3), 4);
    }

    #[test]
    fn too_many_are_refused_as_they_arrive() {
        let schema = Arc::new(Schema::of(v1::FILE_DESCRIPTOR_SET));
        let mut counter = FieldCounter::new(schema, BATCH, 100);
        counter.begin();
        let empty = [0x0a, 0x00];
        counter.push(&empty.repeat(100)).unwrap();
        assert_eq!(counter.push(&empty), Err(Failure::TooManyFields { limit: 100 }));
    }

    #[test]
    fn what_is_no_message_is_left_to_who_decodes_it() {
        for garbage in [&[0xff; 40][..], &[0x0f, 1, 2], &[0x0a, 0xff, 0xff, 0xff, 0x7f, 0x0a]] {
            assert!(count(BATCH, garbage, 1) <= garbage.len());
            assert!(count(BATCH, garbage, 100) <= garbage.len());
        }
        // longer than what holds it: the outer one goes on where it says
        let nested = [0x0a, 0x02, 0x1a, 0x7f, 0x0a, 0x00];
        assert_eq!(count(BATCH, &nested, 1), count(BATCH, &nested, 6));
    }
}
