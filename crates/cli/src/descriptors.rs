//! Descriptors that a server may have open: as many as its connections need.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tracing::warn;

/// What a server has open beside the connections of its callers, those of the admin port among them.
const BESIDE: u64 = 128;

/// Raises what this process may have open to what so many connections need, as far as it may do so
/// itself: beyond it a connection is not refused with a reason, it hangs. Says when that is not enough.
pub(crate) fn make_room(connections: usize) {
    let needed = u64::try_from(connections).unwrap_or(u64::MAX).saturating_add(BESIDE);
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let Some(before) = current.filter(|before| *before < needed) else { return };
    let most = maximum.map_or(needed, |maximum| maximum.min(needed));
    let raised = setrlimit(Resource::Nofile, Rlimit { current: Some(most), maximum });
    let descriptors = if raised.is_ok() { most } else { before };
    if descriptors < needed {
        warn!(descriptors, connections, "too few descriptors for limits.connections");
    }
}
