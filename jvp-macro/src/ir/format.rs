//! Format strings: which variables their text reads.
//!
//! `"{x:>w$}"` reads `x` and `w` as if they stood behind it. The frontend writes them out as arguments,
//! so that no pass has to read text; the backend leaves out what the text still says.

/// The names that a format string reads, each once.
pub fn captures(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut add = |name: &str| {
        let first = name.chars().next();
        let is_name = first.is_some_and(|c| c.is_alphabetic() || c == '_');
        if is_name && !out.iter().any(|n| n == name) {
            out.push(name.to_owned());
        }
    };
    // What `{{` stands for has no braces around it.
    let text = text.replace("{{", "");
    for piece in text.split('{').skip(1) {
        let Some((inside, _)) = piece.split_once('}') else {
            continue;
        };
        let (name, form) = inside.split_once(':').unwrap_or((inside, ""));
        add(name.trim());
        // A width and a precision, each before a `$`.
        let numbers: Vec<&str> = form.split('$').collect();
        for before in &numbers[..numbers.len() - 1] {
            let word = before.rsplit(|c: char| !c.is_alphanumeric() && c != '_');
            // In front of a width a `0` is a sign of its own.
            add(word
                .into_iter()
                .next()
                .unwrap_or("")
                .trim_start_matches('0'));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::captures;

    #[test]
    fn names_in_texts() {
        assert_eq!(captures("{x} {y:?} {x:.3} {} {0}"), ["x", "y"]);
        assert_eq!(captures("{{x}} {{{y}}} {{{{z"), ["y"]);
        assert_eq!(
            captures("{:>w$.p$} {v:0n$} {:a<m$} {:1$} {:.*}"),
            ["w", "p", "v", "n", "m"]
        );
    }
}
