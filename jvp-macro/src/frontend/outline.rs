//! The outline of a text: its modules, what is declared in each, and which places are in which.
//!
//! In: words and marks. Out: where items stand; nothing in them is read but their first words. What is not
//! directly in a module, or in an `impl` or a trait of one, is left out.

use super::code::{Code, Token};
use std::collections::HashMap;
use std::ops::Range;

/// A text's modules, and the places in them.
pub struct Outline {
    pub modules: Vec<Module>,
    /// The starts of words and marks, in order.
    places: Vec<(usize, Place)>,
}

/// What is declared in a module.
#[derive(Default)]
pub struct Module {
    pub types: Vec<Range<usize>>,
    /// By name, where they stand up to their bodies: more than once if a `cfg` decides.
    pub functions: HashMap<String, Vec<Range<usize>>>,
    /// Likewise, whole.
    pub aliases: HashMap<String, Vec<Range<usize>>>,
    /// Names.
    pub constants: Vec<String>,
}

/// What is around a place: modules, and at most one `impl` or trait.
#[derive(Clone)]
pub struct Place {
    pub module: usize,
    /// The header of the `impl` or trait that it is in.
    pub block: Option<Range<usize>>,
}

/// What braces, brackets or parentheses are open.
enum Open {
    Module(usize),
    /// An `impl` or a trait, with its header.
    Block(Range<usize>),
    Other,
}

/// What an item is, by its first word that says so.
#[derive(Clone, Copy, PartialEq, Default)]
enum What {
    #[default]
    Unsaid,
    Type,
    Alias,
    Function,
    /// A `const` or a `static`, up to its name.
    Constant,
    Module,
    Block,
    Other,
}

impl Outline {
    pub fn of(text: &str) -> Self {
        let mut code = Code::new(text);
        let mut scan = Scan::default();
        while let Some(token) = code.next() {
            scan.read(token, code.at());
        }
        Outline {
            modules: scan.modules,
            places: scan.places,
        }
    }

    /// What is around a word or mark that starts here. What is no code in this text is that of another one:
    /// in an example of a comment, say.
    pub fn place(&self, at: usize) -> Option<&Place> {
        let i = self.places.binary_search_by_key(&at, |p| p.0).ok()?;
        Some(&self.places[i].1)
    }
}

/// How far a text has been read.
struct Scan {
    modules: Vec<Module>,
    places: Vec<(usize, Place)>,
    open: Vec<Open>,
    /// Of the item that is being read: where it starts, and what it is.
    start: Option<usize>,
    what: What,
    /// Of a function or an alias.
    name: Option<String>,
    /// In `#![..]`.
    inner: bool,
}

impl Default for Scan {
    fn default() -> Self {
        Scan {
            modules: vec![Module::default()],
            places: Vec::new(),
            open: vec![Open::Module(0)],
            start: None,
            what: What::Unsaid,
            name: None,
            inner: false,
        }
    }
}

impl Scan {
    /// Goes on behind a word or mark that ends at `end`.
    fn read(&mut self, token: Token, end: usize) {
        let at = match token {
            Token::Word(word) => end - word.len(),
            Token::Mark(_) => end - 1,
        };
        let place = match &self.open[..] {
            [.., Open::Module(m)] => Some((*m, None)),
            [.., Open::Module(m), Open::Block(header)] => Some((*m, Some(header.clone()))),
            _ => None,
        };
        let place = place.map(|(module, block)| (at, Place { module, block }));
        self.places.extend(place);
        let here = match self.open.last() {
            Some(Open::Module(m)) => Some(*m),
            _ => None,
        };
        if here.is_some() && self.start.is_none() {
            self.start = Some(at);
        }
        match (token, here) {
            (Token::Word(word), Some(m)) => self.word(word, m),
            (Token::Mark(b'!'), _) => self.inner = here.is_some() && self.start == Some(at - 1),
            (Token::Mark(b'{'), _) => {
                let opened = self.opened(here, at);
                self.open.push(opened);
            }
            (Token::Mark(b'(' | b'['), _) => self.open.push(Open::Other),
            (Token::Mark(mark @ (b'}' | b')' | b']')), _) => self.closed(mark, end),
            (Token::Mark(b';'), Some(m)) => self.ended(m, end),
            _ => {}
        }
    }

    /// A word of an item of module `m`.
    fn word(&mut self, word: &[u8], m: usize) {
        let text = || String::from_utf8_lossy(word).into_owned();
        let said = of_word(word);
        match (said, self.what) {
            (What::Function | What::Alias, _) => self.name = None,
            (_, What::Function | What::Alias) => drop(self.name.get_or_insert_with(text)),
            _ => {}
        }
        self.what = match (self.what, said) {
            (What::Unsaid, first) => first,
            (What::Constant, What::Unsaid) => What::Constant,
            (What::Constant, What::Function) => What::Function,
            (What::Constant, _) => {
                self.modules[m].constants.push(text());
                What::Other
            }
            (said, _) => said,
        };
    }

    /// What a `{` opens; `here` is the module that it stands in.
    fn opened(&mut self, here: Option<usize>, at: usize) -> Open {
        let Some(m) = here else {
            return Open::Other;
        };
        match self.what {
            What::Module => {
                self.modules.push(Module::default());
                (self.start, self.what) = (None, What::Unsaid);
                Open::Module(self.modules.len() - 1)
            }
            What::Block => Open::Block(self.start.unwrap_or(at)..at),
            What::Function => {
                if let Some((name, start)) = self.name.take().zip(self.start) {
                    let headers = self.modules[m].functions.entry(name).or_default();
                    headers.push(start..at);
                }
                Open::Other
            }
            _ => Open::Other,
        }
    }

    fn closed(&mut self, mark: u8, end: usize) {
        if self.open.len() > 1 {
            self.open.pop();
        }
        let Some(Open::Module(m)) = self.open.last() else {
            return;
        };
        // An attribute of the file or the module belongs to no item.
        if mark == b']' && std::mem::take(&mut self.inner) {
            self.start = None;
        }
        if mark == b'}' {
            self.ended(*m, end);
        }
    }

    /// The end of an item of module `m`.
    fn ended(&mut self, m: usize, end: usize) {
        let module = &mut self.modules[m];
        let item = self.start.take().map(|start| start..end);
        match (std::mem::take(&mut self.what), item) {
            (What::Type, Some(item)) => module.types.push(item),
            (What::Alias, Some(item)) => {
                let name = self.name.take().unwrap_or_default();
                module.aliases.entry(name).or_default().push(item);
            }
            _ => {}
        }
    }
}

fn of_word(word: &[u8]) -> What {
    match word {
        b"struct" | b"enum" => What::Type,
        b"type" => What::Alias,
        b"mod" => What::Module,
        b"impl" | b"trait" => What::Block,
        b"fn" => What::Function,
        b"const" | b"static" => What::Constant,
        b"pub" | b"crate" | b"unsafe" | b"async" | b"default" | b"mut" => What::Unsaid,
        _ => What::Other,
    }
}
