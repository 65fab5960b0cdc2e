//! How the articles of one call are shared out among jobs.

/// Text that one job works on: enough that handing it over costs little beside it, little enough
/// that other calls get their turn and a dropped call stops soon.
const JOB_BYTES: usize = 32 << 10;
/// Articles of one job; they may be empty.
const JOB_ARTICLES: usize = 16;

/// Shares out consecutive items, each with its size in bytes, among jobs.
pub(crate) fn share<T>(items: impl IntoIterator<Item = (T, usize)>) -> Vec<(Vec<T>, usize)> {
    let mut jobs: Vec<(Vec<T>, usize)> = Vec::new();
    for (item, bytes) in items {
        match jobs.last_mut() {
            Some((job, total)) if job.len() < JOB_ARTICLES && *total + bytes <= JOB_BYTES => {
                job.push(item);
                *total += bytes;
            }
            _ => jobs.push((vec![item], bytes)),
        }
    }
    jobs
}

#[cfg(test)]
mod tests {
    use super::{JOB_ARTICLES, JOB_BYTES, share};

    fn check(sizes: &[usize], expected: &[usize]) {
        let jobs = share(sizes.iter().copied().enumerate());
        let lengths: Vec<usize> = jobs.iter().map(|(job, _)| job.len()).collect();
        assert_eq!(lengths, expected, "{sizes:?}");
        // All of them, in their order, and each job with its size.
        assert!(jobs.iter().flat_map(|(job, _)| job).copied().eq(0..sizes.len()));
        for (job, bytes) in jobs {
            assert_eq!(job.iter().map(|index| sizes[*index]).sum::<usize>(), bytes);
        }
    }

    #[test]
    fn jobs() {
        check(&[], &[]);
        check(&[1, 2, 3], &[3]);
        check(&[JOB_BYTES, 1], &[1, 1]);
        check(&[1, JOB_BYTES - 1, 1], &[2, 1]);
        // A large one is a job of its own.
        check(&[5, 9 * JOB_BYTES, 5], &[1, 1, 1]);
        check(&[0; 2 * JOB_ARTICLES + 1], &[JOB_ARTICLES, JOB_ARTICLES, 1]);
    }
}
