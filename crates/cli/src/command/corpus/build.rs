use std::{
    fs::{self, File},
    io::{self, BufRead, BufReader, BufWriter, Cursor, Seek as _, Write as _},
    num::NonZeroUsize,
    path::Path,
    process::ExitCode,
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{self, Receiver, SyncSender},
    },
    thread,
};

use tiyao_analysis::{Manuscript, count_runs, is_word, read, terms};
use tiyao_corpus::{
    Counter, Description, Provenance, SequenceCounter, Source, find_words, merge_runs,
};
use tiyao_text::{Excerpt, Lexicon};

use super::{BUILDER, label, write};
use crate::{
    args::{BuildArgs, Label},
    command::{
        SOME_FAILED,
        records::{MaxBytes, Record, Records},
    },
    failure::Failure,
    input::{self, is_standard},
    output::check_apart,
    progress::progress,
    render::layout::printable,
};

/// The longest record; longer texts are books.
const MAX: MaxBytes = MaxBytes { text: 1 << 26, title: 1 << 20, id: 1 << 20 };
/// Records that a thread takes at a time: enough that taking costs nothing.
const BATCH: usize = 32;
/// A run of records that was set aside, or that is left in memory.
type Run = Box<dyn BufRead + Send>;

/// Counts the records of all files.
pub(super) fn run(args: &BuildArgs) -> Result<ExitCode, Failure> {
    let output = &args.output.output;
    for file in &args.files {
        check_apart(file, Some(output))?;
        if !is_standard(file) {
            // Said at once, not after hours of counting the files before it.
            fs::metadata(file).map_err(|error| Failure::io(input::name(file), &error))?;
        }
    }
    let threads = args
        .threads
        .unwrap_or_else(|| thread::available_parallelism().unwrap_or(NonZeroUsize::MIN));
    let budget = args.memory.get().saturating_mul(1 << 20) / threads;
    let aside = output.parent().filter(|folder| !folder.as_os_str().is_empty());
    let aside = aside.filter(|_| !is_standard(output)).unwrap_or(Path::new("."));
    let (batches, queue) = mpsc::sync_channel(threads.get() * 2);
    // Owned by the counting threads: when all have failed, sending fails.
    let queue = Arc::new(Mutex::new(queue));
    let (read, counted) = thread::scope(|scope| {
        let counting: Vec<_> = (0..threads.get())
            .map(|_| {
                let queue = Arc::clone(&queue);
                scope.spawn(move || count(&queue, budget, aside))
            })
            .collect();
        drop(queue);
        let read = send(args, &batches);
        drop(batches);
        let counted: Vec<_> = counting.into_iter().map(thread::ScopedJoinHandle::join).collect();
        (read, counted)
    });
    let mut counts = Counts::default();
    for part in counted {
        let part = part.map_err(|_| Failure::Message("a counting thread broke down".to_owned()))?;
        counts.append(part.map_err(|error| Failure::io("cannot set counts aside", &error))?);
    }
    let Read { sources, failed_count } = read?;
    let Label { name, version } = label(&args.output);
    let document_count = sources.iter().map(|source| source.document_count).sum();
    let provenance = Provenance { name, version, builder: BUILDER.to_owned(), sources };
    let least_document_frequency = args.output.min_documents;
    let description = Description { provenance, document_count, least_document_frequency };
    let Counts { mut terms, sequences, sides, words } = counts;
    let found = find_words(sequences, sides, words, least_document_frequency, is_word);
    let bytes = found.and_then(|found| {
        terms.push(Box::new(Cursor::new(found)));
        merge_runs(terms, &description)
    });
    let bytes =
        bytes.map_err(|error| Failure::Message(format!("{}: {error}", output.display())))?;
    write(&bytes, output)?;
    if failed_count == 0 {
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!("error: {failed_count} of {} records failed", document_count + failed_count);
    Ok(ExitCode::from(SOME_FAILED))
}

/// What was counted: the terms, and what tells which sequences of characters are words.
#[derive(Default)]
struct Counts {
    terms: Vec<Run>,
    sequences: Vec<Run>,
    sides: Vec<Run>,
    /// How many words all texts have.
    words: u64,
}

impl Counts {
    fn append(&mut self, mut other: Self) {
        self.terms.append(&mut other.terms);
        self.sequences.append(&mut other.sequences);
        self.sides.append(&mut other.sides);
        self.words += other.words;
    }
}

/// What was read of all files.
struct Read {
    sources: Vec<Source>,
    failed_count: u64,
}

/// Reads all records and hands them to the counting threads. Ends early when these are gone.
fn send(args: &BuildArgs, batches: &SyncSender<Vec<Record>>) -> Result<Read, Failure> {
    let sizes = args.files.iter().map(|file| Some(fs::metadata(file).ok()?.len()));
    let bar = progress(sizes.sum(), is_standard(&args.output.output));
    let mut read = Read { sources: Vec::new(), failed_count: 0 };
    let mut batch = Vec::with_capacity(BATCH);
    let (mut done_bytes, mut document_count) = (0, 0);
    for file in &args.files {
        let name = input::name(file);
        let mut source_count = 0;
        let mut end_bytes = 0;
        for line in Records::open(file, MAX)? {
            let line = line.map_err(|error| Failure::io(&name, &error))?;
            end_bytes = line.end_bytes;
            match line.record {
                Ok(record) => {
                    source_count += 1;
                    batch.push(record);
                }
                Err(message) => {
                    read.failed_count += 1;
                    let message = format!("{name}:{}: {message}", line.number);
                    bar.suspend(|| eprintln!("error: {}", printable(&message)));
                }
            }
            if batch.len() == BATCH {
                let full = std::mem::replace(&mut batch, Vec::with_capacity(BATCH));
                if batches.send(full).is_err() {
                    return Ok(read);
                }
                bar.set_position(done_bytes + end_bytes);
                bar.set_message(format!("{} texts", document_count + source_count));
            }
        }
        done_bytes += end_bytes;
        document_count += source_count;
        let file_name = file.file_name().filter(|_| !is_standard(file));
        let name = file_name.map_or(name, |name| name.to_string_lossy().into_owned());
        read.sources.push(Source { name, document_count: source_count });
    }
    // An error here shows in what the threads return.
    let _ = batches.send(batch);
    bar.finish_and_clear();
    Ok(read)
}

/// Counts batches until there are no more.
fn count(queue: &Mutex<Receiver<Vec<Record>>>, budget: usize, aside: &Path) -> io::Result<Counts> {
    let lexicon = Lexicon::builtin();
    let mut terms = Counter::default();
    let mut sequences = SequenceCounter::default();
    let mut counts = Counts::default();
    loop {
        let next = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(batch) = next else { break };
        for record in batch {
            add(&mut terms, &mut sequences, &record, lexicon);
            if terms.memory_bytes() + sequences.memory_bytes() > budget {
                counts.terms.push(set_aside(aside, |file| terms.write_run(file))?);
                let sequence_run = set_aside(aside, |file| sequences.write_sequences(file))?;
                counts.sequences.push(sequence_run);
                counts.sides.push(set_aside(aside, |file| sequences.write_sides(file))?);
            }
        }
    }
    counts.terms.push(kept(|rest| terms.write_run(rest))?);
    counts.sequences.push(kept(|rest| sequences.write_sequences(rest))?);
    counts.sides.push(kept(|rest| sequences.write_sides(rest))?);
    counts.words = sequences.words();
    Ok(counts)
}

fn add(counter: &mut Counter, sequences: &mut SequenceCounter, record: &Record, lexicon: &Lexicon) {
    let paragraphs = tiyao_issue::paragraphs(&record.text);
    let title = (!record.title.is_empty()).then(|| Excerpt::whole(&record.title));
    let manuscript = Manuscript { title: title.as_ref(), paragraphs: &paragraphs, language: None };
    let reading = read(&manuscript, lexicon);
    counter.add_document(terms(&reading));
    count_runs(&reading, sequences);
}

/// Writes counts to memory.
fn kept(write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> io::Result<Run> {
    let mut rest = Vec::new();
    write(&mut rest)?;
    Ok(Box::new(Cursor::new(rest)))
}

/// Writes counts to a file without a name, which goes with the process.
fn set_aside(
    folder: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
) -> io::Result<Run> {
    let mut file = BufWriter::new(tempfile::tempfile_in(folder)?);
    write(&mut file)?;
    file.flush()?;
    let mut file = file.into_inner()?;
    file.rewind()?;
    Ok(Box::new(BufReader::new(file)))
}
