//! Templates with named places. Whether a template and its values fit is decided when the program is
//! compiled, so that filling cannot fail while a letter is on its way.

/// Whether the template has a place for each name and no other place.
pub(super) const fn fits(template: &str, names: &[&str]) -> bool {
    let bytes = template.as_bytes();
    let mut seen: u64 = 0;
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'}' {
            return false;
        }
        if bytes[at] == b'{' {
            let start = at + 1;
            while at < bytes.len() && bytes[at] != b'}' {
                at += 1;
            }
            let Some(place) = place_of(bytes, start, at, names) else {
                return false;
            };
            if at == bytes.len() {
                return false;
            }
            seen |= 1 << place;
        }
        at += 1;
    }
    seen.count_ones() as usize == names.len()
}

const fn place_of(bytes: &[u8], start: usize, end: usize, names: &[&str]) -> Option<usize> {
    let mut place = 0;
    while place < names.len() {
        let name = names[place].as_bytes();
        let mut same = name.len() == end - start;
        let mut i = 0;
        while same && i < name.len() {
            same = name[i] == bytes[start + i];
            i += 1;
        }
        if same {
            return Some(place);
        }
        place += 1;
    }
    None
}

/// In one pass, so that braces inside a value are only words. A line that is nothing but an empty value
/// disappears together with the empty line after it.
pub(super) fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let value = |name: &str| values.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
    let mut out = String::with_capacity(template.len() * 2);
    let mut lines = template.trim_end().lines().peekable();
    while let Some(line) = lines.next() {
        let alone = line.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        if alone.and_then(value) == Some("") {
            lines.next_if(|next| next.is_empty());
            continue;
        }
        let mut rest = line;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            out.push_str(before);
            out.push_str(value(name).unwrap_or_default());
            rest = after;
        }
        out.push_str(rest);
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out
}

/// `words!(language, "notice", "txt", { code: words.code })` fills `notice.en.txt` or `notice.fr.txt`.
macro_rules! words {
    ($language:expr, $name:literal, $kind:literal, { $($key:ident: $value:expr),* $(,)? }) => {{
        const NAMES: &[&str] = &[$(stringify!($key)),*];
        const EN: &str = include_str!(concat!($name, ".en.", $kind));
        const FR: &str = include_str!(concat!($name, ".fr.", $kind));
        const { assert!($crate::letters::fill::fits(EN, NAMES), concat!($name, ".en.", $kind, " has other places")) };
        const { assert!($crate::letters::fill::fits(FR, NAMES), concat!($name, ".fr.", $kind, " has other places")) };
        let template = match $language {
            $crate::words::Language::En => EN,
            $crate::words::Language::Fr => FR,
        };
        $crate::letters::fill::fill(template, &[$((stringify!($key), AsRef::<str>::as_ref(&$value))),*])
    }};
}
pub(super) use words;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_and_missing_names_are_refused() {
        assert!(fits("Dear {name}, {thing}.", &["name", "thing"]));
        assert!(fits("{name} and {name}", &["name"]));
        assert!(!fits("Dear {nane}", &["name"]), "unknown");
        assert!(!fits("Dear {name}", &["name", "thing"]), "missing");
        assert!(!fits("Dear {name", &["name"]), "never closed");
        assert!(!fits("Dear name}", &[]), "never opened");
        assert!(!fits("{}", &["name"]), "nameless");
    }

    #[test]
    fn values_are_only_words() {
        let text = fill("Dear {name}: {thing}\n", &[("name", "{thing}"), ("thing", "a } b")]);
        assert_eq!(text, "Dear {thing}: a } b");
    }

    #[test]
    fn an_empty_line_takes_its_gap_along() {
        assert_eq!(fill("a\n\n{x}\n\nb\n", &[("x", "")]), "a\n\nb");
        assert_eq!(fill("a\n\n{x}\n\nb\n", &[("x", "y")]), "a\n\ny\n\nb");
    }
}
