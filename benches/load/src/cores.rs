//! Processors for the server, and others for its callers. Where both share them, what a call costs its
//! caller counts against the server, and at twice the capacity that is as much again.

use std::{
    io,
    process::{Child, Command},
    sync::OnceLock,
};

use rustix::{
    process::setpriority_process,
    thread::{CpuSet, sched_getaffinity, sched_setaffinity},
};

/// How far callers stand back behind a thread that only measures.
const CALLERS_NICE: i32 = 5;

static PARTED: OnceLock<Cores> = OnceLock::new();

struct Cores {
    server: CpuSet,
    callers: CpuSet,
}

/// Takes half of the processors for the callers, and leaves the others to the servers that
/// [`spawn`] starts. To be called before any thread is started, which would go on with all. Gives how
/// many the server has.
pub(crate) fn part() -> io::Result<u32> {
    let all = sched_getaffinity(None)?;
    let count = all.count();
    if count < 2 {
        return Ok(count);
    }
    let (mut server, mut callers) = (CpuSet::new(), CpuSet::new());
    for core in (0..CpuSet::MAX_CPU).filter(|core| all.is_set(*core)) {
        let half = if server.count() < count / 2 { &mut server } else { &mut callers };
        half.set(core);
    }
    sched_setaffinity(None, &callers)?;
    let cores = PARTED.get_or_init(|| Cores { server, callers });
    Ok(cores.server.count())
}

/// Starts a server on its processors.
pub(crate) fn spawn(command: &mut Command) -> io::Result<Child> {
    let Some(cores) = PARTED.get() else { return command.spawn() };
    // A process begins with the processors of the thread that starts it.
    sched_setaffinity(None, &cores.server)?;
    let child = command.spawn();
    sched_setaffinity(None, &cores.callers)?;
    child
}

/// Puts this thread behind those that only measure, and do next to nothing.
pub(crate) fn step_back() {
    // Without it a measurement is a little worse than it should be.
    setpriority_process(None, CALLERS_NICE).ok();
}
