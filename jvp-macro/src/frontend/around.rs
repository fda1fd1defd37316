//! Whether a function stands in an `impl` or a trait, where its own text does not tell.
//!
//! An attribute sees its item and nothing around it. What it writes has to differ, though: no
//! struct can stand in an `impl`, and beside a function there has to be one. A function that names
//! `self` or `Self` shows where it is; for one that does not, the source file is read up to it. What
//! can't be found (a span without a file, text that another macro has written) counts as a function
//! by itself.

use proc_macro2::Span;

/// Whether the file that `span` is in has an `impl` or a trait around it.
pub fn in_an_impl(span: Span) -> bool {
    if !proc_macro::is_available() {
        return false;
    }
    let span = span.unwrap().start();
    // What begins a line stands in nothing.
    if span.column() <= 1 {
        return false;
    }
    let text = span
        .local_file()
        .and_then(|path| std::fs::read_to_string(path).ok());
    text.is_some_and(|text| is_in_an_impl(&text, span.line(), span.column()))
}

/// Whether the innermost braces around a place are those of an `impl` or a trait. Lines and columns
/// (in bytes) count from one.
fn is_in_an_impl(text: &str, line: usize, column: usize) -> bool {
    let start: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let end = (start + column.saturating_sub(1)).min(text.len());
    let mut code = Code {
        rest: &text.as_bytes()[..end],
    };
    // For each open brace, whether an `impl` or a trait opened it.
    let mut open = Vec::new();
    let mut header = Header::default();
    while let Some(token) = code.next() {
        match token {
            Token::Word(word) => header.word(word),
            Token::Mark(b'{') => open.push(std::mem::take(&mut header).is_impl),
            Token::Mark(b'}') => {
                open.pop();
                header = Header::default();
            }
            Token::Mark(b';') => header = Header::default(),
            Token::Mark(_) => {}
        }
    }
    open.last().copied().unwrap_or(false)
}

/// What has been read since the last item ended: its first word that says what it is.
#[derive(Default)]
struct Header {
    decided: bool,
    is_impl: bool,
}

impl Header {
    fn word(&mut self, word: &[u8]) {
        match word {
            b"impl" | b"trait" if !self.decided => {
                self.decided = true;
                self.is_impl = true;
            }
            b"fn" | b"mod" | b"struct" | b"enum" | b"union" | b"extern" | b"match" | b"if"
            | b"for" | b"while" | b"loop" | b"let" | b"static" | b"macro_rules" => {
                self.decided = true
            }
            _ => {}
        }
    }
}

/// A piece of code that matters here.
enum Token<'t> {
    Word(&'t [u8]),
    Mark(u8),
}

/// Code, without comments, strings and characters.
struct Code<'t> {
    rest: &'t [u8],
}

impl<'t> Code<'t> {
    fn next(&mut self) -> Option<Token<'t>> {
        loop {
            if let Some(hashes) = self.raw_string() {
                self.rest = &self.rest[hashes + 2..];
                let end: Vec<u8> = [b"\"".as_slice(), &vec![b'#'; hashes]].concat();
                self.skip_to(&end);
                continue;
            }
            let first = *self.rest.first()?;
            match first {
                b'/' if self.rest.starts_with(b"//") => self.skip_to(b"\n"),
                b'/' if self.rest.starts_with(b"/*") => self.skip_comment(),
                b'"' => self.skip_string(),
                b'\'' => self.skip_character(),
                c if c.is_ascii_alphanumeric() || c == b'_' => {
                    let word = |c: &u8| c.is_ascii_alphanumeric() || *c == b'_';
                    let len = self.rest.iter().take_while(|c| word(c)).count();
                    let (word, rest) = self.rest.split_at(len);
                    self.rest = rest;
                    return Some(Token::Word(word));
                }
                _ => {
                    self.rest = &self.rest[1..];
                    return Some(Token::Mark(first));
                }
            }
        }
    }

    /// Goes behind the next `end`.
    fn skip_to(&mut self, end: &[u8]) {
        let at = self.rest.windows(end.len()).position(|w| w == end);
        let behind = at.map_or(self.rest.len(), |at| at + end.len());
        self.rest = &self.rest[behind..];
    }

    /// Comments may stand in comments.
    fn skip_comment(&mut self) {
        let mut depth = 0;
        while !self.rest.is_empty() {
            let step = match self.rest {
                [b'/', b'*', ..] => {
                    depth += 1;
                    2
                }
                [b'*', b'/', ..] => {
                    depth -= 1;
                    2
                }
                _ => 1,
            };
            self.rest = &self.rest[step..];
            if depth == 0 {
                return;
            }
        }
    }

    fn skip_string(&mut self) {
        self.rest = &self.rest[1..];
        while let Some(c) = self.rest.first() {
            let step = if *c == b'\\' { 2 } else { 1 };
            let ended = *c == b'"';
            self.rest = &self.rest[step.min(self.rest.len())..];
            if ended {
                return;
            }
        }
    }

    /// The number of `#` of a raw string that begins here.
    fn raw_string(&self) -> Option<usize> {
        let behind = self.rest.strip_prefix(b"r")?;
        let hashes = behind.iter().take_while(|c| **c == b'#').count();
        (behind.get(hashes) == Some(&b'"')).then_some(hashes)
    }

    /// `'{'`; a lifetime has no second quote.
    fn skip_character(&mut self) {
        let len = match self.rest {
            [_, b'\\', ..] => self.rest[2..]
                .iter()
                .skip(1)
                .position(|c| *c == b'\'')
                .map(|at| at + 4),
            [_, _, ..] => {
                let wide = std::str::from_utf8(&self.rest[1..])
                    .ok()
                    .and_then(|s| s.chars().next());
                let width = wide.map_or(1, char::len_utf8);
                (self.rest.get(1 + width) == Some(&b'\'')).then_some(width + 2)
            }
            _ => None,
        };
        self.rest = &self.rest[len.unwrap_or(1).min(self.rest.len())..];
    }
}

#[cfg(test)]
mod tests {
    use super::is_in_an_impl;

    /// Whether the mark `@` in the text is in an `impl` or a trait.
    fn at(text: &str) -> bool {
        let before = text.split('@').next().expect("a mark");
        let line = before.matches('\n').count() + 1;
        let column = before.len() - before.rfind('\n').map_or(0, |i| i + 1) + 1;
        is_in_an_impl(text, line, column)
    }

    #[test]
    fn in_blocks() {
        assert!(at("impl Point { @ }"));
        assert!(at(
            "mod a { impl<T: Fn() -> T> X<T> for Y { fn f() { loop {} } @ } }"
        ));
        assert!(at("pub trait T {\n    @ fn f(); }"));
        assert!(at("unsafe impl A {} impl B { const C: char = '{'; @ }"));
    }

    #[test]
    fn elsewhere() {
        assert!(!at("@"));
        assert!(!at("mod a { @ }"));
        assert!(!at("impl A {} mod b { @ }"));
        assert!(!at("fn f(x: impl Fn()) { @ }"));
        assert!(!at("impl A { fn f() { @ } }"));
        assert!(!at("static X: &str = \"impl A {\"; mod b { @ }"));
        assert!(!at("// impl A {\nmod b { /* trait { /* */ */ @ }"));
        assert!(!at(
            "const X: &str = r#\"impl \"A\" {\"#; mod b { fn g<'a>(x: &'a str) {} @ }"
        ));
        assert!(!at("struct S<T> where T: Fn() { @ }"));
    }
}
