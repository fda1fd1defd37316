//! Whether a function stands in an `impl` or a trait, where its own text does not tell.
//!
//! An attribute sees its item and nothing around it. What it writes has to differ, though: no
//! struct can stand in an `impl`, and beside a function there has to be one. A function that names
//! `self` or `Self` shows where it is; for one that does not, the source file is read up to it. What
//! can't be found (a span without a file, text that another macro has written) counts as a function
//! by itself.

use super::source::{self, Code, Token};
use proc_macro2::Span;

/// Whether the file that `span` is in has an `impl` or a trait around it.
pub fn in_an_impl(span: Span) -> bool {
    // What begins a line stands in nothing.
    if !proc_macro::is_available() || span.unwrap().start().column() <= 1 {
        return false;
    }
    source::file(span).is_some_and(|(text, at)| is_in_an_impl(&text[..at]))
}

/// Whether the innermost braces that are open at the end are those of an `impl` or a trait.
fn is_in_an_impl(text: &str) -> bool {
    let mut code = Code::new(text);
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

#[cfg(test)]
mod tests {
    use super::is_in_an_impl;

    /// Whether the mark `@` in the text is in an `impl` or a trait.
    fn at(text: &str) -> bool {
        is_in_an_impl(text.split('@').next().expect("a mark"))
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
