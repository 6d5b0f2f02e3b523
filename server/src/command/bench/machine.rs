//! What Linux says about this process. Elsewhere these figures are left out.

use std::fs;

/// Ticks of the processor clock in a second; Linux has shown this number to programs for as long as it exists.
const TICKS: f64 = 100.0;

/// Seconds of processor time that this process has used, all threads together.
pub fn processor_seconds() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program may hold anything, so counting begins behind it.
    let (_, rest) = stat.rsplit_once(')')?;
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let ticks = |place: usize| fields.get(place)?.parse::<f64>().ok();
    Some((ticks(11)? + ticks(12)?) / TICKS)
}

/// From now on: what filling a desk took at its peak says nothing about a server.
pub fn forget_peak() {
    // Linux starts counting anew at this number (proc(5)). Where it cannot, the peak stays what it was.
    let _ = fs::write("/proc/self/clear_refs", "5");
}

/// The most memory that this process had since then, in megabytes.
pub fn peak_memory() -> Option<f64> {
    peak_of("self")
}

/// The same of another process, by its number.
pub fn peak_of(process: &str) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kilobytes / 1024.0)
}
