//! Whether a function stands in an `impl` or a trait, where its own text does not tell.
//!
//! An attribute sees its item and nothing around it. What it writes has to differ, though: no
//! struct can stand in an `impl`, and beside a function there has to be one. A function that names
//! `self` or `Self` shows where it is; for one that does not, the braces of its file tell. What can't
//! be found (a span without a file, text that another macro has written) counts as a function by
//! itself.

use super::code::{Code, Token};

/// The braces of a text.
pub struct Blocks {
    /// Behind each brace, whether the innermost that are open are those of an `impl` or a trait.
    braces: Vec<(usize, bool)>,
}

impl Blocks {
    pub fn of(text: &str) -> Self {
        let mut code = Code::new(text);
        let mut braces = Vec::new();
        // For each open brace, whether an `impl` or a trait opened it.
        let mut open = Vec::new();
        let mut header = Header::default();
        while let Some(token) = code.next() {
            match token {
                Token::Word(word) => {
                    header.word(word);
                    continue;
                }
                Token::Mark(b'{') => open.push(std::mem::take(&mut header).is_impl),
                Token::Mark(b'}') => {
                    open.pop();
                    header = Header::default();
                }
                Token::Mark(b';') => {
                    header = Header::default();
                    continue;
                }
                Token::Mark(_) => continue,
            }
            braces.push((code.at(), open.last().copied().unwrap_or(false)));
        }
        Blocks { braces }
    }

    /// Whether the innermost braces around a place are those of an `impl` or a trait.
    pub fn around(&self, at: usize) -> bool {
        let before = self.braces.partition_point(|brace| brace.0 <= at);
        before > 0 && self.braces[before - 1].1
    }
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
    use super::Blocks;

    /// Whether the mark `@` in the text is in an `impl` or a trait.
    fn at(text: &str) -> bool {
        Blocks::of(text).around(text.find('@').expect("a mark"))
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
