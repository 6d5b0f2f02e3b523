use idna::AsciiDenyList;

/// The name as the DNS sees it, or nothing if it could not be one. Underscores are allowed,
/// because reported addresses have them.
pub(super) fn ascii(text: &str) -> Option<String> {
    let text = text.strip_suffix('.').unwrap_or(text);
    let host = idna::domain_to_ascii_cow(text.as_bytes(), AsciiDenyList::URL).ok()?;
    let labels_are_good = host.split('.').all(is_label);
    // A last label of digits means an IPv4 address, which is an asset of another kind.
    let last_is_a_number = host.rsplit('.').next().is_some_and(|last| last.bytes().all(|b| b.is_ascii_digit()));
    (labels_are_good && !last_is_a_number).then(|| host.into_owned())
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_')
}

/// RFC 5321's dot-string. Quoted local parts are legal and unknown outside of tests.
pub(super) fn is_local_part(local: &str) -> bool {
    local.len() <= 64
        && local.split('.').all(|atom| {
            !atom.is_empty() && atom.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b))
        })
}
