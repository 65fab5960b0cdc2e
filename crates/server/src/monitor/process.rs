//! What the system knows of this process; nothing where it does not tell.

use std::fs;

/// Clock ticks in a second, as Linux counts them for programs on every machine.
const TICKS_PER_SECOND: f64 = 100.0;

pub(super) struct Process {
    pub(super) resident_bytes: i64,
    pub(super) open_descriptors: i64,
    pub(super) processor_seconds: f64,
}

impl Process {
    /// Looks now. `None` on systems without `/proc`.
    pub(super) fn look() -> Option<Self> {
        let status = fs::read_to_string("/proc/self/status").ok()?;
        let stat = fs::read_to_string("/proc/self/stat").ok()?;
        let descriptors = fs::read_dir("/proc/self/fd").ok()?.count();
        Some(Self {
            resident_bytes: resident_bytes(&status)?,
            // Looking opens one.
            open_descriptors: i64::try_from(descriptors.saturating_sub(1)).ok()?,
            processor_seconds: processor_seconds(&stat)?,
        })
    }
}

fn resident_bytes(status: &str) -> Option<i64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: i64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kibibytes.checked_mul(1024)
}

/// User and system time: the 14th and 15th field. The second is the program's name in brackets, which
/// may hold blanks and brackets itself.
fn processor_seconds(stat: &str) -> Option<f64> {
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let user: f64 = fields.next()?.parse().ok()?;
    let system: f64 = fields.next()?.parse().ok()?;
    Some((user + system) / TICKS_PER_SECOND)
}

#[cfg(test)]
mod tests {
    use super::{processor_seconds, resident_bytes};

    #[test]
    fn what_the_system_writes_is_read() {
        assert_eq!(resident_bytes("Name:\ta\nVmRSS:\t     123 kB\nThreads:\t1\n"), Some(125_952));
        assert_eq!(resident_bytes("Name:\ta\n"), None);
        let stat = "7 (a ) b) S 1 2 3 4 5 6 7 8 9 10 250 50 0 0 20";
        assert_eq!(processor_seconds(stat), Some(3.0));
        assert_eq!(processor_seconds(""), None);
    }
}
